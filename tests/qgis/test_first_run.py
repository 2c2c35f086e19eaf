"""The first minutes: the three ways in, a workspace made by the wizard, the sample that is never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from plugin.forms.file_rows import file_rows
from plugin.panels.welcome import WelcomePanel
from plugin.qgis_bridge import credentials, settings
from plugin.qgis_bridge.actions import Actions
from plugin.store import sample
from plugin.store.attaching import attach
from plugin.store.workspace import Workspace
from plugin.workbench import Workbench
from tests.unit.store.pictures import photo

from .desk import Desk

KHARKIV = "UA63000000000041885"
KEYS = ("workspaces", "portal/url", "portal/organisation", "author", "recent")


@pytest.fixture()
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for workspaces, in a profile that knows nothing yet."""
    for key in KEYS:
        settings.set_value(key, "")
    made = tmp_path / "Документи об'єкта"
    made.mkdir()
    settings.set_value("workspaces", str(made))
    yield made
    for key in KEYS:
        settings.set_value(key, "")


@pytest.fixture()
def bench(desk: Desk, place: Path) -> Iterator[Workbench]:
    with Actions(desk) as actions:
        made = Workbench(desk, actions, "uk")
        yield made
        made.close()
        desk.clear()


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button.isVisible() and button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def wizard_at_its_end(bench: Workbench):
    press(bench.dock, "createWorkspaceButtonDock")
    wizard = bench.workspaces.dialog
    press(wizard, "wizardNextButton")
    wizard.territory_page.add(KHARKIV)
    press(wizard, "wizardNextButton")
    return wizard


def test_nothing_open_shows_three_ways_in_settings_and_help(bench: Workbench) -> None:
    welcome = bench.dock.welcome
    assert bench.dock.stack.currentWidget() is welcome
    names = [button.objectName() for button in welcome.findChildren(QPushButton) if button.isVisible()]
    assert names == [
        "createWorkspaceButtonDock", "openWorkspaceButtonDock", "sampleButtonDock", "settingsButtonDock",
        "helpButtonDock",
    ]  # fmt: skip
    assert all(button.accessibleName() for button in welcome.findChildren(QPushButton))


def test_four_clicks_make_a_workspace_and_its_first_record_can_be_begun(
    bench: Workbench, place: Path, wait_until: Callable[..., None]
) -> None:
    wizard = wizard_at_its_end(bench)
    press(wizard, "createWorkspaceButton")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    folder = place / "Харківська область"
    assert bench.session.workspace.folder == folder and (folder / "workspace.qgz").is_file()
    assert bench.session.workspace.settings.territory == (KHARKIV,)
    assert bench.session.workspace.settings.portal_url is None
    assert bench.workspaces.dialog is None
    assert bench.dock.header.need_button.isEnabled()
    assert not bench.dock.sample.isVisible()


def test_what_the_wizard_was_told_is_kept_for_the_portal_and_for_the_next_one(
    bench: Workbench, place: Path, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, str]] = []
    monkeypatch.setattr(credentials, "store_token", lambda address, token: kept.append((address, token)))
    wizard = wizard_at_its_end(bench)
    page = wizard.portal_page
    page.address.setText("portal.example")
    page.token.setText("a-token")
    page.author.setText("Олена Коваль")
    page.organisation.setText("12345678")
    press(wizard, "createWorkspaceButton")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    workspace = bench.session.workspace
    assert workspace.settings.portal_url == "https://portal.example"
    assert workspace.settings.organisation == "12345678"
    assert kept == [("https://portal.example", "a-token")]
    assert "a-token" not in workspace.settings.to_json()
    assert settings.value("author") == "Олена Коваль"
    assert settings.value("workspaces") == str(place)
    bench.workspaces.new()
    again = bench.workspaces.dialog
    assert again.portal_page.author.text() == "Олена Коваль"
    wait_until(lambda: again.place_page.notes.isVisible())
    again.reject()


def test_an_error_is_said_in_the_wizard_and_what_was_typed_stays(
    bench: Workbench, place: Path, wait_until: Callable[..., None]
) -> None:
    wizard = wizard_at_its_end(bench)
    wait_until(lambda: bench.tasks.running == 0)
    (place / "Харківська область").mkdir()
    (place / "Харківська область" / "workspace.gpkg").write_bytes(b"somebody was quicker")
    wizard.portal_page.author.setText("Олена Коваль")
    press(wizard, "createWorkspaceButton")
    wait_until(lambda: wizard.portal_page.problem.isVisible())
    assert bench.workspaces.dialog is wizard and wizard.isVisible()
    assert wizard.portal_page.author.text() == "Олена Коваль"
    wizard.reject()


def test_a_workspace_made_while_the_person_keeps_the_open_project_can_be_opened_later(
    bench: Workbench, desk: Desk, place: Path, wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "newProject", lambda _prompt=False: False)
    wizard = wizard_at_its_end(bench)
    press(wizard, "createWorkspaceButton")
    wait_until(lambda: bench.workspaces.dialog is None)
    assert settings.recent_workspaces()[0] == place / "Харківська область"
    assert any(str(place) in text for text in desk.notices())


def test_the_sample_opens_with_one_click_and_says_what_it_is(
    bench: Workbench, place: Path, desk: Desk, wait_until: Callable[..., None]
) -> None:
    press(bench.dock, "sampleButtonDock")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    workspace = bench.session.workspace
    assert workspace.settings.sample and workspace.folder.parent == place
    assert workspace.count("need") == len(sample.read().records["need"])
    assert bench.dock.sample.isVisible()
    assert bench.dock.sample.findChild(QLabel, "sampleLabel").text()
    assert not bench.dock.header.waiting_chip.isVisible()
    press(bench.dock, "sendButton")
    wait_until(lambda: any("never leave" in text or "не залишають" in text for text in desk.notices()))
    assert bench.tasks.running == 0
    press(bench.dock, "sendButton")
    assert len(desk.notices()) == 1, "said once, however often it is pressed"
    with Workspace.open(workspace.folder, workspace.catalogue, read_only=True) as again:
        assert again.settings.portal_url is None
    desk.clear()
    assert not desk.notices(), "it was about the sample, and would stand over the next workspace"


def test_a_file_of_the_sample_waits_for_nothing(
    bench: Workbench, place: Path, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    press(bench.dock, "sampleButtonDock")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    workspace = bench.session.workspace
    need = next(iter(workspace.records("need")))["uuid"]
    (tmp_path / "фото.jpg").write_bytes(photo())
    attach(workspace, "need", need, tmp_path / "фото.jpg")
    bench.files.attached()
    assert not bench.dock.files.isVisible()
    (row,) = file_rows(workspace, "need", need, "uk")
    assert row.state == "here" and "waiting" not in row.text


def test_settings_give_the_sample_no_portal(bench: Workbench, place: Path, wait_until: Callable[..., None]) -> None:
    press(bench.dock, "sampleButtonDock")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    dialog = bench.settings.show(bench.session.workspace)
    dialog.address.setText("https://portal.example")
    dialog.accept()
    assert settings.value("portal/url") == "https://portal.example"
    assert bench.session.workspace.settings.portal_url is None
    assert bench.dock.sample.isVisible()


def test_recent_workspaces_are_one_click_away(bench: Workbench, place: Path, wait_until: Callable[..., None]) -> None:
    wizard = wizard_at_its_end(bench)
    press(wizard, "createWorkspaceButton")
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    bench.iface.clear()
    assert bench.session.workspace is None
    entry = bench.dock.welcome.findChildren(QToolButton, "recentWorkspaceButton")[0]
    assert entry.isVisible() and entry.accessibleName() == "Харківська область"
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
    assert bench.session.workspace.folder == place / "Харківська область"


def test_the_folder_around_or_inside_a_workspace_opens_it_too(
    bench: Workbench, place: Path, workspace: Workspace, wait_until: Callable[..., None]
) -> None:
    for folder in (workspace.folder.parent, workspace.folder / "files"):
        bench.workspaces.open_folder(folder)
        wait_until(lambda: bench.session.workspace is not None and bench.tasks.running == 0)
        assert bench.session.workspace.folder == workspace.folder
        bench.iface.clear()


def test_the_welcome_keeps_within_a_narrow_dock(qtbot) -> None:
    welcome = WelcomePanel()
    qtbot.addWidget(welcome)
    welcome.show_recent([Path("/дані/Харківська область: будинки, школи та дороги громад Слобожанщини")])
    welcome.resize(320, 600)
    welcome.show()
    assert welcome.widget().width() <= 320
    for label in welcome.findChildren(QLabel):
        assert label.isHidden() or label.heightForWidth(label.width()) <= label.height()
