"""A unit of the territory register: type a few letters of its name, pick it with its whole path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QCompleter, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from ...records.definition import Field
from ...records.territory import KATOTTG_PATTERN
from .editor import FieldEditor

if TYPE_CHECKING:
    from ...records.territory import Codifier

CODE_ROLE = Qt.ItemDataRole.UserRole


class TerritorySearch(QObject):
    """Offers the units that match what is typed into a line; `chosen` brings the code of the one picked."""

    chosen = pyqtSignal(str)

    DELAY_MS = 40
    LIMIT = 20

    def __init__(self, line: QLineEdit, codifier: Codifier, lang: str, within: tuple[str, ...] = ()) -> None:
        """:param within: areas (KATOTTG codes) whose units come first; empty means the whole country."""
        super().__init__(line)
        self._line = line
        self._codifier = codifier
        self._lang = lang
        self._within = within
        self.model = QStandardItemModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(10)
        self.completer.setWidget(line)
        popup = QListView()
        popup.setObjectName("territoryPopup")
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
        if len(text) < 2:
            self.completer.popup().hide()
            return
        for unit in self._found(text):
            path = self._codifier.path(unit.code, self._lang)
            item = QStandardItem(" · ".join([self._codifier.label(unit.code), *path[1:]]))
            item.setData(unit.code, CODE_ROLE)
            item.setToolTip(unit.code)
            item.setEditable(False)
            self.model.appendRow(item)
        if self.model.rowCount() and self._line.hasFocus():
            self.completer.complete()
        else:
            self.completer.popup().hide()

    def _found(self, text: str) -> list[Any]:
        areas = [area for area in self._within if area != "UA"]
        found: dict[str, Any] = {}
        for area in areas:
            for unit in self._codifier.search(text, self.LIMIT, within=area):
                found[unit.code] = unit
        if len(found) < self.LIMIT:
            for unit in self._codifier.search(text, self.LIMIT):
                found.setdefault(unit.code, unit)
        return list(found.values())[: self.LIMIT]

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(CODE_ROLE))


class TerritoryEditor(FieldEditor):
    """A KATOTTG code shown by its name, with the path up to the oblast under it.

    Names repeat, so a name alone is never taken for a unit: what was typed and not picked comes back as text.
    """

    def __init__(
        self,
        field: Field,
        codifier: Codifier | None,
        lang: str,
        within: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, lang, parent)
        self._codifier = codifier
        self._code: str | None = None
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.path_label = QLabel(self)
        self.path_label.setObjectName(f"path_{field.name}")
        self.path_label.setWordWrap(True)
        self.path_label.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.path_label)
        self._adopt(self.line)
        self.search: TerritorySearch | None = None
        if codifier is None:
            self.line.setPlaceholderText(self.tr("KATOTTG code, for example UA63000000000041885"))
        else:
            self.line.setPlaceholderText(self.tr("first letters of the settlement or hromada"))
            self.search = TerritorySearch(self.line, codifier, lang, within)
            self.search.chosen.connect(self._chosen)
        self.line.textChanged.connect(self._text_changed)
        self._setting = False

    def value(self) -> Any:
        text = self.line.text().strip()
        if self._code is not None:
            return self._code
        return text or None

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            self._code = None
            text = "" if value is None else str(value)
            if KATOTTG_PATTERN.match(text):
                self._code = text
                if self._codifier is not None and self._codifier.get(text) is not None:
                    text = self._codifier.label(text)
            self.line.setText(text)
            self.line.setCursorPosition(0)
        finally:
            self._setting = False
        self._show_path()

    def _chosen(self, code: str) -> None:
        self.set_value(code)
        self.changed.emit()
        self.left.emit()

    def _text_changed(self, text: str) -> None:
        if self._setting:
            return
        typed = text.strip().upper()
        self._code = typed if KATOTTG_PATTERN.match(typed) else None
        self._show_path()
        self.changed.emit()

    def _show_path(self) -> None:
        unit = self._codifier.get(self._code) if self._codifier is not None and self._code else None
        path = self._codifier.path(self._code, self.lang)[1:] if unit is not None else []
        self.path_label.setText(" · ".join([*path, self._code]) if unit is not None else "")
        self.path_label.setVisible(unit is not None)

    def _focus_left(self) -> None:
        if self._code is not None:
            self.set_value(self._code)
        super()._focus_left()
