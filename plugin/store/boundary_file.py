"""boundaries.gpkg: the territorial units' boundaries of a workspace, in a file of their own.

An ordinary GeoPackage beside the workspace's with one feature table and its R-tree, so that plain QGIS and QField draw
it, while backups of the records stay small and loading boundaries never makes an edit of a record wait.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..errors import StoreError
from . import create
from .clock import now
from .connection import Connection, from_os, open_connection
from .geometry import SRS_ID
from .layout import boundaries_path

TABLE = "boundary"
LOADS = "boundary_load"
DAMAGED = "store.boundaries_damaged"
_MOST_LOADS = 20
_RTREE = f"rtree_{TABLE}_geom"
_HEADER = 40
"""Bytes before the WKB: what :func:`_blob` puts there."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Boundary:
    """One unit's area: KATOTTG code, level, names, ISO WKB of a MultiPolygon, box (west, south, east, north), and a
    place inside it (longitude, latitude); degrees, WGS 84.
    """

    code: str
    level: str
    name_uk: str
    name_en: str
    wkb: bytes
    box: Box
    inside: tuple[float, float]


@dataclass(frozen=True)
class Entry:
    """What is known of a stored unit without reading its area."""

    fid: int
    code: str
    level: str
    box: Box
    inside: tuple[float, float]


@dataclass(frozen=True)
class Load:
    """One loading: from which file or layer, when (UTC), how many units of which level."""

    source: str
    at: str
    levels: dict[str, int]


def put(folder: Path, boundaries: Iterable[Boundary], source: str) -> dict[str, int]:
    """Store boundaries in the workspace, each in place of an earlier one of the same unit; how many of each level.

    All or none of them. A file that is damaged gives way to a new one. Raises StoreError: ``store.no_gdal``,
    ``store.cannot_create``, ``store.disk_full``, ``store.busy``.
    """
    path = boundaries_path(folder)
    if _is_damaged(folder):
        _remove(path)
    if not path.is_file():
        _make(path)
    levels: dict[str, int] = {}
    connection = open_connection(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for boundary in boundaries:
                connection.execute(f'DELETE FROM "{TABLE}" WHERE code = ?', (boundary.code,))
                names = (boundary.code, boundary.level, boundary.name_uk, boundary.name_en)
                connection.execute(
                    f'INSERT INTO "{TABLE}" (code, level, name_uk, name_en, lon, lat, geom)'
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*names, *boundary.inside, _blob(boundary)),
                )
                levels[boundary.level] = levels.get(boundary.level, 0) + 1
            _note(connection, Load(source, now(), levels))
            connection.execute("COMMIT")
        except BaseException:
            connection.roll_back()
            raise
    finally:
        connection.close()
    return levels


def clear(folder: Path) -> None:
    """Forget all boundaries; the file stays, for QGIS may hold it, unless it is damaged."""
    if _is_damaged(folder):
        _remove(boundaries_path(folder))
        return
    with _opened(folder, read_only=False) as connection:
        if connection is None:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(f'DELETE FROM "{TABLE}"')
            connection.execute(f'DELETE FROM "{LOADS}"')
            _refresh(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.roll_back()
            raise


def entries(folder: Path) -> list[Entry]:
    """All stored units; empty where there are none."""
    with _opened(folder) as connection:
        if connection is None:
            return []
        boxes = {row[0]: row[1:] for row in connection.rows(f'SELECT id, minx, miny, maxx, maxy FROM "{_RTREE}"')}
        return [
            Entry(fid, code, level, boxes[fid], (lon, lat))
            for fid, code, level, lon, lat in connection.rows(
                f'SELECT fid, code, level, lon, lat FROM "{TABLE}" ORDER BY code'
            )
            if fid in boxes
        ]


def area(folder: Path, fid: int) -> bytes:
    """The area of a stored unit as WKB; empty where there is none any more."""
    with _opened(folder) as connection:
        found = None if connection is None else connection.value(f'SELECT geom FROM "{TABLE}" WHERE fid = ?', (fid,))
        return bytes(found[_HEADER:]) if isinstance(found, bytes) else b""


def loads(folder: Path) -> list[Load]:
    """What was loaded, the last first."""
    with _opened(folder) as connection:
        return [] if connection is None else _loads(connection)


def stamp(folder: Path) -> tuple[int, ...] | None:
    """Changes whenever the stored boundaries do; None where there is no file."""
    path = boundaries_path(folder)
    found: list[int] = []
    for one in (path, path.with_name(path.name + "-wal")):
        try:
            state = one.stat()
            found += (state.st_mtime_ns, state.st_size)
        except OSError:
            if one == path:
                return None
    return tuple(found)


@contextmanager
def _opened(folder: Path, *, read_only: bool = True) -> Iterator[Connection | None]:
    path = boundaries_path(folder)
    if not path.is_file():
        yield None
        return
    try:
        connection = open_connection(path, read_only=read_only)
        try:
            yield connection
        finally:
            connection.close()
    except StoreError as error:
        if error.code != "store.half_written":
            raise
        raise StoreError(DAMAGED, path=path.name, reason=str(error)) from error


def _is_damaged(folder: Path) -> bool:
    try:
        with _opened(folder) as connection:
            if connection is not None:
                for name in (TABLE, LOADS, _RTREE):
                    connection.value(f'SELECT count(*) FROM "{name}"')
    except StoreError as error:
        if error.code != DAMAGED:
            raise
        return True
    return False


def _remove(path: Path) -> None:
    """Its log goes, too: SQLite would play it into the next file of that name."""
    try:
        for suffix in ("-wal", "-shm", "-journal", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise from_os(error, path) from error


def _make(path: Path) -> None:
    """Made beside its final name, then renamed: a crash leaves no half of a file."""
    temporary = path.with_name(f".boundaries-{uuid4().hex}.gpkg")
    try:
        for left in path.parent.glob(".boundaries-*.gpkg*"):
            left.unlink()
        create.make_boundaries(temporary, TABLE, LOADS)
        connection = open_connection(temporary, fresh=True)
        try:
            connection.execute("CREATE TABLE vidbudova_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")  # it is ours
            # all that `entries` reads: in the table itself it stands behind the areas, on other pages
            connection.execute(f'CREATE INDEX "vidbudova_{TABLE}_code" ON "{TABLE}" (code, level, lon, lat)')
        finally:
            connection.close()
        os.replace(temporary, path)
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                temporary.with_name(temporary.name + suffix).unlink()


def _blob(boundary: Boundary) -> bytes:
    """GeoPackageBinary (OGC 12-128r15, 2.1.3) with an envelope."""
    west, south, east, north = boundary.box
    return struct.pack("<2sBBi4d", b"GP", 0, 3, SRS_ID, west, east, south, north) + boundary.wkb


def _note(connection: Connection, load: Load) -> None:
    levels = json.dumps(load.levels)
    connection.execute(f'INSERT INTO "{LOADS}" (source, at, levels) VALUES (?, ?, ?)', (load.source, load.at, levels))
    connection.execute(
        f'DELETE FROM "{LOADS}" WHERE fid NOT IN (SELECT fid FROM "{LOADS}" ORDER BY fid DESC LIMIT {_MOST_LOADS})'
    )
    _refresh(connection)


def _loads(connection: Connection) -> list[Load]:
    rows = connection.rows(f'SELECT source, at, levels FROM "{LOADS}" ORDER BY fid DESC')
    return [Load(source, at, json.loads(levels)) for source, at, levels in rows]


def _refresh(connection: Connection) -> None:
    connection.execute(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), (min_x, min_y, max_x, max_y) ="
        f' (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "{_RTREE}") WHERE table_name = ?',
        (TABLE,),
    )
