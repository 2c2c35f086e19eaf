"""Boundaries in a workspace: what they are read from, which unit a place is in, what is said where they cannot be."""

from __future__ import annotations

import json
import math
import sqlite3
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.quality import engine
from plugin.records.territory import Codifier, default_codifier
from plugin.store import boundaries, boundary_file, boundary_source
from plugin.store.boundary_shape import Shape
from plugin.store.context import WorkspaceContext
from plugin.store.layout import boundaries_path
from plugin.store.workspace import Workspace

from .conftest import code_of

OBLAST, RAION = "UA63000000000041885", "UA63120000000091135"
HROMADA, TSYRKUNY = "UA63120290000021734", "UA63120290010028715"
NEIGHBOUR = "UA63120270000028556"
KYIV = "UA80000000000093317"


@pytest.fixture(scope="module")
def codifier() -> Codifier:
    return default_codifier()


def square(west: float, south: float, side: float = 1.0) -> list[list[list[float]]]:
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def geojson(path: Path, rows: list[tuple[dict[str, Any], Any]], kind: str = "Polygon", crs: str | None = None) -> Path:
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
        for properties, coordinates in rows
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def cod_ab(path: Path) -> Path:
    """A layer as OCHA's common operational data set has it: a P-code for every level above, and names."""
    above = {"ADM1_PCODE": "UA63", "ADM2_PCODE": "UA6312", "ADM0_PCODE": "UA", "ADM1_UA": "Харківська"}
    return geojson(
        path,
        [
            ({**above, "ADM3_PCODE": "UA6312029", "ADM3_UA": "Циркунівська"}, square(36.0, 50.0)),
            ({**above, "ADM3_PCODE": "UA6312027", "ADM3_UA": "Харківська"}, square(36.0, 49.0)),
        ],
    )


def load(folder: Path, source: Path, codifier: Codifier) -> boundary_source.Reading:
    (table,) = boundary_source.tables_of(source)
    found = boundary_source.match(table, codifier)
    assert found is not None
    reading = boundary_source.read(table, found.column, codifier)
    assert reading is not None
    boundary_file.put(folder, reading.boundaries, source.name)
    return reading


def test_the_deepest_p_code_of_cod_ab_is_found_by_itself(tmp_path: Path, codifier: Codifier) -> None:
    (table,) = boundary_source.tables_of(cod_ab(tmp_path / "ukr_admbnda_adm3.geojson"))
    found = boundary_source.match(table, codifier)
    assert found is not None
    assert (found.name, found.kind, found.matched, found.rows) == ("ADM3_PCODE", "pcode", 2, 2)
    assert found.levels == {"hromada": 2}


def test_a_place_is_in_the_unit_whose_boundary_holds_it(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    found = boundaries.unit_at(ws, 36.39, 50.08, codifier)
    assert [(one.code, one.how) for one in found] == [(TSYRKUNY, "centre"), (HROMADA, "boundary")]
    assert found[0].distance_m < 1000
    assert boundaries.contains(ws, HROMADA, 36.5, 50.5) is True
    assert boundaries.contains(ws, TSYRKUNY, 36.39, 50.08) is None, "in its hromada; its own boundary is not known"
    assert boundaries.contains(ws, TSYRKUNY, 36.5, 49.5) is False, "outside its hromada it cannot be"
    assert boundaries.contains(ws, HROMADA, 36.5, 49.5) is False
    assert boundaries.contains(ws, HROMADA, 36.5, 49.9985) is True, "170 m beyond the line is within the tolerance"
    assert boundaries.contains(ws, HROMADA, 36.5, 49.99) is False
    assert boundaries.contains(ws, "UA", 36.5, 49.99) is None
    assert boundaries.extent_of(ws, HROMADA) == (36.0, 50.0, 37.0, 51.0)
    assert boundaries.summary(ws.folder).levels == {"hromada": 2}


def test_without_boundaries_the_nearest_centre_proposes(ws: Workspace, codifier: Codifier) -> None:
    found = boundaries.unit_at(ws, 36.39, 50.08, codifier)
    assert [(one.code, one.level, one.how) for one in found] == [
        (TSYRKUNY, "settlement", "centre"),
        (HROMADA, "hromada", "centre"),
    ]
    assert boundaries.unit_at(ws, 31.0, 43.2, codifier) == (), "nothing is near in the sea"
    assert boundaries.contains(ws, TSYRKUNY, 36.40, 50.09) is None
    assert boundaries.contains(ws, TSYRKUNY, 35.0, 49.0) is False, "100 km from its centre it cannot be"
    assert boundaries.contains(ws, OBLAST, 24.0, 49.8) is None, "an oblast has no centre to measure from"


def test_a_unit_has_a_middle_and_says_of_which_level(ws: Workspace, codifier: Codifier, tmp_path: Path) -> None:
    centre = boundaries.centre_of(ws, codifier, TSYRKUNY)
    assert centre is not None
    assert (round(centre.lon, 2), round(centre.lat, 2), centre.level) == (36.39, 50.08, "settlement")
    assert boundaries.centre_of(ws, codifier, HROMADA) == (centre.lon, centre.lat, "hromada")
    hamlet = next(unit for unit in codifier.children(HROMADA) if codifier.centre(unit.code) is None)
    assert boundaries.centre_of(ws, codifier, hamlet.code) == (centre.lon, centre.lat, "hromada"), "of its hromada"
    kyiv = boundaries.centre_of(ws, codifier, KYIV)
    assert kyiv is not None and kyiv.level == "oblast" and abs(kyiv.lon - 30.5) < 0.1
    oblast = boundaries.centre_of(ws, codifier, OBLAST)
    assert oblast is not None and oblast.level == "oblast"
    assert boundaries.centre_of(ws, codifier, "Циркуни") is None
    west, south, east, north = boundaries.extent_of(ws, OBLAST, codifier) or (0, 0, 0, 0)
    assert west < 35.5 < 37.5 < east and south < 49.0 < 50.2 < north
    geojson(tmp_path / "village.geojson", [({"код": hamlet.code}, square(36.5, 50.1, 0.02))])
    load(ws.folder, tmp_path / "village.geojson", codifier)
    middle = boundaries.centre_of(ws, codifier, hamlet.code)
    assert middle is not None and middle.level == "settlement" and 36.5 < middle.lon < 36.52


def test_kyiv_is_proposed_where_a_crude_map_has_it_in_the_oblast(
    ws: Workspace, tmp_path: Path, codifier: Codifier
) -> None:
    load(ws.folder, geojson(tmp_path / "o.geojson", [({"c": "UA-32"}, square(30.0, 50.0))]), codifier)
    assert boundaries.unit_at(ws, 30.5238, 50.4547, codifier)[0].code == KYIV


def test_the_checks_ask_the_workspaces_boundaries(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    need = {"katottg": TSYRKUNY, "geom": {"type": "Point", "coordinates": [36.5012, 49.5034]}}

    def found() -> list[tuple[str, Any]]:
        context = WorkspaceContext(ws, codifier)
        findings = engine.check(ws.catalogue.type("need"), need, context)
        return [(one.rule, one.fix and one.fix.values) for one in findings if one.rule.startswith("territory.")]

    assert found() == [("territory.outside", None)], "60 km from the village it cannot be in it"
    load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    assert found() == [("territory.elsewhere", {"katottg": NEIGHBOUR})]
    need["katottg"] = NEIGHBOUR
    assert found() == []


def test_another_load_replaces_the_same_units_and_keeps_the_others(
    ws: Workspace, tmp_path: Path, codifier: Codifier
) -> None:
    load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    load(ws.folder, geojson(tmp_path / "o.geojson", [({"c": OBLAST}, square(35.0, 49.0, 3))]), codifier)
    load(ws.folder, geojson(tmp_path / "h.geojson", [({"c": HROMADA}, square(36.0, 50.2))]), codifier)
    assert boundaries.summary(ws.folder).levels == {"oblast": 1, "hromada": 2}
    assert boundaries.contains(ws, HROMADA, 36.5, 50.1) is False
    assert [one.code for one in boundaries.unit_at(ws, 36.5, 49.5, codifier) if one.how == "boundary"] == [
        NEIGHBOUR,
        OBLAST,
    ]
    assert [one.source for one in boundary_file.loads(ws.folder)] == ["h.geojson", "o.geojson", "adm3.geojson"]
    boundary_file.clear(ws.folder)
    assert not boundaries.summary(ws.folder).any
    assert boundary_file.loads(ws.folder) == []


def test_the_file_is_a_geopackage_that_gdal_reads_with_its_index(
    ws: Workspace, tmp_path: Path, codifier: Codifier
) -> None:
    ogr = pytest.importorskip("osgeo.ogr")
    load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    dataset = ogr.Open(str(boundaries_path(ws.folder)))
    names = [dataset.GetLayer(at).GetName() for at in range(dataset.GetLayerCount())]
    assert names == ["boundary", "boundary_load"], "bookkeeping is not offered"
    layer = dataset.GetLayerByName("boundary")
    layer.SetSpatialFilterRect(36.2, 50.2, 36.3, 50.3)
    (feature,) = list(layer)
    assert (feature["code"], feature["name_uk"], feature["name_en"]) == (
        HROMADA,
        "Циркунівська громада",
        "Tsyrkunivska hromada",
    )
    assert layer.GetLayerDefn().GetGeomFieldDefn(0).GetSpatialRef().GetAuthorityCode(None) == "4326"
    connection = sqlite3.connect(boundaries_path(ws.folder))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",), "QGIS may read while another load writes"
    assert connection.execute("SELECT min_x, max_y FROM gpkg_contents WHERE table_name = 'boundary'").fetchone() == (
        36.0,
        51.0,
    )
    connection.close()


def test_rows_of_one_unit_are_put_together_and_holes_stay_holes(
    ws: Workspace, tmp_path: Path, codifier: Codifier
) -> None:
    with_hole = [*square(36.0, 50.0), square(36.4, 50.4, 0.2)[0]]
    rows = [
        ({"c": HROMADA}, with_hole),
        ({"c": HROMADA}, square(38.0, 50.0)),
        ({"c": NEIGHBOUR}, square(36.4, 50.4, 0.2)),
    ]
    reading = load(ws.folder, geojson(tmp_path / "h.geojson", rows), codifier)
    assert len(reading.boundaries) == 2
    assert boundaries.contains(ws, HROMADA, 38.5, 50.5) is True
    assert boundaries.contains(ws, HROMADA, 36.5, 50.5) is False
    assert boundaries.unit_at(ws, 36.5, 50.5, codifier)[-1].code == NEIGHBOUR


def test_a_projected_layer_comes_out_in_degrees(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    x, y = 4_050_000.0, 6_450_000.0
    rows = [({"c": HROMADA}, [[[x, y], [x + 9000, y], [x + 9000, y + 9000], [x, y + 9000], [x, y]]])]
    load(ws.folder, geojson(tmp_path / "m.geojson", rows, crs="urn:ogc:def:crs:EPSG::3857"), codifier)
    west, south, _, _ = boundaries.extent_of(ws, HROMADA) or (0, 0, 0, 0)
    assert abs(west - 36.3819) < 0.001 and abs(south - 50.0157) < 0.01


def test_an_area_that_crosses_itself_is_mended(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    bow = [[[36.0, 50.0], [37.0, 51.0], [37.0, 50.0], [36.0, 51.0], [36.0, 50.0]]]
    load(ws.folder, geojson(tmp_path / "h.geojson", [({"c": HROMADA}, bow)]), codifier)
    assert boundaries.contains(ws, HROMADA, 36.1, 50.5) is True
    assert boundaries.contains(ws, HROMADA, 36.5, 50.9) is False


@pytest.mark.parametrize("written", ["ua6312029", " UA6312029 ", "UА6312029", HROMADA, HROMADA.lower()])
def test_codes_are_read_as_people_write_them(codifier: Codifier, written: str) -> None:
    assert (boundary_source.resolve(written, codifier) or ("",))[0] == HROMADA


def test_a_withdrawn_code_stands_for_its_successor(codifier: Codifier) -> None:
    assert boundary_source.resolve("UA01120170040031309", codifier) == ("UA01120170020031309", "katottg")


@pytest.mark.parametrize("value", [None, "", 63, "Харківська", "UA", "UA99", "UA-99", "6312029", "UA63120290000000000"])
def test_what_is_no_code_is_not_taken_for_one(codifier: Codifier, value: Any) -> None:
    assert boundary_source.resolve(value, codifier) is None


def test_rows_without_a_usable_code_are_counted_and_shown(tmp_path: Path, codifier: Codifier, ws: Workspace) -> None:
    rows: list[tuple[dict[str, Any], Any]] = [
        ({"c": HROMADA}, square(36.0, 50.0)),
        ({"c": NEIGHBOUR}, square(36.0, 49.0)),
    ]
    rows += [({"c": "UA9999999"}, square(35.0, 49.0)), ({"c": None}, square(34.0, 49.0))]
    (table,) = boundary_source.tables_of(geojson(tmp_path / "h.geojson", rows))
    found = boundary_source.match(table, codifier)
    assert found is not None and found.unknown == ("UA9999999",)
    reading = boundary_source.read(table, found.column, codifier)
    assert reading is not None and reading.without_code == 2 and len(reading.boundaries) == 2


def test_a_file_without_codes_matches_nothing(tmp_path: Path, codifier: Codifier) -> None:
    rows = [({"NAME": "Циркунівська", "area": 100.5, "id": 7}, square(36.0, 50.0))]
    (table,) = boundary_source.tables_of(geojson(tmp_path / "h.geojson", rows))
    assert boundary_source.match(table, codifier) is None


def test_what_cannot_be_boundaries_is_refused_in_both_languages(
    tmp_path: Path, codifier: Codifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = geojson(tmp_path / "p.geojson", [({"c": HROMADA}, [36.0, 50.0])], kind="Point")
    assert code_of(lambda: boundary_source.tables_of(points)) == "store.boundaries_no_areas"
    broken = tmp_path / "зламаний.geojson"
    broken.write_text('{"type": "FeatureColl', encoding="utf-8")
    assert code_of(lambda: boundary_source.tables_of(broken)) == "store.boundaries_unreadable"
    assert code_of(lambda: boundary_source.tables_of(tmp_path / "немає.gpkg")) == "store.boundaries_unreadable"
    empty = tmp_path / "порожній.zip"
    zipfile.ZipFile(empty, "w").close()
    assert code_of(lambda: boundary_source.tables_of(empty)) == "store.boundaries_unreadable"
    swapped = geojson(tmp_path / "s.geojson", [({"c": HROMADA}, [[[50, 36], [50, 37], [51, 37], [50, 36]]])])
    (table,) = boundary_source.tables_of(swapped)
    assert code_of(lambda: boundary_source.read(table, 0, codifier)) == "store.boundaries_elsewhere"
    monkeypatch.setattr(boundary_source, "MOST_ROWS", 0)
    assert code_of(lambda: boundary_source.match(table, codifier)) == "store.boundaries_too_many"


def test_metres_without_a_coordinate_system_are_not_guessed(tmp_path: Path, codifier: Codifier) -> None:
    ogr = pytest.importorskip("osgeo.ogr")
    path = tmp_path / "m.shp"
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = source.CreateLayer("m", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["code"] = HROMADA
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON ((5e6 5e6, 5.1e6 5e6, 5.1e6 5.1e6, 5e6 5e6))"))
    layer.CreateFeature(feature)
    del feature, layer, source
    (table,) = boundary_source.tables_of(path)
    assert code_of(lambda: boundary_source.read(table, 0, codifier)) == "store.boundaries_no_crs"
    with zipfile.ZipFile(tmp_path / "меж і.zip", "w") as archive:
        for part in ("m.shp", "m.dbf", "m.shx"):
            archive.write(tmp_path / part, f"COD AB/{part}")
    (zipped,) = boundary_source.tables_of(tmp_path / "меж і.zip")
    assert (zipped.name, zipped.fields, zipped.rows) == ("m", ("code",), 1)
    assert len(list(zipped.areas(0))) == 1


def test_a_cancelled_reading_leaves_nothing(tmp_path: Path, codifier: Codifier) -> None:
    (table,) = boundary_source.tables_of(cod_ab(tmp_path / "adm3.geojson"))
    assert boundary_source.read(table, 0, codifier, cancelled=lambda: True) is None


def test_a_load_that_breaks_off_changes_nothing(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    reading = load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    before = boundary_file.entries(ws.folder)

    def units() -> Any:
        yield replace(reading.boundaries[0], box=(0, 0, 1, 1))
        raise StoreError("store.disk_full", path="x", reason="y")

    with pytest.raises(StoreError):
        boundary_file.put(ws.folder, units(), "x")
    assert boundary_file.entries(ws.folder) == before


def test_boundaries_are_asked_from_several_threads(ws: Workspace, tmp_path: Path, codifier: Codifier) -> None:
    load(ws.folder, cod_ab(tmp_path / "adm3.geojson"), codifier)
    wrong: list[object] = []

    def ask() -> None:
        for step in range(200):
            lat = 49.1 + step % 18 / 10
            if boundaries.contains(ws, HROMADA, 36.5, lat, codifier) is not (lat >= 50.0 - 0.0026):
                wrong.append(lat)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=60, deadline=None)
@given(
    radii=st.lists(st.floats(0.2, 1.0), min_size=5, max_size=60),
    places=st.lists(st.tuples(st.floats(-1.1, 1.1), st.floats(-1.1, 1.1)), min_size=8, max_size=20),
)
def test_shapes_agree_with_geos(radii: list[float], places: list[tuple[float, float]]) -> None:
    geometry = pytest.importorskip("shapely.geometry")
    turn = 2 * math.pi / len(radii)
    ring = [(r * math.cos(at * turn), r * math.sin(at * turn)) for at, r in enumerate(radii)]
    ring.append(ring[0])
    area, shape = geometry.Polygon(ring), Shape([[number for place in ring for number in place]])
    for lon, lat in places:
        place = geometry.Point(lon, lat)
        if area.exterior.distance(place) > 1e-9:
            assert shape.contains(lon, lat) == area.contains(place)


@pytest.mark.data
def test_the_oblasts_of_the_real_map_hold_the_centres_of_their_hromadas(
    ws: Workspace, codifier: Codifier, shared_data: Path
) -> None:
    import csv

    load(ws.folder, shared_data / "boundaries" / "oblasts.geojson", codifier)
    assert boundaries.summary(ws.folder).levels == {"oblast": 25}
    with (shared_data / "boundaries" / "hromada_centres.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["oblast_code"][:4] not in ("UA80", "UA85")]
    missed = [
        row["hromada_name"]
        for row in rows
        if boundaries.contains(ws, row["oblast_code"], float(row["lon"]), float(row["lat"]), codifier) is not True
    ]
    assert len(rows) > 1400 and len(missed) < 10, missed  # the map is a crude one
