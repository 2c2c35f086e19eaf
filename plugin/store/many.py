"""One edit of many records: in parts, each a short transaction of its own, that are told and undone as one step.

What becomes of a record is decided inside the transaction that writes it, on the record as it is then. A crash or an
error between two parts leaves whole records behind, and a step that can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from ..errors import StoreError
from . import listing, steps
from .columns import Record
from .listing_index import IDS_OF_A_TYPE
from .listing_order import Key, Mark
from .listing_query import ListQuery, top_types
from .titles import record_title
from .workspace import Workspace

PART = 200
LONGEST = 0.1
"""Seconds after which a part ends, however few records it has: another program's save may be waiting."""
MOST_HELD = 500
"""Records left as they are that are named; more are counted."""


@dataclass(frozen=True)
class Chosen:
    """Records of the list: `count` of them, by their ids there, or everything that answers `query`.

    It holds as long as :func:`plugin.store.listing.mark` says `mark`.
    """

    count: int
    ids: tuple[int, ...]
    query: ListQuery | None
    mark: Mark


@dataclass(frozen=True)
class Held:
    """Why a record is left as it is: a code, what fills its text, and the field that it is about, if any."""

    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""


@dataclass(frozen=True)
class HeldRecord:
    """A record that is left as it is."""

    key: Key
    title: str
    held: Held


@dataclass
class Outcome:
    """What became, or would become, of many records.

    `done` are those that were changed; `along` counts what went with them (deleted children); `held` names some of
    those left, `reasons` counts all of them by code. `step` is the number of the first part; `stopped` what ended it
    before its end; `complete` is False then, and after a cancel.
    """

    done: list[Key] = field(default_factory=list)
    along: int = 0
    held: list[HeldRecord] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    step: int | None = None
    stopped: StoreError | None = None
    complete: bool = True

    def hold(self, ws: Workspace, key: Key, held: Held, record: Record | None, lang: str) -> None:
        """Notes a record that is left."""
        self.reasons[held.why] = self.reasons.get(held.why, 0) + 1
        if len(self.held) < MOST_HELD:
            rtype = ws.catalogue.types.get(key[0])
            title = record_title(ws, rtype, record, lang) if rtype is not None and record is not None else ""
            self.held.append(HeldRecord(key, title, held))


Decide = Callable[[Key, Record], "Mapping[str, Any] | Held"]
"""The changes to a record, or why it is left."""
Told = Callable[[int, int], None]
"""How many records were gone through, of how many."""


def types_of(ws: Workspace, chosen: Chosen) -> tuple[str, ...]:
    """The record types of a choice, without looking any record up."""
    if chosen.query is not None:
        return chosen.query.types or top_types(ws)
    names = sorted(ws.catalogue.types)
    return tuple(names[number] for number in sorted({identity // IDS_OF_A_TYPE for identity in chosen.ids}))


def keys_of(ws: Workspace, chosen: Chosen) -> list[Key]:
    """The chosen records. Raises ``store.list_changed`` where the list is not the one any more they were chosen in."""
    if listing.mark(ws) != chosen.mark:
        raise StoreError("store.list_changed")
    if chosen.query is not None:
        return listing.keys_of(ws, chosen.query)
    return list(listing.read_keys(ws, chosen.ids))


def look(
    ws: Workspace,
    keys: Sequence[Key],
    decide: Decide,
    lang: str,
    cancelled: Callable[[], bool],
    told: Told,
) -> Outcome:
    """What :func:`change` would do; nothing is written."""
    found = Outcome()
    for number, key in enumerate(keys):
        if cancelled():
            found.complete = False
            break
        _judge(ws, key, decide, lang, found)
        told(number + 1, len(keys))
    return found


def change(
    ws: Workspace,
    keys: Sequence[Key],
    decide: Decide,
    lang: str,
    cancelled: Callable[[], bool],
    told: Told,
    after: Callable[[list[Key]], None] | None = None,
) -> Outcome:
    """Changes records as `decide` says. `after` is called with the records of each part, once it is written."""

    def write(key: Key, found: Outcome) -> None:
        changes = _judge(ws, key, decide, lang, found)
        if changes is not None:
            try:
                ws.update(*key, changes)
            except StoreError as error:
                if error.code != "store.bad_value":
                    raise
                found.done.pop()
                found.hold(ws, key, Held("bad_value", {"reason": error.describe(lang)}), ws.get(*key), lang)

    return in_parts(ws, "edit", keys, write, cancelled, told, after)


def look_at_deletion(
    ws: Workspace,
    keys: Sequence[Key],
    held: Mapping[Key, Held],
    lang: str,
    cancelled: Callable[[], bool],
    told: Told,
) -> Outcome:
    """What :func:`delete` would do; nothing is written."""
    found = Outcome()
    doomed: set[Key] = set(keys)
    for number, key in enumerate(keys):
        if cancelled():
            found.complete = False
            break
        record = ws.get(*key)
        if record is None or key in held:
            found.hold(ws, key, held.get(key, Held("gone")), record, lang)
        else:
            found.done.append(key)
            along = [child for child in _family(ws, key) if child not in doomed]
            found.along += len(along)
            doomed.update(along)
        told(number + 1, len(keys))
    return found


def delete(
    ws: Workspace,
    keys: Sequence[Key],
    held: Mapping[Key, Held],
    lang: str,
    cancelled: Callable[[], bool],
    told: Told,
) -> Outcome:
    """Deletes records with what hangs off them, but those `held`."""
    chosen = set(keys)

    def write(key: Key, found: Outcome) -> None:
        if key in held:
            found.hold(ws, key, held[key], ws.get(*key), lang)
        elif ws.fid(*key) is not None:  # it may have hung off one before it
            gone = ws.delete(*key)
            found.done.append(key)
            found.along += sum(one not in chosen for one in gone)

    return in_parts(ws, "delete", keys, write, cancelled, told)


def in_parts(
    ws: Workspace,
    kind: str,
    keys: Sequence[Key],
    write: Callable[[Key, Outcome], None],
    cancelled: Callable[[], bool],
    told: Told,
    after: Callable[[list[Key]], None] | None = None,
) -> Outcome:
    """Writes records in parts, each a transaction, that are one step of that `kind`.

    `write` writes one record and notes in the outcome what became of it; StoreError ends it all, and takes back what
    was written of that part. A cancel ends it between two parts.
    """
    found = Outcome()
    at = 0
    while at < len(keys):
        if cancelled():
            found.complete = False
            break
        done, along, held, reasons = len(found.done), found.along, len(found.held), dict(found.reasons)
        try:
            at, first = _part(ws, kind, keys, at, write, found)
        except StoreError as error:  # nothing of this part was written
            del found.done[done:], found.held[held:]
            found.along, found.reasons = along, reasons
            found.stopped, found.complete = error, False
            break
        found.step = first if found.step is None else found.step
        told(at, len(keys))
        if after is not None:
            try:
                after(found.done[done:])
            except StoreError as error:
                found.stopped, found.complete = error, False
                break
    return found


# --- inside ----------------------------------------------------------------------------------------------------------


def _judge(ws: Workspace, key: Key, decide: Decide, lang: str, found: Outcome) -> Mapping[str, Any] | None:
    record = ws.get(*key)
    decided: Mapping[str, Any] | Held = Held("gone") if record is None else decide(key, record)
    if isinstance(decided, Held):
        found.hold(ws, key, decided, record, lang)
        return None
    found.done.append(key)
    return decided


def _family(ws: Workspace, key: Key) -> Iterable[Key]:
    for child in ws.children(*key):
        yield child
        yield from _family(ws, child)


def _part(
    ws: Workspace,
    kind: str,
    keys: Sequence[Key],
    at: int,
    write: Callable[[Key, Outcome], None],
    found: Outcome,
) -> tuple[int, int | None]:
    """One transaction: how far it came, and the number of its step."""
    with steps.recording(ws, kind, part_of=found.step) as made:
        begun = perf_counter()
        for key in keys[at : at + PART]:
            write(key, found)
            at += 1
            if perf_counter() - begun > LONGEST:
                break
    return at, made.number
