"""The wizard for a new workspace: three pages, one of which needs an answer; nothing typed is lost by an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget, QWizard

from plugin.errors import StoreError
from plugin.panels.workspace_wizard import NewWorkspace, NewWorkspaceWizard
from plugin.records.territory import default_codifier
from plugin.store.location import Prospect, prospect, usual_place

KHARKIV = "UA63000000000041885"
SUMY = "UA59000000000057109"
TSYRKUNY = "UA63120270000028556"


@pytest.fixture()
def place(tmp_path: Path) -> Path:
    made = tmp_path / "Мої справи"
    made.mkdir()
    return made


@pytest.fixture()
def wizard(qtbot, place):
    made = NewWorkspaceWizard(default_codifier(), "uk", place, choose_folder=lambda *_: str(place / "інше"))
    qtbot.addWidget(made)
    made.look_requested.connect(lambda folder, name: made.show_prospect(prospect(folder, name)))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def click(wizard, qtbot, name: str) -> None:
    qtbot.mouseClick(wizard.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def choose(wizard, *labels: str) -> None:
    listed = wizard.findChild(QListWidget, "territoryList")
    for label in labels:
        (item,) = listed.findItems(label, Qt.MatchFlag.MatchExactly)
        item.setSelected(True)


def to_the_end(wizard, qtbot, *labels: str) -> None:
    click(wizard, qtbot, "wizardNextButton")
    choose(wizard, *labels or ("Харківська область",))
    click(wizard, qtbot, "wizardNextButton")
    assert wizard.currentPage() is wizard.portal_page


def text_of(wizard, name: str) -> str:
    label = wizard.findChild(QLabel, name)
    return label.text() if label.isVisible() else ""


def test_next_an_oblast_next_create_is_all_it_takes(wizard, qtbot, place):
    to_the_end(wizard, qtbot)
    with qtbot.waitSignal(wizard.create_requested) as asked:
        click(wizard, qtbot, "createWorkspaceButton")
    assert asked.args == [NewWorkspace(place / "Харківська область", (KHARKIV,))]
    assert wizard.isVisible() and not wizard.create_button.isEnabled()


def test_all_oblasts_are_listed_in_the_order_of_the_alphabet_and_the_country_at_the_end(wizard):
    listed = wizard.findChild(QListWidget, "territoryList")
    names = [listed.item(row).text() for row in range(listed.count())]
    assert len(names) == 28 and names[-1]
    assert names.index("Вінницька область") < names.index("Івано-Франківська область") < names.index("Київська область")


def test_in_english_the_oblasts_follow_the_english_alphabet(qtbot, place):
    made = NewWorkspaceWizard(default_codifier(), "en", place)
    qtbot.addWidget(made)
    listed = made.findChild(QListWidget, "territoryList")
    names = [listed.item(row).text() for row in range(listed.count())]
    assert names[:-1] == sorted(names[:-1]) and names[-1] == "All of Ukraine"


def test_without_a_territory_there_is_no_next(wizard, qtbot):
    click(wizard, qtbot, "wizardNextButton")
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    assert text_of(wizard, "chosenTerritory")
    choose(wizard, "Сумська область")
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    assert "Сумська область" in text_of(wizard, "chosenTerritory")


def test_a_hromada_is_found_by_its_first_letters_and_takes_the_place_of_its_oblast(wizard, qtbot):
    click(wizard, qtbot, "wizardNextButton")
    choose(wizard, "Харківська область", "Сумська область")
    search = wizard.findChild(QLineEdit, "territorySearch")
    search.setFocus()
    search.setText("циркунівська")
    search.textEdited.emit(search.text())
    lookup = wizard.territory_page.lookup
    qtbot.waitUntil(lambda: lookup.model.rowCount() > 0)
    lookup.completer.popup().setCurrentIndex(lookup.model.index(0, 0))
    qtbot.keyClick(lookup.completer.popup(), Qt.Key.Key_Return)
    codes = wizard.territory_page.codes()
    assert KHARKIV not in codes and SUMY in codes and len(codes) == 2
    assert default_codifier().label(codes[0], "uk").startswith("Циркунівська")
    assert wizard.currentPage() is wizard.territory_page


def test_the_folder_that_will_be_made_is_shown_before_it_is(wizard, qtbot, place):
    to_the_end(wizard, qtbot, "Харківська область")
    assert str(place / "Харківська область") in text_of(wizard, "workspaceFolder")
    assert not (place / "Харківська область").exists()


def test_another_place_can_be_chosen_or_typed(wizard, qtbot, place):
    click(wizard, qtbot, "browseButton")
    assert wizard.place_page.place == place / "інше"
    wizard.findChild(QLineEdit, "placeField").setText("моя папка")
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    assert "whole path" in text_of(wizard, "placeTrouble")
    wizard.findChild(QLineEdit, "placeField").setText("")
    assert text_of(wizard, "placeTrouble") == "Choose a folder for the workspace."


def test_a_place_that_cannot_be_written_to_is_said_on_the_first_page(wizard, place):
    wanted = place / "Vidbudova"
    trouble = StoreError("store.no_permission", path=str(place))
    wizard.show_prospect(Prospect(wanted, wanted, None, None, trouble))
    assert str(place) in text_of(wizard, "placeTrouble")
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()


def test_a_cloud_folder_is_warned_about_and_not_forbidden(wizard, place):
    wizard.findChild(QLineEdit, "placeField").setText(str(place / "OneDrive"))
    wizard.show_prospect(prospect(place / "OneDrive", "Vidbudova"))
    assert "OneDrive" in text_of(wizard, "placeNotes")
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()


def test_a_workspace_of_the_same_territory_is_offered_and_a_second_one_gets_a_number(wizard, qtbot, place):
    there = place / "Харківська область"
    there.mkdir()
    (there / "workspace.gpkg").touch()
    to_the_end(wizard, qtbot)
    assert str(there) in text_of(wizard, "workspaceTaken")
    with qtbot.waitSignal(wizard.open_requested) as opened:
        click(wizard, qtbot, "openInsteadButton")
    assert opened.args == [there]
    with qtbot.waitSignal(wizard.create_requested) as asked:
        click(wizard, qtbot, "createWorkspaceButton")
    assert asked.args[0].folder == place / "Харківська область 2"


def test_an_answer_about_another_place_comes_too_late(wizard, qtbot, place):
    to_the_end(wizard, qtbot)
    wizard.show_prospect(Prospect(place / "Vidbudova", place / "Vidbudova 7"))
    with qtbot.waitSignal(wizard.create_requested) as asked:
        click(wizard, qtbot, "createWorkspaceButton")
    assert asked.args[0].folder == place / "Харківська область"


def test_portal_token_name_and_organisation_go_out_with_it(wizard, qtbot):
    to_the_end(wizard, qtbot)
    for name, text in (
        ("workspacePortalField", "portal.example/"),
        ("workspaceTokenField", " a-token "),
        ("workspaceOrganisationField", "12345678"),
        ("workspaceAuthorField", "Олена Коваль"),
    ):
        wizard.findChild(QLineEdit, name).setText(text)
    with qtbot.waitSignal(wizard.create_requested) as asked:
        click(wizard, qtbot, "createWorkspaceButton")
    wanted = asked.args[0]
    assert (wanted.portal_url, wanted.organisation, wanted.author, wanted.token) == (
        "https://portal.example", "12345678", "Олена Коваль", "a-token",
    )  # fmt: skip
    assert "a-token" not in repr(wanted)


@pytest.mark.parametrize(("address", "token"), [("http://portal.example", ""), ("два слова", ""), ("", "a-token")])
def test_an_address_that_is_none_is_said_and_nothing_is_made(wizard, qtbot, address, token):
    to_the_end(wizard, qtbot)
    wizard.findChild(QLineEdit, "workspacePortalField").setText(address)
    wizard.findChild(QLineEdit, "workspaceTokenField").setText(token)
    with qtbot.assertNotEmitted(wizard.create_requested):
        click(wizard, qtbot, "createWorkspaceButton")
    field = wizard.findChild(QLineEdit, "workspacePortalField")
    assert text_of(wizard, "workspacePortalProblem") == field.accessibleDescription() != ""
    assert wizard.focusWidget() is field, "said right under the field, where the keyboard is"
    qtbot.keyClicks(field, "x")
    assert not text_of(wizard, "workspacePortalProblem")


@pytest.mark.parametrize("code", ["1234567890", "12 34", "харків"])
def test_what_is_no_code_of_an_organisation_is_not_taken(wizard, qtbot, code):
    to_the_end(wizard, qtbot)
    field = wizard.findChild(QLineEdit, "workspaceOrganisationField")
    field.setText(code)
    field.editingFinished.emit()
    assert text_of(wizard, "workspaceOrganisationFieldNote") == field.accessibleDescription() != ""
    with qtbot.assertNotEmitted(wizard.create_requested):
        click(wizard, qtbot, "createWorkspaceButton")
    assert text_of(wizard, "workspaceOrganisationFieldNote") and field.text() == code
    field.setText("00032684")
    with qtbot.waitSignal(wizard.create_requested) as asked:
        click(wizard, qtbot, "createWorkspaceButton")
    assert asked.args[0].organisation == "00032684"
    assert not text_of(wizard, "workspaceOrganisationFieldNote")


def test_a_check_digit_that_does_not_fit_is_remarked_upon_and_taken(wizard, qtbot):
    to_the_end(wizard, qtbot)
    wizard.findChild(QLineEdit, "workspaceOrganisationField").setText("00032685")
    with qtbot.waitSignal(wizard.create_requested):
        click(wizard, qtbot, "createWorkspaceButton")
    assert text_of(wizard, "workspaceOrganisationFieldNote")


def test_the_connection_can_be_tested_before_the_workspace_is_made(wizard, qtbot):
    to_the_end(wizard, qtbot)
    wizard.findChild(QLineEdit, "workspacePortalField").setText("https://portal.example")
    with qtbot.assertNotEmitted(wizard.test_requested):
        click(wizard, qtbot, "testConnectionButton")
    assert text_of(wizard, "testResult")
    wizard.findChild(QLineEdit, "workspaceTokenField").setText("a-token")
    with qtbot.waitSignal(wizard.test_requested) as asked:
        click(wizard, qtbot, "testConnectionButton")
    assert asked.args == ["https://portal.example", "a-token"]
    wizard.show_test_result(True, "З’єднано")
    assert text_of(wizard, "testResult") == "З’єднано"


def test_an_error_leaves_everything_as_it_was_typed(wizard, qtbot):
    to_the_end(wizard, qtbot)
    wizard.findChild(QLineEdit, "workspaceAuthorField").setText("Олена Коваль")
    click(wizard, qtbot, "createWorkspaceButton")
    wizard.show_error("Диск заповнено.")
    assert text_of(wizard, "workspaceProblem") == "Диск заповнено."
    assert wizard.create_button.isEnabled()
    assert wizard.findChild(QLineEdit, "workspaceAuthorField").text() == "Олена Коваль"
    with qtbot.waitSignal(wizard.create_requested):
        click(wizard, qtbot, "createWorkspaceButton")


def test_a_name_that_no_disk_takes_becomes_one_that_it_does(place, tmp_path):
    found = prospect(place, "Харківська область")
    assert found.folder == place / "Харківська область" and found.free and found.trouble is None
    file = tmp_path / "лист.docx"
    file.touch()
    trouble = prospect(file, "Харківська область").trouble
    assert trouble is not None and trouble.code == "store.not_a_folder"
    (place / "Харківська область").mkdir()
    assert prospect(place, "Харківська область").folder == place / "Харківська область"
    (place / "Харківська область" / "лист.docx").touch()
    assert prospect(place, "Харківська область").folder == place / "Харківська область 2"


def test_documents_in_a_cloud_are_not_where_workspaces_go(tmp_path):
    assert usual_place(str(tmp_path / "Документи"), tmp_path) == tmp_path / "Документи" / "Vidbudova"
    assert usual_place(str(tmp_path / "OneDrive" / "Документи"), tmp_path) == tmp_path / "Vidbudova"
    assert usual_place("", tmp_path) == tmp_path / "Vidbudova"


def test_it_fits_the_smallest_screen_and_every_input_has_a_name(wizard, qtbot):
    for _ in range(3):
        assert wizard.width() <= 1000 and wizard.height() <= 580
        nameless = [
            widget.objectName() or type(widget).__name__
            for widget in wizard.currentPage().findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.objectName().startswith("qt_")
            and not (widget.objectName() and (widget.accessibleName() or getattr(widget, "text", str)()))
        ]
        assert nameless == []
        choose(wizard, "Харківська область")
        wizard.next()
