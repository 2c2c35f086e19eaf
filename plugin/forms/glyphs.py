"""Small signs drawn as paths: sharp at any scale, in the palette's own colours, with no icon file to load."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

from .theme import color

_PEN = 0.11  # of the sign's side


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _strokes(*lines: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


def _ring() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(0.06, 0.06, 0.88, 0.88))
    return path


def _triangle() -> QPainterPath:
    return _polygon((0.5, 0.08), (0.95, 0.9), (0.05, 0.9))


def _dot(x: float, y: float, radius: float = 0.06) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(0.14, 0.14, 0.72, 0.72))
    return path


# name → (colour meaning, filled paths, stroked paths)
_SIGNS: dict[str, tuple[str, Callable[[], list[QPainterPath]], Callable[[], list[QPainterPath]]]] = {
    "need": ("need", lambda: [_polygon((0.5, 0.04), (0.96, 0.5), (0.5, 0.96), (0.04, 0.5))], list),
    "project": ("project", lambda: [_square()], list),
    "other": ("other", lambda: [], lambda: [_square(), _strokes(((0.3, 0.4), (0.7, 0.4)), ((0.3, 0.6), (0.7, 0.6)))]),
    "waiting": (
        "waiting",
        list,
        lambda: [_strokes(((0.5, 0.92), (0.5, 0.1)), ((0.16, 0.44), (0.5, 0.1), (0.84, 0.44)))],
    ),
    "sending": ("waiting", lambda: [_dot(0.2, 0.5, 0.11), _dot(0.5, 0.5, 0.11), _dot(0.8, 0.5, 0.11)], list),
    "synced": ("good", list, lambda: [_strokes(((0.1, 0.54), (0.4, 0.84), (0.92, 0.18)))]),
    "conflict": (
        "error",
        list,
        lambda: [
            _strokes(
                ((0.06, 0.34), (0.9, 0.34)),
                ((0.66, 0.12), (0.9, 0.34)),
                ((0.94, 0.68), (0.1, 0.68)),
                ((0.34, 0.9), (0.1, 0.68)),
            )
        ],
    ),
    "refused": ("error", list, lambda: [_ring(), _strokes(((0.33, 0.33), (0.67, 0.67)), ((0.67, 0.33), (0.33, 0.67)))]),
    "error": ("error", list, lambda: [_ring(), _strokes(((0.33, 0.33), (0.67, 0.67)), ((0.67, 0.33), (0.33, 0.67)))]),
    "warning": ("warning", lambda: [_dot(0.5, 0.76)], lambda: [_triangle(), _strokes(((0.5, 0.36), (0.5, 0.6)))]),
    "folded": ("other", lambda: [_polygon((0.28, 0.1), (0.78, 0.5), (0.28, 0.9))], list),
    "open": ("other", lambda: [_polygon((0.1, 0.28), (0.9, 0.28), (0.5, 0.78))], list),
    "hint": ("hint", lambda: [_dot(0.5, 0.29)], lambda: [_ring(), _strokes(((0.5, 0.46), (0.5, 0.74)))]),
    "offline": ("warning", list, lambda: [_ring(), _strokes(((0.5, 0.24), (0.5, 0.52), (0.7, 0.64)))]),
    "search": ("other", list, lambda: [_search()]),
    "turn_left": ("other", lambda: [_polygon((0.0, 0.36), (0.36, 0.2), (0.3, 0.56))], lambda: [_turn(-1)]),
    "turn_right": ("other", lambda: [_polygon((1.0, 0.36), (0.64, 0.2), (0.7, 0.56))], lambda: [_turn(1)]),
}


def _search() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(0.08, 0.08, 0.58, 0.58))
    path.moveTo(0.6, 0.6)
    path.lineTo(0.94, 0.94)
    return path


def _turn(side: int) -> QPainterPath:
    """Three quarters of a circle that end at the left (-1) or the right (1)."""
    path = QPainterPath()
    box = QRectF(0.16, 0.18, 0.68, 0.68)
    path.arcMoveTo(box, 20 if side > 0 else 160)
    path.arcTo(box, 20 if side > 0 else 160, side * 270)
    return path


def paint_glyph(painter: QPainter, name: str, rect: QRectF, palette: QPalette, ink: QColor | None = None) -> None:
    """Draws a sign into a square; `ink` overrides its own colour (on a selected row, say)."""
    meaning, fills, strokes = _SIGNS.get(name, _SIGNS["other"])
    shade = ink if ink is not None else color(meaning, palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width(), rect.height())
    for path in fills():
        painter.fillPath(path, shade)
    pen = QPen(shade, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for path in strokes():
        painter.strokePath(path, pen)
    painter.restore()


def glyph_pixmap(name: str, side: int, palette: QPalette, ratio: float = 1.0, ink: QColor | None = None) -> QPixmap:
    """A sign as a picture of `side` device-independent pixels; `ink` overrides its own colour."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_glyph(painter, name, QRectF(0, 0, side, side), palette, ink)
    painter.end()
    return pixmap


def glyph_icon(name: str, palette: QPalette) -> QIcon:
    """A sign as an icon, sharp at 100 % and 200 %."""
    icon = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        icon.addPixmap(glyph_pixmap(name, 16, palette, ratio))
    return icon
