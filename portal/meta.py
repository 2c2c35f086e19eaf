"""Which portal this is: its id, minted once, and its epoch, minted anew whenever a backup is restored."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from . import clock, schema
from .database import Database

TITLE = "Відбудова"


@dataclass(frozen=True)
class Identity:
    """`epoch` tells a workspace that the portal it knew has been put back to an earlier state."""

    id: str
    epoch: str
    title: str


def read(connection: Connection) -> Identity:
    """The portal's identity. Read in each transaction, for the epoch may be renewed beneath a running portal."""
    row = connection.execute(select(schema.portal.c.id, schema.portal.c.epoch, schema.portal.c.title)).one()
    return Identity(row.id, row.epoch, row.title)


def ensure(database: Database, title: str | None = None) -> Identity:
    """The portal's identity, minted where the database is new. A `title` replaces the one it has."""

    def work(connection: Connection) -> Identity:
        if connection.execute(select(schema.portal.c.one)).first() is None:
            connection.execute(
                insert(schema.portal).values(
                    one=1,
                    id=str(uuid4()),
                    epoch=str(uuid4()),
                    title=title or TITLE,
                    version=schema.VERSION,
                    made_at=clock.now(),
                )
            )
            connection.execute(insert(schema.counter).values(one=1, value=0))
        elif title is not None:
            connection.execute(update(schema.portal).values(title=title))
        return read(connection)

    return database.write(work)


def renew_epoch(database: Database) -> Identity:
    """A new epoch, to be minted before a portal that was restored from a backup answers anybody."""

    def work(connection: Connection) -> Identity:
        connection.execute(update(schema.portal).values(epoch=str(uuid4())))
        return read(connection)

    return database.write(work)
