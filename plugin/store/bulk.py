"""Many records at once, fast: those that the portal has and the workspace does not, as in a first pull, and those that
are clean here and newer there.

The spatial index is filled directly, the triggers that would fill it a row at a time being away for so long, inside the
transaction; bases are copied from the rows just written. Memory does not grow with the number of records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import islice
from typing import Any

from ..errors import StoreError
from ..records.definition import GEOMETRY, RecordType
from . import audit, geometry
from .base import split_unknown
from .columns import Columns
from .connection import BULK_CACHE_KIB, PAGE_CACHE_KIB, chunks, marks, quote
from .schema import base_table
from .workspace import Workspace

_STEP = 1000
_INCOMING = "temp.vidbudova_incoming"

Past = tuple[int, dict[str, tuple[Any, Any]]]
"""The revision that was here, and what changed since: before and after by field."""


@dataclass(frozen=True)
class CleanRecord:
    """A record as the portal has it. `record` may hold fields that this version does not know: they join `extra`."""

    uuid: str
    revision: int
    hash: str
    record: Mapping[str, Any]
    extra: Mapping[str, Any] = dataclass_field(default_factory=dict)


def known(ws: Workspace, type_name: str, uuids: Iterable[str]) -> set[str]:
    """Those of `uuids` that have a row or a base here: they are not for :func:`bulk_insert`."""
    ws.rtype(type_name)
    wanted = list(uuids)
    return _present(ws, quote(type_name), wanted) | _present(ws, base_table(type_name), wanted)


def _present(ws: Workspace, table: str, uuids: list[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(uuids):
        rows = ws.connection.rows(f"SELECT uuid FROM {table} WHERE uuid IN ({marks(some)})", some)
        found.update(row[0] for row in rows)
    return found


def bulk_insert(ws: Workspace, type_name: str, incoming: Iterable[CleanRecord]) -> int:
    """Insert records with their bases, clean, inside ``applying()``; how many.

    None of them may be here already, neither row nor base (:func:`known`). Raises StoreError: ``store.already_there``,
    ``store.not_applying``, and what :meth:`Columns.encode` raises.
    """
    if not ws.is_applying:
        raise StoreError("store.not_applying")
    rtype = ws.rtype(type_name)
    stream = iter(incoming)
    first = list(islice(stream, _STEP))
    if not first:
        return 0
    connection = ws.connection
    connection.execute(f"PRAGMA cache_size = -{BULK_CACHE_KIB}")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {_INCOMING}"
        " (fid INTEGER PRIMARY KEY, revision INTEGER NOT NULL, hash TEXT NOT NULL, extra TEXT)"
    )
    start = fid = _next_fid(ws, rtype)
    triggers = audit.triggers_of(ws)
    try:
        with _without_insert_triggers(ws, rtype):
            while first:
                _insert(ws, rtype, first, fid)
                fid += len(first)
                first = list(islice(stream, _STEP))
        audit.triggers_made_anew(ws, triggers)
        connection.execute(
            "UPDATE gpkg_ogr_contents SET feature_count = feature_count + ? WHERE table_name = ?",
            (fid - start, type_name),
        )
    finally:
        connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
    connection.execute(
        "INSERT INTO vidbudova_touched (type, first, last) VALUES (?, ?, ?)", (type_name, start, fid - 1)
    )
    ws.changed(type_name)
    return fid - start


def _next_fid(ws: Workspace, rtype: RecordType) -> int:
    used = ws.connection.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (rtype.name,)) or 0
    highest = ws.connection.value(f"SELECT max(fid) FROM {quote(rtype.name)}") or 0
    return max(int(used), int(highest), 0) + 1


def _insert(ws: Workspace, rtype: RecordType, incoming: list[CleanRecord], fid: int) -> None:
    uuids = [record.uuid for record in incoming]
    taken = _present(ws, quote(rtype.name), uuids)
    if taken or len(set(uuids)) < len(uuids):
        twice = min(taken) if taken else max(uuids, key=uuids.count)
        raise StoreError("store.already_there", type=rtype.name, uuid=twice)
    columns = ws.columns(rtype.name)
    rows: list[tuple[Any, ...]] = []
    boxes: list[tuple[Any, ...]] = []
    notes: list[tuple[int, int, str, str | None]] = []
    for at, one in enumerate(incoming, fid):
        record, unknown = split_unknown(ws, rtype.name, one.record)
        if record.get("uuid") != one.uuid:
            record = {**record, "uuid": one.uuid}
        row = columns.encode(record)
        rows.append((at, *row))
        if columns.has_geometry and row[-1] is not None:
            box = geometry.bounds(row[-1])
            if box is not None:
                boxes.append((at, *box))
        extra = json.dumps({**unknown, **one.extra}, ensure_ascii=False) if unknown or one.extra else None
        notes.append((at, one.revision, one.hash, extra))
    connection, table = ws.connection, quote(rtype.name)
    connection.executemany(f"INSERT INTO {table} (fid, {columns.sql}) VALUES (?, {columns.placeholders})", rows)
    if boxes:
        connection.executemany(f"INSERT INTO {quote(f'rtree_{rtype.name}_{GEOMETRY}')} VALUES (?, ?, ?, ?, ?)", boxes)
    connection.execute(f"DELETE FROM {_INCOMING}")
    connection.executemany(f"INSERT INTO {_INCOMING} VALUES (?, ?, ?, ?)", notes)
    try:
        connection.execute(
            f"INSERT INTO {base_table(rtype.name)} ({columns.sql}, _revision, _hash, _extra)"
            f" SELECT {columns.sql}, revision, hash, extra FROM {_INCOMING} JOIN {table} USING (fid)"
        )
    except StoreError as error:  # the uuid of a base is unique: asked only now, when it is in the way
        taken = _present(ws, base_table(rtype.name), uuids)
        if taken:
            raise StoreError("store.already_there", type=rtype.name, uuid=min(taken)) from error
        raise


def bulk_take(
    ws: Workspace, type_name: str, incoming: Sequence[CleanRecord], past: dict[str, Past] | None = None
) -> dict[str, bool]:
    """Give records that are clean here the portal's newer content, row and base, inside ``applying()``.

    A record is clean where its row holds just what its base holds, byte for byte; the others are left as they are.
    The uuids of those that were taken come back, each with whether its row says something else now. No uuid may
    occur twice. `past` is given, by uuid, what the content was before. Raises StoreError: ``store.not_applying``, and
    what :meth:`Columns.encode` raises.
    """
    if not ws.is_applying:
        raise StoreError("store.not_applying")
    columns, table, base = ws.columns(type_name), quote(type_name), base_table(type_name)
    plain = columns.select(columns.names[:-1] if columns.has_geometry else columns.names).replace(",", " = ?,") + " = ?"
    taken: dict[str, bool] = {}
    for some in chunks(incoming):
        uuids = [one.uuid for one in some]
        where = f"WHERE uuid IN ({marks(uuids)})"
        stored = ws.connection.rows(f"SELECT {columns.sql}, _revision FROM {base} {where}", uuids)
        based = {row[columns.uuid_at]: row[:-1] for row in stored}
        revisions = {row[columns.uuid_at]: row[-1] for row in stored}
        fids: dict[str, int | None] = {}
        for row in ws.connection.rows(f"SELECT {columns.sql}, fid FROM {table} {where}", uuids):
            uuid = row[columns.uuid_at]
            fids[uuid] = row[-1] if uuid not in fids and row[:-1] == based.get(uuid) else None
        # Where the place is the same the spatial index is not asked to look at it.
        rows: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
        bases: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
        for one in some:
            fid = fids.get(one.uuid)
            if fid is None:
                continue
            known, unknown = split_unknown(ws, type_name, one.record)
            row, old = columns.encode({**known, "uuid": one.uuid}), based[one.uuid]
            extra = json.dumps({**unknown, **one.extra}, ensure_ascii=False) if unknown or one.extra else None
            moved = columns.has_geometry and row[-1] != old[-1]
            values = row if moved or not columns.has_geometry else row[:-1]
            taken[one.uuid] = row != old
            if row != old:
                rows[moved].append((*values, fid))
            if past is not None:
                past[one.uuid] = (revisions[one.uuid], _changes(columns, old, row))
            bases[moved].append((*values, one.revision, one.hash, extra, one.uuid))
        for moved, assignments in ((True, columns.assignments), (False, plain)):
            ws.connection.executemany(f"UPDATE {table} SET {assignments} WHERE fid = ?", rows[moved])
            ws.connection.executemany(
                f"UPDATE {base} SET {assignments}, _revision = ?, _hash = ?, _extra = ? WHERE uuid = ?", bases[moved]
            )
    ws.connection.executemany(
        "INSERT INTO vidbudova_touched (type, uuid) VALUES (?, ?)", [(type_name, uuid) for uuid in taken]
    )
    if taken:
        ws.changed(type_name)
    return taken


def _changes(columns: Columns, old: Sequence[Any], new: Sequence[Any]) -> dict[str, tuple[Any, Any]]:
    """What differs between two rows, read; cheap where it is little."""
    places = [at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    names = [columns.names[at] for at in places]
    read = columns.decoder(names)
    before, after = read([old[at] for at in places]), read([new[at] for at in places])
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


@contextmanager
def _without_insert_triggers(ws: Workspace, rtype: RecordType) -> Iterator[None]:
    """The table without what an INSERT sets off: ours, the R-tree's, the feature count's. They come back as they
    were.
    """
    triggers: list[tuple[str, str]] = [
        (name, sql)
        for name, sql in ws.connection.rows(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (rtype.name,)
        )
        if " INSERT ON " in sql
    ]
    for name, _ in triggers:
        ws.connection.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        for _, sql in triggers:
            if ws.connection.in_transaction:
                ws.connection.execute(sql)
