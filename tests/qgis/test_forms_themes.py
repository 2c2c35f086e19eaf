"""The form in QGIS's themes, light and dark: the dark one's style sheet paints what its palette does not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDockWidget, QLineEdit, QMainWindow, QTableView, QWidget

from plugin.forms import night
from plugin.forms.access import WorkspaceAccess
from plugin.forms.sticky import MemorySticky
from plugin.forms.theme import contrast, style_sheet
from plugin.forms.window import RecordWindow
from plugin.panels.dock import VidbudovaDock
from plugin.records.territory import default_codifier

READABLE = 4.5  # WCAG 2, level AA
EDGE = 3.0  # the same, of what is no text


@pytest.fixture(params=["default", "Night Mapping"])
def theme(request, qgis_app):
    """One of QGIS's themes for the length of a test."""
    palette = QApplication.palette()
    QgsApplication.setUITheme(request.param)
    yield request.param
    QgsApplication.setUITheme("default")
    QApplication.setPalette(palette)


@pytest.fixture()
def window(theme, qtbot, workspace, catalogue):
    access = WorkspaceAccess(workspace, default_codifier(), sticky=MemorySticky())
    made = RecordWindow(access, catalogue.type("need"), None, "en", None, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()
    made.deleteLater()


def field(window, name):
    window.form.focus_field(name)
    return window.findChild(QWidget, f"field_{name}")


@pytest.mark.parametrize("name", ["survey_date", "katottg", "sector"])
def test_a_hint_in_an_empty_field_can_be_read_and_is_not_taken_for_what_was_typed(window, name):
    line = field(window, name)
    palette = (line.lineEdit() if isinstance(line, QComboBox) else line).palette()
    text, hint, ground = (
        palette.color(role)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base)
    )
    assert contrast(hint, ground) >= READABLE
    assert contrast(text, ground) >= 1.5 * contrast(hint, ground)


def test_the_unit_inside_a_field_can_be_read(window):
    line = field(window, "cost_amount")
    line.unit_label.ensurePolished()
    unit = line.unit_label.palette().color(line.unit_label.foregroundRole())
    assert line.unit_label.text() == "UAH"
    assert contrast(unit, line.palette().color(QPalette.ColorRole.Base)) >= READABLE


def test_every_week_of_the_calendar_is_seen_and_every_day_can_be_read(window):
    field(window, "survey_date")
    editor = window.findChild(QWidget, "editor_survey_date")
    editor.open_calendar()
    popup = editor._popup
    days = popup.calendar.findChild(QTableView)
    assert sum(days.rowHeight(row) for row in range(days.model().rowCount())) <= days.viewport().height()
    ground = days.palette().color(QPalette.ColorRole.Base)
    for row in range(1, days.model().rowCount()):
        for column in range(days.model().columnCount()):
            day = days.model().index(row, column)
            ink = day.data(Qt.ItemDataRole.ForegroundRole)
            if day.data() is not None and ink is not None:
                assert contrast(QColor(ink), ground) >= READABLE, (day.data(), QColor(ink).name())
    popup.hide()


def test_a_faulty_list_of_choices_keeps_its_look_inside_a_frame(window, qtbot):
    combo = field(window, "priority")
    frame_before = combo.findChild(QWidget, "faultFrame")
    window.form._change_workflow()
    frame = combo.findChild(QWidget, "faultFrame")
    assert frame_before is None
    assert frame.isVisibleTo(combo)
    assert frame.size() == combo.size()
    assert not frame.mask().contains(combo.rect().center())
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    qtbot.waitUntil(lambda: not frame.isVisibleTo(combo))


def test_the_corrections_of_the_dark_theme_can_be_read_themselves():
    pairs = [(night.TEXT, night.FIELD), (night.TEXT, night.WINDOW), (night.QUIET, night.FIELD), (night.TEXT, "#565656")]
    assert all(contrast(QColor(one), QColor(under)) >= READABLE for one, under in pairs)
    assert all(contrast(QColor(one), QColor(night.WINDOW)) >= EDGE for one in (night.EDGE, night.FOCUS))
    assert Path(night.TICK).is_file()


def test_the_corrections_reach_lines_outside_lists(window):
    line = field(window, "title_en")
    assert isinstance(line, QLineEdit)
    assert contrast(line.palette().color(QPalette.ColorRole.Text), line.palette().color(QPalette.ColorRole.Base)) >= 7


def test_a_panel_that_the_theme_has_painted_already_gets_the_corrections_too(theme, qtbot):
    panel = QDockWidget()
    qtbot.addWidget(panel)
    panel.ensurePolished()
    assert (night.RULES in style_sheet(panel.palette())) == (theme == "Night Mapping")


def test_the_corrections_reach_what_is_in_the_panel(theme, qtbot):
    """Qt keeps the rules it has looked up for a widget, so that a sheet set later would pass it by."""
    qgis_window = QMainWindow()
    qgis_window.setStyleSheet("QDockWidget { spacing: 1px; }")  # QGIS's has one of its own
    qtbot.addWidget(qgis_window)
    dock = VidbudovaDock("en", None, qgis_window)
    line = dock.findChild(QLineEdit, "searchField")
    line.ensurePolished()
    text, ground = (line.palette().color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base))
    assert contrast(text, ground) >= 7
    assert (ground.name() == night.FIELD) == (theme == "Night Mapping")
