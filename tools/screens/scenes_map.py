"""The map: clusters from afar, signs at what asks for somebody, the overview by hromada, QGIS's own form of a need."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour.stage import Wait


def _layer(key: str, value: str, kind: str = "") -> QgsVectorLayer:
    return next(
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if layer.customProperty(key) == value and (not kind or layer.customProperty("vidbudova/kind") == kind)
    )


def from_afar(room: Room) -> Steps:
    """The whole oblast: numbers where points would lie on each other, signs at conflicts and errors."""
    yield from room.open()
    room.bench.map.overlays.refresh()
    yield Wait("the signs", lambda: _layer("vidbudova/overlay", "attention").featureCount() > 0, 30)
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


def native_forms(room: Room) -> Steps:
    """QGIS's own form, as its identify tool opens it."""
    yield from room.open()
    for name, kind in (("need", "point"), ("project", "table")):
        layer = _layer("vidbudova/type", name, kind)
        form = room.iface.getFeatureForm(layer, next(layer.getFeatures()))
        form.resize(900, 560)
        form.show()
        yield room.pause(700)
        room.shot(f"native-{name}", f"QGIS's own form: {name}", form)
        form.reject()
        yield room.pause()


SCENES = [
    Scene("map-oblast", "The map of an oblast, the overview", from_afar),
    Scene("native", "QGIS's own forms", native_forms),
]
