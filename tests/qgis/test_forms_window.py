"""The form of a record in its window: filled, checked, saved, closed, against a real workspace."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

import plugin.forms.form as form_module
from plugin.forms.access import WorkspaceAccess
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.records.territory import default_codifier
from plugin.store import findings
from plugin.store.workspace import Workspace

POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}
TSYRKUNY = "UA63120290010028715"
WHOLE = {
    "title_uk": "Школа № 12",
    "sector": "education",
    "katottg": TSYRKUNY,
    "precision": "exact",
    "status": "open",
    "priority": 3,
    "access": "open",
    "workflow": "draft",
    "info_source": "Акт № 4",
    "geom": POINT,
}


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


def test_a_need_is_captured_with_clicks_and_keys_and_stands_in_the_workspace(open_form, qtbot, workspace):
    window = open_form()
    assert QApplication.focusWidget() is field(window, "title_uk")
    type_text(field(window, "title_uk"), "Дах ліцею № 2")
    sector = field(window, "sector")
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_Tab)
    qtbot.keyClick(field(window, "title_en"), Qt.Key.Key_Tab)
    type_text(sector.lineEdit(), sector.itemText(2))
    with qtbot.waitSignal(window.saved) as saved:
        qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    record = workspace.get("need", saved.args[1])
    assert record["title_uk"] == "Дах ліцею № 2"
    assert record["sector"] == sector.itemData(2)
    assert record["captured_by"] == "О. Петренко"
    assert not window.isVisible()


def test_pages_are_built_when_they_are_looked_at(open_form):
    window = open_form()
    assert window.form.pages.stack.count() == 1
    window.form.pages.sections.setCurrentRow(1)
    assert window.form.pages.stack.count() == 2


def test_ctrl_page_down_and_up_go_through_the_sections(open_form, qtbot):
    window = open_form()
    sections = window.form.pages.sections
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert sections.currentRow() == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert sections.currentRow() == 0


def test_tab_goes_through_the_page_as_it_is_read_and_then_to_the_buttons(open_form, qtbot):
    window = open_form()
    window.form.pages.sections.setCurrentRow(2)
    window.form.focus_field("damage_category")
    seen = []
    for _ in range(12):
        seen.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    expected = [
        "field_damage_category", "field_survey_date", "field_source", "duplicateButton", "workflowButton",
        "saveNextButton", "saveButton", "closeButton",
    ]  # fmt: skip
    assert [name for name in seen if name in expected][: len(expected)] == expected


def test_a_fault_shows_where_it_is_as_soon_as_the_field_is_left(open_form, qtbot):
    window = open_form()
    window.form.focus_field("people_total")
    type_text(field(window, "people_total"), "сорок")
    faults = window.findChild(QWidget, "fault_people_")
    assert not faults.isVisible()
    qtbot.keyClick(field(window, "people_total"), Qt.Key.Key_Tab)
    qtbot.waitUntil(faults.isVisible)
    assert "whole number" in faults.text
    assert field(window, "people_total").property("faulty")


def test_a_field_of_half_a_page_with_nothing_beside_it_leaves_its_faults_the_whole_width(open_form, qtbot):
    window = open_form()
    window.form._change_workflow()
    window.form.focus_field("priority")
    editor, faults = (window.findChild(QWidget, name) for name in ("editor_priority", "fault_priority"))
    qtbot.waitUntil(lambda: faults.isVisible() and faults.width() > 1.9 * editor.width())
    window.form.focus_field("quantity")
    pair = [window.findChild(QWidget, name) for name in ("editor_quantity", "editor_quantity_unit")]
    qtbot.waitUntil(lambda: abs(pair[0].width() - editor.width()) <= 1)
    assert abs(pair[0].width() - pair[1].width()) <= 1


def test_a_long_text_is_as_high_as_what_stands_in_it_within_reason(open_form):
    text = field(open_form(), "description")
    heights = []
    for lines in (1, 6, 200, 0):
        text.setPlainText("\n".join("Тріщини в стінах" for _ in range(lines)))
        heights.append(text.height())
    one, six, many, none = heights
    assert one == none < six < many < 4 * one


def test_a_number_that_a_section_opens_on_is_replaced_by_what_is_typed(open_form):
    window = open_form()
    for text in ("640", "700"):
        window.form.focus_field("people_total")
        type_text(field(window, "people_total"), text)
        window.form.focus_field("title_uk")
    assert window.form.editing.get("people_total") == 700


def test_rules_speak_in_the_field_and_can_be_mended_in_one_click(open_form, qtbot):
    window = open_form()
    type_text(field(window, "title_uk"), "Капiтальний ремонт")  # a Latin i
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_Tab)
    faults = window.findChild(QWidget, "fault_title_uk")
    qtbot.waitUntil(faults.isVisible)
    qtbot.mouseClick(faults.findChild(QWidget, "fixButton"), Qt.MouseButton.LeftButton)
    assert field(window, "title_uk").text() == "Капітальний ремонт"
    assert window.form.editing.get("title_uk") == "Капітальний ремонт"


def test_a_fresh_form_does_not_scold_about_fields_nobody_has_been_to(open_form):
    window = open_form()
    assert all(not line.text for line in window.findChildren(type(window.findChild(QWidget, "fault_title_uk"))))


def test_a_value_the_table_cannot_hold_keeps_the_form_open_and_is_named(open_form, qtbot, workspace):
    window = open_form()
    type_text(field(window, "title_uk"), "Дах")
    window.form.focus_field("cost_amount")
    type_text(field(window, "cost_amount"), "мільйон")
    with qtbot.waitSignal(window.saved):
        qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert "Орієнтовна вартість" in window.form.banner.text
    assert [record["title_uk"] for record in workspace.records("need")] == ["Дах"]
    assert field(window, "cost_amount").text() == "мільйон"
    assert QApplication.focusWidget() is field(window, "cost_amount")
    open_form.answers.append("save")
    assert not window.close(), "closing would lose what stayed behind"
    field(window, "cost_amount").setText("1000000")
    type_text(field(window, "cost_amount"), "0")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert [record["cost_amount"] for record in workspace.records("need")] == ["10000000.00"]


def test_a_draft_with_a_fault_of_shape_is_saved_and_the_fault_named(open_form, qtbot, workspace):
    window = open_form()
    type_text(field(window, "title_uk"), "Д" * 300)
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert workspace.get("need", window.form.uuid)["title_uk"] == "Д" * 300
    assert window.isVisible()
    assert "Назва" in window.form.banner.text


def test_saving_leaves_the_findings_for_the_problem_list(open_form, qtbot, workspace):
    window = open_form()
    type_text(field(window, "title_uk"), "Дах")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    found = findings.list_findings(workspace, type_name="need", uuid=window.form.uuid)
    assert any("sector" in finding.fields for finding in found)


def test_saving_keeps_what_a_check_found_among_neighbours(open_form, qtbot, workspace):
    uuid = workspace.insert("need", WHOLE)
    neighbour = findings.StoredFinding("duplicate.near", "warning", "need", uuid, ("title_uk",), {})
    findings.replace_findings(workspace, "need", uuid, [neighbour])
    window = open_form("need", uuid)
    type_text(field(window, "title_en"), "School")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert neighbour.rule in [found.rule for found in findings.list_findings(workspace, uuid=uuid)]


def test_enter_in_a_field_does_not_close_the_form(open_form, qtbot, workspace):
    window = open_form()
    type_text(field(window, "title_uk"), "Дах")
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_Return)
    assert window.isVisible()
    assert workspace.count("need") == 0


def test_submission_is_granted_by_the_checks_and_only_by_them(open_form, qtbot, workspace):
    uuid = workspace.insert("need", {**WHOLE, "sector": None})
    window = open_form("need", uuid)
    qtbot.mouseClick(button(window, "workflowButton"), Qt.MouseButton.LeftButton)
    assert workspace.get("need", uuid)["workflow"] == "draft"
    assert "Сектор" in window.form.banner.text
    assert QApplication.focusWidget() in (field(window, "sector"), field(window, "sector").lineEdit())
    type_text(field(window, "sector").lineEdit(), field(window, "sector").itemText(1))
    qtbot.mouseClick(button(window, "workflowButton"), Qt.MouseButton.LeftButton)
    assert workspace.get("need", uuid)["workflow"] == "submitted"
    assert not window.isVisible()


def test_a_submitted_record_can_go_back_to_draft(open_form, qtbot, workspace):
    uuid = workspace.insert("need", {**WHOLE, "workflow": "submitted"})
    window = open_form("need", uuid)
    assert button(window, "workflowButton").text() != ""
    qtbot.mouseClick(button(window, "workflowButton"), Qt.MouseButton.LeftButton)
    assert workspace.get("need", uuid)["workflow"] == "draft"


def test_save_and_next_keeps_what_repeats_and_empties_the_rest(open_form, qtbot, workspace):
    window = open_form()
    type_text(field(window, "title_uk"), "Перша")
    type_text(field(window, "sector").lineEdit(), field(window, "sector").itemText(2))
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workspace.count("need") == 1
    assert field(window, "title_uk").text() == ""
    assert field(window, "sector").currentText() == field(window, "sector").itemText(2)
    assert "Перша" in window.form.banner.text
    assert QApplication.focusWidget() is field(window, "title_uk")
    type_text(field(window, "title_uk"), "Друга")
    qtbot.keyClick(field(window, "title_uk"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {record["title_uk"] for record in workspace.records("need")} == {"Перша", "Друга"}


def test_duplicate_makes_a_second_record_and_leaves_the_first_alone(open_form, qtbot, workspace):
    uuid = workspace.insert("need", WHOLE)
    window = open_form("need", uuid)
    qtbot.mouseClick(button(window, "duplicateButton"), Qt.MouseButton.LeftButton)
    field(window, "title_uk").selectAll()
    type_text(field(window, "title_uk"), "Школа № 13")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert workspace.get("need", uuid)["title_uk"] == "Школа № 12"
    assert workspace.get("need", window.form.uuid)["title_uk"] == "Школа № 13"
    assert workspace.count("need") == 2


@pytest.mark.parametrize(("answer", "stays", "saved"), [("stay", True, 0), ("discard", False, 0), ("save", False, 1)])
def test_closing_with_unsaved_text_asks(open_form, workspace, answer, stays, saved):
    window = open_form()
    type_text(field(window, "title_uk"), "Набрано")
    open_form.answers.append(answer)
    window.close()
    assert len(open_form.asked) == 1
    assert window.isVisible() is stays
    assert workspace.count("need") == saved
    assert field(window, "title_uk").text() == "Набрано"


def test_esc_asks_too_and_a_clean_form_closes_without_asking(open_form, qtbot, workspace):
    uuid = workspace.insert("need", WHOLE)
    window = open_form("need", uuid)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert open_form.asked == []


def test_looking_through_every_page_changes_nothing(open_form, workspace, catalogue):
    uuid = workspace.insert("need", {**WHOLE, "cost_amount": "1250000.00", "cost_currency": "UAH", "people_total": 0,
                                     "survey_date": "2026-09-01", "captured_at": "2026-11-05T10:00:17.250Z",
                                     "regional": False, "quantity": 12.5})  # fmt: skip
    window = open_form("need", uuid)
    for index in range(window.form.pages.sections.count()):
        window.form.pages.go(index)
        QApplication.processEvents()
    assert window.form.editing.changes() == {}
    assert not window.form.editing.unsaved


def test_a_change_made_underneath_is_told_and_the_person_takes_a_side(open_form, qtbot, workspace, catalogue):
    uuid = workspace.insert("need", WHOLE)
    window = open_form("need", uuid)
    with Workspace.open(workspace.folder, catalogue) as other:
        other.update("need", uuid, {"title_uk": "Чужа назва", "address": "вул. Сумська, 1"})
    field(window, "title_uk").selectAll()
    type_text(field(window, "title_uk"), "Моя назва")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert "Чужа назва" in window.form.banner.text and "Моя назва" in window.form.banner.text
    assert workspace.get("need", uuid)["title_uk"] == "Чужа назва"
    qtbot.mouseClick(button(window, "keepMineButton"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    record = workspace.get("need", uuid)
    assert (record["title_uk"], record["address"]) == ("Моя назва", "вул. Сумська, 1")


def test_a_record_deleted_underneath_can_still_be_saved_as_a_new_one(open_form, qtbot, workspace, catalogue):
    uuid = workspace.insert("need", WHOLE)
    window = open_form("need", uuid)
    type_text(field(window, "title_en"), "School")
    with Workspace.open(workspace.folder, catalogue) as other:
        other.delete("need", uuid)
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(window, "saveAsNewButton"), Qt.MouseButton.LeftButton)
    (record,) = workspace.records("need")
    assert record["title_en"] == "School" and record["uuid"] != uuid


def test_the_window_makes_room_while_a_place_is_drawn_and_comes_back_with_it(open_form, qtbot, workspace):
    window = open_form()
    window.form.focus_field("geom")
    with qtbot.waitSignal(window.place_requested) as asked:
        qtbot.mouseClick(button(window, "placePointButton"), Qt.MouseButton.LeftButton)
    assert asked.args == ["point"]
    assert not window.isVisible()
    window.set_geometry(POINT)
    assert window.isVisible()
    uuid = window.form.save()
    assert workspace.get("need", uuid)["geom"] == POINT


def test_coordinates_typed_just_before_saving_are_taken(open_form, qtbot, workspace):
    window = open_form()
    window.form.focus_field("geom")
    type_text(field(window, "geom"), "49.9935, 36.2304")
    qtbot.keyClick(field(window, "geom"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert workspace.get("need", window.form.uuid)["geom"] == POINT


def test_coordinates_that_cannot_be_read_are_not_lost_by_saving_or_closing(open_form, qtbot, workspace):
    window = open_form()
    window.form.focus_field("geom")
    type_text(field(window, "geom"), "біля мосту")
    qtbot.mouseClick(button(window, "saveButton"), Qt.MouseButton.LeftButton)
    assert window.isVisible() and window.form.banner.text
    assert workspace.count("need") == 0
    open_form.answers.append("stay")
    window.close()
    assert window.isVisible()
    assert field(window, "geom").text() == "біля мосту"


def test_giving_the_drawing_up_brings_the_window_back_unchanged(open_form, qtbot):
    window = open_form()
    window.form.focus_field("geom")
    qtbot.mouseClick(button(window, "placeAreaButton"), Qt.MouseButton.LeftButton)
    window.end_placing()
    assert window.isVisible()
    assert not window.form.editing.unsaved


def test_a_read_only_workspace_shows_the_record_and_offers_no_saving(qtbot, workspace, catalogue):
    uuid = workspace.insert("need", WHOLE)
    with Workspace.open(workspace.folder, catalogue, read_only=True) as locked:
        access = WorkspaceAccess(locked, default_codifier(), sticky=MemorySticky())
        window = RecordWindow(access, catalogue.type("need"), uuid, "uk")
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(window)
        assert field(window, "title_uk").text() == "Школа № 12"
        assert not button(window, "saveButton").isEnabled()
        assert not button(window, "workflowButton").isEnabled()


def test_the_window_fits_the_smallest_screen_and_every_type_opens(open_form, catalogue):
    for name in catalogue.types:
        window = open_form(name)
        assert window.width() <= 1000 and window.height() <= 580, name
        assert window.minimumSizeHint().width() <= 900, name
        assert window.findChild(QLineEdit) is not None
        window.close()


def test_everything_a_hand_can_reach_has_a_name_for_a_screen_reader(open_form, workspace):
    window = open_form("project", workspace.insert("project", {"title_uk": "Реконструкція"}))
    for row in range(window.form.pages.sections.count()):
        window.form.pages.sections.setCurrentRow(row)
    nameless = [
        (type(widget).__name__, widget.objectName())
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.objectName()
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (hasattr(widget, "text") and widget.text())
    ]
    assert nameless == []


def test_the_window_can_be_made_as_small_as_a_laptops_screen_at_twice_the_size(open_form):
    window = open_form()
    assert window.minimumWidth() <= 683 and window.minimumHeight() <= 384
