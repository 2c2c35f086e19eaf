"""A settlement on a small map: a dot and its name, for people to know by where a place is."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

_INK, _NIGHT_INK = QColor("#404a54"), QColor("#d5dbe1")
_RADIUS, _GAP, _HALO = 3.0, 5.0, 3.0


class LandmarkItem(QgsMapCanvasItem):
    """Drawn over the map; moves and zooms with it."""

    def __init__(self, canvas: QgsMapCanvas, place: QgsPointXY, name: str) -> None:
        """:param place: in the map's own coordinates."""
        super().__init__(canvas)
        self.canvas, self.place, self.name = canvas, place, name

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.canvas.width(), self.canvas.height())

    def updatePosition(self) -> None:
        self.update()

    def paint(self, painter: QPainter, _option: Any = None, _widget: Any = None) -> None:
        dark = self.canvas.canvasColor().lightness() < 128
        ink, ground = (_NIGHT_INK if dark else _INK), self.canvas.canvasColor()
        at = self.toCanvasCoordinates(self.place)
        letters = self.canvas.font()
        wide = QFontMetricsF(letters)
        free = max(at.x(), self.canvas.width() - at.x()) - _RADIUS - 2 * _GAP
        name = wide.elidedText(self.name, Qt.TextElideMode.ElideRight, free)
        left = at.x() > self.canvas.width() / 2  # towards the middle, where there is room
        start = at.x() - _RADIUS - _GAP - wide.horizontalAdvance(name) if left else at.x() + _RADIUS + _GAP
        below = min(max(at.y() + wide.ascent() / 2, wide.ascent() + 2), self.canvas.height() - wide.descent() - 2)
        shape = QPainterPath()
        shape.addText(QPointF(start, below), letters, name)
        shape.addEllipse(at, _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(shape, QPen(ground, _HALO, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.fillPath(shape, ink)
