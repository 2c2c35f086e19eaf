"""Three offices do anything in any order while everything breaks: nothing is lost, doubled or stuck.

The same examples each time, as many of them as fit into the budget; ``make soak`` draws others for as long as one
likes, and looks for the fewest steps that lead to a failure.
"""

from __future__ import annotations

import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Offices

SECONDS = 150.0
ROUNDS = 40
EXAMPLES = 10
STEPS = 4


def test_nothing_is_lost_doubled_or_stuck(fault_template):
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    until = time.monotonic() + SECONDS
    for number in range(ROUNDS):

        @seed(number)
        class Round(Offices):
            template = fault_template

        run_state_machine_as_test(Round, settings=profile)
        if time.monotonic() > until:
            break
    assert sum(fault_template.faults.values()) >= EXAMPLES, fault_template.faults
