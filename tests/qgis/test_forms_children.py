"""Children of a record, edited in place in its form."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QWidget

import plugin.forms.form as form_module
from plugin.forms.access import WorkspaceAccess
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.records.territory import default_codifier

TSYRKUNY = "UA63120290010028715"


def type_text(widget: QWidget, text: str) -> None:
    """Types any letters, Cyrillic ones too, as key presses."""
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture()
def access(workspace):
    return WorkspaceAccess(workspace, default_codifier(), author="О. Петренко", sticky=MemorySticky())


@pytest.fixture()
def open_form(qtbot, access, catalogue, monkeypatch):
    """Opens a form; questions are answered with what stands in `answers`, "discard" where nothing does."""
    windows: list[RecordWindow] = []
    answers: list[str] = []

    def make(type_name="need", uuid=None, preset=None, lang="uk"):
        window = RecordWindow(access, catalogue.type(type_name), uuid, lang, None, preset)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    make.answers = answers
    make.asked = []

    def ask(_parent, title, text, _choices, _escape):
        make.asked.append((title, text))
        return answers.pop(0) if answers else "discard"

    monkeypatch.setattr(form_module, "ask", ask)
    yield make
    answers.clear()
    for window in windows:
        window.close()
        window.deleteLater()


def field(window, name):
    return window.findChild(QWidget, f"field_{name}")


def button(window, name):
    return window.findChild(QPushButton, name)


def test_children_are_added_edited_and_removed_in_place(open_form, qtbot, workspace):
    project = workspace.insert("project", {"title_uk": "Реконструкція", "katottg": TSYRKUNY, "workflow": "draft"})
    window = open_form("project", project)
    children: list[RecordWindow] = []
    window.window_opened.connect(children.append)
    window.form.pages.sections.setCurrentRow(
        next(i for i in range(window.form.pages.sections.count())
             if window.form.pages.sections.item(i).text() == workspace.catalogue.type("funding").plural_label("uk"))
    )  # fmt: skip
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    (child,) = children
    child.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    assert not field(child, "project_uuid").isEnabled()
    type_text(field(child, "funder_name"), "Державний бюджет")
    child.form.focus_field("amount_committed")
    type_text(field(child, "amount_committed"), "30000000")
    with qtbot.waitSignal(window.saved) as saved:
        qtbot.mouseClick(button(child, "saveButton"), Qt.MouseButton.LeftButton)
    (funding,) = workspace.records("funding")
    assert saved.args == ["funding", funding["uuid"]]
    assert (funding["project_uuid"], funding["katottg"], funding["amount_committed"]) == (
        project, TSYRKUNY, "30000000.00",
    )  # fmt: skip
    rows = window.findChild(QWidget, "children_funding")
    assert rows.count() == 1 and "Державний бюджет" in rows.item(0).text()
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert children[1].form.uuid == funding["uuid"]
    children[1].close()
    open_form.answers.append("remove")
    with qtbot.waitSignal(window.deleted):
        qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert workspace.count("funding") == 0
    assert rows.count() == 0


def test_adding_a_child_to_a_new_record_saves_the_record_first(open_form, qtbot, workspace):
    window = open_form("project")
    type_text(field(window, "title_uk"), "Новий проєкт")
    children: list[RecordWindow] = []
    window.window_opened.connect(children.append)
    window.form._add_child("project_location")
    (project,) = workspace.records("project")
    assert children[0].form.editing.get("project_uuid") == project["uuid"]


def test_a_link_shows_its_other_end_from_either_side(open_form, workspace):
    need = workspace.insert("need", {"title_uk": "Школа № 12"})
    project = workspace.insert("project", {"title_uk": "Реконструкція"})
    workspace.insert("need_project", {"need_uuid": need, "project_uuid": project, "share_percent": 60.0})
    for type_name, uuid, shown in (("need", need, "Реконструкція"), ("project", project, "Школа № 12")):
        window = open_form(type_name, uuid)
        window.form.pages.sections.setCurrentRow(window.form.pages.sections.count() - 1)
        for row in range(window.form.pages.sections.count()):
            window.form.pages.sections.setCurrentRow(row)
        assert window.findChild(QWidget, "children_need_project").item(0).text().startswith(shown)
