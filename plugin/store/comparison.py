"""Table, base and journal held against each other: what differs without the journal knowing of it.

Values are compared as they would travel; SQL only says which rows to look at. Rows that show what is still to be
relayed are held against that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..records.definition import RecordType
from . import relay, shown
from .capture import UUID_GLOB
from .changes import Key, compare
from .connection import Row, marks, quote
from .schema import base_table
from .workspace import Workspace

Kind = Literal["changed", "created", "deleted", "identity", "double"]
"""Differs from its base · has none · has no row · the row stands under another uuid · two rows have one uuid, or one
has none that is proper."""

_MOST_PAIRED = 400


@dataclass(frozen=True)
class Untracked:
    """A record that was changed past the journal.

    `fields` are the names that differ. `fid` is the row's; of a deletion it is a number below those that SQLite gives.
    `found` is the uuid that the row has now where its identity was changed.
    """

    type: str
    uuid: str
    kind: Kind
    fid: int
    fields: tuple[str, ...] = ()
    found: str | None = None

    @property
    def key(self) -> Key:
        """Type and uuid."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class Window:
    """Which rows to look at, by feature id, and which bases, by their own numbers: above the first, to the second."""

    rows: tuple[int, int]
    bases: tuple[int, int]


def differences(ws: Workspace, rtype: RecordType, window: Window | None = None) -> list[Untracked]:
    """What of a type the journal does not know: all of it, or of a window. Reads only.

    100,000 records take about a second.
    """
    doubles = _doubles(ws, rtype, window)
    unlike = [row for row in _unlike(ws, rtype, window) if row[0] not in {one.fid for one in doubles}]
    gone = _gone(ws, rtype, window)
    shows = {uuid for _, uuid in relay.shown_keys(ws, rtype.name)} if unlike or gone else set()
    based = [str(uuid) for _, uuid, has_base in unlike if has_base and uuid not in shows]
    differing = {change.uuid: change for change in compare(ws, rtype, based, 0)}
    fid_of = {str(uuid): int(fid) for fid, uuid, _ in unlike}
    found = [
        Untracked(rtype.name, uuid, "changed", fid_of[uuid], _fields(change.base or {}, change.mine or {}))
        for uuid, change in differing.items()
        if change.state == "changed"
    ]
    for uuid in shows.intersection(fid_of):
        told, mine = shown.content(ws, rtype.name, uuid), ws.get(rtype.name, uuid)
        if told != mine:
            found.append(Untracked(rtype.name, uuid, "changed", fid_of[uuid], _fields(told or {}, mine or {})))
    created = [(fid, str(uuid)) for fid, uuid, has_base in unlike if not has_base and uuid not in shows]
    lost = [
        (number, uuid) for number, uuid in gone if uuid not in shows or shown.content(ws, rtype.name, uuid) is not None
    ]
    return found + _new_and_gone(ws, rtype, created, lost) + doubles


def counts_agree(ws: Workspace, rtype: RecordType) -> bool:
    """Whether there are as many rows as bases, those aside that the journal or a relay knows. Some hundredths of a
    second for 100,000 records, and what the edits cost.
    """
    table, base, name = quote(rtype.name), base_table(rtype.name), rtype.name
    rows, bases = ws.connection.rows(f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {base})")[0]
    journalled = f"SELECT fid, uuid FROM {table} WHERE fid IN (SELECT fid FROM vidbudova_journal WHERE type = '{name}')"
    known: dict[int, str | None] = dict(ws.connection.rows(journalled))
    named = {str(uuid) for uuid in known.values() if uuid is not None}
    named |= {
        str(row[0])
        for row in ws.connection.rows(
            "SELECT DISTINCT uuid FROM vidbudova_journal WHERE type = ? AND uuid IS NOT NULL", (name,)
        )
    }
    shows = {uuid for _, uuid in relay.shown_keys(ws, name)} - named
    rows -= len(known) + sum(ws.fid(name, uuid) is not None for uuid in shows)
    uuids = sorted(named | shows)
    for at in range(0, len(uuids), 500):
        some = uuids[at : at + 500]
        bases -= ws.connection.value(f"SELECT count(*) FROM {base} WHERE uuid IN ({marks(some)})", some)
    return bool(rows == bases)


def _unlike(ws: Workspace, rtype: RecordType, window: Window | None) -> list[Row]:
    """Feature id, uuid and whether there is a base, of rows that the journal has no entry of."""
    columns = [quote(name) for name in ws.columns(rtype.name).names if name != "uuid"]
    differs = " OR ".join(f"n.{column} IS NOT b.{column}" for column in columns)
    within, values = _within("n.fid", None if window is None else window.rows)
    return ws.connection.rows(
        f"SELECT n.fid, n.uuid, b.uuid IS NOT NULL FROM {quote(rtype.name)} n LEFT JOIN {base_table(rtype.name)} b"
        f" ON b.uuid = n.uuid WHERE (b.uuid IS NULL OR {differs}) AND NOT {_journalled(rtype)}{within}",
        values,
    )


def _doubles(ws: Workspace, rtype: RecordType, window: Window | None) -> list[Untracked]:
    table = quote(rtype.name)
    within, values = _within("n.fid", None if window is None else window.rows)
    rows = ws.connection.rows(
        f"SELECT n.fid, n.uuid FROM {table} n WHERE (n.uuid IS NULL OR n.uuid NOT GLOB '{UUID_GLOB}'"
        f" OR EXISTS (SELECT 1 FROM {table} o WHERE o.uuid = n.uuid AND o.fid < n.fid))"
        f" AND NOT {_journalled(rtype)}{within}",
        values,
    )
    return [Untracked(rtype.name, str(uuid or ""), "double", fid) for fid, uuid in rows]


def _gone(ws: Workspace, rtype: RecordType, window: Window | None) -> list[tuple[int, str]]:
    """Number and uuid of the bases that have no row, of which the journal has no entry either."""
    within, values = _within("b._id", None if window is None else window.bases)
    rows = ws.connection.rows(
        f"SELECT b._id, b.uuid FROM {base_table(rtype.name)} b"
        f" WHERE NOT EXISTS (SELECT 1 FROM {quote(rtype.name)} n WHERE n.uuid = b.uuid)"
        " AND NOT EXISTS (SELECT 1 FROM vidbudova_journal j"
        f" WHERE j.type = '{rtype.name}' AND j.uuid = b.uuid){within}",
        values,
    )
    return [(int(number), str(uuid)) for number, uuid in rows]


def _new_and_gone(
    ws: Workspace, rtype: RecordType, created: list[tuple[int, str]], gone: list[tuple[int, str]]
) -> list[Untracked]:
    """A row without a base that is otherwise what a base without a row has is that record, under another uuid."""
    pairs: dict[int, tuple[int, str]] = {}
    if created and gone and len(created) <= _MOST_PAIRED and len(gone) <= _MOST_PAIRED:
        columns = [quote(name) for name in ws.columns(rtype.name).names if name != "uuid"]
        alike = " AND ".join(f"n.{column} IS b.{column}" for column in columns)
        fids, numbers = [fid for fid, _ in created], [number for number, _ in gone]
        rows = ws.connection.rows(
            f"SELECT n.fid, b._id, b.uuid FROM {quote(rtype.name)} n JOIN {base_table(rtype.name)} b ON {alike}"
            f" WHERE n.fid IN ({marks(fids)}) AND b._id IN ({marks(numbers)})",
            (*fids, *numbers),
        )
        for fid, number, uuid in rows:
            if sum(row[0] == fid for row in rows) == 1 and sum(row[1] == number for row in rows) == 1:
                pairs[fid] = (number, uuid)
    taken = {number for number, _ in pairs.values()}
    found = [
        Untracked(rtype.name, pairs[fid][1], "identity", fid, ("uuid",), uuid)
        if fid in pairs
        else Untracked(rtype.name, uuid, "created", fid)
        for fid, uuid in created
    ]
    return found + [Untracked(rtype.name, uuid, "deleted", -number) for number, uuid in gone if number not in taken]


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def _journalled(rtype: RecordType) -> str:
    return f"EXISTS (SELECT 1 FROM vidbudova_journal j WHERE j.type = '{rtype.name}' AND j.fid = n.fid)"


def _within(column: str, bounds: tuple[int, int] | None) -> tuple[str, tuple[int, ...]]:
    return ("", ()) if bounds is None else (f" AND {column} > ? AND {column} <= ?", bounds)
