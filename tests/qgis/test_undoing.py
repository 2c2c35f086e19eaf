"""Undo in the window: the menu names the step, or says why it cannot be undone; whatever wrote it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton

from plugin.qgis_bridge import undoing
from plugin.store import outbox, steps
from plugin.store.journal import last_seq
from plugin.store.workspace import Workspace

from .desk import Desk
from .test_workbench import TSYRKUNY, Window


@pytest.fixture()
def window(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    with workspace.transaction():
        workspace.connection.execute("DELETE FROM vidbudova_step")
        steps.put(workspace, "edit", {}, last_seq(workspace) + 1)
    yield made
    made.close()


def menu(window: Window) -> tuple[str, bool, str]:
    """What the dock's menu says when it opens: text of Undo, whether it can be chosen, and why not."""
    dock = window.bench.dock
    dock.header.menu.aboutToShow.emit()
    said = dock.undo_action.text(), dock.undo_action.isEnabled(), dock.undo_reason.text()
    assert dock.undo_reason.isVisible() == bool(said[2])
    return said


def undo(window: Window) -> None:
    assert menu(window)[1]
    window.bench.dock.undo_action.trigger()
    window.bench.dock.header.menu.aboutToHide.emit()


def test_with_nothing_done_there_is_nothing_to_undo(window: Window) -> None:
    text, enabled, reason = menu(window)
    assert not enabled and reason


def test_a_saved_form_is_named_and_taken_back(window: Window) -> None:
    form = window.bench.records.open("need", window.school).form
    form.editing.set("title_uk", "Гімназія")
    assert form.save()
    assert menu(window)[:2] == ("Undo: зміна (потреба «Гімназія»)", True)
    undo(window)
    assert window.workspace.get("need", window.school)["title_uk"] == "Школа"
    assert any("Undone:" in text for text in window.desk.notices())
    model = window.bench.dock.records.model
    assert "Школа" in [model.row(index).title for index in range(model.rowCount())]


def test_a_new_record_of_a_form_goes_again_from_map_and_list(window: Window) -> None:
    layer = window.layer("need", "point")
    before = layer.featureCount()
    form = window.bench.records.new("need", {"geom": TSYRKUNY}).form
    form.editing.set("title_uk", "Котельня")
    uuid = form.save()
    undo(window)
    assert window.workspace.get("need", uuid) is None and layer.featureCount() == before


def test_what_an_edit_session_committed_is_one_step(window: Window) -> None:
    layer = window.layer("need", "point")
    title = layer.fields().indexOf("title_uk")
    layer.startEditing()
    for uuid in (window.school, window.lyceum):
        layer.changeAttributeValue(window.workspace.fid("need", uuid), title, "Перейменовано")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(36.4, 50.1)))
    layer.addFeature(feature)
    assert layer.commitChanges(), layer.commitErrors()
    assert menu(window)[0] == "Undo: збережені правки шару (3 записи)"
    undo(window)
    titles = sorted(record["title_uk"] for record in window.workspace.records("need"))
    assert titles == ["Водогін", "Ліцей", "Школа"]
    assert layer.featureCount() == 2


def test_what_is_on_its_way_cannot_be_undone_and_the_menu_says_so(window: Window) -> None:
    workspace = window.workspace
    with steps.recording(workspace, "edit"):
        workspace.update("need", window.school, {"title_uk": "Гімназія"})
    item = outbox.OutboxItem(0, "need", window.school, "create", None, last_seq(workspace), "{}")
    outbox.put(workspace, "b1", b"{}", [item])
    text, enabled, reason = menu(window)
    assert "Гімназія" in text and not enabled and "надсилається" in reason
    window.bench.dock.header.menu.aboutToHide.emit()
    window.bench.dock.undo_action.trigger()  # by the keyboard
    assert workspace.get("need", window.school)["title_uk"] == "Гімназія"
    assert any("надсилається" in text for text in window.desk.notices())


def test_nothing_is_undone_under_an_open_edit_session(window: Window) -> None:
    with steps.recording(window.workspace, "edit"):
        window.workspace.update("need", window.school, {"title_uk": "Гімназія"})
    layer = window.layer("need", "point")
    layer.startEditing()
    fid = window.workspace.fid("need", window.school)
    layer.changeAttributeValue(fid, layer.fields().indexOf("description"), "не збережено")
    window.wait_until(lambda: bool(window.bench.session.edits.uncommitted()))
    undo(window)
    assert window.workspace.get("need", window.school)["title_uk"] == "Гімназія"
    layer.rollBack()
    undo(window)
    assert window.workspace.get("need", window.school)["title_uk"] == "Школа"


def test_ctrl_z_in_the_list_undoes(window: Window, qtbot) -> None:
    window.bench.records.delete([("need", window.school)])
    records = window.bench.dock.records.list
    window.desk.window.activateWindow()
    qtbot.waitUntil(lambda: window.desk.window.isActiveWindow())
    records.setFocus(Qt.FocusReason.OtherFocusReason)
    assert window.button().text() == "Undo"
    QTest.keyClick(records, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.get("need", window.school) is not None
    # what was undone is not offered to be undone any more
    window.wait_until(lambda: not window.desk.window.findChildren(QPushButton, "noticeButton"))


def test_much_is_undone_beside_the_window(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 0)
    window.bench.records.delete([("project", window.project)])
    undo(window)
    assert window.bench.tasks.running
    window.wait_until(lambda: not window.bench.tasks.running)
    assert window.workspace.get("project_location", window.place) is not None
    assert any("Undone:" in text for text in window.desk.notices())


def test_an_offer_that_came_too_late_undoes_nothing_else(window: Window) -> None:
    window.bench.records.delete([("need", window.school)])
    button = window.button()
    with steps.recording(window.workspace, "edit"):
        window.workspace.update("need", window.lyceum, {"title_uk": "Гімназія"})
    button.click()
    assert window.workspace.get("need", window.school) is None
    assert window.workspace.get("need", window.lyceum)["title_uk"] == "Гімназія"
