"""Mends a project that lost sight of its workspace: layers that were removed, a folder that has another name now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsDataProvider, QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from . import layers, project
from .layers import LayerSpec
from .project import Look

_ORDER = ("point", "line", "area", "table")


def missing(of: QgsProject, look: Look) -> list[LayerSpec]:
    """The workspace's layers that the project does not have."""
    there = {layers.spec_of(layer) for layer in layers.ours(of, look.gpkg)}
    return [spec for rtype in look.catalogue.types.values() for spec in layers.specs(rtype) if spec not in there]


def titles(specs: list[LayerSpec], look: Look) -> list[str]:
    """The names of layers, as the layer tree shows them."""
    return [layers.title(look.catalogue.type(spec.type), spec, look.lang) for spec in specs]


def style_of(layer: QgsVectorLayer) -> QDomDocument:
    """All of a layer's look and form, to be given to the one that takes its place."""
    kept = QDomDocument()
    layer.exportNamedStyle(kept)
    return kept


def put_back(of: QgsProject, look: Look, styles: Mapping[LayerSpec, QDomDocument]) -> list[LayerSpec]:
    """Adds the layers that are missing, where they were, looking as they did; which ones."""
    wanted = missing(of, look)
    added = []
    for spec in wanted:
        layer = layers.make_layer(look.gpkg, look.catalogue.type(spec.type), spec, look.lang)
        if not layer.isValid():
            continue
        if spec in styles:
            layer.importNamedStyle(styles[spec])
            layer.setName(layers.title(look.catalogue.type(spec.type), spec, look.lang))
        of.addMapLayer(layer, False)
        group = _group(of, look, spec)
        node = group.insertLayer(_place(group, spec), layer)
        node.setExpanded(spec.kind == "point")  # as in a new project: one legend of each type is enough
        added.append((spec, layer))
    if added:
        project.give_forms(of, look)
        for spec, layer in added:
            if spec not in styles:
                project.draw(layer, look)
    return [spec for spec, _ in added]


def _group(of: QgsProject, look: Look, spec: LayerSpec) -> QgsLayerTreeGroup:
    """The group in which layers of the kind are; made where it is gone, too."""
    alike = [
        layer
        for layer in layers.ours(of, look.gpkg)
        if (other := layers.spec_of(layer)) is not None
        and (other.type == spec.type if spec.is_drawn else not other.is_drawn)
    ]
    for layer in alike:
        node = of.layerTreeRoot().findLayer(layer.id())
        if node is not None and isinstance(node.parent(), QgsLayerTreeGroup):
            return node.parent()
    root = project.workspace_group(of)
    name = look.catalogue.type(spec.type).plural_label(look.lang) if spec.is_drawn else project.tables_title()
    found = root.findGroup(name)
    return found if found is not None else root.addGroup(name)


def _place(group: QgsLayerTreeGroup, spec: LayerSpec) -> int:
    """Points before lines before areas."""
    for position, node in enumerate(group.children()):
        other = layers.spec_of(node.layer()) if hasattr(node, "layer") else None
        if other is not None and _ORDER.index(other.kind) > _ORDER.index(spec.kind):
            return position
    return -1


def repoint(of: QgsProject, former: Path, now: Path) -> None:
    """Lets every layer whose file lies in a folder find it where the folder is now; looks, forms and joins stay."""
    options = QgsDataProvider.ProviderOptions()
    options.transformContext = of.transformContext()
    for layer in of.mapLayers().values():
        source = _moved(layer.source(), former, now)
        if source != layer.source():
            layer.setDataSource(source, layer.name(), layer.providerType(), options)
    saved = Path(of.fileName()) if of.fileName() else None
    if saved is not None and former in saved.parents:
        of.setFileName(str(now / saved.relative_to(former)))


def _moved(source: str, former: Path, now: Path) -> str:
    for one, other in ((str(former), str(now)), (former.as_posix(), now.as_posix())):
        for end in ("/", "\\"):
            if one + end in source:
                return source.replace(one + end, other + end)
    return source


def open_edits(of: QgsProject, gpkg: Path) -> list[QgsVectorLayer]:
    """The workspace's layers that are being edited."""
    return [layer for layer in layers.ours(of, gpkg) if layer.isEditable()]


def save_edits(of: QgsProject, gpkg: Path) -> list[str]:
    """Saves open edit sessions; what QGIS says of those that could not be, which stay open with all their edits."""
    faults: list[str] = []
    for layer in open_edits(of, gpkg):
        if not layer.isModified():
            layer.rollBack()
        elif not layer.commitChanges():
            faults.append("\n".join([layer.name(), *layer.commitErrors()]))
    return faults
