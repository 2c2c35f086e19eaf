"""Code lists and yes/no: what is shown are labels, what is kept are codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ...records.definition import Field
from ..finding import find_labels
from .editor import FieldEditor
from .lookup import Lookup, Offer


class ListLookup(Lookup):
    """What is offered of a code list: at once, from the first letter, every entry that matches."""

    DELAY_MS = 0
    LIMIT = 200
    LETTERS = 1


class ChoiceEditor(FieldEditor):
    """One code of a list. A long list is typed into: every entry that has the typed words is offered.

    Text that fits one entry only becomes that entry when the field is left. Other text that is no label of the list
    comes back as typed; the checks then name it.
    """

    LONG = 8
    WIDEST = 560  # of the open list; labels of classifiers are long

    def __init__(
        self, field: Field, options: Sequence[tuple[Any, str]], lang: str, parent: QWidget | None = None
    ) -> None:
        """:param options: (wire value of the code, label) pairs in the list's own order."""
        super().__init__(field, lang, parent)
        self._entries = [(str(code), label) for code, label in options]
        self.combo = QComboBox(self)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMaxVisibleItems(14)
        self.combo.addItem("", None)
        for code, label in options:
            self.combo.addItem(label, code)
            self.combo.setItemData(self.combo.count() - 1, label, Qt.ItemDataRole.ToolTipRole)
        self.lookup: ListLookup | None = None
        if len(options) > self.LONG:
            self._make_searchable()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self._adopt(self.combo)
        self.combo.installEventFilter(self)
        self.combo.activated.connect(self._activated)
        self.combo.currentTextChanged.connect(self._show_whole)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)
        line = self.combo.lineEdit()
        line.setClearButtonEnabled(True)
        line.setPlaceholderText(QCoreApplication.translate("ChoiceEditor", "type to find"))
        line.setAccessibleName(self.field.label(self.lang))
        self.lookup = ListLookup(line, self._find, self.combo)
        self.lookup.chosen.connect(self._found)
        line.textEdited.connect(self._edited)
        self._watch(line)

    def value(self) -> Any:
        if not self.combo.isEditable():
            return self.combo.currentData()
        text = self.combo.currentText().strip()
        if not text:
            return None
        index = self._index_of_label(text)
        return self.combo.itemData(index) if index > 0 else text

    def set_value(self, value: Any) -> None:
        index = self.combo.findData(value) if value is not None else 0
        if index < 0:
            if not self.combo.isEditable():  # a code that is not (or no longer) in the list stays visible
                self.combo.addItem(str(value), value)
                index = self.combo.count() - 1
            else:
                self.combo.setCurrentIndex(-1)
                self.combo.setEditText(str(value))
                return
        self.combo.setCurrentIndex(index)
        if self.combo.isEditable():
            self.combo.setEditText(self.combo.itemText(index))  # the same entry again leaves other text standing
            self.combo.lineEdit().setCursorPosition(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.combo and event.type() == QEvent.Type.MouseButtonPress:
            self._widen()
        return super().eventFilter(watched, event)

    def _widen(self) -> None:
        """Labels are read whole in the open list."""
        view = self.combo.view()
        wanted = view.sizeHintForColumn(0) + 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(max(self.combo.width(), min(wanted, self.WIDEST)))

    def _show_whole(self, text: str) -> None:
        self.combo.setToolTip(text)

    def _index_of_label(self, text: str) -> int:
        folded = text.casefold()
        for index in range(self.combo.count()):
            if self.combo.itemText(index).casefold() == folded or str(self.combo.itemData(index)) == text:
                return index
        return -1

    def _find(self, text: str, limit: int) -> list[Offer]:
        return [Offer(*self._entries[place]) for place in find_labels(self._entries, text)[:limit]]

    def _found(self, code: str) -> None:
        index = next(place for place, entry in enumerate(self._entries) if entry[0] == code) + 1
        self.set_value(self.combo.itemData(index))
        self.changed.emit()
        self.left.emit()

    def _edited(self, _text: str = "") -> None:
        self.changed.emit()

    def _activated(self, _index: int) -> None:
        self.changed.emit()
        self.left.emit()

    def _focus_left(self) -> None:
        value = self.value()
        if self.combo.findData(value) > 0:
            self.set_value(value)
        elif value is not None and self.lookup is not None:
            self._take_only(str(value))
        super()._focus_left()

    def _take_only(self, text: str) -> None:
        found = find_labels(self._entries, text)
        if len(found) == 1:
            self.set_value(self.combo.itemData(found[0] + 1))
            self.changed.emit()


class BooleanEditor(FieldEditor):
    """Yes, no, or not stated: three different things."""

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(field, lang, parent)
        self.setAccessibleName(field.label(lang))
        self._group = QButtonGroup(self)
        self._choices: list[tuple[Any, QRadioButton]] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for value, suffix, text in (
            (True, "yes", self.tr("Yes")),
            (False, "no", self.tr("No")),
            (None, "blank", self.tr("Not stated")),
        ):
            button = QRadioButton(text, self)
            button.setObjectName(f"field_{field.name}_{suffix}")
            button.setAccessibleName(f"{field.label(lang)}, {text}")
            self._watch(button)
            self._group.addButton(button)
            self._choices.append((value, button))
            layout.addWidget(button)
        layout.addStretch(1)
        self._choices[-1][1].setChecked(True)
        self.setFocusProxy(self._choices[0][1])
        self._setting = False
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> Any:
        return next(value for value, button in self._choices if button.isChecked())

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            for choice, button in self._choices:
                if choice is value:
                    button.setChecked(True)
        finally:
            self._setting = False

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Into the button that is chosen, as the tab key does."""
        next(button for _value, button in self._choices if button.isChecked()).setFocus(reason)

    def _toggled(self, _button: QRadioButton, checked: bool) -> None:
        if checked and not self._setting:
            self.changed.emit()
