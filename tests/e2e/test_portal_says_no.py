"""The portal says no, or it is not the portal: what happened is said in words, and every edit can still be sent."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from plugin.errors import PortalError
from plugin.store import outbox
from plugin.sync import bookkeeping
from plugin.sync.transport import Response
from tests.unit.sync.fakes import HTML, problem, reply
from tests.unit.sync.servers import certificate, serve, tls_context

from .offices import KHARKIV
from .trouble import (
    always,
    arrived,
    broken,
    in_words,
    is_whole_and_sendable,
    once,
)

# --- the portal says no ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem("unauthorized", 401, "Токен відкликано"), "portal.unauthorised"),
        (problem("forbidden", 403), "portal.forbidden"),
        (problem("contract-version", 426), "portal.other_contract"),
    ],
)
def test_what_needs_a_person_parks_the_queue_visibly(country, answer, code):
    office = country.office()
    uuid = office.school()
    report = office.sync(meddle=always(lambda forward: answer))
    assert report.problem.code == code
    in_words(report.problem)
    with office.workspace() as workspace:
        assert outbox.next_unfinished(workspace) is not None
    is_whole_and_sendable(office, uuid)


def test_a_revoked_token_is_told_and_a_new_one_goes_on_where_the_old_one_stopped(country):
    from portal import accounts
    from portal.database import open_database

    token = country.account("00000777", name="Ганна")
    office = country.office(token=token)
    uuid = office.school()
    database = open_database(country.portal.database)
    renewed = accounts.renew(database, "Ганна")[1]
    report = office.sync()
    assert report.problem.code == "portal.unauthorised"
    in_words(report.problem)
    office.token = renewed
    is_whole_and_sendable(office, uuid)
    accounts.revoke(database, "Ганна")
    database.close()
    office.edit(uuid, priority=2)
    report = office.sync()
    assert (report.problem.code, report.waiting) == ("portal.unauthorised", 1)


def test_a_token_that_has_expired_is_told(country):
    from portal import accounts
    from portal.database import open_database

    database = open_database(country.portal.database)
    named = {"name": "Колишній", "role": "contributor", "edrpou": "00000778", "territory": [KHARKIV]}
    _, token = accounts.add(database, **named, expires_at="2020-01-01T00:00:00Z")
    office = country.office(token=token)
    uuid = office.school()
    report = office.sync()
    assert report.problem.code == "portal.unauthorised"
    in_words(report.problem)
    office.token = accounts.renew(database, "Колишній")[1]
    database.close()
    is_whole_and_sendable(office, uuid)


def test_other_rules_void_the_batch_and_leave_its_records_to_a_newer_plugin(country):
    office = country.office()
    uuid = office.school()
    client = office.client(once(lambda forward: problem("rules-differ", 412)))
    report = office.sync(client=client)
    assert report.problem.code == "portal.other_rules"
    assert client._transport.calls("DELETE") == 1
    with office.workspace() as workspace:
        assert outbox.history(workspace)[0].state == "void"
    is_whole_and_sendable(office, uuid)


def test_a_portal_known_to_have_other_rules_gets_no_batch(country):
    office = country.office()
    uuid = office.school()

    def meddle(request, forward):
        answer = forward()
        if request.url.endswith("/api/v1/"):
            document = {**json.loads(answer.body), "rules": "1999.1"}
            return Response(200, answer.headers, json.dumps(document).encode())
        return answer

    client = office.client(meddle)
    report = office.sync(client=client)
    assert (report.problem.code, client._transport.calls("POST")) == ("portal.other_rules", 0)
    in_words(report.problem)
    is_whole_and_sendable(office, uuid)


def test_a_batch_that_is_too_big_is_voided_and_only_then_split(country):
    office = country.office()
    uuids = [office.school(title_uk=f"Школа №{number}") for number in range(7)]

    def meddle(request, forward):
        if request.method == "POST" and len(json.loads(request.body)["items"]) > 2:
            return problem("too-large", 413)
        return forward()

    client = office.client(meddle)
    report = office.synced(client=client)
    assert report.accepted == 7
    calls = [request.method for request in client._transport.asked if "/batches" in request.url]
    assert calls == ["POST", "DELETE", "POST", "DELETE", *["POST"] * 5]
    assert batch_sizes(client) == [7, 3, 1, 1, 2, 2, 1]
    with office.workspace() as workspace:
        assert {one.state for one in outbox.history(workspace)} == {"acknowledged", "void"}
    assert all(arrived(office, uuid) == 1 for uuid in uuids)


def test_one_record_that_is_too_big_on_its_own_is_refused_and_the_others_go(country):
    office = country.office()
    large = office.school(description="дуже " * 300)
    office.school()

    def meddle(request, forward):
        return problem("too-large", 413) if request.method == "POST" and len(request.body) > 2000 else forward()

    report = office.sync(meddle=meddle)
    assert (report.accepted, report.refused, report.rows[0].uuid) == (1, 1, large)


def test_a_batch_that_keeps_timing_out_is_voided_split_and_a_late_copy_is_refused(country):
    office = country.office()
    uuids = [office.school() for _ in range(2)]

    def meddle(request, forward):
        if request.method == "POST" and len(json.loads(request.body)["items"]) > 1:
            late.append(request.body)
            raise broken("transport.timeout")
        return forward()

    late = []
    client = office.client(meddle)
    assert office.synced(client=client).accepted == 2
    assert len(set(late)) == 1
    assert client._transport.calls("DELETE") == 1
    with pytest.raises(PortalError) as caught:
        office.client().post_batch("late", late[0])
    assert caught.value.code == "portal.batch_void"
    assert [arrived(office, uuid) for uuid in uuids] == [1, 1]


def test_a_batch_that_took_effect_before_it_could_be_voided_brings_its_verdicts(country):
    office = country.office()
    uuids = [office.school() for _ in range(2)]

    def meddle(request, forward):
        if request.method == "POST":
            forward()
            raise broken("transport.timeout")
        if request.method == "GET" and "/batches/" in request.url:
            return problem("not-found", 404)
        return forward()

    assert office.synced(meddle=meddle).accepted == 2
    assert [arrived(office, uuid) for uuid in uuids] == [1, 1]


def test_an_id_that_has_another_body_on_the_portal_is_given_up_for_a_new_one(country):
    office = country.office()
    uuid = office.school()
    report = office.synced(meddle=once(lambda forward: problem("batch-differs", 409)))
    assert report.accepted == 1
    with office.workspace() as workspace:
        assert [one.state for one in outbox.history(workspace)] == ["acknowledged", "void"]
    assert arrived(office, uuid) == 1


@pytest.mark.parametrize(("status", "name"), [(429, "too-many-requests"), (503, "unavailable")])
def test_a_busy_portal_is_tried_again_after_the_time_it_asks_for(country, status, name):
    office = country.office()
    office.school()
    office.synced(meddle=once(lambda forward: problem(name, status, retry_after=7)))
    assert any(seconds >= 7 for seconds in office.clock.waits)


def batch_sizes(client) -> list[int]:
    """How many items the batches held, in the order they were first sent in."""
    bodies = dict.fromkeys(request.body for request in client._transport.asked if request.method == "POST")
    return [len(json.loads(body)["items"]) for body in bodies]


def at_most(count, answer):
    """A portal, or somebody before it, that takes no more than so many items."""

    def meddle(request, forward):
        if request.method == "POST" and len(json.loads(request.body)["items"]) > count:
            return answer() if callable(answer) else answer
        return forward()

    return meddle


def times_out():
    raise broken("transport.timeout")


def test_sizes_are_remembered_from_run_to_run_and_grow_back(country):
    office = country.office()
    office.schools(600)
    client = office.client(at_most(70, times_out))
    office.synced(client=client)
    assert batch_sizes(client)[:5] == [500, 250, 125, 62, 62]
    assert max(batch_sizes(client)[3:]) < 110
    office.schools(600)
    client = office.client(at_most(500, None))
    office.synced(client=client)
    sizes = batch_sizes(client)
    assert sizes[0] < 110 and sum(sizes) == 600
    assert sizes[:-1] == sorted(sizes[:-1]) and sizes[-2] > 100
    office.schools(1500)
    client = office.client(at_most(500, None))
    office.synced(client=client)
    assert max(batch_sizes(client)) > 400
    with office.workspace() as workspace:
        assert bookkeeping.batch_items(workspace) is None


# --- one record that the portal cannot read ---------------------------------------------------------------------------


def unreadable(marked, pointer=None):
    """A portal that refuses a whole batch for the records whose title holds ``marked``, and may say which it was."""

    def meddle(request, forward):
        if request.method == "POST":
            items = json.loads(request.body)["items"]
            bad = [at for at, item in enumerate(items) if marked in item["set"].get("title_uk", "")]
            if bad:
                document = {"type": "urn:vidbudova:problem:malformed", "title": "Пакет не прочитано", "status": 422}
                if pointer is not None:
                    document["pointer"] = pointer.format(bad[0])
                return reply({**document, "detail": "Знак, якого тут немає."}, 422, "application/problem+json")
        return forward()

    return meddle


@pytest.mark.parametrize("pointer", [None, "", "/items/{}/set/title_uk"])
def test_records_that_the_portal_cannot_read_are_found_and_refused_in_its_words_and_the_others_go(country, pointer):
    office = country.office()
    good = [office.school(title_uk=f"Школа №{number}") for number in range(11)]
    bad = [office.school(title_uk="Школа ☠"), office.school(title_uk="Ліцей ☠")]
    client = office.client(unreadable("☠", pointer))
    report = office.sync(client=client)
    assert (report.problem, report.accepted, report.refused, report.open_refusals) == (None, 11, 2, 2)
    assert {row.uuid for row in report.rows if row.outcome == "refused"} == set(bad)
    assert "Знак, якого тут немає." in report.rows[0].text
    assert all(arrived(office, uuid) == 1 for uuid in good)
    assert len(batch_sizes(client)) <= (4 if pointer else 14)
    assert office.sync(meddle=unreadable("☠")).sent == 0
    for uuid in bad:
        office.edit(uuid, title_uk="Школа")
    assert office.synced(meddle=unreadable("☠")).accepted == 2


def test_a_portal_that_reads_no_batch_at_all_blames_no_record(country):
    office = country.office()
    office.schools(30)
    report = office.sync(meddle=unreadable("Школа"))
    assert (report.problem.code, report.open_refusals, report.waiting) == ("portal.malformed", 0, 30)
    in_words(report.problem)
    assert office.synced().accepted == 30


def test_a_fault_outside_the_items_is_not_looked_for_in_them(country):
    office = country.office()
    office.schools(5)
    client = office.client(unreadable("Школа", "/made_at"))
    report = office.sync(client=client)
    assert (report.problem.code, report.waiting, batch_sizes(client)) == ("portal.malformed", 5, [5])
    assert office.synced().accepted == 5


# --- refusals that end by themselves ----------------------------------------------------------------------------------


def limited(size):
    """A portal that announces batches of so many bytes."""

    def meddle(request, forward):
        answer = forward()
        if request.url.endswith("/api/v1/"):
            document = json.loads(answer.body)
            document["limits"]["bytes"] = size
            return Response(200, answer.headers, json.dumps(document).encode())
        return answer

    return meddle


def test_a_record_that_was_larger_than_the_portals_limit_goes_once_the_limit_is_larger(country):
    office = country.office()
    office.school(description="дуже " * 300)
    assert office.sync(meddle=limited(2048)).open_refusals == 1
    assert office.sync(meddle=limited(2048)).sent == 0
    assert office.sync(meddle=limited(2200)).open_refusals == 1
    assert office.synced().accepted == 1


@pytest.mark.parametrize("meddle", [at_most(0, problem("too-large", 413)), unreadable("Школа")])
def test_what_the_portal_would_not_take_at_all_is_tried_again_the_next_day(country, meddle):
    office = country.office()
    office.school()
    assert office.sync(meddle=meddle).open_refusals == 1
    with office.workspace() as workspace:
        office.clock.moment = datetime.now(timezone.utc)
        assert workspace.connection.value("SELECT count(*) FROM vidbudova_refusal") == 1
    assert (office.sync().sent, office.sync().open_refusals) == (0, 1)
    office.clock.moment += timedelta(days=1, minutes=1)
    assert office.synced().accepted == 1


# --- the wrong portal ------------------------------------------------------------------------------------------------


def no_token_went_out(client) -> bool:
    return not any("Authorization" in request.headers for request in client._transport.asked)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(HTML, 200, "text/html"), "portal.web_page"),
        (reply(HTML, 404, "text/html"), "portal.not_a_portal"),
        (reply({"hello": "world"}), "portal.not_a_portal"),
        (reply(b"", 302, location="https://login.example"), "portal.redirected"),
        (reply(HTML, 511, "text/html"), "portal.sign_in"),
    ],
)
def test_an_address_that_is_no_portal_gets_neither_token_nor_record(country, answer, code):
    office = country.office()
    uuid = office.school()
    client = office.client(lambda request, forward: answer)
    report = office.sync(client=client)
    assert report.problem.code == code
    in_words(report.problem)
    assert no_token_went_out(client)
    is_whole_and_sendable(office, uuid)


def test_another_portal_at_the_known_address_gets_neither_token_nor_record(country):
    office = country.office()
    office.synced()
    uuid = office.school()

    def meddle(request, forward):
        answer = forward()
        document = {**json.loads(answer.body), "portal": "somebody-else"}
        return Response(200, answer.headers, json.dumps(document).encode())

    client = office.client(meddle)
    report = office.sync(client=client)
    assert report.problem.code == "portal.other_portal"
    in_words(report.problem)
    assert no_token_went_out(client)
    is_whole_and_sendable(office, uuid)


@pytest.mark.parametrize("host", ["127.0.0.1", "portal.example"])
def test_a_portal_whose_certificate_cannot_be_trusted_gets_neither_token_nor_record(country, tmp_path, host):
    office = country.office()
    uuid = office.school()
    right = office.portal_url
    seen = []
    pem, secret = certificate(tmp_path, host)
    with serve(lambda connection: seen.append(connection.recv(1)), tls_context(pem, secret)) as url:
        office.portal_url = url
        report = office.sync()
    assert report.problem.code.startswith("transport.tls")
    assert not any(seen)
    in_words(report.problem)
    office.portal_url = right
    is_whole_and_sendable(office, uuid)
