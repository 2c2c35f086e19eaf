"""What waits to be sent: the journal says where to look, row against base says what happened.

The cost follows the number of edits, not of records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..records.definition import RecordType
from . import journal
from .base import BaseRow, get_bases
from .columns import Record
from .connection import Row, chunks, marks, quote, reading
from .journal import last_seq
from .outbox import IN_FLIGHT
from .workspace import Workspace

State = Literal["created", "changed", "deleted", "created_deleted"]
Key = tuple[str, str]


@dataclass(frozen=True)
class LocalChange:
    """A record that differs from its base.

    `state` is ``created`` (no base), ``changed``, ``deleted`` (no row) or ``created_deleted`` (neither: nothing to
    send). `fid` and `mine` are None where the row is gone, `base` and `base_revision` where the portal has never had
    it. `journal_seq` is the number of the last journal entry when this was read: an edit made since has a higher one.
    `notes` say what reading the geometry changed (:mod:`.geometry`).
    """

    type: str
    uuid: str
    fid: int | None
    state: State
    base: Record | None
    base_revision: int | None
    mine: Record | None
    journal_seq: int
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Type and uuid."""
        return (self.type, self.uuid)


def dirty(
    ws: Workspace, limit: int | None = None, skip: Collection[Key] = frozenset(), after: LocalChange | None = None
) -> list[LocalChange]:
    """Records that differ from their base, without those in `skip`.

    Created and changed ones first, parents before children; then deleted ones, children before parents. At most
    `limit`, and only those that come after `after`, the last one of an earlier call. All are read from one snapshot.
    """
    found: list[LocalChange] = []
    with reading(ws.connection):
        passed = after is None
        for change in _all_dirty(ws, skip):
            if not passed:
                passed = after is not None and change.key == after.key
                continue
            found.append(change)
            if limit is not None and len(found) >= limit:
                break
    return found


def local_change(ws: Workspace, type_name: str, uuid: str) -> LocalChange | None:
    """How one record differs from its base; None where it does not. Reads row and base, not the journal."""
    with reading(ws.connection):
        changes = list(compare(ws, ws.rtype(type_name), [uuid], last_seq(ws)))
    return changes[0] if changes else None


def _all_dirty(ws: Workspace, skip: Collection[Key]) -> Iterator[LocalChange]:
    gone: list[list[LocalChange]] = []
    seq = last_seq(ws)
    for rtype in ws.catalogue.types.values():
        deleted: list[LocalChange] = []
        gone.append(deleted)
        seen: set[str] = set()
        for mentions in journal.pages(ws, rtype):
            uuids = dict.fromkeys(uuid for named in mentions.values() for uuid in named if uuid not in seen)
            seen.update(uuids)
            wanted = [uuid for uuid in uuids if (rtype.name, uuid) not in skip]
            for change in compare(ws, rtype, wanted, seq):
                if change.mine is None:
                    deleted.append(change)
                else:
                    yield change
    for deleted in reversed(gone):
        yield from deleted


def compare(ws: Workspace, rtype: RecordType, uuids: Iterable[str], seq: int) -> Iterator[LocalChange]:
    """The records of `uuids` that differ from their bases, in the order given."""
    columns = ws.columns(rtype.name)
    derived = {field.name for field in rtype.fields if field.derived}
    for some in chunks(list(uuids)):
        rows: dict[str, Row] = {}
        sql = f"SELECT {columns.sql}, fid FROM {quote(rtype.name)} WHERE uuid IN ({marks(some)})"
        for stored in ws.connection.rows(sql, some):
            twin = rows.setdefault(stored[columns.uuid_at], stored)
            if stored[-1] < twin[-1]:  # of two with one identity, the one that was there first
                rows[stored[columns.uuid_at]] = stored
        decoded = {uuid: (row[:-1], columns.decode(row[:-1])) for uuid, row in rows.items()}
        bases = get_bases(ws, rtype.name, some, decoded)
        for uuid in some:
            row, base = rows.get(uuid), bases.get(uuid)
            mine = None if row is None else decoded[uuid][1]
            if mine is not None and base is not None and _same(mine, base.record, derived):
                continue
            yield LocalChange(
                type=rtype.name,
                uuid=uuid,
                fid=None if row is None else row[-1],
                state=_state(mine, base),
                base=None if base is None else base.record,
                base_revision=None if base is None else base.revision,
                mine=mine,
                journal_seq=seq,
                notes=() if row is None else columns.notes(row[:-1]),
            )


def _same(mine: Record, base: Record, derived: set[str]) -> bool:
    if mine == base:
        return True
    return bool(derived) and (
        {name: value for name, value in mine.items() if name not in derived}
        == {name: value for name, value in base.items() if name not in derived}
    )


def _state(mine: Record | None, base: BaseRow | None) -> State:
    if mine is None:
        return "created_deleted" if base is None else "deleted"
    return "created" if base is None else "changed"


def reconcile_clean(ws: Workspace, only: Iterable[Key] | None = None) -> int:
    """Forget the journal entries of records that equal their base and are not in flight; the number of features.

    Of records created and deleted again, too, unless they are in conflict. With `only`, just these records are looked
    at: the ones whose verdicts were applied. Joins the open transaction.
    """
    done = 0
    with ws.writing():
        if only is None:
            for rtype in ws.catalogue.types.values():
                for mentions in journal.pages(ws, rtype):
                    done += _reconcile(ws, rtype, mentions)
        else:
            uuids: dict[str, list[str]] = {}
            for type_name, uuid in only:
                uuids.setdefault(type_name, []).append(uuid)
            for type_name, some in uuids.items():
                rtype = ws.rtype(type_name)
                mentions = journal.mentions(ws, rtype, journal.fids_of(ws, rtype, some))
                done += _reconcile(ws, rtype, mentions)
    return done


def _reconcile(ws: Workspace, rtype: RecordType, mentions: journal.Mentions) -> int:
    uuids = list(dict.fromkeys(uuid for named in mentions.values() for uuid in named))
    found = list(compare(ws, rtype, uuids, 0))
    busy = {change.uuid for change in found if change.state != "created_deleted"}
    # A record in conflict that has neither row nor base is known by its entries alone.
    for some in chunks([change.uuid for change in found if change.state == "created_deleted"]):
        disputed = f"SELECT uuid FROM vidbudova_conflict WHERE type = ? AND uuid IN ({marks(some)})"
        busy.update(row[0] for row in ws.connection.rows(disputed, (rtype.name, *some)))
    for some in chunks(uuids):
        in_flight = f"SELECT uuid FROM ({IN_FLIGHT}) WHERE type = ? AND uuid IN ({marks(some)})"
        busy.update(row[0] for row in ws.connection.rows(in_flight, (rtype.name, *some)))
    clean = [fid for fid, named in mentions.items() if not busy.intersection(named)]
    journal.forget(ws, rtype, clean)
    for uuid in uuids:
        if uuid not in busy:
            ws.connection.execute("DELETE FROM vidbudova_refusal WHERE type = ? AND uuid = ?", (rtype.name, uuid))
            ws.touch(rtype.name, uuid)
    return len(clean)
