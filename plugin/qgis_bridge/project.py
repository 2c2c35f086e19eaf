"""The QGIS project of a workspace: layer tree, legends, relations, backdrop, view; saved beside its GeoPackage.

``workspace.qgz`` names its layers by relative paths, so the folder can be moved or mailed, and opens in plain QGIS.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from . import (
    backdrop,
    boundary_layer,
    extents,
    layer_forms,
    layer_lists,
    layer_relations,
    layers,
    map_labels,
    map_theme,
    styles,
)
from .field_widgets import Lists
from .in_steps import ALONE
from .layer_relations import STATUS_PREFIX

MAP_CRS = "EPSG:3857"
GROUP_PROPERTY = "vidbudova/group"
SHOWN_BOUNDARIES = ("vidbudova", "/boundaries")
"""The project's own note that its boundaries were on the map once."""
STYLE_PROPERTY = "vidbudova/style"
FORMS_PROPERTY = "vidbudova/forms"
FORMS_VERSION = "4"
"""Raise it when forms or relations change: those of older project files are then made anew."""
DRAWN_BY = {"need": "priority", "project_location": STATUS_PREFIX + "status"}


@dataclass(frozen=True)
class Look:
    """What a workspace's project needs to know: the file, the definitions, the language, where and over what it is."""

    gpkg: Path
    catalogue: Catalogue
    lang: str
    territory: tuple[str, ...] = ()
    boundaries: Path | None = None
    tiles: bool = False
    dark: bool = False


def build(project: QgsProject, look: Look) -> None:
    """Makes an empty project the workspace's: all layers, the backdrop, the map's CRS and the first view."""
    for _ in building(project, look):
        pass


def building(project: QgsProject, look: Look) -> Generator[None, None, None]:
    """As `build`, in steps of some milliseconds each."""
    project.setCrs(QgsCoordinateReferenceSystem(MAP_CRS))
    project.setEllipsoid("EPSG:7030")
    map_theme.suit(project, look.dark)
    yield from adding_layers(project, look)
    add_backdrop(project, look)
    yield
    project.setTitle(look.gpkg.parent.name)
    view = first_view(project, look)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(view, project.crs()))


def add_layers(project: QgsProject, look: Look) -> None:
    """Adds the workspace's layers to a project, in a group of their own on top."""
    for _ in adding_layers(project, look):
        pass


def adding_layers(project: QgsProject, look: Look) -> Generator[None, None, None]:
    """As `add_layers`, in steps of some milliseconds each."""
    root = workspace_group(project)
    for rtype in layers.drawn_types(look.catalogue):
        group = root.addGroup(rtype.plural_label(look.lang))
        for layer in _add(project, rtype, look):
            draw(layer, look)
            group.addLayer(layer).setExpanded(layer.customProperty(layers.KIND_PROPERTY) == "point")
            yield
    tables = root.addGroup(tables_title())
    for rtype in layers.table_types(look.catalogue):
        for layer in _add(project, rtype, look):
            tables.addLayer(layer)
            yield
    tables.setExpanded(False)
    yield from giving_forms(project, look)


def workspace_group(project: QgsProject) -> QgsLayerTreeGroup:
    """The group of the workspace's layers, made on top where there is none."""
    for group in project.layerTreeRoot().findGroups():
        if group.customProperty(GROUP_PROPERTY) == "workspace":
            return group
    group = project.layerTreeRoot().insertGroup(0, QCoreApplication.translate("Layers", "Vidbudova"))
    group.setCustomProperty(GROUP_PROPERTY, "workspace")
    return group


def tables_title() -> str:
    """The name of the group of tables."""
    return QCoreApplication.translate("Layers", "Tables")


def _add(project: QgsProject, rtype: RecordType, look: Look) -> Iterable[QgsVectorLayer]:
    for spec in layers.specs(rtype):
        layer = layers.make_layer(look.gpkg, rtype, spec, look.lang)
        if layer.isValid():
            project.addMapLayer(layer, False)
            yield layer


def give_forms(project: QgsProject, look: Look) -> None:
    """Relations first, for forms show them; then each layer its form."""
    for _ in giving_forms(project, look):
        pass


def giving_forms(project: QgsProject, look: Look) -> Generator[None, None, None]:
    """As `give_forms`, in steps of some milliseconds each."""
    layer_lists.put_territory(project, look.gpkg)
    yield
    layer_relations.relate(project, look.gpkg, look.catalogue, look.lang)
    yield
    mark = _forms_mark(project, look)
    for identity in [layer.id() for layer in layers.ours(project, look.gpkg)]:
        layer = project.mapLayer(identity)  # none where somebody took it away between two steps
        spec = layers.spec_of(layer)
        if not isinstance(layer, QgsVectorLayer) or spec is None or spec.type not in look.catalogue.types:
            continue
        rtype = look.catalogue.type(spec.type)
        territory = layer_lists.find(project, look.gpkg, layer_lists.TERRITORY)
        lists = Lists(territory, layer_relations.references(project, look.gpkg, rtype, layer))
        children = layer_relations.children_of(project, layer, look.catalogue)
        layer_forms.configure(layer, rtype, look.catalogue, look.lang, lists, children)
        layer.setCustomProperty(FORMS_PROPERTY, mark)
        del layer
        yield


def _forms_mark(project: QgsProject, look: Look) -> str:
    """What forms depend on: another mark, and they are made anew."""
    territory = layer_lists.find(project, look.gpkg, layer_lists.TERRITORY)
    return f"{FORMS_VERSION}:{look.lang}:{'+'.join(sorted(look.catalogue.types))}:{territory is not None}"


def draw(layer: QgsVectorLayer, look: Look) -> None:
    """Symbols, legend and labels of a layer that is on the map."""
    spec = layers.spec_of(layer)
    if spec is None or not spec.is_drawn:
        return
    if spec.type in DRAWN_BY:
        styles.style(layer, spec.type, spec.kind, DRAWN_BY[spec.type], _categories(spec.type, look), _other(spec.type))
        if spec.type == "need":
            map_labels.label(layer, spec.kind, '"title_uk"', '"priority" >= 4')
        else:
            map_labels.label(layer, spec.kind, f'coalesce("title_uk", "{STATUS_PREFIX}title_uk")')
    layer.setCustomProperty(STYLE_PROPERTY, _style_mark(look))


def _style_mark(look: Look) -> str:
    return f"{styles.VERSION}:{look.lang}"


def _categories(type_name: str, look: Look) -> list[styles.Category]:
    rtype, field = ("project", "status") if type_name == "project_location" else (type_name, DRAWN_BY[type_name])
    codelist = look.catalogue.codelist_of(look.catalogue.type(rtype).field(field))
    codes = list(codelist.codes) if codelist is not None else []
    if type_name == "need":
        codes.reverse()  # the most urgent first
    return [styles.Category(code.code, code.label(look.lang)) for code in codes]


def _other(type_name: str) -> str:
    if type_name == "need":
        return QCoreApplication.translate("Layers", "no priority")
    return QCoreApplication.translate("Layers", "no status")


def refresh(project: QgsProject, look: Look) -> None:
    """Brings a project that was saved earlier up to date: layers of new record types, words in today's language, the
    memory of the graticule. Symbols that the user changed stay as they are."""
    known = {spec.type for layer in layers.ours(project, look.gpkg) if (spec := layers.spec_of(layer))}
    if not known:
        add_layers(project, look)
    map_theme.suit(project, look.dark)
    shown = list(layers.ours(project, look.gpkg))
    layer_lists.put_territory(project, look.gpkg)
    renewed = {str(layer.customProperty(FORMS_PROPERTY) or "") for layer in shown} != {_forms_mark(project, look)}
    for layer in shown:
        spec = layers.spec_of(layer)
        if spec is None or spec.type not in look.catalogue.types:
            continue
        rtype = look.catalogue.type(spec.type)
        mark = str(layer.customProperty(STYLE_PROPERTY) or "")
        if spec.is_drawn and mark.split(":")[0] != styles.VERSION:
            draw(layer, look)
        if mark != _style_mark(look):
            layer.setName(layers.title(rtype, spec, look.lang))
            if spec.type in DRAWN_BY:
                styles.relabel(layer, _categories(spec.type, look), _other(spec.type))
            layer.setCustomProperty(STYLE_PROPERTY, _style_mark(look))
    if renewed:
        give_forms(project, look)  # after the layers have their names: relations go by them
    graticule = backdrop.find(project, "graticule")
    if isinstance(graticule, QgsVectorLayer):
        backdrop.fill_graticule(graticule)
        backdrop.style_graticule(graticule)
    _keep_boundaries(project, look)
    set_tiles(project, look.tiles)


def _keep_boundaries(project: QgsProject, look: Look) -> None:
    """Boundaries that were loaded and not saved with the project are shown again; a layer taken away stays away."""
    there = backdrop.find(project, "boundaries")
    if there is None and not project.readBoolEntry(*SHOWN_BOUNDARIES)[0]:
        show_stored_boundaries(project, look.gpkg.parent, look.lang)
    elif isinstance(there, QgsVectorLayer) and boundary_layer.is_ours(there, look.gpkg.parent):
        boundary_layer.speak(there, look.lang)


def add_backdrop(project: QgsProject, look: Look) -> None:
    """Adds what lies under the records, in a group at the bottom."""
    _backdrop_group(project)
    _put(project, backdrop.graticule())
    if look.boundaries is not None:
        set_boundaries(project, look.boundaries)
    show_stored_boundaries(project, look.gpkg.parent, look.lang)
    set_tiles(project, look.tiles)


def set_boundaries(project: QgsProject, path: Path) -> bool:
    """Puts boundaries from a file of the user's under the records, in place of earlier ones; False if it holds none."""
    layer = backdrop.boundaries(path)
    if layer is None:
        return False
    _replace_boundaries(project, layer)
    return True


def show_stored_boundaries(project: QgsProject, folder: Path, lang: str) -> None:
    """Shows the boundaries that were loaded into the workspace; a layer of them that is there keeps its looks."""
    there = backdrop.find(project, "boundaries")
    if isinstance(there, QgsVectorLayer) and boundary_layer.is_ours(there, folder):
        layers.reload([there])
        return
    layer = boundary_layer.make(folder, lang)
    if layer is not None:
        _replace_boundaries(project, layer)
        project.writeEntryBool(*SHOWN_BOUNDARIES, True)


def _replace_boundaries(project: QgsProject, layer: QgsVectorLayer) -> None:
    former = backdrop.find(project, "boundaries")
    if former is not None:
        project.removeMapLayer(former.id())
    _put(project, layer)


def set_tiles(project: QgsProject, wanted: bool) -> None:
    """Shows or removes OpenStreetMap's tiles, as the user consents."""
    shown = backdrop.find(project, "tiles")
    if wanted and shown is None:
        shown = backdrop.tiles()
        _put(project, shown)
    if wanted and isinstance(shown, QgsRasterLayer):
        map_theme.suit_tiles(shown, map_theme.is_dark(project))
    if not wanted and shown is not None:
        project.removeMapLayer(shown.id())


def _backdrop_group(project: QgsProject) -> QgsLayerTreeGroup:
    for group in project.layerTreeRoot().findGroups():
        if group.customProperty(GROUP_PROPERTY) == "backdrop":
            return group
    group = project.layerTreeRoot().addGroup(QCoreApplication.translate("Layers", "Backdrop"))
    group.setCustomProperty(GROUP_PROPERTY, "backdrop")
    group.setExpanded(False)
    return group


def _put(project: QgsProject, layer: QgsMapLayer) -> None:
    project.addMapLayer(layer, False)
    group = _backdrop_group(project)
    if backdrop.role(layer) == "tiles":
        group.addLayer(layer)
    else:
        group.insertLayer(0, layer)


def first_view(project: QgsProject, look: Look) -> QgsRectangle:
    """The extent to begin with, in the project's CRS: around the records, else around the territory."""
    extent = QgsRectangle()
    for layer in layers.ours(project, look.gpkg):
        spec = layers.spec_of(layer)
        if spec is not None and spec.is_drawn and not layer.extent().isNull():
            extent.combineExtentWith(layer.extent())
    whole = extents.of_territory(look.territory, look.gpkg.parent)
    if extent.isNull() or extent.isEmpty() or not whole.intersects(extent):
        extent = whole
    else:
        extent.scale(1.2)
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project.transformContext()
    )
    return to_map.transformBoundingBox(extent)


def save(project: QgsProject, path: Path) -> bool:
    """Writes the project file with relative paths; False where the folder is read-only or the disk full."""
    project.writeEntryBool("Paths", "/Absolute", False)
    return bool(project.write(str(path)))


def saving(project: QgsProject, path: Path) -> Generator[object, None, bool]:
    """As `save` for a ``.qgz`` that is not there yet, in two steps: QGIS takes its time over writing, and half as long
    again over packing. Whoever ends in between leaves ``….new.qgs`` beside it, which the next opening takes away."""
    loose = path.with_suffix(".new.qgs")
    try:
        loose.unlink(missing_ok=True)  # QGIS would keep it as a backup
        if not save(project, loose):
            return False
        yield ALONE
        _pack(loose, path)
    except OSError:
        return False
    project.setFileName(str(path))
    project.setDirty(False)
    return True


def _pack(loose: Path, path: Path) -> None:
    """Puts a project file where it is expected, packed as QGIS does it. Raises OSError."""
    beside = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(loose, path.with_suffix(".qgs").name)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    loose.unlink()
