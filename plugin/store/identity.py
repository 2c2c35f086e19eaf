"""Puts identities back that somebody changed: a record keeps the uuid it was born with."""

from __future__ import annotations

from ..records.definition import RecordType
from ..records.values import new_uuid
from . import journal
from .capture import UUID_GLOB
from .connection import chunks, marks, quote
from .workspace import Workspace

Restored = tuple[str, str, str]
"""Type, the uuid that was found, the uuid that was put back."""


def restore_identities(ws: Workspace) -> list[Restored]:
    """Give every feature whose uuid was changed its first one back; what was done. In one transaction, or the open one.

    Where the first one stands at another feature by now (somebody swapped or pasted over), the feature that had it
    first gets it, and the other its own first one or a new one.
    """
    restored: list[Restored] = []
    with ws.writing():
        for rtype in ws.catalogue.types.values():
            restored += _restore(ws, rtype)
    return restored


def _restore(ws: Workspace, rtype: RecordType) -> list[Restored]:
    changed = ws.connection.rows(
        "SELECT fid, uuid, min(seq) FROM vidbudova_journal WHERE type = ? AND op = 'uuid'"
        f" AND uuid GLOB '{UUID_GLOB}' GROUP BY fid",
        (rtype.name,),
    )
    first = {fid: str(uuid) for fid, uuid, _ in changed}
    if not first:
        return []
    table = quote(rtype.name)
    now: dict[int, str] = {}
    for some in chunks(list(first)):
        now.update(ws.connection.rows(f"SELECT fid, uuid FROM {table} WHERE fid IN ({marks(some)})", some))
    wanted = {fid: first[fid] for fid, uuid in now.items() if uuid != first[fid]}
    restored: list[Restored] = []
    for fid, uuid in wanted.items():
        _set(ws, rtype, fid, uuid)
        restored.append((rtype.name, str(now[fid]), uuid))
    for fid, uuid in wanted.items():
        for (other,) in ws.connection.rows(f"SELECT fid FROM {table} WHERE uuid = ? AND fid <> ?", (uuid, fid)):
            _set(ws, rtype, other, new_uuid())
    return restored


def _set(ws: Workspace, rtype: RecordType, fid: int, uuid: str) -> None:
    """Write the uuid; where the transaction does not silence the triggers, the change of uuid is journalled as any
    is.
    """
    before = ws.uuid_of(rtype.name, fid)
    ws.connection.execute(f"UPDATE {quote(rtype.name)} SET uuid = ? WHERE fid = ?", (uuid, fid))
    journal.note(ws, rtype, [(fid, before, "update")])
    for identity in (before, uuid):
        if identity:
            ws.touch(rtype.name, identity)
