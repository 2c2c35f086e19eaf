"""What the portal client makes of answers, good and bad: one code for each trouble, in words in both languages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from plugin.errors import PortalError, TransportError, UsageError
from plugin.sync.access import PortalAccess
from plugin.sync.portal import PortalClient

from .fakes import HTML, Scripted, problem, reply

SERVICE = {
    "contract": 1,
    "portal": "p-1",
    "epoch": "e-1",
    "title": "Портал",
    "limits": {"records": 500, "bytes": 1048576, "file_bytes": None, "quota": None},
    "rules": "2026.4",
    "time": "2026-12-28T16:02:11+02:00",
}
BATCH = "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"


def client(*answers, url="https://portal.example", token="secret"):
    return PortalClient(PortalAccess(url, token, {}, None, "en"), Scripted(*answers))


def asked(one):
    return one._transport.asked


def refusal(call):
    with pytest.raises(PortalError) as caught:
        call()
    error = caught.value
    for lang in ("uk", "en"):
        told = error.describe(lang)
        assert len(told) > 20
        assert "{" not in told, told
    assert error.describe("uk") != error.describe("en")
    return error


def test_what_the_portal_is_is_asked_without_the_token():
    one = client(reply(SERVICE))
    assert one.service().title == "Портал"
    assert "Authorization" not in asked(one)[0].headers
    assert asked(one)[0].url == "https://portal.example/api/v1/"


def test_everything_else_carries_the_token_the_language_and_the_contract():
    one = client(reply({"cursor": "c", "more": False, "items": []}))
    page = one.changes("abc/+=", 50)
    assert (page.cursor, page.more, page.items) == ("c", False, ())
    request = asked(one)[0]
    assert request.url == "https://portal.example/api/v1/changes?after=abc%2F%2B%3D&limit=50"
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.headers["Accept-Language"] == "en"
    assert request.headers["Vidbudova-Contract"] == "1"


def test_without_a_token_nothing_is_asked():
    one = client(reply({}), token="")
    with pytest.raises(UsageError) as caught:
        one.me()
    assert caught.value.code == "portal.no_token"
    assert not asked(one)


def test_a_verdict_document_comes_back_byte_for_byte_with_its_signature():
    body = b'{"batch" : "odd  spacing"}'
    answer = client(reply(body, vidbudova_signature="c2ln", vidbudova_key="k1")).post_batch(BATCH, b"{}")
    assert (answer.body, answer.signature, answer.kid) == (body, "c2ln", "k1")


def test_a_batch_that_the_portal_does_not_know_is_none():
    assert client(problem("not-found", 404)).get_batch(BATCH) is None


def test_a_404_that_is_not_the_portals_does_not_say_that_a_batch_is_unknown():
    assert refusal(lambda: client(reply(HTML, 404, "text/html")).get_batch(BATCH)).code == "portal.not_a_portal"


def test_voiding_says_whether_the_id_is_void_or_has_taken_effect():
    assert client(reply({"batch": BATCH, "state": "void"})).void_batch(BATCH) is None
    done = {"batch": BATCH, "verdicts": []}
    assert json.loads(client(reply(done)).void_batch(BATCH).body) == done


def test_the_void_of_another_batch_is_no_answer():
    error = refusal(lambda: client(reply({"batch": "other", "state": "void"})).void_batch(BATCH))
    assert error.code == "portal.breaks_contract"


@pytest.mark.parametrize(
    ("answer", "code", "retryable"),
    [
        (problem("unauthorized", 401, "revoked"), "portal.unauthorised", False),
        (problem("forbidden", 403), "portal.forbidden", False),
        (problem("batch-differs", 409), "portal.batch_differs", False),
        (problem("batch-void", 409), "portal.batch_void", False),
        (problem("cursor-gone", 410), "portal.cursor_gone", False),
        (problem("rules-differ", 412), "portal.other_rules", False),
        (problem("too-large", 413), "portal.too_large", False),
        (reply(HTML, 413, "text/html"), "portal.too_large", False),
        (problem("malformed", 422), "portal.malformed", False),
        (problem("contract-version", 426), "portal.other_contract", False),
        (problem("too-many-requests", 429), "portal.too_many_requests", True),
        (problem("internal", 500), "portal.fault", True),
        (problem("not-implemented", 501), "portal.not_implemented", False),
        (reply(HTML, 502, "text/html"), "portal.unavailable", True),
        (reply(b"", 503, "text/plain"), "portal.unavailable", True),
        (reply(HTML, 504, "text/html"), "portal.timeout", True),
        (reply(b"", 408, "text/plain"), "portal.timeout", True),
        (reply(HTML, 401, "text/html"), "portal.web_page", False),
        (reply(HTML, 403, "text/html"), "portal.web_page", False),
        (reply(b"no", 403, "text/plain"), "portal.not_a_portal", False),
        (reply(HTML, 200, "text/html"), "portal.web_page", False),
        (reply(HTML, 200, "application/json"), "portal.web_page", False),
        (reply(b"oops", 200, "text/plain"), "portal.not_json", False),
        (reply(b'{"cursor":', 200), "portal.not_json", False),
        (reply(b"\xff\xfe", 200), "portal.not_json", False),
        (reply({"cursor": 5, "more": False, "items": []}), "portal.breaks_contract", False),
        (reply({"cursor": "c", "more": False, "items": [{}]}), "portal.breaks_contract", False),
        (reply([]), "portal.breaks_contract", False),
        (reply(b"", 302, location="https://login.example/"), "portal.redirected", False),
        (problem("teapot", 418), "portal.unexpected", False),
    ],
)  # fmt: skip
def test_every_bad_answer_has_its_own_code_and_words(answer, code, retryable):
    error = refusal(lambda: client(answer).changes(None, 10))
    assert (error.code, error.retryable) == (code, retryable)


def test_the_portals_own_words_are_shown():
    error = refusal(lambda: client(problem("unauthorized", 401, "The token was revoked on 3 May.")).me())
    assert "The token was revoked on 3 May." in error.describe("en")


def test_a_redirect_names_where_it_wanted_to_go():
    error = refusal(lambda: client(reply(b"", 307, location="https://login.example/x")).me())
    assert "https://login.example/x" in error.describe("uk")


@pytest.mark.parametrize(
    "answer",
    [
        reply({"hello": "world"}),
        reply({**SERVICE, "portal": ""}),
        reply({**SERVICE, "limits": {}}),
        reply({**SERVICE, "time": "yesterday"}),
        problem("not-found", 404),
        reply(HTML, 404, "text/html"),
    ],
)
def test_an_address_where_something_else_answers_is_called_that(answer):
    error = refusal(client(answer).service)
    assert error.code in ("portal.not_a_portal", "portal.not_found")


def test_a_portal_of_another_contract_version_is_told_apart():
    error = refusal(client(reply({**SERVICE, "contract": 2, "limits": "quite different"})).service)
    assert error.code == "portal.other_contract"


@pytest.mark.parametrize("year", [1999, 2026, 2040])
def test_retry_after_is_read_in_seconds_and_as_a_date_by_the_portals_clock(year):
    there = datetime(year, 12, 28, 16, 0, tzinfo=timezone.utc)
    date, later, earlier = (
        format_datetime(there + timedelta(seconds=seconds), usegmt=True) for seconds in (0, 90, -90)
    )
    wanted = {"7": 7, later: 90, earlier: 0, "-3": None, "soon": None, "": None, "9" * 400: 86400}
    for value, seconds in wanted.items():
        error = refusal(client(problem("unavailable", 503, retry_after=value, date=date)).me)
        assert error.params.get("retry_after") == seconds


def test_a_moment_to_retry_at_counts_for_nothing_where_the_portal_does_not_tell_its_time():
    for date in ({}, {"date": "yesterday"}):
        error = refusal(client(problem("unavailable", 503, retry_after="Fri, 31 Dec 1999 23:59:59 GMT", **date)).me)
        assert "retry_after" not in error.params


LOGIN = {
    "a page in the answer's place": reply(HTML, 200, "text/html"),
    "a page that says it is JSON": reply(HTML, 200),
    "a redirect to somebody else": reply(b"", 302, location="https://wifi.hotel.example/login"),
    "a page that wants a password": reply(HTML, 401, "text/html"),
    "another host's certificate": TransportError("transport.tls_other_host", retryable=False, host="p"),
}


@pytest.mark.parametrize("name", LOGIN)
def test_a_networks_login_page_is_told_from_a_wrong_address_by_whether_the_portal_was_ever_there(name):
    one = client(LOGIN[name])
    with pytest.raises((PortalError, TransportError)) as caught:
        one.me()
    assert (caught.value.code == "portal.sign_in", caught.value.retryable) == (False, False)
    one.seen_before = True
    error = refusal(one.me)
    assert (error.code, error.retryable) == ("portal.sign_in", True)
    assert "браузер" in error.describe("uk") and "browser" in error.describe("en")


def test_a_portal_that_has_answered_is_known_from_then_on():
    one = client(reply(SERVICE), reply(HTML, 200, "text/html"))
    one.service()
    assert refusal(one.me).code == "portal.sign_in"


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"", 302, location="/api/v2/me"),
        reply(b"", 301, location="https://new.portal.example/api/v1/me"),
        reply(b"", 308, location="https://new.portal.example/api/v1/me"),
    ],
)
def test_a_portal_that_has_moved_is_no_login_page(answer):
    one = client(answer)
    one.seen_before = True
    error = refusal(one.me)
    assert (error.code, error.retryable) == ("portal.redirected", False)


def test_a_gateway_that_asks_for_authentication_says_so_by_its_status():
    error = refusal(client(reply(HTML, 511, "text/html")).service)
    assert (error.code, error.retryable) == ("portal.sign_in", True)


def test_a_catalogue_that_has_not_changed_is_not_sent_again():
    one = client(reply(b"", 304))
    assert one.catalogue('"e1"').document is None
    assert asked(one)[0].headers["If-None-Match"] == '"e1"'
    assert client(reply({"types": []}, etag='"e2"')).catalogue().etag == '"e2"'
