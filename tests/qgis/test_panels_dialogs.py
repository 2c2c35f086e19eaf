"""Settings and the new workspace: what they take, what they refuse, what they give out."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from plugin.panels.message_rows import unbroken
from plugin.panels.settings_dialog import Settings, SettingsDialog, tidy_address

KHARKIV = "UA63000000000041885"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://portal.example/", "https://portal.example"),
        (" portal.example ", "https://portal.example"),
        ("https://portal.example/vidbudova/", "https://portal.example/vidbudova"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://localhost:8123", "http://localhost:8123"),
        ("http://portal.example", None),
        ("ftp://portal.example", None),
        ("https://user:word@portal.example", None),
        ("https://", None),
        ("https://portal.example:notaport", None),
        ("пишіть нам", None),
    ],
)
def test_an_address_is_https_or_this_computer(typed, address):
    assert tidy_address(typed) == address


@pytest.fixture()
def settings(qtbot):
    kept = []  # as a window keeps its dialogs: none is taken away by the garbage collector while it is painted

    def make(given=Settings("https://portal.example", "12345678", "О. Петренко"), token_stored=False):  # noqa: B008
        dialog = SettingsDialog(given, token_stored, "українська")
        qtbot.addWidget(dialog)
        dialog.show()
        kept.append(dialog)
        return dialog

    yield make


def test_settings_come_back_as_they_were_given(settings):
    given = Settings("https://portal.example", "12345678", "О. Петренко", True)
    assert settings(given).settings() == given


def test_a_token_is_never_shown_and_goes_out_once_on_ok(settings, qtbot):
    dialog = settings()
    token = dialog.findChild(QLineEdit, "tokenField")
    assert token.echoMode() == QLineEdit.EchoMode.Password
    token.setText("s3cret")
    with qtbot.waitSignals([dialog.token_entered, dialog.accepted]) as told:
        qtbot.mouseClick(dialog.findChild(QPushButton, "okButton"), Qt.MouseButton.LeftButton)
    assert told.all_signals_and_args[0].args == ("https://portal.example", "s3cret")
    assert not hasattr(dialog.settings(), "token")


def test_cancelling_gives_no_token_out(settings, qtbot):
    dialog = settings()
    dialog.findChild(QLineEdit, "tokenField").setText("s3cret")
    with qtbot.assertNotEmitted(dialog.token_entered):
        dialog.reject()


def test_a_wrong_address_is_said_beside_it_and_keeps_the_dialog_open(settings, qtbot):
    dialog = settings()
    dialog.findChild(QLineEdit, "portalAddressField").setText("http://portal.example")
    qtbot.mouseClick(dialog.findChild(QPushButton, "okButton"), Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert any("https://" in label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_what_is_wrong_stands_under_its_field_is_read_out_and_seen_without_colour(settings, qtbot):
    dialog = settings()
    address = dialog.findChild(QLineEdit, "portalAddressField")
    address.setText("два слова")
    qtbot.mouseClick(dialog.findChild(QPushButton, "okButton"), Qt.MouseButton.LeftButton)
    note = dialog.findChild(QLabel, "portalAddressProblem")
    assert note.text() == address.accessibleDescription() != ""
    assert 0 <= note.geometry().top() - address.geometry().bottom() < 12
    assert note.indent() > 13, "room for a sign before the text"
    sign = note.grab().toImage().copy(0, 0, 14, note.height())
    assert len({sign.pixel(x, y) for x in range(14) for y in range(sign.height())}) > 1, "and there is one"


def test_inputs_are_not_squeezed(settings):
    dialog = settings()
    for field in dialog.findChildren(QLineEdit):
        assert field.height() >= field.sizeHint().height(), field.objectName()


def test_the_connection_is_tested_with_what_stands_in_the_dialog(settings, qtbot):
    dialog = settings()
    dialog.findChild(QLineEdit, "tokenField").setText("s3cret")
    button = dialog.findChild(QPushButton, "testConnectionButton")
    with qtbot.waitSignal(dialog.test_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["https://portal.example", "s3cret"]
    assert not button.isEnabled()
    dialog.show_test_result(False, "Портал не відповідає", "ConnectionError")
    assert button.isEnabled()
    assert dialog.findChild(QLabel, "testResult").text() == "Портал не відповідає"
    assert dialog.findChild(QLabel, "testDetail").isVisible()
    qtbot.keyClick(dialog.findChild(QLineEdit, "tokenField"), Qt.Key.Key_A)
    assert dialog.findChild(QLabel, "testResult").text() == ""


def test_a_person_s_tax_number_is_not_kept_as_the_organisation(settings, qtbot):
    dialog = settings()
    dialog.findChild(QLineEdit, "organisationField").setText("1234567890")
    dialog.accept()
    assert dialog.isVisible() and dialog.findChild(QLabel, "organisationFieldNote").isVisible()
    dialog.findChild(QLineEdit, "organisationField").clear()
    dialog.accept()
    assert not dialog.isVisible()


def test_without_any_token_the_test_asks_for_one_and_sends_nothing(settings, qtbot):
    dialog = settings()
    with qtbot.assertNotEmitted(dialog.test_requested):
        qtbot.mouseClick(dialog.findChild(QPushButton, "testConnectionButton"), Qt.MouseButton.LeftButton)
    assert dialog.findChild(QLabel, "testResult").text()


def test_a_stored_token_can_be_used_and_removed(settings, qtbot):
    dialog = settings(token_stored=True)
    with qtbot.waitSignal(dialog.test_requested) as asked:
        qtbot.mouseClick(dialog.findChild(QPushButton, "testConnectionButton"), Qt.MouseButton.LeftButton)
    assert asked.args == ["https://portal.example", ""]
    remove = dialog.findChild(QPushButton, "removeTokenButton")
    with qtbot.waitSignal(dialog.token_removed):
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert not remove.isEnabled()


def test_dialogs_fit_the_smallest_screen(settings):
    for dialog in (settings(),):
        assert dialog.width() <= 1000 and dialog.height() <= 580
        nameless = [
            widget
            for widget in dialog.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.objectName()
            and not widget.objectName().startswith("qt_")
            and not widget.accessibleName()
            and not (hasattr(widget, "text") and widget.text())
        ]
        assert nameless == []


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Амбулаторія, с-ще Шевченкове", "Амбулаторія, с\u2011ще\u00a0Шевченкове"),
        ("Ліцей № 2, м. Чугуїв, вул. Садова", "Ліцей №\u00a02, м.\u00a0Чугуїв, вул.\u00a0Садова"),
        ("Все-таки село", "Все-таки село"),
    ],
)
def test_a_settlements_kind_stays_on_the_line_of_its_name(text, drawn):
    assert unbroken(text) == drawn
