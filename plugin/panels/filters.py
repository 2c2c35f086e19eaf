"""The filters of the record list, folded away under a button until they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..forms.theme import muted
from ..records.catalogue import Catalogue
from ..store.listing import Group
from ..store.search import collation
from . import words
from .spans import Span, spans

LISTED_FIRST = ("need", "project")
REPORTED = "period"
"""The field of a record type that says for which quarter it reports."""


@dataclass(frozen=True)
class Filters:
    """What is chosen; None and False leave everything in. `hromada` is a group's key, `period` the code of a span."""

    type: str | None = None
    state: str | None = None
    workflow: str | None = None
    sector: str | None = None
    hromada: str | None = None
    period: str | None = None
    with_problems: bool = False
    mine: bool = False
    sort: str | None = None
    grouped: bool = False

    @property
    def active(self) -> int:
        """How many of them leave records out."""
        texts = (self.type, self.state, self.workflow, self.sector, self.period)
        return sum(bool(value) for value in (*texts, self.with_problems, self.mine)) + (self.hromada is not None)


class FoundBox(QComboBox):
    """A choice among many: what is typed narrows the list down; other text goes back to what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.completer()
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.lineEdit().editingFinished.connect(self._put_back)
        self.currentIndexChanged.connect(self._show_beginning)

    def _put_back(self) -> None:
        if not self.lineEdit().text().strip() and self.currentIndex() > 0:
            self.setCurrentIndex(0)
            self.activated.emit(0)
        self.setEditText(self.itemText(self.currentIndex()))
        self._show_beginning()

    def _show_beginning(self, _index: int = 0) -> None:
        self.lineEdit().setCursorPosition(0)


class FilterPanel(QFrame):
    """One choice a row; every change counts at once. Where there is little room it scrolls."""

    changed = pyqtSignal()

    def __init__(self, sorts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """:param sorts: (code of the order, label), the usual one first."""
        super().__init__(parent)
        self.setObjectName("filterPanel")
        self._area = QScrollArea(self)
        self._area.setObjectName("filterArea")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget(self._area)
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(4, 2, 4, 6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._offered_spans: list[tuple[str, str, Span]] = []
        self._reporting: frozenset[str] = frozenset()
        self._headings: dict[QComboBox, QLabel] = {}
        self.type = self._combo("filterType", self.tr("Kind"))
        self.state = self._combo("filterState", self.tr("Sync state"))
        self.workflow = self._combo("filterWorkflow", self.tr("Workflow"))
        self.hromada = self._combo("filterHromada", self.tr("Hromada"), FoundBox(self._body))
        self.sector = self._combo("filterSector", self.tr("Sector"))
        self.period = self._combo("filterPeriod", self.tr("Captured"))
        self.problems = self._check("filterProblems", self.tr("Only with problems"))
        self.mine = self._check("filterMine", self.tr("Only mine"))
        self.mine_hint = QLabel(self._body)
        self.mine_hint.setObjectName("filterMineHint")
        self.mine_hint.setWordWrap(True)
        self.mine_hint.setContentsMargins(20, 0, 0, 4)
        self._grid.addWidget(self.mine_hint, self._grid.rowCount(), 0, 1, 2)
        self.sort = self._combo("filterSort", self.tr("Order"))
        self.grouped = self._check("filterGrouped", self.tr("Group by hromada"))
        self.clear_button = QPushButton(self.tr("Clear Filters"), self._body)
        self.clear_button.setObjectName("clearFiltersButton")
        self._grid.addWidget(self.clear_button, self._grid.rowCount(), 0, 1, 2)
        self._area.setWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for code, label in sorts:
            self.sort.addItem(label, code)
        self.state.addItem(self.tr("All"), None)
        for code in words.SYNC_STATES:
            self.state.addItem(words.capitalised(words.sync_state(code)), code)
        self.type.activated.connect(self._offer_spans)
        for combo in self._combos():
            combo.activated.connect(self._changed)
        for box in (self.problems, self.mine, self.grouped):
            box.clicked.connect(self._changed)
        self.clear_button.clicked.connect(self.clear)

    def load(self, catalogue: Catalogue, lang: str, today: date) -> None:
        """Offers the record types and codes of a catalogue; what was chosen stays where it can."""
        names = sorted(catalogue.types, key=lambda name: name not in LISTED_FIRST)
        self._offer(self.type, [(catalogue.type(name).plural_label(lang), name) for name in names])
        for combo, name in ((self.workflow, "workflow"), (self.sector, "sector")):
            codelist = catalogue.codelists.get(name)
            codes = codelist.codes if codelist else ()
            self._offer(combo, [(words.capitalised(code.label(lang)), code.code) for code in codes])
        self._offered_spans = spans(today, lang)
        self._reporting = frozenset(name for name in names if catalogue.type(name).has_field(REPORTED))
        self._offer_spans()
        self._offer(self.hromada, [])

    def offer_hromadas(self, groups: Sequence[Group], label: Callable[[Group], str]) -> None:
        """Offers the hromadas that occur, in the order of the alphabet; the one that is chosen stays in any case."""
        chosen, text = self.hromada.currentData(), self.hromada.currentText()
        named = sorted((group.code is None, collation(label(group)), label(group), group.key) for group in groups)
        items = [(text, key) for _, _, text, key in named]
        if chosen is not None and all(key != chosen for _, key in items):
            items.append((text, chosen))
        self._offer(self.hromada, items)

    def reports_chosen(self) -> bool:
        """Whether the kind that is chosen reports for a quarter: a span of time then means that one."""
        return self.type.currentData() in self._reporting

    def show_states(self, shown: bool) -> None:
        """:param shown: False where nothing is ever sent, and the state of the exchange says nothing."""
        for widget in (self.state, self._headings[self.state]):
            widget.setVisible(shown)
        if not shown:
            self.state.setCurrentIndex(0)

    def know_author(self, author: str) -> None:
        """:param author: who is working here; blank where unknown: then nothing can be called mine."""
        self.mine.setEnabled(bool(author))
        self.mine.setChecked(bool(author) and self.mine.isChecked())
        unknown = self.tr("Say in the settings who you are; records that you capture from then on are yours.")
        self.mine.setToolTip(self.tr("Captured by {name}").format(name=author) if author else unknown)
        self.mine.setAccessibleDescription("" if author else unknown)
        self.mine_hint.setText(unknown)
        self.mine_hint.setStyleSheet(f"color: {muted(self.palette()).name()};")
        self.mine_hint.setVisible(not author)

    def filters(self) -> Filters:
        """What is chosen now."""
        return Filters(
            type=self.type.currentData(),
            state=self.state.currentData(),
            workflow=self.workflow.currentData(),
            sector=self.sector.currentData(),
            hromada=self.hromada.currentData(),
            period=self.period.currentData(),
            with_problems=self.problems.isChecked(),
            mine=self.mine.isChecked(),
            sort=self.sort.currentData(),
            grouped=self.grouped.isChecked(),
        )

    def span(self) -> Span | None:
        """The time that is chosen."""
        return next((span for code, _, span in self._offered_spans if code == self.period.currentData()), None)

    def describe(self) -> str:
        """What leaves records out, in a few words: for the line that is shown while the panel is folded away."""
        boxes = (self.type, self.state, self.workflow, self.hromada, self.sector, self.period)
        parts = [box.itemText(box.currentIndex()) for box in boxes if box.currentData() is not None]
        parts += [box.text() for box in (self.problems, self.mine) if box.isChecked()]
        return " · ".join(parts)

    def clear(self) -> None:
        """Leaves everything in; order and groups stay."""
        for combo in (self.type, self.state, self.workflow, self.hromada, self.sector, self.period):
            combo.setCurrentIndex(0)
        self._offer_spans()
        self.problems.setChecked(False)
        self.mine.setChecked(False)
        self.changed.emit()

    def limit(self, height: int) -> None:
        """At most so high: the rest is scrolled to."""
        self._area.setMinimumHeight(min(height, self._body.sizeHint().height()))
        self._area.setMaximumHeight(self._area.minimumHeight())

    def _combos(self) -> tuple[QComboBox, ...]:
        return (self.type, self.state, self.workflow, self.hromada, self.sector, self.period, self.sort)

    def _offer(self, combo: QComboBox, items: Sequence[tuple[str, str]]) -> None:
        chosen = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(self.tr("All"), None)
        for label, code in items:
            combo.addItem(label, code)
        combo.setCurrentIndex(0 if chosen is None else max(0, combo.findData(chosen)))
        combo.blockSignals(False)

    def _combo(self, name: str, label: str, combo: QComboBox | None = None) -> QComboBox:
        combo = QComboBox(self._body) if combo is None else combo
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        heading = QLabel(label, self._body)
        heading.setBuddy(combo)
        self._headings[combo] = heading
        row = self._grid.rowCount()
        self._grid.addWidget(heading, row, 0)
        self._grid.addWidget(combo, row, 1)
        return combo

    def _check(self, name: str, label: str) -> QCheckBox:
        box = QCheckBox(label, self._body)
        box.setObjectName(name)
        self._grid.addWidget(box, self._grid.rowCount(), 0, 1, 2)
        return box

    def _offer_spans(self, _index: int = 0) -> None:
        """Of reports the quarter that they are for, of everything else the time of capture."""
        reports = self.reports_chosen()
        label = self.tr("Quarter") if reports else self.tr("Captured")
        self._headings[self.period].setText(label)
        self.period.setAccessibleName(label)
        offered = [(text, code) for code, text, span in self._offered_spans if not reports or span.quarters()]
        self._offer(self.period, offered)

    def _changed(self, _value: object = None) -> None:
        self.changed.emit()
