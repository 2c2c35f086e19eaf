"""Edits that went by unnoticed: which records, what of them, and adopting them."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..forms.help_button import HelpButton
from ..forms.theme import style_sheet
from ..sync.events import UntrackedRow


class UntrackedDialog(QDialog):
    """Lists them; adopting is asked for by a signal."""

    adopt_requested = pyqtSignal()

    def __init__(self, rows: Sequence[UntrackedRow], total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("untrackedDialog")
        self.setWindowTitle(self.tr("Unnoticed edits"))
        self.setStyleSheet(style_sheet(self.palette()))
        self.resize(560, 400)
        intro = QLabel(
            self.tr(
                "%n record(s) were changed by another program in a way that went unnoticed. Adopted, they wait to be "
                "sent; until then nothing is received, so that nothing is overwritten.",
                "",
                total,
            ),
            self,
        )
        intro.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("untrackedList")
        self.list.setAccessibleName(self.tr("Unnoticed edits"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for row in rows:
            self.list.addItem(f"{row.title}\n  •  {row.text}")
        if total > len(rows):
            self.list.addItem(self.tr("and %n more", "", total - len(rows)))
        self.adopt_button = QPushButton(self.tr("Adopt Edits"), self)
        self.adopt_button.setObjectName("adoptButton")
        self.adopt_button.clicked.connect(self._adopt)
        later = QPushButton(self.tr("Later"), self)
        later.setObjectName("adoptLaterButton")
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.addWidget(HelpButton(self))
        bottom.addStretch(1)
        bottom.addWidget(self.adopt_button)
        bottom.addWidget(later)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)

    def _adopt(self) -> None:
        self.adopt_requested.emit()
        self.accept()
