"""Type a few letters, pick from what was found: the search under a line, for territory units and for records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

KEY_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Offer:
    """One thing that was found: what is kept, what is shown, what the tool tip says."""

    key: str
    label: str
    detail: str = ""


class _WithinDelegate(QStyledItemDelegate):
    """Rows as wide as the popup, so that long texts are elided instead of scrolled."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(10, super().sizeHint(option, index).height() + 4)


class Lookup(QObject):
    """Offers what matches the text typed into a line; `chosen` brings the key of the one picked."""

    chosen = pyqtSignal(str)

    DELAY_MS = 40
    LIMIT = 20
    WIDTH = 420  # of the offers, at least, so that paths can be read
    LETTERS = 2  # nothing is searched for less
    LONGEST = 100  # nor for more: somebody pasted a page

    def __init__(
        self, line: QLineEdit, find: Callable[[str, int], Sequence[Offer]], field: QWidget | None = None
    ) -> None:
        """:param find: (text, limit) → offers, best first; must answer within 50 ms.
        :param field: under which the offers stand, where it is more than the line: a list of choices with its arrow.
        """
        super().__init__(line)
        self._line = line
        self._field = field or line
        self._find = find
        self.model = QStandardItemModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(10)
        self.completer.setWidget(line)
        popup = QListView()
        popup.setObjectName("lookupPopup")
        popup.setUniformItemSizes(True)
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.completer.setPopup(popup)
        popup.setItemDelegate(_WithinDelegate(popup))  # after setPopup(), which brings a delegate of its own
        self.completer.activated[QModelIndex].connect(self._activated)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.DELAY_MS)
        self._timer.timeout.connect(self.offer)
        line.textEdited.connect(self._typed)
        line.returnPressed.connect(self._take_best)

    def offer(self) -> None:
        """Searches for the text in the line now and shows what was found."""
        text = self._line.text()[: self.LONGEST].strip()
        self.model.clear()
        found = self._find(text, self.LIMIT) if len(text) >= self.LETTERS else ()
        for offer in found:
            item = QStandardItem(offer.label)
            item.setData(offer.key, KEY_ROLE)
            item.setToolTip(offer.detail)
            item.setEditable(False)
            self.model.appendRow(item)
        if self.model.rowCount() and self._line.hasFocus():
            self.completer.complete()
            self._stand_by_the_field()
        else:
            self.completer.popup().hide()

    def _stand_by_the_field(self) -> None:
        """As wide as the field and as high as what is found, below it or, where the screen ends, above."""
        popup = self.completer.popup()
        field = QRect(self._field.mapToGlobal(QPoint(0, 0)), self._field.size())
        rows = min(self.model.rowCount(), self.completer.maxVisibleItems())
        width, height = max(field.width(), self.WIDTH), popup.sizeHintForRow(0) * rows + 2 * popup.frameWidth()
        above = popup.geometry().top() < field.top()
        if popup.screen() is not None:
            width = min(width, max(popup.screen().geometry().right() - field.left(), field.width()))
        popup.setGeometry(field.left(), field.top() - height if above else field.bottom() + 1, width, height)

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _take_best(self) -> None:
        """Enter without having gone into the list takes what stands on top of it, also before it was drawn."""
        if self._timer.isActive():
            self._timer.stop()
            self.offer()
        popup = self.completer.popup()
        if popup.isVisible():
            chosen = popup.currentIndex() if popup.currentIndex().isValid() else self.model.index(0, 0)
            popup.hide()  # first: the completer would take it once more
            self._activated(chosen)

    def _activated(self, index: QModelIndex) -> None:
        self._timer.stop()  # a search for the last letter would offer what has just been picked
        self.chosen.emit(index.data(KEY_ROLE))
