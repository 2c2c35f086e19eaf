"""Where the keyboard is, and where it goes next: for widgets of which Qt shows neither, and those made later."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QFrame, QWidget


class FocusFrame(QObject):
    """Frames a list or a text in a plain line while it has the keyboard: an empty list marks no row, and styles frame
    only what is typed into."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._before = (area.frameShape(), area.frameShadow())
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if sip.isdeleted(self) or sip.isdeleted(self._area):
            return False  # the keyboard leaves a list that is being taken down
        if watched is self._area and event.type() == QEvent.Type.FocusIn:
            self._area.setFrameShape(QFrame.Shape.Box)
            self._area.setFrameShadow(QFrame.Shadow.Plain)
        elif watched is self._area and event.type() == QEvent.Type.FocusOut:
            self._area.setFrameShape(self._before[0])
            self._area.setFrameShadow(self._before[1])
        return False


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
