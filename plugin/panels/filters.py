"""The filters of the record list, folded away under a button until they are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QLabel, QPushButton, QWidget

from ..records.catalogue import Catalogue
from . import words

SORTS = ("captured_at", "title", "priority")
LISTED_FIRST = ("need", "project")


@dataclass(frozen=True)
class Filters:
    """What is chosen; None and False leave everything in."""

    type: str | None = None
    state: str | None = None
    workflow: str | None = None
    with_problems: bool = False
    sort: str | None = None

    @property
    def active(self) -> int:
        """How many of them leave records out."""
        return sum(bool(value) for value in (self.type, self.state, self.workflow, self.with_problems))


class FilterPanel(QFrame):
    """One choice a row; every change counts at once."""

    changed = pyqtSignal()

    def __init__(self, sorts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """:param sorts: (code of the order, label), the usual one first."""
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 2, 4, 6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.type = self._combo("filterType", self.tr("Kind"))
        self.state = self._combo("filterState", self.tr("Sync state"))
        self.workflow = self._combo("filterWorkflow", self.tr("Workflow"))
        self.sort = self._combo("filterSort", self.tr("Order"))
        self.problems = QCheckBox(self.tr("Only with problems"), self)
        self.problems.setObjectName("filterProblems")
        self.clear_button = QPushButton(self.tr("Clear Filters"), self)
        self.clear_button.setObjectName("clearFiltersButton")
        row = self._grid.rowCount()
        self._grid.addWidget(self.problems, row, 0, 1, 2)
        self._grid.addWidget(self.clear_button, row + 1, 0, 1, 2)
        for code, label in sorts:
            self.sort.addItem(label, code)
        self.state.addItem(self.tr("All"), None)
        for code in words.SYNC_STATES:
            self.state.addItem(words.capitalised(words.sync_state(code)), code)
        for combo in (self.type, self.state, self.workflow, self.sort):
            combo.activated.connect(self._changed)
        self.problems.clicked.connect(self._changed)
        self.clear_button.clicked.connect(self.clear)

    def load(self, catalogue: Catalogue, lang: str) -> None:
        """Offers the record types and workflow states of a catalogue; what was chosen stays where it can."""
        chosen = self.filters()
        self.type.clear()
        self.type.addItem(self.tr("All"), None)
        names = sorted(catalogue.types, key=lambda name: name not in LISTED_FIRST)
        for name in names:
            self.type.addItem(catalogue.type(name).plural_label(lang), name)
        self.workflow.clear()
        self.workflow.addItem(self.tr("All"), None)
        codelist = catalogue.codelists.get("workflow")
        for code in codelist.codes if codelist else ():
            self.workflow.addItem(words.capitalised(code.label(lang)), code.code)
        self.type.setCurrentIndex(max(0, self.type.findData(chosen.type)))
        self.workflow.setCurrentIndex(max(0, self.workflow.findData(chosen.workflow)))

    def filters(self) -> Filters:
        """What is chosen now."""
        return Filters(
            self.type.currentData(),
            self.state.currentData(),
            self.workflow.currentData(),
            self.problems.isChecked(),
            self.sort.currentData(),
        )

    def clear(self) -> None:
        """Leaves everything in; the order stays."""
        for combo in (self.type, self.state, self.workflow):
            combo.setCurrentIndex(0)
        self.problems.setChecked(False)
        self.changed.emit()

    def _combo(self, name: str, label: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        heading = QLabel(label, self)
        heading.setBuddy(combo)
        row = self._grid.rowCount()
        self._grid.addWidget(heading, row, 0)
        self._grid.addWidget(combo, row, 1)
        return combo

    def _changed(self, _value: object = None) -> None:
        self.changed.emit()
