"""Whatever goes wrong on the way: every edit is on the portal once, or waits, and what happened is said in words."""

from __future__ import annotations

import base64
import json
import threading

import pytest

from plugin.contract import verdict as verdicts
from plugin.errors import PortalError, TransportError
from plugin.records.catalogue import default_catalogue
from plugin.store import audit, base, outbox
from plugin.store.lock import EngineLock
from plugin.store.workspace import Workspace
from plugin.sync import bookkeeping, engine, events
from plugin.sync.transport import Response
from tests.unit.sync.fakes import HTML, problem, reply
from tests.unit.sync.servers import certificate, serve, tls_context

from .offices import KHARKIV


def broken(code="transport.broken_off"):
    return TransportError(code, retryable=True, host="portal", detail="")


def once(fault, method="POST", part="/batches"):
    """Meddles with the first call of a kind: ``fault(forward)``; everything else passes."""
    done = []

    def meddle(request, forward):
        if not done and request.method == method and part in request.url:
            done.append(request)
            return fault(forward)
        return forward()

    return meddle


def always(fault, method="POST", part="/batches"):
    """Meddles with every call of a kind."""

    def meddle(request, forward):
        return fault(forward) if request.method == method and part in request.url else forward()

    return meddle


def lost(forward):
    """The request arrives, its answer does not."""
    forward()
    raise broken()


def never_arrives(forward):
    raise broken("transport.no_connection")


def arrived(office, uuid) -> int:
    """The portal's revision of a record, from a colleague's point of view; 0 where it has none."""
    found = office.client().changes(None, 2000)
    return next((change.revision for change in found.items if change.uuid == uuid), 0)


def in_words(error) -> None:
    """An error has a message in both languages, without a gap."""
    for lang in ("uk", "en"):
        text = error.describe(lang)
        assert len(text) > 20
        assert "{" not in text


def is_whole_and_sendable(office, uuid, **options) -> None:
    """The edit is still there, and the next run brings it to the portal."""
    assert office.get(uuid) is not None
    report = office.sync(**options)
    assert report.problem is None, report.problem
    assert report.complete, report
    assert arrived(office, uuid) == 1


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


def rewritten(change):
    """The portal's answer with its verdict document changed, signature and all else as it was."""

    def fault(forward):
        answer = forward()
        document = json.loads(answer.body)
        change(document)
        return Response(answer.status, answer.headers, json.dumps(document).encode())

    return fault


def resigned(portal_keys, change):
    """As :func:`rewritten`, but signed rightly: a portal that is wrong, not somebody in between."""

    def fault(forward):
        answer = forward()
        document = json.loads(answer.body)
        change(document)
        body = json.dumps(document).encode()
        signature = base64.b64encode(portal_keys.sign(body)).decode()
        return Response(answer.status, {**answer.headers, "vidbudova-signature": signature}, body)

    return fault


@pytest.fixture(scope="module")
def signing_key(portal):
    """The portal's own private key, to make answers that are signed and wrong."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key
    from sqlalchemy import select

    from portal import schema
    from portal.database import open_database

    database = open_database(portal.database)
    with database.reading() as connection:
        stored = connection.execute(select(schema.signing_key.c.private)).scalar_one()
    database.close()
    return load_der_private_key(stored, None)


def too_large_to_read(forward):
    forward()
    raise TransportError("transport.too_large", retryable=False, limit=1)


UNREADABLE = {
    "a web page": (lambda forward: (forward(), reply(HTML, 200, "text/html"))[1], "portal.web_page"),
    "not JSON": (lambda forward: (forward(), reply(b"\x00\x01", 200))[1], "portal.not_json"),
    "cut JSON": (lambda forward: (forward(), reply(b'{"batch":"', 200))[1], "portal.not_json"),
    "another document": (lambda forward: (forward(), reply({"hello": 1}))[1], "portal.breaks_contract"),
    "enormous": (too_large_to_read, "transport.too_large"),
    "changed on the way": (rewritten(lambda document: document["verdicts"].clear()), "portal.bad_signature"),
    "unsigned": (lambda forward: reply(forward().body), "portal.bad_signature"),
    "a redirect": (lambda forward: reply(b"", 302, location="https://login.example"), "portal.redirected"),
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


@pytest.mark.parametrize("change", [drop_verdict, double_verdict, foreign_verdict, other_batch, no_revision])
def test_missing_foreign_and_double_verdicts_are_no_answer_even_if_signed(country, signing_key, change):
    office = country.office()
    uuid = office.school()

    def meddle(request, forward):
        fault = resigned(signing_key, change)
        return fault(forward) if "/batches" in request.url else forward()

    report = office.sync(meddle=meddle)
    assert report.problem.code.startswith(("contract.", "portal.breaks_contract"))
    in_words(report.problem)
    with office.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid) is None
        assert outbox.next_unfinished(workspace) is not None
    is_whole_and_sendable(office, uuid)


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
        (reply(HTML, 511, "text/html"), "portal.web_page"),
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
    assert (report.problem.code, any(seen)) == ("transport.tls", False)
    in_words(report.problem)
    office.portal_url = right
    is_whole_and_sendable(office, uuid)


# --- changes that are none -------------------------------------------------------------------------------------------


def changed_page(change):
    def fault(forward):
        answer = forward()
        document = json.loads(answer.body)
        change(document)
        return Response(answer.status, answer.headers, json.dumps(document).encode())

    return fault


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page["items"][0]["record"].update(geom={"type": "Point", "coordinates": ["east", "north"]}),
        lambda page: page["items"][0]["record"].update(title_uk={"uk": "?"}),
        lambda page: page["items"][0]["record"].update(uuid="no"),
        lambda page: page["items"][0].update(revision=0),
        lambda page: page["items"].append(page["items"][0]),
        lambda page: page.pop("cursor"),
    ],
    ids=["geometry", "value", "identity", "revision", "double", "cursor"],
)
def test_a_page_that_breaks_the_contract_changes_nothing_and_may_come_again(country, change):
    anna, borys = country.pair()
    uuids = anna.schools(60)
    anna.synced()
    report = borys.sync(meddle=once(changed_page(change), "GET", "/changes"))
    assert report.problem.code == "portal.breaks_contract"
    in_words(report.problem)
    assert borys.records() == {}
    assert borys.synced().received == 60
    assert set(borys.records()) == set(uuids)


def test_what_a_newer_portal_sends_more_is_kept_and_never_sent(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()

    def newer(page):
        item = page["items"][0]
        item["record"]["colour"] = {"roof": "red"}
        other = {**item["record"], "uuid": "0b1d8c7e-6d0f-4b7e-9a50-0d9a3c1f2e11"}
        page["items"].append({**item, "type": "spaceship", "uuid": other["uuid"], "record": other})

    borys.synced(meddle=once(changed_page(newer), "GET", "/changes"))
    with borys.workspace() as workspace:
        assert base.get_base(workspace, "need", uuid).extra == {"colour": {"roof": "red"}}
        assert bookkeeping.unknown_parts(workspace) == {"spaceship", "need.colour"}
    borys.edit(uuid, priority=2)
    borys.sync(pull=False)
    with borys.workspace() as workspace:
        batch = outbox.get_batch(workspace, outbox.history(workspace)[0].batch)
        assert b"colour" not in batch.body


# --- this side -------------------------------------------------------------------------------------------------------


def test_a_full_disk_ends_the_run_in_words_and_what_was_there_stays(country):
    anna, borys = country.pair()
    anna.schools(300)
    anna.synced()
    uuid = borys.school()
    with borys.workspace() as workspace:
        pages = workspace.connection.value("PRAGMA page_count")
        workspace.connection.execute(f"PRAGMA max_page_count = {pages + 12}")
        *_, last = engine.sync(workspace, borys.client(), clock=borys.clock)
        assert last.report.problem.code == "store.disk_full"
        in_words(last.report.problem)
        assert workspace.get("need", uuid)
    assert borys.synced().received == 300
    anna.synced()
    assert borys.records() == anna.records()
    assert arrived(borys, uuid) == 1


def test_a_workspace_that_can_only_be_read_is_not_synced_and_says_so(country):
    office = country.office()
    office.school()
    with Workspace.open(office.folder, default_catalogue(), read_only=True) as workspace:
        client = office.client(lambda request, forward: forward())
        *_, last = engine.sync(workspace, client)
    assert last.report.problem.code == "store.read_only"
    assert last.report.waiting == 1
    in_words(last.report.problem)
    assert client._transport.asked == []


def test_a_workspace_of_a_newer_plugin_is_not_synced_and_says_so(country):
    office = country.office()
    office.school()
    with office.workspace() as workspace:
        workspace.connection.execute(
            "INSERT INTO vidbudova_migration (migration_set, name, applied_at) VALUES ('workspace', 'of 2031', '')"
        )
    report = office.sync()
    assert report.problem.code == "store.newer_workspace"
    in_words(report.problem)


def test_two_engines_never_run_on_one_workspace(country):
    office = country.office()
    uuid = office.school()
    with EngineLock(office.folder):
        report = office.sync()
    assert report.problem.code == "store.locked_by_other_engine"
    in_words(report.problem)
    is_whole_and_sendable(office, uuid)


def test_cancelling_stops_between_two_requests_and_loses_nothing(country):
    office = country.office()
    uuids = [office.school() for _ in range(3)]
    stop = threading.Event()

    def meddle(request, forward):
        answer = forward()
        if request.method == "POST":
            stop.set()
        return answer

    report = office.sync(meddle=meddle, cancel=stop)
    assert (report.cancelled, report.problem, report.accepted, report.waiting) == (True, None, 3, 0)
    assert office.synced().sent == 0
    assert [arrived(office, uuid) for uuid in uuids] == [1, 1, 1]


def test_capture_triggers_that_another_program_dropped_are_put_back_and_what_they_missed_is_sent(country):
    office = country.office()
    uuid = office.school()
    office.synced()
    with office.workspace() as workspace:
        names = workspace.connection.rows(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'vidbudova_capture_need%'"
        )
        for (name,) in names:
            workspace.connection.execute(f'DROP TRIGGER "{name}"')
        workspace.connection.execute("UPDATE need SET priority = 4 WHERE uuid = ?", (uuid,))
        run = list(engine.sync(workspace, office.client(), clock=office.clock))
        assert run[-1].report.accepted == 1
        assert audit.triggers_present(workspace)
        (repaired,) = [event for event in run if isinstance(event, events.Repaired)]
        assert "need" in repaired.types
        assert repaired.found == 1
    assert arrived(office, uuid) == 2


def test_an_answer_is_kept_as_it_was_signed(country):
    office = country.office()
    uuid = office.school()
    office.synced()
    with office.workspace() as workspace:
        (receipt,) = outbox.receipts(workspace, "need", uuid)
    again = office.client().get_batch(receipt.batch)
    assert (again.body, again.signature, again.kid) == (receipt.answer, receipt.signature, receipt.kid)
    assert verdicts.decode(receipt.answer).verdicts[0].verdict == "accepted"


def test_a_batch_whose_bytes_are_damaged_on_disk_is_told_and_nothing_else_is_sent(country):
    office = country.office()
    office.school()
    office.sync(meddle=always(never_arrives))
    with office.workspace() as workspace:
        workspace.connection.execute("UPDATE vidbudova_batch SET body = x'00'")
    report = office.sync()
    assert report.problem.code == "sync.batch_damaged"
    in_words(report.problem)
