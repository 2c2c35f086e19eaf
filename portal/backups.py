"""Backups of an SQLite portal, made and put back while it runs. PostgreSQL has tools of its own for both.

Putting one back mints a new epoch before anybody can see the old state, so that no workspace takes it for the present.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from plugin.errors import UsageError

from . import clock, meta, schema
from .database import Database, open_database


def save(database: Database, to: Path) -> None:
    """Writes the database as it is now to the file `to`, which must not exist; only its owner can read it.

    Raises UsageError ``server.backup_postgresql``, ``server.backup_exists`` or ``server.backup_failed``.
    """
    _path(database)
    beside = to.with_name(to.name + ".new")
    try:
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise UsageError("server.backup_exists", path=str(to)) from error
    except OSError as error:
        raise UsageError("server.backup_failed", path=str(to), reason=str(error)) from error
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(beside)) as copy:
            _copy_into(copy, database)
            # One file that can be carried about: nothing of it lies in a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        _sync(beside)
        os.replace(beside, to)
    except (sqlite3.Error, OSError) as error:
        for path in (beside, to):
            path.unlink(missing_ok=True)
        raise UsageError("server.backup_failed", path=str(to), reason=str(error)) from error


def put_back(database: Database, source: Path) -> tuple[meta.Identity, Path | None]:
    """Replaces the database by the backup `source`, in one step and under a new epoch.

    Returns the portal's identity from now on, and where the state that was replaced is kept (None: there was none).
    Raises UsageError ``server.backup_…`` or DatabaseProblem where the file is no backup of this portal.
    """
    path = _path(database)
    stamp = clock.now().translate({ord(sign): None for sign in "-:."})
    beside = path.with_name(f"{path.name}.restoring-{stamp}")
    try:
        _fetch(source, beside)
        identity = _prepare(database, source, beside)
        kept: Path | None = None
        if _identity(database) is not None:
            kept = path.with_name(f"{path.name}.before-{stamp}")
            save(database, kept)
        with closing(sqlite3.connect(beside)) as copy, database.engine.connect() as target:
            live = target.connection.driver_connection
            assert isinstance(live, sqlite3.Connection)
            copy.backup(live)
        return identity, kept
    except sqlite3.Error as error:
        raise UsageError("server.backup_failed", path=str(source), reason=str(error)) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            beside.with_name(beside.name + suffix).unlink(missing_ok=True)


def _path(database: Database) -> Path:
    if database.engine.dialect.name != "sqlite":
        raise UsageError("server.backup_postgresql")
    return Path(str(database.engine.url.database))


def _copy_into(copy: sqlite3.Connection, database: Database) -> None:
    with database.engine.connect() as source:
        live = source.connection.driver_connection
        assert isinstance(live, sqlite3.Connection)
        live.backup(copy)


def _fetch(source: Path, beside: Path) -> None:
    if not source.is_file():
        raise UsageError("server.backup_missing", path=str(source))
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as backup,
        closing(sqlite3.connect(beside)) as copy,
    ):
        backup.backup(copy)
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise UsageError("server.backup_failed", path=str(source), reason=str(found))


def _prepare(database: Database, source: Path, beside: Path) -> meta.Identity:
    """Looks whether the copy is this portal's, brings its tables up to date and mints its epoch."""
    with closing(sqlite3.connect(beside)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {schema.portal.name, schema.batch.name, schema.record.name} <= tables:
        raise UsageError("server.backup_foreign", path=str(source))
    old = open_database(f"sqlite:///{beside}")
    try:
        here, there = _identity(database), _identity(old)
        if there is None or (here is not None and here.id != there.id):
            raise UsageError("server.backup_foreign", path=str(source))
        identity = meta.renew_epoch(old)
        with old.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return identity
    finally:
        old.close()


def _identity(database: Database) -> meta.Identity | None:
    with database.reading() as connection:
        known = connection.execute(select(schema.portal.c.one)).first() is not None
        return meta.read(connection) if known else None


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
