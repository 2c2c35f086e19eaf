"""Requests and answers that are lost, cut, changed or forged: every edit is on the portal once, or waits."""

from __future__ import annotations

import pytest

from plugin.errors import TransportError
from plugin.store import base, outbox
from plugin.sync import events
from tests.unit.sync.fakes import HTML, reply

from .trouble import (
    always,
    arrived,
    broken,
    in_words,
    is_whole_and_sendable,
    lost,
    never_arrives,
    once,
    resigned,
    rewritten,
)

# --- lost on the way -------------------------------------------------------------------------------------------------


def test_a_lost_answer_is_asked_for_and_nothing_is_sent_twice(country):
    office = country.office()
    uuid = office.school()
    client = office.client(once(lost))
    report = office.synced(client=client)
    assert report.accepted == 1
    assert (client._transport.calls("POST"), client._transport.calls("GET", "/batches/")) == (1, 1)
    assert arrived(office, uuid) == 1
    assert isinstance(office.told(events.Waiting)[0].problem, TransportError)


def test_a_request_that_never_arrived_is_sent_again_as_it_was(country):
    office = country.office()
    uuid = office.school()
    client = office.client(once(never_arrives))
    office.synced(client=client)
    bodies = {request.body for request in client._transport.asked if request.method == "POST"}
    assert (client._transport.calls("POST"), len(bodies)) == (2, 1)
    assert arrived(office, uuid) == 1


def test_a_connection_that_stays_away_leaves_the_batch_to_be_resumed_and_nothing_is_received(country):
    office = country.office()
    uuid = office.school()
    gone = []

    def meddle(request, forward):
        if request.method == "POST":
            gone.append(forward())
        if gone:
            raise broken("transport.no_connection")
        return forward()

    client = office.client(meddle)
    report = office.sync(client=client)
    assert report.problem.code == "transport.no_connection"
    in_words(report.problem)
    assert client._transport.calls("GET", "/changes") == 0
    assert sum(office.clock.waits) <= 180
    with office.workspace() as workspace:
        frozen = outbox.next_unfinished(workspace)
        assert frozen.state == "sending"
    office.edit(uuid, priority=5)
    client = office.client()
    report = office.synced(client=client)
    assert office.told(events.Resuming)[0].batch == frozen.batch
    assert arrived(office, uuid) == 2
    assert report.sent == 2


def test_no_portal_at_all_is_told_soon_and_leaves_everything_as_it_was(country):
    office = country.office()
    uuid = office.school()
    report = office.sync(meddle=lambda request, forward: never_arrives(forward))
    assert (report.problem.code, report.waiting) == ("transport.no_connection", 1)
    assert sum(office.clock.waits) <= 5
    is_whole_and_sendable(office, uuid)


def test_pulling_goes_on_where_the_connection_was_lost(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced(meddle=once(never_arrives, "GET", "/changes"))
    assert borys.get(uuid)


# --- answers that are none -------------------------------------------------------------------------------------------


def too_large_to_read(forward):
    forward()
    raise TransportError("transport.too_large", retryable=False, limit=1)


UNREADABLE = {
    "a web page": (lambda forward: (forward(), reply(HTML, 200, "text/html"))[1], "portal.sign_in"),
    "not JSON": (lambda forward: (forward(), reply(b"\x00\x01", 200))[1], "portal.not_json"),
    "cut JSON": (lambda forward: (forward(), reply(b'{"batch":"', 200))[1], "portal.not_json"),
    "another document": (lambda forward: (forward(), reply({"hello": 1}))[1], "portal.breaks_contract"),
    "enormous": (too_large_to_read, "transport.too_large"),
    "changed on the way": (rewritten(lambda document: document["verdicts"].clear()), "portal.bad_signature"),
    "unsigned": (lambda forward: reply(forward().body), "portal.bad_signature"),
    "a redirect": (lambda forward: reply(b"", 302, location="/elsewhere"), "portal.redirected"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_answer_that_cannot_be_read_is_asked_for_once_more(country, name):
    office = country.office()
    uuid = office.school()
    office.synced(meddle=once(UNREADABLE[name][0]))
    assert arrived(office, uuid) == 1


@pytest.mark.parametrize("name", UNREADABLE)
def test_answers_that_stay_unreadable_end_the_run_in_words_and_lose_nothing(country, name):
    office = country.office()
    uuid = office.school()
    fault, code = UNREADABLE[name]

    def meddle(request, forward):
        return fault(forward) if "/batches" in request.url else forward()

    client = office.client(meddle)
    report = office.sync(client=client)
    assert (report.problem.code, report.sent) == (code, 0)
    in_words(report.problem)
    assert client._transport.calls("GET", "/changes") == 0
    is_whole_and_sendable(office, uuid)


def drop_verdict(document):
    document["verdicts"].pop()


def double_verdict(document):
    document["verdicts"].append(document["verdicts"][0])


def foreign_verdict(document):
    document["verdicts"].append({**document["verdicts"][0], "uuid": "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"})


def other_batch(document):
    document["batch"] = "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"


def no_revision(document):
    del document["verdicts"][0]["revision"]


def deletion(document):
    document["verdicts"][0]["hash"] = ""


WRONG = {
    "missing": (drop_verdict, "portal.verdict_missing"),
    "double": (double_verdict, "portal.verdict_double"),
    "foreign": (foreign_verdict, "portal.verdict_foreign"),
    "of a deletion": (deletion, "portal.verdict_operation"),
    "about another batch": (other_batch, "portal.verdicts_of_another"),
    "without a revision": (no_revision, "portal.breaks_contract"),
}


@pytest.mark.parametrize("name", WRONG)
def test_verdicts_that_do_not_fit_are_no_answer_even_if_signed(country, signing_key, name):
    change, code = WRONG[name]
    office = country.office()
    uuid = office.school(title_uk="Ліцей № 7")
    fault = always(resigned(signing_key, change), "POST")
    asked = always(resigned(signing_key, change), "GET")

    def meddle(request, forward):
        return (fault if request.method == "POST" else asked)(request, forward)

    for _ in range(2):  # the portal stays wrong: each run says so, asks, sends nothing twice and takes nothing
        client = office.client(meddle)
        report = office.sync(client=client)
        assert (report.problem.code, report.sent, report.waiting) == (code, 0, 1)
        in_words(report.problem)
        if name in ("missing", "double", "of a deletion"):
            assert "Ліцей № 7" in report.problem.describe("uk")
        assert client._transport.calls("GET", "/changes") == 0
        with office.workspace() as workspace:
            assert base.get_base(workspace, "need", uuid) is None
            assert outbox.next_unfinished(workspace).state == "sending"
    assert client._transport.calls("POST") == 0
    is_whole_and_sendable(office, uuid)


def test_one_wrong_answer_is_made_good_by_asking(country, signing_key):
    office = country.office()
    uuid = office.school()
    client = office.client(once(resigned(signing_key, drop_verdict)))
    assert office.synced(client=client).accepted == 1
    assert (client._transport.calls("POST"), client._transport.calls("GET", "/batches/")) == (1, 1)
    assert arrived(office, uuid) == 1


def test_a_revision_whose_content_is_not_known_never_becomes_the_base(country, signing_key):
    office = country.office()
    uuid = office.school()

    def other_hash(document):
        document["verdicts"][0]["hash"] = "0" * 64

    report = office.sync(pull=False, meddle=once(resigned(signing_key, other_hash)))
    assert (report.accepted, report.waiting) == (1, 1)
    with office.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid) is None
    assert office.sync(push=False).complete
    with office.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid).revision == 1
