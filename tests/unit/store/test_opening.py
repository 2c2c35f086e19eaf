"""A workspace is made whole or not at all, opened only when it is one, and every trouble has a text that helps."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue
from plugin.store import audit, connection, location, migrations, opening, schema
from plugin.store.changes import dirty
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

from .conftest import KHARKIV, POINT, feature_count, foreign, make_clean

REPOSITORY = Path(__file__).resolve().parents[3]
NOBODY = 65534
SETTINGS = WorkspaceSettings(portal_url="https://portal.example", territory=(KHARKIV,), organisation="12345678")


def code_of(call: Callable[[], Any]) -> str:
    """The code of the error that a call raises, whose text exists in both languages and has no gap."""
    with pytest.raises(StoreError) as caught:
        call()
    for lang in ("uk", "en"):
        assert "{" not in caught.value.describe(lang)
    return caught.value.code


def notices(workspace: Workspace) -> list[str]:
    for notice in workspace.notices:
        assert "{" not in notice.describe("uk") + notice.describe("en")
    return [notice.code for notice in workspace.notices]


@pytest.fixture()
def shared_folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="vidbudova-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def as_ordinary_user(script: str, *arguments: object) -> str:
    """What a script prints that runs without a superuser's rights."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run(
        [sys.executable, "-c", _PRELUDE + script, *map(str, arguments)],
        cwd=REPOSITORY, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, **user,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


_PRELUDE = """
import sys
from plugin.errors import StoreError
from plugin.records.catalogue import default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
catalogue = default_catalogue()
def attempt(call):
    try:
        return call()
    except StoreError as error:
        error.describe("uk")
        print(error.code)
"""


# --- what is made ------------------------------------------------------------------------------------------------


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


# --- what is opened ----------------------------------------------------------------------------------------------


def test_opening_is_quick_and_verifies_the_triggers(folder: Path, ws: Workspace, catalogue: Catalogue) -> None:
    with Workspace.open(folder, catalogue) as second:
        assert audit.triggers_present(second) and not second.notices and not second.read_only


def test_two_processes_may_have_it_open(ws: Workspace, folder: Path) -> None:
    script = "workspace = Workspace.open(sys.argv[1], catalogue)\nprint(workspace.insert('need', {'title_uk': 'Там'}))"
    ws.insert("need", {"title_uk": "Тут"})
    done = subprocess.run(
        [sys.executable, "-c", _PRELUDE + script, str(folder)],
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


# --- where it cannot be written ----------------------------------------------------------------------------------


def test_a_folder_without_write_permission_opens_for_reading_with_a_message(
    shared_folder: Path, catalogue: Catalogue
) -> None:
    with Workspace.create(shared_folder, SETTINGS, catalogue) as made:
        made.insert("need", {"title_uk": "Школа"})
    for path in (shared_folder / "workspace.gpkg", shared_folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = as_ordinary_user(
        """
workspace = Workspace.open(sys.argv[1], catalogue)
print(workspace.read_only, [notice.code for notice in workspace.notices], workspace.count("need"))
attempt(lambda: workspace.insert("need", {"title_uk": "Ліцей"}))
from plugin.store import listing
from plugin.store.changes import dirty
print(len(dirty(workspace)), listing.refresh(workspace), listing.count(workspace, listing.ListQuery(text="школа")))
""",
        shared_folder,
    )
    assert said.splitlines() == ["True ['store.read_only'] 1", "store.read_only", "1 0 0"]


def test_a_workspace_left_open_on_a_stick_that_is_now_read_only_says_what_to_do_and_its_copy_has_everything(
    shared_folder: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    Workspace.create(shared_folder, SETTINGS, catalogue).close()
    script = """
import os, signal
workspace = Workspace.open(sys.argv[1], catalogue)
workspace.insert("need", {"title_uk": "Школа"})
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", _PRELUDE + script, str(shared_folder)], cwd=REPOSITORY, check=False)
    assert (shared_folder / "workspace.gpkg-wal").stat().st_size
    (shared_folder / "workspace.gpkg-shm").unlink()
    for path in (*shared_folder.iterdir(), shared_folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    script = "attempt(lambda: Workspace.open(sys.argv[1], catalogue))"
    assert as_ordinary_user(script, shared_folder) == "store.not_closed_read_only"
    shutil.copytree(shared_folder, tmp_path / "копія")
    for path in (tmp_path / "копія", *(tmp_path / "копія").iterdir()):
        path.chmod(0o755)
    with Workspace.open(tmp_path / "копія", catalogue) as copy:
        assert [change.state for change in dirty(copy)] == ["created"]


def test_a_folder_without_write_permission_cannot_become_a_workspace(shared_folder: Path) -> None:
    shared_folder.chmod(0o555)
    script = "attempt(lambda: Workspace.create(sys.argv[1], WorkspaceSettings(), catalogue))"
    assert as_ordinary_user(script, shared_folder) == "store.no_permission"
    assert as_ordinary_user(script, shared_folder / "новий") == "store.no_permission"


def test_a_file_that_may_not_even_be_read_is_said_so(shared_folder: Path, catalogue: Catalogue) -> None:
    Workspace.create(shared_folder, SETTINGS, catalogue).close()
    (shared_folder / "workspace.gpkg").chmod(0)
    script = "attempt(lambda: Workspace.open(sys.argv[1], catalogue))"
    assert as_ordinary_user(script, shared_folder) == "store.no_permission"


def test_a_full_disk_is_said_and_nothing_saved_before_is_lost(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    pages = ws.connection.value("PRAGMA page_count")
    ws.connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    def fill() -> None:
        with ws.transaction():
            for _ in range(100):
                ws.insert("need", {"description": "Опис " * 300})

    assert code_of(fill) == "store.disk_full"
    assert not ws.connection.in_transaction
    assert ws.count("need") == 1 and [change.uuid for change in dirty(ws)] == [uuid]
    ws.connection.execute("PRAGMA max_page_count = 1000000")
    fill()
    assert ws.count("need") == 101


@pytest.fixture()
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "мала флешка"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("NO SMALL DISK: mounting one needs the rights to")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_really_full_disk_loses_nothing_and_leaves_no_half_made_workspace(
    small_disk: Path, catalogue: Catalogue
) -> None:
    with Workspace.create(small_disk / "перший", SETTINGS, catalogue) as made:
        saved = []

        def fill() -> None:
            while True:
                saved.append(made.insert("need", {"description": "Опис " * 2000, "geom": POINT}))

        assert code_of(fill) == "store.disk_full"
        assert saved and [change.uuid for change in dirty(made)] == saved
    code = code_of(lambda: Workspace.create(small_disk / "другий", SETTINGS, catalogue))
    assert code in ("store.disk_full", "store.cannot_create")
    assert not (small_disk / "другий" / "workspace.gpkg").exists()
    with Workspace.open(small_disk / "перший", catalogue) as again:
        assert again.count("need") == len(saved)


def test_a_writer_who_does_not_finish_is_said_and_worth_another_try(ws: Workspace) -> None:
    ws.connection.execute("PRAGMA busy_timeout = 20")
    plain = foreign(ws)
    plain.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        ws.insert("need", {"title_uk": "Школа"})
    assert caught.value.code == "store.busy" and caught.value.retryable and caught.value.describe("uk")
    plain.execute("ROLLBACK")
    plain.close()
    ws.insert("need", {"title_uk": "Школа"})


def test_a_workspace_in_use_by_a_writer_opens_all_the_same(ws: Workspace, reopen: Callable[[], Workspace]) -> None:
    plain = foreign(ws)
    plain.execute("BEGIN IMMEDIATE")
    assert not reopen().read_only
    plain.execute("ROLLBACK")
    plain.close()


def test_wal_is_put_back_once_nobody_holds_the_file(folder: Path, ws: Workspace, catalogue: Catalogue) -> None:
    ws.close()
    plain = sqlite3.connect(folder / "workspace.gpkg")
    assert plain.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    plain.execute("BEGIN")
    plain.execute("SELECT * FROM need").fetchall()
    with Workspace.open(folder, catalogue) as while_held:
        assert while_held.connection.value("PRAGMA journal_mode") == "delete"
    plain.close()
    with Workspace.open(folder, catalogue) as opened:
        assert opened.connection.value("PRAGMA journal_mode") == "wal"


# --- transactions ------------------------------------------------------------------------------------------------


def test_one_transaction_inside_another_is_a_mistake(ws: Workspace) -> None:
    def nest() -> None:
        with ws.transaction(), ws.transaction():
            pass

    assert code_of(nest) == "store.nested_transaction"
    assert not ws.connection.in_transaction


def test_whatever_is_raised_inside_a_transaction_undoes_all_of_it(ws: Workspace) -> None:
    with pytest.raises(KeyboardInterrupt), ws.transaction():
        ws.insert("need", {"title_uk": "Школа"})
        raise KeyboardInterrupt
    assert ws.count("need") == 0 and not ws.connection.in_transaction and dirty(ws) == []


# --- where it lies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "warned"),
    [
        ("/home/olena/OneDrive/Відбудова", True),
        ("/home/olena/OneDrive - ХОВА/Відбудова", True),
        ("/home/olena/Dropbox/x", True),
        ("/home/olena/Google Drive/x", True),
        ("/home/olena/Документи/Відбудова", False),
        ("/home/olena/dropbox-стара-копія", False),
    ],
)
def test_a_folder_that_a_cloud_client_rewrites_is_warned_about(path: str, warned: bool) -> None:
    found = [notice for notice in location.warnings(Path(path)) if notice.code == "store.cloud_folder"]
    assert bool(found) is warned
    assert all("{" not in notice.describe("uk") for notice in found)


def test_a_network_drive_is_warned_about(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/share {str(tmp_path).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: mounts)
    assert [notice.code for notice in location.warnings(tmp_path / "x")] == ["store.network_drive"]
    assert list(location.warnings(tmp_path.parent)) == []


@pytest.mark.parametrize("path", ["/a b/ї'?#%41.gpkg", "/x/з.gpkg"])
def test_any_path_makes_a_uri_that_means_that_path(path: str) -> None:
    from urllib.parse import unquote, urlsplit

    assert unquote(urlsplit(connection.uri(Path(path), "mode=rw")).path) == path


def test_the_names_of_the_migrations_are_those_that_are_defined() -> None:
    assert tuple(migration.name for migration in migrations._migrations()._migrations) == migrations.NAMES
    assert opening.migrations is migrations
