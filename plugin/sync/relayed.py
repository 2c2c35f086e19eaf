"""What the portal said of somebody else's batch comes home: the rows that show it get their base, or go back.

A row that shows nothing of the batch is left alone: the next pull brings what the portal has, as it would have done had
the author sent it. All of an answer is applied in one short transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..contract import wire
from ..contract.batch import Batch, Item
from ..contract.jcs import content_hash
from ..contract.merge import merge_fields
from ..contract.verdict import STORED, BatchAnswer, Verdict, match
from ..store import base as bases
from ..store import history, relay, shown
from ..store.base import BaseRow
from ..store.changes import reconcile_clean
from ..store.workspace import Workspace
from .portal import SignedAnswer
from .settle import Theirs, settle

Key = tuple[str, str]


@dataclass
class Relayed:
    """What became of a relayed batch's items, and how many rows here changed by it."""

    counts: Counter[str] = field(default_factory=Counter)
    verdicts: list[tuple[Item, Verdict]] = field(default_factory=list)
    changed: int = 0


def apply_relayed(
    ws: Workspace, batch: Batch, answer: BatchAnswer, signed: SignedAnswer, *, author: str | None = None, fresh: bool
) -> Relayed:
    """Applies the verdicts and keeps the signed answer: all of it or nothing.

    ``author`` is the name of who made the batch, for the records' history.
    ``fresh`` says that they were decided in this very run. Of older ones, a record that this workspace does not have
    otherwise may have been deleted since, and its deletion received: only what the next pull brings of it counts.
    Raises ``contract.answer_mismatch`` where verdicts are missing, foreign or double; StoreError.
    """
    pairs = match(batch, answer)
    done = Relayed(verdicts=list(pairs))
    past = []
    with ws.applying():
        for item, verdict in pairs:
            done.counts[verdict.verdict] += 1
            before = _base(ws, item)
            done.changed += _apply(ws, batch.batch, item, verdict, fresh)
            entry = _entry(item, verdict, before, _base(ws, item), author, answer)
            if entry is not None:
                past.append(entry)
        history.put(ws, past)
        told = {verdict.key: (verdict.verdict, _told(verdict)) for _, verdict in pairs}
        relay.answer(ws, batch.batch, signed.body, signed.signature, signed.kid, told)
        reconcile_clean(ws, only=[item.key for item, _ in pairs])
    return done


def give_up(ws: Workspace, batch_id: str, reason: Mapping[str, Any]) -> int:
    """The portal does not take the batch from here: its rows go back. How many rows changed."""
    with ws.applying():
        keys = [item.key for item in relay.items_of(ws, batch_id)]
        changed = shown.hide(ws, [item.key for item in relay.items_of(ws, batch_id) if item.shown])
        relay.mark_void(ws, batch_id, wire.dump(dict(reason)).decode("utf-8"))
        reconcile_clean(ws, only=[key for key in keys if key[0] in ws.catalogue.types])
    return changed


def _base(ws: Workspace, item: Item) -> BaseRow | None:
    return bases.get_base(ws, *item.key) if item.type in ws.catalogue.types else None


def _entry(
    item: Item,
    verdict: Verdict,
    before: BaseRow | None,
    after: BaseRow | None,
    author: str | None,
    answer: BatchAnswer,
) -> history.Entry | None:
    """A line of the record's history where its base has advanced; None where the next pull will tell of it."""
    if after is None and (before is None or item.op != "delete"):
        return None
    if before is not None and after is not None and before.revision == after.revision:
        return None
    return history.entry(
        item.type,
        item.uuid,
        before,
        verdict.revision or 0,
        None if after is None else {**after.record, **after.extra},
        author=author,
        at=answer.received_at,
        hash=verdict.hash or "",
        batch=answer.batch,
    )


def _apply(ws: Workspace, batch_id: str, item: Item, verdict: Verdict, fresh: bool) -> int:
    """One verdict; 1 where a row changed."""
    chain = relay.chain(ws, *item.key)
    if not any(one.shown and one.batch == batch_id for one in chain):
        return 0
    if verdict.verdict not in STORED or chain[0].batch != batch_id:
        return shown.hide(ws, [item.key])
    return _stored(ws, chain, verdict, fresh)


def _stored(ws: Workspace, chain: list[relay.RelayItem], verdict: Verdict, fresh: bool) -> int:
    """The portal has it: the base advances, and the row goes on showing what comes after."""
    first, later = chain[0], [one for one in chain[1:] if one.shown]
    name, uuid = first.key
    base = bases.get_base(ws, name, uuid)
    revision, digest = verdict.revision or 0, verdict.hash or ""
    whole = None if base is None else {"uuid": uuid, **base.record, **base.extra}
    content = shown.after_items(whole, [first])
    record = verdict.record if verdict.record is not None else content
    known = first.op == "delete" or (record is not None and content_hash(record) == digest)
    if not known or (base is not None and revision < base.revision):
        return shown.hide(ws, [first.key])
    edited = shown.is_edited(ws, name, uuid)
    if base is None and not fresh and not edited:
        return shown.hide(ws, [first.key])
    if first.op == "delete":
        bases.drop_base(ws, name, uuid)
        return 0
    assert record is not None
    if record == content:
        # Edited or not, the row is base + what else it shows + edits, as before. Were an edited one compared with this
        # revision, what later items brought would pass for something that the portal has changed.
        bases.set_base(ws, name, uuid, revision, digest, record)
        return 0
    if not edited:
        bases.set_base(ws, name, uuid, revision, digest, record)
        after = shown.after_items(record, later)
        if after is None:
            return 0
        bases.write_row(ws, name, uuid, after)
        return 1
    origin, mine, after = shown.content(ws, name, uuid), ws.get(name, uuid), shown.after_items(record, later)
    if mine is not None and after is not None:
        # What later items brought is on both sides: only what others changed meets the edits made here.
        merged = merge_fields(ws.rtype(name), origin, mine, after)
        if not merged.conflicts:
            bases.set_base(ws, name, uuid, revision, digest, record)
            if merged.takes_theirs:
                bases.write_row(ws, name, uuid, merged.values)
            return int(merged.takes_theirs)
    relay.unmark_shown(ws, name, uuid)
    settle(
        ws,
        ws.rtype(name),
        uuid,
        origin=origin,
        mine=mine,
        theirs=Theirs(revision, digest, record),
        was_here=True,
    )
    return 1


def _told(verdict: Verdict) -> str | None:
    """What stands beside a verdict, as it is kept for the list."""
    if verdict.conflict is not None:
        info = verdict.conflict
        kept: dict[str, Any] = {
            "conflict": info.kind,
            "fields": list(info.fields),
            "author": info.author,
            "at": info.at,
        }
    elif verdict.problems:
        kept = {
            "problems": [{"pointer": one.pointer, "rule": one.rule, "message": one.message} for one in verdict.problems]
        }
    else:
        return None
    return wire.dump(kept).decode("utf-8")
