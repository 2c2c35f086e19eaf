"""Opening the portal's database, SQLite or PostgreSQL: all that differs between the two is in this module.

A *writing* transaction on SQLite begins with ``BEGIN IMMEDIATE``, so that it never fails half way for having read
first; on PostgreSQL it is READ COMMITTED with row locks. A *reading* transaction sees one state of the database from
its first statement to its last on both.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from . import schema, upgrade
from .errors import Busy, DatabaseProblem

BUSY_SECONDS = 10.0
"""How long a writer waits for another one before it gives up."""

ATTEMPTS = 6
"""How often a transaction is run that others got in the way of."""

_WRITES = "vidbudova_writes"
# PostgreSQL's codes (its manual, appendix A): serialization failure, deadlock; lock not available in time.
_AGAIN, _WAITED = ("40001", "40P01"), "55P03"

Result = TypeVar("Result")


class Database:
    """An engine and the two kinds of transactions on it. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent state of the database."""
        options: dict[str, Any] = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or leaves nothing behind."""
        with self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """The result of `work` in a writing transaction, run anew where another writer got in the way.

        Raises :class:`portal.errors.Busy` where that does not end.
        """
        for left in range(ATTEMPTS - 1, -1, -1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except IntegrityError:
                # Somebody else stored the same identity between our look and our insert: the next look sees it.
                if not left:
                    raise
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state == _WAITED or "database is locked" in str(error.orig):
                    break
                if state not in _AGAIN:
                    raise
            time.sleep(random.uniform(0.0, 0.02 * 2 ** (ATTEMPTS - left)))  # nosec B311: jitter
        raise Busy

    def files_beside(self) -> Path | None:
        """The folder for files that goes with an SQLite file; None for a database that is no file."""
        path = self.engine.url.database
        return Path(path + ".files") if self._is_sqlite and path else None

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


def url_of(text: str) -> URL:
    """The database that a URL names: ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME``."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise DatabaseProblem("server.database_url", url=text) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseProblem("server.database_url", url=url.render_as_string(hide_password=True))
    return url


def open_database(text: str, *, pool_size: int = 10) -> Database:
    """The database at the URL `text`, its tables made where it has none.

    Raises :class:`portal.errors.DatabaseProblem` where it cannot be reached or was written by a newer portal.
    """
    url = url_of(text)
    try:
        if url.get_backend_name() == "sqlite":
            database = Database(_open_sqlite(url, pool_size))
        else:
            engine = create_engine(
                url,
                connect_args={
                    "options": f"-c lock_timeout={int(BUSY_SECONDS * 1000)}",
                    "connect_timeout": int(BUSY_SECONDS),
                },
                pool_pre_ping=True,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=BUSY_SECONDS,
            )
            database = Database(engine)
        _prepare(database)
    except (DBAPIError, NoSuchModuleError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        raise DatabaseProblem(
            "server.database_closed", url=url.render_as_string(hide_password=True), reason=str(reason).strip()
        ) from error
    return database


def _open_sqlite(url: URL, pool_size: int) -> Engine:
    if not url.database or url.database == ":memory:":
        # Each connection would have a memory of its own, and nothing would be kept.
        raise DatabaseProblem("server.database_url", url=str(url))
    path = Path(url.database)
    if not path.exists():
        # The file holds the portal's private keys.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=BUSY_SECONDS,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver thinks
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _prepare(database: Database) -> None:
    """Makes the tables. Two processes may do so at once: the later one finds them made."""
    for last in (False, True):
        try:
            with database.writing() as connection:
                if inspect(connection).has_table(schema.portal.name):
                    found = connection.execute(select(schema.portal.c.version)).scalar()
                    if found is not None and found > schema.VERSION:
                        raise DatabaseProblem("server.database_newer", found=found, ours=schema.VERSION)
                    upgrade.run(connection)
                schema.metadata.create_all(connection)
            return
        except DBAPIError:
            if last:
                raise
