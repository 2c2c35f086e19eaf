"""Conflicts: records that differ on both sides in a way only a person can decide. Nothing of them is applied or sent.

All of these join the open transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .base import split_unknown
from .clock import now
from .workspace import Workspace

_SELECT = "SELECT type, uuid, kind, fields, theirs, revision, author, at, found_at FROM vidbudova_conflict"


@dataclass(frozen=True)
class Conflict:
    """What lies beside a record: the portal's state and who made it when.

    `kind` is field, exists, deleted, parent or rules; `fields` those that differ; `theirs` the portal's record, None
    where it has none.
    """

    type: str
    uuid: str
    kind: str
    fields: tuple[str, ...]
    theirs: dict[str, Any] | None
    revision: int | None
    author: str | None
    at: str | None
    found_at: str

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class ConflictHead:
    """A conflict without its content: what a list of thousands needs."""

    type: str
    uuid: str
    kind: str
    fields: tuple[str, ...]
    author: str | None
    at: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)


def put_conflict(
    ws: Workspace,
    type_name: str,
    uuid: str,
    kind: str,
    fields: Iterable[str],
    theirs: Mapping[str, Any] | None = None,
    revision: int | None = None,
    author: str | None = None,
    at: str | None = None,
) -> None:
    """Keep a conflict; a later one of the same record takes its place.

    Raises ``store.bad_value``, ``store.bad_geometry`` where `theirs` could never be taken.
    """
    if theirs is not None:
        known, _ = split_unknown(ws, type_name, theirs)
        ws.columns(type_name).encode(known)
    ws.rtype(type_name)
    with ws.writing():
        ws.connection.execute("DELETE FROM vidbudova_conflict WHERE type = ? AND uuid = ?", (type_name, uuid))
        ws.connection.execute(
            "INSERT INTO vidbudova_conflict (type, uuid, kind, fields, theirs, revision, author, at, found_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                type_name,
                uuid,
                kind,
                json.dumps(list(fields)),
                None if theirs is None else json.dumps(dict(theirs), ensure_ascii=False),
                revision,
                author,
                at,
                now(),
            ),
        )
        ws.touch(type_name, uuid)


def get_conflict(ws: Workspace, type_name: str, uuid: str) -> Conflict | None:
    """The conflict of a record."""
    rows = ws.connection.rows(f"{_SELECT} WHERE type = ? AND uuid = ?", (type_name, uuid))
    return _conflict(rows[0]) if rows else None


def list_conflicts(ws: Workspace) -> list[Conflict]:
    """All conflicts, the oldest first."""
    return [_conflict(row) for row in ws.connection.rows(f"{_SELECT} ORDER BY found_at, rowid")]


def of_type(ws: Workspace, type_name: str, most: int) -> list[Conflict]:
    """The oldest conflicts of one record type."""
    rows = ws.connection.rows(f"{_SELECT} WHERE type = ? ORDER BY found_at, rowid LIMIT ?", (type_name, most))
    return [_conflict(row) for row in rows]


def list_heads(ws: Workspace) -> list[ConflictHead]:
    """All conflicts, the oldest first, without the portal's records: cheap."""
    rows = ws.connection.rows(
        "SELECT type, uuid, kind, fields, author, at FROM vidbudova_conflict ORDER BY found_at, rowid"
    )
    return [
        ConflictHead(type_name, uuid, kind, tuple(json.loads(fields)), author, at)
        for type_name, uuid, kind, fields, author, at in rows
    ]


def any_conflict(ws: Workspace) -> bool:
    """Whether there is one at all."""
    return bool(ws.connection.value("SELECT EXISTS (SELECT 1 FROM vidbudova_conflict)"))


def clear_conflict(ws: Workspace, type_name: str, uuid: str) -> None:
    """The conflict is resolved."""
    with ws.writing():
        gone = ws.connection.execute("DELETE FROM vidbudova_conflict WHERE type = ? AND uuid = ?", (type_name, uuid))
        if gone.rowcount:
            ws.touch(type_name, uuid)


def _conflict(row: tuple[Any, ...]) -> Conflict:
    type_name, uuid, kind, fields, theirs, revision, author, at, found_at = row
    return Conflict(
        type=type_name,
        uuid=uuid,
        kind=kind,
        fields=tuple(json.loads(fields)),
        theirs=None if theirs is None else json.loads(theirs),
        revision=revision,
        author=author,
        at=at,
        found_at=found_at,
    )
