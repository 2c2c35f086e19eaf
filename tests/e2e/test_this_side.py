"""Trouble on this side: another engine, a full disk, dropped triggers, a cancelled run, damaged bytes."""

from __future__ import annotations

import threading

import pytest

from plugin.contract import verdict as verdicts
from plugin.records.catalogue import default_catalogue
from plugin.store import audit, outbox
from plugin.store.lock import EngineLock
from plugin.store.workspace import Workspace
from plugin.sync import engine, events

from .trouble import arrived, in_words, is_whole_and_sendable, lost, never_arrives


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


@pytest.mark.parametrize("fault", [lost, never_arrives], ids=["arrived", "never arrived"])
def test_a_batch_whose_bytes_are_damaged_on_disk_is_asked_for_and_what_did_not_arrive_goes_into_a_new_one(
    country, fault
):
    office = country.office()
    uuid = office.school()
    office.sync(meddle=lambda request, forward: fault(forward) if "/batches" in request.url else forward())
    with office.workspace() as workspace:
        workspace.connection.execute("UPDATE vidbudova_batch SET body = x'00'")
    office.edit(uuid, priority=3)
    assert office.synced().waiting == 0
    (problem,) = office.told(events.Problem)
    assert (problem.problem.code, problem.final) == ("sync.batch_damaged", False)
    in_words(problem.problem)
    assert arrived(office, uuid) == (2 if fault is lost else 1)
    assert office.synced().sent == 0
