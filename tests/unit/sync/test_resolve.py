"""What becomes of row, base and conflict when a person settles it, kind by kind and side by side; and back again."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.contract.jcs import content_hash
from plugin.store import base, conflicts, journal, outbox, refusals, steps
from plugin.store.workspace import Workspace
from plugin.sync.conflict_view import WHOLE, composed, findings, view
from plugin.sync.resolve import Choice, resolve

from .disputes import BEFORE, CHILD, MINE, PORTAL, THERE, UUID, both_changed, clash, clean, code, sent, snapshot

# --- fields --------------------------------------------------------------------------------------------------------


def test_a_field_shows_before_mine_and_the_portals_with_who_and_when(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б", "description": "моє"}, {"title_uk": "В", "priority": 5})
    seen = view(ws, "need", UUID)
    (row,) = seen.rows
    assert (row.name, row.before, row.mine, row.theirs) == (
        "title_uk", {"title_uk": "А"}, {"title_uk": "Б"}, {"title_uk": "В"},
    )  # fmt: skip
    assert (seen.situation, seen.conflict.author, seen.conflict.at) == ("fields", "Борис", "2026-11-20T10:00:00Z")


def test_mine_is_sent_from_the_portals_revision_and_what_only_others_changed_is_taken(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б", "description": "моє"}, {"title_uk": "В", "priority": 5})
    assert resolve(ws, "need", UUID, MINE) == "sends"
    assert ws.get("need", UUID) == {**BEFORE, "title_uk": "Б", "description": "моє", "priority": 5}
    assert base.get_base(ws, "need", UUID).record == {**BEFORE, "title_uk": "В", "priority": 5}
    assert sent(ws) == {("need", UUID): ("change", 2, {"title_uk": "Б", "description": "моє"})}
    assert conflicts.list_conflicts(ws) == []


def test_the_portals_leaves_only_what_was_not_in_question_to_be_sent(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б", "description": "моє"}, {"title_uk": "В"})
    assert resolve(ws, "need", UUID, PORTAL) == "sends"
    assert ws.get("need", UUID)["title_uk"] == "В"
    assert sent(ws) == {("need", UUID): ("change", 2, {"description": "моє"})}


def test_where_nothing_differs_afterwards_the_record_is_clean(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    assert resolve(ws, "need", UUID, PORTAL) == "equal"
    assert sent(ws) == {}
    known = base.get_base(ws, "need", UUID)
    assert (known.revision, known.hash) == (2, content_hash({**BEFORE, "title_uk": "В"}))


def test_a_field_is_cleared_where_the_side_taken_has_none(ws: Workspace) -> None:
    both_changed(ws, {"priority": 5}, {"priority": None}, fields=("priority",))
    resolve(ws, "need", UUID, PORTAL)
    assert "priority" not in ws.get("need", UUID) and sent(ws) == {}


def test_each_field_is_chosen_for_itself(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б", "priority": 2}, {"title_uk": "В", "priority": 3})
    assert [row.name for row in view(ws, "need", UUID).rows] == ["title_uk", "priority"]
    resolve(ws, "need", UUID, Choice({"title_uk": "portal", "priority": "mine"}))
    assert sent(ws) == {("need", UUID): ("change", 2, {"priority": 2})}
    assert ws.get("need", UUID)["title_uk"] == "В"


def test_fields_that_mean_one_thing_are_one_row_and_are_chosen_by_any_of_their_names(ws: Workspace) -> None:
    both_changed(ws, {"cost_amount": "5.00"}, {"cost_currency": "EUR"}, fields=("cost_amount", "cost_currency"))
    (row,) = view(ws, "need", UUID).rows
    assert row.fields == ("cost_amount", "cost_currency", "cost_basis")
    assert row.differing == ("cost_amount", "cost_currency")
    resolve(ws, "need", UUID, Choice({"cost_currency": "portal"}))
    record = ws.get("need", UUID)
    assert (record["cost_amount"], record["cost_currency"]) == ("1.00", "EUR")


def test_places_are_shown_with_both_geometries(ws: Workspace) -> None:
    both_changed(ws, {"geom": THERE}, {"geom": {"type": "Point", "coordinates": [36.0, 49.0]}}, fields=("geom",))
    (row,) = view(ws, "need", UUID).rows
    assert (row.name, row.mine["geom"], row.theirs["geom"]["coordinates"]) == ("geom", THERE, [36.0, 49.0])
    resolve(ws, "need", UUID, PORTAL)
    assert ws.get("need", UUID)["geom"]["coordinates"] == [36.0, 49.0]


def test_what_is_not_chosen_is_asked_for_by_name_and_nothing_is_written(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б", "priority": 2}, {"title_uk": "В", "priority": 3})
    before = snapshot(ws)
    assert code(lambda: resolve(ws, "need", UUID, Choice({"title_uk": "mine"}))) == "sync.conflict_incomplete"
    assert code(lambda: resolve(ws, "need", UUID, Choice({"sector": "mine"}, "mine"))) == "sync.conflict_no_field"
    assert snapshot(ws) == before and steps.last(ws).kind == "outside"


def test_fields_that_a_newer_portal_has_are_kept_with_the_base(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В", "colour_of_roof": "red"})
    resolve(ws, "need", UUID, MINE)
    known = base.get_base(ws, "need", UUID)
    assert known.extra == {"colour_of_roof": "red"}
    assert known.hash == content_hash({**BEFORE, "title_uk": "В", "colour_of_roof": "red"})


def test_edits_made_since_the_conflict_was_found_are_in_question_too(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В", "priority": 5})
    ws.update("need", UUID, {"priority": 3})
    assert [row.name for row in view(ws, "need", UUID).rows] == ["title_uk", "priority"]


def test_what_equals_the_portals_by_now_is_no_question_any_more(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    ws.update("need", UUID, {"title_uk": "В"})
    assert view(ws, "need", UUID).rows == ()
    assert resolve(ws, "need", UUID, Choice()) == "equal"
    assert sent(ws) == {}


def test_made_on_both_sides_every_differing_field_is_in_question_and_before_is_unknown(ws: Workspace) -> None:
    ws.insert("need", {"uuid": UUID, "title_uk": "Б", "sector": "education"})
    clash(ws, {"uuid": UUID, "title_uk": "В", "priority": 3}, "exists", ("title_uk", "sector", "priority"), 1)
    rows = view(ws, "need", UUID).rows
    assert [(row.name, row.before) for row in rows] == [("title_uk", None), ("sector", None), ("priority", None)]
    resolve(ws, "need", UUID, Choice({"title_uk": "mine"}, "portal"))
    assert ws.get("need", UUID) == {"uuid": UUID, "title_uk": "Б", "priority": 3}
    assert sent(ws) == {("need", UUID): ("change", 1, {"title_uk": "Б"})}


def test_a_change_that_came_in_under_an_open_edit_session_leaves_only_the_named_fields_in_question(
    ws: Workspace,
) -> None:
    clean(ws, {**BEFORE, "title_uk": "В"}, revision=2)
    clash(ws, {**BEFORE, "title_uk": "В"})
    ws.update("need", UUID, {"title_uk": "Б", "description": "моє"})
    (row,) = view(ws, "need", UUID).rows
    assert (row.name, row.before, row.theirs) == ("title_uk", None, {"title_uk": "В"})
    assert resolve(ws, "need", UUID, PORTAL) == "sends"
    assert sent(ws) == {("need", UUID): ("change", 2, {"description": "моє"})}


def test_against_the_rules_together_my_changes_are_in_question_too_and_the_findings_are_told(ws: Workspace) -> None:
    record = {"uuid": UUID, "title_uk": "А", "workflow": "submitted"}
    record |= {"planned_start": "2026-02-01", "planned_end": "2026-05-01"}
    clean(ws, record, "project")
    ws.update("project", UUID, {"planned_start": "2026-04-01"})
    clash(ws, {**record, "planned_end": "2026-03-01"}, "rules", ("planned_end",), type_name="project")
    seen = view(ws, "project", UUID)
    assert {row.name for row in seen.rows} == {"planned_start", "planned_end"}

    together = findings(ws, seen, {"planned_start": "mine", "planned_end": "portal"}, "uk")
    alone = findings(ws, seen, {"planned_start": "mine", "planned_end": "mine"}, "uk")
    assert len(together) == len(alone) + 1
    resolve(ws, "project", UUID, Choice({"planned_start": "portal"}, "portal"))
    assert sent(ws) == {}


# --- one side has deleted the record ---------------------------------------------------------------------------------


def test_what_the_portal_deleted_is_made_again_whole_where_it_is_kept(ws: Workspace) -> None:
    clean(ws, BEFORE)
    ws.update("need", UUID, {"priority": 4})
    clash(ws, None, "deleted", ())
    seen = view(ws, "need", UUID)
    assert (seen.situation, [row.name for row in seen.rows]) == ("portal_deleted", [WHOLE])
    assert [(row.name, row.before, row.mine) for row in seen.changed] == [
        ("priority", {"priority": 1}, {"priority": 4})
    ]
    assert resolve(ws, "need", UUID, Choice({WHOLE: "mine"})) == "recreates"
    whole = {name: value for name, value in {**BEFORE, "priority": 4}.items() if name != "uuid"}
    assert sent(ws) == {("need", UUID): ("change", 2, whole)}


def test_what_the_portal_deleted_goes_here_too(ws: Workspace) -> None:
    clean(ws, BEFORE)
    ws.update("need", UUID, {"priority": 4})
    clash(ws, None, "deleted", ())
    assert resolve(ws, "need", UUID, PORTAL) == "removes"
    assert ws.get("need", UUID) is None and base.get_base(ws, "need", UUID) is None and sent(ws) == {}


def test_what_was_deleted_here_and_changed_there_is_deleted_there(ws: Workspace) -> None:
    clean(ws, BEFORE)
    ws.delete("need", UUID)
    clash(ws, {**BEFORE, "priority": 5}, "deleted", ())
    seen = view(ws, "need", UUID)
    assert seen.situation == "deleted_here" and [row.name for row in seen.changed] == ["priority"]
    assert resolve(ws, "need", UUID, MINE) == "deletes"
    assert sent(ws) == {("need", UUID): ("delete", 2, {})}


def test_what_was_deleted_here_and_changed_there_comes_back(ws: Workspace) -> None:
    clean(ws, BEFORE)
    ws.delete("need", UUID)
    clash(ws, {**BEFORE, "priority": 5}, "deleted", ())
    assert resolve(ws, "need", UUID, PORTAL) == "restores"
    assert ws.get("need", UUID) == {**BEFORE, "priority": 5} and sent(ws) == {}


def test_what_was_deleted_with_a_record_comes_back_with_it(ws: Workspace) -> None:
    clean(ws, {"uuid": UUID, "title_uk": "Міст"}, "project")
    clean(ws, {"uuid": CHILD, "project_uuid": UUID, "funder_name": "ЄІБ"}, "funding")
    ws.delete("project", UUID)
    clash(ws, {"uuid": UUID, "title_uk": "Міст через Лопань"}, "deleted", (), type_name="project")
    assert view(ws, "project", UUID).lost == (("funding", CHILD),)
    resolve(ws, "project", UUID, PORTAL)
    assert ws.get("funding", CHILD) and sent(ws) == {}


def test_what_has_left_my_view_goes_on_as_a_new_record_with_what_hangs_off_it(ws: Workspace) -> None:
    clean(ws, {"uuid": UUID, "title_uk": "Міст", "workflow": "approved"}, "project")
    ws.update("project", UUID, {"title_uk": "Міст через Лопань"})
    child = ws.insert("funding", {"project_uuid": UUID})
    clash(ws, None, "deleted", (), type_name="project", author=None)
    before = snapshot(ws)
    assert view(ws, "project", UUID).out_of_view
    assert resolve(ws, "project", UUID, MINE) == "copies"
    (fresh,) = ws.records("project")
    assert fresh == {"uuid": fresh["uuid"], "title_uk": "Міст через Лопань", "workflow": "draft"}
    assert fresh["uuid"] != UUID and ws.get("funding", child) == {"uuid": child, "project_uuid": fresh["uuid"]}
    assert {key: op for key, (op, _, _) in sent(ws).items()} == {
        ("project", fresh["uuid"]): "create",
        ("funding", child): "create",
    }
    steps.undo_last(ws)
    assert snapshot(ws) == before


def test_both_have_deleted_it(ws: Workspace) -> None:
    clean(ws, BEFORE)
    ws.update("need", UUID, {"priority": 4})
    clash(ws, None, "deleted", ())
    ws.delete("need", UUID)
    assert view(ws, "need", UUID).rows == ()
    assert resolve(ws, "need", UUID, Choice()) == "forgets"
    assert base.get_base(ws, "need", UUID) is None and sent(ws) == {}


@pytest.mark.parametrize(
    ("side", "outcome", "waits"),
    [
        ("mine", "deletes", {("funding", CHILD): ("delete", 1, {}), ("project", UUID): ("delete", 1, {})}),
        ("portal", "restores", {}),
    ],
)
def test_children_that_were_not_seen_are_listed_and_go_or_stay_with_their_parent(
    ws: Workspace, side: Any, outcome: str, waits: dict[Any, Any]
) -> None:
    project = {"uuid": UUID, "title_uk": "Міст"}
    clean(ws, project, "project")
    ws.delete("project", UUID)
    clash(ws, project, "parent", (), 1, type_name="project")
    assert view(ws, "project", UUID).children == ()
    clean(ws, {"uuid": CHILD, "project_uuid": UUID}, "funding")
    assert view(ws, "project", UUID).children == (("funding", CHILD),)
    assert resolve(ws, "project", UUID, Choice(rest=side)) == outcome
    assert sent(ws) == waits


# --- never stale -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["newer conflict", "edited", "base"])
def test_what_changed_since_it_was_looked_at_is_not_overwritten(ws: Workspace, what: str) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    token = view(ws, "need", UUID).token
    if what == "newer conflict":
        clash(ws, {**BEFORE, "title_uk": "Г"}, revision=3)
    elif what == "edited":
        ws.update("need", UUID, {"description": "ще"})
    else:
        base.set_base(ws, "need", UUID, 2, "0" * 64, BEFORE)
    before = snapshot(ws)
    assert code(lambda: resolve(ws, "need", UUID, MINE, token)) == "sync.conflict_changed"
    assert snapshot(ws) == before
    resolve(ws, "need", UUID, MINE, view(ws, "need", UUID).token)


def test_a_conflict_that_is_over_or_whose_record_is_under_way_is_not_settled(ws: Workspace) -> None:
    assert code(lambda: resolve(ws, "need", UUID, MINE)) == "sync.no_conflict"
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    item = outbox.OutboxItem(0, "need", UUID, "change", 1, journal.last_seq(ws), "{}")
    outbox.put(ws, "b1", b"{}", [item])
    assert code(lambda: resolve(ws, "need", UUID, MINE)) == "sync.conflict_in_flight"
    outbox.mark_void(ws, "b1")
    assert resolve(ws, "need", UUID, MINE) == "sends"


def test_a_resolved_record_is_sent_though_it_was_refused_before(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    refusals.put_refusal(ws, "need", UUID, [{"rule": "x", "message": "x"}], journal.last_seq(ws))
    resolve(ws, "need", UUID, MINE)
    assert refusals.list_refusals(ws) == []


def test_a_batch_that_was_being_frozen_learns_of_the_resolution(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В"})
    seq = journal.last_seq(ws)
    resolve(ws, "need", UUID, MINE)
    assert journal.edited_after(ws, "need", UUID, seq)


def test_the_composed_record_holds_only_what_this_version_knows(ws: Workspace) -> None:
    both_changed(ws, {"title_uk": "Б"}, {"title_uk": "В", "colour_of_roof": "red"})
    seen = view(ws, "need", UUID)
    assert "colour_of_roof" not in composed(ws.rtype("need"), seen, {"title_uk": "portal"})
