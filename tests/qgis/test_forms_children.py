"""Children of a record, edited in place in its form."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QWidget

import plugin.forms.form as form_module
from plugin.errors import StoreError
from plugin.forms.access import WorkspaceAccess
from plugin.forms.sections import plan_sections
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import ChildFrame, RecordWindow
from plugin.records.territory import default_codifier
from plugin.store import listing, steps

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
        for timer in window.findChildren(QTimer):
            timer.stop()  # as where windows are put away with their workspace
        window.deleteLater()


def field(window, name):
    return window.findChild(QWidget, f"field_{name}")


def button(window, name):
    return window.findChild(QPushButton, name)


def open_section(window, workspace, type_name):
    """Opens the page of the children of a type; returns their list."""
    sections = window.form.pages.sections
    label = workspace.catalogue.type(type_name).plural_label("uk")
    sections.setCurrentRow(next(i for i in range(sections.count()) if sections.item(i).text() == label))
    return window.findChild(QWidget, f"children_{type_name}")


def opened(window):
    """The child's form inside the window's."""
    return window.findChild(ChildFrame)


@pytest.fixture()
def project(workspace):
    return workspace.insert("project", {"title_uk": "Реконструкція", "katottg": TSYRKUNY, "workflow": "draft"})


def test_children_are_added_edited_and_removed_in_place(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    announced: list[RecordWindow] = []
    window.window_opened.connect(announced.append)
    rows = open_section(window, workspace, "funding")
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    child = opened(window)
    assert announced == [child] and child.window() is window, "no other window opens"
    assert child.isVisible() and not rows.isVisible()
    assert not field(child, "project_uuid").isEnabled()
    type_text(field(child, "funder_name"), "Державний бюджет")
    child.form.focus_field("amount_committed")
    type_text(field(child, "amount_committed"), "30000000")
    with qtbot.waitSignal(window.saved) as saved:
        qtbot.mouseClick(button(child, "inside_saveButton"), Qt.MouseButton.LeftButton)
    (funding,) = workspace.records("funding")
    assert saved.args == ["funding", funding["uuid"]]
    assert (funding["project_uuid"], funding["katottg"], funding["amount_committed"]) == (
        project, TSYRKUNY, "30000000.00",
    )  # fmt: skip
    qtbot.waitUntil(lambda: opened(window) is None)
    assert rows.isVisible() and rows.hasFocus() and "Державний бюджет" in rows.currentItem().text()
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened(window).form.uuid == funding["uuid"]
    qtbot.keyClick(opened(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: opened(window) is None)
    assert window.isVisible()
    open_form.answers.append("remove")
    with qtbot.waitSignal(window.deleted):
        qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert workspace.count("funding") == 0
    assert rows.count() == 0
    assert "can be undone" in open_form.asked[-1][1]
    steps.undo_last(workspace)
    assert workspace.count("funding") == 1


def test_adding_a_child_to_a_new_record_saves_the_record_first(open_form, workspace):
    window = open_form("project")
    type_text(field(window, "title_uk"), "Новий проєкт")
    window.form._add_child("project_location")
    (project,) = workspace.records("project")
    assert opened(window).form.editing.get("project_uuid") == project["uuid"]


def test_keys_go_to_the_form_that_has_the_keyboard(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    open_section(window, workspace, "funding")
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    child = opened(window)
    section, keyboard = window.form.pages.sections.currentRow(), QApplication.focusWidget()
    assert child.isAncestorOf(keyboard)
    qtbot.keyClick(keyboard, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert child.form.pages.sections.currentRow() == 1
    assert window.form.pages.sections.currentRow() == section
    type_text(field(child, "amount_spent"), "5")
    qtbot.keyClick(field(child, "amount_spent"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workspace.count("funding") == 1
    assert opened(window) is child and child.form.editing.is_new, "the next one stands in its place"
    assert child.form.editing.get("project_uuid") == project


def test_saving_the_record_saves_what_is_typed_in_its_child(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    open_section(window, workspace, "funding")
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    type_text(field(opened(window), "funder_name"), "Донор")
    window.form.focus_field("title_uk")
    type_text(field(window, "title_uk"), "!")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert [record["funder_name"] for record in workspace.records("funding")] == ["Донор"]
    assert not window.isVisible() and open_form.asked == []


def test_a_child_that_cannot_be_stored_keeps_the_window_open_and_is_shown(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    open_section(window, workspace, "funding")
    section = window.form.pages.sections.currentRow()
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    opened(window).form.focus_field("amount_spent")
    type_text(field(opened(window), "amount_spent"), "багато")
    window.form.focus_field("title_uk")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert window.isVisible() and window.form.pages.sections.currentRow() == section
    assert field(opened(window), "amount_spent").text() == "багато"


def test_closing_asks_for_what_is_typed_in_a_child(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    open_section(window, workspace, "funding")
    qtbot.mouseClick(button(window, "add_funding"), Qt.MouseButton.LeftButton)
    type_text(field(opened(window), "funder_name"), "Донор")
    assert [draft.values["funder_name"] for draft in opened(window).form.drafts()] == ["Донор"]
    open_form.answers.append("stay")
    assert not window.close() and window.isVisible()
    assert field(opened(window), "funder_name").text() == "Донор"
    open_form.answers.append("save")
    assert window.close()
    assert workspace.count("funding") == 1


def test_a_place_of_a_child_is_drawn_with_the_whole_window_out_of_the_way(open_form, qtbot, workspace, project):
    window = open_form("project", project)
    open_section(window, workspace, "project_location")
    qtbot.mouseClick(button(window, "add_project_location"), Qt.MouseButton.LeftButton)
    child = opened(window)
    child.form.focus_field("geom")
    with qtbot.waitSignal(child.place_requested):
        qtbot.mouseClick(button(child, "placePointButton"), Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    child.set_geometry({"type": "Point", "coordinates": [36.2304, 49.9935]})
    assert window.isVisible() and child.isVisible()
    assert child.form.editing.get("geom")["coordinates"] == [36.2304, 49.9935]


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


def test_a_copy_and_the_next_record_leave_the_children_to_the_one_before(open_form, workspace, project):
    funding = workspace.insert("funding", {"project_uuid": project, "amount_spent": "5.00"})
    for go_on in ("_duplicate", "save_and_next"):
        window = open_form("project", project)
        rows = open_section(window, workspace, "funding")
        window.form._open_child("funding", funding)
        opened(window).form.editing.set("funder_name", go_on)
        getattr(window.form, go_on)()
        assert workspace.get("funding", funding)["funder_name"] == go_on  # saved, not left inside another record's form
        assert window.form.pages.children_page("funding").opened is None
        assert rows.count() == 0
        assert window.form.editing.is_new


def test_reports_stand_by_their_quarter_the_newest_first(open_form, workspace, project):
    for period in ("2026-Q2", "2026-Q3", "2025-Q4"):
        workspace.insert("progress_report", {"project_uuid": project, "period": period, "katottg": TSYRKUNY})
    window = open_form("project", project)
    rows = open_section(window, workspace, "progress_report")
    shown = [rows.item(row).text() for row in range(rows.count())]
    assert shown == ["III квартал 2026", "II квартал 2026", "IV квартал 2025"]


def test_an_empty_list_of_children_says_what_to_do_to_eye_and_ear(open_form, workspace, project):
    window = open_form("project", project)
    rows = open_section(window, workspace, "funding")
    assert "Add" in rows.empty_text and rows.accessibleDescription() == rows.empty_text
    workspace.insert("funding", {"project_uuid": project, "funder_name": "Донор"})
    window.form.children_changed()
    assert rows.count() == 1 and rows.accessibleDescription() == ""


def test_a_child_takes_two_lines_with_room_around_them_and_a_long_one_is_whole_in_its_tip(
    open_form, workspace, project
):
    title = "Управління капітального будівництва " * 5
    workspace.insert("funding", {"project_uuid": project, "funder_name": title, "amount_committed": "1.00"})
    window = open_form("project", project)
    rows = open_section(window, workspace, "funding")
    line = rows.fontMetrics().height()
    assert 2 * line < rows.visualItemRect(rows.item(0)).height() < 3 * line
    assert not rows.horizontalScrollBar().isVisible()
    assert title.strip() in rows.item(0).toolTip() and "Зобов’язання: 1,00" in rows.item(0).text()


def test_the_lines_of_a_child_stand_apart_and_touch_no_edge(open_form, workspace, project):
    for name in ("Донор", "Фонд"):
        workspace.insert("funding", {"project_uuid": project, "funder_name": name, "amount_committed": "1.00"})
    window = open_form("project", project)
    rows = open_section(window, workspace, "funding")
    rect = rows.visualItemRect(rows.item(1))
    seen = rows.viewport().grab(rect).toImage()
    ground = seen.pixel(seen.width() - 2, 2)
    inked = [any(seen.pixel(x, y) != ground for x in range(seen.width())) for y in range(seen.height())]
    above, below = inked.index(True), inked[::-1].index(True)
    assert min(above, below) >= 5 and abs(above - below) <= 4, "both lines are whole"
    assert not all(inked[above : len(inked) - below]), "and stand apart"


def test_the_page_of_the_source_begins_with_it_and_ends_with_why_the_record_came_back(catalogue):
    for name in ("need", "project", "project_location", "funding", "need_project"):
        (page,) = (plan for plan in plan_sections(catalogue.type(name), "uk") if plan.name == "source")
        assert (page.names[0], page.names[-1]) == ("info_source", "workflow_note"), name


def test_a_record_is_complete_without_a_reason_why_it_came_back(catalogue):
    (page,) = (plan for plan in plan_sections(catalogue.type("need"), "uk") if plan.name == "source")
    whole = {"info_source": "Акт № 4", "captured_by": "О. Петренко", "access": "open"}
    assert page.filled(whole) == (3, 3)
    assert page.filled({**whole, "workflow_note": "Немає акта"}) == (3, 3)


def test_the_form_of_a_child_stands_in_line_with_its_heading(open_form, project):
    window = open_form("project", project)
    window.form._add_child("funding")
    child = opened(window)
    left = {
        child.findChild(QWidget, name).mapTo(child, QPoint(0, 0)).x() for name in ("backToListButton", "sectionTabs")
    }
    assert len(left) == 1


def test_the_tabs_of_a_child_say_how_complete_they_are_where_all_of_them_have_room(open_form, qtbot, project):
    window = open_form("project", project)
    window.resize(1300, 560)
    window.form._add_child("progress_report")
    tabs = opened(window).findChild(QWidget, "sectionTabs")
    qtbot.waitUntil(lambda: tabs.width() > 900)
    last = tabs.count() - 1
    assert "/" in tabs.tabText(0) and tabs.tabRect(last).right() <= tabs.width()
    window.resize(tabs.tabRect(last).right() + 240, 560)
    qtbot.waitUntil(lambda: "/" not in tabs.tabText(0))
    assert "/" not in "".join(tabs.tabText(index) for index in range(tabs.count()))
    assert "1" in tabs.tabToolTip(0), "the tool tip tells it, too"
    window.resize(1300, 560)
    qtbot.waitUntil(lambda: "/" in tabs.tabText(0))


def test_a_place_in_the_list_says_its_address_and_where_it_is_or_that_it_is_not_yet(open_form, workspace, project):
    point = {"type": "Point", "coordinates": [36.69077, 49.84129]}
    place = {"project_uuid": project, "title_uk": "Корпус", "katottg": TSYRKUNY}
    workspace.insert("project_location", {**place, "address": "вул. Гвардійська, 9", "geom": point})
    workspace.insert("project_location", place)
    rows = open_section(open_form("project", project), workspace, "project_location")
    assert [rows.item(row).text() for row in (0, 1)] == [
        "Корпус\nвул. Гвардійська, 9 · 49,841290; 36,690770",
        "Корпус\nмісце на карті ще не позначено",
    ]


def test_the_tab_key_goes_through_a_child_from_the_way_back_above_to_the_buttons_below(open_form, qtbot, project):
    window = open_form("project", project)
    window.form._add_child("funding")
    child = opened(window)
    back = child.findChild(QWidget, "backToListButton")
    back.setFocus()
    qtbot.waitUntil(back.hasFocus)
    passed = []
    for _stop in range(40):
        here = QApplication.focusWidget()
        if not child.isAncestorOf(here) or here in passed:
            break
        passed.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert [passed[0].objectName(), passed[1].objectName()] == ["backToListButton", "sectionTabs"]
    assert passed[-1].objectName() == "inside_saveButton"


def test_a_link_keeps_its_other_end_where_the_workspace_cannot_be_read(open_form, workspace, project, monkeypatch):
    need = workspace.insert("need", {"title_uk": "Школа"})
    link = workspace.insert("need_project", {"need_uuid": need, "project_uuid": project})
    window = open_form("need_project", link)
    editor = window.findChild(QWidget, "editor_need_uuid")
    assert editor.line.text() == "Школа"

    def gone(*_given):
        raise StoreError("store.unreachable", path="x")

    with monkeypatch.context() as out:
        out.setattr(type(workspace), "get", gone)
        out.setattr(listing, "page", gone)
        editor.set_value(need)
        assert editor.value() == need
        assert editor._find("Шко", 5) == []
    editor.set_value(need)
    assert (editor.line.text(), editor.value()) == ("Школа", need)
