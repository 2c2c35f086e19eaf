"""Verdicts come home: one short transaction makes them the workspace's own.

A base advances only together with its revision's content: what was sent where the portal says that it has just that
(its content hash is checked), else the record that came along. Edits made since the batch was frozen stay, and wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..contract.batch import Item
from ..contract.jcs import content_hash
from ..contract.merge import apply_set
from ..contract.verdict import STORED, BatchAnswer, Verdict, decode, match
from ..errors import ContractError
from ..store import base as bases
from ..store import conflicts, history, journal, outbox, refusals
from ..store.base import BaseRow
from ..store.changes import reconcile_clean
from ..store.workspace import Workspace
from . import bookkeeping
from .freeze import Key, Sent
from .portal import SignedAnswer
from .settle import Settled, Theirs, settle

NO_REVISION = "after.no_revision"
"""The rule by which a portal refuses an item whose ``after`` came to nothing for its record."""


@dataclass
class Applied:
    """What became of a batch's items. ``met`` are conflicts found only here: a field edited again while others changed
    it on the portal. ``unfit`` are records whose content is not what the hash says: the next pull brings it.
    ``waits_again`` are items of a bundle whose start came to nothing."""

    counts: Counter[str] = field(default_factory=Counter)
    verdicts: list[tuple[Item, Verdict]] = field(default_factory=list)
    met: dict[Key, Settled] = field(default_factory=dict)
    skipped: list[Key] = field(default_factory=list)
    unfit: list[Key] = field(default_factory=list)
    waits_again: list[Key] = field(default_factory=list)


def apply_answer(
    ws: Workspace, sent: Sent, answer: BatchAnswer, signed: SignedAnswer, being_edited: Collection[Key] = frozenset()
) -> Applied:
    """Applies the verdicts of a batch, keeps the signed answer, and ends the batch: all of it or nothing.

    Records in ``being_edited`` have uncommitted edits in an open session: their rows are not touched. Raises
    ``contract.answer_mismatch`` before anything is done where verdicts are missing, foreign or double.
    """
    pairs = match(sent.batch, answer)
    applied = Applied(verdicts=list(pairs))
    with ws.applying():
        work = _Application(ws, sent, answer, being_edited, applied)
        for item, verdict in pairs:
            applied.counts[verdict.verdict] += 1
            work.apply(item, verdict)
        outbox.acknowledge(ws, sent.id, signed.body, signed.signature, signed.kid, {v.key: v.verdict for _, v in pairs})
        work.forget([verdict.key for _, verdict in pairs if verdict.verdict in STORED])
        history.put(ws, work.past)
    return applied


class _Application:
    """The verdicts of one batch, one by one, inside one transaction."""

    def __init__(
        self, ws: Workspace, sent: Sent, answer: BatchAnswer, being_edited: Collection[Key], applied: Applied
    ) -> None:
        self.past: list[history.Entry] = []
        self._ws = ws
        self._sent = sent
        self._answer = answer
        self._author = bookkeeping.account_name(ws)
        self._being_edited = being_edited
        self._applied = applied
        self._quiet = journal.last_seq(ws) <= min(sent.seqs.values(), default=0)
        self._bases = self._read_bases()
        self._conflicted = {conflict.key for conflict in conflicts.list_conflicts(ws)}
        self._as_sent: set[Key] = set()
        self._produced: dict[str, dict[Key, int | None]] = {}

    def forget(self, keys: Iterable[Key]) -> None:
        """Has the journal forget the records that are clean now."""
        others = [key for key in keys if key not in self._as_sent]
        reconcile_clean(self._ws, only=others)
        uuids: dict[str, list[str]] = {}
        for type_name, uuid in self._as_sent:
            uuids.setdefault(type_name, []).append(uuid)
        for type_name, found in uuids.items():
            rtype = self._ws.rtype(type_name)
            journal.forget(self._ws, rtype, journal.fids_of(self._ws, rtype, found))
        refused = self._ws.connection.rows("SELECT type, uuid FROM vidbudova_refusal")  # lapsed ones among them
        for key in self._as_sent.intersection(refused):
            refusals.clear_refusal(self._ws, *key)

    def _read_bases(self) -> dict[Key, BaseRow]:
        """The bases that the batch's changes started from."""
        wanted: dict[str, list[str]] = {}
        for item in self._sent.batch.items:
            wanted.setdefault(item.type, []).append(item.uuid)
        return {
            (type_name, uuid): row
            for type_name, uuids in wanted.items()
            for uuid, row in bases.get_bases(self._ws, type_name, uuids).items()
        }

    def apply(self, item: Item, verdict: Verdict) -> None:
        """One verdict."""
        ws, (type_name, uuid) = self._ws, item.key
        if verdict.verdict in STORED:
            if item.op == "delete":
                self._delete(item, verdict)
            else:
                self._store(item, verdict)
        elif verdict.verdict == "conflict" and verdict.conflict is not None:
            info = verdict.conflict
            conflicts.put_conflict(
                ws, type_name, uuid, info.kind, info.fields, info.theirs, info.revision, info.author, info.at
            )
        elif verdict.verdict == "refused" and item.after is not None and _lost_its_start(verdict):
            # What it was to follow came to nothing, for reasons told there; it waits, and goes with the whole of it.
            self._applied.waits_again.append(item.key)
        elif verdict.verdict == "refused":
            problems = [{"pointer": one.pointer, "rule": one.rule, "message": one.message} for one in verdict.problems]
            refusals.put_refusal(ws, type_name, uuid, problems, self._sent.seqs[item.key])
        # A held record keeps its journal entries and waits: the next freeze takes it again.

    def _revision_after(self, batch: str, key: Key) -> int | None:
        """The revision that one of the workspace's own batches produced of a record."""
        if batch not in self._produced:
            answer = outbox.answer_of(self._ws, batch)
            try:
                found = () if answer is None else decode(answer).verdicts
            except ContractError:  # an answer of an earlier version that this one reads differently
                found = ()
            self._produced[batch] = {one.key: one.revision for one in found if one.verdict in STORED}
        return self._produced[batch].get(key)

    def _delete(self, item: Item, verdict: Verdict) -> None:
        base = self._bases.get(item.key)
        if base is None or (verdict.revision or 0) >= base.revision:
            bases.drop_base(self._ws, item.type, item.uuid)
            self._over(item)
            self._note(item, verdict, None)

    def _store(self, item: Item, verdict: Verdict) -> None:
        base = self._bases.get(item.key)
        revision, digest = verdict.revision or 0, verdict.hash or ""
        if base is not None and revision < base.revision:
            return
        content = self._content_sent(item, base)
        record = verdict.record
        if record is None:
            if content is None or content_hash(content) != digest:
                # Without the revision's content the base stays where it is; the record goes on waiting.
                self._applied.unfit.append(item.key)
                return
            record = content
            if not self._edited_since(item):
                # The row is what was frozen, and the base is now that: clean, without comparing them.
                bases.set_base(self._ws, item.type, item.uuid, revision, digest, record)
                self._as_sent.add(item.key)
                self._over(item)
                self._note(item, verdict, record)
                return
        if item.key in self._being_edited and record is not content and record != content:
            self._applied.skipped.append(item.key)
            return
        settled = settle(
            self._ws,
            self._ws.rtype(item.type),
            item.uuid,
            origin=content,
            mine=self._ws.get(item.type, item.uuid),
            theirs=Theirs(revision, digest, record),
            was_here=True,
        )
        if settled.effect != "conflict":
            refusals.clear_refusal(self._ws, item.type, item.uuid)
            self._note(item, verdict, record)
        if settled.effect == "conflict":
            self._applied.met[item.key] = settled

    def _note(self, item: Item, verdict: Verdict, record: Mapping[str, Any] | None) -> None:
        """A line of the record's history. A merged revision is told as ours, with what others had changed before."""
        entry = history.entry(
            item.type,
            item.uuid,
            self._bases.get(item.key),
            verdict.revision or 0,
            record,
            author=self._author,
            at=self._answer.received_at,
            hash=verdict.hash or "",
            batch=self._sent.id,
        )
        if entry is not None:
            self.past.append(entry)

    def _over(self, item: Item) -> None:
        """The record is on the portal as it was sent: an older conflict of it is over."""
        if item.key in self._conflicted:
            conflicts.clear_conflict(self._ws, item.type, item.uuid)

    def _content_sent(self, item: Item, base: BaseRow | None) -> dict[str, Any] | None:
        """Base + set: the record as it was sent, unknown fields of the base included; None where the base is
        another."""
        if item.op == "create":
            return apply_set({"uuid": item.uuid}, item.set)
        start = item.base if item.after is None else self._revision_after(item.after, item.key)
        if item.after is not None and base is None:
            return apply_set({"uuid": item.uuid}, item.set)  # it was deleted by the batch before, and is there again
        if base is None or base.revision != start:
            return None
        return apply_set({"uuid": item.uuid, **base.record, **base.extra}, item.set)

    def _edited_since(self, item: Item) -> bool:
        if self._quiet:
            return False
        return journal.edited_after(self._ws, item.type, item.uuid, self._sent.seqs[item.key])


def _lost_its_start(verdict: Verdict) -> bool:
    """Whether an item was refused only because the batch that it follows produced no revision of its record."""
    return any(problem.rule == NO_REVISION for problem in verdict.problems)
