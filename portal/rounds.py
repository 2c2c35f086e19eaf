"""Reporting rounds: which quarter is being reported, and until when."""

from __future__ import annotations

import re

from sqlalchemy import Connection, delete, insert, select

from plugin.contract.service import ROUND_STATES, Round
from plugin.contract.wire import is_instant
from plugin.errors import UsageError

from . import schema
from .database import Database

_PERIOD = re.compile(r"\d{4}-Q[1-4]")
_columns = schema.reporting_round.c


def put(database: Database, period: str, state: str, opens_at: str, closes_at: str) -> None:
    """Adds or replaces a round. Dates are RFC 3339 with offset. Raises UsageError ``server.round``."""
    if _PERIOD.fullmatch(period) is None or state not in ROUND_STATES:
        raise UsageError("server.round", value=f"{period} {state}")
    for moment in (opens_at, closes_at):
        if not is_instant(moment):
            raise UsageError("server.round", value=moment)

    def work(connection: Connection) -> None:
        connection.execute(delete(schema.reporting_round).where(_columns.period == period))
        connection.execute(
            insert(schema.reporting_round).values(period=period, state=state, opens_at=opens_at, closes_at=closes_at)
        )

    database.write(work)


def read(connection: Connection) -> tuple[Round, ...]:
    """Every round, the newest first."""
    rows = connection.execute(select(schema.reporting_round).order_by(_columns.period.desc())).all()
    return tuple(Round(row.period, row.state, row.opens_at, row.closes_at) for row in rows)
