"""The journal that the capture triggers write: which features were touched, under which identities, in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..records.definition import RecordType
from .connection import chunks, marks, quote
from .schema import old_table
from .workspace import Workspace

_STEP = 1000
_FIRST = -(2**63)

Mentions = dict[int, tuple[str, ...]]
"""For each feature id, the identities it has or had: those that entries name, and the one its row has now."""


def last_seq(ws: Workspace) -> int:
    """Number of the last journal entry ever made; 0 before the first."""
    return int(ws.connection.value("SELECT max(seq) FROM vidbudova_journal") or 0)


def pages(ws: Workspace, rtype: RecordType) -> Iterator[Mentions]:
    """All features of a type that the journal has entries of, in the order of their ids, a page at a time."""
    last = _FIRST
    while True:
        fids = [
            row[0]
            for row in ws.connection.rows(
                "SELECT DISTINCT fid FROM vidbudova_journal WHERE type = ? AND fid > ? ORDER BY fid LIMIT ?",
                (rtype.name, last, _STEP),
            )
        ]
        if not fids:
            return
        last = fids[-1]
        yield mentions(ws, rtype, fids)


def mentions(ws: Workspace, rtype: RecordType, fids: Collection[int]) -> Mentions:
    """The identities under which the features `fids` occur in the journal and in the table.

    An entry of an inserted row names no uuid: the row itself has it. One of a changed uuid names the old one.
    """
    named: dict[int, dict[str, None]] = {fid: {} for fid in fids}
    for some in chunks(list(named)):
        entries = ws.connection.rows(
            "SELECT DISTINCT fid, uuid FROM vidbudova_journal"
            f" WHERE type = ? AND fid IN ({marks(some)}) AND uuid IS NOT NULL",
            (rtype.name, *some),
        )
        rows = ws.connection.rows(
            f"SELECT fid, uuid FROM {quote(rtype.name)} WHERE fid IN ({marks(some)}) AND uuid IS NOT NULL", some
        )
        for fid, uuid in (*entries, *rows):
            named[fid][str(uuid)] = None
    return {fid: tuple(uuids) for fid, uuids in named.items()}


def fids_of(ws: Workspace, rtype: RecordType, uuids: Iterable[str]) -> set[int]:
    """Feature ids that records have, or had where their rows are gone."""
    found: set[int] = set()
    for some in chunks(list(uuids)):
        sql = f"SELECT fid, uuid FROM {quote(rtype.name)} WHERE uuid IN ({marks(some)})"
        rows = ws.connection.rows(sql, some)
        found.update(row[0] for row in rows)
        present = {row[1] for row in rows}
        gone = [uuid for uuid in some if uuid not in present]
        if gone:
            entries = f"SELECT fid FROM vidbudova_journal WHERE type = ? AND uuid IN ({marks(gone)})"
            found.update(row[0] for row in ws.connection.rows(entries, (rtype.name, *gone)))
    return found


def edited_after(ws: Workspace, type_name: str, uuid: str, seq: int) -> bool:
    """Whether the journal has an entry of a record with a number above `seq`."""
    fids = fids_of(ws, ws.rtype(type_name), [uuid])
    sql = "SELECT 1 FROM vidbudova_journal WHERE type = ? AND fid = ? AND seq > ? LIMIT 1"
    return any(ws.connection.value(sql, (type_name, fid, seq)) for fid in fids)


def forget(ws: Workspace, rtype: RecordType, fids: Iterable[int]) -> None:
    """Remove the entries of features and their old images; inside a transaction.

    Numbers are never given twice: where the last entry goes, one that stands for nothing keeps its number.
    (AUTOINCREMENT would see to that, at the cost of a scan for every row that somebody adds.)
    """
    last = last_seq(ws)
    for some in chunks(sorted(fids)):
        which = f"type = ? AND fid IN ({marks(some)})"
        entries = f"SELECT seq FROM vidbudova_journal WHERE {which}"
        ws.connection.execute(f"DELETE FROM {old_table(rtype.name)} WHERE _seq IN ({entries})", (rtype.name, *some))
        ws.connection.execute(f"DELETE FROM vidbudova_journal WHERE {which}", (rtype.name, *some))
    if last_seq(ws) < last:
        ws.connection.execute("DELETE FROM vidbudova_journal WHERE type = ''")
        ws.connection.execute("INSERT INTO vidbudova_journal (seq, type, fid, op) VALUES (?, '', 0, 'kept')", (last,))


def note(ws: Workspace, rtype: RecordType, entries: Iterable[tuple[int, str | None, str]]) -> None:
    """Write entries that no trigger wrote, as (fid, uuid, op); inside a transaction."""
    ws.connection.executemany(
        "INSERT INTO vidbudova_journal (type, fid, uuid, op) VALUES (?, ?, ?, ?)",
        ((rtype.name, fid, uuid, op) for fid, uuid, op in entries),
    )


def count_waiting(ws: Workspace) -> int:
    """How many features the journal has entries of: an upper bound of what waits, without comparing anything."""
    return int(
        ws.connection.value("SELECT count(*) FROM (SELECT DISTINCT type, fid FROM vidbudova_journal WHERE type <> '')")
    )
