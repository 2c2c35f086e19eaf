"""Taking a step back, from the old images in the journal, until the records were sent and their entries forgotten.

Undoing is itself an edit and is journalled: what was frozen into a batch meanwhile stays frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..errors import StoreError
from .connection import quote
from .journal import last_seq
from .schema import old_table
from .workspace import Workspace


@dataclass
class Step:
    """What one transaction did: the journal entries `first` to `last`."""

    first: int
    last: int = 0


@contextmanager
def recording(ws: Workspace) -> Iterator[Step]:
    """A transaction that can be undone later; no other writer's edits can get between its first and last."""
    with ws.transaction():
        step = Step(last_seq(ws) + 1)
        yield step
        step.last = last_seq(ws)


def undo(ws: Workspace, step: Step) -> list[tuple[str, str]]:
    """Put everything back as it was before the step; type and uuid of the records, the last one changed first.

    Raises ``StoreError("store.cannot_undo")`` where entries are gone or other edits stand in the way (also a REPLACE,
    which leaves no old image); then nothing is changed.
    """
    restored: dict[tuple[str, str], None] = {}
    with ws.writing():
        entries = ws.connection.rows(
            "SELECT seq, type, fid, uuid, op FROM vidbudova_journal WHERE seq BETWEEN ? AND ? ORDER BY seq DESC",
            (step.first, step.last),
        )
        if len(entries) != step.last - step.first + 1:
            raise StoreError("store.cannot_undo")
        for seq, type_name, fid, uuid, op in entries:
            before = ws.uuid_of(type_name, fid)
            _revert(ws, type_name, seq, fid, uuid, op)
            ws.changed(type_name)
            restored[(type_name, str(uuid or before))] = None
    return list(restored)


def _revert(ws: Workspace, type_name: str, seq: int, fid: int, uuid: str | None, op: str) -> None:
    table, old = quote(type_name), old_table(type_name)
    names = ["fid", *ws.columns(type_name).names]
    if op == "insert":
        cursor = ws.connection.execute(f"DELETE FROM {table} WHERE fid = ?", (fid,))
    elif op == "delete":
        if ws.uuid_of(type_name, fid) is not None:
            raise StoreError("store.cannot_undo")
        columns = ", ".join(quote(name) for name in names)
        cursor = ws.connection.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {old} WHERE _seq = ?", (seq,)
        )
    elif op == "update":
        columns = ", ".join(quote(name) for name in names if name != "uuid")
        cursor = ws.connection.execute(
            f"UPDATE {table} SET ({columns}) = (SELECT {columns} FROM {old} WHERE _seq = ?)"
            f" WHERE fid = ? AND EXISTS (SELECT 1 FROM {old} WHERE _seq = ?)",
            (seq, fid, seq),
        )
    elif op == "uuid":
        cursor = ws.connection.execute(f"UPDATE {table} SET uuid = ? WHERE fid = ?", (uuid, fid))
    else:
        raise StoreError("store.cannot_undo")
    if cursor.rowcount != 1:
        raise StoreError("store.cannot_undo")
