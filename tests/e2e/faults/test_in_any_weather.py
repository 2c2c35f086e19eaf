"""Three offices do anything in any order while everything breaks: nothing is lost, doubled or stuck."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Offices

EXAMPLES = 80
STEPS = 10


def test_nothing_is_lost_doubled_or_stuck(fault_template):
    class Here(Offices):
        template = fault_template

    profile = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, derandomize=True, database=None, deadline=None)
    run_state_machine_as_test(Here, settings=profile)
    happened = fault_template.faults
    assert sum(happened.values()) > EXAMPLES, happened
