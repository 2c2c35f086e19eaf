"""Pictures that stand in for photos of damaged buildings: drawn, so that nobody's photo is needed."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPolygonF

WIDTH, HEIGHT = 1600, 1200


def building(path: Path, wall: str, storeys: int, windows: int, holes: int) -> Path:
    """Draws a house with broken windows and a hole in its roof, and saves it as what the path's ending says."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sky = QLinearGradient(0, 0, 0, HEIGHT * 0.75)
    sky.setColorAt(0, QColor("#8fb3cf"))
    sky.setColorAt(1, QColor("#dfe6e6"))
    painter.fillRect(image.rect(), QBrush(sky))
    painter.fillRect(QRectF(0, HEIGHT * 0.82, WIDTH, HEIGHT * 0.18), QColor("#7c7a66"))
    house = QRectF(WIDTH * 0.12, HEIGHT * 0.3, WIDTH * 0.76, HEIGHT * 0.55)
    painter.fillRect(house, QColor(wall))
    roof = [QPointF(house.left() - 40, house.top()), QPointF(house.left() + 160, house.top() - 190)]
    for hole in range(holes):
        at = house.left() + 320 + 260 * hole
        roof += [
            QPointF(at, house.top() - 190),
            QPointF(at + 60, house.top() - 40),
            QPointF(at + 150, house.top() - 190),
        ]
    roof += [QPointF(house.right() - 160, house.top() - 190), QPointF(house.right() + 40, house.top())]
    painter.setBrush(QColor("#6b3f35"))
    painter.drawPolygon(QPolygonF(roof))
    tall, wide = house.height() / storeys, house.width() / windows
    for storey in range(storeys):
        for window in range(windows):
            pane = QRectF(
                house.left() + wide * (window + 0.25), house.top() + tall * (storey + 0.2), wide / 2, tall * 0.55
            )
            broken = (storey * 5 + window * 3) % 4 == 0
            painter.fillRect(pane, QColor("#1d2124" if broken else "#a9c6d8"))
            painter.fillRect(QRectF(pane.left() - 4, pane.bottom(), pane.width() + 8, 10), QColor("#e8e4da"))
    painter.end()
    if not image.save(str(path), None, 82):
        raise OSError(f"{path} could not be written")
    return path
