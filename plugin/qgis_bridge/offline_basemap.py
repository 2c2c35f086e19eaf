"""A basemap that is there without a network: QGIS's own algorithm draws it into ``basemap.mbtiles`` of the workspace.

What is drawn is a layer that the user chose. OpenStreetMap's tile servers, and others whose terms say so, may not be
asked for a whole region: https://operations.osmfoundation.org/policies/tiles/
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication

from . import backdrop, layers

NAME = "basemap.mbtiles"
ROLE = "offline"
ALGORITHMS = ("native:tilesxyzmbtiles", "qgis:tilesxyzmbtiles")
FIRST_ZOOM = 7
"""The whole of an oblast in a few tiles."""
MOST_TILES = 30_000
BYTES_A_TILE = 14_000
"""About what a tile of a street map takes as PNG."""

_NO_BULK = (
    "openstreetmap.org", "openstreetmap.de", "openstreetmap.fr", "opentopomap.org", "google.com", "googleapis.com",
    "virtualearth.net", "bing.com", "arcgisonline.com", "yandex.net", "yandex.ru", "apple.com",
)  # fmt: skip
_NORTHMOST = 85.0511


@dataclass(frozen=True)
class Basemap:
    """A layer that could be drawn into tiles. `remote` where a server is asked for it; `host` is that server.

    `refused` where its terms do not allow a region to be downloaded.
    """

    layer: str
    name: str
    remote: bool
    host: str = ""
    refused: bool = False


def path_of(folder: Path) -> Path:
    """Where the basemap of a workspace lies."""
    return folder / NAME


def algorithm() -> QgsProcessingAlgorithm | None:
    """QGIS's algorithm; None where its Processing plugin is switched off."""
    registry = QgsApplication.processingRegistry()
    return next((found for name in ALGORITHMS if (found := registry.algorithmById(name)) is not None), None)


def candidates(project: QgsProject, gpkg: Path) -> list[Basemap]:
    """The layers of a project that are drawn as pictures, in the order of the layer tree, ours left out."""
    ours = {layer.id() for layer in layers.ours(project, gpkg)}
    found = []
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        if layer is None or layer.id() in ours or backdrop.role(layer) == ROLE or not layer.isValid():
            continue
        if layer.type() in _pictures():
            hosts = hosts_of(layer)
            found.append(Basemap(layer.id(), layer.name(), bool(hosts), ", ".join(hosts), any(map(_forbids, hosts))))
    return found


def _pictures() -> tuple[object, ...]:
    kinds = type(QgsRasterLayer().type())
    return tuple(
        getattr(kinds, name)
        for name in ("RasterLayer", "Raster", "VectorTileLayer", "VectorTile")
        if hasattr(kinds, name)
    )


def hosts_of(layer: QgsMapLayer) -> list[str]:
    """The servers that a layer is asked from; none for one that lies on this computer."""
    addresses = []
    for name, values in parse_qs(layer.source()).items():
        if name.lower() in ("url", "styleurl"):
            addresses += values
    addresses += [word.split("=", 1)[-1].strip("'\"") for word in unquote(layer.source()).split() if "://" in word]
    hosts = {urlsplit(unquote(address)).hostname for address in addresses if "://" in address}
    return sorted(host for host in hosts if host)


def _forbids(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _NO_BULK)


def tiles(extent: QgsRectangle, zooms: Iterable[int]) -> int:
    """How many tiles an extent (longitude, latitude) takes."""
    return sum(_across(extent, zoom) for zoom in zooms)


def _across(extent: QgsRectangle, zoom: int) -> int:
    left, top = _tile(extent.xMinimum(), extent.yMaximum(), zoom)
    right, bottom = _tile(extent.xMaximum(), extent.yMinimum(), zoom)
    return (right - left + 1) * (bottom - top + 1)


def _tile(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames"""
    latitude = math.radians(min(max(latitude, -_NORTHMOST), _NORTHMOST))
    across = 2**zoom
    x = (longitude + 180.0) / 360.0 * across
    y = (1.0 - math.asinh(math.tan(latitude)) / math.pi) / 2.0 * across
    return min(max(int(x), 0), across - 1), min(max(int(y), 0), across - 1)


def deepest(extent: QgsRectangle, wanted: int) -> int:
    """The deepest zoom, at most the wanted one, whose tiles together with those above it are not too many."""
    zooms: Iterator[int] = iter(range(wanted, FIRST_ZOOM, -1))
    return next((zoom for zoom in zooms if tiles(extent, range(FIRST_ZOOM, zoom + 1)) <= MOST_TILES), FIRST_ZOOM)


def measure(extent: QgsRectangle, wanted: int) -> tuple[int, int, int]:
    """How deep an extent can be drawn, how many tiles and about how many bytes that takes."""
    zoom = deepest(extent, wanted)
    number = tiles(extent, range(FIRST_ZOOM, zoom + 1))
    return zoom, number, number * BYTES_A_TILE


def show(project: QgsProject, folder: Path, drawn_from: QgsMapLayer | None, credit: str) -> bool:
    """Puts the basemap under the records; what it was drawn from is switched off.

    :param credit: whom the data are owed to.
    """
    layer = QgsRasterLayer(str(path_of(folder)), QCoreApplication.translate("Layers", "Offline basemap"), "gdal")
    if not layer.isValid():
        return False
    layer.setCustomProperty(backdrop.ROLE_PROPERTY, ROLE)
    if credit:
        metadata = layer.metadata()
        metadata.setRights([credit])
        layer.setMetadata(metadata)
        credited = layer.serverProperties()
        if not hasattr(credited, "setAttribution"):  # before QGIS 3.38
            credited = layer
        credited.setAttribution(credit)
    project.addMapLayer(layer, False)
    tree = project.layerTreeRoot()
    node = tree.findLayer(drawn_from.id()) if drawn_from is not None else None
    parent = node.parent() if node is not None else tree
    parent.insertLayer(parent.children().index(node) if node is not None else -1, layer)
    if node is not None:
        node.setItemVisibilityChecked(False)
    return True


def credit_of(layer: QgsMapLayer) -> str:
    """Whom a layer's data are owed to."""
    credited = layer.serverProperties()
    if not hasattr(credited, "attribution"):  # before QGIS 3.38
        credited = layer
    return str(credited.attribution() or ", ".join(layer.metadata().rights()))


def online(project: QgsProject, gpkg: Path) -> bool:
    """Whether what lies under the records needs a network, and nothing that needs none is there in its place."""
    if backdrop.find(project, ROLE) is not None:
        return False
    tree = project.layerTreeRoot()
    shown = [one for one in candidates(project, gpkg) if (node := tree.findLayer(one.layer)) and node.isVisible()]
    return bool(shown) and all(one.remote for one in shown)
