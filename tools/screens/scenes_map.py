"""The map: clusters from afar, signs at what asks for somebody, the overview by hromada."""

from __future__ import annotations

from qgis.core import QgsProject

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour.stage import Wait


def _signs() -> int:
    """How many signs are on the map."""
    found = QgsProject.instance().mapLayers().values()
    return sum(one.featureCount() for one in found if one.customProperty("vidbudova/overlay") == "attention")


def from_afar(room: Room) -> Steps:
    """The whole oblast: numbers where points would lie on each other, signs at conflicts and errors."""
    yield from room.open()
    room.bench.map.overlays.refresh()
    yield Wait("the signs", lambda: _signs() > 0, 30)
    room.look_at(36.6, 49.7, 1.4)
    yield room.settled()
    yield room.pause(600)
    room.shot("map-oblast", "The map of an oblast")
    room.bench.map.toggle_overview()
    yield room.pause(600)
    yield room.settled()
    room.shot("map-overview", "The overview by hromada")
    room.bench.map.toggle_overview()
    yield room.settled()


SCENES = [
    Scene("map-oblast", "The map of an oblast, the overview", from_afar),
]
