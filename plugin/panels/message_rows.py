"""Rows of a sign, a text over as many lines as it needs, and a quieter note under it: problems, conflicts, the log."""

from __future__ import annotations

import re
from collections.abc import Callable

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ..forms.flags import as_int
from ..forms.focus import show_focus
from ..forms.glyphs import paint_glyph
from ..forms.theme import muted

SIGN_ROLE = Qt.ItemDataRole.UserRole + 1  # name of a glyph; none makes the row a heading
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2

_AROUND = 5
_SIDE = 14
_WRAP = as_int(Qt.TextFlag.TextWordWrap)
_BEFORE_A_NAME = re.compile(r"(?<!\w)(с-ще|смт|м\.|с\.|вул\.|№) (?=\S)")


class MessageDelegate(QStyledItemDelegate):
    """Draws and measures a row at the width of its list."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.state &= ~QStyle.StateFlag.State_MouseOver  # some themes' ground for it makes the note unreadable
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = option.palette.color(group, role)
        sign = index.data(SIGN_ROLE)
        text, note = self._rects(option, index)
        painter.save()
        if sign:
            square = QRectF(option.rect.left() + _AROUND, text.top() + 1, _SIDE, _SIDE)
            paint_glyph(painter, sign, square, option.palette, ink if selected else None)
        painter.setFont(_font(option, index))
        painter.setPen(ink)
        painter.drawText(text, _WRAP, unbroken(str(index.data())))
        if index.data(NOTE_ROLE):
            painter.setFont(option.font)
            painter.setPen(ink if selected else muted(option.palette))
            painter.drawText(note, _WRAP, unbroken(str(index.data(NOTE_ROLE))))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        _, note = self._rects(option, index)
        return QSize(60, note.bottom() + 1 - option.rect.top() + _AROUND)

    def _rects(self, option: QStyleOptionViewItem, index: QModelIndex) -> tuple[QRect, QRect]:
        """Where text and note stand; the note's is empty where there is none."""
        view = option.widget
        width = view.viewport().width() if view is not None else option.rect.width()
        left = _AROUND + (_SIDE + 6 if index.data(SIGN_ROLE) else 0)
        room = max(60, width - left - _AROUND)
        top = option.rect.top() + _AROUND
        text = _measured(QFontMetrics(_font(option, index)), room, str(index.data()))
        text.moveTo(option.rect.left() + left, top)
        note = QRect(text.left(), text.bottom() + 1, room, 0)
        if index.data(NOTE_ROLE):
            below = _measured(option.fontMetrics, room, str(index.data(NOTE_ROLE)))
            note = QRect(text.left(), text.bottom() + 2, room, below.height())
        return text, note


def unbroken(text: str) -> str:
    """A text as it is drawn: the kind of a settlement or street, or a number's sign, stays on the line of the name."""
    return _BEFORE_A_NAME.sub(lambda found: found[1].replace("-", "\u2011") + "\u00a0", text)


def _measured(metrics: QFontMetrics, room: int, text: str) -> QRect:
    height = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, unbroken(text)).height()
    return QRect(0, 0, room, height)


def _font(option: QStyleOptionViewItem, index: QModelIndex) -> QFont:
    font = QFont(option.font)
    font.setBold(not index.data(SIGN_ROLE))
    return font


class MessageList(QListView):
    """Enter and double click open what a row leads to."""

    opened = pyqtSignal(QModelIndex)

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(MessageDelegate(self))
        show_focus(self)
        self.doubleClicked.connect(self.opened)
        self._copy_action = QAction(QCoreApplication.translate("MessageList", "Copy"), self)
        self._copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy_action.triggered.connect(self.copy)
        self.addAction(self._copy_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def load_again(self, load: Callable[[], None]) -> None:
        """Has the model loaded anew: keyboard and place stay at their rows, so that the next one is at hand where one
        is done."""
        top, at = self.indexAt(QPoint(_AROUND, _AROUND)).row(), self.currentIndex().row()
        load()
        last = self.model().rowCount() - 1
        scrolls = self.hasAutoScroll()
        self.setAutoScroll(False)
        if at >= 0 and last >= 0:
            self.setCurrentIndex(self.model().index(min(at, last), 0))
        self.setAutoScroll(scrolls)
        if top > 0 and last >= 0:
            self.scrollTo(self.model().index(min(top, last), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def copy(self) -> None:
        """Puts everything about the current row on the clipboard, technical details included."""
        index = self.currentIndex()
        if index.isValid():
            parts = (index.data(), index.data(NOTE_ROLE), index.data(Qt.ItemDataRole.ToolTipRole))
            QApplication.clipboard().setText("\n".join(dict.fromkeys(str(part) for part in parts if part)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their text needs at this width, also when the scroll bar comes and takes some of it."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
