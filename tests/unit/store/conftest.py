"""What the tests of the store share: workspaces on paths as people have them, records, and other programs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.store import base
from plugin.store.changes import dirty
from plugin.store.connection import register_functions
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

KHARKIV = "UA63000000000041885"
POINT = {"type": "Point", "coordinates": [36.2304, 49.9935]}
REPOSITORY = Path(__file__).resolve().parents[3]
SETTINGS = WorkspaceSettings(portal_url="https://portal.example", territory=(KHARKIV,), organisation="12345678")

PRELUDE = """
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
"""What a script in another process begins with."""


def code_of(call: Callable[[], Any]) -> str:
    """The code of the error that a call raises, whose text exists in both languages and has no gap."""
    with pytest.raises(StoreError) as caught:
        call()
    for lang in ("uk", "en"):
        assert "{" not in caught.value.describe(lang)
    return caught.value.code


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return default_catalogue()


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A path with spaces, Cyrillic letters, an apostrophe, and characters that mean something in a URI."""
    return tmp_path / "Робочий простір об'єкта 100%? #1"


@pytest.fixture()
def ws(folder: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """A new workspace."""
    workspace = Workspace.create(folder, WorkspaceSettings(territory=(KHARKIV,)), catalogue)
    yield workspace
    workspace.close()


@pytest.fixture()
def reopen(folder: Path, catalogue: Catalogue) -> Iterator[Callable[[], Workspace]]:
    """Opens the workspace once more, on a connection of its own."""
    opened: list[Workspace] = []

    def open_again() -> Workspace:
        opened.append(Workspace.open(folder, catalogue))
        return opened[-1]

    yield open_again
    for workspace in opened:
        workspace.close()


@pytest.fixture(params=[0, 1], ids=["sqlite3", "as GDAL sets it"])
def other(ws: Workspace, request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """Another program's connection, with SQLite's own setting of recursive_triggers and with GDAL's."""
    connection = foreign(ws)
    connection.execute(f"PRAGMA recursive_triggers = {request.param}")
    yield connection
    connection.close()


def foreign(ws: Workspace) -> sqlite3.Connection:
    """A connection that knows nothing of ours but the R-tree's functions; every statement commits."""
    connection = sqlite3.connect(ws.gpkg_path, isolation_level=None)
    register_functions(connection)
    return connection


def make_clean(ws: Workspace, type_name: str, record: dict[str, Any], revision: int = 1) -> None:
    """A record that the portal has, too."""
    with ws.applying():
        base.write_row(ws, type_name, record["uuid"], record)
        base.set_base(ws, type_name, record["uuid"], revision, "0" * 64, record)


def states(ws: Workspace) -> dict[str, str]:
    """What waits, by uuid."""
    return {change.uuid: change.state for change in dirty(ws)}


def feature_count(ws: Workspace, table: str) -> Any:
    """What GDAL believes without counting."""
    return ws.connection.value("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (table,))


def rtree_is_right(ws: Workspace, table: str = "need") -> bool:
    """Whether the spatial index has exactly the features that are placed, each within its bounds."""
    placed = {
        row[0]: row[1:]
        for row in ws.connection.rows(
            f"SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) FROM {table}"
            " WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)"
        )
    }
    entries = {row[0]: row[1:] for row in ws.connection.rows(f"SELECT * FROM rtree_{table}_geom")}
    check = ws.connection.value(f"SELECT rtreecheck('rtree_{table}_geom')")
    nothing = 1e-30  # where SQLite's rounding outwards ends
    return (
        check == "ok"
        and placed.keys() == entries.keys()
        and all(
            low - nothing <= least and most <= high + nothing
            for fid, (least_x, most_x, least_y, most_y) in placed.items()
            for (low, high), (least, most) in zip(
                (entries[fid][:2], entries[fid][2:]), ((least_x, most_x), (least_y, most_y)), strict=True
            )
        )
    )
