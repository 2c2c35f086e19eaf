"""Before a workspace is open: the panel, the dialog for a new workspace, the settings."""

from __future__ import annotations

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands
from tools.tour.stage import Wait


def nothing_open(room: Room) -> Steps:
    """The panel says what can be done."""
    yield from room.close_workspace()
    yield room.settled()
    room.shot("start", "QGIS with the plugin, no workspace open")
    room.shot("start-panel", "The panel, no workspace open", room.dock)


def new_workspace(room: Room) -> Steps:
    """The dialog for a new workspace, empty, searching, filled in, with a complaint."""
    room.bench.workspaces.new()
    yield room.shown("newWorkspaceDialog")
    dialog = room.top("newWorkspaceDialog")
    room.shot("new-workspace", "A new workspace", dialog)
    dialog.add_territory("UA63000000000041885")
    dialog.add_territory("UA63140090000052369")
    hands.type_text(hands.find(dialog, "workspacePortalField"), "портал")
    hands.click(hands.find(dialog, "createWorkspaceButton"))
    yield room.pause()
    room.shot("new-workspace-complaint", "A new workspace: an address that is none", dialog)


def settings(room: Room) -> Steps:
    """The settings and the test of the connection."""
    room.bench.actions.action("settings").trigger()
    yield room.shown("settingsDialog")
    dialog = room.top("settingsDialog")
    room.shot("settings", "Settings", dialog)
    hands.type_text(hands.find(dialog, "tokenField"), room.plan["token"])
    hands.click(hands.find(dialog, "testConnectionButton"))
    yield Wait("the portal answers", lambda: dialog.result.text() and dialog.test_button.isEnabled())
    room.shot("settings-connected", "Settings: the portal has answered", dialog)


SCENES = [
    Scene("start", "No workspace is open", nothing_open),
    Scene("new-workspace", "A new workspace", new_workspace),
    Scene("settings", "Settings", settings),
]
