"""One record meets what the portal says of it: the merge table of the contract, carried out on the workspace.

Used for verdicts and for changes alike. What "mine" is compared with differs: for a change it is the base, for a
verdict it is what was sent (base + set), so that edits made while a batch was under way are told from those that were
in it. A conflict changes neither row nor base: theirs is laid beside. All of this happens inside the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..contract.merge import Action, MineState, TheirsState, differs, merge_fields, plan
from ..records.definition import RecordType
from ..store import base as bases
from ..store import conflicts
from ..store.workspace import Workspace

Record = Mapping[str, Any]
Effect = Literal["none", "taken", "inserted", "removed", "merged", "dropped", "conflict"]


@dataclass(frozen=True)
class Theirs:
    """The portal's state of a record; ``record`` is None where it was deleted there or has left the view."""

    revision: int
    hash: str
    record: dict[str, Any] | None
    author: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Settled:
    """What came of it: ``effect`` on the workspace, and the conflict's kind and fields where there is one."""

    effect: Effect
    kind: str = ""
    fields: tuple[str, ...] = ()
    keeps_mine: bool = False
    """Whether edits of this side are known to be left: the record still waits."""


_TOLD_BY_PORTAL = ("rules", "parent")
"""Kinds of conflict that no comparison of values shows: right each and wrong together, children not seen."""


def mine_state(rtype: RecordType, origin: Record | None, mine: Record | None, *, was_here: bool) -> MineState:
    """The state of the row against ``origin``; ``was_here`` tells a record made and deleted here from an unknown
    one."""
    if origin is None:
        if mine is not None:
            return "created"
        return "created_deleted" if was_here else "clean"
    if mine is None:
        return "deleted"
    return "changed" if differs(rtype, origin, mine) else "clean"


def theirs_state(rtype: RecordType, origin: Record | None, theirs: Record | None) -> TheirsState:
    """The portal's state against ``origin``."""
    if theirs is None:
        return "deleted"
    if origin is None:
        return "created"
    return "changed" if _differs(rtype, origin, theirs) else "unchanged"


def _differs(rtype: RecordType, origin: Record, theirs: Record) -> bool:
    if differs(rtype, origin, theirs):
        return True
    return any(origin.get(field.name) != theirs.get(field.name) for field in rtype.fields if field.derived)


def settle(
    ws: Workspace,
    rtype: RecordType,
    uuid: str,
    *,
    origin: Record | None,
    mine: Record | None,
    theirs: Theirs,
    was_here: bool = False,
) -> Settled:
    """Applies ``theirs`` to a record whose row is ``mine`` and whose edits are told by ``origin``; inside
    ``applying()``.

    Where there is no conflict, the base becomes theirs, and an older conflict of the record is over. One that the
    portal has found and that cannot be seen by comparing values stays until the portal's side is another.
    """
    if theirs.record is not None and _is_the_portals_word(ws, rtype, uuid, theirs.revision):
        return Settled("none")
    meets = theirs_state(rtype, origin, theirs.record)
    action = plan(mine_state(rtype, origin, mine, was_here=was_here), meets)
    settled = _carry_out(ws, rtype, uuid, action, origin, mine, theirs)
    if settled.effect == "conflict":
        conflicts.put_conflict(
            ws,
            rtype.name,
            uuid,
            settled.kind,
            settled.fields,
            theirs.record,
            theirs.revision,
            theirs.author,
            theirs.at,
        )
    else:
        conflicts.clear_conflict(ws, rtype.name, uuid)
    return settled


def _is_the_portals_word(ws: Workspace, rtype: RecordType, uuid: str, revision: int) -> bool:
    """Whether the portal has found the record in conflict with this very revision in a way only it can tell."""
    known = conflicts.get_conflict(ws, rtype.name, uuid)
    return known is not None and known.kind in _TOLD_BY_PORTAL and revision <= (known.revision or 0)


def _carry_out(
    ws: Workspace,
    rtype: RecordType,
    uuid: str,
    action: Action,
    origin: Record | None,
    mine: Record | None,
    theirs: Theirs,
) -> Settled:
    record = theirs.record
    if record is None:
        if action == "conflict":
            return Settled("conflict", "deleted")
        bases.drop_base(ws, rtype.name, uuid)
        if action == "remove" and mine is not None:
            bases.remove_row(ws, rtype.name, uuid)
            return Settled("removed")
        return Settled("dropped")
    if action == "conflict":
        return Settled("conflict", "deleted")
    if action in ("take", "insert"):
        bases.write_row(ws, rtype.name, uuid, record)
        _advance(ws, rtype, uuid, theirs, record)
        return Settled("taken" if action == "take" else "inserted")
    if action in ("merge", "same_or_conflict"):
        return _merge(ws, rtype, uuid, origin, mine or {}, theirs, record)
    # none, send, send_delete: the portal's content is what the edits here start from already.
    _advance(ws, rtype, uuid, theirs, record)
    return Settled("none")


def _merge(
    ws: Workspace,
    rtype: RecordType,
    uuid: str,
    origin: Record | None,
    mine: Record,
    theirs: Theirs,
    record: dict[str, Any],
) -> Settled:
    merged = merge_fields(rtype, origin, mine, record)
    if merged.conflicts:
        return Settled("conflict", "exists" if origin is None else "field", merged.conflict_fields)
    if merged.takes_theirs:
        bases.write_row(ws, rtype.name, uuid, merged.values)
    _advance(ws, rtype, uuid, theirs, record)
    return Settled("merged" if merged.takes_theirs else "none", keeps_mine=merged.keeps_mine)


def _advance(ws: Workspace, rtype: RecordType, uuid: str, theirs: Theirs, record: dict[str, Any]) -> None:
    bases.set_base(ws, rtype.name, uuid, theirs.revision, theirs.hash, record)
