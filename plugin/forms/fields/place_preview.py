"""A place before it is taken: on a small map, with its unit, what is odd about it, and its coordinate system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ..flow import FlowLayout
from ..geometry_text import describe_geometry
from ..place_candidate import Candidate, Choice
from ..place_remarks import Remark
from ..place_tools import PlaceTools
from .remark_lines import RemarkLines

INSET_SIDE = (170, 120)


class PlacePreview(QFrame):
    """Shows one candidate at a time; what the person decides goes out as signals."""

    taken = pyqtSignal()
    discarded = pyqtSignal()
    system_chosen = pyqtSignal(object)  # a Choice
    other_wanted = pyqtSignal()
    shape_chosen = pyqtSignal(str)  # "area" or "line"

    def __init__(self, tools: PlaceTools | None, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("placePreview")
        self.setAccessibleName(self.tr("Place that is not taken yet"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._tools, self._lang = tools, lang
        self._choices: tuple[Choice, ...] = ()
        self._inset: Any = None
        self._candidate: Candidate | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._make_inset)
        self.heading = self._label("candidateText")
        self.question = self._label("systemQuestion")
        self.remarks = RemarkLines("candidateRemarks", self)
        self.systems = QComboBox(self)
        self.systems.setObjectName("systemChoice")
        self.systems.setAccessibleName(self.tr("Coordinate system"))
        self.systems.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.systems.setMinimumContentsLength(12)
        self.systems.activated.connect(self._chosen)
        self.other = self._button("otherSystemButton", self.tr("Other System…"))
        self.other.clicked.connect(self.other_wanted)
        self.take = self._button("takeCandidateButton", self.tr("Take This Place"))
        self.take.clicked.connect(self.taken)
        self.discard = self._button("discardCandidateButton", self.tr("Discard"))
        self.discard.clicked.connect(self.discarded)
        self.shape_question = self._label("shapeQuestion")
        self.shape_question.setWordWrap(False)
        self.as_area = self._radio("cornersAsArea", self.tr("Area"))
        self.as_line = self._radio("cornersAsLine", self.tr("Line"))
        self._lay_out()
        self.setVisible(False)

    def _lay_out(self) -> None:
        system_row = QHBoxLayout()
        system_row.addWidget(self.systems, 1)
        system_row.addWidget(self.other)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.remarks)
        column.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._row.addLayout(column, 1)
        decisions = QWidget(self)
        buttons = FlowLayout(decisions)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(6)
        buttons.addWidget(self.take)
        buttons.addWidget(self.discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.question)
        layout.addLayout(system_row)
        shape_row = QHBoxLayout()
        shape_row.setSpacing(12)
        for widget in (self.shape_question, self.as_area, self.as_line):
            shape_row.addWidget(widget)
            widget.setVisible(False)
        shape_row.addStretch(1)
        layout.addLayout(shape_row)
        layout.addLayout(self._row)
        layout.addWidget(decisions)

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Shows a place and what is said of it; None: there is none yet."""
        self._candidate = candidate
        self._show_shapes(candidate)
        self.take.setVisible(candidate is not None)
        self.take.setEnabled(candidate is not None and not candidate.faulty)
        self.heading.setVisible(candidate is not None)
        self._say(candidate.remarks if candidate is not None else ())
        if candidate is None:
            if self._inset is not None:
                self._inset.setVisible(False)
            return
        position = describe_geometry(candidate.geometry, self._lang)
        self.heading.setText(self.tr("Not taken yet: {position}").format(position=position))
        self.setVisible(True)
        self._show_inset(candidate)

    def _show_shapes(self, candidate: Candidate | None) -> None:
        asked = candidate is not None and candidate.may_be_area
        for widget in (self.shape_question, self.as_area, self.as_line):
            widget.setVisible(asked)
        if candidate is None or not asked:
            return
        self.shape_question.setText(self.tr("What these %n corners make", "", len(candidate.corners)))
        (self.as_area if candidate.shape == "area" else self.as_line).setChecked(True)

    def focus_decision(self) -> None:
        """Puts the keyboard where the decision is made: to take the place, or first what it is."""
        candidate = self._candidate
        if candidate is not None and (candidate.open_shape or candidate.faulty):
            (self.as_area if candidate.shape == "area" else self.as_line).setFocus()
        else:
            self.take.setFocus()

    def show_choices(self, question: str, choices: Sequence[Choice], chosen: str | None) -> None:
        """Asks for the coordinate system; an empty question takes the list away. Nothing is chosen unless told so."""
        asked = bool(question)
        for widget in (self.systems, self.other):
            widget.setVisible(asked)
        self.question.setVisible(bool(question.strip()))
        self.question.setText(question)
        if not asked:
            return
        self.setVisible(True)
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._fill()
        index = next((n for n, choice in enumerate(self._choices) if choice.code == chosen), None)
        self.systems.setCurrentIndex(self.systems.findData(index) if index is not None else 0)
        self.systems.setEnabled(bool(choices))

    def show_other(self, code: str, name: str) -> None:
        """Shows a system that was chosen from QGIS's own list."""
        text = f"{name} ({code})" if len(code) < 20 else name  # a definition of the user's own has no code
        at = self.systems.findText(text)
        if at < 0:
            self.systems.addItem(text)
            at = self.systems.count() - 1
        self.systems.setCurrentIndex(at)

    def _fill(self) -> None:
        self.systems.clear()
        self.systems.addItem(self.tr("Choose the coordinate system"))
        near = [n for n, choice in enumerate(self._choices) if choice.near]
        far = [n for n, choice in enumerate(self._choices) if not choice.near]
        for group in (near, far):
            if group and self.systems.count() > 1:
                self.systems.insertSeparator(self.systems.count())
            for n in group:
                label = self._choices[n].label
                self.systems.addItem(self.tr("{system}, easting first").format(system=label)
                                     if self._choices[n].turned else label, n)  # fmt: skip
                self.systems.setItemData(self.systems.count() - 1, self._choices[n].code, Qt.ItemDataRole.ToolTipRole)

    def _chosen(self, index: int) -> None:
        number = self.systems.itemData(index)
        if number is not None:
            self.system_chosen.emit(self._choices[number])

    def _show_inset(self, candidate: Candidate) -> None:
        if self._tools is None:
            return
        if self._inset is None:
            self._soon.start()  # making a map takes some 50 ms: in a turn of its own, after the words
            return
        self._inset.setVisible(True)
        self._inset.show_place(candidate.geometry, candidate.landmark)

    def _make_inset(self) -> None:
        if self._tools is None or self._candidate is None or self._inset is not None:
            return
        self._inset = self._tools.make_inset(self)
        self._inset.setFixedSize(*INSET_SIDE)
        self._row.insertWidget(0, self._inset, 0, Qt.AlignmentFlag.AlignTop)
        self._show_inset(self._candidate)

    def _say(self, remarks: Sequence[Remark]) -> None:
        self.remarks.say(remarks)
        self.take.setAccessibleDescription(self.told)

    @property
    def told(self) -> str:
        """What is said of the place, a sentence a line."""
        return self.remarks.text()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _radio(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.clicked.connect(self._shape_clicked)
        return button

    def _shape_clicked(self) -> None:
        self.shape_chosen.emit("area" if self.as_area.isChecked() else "line")

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button
