"""Restoring from a backup, adopting unnoticed edits and saving diagnostics, from the dock, with layers open."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMenu, QPushButton

from plugin.errors import StoreError
from plugin.panels.restore_dialog import RestoreDialog, RestorePreview, RestoreRow
from plugin.panels.untracked_dialog import UntrackedDialog
from plugin.qgis_bridge import layers
from plugin.qgis_bridge.actions import Actions
from plugin.store import audit, backup, capture, changes
from plugin.store.connection import register_functions
from plugin.sync.events import SyncReport, UntrackedRow
from plugin.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton
TSYRKUNY = {"type": "Point", "coordinates": [36.3836, 50.0869]}


class Window:
    """The window over a workspace with two needs of which there is a backup."""

    def __init__(self, desk, workspace, wait_until) -> None:
        self.desk, self.workspace, self.wait_until = desk, workspace, wait_until
        self.school = workspace.insert("need", {"title_uk": "Школа", "geom": TSYRKUNY})
        self.lyceum = workspace.insert("need", {"title_uk": "Ліцей", "geom": TSYRKUNY})
        backup.back_up(workspace.connection, workspace.folder, "hand")
        self.actions = Actions(desk)
        self.actions.__enter__()
        self.bench = Workbench(desk, self.actions, "uk")
        self.bench.session.open(workspace.folder)
        self.settled()

    def settled(self) -> None:
        self.wait_until(lambda: self.bench.session.workspace is not None and self.bench.tasks.running == 0)

    @property
    def dialog(self):
        return self.bench.safekeeping.dialog

    def layer(self):
        found = layers.layer_for(QgsProject.instance(), self.workspace.gpkg_path, "need", "point")
        assert found is not None
        return found

    def close(self) -> None:
        self.bench.close()
        self.actions.__exit__()
        self.desk.clear()


@pytest.fixture()
def window(desk, workspace, wait_until) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()


def test_the_docks_menu_offers_all_three(window):
    menus = window.bench.dock.findChildren(QMenu)
    texts = {action.text() for menu in menus for action in menu.actions()}
    assert {"Restore from Backup…", "Look for Unnoticed Edits", "Save Diagnostics…"} <= texts


def shown_rows(dialog) -> list[str]:
    return [dialog.model.item(row).text() for row in range(dialog.model.rowCount())]


def test_a_link_to_a_need_that_comes_back_along_with_it_is_called_by_the_needs_title(window):
    workspace = window.workspace
    need = workspace.insert("need", {"title_uk": "Котельня, ще не надіслана"})
    project = workspace.insert("project", {"title_uk": "Проєкт"})
    link = workspace.insert("need_project", {"need_uuid": need, "project_uuid": project})
    backup.back_up(workspace.connection, workspace.folder, "hand")
    workspace.delete("need", need)
    assert workspace.get("need_project", link) is None
    window.bench.safekeeping.restore()
    window.dialog.list.setCurrentRow(0)
    window.settled()
    told = shown_rows(window.dialog)
    assert "Зв’язок потреби з проєктом “Котельня, ще не надіслана”" in told
    assert not any(link in row or need in row for row in told)


def test_the_backup_that_the_keyboard_comes_to_is_seen_to_be_chosen(window, qtbot):
    window.bench.safekeeping.restore()
    dialog = window.dialog
    dialog.activateWindow()
    dialog.list.setFocus()
    window.wait_until(lambda: dialog.name is not None)
    assert dialog.list.currentItem().isSelected()


def test_records_come_back_while_layers_are_open(window, qtbot):
    window.workspace.delete("need", window.school)
    window.workspace.update("need", window.lyceum, {"title_uk": "Помилка"})
    window.bench.session.reload()
    assert window.layer().featureCount() == 1
    window.bench.dock.restore_requested.emit()
    dialog = window.dialog
    assert dialog.list.count() == 1 and not dialog.restore_button.isEnabled()
    dialog.list.setCurrentRow(0)
    window.settled()
    assert shown_rows(dialog) == ["Come back", "Потреба “Школа”", "Become what they were", "Потреба “Ліцей”"]
    qtbot.mouseClick(dialog.restore_button, LEFT)
    window.wait_until(lambda: window.dialog is None)
    window.settled()
    assert window.workspace.get("need", window.school)["title_uk"] == "Школа"
    assert window.workspace.get("need", window.lyceum)["title_uk"] == "Ліцей"
    window.wait_until(lambda: window.layer().featureCount() == 2)
    assert {one.reason for one in backup.list_backups(window.workspace.folder)} == {"hand", "restore"}


def test_nothing_is_restored_under_open_edits_of_a_layer(window, qtbot):
    window.workspace.delete("need", window.school)
    window.bench.session.reload()
    layer = window.layer()
    layer.startEditing()
    feature = next(layer.getFeatures())
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("title_uk"), "Набрано в таблиці")
    window.bench.safekeeping.restore()
    window.dialog.list.setCurrentRow(0)
    window.settled()
    qtbot.mouseClick(window.dialog.restore_button, LEFT)
    assert "open edits" in window.dialog.told.text()
    window.settled()
    assert window.workspace.get("need", window.school) is None
    layer.rollBack()


def test_a_backup_that_is_of_no_use_is_said_in_the_dialog(window):
    found = backup.list_backups(window.workspace.folder)[0]
    found.path.write_bytes(found.path.read_bytes()[:9000])
    window.bench.safekeeping.restore()
    window.dialog.list.setCurrentRow(0)
    window.settled()
    assert "пошкоджений" in window.dialog.told.text() and not window.dialog.restore_button.isEnabled()


def test_a_damaged_workspace_gets_its_newest_backup_in_its_place(window, qtbot):
    folder, gpkg = window.workspace.folder, window.workspace.gpkg_path
    window.bench.session.close()
    window.wait_until(lambda: window.bench.session.workspace is None)
    window.workspace.close()
    gpkg.write_bytes(gpkg.read_bytes()[:10_000])
    window.bench.workspaces.open_folder(str(folder))
    window.wait_until(lambda: bool(window.desk.window.findChildren(QPushButton, "noticeButton")))
    button = window.desk.window.findChildren(QPushButton, "noticeButton")[-1]
    assert button.text() == "Put It in Place"
    qtbot.mouseClick(button, LEFT)
    window.wait_until(lambda: window.bench.session.workspace is not None)
    window.settled()
    opened = window.bench.session.workspace
    assert {record["uuid"] for record in opened.records("need")} == {window.school, window.lyceum}
    assert list(folder.glob("damaged-*.gpkg"))


def past_the_journal(workspace, sql, *values):
    triggers = capture.trigger_sql(workspace.rtype("need"))
    with contextlib.closing(sqlite3.connect(workspace.gpkg_path, isolation_level=None)) as connection:
        register_functions(connection)
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql, values)
        for made in triggers.values():
            connection.execute(made)


def test_unnoticed_edits_are_shown_and_adopted(window, qtbot):
    workspace = window.workspace
    with workspace.transaction():  # as if the portal had both
        workspace.connection.execute("DELETE FROM vidbudova_journal WHERE type = 'need'")
        columns = workspace.columns("need").sql
        workspace.connection.execute(
            f"INSERT INTO vidbudova_base_need ({columns}, _revision, _hash) SELECT {columns}, 1, '' FROM need"
        )
    assert audit.untracked(workspace, full=True) == ()
    past_the_journal(workspace, "UPDATE need SET title_uk = 'Змінено повз' WHERE uuid = ?", window.school)
    window.bench.safekeeping.after_sync(SyncReport(problem=StoreError("sync.untracked_edits", n=1, names="")))
    assert any("unnoticed" in text for text in window.desk.notices())
    window.bench.safekeeping.look()
    window.wait_until(lambda: window.dialog is not None)
    assert "Змінено повз" in window.dialog.list.item(0).text()
    qtbot.mouseClick(window.dialog.adopt_button, LEFT)
    window.wait_until(lambda: bool(changes.dirty(workspace)))
    window.settled()
    assert [change.uuid for change in changes.dirty(workspace)] == [window.school]


def test_unnoticed_edits_of_a_workspace_that_was_closed_meanwhile_are_not_shown_in_the_next(window):
    keeping, opened = window.bench.safekeeping, window.bench.session.workspace
    found = ([UntrackedRow("need", window.school, "Школа", "changed", "Змінено")], 1)
    keeping._show_untracked(opened, found, None)
    assert window.dialog is not None
    keeping.set_workspace(None)
    keeping._show_untracked(opened, found, None)
    assert window.dialog is None


def test_diagnostics_are_saved(window, tmp_path: Path):
    target = tmp_path / "d.zip"
    window.bench.safekeeping.save_diagnostics(target)
    window.wait_until(target.exists)
    window.settled()
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("records.json"))["rows"]["need"] == 2
        assert "Школа" not in archive.read("records.json").decode("ascii").encode().decode("unicode_escape")


def test_the_dialogs_alone(qtbot, workspace):
    backup.back_up(workspace.connection, workspace.folder, "sync")
    (one,) = backup.list_backups(workspace.folder)
    dialog = RestoreDialog([one], "uk")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.setCurrentRow(0)
    rows = (RestoreRow("back", "Школа", "Потреба"), RestoreRow("go", "Нова", "Потреба"))
    dialog.show_preview(RestorePreview("another", {"back": 9, "change": 0, "go": 0}, rows))
    assert shown_rows(dialog) == [], "a late preview of another backup is passed over"
    dialog.show_preview(RestorePreview(one.name, {"back": 3, "change": 0, "go": 1}, rows))
    assert shown_rows(dialog) == ["Come back", "Потреба “Школа”", "and 2 more"]
    assert dialog.kinds() == {"back", "change"}
    dialog.boxes["back"].setChecked(False)
    assert not dialog.restore_button.isEnabled()
    dialog.boxes["go"].setChecked(True)
    with qtbot.waitSignal(dialog.restore_requested) as told:
        qtbot.mouseClick(dialog.restore_button, LEFT)
    assert told.args == [one.name, {"go", "change"}]
    empty = RestoreDialog([], "uk")
    qtbot.addWidget(empty)
    assert "no backups" in empty.told.text()
    shown = UntrackedDialog([UntrackedRow("need", "x", "Школа", "changed", "змінено: Назва")], 5)
    qtbot.addWidget(shown)
    assert shown.list.count() == 2
