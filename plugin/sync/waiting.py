"""Waiting for the connection: a light question, ``GET /`` without the token, at growing intervals, until the portal
answers; then the exchange goes on by itself.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from ..errors import VidbudovaError
from .events import Event, Finished, SyncReport, Waiting
from .portal import PortalClient
from .retry import RetryPolicy
from .weather import interval, is_weather

CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 10.0
"""Of the question, in seconds: it is asked again soon."""
_SUMMED = ("sent", "accepted", "merged", "unchanged", "held", "conflicts", "refused", "received", "removed")
_ALSO_SUMMED = ("relayed", "rows_relayed", "bytes_sent", "omitted")


def ask(client: PortalClient) -> VidbudovaError | None:
    """Asks once. None where the portal answers, or anything else that the exchange has to tell; else why not."""
    try:
        client.service()
    except VidbudovaError as error:
        return error if is_weather(error) else None
    return None


def sync_until(
    run: Callable[[PortalClient, RetryPolicy], Iterator[Event]],
    connect: Callable[..., PortalClient],
    *,
    seconds: float,
    cancel: threading.Event,
    seen_before: bool = False,
    wait: Callable[[float], object] | None = None,
    elapsed: Callable[[], float] = time.monotonic,
    draw: Callable[[], float] = random.random,
) -> Iterator[Event]:
    """Runs the engine, and again each time the connection is back, for so many seconds of waiting altogether.

    ``run`` makes one run of a fresh client that ``connect`` makes; it takes the client's time-outs as keywords. The
    last event is one :class:`~plugin.sync.events.Finished` with the report of all runs.
    """
    pause, end = wait or cancel.wait, elapsed() + seconds
    report, tries = SyncReport(), 0
    while True:
        left = max(0.0, end - elapsed())
        policy = RetryPolicy(budget=min(RetryPolicy.budget, left), contact=min(RetryPolicy.contact, left))
        for event in run(connect(), policy):
            if isinstance(event, Finished):
                report = after(report, event.report)
                tries = 0 if event.report.sent or event.report.received else tries
            else:
                yield event
        problem = report.problem
        while is_weather(problem) and not cancel.is_set():
            delay = interval(tries, problem, draw)
            if elapsed() + delay > end:
                yield Finished(report)
                return
            assert problem is not None
            yield Waiting(delay, problem)
            pause(delay)
            if cancel.is_set():
                break
            tries += 1
            client = connect(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT)
            client.seen_before = seen_before
            problem = ask(client)
        if not is_weather(report.problem):
            yield Finished(report)
            return
        if cancel.is_set():
            yield Finished(replace(report, cancelled=True, problem=None))
            return


def after(earlier: SyncReport, later: SyncReport) -> SyncReport:
    """The report of two runs, one after the other: what was done in both, what is left after the second."""
    counts = {name: getattr(earlier, name) + getattr(later, name) for name in (*_SUMMED, *_ALSO_SUMMED)}
    again = {(row.type, row.uuid) for row in later.rows}
    rows = tuple(row for row in earlier.rows if (row.type, row.uuid) not in again)
    return replace(later, rows=(*later.rows, *rows), **counts)
