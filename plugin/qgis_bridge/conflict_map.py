"""Both places of a record in conflict on the map: mine in a whole line, the portal's in a broken one."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from .geojson import to_geometry
from .selection import CLOSEST_DEGREES, WGS84

MINE = QColor(47, 128, 216)
PORTAL = QColor(217, 95, 2)
WIDTH = 3
MOST_MARKERS = 200
"""Single points that get a marker each; of more, the first."""


class ConflictMap(QObject):
    """Draws over the map, and takes away what it drew."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._drawn: list[QgsRubberBand | QgsVertexMarker] = []
        self.places: tuple[QgsGeometry | None, QgsGeometry | None] = (None, None)

    def show(self, mine: dict[str, Any] | None, portal: dict[str, Any] | None, zoom: bool) -> None:
        """Draws two geometries (GeoJSON, WGS 84), either of which may be missing, in place of those before.

        :param zoom: brings both into sight, where they are not.
        """
        self.clear()
        shown = [None if one is None else to_geometry(one) for one in (mine, portal)]
        self.places = (shown[0], shown[1])
        # Mine first: a broken line is seen on a whole one, not the other way round.
        if shown[0] is not None:
            self._draw(shown[0], MINE, Qt.PenStyle.SolidLine, QgsVertexMarker.IconType.ICON_CIRCLE, WIDTH + 1)
        if shown[1] is not None:
            self._draw(shown[1], PORTAL, Qt.PenStyle.DashLine, QgsVertexMarker.IconType.ICON_X, WIDTH)
        if zoom:
            self._zoom()

    def clear(self) -> None:
        """Takes away what was drawn."""
        drawn, self._drawn = self._drawn, []
        self.places = (None, None)
        for item in drawn:
            if not sip.isdeleted(item) and not sip.isdeleted(self._canvas):
                self._canvas.scene().removeItem(item)

    def _draw(
        self, geometry: QgsGeometry, ink: QColor, style: Qt.PenStyle, icon: QgsVertexMarker.IconType, width: int
    ) -> None:
        to_map = self._to_map()
        if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry:
            for point in self._points(geometry):
                marker = QgsVertexMarker(self._canvas)
                marker.setCenter(to_map.transform(point))
                marker.setIconType(icon)
                marker.setIconSize(16)
                marker.setPenWidth(width)
                marker.setColor(ink)
                self._drawn.append(marker)
            return
        band = QgsRubberBand(self._canvas, geometry.type())
        band.setToGeometry(geometry, QgsCoordinateReferenceSystem(WGS84))
        band.setStrokeColor(ink)
        band.setFillColor(QColor(ink.red(), ink.green(), ink.blue(), 30))
        band.setWidth(width)
        band.setLineStyle(style)
        self._drawn.append(band)
        # The same signs as of points, so that the sides are told apart also where lines lie upon each other.
        start = next(iter(geometry.vertices()), None)
        if start is not None:
            self._draw(QgsGeometry.fromPointXY(QgsPointXY(start)), ink, style, icon, width)

    @staticmethod
    def _points(geometry: QgsGeometry) -> list[QgsPointXY]:
        return [QgsPointXY(vertex) for _, vertex in zip(range(MOST_MARKERS), geometry.vertices(), strict=False)]

    def _zoom(self) -> None:
        extent = QgsRectangle()
        extent.setMinimal()
        for place in self.places:
            if place is not None and not place.isEmpty():
                extent.combineExtentWith(place.boundingBox())
        if extent.isNull() and not any(place is not None for place in self.places):
            return
        half = CLOSEST_DEGREES / 2
        if extent.width() < CLOSEST_DEGREES and extent.height() < CLOSEST_DEGREES:
            centre = extent.center()
            extent = QgsRectangle(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)
        extent.scale(1.5)
        self._canvas.setExtent(self._to_map().transformBoundingBox(extent))
        self._canvas.refresh()

    def _to_map(self) -> QgsCoordinateTransform:
        return QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(WGS84),
            self._canvas.mapSettings().destinationCrs(),
            QgsProject.instance().transformContext(),
        )
