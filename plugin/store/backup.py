"""Copies of the GeoPackage, made with SQLite's backup API: whole at every moment, whoever writes meanwhile.

They lie in the workspace's `backups` folder, each a GeoPackage that any program opens. The latest three stay, one of
each of the last seven days and of the last four weeks, what somebody asked for a little longer; together they take a
bounded share of the disk.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal, cast

from ..errors import StoreError
from .connection import Connection, open_connection, translated
from .layout import backups_dir, gpkg_path
from .workspace import Workspace

Reason = Literal["sync", "upgrade", "hand", "restore"]
"""Before a sync · before an upgrade · asked for · before something was restored."""

LATEST, DAYS, WEEKS = 3, 7, 4
KEPT: dict[Reason, int] = {"hand": 5, "upgrade": 2, "restore": 3}
"""How many of a reason stay, whatever their age."""
MOST_BYTES = 4_000_000_000
SHARE = 0.1
"""Of what is free on the disk, that much may be taken by backups; the newest one stays in any case."""
_SPARE_BYTES = 64_000_000
"""What a backup before a sync leaves free on the disk."""
_LEFT_BEHIND_SECONDS = 3600

_NAME = re.compile(r"workspace-(\d{8}-\d{6})(?:-(sync|upgrade|hand|restore))?(?:-(\d{1,4}))?\.gpkg")

_FINGERPRINT = (
    "SELECT coalesce(max(seq), 0), count(*) FROM vidbudova_journal",
    "SELECT coalesce(max(seq), 0), total(state = 'pending'), total(state = 'sending') FROM vidbudova_batch",
    "SELECT coalesce(max(seq), 0) FROM vidbudova_pull",
    "SELECT count(*) FROM vidbudova_conflict",
    "SELECT count(*) FROM vidbudova_refusal",
    "SELECT coalesce(max(seq), 0) FROM vidbudova_relay",
    "SELECT value FROM vidbudova_meta WHERE key = 'settings'",
)


@dataclass(frozen=True)
class Backup:
    """A copy: `name` is the file's in the backups folder, `made_at` UTC."""

    name: str
    path: Path
    made_at: datetime
    reason: Reason
    number: int
    bytes: int


def list_backups(folder: Path) -> list[Backup]:
    """The backups of the workspace in a folder, the newest first. Other files there are passed over."""
    found: list[Backup] = []
    with contextlib.suppress(OSError):
        for path in backups_dir(folder).iterdir():
            match = _NAME.fullmatch(path.name)
            if match is None or path.is_symlink() or not path.is_file():
                continue
            with contextlib.suppress(OSError, ValueError):
                made_at = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=timezone.utc)
                reason = cast(Reason, match[2] or "upgrade")
                found.append(Backup(path.name, path, made_at, reason, int(match[3] or 1), path.stat().st_size))
    return sorted(found, key=lambda one: (one.made_at, one.number), reverse=True)


def get_backup(folder: Path, name: str) -> Backup:
    """The backup of that name. Raises ``store.no_such_backup``."""
    for one in list_backups(folder):
        if one.name == name:
            return one
    raise StoreError("store.no_such_backup", name=name)


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


def back_up(connection: Connection, folder: Path, reason: Reason = "upgrade", spare: Collection[str] = ()) -> Path:
    """A dated copy in the workspace's `backups` folder; older ones, but those in `spare`, make room. Returns its path.
    Raises StoreError.
    """
    stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S")
    number = max((one.number for one in list_backups(folder) if stamp in one.name), default=0) + 1
    ending = f"-{number}" if number > 1 else ""
    target = backups_dir(folder) / f"workspace-{stamp}-{reason}{ending}.gpkg"
    copy_to(connection, target)
    rotate(folder, spare)
    return target


def before_sync(ws: Workspace) -> StoreError | None:
    """A backup, unless the newest one has all that waits and all that was exchanged. Never stands in the way of the
    sync: what went wrong is returned (``store.disk_full``, ``store.backup_failed``).

    About a second for 100,000 records.
    """
    try:
        newest = next(iter(list_backups(ws.folder)), None)
        if newest is not None and is_like(newest.path, ws.connection):
            return None
        size = gpkg_path(ws.folder).stat().st_size
        if shutil.disk_usage(ws.folder).free < size + _SPARE_BYTES:
            return StoreError("store.no_room_for_backup", path=str(backups_dir(ws.folder)), bytes=size)
        back_up(ws.connection, ws.folder, "sync")
    except OSError as error:
        return StoreError("store.backup_failed", path=str(backups_dir(ws.folder)), reason=str(error))
    except StoreError as error:
        return error
    return None


def is_like(path: Path, connection: Connection) -> bool:
    """Whether a backup has the same edits, batches, pages received and settings as the open workspace."""
    try:
        copy = open_connection(path, read_only=True)
    except StoreError:
        return False
    try:
        return _fingerprint(copy) == _fingerprint(connection)
    except StoreError:
        return False
    finally:
        copy.close()


def _fingerprint(connection: Connection) -> list[object]:
    return [connection.rows(sql) for sql in _FINGERPRINT]


def rotate(folder: Path, spare: Collection[str] = ()) -> list[str]:
    """Remove what is not to be kept; the names. Also what a crash left half-written. Those in `spare` stay."""
    found = list_backups(folder)
    kept = keep(found)
    spent = sum(one.bytes for one in kept)
    with contextlib.suppress(OSError):
        room = min(MOST_BYTES, SHARE * (shutil.disk_usage(folder).free + sum(one.bytes for one in found)))
        for one in reversed(kept[1:]):
            if spent > room:
                spent -= one.bytes
                kept.remove(one)
    gone = [one for one in found if one not in kept and one.name not in spare]
    for one in gone:
        _remove(one.path)
    with contextlib.suppress(OSError):
        for left in backups_dir(folder).glob(".workspace-*.part*"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                _remove(left)
    return [one.name for one in gone]


def keep(found: Sequence[Backup]) -> list[Backup]:
    """Of some backups, newest first, those that stay, in that order."""
    kept = set(found[:LATEST])
    if found:
        newest = found[0].made_at
        kept |= _first_of_each(found, [(newest - timedelta(days=back)).date() for back in range(DAYS)], 0)
        weeks = [(newest - timedelta(weeks=back)).date() for back in range(WEEKS)]
        kept |= _first_of_each(found, [day - timedelta(days=day.weekday()) for day in weeks], 1)
    for reason, number in KEPT.items():
        kept.update([one for one in found if one.reason == reason][:number])
    return [one for one in found if one in kept]


def _first_of_each(found: Iterable[Backup], periods: Sequence[object], weekly: int) -> set[Backup]:
    """The newest backup of each day or week (told by its Monday)."""
    newest: dict[object, Backup] = {}
    for one in found:
        day = one.made_at.date()
        newest.setdefault(day - timedelta(days=day.weekday()) if weekly else day, one)
    return {newest[period] for period in periods if period in newest}


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
