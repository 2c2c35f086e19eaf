"""Puts identities back that somebody changed: a record keeps the uuid it was born with."""

from __future__ import annotations

from ..records.definition import RecordType
from ..records.values import new_uuid
from .capture import UUID_GLOB
from .connection import chunks, marks, quote
from .workspace import Workspace

Restored = tuple[str, str, str]
"""Type, the uuid that was found, the uuid that was put back."""


def restore_identities(ws: Workspace) -> list[Restored]:
    """Give every feature whose uuid was changed its first one back; what was done. In one transaction, or the open one.

    Where the first one stands at another feature by now, the feature that had it first gets it, and the other its own
    first one, or a new one where it was born with this one.
    """
    restored: list[Restored] = []
    with ws.writing():
        for rtype in ws.catalogue.types.values():
            restored += _restore(ws, rtype)
    return restored


def any_changed(ws: Workspace) -> bool:
    """Whether the journal knows of a changed uuid: then :func:`restore_identities` may have something to do."""
    return ws.connection.value("SELECT 1 FROM vidbudova_journal WHERE op = 'uuid' LIMIT 1") is not None


def _restore(ws: Workspace, rtype: RecordType) -> list[Restored]:
    since: dict[int, int] = {}
    first: dict[int, str] = {}
    for fid, uuid, seq in ws.connection.rows(
        "SELECT fid, uuid, min(seq) FROM vidbudova_journal j WHERE type = ? AND op = 'uuid'"
        f" AND uuid GLOB '{UUID_GLOB}' AND NOT EXISTS (SELECT 1 FROM vidbudova_journal later WHERE later.type = j.type"
        " AND later.fid = j.fid AND later.seq > j.seq AND later.op IN ('insert', 'replace', 'delete')) GROUP BY fid",
        (rtype.name,),
    ):
        first[fid], since[fid] = str(uuid), seq
    now: dict[int, str | None] = {}
    for some in chunks(list(first)):
        sql = f"SELECT fid, uuid FROM {quote(rtype.name)} WHERE fid IN ({marks(some)})"
        now.update(ws.connection.rows(sql, some))
    wrong = [fid for fid, uuid in now.items() if uuid != first[fid]]
    with ws.silenced():
        for fid in wrong:
            _set(ws, rtype, fid, first[fid])
            # What was journalled under the false identity was this record's, too.
            ws.connection.execute(
                "UPDATE vidbudova_journal SET uuid = ? WHERE type = ? AND fid = ? AND seq >= ? AND uuid IS NOT NULL",
                (first[fid], rtype.name, fid, since[fid]),
            )
    for fid in wrong:
        others = f"SELECT fid FROM {quote(rtype.name)} WHERE uuid = ? AND fid <> ?"
        for (other,) in ws.connection.rows(others, (first[fid], fid)):
            _set(ws, rtype, other, new_uuid())
    return [(rtype.name, str(now[fid] or ""), first[fid]) for fid in wrong]


def _set(ws: Workspace, rtype: RecordType, fid: int, uuid: str) -> None:
    for identity in (ws.uuid_of(rtype.name, fid), uuid):
        if identity:
            ws.touch(rtype.name, identity)
    ws.connection.execute(f"UPDATE {quote(rtype.name)} SET uuid = ? WHERE fid = ?", (uuid, fid))
