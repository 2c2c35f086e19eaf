"""Placing a record on the map: one click for a point, QGIS's snapping and advanced digitizing for lines and areas.

What comes out is a GeoJSON geometry in WGS 84, longitude before latitude, whatever the map shows.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import (
    QgsAdvancedDigitizingDockWidget,
    QgsMapCanvas,
    QgsMapMouseEvent,
    QgsMapToolAdvancedDigitizing,
    QgsRubberBand,
    QgsSnapIndicator,
)
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

KINDS = ("point", "line", "area")
LEAST_VERTICES = {"point": 1, "line": 2, "area": 3}
DECIMALS = 9  # of a degree: a tenth of a millimetre, far below what a screen can point at

STROKE = QColor(214, 69, 69)
FILL = QColor(214, 69, 69, 60)

Coordinate = list[float]


class PlaceTool(QgsMapToolAdvancedDigitizing):
    """Draws one geometry and hands it over.

    Click sets a vertex, snapped as the project is set; right click or Enter finishes a line or an area, Backspace takes
    the last vertex back, Esc gives up. A point is finished by its click.

    :param canvas: the map.
    :param cad: QGIS's advanced digitizing panel; its constraints apply while it is on.
    :param kind: ``point``, ``line`` or ``area``.
    """

    placed = pyqtSignal(dict)
    """The finished geometry: GeoJSON, WGS 84, (longitude, latitude)."""
    cancelled = pyqtSignal()
    """Given up, by Esc or because another map tool was taken."""
    rejected = pyqtSignal(str)
    """What was drawn so far makes no geometry; the code says why: ``too_few``, ``crossing`` or ``outside``."""

    def __init__(self, canvas: QgsMapCanvas, cad: QgsAdvancedDigitizingDockWidget, kind: str) -> None:
        if kind not in KINDS:
            raise ValueError(kind)
        super().__init__(canvas, cad)
        self.kind = kind
        self._vertices: list[QgsPointXY] = []
        self._pointer: QgsPointXY | None = None
        self._over = False
        self.replaced = False
        """Whether the map has gone on to another tool, or is about to."""
        self._snapped = QgsSnapIndicator(canvas)
        geometry = QgsWkbTypes.GeometryType
        self._shape = geometry.PolygonGeometry if kind == "area" else geometry.LineGeometry
        self._band = QgsRubberBand(canvas, self._shape)
        self._band.setStrokeColor(STROKE)
        self._band.setFillColor(FILL)
        self._band.setWidth(2)
        self._dots = QgsRubberBand(canvas, geometry.PointGeometry)
        self._dots.setColor(STROKE)
        self._dots.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
        self._dots.setIconSize(8)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def vertices(self) -> int:
        """How many vertices are set."""
        return len(self._vertices)

    # --- events -------------------------------------------------------------------------------------------------------
    def cadCanvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Shows where the next vertex would be."""
        event.snapPoint()
        self._snapped.setMatch(event.mapPointMatch())
        self._pointer = event.mapPoint()
        self._draw()

    def cadCanvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Left sets a vertex, right finishes."""
        if self._over:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.snapPoint()
        self._vertices.append(event.mapPoint())
        if self.kind == "point":
            self.finish()
        else:
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finishes, Backspace takes a vertex back, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.undo_vertex()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            event.ignore()
            return
        event.accept()

    def deactivate(self) -> None:
        """Another tool was taken: an unfinished drawing is given up."""
        super().deactivate()
        self.replaced = True
        self.give_up()

    # --- what they do -------------------------------------------------------------------------------------------------
    def undo_vertex(self) -> None:
        """Takes the last vertex back."""
        if self._vertices:
            self._vertices.pop()
            self._draw()

    def give_up(self) -> None:
        """Drops what was drawn."""
        if not self._over:
            self._clear()
            self.cancelled.emit()

    def finish(self) -> None:
        """Hands the geometry over, or says by `rejected` why there is none yet."""
        if self._over:
            return
        try:
            geometry = geojson(self.kind, self._vertices, self.canvas().mapSettings().destinationCrs())
        except GeometryFault as fault:
            if self.kind == "point":
                self._vertices.clear()
            self.rejected.emit(fault.code)
            return
        self._clear()
        self.placed.emit(geometry)

    def _clear(self) -> None:
        self._over = True
        self._snapped.setVisible(False)
        for band in (self._band, self._dots):
            self.canvas().scene().removeItem(band)

    def _draw(self) -> None:
        if self._over:
            return
        shown = [*self._vertices, self._pointer] if self._pointer is not None else list(self._vertices)
        self._dots.reset(QgsWkbTypes.GeometryType.PointGeometry)
        for vertex in self._vertices:
            self._dots.addPoint(vertex)
        if self.kind == "point" or len(shown) < 2:
            self._band.reset(self._shape)
            return
        outline = QgsGeometry.fromPolygonXY([shown]) if self.kind == "area" else QgsGeometry.fromPolylineXY(shown)
        self._band.setToGeometry(outline, None)


class GeometryFault(ValueError):
    """What was drawn makes no geometry."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def geojson(kind: str, vertices: list[QgsPointXY], crs: QgsCoordinateReferenceSystem) -> dict[str, Any]:
    """Drawn vertices as a GeoJSON geometry in WGS 84, longitude before latitude, nine decimals of a degree.

    An area's ring is closed and runs counter-clockwise (RFC 7946). Raises GeometryFault ``too_few`` (two vertices make
    no area), ``crossing`` (an outline that crosses itself) or ``outside`` (no place on earth).
    """
    distinct = [vertex for index, vertex in enumerate(vertices) if index == 0 or vertex != vertices[index - 1]]
    if kind == "area" and len(distinct) > 1 and distinct[0] == distinct[-1]:
        distinct.pop()
    if len(distinct) < LEAST_VERTICES[kind]:
        raise GeometryFault("too_few")
    to_wgs84 = QgsCoordinateTransform(
        crs, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext()
    )
    coordinates: list[Coordinate] = []
    for vertex in distinct:
        try:
            point = to_wgs84.transform(vertex) if crs.isValid() else vertex
        except QgsCsException as fault:
            raise GeometryFault("outside") from fault
        if not (-180 <= point.x() <= 180 and -90 <= point.y() <= 90):
            raise GeometryFault("outside")
        coordinates.append([round(point.x(), DECIMALS) + 0.0, round(point.y(), DECIMALS) + 0.0])
    if kind == "point":
        return {"type": "Point", "coordinates": coordinates[0]}
    if kind == "line":
        return {"type": "LineString", "coordinates": coordinates}
    ring = [*coordinates, list(coordinates[0])]
    area = _signed_area(ring)
    outline = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring]])
    if area == 0 or not outline.isGeosValid():
        raise GeometryFault("crossing")
    if area < 0:
        ring.reverse()
    return {"type": "Polygon", "coordinates": [ring]}


def _signed_area(ring: list[Coordinate]) -> float:
    """Twice the area of a closed ring, positive where it runs counter-clockwise (the shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))
