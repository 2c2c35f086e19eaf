"""Takes edits back that the journal has old images of: a range of its entries, as if they had never been made.

What is put back is not journalled as an edit: the entries go, and a note says of each feature that it is to be looked
at again, also by a batch that was being frozen at that moment. All of these join the open transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import StoreError
from ..records.definition import RecordType
from . import journal
from .base import get_base
from .connection import quote
from .schema import old_table
from .workspace import Workspace

Key = tuple[str, str]

EDITS = ("insert", "update", "delete", "uuid", "replace")
"""What the triggers write; other entries (audit, kept, undo, resolve) only say where to look."""
_EDITS = "('insert', 'update', 'delete', 'uuid', 'replace')"
MOST_NAMED = 1000
"""Records of a range that are told by name; of larger ones the rest is only counted."""

_STORED = "('accepted', 'merged', 'unchanged')"


@dataclass(frozen=True)
class Range:
    """The edits among the journal's entries `first` to `last`: `entries` of them, when they were made.

    `received` is what :func:`received` said then.
    """

    first: int
    last: int
    entries: int
    received: int


def received(ws: Workspace) -> int:
    """A number that changes whenever something of others may have come into rows: by a page, or with the answer to a
    batch, one's own or a relayed one."""
    return int(
        ws.connection.value(
            "SELECT (SELECT coalesce(max(seq), 0) FROM vidbudova_pull WHERE applied > 0)"
            " + (SELECT count(*) FROM vidbudova_batch WHERE state = 'acknowledged')"
            " + (SELECT count(*) FROM vidbudova_relay WHERE state = 'answered')"
        )
    )


def edits_in(ws: Workspace, first: int, last: int) -> int:
    """How many edits there are among the entries `first` to `last`."""
    sql = f"SELECT count(*) FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND op IN {_EDITS}"
    return int(ws.connection.value(sql, (first, last)))


def records_in(ws: Workspace, first: int, last: int) -> list[Key]:
    """Type and uuid of the records that a range is about, the first of many."""
    rows = ws.connection.rows(
        f"SELECT DISTINCT type, fid, uuid FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND op IN {_EDITS} LIMIT ?",
        (first, last, 4 * MOST_NAMED),
    )
    found: dict[Key, None] = {}
    for type_name, fid, uuid in rows:
        if type_name in ws.catalogue.types:
            identity = uuid or ws.uuid_of(type_name, fid)
            if identity:
                found[(type_name, str(identity))] = None
    return list(found)[:MOST_NAMED]


def hindrance(ws: Workspace, edits: Range) -> StoreError | None:
    """Why a range cannot be taken back; None where it can.

    ``store.undo_sent``: something of it was frozen into a batch · ``store.undo_gone``: its entries were forgotten, as
    the records are on the portal · ``store.undo_edited``: the records were edited since · ``store.undo_received``:
    others' changes came in since, and cannot be told from the edit · ``store.undo_replaced``: written with REPLACE,
    which leaves no old image.
    """
    keys = _frozen_since(ws, edits.first)
    if keys and keys.intersection(_all_records(ws, edits)):
        return StoreError("store.undo_sent")
    if edits_in(ws, edits.first, edits.last) != edits.entries:
        return StoreError("store.undo_gone")
    within = f"seq BETWEEN {int(edits.first)} AND {int(edits.last)}"
    if ws.connection.value(f"SELECT 1 FROM vidbudova_journal WHERE {within} AND op = 'replace' LIMIT 1"):
        return StoreError("store.undo_replaced")
    edited = ws.connection.value(
        f"SELECT 1 FROM vidbudova_journal l WHERE l.seq > ? AND l.op IN {_EDITS} AND EXISTS (SELECT 1 FROM"
        f" vidbudova_journal s WHERE s.type = l.type AND s.fid = l.fid AND s.{within} AND s.op IN {_EDITS}) LIMIT 1",
        (edits.last,),
    )
    if edited:
        return StoreError("store.undo_edited")
    if received(ws) != edits.received and not _can_be_told_from_received(ws, edits):
        return StoreError("store.undo_received")
    return None


def revert(ws: Workspace, edits: Range) -> list[Key]:
    """Put everything back as it was before a range; type and uuid of the records, the last one changed first.

    Raises like :func:`hindrance` names, or ``store.undo_edited`` where a number was taken since; the caller's
    transaction then ends.
    """
    found = hindrance(ws, edits)
    if found is not None:
        raise found
    entries = ws.connection.rows(
        f"SELECT seq, type, fid, uuid, op FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND op IN {_EDITS}"
        " ORDER BY seq DESC",
        (edits.first, edits.last),
    )
    restored: dict[Key, int] = {}
    with ws.silenced():
        if all(entry[-1] == "insert" for entry in entries):
            restored = _remove_inserted(ws, edits)
            entries = []
        for seq, type_name, fid, uuid, op in entries:
            before = ws.uuid_of(type_name, fid)
            _revert(ws, ws.rtype(type_name), seq, fid, uuid, op)
            ws.changed(type_name)
            for identity in {before, uuid} - {None}:
                restored.setdefault((type_name, str(identity)), fid)
    note_undone(ws, ((type_name, fid, uuid) for (type_name, uuid), fid in restored.items()))
    forget(ws, edits.first, edits.last)
    return list(restored)


def _remove_inserted(ws: Workspace, edits: Range) -> dict[Key, int]:
    """Of a range in which rows were only added, such as an import, all of them go at once."""
    found: dict[Key, int] = {}
    for type_name in ws.catalogue.types:
        of_type = "SELECT fid FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND type = ? AND op = 'insert'"
        which = (edits.first, edits.last, type_name)
        rows = ws.connection.rows(f"SELECT fid, uuid FROM {quote(type_name)} WHERE fid IN ({of_type})", which)
        if rows:
            ws.connection.execute(f"DELETE FROM {quote(type_name)} WHERE fid IN ({of_type})", which)
            ws.changed(type_name)
            found.update(((type_name, uuid), fid) for fid, uuid in rows if uuid)
    if len(found) < edits.entries:
        raise StoreError("store.undo_edited")
    return found


def note_undone(ws: Workspace, features: Iterable[tuple[str, int, str]]) -> None:
    """Has features (type, fid, uuid) compared with their bases again, and shown anew."""
    by_type: dict[str, list[tuple[int, str | None, str]]] = {}
    for type_name, fid, uuid in features:
        by_type.setdefault(type_name, []).append((fid, uuid, "undo"))
    for type_name, notes in by_type.items():
        journal.note(ws, ws.rtype(type_name), notes)
        ws.connection.executemany(
            "INSERT INTO vidbudova_touched (type, uuid) VALUES (?, ?)", ((type_name, uuid) for _, uuid, _ in notes)
        )


def forget(ws: Workspace, first: int, last: int) -> None:
    """Remove the edits of a range from the journal, with their old images. Later entries have been written already, so
    that no number is given twice."""
    for (type_name,) in ws.connection.rows(
        "SELECT DISTINCT type FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND type <> ''", (first, last)
    ):
        ws.connection.execute(f"DELETE FROM {old_table(type_name)} WHERE _seq BETWEEN ? AND ?", (first, last))
    ws.connection.execute(f"DELETE FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND op IN {_EDITS}", (first, last))


def frozen_since(ws: Workspace, first: int, keys: Iterable[Key]) -> bool:
    """Whether one of some records was frozen with the journal entry `first` in it, and is under way or was stored."""
    return not _frozen_since(ws, first).isdisjoint(keys)


def _frozen_since(ws: Workspace, first: int) -> set[Key]:
    rows = ws.connection.rows(
        "SELECT i.type, i.uuid FROM vidbudova_batch b JOIN vidbudova_batch_item i ON i.batch = b.seq"
        " WHERE i.journal_seq >= ? AND (b.state IN ('pending', 'sending')"
        f" OR (b.state = 'acknowledged' AND i.verdict IN {_STORED}))",
        (first,),
    )
    return {(row[0], row[1]) for row in rows}


def _all_records(ws: Workspace, edits: Range) -> set[Key]:
    found: set[Key] = set()
    for type_name in ws.catalogue.types:
        rows = ws.connection.rows(
            "SELECT uuid FROM vidbudova_journal WHERE seq BETWEEN ? AND ? AND type = ? AND uuid IS NOT NULL UNION"
            f" SELECT n.uuid FROM vidbudova_journal j JOIN {quote(type_name)} n ON n.fid = j.fid"
            " WHERE j.seq BETWEEN ? AND ? AND j.type = ?",
            (edits.first, edits.last, type_name, edits.first, edits.last, type_name),
        )
        found.update((type_name, row[0]) for row in rows)
    return found


def _can_be_told_from_received(ws: Workspace, edits: Range) -> bool:
    """Whether putting the old images back would leave all that others changed since.

    A field whose value is the portal's, and was another before the edit, may have come with a page.
    """
    earliest = ws.connection.rows(
        "SELECT type, fid, min(seq), sum(op = 'insert') FROM vidbudova_journal"
        " WHERE seq BETWEEN ? AND ? AND op IN ('insert', 'update', 'delete') GROUP BY type, fid",
        (edits.first, edits.last),
    )
    for type_name, fid, seq, inserted in earliest:
        uuid = ws.uuid_of(type_name, fid)
        if inserted or uuid is None:
            continue
        base, now, columns = get_base(ws, type_name, uuid), ws.get(type_name, uuid), ws.columns(type_name)
        rows = ws.connection.rows(f"SELECT {columns.sql} FROM {old_table(type_name)} WHERE _seq = ?", (seq,))
        if base is None or now is None or not rows:
            continue
        before = columns.decode(rows[0])
        for name in columns.names:
            if name != "uuid" and now.get(name) == base.record.get(name) and before.get(name) != now.get(name):
                return False
    return True


def _revert(ws: Workspace, rtype: RecordType, seq: int, fid: int, uuid: str | None, op: str) -> None:
    table, old = quote(rtype.name), old_table(rtype.name)
    names = ["fid", *ws.columns(rtype.name).names]
    if op == "insert":
        cursor = ws.connection.execute(f"DELETE FROM {table} WHERE fid = ?", (fid,))
    elif op == "delete":
        taken = ws.connection.value(f"SELECT 1 FROM {table} WHERE fid = ? OR uuid = ?", (fid, uuid))
        if taken is not None:
            raise StoreError("store.undo_edited")
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
    else:
        cursor = ws.connection.execute(f"UPDATE {table} SET uuid = ? WHERE fid = ?", (uuid, fid))
    if cursor.rowcount != 1:
        raise StoreError("store.undo_gone")
