"""Every screen can be used without a mouse and without seeing it, on a small screen and at 200 %."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QDialog, QDockWidget, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

import plugin.forms.form as form_module
from plugin.qgis_bridge import i18n
from plugin.store.workspace import Workspace
from tools.screens import access, accessible

from .desk import Desk
from .every_screen import every_screen, fill
from .test_workbench import Window

DOCK = 320
"""Pixels of width at which the panel is at home."""
GUIDELINES = QSize(1000, 580)
"""QGIS's guidelines for dialogs: 1366 × 768 leaves no more."""
DOUBLED = QSize(960, 500)
"""What 1920 × 1080 has at 200 %, the window's frame and the task bar taken off."""


DARK = {"Window": "#353535", "Base": "#232323", "AlternateBase": "#2d2d2d", "Highlight": "#2a82da"}


@pytest.fixture(params=["uk-light", "en-dark"])
def lang(request: pytest.FixtureRequest, qgis_app: QgsApplication) -> Iterator[str]:
    """A language, with the system's light or dark colours."""
    found, colours = request.param.split("-")
    before, made = qgis_app.palette(), QPalette(QColor("#efefef"))
    if colours == "dark":
        made = QPalette(QColor(DARK["Window"]))
        for role, colour in DARK.items():
            made.setColor(getattr(QPalette.ColorRole, role), QColor(colour))
    qgis_app.setPalette(made)
    with i18n.Translation(found):
        yield found
    qgis_app.setPalette(before)


@pytest.fixture()
def letters(qgis_app: QgsApplication) -> Iterator[None]:
    """Of the size that desktops have: without a screen Qt takes larger ones."""
    before, usual = qgis_app.font(), QFont(qgis_app.font())
    usual.setPixelSize(12)
    qgis_app.setFont(usual)
    yield
    qgis_app.setFont(before)


@pytest.fixture()
def window(
    letters: None, desk: Desk, workspace: Workspace, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    monkeypatch.setattr(form_module, "ask", lambda *_: "discard")
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()


def too_large(widget: QWidget) -> Iterator[str]:
    """A window that cannot be made small enough, or comes larger than the guidelines have it."""
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    if isinstance(widget, QDockWidget):
        if least.width() > DOCK:
            yield f"needs {least.width()} of {DOCK} pixels"
    elif isinstance(widget, QDialog):
        if least.width() > DOUBLED.width() or least.height() > DOUBLED.height():
            yield f"needs {least.width()} × {least.height()}"
        if widget.width() > GUIDELINES.width() or widget.height() > GUIDELINES.height():
            yield f"comes with {widget.width()} × {widget.height()}"


@pytest.mark.skipif(not accessible.available(), reason="QAccessible can be asked on Linux, x86-64, with Qt 5")
def test_every_screen_is_named_gone_through_by_keyboard_and_small_enough(
    lang: str, window: Window, tmp_path: Path, wait_until
) -> None:
    found: dict[str, None] = {}
    passed: set[str] = set()
    screens = 0
    for name, widget in every_screen(window, tmp_path, wait_until):
        screens += 1
        assert widget.isVisible(), name
        for fault in [*access.faults(widget), *access.focus(widget, passed), *too_large(widget)]:
            found.setdefault(f"{name}: {fault}")
    assert screens > 60
    assert not found, "\n".join(found)


@pytest.mark.skipif(not accessible.available(), reason="QAccessible can be asked on Linux, x86-64, with Qt 5")
def test_a_screen_reader_is_told_what_is_wrong_with_a_field(window: Window, tmp_path: Path, wait_until) -> None:
    fill(window, tmp_path)
    made = window.bench.records.open("need", window.lyceum)
    made.form.focus_field("people_women")
    told = accessible.told_of(made.form.focusWidget())
    assert told is not None and "Error: " in told.description, told
    made.form.editing.set("people_women", 4)
    made.form.check()
    told = accessible.told_of(made.form.focusWidget())
    assert told is not None and "Error: " not in told.description
    assert not list(access.faint(made))
    made.form.focus_field("sector")
    made.form.editing.set("sector", None)
    made.form.check()
    assert not list(access.faint(made))
    made.form.focus_field("title_uk")
    told = accessible.told_of(made.form.focusWidget())
    assert told is not None and "Needed before the record can be submitted" in told.description


class Mute(QPushButton):
    """Draws nothing, with or without the keyboard."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        pass


@pytest.mark.skipif(not accessible.available(), reason="QAccessible can be asked on Linux, x86-64, with Qt 5")
def test_what_is_looked_for_is_found(letters: None, qtbot, wait_until: Callable[..., None]) -> None:
    dialog = QDialog()
    dialog.setObjectName("dialog")
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    first, second, third = QPushButton("Перша", dialog), Mute("Друга", dialog), QToolButton(dialog)
    second.setObjectName("second")
    third.setObjectName("third")
    third.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for button in (first, second):
        button.setAutoDefault(False)
    line = QLineEdit(dialog)
    line.setObjectName("line")
    line.setPlaceholderText("підказка")
    palette = line.palette()
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#bbbbbb"))
    line.setPalette(palette)
    for widget in (first, second, third, line):
        layout.addWidget(widget)
    QWidget.setTabOrder(line, second)
    QWidget.setTabOrder(second, first)
    dialog.setMinimumWidth(1100)
    dialog.show()
    dialog.activateWindow()
    wait_until(dialog.isActiveWindow)
    found = [*access.faults(dialog), *access.focus(dialog, set()), *too_large(dialog)]
    for part in (
        "no object name: QPushButton ?",
        "no name: QToolButton third",
        "no name: QLineEdit line",
        "tab goes up: from QLineEdit line",
        "no key reaches: QToolButton third",
        "faint, ",
        "focus is not seen: Mute second",
        "needs 1100",
    ):
        assert any(part in fault for fault in found), (part, found)
