"""A workspace is opened only when it is one; an older one is upgraded, a newer one read, a damaged one named."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from osgeo import gdal

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue
from plugin.store import audit, migrations, schema
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace

from .conftest import POINT, PRELUDE, REPOSITORY, SETTINGS, code_of, feature_count, foreign, make_clean


def notices(workspace: Workspace) -> list[str]:
    for notice in workspace.notices:
        assert "{" not in notice.describe("uk") + notice.describe("en")
    return [notice.code for notice in workspace.notices]


def test_opening_is_quick_and_verifies_the_triggers(folder: Path, ws: Workspace, catalogue: Catalogue) -> None:
    with Workspace.open(folder, catalogue) as second:
        assert audit.triggers_present(second) and not second.notices and not second.read_only


def test_two_processes_may_have_it_open(ws: Workspace, folder: Path) -> None:
    script = "workspace = Workspace.open(sys.argv[1], catalogue)\nprint(workspace.insert('need', {'title_uk': 'Там'}))"
    ws.insert("need", {"title_uk": "Тут"})
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + script, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ws.get("need", done.stdout.strip()) is not None
    assert len(dirty(ws)) == 2


@pytest.mark.parametrize("content", [None, b"", b"hello", b"SQLite format 3\x00" + bytes(50)])
def test_what_is_no_workspace_is_said_so(tmp_path: Path, catalogue: Catalogue, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "workspace.gpkg").write_bytes(content)
    code = code_of(lambda: Workspace.open(tmp_path, catalogue))
    assert code == ("store.not_a_workspace" if content is None else "store.half_written")


def test_a_folder_that_is_not_there_is_no_workspace(tmp_path: Path, catalogue: Catalogue) -> None:
    assert code_of(lambda: Workspace.open(tmp_path / "нема", catalogue)) == "store.not_a_workspace"


def test_a_geopackage_of_something_else_is_no_workspace_and_stays_as_it_is(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path = tmp_path / "workspace.gpkg"
    gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown).CreateLayer("need")
    before = path.read_bytes()
    assert code_of(lambda: Workspace.open(tmp_path, catalogue)) == "store.not_a_workspace"
    connection_ = sqlite3.connect(path)
    connection_.execute("PRAGMA journal_mode = DELETE")
    connection_.close()
    assert len(path.read_bytes()) == len(before)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_copy_that_broke_off_is_recognised(folder: Path, ws: Workspace, catalogue: Catalogue, share: float) -> None:
    for number in range(50):
        ws.insert("need", {"title_uk": f"Школа № {number}", "geom": POINT})
    ws.close()
    path = folder / "workspace.gpkg"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.half_written"


def test_a_damaged_page_is_named_as_damage_and_not_as_a_traceback(
    folder: Path, ws: Workspace, catalogue: Catalogue
) -> None:
    for number in range(300):
        ws.insert("need", {"title_uk": f"Школа № {number}", "geom": POINT})
    ws.close()
    path = folder / "workspace.gpkg"
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(data)

    def use() -> None:
        with Workspace.open(folder, catalogue) as damaged:
            list(damaged.records("need"))

    assert code_of(use) == "store.half_written"


def test_a_workspace_with_migrations_of_a_newer_version_opens_for_reading_with_a_message(
    folder: Path, ws: Workspace, catalogue: Catalogue
) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    ws.connection.execute(
        f"INSERT INTO {migrations.TABLE} (migration_set, name, applied_at) VALUES ('workspace', 'from_the_future', '')"
    )
    ws.close()
    with Workspace.open(folder, catalogue) as opened:
        assert opened.read_only and notices(opened) == ["store.newer_workspace"]
        assert opened.get("need", uuid) == {"uuid": uuid, "title_uk": "Школа"}
        assert code_of(lambda: opened.insert("need", {})) == "store.newer_workspace"
        assert len(dirty(opened)) == 1


def test_a_workspace_with_a_newer_definition_opens_for_reading(folder: Path, catalogue: Catalogue) -> None:
    Workspace.create(folder, SETTINGS, catalogue).close()
    with Workspace.open(folder, without_field(catalogue, "need", "title_en")) as opened:
        assert opened.read_only and notices(opened) == ["store.newer_workspace"]


def without_field(catalogue: Catalogue, type_name: str, field_name: str) -> Catalogue:
    """The catalogue as it was before a field was thought of."""
    rtype = catalogue.type(type_name)
    fields = tuple(field for field in rtype.fields if field.name != field_name)
    return replace(catalogue, types={**catalogue.types, type_name: replace(rtype, fields=fields)})


def test_an_older_workspace_is_given_the_new_field_after_a_backup(folder: Path, catalogue: Catalogue) -> None:
    with Workspace.create(folder, SETTINGS, without_field(catalogue, "need", "title_en")) as older:
        make_clean(older, "need", {"uuid": "11111111-2222-4333-8444-555555555555", "title_uk": "Школа", "geom": POINT})
        waiting = older.insert("need", {"title_uk": "Ліцей"})
    with Workspace.open(folder, catalogue) as upgraded:
        assert not upgraded.read_only and audit.triggers_present(upgraded)
        assert [change.uuid for change in dirty(upgraded)] == [waiting]
        upgraded.update("need", waiting, {"title_en": "Lyceum"})
        assert upgraded.get("need", waiting) == {"uuid": waiting, "title_uk": "Ліцей", "title_en": "Lyceum"}
    backups = list((folder / "backups").iterdir())
    assert [path.name.startswith("workspace-") and path.suffix == ".gpkg" for path in backups] == [True]
    copy = sqlite3.connect(backups[0])
    assert copy.execute("SELECT count(*) FROM need").fetchone() == (2,)
    assert "title_en" not in {row[1] for row in copy.execute("PRAGMA table_info(need)")}
    copy.close()


def test_an_older_workspace_is_given_the_table_of_a_new_record_type(folder: Path, catalogue: Catalogue) -> None:
    older = replace(
        catalogue, types={name: rtype for name, rtype in catalogue.types.items() if name != "project_location"}
    )
    Workspace.create(folder, SETTINGS, older).close()
    with Workspace.open(folder, catalogue) as upgraded:
        uuid = upgraded.insert("project_location", {"address": "вул. Миру, 1", "geom": POINT})
        assert [change.key for change in dirty(upgraded)] == [("project_location", uuid)]
        assert feature_count(upgraded, "project_location") == 1


def test_an_upgrade_that_dies_in_the_middle_changes_nothing_and_is_done_by_the_next_opening(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.create(folder, SETTINGS, without_field(catalogue, "need", "title_en")).close()
    with monkeypatch.context() as broken:
        broken.setattr(schema, "record", lambda *_: (_ for _ in ()).throw(StoreError("store.disk_full", path="x")))
        assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.disk_full"
    plain = sqlite3.connect(folder / "workspace.gpkg")
    assert "title_en" not in {row[1] for row in plain.execute("PRAGMA table_info(need)")}
    plain.close()
    with Workspace.open(folder, catalogue) as upgraded:
        upgraded.insert("need", {"title_en": "Lyceum"})


def test_no_upgrade_without_a_backup(folder: Path, catalogue: Catalogue) -> None:
    Workspace.create(folder, SETTINGS, without_field(catalogue, "need", "title_en")).close()
    (folder / "backups").write_text("a file where the folder should be")
    assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.backup_failed"
    (folder / "backups").unlink()
    Workspace.open(folder, catalogue).close()


def test_a_column_that_another_program_renamed_is_named_and_nothing_is_taken_for_cleared(
    folder: Path, ws: Workspace, catalogue: Catalogue
) -> None:
    make_clean(ws, "need", {"uuid": "11111111-2222-4333-8444-555555555555", "title_uk": "Школа"})
    ws.close()
    plain = sqlite3.connect(folder / "workspace.gpkg")
    plain.execute("ALTER TABLE need RENAME COLUMN title_uk TO name")
    plain.close()
    assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.column_missing"
    plain = sqlite3.connect(folder / "workspace.gpkg")
    plain.execute("ALTER TABLE need RENAME COLUMN name TO title_uk")
    plain.close()
    with Workspace.open(folder, catalogue) as mended:
        assert dirty(mended) == []


def test_a_column_that_somebody_added_stays_out_of_the_way(folder: Path, ws: Workspace, catalogue: Catalogue) -> None:
    plain = foreign(ws)
    plain.execute("ALTER TABLE need ADD COLUMN my_note TEXT")
    plain.execute("INSERT INTO need (title_uk, my_note) VALUES ('Школа', 'моє')")
    plain.close()
    with Workspace.open(folder, catalogue) as opened:
        assert [change.mine for change in dirty(opened)] == [{"uuid": dirty(opened)[0].uuid, "title_uk": "Школа"}]


def test_settings_that_cannot_be_read_are_said_so(folder: Path, ws: Workspace, catalogue: Catalogue) -> None:
    ws.set_meta("settings", "{}")
    ws.close()
    assert code_of(lambda: Workspace.open(folder, catalogue)) == "store.bad_settings"
