"""What is done with many records at once, boundaries, layers that are gone."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QAction

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands
from tools.tour.stage import Wait


def actions(room: Room) -> Steps:
    """The menu of what can be done with the selected records."""
    yield from room.open()
    room.tab("records")
    hands.find(room.dock, "recordList").selectAll()
    yield room.pause(400)
    button = hands.find(room.dock, "recordActionsButton")
    room.later(button.showMenu)
    yield Wait("the menu", lambda: button.menu().isVisible())
    room.shot("many-menu", "What can be done with the selected records")
    button.menu().close()
    states = [room.dock.records.model.row(row).state for row in range(10)]
    hands.click_row(hands.find(room.dock, "recordList"), states.index("conflict"))
    yield room.pause(400)
    room.later(button.showMenu)
    yield Wait("the menu", lambda: button.menu().isVisible())
    room.shot("conflict-menu", "What can be done with a record in conflict")
    button.menu().close()
    hands.find(room.dock, "recordList").clearSelection()
    yield room.settled()


def many(room: Room) -> Steps:
    """Submitting, deleting, one value for all: what would become of each is shown first."""
    yield from room.open()
    room.tab("records")
    hands.find(room.dock, "recordList").selectAll()
    yield room.pause(400)
    for name in ("submit", "set_field", "delete"):
        action = room.dock.findChild(QAction, f"record_{name}")
        if action is None:
            raise LookupError(name)
        action.trigger()
        yield room.shown(f"manyDialog_{name}")
        yield room.settled()
        yield room.pause(400)
        room.shot(f"many-{name}", f"Many records: {name}", room.top(f"manyDialog_{name}"))
        room.top(f"manyDialog_{name}").reject()
        yield room.pause()
    hands.find(room.dock, "recordList").clearSelection()
    yield room.settled()


def boundaries(room: Room) -> Steps:
    """Load Boundaries…: nothing yet, a file that was looked into, a file without codes."""
    yield from room.open()
    room.bench.boundaries.show()
    yield room.shown("boundariesDialog")
    yield room.settled()
    room.shot("boundaries", "Load boundaries", room.top("boundariesDialog"))
    for name in ("boundaries", "noCodes"):
        room.bench.boundaries._look_into_file(room.plan[name])
        yield room.pause()
        yield room.settled()
        yield room.pause()
        room.shot(f"boundaries-{Path(room.plan[name]).stem}", "Load boundaries: a file", room.top("boundariesDialog"))
        if name == "boundaries":
            button = hands.find(room.top("boundariesDialog"), "loadBoundariesButton")
            if button.isEnabled():
                hands.click(button)
                yield room.pause()
                yield room.settled()
                yield room.pause()
                room.shot("boundaries-loaded", "Boundaries are loaded", room.top("boundariesDialog"))
    room.tidy()
    room.look_at(36.6, 49.8, 0.9)
    yield room.pause(600)
    yield room.settled()
    room.shot("map-boundaries", "The map with boundaries")


def street(room: Room) -> Steps:
    """The map near by."""
    yield from room.open()
    room.look_at(36.38, 50.09, 0.03)
    yield room.settled()
    room.shot("map-near", "The map near by")
    room.look_at()
    yield room.settled()


def missing_layers(room: Room) -> Steps:
    """A layer was removed from the project."""
    yield from room.open()
    ours = [one for one in QgsProject.instance().mapLayers().values() if "layername=need|" in one.source()]
    ours.sort(key=lambda one: one.source())
    QgsProject.instance().removeMapLayers([ours[0].id()])
    yield room.pause(1200)
    yield room.settled()
    room.shot("layer-removed", "A layer was removed from the project")
    room.bench.map.guard.put_back()
    yield room.settled()


SCENES = [
    Scene("map", "The map near by", street),
    Scene("many-menu", "The selected records", actions),
    Scene("many", "Many records at once", many),
    Scene("boundaries", "Boundaries", boundaries),
    Scene("layer-removed", "A removed layer", missing_layers),
]
