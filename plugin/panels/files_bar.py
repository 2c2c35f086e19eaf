"""One line on files under the dock's header: how many wait, what travels, why not; nothing where there is nothing."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ..forms.glyphs import glyph_pixmap

_SIGNS = {"running": "sending", "held": "offline", "parked": "warning", "waiting": "waiting", "idle": "synced"}
_SIDE = 13


class FilesBar(QWidget):
    """Shows what `FileDesk` tells; the button stops a run, or begins one."""

    send_requested = pyqtSignal()
    stop_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesBar")
        self._state = "idle"
        self.sign = QLabel(self)
        self.sign.setFixedWidth(_SIDE + 3)
        self.label = QLabel(self)
        self.label.setObjectName("filesLabel")
        self.label.setWordWrap(True)
        # A long name must not make the dock wider.
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QToolButton(self)
        self.button.setObjectName("filesButton")
        self.button.setAutoRaise(True)
        self.button.clicked.connect(self._pressed)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.sign)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 6, 2)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.progress)
        self.show_state("idle", "", None)

    def show_state(self, state: str, text: str, fraction: float | None) -> None:
        """:param state: idle, running, waiting, held or parked."""
        self._state = state
        self.setVisible(state != "idle")
        self.sign.setPixmap(glyph_pixmap(_SIGNS.get(state, "hint"), _SIDE, self.palette(), self.devicePixelRatioF()))
        self.label.setText(text)
        self.label.setAccessibleName(text)
        running = state == "running"
        word = self.tr("Stop") if running else self.tr("Send")
        self.button.setText(word)
        self.button.setAccessibleName(self.tr("Stop sending files") if running else self.tr("Send files"))
        self.button.setVisible(state in ("running", "waiting", "parked"))
        self.progress.setVisible(running)
        self.progress.setRange(0, 0 if fraction is None else 100)
        if fraction is not None:
            self.progress.setValue(round(100 * fraction))

    def _pressed(self) -> None:
        if self._state == "running":
            self.stop_requested.emit()
        else:
            self.send_requested.emit()
