"""Rows of two lines in a list: what the thing is called, and under it, quieter, what there is to say of it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from .flags import as_int
from .row_ground import draw_ground
from .theme import muted

SIDE, ABOVE = 8, 6


class TwoLineDelegate(QStyledItemDelegate):
    """The first line of an item's text in bold, the others below it; lines that are too long end in an ellipsis."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        self.initStyleOption(option, index)
        lines = str(index.data(Qt.ItemDataRole.DisplayRole) or "").split("\n")  # the option has other signs for breaks
        option.text = ""
        selected, ink = draw_ground(painter, option)
        rect = option.rect.adjusted(SIDE, ABOVE, -SIDE, -ABOVE)
        rect.setHeight(option.fontMetrics.height())
        painter.save()
        font = option.font
        for number, line in enumerate(lines):
            font.setBold(number == 0)
            painter.setFont(font)
            painter.setPen(ink if selected or number == 0 else muted(option.palette))
            text = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, as_int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
            rect.moveTop(rect.bottom() + 1)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        lines = str(index.data(Qt.ItemDataRole.DisplayRole) or "").count("\n") + 1
        return QSize(10, lines * option.fontMetrics.height() + 2 * ABOVE)


class ListWithHint(QListWidget):
    """While nothing stands in it, it says in its middle what to do (`empty_text`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count() and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(muted(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(24, 12, -24, -12), as_int(flags), self.empty_text)
            painter.end()
