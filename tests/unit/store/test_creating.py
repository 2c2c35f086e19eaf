"""A workspace is made whole or not at all: a conforming GeoPackage that other programs understand."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from osgeo import gdal

from plugin.records.catalogue import Catalogue
from plugin.store import migrations, opening
from plugin.store.workspace import Workspace

from .conftest import REPOSITORY, SETTINGS, code_of, feature_count


def test_the_file_is_a_conforming_geopackage(ws: Workspace, catalogue: Catalogue) -> None:
    rows = ws.connection.rows
    assert rows("PRAGMA application_id") == [(0x47504B47,)]
    assert rows("PRAGMA user_version") == [(10200,)]
    assert rows("PRAGMA integrity_check") == [("ok",)] and rows("PRAGMA foreign_key_check") == []
    assert {-1, 0, 4326} <= {row[0] for row in rows("SELECT srs_id FROM gpkg_spatial_ref_sys")}
    contents = dict(rows("SELECT table_name, data_type FROM gpkg_contents"))
    assert contents == {
        rtype.name: "attributes" if rtype.geometry == "none" else "features" for rtype in catalogue.types.values()
    }
    drawn = {name for name, kind in contents.items() if kind == "features"}
    columns = rows("SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns")
    assert set(columns) == {(name, "geom", "GEOMETRY", 4326, 2, 0) for name in drawn}
    extensions = rows("SELECT table_name, column_name, extension_name FROM gpkg_extensions")
    assert set(extensions) == {(name, "geom", "gpkg_rtree_index") for name in drawn}
    for name in contents:
        key = rows("SELECT name, type, pk FROM pragma_table_info(?) WHERE pk", (name,))
        assert key == [("fid", "INTEGER", 1)]
        assert feature_count(ws, name) == 0


def test_gdal_and_qgis_are_shown_the_record_types_and_none_of_the_bookkeeping(
    ws: Workspace, catalogue: Catalogue
) -> None:
    dataset = gdal.OpenEx(str(ws.gpkg_path), gdal.OF_VECTOR)
    assert {dataset.GetLayer(index).GetName() for index in range(dataset.GetLayerCount())} == set(catalogue.types)
    assert dataset.GetLayer("need").GetSpatialRef().GetAuthorityCode(None) == "4326"
    assert dataset.GetLayer("need").GetMetadataItem("IDENTIFIER") == "Потреби"


def test_it_is_in_wal_with_full_durability(ws: Workspace) -> None:
    assert ws.connection.value("PRAGMA journal_mode") == "wal"
    assert ws.connection.value("PRAGMA synchronous") == 2
    assert ws.connection.value("PRAGMA busy_timeout") > 0


def test_the_folder_holds_the_file_and_a_place_for_attachments_and_nothing_else(folder: Path, ws: Workspace) -> None:
    ws.close()
    assert sorted(path.name for path in folder.iterdir()) == ["files", "workspace.gpkg"]


def test_settings_are_kept(folder: Path, catalogue: Catalogue) -> None:
    with Workspace.create(folder, SETTINGS, catalogue) as made:
        assert made.settings == SETTINGS
        made.update_settings(replace(SETTINGS, territory=("UA",)))
        made.set_meta("cursor", "42")
    with Workspace.open(folder, catalogue) as opened:
        assert opened.settings == replace(SETTINGS, territory=("UA",))
        assert opened.get_meta("cursor") == "42" and opened.get_meta("epoch") is None
        opened.set_meta("cursor", None)
        assert opened.get_meta("cursor") is None


def test_a_second_workspace_in_one_folder_is_refused_and_the_first_is_untouched(
    folder: Path, ws: Workspace, catalogue: Catalogue
) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    assert code_of(lambda: Workspace.create(folder, SETTINGS, catalogue)) == "store.exists"
    assert ws.get("need", uuid)


@pytest.mark.parametrize("step", ["furnish", "rename"])
def test_a_process_killed_while_making_leaves_no_half_and_the_next_try_succeeds(
    folder: Path, catalogue: Catalogue, step: str
) -> None:
    target = "opening.capture.put_back" if step == "furnish" else "opening.os.replace"
    script = f"""
import os, signal, sys
from plugin.records.catalogue import default_catalogue
from plugin.store import opening
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
{target} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Workspace.create(sys.argv[1], WorkspaceSettings(), default_catalogue())
"""
    done = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=REPOSITORY, capture_output=True)
    assert done.returncode == -9
    assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.not_a_workspace"
    Workspace.create(folder, SETTINGS, catalogue).close()
    assert sorted(path.name for path in folder.iterdir()) == ["files", "workspace.gpkg"]


def test_without_gdal_making_one_says_so(folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osgeo", None)
    assert code_of(lambda: Workspace.create(folder, SETTINGS, catalogue)) == "store.no_gdal"
    assert not (folder / "workspace.gpkg").exists()


def test_the_names_of_the_migrations_are_those_that_are_defined() -> None:
    assert tuple(migration.name for migration in migrations._migrations()._migrations) == migrations.NAMES
    assert opening.migrations is migrations
