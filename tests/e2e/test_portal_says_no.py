"""The portal says no, or it is not the portal: what happened is said in words, and every edit can still be sent."""

from __future__ import annotations

import json

import pytest

from plugin.errors import PortalError
from plugin.store import outbox
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
    assert calls == ["POST", "DELETE", "POST", "DELETE", *["POST"] * 7]
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
