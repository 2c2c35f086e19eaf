"""The three-way merge, used by both sides: which state meets which, and which value wins.

By value, per field or per group of fields that mean one thing together: with base B, mine L and the portal's R, L = B
takes R, R = B takes L, L = R takes R; anything else, and every difference where the base is unknown, is a conflict.
Nothing is ever overwritten silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from ..errors import ContractError
from ..records.definition import Field, RecordType
from . import workflow
from .geometry import same_geometry
from .wire import to_instant

Record = Mapping[str, Any]
GEOMETRY = "geom"
IDENTITY = "uuid"

MineState = Literal["clean", "created", "changed", "deleted", "created_deleted"]
TheirsState = Literal["unchanged", "changed", "deleted", "created"]
Action = Literal[
    "none", "take", "remove", "insert", "send", "merge", "send_delete", "drop", "conflict", "same_or_conflict"
]
MINE_STATES: tuple[MineState, ...] = ("clean", "created", "changed", "deleted", "created_deleted")
THEIRS_STATES: tuple[TheirsState, ...] = ("unchanged", "changed", "deleted", "created")

_TABLE: dict[MineState, dict[TheirsState, Action]] = {
    "clean": {"unchanged": "none", "changed": "take", "deleted": "remove", "created": "insert"},
    "created": {"unchanged": "send", "deleted": "conflict", "created": "same_or_conflict"},
    "changed": {"unchanged": "send", "changed": "merge", "deleted": "conflict"},
    "deleted": {"unchanged": "send_delete", "changed": "conflict", "deleted": "drop"},
    "created_deleted": {"unchanged": "drop", "deleted": "drop", "created": "conflict"},
}


def plan(mine: MineState, theirs: TheirsState) -> Action:
    """What is done where the state of a record here meets its state on the portal ("deleted" also stands for "left").

    ``none`` nothing · ``take`` theirs becomes row and base · ``remove`` row and base go · ``insert`` theirs is new
    here · ``send`` · ``merge`` by field, :func:`merge_fields` · ``send_delete`` · ``drop`` forget it, both have ·
    ``conflict`` row and base stay, theirs lies beside · ``same_or_conflict`` adopt where the content is the same,
    else conflict.

    Raises ``ContractError("contract.impossible", mine=…, theirs=…)`` for the pairs that cannot come about: the caller
    audits.
    """
    try:
        return _TABLE[mine][theirs]
    except KeyError:
        raise ContractError("contract.impossible", mine=mine, theirs=theirs) from None


@dataclass(frozen=True)
class FieldConflict:
    """Both sides changed one field, or one group of fields that mean one thing together.

    ``base`` is None where it is unknown; the three mappings hold the fields that have a value. ``differing`` are
    those of the group's fields whose values are not the same on both sides.
    """

    fields: tuple[str, ...]
    base: dict[str, Any] | None
    mine: dict[str, Any]
    theirs: dict[str, Any]
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Merge:
    """The merged record and what people have to decide.

    ``values`` is whole, without nulls; a conflicting group has *my* values in it, and nothing of it may be stored
    while ``conflicts`` is not empty. ``takes_theirs``: it differs from mine. ``keeps_mine``: it differs from theirs,
    so there is something to send (for a portal: to store).
    """

    values: dict[str, Any]
    conflicts: tuple[FieldConflict, ...]
    takes_theirs: bool
    keeps_mine: bool

    @property
    def conflict_fields(self) -> tuple[str, ...]:
        """Every field in conflict, in the order of the definition."""
        return tuple(name for conflict in self.conflicts for name in conflict.differing)


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


_ATOMS = frozenset({str, int, float, bool})
"""Values that are the same by any field's comparison where they are equal and of one class: most are, in a merge."""


def _is_alike(a: Any, b: Any) -> bool:
    return a is b or (a.__class__ is b.__class__ and a.__class__ in _ATOMS and bool(a == b))


def _same_plain(a: Any, b: Any) -> bool:
    # True == 1 in Python, but a boolean is no number on the wire.
    return bool(a == b) and isinstance(a, bool) == isinstance(b, bool)


def _same_money(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    try:
        return Decimal(str(a)) == Decimal(str(b))
    except InvalidOperation:
        return bool(a == b)


def _same_instant(a: Any, b: Any) -> bool:
    if a == b:
        return True
    if not isinstance(a, str) or not isinstance(b, str):
        return False
    left, right = to_instant(a), to_instant(b)
    return left is not None and left == right


def _comparison(field: Field | None, name: str) -> Callable[[Any, Any], bool]:
    if name == GEOMETRY:
        return same_geometry
    if field is not None and field.is_money:
        return _same_money
    if field is not None and field.type == "datetime":
        return _same_instant
    return _same_plain


@dataclass(frozen=True)
class _Plan:
    """What of a record type a merge needs, looked up once."""

    groups: tuple[tuple[str, ...], ...]
    known: frozenset[str]
    derived: frozenset[str]
    same: dict[str, Callable[[Any, Any], bool]]


def _make_plan(rtype: RecordType) -> _Plan:
    names = [name for name in rtype.field_names if name not in (IDENTITY, GEOMETRY)]
    if rtype.geometry != "none":
        names.append(GEOMETRY)
    fields = {field.name: field for field in rtype.fields}
    known = frozenset(names)
    groups: list[tuple[str, ...]] = []
    placed: set[str] = set()
    for name in names:
        if name not in placed:
            group = tuple(member for member in rtype.group_of(name) if member in known) or (name,)
            groups.append(group)
            placed.update(group)
    return _Plan(
        groups=tuple(groups),
        known=known,
        derived=frozenset(name for name, field in fields.items() if field.derived),
        same={name: _comparison(fields.get(name), name) for name in names},
    )


_plans: dict[int, tuple[RecordType, _Plan]] = {}


def _plan_of(rtype: RecordType) -> _Plan:
    # By identity: hashing a whole definition would cost more than a merge. The kept reference keeps the id from being
    # reused.
    found = _plans.get(id(rtype))
    if found is None or found[0] is not rtype:
        if len(_plans) > 200:
            _plans.clear()
        found = (rtype, _make_plan(rtype))
        _plans[id(rtype)] = found
    return found[1]


def same_value(rtype: RecordType, name: str, a: Any, b: Any) -> bool:
    """Whether two values of a field are the same: money as decimals, 1 as 1.0, moments in time, geometry to the last
    bit.

    Blank is null, absent or "".
    """
    if _is_blank(a) or _is_blank(b):
        return _is_blank(a) and _is_blank(b)
    return _plan_of(rtype).same.get(name, _same_plain)(a, b)


def diff(rtype: RecordType, base: Record | None, mine: Record) -> dict[str, Any]:
    """The fields of ``mine`` that differ from ``base``, None where one was cleared: an item's ``set``.

    Without a base every filled field. Never ``uuid``, derived fields or fields that this version's definition does
    not know.
    """
    plan_ = _plan_of(rtype)
    origin: Record = base if base is not None else {}
    changed: dict[str, Any] = {}
    for name, same in plan_.same.items():
        value, before = mine.get(name), origin.get(name)
        if _is_alike(value, before) or name in plan_.derived:
            continue
        if _is_blank(value):
            if not _is_blank(before):
                changed[name] = None
        elif _is_blank(before) or not same(value, before):
            changed[name] = value
    return changed


def differs(rtype: RecordType, base: Record, mine: Record) -> bool:
    """Whether :func:`diff` would find anything."""
    plan_ = _plan_of(rtype)
    for name, same in plan_.same.items():
        value, before = mine.get(name), base.get(name)
        if _is_alike(value, before) or name in plan_.derived:
            continue
        if _is_blank(value) or _is_blank(before):
            if _is_blank(value) != _is_blank(before):
                return True
        elif not same(value, before):
            return True
    return False


def apply_set(base: Record | None, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The record that an item's ``set`` makes of ``base``: null clears, absent leaves as it is. The result has no
    nulls."""
    values = {name: value for name, value in (base or {}).items() if value is not None and name not in changes}
    values.update({name: value for name, value in changes.items() if value is not None})
    return values


def _pick(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    if len(names) == 1:
        value = record.get(names[0])
        return {} if value is None or value == "" else {names[0]: value}
    return {name: record[name] for name in names if not _is_blank(record.get(name))}


def merge_fields(rtype: RecordType, base: Record | None, mine: Record, theirs: Record) -> Merge:
    """Merges two versions of one record, field by field and group by group.

    ``base`` None is an unknown base: whatever differs is a conflict. Derived fields, and fields that this version's
    definition does not know, follow theirs. Two moves of ``workflow`` from one base follow :func:`workflow.further`.
    Values that are the same though written differently (1.5 and 1.50) follow theirs, so that both sides end at the
    same bytes.
    """
    plan_ = _plan_of(rtype)
    values: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    takes_theirs = keeps_mine = False
    identity = theirs.get(IDENTITY) or mine.get(IDENTITY)
    if identity is not None:
        values[IDENTITY] = identity
    unlike = {name for name in plan_.same if not _is_alike(mine.get(name), theirs.get(name))}
    for group in plan_.groups:
        if unlike.isdisjoint(group):
            values.update(_pick(theirs, group))
            continue
        differing = tuple(name for name in group if not _same(plan_, name, mine.get(name), theirs.get(name)))
        if not differing:
            values.update(_pick(theirs, group))
            takes_theirs = takes_theirs or any(mine.get(name) != theirs.get(name) for name in group)
            continue
        side = _side(plan_, base, mine, theirs, group, differing)
        if side == "theirs":
            takes_theirs = True
            values.update(_pick(theirs, group))
            continue
        keeps_mine = True
        values.update(_pick(mine, group))
        if side == "conflict":
            conflicts.append(
                FieldConflict(
                    fields=group,
                    base=None if base is None else _pick(base, group),
                    mine=_pick(mine, group),
                    theirs=_pick(theirs, group),
                    differing=differing,
                )
            )
    for name, value in theirs.items():
        if name not in plan_.known and name != IDENTITY and not _is_blank(value):
            values[name] = value
            takes_theirs = takes_theirs or mine.get(name) != value
    return Merge(values=values, conflicts=tuple(conflicts), takes_theirs=takes_theirs, keeps_mine=keeps_mine)


def _same(plan_: _Plan, name: str, a: Any, b: Any) -> bool:
    if a is b:
        return True
    if _is_blank(a) or _is_blank(b):
        return _is_blank(a) and _is_blank(b)
    return plan_.same[name](a, b)


def _side(
    plan_: _Plan,
    base: Record | None,
    mine: Record,
    theirs: Record,
    group: tuple[str, ...],
    differing: tuple[str, ...],
) -> Literal["mine", "theirs", "conflict"]:
    if plan_.derived.issuperset(differing):
        return "theirs"
    if base is None:
        return "conflict"
    if all(_same(plan_, name, mine.get(name), base.get(name)) for name in group):
        return "theirs"
    if all(_same(plan_, name, theirs.get(name), base.get(name)) for name in group):
        return "mine"
    if group == (workflow.FIELD,):
        mine_state, theirs_state = mine.get(workflow.FIELD), theirs.get(workflow.FIELD)
        winner = workflow.further(base.get(workflow.FIELD), mine_state, theirs_state)
        if winner is not None:
            return "mine" if winner == mine_state else "theirs"
    return "conflict"
