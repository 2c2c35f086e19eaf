"""A conflict as a person decides it: what was before, what is mine, what is the portal's, field by field.

Read from what the workspace holds now, not from what it held when the conflict was found: both sides may have gone on.
Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..contract.merge import diff, merge_fields, same_value
from ..contract.workflow import FIELD as WORKFLOW
from ..contract.workflow import GATED
from ..errors import StoreError
from ..quality.engine import only_record_rules
from ..records.definition import GEOMETRY, RecordType
from ..records.values import faults
from ..store import base as bases
from ..store import conflicts, images
from ..store.base import BaseRow
from ..store.conflicts import Conflict
from ..store.connection import reading
from ..store.family import deleted_with, tree
from ..store.workspace import Workspace

Key = tuple[str, str]
Record = dict[str, Any]
Side = Literal["mine", "portal"]
SIDES: tuple[Side, ...] = ("mine", "portal")
Situation = Literal["fields", "portal_deleted", "deleted_here", "both_deleted"]

WHOLE = "record"
"""Name of the one row of a conflict in which a side has deleted the record."""


@dataclass(frozen=True)
class Row:
    """One thing to decide: a field, the fields that mean one thing together, or the record as a whole (no `fields`).

    `before`, `mine` and `theirs` hold those of the fields that have a value. `before` is None where nobody knows it;
    of the whole record, `mine` or `theirs` is None on the side that has deleted it. `differing` are the fields in which
    the sides differ.
    """

    name: str
    fields: tuple[str, ...]
    before: Record | None
    mine: Record | None
    theirs: Record | None
    differing: tuple[str, ...]


@dataclass(frozen=True)
class ConflictView:
    """A conflict, and what there is to decide in it.

    `situation` says who has the record. `rows` are to be decided; `changed` only tells, of a conflict with a deletion,
    what the other side changed. `children` hang off the record here: they go where it is deleted. `lost` were deleted
    here together with it and come back where it is kept. `token` changes with everything that is shown.
    """

    conflict: Conflict
    situation: Situation
    base: BaseRow | None
    mine: Record | None
    theirs: Record | None
    revision: int | None
    rows: tuple[Row, ...]
    changed: tuple[Row, ...]
    children: tuple[Key, ...]
    lost: tuple[Key, ...]
    token: str

    @property
    def key(self) -> Key:
        """Type and uuid."""
        return self.conflict.key

    @property
    def out_of_view(self) -> bool:
        """Whether the portal does not say who deleted the record: it may have moved out of this account's view."""
        return self.situation == "portal_deleted" and not self.conflict.author


def view(ws: Workspace, type_name: str, uuid: str) -> ConflictView:
    """The conflict of a record. Raises ``sync.no_conflict`` where it has none (any more)."""
    with reading(ws.connection):
        conflict = conflicts.get_conflict(ws, type_name, uuid)
        if conflict is None:
            raise StoreError("sync.no_conflict", type=type_name, uuid=uuid)
        return _view(ws, conflict)


def _view(ws: Workspace, conflict: Conflict) -> ConflictView:
    type_name, uuid = conflict.key
    rtype = ws.rtype(type_name)
    base, mine = bases.get_base(ws, type_name, uuid), ws.get(type_name, uuid)
    theirs = conflict.theirs
    if theirs is None and conflict.kind == "parent" and base is not None:
        theirs = {"uuid": uuid, **base.record, **base.extra}
    revision = conflict.revision
    if base is not None and (revision is None or base.revision > revision):
        revision = base.revision
        theirs = {"uuid": uuid, **base.record, **base.extra}  # the newest that is known of the portal's side
    situation = _situation(mine, theirs)
    rows: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    if situation == "fields":
        assert mine is not None and theirs is not None
        rows = _field_rows(rtype, conflict, _Origin(base, revision), mine, theirs)
    elif situation != "both_deleted":
        rows = (Row(WHOLE, (), None if base is None else base.record, mine, theirs, ()),)
        changed = _changed(rtype, base, mine if mine is not None else theirs)
    return ConflictView(
        conflict=conflict,
        situation=situation,
        base=base,
        mine=mine,
        theirs=theirs,
        revision=revision,
        rows=rows,
        changed=changed,
        children=tuple(tree(ws, conflict.key)[:-1]) if situation != "fields" else (),
        lost=tuple(deleted_with(ws, conflict.key)) if situation == "deleted_here" else (),
        token=images.take(ws, type_name, uuid).digest(),
    )


def _situation(mine: Record | None, theirs: Record | None) -> Situation:
    if mine is None:
        return "both_deleted" if theirs is None else "deleted_here"
    return "portal_deleted" if theirs is None else "fields"


class _Origin:
    """What both sides started from. Where the base is the portal's state already (its change came in under an open edit
    session, and the commit went over it), only the fields that were named then are in doubt; what they were before,
    nobody knows. Where there is no base, everything in which the sides differ is."""

    def __init__(self, base: BaseRow | None, revision: int | None) -> None:
        self.is_theirs = base is not None and base.revision == revision
        self.record = None if base is None or self.is_theirs else base.record


def _field_rows(
    rtype: RecordType, conflict: Conflict, origin: _Origin, mine: Record, theirs: Record
) -> tuple[Row, ...]:
    """The groups that both changed, and those that the portal named: it judged what was sent, not what is here now."""
    in_doubt = {rtype.group_of(name) for name in conflict.fields}
    if not origin.is_theirs:
        merged = merge_fields(rtype, origin.record, mine, theirs)
        in_doubt |= {rtype.group_of(name) for one in merged.conflicts for name in one.fields}
    if conflict.kind == "rules":
        in_doubt |= {rtype.group_of(name) for name in diff(rtype, origin.record, mine)}
    rows = []
    for group in _groups(rtype):
        differing = tuple(name for name in group if not same_value(rtype, name, mine.get(name), theirs.get(name)))
        if group in in_doubt and differing and not _derived(rtype, differing):
            before = None if origin.record is None else _pick(origin.record, group)
            rows.append(Row(group[0], group, before, _pick(mine, group), _pick(theirs, group), differing))
    return tuple(rows)


def _changed(rtype: RecordType, base: BaseRow | None, present: Record | None) -> tuple[Row, ...]:
    """What the side that still has the record did to it since the base."""
    if present is None:
        return ()
    before = None if base is None else base.record
    names = diff(rtype, before, present)
    return tuple(
        Row(name, (name,), _pick(before or {}, (name,)), _pick(present, (name,)), None, (name,))
        for name in names
        if not _derived(rtype, (name,))
    )


def _groups(rtype: RecordType) -> list[tuple[str, ...]]:
    names = [name for name in rtype.field_names if name != "uuid"]
    if rtype.has_geometry:
        names.append(GEOMETRY)
    return list(dict.fromkeys(rtype.group_of(name) for name in names))


def _derived(rtype: RecordType, names: Iterable[str]) -> bool:
    return all(name != GEOMETRY and rtype.has_field(name) and rtype.field(name).derived for name in names)


def _pick(record: Mapping[str, Any], names: Iterable[str]) -> Record:
    return {name: record[name] for name in names if record.get(name) not in (None, "")}


def composed(rtype: RecordType, seen: ConflictView, sides: Mapping[str, Side]) -> Record:
    """The record that choices make of a conflict over fields: merged where only one side changed something.

    `sides` has one for the name of each row; rows without one keep mine.
    """
    assert seen.mine is not None and seen.theirs is not None
    origin = _Origin(seen.base, seen.revision)
    if origin.is_theirs:
        values = dict(seen.mine)
    else:
        values = merge_fields(rtype, origin.record, seen.mine, seen.theirs).values
    for row in seen.rows:
        chosen = seen.theirs if sides.get(row.name) == "portal" else seen.mine
        for name in row.fields:
            values.pop(name, None)
        values.update(_pick(chosen, row.fields))
    known = {*rtype.field_names, GEOMETRY} if rtype.has_geometry else set(rtype.field_names)
    return {name: value for name, value in values.items() if name in known}


def findings(ws: Workspace, seen: ConflictView, sides: Mapping[str, Side], lang: str) -> list[str]:
    """What would keep the portal from taking the record as chosen: sentences, none where it would."""
    if seen.situation != "fields":
        return []
    rtype = ws.rtype(seen.conflict.type)
    record = composed(rtype, seen, sides)
    found = [fault.message(lang) for fault in faults(rtype, record, ws.catalogue)]
    if record.get(WORKFLOW) in GATED:
        found += [one.message(lang) for one in only_record_rules(rtype, record) if one.severity == "error"]
    return found
