"""A settled conflict goes through, to the portal and to the others, whichever side was taken; and back again."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from uuid import uuid4

import pytest

from plugin.errors import StoreError
from plugin.store import base, conflicts, steps
from plugin.store.changes import dirty
from plugin.sync.conflict_view import view
from plugin.sync.resolve import Choice, plan, resolve
from plugin.sync.resolve_many import resolve_all

from .offices import IN_LVIV, KHARKIV, LVIV, PLACE, SCHOOL
from .shell import ROOT

MINE, PORTAL = Choice(rest="mine"), Choice(rest="portal")
COMPLETE = {
    **SCHOOL, "workflow": "submitted", "priority": 3, "status": "open", "damage_category": "II",
    "survey_date": "2026/05/01", "quantity": 850.0, "quantity_unit": "m2", "cost_amount": 1250000.5,
    "cost_currency": "UAH", "cost_basis": "quote", "precision": "exact", "info_source": "Акт обстеження № 14",
    "access": "open", "people_total": 100, "people_women": 40,
    "geom": {"type": "Point", "coordinates": [36.3754217, 50.1021083]},
}  # fmt: skip


def settle(office, uuid, choice, type_name="need"):
    with office.workspace() as workspace:
        return resolve(workspace, type_name, uuid, choice)


def conflict_of(office):
    with office.workspace() as workspace:
        (found,) = conflicts.list_conflicts(workspace)
        return found


def waits(office) -> int:
    """How many records differ from their bases."""
    with office.workspace() as workspace:
        return sum(change.state != "created_deleted" for change in dirty(workspace))


def shared_school(country, **values):
    """Two offices that have the same record."""
    anna, borys = country.pair()
    uuid = anna.school(**values)
    anna.synced()
    borys.synced()
    return anna, borys, uuid


def all_equal(*offices):
    """After everybody has synced once more there is nothing to do, and all have the same."""
    for office in offices:
        office.synced()
    for office in offices:
        report = office.synced()
        assert (report.sent, report.received, report.open_conflicts) == (0, 0, 0)
    first = offices[0]
    for name in ("need", "project", "funding"):
        assert all(office.records(name) == first.records(name) for office in offices)


def both_rename(country, **borys_too):
    anna, borys, uuid = shared_school(country)
    anna.edit(uuid, title_uk="Ліцей №12", priority=4)
    anna.synced()
    borys.edit(uuid, title_uk="Гімназія №12", **borys_too)
    assert borys.sync().conflicts == 1
    return anna, borys, uuid


@pytest.mark.parametrize(("choice", "title"), [(MINE, "Гімназія №12"), (PORTAL, "Ліцей №12")])
def test_a_field_that_both_changed(country, choice, title):
    anna, borys, uuid = both_rename(country, description="Дах")
    settle(borys, uuid, choice)
    all_equal(borys, anna)
    assert anna.get(uuid) == {**SCHOOL, "uuid": uuid, "title_uk": title, "priority": 4, "description": "Дах"}


def test_what_is_the_portals_in_all_is_clean_and_nothing_is_sent(country):
    anna, borys, uuid = both_rename(country)
    assert settle(borys, uuid, PORTAL) == "equal"
    assert waits(borys) == 0
    assert borys.synced().sent == 0
    all_equal(anna, borys)


def test_a_conflict_that_was_met_on_receiving_is_settled_too(country):
    anna, borys, uuid = shared_school(country)
    anna.edit(uuid, title_uk="Ліцей №12")
    anna.synced()
    borys.edit(uuid, title_uk="Гімназія №12")
    assert borys.sync(push=False).conflicts == 1
    settle(borys, uuid, MINE)
    all_equal(borys, anna)
    assert anna.title(uuid) == "Гімназія №12"


def test_others_who_change_it_again_meanwhile_are_asked_about_again(country):
    anna, borys, uuid = both_rename(country)
    settle(borys, uuid, MINE)
    anna.edit(uuid, title_uk="Школа імені Каразіна")
    anna.synced()
    report = borys.sync()
    assert (report.conflicts, borys.title(uuid)) == (1, "Гімназія №12")
    assert conflict_of(borys).theirs["title_uk"] == "Школа імені Каразіна"
    settle(borys, uuid, MINE)
    all_equal(borys, anna)
    assert anna.title(uuid) == "Гімназія №12"


def test_a_newer_version_of_the_portals_is_not_settled_by_what_was_seen_before(country):
    anna, borys, uuid = both_rename(country)
    with borys.workspace() as workspace:
        token = view(workspace, "need", uuid).token
    anna.edit(uuid, title_uk="Школа імені Каразіна")
    anna.synced()
    borys.sync()
    with borys.workspace() as workspace, pytest.raises(StoreError) as caught:
        resolve(workspace, "need", uuid, MINE, token)
    assert caught.value.code == "sync.conflict_changed"
    assert conflict_of(borys).theirs["title_uk"] == "Школа імені Каразіна"


@pytest.mark.parametrize(("choice", "title"), [(MINE, "Гімназія"), (PORTAL, "Ліцей")])
def test_one_identity_made_in_two_places(country, choice, title):
    anna, borys = country.pair()
    uuid = str(uuid4())
    anna.school(uuid=uuid, title_uk="Ліцей", priority=2)
    borys.school(uuid=uuid, title_uk="Гімназія")
    anna.synced()
    assert borys.sync().conflicts == 1
    assert conflict_of(borys).kind == "exists"
    settle(borys, uuid, choice)
    all_equal(borys, anna)
    assert anna.title(uuid) == title


@pytest.mark.parametrize(("choice", "stays"), [(MINE, True), (PORTAL, False)])
def test_what_the_portal_deleted_and_was_changed_here(country, choice, stays):
    anna, borys, uuid = shared_school(country, priority=1)
    anna.remove(uuid)
    anna.synced()
    borys.edit(uuid, priority=5)
    assert borys.sync().conflicts == 1
    settle(borys, uuid, choice)
    all_equal(borys, anna)
    expected = {**SCHOOL, "uuid": uuid, "priority": 5} if stays else None
    assert anna.get(uuid) == borys.get(uuid) == expected


@pytest.mark.parametrize(("choice", "edrpou"), [(MINE, "90000078"), (PORTAL, "90000079")])
def test_what_moved_out_of_my_view_and_was_changed_here(country, choice, edrpou):
    vira = country.office(edrpou, territory=(KHARKIV, LVIV))
    borys = country.office(edrpou, territory=(KHARKIV,))
    uuid = vira.school(priority=1)
    vira.synced()
    borys.synced()
    vira.edit(uuid, katottg=IN_LVIV)
    vira.synced()
    borys.edit(uuid, priority=5)
    assert borys.sync().conflicts == 1
    settle(borys, uuid, choice)
    report = borys.synced()
    assert (report.sent, borys.get(uuid)) == (1 if choice is MINE else 0, None)
    vira.synced()
    copies = [record for record in vira.records().values() if record["uuid"] != uuid]
    assert [record["priority"] for record in copies] == ([5] if choice is MINE else [])
    assert list(borys.records().values()) == copies


@pytest.mark.parametrize(("choice", "stays"), [(MINE, False), (PORTAL, True)])
@pytest.mark.parametrize("push", [True, False], ids=["on sending", "on receiving"])
def test_what_was_deleted_here_and_changed_there(country, choice, stays, push):
    anna, borys, uuid = shared_school(country)
    anna.edit(uuid, priority=5)
    anna.synced()
    borys.remove(uuid)
    assert borys.sync(push=push).conflicts == 1
    settle(borys, uuid, choice)
    all_equal(borys, anna)
    assert (anna.get(uuid) is not None) == stays == (borys.get(uuid) is not None)


@pytest.mark.parametrize(("choice", "stays"), [(MINE, False), (PORTAL, True)])
def test_children_that_were_not_seen_go_or_stay_with_their_parent(country, choice, stays):
    anna, borys = country.pair()
    project = anna.add("project", title_uk="Ремонт", katottg=PLACE)
    anna.synced()
    borys.synced()
    child = borys.add("funding", project_uuid=project, katottg=PLACE)
    borys.synced()
    anna.remove(project, "project")
    assert anna.sync().conflicts == 1
    with anna.workspace() as workspace:
        seen = view(workspace, "project", project)
    assert (seen.conflict.kind, seen.children) == ("parent", (("funding", child),))
    settle(anna, project, choice, "project")
    all_equal(anna, borys)
    assert (borys.get(project, "project") is not None) == (borys.get(child, "funding") is not None) == stays


def wrong_together(country):
    anna, borys, uuid = shared_school(country, **COMPLETE)
    anna.edit(uuid, people_total=50)
    anna.synced()
    borys.edit(uuid, people_women=80)
    assert borys.sync().conflicts == 1
    assert conflict_of(borys).kind == "rules"
    return anna, borys, uuid


@pytest.mark.parametrize(("choice", "people"), [(MINE, (100, 80)), (PORTAL, (50, 40))])
def test_two_changes_that_are_right_each_and_wrong_together(country, choice, people):
    anna, borys, uuid = wrong_together(country)
    settle(borys, uuid, choice)
    all_equal(borys, anna)
    assert (anna.get(uuid)["people_total"], anna.get(uuid)["people_women"]) == people


def test_a_record_against_the_rules_can_be_edited_and_then_settled(country):
    anna, borys, uuid = wrong_together(country)
    borys.edit(uuid, people_women=30)
    settle(borys, uuid, Choice({"people_women": "mine"}, "portal"))
    all_equal(borys, anna)
    assert (anna.get(uuid)["people_total"], anna.get(uuid)["people_women"]) == (50, 30)


def test_a_resolution_that_was_undone_is_a_conflict_again_and_can_be_settled_otherwise(country):
    anna, borys, uuid = both_rename(country)
    settle(borys, uuid, PORTAL)
    with borys.workspace() as workspace:
        steps.undo_last(workspace)
        assert base.get_base(workspace, "need", uuid).revision == 1
    report = borys.sync()
    assert (report.sent, report.open_conflicts, borys.title(uuid)) == (0, 1, "Гімназія №12")
    settle(borys, uuid, MINE)
    borys.synced()
    with borys.workspace() as workspace, pytest.raises(StoreError) as caught:
        steps.undo_last(workspace)
    assert caught.value.code == "store.undo_sent"
    all_equal(anna, borys)


def test_an_edit_that_was_undone_before_it_was_sent_is_never_sent(country):
    anna, borys, uuid = shared_school(country)
    anna.edit(uuid, priority=5)
    with anna.workspace() as workspace:
        steps.undo_last(workspace)
    assert anna.synced().sent == 0
    assert anna.get(uuid) == borys.get(uuid)


def test_many_conflicts_are_settled_alike_and_all_go_through(country):
    anna, borys = country.pair()
    uuids = anna.schools(12)
    anna.synced()
    borys.synced()
    for number, uuid in enumerate(uuids):
        anna.edit(uuid, title_uk=f"Ліцей {number}")
        borys.edit(uuid, title_uk=f"Гімназія {number}")
    anna.synced()
    assert borys.sync().conflicts == 12
    with borys.workspace() as workspace:
        keys = [one.key for one in conflicts.list_conflicts(workspace)]
        assert len(resolve_all(workspace, plan(workspace, keys, MINE), MINE).done) == 12
    all_equal(borys, anna)
    assert [anna.title(uuid) for uuid in uuids] == [f"Гімназія {n}" for n in range(12)]


# --- a power cut in the middle ---------------------------------------------------------------------------------------


POINTS = [
    "plugin.store.base:set_base:after",
    "plugin.store.workspace:Workspace.update:after",
    "plugin.store.steps:put:before",
    "plugin.store.steps:put:after",
]
UNDOING = ["plugin.store.images:put_back:after", "plugin.store.undo:forget:after"]


def die(office, point, *what) -> None:
    command = [sys.executable, "-m", "tests.e2e.settling", str(office.folder), point, *what]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, f"{point} was never reached:\n{done.stdout}{done.stderr}"


def test_a_power_cut_while_settling_or_undoing_leaves_all_or_nothing(country):
    anna, borys, uuid = both_rename(country)

    def state():
        with borys.workspace() as workspace:
            rows = [workspace.connection.rows(f"SELECT * FROM {table}") for table in ("need", "vidbudova_base_need")]
            return rows, conflicts.list_conflicts(workspace), workspace.connection.value(
                "SELECT count(*) FROM vidbudova_step WHERE kind = 'resolve'"
            )  # fmt: skip

    before = state()
    for point in POINTS:
        die(borys, point, "portal", uuid)
        assert state() == before
    settle(borys, uuid, PORTAL)
    settled = state()
    for point in UNDOING:
        die(borys, point, "undo")
        assert state() == settled
    with borys.workspace() as workspace:
        steps.undo_last(workspace)
    assert state()[1:] == before[1:]
    settle(borys, uuid, MINE)
    all_equal(borys, anna)


# --- the command line ------------------------------------------------------------------------------------------------


def test_a_conflict_is_shown_settled_and_undone_on_the_command_line(country, shell):
    anna, borys, uuid = both_rename(country)
    (told,) = shell.json("conflicts", borys.folder, status=1)["conflicts"]
    (field,) = told["fields"]
    assert (told["uuid"], told["kind"], field["field"]) == (uuid, "field", "title_uk")
    assert (field["before"], field["mine"], field["portal"]) == (
        {"title_uk": "Школа №12"}, {"title_uk": "Гімназія №12"}, {"title_uk": "Ліцей №12"},
    )  # fmt: skip
    done = shell("resolve", borys.folder, uuid, "--take", "portal", "--preview", "--lang", "en")
    assert done.returncode == 0 and "would be settled" in done.stdout
    told = shell.json("resolve", borys.folder, uuid, "--take", "portal")
    assert (told["counts"], told["settled"][0]["uuid"]) == ({"equal": 1}, uuid)
    assert shell.json("conflicts", borys.folder) == {"conflicts": []}
    told = shell.json("undo", borys.folder)
    assert (told["undone"], told["records"]) == ("resolve", [{"type": "need", "uuid": uuid}])
    assert len(shell.json("conflicts", borys.folder, status=1)["conflicts"]) == 1
    shell.json("resolve", borys.folder, "--all", "--take", "mine", "--type", "need")
    all_equal(borys, anna)
    assert anna.title(uuid) == "Гімназія №12"


def test_fields_are_named_one_by_one_on_the_command_line(country, shell):
    anna, borys, uuid = shared_school(country, priority=1)
    anna.edit(uuid, title_uk="Ліцей", priority=2)
    anna.synced()
    borys.edit(uuid, title_uk="Гімназія", priority=3)
    borys.sync()
    code, sentence = shell.fails("resolve", borys.folder, uuid, "--take", "mine", "--field", "title_uk")
    assert code == "sync.conflict_incomplete" and "priority" in sentence
    code, sentence = shell.fails(
        "resolve", borys.folder, uuid, "--take", "mine", "--field", "sector", "--rest", "mine"
    )  # fmt: skip
    assert code == "sync.conflict_no_field" and "title_uk, priority" in sentence
    shell.json("resolve", borys.folder, uuid, "--take", "mine", "--field", "title_uk", "--rest", "portal")
    all_equal(borys, anna)
    assert (anna.get(uuid)["title_uk"], anna.get(uuid)["priority"]) == ("Гімназія", 2)


def test_what_cannot_be_settled_or_undone_on_the_command_line_is_said(country, shell):
    office = country.office()
    uuid = office.school()
    assert shell.fails("resolve", office.folder, uuid, "--take", "mine")[0] == "cli.no_such_conflict"
    assert shell.fails("resolve", office.folder, "--take", "mine")[0] == "cli.which_conflicts"
    assert shell.fails("resolve", office.folder, uuid, "--all", "--take", "mine")[0] == "cli.which_conflicts"
    assert shell.fails("conflicts", office.folder, "--type", "nothing")[0] == "store.unknown_type"
    office.synced()
    assert shell.fails("undo", office.folder)[0] in ("store.undo_sent", "store.undo_nothing", "store.undo_gone")


def test_the_examples_of_conflicts_on_the_page_are_what_the_command_line_does(country, shell, monkeypatch):
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    found = re.findall(r"<!-- conflicts: [\w-]+ -->\n```console\n(.*?)```", page, re.DOTALL)
    assert len(found) == 4
    token = country.account("90000077", name="Anna Koval")
    anna, borys = country.office(token=token), country.office("90000077")
    uuid = anna.school(title_uk="School No. 12")
    anna.synced()
    borys.synced()
    anna.edit(uuid, title_uk="Lyceum No. 12")
    anna.synced()
    borys.edit(uuid, title_uk="Gymnasium No. 12")
    borys.sync()
    monkeypatch.chdir(borys.folder.parent)
    borys.folder.rename("kharkiv")
    for text in found:
        command, *lines = text.replace("{uuid}", uuid).splitlines()
        status = 0
        if lines[-2:-1] == ["$ echo $?"]:
            status = int(lines.pop())
            lines.pop()
        done = shell(*shlex.split(command)[4:])
        assert done.returncode == status, done
        expected = re.escape("\n".join(lines)).replace(re.escape("{time}"), r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
        assert re.fullmatch(expected, done.stdout.rstrip("\n")), done.stdout
