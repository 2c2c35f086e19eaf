"""Single field editors, driven as a person drives them."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QDate, QEvent, QPoint, QPointF, QRect, Qt
from qgis.PyQt.QtGui import QKeyEvent, QWheelEvent
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.factory import make_editor
from plugin.forms.fields.geometry import GeometryEditor
from plugin.forms.geometry_text import describe_geometry
from plugin.forms.sticky import MemorySticky
from plugin.records.dates import today
from plugin.records.territory import default_codifier
from plugin.store import listing

NBSP = "\u00a0"
TSYRKUNY = "UA63120290010028715"
POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}


def type_text(widget: QWidget, text: str) -> None:
    """Types any letters, Cyrillic ones too, as key presses."""
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def leave(widget: QWidget) -> None:
    """Puts the keyboard elsewhere; what has popped up goes first, as it does for a person."""
    while QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().hide()
    widget.window().findChild(QLineEdit, "elsewhere").setFocus()


@pytest.fixture()
def access(workspace):
    return WorkspaceAccess(workspace, default_codifier(), sticky=MemorySticky())


@pytest.fixture()
def editor_of(qtbot, access, catalogue):
    """Makes the editor of a field, shown in a window with another field beside it."""

    windows = []

    def make(type_name, field_name, lang="uk"):
        rtype = catalogue.type(type_name)
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(400, 300)
        elsewhere = QLineEdit(window)
        elsewhere.setObjectName("elsewhere")
        elsewhere.move(0, 260)
        editor = make_editor(rtype.field(field_name), rtype, access, lang, window)
        editor.resize(380, 120)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        editor.setFocus()
        return editor

    return make


@pytest.mark.parametrize(
    ("type_name", "field_name", "kind"),
    [
        ("need", "title_uk", QLineEdit),
        ("need", "description", QPlainTextEdit),
        ("need", "sector", QComboBox),
        ("need", "priority", QComboBox),
        ("need", "katottg", QLineEdit),
        ("need", "people_total", QLineEdit),
        ("need", "cost_amount", QLineEdit),
        ("need", "survey_date", QLineEdit),
        ("need", "captured_at", QLineEdit),
        ("funding", "project_uuid", QLineEdit),
        ("progress_report", "period", QComboBox),
    ],
)
def test_every_input_carries_its_fields_name_and_label(editor_of, catalogue, type_name, field_name, kind):
    editor = editor_of(type_name, field_name)
    widget = editor.findChild(kind, f"field_{field_name}")
    assert widget is not None
    assert widget.accessibleName() == catalogue.type(type_name).field(field_name).label("uk")


def test_every_field_of_every_type_has_an_editor_that_keeps_blank_blank(editor_of, catalogue):
    for rtype in catalogue.types.values():
        for field in rtype.fields:
            if field.section:
                editor = editor_of(rtype.name, field.name)
                editor.set_value(None)
                assert editor.value() is None, (rtype.name, field.name)


def test_line_breaks_pasted_into_a_line_do_not_cut_the_rest_off(editor_of, qtbot):
    editor = editor_of("need", "title_uk")
    QApplication.clipboard().setText("Школа № 12\nСело Циркуни" + "а" * 10_000)
    editor.line.paste()
    assert "Циркуни" in editor.value()
    assert len(editor.value()) > 10_000


def test_an_amount_shows_thousands_while_it_is_typed_and_its_currency_inside(editor_of):
    editor = editor_of("need", "cost_amount")
    editor.set_currency("EUR")
    type_text(editor.line, "1234567,5")
    assert editor.line.text() == f"1{NBSP}234{NBSP}567,5"
    assert editor.value() == "1234567.50"
    assert editor.line.unit_label.text() == "EUR"
    leave(editor)
    assert editor.line.text() == f"1{NBSP}234{NBSP}567,50"


@pytest.mark.parametrize(("lang", "typed", "value"), [("uk", "1.234", "1.234"), ("uk", "12,345", "12,345")])
def test_an_amount_that_reads_in_two_ways_comes_back_as_typed(editor_of, lang, typed, value):
    editor = editor_of("need", "cost_amount", lang)
    type_text(editor.line, typed)
    leave(editor)
    assert editor.value() == value
    assert editor.line.text() == typed


def test_zero_is_not_blank(editor_of):
    editor = editor_of("need", "people_total")
    assert editor.value() is None
    type_text(editor.line, "0")
    assert editor.value() == 0
    editor.set_value(0)
    assert editor.line.text() == "0"
    editor.set_value(None)
    assert editor.line.text() == ""


def test_words_in_a_number_stay_as_typed(editor_of):
    editor = editor_of("need", "people_total")
    type_text(editor.line, "близько 40")
    leave(editor)
    assert editor.value() == "близько 40"
    assert editor.line.text() == "близько 40"


def test_a_date_typed_in_short_becomes_the_full_one_on_leaving(editor_of, qtbot):
    editor = editor_of("need", "survey_date")
    type_text(editor.line, "5.11.26")
    with qtbot.waitSignal(editor.left):
        leave(editor)
    assert editor.value() == "2026-11-05"
    assert editor.line.text() == "05.11.2026"


def test_the_calendar_opens_by_keyboard_and_its_day_is_taken(editor_of, qtbot):
    editor = editor_of("need", "survey_date")
    editor.set_value("2026-11-05")
    qtbot.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = editor.findChild(QWidget, "calendar_popup_survey_date")
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2026, 11, 5)
    with qtbot.waitSignal(editor.changed):
        calendar.clicked.emit(QDate(2026, 11, 7))
    assert editor.value() == "2026-11-07"
    assert not calendar.isVisible()


SCHOOLS = "Будівлі навчальних та дослідних закладів (школи, дитячі садки, університети)"


def test_the_calendar_speaks_the_forms_language_and_knows_today(editor_of, qtbot):
    editor = editor_of("need", "survey_date")
    editor.open_calendar()
    popup = QApplication.activePopupWidget()
    assert popup.calendar.locale().standaloneMonthName(11) == "листопад"
    with qtbot.waitSignal(editor.changed):
        qtbot.mouseClick(popup.today_button, Qt.MouseButton.LeftButton)
    assert editor.value() == today().isoformat()


def test_millions_typed_as_people_write_them_stand_in_full_after_leaving(editor_of):
    editor = editor_of("need", "cost_amount")
    type_text(editor.line, "18,25 млн")
    assert editor.value() == "18250000.00"
    leave(editor)
    assert editor.line.text() == f"18{NBSP}250{NBSP}000,00"


def offered(editor):
    return [editor.lookup.model.index(row, 0).data() for row in range(editor.lookup.model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("навчальних", SCHOOLS),
        ("НАВЧ буд", SCHOOLS),
        ("нaвчaльниx", SCHOOLS),
        ("yfdxfkmyb", SCHOOLS),
        ("1263", SCHOOLS),
        ("двома", "Будинки з двома квартирами"),
    ],
)
def test_a_long_list_is_found_by_any_words_forgivingly(editor_of, qtbot, typed, label):
    editor = editor_of("need", "object_kind")
    type_text(editor.combo.lineEdit(), typed)
    qtbot.waitUntil(lambda: label in offered(editor))
    assert editor.combo.currentText() == typed, "nothing is typed for the person"


def test_what_is_found_stands_under_the_whole_field_as_high_as_it_needs(editor_of, qtbot):
    editor = editor_of("need", "object_kind")
    type_text(editor.combo.lineEdit(), "двома")
    popup = editor.lookup.completer.popup()
    qtbot.waitUntil(popup.isVisible)
    field = QRect(editor.combo.mapToGlobal(QPoint(0, 0)), editor.combo.size())
    shown = popup.geometry()
    assert (shown.left(), shown.top()) == (field.left(), field.bottom() + 1), "covers nothing of it"
    assert shown.width() >= field.width() > editor.combo.lineEdit().width()
    assert popup.viewport().height() == popup.sizeHintForRow(0) * editor.lookup.model.rowCount()


def test_enter_takes_the_best_of_what_was_found_and_does_not_wait_for_the_list(editor_of, qtbot):
    editor = editor_of("need", "sector")
    type_text(editor.combo.lineEdit(), "ос")
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor.combo.lineEdit(), Qt.Key.Key_Return)
    assert editor.value() == "education"
    assert editor.combo.currentText() == editor.combo.itemText(editor.combo.findData("education"))


def test_text_that_fits_one_entry_only_becomes_it_on_leaving_and_other_text_stays(editor_of):
    editor = editor_of("need", "sector")
    type_text(editor.combo.lineEdit(), "осв")
    leave(editor)
    assert editor.value() == "education"
    editor.setFocus()
    editor.combo.lineEdit().selectAll()
    type_text(editor.combo.lineEdit(), "та")
    leave(editor)
    assert editor.combo.currentText() == "та"
    assert editor.value() == "та"


def test_clearing_a_long_list_leaves_it_blank(editor_of):
    editor = editor_of("need", "sector")
    editor.set_value("education")
    editor.combo.lineEdit().clear()
    assert editor.value() is None
    editor.set_value(None)
    assert editor.value() is None and editor.combo.currentText() == ""


def test_a_label_typed_in_full_is_its_code_and_anything_else_stays_as_typed(editor_of):
    editor = editor_of("need", "sector")
    label, code = editor.combo.itemText(2), editor.combo.itemData(2)
    type_text(editor.combo.lineEdit(), label.lower())
    assert editor.value() == code
    leave(editor)
    assert editor.combo.currentText() == label
    editor.combo.setEditText("щось своє")
    assert editor.value() == "щось своє"


def test_a_code_that_is_no_longer_in_the_list_stays_visible(editor_of):
    editor = editor_of("need", "status")
    editor.set_value("code_of_old")
    assert editor.value() == "code_of_old"
    assert editor.combo.currentText() == "code_of_old"


def test_a_number_with_a_code_list_gives_numbers(editor_of):
    editor = editor_of("need", "priority")
    editor.combo.setCurrentIndex(editor.combo.findText("4", Qt.MatchFlag.MatchStartsWith))
    assert editor.value() == 4


def test_scrolling_over_a_choice_does_not_change_it(editor_of):
    editor = editor_of("need", "priority")
    editor.set_value(3)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.combo, wheel)
    assert editor.value() == 3


def test_yes_no_and_not_stated_are_three_things(editor_of, qtbot):
    editor = editor_of("need", "regional")
    assert editor.value() is None
    yes, no, blank = (editor.findChild(QRadioButton, f"field_regional_{name}") for name in ("yes", "no", "blank"))
    for button, value in ((yes, True), (no, False), (blank, None)):
        with qtbot.waitSignal(editor.changed):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
        assert editor.value() is value
    blank.setFocus()
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(blank, Qt.Key.Key_Left)
    assert editor.value() is False
    blank.setFocus()
    editor.setFocus()
    assert no.hasFocus(), "the keyboard comes to what is chosen"


def test_territory_is_found_by_letters_and_shown_with_its_path(editor_of, qtbot):
    editor = editor_of("need", "katottg")
    type_text(editor.line, "циркун")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() > 0)
    (village,) = editor.lookup.model.findItems("с. Циркуни · Циркунівська громада", Qt.MatchFlag.MatchStartsWith)
    with qtbot.waitSignal(editor.left):
        editor.lookup.completer.popup().setCurrentIndex(village.index())
        qtbot.keyClick(editor.lookup.completer.popup(), Qt.Key.Key_Return)
    assert editor.value() == TSYRKUNY
    assert editor.line.text() == "с. Циркуни"
    assert "Харківська область" in editor.path_label.text()


def test_a_name_that_was_not_picked_is_not_taken_for_a_unit(editor_of):
    editor = editor_of("need", "katottg")
    type_text(editor.line, "Циркуни")
    leave(editor)
    assert editor.value() == "Циркуни"
    assert not editor.path_label.isVisible()


def test_a_code_may_be_pasted(editor_of):
    editor = editor_of("need", "katottg")
    type_text(editor.line, TSYRKUNY.lower())
    leave(editor)
    assert editor.value() == TSYRKUNY
    assert editor.line.text() == "с. Циркуни"


def test_editing_a_picked_name_lets_go_of_the_unit(editor_of):
    editor = editor_of("need", "katottg")
    editor.set_value(TSYRKUNY)
    type_text(editor.line, "!")
    assert editor.value() != TSYRKUNY


def test_another_record_is_found_by_a_word_of_its_title(editor_of, qtbot, workspace):
    uuid = workspace.insert("project", {"title_uk": "Реконструкція ліцею № 2"})
    listing.refresh(workspace)
    editor = editor_of("funding", "project_uuid")
    type_text(editor.line, "ліце")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() == 1)
    editor.lookup.completer.popup().setCurrentIndex(editor.lookup.model.index(0, 0))
    qtbot.keyClick(editor.lookup.completer.popup(), Qt.Key.Key_Return)
    assert editor.value() == uuid
    assert editor.line.text() == "Реконструкція ліцею № 2"


def test_records_with_one_title_are_told_apart_by_where_they_are(editor_of, qtbot, workspace):
    for code in (TSYRKUNY, "UA63140170010036104"):
        workspace.insert("project", {"title_uk": "Капітальний ремонт ліцею", "katottg": code})
    listing.refresh(workspace)
    editor = editor_of("funding", "project_uuid")
    type_text(editor.line, "ремонт")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() == 2)
    assert set(offered(editor)) == {"Капітальний ремонт ліцею · с. Циркуни", "Капітальний ремонт ліцею · м. Чугуїв"}
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "Капітальний ремонт ліцею"
    assert editor.line.toolTip() in offered(editor), "no identifier that nobody can read"


def test_the_capture_time_is_kept_to_the_second_though_it_is_shown_shorter(editor_of):
    editor = editor_of("need", "captured_at")
    editor.set_value("2026-11-05T10:00:17.250Z")
    assert editor.value() == "2026-11-05T10:00:17.250Z"


@pytest.fixture()
def place(qtbot):
    editor = GeometryEditor("any", "uk")
    qtbot.addWidget(editor)
    return editor


@pytest.mark.parametrize(
    ("typed", "coordinates"),
    [
        ("49.9935, 36.2304", [36.2304, 49.9935]),
        ("49,9935; 36,2304", [36.2304, 49.9935]),
        ("36.2304 49.9935", [36.2304, 49.9935]),
        ("50° 00′ 00″ пн. ш., 36° 15′ 00″ сх. д.", [36.25, 50.0]),
    ],
)
def test_typed_coordinates_place_the_record(place, qtbot, typed, coordinates):
    place.line.setText(typed)
    with qtbot.waitSignal(place.changed):
        assert place.read_text()
    assert place.value() == {"type": "Point", "coordinates": coordinates}
    assert "пн. ш." in place.summary.text()


def test_coordinates_that_cannot_be_read_stay_and_say_why(place):
    place.line.setText("5538000 7374000")
    place.line.editingFinished.emit()
    assert place.value() is None
    assert place.line.text() == "5538000 7374000"
    assert place.problem.text()


@pytest.mark.parametrize("kind", ["point", "line", "area"])
def test_a_place_button_asks_for_its_kind(place, qtbot, kind):
    with qtbot.waitSignal(place.place_requested) as asked:
        place.findChild(QWidget, f"place{kind.capitalize()}Button").click()
    assert asked.args == [kind]


def test_a_point_type_offers_points_only(qtbot):
    editor = GeometryEditor("point", "uk")
    qtbot.addWidget(editor)
    assert editor.findChild(QWidget, "placePointButton") is not None
    assert editor.findChild(QWidget, "placeLineButton") is None


def test_a_geometry_is_told_in_words():
    line = {"type": "LineString", "coordinates": [[36.0, 50.0], [36.0, 50.01]]}
    square = {"type": "Polygon", "coordinates": [[[36, 50], [36.001, 50], [36.001, 50.001], [36, 50.001], [36, 50]]]}
    assert describe_geometry(POINT, "uk") == "49,993500° пн. ш., 36,230400° сх. д."
    assert "km" in describe_geometry(line, "en") and "1.11" in describe_geometry(line, "en")
    assert "m²" in describe_geometry(square, "en") and "7,9" in describe_geometry(square, "en")


def test_an_amount_says_itself_in_words_to_the_hand_and_to_a_screen_reader(editor_of):
    editor = editor_of("need", "cost_amount")
    editor.set_value("2000000.00")
    assert editor.line.toolTip() == "Два мільйони"
    editor.set_currency("UAH")
    assert editor.line.toolTip() == "Два мільйони гривень"
    editor.line.clear()
    type_text(editor.line, "21000,50")
    assert editor.line.toolTip() == "Двадцять одна тисяча гривень 50 копійок"
    assert editor.line.accessibleDescription().startswith("Двадцять одна тисяча гривень 50 копійок. ")
    type_text(editor.line, "абв")
    assert editor.line.toolTip() == "", "what is no amount is not read out as one"
