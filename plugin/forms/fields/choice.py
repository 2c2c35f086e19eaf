"""Code lists and yes/no: what is shown are labels, what is kept are codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QButtonGroup, QComboBox, QCompleter, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ...records.definition import Field
from .editor import FieldEditor


class ChoiceEditor(FieldEditor):
    """One code of a list. A long list is typed into: every code whose label contains the letters is offered.

    Text that is no label of the list comes back as typed; the checks then name it.
    """

    LONG = 8

    def __init__(
        self, field: Field, options: Sequence[tuple[Any, str]], lang: str, parent: QWidget | None = None
    ) -> None:
        """:param options: (wire value of the code, label) pairs in the list's own order."""
        super().__init__(field, lang, parent)
        self.combo = QComboBox(self)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMaxVisibleItems(14)
        self.combo.addItem("", None)
        for code, label in options:
            self.combo.addItem(label, code)
        if len(options) > self.LONG:
            self.combo.setEditable(True)
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = QCompleter(self.combo.model(), self.combo)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            self.combo.setCompleter(completer)
            line = self.combo.lineEdit()
            line.setClearButtonEnabled(True)
            line.setPlaceholderText(QCoreApplication.translate("ChoiceEditor", "type to find"))
            line.setAccessibleName(field.label(lang))
            line.textEdited.connect(self._edited)
            completer.activated.connect(self._edited)
            self._watch(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self._adopt(self.combo)
        self.combo.activated.connect(self._activated)

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
            self.combo.lineEdit().setCursorPosition(0)

    def _index_of_label(self, text: str) -> int:
        folded = text.casefold()
        for index in range(self.combo.count()):
            if self.combo.itemText(index).casefold() == folded or str(self.combo.itemData(index)) == text:
                return index
        return -1

    def _edited(self, _text: str = "") -> None:
        self.changed.emit()

    def _activated(self, _index: int) -> None:
        self.changed.emit()
        self.left.emit()

    def _focus_left(self) -> None:
        value = self.value()
        if self.combo.findData(value) > 0:
            self.set_value(value)
        super()._focus_left()


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

    def _toggled(self, _button: QRadioButton, checked: bool) -> None:
        if checked and not self._setting:
            self.changed.emit()
