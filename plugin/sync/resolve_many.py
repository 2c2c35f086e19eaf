"""Settling many conflicts by one choice: one step that can be undone, written in parts that nobody has to wait for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from ..errors import StoreError
from ..store import images, steps
from ..store.workspace import Workspace
from .conflict_view import Key, view
from .resolve import NOTHING_WRITTEN, Choice, Planned, Ready, carry_out, check, fitting, ready_for, refuse_in_flight

MOST_AT_ONCE = 50
"""Records that are written in one transaction where many conflicts are settled; more only where they go together."""
LONGEST = 0.06
"""Seconds after which such a transaction takes no more of them: who edits in QGIS waits for it."""


@dataclass(frozen=True)
class Settled:
    """What was done, and what was left as it is. `stopped` is the error that ended it before its time, if one did."""

    done: tuple[Planned, ...]
    left: tuple[Planned, ...]
    stopped: StoreError | None = None


def resolve_all(
    ws: Workspace, planned: Iterable[Planned], choice: Choice, cancelled: Callable[[], bool] = lambda: False
) -> Settled:
    """Settle many conflicts as they were planned, as one step; what changed since the plan, or cannot be settled by
    this choice, is left as it is.

    In transactions of :data:`MOST_AT_ONCE` records at most, so that nobody waits long; what goes together is in one.
    After an error, a crash or where `cancelled` says so, what was settled is, and the rest are conflicts still.

    :raises StoreError: the first transaction failed; nothing was written.
    """
    listed = list(planned)
    left = [one for one in listed if one.outcome == "left"]
    listed = [one for one in listed if one.outcome != "left"]
    waiting = deque([listed[at] for at in unit] for unit in units([(one.conflict.key, *one.along) for one in listed]))
    done: list[Planned] = []
    step: int | None = None
    stopped: StoreError | None = None
    room = MOST_AT_ONCE
    while waiting and stopped is None and not cancelled():
        part = [waiting.popleft()]
        size = _records(part[0])
        while waiting and size + _records(waiting[0]) <= room:
            part.append(waiting.popleft())
            size += _records(part[-1])
        try:
            settled, refused, number, rest = _settle_part(ws, part, choice, step)
        except StoreError as error:
            if not done:
                raise
            stopped, rest = error, part
        else:
            done += settled
            left += refused
            step = number if step is None else step
            # What it had no time for would be looked at twice.
            room = max(1, size - sum(map(_records, rest))) if rest else min(MOST_AT_ONCE, room + 5)
        waiting.extendleft(reversed(rest))
    left += [replace(one, outcome="left", children=0, reason=stopped) for unit in waiting for one in unit]
    return Settled(tuple(done), tuple(left), stopped)


def _records(unit: Sequence[Planned]) -> int:
    return sum(1 + len(one.along) for one in unit)


def _settle_part(
    ws: Workspace, part: Sequence[list[Planned]], choice: Choice, step: int | None
) -> tuple[list[Planned], list[Planned], int | None, list[list[Planned]]]:
    """One transaction: what was settled, what was refused, the number of the step, and what it had no time for."""
    prepared = [[(one, _prepared(ws, one, choice)) for one in unit] for unit in part]
    done: list[Planned] = []
    left: list[Planned] = []
    at = 0
    with steps.recording(ws, "resolve", part_of=step) as made:
        begun = perf_counter()
        for unit in prepared:
            at += 1
            for one, ready in unit:
                refused = _carried_out(ws, one, ready, choice, made.before, alone=len(unit) == 1)
                if refused is None:
                    done.append(one)
                else:
                    left.append(replace(one, outcome="left", children=0, reason=refused))
            if perf_counter() - begun > LONGEST:
                break
        made.params.update(n=len(done))
        if len(done) == 1:
            conflict = done[0].conflict
            made.params.update(type=conflict.type, uuid=conflict.uuid, title=done[0].title)
    return done, left, made.number, list(part[at:])


def _prepared(ws: Workspace, one: Planned, choice: Choice) -> Ready | StoreError:
    try:
        seen = view(ws, *one.conflict.key)
        check(ws, seen, one.token)
        return ready_for(ws, seen, fitting(seen, choice), one.digest)
    except StoreError as error:
        if error.code not in NOTHING_WRITTEN:
            raise
        return error


def _carried_out(
    ws: Workspace,
    one: Planned,
    ready: Ready | StoreError,
    choice: Choice,
    before: list[images.Image],
    alone: bool,
) -> StoreError | None:
    """Why it was not, if so; then nothing of it was written."""
    if not alone or (isinstance(ready, Ready) and ready.seen.situation != "fields"):
        ready = _prepared(ws, one, choice)  # what goes with it may be other records since, also by this transaction
    if isinstance(ready, StoreError):
        return ready
    try:
        refuse_in_flight(ws, ready.seen)
        carry_out(ws, ready, before)
    except StoreError as error:
        if error.code not in NOTHING_WRITTEN:
            raise
        return error
    return None


def units(touched: Sequence[Iterable[Key]]) -> list[list[int]]:
    """The positions of things that touch records, put together where they touch the same one, directly or by others.

    In the order of the first of each, and in their own order within.
    """
    above = list(range(len(touched)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    by_key: dict[Key, int] = {}
    for at, keys in enumerate(touched):
        for key in keys:
            one, other = top(by_key.setdefault(key, at)), top(at)
            above[max(one, other)] = min(one, other)
    found: dict[int, list[int]] = {}
    for at in range(len(touched)):
        found.setdefault(top(at), []).append(at)
    return list(found.values())
