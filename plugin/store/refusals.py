"""Refusals: records that the portal, or the check before sending, did not take, with the reasons.

A refusal lapses by itself once the record is edited after it: then the record is sent again. All of these join the open
transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import journal
from .clock import now
from .workspace import Workspace

_SELECT = "SELECT type, uuid, fid, problems, journal_seq, found_at FROM vidbudova_refusal"


@dataclass(frozen=True)
class Refusal:
    """`problems` are the reasons as they came (pointer, rule, message); `journal_seq` the state of the record they
    are about.
    """

    type: str
    uuid: str
    problems: tuple[dict[str, Any], ...]
    journal_seq: int
    found_at: str

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)


def put_refusal(
    ws: Workspace, type_name: str, uuid: str, problems: Iterable[Mapping[str, Any]], journal_seq: int
) -> None:
    """Keep a refusal of the state that a record had at the journal entry `journal_seq`; it takes an earlier one's
    place.
    """
    with ws.writing():
        fids = journal.fids_of(ws, ws.rtype(type_name), [uuid])
        ws.connection.execute("DELETE FROM vidbudova_refusal WHERE type = ? AND uuid = ?", (type_name, uuid))
        ws.connection.execute(
            "INSERT INTO vidbudova_refusal (type, uuid, fid, problems, journal_seq, found_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                type_name,
                uuid,
                max(fids, default=None),
                json.dumps([dict(problem) for problem in problems], ensure_ascii=False),
                journal_seq,
                now(),
            ),
        )
        ws.touch(type_name, uuid)


def get_refusal(ws: Workspace, type_name: str, uuid: str) -> Refusal | None:
    """The refusal of a record; None also where it has lapsed."""
    rows = ws.connection.rows(f"{_SELECT} WHERE type = ? AND uuid = ?", (type_name, uuid))
    standing = [row for row in rows if not _lapsed(ws, row)]
    return _refusal(standing[0]) if standing else None


def list_refusals(ws: Workspace) -> list[Refusal]:
    """All refusals that stand, the oldest first. Those whose records were edited since are left out."""
    rows = ws.connection.rows(f"{_SELECT} ORDER BY found_at, rowid")
    return [_refusal(row) for row in rows if not _lapsed(ws, row)]


def clear_refusal(ws: Workspace, type_name: str, uuid: str) -> None:
    """The record was accepted, or is gone."""
    with ws.writing():
        gone = ws.connection.execute("DELETE FROM vidbudova_refusal WHERE type = ? AND uuid = ?", (type_name, uuid))
        if gone.rowcount:
            ws.touch(type_name, uuid)


def _lapsed(ws: Workspace, row: tuple[Any, ...]) -> bool:
    type_name, uuid, fid, _, seq, _ = row
    fids = {fid, ws.fid(type_name, uuid)} - {None}
    sql = "SELECT 1 FROM vidbudova_journal WHERE type = ? AND fid = ? AND seq > ? LIMIT 1"
    return any(ws.connection.value(sql, (type_name, one, seq)) for one in fids)


def _refusal(row: tuple[Any, ...]) -> Refusal:
    type_name, uuid, _, problems, seq, found_at = row
    return Refusal(type_name, uuid, tuple(json.loads(problems)), seq, found_at)
