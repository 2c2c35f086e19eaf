"""The sync state of records, derived: conflict, else refused, else sending, else waiting, else synced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..records.definition import RecordType
from . import base
from .changes import compare
from .connection import chunks, marks
from .outbox import IN_FLIGHT
from .refusals import get_refusal
from .workspace import Workspace

SyncState = Literal["waiting", "sending", "synced", "conflict", "refused"]
STATES: tuple[SyncState, ...] = ("waiting", "sending", "synced", "conflict", "refused")


def sync_state(ws: Workspace, type_name: str, uuid: str) -> SyncState:
    """The state of one record, whether it has a row or is deleted."""
    return states_of(ws, ws.rtype(type_name), [uuid])[uuid]


def states_of(ws: Workspace, rtype: RecordType, uuids: Iterable[str]) -> dict[str, SyncState]:
    """The states of many records of a type. Only records that the journal mentions are compared with their base."""
    found: dict[str, SyncState] = {}
    for some in chunks(list(uuids)):
        found.update(_states(ws, rtype, list(some)))
    return found


def _states(ws: Workspace, rtype: RecordType, uuids: list[str]) -> dict[str, SyncState]:
    mentioned = _mentioned(ws, rtype, uuids)
    waiting = {change.uuid for change in compare(ws, rtype, mentioned, 0)}
    acknowledged = base.revisions(ws, rtype.name, uuids)
    found: dict[str, SyncState] = {
        uuid: "waiting" if uuid in waiting or uuid not in acknowledged else "synced" for uuid in uuids
    }
    conditions = f"type = ? AND uuid IN ({marks(uuids)})"
    values = (rtype.name, *uuids)
    in_flight = f"SELECT uuid FROM ({IN_FLIGHT}) WHERE {conditions}"
    for (uuid,) in ws.connection.rows(in_flight, values):
        found[uuid] = "sending"
    for (uuid,) in ws.connection.rows(f"SELECT uuid FROM vidbudova_refusal WHERE {conditions}", values):
        if get_refusal(ws, rtype.name, uuid) is not None:
            found[uuid] = "refused"
    for (uuid,) in ws.connection.rows(f"SELECT uuid FROM vidbudova_conflict WHERE {conditions}", values):
        found[uuid] = "conflict"
    return found


def _mentioned(ws: Workspace, rtype: RecordType, uuids: list[str]) -> list[str]:
    """Those whose features the journal has entries of."""
    rows = ws.connection.rows(
        f'SELECT uuid FROM "{rtype.name}" n WHERE uuid IN ({marks(uuids)}) AND EXISTS'
        " (SELECT 1 FROM vidbudova_journal j WHERE j.type = ? AND j.fid = n.fid)"
        f" UNION SELECT uuid FROM vidbudova_journal WHERE type = ? AND uuid IN ({marks(uuids)})",
        (*uuids, rtype.name, rtype.name, *uuids),
    )
    return [row[0] for row in rows]


def gone_states(ws: Workspace, rtype: RecordType) -> dict[str, SyncState]:
    """The states of records that are deleted here and that the portal still has, as far as is known."""
    rows = ws.connection.rows(
        "SELECT DISTINCT uuid FROM vidbudova_journal j WHERE type = ? AND uuid IS NOT NULL"
        f' AND NOT EXISTS (SELECT 1 FROM "{rtype.name}" n WHERE n.uuid = j.uuid)',
        (rtype.name,),
    )
    uuids = [row[0] for row in rows]
    acknowledged = base.revisions(ws, rtype.name, uuids)
    return states_of(ws, rtype, [uuid for uuid in uuids if uuid in acknowledged])
