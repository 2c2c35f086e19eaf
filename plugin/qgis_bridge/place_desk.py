"""What forms ask of QGIS about places: other coordinate systems, the map before a place is taken, the receiver."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgisInterface, QgsMapCanvas, QgsProjectionSelectionDialog, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ..records.positions import GpsFix, Landmark, Shifted
from . import datum_shift, gps, settings
from .geojson import to_geometry
from .landmark_item import LandmarkItem
from .tasks import TaskRunner

CANDIDATE = QColor(180, 0, 158)
"""Neither the colour of what is drawn, nor of what is flashed; ringed in white, so that it is seen on dark ground."""
INSET_METRES = 600.0
_LAST_SYSTEM = "places/system"
_DEGREE_M = 111_320.0
_RING, _CROSS = QgsRubberBand.IconType.ICON_CIRCLE, QgsRubberBand.IconType.ICON_CROSS


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
        self._mark = CandidateMark(self._canvas, geometry)
        place = self._mark.box
        if place is not None and not self._canvas.extent().contains(place):
            before = self._canvas.extent()
            if place.width() < before.width() and place.height() < before.height():
                self._canvas.setCenter(place.center())
            else:
                self._canvas.setExtent(place.buffered(max(place.width(), place.height()) / 5))
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

    def is_outline(self, area: dict[str, Any]) -> bool:
        """Whether an area's outline encloses something and does not cross itself."""
        outline = to_geometry(area)
        return outline.area() > 0 and outline.isGeosValid()

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
    """What is not taken yet: a point as a ring with a cross, else the outline; seen on light and dark ground, told by
    shape too. ``box``: where it is, in the map's own coordinates; None where its projection does not reach there."""

    def __init__(self, canvas: QgsMapCanvas, geometry: dict[str, Any]) -> None:
        """:param geometry: GeoJSON (longitude, latitude; WGS 84)."""
        self._canvas = canvas
        self._place = _on(canvas, to_geometry(geometry))
        self.box = self._place.boundingBox() if self._place is not None else None
        white, ring, cross = QColor(Qt.GlobalColor.white), _RING, _CROSS
        looks = [(ring, 22, 6, white), (ring, 22, 3, CANDIDATE), (cross, 13, 5, white), (cross, 12, 2, CANDIDATE)]
        if geometry["type"] != "Point":
            looks = [(cross, 1, 6, white), (cross, 1, 3, CANDIDATE)]
        self._bands = [self._band(*look) for look in looks]

    def _band(self, icon: Any, size: int, width: int, colour: QColor) -> QgsRubberBand:
        kind = self._place.type() if self._place is not None else QgsWkbTypes.GeometryType.PointGeometry
        band = QgsRubberBand(self._canvas, kind)
        band.setIcon(icon)
        band.setIconSize(size)
        band.setWidth(width)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(0, 0, 0, 0))
        if self._place is not None:
            band.setToGeometry(self._place, None)
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
        self.landmark: LandmarkItem | None = None
        self.setCanvasColor(big.canvasColor())
        self.setWheelFactor(2)

    def show_place(self, geometry: dict[str, Any], landmark: Landmark | None = None) -> None:
        """Looks at a place (GeoJSON, WGS 84) and marks it.

        :param landmark: named where it is in sight; where there is no map beneath, so far away that it is in sight.
        """
        self.setDestinationCrs(self._big.mapSettings().destinationCrs())
        self.setLayers(self._big.layers())
        half = INSET_METRES / _DEGREE_M
        around = to_geometry(geometry).boundingBox()
        if geometry["type"] == "Point":
            if landmark is not None and not self._has_ground():
                there = abs(landmark.longitude - around.xMinimum()), abs(landmark.latitude - around.yMinimum())
                half = max(half, 1.3 * there[0] / 1.5, 1.3 * there[1])
            around.grow(half)
            around = QgsRectangle(
                around.xMinimum() - half / 2, around.yMinimum(), around.xMaximum() + half / 2, around.yMaximum()
            )
        else:
            around.grow(max(around.width(), around.height(), half / 10) / 4)
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
        if self.landmark is not None:
            self.scene().removeItem(self.landmark)
            self.landmark = None
        if landmark is not None:
            place = _on(self, QgsGeometry.fromPointXY(QgsPointXY(landmark.longitude, landmark.latitude)))
            if place is not None and self.extent().contains(place.asPoint()):
                self.landmark = LandmarkItem(self, place.asPoint(), landmark.name)
        self._mark = CandidateMark(self, geometry)
        self.refresh()

    def _has_ground(self) -> bool:
        """Whether tiles or pictures lie beneath the records, by which a place is known at any scale."""
        return any(not isinstance(layer, QgsVectorLayer) for layer in self.layers())


def _on(canvas: QgsMapCanvas, geometry: QgsGeometry) -> QgsGeometry | None:
    """A place (WGS 84) in the map's own coordinates; None where its projection does not reach there."""
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(datum_shift.WGS84),
        canvas.mapSettings().destinationCrs(),
        QgsProject.instance().transformContext(),
    )
    try:
        return geometry if geometry.transform(to_map) == QgsGeometry.OperationResult.Success else None
    except QgsCsException:
        return None


def _tell_choice(dialog: QgsProjectionSelectionDialog, chosen: Callable[[str], None]) -> None:
    system = dialog.crs()
    if system.isValid():
        chosen(str(system.authid()) or f"WKT:{system.toWkt()}")
