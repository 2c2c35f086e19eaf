"""What stands where there is nothing to show yet: what to do next, with the button to do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A sentence or two, and buttons under it."""

    def __init__(
        self,
        name: str,
        text: str = "",
        actions: Sequence[tuple[str, str, Callable[[], None]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """:param actions: (object name, label, what it does)."""
        super().__init__(parent)
        self.setObjectName(name)
        self.text_label = QLabel(text, self)
        self.text_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text_label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addStretch(1)
        layout.addWidget(self.text_label)
        layout.addSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for action_name, label, action in actions:
            button = QPushButton(label, self)
            button.setObjectName(action_name)
            button.setAccessibleName(label)
            button.clicked.connect(action)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.buttons[action_name] = button
        layout.addStretch(2)

    def say(self, text: str, *shown: str) -> None:
        """Another sentence, with the named buttons only."""
        self.text_label.setText(text)
        self.setAccessibleName(text)
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
