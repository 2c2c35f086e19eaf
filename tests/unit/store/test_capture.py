"""Every edit of every writer is in the journal; every row has an identity of its own; counts and indexes are right."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal, ogr

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import base, journal, listing
from plugin.store.changes import dirty
from plugin.store.connection import register_functions
from plugin.store.geometry import encode
from plugin.store.identity import restore_identities
from plugin.store.listing import ListQuery
from plugin.store.workspace import Workspace

from .conftest import POINT, feature_count, foreign, make_clean, rtree_is_right, states

WELL_FORMED = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
BLOB = encode(POINT)
UUID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def exceptions() -> None:
    """GDAL's own errors fail a test."""
    gdal.UseExceptions()
    ogr.UseExceptions()


# --- identity ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [None, "", "школа", "123", UUID[:-1], UUID + "0", UUID.replace("-", "")])
@pytest.mark.parametrize("table", ["need", "project"])
def test_a_row_without_a_proper_uuid_is_given_one_by_the_insert_itself(
    ws: Workspace, other: sqlite3.Connection, table: str, given: str | None
) -> None:
    other.execute(f"INSERT INTO {table} (uuid, title_uk) VALUES (?, 'Школа')", (given,))
    (uuid,) = other.execute(f"SELECT uuid FROM {table}").fetchone()
    assert WELL_FORMED.fullmatch(uuid)
    assert states(ws) == {uuid: "created"}


@pytest.mark.parametrize("given", [UUID.upper().replace("1", "A"), "{" + UUID + "}", "{" + UUID.upper() + "}"])
def test_an_upper_case_or_braced_uuid_is_the_same_identity_written_the_one_way(
    ws: Workspace, other: sqlite3.Connection, given: str
) -> None:
    other.execute("INSERT INTO need (uuid) VALUES (?)", (given,))
    assert other.execute("SELECT uuid FROM need").fetchone() == (given.strip("{}").lower(),)


def test_a_proper_uuid_is_kept(ws: Workspace, other: sqlite3.Connection) -> None:
    other.execute("INSERT INTO need (uuid) VALUES (?)", (UUID,))
    assert other.execute("SELECT uuid FROM need").fetchone() == (UUID,)


def test_a_copy_with_its_originals_uuid_is_given_one_of_its_own_and_the_original_is_untouched(
    ws: Workspace, other: sqlite3.Connection
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    other.execute("INSERT INTO need (uuid, title_uk, geom) SELECT uuid, title_uk, geom FROM need")
    uuids = [row[0] for row in other.execute("SELECT uuid FROM need ORDER BY fid")]
    assert uuids[0] == UUID and uuids[1] != UUID
    assert states(ws) == {uuids[1]: "created"}


def test_ten_thousand_rows_minted_in_one_statement_are_all_different(ws: Workspace, other: sqlite3.Connection) -> None:
    other.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO project (title_uk) SELECT 'Проєкт ' || i FROM n"
    )
    uuids = {row[0] for row in other.execute("SELECT uuid FROM project")}
    assert len(uuids) == 10_000 and all(WELL_FORMED.fullmatch(uuid) for uuid in uuids)
    assert all(uuid[14] == "7" and uuid[19] in "89ab" for uuid in uuids)


def test_a_feature_cut_and_pasted_in_one_commit_stays_the_same_record(ws: Workspace, other: sqlite3.Connection) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    other.execute("BEGIN")
    other.execute("DELETE FROM need")
    other.execute("INSERT INTO need (uuid, title_uk, geom) VALUES (?, 'Школа', ?)", (UUID, BLOB))
    other.execute("COMMIT")
    assert states(ws) == {}
    other.execute("UPDATE need SET title_uk = 'Ліцей'")
    assert states(ws) == {UUID: "changed"}


@pytest.mark.parametrize("changed", [None, "", "інша", new_uuid()])
def test_a_changed_uuid_is_put_back_and_only_what_really_changed_waits(
    ws: Workspace, other: sqlite3.Connection, changed: str | None
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    other.execute("UPDATE need SET uuid = ?", (changed,))
    restored = restore_identities(ws)
    assert [(name, uuid) for name, _, uuid in restored] == [("need", UUID)]
    assert states(ws) == {}
    other.execute("UPDATE need SET uuid = ?, title_uk = 'Ліцей'", (new_uuid(),))
    restore_identities(ws)
    assert states(ws) == {UUID: "changed"}


@pytest.mark.parametrize("changed", [None, "інша", UUID])
def test_a_uuid_changed_right_after_the_row_was_made_is_put_back_too(
    ws: Workspace, other: sqlite3.Connection, changed: str | None
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    other.execute("INSERT INTO need (title_uk) VALUES ('Лікарня')")
    (given,) = other.execute("SELECT uuid FROM need WHERE title_uk = 'Лікарня'").fetchone()
    other.execute("UPDATE need SET uuid = ? WHERE title_uk = 'Лікарня'", (changed,))
    assert [uuid for _, _, uuid in restore_identities(ws)] == [given]
    assert states(ws) == {given: "created"}
    assert ws.get("need", UUID) == {"uuid": UUID, "title_uk": "Школа"}


@pytest.mark.parametrize("changed", [None, 5, b"bytes", "x"])
def test_a_record_whose_uuid_was_spoiled_is_counted_and_listed_from_the_next_opening_on(
    ws: Workspace, other: sqlite3.Connection, changed: object
) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    other.execute("UPDATE need SET uuid = ?", (changed,))
    listing.refresh(ws)
    with Workspace.open(ws.folder, ws.catalogue) as again:
        assert states(again) == {uuid: "created"}
        listing.refresh(again)
        assert [row.uuid for row in listing.page(again, ListQuery(), 0, 10)] == [uuid]


def test_swapped_uuids_are_both_put_back(ws: Workspace, other: sqlite3.Connection) -> None:
    second = new_uuid()
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    make_clean(ws, "need", {"uuid": second, "title_uk": "Лікарня"})
    other.execute("UPDATE need SET uuid = CASE uuid WHEN ? THEN ? ELSE ? END", (UUID, second, UUID))
    restore_identities(ws)
    assert states(ws) == {}
    assert ws.get("need", UUID) == {"uuid": UUID, "title_uk": "Школа"}


def test_a_uuid_taken_from_another_feature_goes_back_to_the_one_that_had_it_first(
    ws: Workspace, other: sqlite3.Connection
) -> None:
    second = new_uuid()
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    make_clean(ws, "need", {"uuid": second, "title_uk": "Лікарня"})
    other.execute("UPDATE need SET uuid = ? WHERE title_uk = 'Лікарня'", (UUID,))
    restore_identities(ws)
    assert states(ws) == {}


# --- the journal -------------------------------------------------------------------------------------------------


def test_every_kind_of_statement_is_seen(ws: Workspace, other: sqlite3.Connection) -> None:
    for number in range(4):
        make_clean(ws, "need", {"uuid": f"0000000{number}" + UUID[8:], "title_uk": f"Потреба {number}", "geom": POINT})
    other.execute("UPDATE need SET title_uk = 'Інша' WHERE fid = 1")
    other.execute("DELETE FROM need WHERE fid = 2")
    other.execute("UPDATE need SET geom = ? WHERE fid = 3", (encode({"type": "Point", "coordinates": [30, 50]}),))
    other.execute("UPDATE OR REPLACE need SET priority = 5 WHERE fid = 4")
    found = {change.fid: change.state for change in dirty(ws)}
    assert found == {1: "changed", None: "deleted", 3: "changed", 4: "changed"}
    assert rtree_is_right(ws)


@pytest.mark.parametrize("geom", [BLOB, None], ids=["placed", "without a place"])
@pytest.mark.parametrize("uuid", [UUID, None], ids=["same uuid", "no uuid"])
def test_a_row_that_replace_removes_is_not_missed(
    ws: Workspace, other: sqlite3.Connection, uuid: str | None, geom: bytes | None
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    other.execute("REPLACE INTO need (fid, uuid, title_uk, geom) VALUES (1, ?, 'Ліцей', ?)", (uuid, geom))
    (now,) = other.execute("SELECT uuid FROM need").fetchone()
    assert states(ws) == ({UUID: "changed"} if uuid else {UUID: "deleted", now: "created"})
    assert rtree_is_right(ws)
    assert feature_count(ws, "need") is None


def test_the_count_that_a_replace_made_unknown_is_right_again_after_opening(
    ws: Workspace, other: sqlite3.Connection, reopen: Callable[[], Workspace]
) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    other.execute("REPLACE INTO need (fid, title_uk) VALUES (1, 'Ліцей')")
    reopen()
    assert feature_count(ws, "need") == 1


def test_an_insert_that_is_ignored_or_fails_leaves_nothing_waiting(ws: Workspace, other: sqlite3.Connection) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    other.execute("INSERT OR IGNORE INTO need (fid, title_uk) VALUES (1, 'Ліцей')")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute("INSERT INTO need (fid, title_uk) VALUES (1, 'Ліцей')")
    assert states(ws) == {}


def test_an_edit_that_is_rolled_back_was_never_there(ws: Workspace, other: sqlite3.Connection) -> None:
    other.execute("BEGIN")
    other.execute("INSERT INTO need (title_uk) VALUES ('Школа')")
    other.execute("ROLLBACK")
    assert states(ws) == {} and journal.last_seq(ws) == 0


def test_a_feature_given_another_number_stays_the_same_record(ws: Workspace, other: sqlite3.Connection) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    other.execute("UPDATE need SET fid = 77")
    assert states(ws) == {}
    other.execute("UPDATE need SET title_uk = 'Ліцей'")
    assert states(ws) == {UUID: "changed"}
    assert rtree_is_right(ws)


def test_old_images_hold_what_was_there_to_the_last_bit(ws: Workspace, other: sqlite3.Connection) -> None:
    place = {"type": "Point", "coordinates": [36.23040000000001, 49.99350000000001]}
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "cost_amount": "0.10", "geom": place})
    other.execute("UPDATE need SET cost_amount = 2, geom = NULL")
    row = ws.connection.rows(f"SELECT {ws.columns('need').sql} FROM vidbudova_old_need")[0]
    assert ws.columns("need").decode(row) == {
        "uuid": UUID, "title_uk": "Школа", "cost_amount": "0.10", "geom": place
    }  # fmt: skip


def test_numbers_of_the_journal_are_never_given_twice(ws: Workspace) -> None:
    from plugin.store.changes import reconcile_clean

    uuid = ws.insert("need", {"title_uk": "Школа"})
    ws.delete("need", uuid)
    before = journal.last_seq(ws)
    assert reconcile_clean(ws) == 1
    assert journal.last_seq(ws) == before and journal.count_waiting(ws) == 0
    ws.insert("need", {"title_uk": "Ліцей"})
    assert journal.last_seq(ws) == before + 1


# --- silence -----------------------------------------------------------------------------------------------------


def test_what_the_portal_sends_is_not_journalled(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    with ws.applying():
        base.write_row(ws, "need", UUID, {"uuid": UUID, "title_uk": "Ліцей"})
        base.remove_row(ws, "need", UUID)
    assert journal.last_seq(ws) == 0
    assert feature_count(ws, "need") == 0 and rtree_is_right(ws)


def test_a_commit_with_the_silence_left_on_is_refused_and_nothing_of_it_stays(ws: Workspace) -> None:
    with pytest.raises(StoreError) as caught, ws.transaction():
        ws.connection.execute("INSERT INTO vidbudova_silence (id, never) VALUES (1, 1)")
        ws.insert("need", {"title_uk": "Школа"})
    assert caught.value.code == "store.silence_left_on"
    assert ws.count("need") == 0 and not ws.connection.in_transaction
    ws.insert("need", {"title_uk": "Школа"})
    assert len(dirty(ws)) == 1


def test_while_one_connection_applies_another_one_is_captured_still(ws: Workspace, other: sqlite3.Connection) -> None:
    other.execute("PRAGMA busy_timeout = 0")
    with ws.applying():
        base.set_base(ws, "need", UUID, 1, "0" * 64, {"uuid": UUID})
        base.write_row(ws, "need", UUID, {"uuid": UUID})
        with pytest.raises(sqlite3.OperationalError):
            other.execute("INSERT INTO need (title_uk) VALUES ('Школа')")
    other.execute("INSERT INTO need (title_uk) VALUES ('Школа')")
    assert list(states(ws).values()) == ["created"]


def test_writing_for_the_portal_outside_of_applying_is_refused(ws: Workspace) -> None:
    with pytest.raises(StoreError) as caught, ws.transaction():
        base.write_row(ws, "need", UUID, {"uuid": UUID})
    assert caught.value.code == "store.not_applying"


# --- GDAL --------------------------------------------------------------------------------------------------------


def geojson(path: Path, count: int = 3) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"title_uk": f"Школа № {number}", "priority": number % 5 + 1, "cost_amount": number + 0.5},
            "geometry": {"type": "Point", "coordinates": [36 + number / 100, 50]},
        }
        for number in range(count)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def ogr2ogr(*arguments: Any) -> None:
    subprocess.run(["ogr2ogr", *map(str, arguments)], check=True, capture_output=True)


def ogrinfo(*arguments: Any) -> str:
    return subprocess.run(["ogrinfo", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def test_ogr2ogr_appending_is_captured(ws: Workspace, tmp_path: Path) -> None:
    ogr2ogr("-update", "-append", ws.gpkg_path, geojson(tmp_path / "needs.geojson"), "-nln", "need")
    found = dirty(ws)
    assert [change.state for change in found] == ["created"] * 3
    assert found[1].mine == {
        "uuid": found[1].uuid, "title_uk": "Школа № 1", "priority": 2, "cost_amount": "1.50",
        "geom": {"type": "Point", "coordinates": [36.01, 50.0]},
    }  # fmt: skip
    assert feature_count(ws, "need") == 3 and rtree_is_right(ws)
    said = ogrinfo("-so", ws.gpkg_path, "need")
    assert "Feature Count: 3" in said and "Extent: (36.000000, 50.000000) - (36.020000, 50.000000)" in said


def test_ogr2ogr_upserting_by_feature_number_is_captured(ws: Workspace, tmp_path: Path) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    copy = tmp_path / "copy.gpkg"
    ogr2ogr(copy, ws.gpkg_path, "need", "-preserve_fid")
    connection = sqlite3.connect(copy)
    register_functions(connection)
    connection.execute("UPDATE need SET title_uk = 'Ліцей'")
    connection.commit()
    connection.close()
    ogr2ogr("-update", "-append", "-upsert", "-preserve_fid", ws.gpkg_path, copy, "need")
    assert states(ws) == {UUID: "changed"}
    assert rtree_is_right(ws)
    assert "Feature Count: 1" in ogrinfo("-so", ws.gpkg_path, "need")


def test_edits_through_ogr_are_captured(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "geom": POINT})
    doomed = new_uuid()
    make_clean(ws, "need", {"uuid": doomed, "title_uk": "Міст", "geom": POINT})
    dataset = ogr.Open(str(ws.gpkg_path), 1)
    layer = dataset.GetLayer("need")
    feature = layer.GetFeature(1)
    feature.SetField("title_uk", "Ліцей")
    layer.SetFeature(feature)
    layer.DeleteFeature(2)
    copy = feature.Clone()
    copy.SetFID(-1)
    copy.SetGeometry(ogr.CreateGeometryFromWkt("LINESTRING (36 50,37 51)"))
    layer.CreateFeature(copy)
    fid = copy.GetFID()
    del feature, copy, layer, dataset
    found = states(ws)
    assert found == {UUID: "changed", doomed: "deleted", ws.uuid_of("need", fid): "created"}
    assert feature_count(ws, "need") == 2 and rtree_is_right(ws)


def test_measures_and_curves_from_gdal_are_read_with_a_note(ws: Workspace) -> None:
    dataset = ogr.Open(str(ws.gpkg_path), 1)
    layer = dataset.GetLayer("need")
    for wkt in ("POINT M (36 50 7)", "CIRCULARSTRING (36 50,37 51,38 50)", "POINT Z (36 50 120.5)"):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    del feature, layer, dataset
    found = dirty(ws)
    assert [change.notes for change in found] == [("measures_dropped",), ("curves_linearised",), ()]
    assert [change.mine["geom"]["type"] for change in found if change.mine] == ["Point", "LineString", "Point"]
    assert found[2].mine and found[2].mine["geom"]["coordinates"] == [36.0, 50.0, 120.5]


def test_our_own_edits_are_seen_by_gdal(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа", "geom": {"type": "LineString", "coordinates": [[30, 45], [31, 52]]}})
    ws.insert("need", {"title_uk": "Без місця"})
    assert "Extent: (30.000000, 45.000000) - (31.000000, 52.000000)" in ogrinfo("-so", ws.gpkg_path, "need")
    ws.update("need", uuid, {"geom": {"type": "Point", "coordinates": [36, 50]}})
    said = ogrinfo("-so", ws.gpkg_path, "need")
    assert "Feature Count: 2" in said and "Extent: (36.000000, 50.000000) - (36.000000, 50.000000)" in said
    assert "Feature Count: 1" in ogrinfo("-so", "-spat", 35, 49, 37, 51, ws.gpkg_path, "need")
    ws.update("need", uuid, {"geom": None})
    assert rtree_is_right(ws) and ws.connection.rows("SELECT min_x FROM gpkg_contents WHERE table_name = 'need'") == [
        (None,)
    ]


def test_an_extent_that_plain_sql_left_behind_is_right_again_after_opening(
    ws: Workspace, reopen: Callable[[], Workspace]
) -> None:
    connection = foreign(ws)
    connection.execute("INSERT INTO need (geom) VALUES (?)", (BLOB,))
    connection.close()
    reopen()
    assert "Extent: (36.230400, 49.993500) - (36.230400, 49.993500)" in ogrinfo("-so", ws.gpkg_path, "need")
