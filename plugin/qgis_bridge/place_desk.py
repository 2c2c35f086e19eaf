"""What forms ask of QGIS about places: other coordinate systems, the map before a place is taken, the receiver."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgisInterface, QgsMapCanvas, QgsProjectionSelectionDialog, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ..records.positions import GpsFix, Shifted
from . import datum_shift, gps, settings
from .geojson import to_geometry
from .tasks import TaskRunner

CANDIDATE = QColor(180, 0, 158)
"""Neither the colour of what is drawn, nor of what is flashed; ringed in white, so that it is seen on dark ground."""
INSET_METRES = 600.0
_LAST_SYSTEM = "places/system"
_DEGREE_M = 111_320.0


class PlaceDesk(QObject):
    """The `forms.place_tools.PlaceTools` of the window."""

    def __init__(self, iface: QgisInterface, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = iface.mapCanvas()
        self._tasks = tasks
        self._mark: CandidateMark | None = None
        self._seen: tuple[QgsRectangle, QgsRectangle] | None = None  # before the map was moved, and after

    def close(self) -> None:
        """Takes away what is on the map."""
        self.show(None)

    # --- coordinate systems -------------------------------------------------------------------------------------------
    def to_wgs84(self, code: str, x: float, y: float) -> Shifted:
        """See `datum_shift.to_wgs84`."""
        return datum_shift.to_wgs84(code, x, y, QgsProject.instance())

    def system_name(self, code: str) -> str:
        """QGIS's name of a system."""
        system = QgsCoordinateReferenceSystem(code)
        return str(system.description()) if system.isValid() else ""

    def choose_system(self, parent: QWidget, chosen: Callable[[str], None]) -> None:
        """Opens QGIS's own list of coordinate systems, without stopping the rest of the window."""
        dialog = QgsProjectionSelectionDialog(parent)
        dialog.setObjectName("chooseSystemDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        last = self.last_system()
        if last:
            dialog.setCrs(QgsCoordinateReferenceSystem(last))
        dialog.accepted.connect(partial(_tell_choice, dialog, chosen))
        dialog.open()

    def last_system(self) -> str:
        """The system stated last."""
        return settings.value(_LAST_SYSTEM)

    def keep_system(self, code: str) -> None:
        """Remembers the system stated."""
        settings.set_value(_LAST_SYSTEM, code)

    # --- the map ------------------------------------------------------------------------------------------------------
    def show(self, geometry: dict[str, Any] | None) -> None:
        """Marks a place on the map, which comes into sight; None unmarks it and gives the former view back, unless the
        person has moved the map meanwhile."""
        if self._mark is not None:
            self._mark.remove()
            self._mark = None
        if geometry is None:
            self._look_back()
            return
        point = to_geometry(geometry).centroid().asPoint()
        self._mark = CandidateMark(self._canvas, point)
        place = self._mark.place
        if place is not None and not self._canvas.extent().contains(place):
            before = self._canvas.extent()
            self._canvas.setCenter(place)
            self._canvas.refresh()
            self._seen = (self._seen[0] if self._seen is not None else before, self._canvas.extent())

    def _look_back(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None and self._canvas.extent() == seen[1]:
            self._canvas.setExtent(seen[0])
            self._canvas.refresh()

    def keep_view(self) -> None:
        """The marked place was taken: the map stays where it is."""
        self._seen = None

    def make_inset(self, parent: QWidget) -> QWidget:
        """A small map around a place, with the layers of the big one."""
        return InsetMap(self._canvas, parent)

    # --- the receiver, and work beside the window ---------------------------------------------------------------------
    def fix(self) -> GpsFix | str:
        """See `gps.fix`."""
        return gps.fix()

    def start(self, title: str, work: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> Any:
        """Runs work in a task of QGIS."""
        return self._tasks.start(title, lambda _task: work(), done)


class CandidateMark:
    """A ring and a cross at a place that is not taken yet; seen on light and dark ground, told by shape too."""

    def __init__(self, canvas: QgsMapCanvas, point: QgsPointXY) -> None:
        """:param point: longitude, latitude (WGS 84)."""
        self._canvas = canvas
        self.place = _on(canvas, point)
        self._bands = [
            self._band(QgsRubberBand.IconType.ICON_CIRCLE, 22, 6, QColor(Qt.GlobalColor.white)),
            self._band(QgsRubberBand.IconType.ICON_CIRCLE, 22, 3, CANDIDATE),
            self._band(QgsRubberBand.IconType.ICON_CROSS, 13, 5, QColor(Qt.GlobalColor.white)),
            self._band(QgsRubberBand.IconType.ICON_CROSS, 12, 2, CANDIDATE),
        ]

    def _band(self, icon: Any, size: int, width: int, colour: QColor) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PointGeometry)
        band.setIcon(icon)
        band.setIconSize(size)
        band.setWidth(width)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(0, 0, 0, 0))
        if self.place is not None:
            band.addPoint(self.place)
        return band

    def remove(self) -> None:
        """Takes it off the map."""
        for band in self._bands:
            if not sip.isdeleted(self._canvas) and not sip.isdeleted(band):
                self._canvas.scene().removeItem(band)
        self._bands.clear()


class InsetMap(QgsMapCanvas):
    """A map of some hundred metres around a place, in a form that may cover the big one. It cannot be edited."""

    def __init__(self, big: QgsMapCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("placeInset")
        self.setAccessibleName(QCoreApplication.translate("PlaceDesk", "The place on a small map"))
        self.setToolTip(QCoreApplication.translate("PlaceDesk", "The mouse wheel zooms."))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._big = big
        self._mark: CandidateMark | None = None
        self.setCanvasColor(big.canvasColor())
        self.setWheelFactor(2)

    def show_place(self, longitude: float, latitude: float) -> None:
        """Looks at a place (WGS 84) and marks it."""
        self.setDestinationCrs(self._big.mapSettings().destinationCrs())
        self.setLayers(self._big.layers())
        half = INSET_METRES / _DEGREE_M
        around = QgsRectangle(longitude - half * 1.5, latitude - half, longitude + half * 1.5, latitude + half)
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(datum_shift.WGS84),
            self.mapSettings().destinationCrs(),
            QgsProject.instance().transformContext(),
        )
        try:
            self.setExtent(to_map.transformBoundingBox(around))
        except QgsCsException:  # the map is in a projection that does not reach there
            return
        if self._mark is not None:
            self._mark.remove()
        self._mark = CandidateMark(self, QgsPointXY(longitude, latitude))
        self.refresh()


def _on(canvas: QgsMapCanvas, point: QgsPointXY) -> QgsPointXY | None:
    """A place (WGS 84) in the map's own coordinates; None where its projection does not reach there."""
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(datum_shift.WGS84),
        canvas.mapSettings().destinationCrs(),
        QgsProject.instance().transformContext(),
    )
    try:
        return to_map.transform(point)
    except QgsCsException:
        return None


def _tell_choice(dialog: QgsProjectionSelectionDialog, chosen: Callable[[str], None]) -> None:
    system = dialog.crs()
    if system.isValid():
        chosen(str(system.authid()) or f"WKT:{system.toWkt()}")
