"""The last state of each record that the portal acknowledged: what a change is told by, and what a merge starts from.

Set from verdicts and changes, never from the row. All of these join the open transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import StoreError
from .columns import Record
from .connection import chunks, marks, quote
from .schema import base_table
from .workspace import Workspace

_MOST_NESTED = 32


@dataclass(frozen=True)
class BaseRow:
    """A record as acknowledged.

    `revision` is the portal's; `hash` the content hash (hex); `record` has the known fields; `extra` the fields that a
    newer portal sent and this version does not know: kept as they came, never sent.
    """

    revision: int
    hash: str
    record: Record
    extra: dict[str, Any] = field(default_factory=dict)


def get_base(ws: Workspace, type_name: str, uuid: str) -> BaseRow | None:
    """The base of a record; None for one that the portal has never acknowledged."""
    return get_bases(ws, type_name, [uuid]).get(uuid)


def get_bases(
    ws: Workspace,
    type_name: str,
    uuids: Iterable[str],
    beside: Mapping[str, tuple[Sequence[Any], Record]] | None = None,
) -> dict[str, BaseRow]:
    """The bases of many records of a type by uuid.

    `beside` are rows that resemble them, such as the records' own, with what they decode to; it only saves time.
    """
    columns = ws.columns(type_name)
    beside = beside or {}
    found: dict[str, BaseRow] = {}
    for some in chunks(list(uuids)):
        rows = ws.connection.rows(
            f"SELECT {columns.sql}, _revision, _hash, _extra FROM {base_table(type_name)}"
            f" WHERE uuid IN ({marks(some)})",
            some,
        )
        for row in rows:
            extra = json.loads(row[-1]) if row[-1] else {}
            uuid, like = row[columns.uuid_at], beside.get(row[columns.uuid_at])
            record = columns.decode(row[:-3]) if like is None else columns.decode_beside(row[:-3], *like)
            found[uuid] = BaseRow(row[-3], row[-2], record, extra)
    return found


def revisions(ws: Workspace, type_name: str, uuids: Iterable[str]) -> dict[str, int]:
    """Only the revisions of the bases of many records by uuid: cheap."""
    ws.rtype(type_name)
    found: dict[str, int] = {}
    for some in chunks(list(uuids)):
        sql = f"SELECT uuid, _revision FROM {base_table(type_name)} WHERE uuid IN ({marks(some)})"
        found.update(ws.connection.rows(sql, some))
    return found


def set_base(
    ws: Workspace,
    type_name: str,
    uuid: str,
    revision: int,
    hash: str,
    record: Mapping[str, Any],
    extra: Mapping[str, Any] | None = None,
) -> bool:
    """Set the base of a record. `record` may hold fields that this version does not know: they join `extra`.

    A lower revision never replaces a higher one: then nothing happens and False comes back. Raises
    ``store.bad_value``, ``store.bad_geometry`` for values that no field can hold.
    """
    columns = ws.columns(type_name)
    known, unknown = split_unknown(ws, type_name, record)
    row = columns.encode({**known, "uuid": uuid})
    kept = json.dumps({**unknown, **(extra or {})}, ensure_ascii=False) if unknown or extra else None
    with ws.writing():
        table = base_table(type_name)
        present = ws.connection.value(f"SELECT _revision FROM {table} WHERE uuid = ?", (uuid,))
        if present is not None and present > revision:
            return False
        if present is None:
            ws.connection.execute(
                f"INSERT INTO {table} ({columns.sql}, _revision, _hash, _extra)"
                f" VALUES ({columns.placeholders}, ?, ?, ?)",
                (*row, revision, hash, kept),
            )
        else:
            ws.connection.execute(
                f"UPDATE {table} SET {columns.assignments}, _revision = ?, _hash = ?, _extra = ? WHERE uuid = ?",
                (*row, revision, hash, kept, uuid),
            )
        ws.touch(type_name, uuid)
    return True


def number(ws: Workspace, type_name: str, uuid: str) -> int:
    """The number of a record's base in its table; 0 where it has none."""
    ws.rtype(type_name)
    sql = f"SELECT _id FROM {base_table(type_name)} WHERE uuid = ?"
    return int(ws.connection.value(sql, (uuid,)) or 0)


def count(ws: Workspace, type_name: str) -> int:
    """How many records of a type the portal has acknowledged."""
    ws.rtype(type_name)
    return int(ws.connection.value(f"SELECT count(*) FROM {base_table(type_name)}"))


def drop_base(ws: Workspace, type_name: str, uuid: str) -> None:
    """Forget the base of a record: the portal does not have it, or not for us."""
    ws.rtype(type_name)
    with ws.writing():
        ws.connection.execute(f"DELETE FROM {base_table(type_name)} WHERE uuid = ?", (uuid,))
        ws.touch(type_name, uuid)


def base_uuids(ws: Workspace, type_name: str) -> set[str]:
    """Identities of all records of a type that have a base: for mark and sweep after a full pull."""
    ws.rtype(type_name)
    return {row[0] for row in ws.connection.rows(f"SELECT uuid FROM {base_table(type_name)}")}


def write_row(ws: Workspace, type_name: str, uuid: str, record: Mapping[str, Any]) -> None:
    """Make the row of a record equal to `record` (known fields only), without journalling; inside ``applying()``."""
    _only_applying(ws)
    columns = ws.columns(type_name)
    known, _ = split_unknown(ws, type_name, record)
    row = columns.encode({**known, "uuid": uuid})
    fid = ws.fid(type_name, uuid)
    if fid is None:
        ws.connection.execute(f"INSERT INTO {quote(type_name)} ({columns.sql}) VALUES ({columns.placeholders})", row)
    else:
        ws.connection.execute(f"UPDATE {quote(type_name)} SET {columns.assignments} WHERE fid = ?", (*row, fid))
    ws.changed(type_name)
    ws.touch(type_name, uuid)


def remove_row(ws: Workspace, type_name: str, uuid: str) -> None:
    """Remove the row of a record, without journalling; inside ``applying()``. Nothing happens where there is none."""
    _only_applying(ws)
    ws.rtype(type_name)
    ws.connection.execute(f"DELETE FROM {quote(type_name)} WHERE uuid = ?", (uuid,))
    ws.changed(type_name)
    ws.touch(type_name, uuid)


def split_unknown(ws: Workspace, type_name: str, record: Mapping[str, Any]) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """`record` in two: the fields that this version knows, and the others.

    Raises ``store.bad_value`` for an unknown field nested so deeply that it could be kept and never read again.
    """
    known_names = ws.columns(type_name).known
    if record.keys() <= known_names:
        return record, {}
    known = {name: value for name, value in record.items() if name in known_names}
    unknown = {name: value for name, value in record.items() if name not in known_names}
    for name, value in unknown.items():
        if isinstance(value, (dict, list)) and _is_deep(value):
            raise StoreError("store.bad_value", type=type_name, field=name[:80], reason="nested too deeply")
    return known, unknown


def _is_deep(value: dict[str, Any] | list[Any]) -> bool:
    layer: list[Any] = [value]
    for _ in range(_MOST_NESTED):
        inside = (child for one in layer for child in (one.values() if isinstance(one, dict) else one))
        layer = [child for child in inside if isinstance(child, (dict, list))]
        if not layer:
            return False
    return True


def _only_applying(ws: Workspace) -> None:
    if not ws.is_applying:
        raise StoreError("store.not_applying")
