"""Freezing: what waits becomes a batch whose bytes are on the disk before the first of them is sent.

A batch never changes after that; later edits wait for the next one. What cannot travel in its form (a text where a
number belongs, a code that no list has) is refused here, by the same check and in the same words as the portal's, and
not sent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from ..contract import wire
from ..contract.batch import Batch, Item, Op, encode, encode_item
from ..contract.limits import MAX_BATCH_BYTES, MAX_ITEMS
from ..contract.merge import diff
from ..quality import RULES_VERSION
from ..records import messages
from ..records.values import faults, new_uuid
from ..store import base as bases
from ..store import journal, outbox, refusals
from ..store.changes import LocalChange, dirty, local_change, reconcile_clean
from ..store.outbox import OutboxItem
from ..store.workspace import Workspace

Key = tuple[str, str]
ENVELOPE = 1024
"""Bytes of a batch that are not its items, at most."""


@dataclass(frozen=True)
class Sizes:
    """What one batch may hold: the contract's limits or the portal's, whichever is less."""

    items: int = MAX_ITEMS
    bytes: int = MAX_BATCH_BYTES


@dataclass(frozen=True)
class Sender:
    """What a batch says of where it comes from and goes to. ``seen_at`` is the last server time that was seen."""

    portal: str
    seen_at: str | None
    language: str


@dataclass(frozen=True)
class Refused:
    """A record that cannot travel as it is, and why."""

    change: LocalChange
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Sent:
    """A frozen batch with what its answer will be held against: for each record the last journal entry it includes."""

    batch: Batch
    body: bytes
    seqs: Mapping[Key, int]

    @property
    def id(self) -> str:
        """The batch's id."""
        return self.batch.batch


@dataclass(frozen=True)
class Frozen:
    """``sent`` is None where nothing was left to send. ``refused`` were refused on the way."""

    sent: Sent | None
    refused: tuple[Refused, ...]


def freeze(
    ws: Workspace, sender: Sender, moment: datetime, sizes: Sizes, leave_out: Collection[Key] = frozenset()
) -> Frozen:
    """Freezes the next batch of records that wait, without those in ``leave_out``; parents before children.

    ``moment`` is when, with its offset. Refused records are kept as refusals. Raises
    :class:`~plugin.errors.StoreError`.
    """
    refused: list[Refused] = []
    same: list[LocalChange] = []
    chosen: list[tuple[LocalChange, Item]] = []
    passed = set(leave_out)
    while True:
        found = dirty(ws, limit=sizes.items, skip=passed)
        if _choose(ws, sender, sizes, found, chosen, refused, same) or len(found) < sizes.items:
            break
        # A whole page of records that cannot be sent: look further.
        passed.update(change.key for change in found)
    return _keep(ws, sender, moment, chosen, refused, same)


def _choose(
    ws: Workspace,
    sender: Sender,
    sizes: Sizes,
    found: list[LocalChange],
    chosen: list[tuple[LocalChange, Item]],
    refused: list[Refused],
    same: list[LocalChange],
) -> bool:
    """Sorts what was found into items to send, records refused and records with nothing to send; whether to stop."""
    fitting: list[tuple[LocalChange, Item]] = []
    for change in found:
        item = to_item(ws, change)
        if item is None:
            same.append(change)
            continue
        problems = problems_of(ws, change, item, sender.language)
        if problems:
            refused.append(Refused(change, tuple(problems)))
        else:
            fitting.append((change, item))
    room = most = sizes.bytes - ENVELOPE
    for change, item in fitting:
        size = len(encode_item(item)) + 1
        if size > most:
            refused.append(Refused(change, (too_large(size, most, sender.language),)))
        elif size > room:
            break
        else:
            room -= size
            chosen.append((change, item))
    return bool(chosen)


def to_item(ws: Workspace, change: LocalChange) -> Item | None:
    """What of a record goes out: only what changed. None where nothing is to be sent."""
    if change.state == "created_deleted":
        return None
    if change.mine is None:
        return Item(change.type, change.uuid, "delete", {}, base=change.base_revision)
    rtype = ws.rtype(change.type)
    if change.state == "created":
        left_out = {field.name for field in rtype.fields if field.derived} | {"uuid"}
        filled = {name: value for name, value in change.mine.items() if name not in left_out}
        return Item(change.type, change.uuid, "create", filled)
    changed = diff(rtype, change.base, change.mine)
    return Item(change.type, change.uuid, "change", changed, base=change.base_revision) if changed else None


def problems_of(ws: Workspace, change: LocalChange, item: Item, lang: str) -> list[dict[str, Any]]:
    """What keeps an item from travelling in its form."""
    if wire.UUID.fullmatch(item.uuid) is None:
        return [_problem("/uuid", "shape.uuid", messages.text("shape.uuid", lang, field="uuid"))]
    found = faults(ws.rtype(change.type), item.set, ws.catalogue, partial=True)
    return [_problem(wire.at("/set", fault.field), fault.rule, fault.message(lang)) for fault in found]


def _problem(pointer: str, rule: str, message: str) -> dict[str, Any]:
    return {"pointer": pointer, "rule": rule, "message": message}


def too_large(size: int, limit: int, lang: str) -> dict[str, Any]:
    """The reason why a record that fits no batch is refused. It tells the limit, too: a larger one ends the refusal."""
    text = messages.text("sync.record_too_large", lang, bytes=size, limit=limit)
    return {**_problem("", "shape.record_too_large", text), "limit": limit}


def _keep(
    ws: Workspace,
    sender: Sender,
    moment: datetime,
    chosen: list[tuple[LocalChange, Item]],
    refused: list[Refused],
    same: list[LocalChange],
) -> Frozen:
    """Writes batch and refusals down in one transaction."""
    sent = None
    if chosen:
        sent = frozen(sender, moment, chosen)
    if sent is None and not refused and not same:
        return Frozen(None, ())
    with ws.applying():
        note(ws, refused, same)
        if sent is not None:
            outbox.put(ws, sent.id, sent.body, outbox_items(sent))
    return Frozen(sent, tuple(refused))


def frozen(sender: Sender, moment: datetime, chosen: list[tuple[LocalChange, Item]]) -> Sent:
    """A new batch of ``chosen``, not kept yet."""
    batch = Batch(
        batch=new_uuid(),
        portal=sender.portal,
        rules=RULES_VERSION,
        made_at=moment.isoformat(timespec="seconds"),
        seen_at=sender.seen_at,
        items=tuple(item for _, item in chosen),
    )
    return Sent(batch, encode(batch), {change.key: change.journal_seq for change, _ in chosen})


def note(ws: Workspace, refused: Iterable[Refused], same: Collection[LocalChange]) -> None:
    """Keeps the refusals, and has records with nothing to send forgotten; inside ``applying()``."""
    for one in refused:
        refusals.put_refusal(ws, one.change.type, one.change.uuid, one.problems, one.change.journal_seq)
    for change in same:
        _align(ws, change)
    reconcile_clean(ws, only=[change.key for change in same])


def outbox_items(sent: Sent) -> list[OutboxItem]:
    """A frozen batch's items as the outbox keeps them."""
    return [
        OutboxItem(
            position=position,
            type=item.type,
            uuid=item.uuid,
            op=item.op,
            base=item.base,
            journal_seq=sent.seqs[item.key],
            set_json=wire.dump(item.set).decode("utf-8"),
            after=item.after,
        )
        for position, item in enumerate(sent.batch.items)
    ]


def _align(ws: Workspace, change: LocalChange) -> None:
    """A row that says the same as its base in other words (1 for 1.0) gets the base's words, unless it changed
    since."""
    now = local_change(ws, change.type, change.uuid)
    if now is not None and now.mine is not None and now.base is not None and to_item(ws, now) is None:
        bases.write_row(ws, change.type, change.uuid, now.base)


def thaw(stored: outbox.OutboxBatch, batch: Batch) -> Sent:
    """A batch of an earlier run as it was sent then; ``batch`` is its decoded body."""
    return Sent(batch, stored.body, {(item.type, item.uuid): item.journal_seq for item in stored.items})


def rebuilt(stored: outbox.OutboxBatch, portal: str) -> Batch:
    """A batch put together again from what is known of its items, to hold verdicts against: these are not the bytes
    that were sent, and they are never sent."""

    def values(text: str) -> dict[str, Any]:
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        return found if isinstance(found, dict) else {}

    items = (
        Item(one.type, one.uuid, cast(Op, one.op), values(one.set_json), one.base, one.after) for one in stored.items
    )
    return Batch(stored.batch, portal, RULES_VERSION, stored.made_at, tuple(items))


def waiting_at_most(ws: Workspace) -> int:
    """How many records may wait: cheap, and an upper bound."""
    return journal.count_waiting(ws)
