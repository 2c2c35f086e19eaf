"""The workspace's tables as QGIS layers: what is drawn, what is a table, and how to tell ours from the user's own.

A type whose geometry is ``any`` is one table and three layers (points, lines, areas). Every layer of ours carries its
record type as a custom property, so that it is known again in a saved project, under any name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeatureRequest, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..records.catalogue import Catalogue
from ..records.definition import RecordType

GPKG = "workspace.gpkg"
TYPE_PROPERTY = "vidbudova/type"
KIND_PROPERTY = "vidbudova/kind"
OGR_GEOMETRY = {"point": "Point", "line": "LineString", "area": "Polygon"}
KIND_OF_GEOJSON = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
}


@dataclass(frozen=True)
class LayerSpec:
    """One layer of a workspace: a record type, and ``point``, ``line``, ``area`` or ``table``."""

    type: str
    kind: str

    @property
    def is_drawn(self) -> bool:
        """Whether its features are on the map."""
        return self.kind != "table"


def specs(rtype: RecordType) -> tuple[LayerSpec, ...]:
    """The layers of a record type: three for any geometry, one for points, a table for none."""
    if rtype.geometry == "any":
        return tuple(LayerSpec(rtype.name, kind) for kind in ("point", "line", "area"))
    return (LayerSpec(rtype.name, "point" if rtype.geometry == "point" else "table"),)


def source(gpkg: Path, spec: LayerSpec) -> str:
    """The OGR address of a layer."""
    address = f"{gpkg}|layername={spec.type}"
    return f"{address}|geometrytype={OGR_GEOMETRY[spec.kind]}" if spec.is_drawn else address


def title(rtype: RecordType, spec: LayerSpec, lang: str) -> str:
    """The layer's name in the tree: "Needs, points", in the user's language."""
    words = {
        "point": QCoreApplication.translate("Layers", "{records}: points"),
        "line": QCoreApplication.translate("Layers", "{records}: lines"),
        "area": QCoreApplication.translate("Layers", "{records}: areas"),
        "table": "{records}",
    }
    return words[spec.kind].format(records=rtype.plural_label(lang))


def make_layer(gpkg: Path, rtype: RecordType, spec: LayerSpec, lang: str) -> QgsVectorLayer:
    """A layer over one table of a workspace, marked as ours. Check `isValid()`."""
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext())
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(source(gpkg, spec), title(rtype, spec, lang), "ogr", options)
    layer.setCustomProperty(TYPE_PROPERTY, spec.type)
    layer.setCustomProperty(KIND_PROPERTY, spec.kind)
    return layer


def spec_of(layer: QgsMapLayer | None) -> LayerSpec | None:
    """What of a workspace a layer shows; None for a layer that is not ours."""
    if not isinstance(layer, QgsVectorLayer):
        return None
    type_name = str(layer.customProperty(TYPE_PROPERTY) or "")
    return LayerSpec(type_name, str(layer.customProperty(KIND_PROPERTY) or "table")) if type_name else None


def gpkg_of(layer: QgsMapLayer) -> Path | None:
    """The file behind a layer."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return None
    path = layer.source().partition("|")[0]  # decodeUri() takes half a millisecond, and this is asked of every layer
    return Path(path) if path else None


def ours(project: QgsProject, gpkg: Path | None = None) -> Iterator[QgsVectorLayer]:
    """The workspace's layers in a project; with `gpkg`, only those of that file."""
    for layer in project.mapLayers().values():
        if spec_of(layer) is None:
            continue
        path = gpkg_of(layer)
        if gpkg is None or (path is not None and same_file(path, gpkg)):
            yield layer


def layers_of_type(project: QgsProject, gpkg: Path, type_name: str) -> list[QgsVectorLayer]:
    """The layers that show records of one type."""
    return [layer for layer in ours(project, gpkg) if layer.customProperty(TYPE_PROPERTY) == type_name]


def layer_for(project: QgsProject, gpkg: Path, type_name: str, kind: str) -> QgsVectorLayer | None:
    """The layer that shows records of a type with geometry of a kind."""
    for layer in layers_of_type(project, gpkg, type_name):
        if layer.customProperty(KIND_PROPERTY) == kind:
            return layer
    return None


def workspace_folder(project: QgsProject) -> Path | None:
    """The folder of the workspace that a project shows; None where it shows none."""
    for layer in ours(project):
        path = gpkg_of(layer)
        if path is not None and path.name == GPKG:
            return path.parent
    return None


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths mean one file, also where one of them is a link or written with other letters' case."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def reload(layers: Iterable[QgsVectorLayer]) -> None:
    """Shows what others wrote: drops cached counts, extents and attributes, and redraws. Open edits are kept."""
    for layer in layers:
        layer.dataProvider().reloadData()
        layer.updateExtents()
        layer.layerModified.emit()  # a join's cache is dropped by this signal only
        layer.triggerRepaint()


def uuid_by_fid(layer: QgsVectorLayer, fids: list[int]) -> dict[int, str]:
    """The uuids of features, uncommitted ones included where they have one already."""
    index = layer.fields().indexOf("uuid")
    if index < 0 or not fids:
        return {}
    request = QgsFeatureRequest().setFilterFids(fids).setSubsetOfAttributes([index])
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {feature.id(): str(feature[index]) for feature in layer.getFeatures(request) if feature[index]}


def drawn_types(catalogue: Catalogue) -> list[RecordType]:
    """Record types that are on the map, in the catalogue's order."""
    return [rtype for rtype in catalogue.types.values() if rtype.has_geometry]


def table_types(catalogue: Catalogue) -> list[RecordType]:
    """Record types without geometry of their own."""
    return [rtype for rtype in catalogue.types.values() if not rtype.has_geometry]
