"""Bundles: what a field worker exports, an office opens and passes on, and what her own sync does afterwards."""

from __future__ import annotations

import itertools
import json

import pytest

from plugin.errors import ExchangeError, PortalError, StoreError, TransportError
from plugin.store import base, conflicts, history, outbox, relay, states, steps
from plugin.sync import events, receipts

from .carrying import export, take_in
from .offices import IN_LVIV, KHARKIV, LVIV, PLACE

_numbers = itertools.count(50_000_000)


@pytest.fixture
def three(country):
    """A field worker, the office of her organisation, and a colleague; all have been in contact once."""
    edrpou = f"{next(_numbers):08d}"
    people = [country.office(edrpou) for _ in range(3)]
    for one in people:
        one.synced()
    return people


def on_portal(office) -> dict[str, dict]:
    """What the portal has, as an office sees it that has nothing of its own."""
    assert office.sync().problem is None
    with office.workspace() as workspace:
        return {record["uuid"]: record for record in workspace.records("need")}


def revision(office, uuid):
    with office.workspace() as workspace:
        found = base.get_base(workspace, "need", uuid)
        return None if found is None else found.revision


def state(office, uuid):
    with office.workspace() as workspace:
        return states.sync_state(workspace, "need", uuid)


def bundles(office):
    with office.workspace() as workspace:
        return relay.list_bundles(workspace)


def test_an_edit_reaches_the_portal_through_the_office_and_its_author_syncing_later_doubles_nothing(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school(description="Дах")
    done = export(anna, tmp_path / "тиждень.vidbudova")
    assert (done.records, done.new, done.again, done.left) == (1, 1, 0, 0)
    assert state(anna, uuid) == "sending"
    taken = take_in(office, tmp_path / "тиждень.vidbudova")
    assert (taken.preview.records, taken.shown) == (1, 1)
    report = office.synced()
    assert (report.relayed, report.sent, report.conflicts) == (1, 0, 0)
    assert office.get(uuid) == anna.get(uuid) == on_portal(colleague)[uuid]
    report = anna.synced()
    assert (report.accepted, report.conflicts) == (1, 0)
    assert revision(anna, uuid) == revision(office, uuid) == revision(colleague, uuid) == 1
    assert office.synced().relayed == 0


def test_what_a_bundle_brings_is_seen_at_once_and_is_nobodys_edit_here(three, tmp_path):
    anna, office, _ = three
    old = anna.school(title_uk="Стара школа")
    anna.synced()
    office.synced()
    uuid = anna.school()
    anna.edit(old, title_uk="Новий ліцей")
    gone = anna.school(title_uk="Тимчасова")
    export(anna, tmp_path / "1.vidbudova")
    anna.remove(gone)
    export(anna, tmp_path / "2.vidbudova")
    assert take_in(office, tmp_path / "2.vidbudova").shown == 4
    assert office.title(old) == "Новий ліцей" and office.title(uuid) == "Школа №12" and office.get(gone) is None
    assert state(office, old) == state(office, uuid) == "sending"
    with office.workspace() as workspace:
        assert workspace.connection.value("SELECT count(*) FROM vidbudova_journal WHERE type <> ''") == 0
    report = office.synced()
    assert (report.relayed, report.sent) == (4, 0)
    assert on_portal(three[2]).keys() == {old, uuid}


def test_what_was_passed_on_has_a_receipt_and_a_line_of_history_in_the_office(three, tmp_path):
    anna, office, _ = three
    uuid = anna.school(title_uk="Школа")
    anna.synced()
    office.synced()
    anna.edit(uuid, title_uk="Ліцей")
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    office.synced()
    with office.workspace() as workspace:
        newest = receipts.of_record(workspace, "need", uuid)[0]
        assert (newest.state, newest.verdict, newest.revision) == ("valid", "accepted", 2)
        line = history.entries(workspace, "need", uuid)[0]
        assert (line.revision, line.batch, line.author) == (
            2,
            newest.batch,
            relay.list_bundles(workspace)[0].author_name,
        )
        assert line.changes == {"title_uk": ("Школа", "Ліцей")}


def test_a_second_bundle_with_edits_of_records_in_the_first_does_not_conflict_with_its_author(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school(priority=1)
    export(anna, tmp_path / "понеділок.vidbudova")
    anna.edit(uuid, priority=4, description="Дах зірвано")
    second = anna.school(title_uk="Друга")
    done = export(anna, tmp_path / "середа.vidbudova")
    assert (done.batches, done.new, done.again) == (2, 2, 1)
    anna.edit(uuid, priority=5)
    anna.remove(second)
    assert export(anna, tmp_path / "п'ятниця.vidbudova").batches == 3
    for name in ("понеділок", "середа", "п'ятниця"):
        take_in(office, tmp_path / f"{name}.vidbudova")
    report = office.synced()
    assert (report.relayed, report.conflicts, report.refused) == (5, 0, 0)
    found = on_portal(colleague)
    assert found[uuid]["priority"] == 5 and found[uuid]["description"] == "Дах зірвано" and second not in found
    assert anna.synced().conflicts == 0
    assert anna.get(uuid) == office.get(uuid) == found[uuid]
    assert revision(anna, uuid) == 3


def test_an_edit_on_top_of_two_bundles_is_no_conflict_where_others_changed_other_fields(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    for one in (anna, office, colleague):
        one.synced()
    anna.edit(uuid, priority=3)
    export(anna, tmp_path / "1.vidbudova")
    anna.edit(uuid, title_uk="Ліцей")
    export(anna, tmp_path / "2.vidbudova")
    assert take_in(office, tmp_path / "2.vidbudova").shown == 2
    office.edit(uuid, title_uk="Ліцей №12")
    colleague.edit(uuid, address="вул. Шкільна, 1")
    colleague.synced()
    report = office.synced()
    assert (report.relayed, report.sent, report.open_conflicts) == (2, 1, 0)
    record = on_portal(colleague)[uuid]
    assert (record["priority"], record["title_uk"], record["address"]) == (3, "Ліцей №12", "вул. Шкільна, 1")
    assert office.get(uuid) == record


def test_an_older_bundle_opened_after_a_newer_one_changes_nothing(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school(priority=1)
    export(anna, tmp_path / "1.vidbudova")
    anna.edit(uuid, priority=2)
    export(anna, tmp_path / "2.vidbudova")
    take_in(office, tmp_path / "2.vidbudova")
    again = take_in(office, tmp_path / "1.vidbudova")
    assert again.number is None and again.preview.known == 1
    office.synced()
    assert take_in(office, tmp_path / "2.vidbudova").number is None
    assert office.synced().relayed == 0
    assert on_portal(colleague)[uuid]["priority"] == 2 and len(bundles(office)) == 1


def test_a_lost_stick_is_made_good_by_exporting_again(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    export(anna, tmp_path / "lost.vidbudova")
    done = export(anna, tmp_path / "again.vidbudova")
    assert (done.new, done.again) == (0, 1)
    take_in(office, tmp_path / "again.vidbudova")
    office.synced()
    assert uuid in on_portal(colleague)


def test_nothing_waiting_writes_no_file(three, tmp_path):
    anna = three[0]
    assert export(anna, tmp_path / "1.vidbudova") is None and not (tmp_path / "1.vidbudova").exists()


def test_the_author_who_syncs_first_leaves_nothing_to_the_office(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    anna.edit(uuid, priority=5)
    export(anna, tmp_path / "2.vidbudova")
    anna.synced()
    take_in(office, tmp_path / "2.vidbudova")
    report = office.synced()
    assert (report.relayed, report.conflicts) == (2, 0)
    assert revision(office, uuid) == revision(anna, uuid) == 2
    assert on_portal(colleague)[uuid] == anna.get(uuid)


def test_two_offices_that_open_one_bundle_do_no_more_than_one(three, tmp_path):
    anna, office, other = three
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    for one in (office, other):
        take_in(one, tmp_path / "1.vidbudova")
    office.synced()
    assert other.synced().relayed == 1
    assert revision(other, uuid) == revision(office, uuid) == 1


def test_ones_own_bundle_opened_at_home_does_nothing(three, tmp_path):
    anna = three[0]
    anna.school()
    export(anna, tmp_path / "1.vidbudova")
    taken = take_in(anna, tmp_path / "1.vidbudova")
    assert (taken.number, taken.preview.own) == (None, 1)


def test_an_edit_here_of_a_record_under_way_waits_and_goes_on_top(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school(description="Дах")
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    office.edit(uuid, priority=3)
    with office.workspace() as workspace:
        assert (("need", uuid)) in outbox.all_in_flight(workspace)
    report = office.synced()
    assert (report.relayed, report.accepted) == (1, 1)
    assert on_portal(colleague)[uuid]["priority"] == 3
    anna.synced()
    assert anna.get(uuid)["priority"] == 3 and anna.get(uuid)["description"] == "Дах"
    assert revision(anna, uuid) == 2


def test_a_record_with_own_edits_is_not_written_over_and_both_win(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    anna.synced()
    office.synced()
    office.edit(uuid, priority=3)
    anna.edit(uuid, description="Дах")
    export(anna, tmp_path / "1.vidbudova")
    assert take_in(office, tmp_path / "1.vidbudova").shown == 0
    assert "description" not in office.get(uuid)
    report = office.synced()
    assert (report.relayed, report.merged, report.conflicts) == (1, 1, 0)
    found = on_portal(colleague)[uuid]
    assert (found["priority"], found["description"]) == (3, "Дах") and office.get(uuid) == found


def test_what_the_portal_refuses_goes_back_here_and_is_told_under_its_bundle(country, tmp_path):
    edrpou = f"{next(_numbers):08d}"
    anna, colleague = country.office(edrpou), country.office(edrpou)
    office = country.office(edrpou, territory=(KHARKIV, LVIV))
    old = anna.school()
    anna.synced()
    office.synced()
    anna.edit(old, title_uk="Ліцей")
    colleague.sync()
    colleague.edit(old, title_uk="Гімназія")
    colleague.synced()
    bad = anna.school(katottg=IN_LVIV)  # the office may write there, its author may not
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    assert office.title(old) == "Ліцей" and office.get(bad) is not None
    report = office.sync()
    assert report.problem is None and report.relayed == 2
    told = {row.uuid: row for row in report.rows if row.outcome == "not_relayed"}
    assert old in told and (report.conflicts, report.open_conflicts) == (0, 0)
    assert office.title(old) == "Гімназія" and office.get(bad) is None
    with office.workspace() as workspace:
        assert conflicts.list_conflicts(workspace) == []
        found = {item.uuid: item for item in relay.items_of_bundle(workspace, 1, 10)}
    assert found[old].verdict == "conflict" and json.loads(found[old].told)["conflict"] == "field"
    assert bad in told and found[bad].verdict == "refused"
    anna.sync()
    with anna.workspace() as workspace:
        assert [one.key for one in conflicts.list_conflicts(workspace)] == [("need", old)]


def test_a_follow_up_of_what_came_to_nothing_waits_again_with_its_author(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school(title_uk="Школа")
    anna.synced()
    for one in (office, colleague):
        one.synced()
    colleague.edit(uuid, title_uk="Гімназія")
    colleague.synced()
    anna.edit(uuid, title_uk="Ліцей")
    export(anna, tmp_path / "1.vidbudova")
    anna.edit(uuid, priority=5)
    export(anna, tmp_path / "2.vidbudova")
    take_in(office, tmp_path / "2.vidbudova")
    office.sync()
    assert office.title(uuid) == "Гімназія" and "priority" not in office.get(uuid)
    report = anna.sync()
    assert (report.open_conflicts, report.open_refusals) == (1, 0)
    assert anna.get(uuid)["priority"] == 5


def test_an_import_is_undone_until_something_of_it_was_sent(three, tmp_path):
    anna, office, _ = three
    old = anna.school(title_uk="Стара")
    anna.synced()
    office.synced()
    anna.edit(old, title_uk="Нова")
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    with office.workspace() as workspace:
        step = steps.last(workspace)
        assert step is not None and step.kind == "import" and steps.hindrance(workspace, step) is None
        steps.undo_last(workspace)
    assert office.title(old) == "Стара" and office.get(uuid) is None and bundles(office) == []
    assert office.synced().relayed == 0
    assert take_in(office, tmp_path / "1.vidbudova").shown == 2
    office.synced()
    with office.workspace() as workspace:
        step = steps.last(workspace)
        if step is not None:
            assert steps.hindrance(workspace, step).code == "store.undo_sent"


def test_edits_on_top_of_an_import_stay_when_it_is_undone(three, tmp_path):
    anna, office, _ = three
    old = anna.school(title_uk="Стара")
    anna.synced()
    office.synced()
    anna.edit(old, title_uk="Нова")
    export(anna, tmp_path / "1.vidbudova")
    number = take_in(office, tmp_path / "1.vidbudova").number
    office.edit(old, priority=2)
    from plugin.store.relay_undo import take_back

    with office.workspace() as workspace, workspace.transaction():
        take_back(workspace, number)
    assert (office.title(old), office.get(old)["priority"]) == ("Стара", 2)
    report = office.synced()
    assert report.accepted == 1 and revision(office, old) == 2


def test_a_lost_answer_to_a_relay_is_asked_after(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    lost = []

    def lose(request, forward):
        answer = forward()
        if request.method == "POST" and "/batches" in request.url and not lost:
            lost.append(request)
            raise TransportError("transport.broken_off")
        return answer

    report = office.sync(meddle=lose)
    assert lost and report.problem is None and report.relayed == 1
    assert revision(office, uuid) == 1 and uuid in on_portal(colleague)


def test_an_office_without_a_network_keeps_what_it_opened(three, tmp_path):
    anna, office, colleague = three
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")

    def nothing(request, forward):
        raise TransportError("transport.no_connection")

    report = office.sync(meddle=nothing)
    assert report.problem.code == "transport.no_connection" and report.relays_waiting == 1 and not report.complete
    assert office.synced().relayed == 1 and uuid in on_portal(colleague)


def test_a_workspace_that_was_never_in_contact_says_what_to_do(country, tmp_path):
    anna = country.office()
    anna.school()
    with pytest.raises(ExchangeError) as caught:
        export(anna, tmp_path / "1.vidbudova")
    assert caught.value.code == "bundle.no_contact"
    with pytest.raises(ExchangeError) as caught:
        take_in(anna, tmp_path / "1.vidbudova")
    assert caught.value.code == "bundle.no_contact_here"


def test_a_bundle_for_another_portal_is_turned_away(three, tmp_path):
    anna, office, _ = three
    uuid = anna.school()
    export(anna, tmp_path / "1.vidbudova")
    with office.workspace() as workspace:
        workspace.set_meta("portal_id", "some-other-portal")
    with pytest.raises(ExchangeError) as caught:
        take_in(office, tmp_path / "1.vidbudova")
    assert caught.value.code == "bundle.other_portal" and office.get(uuid) is None


def test_while_a_sync_runs_nothing_is_exported_or_imported(three, tmp_path):
    from plugin.store.lock import EngineLock

    anna, office, _ = three
    anna.school()
    export(anna, tmp_path / "1.vidbudova")
    with EngineLock(office.folder), pytest.raises(StoreError) as caught:
        take_in(office, tmp_path / "1.vidbudova")
    assert caught.value.code == "store.locked_by_other_engine"


def test_a_child_whose_parent_is_in_somebody_elses_bundle_waits_for_it(three, tmp_path):
    anna, office, colleague = three
    parent = anna.add("project", title_uk="Ремонт", katottg=PLACE, workflow="draft", status="preparation")
    export(anna, tmp_path / "parent.vidbudova")
    take_in(colleague, tmp_path / "parent.vidbudova")
    child = colleague.add("funding", project_uuid=parent, currency="UAH", katottg=PLACE, workflow="draft")
    export(colleague, tmp_path / "child.vidbudova")
    take_in(office, tmp_path / "child.vidbudova")
    report = office.sync()
    assert report.problem is None and report.relays_waiting == 1
    take_in(office, tmp_path / "parent.vidbudova")
    report = office.synced()
    assert report.relayed == 2 and child in office.records("funding")
    assert colleague.sync().conflicts == 0


def test_a_token_that_opens_nothing_leaves_the_relays_where_they_are(three, tmp_path):
    anna, office, _ = three
    anna.school()
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    report = office.sync(client=office.client(token="wrong"))
    assert isinstance(report.problem, PortalError) and report.relays_waiting == 1
    assert office.synced().relayed == 1


def test_the_engine_tells_what_it_passes_on(three, tmp_path):
    anna, office, _ = three
    anna.school()
    export(anna, tmp_path / "1.vidbudova")
    take_in(office, tmp_path / "1.vidbudova")
    office.synced()
    assert [event.items for event in office.told(events.Relaying)] == [1]
    assert [event.stored for event in office.told(events.Relayed)] == [1]
