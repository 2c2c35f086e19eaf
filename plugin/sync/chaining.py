"""Freezing for a bundle: everything that waits, also edits of records whose earlier item is not answered yet.

Such an item starts from what was sent before (``after`` names the batch) instead of from a base. On the wire there is
one unanswered item a record; only a bundle, which nobody can wait for, holds several.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..contract.batch import Item, encode_item
from ..contract.merge import apply_set, diff
from ..store import base as bases
from ..store import changes, journal, outbox
from ..store.changes import LocalChange
from ..store.connection import reading
from ..store.outbox import OutboxItem
from ..store.workspace import Workspace
from .freeze import (
    ENVELOPE,
    Key,
    Refused,
    Sender,
    Sent,
    Sizes,
    frozen,
    note,
    outbox_items,
    problems_of,
    to_item,
    too_large,
)


@dataclass(frozen=True)
class AllFrozen:
    """The new batches, in the order in which they have to arrive, and what was refused on the way."""

    sent: tuple[Sent, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class _Unknown:
    """What was sent cannot be told: the base is not the one that the first item started from."""


def freeze_all(
    ws: Workspace, sender: Sender, moment: datetime, sizes: Sizes, leave_out: Collection[Key] = frozenset()
) -> AllFrozen:
    """Freezes all that waits but ``leave_out``, in one transaction; from then on it may arrive.

    Raises :class:`~plugin.errors.StoreError`.
    """
    with reading(ws.connection):
        flying = outbox.own_in_flight(ws)
        plain = [
            (change, to_item(ws, change)) for change in changes.dirty(ws, skip=frozenset(leave_out) | frozenset(flying))
        ]
        chained = list(_chained(ws, flying.difference(leave_out)))
    refused: list[Refused] = []
    same = [change for change, item in plain if item is None]
    fitting = []
    for change, item in _in_order(ws, [*plain, *chained]):
        problems = problems_of(ws, change, item, sender.language)
        size = len(encode_item(item)) + 1
        if not problems and size > sizes.bytes - ENVELOPE:
            problems = [too_large(size, sizes.bytes - ENVELOPE, sender.language)]
        if problems:
            refused.append(Refused(change, tuple(problems)))
        else:
            fitting.append((change, item))
    sent = tuple(frozen(sender, moment, part) for part in _cut(fitting, sizes))
    if sent or refused or same:
        with ws.applying():
            note(ws, refused, same)
            for one in sent:
                outbox.put(ws, one.id, one.body, outbox_items(one))
                outbox.mark_sending(ws, one.id)
    return AllFrozen(sent, tuple(refused))


def _chained(ws: Workspace, flying: Iterable[Key]) -> Iterator[tuple[LocalChange, Item | None]]:
    """Records that were edited since they were frozen, each with the item that follows the last one."""
    seq = journal.last_seq(ws)
    for key in sorted(flying):
        items = outbox.chain(ws, *key)
        if not items or not journal.edited_after(ws, *key, items[-1].journal_seq):
            continue
        sent = content_sent(ws, items)
        if isinstance(sent, _Unknown):
            continue
        mine = ws.get(*key)
        item = _following(ws, key, sent, mine, items[-1].batch or "")
        if item is not None:
            state: changes.State = "deleted" if mine is None else "changed"
            yield LocalChange(key[0], key[1], ws.fid(*key), state, sent, None, mine, seq), item


def content_sent(ws: Workspace, items: Iterable[OutboxItem]) -> dict[str, Any] | None | _Unknown:
    """What a record is once all ``items`` of it have taken effect; None where that is deleted."""
    record: dict[str, Any] | None = None
    for number, item in enumerate(items):
        values = json.loads(item.set_json)
        if item.op == "delete":
            record = None
            continue
        if number == 0 and item.op != "create":
            base = bases.get_base(ws, item.type, item.uuid)
            if base is None or base.revision != item.base:
                return _Unknown()
            record = base.record
        record = apply_set({"uuid": item.uuid, **(record or {})}, values)
    return record


def _following(
    ws: Workspace, key: Key, sent: dict[str, Any] | None, mine: dict[str, Any] | None, after: str
) -> Item | None:
    if mine is None:
        return None if sent is None else Item(*key, "delete", {}, after=after)
    rtype = ws.rtype(key[0])
    if sent is None:
        left_out = {field.name for field in rtype.fields if field.derived} | {"uuid"}
        values = {name: value for name, value in mine.items() if name not in left_out}
    else:
        values = diff(rtype, sent, mine)
    return Item(*key, "change", values, after=after) if values else None


def _in_order(ws: Workspace, found: Iterable[tuple[LocalChange, Item | None]]) -> Iterator[tuple[LocalChange, Item]]:
    """What is there, parents first; then what is deleted, children first."""
    places = {name: place for place, name in enumerate(ws.catalogue.types)}
    steps = [(change, item) for change, item in found if item is not None]
    steps.sort(key=lambda step: (step[1].op == "delete", places[step[1].type] * (-1 if step[1].op == "delete" else 1)))
    return iter(steps)


def _cut(steps: list[tuple[LocalChange, Item]], sizes: Sizes) -> Iterator[list[tuple[LocalChange, Item]]]:
    """The steps in runs that fit a batch each."""
    run: list[tuple[LocalChange, Item]] = []
    room = sizes.bytes - ENVELOPE
    for change, item in steps:
        size = len(encode_item(item)) + 1
        if run and (len(run) >= sizes.items or size > room):
            yield run
            run, room = [], sizes.bytes - ENVELOPE
        run.append((change, item))
        room -= size
    if run:
        yield run
