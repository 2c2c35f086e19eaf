"""Faults for as long as one likes: ``make soak MINUTES=60``, or ``make soak SEED=…`` to see a failure again.

Rounds of examples are drawn from seeds, one seed a round. Whatever happened, the last line says how many faults there
were and how many edits were lost, doubled or stuck. Where anything was, the seed of the round and the shortest list of
steps that leads there stand above it, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import os
import random
import signal
import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .invariants import Doubled, Lost, Stuck
from .machine import Offices
from .world import Template

EXAMPLES = 5
STEPS = 12
LONGEST = 1800
"""Seconds that one round may take, shrinking included; then it hangs, and that is told."""


class _Hangs(Exception):
    """A round does not end."""


def main() -> int:
    """Runs; 0 where nothing was lost, doubled or stuck."""
    os.environ["VIDBUDOVA_STRICT"] = "1"
    options = _options()
    until = time.monotonic() + options.minutes * 60
    seeds = random.Random() if options.seed is None else None
    failures: collections.Counter[str] = collections.Counter()
    template = Template()
    signal.signal(signal.SIGALRM, _hangs)
    try:
        while True:
            number = options.seed if seeds is None else seeds.randrange(2**32)
            found = _round(template, number, shrink=not options.as_found)
            if found is not None:
                failures[found] += 1
            _tell(template, failures)
            if options.seed is not None or time.monotonic() >= until:
                break
    except KeyboardInterrupt:
        print("interrupted")
    finally:
        template.close()
    kinds = ", ".join(f"{count} {kind}" for kind, count in template.faults.most_common())
    decided = ", ".join(f"{count} {kind}" for kind, count in template.decisions.most_common())
    print(f"{template.runs} runs; faults: {kinds or 'none'}; decisions: {decided or 'none'}")
    counts = " ".join(f"{kind} {failures[kind]}" for kind in ("lost", "doubled", "stuck"))
    print(f"faults {sum(template.faults.values())} {counts}", flush=True)
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, help="one round with this seed, to see a failure again")
    parser.add_argument("--as-found", action="store_true", help="tell the steps as they were drawn, not the fewest")
    return parser.parse_args()


def _round(template: Template, number: int, *, shrink: bool) -> str | None:
    """One round; what was broken: lost, doubled, stuck, or None."""

    @seed(number)
    class Round(Offices):
        pass

    Round.template = template
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        phases=phases,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    said = io.StringIO()
    signal.alarm(LONGEST)
    try:
        with contextlib.redirect_stdout(said):
            run_state_machine_as_test(Round, settings=profile)
    except Exception as error:  # noqa: BLE001  whatever it is, it is told with what leads to it, and the soak goes on
        signal.alarm(0)
        print(f"--- seed {number}: {type(error).__name__}: {error}")
        print("".join(traceback.format_exception(error)))
        print(said.getvalue())
        print(f"replay: make soak SEED={number}")
        return _kind(error)
    finally:
        signal.alarm(0)
    return None


def _kind(error: BaseException) -> str:
    """Under which word a failure counts. What the programs did not foresee is an edit that does not get on."""
    told = [error, *getattr(error, "exceptions", ()), error.__cause__, error.__context__]
    for kind, name in ((Lost, "lost"), (Doubled, "doubled"), (Stuck, "stuck")):
        if any(isinstance(one, kind) for one in told):
            return name
    return "stuck"


def _hangs(*_: object) -> None:
    raise _Hangs("a round does not end")


def _tell(template: Template, failures: collections.Counter[str]) -> None:
    print(f"… {sum(template.faults.values())} faults, {sum(failures.values())} failures", flush=True)


if __name__ == "__main__":
    sys.exit(main())
