"""Pages received from the portal, for the log, and what a full pull has seen so far. All of it joins the open
transaction, the one that applied the page."""

from __future__ import annotations

from collections.abc import Iterable
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


def mark(ws: Workspace, seen: Iterable[tuple[str, str]], gone: Iterable[tuple[str, str]] = ()) -> None:
    """Note records, by type and uuid, that a full pull has seen, and those that went away since."""
    with ws.writing():
        ws.connection.executemany("INSERT OR IGNORE INTO vidbudova_mark (type, uuid) VALUES (?, ?)", seen)
        ws.connection.executemany("DELETE FROM vidbudova_mark WHERE type = ? AND uuid = ?", gone)


def marked(ws: Workspace, type_name: str) -> set[str]:
    """The uuids of a type that the full pull under way has seen."""
    return {row[0] for row in ws.connection.rows("SELECT uuid FROM vidbudova_mark WHERE type = ?", (type_name,))}


def clear_marks(ws: Workspace) -> None:
    """The full pull is through, or begins anew."""
    with ws.writing():
        ws.connection.execute("DELETE FROM vidbudova_mark")
