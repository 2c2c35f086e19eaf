"""Tabs that fit side by side into a narrow dock: a style's own margins are too generous for four of them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionFocusRect, QStyleOptionTab, QStylePainter, QTabBar, QWidget

from ..forms.flags import as_int
from ..forms.theme import ink


class NarrowTabBar(QTabBar):
    """Draws the style's tabs with its own text, so that the text may stand closer to the edges."""

    LEAST, MOST = 10, 30  # pixels of margin, both sides together

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        """:param width: what all tabs together should fit into."""
        super().__init__(parent)
        self._width = width

    def tabSizeHint(self, index: int) -> QSize:
        metrics = self.fontMetrics()
        texts = sum(metrics.horizontalAdvance(self.tabText(one)) for one in range(self.count()))
        margin = (self._width - 4 - texts) // max(1, self.count())
        margin = min(max(margin, self.LEAST), self.MOST)
        return QSize(metrics.horizontalAdvance(self.tabText(index)) + margin, super().tabSizeHint(index).height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        current = self.currentIndex()
        for index in [*(one for one in range(self.count()) if one != current), *([current] if current >= 0 else [])]:
            option = QStyleOptionTab()
            self.initStyleOption(option, index)
            painter.drawControl(QStyle.ControlElement.CE_TabBarTabShape, option)
            option.palette.setColor(QPalette.ColorRole.WindowText, ink(option.palette))
            painter.drawItemText(
                self.tabRect(index),
                as_int(Qt.AlignmentFlag.AlignCenter),
                option.palette,
                self.isTabEnabled(index),
                self.tabText(index),
                QPalette.ColorRole.WindowText,
            )
            if index == current and self.hasFocus():
                focus = QStyleOptionFocusRect()
                focus.initFrom(self)
                focus.rect = self.tabRect(index).adjusted(3, 3, -3, -3)
                painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus)
