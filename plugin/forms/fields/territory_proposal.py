"""What a record's place on the map says about its territory: one line under the field, units to take with one click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...records.messages import format_number
from ...store.boundaries import Found
from ..focus import go_behind
from ..theme import color

if TYPE_CHECKING:
    from ...records.territory import Codifier


class TerritoryProposal(QWidget):
    """Hidden where there is nothing to propose."""

    taken = pyqtSignal(str)

    def __init__(self, codifier: Codifier, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("territoryProposal")
        self._codifier, self._lang = codifier, lang
        self.sentence = QLabel(self)
        self.sentence.setObjectName("territoryProposalText")
        self.sentence.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 2)
        self._layout.setSpacing(3)
        self._layout.addWidget(self.sentence)
        self.setVisible(False)

    def show_found(self, found: Sequence[Found], outside: bool, filled: bool) -> None:
        """:param found: units at the place, the finest first.

        :param outside: the place is surely not in the unit that the field names.
        :param filled: the field was filled in from the place, by the program.
        """
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.buttons = [self._button(one) for one in found]
        if self.parentWidget() is not None:
            go_behind(self.parentWidget(), self.buttons)
        if outside:
            text = QCoreApplication.translate("TerritoryEditor", "⚠ The place on the map is not in this unit.")
        elif filled:
            text = QCoreApplication.translate("TerritoryEditor", "Filled in from the place on the map.")
        else:
            text = QCoreApplication.translate("TerritoryEditor", "By the place on the map")
        self.sentence.setText(text)
        warning = color("warning", self.palette()).name()
        self.sentence.setStyleSheet(f"color: {warning};" if outside else "")
        self.setVisible(bool(found) or outside or filled)

    def _button(self, found: Found) -> QPushButton:
        label = self._codifier.label(found.code, self._lang)
        if found.how == "centre":
            nearest = QCoreApplication.translate("TerritoryEditor", "{unit} (centre {km} km away)")
            label = nearest.format(unit=label, km=format_number(round(found.distance_m / 1000, 1), self._lang))
        button = QPushButton(label.replace("&", "&&"), self)
        button.setObjectName(f"propose_{found.level}")
        button.setProperty("code", found.code)
        button.setAutoDefault(False)
        button.setFlat(False)
        path = " · ".join(self._codifier.path(found.code, self._lang))
        button.setToolTip(f"{path}\n{found.code}")
        button.setAccessibleName(QCoreApplication.translate("TerritoryEditor", "Take {unit}").format(unit=label))
        button.setAccessibleDescription(path)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._take)
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _take(self) -> None:
        self.taken.emit(self.sender().property("code"))
