"""Selection runs both ways between the list and the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..errors import StoreError
from ..store.workspace import Workspace
from . import layers
from .geojson import to_geometry
from .notices import log

MOST_IN_LIST = 1000
"""More than this selected on the map is too many to mark in a list."""

MOST_FLASHED = 60
"""More than these are brought into sight and selected, but do not flash: that is to show one among others."""
MOST_PROJECTS = 60
"""Projects selected, of which the places are looked up."""

FLASH = QColor(58, 134, 200)
WGS84 = "EPSG:4326"
CLOSEST_DEGREES = 0.01  # about a kilometre: how near a single point is looked at


class SelectionLink(QObject):
    """Keeps the list's selection and the layers' the same."""

    selected_on_map = pyqtSignal(list)
    """Records selected on the map: pairs of type and uuid."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._workspace: Workspace | None = None
        self._layers: list[QgsVectorLayer] = []
        self._guiding = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)

    def follow(self, workspace: Workspace, shown: Iterable[QgsMapLayer]) -> None:
        """Links the layers of a workspace, in place of those linked before."""
        self.clear()
        self._workspace = workspace
        for layer in shown:
            if isinstance(layer, QgsVectorLayer):
                layer.selectionChanged.connect(self._on_selected)
                self._layers.append(layer)

    def clear(self) -> None:
        """Links nothing."""
        self._soon.stop()
        self._workspace = None
        for layer in self._layers:
            if not sip.isdeleted(layer):
                layer.selectionChanged.disconnect(self._on_selected)
        self._layers.clear()

    # --- from the map to the list -------------------------------------------------------------------------------------
    def _on_selected(self, *_: object) -> None:
        if not self._guiding:
            self._soon.start()  # selecting in three layers is three signals, and one selection

    def _tell(self) -> None:
        if self._workspace is None:
            return
        chosen: list[tuple[str, str]] = []
        for layer in self._alive():
            spec = layers.spec_of(layer)
            if spec is None or not layer.selectedFeatureCount():
                continue
            fids = list(layer.selectedFeatureIds())[: MOST_IN_LIST - len(chosen)]
            chosen += [(spec.type, uuid) for uuid in layers.uuid_by_fid(layer, fids).values()]
        self.selected_on_map.emit(list(dict.fromkeys([*chosen, *self._above(self._workspace, chosen)])))

    def _above(self, workspace: Workspace, records: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        """The projects of places: those are in the list, and their places on the map."""
        places = [uuid for type_name, uuid in records if type_name == "project_location"][:MOST_PROJECTS]
        rtype = workspace.rtype("project_location")
        try:
            for place in workspace.get_many(rtype.name, places).values():
                yield from rtype.parents(place)
        except StoreError as error:
            log(str(error))  # busy: the places themselves are told

    # --- from the list to the map -------------------------------------------------------------------------------------
    def select(self, records: list[tuple[str, str]], show: bool = True) -> None:
        """Selects records in the layers; `show` moves the map to them where they are out of sight, and flashes them."""
        workspace = self._workspace
        if workspace is None:
            return
        fids: dict[str, dict[str, list[int]]] = {}
        drawn: list[dict[str, Any]] = []
        for type_name, uuid, geometry in self._drawn(workspace, records):
            fid = workspace.fid(type_name, uuid)
            if fid is None:
                continue
            kind = layers.KIND_OF_GEOJSON.get(geometry["type"], "table") if geometry else "table"
            fids.setdefault(type_name, {}).setdefault(kind, []).append(fid)
            if geometry:
                drawn.append(geometry)
        self._guiding = True
        try:
            for layer in self._alive():
                spec = layers.spec_of(layer)
                if spec is None:
                    continue
                wanted = fids.get(spec.type, {}).get(spec.kind, [])
                if wanted or layer.selectedFeatureCount():
                    layer.selectByIds(wanted)
        finally:
            self._guiding = False
        if show and drawn:
            if len(drawn) > MOST_FLASHED:
                self._bring(_around(drawn))
            else:
                self.show([to_geometry(geometry) for geometry in drawn])

    def _drawn(
        self, workspace: Workspace, records: list[tuple[str, str]]
    ) -> Iterable[tuple[str, str, dict[str, Any] | None]]:
        """The records, and for what has no place of its own the places that stand for it."""
        by_type: dict[str, list[str]] = {}
        for type_name, uuid in records[:MOST_IN_LIST]:
            by_type.setdefault(type_name, []).append(uuid)
        above: dict[str, list[str]] = {"need": [], "project": list(by_type.get("project", ()))}
        for type_name, uuids in by_type.items():
            rtype = workspace.rtype(type_name)
            for uuid, record in workspace.get_many(type_name, uuids).items():
                yield type_name, uuid, record.get("geom")
                if record.get("geom") is None:
                    for parent_type, parent_uuid in rtype.parents(record):
                        above.setdefault(parent_type, []).append(parent_uuid)
        for uuid, record in workspace.get_many("need", above["need"][:MOST_PROJECTS]).items():
            if uuid not in by_type.get("need", ()):
                yield "need", uuid, record.get("geom")
        for uuid in list(dict.fromkeys(above["project"]))[:MOST_PROJECTS]:
            for place in workspace.records("project_location", {"project_uuid": uuid}):
                yield "project_location", str(place["uuid"]), place.get("geom")

    def show(self, geometries: list[QgsGeometry], *, closely: bool = False) -> None:
        """Brings geometries (WGS 84) into sight and flashes them; `closely` fills the map with them."""
        extent = QgsRectangle()
        for geometry in geometries:
            extent.combineExtentWith(geometry.boundingBox())
        self._bring(extent, closely)
        wgs84 = QgsCoordinateReferenceSystem(WGS84)
        self._canvas.flashGeometries(geometries, wgs84, FLASH, QColor(58, 134, 200, 0), 3, 350)

    def _bring(self, extent: QgsRectangle, closely: bool = False) -> None:
        """Brings an extent (longitude, latitude) into sight."""
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(WGS84),
            self._canvas.mapSettings().destinationCrs(),
            QgsProject.instance().transformContext(),
        )
        if closely:
            self._canvas.setExtent(to_map.transformBoundingBox(extent))
            self._canvas.refresh()
        elif not self._canvas.extent().contains(to_map.transformBoundingBox(extent)):
            centre = extent.center()
            if extent.width() < CLOSEST_DEGREES and extent.height() < CLOSEST_DEGREES:
                half = CLOSEST_DEGREES / 2
                extent = QgsRectangle(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)
            extent.scale(1.4)
            wide = self._canvas.extent().width()
            around = to_map.transformBoundingBox(extent)
            if around.width() < wide and around.height() < self._canvas.extent().height():
                self._canvas.setCenter(to_map.transform(centre))  # in sight at the scale in use: keep it
            else:
                self._canvas.setExtent(around)
            self._canvas.refresh()

    def _alive(self) -> list[QgsVectorLayer]:
        self._layers = [layer for layer in self._layers if not sip.isdeleted(layer)]
        return self._layers


def _around(geometries: list[dict[str, Any]]) -> QgsRectangle:
    """The extent of many GeoJSON geometries, without making each of them one of QGIS's."""
    extent = QgsRectangle()
    for geometry in geometries:
        for x, y in _points(geometry.get("coordinates", geometry.get("geometries", ()))):
            extent.combineExtentWith(x, y)
    return extent


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    for one in coordinates:
        if isinstance(one, dict):
            yield from _points(one.get("coordinates", one.get("geometries", ())))
        elif isinstance(one, (int, float)):
            yield coordinates[0], coordinates[1]
            return
        else:
            yield from _points(one)
