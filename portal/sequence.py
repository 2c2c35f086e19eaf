"""The order of commits, in which ``/changes`` tells what happened.

Every batch that changed something gets one number, from one counter row, as the last thing before its commit. The row
stays locked until the commit is visible, so numbers become visible in their own order, and a reader that has seen
number n has seen, or can see, everything below. Why not a plain sequence: docs/decisions/change-sequence.md.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from . import schema


def take(connection: Connection) -> int:
    """The next number. From here until the commit every other writer waits: call it when all else is written."""
    statement = update(schema.counter).values(value=schema.counter.c.value + 1).returning(schema.counter.c.value)
    return int(connection.execute(statement).scalar_one())


def head(connection: Connection) -> int:
    """The last number given out, as this transaction sees it."""
    return int(connection.execute(select(schema.counter.c.value)).scalar_one())
