"""One measured figure, and how figures are taken."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """A figure beside that of a peer, and the limit that it is held to.

    `ours` and `peer` are in `unit`; the ratio is ours : peer. Without a peer the limit is on `ours` itself. `at_least`
    turns the limit round. A result without a limit is there to be looked at.
    """

    measure: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours : peer."""
        return None if self.peer is None else self.ours / self.peer

    @property
    def ok(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        value = self.ours if self.ratio is None else self.ratio
        return value >= self.limit if self.at_least else value <= self.limit

    def to_json(self) -> str:
        """As one line."""
        return json.dumps({**asdict(self), "ratio": self.ratio, "ok": self.ok}, ensure_ascii=False)

    @staticmethod
    def from_json(line: str) -> Result:
        """Read a line back."""
        members = json.loads(line)
        return Result(**{name: members[name] for name in Result.__dataclass_fields__})


class Stopwatch:
    """Collects wall-clock times in seconds; the median is what counts, since other programs disturb."""

    def __init__(self) -> None:
        self.times: list[float] = []

    @contextmanager
    def lap(self) -> Iterator[None]:
        """Time one run of a block."""
        start = time.perf_counter()
        yield
        self.times.append(time.perf_counter() - start)

    @property
    def median(self) -> float:
        """The median of all laps, in seconds."""
        return statistics.median(self.times)


def median_time(runs: int, action: Callable[[], object]) -> float:
    """The median wall-clock time of `runs` calls, in seconds."""
    watch = Stopwatch()
    for _ in range(runs):
        with watch.lap():
            action()
    return watch.median


def report(*results: Result) -> None:
    """Hand results to `bench.run`, which reads them from the standard output."""
    for result in results:
        print(result.to_json(), flush=True)
