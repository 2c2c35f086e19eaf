"""Trying again: what is repeated, how long is waited, and when it ends."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.errors import PortalError, TransportError
from plugin.sync.retry import Patience, RetryPolicy

from .fakes import FakeClock


def lost():
    return TransportError("transport.no_connection", host="portal.example", detail="")


class Calls:
    """Fails with the given errors, then succeeds."""

    def __init__(self, *errors) -> None:
        self.errors = list(errors)
        self.count = 0

    def __call__(self):
        self.count += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def run(generator):
    events = []
    while True:
        try:
            events.append(next(generator))
        except StopIteration as stop:
            return stop.value, events


def patience(clock=None, draw=lambda: 1.0, cancel=None, in_contact=True, **policy):
    one = Patience(RetryPolicy(**policy), clock or FakeClock(), cancel or threading.Event(), draw)
    one.in_contact = in_contact
    return one


def test_pauses_double_up_to_the_longest():
    clock = FakeClock()
    result, events = run(patience(clock, first=1, longest=5, budget=100).retrying(Calls(*[lost() for _ in range(5)])))
    assert result == "done"
    assert clock.waits == [1, 2, 4, 5, 5]
    assert [event.seconds for event in events] == clock.waits


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=6, max_size=6))
def test_jitter_is_full_and_never_beyond_the_bound(draws):
    clock, left = FakeClock(), list(draws)
    run(patience(clock, lambda: left.pop(0), first=2, longest=20, budget=1000).retrying(Calls(*[lost()] * 6)))
    assert clock.waits == [draw * bound for draw, bound in zip(draws, (2, 4, 8, 16, 20, 20), strict=True)]


def test_retry_after_is_waited_out_before_the_jitter():
    clock = FakeClock()
    busy = PortalError("portal.unavailable", status=503, retryable=True, retry_after=30.0, detail="")
    run(patience(clock, lambda: 0.5, budget=100).retrying(Calls(busy)))
    assert clock.waits == [30.5]


def test_a_retry_after_beyond_the_budget_ends_it_at_once():
    clock = FakeClock()
    busy = PortalError("portal.unavailable", status=503, retryable=True, retry_after=3600.0, detail="")
    with pytest.raises(PortalError):
        run(patience(clock, budget=100).retrying(Calls(busy)))
    assert not clock.waits


def test_what_no_retry_can_help_is_tried_once():
    calls = Calls(PortalError("portal.forbidden", status=403, detail=""))
    with pytest.raises(PortalError):
        run(patience().retrying(calls))
    assert calls.count == 1


def test_the_budget_of_a_run_is_shared_by_all_its_calls():
    clock = FakeClock()
    one = patience(clock, first=1, longest=1, budget=3)
    run(one.retrying(Calls(lost(), lost())))
    with pytest.raises(TransportError):
        run(one.retrying(Calls(lost(), lost())))
    assert sum(clock.waits) == 3


def test_before_the_portal_has_ever_answered_the_wait_is_short():
    clock = FakeClock()
    with pytest.raises(TransportError):
        run(patience(clock, in_contact=False, contact=5).retrying(Calls(*[lost()] * 50)))
    assert sum(clock.waits) <= 5


def test_cancelling_while_waiting_ends_the_run():
    cancel = threading.Event()

    class Impatient(FakeClock):
        def wait(self, seconds, event):
            event.set()

    with pytest.raises(TransportError) as caught:
        run(patience(Impatient(), cancel=cancel).retrying(Calls(lost())))
    assert caught.value.code == "transport.cancelled"
