"""Before a workspace is open: the welcome, the wizard for a new workspace, sample data, the settings."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtWidgets import QApplication

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands
from tools.tour.stage import Wait

KHARKIV_ROW = "UA63000000000041885"


def nothing_open(room: Room) -> Steps:
    """The panel says what can be done."""
    yield from room.close_workspace()
    yield room.settled()
    room.shot("start", "QGIS with the plugin, no workspace open")
    room.narrow()
    yield room.pause()
    room.shot("start-panel", "The panel, no workspace open, at 320 pixels", room.dock)


def new_workspace(room: Room) -> Steps:
    """The three pages of the wizard, and what it says of an address that is none."""
    room.bench.workspaces.new()
    yield room.shown("newWorkspaceWizard")
    wizard = room.top("newWorkspaceWizard")
    yield room.settled()
    yield room.pause(400)
    room.shot("wizard-1-where", "New workspace: where", wizard)
    hands.type_text(hands.find(wizard, "placeField"), "?")
    hands.find(wizard, "placeField").setText("workspace")
    yield room.pause(400)
    room.shot("wizard-1-where-not", "New workspace: no whole path", wizard)
    hands.find(wizard, "placeField").setText(str(Path.home() / "Documents" / "Відбудова"))
    yield room.settled()
    yield room.pause(400)
    hands.click(hands.find(wizard, "wizardNextButton"))
    yield room.pause()
    room.shot("wizard-2-oblast", "New workspace: which oblast", wizard)
    hands.type_text(hands.find(wizard, "territorySearch"), "печен")
    yield room.pause(500)
    room.shot("wizard-2-search", "New workspace: a hromada by its first letters", wizard)
    hands.find(wizard, "territorySearch").clear()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
    page = wizard.currentPage()
    page.add(KHARKIV_ROW)
    yield room.pause()
    room.shot("wizard-2-chosen", "New workspace: an oblast is chosen", wizard)
    hands.click(hands.find(wizard, "wizardNextButton"))
    yield room.pause(400)
    room.shot("wizard-3-portal", "New workspace: which portal", wizard)
    address = hands.find(wizard, "workspacePortalField")
    address.setText("портал відбудови")
    hands.click(hands.find(wizard, "createWorkspaceButton"))
    yield room.pause()
    room.shot("wizard-3-complaint", "New workspace: an address that is none", wizard)


def sample(room: Room) -> Steps:
    """The sample workspace, which says that nothing of it is ever sent."""
    room.bench.workspaces.try_sample()
    yield Wait("the sample is open", lambda: room.workspace is not None, 60)
    yield room.settled()
    yield room.pause()
    room.shot("sample", "The sample workspace")
    room.narrow()
    yield room.pause()
    room.shot("sample-panel", "The sample workspace's panel at 320 pixels", room.dock)
    yield from room.close_workspace()


def settings(room: Room) -> Steps:
    """The settings and the test of the connection."""
    room.bench.actions.action("settings").trigger()
    yield room.shown("settingsDialog")
    dialog = room.top("settingsDialog")
    room.shot("settings", "Settings", dialog)
    hands.type_text(hands.find(dialog, "tokenField"), room.plan["token"])
    hands.click(hands.find(dialog, "testConnectionButton"))
    yield room.settled()
    yield room.pause(400)
    room.shot("settings-connected", "Settings: the portal has answered", dialog)


def welcome_back(room: Room) -> Steps:
    """The welcome with the workspaces opened last."""
    yield from room.close_workspace()
    yield room.settled()
    room.shot("start-again", "The panel with the workspaces opened last", room.dock)


SCENES = [
    Scene("start", "No workspace is open", nothing_open),
    Scene("wizard", "A new workspace", new_workspace),
    Scene("settings", "Settings", settings),
    Scene("sample", "Sample data", sample),
    Scene("start-again", "Workspaces opened last", welcome_back),
]
