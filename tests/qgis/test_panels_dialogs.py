"""Settings and the new workspace: what they take, what they refuse, what they give out."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from plugin.panels.settings_dialog import Settings, SettingsDialog, tidy_address
from plugin.panels.workspace_dialog import NewWorkspace, NewWorkspaceDialog
from plugin.records.territory import default_codifier

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
    def make(given=Settings("https://portal.example", "12345678", "О. Петренко"), token_stored=False):  # noqa: B008
        dialog = SettingsDialog(given, token_stored, "українська")
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


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


@pytest.fixture()
def new_workspace(qtbot, tmp_path):
    picked = tmp_path / "Мої справи"
    picked.mkdir()
    dialog = NewWorkspaceDialog(
        default_codifier(), "uk", "https://portal.example", "12345678", choose_folder=lambda *_: str(picked)
    )
    dialog.picked = picked
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def create(dialog, qtbot):
    qtbot.mouseClick(dialog.findChild(QPushButton, "createWorkspaceButton"), Qt.MouseButton.LeftButton)


def test_an_oblast_is_found_by_its_first_letters(new_workspace, qtbot):
    search = new_workspace.findChild(QLineEdit, "territorySearch")
    search.setFocus()
    search.setText("харківська обл")
    search.textEdited.emit(search.text())
    lookup = new_workspace.territory_search
    qtbot.waitUntil(lambda: lookup.model.rowCount() > 0)
    lookup.completer.popup().setCurrentIndex(lookup.model.index(0, 0))
    qtbot.keyClick(lookup.completer.popup(), Qt.Key.Key_Return)
    assert new_workspace.territory_codes() == (KHARKIV,)
    assert new_workspace.isVisible()


def test_the_folder_is_suggested_after_the_territory_until_one_is_typed(new_workspace):
    folder = new_workspace.findChild(QLineEdit, "folderField")
    new_workspace.add_territory(KHARKIV)
    assert folder.text().endswith("Харківська область")
    folder.setText("/дані/моє")
    folder.textEdited.emit(folder.text())
    new_workspace.add_territory("UA59000000000057109")
    assert folder.text() == "/дані/моє"


def test_a_folder_with_things_in_it_gets_a_folder_of_its_own_inside(new_workspace, qtbot):
    (new_workspace.picked / "лист.docx").touch()
    new_workspace.add_territory(KHARKIV)
    qtbot.mouseClick(new_workspace.findChild(QPushButton, "browseButton"), Qt.MouseButton.LeftButton)
    chosen = Path(new_workspace.findChild(QLineEdit, "folderField").text())
    assert chosen.parent == new_workspace.picked
    assert chosen.name == "Харківська область"


def test_everything_chosen_goes_out_and_the_dialog_waits_for_the_workspace(new_workspace, qtbot):
    new_workspace.add_territory(KHARKIV)
    qtbot.mouseClick(new_workspace.findChild(QPushButton, "browseButton"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(new_workspace.create_requested) as asked:
        create(new_workspace, qtbot)
    assert asked.args == [NewWorkspace(new_workspace.picked, (KHARKIV,), "https://portal.example", "12345678")]
    assert new_workspace.isVisible()
    new_workspace.show_error("Папка лише для читання.")
    assert new_workspace.findChild(QLabel, "workspaceProblem").text() == "Папка лише для читання."
    assert new_workspace.findChild(QPushButton, "createWorkspaceButton").isEnabled()


def test_it_works_without_a_portal(new_workspace, qtbot):
    new_workspace.add_territory(KHARKIV)
    new_workspace.findChild(QLineEdit, "workspacePortalField").clear()
    with qtbot.waitSignal(new_workspace.create_requested) as asked:
        create(new_workspace, qtbot)
    assert asked.args[0].portal_url is None


@pytest.mark.parametrize("missing", ["territory", "folder", "relative", "occupied", "portal"])
def test_what_is_missing_or_wrong_is_said_and_nothing_is_created(new_workspace, qtbot, missing):
    if missing != "territory":
        new_workspace.add_territory(KHARKIV)
    folder = new_workspace.findChild(QLineEdit, "folderField")
    if missing == "folder":
        folder.clear()
    elif missing == "relative":
        folder.setText("моя папка")
    elif missing == "occupied":
        (new_workspace.picked / "workspace.gpkg").touch()
        folder.setText(str(new_workspace.picked))
    elif missing == "portal":
        new_workspace.findChild(QLineEdit, "workspacePortalField").setText("http://portal.example")
    with qtbot.assertNotEmitted(new_workspace.create_requested):
        create(new_workspace, qtbot)
    problem = new_workspace.findChild(QLabel, "workspaceProblem")
    assert problem.isVisible() and problem.text()


def test_a_territory_can_be_taken_out_again(new_workspace, qtbot):
    new_workspace.add_territory(KHARKIV)
    qtbot.mouseClick(new_workspace.findChild(QPushButton, "removeTerritoryButton"), Qt.MouseButton.LeftButton)
    assert new_workspace.territory_codes() == ()


def test_dialogs_fit_the_smallest_screen(settings, new_workspace):
    for dialog in (settings(), new_workspace):
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
