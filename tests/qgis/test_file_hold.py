"""While a workspace is held, no program takes its file for unused; when it is released, everything is as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugin.qgis_bridge import file_hold
from plugin.qgis_bridge.file_hold import FileHold
from plugin.store.workspace import Workspace

pytestmark = pytest.mark.skipif(
    file_hold._SET_LOCK is None, reason="this system has no open-file-description locks, and does not need them"
)


def leave_wal(path: Path) -> str:
    """What another process is told that wants the file for itself."""
    code = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "try:\n    print(connection.execute('PRAGMA journal_mode = DELETE').fetchone()[0])\n"
        "except sqlite3.Error as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def test_a_descriptor_closed_elsewhere_in_the_process_does_not_drop_the_hold(workspace: Workspace) -> None:
    hold = FileHold(workspace.gpkg_path)
    hold.take()
    workspace.gpkg_path.open("rb").close()  # what GDAL does to look what a file is
    assert leave_wal(workspace.gpkg_path) == "database is locked"
    hold.release()


def test_without_the_hold_such_a_descriptor_drops_sqlites_own_lock(workspace: Workspace) -> None:
    """The reason for the hold: should this ever fail, the hold is not needed any more."""
    workspace.gpkg_path.open("rb").close()
    assert leave_wal(workspace.gpkg_path) == "delete"


def test_everyone_reads_and_writes_a_held_file(workspace: Workspace) -> None:
    hold = FileHold(workspace.gpkg_path)
    hold.take()
    with Workspace.open(workspace.folder, workspace.catalogue) as other:
        other.insert("need", {"title_uk": "Школа"})
    workspace.insert("need", {"title_uk": "Міст"})
    assert {record["title_uk"] for record in workspace.records("need")} == {"Школа", "Міст"}
    hold.release()


def test_a_released_file_is_free(workspace: Workspace) -> None:
    hold = FileHold(workspace.gpkg_path)
    hold.take()
    assert hold.held
    hold.release()
    hold.release()
    workspace.close()
    assert not hold.held
    assert leave_wal(workspace.gpkg_path) == "delete"


def test_a_file_that_is_not_there_is_not_held(tmp_path: Path) -> None:
    hold = FileHold(tmp_path / "nothing.gpkg")
    hold.take()
    assert not hold.held
