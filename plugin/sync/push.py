"""Sending: what is frozen goes first, then what waits is frozen and goes, batch by batch.

After anything ambiguous (a lost answer, a time-out, an answer that cannot be trusted) the portal is asked what became
of the batch, and only if it does not know it the very same bytes are sent again. A batch that is too big, or keeps
timing out, is voided first and only then split: a time-out does not prove that the request will not still arrive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from concurrent.futures import Future
from typing import Any

from ..contract import batch as batches
from ..contract.batch import Item
from ..errors import ContractError, PortalError, StoreError, TransportError, VidbudovaError
from ..records import messages
from ..store import outbox, refusals
from . import answers
from .apply import Applied, apply_answer
from .batch_sizes import BatchSizes
from .events import Answered, Event, Problem, Resuming, Sending
from .freeze import ENVELOPE, Frozen, Refused, Sent, freeze, rebuilt, thaw, too_large, waiting_at_most
from .lapsing import DAILY, LIMIT, lapse
from .portal import SignedAnswer
from .run import Run

Key = tuple[str, str]

_TIMEOUTS = ("transport.timeout", "portal.timeout")
_TIMEOUTS_BEFORE_SPLIT = 3
_ANEW_AT_MOST = 3

_MALFORMED = ("portal.malformed", "portal.bad_request")
"""The portal could not read the batch, and nothing of it took effect: it is voided, and taken apart until the item that
is to blame is found."""
_ISOLATED_AT_MOST = 20
_ITEM = re.compile(r"/items/(\d{1,6})(?:/|$)")

_PARKED = ("portal.unauthorised", "portal.forbidden", "portal.other_contract", "portal.not_implemented")
"""Nothing took effect, and the same bytes will do once the cause is removed: the batch stays as it is."""


class Push:
    """The sending half of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ws = run.ws
        self._sizes = BatchSizes(run.ws, run.sizes)
        self._isolated: list[Key] = []
        self._answers = 0
        self._attempted: set[Key] = set()
        self._anew = 0
        self._following: Sent | None = None

    def resume(self) -> Generator[Event, None, None]:
        """Brings every batch of earlier runs to its end. Raises where one's outcome stays unknown."""
        while (stored := outbox.next_unfinished(self._ws)) is not None:
            try:
                batch = batches.decode(stored.body)
            except ContractError:
                yield from self._give_up_damaged(stored)
                continue
            yield Resuming(stored.batch, len(batch.items))
            sent = thaw(stored, batch)
            # Later edits of these records may go in this run, too: they are not under way any more.
            yield from self._through(sent, ask_first=stored.state == "sending")

    def _give_up_damaged(self, stored: outbox.OutboxBatch) -> Generator[Event, None, None]:
        """A batch whose bytes the disk has lost: its verdicts where it took effect, else its records wait again."""
        yield Problem(StoreError("sync.batch_damaged", batch=stored.batch), final=False)
        sent = thaw(stored, rebuilt(stored, self._run.service.portal))
        applied = yield from self._void(sent, "sync.batch_damaged")
        if applied is not None:
            yield self._answered(sent, applied)

    def send_all(self) -> Generator[Event, None, None]:
        """Freezes and sends until nothing is left that can be sent in this run.

        While a batch is on its way the next one is frozen: the portal works on one core, this side on another.
        """
        run = self._run
        yield from run.patience.retrying(lambda: lapse(self._ws, run.sizes, run.clock.now()))
        sent = yield from self._next()
        while sent is not None:
            items = len(sent.batch.items)
            left = waiting_at_most(self._ws) - len(self._attempted) - items
            yield Sending(sent.id, items, len(sent.body), max(left, 0))
            outbox.mark_sending(self._ws, sent.id)
            first = self._run.helper.submit(self._run.client.post_batch, sent.id, sent.body)
            trouble: VidbudovaError | None = None
            try:
                self._following = yield from self._next()
            except VidbudovaError as error:
                trouble = error
            if (yield from self._through(sent, ask_first=False, first=first)):
                self._attempted.update(sent.seqs)
            else:
                # It has given its records back, and parents go before children: the next one is made anew, too.
                self.give_up_following()
            if trouble is not None:
                raise trouble
            sent, self._following = self._following, None
            if sent is None:
                sent = yield from self._next()

    def give_up_following(self) -> None:
        """A batch that was frozen and never sent is given up: its records wait as they did."""
        if self._following is not None:
            outbox.mark_void(self._ws, self._following.id, json.dumps({"code": "sync.not_sent"}))
            self._following = None

    def _next(self) -> Generator[Event, None, Sent | None]:
        """The next batch, frozen."""
        self._run.patience.check()
        yield from self._run.verify_triggers()
        frozen = yield from self._run.patience.retrying(self._freeze)
        self._note_refused(frozen.refused)
        return frozen.sent

    def _freeze(self) -> Frozen:
        run = self._run
        leave_out = self._attempted | run.blocked() | run.being_edited()
        return freeze(self._ws, run.sender(), run.clock.now(), self._sizes.now, leave_out)

    def _note_refused(self, refused: tuple[Refused, ...]) -> None:
        for one in refused:
            self._attempted.add(one.change.key)
            self._run.report.refused_here(one.change, one.problems)

    def _through(
        self, sent: Sent, *, ask_first: bool, first: Future[SignedAnswer] | None = None
    ) -> Generator[Event, None, bool]:
        """Delivers a batch and reports what came of it; False where it came to nothing and its records wait again."""
        applied = yield from self._deliver(sent, ask_first=ask_first, first=first)
        if applied is None:
            return False
        self._answers += 1
        self._sizes.went(len(sent.batch.items))
        yield self._answered(sent, applied)
        return True

    def _answered(self, sent: Sent, applied: Applied) -> Answered:
        """Reports what became of a batch."""
        self._run.report.answered(applied, len(sent.body))
        counts = applied.counts
        return Answered(
            sent.id,
            accepted=counts["accepted"],
            merged=counts["merged"],
            unchanged=counts["unchanged"],
            held=counts["held"],
            conflicts=counts["conflict"] + len(applied.met),
            refused=counts["refused"],
        )

    def _deliver(
        self, sent: Sent, *, ask_first: bool, first: Future[SignedAnswer] | None
    ) -> Generator[Event, None, Applied | None]:
        """The batch's applied verdicts; None where it came to nothing and its records wait again.

        ``first`` is the first try where it is on its way already.
        """
        run, failures, timeouts, doubts = self._run, 0, 0, 0
        while True:
            if first is None:
                run.patience.check()
            posting = first is not None
            try:
                signed = run.client.get_batch(sent.id) if ask_first else None
                if first is not None:
                    under_way, first = first, None
                    signed = under_way.result()
                elif signed is None:
                    outbox.mark_sending(self._ws, sent.id)
                    posting = True
                    signed = run.client.post_batch(sent.id, sent.body)
                return self._take(sent, signed)
            except VidbudovaError as error:
                if error.code == "portal.too_large":
                    return (yield from self._split(sent, error))
                if error.code in ("portal.batch_void", "portal.batch_differs"):
                    self._freeze_anew(sent, error)
                    return None
                if error.code in _MALFORMED and posting:
                    return (yield from self._take_apart(sent, error))
                if error.code == "portal.other_rules":
                    if (applied := (yield from self._void(sent, error.code))) is not None:
                        return applied
                    raise
                if error.code in _PARKED:
                    raise
                if not error.retryable:
                    doubts += 1
                    if doubts > 1 or not _is_doubtful(error):
                        raise
                    ask_first = True
                    continue
                failures += 1
                timeouts += posting and error.code in _TIMEOUTS
                if timeouts >= _TIMEOUTS_BEFORE_SPLIT and len(sent.batch.items) > 1:
                    return (yield from self._split(sent, error))
                yield from run.patience.pause(failures, error)
                ask_first = True

    def _take(self, sent: Sent, signed: SignedAnswer) -> Applied:
        """Checks what the answer says and who signed it, and applies it."""
        answer = answers.read(self._run, signed)
        with answers.being_applied(self._run, sent.batch):
            return apply_answer(self._ws, sent, answer, signed, self._run.being_edited())

    def _freeze_anew(self, sent: Sent, error: VidbudovaError) -> None:
        """The id is burnt, its bytes have not taken effect under it: the records wait again."""
        outbox.mark_void(self._ws, sent.id, json.dumps({"code": error.code}))
        self._anew += 1
        if self._anew > _ANEW_AT_MOST:
            raise error

    def _split(self, sent: Sent, error: VidbudovaError) -> Generator[Event, None, Applied | None]:
        """Voids the batch and lets what follows be smaller."""
        applied = yield from self._void(sent, error.code)
        if applied is not None:
            return applied
        items = sent.batch.items
        if len(items) == 1:
            size, most = len(sent.body), self._run.sizes.bytes - ENVELOPE
            problem = {**too_large(size, size - 1, self._run.language), LIMIT: most, DAILY: True}
            self._refuse(sent, items[0], problem)
        elif error.code in _TIMEOUTS:
            self._sizes.too_slow(len(items))
        else:
            self._sizes.too_large(len(items))
        return None

    def _take_apart(self, sent: Sent, error: VidbudovaError) -> Generator[Event, None, Applied | None]:
        """Voids a batch that the portal cannot read. The item it blames is refused in its words; where it blames none,
        what follows is smaller, until one is alone. Raises ``error`` where it reads nothing at all."""
        applied = yield from self._void(sent, error.code)
        if applied is not None:
            return applied
        if _is_of_the_whole(error):
            raise error
        items, blamed = sent.batch.items, _blamed(error, len(sent.batch.items))
        if blamed is None:
            self._sizes.take_apart(len(items))
            return None
        if len(self._isolated) >= _ISOLATED_AT_MOST and not self._answers:
            # It is not the records: they wait for a portal, or a plugin, that is right.
            for key in self._isolated:
                refusals.clear_refusal(self._ws, *key)
            raise error
        said = str(error.params.get("detail") or "").strip()
        text = messages.text("sync.record_unreadable", self._run.language, detail=said)
        problem = {"pointer": "", "rule": "portal.malformed", "message": text.strip(), DAILY: True}
        self._isolated.append(items[blamed].key)
        self._refuse(sent, items[blamed], problem)
        return None

    def _refuse(self, sent: Sent, item: Item, problem: dict[str, Any]) -> None:
        """Keeps one item of a void batch from being sent again, for the reason given."""
        refusals.put_refusal(self._ws, *item.key, [problem], sent.seqs[item.key])
        self._attempted.add(item.key)
        self._run.report.refused_item(item, [problem])

    def _void(self, sent: Sent, reason: str) -> Generator[Event, None, Applied | None]:
        """Has the portal promise that the batch never takes effect; its verdicts where it has done so already."""
        signed = yield from self._run.patience.retrying(lambda: self._run.client.void_batch(sent.id))
        if signed is not None:
            return self._take(sent, signed)
        outbox.mark_void(self._ws, sent.id, json.dumps({"code": reason}))
        return None


def _is_of_the_whole(error: VidbudovaError) -> bool:
    """Whether the portal points at something in the batch that is no item."""
    pointer = error.problem.get("pointer") if isinstance(error, PortalError) else None
    return isinstance(pointer, str) and pointer.startswith("/") and not pointer.startswith("/items")


def _blamed(error: VidbudovaError, count: int) -> int | None:
    """Which of so many items the portal could not read: the one its problem points at, or the only one."""
    pointer = error.problem.get("pointer") if isinstance(error, PortalError) else None
    found = _ITEM.match(pointer) if isinstance(pointer, str) else None
    if found is not None and int(found[1]) < count:
        return int(found[1])
    return 0 if count == 1 else None


def _is_doubtful(error: VidbudovaError) -> bool:
    """Whether the batch may have taken effect all the same, so that asking after it may help at once."""
    if isinstance(error, TransportError):
        return error.code in ("transport.bad_encoding", "transport.too_large")
    return isinstance(error, (PortalError, ContractError))
