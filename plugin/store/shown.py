"""Rows that show what is still to be relayed: what a bundle brought is seen at once, where nothing here is in its way.

A row shows an item where the record is clean here and the item starts from what is here. Nothing of it is journalled,
so it is nobody's edit here; edits made on top of it are. It can be taken back at any time: a row that nobody edited
becomes its base again, of an edited one only the fields that nobody touched. All of these work inside ``applying()``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..errors import StoreError
from ..records.values import faults
from . import base as bases
from . import changes, conflicts, journal, outbox, relay
from .base import BaseRow, remove_row, write_row
from .columns import Record
from .relay import RelayItem
from .workspace import Workspace

Key = tuple[str, str]


def with_set(record: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
    """`record` with `values` set; None clears."""
    merged = {**record, **values}
    return {name: value for name, value in merged.items() if value is not None}


def after_items(record: Record | None, items: Iterable[RelayItem]) -> Record | None:
    """What a record is after `items`, starting from `record`; None where it is not there or was deleted."""
    for item in items:
        if item.op == "delete":
            record = None
        elif item.op == "create" or record is None:
            record = with_set({"uuid": item.uuid}, item.set)
        else:
            record = with_set(record, item.set)
    return record


def content(ws: Workspace, type_name: str, uuid: str) -> Record | None:
    """What the row of a record shows where nobody has edited it since: its base with every shown item; None for no
    row."""
    base = bases.get_base(ws, type_name, uuid)
    found = after_items(_record_of(base, uuid), _shown_chain(ws, type_name, uuid))
    columns = ws.columns(type_name)
    return None if found is None else columns.decode(columns.encode(found))


def show(
    ws: Workspace, batches: Iterable[str], leave: Collection[Key] = frozenset(), only: Collection[Key] | None = None
) -> int:
    """Show the items of some batches, in order, where that is safe; how many.

    Records in `leave` are not touched; with `only`, no others are.
    """
    in_conflict = {conflict.key for conflict in conflicts.list_conflicts(ws)}
    own = outbox.own_in_flight(ws)
    done = 0
    for batch in batches:
        for item in relay.items_of(ws, batch):
            if only is not None and item.key not in only:
                continue
            busy = item.shown or item.key in leave or item.key in in_conflict or item.key in own
            if not busy and item.type in ws.catalogue.types and _show(ws, item):
                relay.mark_shown(ws, batch, item.position)
                done += 1
    return done


def _show(ws: Workspace, item: RelayItem) -> bool:
    """Whether the row shows the item now."""
    name, uuid = item.key
    if is_edited(ws, name, uuid):
        return False
    chain = relay.chain(ws, name, uuid)
    before = chain[: next(place for place, one in enumerate(chain) if one.batch == item.batch)]
    base = bases.get_base(ws, name, uuid)
    if not before:
        starts_here = base is not None and item.after is None and base.revision == item.base
        if item.op == "create":
            starts_here = base is None and ws.fid(name, uuid) is None
    else:
        starts_here = all(one.shown for one in before) and item.after == before[-1].batch
    if not starts_here:
        return False
    record = after_items(_record_of(base, uuid), [*before, item])
    if record is None:
        remove_row(ws, name, uuid)
        return True
    if faults(ws.rtype(name), item.set, ws.catalogue, partial=True) or not _fits(ws, name, record):
        return False
    write_row(ws, name, uuid, record)
    return True


def _fits(ws: Workspace, type_name: str, record: Record) -> bool:
    """Whether every value finds room in its column."""
    columns = ws.columns(type_name)
    try:
        columns.refuse_unstorable(record)
        columns.encode(record)
    except StoreError:
        return False
    return True


def hide(ws: Workspace, keys: Iterable[Key]) -> int:
    """Take back what the rows of `keys` show of what is still to be relayed; how many did. Edits on top of it stay."""
    done = 0
    for name, uuid in keys:
        shown = _shown_chain(ws, name, uuid)
        if shown:
            _hide(ws, name, uuid, shown)
            relay.unmark_shown(ws, name, uuid)
            done += 1
    return done


def hide_all(ws: Workspace, type_name: str, uuids: Collection[str]) -> int:
    """:func:`hide` for those of many records of a type whose rows show anything; cheap where none does."""
    found = relay.shown_keys(ws, type_name)
    return hide(ws, sorted(key for key in found if key[1] in uuids)) if found else 0


def _hide(ws: Workspace, name: str, uuid: str, shown: list[RelayItem]) -> None:
    base = bases.get_base(ws, name, uuid)
    before = _record_of(base, uuid)
    row = ws.get(name, uuid)
    if not is_edited(ws, name, uuid):
        _put(ws, name, uuid, before)
        return
    was = after_items(before, shown)
    if row is not None and was is not None and before is not None:
        fields = row.keys() | was.keys() | before.keys()
        kept = {f: before.get(f) if row.get(f) == was.get(f) else row.get(f) for f in fields}
        write_row(ws, name, uuid, {field: value for field, value in kept.items() if value is not None})
        changes.reconcile_clean(ws, only=[(name, uuid)])


def _put(ws: Workspace, name: str, uuid: str, record: Record | None) -> None:
    if record is None:
        remove_row(ws, name, uuid)
    else:
        write_row(ws, name, uuid, record)


def is_edited(ws: Workspace, type_name: str, uuid: str) -> bool:
    """Whether the journal knows of a record: somebody has edited it here."""
    fids = journal.fids_of(ws, ws.rtype(type_name), [uuid])
    sql = "SELECT 1 FROM vidbudova_journal WHERE type = ? AND fid = ? LIMIT 1"
    if any(ws.connection.value(sql, (type_name, fid)) for fid in fids):
        return True
    named = "SELECT 1 FROM vidbudova_journal WHERE type = ? AND uuid = ? LIMIT 1"
    return bool(ws.connection.value(named, (type_name, uuid)))


def _record_of(base: BaseRow | None, uuid: str) -> Record | None:
    return None if base is None else {"uuid": uuid, **base.record}


def _shown_chain(ws: Workspace, name: str, uuid: str) -> list[RelayItem]:
    return [item for item in relay.chain(ws, name, uuid) if item.shown]
