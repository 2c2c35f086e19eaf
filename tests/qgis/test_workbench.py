"""The window at work: list and map tied to each other, forms answered by the map, deletions undone, checks kept."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QPushButton

from plugin.errors import StoreError
from plugin.qgis_bridge import layers, unsaved
from plugin.qgis_bridge.actions import Actions
from plugin.store import changes, drafts, findings
from plugin.store.layout import boundaries_path
from plugin.store.workspace import Workspace
from plugin.workbench import Workbench

from .desk import Desk

LEFT = Qt.MouseButton.LeftButton
TSYRKUNY = {"type": "Point", "coordinates": [36.3836, 50.0869]}
IZIUM = {"type": "Point", "coordinates": [37.2593, 49.2087]}
CODE = "UA63120290010028715"
MAIN = {"type": "LineString", "coordinates": [[36.6, 49.8], [36.7, 49.85]]}


class Window:
    """The window over a workspace with three needs and a project with a place."""

    def __init__(self, desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> None:
        self.desk, self.workspace, self.wait_until = desk, workspace, wait_until
        self.school = workspace.insert(
            "need", {"title_uk": "Школа", "geom": TSYRKUNY, "katottg": "UA63120290010028715"}
        )
        self.lyceum = workspace.insert("need", {"title_uk": "Ліцей", "geom": IZIUM})
        self.main = workspace.insert("need", {"title_uk": "Водогін", "geom": MAIN})
        self.project = workspace.insert("project", {"title_uk": "Реконструкція", "status": "implementation"})
        self.place = workspace.insert("project_location", {"project_uuid": self.project, "geom": IZIUM})
        self.actions = Actions(desk)
        self.actions.__enter__()
        self.bench = Workbench(desk, self.actions, "uk")
        self.bench.session.open(workspace.folder)
        wait_until(lambda: self.bench.session.workspace is not None and self.bench.tasks.running == 0)
        desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        desk.canvas.setExtent(QgsRectangle(35.9, 49.7, 36.9, 50.3))

    def everything(self) -> dict[str, list[str]]:
        types = self.workspace.catalogue.types
        return {kind: sorted(record["uuid"] for record in self.workspace.records(kind)) for kind in types}

    def layer(self, type_name: str, kind: str) -> QgsVectorLayer:
        found = layers.layer_for(QgsProject.instance(), self.workspace.gpkg_path, type_name, kind)
        assert found is not None
        return found

    def selected(self, type_name: str, kind: str) -> set[str]:
        layer = self.layer(type_name, kind)
        return set(layers.uuid_by_fid(layer, list(layer.selectedFeatureIds())).values())

    def button(self) -> QPushButton:
        found = self.desk.window.findChildren(QPushButton, "noticeButton")
        assert found, self.desk.notices()
        return found[-1]

    def click_map(self, x: int, y: int) -> None:
        QTest.mouseClick(self.desk.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, y))

    def close(self) -> None:
        self.bench.close()
        self.actions.__exit__()
        self.desk.clear()


@pytest.fixture()
def window(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()


def test_a_damaged_file_of_boundaries_keeps_neither_the_workspace_nor_a_form_closed(
    desk: Desk, workspace: Workspace, wait_until: Callable[..., None]
) -> None:
    boundaries_path(workspace.folder).write_bytes(b"no database " * 100)
    window = Window(desk, workspace, wait_until)
    assert any("boundaries.gpkg" in said for said in desk.notices())
    form = window.bench.records.open("need", window.school)
    form.set_geometry(IZIUM)
    assert form.isVisible() and form.form.save() == window.school
    window.close()


# --- forms and the map ------------------------------------------------------------------------------------------------
def test_a_form_asks_for_a_place_and_gets_it_from_a_click(window: Window) -> None:
    form = window.bench.records.new("need")
    form.form.place_requested.emit("point")
    assert not form.isVisible() and window.bench.placing.active
    window.click_map(300, 200)
    window.wait_until(form.isVisible)
    geometry = form.form.editing.get("geom")
    assert geometry["type"] == "Point"
    assert 35.5 < geometry["coordinates"][0] < 37.5


def test_escape_brings_the_form_back_as_it_was(window: Window) -> None:
    form = window.bench.records.new("need")
    form.form.place_requested.emit("area")
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert form.form.editing.get("geom") is None


def test_a_place_can_be_clicked_first_and_described_then(window: Window) -> None:
    window.actions.action("needPoint").trigger()
    assert window.bench.placing.active
    window.click_map(300, 200)
    (form,) = window.bench.records._windows
    assert form.form.editing.get("geom")["type"] == "Point"


def test_a_record_is_opened_once(window: Window) -> None:
    first = window.bench.records.open("need", window.school)
    assert window.bench.records.open("need", window.school) is first
    assert window.bench.records.open("need", window.lyceum) is not first


def test_a_record_that_is_gone_is_said(window: Window) -> None:
    window.workspace.delete("need", window.school)
    assert window.bench.records.open("need", window.school) is None
    assert window.desk.notices()


def test_what_a_form_saves_is_on_the_map_and_in_the_list(window: Window) -> None:
    layer = window.layer("need", "point")
    before = layer.featureCount()
    form = window.bench.records.new("need", {"geom": TSYRKUNY}).form
    form.editing.set("title_uk", "Котельня")
    assert form.save()
    window.wait_until(lambda: layer.featureCount() == before + 1)
    window.wait_until(lambda: window.bench.dock.records.model.rowCount() == 5)


# --- projects that answer needs ---------------------------------------------------------------------------------------
def test_a_project_for_the_selected_need_is_linked_when_the_offer_is_taken(window: Window) -> None:
    window.bench.dock.select([("need", window.school)])
    window.bench.dock.header.project_button.click()
    (opened,) = window.bench.records._windows
    opened.form.editing.set("title_uk", "Капітальний ремонт")
    project = opened.form.save()
    window.button().click()
    (link,) = window.workspace.records("need_project", {"project_uuid": project})
    assert link["need_uuid"] == window.school
    (place,) = window.workspace.records("project_location", {"project_uuid": project})
    assert place["geom"] == TSYRKUNY
    assert place["katottg"] == CODE
    window.wait_until(lambda: any("is linked to the need" in text for text in window.desk.notices()))


def test_linking_twice_changes_nothing_and_an_own_place_is_kept(window: Window) -> None:
    window.bench.records.link(window.school, window.project)
    window.bench.records.link(window.school, window.project)
    assert len(list(window.workspace.records("need_project"))) == 1
    (place,) = window.workspace.records("project_location", {"project_uuid": window.project})
    assert place["uuid"] == window.place


def test_a_project_without_a_selected_need_is_offered_nothing(window: Window) -> None:
    window.bench.dock.select([])
    window.bench.dock.header.project_button.click()
    (opened,) = window.bench.records._windows
    opened.form.editing.set("title_uk", "Капітальний ремонт")
    opened.form.save()
    assert not window.desk.window.findChildren(QPushButton, "noticeButton")


# --- deleting ---------------------------------------------------------------------------------------------------------
def test_a_deletion_takes_the_children_along_and_is_undone_with_one_click(window: Window) -> None:
    before = window.everything()
    whole = window.workspace.get("project_location", window.place)
    window.bench.dock.delete_requested.emit([("project", window.project), ("need", window.main)])
    assert window.workspace.get("project", window.project) is None
    assert window.workspace.get("project_location", window.place) is None
    assert window.layer("need", "line").featureCount() == 0
    window.button().click()
    after = window.everything()
    assert after == before
    assert window.workspace.get("project_location", window.place) == whole
    assert window.layer("need", "line").featureCount() == 1


def test_what_was_deleted_and_undone_travels_as_if_nothing_had_been(window: Window) -> None:
    before = {(change.type, change.uuid, change.state) for change in changes.dirty(window.workspace)}
    window.bench.records.delete([("need", window.school)])
    window.button().click()
    assert {(change.type, change.uuid, change.state) for change in changes.dirty(window.workspace)} == before


# --- edits in QGIS, checks, the list ----------------------------------------------------------------------------------
def test_a_commit_in_the_attribute_table_is_in_the_list_at_once(window: Window) -> None:
    layer = window.layer("need", "point")
    layer.startEditing()
    fid = window.workspace.fid("need", window.school)
    layer.changeAttributeValue(fid, layer.fields().indexOf("title_uk"), "Гімназія")
    assert layer.commitChanges(), layer.commitErrors()
    model = window.bench.dock.records.model
    assert "Гімназія" in [model.row(index).title for index in range(model.rowCount())]


def test_what_another_program_writes_comes_into_the_list_by_itself(window: Window) -> None:
    window.workspace.insert("need", {"title_uk": "З іншої програми", "geom": TSYRKUNY})
    model = window.bench.dock.records.model
    window.wait_until(lambda: "З іншої програми" in [model.row(index).title for index in range(model.rowCount())], 10)


def test_checking_everything_keeps_the_findings_for_the_problem_list(window: Window) -> None:
    window.actions.action("check").trigger()
    window.wait_until(lambda: window.bench.tasks.running == 0)
    found = findings.list_findings(window.workspace)
    assert {finding.uuid for finding in found} >= {window.school, window.lyceum, window.project}
    assert any("5" in text or "6" in text for text in window.desk.notices())
    window.workspace.update("need", window.school, {"title_uk": "Школа № 1"})
    window.actions.action("check").trigger()
    window.wait_until(lambda: window.bench.tasks.running == 0)
    again = findings.list_findings(window.workspace)
    assert len(again) == len(found), "findings are replaced, not added to"


def test_actions_wait_for_a_workspace(desk: Desk, wait_until: Callable[..., None]) -> None:
    with Actions(desk) as actions:
        bench = Workbench(desk, actions, "uk")
        assert not actions.action("send").isEnabled()
        assert not actions.action("needPoint").isEnabled()
        assert actions.action("workspaceNew").isEnabled()
        bench.close()


# --- nothing typed is lost --------------------------------------------------------------------------------------------
def test_text_in_a_form_comes_back_after_its_project_was_closed(window: Window) -> None:
    new = window.bench.records.new("need", {"geom": TSYRKUNY}).form
    new.editing.set("title_uk", "Ще не збережено")
    old = window.bench.records.open("need", window.school).form
    old.editing.set("title_uk", "Школа № 12")
    window.desk.clear()
    assert window.bench.records._windows == []
    window.bench.session.open(window.workspace.folder)
    window.wait_until(lambda: len(window.bench.records._windows) == 2)
    forms = {one.form.editing.is_new: one.form.editing for one in window.bench.records._windows}
    assert forms[True].get("title_uk") == "Ще не збережено" and forms[True].get("geom") == TSYRKUNY
    assert forms[False].get("title_uk") == "Школа № 12" and forms[False].uuid == window.school
    assert all(editing.unsaved for editing in forms.values())
    record = window.workspace.get("need", window.school)
    assert record is not None and record["title_uk"] == "Школа", "nothing was saved behind the person's back"


def test_text_in_a_form_comes_back_after_a_crash(window: Window, desk: Desk) -> None:
    form = window.bench.records.new("need").form
    form.editing.set("title_uk", "Писали й не встигли")
    window.wait_until(lambda: any("Писали" in text for text in kept(window)), 10)
    # a crash: nothing is closed in order, the operating system lets go of the session's lock
    window.bench.records._kept._drafts._lock.release()
    with Actions(desk) as actions:
        later = Workbench(desk, actions, "uk")
        window.wait_until(lambda: later.records._windows != [])
        assert later.records._windows[0].form.editing.get("title_uk") == "Писали й не встигли"
        assert later.records._windows[0].form.uuid == form.uuid
        later.close()


def test_another_running_qgis_does_not_take_what_is_being_typed_here(window: Window, desk: Desk) -> None:
    form = window.bench.records.new("need").form
    form.editing.set("title_uk", "Ще пишемо")
    window.wait_until(lambda: kept(window) != [], 10)
    with Actions(desk) as actions:
        other = Workbench(desk, actions, "uk")
        window.wait_until(lambda: other.records._kept is not None and not other.records._awaited)
        assert other.records._windows == []
        other.close()
    assert any("Ще пишемо" in text for text in kept(window))


def test_text_of_a_record_that_was_deleted_meanwhile_comes_back_as_a_new_one(window: Window) -> None:
    window.bench.records.open("need", window.school).form.editing.set("title_uk", "Школа № 12")
    window.desk.clear()
    window.workspace.delete("need", window.school)
    window.bench.session.open(window.workspace.folder)
    window.wait_until(lambda: len(window.bench.records._windows) == 1)
    form = window.bench.records._windows[0].form
    assert form.editing.is_new and form.uuid != window.school and "deleted meanwhile" in form.banner.text
    assert form.save() is not None
    assert window.workspace.get("need", form.uuid)["title_uk"] == "Школа № 12"


def test_coordinates_that_are_half_typed_come_back(window: Window) -> None:
    form = window.bench.records.open("need", window.school).form
    form.focus_field("geom")
    form.findChild(QLineEdit, "field_geom").setText("49,99 36")
    window.desk.clear()
    window.bench.session.open(window.workspace.folder)
    window.wait_until(lambda: len(window.bench.records._windows) == 1)
    later = window.bench.records._windows[0].form
    assert later.save() is None, "the text is no place yet"
    assert later.findChild(QLineEdit, "field_geom").text() == "49,99 36"


def test_a_workspace_that_can_only_be_read_leaves_the_text_for_later(window: Window) -> None:
    records = window.bench.records
    records.new("need").form.editing.set("title_uk", "Пізніше")
    window.desk.clear()
    with Workspace.open(window.workspace.folder, window.workspace.catalogue, read_only=True) as locked:
        records.set_workspace(locked)
        records.keep_unsaved()
        assert records._windows == []
        records.put_away()
        records.set_workspace(None)
    assert any("Пізніше" in text for text in kept(window))


def test_a_full_disk_is_told_once_and_the_typing_goes_on(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(drafts, "write_whole", full)
        form = window.bench.records.new("need").form
        form.editing.set("title_uk", "Не вміщується")
        window.wait_until(lambda: any("power cut" in text for text in window.desk.notices()), 10)
    window.wait_until(lambda: any("Не вміщується" in text for text in kept(window)), 10)
    assert sum("power cut" in text for text in window.desk.notices()) == 1


def test_what_was_saved_or_dropped_does_not_come_back(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    form = window.bench.records.new("need").form
    form.editing.set("title_uk", "Збережено")
    window.bench.records.keep_unsaved()
    window.wait_until(lambda: kept(window) != [])
    form.save()
    window.wait_until(lambda: kept(window) == [])
    opened = window.bench.records.open("need", window.school)
    opened.form.editing.set("title_uk", "Передумали")
    window.bench.records.keep_unsaved()
    window.wait_until(lambda: kept(window) != [])
    monkeypatch.setattr(type(opened.form), "may_close", lambda _form: True)  # "discard"
    opened.close()
    window.wait_until(lambda: kept(window) == [])


@pytest.mark.parametrize("texts", [{}, {"geom": "49,99 36"}])
def test_what_was_not_saved_with_a_new_record_comes_back_where_the_program_ended_right_after(
    window: Window, texts: dict[str, str]
) -> None:
    typed = {"title_uk": "Школа", "cost_amount": "багато"}  # no table can hold it
    window.bench.records._bring_back([drafts.Draft("need", window.school, True, {}, typed, texts)])
    (opened,) = window.bench.records._windows
    editing = opened.form.editing
    assert not editing.is_new and opened.record == ("need", window.school)
    assert editing.get("cost_amount") == "багато" and editing.get("geom") == TSYRKUNY
    editing.set("cost_amount", "5.00")
    assert editing.save() == window.school
    record = window.workspace.get("need", window.school)
    assert record is not None and record["cost_amount"] == "5.00" and record["katottg"] == CODE


def test_what_changed_meanwhile_is_found_when_text_that_came_back_is_saved(window: Window) -> None:
    form = window.bench.records.open("need", window.school).form
    form.editing.set("title_uk", "Школа № 12")
    window.desk.clear()
    window.workspace.update("need", window.school, {"title_uk": "Гімназія"})
    window.bench.session.open(window.workspace.folder)
    window.wait_until(lambda: len(window.bench.records._windows) == 1)
    assert window.bench.records._windows[0].form.save() is None, "it would have overwritten the other's title"


def test_a_copy_of_a_workspace_does_not_get_the_originals_text(window: Window, tmp_path: Path) -> None:
    window.bench.records.new("need").form.editing.set("title_uk", "В оригіналі")
    window.desk.clear()
    copy = tmp_path / "копія"
    shutil.copytree(window.workspace.folder, copy)
    window.bench.session.open(copy)
    window.wait_until(lambda: window.bench.session.workspace is not None)
    assert window.bench.records._windows == []


def test_the_next_start_offers_the_workspace_where_text_waits(window: Window, desk: Desk) -> None:
    window.bench.records.new("need").form.editing.set("title_uk", "Чекає на нас")
    window.desk.clear()
    window.wait_until(lambda: window.bench.tasks.running == 0)
    with Actions(desk) as actions:
        later = Workbench(desk, actions, "uk")
        window.wait_until(lambda: any("unsaved text wait" in text for text in desk.notices()))
        window.button().click()
        window.wait_until(lambda: later.records._windows != [])
        assert later.records._windows[0].form.editing.get("title_uk") == "Чекає на нас"
        later.close()


def kept(window: Window) -> list[str]:
    """What is kept of unsaved text in the profile, as it reads."""
    found = unsaved.drafts_folder().glob(f"{window.workspace.settings.uuid}*.json")
    return [json.dumps(json.loads(path.read_text()), ensure_ascii=False) for path in found]


def test_what_was_offered_in_one_workspace_is_not_done_in_the_next(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    window.bench.records.delete([("need", window.school)])
    offered = window.button()
    other = tmp_path / "other"
    shutil.copytree(workspace.folder, other)  # its last step has the same number
    window.bench.session.open(other)
    window.wait_until(lambda: window.bench.session.workspace is not None and window.bench.tasks.running == 0)
    assert window.bench.session.workspace.folder == other
    offered.click()
    assert window.bench.session.workspace.get("need", window.school) is None
    assert window.desk.notices()[0] == StoreError("store.undo_other").describe("uk")
