"""Pages received from the portal, for the log. Joins the open transaction, the one that applied the page."""

from __future__ import annotations

from dataclasses import dataclass

from .clock import now
from .workspace import Workspace


@dataclass(frozen=True)
class Pull:
    """One page: `items` entries, of which `applied` changed something here; `more`: it was not the last."""

    seq: int
    received_at: str
    cursor: str
    items: int
    applied: int
    more: bool


def put_pull(ws: Workspace, cursor: str, items: int, applied: int, more: bool = False) -> None:
    """Note a page. Pages that brought nothing are not noted."""
    if not items:
        return
    with ws.writing():
        ws.connection.execute(
            "INSERT INTO vidbudova_pull (received_at, cursor, items, applied, more) VALUES (?, ?, ?, ?, ?)",
            (now(), cursor, items, applied, int(more)),
        )


def list_pulls(ws: Workspace, limit: int = 100) -> list[Pull]:
    """The newest pages first."""
    rows = ws.connection.rows(
        "SELECT seq, received_at, cursor, items, applied, more FROM vidbudova_pull ORDER BY seq DESC LIMIT ?", (limit,)
    )
    return [
        Pull(seq, received_at, cursor, items, applied, bool(more))
        for seq, received_at, cursor, items, applied, more in rows
    ]
