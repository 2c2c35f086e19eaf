"""Where the keyboard is can be seen on lists and long texts, which styles do not frame."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from plugin.forms import theme
from plugin.forms.focus import show_focus

OF_A_THEME = "QAbstractScrollArea { border: 1px solid #535353; padding: 1px; }"  # QGIS's dark themes draw frames so


@pytest.fixture(params=["", OF_A_THEME], ids=["style", "style sheet"])
def window(request, qtbot):
    window = QWidget()
    window.setStyleSheet(request.param)
    layout = QVBoxLayout(window)
    window.line = QLineEdit(window)
    window.areas = [QListWidget(window), QPlainTextEdit(window)]
    for one in (window.line, *window.areas):
        layout.addWidget(one)
    show_focus(*window.areas)
    window.resize(300, 260)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def edge(area: QAbstractScrollArea) -> str:
    """The colour of its frame, half way down on the left, as it is seen."""
    at = area.mapTo(area.window(), QPoint(0, area.height() // 2))
    return QColor(area.window().grab().toImage().pixel(at)).name()


@pytest.mark.parametrize("number", [0, 1], ids=["list", "text"])
def test_an_area_is_framed_in_the_colour_of_the_focus_while_it_has_the_keyboard(window, number) -> None:
    area, framed = window.areas[number], theme.focus(window.palette()).name()
    assert edge(area) != framed
    area.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge(area) == framed
    window.resize(420, 400)
    assert edge(area) == framed, "also when it has grown"
    window.line.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge(area) != framed


def test_the_frame_of_a_faulty_text_stays_red(window) -> None:
    area = window.areas[1]
    area.setFocus(Qt.FocusReason.TabFocusReason)
    area.setProperty("faulty", True)
    assert edge(area) == theme.color("error", window.palette()).name()


def test_the_frame_covers_nothing_that_scrolls_and_takes_no_click(window, qtbot) -> None:
    area = window.areas[0]
    area.addItems([f"{number}" for number in range(40)])
    area.setFocus(Qt.FocusReason.TabFocusReason)
    frame = area.findChild(QWidget, "focusFrame")
    inside = area.viewport().geometry()
    assert frame.mask().intersected(inside).isEmpty()
    qtbot.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=area.visualItemRect(area.item(2)).center())
    assert area.currentRow() == 2
