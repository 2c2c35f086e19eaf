"""The sections of the form down its left side, each with how complete it is and whether something is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QModelIndex, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from .flags import as_int
from .focus import show_focus
from .glyphs import paint_glyph
from .row_ground import draw_ground
from .theme import muted

_STATE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class SectionState:
    """What stands beside a section: "3/7" or a count of records, and the worst severity found in it, if any."""

    progress: str
    accessible: str
    severity: str | None = None


class SectionDelegate(QStyledItemDelegate):
    """Name on the left, sign and progress on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        self.initStyleOption(option, index)
        text = option.text
        option.text = ""
        selected, ink = draw_ground(painter, option)
        rect = option.rect.adjusted(8, 0, -8, 0)
        state: SectionState | None = index.data(_STATE)
        painter.save()
        if state is not None:
            painter.setPen(ink if selected else muted(option.palette))
            painter.drawText(rect, as_int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), state.progress)
            rect.setRight(rect.right() - option.fontMetrics.horizontalAdvance(state.progress) - 8)
            if state.severity:
                side = 13
                square = QRectF(rect.right() - side, rect.center().y() - side / 2 + 1, side, side)
                paint_glyph(painter, state.severity, square, option.palette, ink if selected else None)
                rect.setRight(rect.right() - side - 6)
        painter.setPen(ink)
        elided = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, as_int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), elided)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 60, max(size.height(), option.fontMetrics.height() + 14))


class SectionList(QListWidget):
    """Keyboard: arrows here, Ctrl+PgUp and Ctrl+PgDn anywhere in the form."""

    rowClicked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sectionList")
        self.setAccessibleName(self.tr("Sections of the form"))
        self.setItemDelegate(SectionDelegate(self))
        show_focus(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * 27)
        self.itemClicked.connect(self._tell_click)

    def _tell_click(self, item: QListWidgetItem) -> None:
        self.rowClicked.emit(self.row(item))

    def add(self, label: str) -> None:
        item = QListWidgetItem(label)
        item.setToolTip(label)
        self.addItem(item)

    def show_state(self, index: int, state: SectionState) -> None:
        item = self.item(index)
        if item.data(_STATE) != state:
            item.setData(_STATE, state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {state.accessible}")
