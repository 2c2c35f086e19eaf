"""Where the keyboard is, and where it goes next: for widgets of which Qt shows neither, and those made later."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QRegion
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QWidget

from .theme import color, focus


class FocusFrame(QWidget):
    """Frames a list or a long text in the colour of the focus while it has the keyboard: an empty list marks no row,
    and styles frame only single lines.

    It lies over the area's own frame and leaves out what is inside, so that scrolling costs nothing more.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self.setObjectName("focusFrame")
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.installEventFilter(self)
        self.setVisible(area.hasFocus())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if sip.isdeleted(self) or sip.isdeleted(self._area):
            return False  # the keyboard leaves a list that is being taken down
        if watched is self._area:
            if event.type() == QEvent.Type.FocusIn:
                self._fit()
                self.show()
                self.raise_()
            elif event.type() == QEvent.Type.FocusOut:
                self.hide()
            elif event.type() == QEvent.Type.Resize and self.isVisible():
                self._fit()
            elif event.type() == QEvent.Type.DynamicPropertyChange:
                self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, faulty = self._area.palette(), bool(self._area.property("faulty"))
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("error", palette) if faulty else focus(palette))
        painter.end()

    def _fit(self) -> None:
        whole = self._area.rect()
        side = min(2, max(1, self._area.frameWidth()))  # a style sheet's frame has its padding with it
        self.setGeometry(whole)
        self.setMask(QRegion(whole) - QRegion(whole.adjusted(side, side, -side, -side)))


def show_focus(*areas: QAbstractScrollArea) -> None:
    """Frames these while they have the keyboard."""
    for area in areas:
        FocusFrame(area)


def go_behind(before: QWidget, after: Iterable[QWidget]) -> None:
    """Lets the tab key go from the last stop within `before` to these, one after the other, and on from there as
    before. What is made after a window was built would else come last of all."""
    new = list(after)
    last = one = before
    while (one := one.nextInFocusChain()) is not None and one is not before:
        if before.isAncestorOf(one) and _stops(one) and one not in new:
            last = one
    for one in new:
        QWidget.setTabOrder(last, one)
        last = one


def _stops(one: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return one.focusPolicy() & tab == tab and one.focusProxy() is None
