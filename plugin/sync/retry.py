"""Trying again what may succeed: exponential back-off with full jitter, ``Retry-After`` honoured, within a budget.

Everyone reports in the last hours of the quarter, so a fixed delay would be a stampede: each pause is drawn evenly
from zero to a bound that doubles (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Protocol, TypeVar

from ..errors import TransportError, VidbudovaError
from .events import Waiting

Result = TypeVar("Result")


class Clock(Protocol):
    """What the engine knows of time; tests bring their own."""

    def now(self) -> datetime:
        """The moment, with its offset from UTC."""
        ...

    def wait(self, seconds: float, cancel: threading.Event) -> None:
        """Returns after ``seconds``, or as soon as ``cancel`` is set."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment in the machine's own time zone."""
        return datetime.now(timezone.utc).astimezone()

    def wait(self, seconds: float, cancel: threading.Event) -> None:
        """Sleeps until the time is over or the event is set."""
        cancel.wait(seconds)


@dataclass(frozen=True)
class RetryPolicy:
    """Seconds. A pause is drawn from 0 to ``first`` · 2ⁿ, at most ``longest``; all pauses of one run together stay
    within ``budget``, those before the portal has answered at all within ``contact`` (nothing has begun then, so the
    user is told soon). ``Retry-After`` is waited out where the budget allows."""

    first: float = 1.0
    longest: float = 60.0
    budget: float = 180.0
    contact: float = 5.0


class Patience:
    """How long one run still waits. One instance a run."""

    def __init__(
        self,
        policy: RetryPolicy,
        clock: Clock,
        cancel: threading.Event,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._cancel = cancel
        self._draw = draw
        self._spent = 0.0
        self.in_contact = False
        """Whether the portal has answered in this run."""

    def check(self) -> None:
        """Raises ``transport.cancelled`` where the user asked to stop."""
        if self._cancel.is_set():
            raise TransportError("transport.cancelled", retryable=False)

    def pause(self, failures: int, error: VidbudovaError) -> Generator[Waiting, None, None]:
        """Waits before the next try, ``failures`` (from 1) having failed. Raises ``error`` itself where no further try
        makes sense: it is not retryable, the budget is spent, or ``Retry-After`` lies beyond it."""
        self.check()
        if not error.retryable:
            raise error
        asked = error.params.get("retry_after")
        least = float(asked) if isinstance(asked, (int, float)) else 0.0
        policy = self._policy
        seconds = least + self._draw() * min(policy.longest, policy.first * 2.0 ** min(failures - 1, 30))
        budget = policy.budget if self.in_contact or least else policy.contact
        if self._spent + seconds > budget:
            raise error
        self._spent += seconds
        yield Waiting(seconds, error)
        self._clock.wait(seconds, self._cancel)
        self.check()

    def retrying(self, call: Callable[[], Result]) -> Generator[Waiting, None, Result]:
        """Calls until it succeeds; for calls that may be repeated without a second thought. Raises the last error."""
        failures = 0
        while True:
            self.check()
            try:
                return call()
            except VidbudovaError as error:
                failures += 1
                yield from self.pause(failures, error)
