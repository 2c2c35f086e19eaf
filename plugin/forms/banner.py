"""A message across the top of the form: what happened, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from .glyphs import glyph_pixmap
from .theme import color


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formBanner")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("formBannerText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 6, 8, 6)
        self._layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it says now; blank while it is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, severity: str, text: str, choices: Sequence[tuple[str, str, Callable[[], None]]] = ()) -> None:
        """:param severity: error, warning, hint or synced (all went well).
        :param choices: (object name, label, what it does) of buttons beside the text.
        """
        self.clear()
        self._icon.setPixmap(glyph_pixmap(severity, 16, self.palette(), self.devicePixelRatioF()))
        self._text.setText(text)
        self.setAccessibleName(text)
        ink = color({"synced": "good"}.get(severity, severity), self.palette()).name()
        self.setStyleSheet(f"QFrame#formBanner {{ border: 1px solid {ink}; border-radius: 3px; }}")
        for name, label, action in choices:
            button = QPushButton(label, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(button)
        self.setVisible(True)

    def clear(self) -> None:
        """Says nothing any more."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self._text.clear()
        self.setVisible(False)
