"""Where nothing can be written, the message says why, and everything that was saved is in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue
from plugin.store import connection, location
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace
from tests.ordinary_user import without_rights

from .conftest import POINT, PRELUDE, REPOSITORY, SETTINGS, code_of, foreign


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
    done = subprocess.run(
        [*without_rights(), sys.executable, "-c", PRELUDE + script, *map(str, arguments)],
        cwd=REPOSITORY, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


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
    subprocess.run([sys.executable, "-c", PRELUDE + script, str(shared_folder)], cwd=REPOSITORY, check=False)
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
