"""Settling many conflicts by one choice: what would become of each is shown before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import StoreError
from ..forms.help_button import HelpButton
from ..forms.theme import style_sheet
from ..records import messages, wording
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from ..sync.conflict_view import WHOLE, Side
from ..sync.resolve import OUTCOMES, Choice, Planned
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList
from .words import named

MOST_LISTED = 500


class SettleAllDialog(QDialog):
    """Asks for a plan with every change of the choice, and to have it carried out; it writes nothing itself."""

    plan_requested = pyqtSignal(object)  # Choice
    settle_requested = pyqtSignal(object, object)  # [Planned], Choice

    def __init__(
        self,
        count: int,
        sides: Mapping[str, Side],
        in_words: str,
        catalogue: Catalogue,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        """:param count: how many conflicts it is about; `sides` what was chosen in the one looked at."""
        super().__init__(parent)
        self._catalogue, self._lang = catalogue, lang
        self._sides = dict(sides)
        self._planned: Sequence[Planned] = ()
        self._choice: Choice | None = None
        self.setObjectName("settleAllDialog")
        self.setWindowTitle(self.tr("Settle All Like This"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.resize(640, 500)
        self._group = QButtonGroup(self)
        intro = QLabel(self.tr("%n conflict(s) are listed. Take in all of them", "", count), self)
        intro.setWordWrap(True)
        self.mine = self._radio("allMineChoice", self.tr("mine"))
        self.portal = self._radio("allPortalChoice", self.tr("the portal's"))
        self.alike = self._radio(
            "alikeChoice", self.tr("as chosen for the record shown; conflicts in other fields are left")
        )
        self.alike.setAccessibleDescription(in_words)
        self.alike.setEnabled(bool(sides))
        chosen = QLabel(in_words, self)
        chosen.setObjectName("alikeChosen")
        chosen.setProperty("help", True)
        chosen.setTextFormat(Qt.TextFormat.PlainText)
        chosen.setWordWrap(True)
        chosen.setIndent(22)
        chosen.setVisible(bool(in_words))
        self.summary = QLabel(self)
        self.summary.setObjectName("settleSummary")
        self.summary.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.model = QStandardItemModel(self)
        self.list = MessageList("settlePreview", self.tr("What would become of each"), self)
        self.list.setModel(self.model)
        self.settle_button = QPushButton(self.tr("Settle"), self)
        self.settle_button.setObjectName("settleButton")
        self.settle_button.setEnabled(False)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setObjectName("cancelSettleButton")
        self.cancel_button.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addStretch(1)
        bottom.addWidget(self.settle_button)
        bottom.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        for button in (self.mine, self.portal, self.alike):
            layout.addWidget(button)
        layout.addWidget(chosen)
        layout.addWidget(self.progress)
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.settle_button.clicked.connect(self._settle)
        self.cancel_button.clicked.connect(self.reject)
        same = set(sides.values())
        begin = self.alike if len(same) > 1 else self.portal if same == {"portal"} else self.mine
        begin.setChecked(True)
        self._group.buttonClicked.connect(self._ask)

    def begin(self) -> None:
        """Asks for the first plan."""
        self._ask()

    def choice(self) -> Choice:
        """What is chosen now."""
        if self.alike.isChecked():
            return Choice(self._sides)
        return Choice(rest="portal" if self.portal.isChecked() else "mine")

    def show_plan(self, planned: Sequence[Planned], choice: Choice) -> None:
        """What a choice would make of each conflict; a plan for another choice than the present one is passed over."""
        if choice != self.choice():
            return
        self._planned, self._choice = planned, choice
        counts = Counter(one.outcome for one in planned)
        lines = [
            f"{messages.text(f'sync.settled.{outcome}', self._lang)}: {counts[outcome]}"
            for outcome in OUTCOMES
            if counts[outcome]
        ]
        self.summary.setText("\n".join(lines) or self.tr("There are no conflicts any more."))
        self.progress.setVisible(False)
        self.model.clear()
        for one in planned[:MOST_LISTED]:
            self.model.appendRow(self._row(one))
        if len(planned) > MOST_LISTED:
            self.model.appendRow(QStandardItem(self.tr("and %n more", "", len(planned) - MOST_LISTED)))
        settled = len(planned) - counts["left"]
        self.settle_button.setText(self.tr("Settle %n Conflict(s)", "", settled))
        self.settle_button.setEnabled(settled > 0)

    def show_working(self) -> None:
        """The plan is being made, or carried out."""
        self.progress.setVisible(True)
        self.settle_button.setEnabled(False)

    def _row(self, one: Planned) -> QStandardItem:
        rtype = self._catalogue.types[one.conflict.type]
        title = named(rtype.label(self._lang), wording.shortened(one.title))
        note = messages.text(f"sync.settled.{one.outcome}", self._lang)
        if one.children:
            note += " " + self.tr("(and %n that hang off it)", "", one.children)
        if one.reason is not None:
            note += f". {self._reason(one.reason, rtype)}"
        item = QStandardItem(title)
        item.setEditable(False)
        item.setData("conflict" if one.reason is not None else "synced", SIGN_ROLE)
        item.setData(note, NOTE_ROLE)
        item.setToolTip(f"{title}\n{note}")
        item.setAccessibleText(f"{title}, {note}")
        return item

    def _reason(self, reason: StoreError, rtype: RecordType) -> str:
        """Why a conflict is left, its fields by their labels."""
        if reason.code != "sync.conflict_incomplete":
            return reason.describe(self._lang)
        names = str(reason.params.get("fields", "")).split(", ")
        if WHOLE in names:
            return str(self.tr("It is not chosen whether the record stays."))
        labels = [wording.field_label(rtype, name, self._lang) for name in names]
        return StoreError(reason.code, fields=", ".join(labels)).describe(self._lang)

    def _ask(self, *_: object) -> None:
        self.show_working()
        self.plan_requested.emit(self.choice())

    def _settle(self) -> None:
        if self._choice is not None:
            self.show_working()
            self.settle_requested.emit(list(self._planned), self._choice)

    def _radio(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(name)
        self._group.addButton(button)
        return button
