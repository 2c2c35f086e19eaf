"""The form of a need in a workspace of 100,000: opening it, typing in it, going through it; beside QGIS's own form."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import QgsApplication, QgsFeature, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.qgis_bridge import layer_forms
from plugin.records.catalogue import default_catalogue
from plugin.records.territory import Codifier
from plugin.store import listing_index
from plugin.store.workspace import Workspace

from .result import Result, Stopwatch, report
from .workspaces import synced

RECORDS = 100_000
OPENINGS = 15
OPEN_LIMIT = 150.0
KEY_LIMIT = 16.0
STALL_LIMIT = 100.0
TEXT = "Капітальний ремонт покрівлі ліцею № 2, вул. Центральна, 17"


def main() -> None:
    """The listing is up to date before, as it is after a session's first minute."""
    application = QgsApplication([], True)
    application.initQgis()
    QgsGui.editorWidgetRegistry().initEditors()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "workspace")
        with synced(folder, RECORDS) as workspace:
            listing_index.refresh(workspace)
        workspace = Workspace.open(folder, default_catalogue())
        layer = QgsVectorLayer(f"{workspace.gpkg_path}|layername=need|geometrytype=Point", "need", "ogr")
        QgsProject.instance().addMapLayer(layer)
        layer_forms.configure(layer, workspace.catalogue.type("need"), workspace.catalogue, "uk")
        layer.startEditing()
        features = [feature for feature, _ in zip(layer.getFeatures(), range(OPENINGS), strict=False)]
        ours, first = _ours(workspace, [str(feature["uuid"]) for feature in features])
        theirs = _theirs(layer, features)
        report(
            Result("form: open, the session's first", first * 1000, "ms", limit=OPEN_LIMIT),
            Result(f"form: open on {RECORDS:,} records", ours.opening.median * 1000, "ms", limit=OPEN_LIMIT),
            Result("form: the slowest opening", max(ours.opening.times) * 1000, "ms"),
            _beside("form: open, beside QGIS's own form", ours.opening, theirs.opening),
            Result("form: a key, until it is drawn", ours.keys.median * 1000, "ms", limit=KEY_LIMIT),
            Result("form: the slowest key but one in a hundred", _slowest(ours.keys) * 1000, "ms", limit=KEY_LIMIT),
            _beside("form: a key, beside QGIS's own form", ours.keys, theirs.keys),
            Result("form: the slowest section, opened and drawn", ours.slowest_section * 1000, "ms", limit=STALL_LIMIT),
            Result("form: a save, checks included", ours.saving.median * 1000, "ms", limit=STALL_LIMIT),
        )
        layer.rollBack()
        QgsProject.instance().clear()
        workspace.close()
    application.exitQgis()


class Times:
    """What was taken of one form."""

    def __init__(self) -> None:
        self.opening, self.keys, self.saving = Stopwatch(), Stopwatch(), Stopwatch()
        self.sections: dict[int, Stopwatch] = {}

    @property
    def slowest_section(self) -> float:
        """The median of the section that takes longest, in seconds."""
        return max(watch.median for watch in self.sections.values())


def _ours(workspace: Workspace, uuids: list[str]) -> tuple[Times, float]:
    """The record form of each record, and the very first opening, which reads the rules and the messages."""
    times = Times()
    access = WorkspaceAccess(workspace, Codifier(), author="О. Петренко", sticky=MemorySticky())
    for uuid in [uuids[0], *uuids]:
        with times.opening.lap():
            window = RecordWindow(access, workspace.catalogue.type("need"), uuid, "uk")
            window.show()
            _draw()
        _type(window.findChild(QLineEdit, "field_title_uk"), times.keys)
        for row in range(window.form.pages.sections.count()):
            with times.sections.setdefault(row, Stopwatch()).lap():
                window.form.pages.go(row)
                _draw()
        with times.saving.lap():
            if window.form.save() is None:
                raise AssertionError(window.form.banner.text)
            _draw()
        _away(window)
    return times, times.opening.times.pop(0)


def _theirs(layer: QgsVectorLayer, features: list[QgsFeature]) -> Times:
    """QGIS's attribute form of the same records, with the labels, lists and limits that the plugin gives its layers."""
    times = Times()
    for feature in [features[0], *features]:
        with times.opening.lap():
            dialog = QgsAttributeDialog(layer, feature, False)
            dialog.show()
            _draw()
        title = str(feature["title_uk"])
        lines = [line for line in dialog.findChildren(QLineEdit) if line.text() == title]
        _type(lines[0], times.keys)
        _away(dialog)
    times.opening.times.pop(0)
    return times


def _type(line: QLineEdit, watch: Stopwatch) -> None:
    line.setFocus()
    line.setCursorPosition(0)
    for letter in TEXT:
        with watch.lap():
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            _draw()
    if TEXT[-5:] not in line.text():
        raise AssertionError("nothing was typed")


def _draw() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


def _away(window: QWidget) -> None:
    for answer in window.findChildren(QObject, "question"):
        answer.deleteLater()
    window.hide()
    window.deleteLater()
    _draw()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _slowest(watch: Stopwatch) -> float:
    """The time that 99 of 100 stay under: a machine that does something else now and then is not the form."""
    return sorted(watch.times)[int(len(watch.times) * 0.99)]


def _beside(name: str, ours: Stopwatch, theirs: Stopwatch) -> Result:
    return Result(name, ours.median * 1000, "ms", theirs.median * 1000, "QGIS's attribute form")


if __name__ == "__main__":
    main()
