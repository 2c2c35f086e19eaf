"""A frame in the colour of errors over an input that would lose its style's look to a border of a style sheet."""

from __future__ import annotations

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QRegion
from qgis.PyQt.QtWidgets import QWidget

from .theme import color


class FaultFrame(QWidget):
    """Lies over the input, lets the mouse through, leaves out what is inside; thicker with the keyboard there."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.setObjectName("faultFrame")
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Takes the input's size, and its focus for the thickness."""
        whole, side = self._target.rect(), 2 if self._target.hasFocus() else 1
        self.setGeometry(whole)
        self.setMask(QRegion(whole) - QRegion(whole.adjusted(side, side, -side, -side)))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if sip.isdeleted(self) or sip.isdeleted(self._target):
            return False
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.fit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("error", self._target.palette()))
        painter.end()
