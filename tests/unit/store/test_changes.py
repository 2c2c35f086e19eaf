"""What waits: found by journal, row and base; ordered so that parents precede children; forgotten once it is clean."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import base, journal, outbox
from plugin.store.bulk import CleanRecord, bulk_insert
from plugin.store.changes import dirty, local_change, reconcile_clean
from plugin.store.outbox import OutboxItem
from plugin.store.workspace import Workspace

from .conftest import POINT, make_clean, states

OTHER = {"type": "Point", "coordinates": [35.0, 49.0]}


def item(type_name: str, uuid: str, **more: Any) -> OutboxItem:
    return OutboxItem(**{"position": 0, "type": type_name, "uuid": uuid, "op": "create", "base": None, "journal_seq": 1,
                         "set_json": "{}", **more})  # fmt: skip


def test_each_state_is_told_by_row_and_base(ws: Workspace) -> None:
    kept, changed, deleted = (new_uuid() for _ in range(3))
    for uuid in (kept, changed, deleted):
        make_clean(ws, "need", {"uuid": uuid, "title_uk": "Школа", "geom": POINT}, revision=4)
    ws.update("need", changed, {"title_uk": "Ліцей", "geom": OTHER})
    ws.delete("need", deleted)
    created = ws.insert("need", {"title_uk": "Нова"})
    gone = ws.insert("need", {"title_uk": "Помилка"})
    ws.delete("need", gone)
    found = {change.uuid: change for change in dirty(ws)}
    assert {uuid: change.state for uuid, change in found.items()} == {
        changed: "changed", deleted: "deleted", created: "created", gone: "created_deleted"
    }  # fmt: skip
    one = found[changed]
    assert one.base == {"uuid": changed, "title_uk": "Школа", "geom": POINT} and one.base_revision == 4
    assert one.mine == {"uuid": changed, "title_uk": "Ліцей", "geom": OTHER}
    assert one.fid == ws.fid("need", changed) and one.key == ("need", changed)
    assert found[deleted].mine is None and found[deleted].fid is None and found[deleted].base_revision == 4
    assert found[created].base is None and found[created].base_revision is None
    assert {change.journal_seq for change in found.values()} == {journal.last_seq(ws)}


def test_an_edit_taken_back_does_not_wait(ws: Workspace) -> None:
    uuid = new_uuid()
    make_clean(ws, "need", {"uuid": uuid, "title_uk": "Школа", "cost_amount": "0.30"})
    ws.update("need", uuid, {"title_uk": "Ліцей", "cost_amount": "5.00"})
    ws.update("need", uuid, {"title_uk": "Школа", "cost_amount": "0.30"})
    assert dirty(ws) == [] and local_change(ws, "need", uuid) is None


def test_a_difference_in_spelling_that_the_wire_form_folds_is_none(ws: Workspace) -> None:
    uuid = new_uuid()
    make_clean(ws, "need", {"uuid": uuid, "title_uk": "Кам’янка", "captured_at": "2026-09-01T07:00:00Z"})
    ws.connection.execute(
        "UPDATE need SET title_uk = ' Кам''янка ', captured_at = '2026-09-01T10:00:00+03:00', title_en = ''"
    )
    assert dirty(ws) == []


def test_parents_come_before_children_and_deletions_last_children_first(ws: Workspace) -> None:
    doomed = new_uuid()
    make_clean(ws, "project", {"uuid": doomed, "title_uk": "Старий"})
    make_clean(ws, "funding", {"uuid": new_uuid(), "project_uuid": doomed})
    make_clean(ws, "attachment", {"uuid": new_uuid(), "parent_type": "project", "parent_uuid": doomed})
    project = new_uuid()
    ws.insert("attachment", {"parent_type": "project", "parent_uuid": project})
    ws.insert("project_location", {"project_uuid": project, "geom": POINT})
    ws.insert("project", {"uuid": project, "title_uk": "Новий"})
    ws.delete("project", doomed)
    assert [(change.type, change.state) for change in dirty(ws)] == [
        ("project", "created"), ("project_location", "created"), ("attachment", "created"),
        ("attachment", "deleted"), ("funding", "deleted"), ("project", "deleted"),
    ]  # fmt: skip


def test_deleting_takes_along_what_hangs_off_children_first(ws: Workspace) -> None:
    need, project = ws.insert("need", {}), ws.insert("project", {})
    link = ws.insert("need_project", {"need_uuid": need, "project_uuid": project})
    place = ws.insert("project_location", {"project_uuid": project})
    photo = ws.insert("attachment", {"parent_type": "project_location", "parent_uuid": place})
    foreign_photo = ws.insert("attachment", {"parent_type": "need", "parent_uuid": project})
    assert set(ws.children("project", project)) == {("need_project", link), ("project_location", place)}
    gone = ws.delete("project", project)
    assert gone[-1] == ("project", project)
    assert gone.index(("project_location", place)) > gone.index(("attachment", photo)) if len(gone) > 3 else True
    assert ("need_project", link) in gone and ws.get("need", need) is not None
    assert ws.get("attachment", foreign_photo) is not None


def test_a_page_at_a_time_gives_the_same_as_all_at_once(ws: Workspace) -> None:
    for number in range(23):
        uuid = new_uuid()
        make_clean(ws, "need", {"uuid": uuid, "title_uk": str(number)})
        (ws.delete if number % 3 else lambda name, key: ws.update(name, key, {"title_uk": "x"}))("need", uuid)
        ws.insert("project", {"title_uk": str(number)})
    whole = [change.key for change in dirty(ws)]
    assert len(whole) == 46
    pages, after = [], None
    while page := dirty(ws, limit=7, after=after):
        pages += [change.key for change in page]
        after = page[-1]
    assert pages == whole
    skip = set(whole[::2])
    assert [change.key for change in dirty(ws, skip=skip)] == whole[1::2]
    assert [change.key for change in dirty(ws, limit=3, skip=skip)] == whole[1:7:2]


def test_more_entries_than_fit_one_page_of_the_journal_are_all_seen_once(ws: Workspace) -> None:
    with ws.transaction():
        uuids = [ws.insert("project", {"title_uk": str(number)}) for number in range(2500)]
        for uuid in uuids[::2]:
            ws.update("project", uuid, {"title_uk": "x"})
    assert [change.uuid for change in dirty(ws)] == uuids
    assert reconcile_clean(ws) == 0
    assert [change.uuid for change in dirty(ws)] == uuids


def test_what_was_acknowledged_is_forgotten_and_what_was_edited_meanwhile_is_not(ws: Workspace) -> None:
    acknowledged, edited = ws.insert("need", {"title_uk": "А"}), ws.insert("need", {"title_uk": "Б"})
    frozen = {change.uuid: change.mine for change in dirty(ws)}
    ws.update("need", edited, {"title_uk": "В"})
    with ws.applying():
        for uuid in (acknowledged, edited):
            mine = frozen[uuid]
            assert mine is not None
            base.set_base(ws, "need", uuid, 1, "0" * 64, mine)
        assert reconcile_clean(ws, [("need", acknowledged), ("need", edited)]) == 1
    assert states(ws) == {edited: "changed"}
    assert journal.count_waiting(ws) == 1
    assert ws.connection.value("SELECT count(*) FROM vidbudova_old_need") == 1


def test_what_is_in_flight_is_not_forgotten_though_it_equals_its_base(ws: Workspace) -> None:
    uuid = new_uuid()
    make_clean(ws, "need", {"uuid": uuid, "title_uk": "Школа"})
    ws.update("need", uuid, {"title_uk": "Ліцей"})
    outbox.put(ws, "b1", b"{}", [item("need", uuid, op="change", base=1)])
    ws.update("need", uuid, {"title_uk": "Школа"})
    assert reconcile_clean(ws) == 0
    with ws.applying():  # the portal took "Ліцей"; taking it back is a change now
        base.set_base(ws, "need", uuid, 2, "0" * 64, {"uuid": uuid, "title_uk": "Ліцей"})
        outbox.acknowledge(ws, "b1", b"", None, None, {("need", uuid): "accepted"})
        reconcile_clean(ws, [("need", uuid)])
    assert states(ws) == {uuid: "changed"}


def test_created_and_deleted_records_are_forgotten(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    ws.delete("need", uuid)
    assert reconcile_clean(ws) == 1
    assert dirty(ws) == [] and journal.count_waiting(ws) == 0


def test_edits_after_a_moment_are_told(ws: Workspace) -> None:
    uuid, other = ws.insert("need", {"title_uk": "А"}), ws.insert("need", {"title_uk": "Б"})
    seq = journal.last_seq(ws)
    assert not journal.edited_after(ws, "need", uuid, seq)
    ws.update("need", other, {"title_uk": "В"})
    assert not journal.edited_after(ws, "need", uuid, seq)
    ws.update("need", uuid, {"title_uk": "В"})
    assert journal.edited_after(ws, "need", uuid, seq)
    seq = journal.last_seq(ws)
    ws.delete("need", uuid)
    assert journal.edited_after(ws, "need", uuid, seq)


def test_the_cost_follows_the_number_of_edits_not_of_records(ws: Workspace) -> None:
    def looked_at() -> int:
        """Steps of SQLite's machine: exact, where time is not."""
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        ws.connection.set_progress_handler(step, 10)
        dirty(ws)
        ws.connection.set_progress_handler(None, 0)
        return steps

    uuids = [new_uuid() for _ in range(20)]
    for uuid in uuids:
        make_clean(ws, "need", {"uuid": uuid, "title_uk": "Школа"})
        ws.update("need", uuid, {"title_uk": "Ліцей"})
    among_few = looked_at()
    with ws.applying():
        bulk_insert(ws, "need", (CleanRecord(new_uuid(), 1, "0" * 64, {"title_uk": "Інша"}) for _ in range(5000)))
    assert looked_at() < among_few * 1.5
    for uuid in uuids[5:]:
        ws.update("need", uuid, {"title_uk": "Школа"})
    reconcile_clean(ws)
    assert looked_at() < among_few


class Model:
    """What a workspace should say waits, kept in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.bases: dict[str, str] = {}

    def states(self) -> dict[str, str]:
        found = {uuid: "changed" for uuid, title in self.rows.items() if self.bases.get(uuid, title) != title}
        found |= {uuid: "created" for uuid in self.rows if uuid not in self.bases}
        return found | {uuid: "deleted" for uuid in self.bases if uuid not in self.rows}


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert", "update", "delete", "return", "sync one", "sync all", "reconcile", "pull", "remove"]
        ),
        st.integers(0, 5),
        st.sampled_from(["Школа", "Ліцей", "Міст"]),
    ),
    max_size=25,
)


@given(steps)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_sequence_of_edits_and_syncs_leaves_exactly_waiting_what_differs(
    ws: Workspace, script: list[tuple[str, int, str]]
) -> None:
    uuids = [new_uuid() for _ in range(6)]
    model = Model()

    def acknowledge(uuid: str) -> None:
        with ws.applying():
            if uuid in model.rows:
                model.bases[uuid] = model.rows[uuid]
                record = {"uuid": uuid, "title_uk": model.rows[uuid]}
                base.set_base(ws, "need", uuid, int(time.time()), "0" * 64, record)
            else:
                model.bases.pop(uuid, None)
                base.drop_base(ws, "need", uuid)
            reconcile_clean(ws, [("need", uuid)])

    try:
        for action, number, title in script:
            uuid = uuids[number]
            if action in ("insert", "return") and uuid not in model.rows:
                ws.insert("need", {"uuid": uuid, "title_uk": title})
                model.rows[uuid] = title
            elif action == "update" and uuid in model.rows:
                ws.update("need", uuid, {"title_uk": title})
                model.rows[uuid] = title
            elif action == "delete" and uuid in model.rows:
                ws.delete("need", uuid)
                del model.rows[uuid]
            elif action == "sync one":
                acknowledge(uuid)
            elif action == "sync all":
                for one in uuids:
                    acknowledge(one)
            elif action == "reconcile":
                reconcile_clean(ws)
            elif action == "pull" and model.rows.get(uuid) == model.bases.get(uuid):
                with ws.applying():
                    base.write_row(ws, "need", uuid, {"uuid": uuid, "title_uk": title})
                    base.set_base(ws, "need", uuid, int(time.time()), "0" * 64, {"uuid": uuid, "title_uk": title})
                model.rows[uuid] = model.bases[uuid] = title
            elif action == "remove" and uuid in model.rows and model.rows[uuid] == model.bases.get(uuid):
                with ws.applying():
                    base.remove_row(ws, "need", uuid)
                    base.drop_base(ws, "need", uuid)
                del model.rows[uuid], model.bases[uuid]
            found = {uuid: state for uuid, state in states(ws).items() if state != "created_deleted"}
            assert found == model.states()
            assert {record["uuid"]: record["title_uk"] for record in ws.records("need")} == model.rows
            assert journal.count_waiting(ws) >= len(found)
    finally:
        for uuid in uuids:
            if ws.get("need", uuid):
                ws.delete("need", uuid)
            base.drop_base(ws, "need", uuid)
        reconcile_clean(ws)
        assert journal.count_waiting(ws) == 0


@pytest.mark.parametrize("call", ["get", "insert", "fid", "records"])
def test_an_unknown_record_type_is_named(ws: Workspace, call: str) -> None:
    with pytest.raises(StoreError) as caught:
        result = getattr(ws, call)("programma", *([{}] if call == "insert" else [] if call == "records" else ["x"]))
        list(result)
    assert caught.value.code == "store.unknown_type"


def test_records_are_found_by_the_values_of_their_fields(ws: Workspace) -> None:
    project = ws.insert("project", {"title_uk": "Ліцей"})
    first = ws.insert("funding", {"project_uuid": project, "amount_spent": "10.50"})
    ws.insert("funding", {"project_uuid": new_uuid(), "amount_spent": "10.50"})
    blank = ws.insert("funding", {"project_uuid": project})
    found = [record["uuid"] for record in ws.records("funding", {"project_uuid": project})]
    assert found == [first, blank]
    assert [record["uuid"] for record in ws.records("funding", {"project_uuid": project, "amount_spent": "10.50"})] == [
        first
    ]
    assert [record["uuid"] for record in ws.records("funding", {"project_uuid": project, "amount_spent": None})] == [
        blank
    ]


def test_editing_what_is_not_there_and_adding_what_is_are_refused(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    for call, code in (
        (lambda: ws.insert("need", {"uuid": uuid}), "store.uuid_taken"),
        (lambda: ws.update("need", new_uuid(), {"title_uk": "x"}), "store.no_such_record"),
        (lambda: ws.delete("need", new_uuid()), "store.no_such_record"),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == code and caught.value.describe("uk") and caught.value.describe("en")
    ws.update("need", uuid, {"uuid": new_uuid(), "title_uk": "Ліцей"})
    assert ws.get("need", uuid) == {"uuid": uuid, "title_uk": "Ліцей"}
