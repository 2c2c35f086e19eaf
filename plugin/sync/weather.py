"""Trouble that passes by itself, and how long to wait before looking whether it has.

Intervals are drawn with full jitter: when a portal comes back in the last hours of a quarter, those who wait for it do
not come all at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from ..errors import PortalError, TransportError, VidbudovaError

_FIRST = 5.0
_LONGEST = 120.0
_LEAST = 1.0


def is_weather(problem: VidbudovaError | None) -> bool:
    """Whether a run broke off for something that passes by itself: a lost connection, a busy portal, a network that
    wants somebody to sign in."""
    return problem is not None and problem.retryable and isinstance(problem, (TransportError, PortalError))


def interval(tries: int, problem: VidbudovaError | None, draw: Callable[[], float] = random.random) -> float:
    """Seconds before the portal is asked whether it is back, so many questions (from 0) having been in vain. What it
    asked for itself (``Retry-After``) is waited out first."""
    asked = problem.params.get("retry_after") if problem is not None else None
    least = float(asked) if isinstance(asked, (int, float)) else 0.0
    return least + max(_LEAST, draw() * min(_LONGEST, _FIRST * 2.0 ** min(tries, 10)))
