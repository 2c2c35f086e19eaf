"""A line under an input: a help, or what is wrong there, with its sign."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..forms.glyphs import paint_glyph

_SIDE = 13


class NoteLabel(QLabel):
    """Away while it is blank. What is wrong has a sign before it and so is not told by colour alone."""

    def __init__(self, name: str, fault: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._fault = fault
        self.setProperty("fault" if fault else "help", True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if fault:
            self.setIndent(_SIDE + 6)  # from the left alone, as long as the text is not aligned to the top
        self.setWordWrap(True)
        self.setVisible(False)

    def show_text(self, text: str) -> None:
        """Shows a text, or goes away. A screen reader reads what is wrong along with the input, the label's buddy."""
        self.setText(text)
        if self._fault and self.buddy() is not None:
            self.buddy().setAccessibleDescription(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._fault and self.text():
            spare = max(0.0, (self.height() - self.heightForWidth(self.width())) / 2)  # the text stands in the middle
            room = self.contentsRect()
            top = room.top() + spare + (self.fontMetrics().height() - _SIDE) / 2
            paint_glyph(QPainter(self), "error", QRectF(room.left(), top, _SIDE, _SIDE), self.palette())
