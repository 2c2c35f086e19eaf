"""Refusals that end without an edit of the record: what stood in its way was the portal's, and may be gone.

A record that was larger than the portal's announced limit is sent once the limit is larger. One that the portal would
not take at all (413, or a batch that it could not read for it) is tried again once a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ..store import refusals
from ..store.refusals import Refusal
from ..store.workspace import Workspace
from .freeze import ENVELOPE, Sizes

DAILY = "daily"
"""Member of a problem that is tried again once a day."""
LIMIT = "limit"
"""Member of a problem with a record's size: the bytes that it may have had."""
_AGAIN = timedelta(days=1)


def lapse(ws: Workspace, sizes: Sizes, moment: datetime) -> None:
    """Forgets the refusals whose reason may be gone; ``moment`` is now. The records wait again."""
    over = [refusal for refusal in refusals.list_refusals(ws) if _is_over(refusal, sizes, moment)]
    if over:
        with ws.transaction():
            for refusal in over:
                refusals.clear_refusal(ws, *refusal.key)


def _is_over(refusal: Refusal, sizes: Sizes, moment: datetime) -> bool:
    return any(
        _grew(problem, sizes) or (problem.get(DAILY) is True and _a_day_ago(refusal.found_at, moment))
        for problem in refusal.problems
    )


def _grew(problem: Mapping[str, Any], sizes: Sizes) -> bool:
    limit = problem.get(LIMIT)
    return isinstance(limit, int) and sizes.bytes - ENVELOPE > limit


def _a_day_ago(found_at: str, moment: datetime) -> bool:
    """Whether it is a day since; also where the clock was put back, so that a wrong one delays nothing for ever."""
    try:
        found = datetime.strptime(found_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        return True
    return abs(moment - found) >= _AGAIN
