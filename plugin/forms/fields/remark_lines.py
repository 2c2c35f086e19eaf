"""Sentences about a place, each with a sign and a colour of its gravity."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..glyphs import glyph_pixmap
from ..place_remarks import Remark
from ..theme import color


class RemarkLines(QWidget):
    """Hidden where there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._remarks: tuple[Remark, ...] = ()
        self.setVisible(False)

    def say(self, remarks: Sequence[Remark]) -> None:
        """Replaces what is said."""
        if tuple(remarks) == self._remarks:
            return
        self._remarks = tuple(remarks)
        while self._layout.count():
            self._layout.takeAt(0).widget().deleteLater()
        for remark in self._remarks:
            self._layout.addWidget(self._line(remark))
        self.setVisible(bool(self._remarks))
        self.setAccessibleName(self.text())

    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(remark.text for remark in self._remarks)

    def _line(self, remark: Remark) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        icon, text = QLabel(line), QLabel(remark.text, line)
        icon.setPixmap(glyph_pixmap(remark.severity, 13, self.palette(), self.devicePixelRatioF()))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setStyleSheet(f"color: {color(remark.severity, self.palette()).name()};")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        return line
