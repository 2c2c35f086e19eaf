"""Copies of the GeoPackage, made with SQLite's backup API: whole at every moment, whoever writes meanwhile."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import datetime, timezone
from pathlib import Path

from ..errors import StoreError
from .connection import Connection, translated
from .layout import backups_dir

KEPT = 5


def copy_to(connection: Connection, target: Path) -> None:
    """Copy the open GeoPackage to `target`, which appears whole or not at all and is one file, without a WAL.

    Raises StoreError: ``store.disk_full``, ``store.backup_failed``.
    """
    temporary = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        copy = sqlite3.connect(temporary)
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        os.replace(temporary, target)
    except sqlite3.Error as error:
        _remove(temporary)
        found = translated(error, target)
        raise (
            found
            if found.code == "store.disk_full"
            else StoreError("store.backup_failed", path=str(target), reason=str(error))
        ) from error
    except OSError as error:
        _remove(temporary)
        raise StoreError("store.backup_failed", path=str(target), reason=str(error)) from error


def back_up(connection: Connection, folder: Path) -> Path:
    """A dated copy in the workspace's `backups` folder; the newest five are kept. Returns its path."""
    stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S")
    folder = backups_dir(folder)
    target = folder / f"workspace-{stamp}.gpkg"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"workspace-{stamp}-{number}.gpkg"
    copy_to(connection, target)
    for old in sorted(folder.glob("workspace-*.gpkg"), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        _remove(old)
    return target


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
