"""The form's field of the place over a real map, in a window of its own, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QMenu, QPushButton, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.geometry import GeometryEditor
from plugin.forms.sticky import MemorySticky
from plugin.qgis_bridge import settings
from plugin.qgis_bridge.place_desk import CANDIDATE, PlaceDesk
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.records.territory import default_codifier
from plugin.store.workspace import Workspace

from .desk import Desk

TSYRKUNY = "UA63120290010028715"
KHARKIV_TYPED, KHARKIV_POINT = "50.0045 36.2314", [36.2314, 50.0045]


@contextmanager
def place_access(workspace: Workspace, desk: Desk) -> Iterator[WorkspaceAccess]:
    """What a form knows, places included, over a map of Poltava in metres of the web's Mercator."""
    settings.set_value("places/system", "")
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    desk.canvas.setExtent(QgsRectangle(3_830_000, 6_360_000, 3_860_000, 6_380_000))
    tasks = TaskRunner()
    places = PlaceDesk(desk, tasks)
    yield WorkspaceAccess(workspace, default_codifier(), "Олена", MemorySticky(), places=places)
    places.close()
    tasks.close()
    settings.set_value("places/system", "")


@contextmanager
def place_field(workspace: Workspace, desk: Desk) -> Iterator[Field]:
    """The field, shown, of a record in Tsyrkuny."""
    with place_access(workspace, desk) as access:
        made = Field(access)
        yield made
        made.window.close()
        made.window.deleteLater()


class Field:
    """The field of the place in a window of its own, and what came of it."""

    def __init__(self, access: WorkspaceAccess, stated: str | None = TSYRKUNY, kind: str = "any") -> None:
        self.stated = stated
        self.window = QWidget()
        self.editor = GeometryEditor(kind, "uk", self.window, access, lambda: self.stated)
        self.other = QPushButton("…", self.window)
        self.editor.resize(640, 400)
        self.window.resize(700, 440)
        self.window.show()
        self.window.activateWindow()
        self.editor.line.setFocus()
        self.precision: list[str] = []
        self.changes = 0
        self.editor.precision_told.connect(self.precision.append)
        self.editor.changed.connect(self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def type(self, text: str) -> None:
        self.editor.line.setFocus()
        self.editor.line.setText(text)
        self.editor.line.textEdited.emit(text)

    @property
    def shown(self) -> bool:
        return self.editor.preview.isVisible() and self.editor.entry.candidate is not None

    @property
    def told(self) -> str:
        return self.editor.preview.told

    @property
    def point(self) -> list[float] | None:
        value = self.editor.value()
        return None if value is None else value["coordinates"]

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.editor.line, key)

    def click(self, name: str) -> None:
        self.editor.findChild(QPushButton, name).click()

    def choose(self, text: str) -> None:
        """Chooses the system whose name holds `text`."""
        box = self.editor.findChild(QComboBox, "systemChoice")
        index = next(n for n in range(box.count()) if text in box.itemText(n))
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def use(self, name: str) -> None:
        """Chooses one of the other ways."""
        menu = self.editor.findChild(QMenu, "otherWaysMenu")
        next(action for action in menu.actions() if action.objectName() == name).trigger()


def marked(desk: Desk) -> list[tuple[float, float]]:
    """Where places that are not taken yet are marked on the map."""
    bands = [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand)]
    points = [band.asGeometry().asMultiPoint() or [band.asGeometry().asPoint()] for band in bands
              if band.strokeColor() == CANDIDATE]  # fmt: skip
    return sorted({(round(point.x()), round(point.y())) for found in points for point in found})
