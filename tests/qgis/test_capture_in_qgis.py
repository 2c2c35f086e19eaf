"""What people do in QGIS itself, in edit sessions of plain layers, is in the journal when they save."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from plugin.store import base
from plugin.store.bulk import CleanRecord, bulk_insert
from plugin.store.changes import dirty
from plugin.store.connection import register_functions
from plugin.store.workspace import Workspace

UUID = "11111111-2222-4333-8444-555555555555"
POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}

pytestmark = pytest.mark.qgis


def layer_of(workspace: Workspace, table: str, geometry: str | None = None) -> QgsVectorLayer:
    """A layer as anybody opens it, without the plugin."""
    kind = f"|geometrytype={geometry}" if geometry else ""
    layer = QgsVectorLayer(f"{workspace.gpkg_path}|layername={table}{kind}", table, "ogr")
    assert layer.isValid()
    return layer


@pytest.fixture()
def school(qgis_app: QgsApplication, workspace: Workspace) -> Iterator[Workspace]:
    """A workspace with one need that the portal has."""
    record = {"uuid": UUID, "title_uk": "Школа", "cost_amount": "100.00", "geom": POINT}
    with workspace.applying():
        base.write_row(workspace, "need", UUID, record)
        base.set_base(workspace, "need", UUID, 1, "0" * 64, record)
    yield workspace


def commit(layer: QgsVectorLayer) -> None:
    assert layer.commitChanges(), layer.commitErrors()


def add(layer: QgsVectorLayer, wkt: str | None, **attributes: object) -> None:
    feature = QgsFeature(layer.fields())
    for name, value in attributes.items():
        feature.setAttribute(name, value)
    if wkt is not None:
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
    assert layer.addFeature(feature)


def waiting(workspace: Workspace) -> dict[str, str]:
    return {change.uuid: change.state for change in dirty(workspace)}


def test_drawn_edited_moved_and_deleted_features_are_captured_when_the_session_is_saved(school: Workspace) -> None:
    points = layer_of(school, "need", "Point")
    points.startEditing()
    add(points, "Point (36 50)", title_uk="Нова", priority=3)
    points.changeAttributeValue(1, points.fields().indexOf("title_uk"), "Ліцей")
    points.changeGeometry(1, QgsGeometry.fromWkt("Point (36.1 50.1)"))
    assert waiting(school) == {}
    commit(points)
    changes = {change.state: change for change in dirty(school)}
    assert changes["changed"].mine == {
        "uuid": UUID, "title_uk": "Ліцей", "cost_amount": "100.00",
        "geom": {"type": "Point", "coordinates": [36.1, 50.1]},
    }  # fmt: skip
    assert changes["created"].mine == {
        "uuid": changes["created"].uuid, "title_uk": "Нова", "priority": 3,
        "geom": {"type": "Point", "coordinates": [36.0, 50.0]},
    }  # fmt: skip
    points.startEditing()
    points.deleteFeature(1)
    commit(points)
    assert waiting(school)[UUID] == "deleted"
    assert points.featureCount() == 1


def test_an_abandoned_session_leaves_nothing(school: Workspace) -> None:
    points = layer_of(school, "need", "Point")
    points.startEditing()
    add(points, "Point (36 50)", title_uk="Нова")
    points.deleteFeature(1)
    assert points.rollBack()
    assert waiting(school) == {} and school.count("need") == 1


def test_points_lines_and_areas_of_the_three_layers_go_into_one_table(school: Workspace) -> None:
    for kind, wkt in (
        ("Point", "Point (36 50)"), ("LineString", "LineString (36 50, 37 51)"),
        ("Polygon", "Polygon ((36 50, 37 50, 37 51, 36 50))"),
    ):  # fmt: skip
        layer = layer_of(school, "need", kind)
        layer.startEditing()
        add(layer, wkt, title_uk=kind)
        commit(layer)
    drawn = {change.mine["title_uk"]: change.mine["geom"]["type"] for change in dirty(school) if change.mine}
    assert drawn == {"Point": "Point", "LineString": "LineString", "Polygon": "Polygon"}
    assert layer_of(school, "need", "Polygon").featureCount() == 1


def test_a_pasted_feature_gets_an_identity_of_its_own(school: Workspace) -> None:
    points = layer_of(school, "need", "Point")
    original = points.getFeature(1)
    points.startEditing()
    pasted = QgsFeature(original)  # what the clipboard holds, the old uuid included
    pasted.setAttribute("fid", None)
    assert points.addFeature(pasted)
    commit(points)
    (change,) = dirty(school)
    assert change.state == "created" and change.uuid != UUID
    assert change.mine is not None and change.mine["title_uk"] == "Школа"


def test_a_duplicated_feature_gets_an_identity_of_its_own(school: Workspace, project: QgsProject) -> None:
    points = layer_of(school, "need", "Point")
    project.addMapLayer(points)
    points.startEditing()
    QgsVectorLayerUtils.duplicateFeature(points, points.getFeature(1), project, 0)
    commit(points)
    (change,) = dirty(school)
    assert change.state == "created" and change.uuid != UUID
    project.removeMapLayer(points)


def test_a_feature_cut_and_pasted_in_one_session_stays_the_same_record(school: Workspace) -> None:
    points = layer_of(school, "need", "Point")
    cut = QgsFeature(points.getFeature(1))
    cut.setAttribute("fid", None)
    points.startEditing()
    points.deleteFeature(1)
    assert points.addFeature(cut)
    commit(points)
    assert waiting(school) == {} and school.fid("need", UUID) == 2


def test_the_attribute_table_of_records_without_geometry_is_captured(school: Workspace) -> None:
    table = layer_of(school, "project")
    table.startEditing()
    add(table, None, title_uk="Реконструкція", budget_amount=1234.5, marker_energy=True)
    commit(table)
    (change,) = dirty(school)
    assert change.mine == {
        "uuid": change.uuid, "title_uk": "Реконструкція", "budget_amount": "1234.50", "marker_energy": True
    }  # fmt: skip


def test_dates_and_times_entered_in_qgis_come_out_in_wire_form(school: Workspace) -> None:
    from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

    points = layer_of(school, "need", "Point")
    points.startEditing()
    moment = QDateTime(QDate(2026, 9, 1), QTime(10, 30), Qt.TimeSpec.UTC)
    for name, value in (("survey_date", QDate(2026, 2, 28)), ("captured_at", moment), ("title_uk", " Кам'янка ")):
        points.changeAttributeValue(1, points.fields().indexOf(name), value)
    commit(points)
    (change,) = dirty(school)
    assert change.mine is not None
    assert change.mine["survey_date"] == "2026-02-28" and change.mine["captured_at"] == "2026-09-01T10:30:00Z"
    assert change.mine["title_uk"] == "Кам’янка"


def test_qgis_puts_the_file_out_of_wal_and_the_next_opening_puts_it_back(school: Workspace) -> None:
    school.close()
    points = layer_of(school, "need", "Point")
    points.startEditing()
    add(points, "Point (36 50)", title_uk="Нова")
    commit(points)
    del points
    with Workspace.open(school.folder, school.catalogue) as opened:
        assert opened.connection.value("PRAGMA journal_mode") == "wal"
        assert len(dirty(opened)) == 1 and not opened.notices


def test_a_layer_sees_every_row_while_another_connection_commits(school: Workspace) -> None:
    uuids = [f"{number:08}" + UUID[8:] for number in range(3000)]
    with school.applying():
        bulk_insert(school, "need", (CleanRecord(uuid, 1, "0" * 64, {"geom": POINT}) for uuid in uuids))
    points = layer_of(school, "need", "Point")
    seen = 0
    for _ in points.getFeatures(QgsFeatureRequest().setNoAttributes()):
        seen += 1
        if seen % 500 == 0:
            school.update("need", uuids[-seen // 2], {"title_uk": "Інша"})
    assert seen == 3001
    assert school.connection.value("PRAGMA integrity_check") == "ok"


def test_a_session_saved_while_another_program_writes_waits_for_it(school: Workspace) -> None:
    writing, saved = threading.Event(), threading.Event()

    def write() -> None:
        other = sqlite3.connect(school.gpkg_path, isolation_level=None)
        register_functions(other)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO need (title_uk) VALUES ('Чужа')")
        writing.set()
        saved.wait(1)  # QGIS gives up after five seconds
        other.execute("COMMIT")
        other.close()

    points = layer_of(school, "need", "Point")
    points.startEditing()
    add(points, "Point (36 50)", title_uk="Нова")
    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(5)
    commit(points)
    saved.set()
    writer.join()
    assert list(waiting(school).values()) == ["created", "created"]


def test_what_the_engine_applied_is_seen_by_a_layer_after_a_reload(school: Workspace) -> None:
    points = layer_of(school, "need", "Point")
    assert points.featureCount() == 1
    with school.applying():
        base.write_row(school, "need", UUID[:-1] + "6", {"title_uk": "З порталу", "geom": POINT})
    points.dataProvider().reloadData()
    points.reload()
    assert points.featureCount() == 2
    assert sorted(feature["title_uk"] for feature in points.getFeatures()) == ["З порталу", "Школа"]
