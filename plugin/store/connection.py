"""The one place that opens a workspace file: WAL, durability, time-outs, the R-tree's functions, errors with codes."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

from ..errors import StoreError
from . import geometry
from .layout import GPKG_NAME

BUSY_MILLISECONDS = 5000
PAGE_CACHE_KIB = 32_000
WAL_PAGES = 20_000
"""Pages in the WAL before they go into the file: random indexes are rewritten with every page of a large pull."""
BULK_CACHE_KIB = 200_000
MOST_VARIABLES = 500
"""Values bound in one IN list; SQLite's own limit was 999 for long."""

_LEAST_ROOM = 65536
"""Bytes that SQLite needs on the disk to begin with, its index of the WAL and a page or two."""
_IDENTIFIER = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")

Row = tuple[Any, ...]

SQLITE_VERSION = sqlite3.sqlite_version


class _Cursor(sqlite3.Cursor):
    """Raises :class:`StoreError` where sqlite3 would raise its own."""

    def _translated(self, error: sqlite3.Error) -> StoreError:
        return translated(error, getattr(self.connection, "path", None))

    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> _Cursor:
        try:
            return super().executemany(sql, parameters)
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def executescript(self, script: str, /) -> _Cursor:
        raise NotImplementedError("executescript commits the open transaction")

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise self._translated(error) from error


class Connection(sqlite3.Connection):
    """A connection in autocommit mode (transactions are begun and ended in words) that raises :class:`StoreError`.

    `path` is the file that errors name.
    """

    path: Path | None = None

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().executemany(sql, parameters)
        return cursor

    def rows(self, sql: str, parameters: Any = ()) -> list[Row]:
        """All rows; text that is no UTF-8 comes with replacement characters instead of failing the whole query."""
        try:
            return self.execute(sql, parameters).fetchall()
        except StoreError as error:
            if "UTF-8" not in str(error.params.get("reason", "")):
                raise
        self.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            return self.execute(sql, parameters).fetchall()
        finally:
            self.text_factory = str

    def roll_back(self) -> None:
        """Undo the open transaction, if there is one: some errors end it by themselves."""
        if self.in_transaction:
            self.execute("ROLLBACK")

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.execute(sql, parameters).fetchone()
        return None if row is None else row[0]


def translated(error: sqlite3.Error, path: Path | None = None) -> StoreError:
    """The :class:`StoreError` for what sqlite3 raised about the file at `path`."""
    text = str(error)
    lowered = text.lower()
    where = GPKG_NAME if path is None else str(path)
    if "locked" in lowered or "busy" in lowered:
        return StoreError("store.busy", retryable=True, reason=text)
    if "disk is full" in lowered:
        return StoreError("store.disk_full", path=where, reason=text)
    if "readonly" in lowered or "read-only" in lowered:
        return StoreError("store.read_only", path=where, reason=text)
    if any(sign in lowered for sign in ("malformed", "not a database", "corrupt", "no such table")):
        return StoreError("store.half_written", path=where, reason=text)
    if "disk i/o" in lowered or "unable to open" in lowered:
        if path is not None and _no_room(path):
            # SQLite says so where it cannot make the files that go with a WAL.
            return StoreError("store.disk_full", path=where, reason=text)
        return StoreError("store.unreachable", retryable=True, path=where, reason=text)
    if "foreign key" in lowered:
        return StoreError("store.silence_left_on", reason=text)
    return StoreError("store.failed", reason=text)


def from_os(error: OSError, path: Path) -> StoreError:
    """The :class:`StoreError` for what the operating system said about the file or folder at `path`."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StoreError("store.disk_full", path=str(path), reason=str(error))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError("store.no_permission", path=str(path), reason=str(error))
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return StoreError("store.not_a_folder", path=str(path), reason=str(error))
    return StoreError("store.unreachable", path=str(path), reason=str(error))


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def quote(name: str) -> str:
    """`name` as a quoted SQL identifier; definitions hold plain names only, anything else is a mistake."""
    if not _IDENTIFIER.match(name):
        raise ValueError(f"not an identifier: {name!r}")
    return f'"{name}"'


def marks(values: Sequence[Any]) -> str:
    """``?,?,?`` for an IN list."""
    return ",".join("?" * len(values))


def chunks(values: Sequence[Any], size: int = MOST_VARIABLES) -> Iterator[Sequence[Any]]:
    """`values` in pieces that fit into one IN list."""
    for at in range(0, len(values), size):
        yield values[at : at + size]


def uri(path: Path, query: str) -> str:
    """An SQLite URI for a path with any characters, drive letters and shares included."""
    posix = path.absolute().as_posix()
    if not posix.startswith("/"):
        posix = "/" + posix
    elif posix.startswith("//"):
        posix = "//" + posix
    return f"file:{url_quote(posix)}?{query}"


def open_connection(
    path: Path, *, read_only: bool = False, fresh: bool = False, busy_ms: int = BUSY_MILLISECONDS
) -> Connection:
    """Open the GeoPackage at `path`, which must exist.

    WAL is put back where something (QGIS, on closing a layer) has changed it and nobody holds the file; a file that is
    no workspace is left as it is, unless it is a `fresh` one that becomes one. Raises
    StoreError: ``store.unreachable``, ``store.half_written``, ``store.busy``, ``store.read_only``.
    """
    _look(path)
    if read_only:
        return _open_for_reading(path, busy_ms)
    connection = _connect(path, "mode=rw", busy_ms)
    try:
        _prepare(connection)
        if connection.value("PRAGMA journal_mode") != "wal" and (fresh or _is_ours(connection)):
            _put_back_wal(connection, busy_ms)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, query: str, busy_ms: int) -> Connection:
    try:
        connection = sqlite3.connect(
            uri(path, query), uri=True, isolation_level=None, timeout=busy_ms / 1000.0, factory=Connection
        )
    except sqlite3.Error as error:
        raise translated(error, path) from error
    connection.path = path
    return connection


def _prepare(connection: Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    register_functions(connection)
    connection.value("SELECT count(*) FROM sqlite_master")
    if connection.path is not None:
        _refuse_truncated(connection, connection.path)


def _is_ours(connection: Connection) -> bool:
    return connection.value("SELECT 1 FROM sqlite_master WHERE name = 'vidbudova_meta'") is not None


def _put_back_wal(connection: Connection, busy_ms: int) -> None:
    """Change to WAL without waiting for whoever holds the file: the next opening tries again."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except StoreError as error:
        if error.code != "store.busy":
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {busy_ms}")


def _open_for_reading(path: Path, busy_ms: int) -> Connection:
    """A WAL file in a folder without write permission opens only as immutable, and only when nothing stands in its
    WAL.
    """
    connection = _connect(path, "mode=ro", busy_ms)
    try:
        _prepare(connection)
        return connection
    except StoreError as error:
        connection.close()
        if error.code not in ("store.unreachable", "store.read_only"):
            raise
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise StoreError("store.not_closed_read_only", path=str(path.parent)) from error
    connection = _connect(path, "mode=ro&immutable=1", busy_ms)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _look(path: Path) -> None:
    """Tell what SQLite would not: a file that is empty, or that may not be read.

    The file is not opened for it: closing it again would drop the locks that other connections of this process hold on
    it (POSIX locks go with any descriptor; https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise from_os(error, path) from error
    if size == 0:
        raise StoreError("store.half_written", path=str(path), reason="0 B")
    if not os.access(path, os.R_OK):
        raise StoreError("store.no_permission", path=str(path))


def _refuse_truncated(connection: sqlite3.Connection, path: Path) -> None:
    """A copy that broke off has fewer bytes than pages; SQLite says so itself, but not where a part of the last is
    there.
    """
    (pages,), (page_size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    wal = path.with_name(path.name + "-wal")
    if pages * page_size > path.stat().st_size and not (wal.exists() and wal.stat().st_size):
        raise StoreError("store.half_written", path=str(path), reason="truncated")


def register_functions(connection: sqlite3.Connection) -> None:
    """The functions that the R-tree triggers of a GeoPackage call; without them even an attribute update fails."""

    def ordinate(index: int) -> Any:
        def read(blob: Any) -> float | None:
            box = geometry.bounds(blob)
            return None if box is None else box[index]

        return read

    for index, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, ordinate(index), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _is_empty(blob: Any) -> int | None:
    return None if blob is None else int(geometry.bounds(blob) is None)


@contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """One snapshot for several queries; inside a transaction, that transaction's."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
