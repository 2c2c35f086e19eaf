"""Every screen of the plugin, one after the other, over a workspace with something of everything in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QListWidget, QPushButton, QWidget

from plugin import paths
from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.territory_tree import TerritoryDialog
from plugin.panels.boundaries_dialog import BoundariesDialog
from plugin.panels.bundle_dialogs import ExportBundleDialog, ImportBundleDialog
from plugin.panels.dock import VidbudovaDock
from plugin.panels.help_window import HelpWindow
from plugin.panels.many_dialog import ManyDialog
from plugin.panels.restore_dialog import RestoreDialog
from plugin.panels.set_field_dialog import SetFieldDialog
from plugin.panels.settings_dialog import Settings, SettingsDialog
from plugin.panels.untracked_dialog import UntrackedDialog, UntrackedRow
from plugin.panels.workspace_wizard import NewWorkspaceWizard
from plugin.records.territory import default_codifier
from plugin.store import attaching
from plugin.store.location import prospect
from plugin.sync.bundle import Outlook
from tests.unit.store.pictures import exif, photo

from .test_workbench import TSYRKUNY, Window

KHARKIV = "UA63000000000041885"
Screen = tuple[str, QWidget]


def fill(window: Window, folder: Path) -> None:
    """A need with photos, faults and a link, records that hang off the project."""
    ws = window.workspace
    for name, content in (("a.jpg", photo(facts=exif())), ("акт.pdf", b"%PDF-1.4\n%%EOF\n")):
        (folder / name).write_bytes(content)
        attaching.attach(ws, "need", window.school, folder / name)
    ws.insert("funding", {"project_uuid": window.project})
    ws.insert("progress_report", {"project_uuid": window.project})
    ws.insert("need_project", {"project_uuid": window.project, "need_uuid": window.school})
    ws.update("need", window.lyceum, {"priority": 5, "people_women": -4, "title_uk": "Капiтальний ремонт"})


def calm(window: Window, wait_until: Callable[..., None]) -> None:
    """What a screen shows comes beside it; what is not there by then is not needed to look at the screen."""
    with contextlib.suppress(AssertionError):
        wait_until(lambda: window.bench.tasks.running == 0, 2)


def of_forms(window: Window, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """Every section of the form of one record of each kind, a faulty and a new one among them."""
    ws = window.workspace
    kinds = [kind for kind in ws.catalogue.types if kind not in ("attachment", "consultation")]
    opened: list[tuple[str, str | None]] = [(kind, next(iter(ws.records(kind)), {}).get("uuid")) for kind in kinds]
    opened = [one for one in opened if one[1] is not None]
    opened += [("need", window.lyceum), ("need", None)]
    for kind, uuid in opened:
        made = window.bench.records.new(kind) if uuid is None else window.bench.records.open(kind, uuid)
        made.activateWindow()
        sections: QListWidget = made.form.pages.sections
        for row in range(sections.count()):
            sections.setCurrentRow(row)
            calm(window, wait_until)
            yield f"form of {kind} {'' if uuid else '(new) '}/ {sections.item(row).text()}", made
        made.close()
        QApplication.processEvents()


def of_photos(window: Window, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """A photo seen whole."""
    made = window.bench.records.open("need", window.school)
    sections = made.form.pages.sections
    label = window.workspace.catalogue.type("attachment").plural_label("uk")
    sections.setCurrentRow([sections.item(row).text() for row in range(sections.count())].index(label))
    page = made.form.pages.stack.currentWidget()
    page.list.setCurrentRow(0)
    page.list.open_pressed.emit()
    calm(window, wait_until)
    yield "a photo seen whole", page._view
    made.close()


def of_dock(window: Window, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """The tabs, the filters unfolded, and the panel without a workspace."""
    dock: Any = window.bench.dock
    dock.check_requested.emit()
    calm(window, wait_until)
    for index in range(dock.tabs.count()):
        dock.tabs.setCurrentIndex(index)
        calm(window, wait_until)
        yield f"panel / {dock.tabs.tabText(index)}", dock
    dock.tabs.setCurrentIndex(0)
    button = dock.findChild(QWidget, "filterButton")
    button.click()
    yield "panel / filters", dock
    button.click()


def of_dialogs(window: Window, folder: Path, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """Windows that stand for themselves, and the panel without a workspace."""
    parent, ws = window.desk.window, window.workspace
    outlook = Outlook(3, 2, 4)
    dock = VidbudovaDock("uk", default_codifier(), parent)
    parent.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    dock.show()
    parent.activateWindow()
    wait_until(parent.isActiveWindow)
    yield "panel / nothing open", dock
    parent.removeDockWidget(dock)
    dock.deleteLater()
    wizard = NewWorkspaceWizard(default_codifier(), "uk", folder, parent=parent)
    wizard.look_requested.connect(lambda path, name: wizard.show_prospect(prospect(path, name)))
    wizard.show()
    wizard.activateWindow()
    wait_until(wizard.isActiveWindow)
    for page in range(3):
        yield f"new workspace / page {page + 1}", wizard
        if page == 1:
            wizard.currentPage().add(KHARKIV)
        wizard.findChild(QPushButton, "wizardNextButton").click()
    wizard.hide()
    made: list[tuple[str, QWidget]] = [
        (
            "settings",
            SettingsDialog(Settings("https://portal.example", "12345678", "О. Петренко"), True, "українська", parent),
        ),
        ("backups", RestoreDialog([], "uk", parent)),
        ("unnoticed", UntrackedDialog([UntrackedRow("need", "x", "Школа", "changed", "змінено: Назва")], 5, parent)),
        ("help", HelpWindow(paths.help_dir("uk"), parent)),
        ("territory", TerritoryDialog(default_codifier(), "uk", (KHARKIV,), parent=parent)),
        ("boundaries", BoundariesDialog([("x", "Громади")], "uk", parent=parent)),
        ("submitting many", ManyDialog("submit", 12, ws.catalogue, "uk", parent)),
        ("deleting many", ManyDialog("delete", 12, ws.catalogue, "uk", parent)),
        (
            "a field of many",
            SetFieldDialog([ws.rtype("need")], 12, WorkspaceAccess(ws, default_codifier()), "uk", parent),
        ),
        ("export of a bundle", ExportBundleDialog(outlook, True, True, folder / "тиждень.vidbudova", parent)),
        ("import of a bundle", ImportBundleDialog(folder / "тиждень.vidbudova", ws.catalogue, "uk", parent)),
    ]
    for name, dialog in made:
        dialog.show()
        dialog.activateWindow()
        wait_until(dialog.isActiveWindow)
        calm(window, wait_until)
        yield name, dialog
        dialog.hide()
        dialog.deleteLater()


def of_exchange(window: Window, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """Conflicts, settling many alike, a bundle."""
    from .test_conflicts import clash

    clash(window.workspace, window.school, {"title_uk": "Гімназія", "priority": 2}, {"title_uk": "Ліцей №1"})
    clash(window.workspace, window.lyceum, {"geom": TSYRKUNY}, {"geom": {"type": "Point", "coordinates": [36.5, 50.0]}})
    window.bench.list.touch()
    window.bench.conflicts.show()
    shown = window.bench.conflicts.window
    calm(window, wait_until)
    yield "conflicts", shown
    shown.findChild(QPushButton, "settleAllButton").click()
    calm(window, wait_until)
    for dialog in shown.findChildren(QWidget, "settleAllDialog"):
        yield "settling all", dialog
        dialog.close()
    shown.close()


def every_screen(window: Window, folder: Path, wait_until: Callable[..., None]) -> Iterator[Screen]:
    """All of them."""
    fill(window, folder)
    yield from of_dock(window, wait_until)
    yield from of_forms(window, wait_until)
    yield from of_photos(window, wait_until)
    yield from of_exchange(window, wait_until)
    yield from of_dialogs(window, folder, wait_until)
