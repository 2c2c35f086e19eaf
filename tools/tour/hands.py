"""Mouse and keyboard as a person uses them: events on the real widgets, never their methods."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class NotThere(AssertionError):
    """A widget that the tour needs is not there, or cannot be used."""


def find(parent: QWidget, name: str, kind: type = QWidget) -> Any:
    """The widget of that object name. Raises NotThere."""
    found = parent.findChild(kind, name)
    if found is None:
        raise NotThere(f"{name} is not in {parent.objectName() or type(parent).__name__}")
    return found


def click(widget: QWidget) -> None:
    """A left click in the middle of a widget that can be seen and is enabled."""
    if not widget.isVisible() or not widget.isEnabled():
        raise NotThere(f"{widget.objectName()} cannot be clicked")
    QTest.mouseClick(widget, LEFT, NO_KEYS, widget.rect().center())


def click_at(widget: QWidget, at: QPoint) -> None:
    """A left click at a place of a widget."""
    QTest.mouseClick(widget, LEFT, NO_KEYS, at)


def click_row(view: QAbstractItemView, row: int) -> None:
    """A left click on a row of a list."""
    index = view.model().index(row, 0)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, view.visualRect(index).center())


def pixel(canvas: QgsMapCanvas, longitude: float, latitude: float) -> QPoint:
    """Where a place (WGS 84) is on the canvas."""
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), canvas.mapSettings().destinationCrs(), QgsProject.instance()
    )
    point = canvas.getCoordinateTransform().transform(to_map.transform(QgsPointXY(longitude, latitude)))
    return QPoint(round(point.x()), round(point.y()))


def click_map(canvas: QgsMapCanvas, longitude: float, latitude: float) -> None:
    """Moves over a place on the map and clicks it."""
    at = pixel(canvas, longitude, latitude)
    if not canvas.viewport().rect().contains(at):
        raise NotThere(f"{longitude}, {latitude} is not on the map")
    QTest.mouseMove(canvas.viewport(), at)
    QTest.mouseClick(canvas.viewport(), LEFT, NO_KEYS, at)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Types a text letter by letter; Qt's own keyClicks() knows Latin letters only."""
    line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    if not isinstance(line, (QLineEdit, QPlainTextEdit, QTextEdit)):
        raise NotThere(f"{widget.objectName()} takes no text")
    if not line.isVisible() or not line.isEnabled():
        raise NotThere(f"{widget.objectName()} cannot be typed into")
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    for letter in text:
        send_letter(line, letter)
        QApplication.processEvents()


def send_letter(widget: QWidget, letter: str) -> None:
    """One letter's key, pressed and released."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, NO_KEYS, letter))


def take_keyboard(widget: QWidget) -> bool:
    """Asks for the keyboard to go to a widget; whether it does."""
    line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    if not line.hasFocus():
        line.window().activateWindow()
        line.setFocus(Qt.FocusReason.MouseFocusReason)
    return bool(line.hasFocus())


def choose(combo: QComboBox, code: Any) -> None:
    """Walks a short list with the arrow key until it shows a code."""
    combo.setFocus(Qt.FocusReason.MouseFocusReason)
    for _ in range(combo.count()):
        if combo.currentData() == code:
            return
        press(combo, Qt.Key.Key_Down)
    if combo.currentData() != code:
        raise NotThere(f"{combo.objectName()} does not offer {code}")


def take_offer(popup: QAbstractItemView) -> None:
    """Takes the first thing that a search under a line offers."""
    if not popup.isVisible() or not popup.model().rowCount():
        raise NotThere("nothing is offered")
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
