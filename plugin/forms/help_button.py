"""The help a click away: does what F1 does, for the place where the keyboard is."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QDialogButtonBox, QHBoxLayout, QToolButton, QWidget


class HelpButton(QToolButton):
    """A question mark. It takes no keyboard, so that the field one is in stays the one that is explained; whoever works
    by keys has F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("helpButton")
        self.setText("?")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(QCoreApplication.translate("HelpButton", "Help"))
        self.setToolTip(QCoreApplication.translate("HelpButton", "Help (F1)"))
        side = self.fontMetrics().height() + 10
        self.setMinimumSize(side, side)
        self.clicked.connect(self._ask)

    def _ask(self, _checked: bool = False) -> None:
        """The key goes up from here to the window, where the help takes it."""
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self, key)


def beside_help(buttons: QDialogButtonBox) -> QHBoxLayout:
    """A dialog's last row: the question mark on the left, as in all windows here; styles differ about its role."""
    row = QHBoxLayout()
    row.addWidget(HelpButton(buttons.parentWidget()))
    row.addWidget(buttons, 1)
    return row
