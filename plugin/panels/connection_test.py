"""*Test Connection…*: a button that asks a portal who it is, and its answer under it."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..forms.glyphs import glyph_pixmap
from ..forms.theme import color
from .fitting import fit_height


class ConnectionTest(QWidget):
    """Whoever holds the address and the token begins the test on `pressed`, and shows the answer by `show_result`."""

    pressed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("connectionTest")
        self.button = QPushButton(self.tr("Test Connection…"), self)
        self.button.setObjectName("testConnectionButton")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.pressed)
        self._sign = QLabel(self)
        self._sign.setVisible(False)
        self.result = QLabel(self)
        self.result.setObjectName("testResult")
        self.result.setWordWrap(True)
        self.detail = QLabel(self)
        self.detail.setObjectName("testDetail")
        self.detail.setWordWrap(True)
        self.detail.setProperty("help", True)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.detail.setVisible(False)
        self.result.setVisible(False)
        row = QHBoxLayout()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.result, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(row)
        layout.addWidget(self.detail)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_running(self) -> None:
        """The portal is being asked."""
        self.forget()
        self.button.setEnabled(False)
        self._tell(self.tr("Asking the portal…"))

    def show_result(self, ok: bool, text: str, detail: str = "") -> None:
        """The answer in words; `detail` is technical and can be copied."""
        self.button.setEnabled(True)
        self._sign.setPixmap(glyph_pixmap("synced" if ok else "error", 16, self.palette(), self.devicePixelRatioF()))
        self._sign.setVisible(True)
        self.result.setStyleSheet(f"color: {color('good' if ok else 'error', self.palette()).name()};")
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self._tell(text)

    def _tell(self, text: str) -> None:
        self.result.setText(text)
        self.result.setVisible(True)
        window = self.window()
        if window.layout() is not None:
            fit_height(window, window.height())

    def forget(self) -> None:
        """What was tested is no longer what stands there."""
        self.button.setEnabled(True)
        self._sign.setVisible(False)
        self.result.setStyleSheet("")
        self.result.clear()
        self.result.setVisible(False)
        self.detail.setVisible(False)
