"""How often an account may ask: a bucket of requests for each, refilled steadily.

Everyone uploads in the last hours of the quarter: who is turned away is told when to come back, and comes back by
itself.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_ACCOUNTS = 10_000


class Throttle:
    """At most `burst` requests at once and `per_minute` in the long run, for each account. Safe between threads.

    Counted in this process only: several processes on one database allow as many times that.
    """

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60.0
        self._burst = float(burst)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, account: str) -> int:
        """0 where the account may ask now, and then counts the request; else the seconds until it may."""
        now = self._clock()
        with self._lock:
            level, since = self._buckets.pop(account, (self._burst, now))
            level = min(self._burst, level + (now - since) * self._rate)
            allowed = level >= 1.0
            self._buckets[account] = (level - 1.0 if allowed else level, now)
            while len(self._buckets) > _MOST_ACCOUNTS:
                self._buckets.popitem(last=False)
            return 0 if allowed else max(1, math.ceil((1.0 - level) / self._rate))
