"""The last step can be taken back, whoever made it and whenever, until it was sent; and when not, it is said why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import base, conflicts, images, journal, outbox, pulls, step_words, steps
from plugin.store.changes import dirty, reconcile_clean
from plugin.store.workspace import Workspace

from .conftest import POINT, code_of, make_clean, rtree_is_right, states

UUID = "11111111-2222-4333-8444-555555555555"


def waiting(ws: Workspace) -> dict[str, str]:
    """What is to be sent, by uuid."""
    return {uuid: state for uuid, state in states(ws).items() if state != "created_deleted"}


def edit(ws: Workspace, uuid: str = UUID, **changes: Any) -> None:
    with steps.recording(ws, "edit"):
        ws.update("need", uuid, changes)


def why_not(ws: Workspace) -> str | None:
    """The code of what keeps the last step from being undone; the same that undoing raises."""
    step = steps.last(ws)
    assert step is not None
    found = steps.hindrance(ws, step)
    if found is None:
        return None
    before = ws.connection.rows("SELECT * FROM need")
    assert code_of(lambda: steps.undo_last(ws)) == found.code
    assert ws.connection.rows("SELECT * FROM need") == before
    return found.code


def freeze(ws: Workspace, uuid: str = UUID, batch: str = "b1") -> None:
    item = outbox.OutboxItem(0, "need", uuid, "change", 1, journal.last_seq(ws), "{}")
    outbox.put(ws, batch, b"{}", [item])


@pytest.fixture
def school(ws: Workspace) -> str:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "А", "geom": POINT})
    return UUID


def test_a_deletion_with_all_that_hung_off_it_is_taken_back(ws: Workspace) -> None:
    project = new_uuid()
    make_clean(ws, "project", {"uuid": project, "title_uk": "Ліцей"})
    place = ws.insert("project_location", {"project_uuid": project, "geom": POINT})
    before = [ws.get("project", project), ws.get("project_location", place), waiting(ws)]
    with steps.recording(ws, "delete", n=1, **step_words.describe(ws, ("project", project))):
        ws.delete("project", project)
    assert ws.get("project", project) is None
    step = steps.last(ws)
    assert step is not None and step.text(ws, "en") == "deletion (project “Ліцей”)"
    assert set(steps.undo_last(ws).records) == {("project", project), ("project_location", place)}
    assert [ws.get("project", project), ws.get("project_location", place), waiting(ws)] == before
    assert rtree_is_right(ws, "project_location")


def test_edits_and_additions_are_taken_back_newest_first(ws: Workspace, school: str) -> None:
    with steps.recording(ws, "edit"):
        ws.update("need", school, {"title_uk": "Б", "geom": None})
        ws.update("need", school, {"title_uk": "В"})
        added = ws.insert("need", {"title_uk": "Нова"})
    steps.undo_last(ws)
    assert ws.get("need", school) == {"uuid": school, "title_uk": "А", "geom": POINT}
    assert ws.get("need", added) is None
    assert waiting(ws) == {}
    assert rtree_is_right(ws)


def test_one_step_after_the_other_is_taken_back_also_after_a_restart(
    ws: Workspace, school: str, reopen: Callable[[], Workspace]
) -> None:
    for title in "БВГ":
        edit(ws, title_uk=title)
    ws.close()
    again = reopen()
    seen = []
    for _ in range(3):
        steps.undo_last(again)
        seen.append(again.get("need", school)["title_uk"])  # type: ignore[index]
    assert seen == ["В", "Б", "А"]
    assert waiting(again) == {}
    assert code_of(lambda: steps.undo_last(again)) == "store.undo_nothing"


def test_an_undone_edit_is_seen_by_a_batch_that_was_being_frozen(ws: Workspace, school: str) -> None:
    edit(ws, title_uk="Б")
    seen = dirty(ws)[0].journal_seq
    steps.undo_last(ws)
    assert journal.edited_after(ws, "need", school, seen)
    added = ws.insert("need", {"title_uk": "Нова"})
    seen = dirty(ws)[0].journal_seq
    steps.undo_last(ws)
    assert journal.edited_after(ws, "need", added, seen)


def test_numbers_of_the_journal_are_never_given_twice(ws: Workspace, school: str) -> None:
    edit(ws, title_uk="Б")
    before = journal.last_seq(ws)
    steps.undo_last(ws)
    assert journal.last_seq(ws) > before


def test_only_the_step_that_was_shown_is_undone(ws: Workspace, school: str) -> None:
    edit(ws, title_uk="Б")
    shown = steps.last(ws)
    assert shown is not None
    edit(ws, title_uk="В")
    assert code_of(lambda: steps.undo_last(ws, shown.id)) == "store.undo_other"


def test_what_another_program_wrote_is_a_step_of_its_own(ws: Workspace, school: str, other: sqlite3.Connection) -> None:
    edit(ws, title_uk="Б")
    other.execute("UPDATE need SET priority = 4 WHERE uuid = ?", (school,))
    other.execute("INSERT INTO need (title_uk) VALUES ('Чужа')")
    step = steps.last(ws)
    assert step is not None and (step.kind, step.params["n"]) == ("outside", 2)
    assert step.text(ws, "uk") == "зміна поза формами (2 записи)"
    steps.undo_last(ws)
    assert [record["title_uk"] for record in ws.records("need")] == ["Б"]
    steps.undo_last(ws)
    assert ws.get("need", school) == {"uuid": school, "title_uk": "А", "geom": POINT}


def test_what_another_program_wrote_before_a_step_stays_apart_from_it(
    ws: Workspace, school: str, other: sqlite3.Connection
) -> None:
    other.execute("UPDATE need SET priority = 4 WHERE uuid = ?", (school,))
    edit(ws, title_uk="Б")
    steps.undo_last(ws)
    record = ws.get("need", school)
    assert record is not None and (record["title_uk"], record["priority"]) == ("А", 4)


def test_a_row_written_with_replace_cannot_be_taken_back(ws: Workspace, school: str, other: sqlite3.Connection) -> None:
    fid = ws.fid("need", school)
    other.execute("REPLACE INTO need (fid, uuid, title_uk) VALUES (?, ?, 'Б')", (fid, school))
    assert why_not(ws) == "store.undo_replaced"


@pytest.mark.parametrize("end", ["pending", "sending", "accepted"])
def test_what_was_frozen_cannot_be_taken_back(ws: Workspace, school: str, end: str) -> None:
    edit(ws, title_uk="Б")
    freeze(ws)
    if end != "pending":
        outbox.mark_sending(ws, "b1")
    if end == "accepted":
        outbox.acknowledge(ws, "b1", b"", None, None, {("need", school): "accepted"})
    assert why_not(ws) == "store.undo_sent"


@pytest.mark.parametrize("verdict", ["refused", "held", "conflict", None])
def test_what_the_portal_did_not_take_can_be_taken_back(ws: Workspace, school: str, verdict: str | None) -> None:
    edit(ws, title_uk="Б")
    freeze(ws)
    if verdict is None:
        outbox.mark_void(ws, "b1")
    else:
        outbox.acknowledge(ws, "b1", b"", None, None, {("need", school): verdict})
    assert why_not(ws) is None
    steps.undo_last(ws)
    assert waiting(ws) == {}


def test_another_record_that_was_sent_is_no_hindrance(ws: Workspace, school: str) -> None:
    other = ws.insert("need", {"title_uk": "Чужа"})
    edit(ws, title_uk="Б")
    freeze(ws, other)
    assert why_not(ws) is None


def test_what_became_equal_to_the_portals_cannot_be_taken_back(ws: Workspace, school: str) -> None:
    edit(ws, title_uk="Б")
    with ws.applying():
        base.set_base(ws, "need", school, 2, "1" * 64, {"uuid": school, "title_uk": "Б", "geom": POINT})
    reconcile_clean(ws)
    assert why_not(ws) == "store.undo_gone"


def test_an_edit_under_which_others_changes_came_in_is_taken_back_only_where_they_can_be_told_apart(
    ws: Workspace, school: str
) -> None:
    def receive(**values: Any) -> None:
        record = {"uuid": school, "title_uk": "А", "geom": POINT, **values}
        with ws.applying():
            base.write_row(ws, "need", school, {**record, "description": "моє"})
            base.set_base(ws, "need", school, 2, "1" * 64, record)
            pulls.put_pull(ws, "c", 1, 1)

    edit(ws, description="моє")
    receive(priority=5)
    assert why_not(ws) == "store.undo_received"
    edit(ws, title_uk="Б")
    assert why_not(ws) is None
    steps.undo_last(ws)
    record = ws.get("need", school)
    assert record is not None and (record["title_uk"], record["priority"]) == ("А", 5)


def test_what_came_with_the_answer_to_an_earlier_batch_is_not_taken_back(ws: Workspace, school: str) -> None:
    edit(ws, title_uk="Б")
    freeze(ws)
    outbox.mark_sending(ws, "b1")
    edit(ws, description="ще")
    record = {"uuid": school, "title_uk": "Б", "geom": POINT, "priority": 5}
    with ws.applying():
        base.write_row(ws, "need", school, {**record, "description": "ще"})
        base.set_base(ws, "need", school, 2, "1" * 64, record)
        outbox.acknowledge(ws, "b1", b"", None, None, {("need", school): "merged"})
    assert why_not(ws) == "store.undo_received"


def test_what_others_wrote_before_a_page_came_is_noticed_after_it_and_does_not_take_the_page_back(
    ws: Workspace, school: str, other: sqlite3.Connection
) -> None:
    edit(ws, description="А")
    other.execute("UPDATE need SET description = 'чуже' WHERE uuid = ?", (school,))
    record = {"uuid": school, "title_uk": "А", "geom": POINT, "priority": 5}
    with ws.applying():
        base.write_row(ws, "need", school, {**record, "description": "чуже"})
        base.set_base(ws, "need", school, 2, "1" * 64, record)
        pulls.put_pull(ws, "c", 1, 1)
    assert why_not(ws) == "store.undo_received"


def test_a_deletion_whose_number_was_taken_since_cannot_be_taken_back(ws: Workspace, school: str) -> None:
    with steps.recording(ws, "delete"):
        ws.delete("need", school)
    step = steps.last(ws)
    assert step is not None
    with ws.applying():
        ws.connection.execute("INSERT INTO need (fid, uuid, title_uk) VALUES (1, ?, 'Інша')", (new_uuid(),))
    assert code_of(lambda: steps.undo_last(ws)) == "store.undo_edited"
    assert [record["title_uk"] for record in ws.records("need")] == ["Інша"]


def test_a_step_with_images_puts_row_base_and_conflict_back(ws: Workspace, school: str) -> None:
    conflicts.put_conflict(ws, "need", school, "field", ["title_uk"], {"uuid": school, "title_uk": "В"}, 2, "Б", "t")
    ws.update("need", school, {"title_uk": "Б"})
    before, was = images.take(ws, "need", school), waiting(ws)
    with steps.recording(ws, "resolve") as made:
        made.before.append(before)
        base.set_base(ws, "need", school, 2, "1" * 64, {"uuid": school, "title_uk": "В"})
        ws.update("need", school, {"title_uk": "В", "geom": None})
        conflicts.clear_conflict(ws, "need", school)
    reconcile_clean(ws)
    assert waiting(ws) == {}
    steps.undo_last(ws)
    assert images.take(ws, "need", school) == before
    assert waiting(ws) == was
    assert rtree_is_right(ws)


def test_a_step_with_images_is_not_undone_over_later_edits(ws: Workspace, school: str) -> None:
    with steps.recording(ws, "resolve") as made:
        made.before.append(images.take(ws, "need", school))
        ws.update("need", school, {"title_uk": "В"})
    with ws.applying():
        base.write_row(ws, "need", school, {"uuid": school, "title_uk": "Г"})
    assert why_not(ws) == "store.undo_edited"


def test_the_stack_is_bounded(ws: Workspace, school: str) -> None:
    for number in range(steps.MOST + 5):
        edit(ws, title_uk=f"{number}")
    assert ws.connection.value("SELECT count(*) FROM vidbudova_step") == steps.MOST
    for _ in range(steps.MOST):
        steps.undo_last(ws)
    assert code_of(lambda: steps.undo_last(ws)) == "store.undo_nothing"
    assert ws.get("need", school)["title_uk"] == "4"  # type: ignore[index]


def test_a_transaction_that_changed_nothing_is_no_step(ws: Workspace) -> None:
    with steps.recording(ws, "edit"):
        pass
    assert steps.last(ws) is None


def test_a_step_that_fails_leaves_nothing(ws: Workspace, school: str) -> None:
    with pytest.raises(StoreError), steps.recording(ws, "edit"):
        ws.update("need", school, {"title_uk": "Б"})
        ws.update("need", new_uuid(), {"title_uk": "Б"})
    assert steps.last(ws) is None and waiting(ws) == {}


def test_a_kind_of_its_own_is_undone_by_whoever_registered_it(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_KINDS", {})
    done: list[Any] = []

    def go_back(_ws: Workspace, step: steps.Step) -> list[tuple[str, str]]:
        done.append(dict(step.payload or {}))
        return []

    steps.register("import", lambda _ws, _step: None, go_back)
    with ws.transaction():
        steps.put(ws, "import", {"n": 7}, journal.last_seq(ws) + 1, payload={"bundle": "x"})
    step = steps.last(ws)
    assert step is not None and step.text(ws, "en") == "import (7 records)"
    steps.undo_last(ws)
    assert done == [{"bundle": "x"}]
