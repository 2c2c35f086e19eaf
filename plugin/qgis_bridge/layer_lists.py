"""Lists that native forms choose from, as layers that the layer tree does not show: needs by title, territory units."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..records.definition import RecordType
from ..store import territory_list
from . import layers

LIST_PROPERTY = "vidbudova/list"
TERRITORY = "territory"


def find(project: QgsProject, gpkg: Path, name: str) -> QgsVectorLayer | None:
    """The list of that name which belongs to a workspace."""
    for layer in project.mapLayers().values():
        if layer.customProperty(LIST_PROPERTY) == name and isinstance(layer, QgsVectorLayer):
            path = layers.gpkg_of(layer)
            if path is not None and _folder(path, name) == gpkg.parent:
                return layer
    return None


def _folder(path: Path, name: str) -> Path:
    return path.parent.parent if name == TERRITORY else path.parent


def put_territory(project: QgsProject, gpkg: Path) -> QgsVectorLayer | None:
    """The units of the territory, from the file beside the workspace; None where there is none."""
    there = find(project, gpkg, TERRITORY)
    if there is not None and there.isValid():
        return there
    path = territory_list.path_of(gpkg.parent)
    if not path.is_file():
        return None
    title = QCoreApplication.translate("Layers", "Territory units")
    return _put(project, QgsVectorLayer(str(path), title, "ogr"), TERRITORY)


def put_records(project: QgsProject, gpkg: Path, rtype: RecordType, lang: str) -> QgsVectorLayer | None:
    """All records of a type, whatever their geometry, by identity and title."""
    there = find(project, gpkg, rtype.name)
    if there is not None and there.isValid():
        return there
    # a query instead of a table has no geometry: so no kind of geometry is left out; the names are the definitions' own
    query = f'SELECT fid, uuid, "{rtype.title_field}" FROM "{rtype.name}"'  # nosec B608
    address = f"{gpkg}|layername={rtype.name}|subset={query}"
    layer = QgsVectorLayer(address, rtype.plural_label(lang), "ogr")
    layer.setDisplayExpression(f'coalesce("{rtype.title_field}", "uuid")')
    return _put(project, layer, rtype.name)


def _put(project: QgsProject, layer: QgsVectorLayer, name: str) -> QgsVectorLayer | None:
    if not layer.isValid():
        return None
    layer.setCustomProperty(LIST_PROPERTY, name)
    layer.setReadOnly(True)
    layer.setFlags(QgsMapLayer.LayerFlag.Removable | QgsMapLayer.LayerFlag.Private)
    project.addMapLayer(layer, False)
    return layer
