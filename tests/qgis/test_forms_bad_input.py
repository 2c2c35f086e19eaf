"""What nobody should type and somebody will: said where it happened, and nothing typed lost."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.records.territory import default_codifier

PAGE = "Капітальний ремонт ліцею " * 400
NBSP = "\u00a0"


@pytest.fixture()
def window(qtbot, workspace, catalogue):
    """The form of a new need, in English."""
    access = WorkspaceAccess(workspace, default_codifier(), sticky=MemorySticky())
    made = RecordWindow(access, catalogue.type("need"), None, "en")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.form.may_close = lambda: True
    made.close()
    made.deleteLater()


def line_of(window, name):
    """The line or the text that the field is typed into."""
    window.form.focus_field(name)
    found = window.findChild(QWidget, f"field_{name}")
    return found.lineEdit() if hasattr(found, "lineEdit") else found


def paste(window, name, text):
    """Puts the keyboard into a field, replaces what stands there by pasting, and leaves it."""
    line = line_of(window, name)
    line.selectAll()
    QApplication.clipboard().setText(text)
    line.paste()
    window.form.focus_field("title_en" if name != "title_en" else "title_uk")
    window.form.check()
    return line


def fault_of(window, name):
    """What stands under a field."""
    window.form.focus_field(name)
    label = window.findChild(QWidget, "fault_people_" if name.startswith("people") else f"fault_{name}")
    return label.text if label.isVisibleTo(window) else ""


def test_ten_thousand_characters_in_a_title_stay_are_counted_and_do_not_widen_anything(window, workspace):
    size = window.size()
    line = paste(window, "title_uk", PAGE)
    assert line.text() == PAGE
    assert "9999" in fault_of(window, "title_uk").replace(",", "") and "250" in fault_of(window, "title_uk")
    assert window.size() == size and len(window.windowTitle()) < 200
    uuid = window.form.save()
    assert workspace.get("need", uuid)["title_uk"] == PAGE.strip()
    window.form.save_and_next()
    assert window.size() == size and len(window.form.banner.text) < 250


@pytest.mark.parametrize(
    "name",
    [
        "sector",
        "object_kind",
        "katottg",
        "survey_date",
        "people_total",
        "quantity",
        "cost_amount",
        "source",
        "description",
    ],
)
def test_a_page_pasted_into_any_field_stays_and_is_named_in_a_short_sentence(window, name):
    size = window.size()
    line = paste(window, name, PAGE)
    text = line.text() if isinstance(line, QLineEdit) else line.toPlainText()
    assert text.strip() == PAGE.strip()
    sentence = fault_of(window, name)
    assert 10 < len(sentence) < 200
    assert window.size() == size


@pytest.mark.parametrize("name", ["people_total", "quantity", "cost_amount"])
@pytest.mark.parametrize("digits", ["9" * 19, "1" * 400, "7" * 10_000])
def test_a_number_too_long_for_any_table_stays_as_typed_and_is_named(window, workspace, name, digits):
    line = paste(window, name, digits)
    assert "".join(char for char in line.text() if char.isdigit()) == digits
    assert "too large" in fault_of(window, name)
    assert window.form.save() is None, "no table holds it"
    assert window.form.drafts()[0].values[name]
    assert workspace.count("need") == 0


def test_dollars_pasted_into_an_amount_do_not_become_hryvnias(window, workspace):
    line = paste(window, "cost_amount", "$5000")
    assert "".join(char for char in line.text() if char.isdigit()) == "500000", "with its cents"
    record = workspace.get("need", window.form.save())
    assert (record["cost_amount"], record["cost_currency"]) == ("5000.00", "USD")


def test_a_comma_before_the_kopiykas_is_one_in_english_too(window, workspace):
    line = line_of(window, "cost_amount")
    for letter in "18502345,50":
        QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    assert line.text() == "18,502,345.50"
    assert line.unit_label.text() == "UAH"
    assert workspace.get("need", window.form.save())["cost_amount"] == "18502345.50"


def test_digits_taken_out_of_a_stored_amount_leave_an_amount(window):
    window.form.focus_field("cost_amount")
    editor = window.findChild(QWidget, "editor_cost_amount")
    editor.set_value("1234.00")
    editor.line.setSelection(3, 5)
    editor.line.del_()
    assert editor.value() == "12.00"


def test_an_amount_in_another_currency_than_the_one_beside_it_is_kept_as_typed_and_named(qtbot, workspace, catalogue):
    access = WorkspaceAccess(workspace, default_codifier(), sticky=MemorySticky())
    made = RecordWindow(access, catalogue.type("funding"), None, "en")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.form.may_close = lambda: True
    paste(made, "amount_indicative", "1000")
    paste(made, "amount_committed", "500 EUR")
    made.form.focus_field("rate")
    made.form.check()
    assert made.form.editing.values["amount_committed"] == "500 EUR"
    assert made.form.editing.values["currency"] == "UAH"
    assert "no amount" in fault_of(made, "amount_committed")


def test_half_typed_coordinates_do_not_keep_the_rest_from_being_saved(window, workspace):
    paste(window, "title_uk", "Дах ліцею")
    window.form.focus_field("geom")
    line = window.findChild(QLineEdit, "field_geom")
    line.setText("50.0869, 36.")
    assert window.form.save() is None, "not all of it"
    [record] = workspace.records("need")
    assert record["title_uk"] == "Дах ліцею" and record.get("geom") is None
    assert "Saved, except for the place" in window.form.banner.text and line.text() == "50.0869, 36."
    window.findChild(QPushButton, "workflowButton").click()
    assert workspace.get("need", record["uuid"])["workflow"] == "draft" and line.text() == "50.0869, 36."


def test_line_breaks_in_a_title_become_spaces_and_stay_in_a_description(window, workspace):
    paste(window, "title_uk", "Дах ліцею № 2\r\nм. Чугуїв\n\u2028вул. Миру\tбуд. 5")
    paste(window, "description", "Перше.\r\nДруге.")
    record = workspace.get("need", window.form.save())
    assert record["title_uk"] == "Дах ліцею № 2 м. Чугуїв вул. Миру буд. 5"
    assert record["description"] == "Перше.\nДруге."
    assert line_of(window, "title_uk").text() == record["title_uk"], "what stands there is what was kept"


@pytest.mark.parametrize(
    "text",
    [
        "Школа 🏫 і родина 👨‍👩‍👧‍👦",
        "בית ספר מספר 12",
        "مدرسة رقم ١٢",
        "Ліцей \u05d0\u05d1 № 2",
        "Е\u0301тнос",
        "𝓛𝔂𝓬𝓮𝓾𝓶",
    ],
)
def test_emoji_and_text_from_right_to_left_are_kept_as_they_are(window, workspace, text):
    paste(window, "title_uk", text)
    assert workspace.get("need", window.form.save())["title_uk"] == text


@pytest.mark.parametrize("text", ["Школа \ud83c", "\x00Школа", "Шко\ufeffла \u200b"])
def test_half_an_emoji_and_characters_that_cannot_be_seen_do_not_stop_saving(window, workspace, text):
    line = line_of(window, "title_uk")
    for letter in text:
        QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    if text not in line.text():
        line.setText(text)
        line.textEdited.emit(text)
    assert workspace.get("need", window.form.save())["title_uk"] == "Школа"


def test_a_date_in_2206_is_asked_about_and_mended_in_one_click(window, qtbot):
    paste(window, "survey_date", "5.11.2206")
    assert "2206" in fault_of(window, "survey_date")
    buttons = window.findChild(QWidget, "fault_survey_date").findChildren(QWidget, "fixButton")
    buttons[0].click()
    assert window.form.editing.get("survey_date") == "2026-11-05"
    assert fault_of(window, "survey_date") == ""


@pytest.mark.parametrize("text", ["31.02.2026", "00.00.0000", "5.11.99999", "𝟝.11.2026"])
def test_a_day_that_is_not_in_the_calendar_stays_as_typed(window, text):
    line = paste(window, "survey_date", text)
    assert line.text() == text
    assert fault_of(window, "survey_date")
    assert window.form.save() is None
    assert window.findChild(QWidget, "formBanner").isVisible()


@pytest.mark.parametrize("name", ["people_women", "quantity"])
def test_negative_people_and_quantities_are_said_to_be_impossible(window, workspace, name):
    line = paste(window, name, "-5")
    assert line.text() == "-5"
    sentence = fault_of(window, name)
    assert "cannot be negative" in sentence
    if name.startswith("people"):
        assert sentence.startswith("“Women”: this"), "it says which number of the table"
    uuid = window.form.save()
    assert workspace.get("need", uuid)[name] == -5, "a draft is kept as it is typed"
    assert not window.findChild(QPushButton, "workflowButton").isHidden()


def test_a_word_that_is_in_no_list_is_named_where_it_stands(window):
    line = paste(window, "object_kind", "щось зовсім інше")
    assert line.text() == "щось зовсім інше"
    assert "щось зовсім інше" in fault_of(window, "object_kind")


def test_a_name_that_was_not_chosen_from_the_register_is_named_as_that(window):
    line = paste(window, "katottg", "Циркуни")
    assert line.text() == "Циркуни"
    assert "“Циркуни”" in fault_of(window, "katottg") and "list" in fault_of(window, "katottg")
