"""The workspace's layers in QGIS: three for any geometry, tables for the rest, with words and codes people can read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from qgis.core import (
    QgsAttributeEditorElement,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from plugin.qgis_bridge import layer_forms, layer_relations, layers, project_repair, styles
from plugin.qgis_bridge import project as projects
from plugin.records.catalogue import Catalogue
from plugin.store.workspace import Workspace

POINT = {"type": "Point", "coordinates": [36.25, 50.0]}
LINE = {"type": "LineString", "coordinates": [[36.2, 49.9], [36.3, 50.0]]}
AREA = {"type": "Polygon", "coordinates": [[[36.2, 49.9], [36.3, 49.9], [36.3, 50.0], [36.2, 49.9]]]}


def look(workspace: Workspace, lang: str = "uk") -> projects.Look:
    return projects.Look(workspace.gpkg_path, workspace.catalogue, lang, workspace.settings.territory)


@pytest.fixture()
def shown(workspace: Workspace, project: QgsProject) -> QgsProject:
    projects.build(project, look(workspace))
    return project


def layer(project: QgsProject, workspace: Workspace, type_name: str, kind: str = "table") -> QgsVectorLayer:
    found = layers.layer_for(project, workspace.gpkg_path, type_name, kind)
    assert found is not None
    return found


def test_needs_are_three_layers_over_one_table(shown: QgsProject, workspace: Workspace) -> None:
    for geometry in (POINT, LINE, AREA):
        workspace.insert("need", {"title_uk": "Школа", "geom": geometry})
    kinds = {kind: layer(shown, workspace, "need", kind).featureCount() for kind in ("point", "line", "area")}
    assert kinds == {"point": 1, "line": 1, "area": 1}


def test_types_without_geometry_are_tables_in_a_folded_group(shown: QgsProject, workspace: Workspace) -> None:
    node = shown.layerTreeRoot().findLayer(layer(shown, workspace, "project").id())
    assert node.parent().isExpanded() is False
    assert {child.layer().customProperty("vidbudova/type") for child in node.parent().children()} >= {
        "project", "funding", "need_project", "progress_report", "attachment",
    }  # fmt: skip


def test_a_layer_that_is_put_back_is_as_folded_as_it_was(shown: QgsProject, workspace: Workspace) -> None:
    look = projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", workspace.settings.territory)
    for kind in ("point", "line"):
        layer = layers.layer_for(shown, workspace.gpkg_path, "need", kind)
        assert layer is not None
        before = shown.layerTreeRoot().findLayer(layer.id()).isExpanded()
        layer_relations.forget_shared(shown)
        shown.removeMapLayer(layer.id())
        project_repair.put_back(shown, look, {})
        again = layers.layer_for(shown, workspace.gpkg_path, "need", kind)
        assert again is not None
        assert shown.layerTreeRoot().findLayer(again.id()).isExpanded() == before, kind


def test_a_need_drawn_in_qgis_is_kept_with_an_identity_of_its_own(shown: QgsProject, workspace: Workspace) -> None:
    points = layer(shown, workspace, "need", "point")
    points.startEditing()
    feature = QgsFeature(points.fields())
    feature["title_uk"] = "Школа № 12"
    feature.setGeometry(QgsGeometry.fromWkt("POINT(36.25 50.01)"))
    points.addFeature(feature)
    assert points.commitChanges(), points.commitErrors()
    (record,) = workspace.records("need")
    assert record["title_uk"] == "Школа № 12"
    assert record["geom"] == {"type": "Point", "coordinates": [36.25, 50.01]}
    assert len(record["uuid"]) == 36


def test_the_legend_of_needs_names_priorities_the_most_urgent_first(shown: QgsProject, workspace: Workspace) -> None:
    renderer = layer(shown, workspace, "need", "area").renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    assert [category.label() for category in renderer.categories()] == [
        "5 – критичний", "4 – високий", "3 – середній", "2 – помірний", "1 – низький", "no priority",
    ]  # fmt: skip


def test_a_place_is_drawn_by_its_projects_status(shown: QgsProject, workspace: Workspace) -> None:
    project = workspace.insert("project", {"title_uk": "Реконструкція", "status": "implementation"})
    workspace.insert("project_location", {"project_uuid": project, "geom": POINT})
    places = layer(shown, workspace, "project_location", "point")
    layers.reload(layers.ours(shown))
    (feature,) = places.getFeatures()
    assert feature["project_status"] == "implementation"
    workspace.update("project", project, {"status": "completion"})
    layers.reload(layers.ours(shown))
    (feature,) = places.getFeatures()
    assert feature[styles.categorized(places).classAttribute()] == "completion"


def test_every_drawn_code_has_a_look_of_its_own(shown: QgsProject, workspace: Workspace, catalogue: Catalogue) -> None:
    from plugin.qgis_bridge.styles import PRIORITY, STATUS

    assert set(PRIORITY) == {code.code for code in catalogue.codelists["priority"].codes}
    assert set(STATUS) == {code.code for code in catalogue.codelists["project_status"].codes}
    forms = [(look.colour, look.size, look.pattern, look.part) for look in (*PRIORITY.values(), *STATUS.values())]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_the_attribute_table_shows_words_for_fields_and_codes(
    workspace: Workspace, project: QgsProject, lang: str
) -> None:
    projects.build(project, look(workspace, lang))
    points = layer(project, workspace, "need", "point")
    sector = points.fields().indexOf("sector")
    assert points.attributeDisplayName(sector) == workspace.catalogue.type("need").field("sector").label(lang)
    setup = points.editorWidgetSetup(sector)
    assert setup.type() == "ValueMap"
    values = {value: key for pair in setup.config()["map"] for key, value in pair.items()}
    assert values["housing"] == workspace.catalogue.codelists["sector"].label("housing", lang)
    assert points.editorWidgetSetup(points.fields().indexOf("uuid")).type() == "Hidden"
    hidden = {column.name for column in points.attributeTableConfig().columns() if column.hidden}
    assert {"fid", "uuid"} <= hidden
    assert "title_uk" not in hidden


def test_every_field_of_every_type_is_in_the_native_form(shown: QgsProject, workspace: Workspace) -> None:
    for rtype in workspace.catalogue.types.values():
        for drawn in layers.layers_of_type(shown, workspace.gpkg_path, rtype.name):
            fields = QgsAttributeEditorElement.AttributeEditorType.AeTypeField
            placed = {
                element.name() for element in drawn.editFormConfig().invisibleRootContainer().findElements(fields)
            }
            assert placed - {"picture"} == set(rtype.field_names) - {"uuid"}, rtype.name


def test_a_date_typed_in_the_attribute_table_is_stored_as_a_date(shown: QgsProject, workspace: Workspace) -> None:
    from qgis.PyQt.QtCore import QDate

    uuid = workspace.insert("need", {"title_uk": "Міст", "geom": POINT})
    points = layer(shown, workspace, "need", "point")
    points.startEditing()
    fid = workspace.fid("need", uuid)
    points.changeAttributeValue(fid, points.fields().indexOf("survey_date"), QDate(2026, 3, 9))
    assert points.commitChanges(), points.commitErrors()
    record = workspace.get("need", uuid)
    assert record is not None and record["survey_date"] == "2026-03-09"


def test_the_saved_project_opens_elsewhere_with_all_its_layers(
    shown: QgsProject, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.insert("need", {"title_uk": "Міст", "geom": POINT})
    assert projects.save(shown, workspace.project_path)
    count = len(list(layers.ours(shown)))
    shown.clear()
    workspace.close()
    moved = tmp_path / "перенесено"
    workspace.folder.rename(moved)
    assert shown.read(str(moved / "workspace.qgz"))
    found = list(layers.ours(shown))
    assert len(found) == count
    assert all(one.isValid() for one in found)
    assert layers.workspace_folder(shown) == moved


def test_a_project_saved_in_one_language_is_shown_in_another(shown: QgsProject, workspace: Workspace) -> None:
    projects.save(shown, workspace.project_path)
    shown.read(str(workspace.project_path))
    points = layer(shown, workspace, "need", "point")
    renderer = styles.categorized(points).clone()
    most_urgent = renderer.categories()[0]
    symbol = most_urgent.symbol().clone()
    symbol.setSize(11)
    renderer.updateCategorySymbol(0, symbol)
    clusters = points.renderer().clone()
    clusters.setEmbeddedRenderer(renderer)
    points.setRenderer(clusters)
    projects.refresh(shown, look(workspace, "en"))
    first = styles.categorized(points).categories()[0]
    assert first.label() == "5 – critical"
    assert first.symbol().size() == 11, "the user's own symbol was lost"
    assert points.attributeDisplayName(points.fields().indexOf("title_uk")) == "Title"


def test_the_graticule_is_there_again_after_opening_and_names_no_foreign_data(
    shown: QgsProject, workspace: Workspace
) -> None:
    projects.save(shown, workspace.project_path)
    shown.read(str(workspace.project_path))
    projects.refresh(shown, look(workspace))
    (graticule,) = [one for one in shown.mapLayers().values() if one.customProperty("vidbudova/backdrop")]
    assert graticule.featureCount() == 211 + 111
    assert graticule.customProperty("skipMemoryLayersCheck")


def test_without_consent_no_tile_is_asked_for(shown: QgsProject, workspace: Workspace) -> None:
    assert not [one for one in shown.mapLayers().values() if one.providerType() == "wms"]
    projects.set_tiles(shown, True)
    (tiles,) = [one for one in shown.mapLayers().values() if one.providerType() == "wms"]
    credited = tiles.serverProperties() if hasattr(tiles.serverProperties(), "attribution") else tiles
    assert "OpenStreetMap" in credited.attribution()
    projects.set_tiles(shown, False)
    assert not [one for one in shown.mapLayers().values() if one.providerType() == "wms"]


def test_long_codelists_are_typed_not_listed(catalogue: Catalogue) -> None:
    need = catalogue.type("need")
    assert layer_forms.widget(need, need.field("katottg"), catalogue, "uk").type() == "TextEdit"


@pytest.fixture()
def in_kyiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two or three hours ahead of UTC."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Kyiv")
        time.tzset()
        yield
    time.tzset()


def test_a_feature_made_in_qgis_gets_its_defaults_and_the_time_in_utc(
    shown: QgsProject, workspace: Workspace, in_kyiv: None
) -> None:
    points = layer(shown, workspace, "need", "point")
    points.startEditing()
    feature = QgsVectorLayerUtils.createFeature(points, QgsGeometry.fromWkt("POINT(36.25 50.01)"))
    points.addFeature(feature)
    assert points.commitChanges(), points.commitErrors()
    (record,) = workspace.records("need")
    assert (record["workflow"], record["status"], record["access"]) == ("draft", "open", "open")
    captured = datetime.fromisoformat(record["captured_at"].replace("Z", "+00:00"))
    assert abs((datetime.now(timezone.utc) - captured).total_seconds()) < 120


def test_children_are_tied_to_their_project(shown: QgsProject, workspace: Workspace) -> None:
    parent = layer(shown, workspace, "project")
    tied = {
        str(relation.referencingLayer().customProperty("vidbudova/type"))
        for relation in shown.relationManager().referencedRelations(parent)
        if relation.isValid()
    }
    assert tied == {"project_location", "need_project", "funding", "progress_report", "attachment"}
    funding = layer(shown, workspace, "funding")
    setup = funding.editorWidgetSetup(funding.fields().indexOf("project_uuid"))
    assert setup.type() == "RelationReference"


def test_boundaries_of_the_users_own_lie_under_the_records(
    shown: QgsProject, workspace: Workspace, tmp_path: Path
) -> None:
    outline = {"type": "Feature", "properties": {}, "geometry": AREA}
    place = {"type": "Feature", "properties": {}, "geometry": POINT}
    for name, feature in (("межі.geojson", outline), ("точки.geojson", place)):
        (tmp_path / name).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert projects.set_boundaries(shown, tmp_path / "межі.geojson")
    assert projects.set_boundaries(shown, tmp_path / "межі.geojson"), "a second choice takes the first one's place"
    (found,) = [one for one in shown.mapLayers().values() if one.customProperty("vidbudova/backdrop") == "boundaries"]
    order = [one.id() for one in shown.layerTreeRoot().layerOrder()]
    assert order.index(found.id()) > order.index(layer(shown, workspace, "need", "area").id())
    assert not projects.set_boundaries(shown, tmp_path / "точки.geojson"), "points are no boundaries"
    assert not projects.set_boundaries(shown, tmp_path / "немає.geojson")


@pytest.mark.parametrize(
    ("codes", "inside", "outside"),
    [
        (["UA63000000000041885"], (36.25, 50.0), (24.0, 49.8)),
        (["UA63120000000000000", "UA46000000000026241"], (24.0, 49.8), (33.0, 45.0)),
        (["UA"], (24.0, 49.8), (50.0, 50.0)),
        ([], (34.0, 45.0), (50.0, 50.0)),
    ],
)
def test_an_empty_workspace_shows_its_own_oblasts(
    codes: list[str], inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    from plugin.qgis_bridge import extents

    extent = extents.of_territory(codes)
    assert extent.contains(QgsPointXY(*inside))
    assert not extent.contains(QgsPointXY(*outside))


def test_an_empty_workspace_of_a_hromada_shows_the_hromada(workspace: Workspace) -> None:
    from plugin.qgis_bridge import extents

    chuhuiv = "UA63140170000087785"
    extent = extents.of_territory([chuhuiv], workspace.folder)
    assert extent.contains(QgsPointXY(36.69, 49.84)), "Chuhuiv"
    assert extent.width() < 1, "not the whole oblast"
    assert extents.of_territory(["UA63000000000041885"], workspace.folder).width() > 3


@pytest.mark.data
def test_the_rough_extents_hold_the_real_oblasts(shared_data: Path) -> None:
    from plugin.qgis_bridge import extents

    oblasts = QgsVectorLayer(str(shared_data / "boundaries" / "oblasts.geojson"), "o", "ogr")
    assert oblasts.featureCount() == 25
    for feature in oblasts.getFeatures():
        rough = QgsRectangle(*extents.OBLASTS[feature["koatuu"][:2]])
        assert rough.contains(feature.geometry().boundingBox()), feature["name"]
