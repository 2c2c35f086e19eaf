"""Workspaces and files for the measures."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from plugin.contract.jcs import content_hash
from plugin.records.catalogue import default_catalogue
from plugin.store.bulk import CleanRecord, bulk_insert
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

from .needs import OBLAST, TABLE, needs

_STEP = 5000


def empty(folder: Path, portal_url: str | None = None) -> Workspace:
    """A new workspace for Kharkiv oblast."""
    return Workspace.create(folder, WorkspaceSettings(portal_url=portal_url, territory=(OBLAST,)), default_catalogue())


def synced(folder: Path, count: int) -> Workspace:
    """A workspace with `count` needs that the portal has, too: nothing waits."""
    workspace = empty(folder)
    clean = (CleanRecord(record["uuid"], 1, content_hash(record), record) for record in needs(count))
    for some in _steps(clean):
        with workspace.applying():
            bulk_insert(workspace, TABLE, some)
    return workspace


def waiting(folder: Path, count: int, portal_url: str | None = None) -> Workspace:
    """A workspace with `count` new needs that wait to be sent."""
    workspace = empty(folder, portal_url)
    for some in _steps(needs(count)):
        with workspace.transaction():
            for record in some:
                workspace.insert(TABLE, record)
    return workspace


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file in rollback mode, as another program would be handed it."""
    with sqlite3.connect(source) as original, sqlite3.connect(target) as copy:
        original.backup(copy)
    original.close()
    copy.close()
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def bookkeeping_tables(gpkg: Path) -> list[str]:
    """Tables of ours that another program would not have: left out where it is compared."""
    connection = sqlite3.connect(gpkg)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'vidbudova%'")
    names = [row[0] for row in rows]
    connection.close()
    return names


def _steps(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while some := list(islice(iterator, _STEP)):
        yield some
