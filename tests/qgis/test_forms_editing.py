"""An open record: what is saved, what is never overwritten, what cannot be stored."""

from __future__ import annotations

import pytest

from plugin.errors import StoreError
from plugin.forms.access import WorkspaceAccess
from plugin.forms.editing import NotSaved, RecordEditing
from plugin.forms.sticky import MemorySticky
from plugin.store import changes
from plugin.store.workspace import Workspace

POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}


@pytest.fixture()
def access(workspace):
    return WorkspaceAccess(workspace, author="О. Петренко", sticky=MemorySticky())


@pytest.fixture()
def need(catalogue):
    return catalogue.type("need")


@pytest.fixture()
def other(workspace, catalogue):
    """Another program's connection to the same workspace."""
    with Workspace.open(workspace.folder, catalogue) as second:
        yield second


def saved_need(access, need, **values):
    editing = RecordEditing(access, need)
    for name, value in {"title_uk": "Школа № 12", "priority": 3, **values}.items():
        editing.set(name, value)
    return editing.save()


def test_a_new_record_starts_with_the_defaults_and_is_not_unsaved(access, need):
    editing = RecordEditing(access, need)
    assert editing.get("status") == "open"
    assert editing.get("workflow") == "draft"
    assert editing.get("captured_by") == "О. Петренко"
    assert not editing.unsaved
    editing.set("title_uk", "Дах")
    assert editing.unsaved


def test_a_draft_saves_with_almost_nothing_filled(access, need, workspace):
    uuid = RecordEditing(access, need).save()
    record = workspace.get("need", uuid)
    assert record["workflow"] == "draft"
    assert record["captured_at"].endswith("Z")


def test_only_what_was_changed_is_written(access, need, workspace, other):
    uuid = saved_need(access, need, cost_amount="1000.00")
    editing = RecordEditing(access, need, uuid)
    other.update("need", uuid, {"description": "Хтось інший"})
    editing.set("title_uk", "Ліцей № 12")
    assert editing.changes() == {"title_uk": "Ліцей № 12"}
    editing.save()
    record = workspace.get("need", uuid)
    assert (record["title_uk"], record["description"]) == ("Ліцей № 12", "Хтось інший")
    assert editing.get("description") == "Хтось інший"


def test_saving_twice_writes_one_record_and_then_nothing(access, need, workspace):
    editing = RecordEditing(access, need)
    editing.set("title_uk", "Дах")
    first = editing.save()
    seq = changes.last_seq(workspace)
    assert editing.save() == first
    assert changes.last_seq(workspace) == seq
    assert workspace.count("need") == 1


def test_a_cleared_field_is_blank_in_the_workspace_and_zero_is_not(access, need, workspace):
    uuid = saved_need(access, need, people_total=40)
    editing = RecordEditing(access, need, uuid)
    editing.set("people_total", None)
    editing.set("people_women", 0)
    assert editing.changes() == {"people_total": None, "people_women": 0}
    editing.save()
    record = workspace.get("need", uuid)
    assert "people_total" not in record
    assert record["people_women"] == 0


def test_a_field_that_somebody_else_changed_meanwhile_is_told_and_not_overwritten(access, need, workspace, other):
    uuid = saved_need(access, need)
    editing = RecordEditing(access, need, uuid)
    other.update("need", uuid, {"title_uk": "Чужа назва"})
    editing.set("title_uk", "Моя назва")
    editing.set("description", "Мій опис")
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    (clash,) = refusal.value.clashes
    assert (clash.started["title_uk"], clash.theirs["title_uk"], clash.mine["title_uk"]) == (
        "Школа № 12",
        "Чужа назва",
        "Моя назва",
    )
    assert workspace.get("need", uuid)["title_uk"] == "Чужа назва"
    assert "description" not in workspace.get("need", uuid)


@pytest.mark.parametrize(("take_theirs", "title"), [(True, "Чужа назва"), (False, "Моя назва")])
def test_after_a_clash_the_person_takes_a_side_and_other_edits_stay(access, need, workspace, other, take_theirs, title):
    uuid = saved_need(access, need)
    editing = RecordEditing(access, need, uuid)
    other.update("need", uuid, {"title_uk": "Чужа назва", "address": "вул. Сумська, 1"})
    editing.set("title_uk", "Моя назва")
    editing.set("description", "Мій опис")
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    editing.start_from(refusal.value.clashes, take_theirs=take_theirs)
    editing.save()
    record = workspace.get("need", uuid)
    assert record["title_uk"] == title
    assert (record["description"], record["address"]) == ("Мій опис", "вул. Сумська, 1")


def test_both_having_typed_the_same_is_no_clash(access, need, workspace, other):
    uuid = saved_need(access, need)
    editing = RecordEditing(access, need, uuid)
    other.update("need", uuid, {"title_uk": "Нова назва"})
    editing.set("title_uk", "Нова назва")
    assert editing.save() == uuid


def test_fields_that_mean_one_thing_together_clash_together(access, need, other):
    uuid = saved_need(access, need, cost_amount="1000.00", cost_currency="UAH")
    editing = RecordEditing(access, need, uuid)
    other.update("need", uuid, {"cost_currency": "EUR"})
    editing.set("cost_amount", "2000.00")
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    assert "cost_currency" in refusal.value.clashes[0].fields


def test_a_record_that_was_deleted_meanwhile_can_be_saved_as_a_new_one(access, need, workspace, other):
    uuid = saved_need(access, need)
    editing = RecordEditing(access, need, uuid)
    editing.set("description", "Набрано довго")
    other.delete("need", uuid)
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    assert refusal.value.gone
    editing.become_new()
    again = editing.save()
    assert again != uuid
    assert workspace.get("need", again)["description"] == "Набрано довго"


def test_text_in_a_number_stays_behind_and_everything_else_is_written(access, need, workspace):
    editing = RecordEditing(access, need)
    editing.set("title_uk", "Дах")
    editing.set("people_total", "сорок")
    editing.set("survey_date", "32.13.2026")
    editing.set("cost_amount", "багато")
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    assert set(refusal.value.unstorable) == {"people_total", "survey_date", "cost_amount"}
    assert refusal.value.rest_saved
    (record,) = workspace.records("need")
    assert record["title_uk"] == "Дах" and record.get("people_total") is None
    assert editing.get("people_total") == "сорок" and editing.unsaved
    with pytest.raises(NotSaved) as again:
        editing.save()
    assert not again.value.rest_saved, "there was nothing else to write"
    editing.set("people_total", 40)
    editing.set("survey_date", None)
    editing.set("cost_amount", "1.00")
    assert editing.save() == record["uuid"]
    assert workspace.get("need", record["uuid"])["people_total"] == 40


def test_text_in_a_number_that_had_a_value_leaves_the_value_alone(access, need, workspace):
    uuid = saved_need(access, need, title_uk="Дах", people_total=40)
    editing = RecordEditing(access, need, uuid)
    editing.set("people_total", "сорок")
    editing.set("title_uk", "Дах ліцею")
    with pytest.raises(NotSaved):
        editing.save()
    record = workspace.get("need", uuid)
    assert (record["title_uk"], record["people_total"]) == ("Дах ліцею", 40)
    assert editing.get("people_total") == "сорок"


def test_nothing_is_written_where_nothing_but_such_text_was_typed(access, need, workspace):
    editing = RecordEditing(access, need)
    editing.set("people_total", "сорок")
    with pytest.raises(NotSaved) as refusal:
        editing.save()
    assert not refusal.value.rest_saved and workspace.count("need") == 0


def test_text_of_the_wrong_shape_is_kept_as_typed(access, need, workspace):
    uuid = saved_need(access, need, title_uk="Д" * 400, sector="щось своє", katottg="Харків")
    record = workspace.get("need", uuid)
    assert (record["title_uk"], record["sector"], record["katottg"]) == ("Д" * 400, "щось своє", "Харків")


def test_a_place_is_an_edit_like_any_other(access, need, workspace):
    uuid = saved_need(access, need)
    editing = RecordEditing(access, need, uuid)
    editing.set("geom", POINT)
    assert editing.changes() == {"geom": POINT}
    editing.save()
    assert workspace.get("need", uuid)["geom"] == POINT


def test_the_next_record_starts_with_what_tends_to_repeat(access, need):
    editing = RecordEditing(access, need)
    editing.set("sector", "education")
    editing.set("title_uk", "Школа")
    editing.save()
    editing.next_record()
    assert editing.get("sector") == "education"
    assert editing.get("title_uk") is None
    assert editing.is_new
    assert not editing.unsaved


def test_the_next_child_hangs_off_the_same_parent(access, catalogue, workspace):
    project = workspace.insert("project", {"title_uk": "Реконструкція"})
    editing = RecordEditing(access, catalogue.type("funding"), None, {"project_uuid": project})
    editing.save()
    editing.next_record()
    assert editing.get("project_uuid") == project


def test_a_copy_is_a_draft_of_its_own(access, need, workspace):
    uuid = saved_need(access, need, workflow="submitted", geom=POINT)
    editing = RecordEditing(access, need, uuid)
    editing.become_new()
    assert editing.unsaved
    copy = editing.save()
    record = workspace.get("need", copy)
    assert copy != uuid
    assert record["workflow"] == "draft"
    assert record["title_uk"] == "Школа № 12"


def test_a_read_only_workspace_refuses_and_keeps_what_was_typed(need, workspace, catalogue):
    with Workspace.open(workspace.folder, catalogue, read_only=True) as locked:
        editing = RecordEditing(WorkspaceAccess(locked, sticky=MemorySticky()), need)
        editing.set("title_uk", "Дах")
        with pytest.raises(StoreError):
            editing.save()
        assert editing.get("title_uk") == "Дах"


def test_a_record_that_is_not_there_cannot_be_opened(access, need):
    with pytest.raises(LookupError):
        RecordEditing(access, need, "00000000-0000-4000-8000-000000000000")
