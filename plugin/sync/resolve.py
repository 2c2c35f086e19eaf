"""Settling conflicts: the portal's state becomes the base, what a person has chosen becomes the row.

A resolution is an edit of the user's: what differs from the portal's waits to be sent, what does not is clean. It is
one step that can be undone, and one short transaction; of many conflicts, several short ones. What changed since it was
looked at is never overwritten: then nothing happens, and it has to be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..contract.jcs import content_hash
from ..contract.merge import diff
from ..contract.workflow import FIELD as WORKFLOW
from ..contract.workflow import INITIAL
from ..errors import StoreError
from ..records.values import new_uuid
from ..store import base as bases
from ..store import conflicts, history, images, journal, outbox, refusals, relay, step_words, steps
from ..store.conflicts import Conflict
from ..store.family import tree
from ..store.schema import reference_fields
from ..store.workspace import Workspace
from .conflict_view import WHOLE, ConflictView, Key, Side, Situation, composed, view

Outcome = Literal["sends", "equal", "recreates", "copies", "removes", "deletes", "restores", "forgets", "left"]
"""``sends`` something of mine goes to the portal · ``equal`` the record is the portal's · ``recreates`` what the portal
deleted is made again there · ``copies`` it goes on as a new record, the old one being out of view · ``removes`` it goes
here too · ``deletes`` it is deleted there too · ``restores`` it comes back here · ``forgets`` both had deleted it ·
``left`` nothing was done."""
OUTCOMES: tuple[Outcome, ...] = (
    "sends", "equal", "recreates", "copies", "removes", "deletes", "restores", "forgets", "left"
)  # fmt: skip

_WHOLE_OUTCOMES: dict[tuple[Situation, Side], Outcome] = {
    ("portal_deleted", "mine"): "recreates",
    ("portal_deleted", "portal"): "removes",
    ("deleted_here", "mine"): "deletes",
    ("deleted_here", "portal"): "restores",
}


@dataclass(frozen=True)
class Choice:
    """Which side is taken: `named` by field (any of a group, or ``record``), `rest` for what is not named.

    Without `rest` everything has to be named.
    """

    named: Mapping[str, Side] = field(default_factory=dict)
    rest: Side | None = None


@dataclass(frozen=True)
class Planned:
    """What a choice would make of one conflict. `reason` says why it would be left as it is; `children` go or come with
    the record; `along` are all that hang off it; `digest` is the content hash of the portal's side, made ahead of the
    transaction."""

    conflict: Conflict
    outcome: Outcome
    token: str
    title: str = ""
    children: int = 0
    reason: StoreError | None = None
    digest: str | None = None
    along: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Ready:
    """What is to be carried out: all that can be worked out ahead of the transaction."""

    seen: ConflictView
    outcome: Outcome
    record: Mapping[str, Any] | None
    digest: str | None = None


def sides_of(seen: ConflictView, choice: Choice) -> dict[str, Side]:
    """The side of each row, by its name.

    Raises ``sync.conflict_no_field`` for a name that is not in question, ``sync.conflict_incomplete`` where a row has
    no side.
    """
    sides: dict[str, Side] = {}
    by_name = {name: row.name for row in seen.rows for name in (row.name, *row.fields)}
    for name, side in choice.named.items():
        if name not in by_name:
            raise StoreError("sync.conflict_no_field", field=name, fields=_listed(row.name for row in seen.rows))
        sides[by_name[name]] = side
    missing = [row.name for row in seen.rows if row.name not in sides]
    if missing and choice.rest is None:
        raise StoreError("sync.conflict_incomplete", fields=_listed(missing))
    if choice.rest is not None:
        sides.update(dict.fromkeys(missing, choice.rest))
    return sides


def outcome_of(ws: Workspace, seen: ConflictView, sides: Mapping[str, Side]) -> Outcome:
    """What choices would make of a conflict."""
    if seen.situation == "both_deleted":
        return "forgets"
    if seen.situation == "fields":
        rtype = ws.rtype(seen.conflict.type)
        return "sends" if diff(rtype, seen.theirs, composed(rtype, seen, sides)) else "equal"
    if seen.out_of_view and sides[WHOLE] == "mine":
        return "copies"
    return _WHOLE_OUTCOMES[seen.situation, sides[WHOLE]]


def plan(ws: Workspace, keys: Sequence[Key], choice: Choice) -> list[Planned]:
    """What one choice would make of many conflicts; nothing is written. Those that are over meanwhile are left out."""
    found = []
    for key in keys:
        try:
            seen = view(ws, *key)
        except StoreError as error:
            if error.code != "sync.no_conflict":
                raise
            continue
        found.append(_planned(ws, seen, choice))
    return found


def _planned(ws: Workspace, seen: ConflictView, choice: Choice) -> Planned:
    title = title_of(ws, seen)
    try:
        refuse_in_flight(ws, seen)
        outcome = outcome_of(ws, seen, sides_of(seen, fitting(seen, choice)))
    except StoreError as error:
        return Planned(seen.conflict, "left", seen.token, title, 0, error)
    children = {"removes": seen.children, "deletes": seen.children, "restores": seen.lost}.get(outcome, ())
    digest = content_hash(_theirs(seen)) if seen.theirs is not None else None
    along = (*seen.children, *seen.lost)
    return Planned(seen.conflict, outcome, seen.token, title, len(children), digest=digest, along=along)


def resolve(ws: Workspace, type_name: str, uuid: str, choice: Choice, token: str | None = None) -> Outcome:
    """Settle one conflict. `token` is the one of the view that the person saw.

    Raises ``sync.no_conflict``, ``sync.conflict_changed`` (the row, or the portal's side, is another since),
    ``sync.conflict_in_flight`` (an earlier edit of the record is on its way: sync first), ``sync.conflict_incomplete``,
    ``sync.conflict_no_field``; then nothing was written.
    """
    with steps.recording(ws, "resolve") as made:
        seen = view(ws, type_name, uuid)
        made.params.update(n=1, **_named(ws, seen))
        check(ws, seen, token)
        ready = ready_for(ws, seen, choice)
        carry_out(ws, ready, made.before)
        return ready.outcome


def fitting(seen: ConflictView, choice: Choice) -> Choice:
    """Without names that this conflict does not have: they do not matter where many are settled alike."""
    known = {name for row in seen.rows for name in (row.name, *row.fields)}
    return Choice({name: side for name, side in choice.named.items() if name in known}, choice.rest)


NOTHING_WRITTEN = (
    "sync.no_conflict", "sync.conflict_changed", "sync.conflict_in_flight", "sync.conflict_incomplete",
    "sync.conflict_no_field",
)  # fmt: skip


def title_of(ws: Workspace, seen: ConflictView) -> str:
    """The record's title, as it is here or there; empty where it has none of its own."""
    return step_words.own_title(ws.rtype(seen.conflict.type), seen.mine or seen.theirs or {})


def _named(ws: Workspace, seen: ConflictView) -> dict[str, Any]:
    return {"type": seen.conflict.type, "uuid": seen.conflict.uuid, "title": title_of(ws, seen)}


def check(ws: Workspace, seen: ConflictView, token: str | None) -> None:
    if token is not None and token != seen.token:
        raise StoreError("sync.conflict_changed", **_named(ws, seen))
    refuse_in_flight(ws, seen)


def refuse_in_flight(ws: Workspace, seen: ConflictView) -> None:
    if outbox.in_flight(ws, *seen.key) is not None or relay.chain(ws, *seen.key):
        raise StoreError("sync.conflict_in_flight", **_named(ws, seen))


def ready_for(ws: Workspace, seen: ConflictView, choice: Choice, digest: str | None = None) -> Ready:
    sides = sides_of(seen, choice)
    record = composed(ws.rtype(seen.conflict.type), seen, sides) if seen.situation == "fields" else seen.theirs
    return Ready(seen, outcome_of(ws, seen, sides), record, digest)


def carry_out(ws: Workspace, ready: Ready, before: list[images.Image]) -> None:
    """Carries a choice out; `before` gets the images of every record that is touched, ahead of that."""
    seen, outcome, digest = ready.seen, ready.outcome, ready.digest
    type_name, uuid = seen.key
    image = images.take(ws, type_name, uuid)
    if image.digest() != seen.token:
        raise StoreError("sync.conflict_changed", **_named(ws, seen))
    before.append(image)
    if outcome in ("sends", "equal"):
        _set_row(ws, seen.key, ready.record or {})
        _advance(ws, seen, seen.theirs or {}, digest)
    elif outcome == "recreates":
        # What starts from the deletion is sent whole: the content of a tombstone is empty.
        _advance(ws, seen, {})
    elif outcome == "copies":
        _go_on_as_new(ws, seen, before)
        bases.drop_base(ws, type_name, uuid)
    elif outcome == "restores":
        _set_row(ws, seen.key, seen.theirs or {})
        _advance(ws, seen, seen.theirs or {}, digest)
        for key in seen.lost:
            _bring_back(ws, key, before)
    elif outcome == "deletes":
        _advance(ws, seen, seen.theirs or {}, digest)
        _remove_tree(ws, seen.key, before)
    else:
        _remove_tree(ws, seen.key, before)
        bases.drop_base(ws, type_name, uuid)
    conflicts.clear_conflict(ws, type_name, uuid)
    refusals.clear_refusal(ws, type_name, uuid)
    journal.note(ws, ws.rtype(type_name), [(ws.fid(type_name, uuid) or image.fid, uuid, "resolve")])


def _theirs(seen: ConflictView) -> dict[str, Any]:
    return {"uuid": seen.conflict.uuid, **(seen.theirs or {})}


def _advance(ws: Workspace, seen: ConflictView, content: Mapping[str, Any], digest: str | None = None) -> None:
    """The base becomes the portal's state, never without its content."""
    type_name, uuid = seen.key
    if seen.revision is None:
        raise StoreError("sync.conflict_changed", **_named(ws, seen))
    if seen.base is not None and seen.base.revision == seen.revision and content:
        return
    record = {"uuid": uuid, **content}
    digest = (digest or content_hash(record)) if content else ""
    if not bases.set_base(ws, type_name, uuid, seen.revision, digest, record):
        raise StoreError("sync.conflict_changed", **_named(ws, seen))
    entry = history.entry(
        type_name,
        uuid,
        seen.base,
        seen.revision,
        record if content else None,
        author=seen.conflict.author,
        at=seen.conflict.at,
        hash=digest,
    )
    if entry is not None:
        history.put(ws, [entry])


def _set_row(ws: Workspace, key: Key, record: Mapping[str, Any]) -> None:
    """Makes a row equal to a record, as an edit of the user's."""
    type_name, uuid = key
    known, _ = bases.split_unknown(ws, type_name, record)
    now = ws.get(type_name, uuid)
    if now is None:
        ws.insert(type_name, {**known, "uuid": uuid})
        return
    names = [name for name in ws.columns(type_name).names if name != "uuid"]
    changes = {name: known.get(name) for name in names if known.get(name) != now.get(name)}
    if changes:
        ws.update(type_name, uuid, changes)


def _go_on_as_new(ws: Workspace, seen: ConflictView, before: list[images.Image]) -> None:
    """The row becomes a new record's, at the beginning of the workflow; what hangs off it here goes along."""
    type_name, uuid = seen.key
    rtype, fresh = ws.rtype(type_name), new_uuid()
    values = {**(seen.mine or {}), "uuid": fresh}
    if WORKFLOW in values:
        values[WORKFLOW] = INITIAL
    children = ws.children(type_name, uuid)
    before += [images.take(ws, type_name, fresh), *(images.take(ws, *child) for child in children)]
    ws.insert(type_name, {name: value for name, value in values.items() if name in ws.columns(rtype.name).known})
    for child, identity in children:
        kept = ws.get(child, identity) or {}
        fields = [name for name in reference_fields(ws.rtype(child)) if kept.get(name) == uuid]
        ws.update(child, identity, dict.fromkeys(fields, fresh))
    ws.delete(type_name, uuid)


def _bring_back(ws: Workspace, key: Key, before: list[images.Image]) -> None:
    found = bases.get_base(ws, *key)
    if found is not None and outbox.in_flight(ws, *key) is None:
        before.append(images.take(ws, *key))
        _set_row(ws, key, found.record)


def _remove_tree(ws: Workspace, key: Key, before: list[images.Image]) -> None:
    """Deletes what hangs off a record, and the record where it is here still."""
    doomed = tree(ws, key)
    before += [images.take(ws, *one) for one in doomed if one != key]
    for one in doomed:
        if ws.fid(*one) is not None:
            ws.delete(*one)
        if one != key:
            other = conflicts.get_conflict(ws, *one)
            if other is not None and other.theirs is None:  # the portal has deleted it, too
                bases.drop_base(ws, *one)
                conflicts.clear_conflict(ws, *one)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
