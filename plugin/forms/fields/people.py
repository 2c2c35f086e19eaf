"""People counts as one compact table: the groups overlap, so no sum is ever shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ...records.definition import Field
from .number import NumberEditor


class PeopleTable(QWidget):
    """Several whole-number fields side by side, in columns, each with its label above."""

    changed = pyqtSignal(str)  # the field's name
    left = pyqtSignal(str)

    COLUMNS = 3
    GAP = 4  # between one row's numbers and the next one's labels

    def __init__(self, fields: Sequence[Field], lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("peopleTable")
        self.editors: dict[str, NumberEditor] = {}
        self._labels: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        columns = self.COLUMNS
        for index, field in enumerate(fields):
            editor = NumberEditor(field, lang, self)
            editor.line.set_unit("")  # people throughout; the row's label says so
            editor.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            label = QLabel(field.label(lang), self)
            label.setWordWrap(True)
            label.setAlignment(
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            )  # by its number when one wraps
            label.setBuddy(editor.line)
            row, column = divmod(index, columns)
            grid.addWidget(label, row * 3, column)
            grid.addWidget(editor, row * 3 + 1, column)
            grid.setRowMinimumHeight(row * 3 + 2, self.GAP if index + columns < len(fields) else 0)
            if field.help(lang):
                label.setToolTip(field.help(lang))
                editor.line.setToolTip(field.help(lang))
            self.editors[field.name] = editor
            self._labels[field.name] = label
            editor.changed.connect(self._changed)
            editor.left.connect(self._left)
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def set_value(self, name: str, value: Any) -> None:
        self.editors[name].set_value(value)

    def set_faulty(self, name: str, faulty: bool, said: str = "") -> None:
        self.editors[name].set_faulty(faulty, said)

    def _changed(self) -> None:
        self.changed.emit(self.sender().field.name)

    def _left(self) -> None:
        self.left.emit(self.sender().field.name)
