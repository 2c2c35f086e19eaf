"""Type a few letters, pick from what was found: the search under a line, for territory units and for records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QListView

KEY_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Offer:
    """One thing that was found: what is kept, what is shown, what the tool tip says."""

    key: str
    label: str
    detail: str = ""


class Lookup(QObject):
    """Offers what matches the text typed into a line; `chosen` brings the key of the one picked."""

    chosen = pyqtSignal(str)

    DELAY_MS = 40
    LIMIT = 20
    LETTERS = 2  # nothing is searched for less

    def __init__(self, line: QLineEdit, find: Callable[[str, int], Sequence[Offer]]) -> None:
        """:param find: (text, limit) → offers, best first; must answer within 50 ms."""
        super().__init__(line)
        self._line = line
        self._find = find
        self.model = QStandardItemModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(10)
        self.completer.setWidget(line)
        popup = QListView()
        popup.setObjectName("lookupPopup")
        popup.setUniformItemSizes(True)
        popup.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.completer.setPopup(popup)
        self.completer.activated[QModelIndex].connect(self._activated)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.DELAY_MS)
        self._timer.timeout.connect(self.offer)
        line.textEdited.connect(self._typed)

    def offer(self) -> None:
        """Searches for the text in the line now and shows what was found."""
        text = self._line.text().strip()
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
        else:
            self.completer.popup().hide()

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(KEY_ROLE))
