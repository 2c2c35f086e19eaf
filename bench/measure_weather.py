"""Exchanging 1,000 edits over a line with a round trip of 300 ms: in calm weather, with 1 % of the requests cut, and
with one cut at each request in turn."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from plugin.store.workspace import Workspace
from plugin.sync.access import PortalAccess
from plugin.sync.engine import sync
from plugin.sync.events import Finished
from plugin.sync.portal import PortalClient

from .line import Line, stretched
from .needs import TABLE
from .portals import portal
from .result import Result, Stopwatch, report
from .workspaces import waiting

EDITS = 1_000
ROUND_TRIP = 0.3
CUT = 0.01
RUNS = 15
LIMIT = 3.0


def main() -> None:
    """Calm runs and others alternate in one workspace."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, line = Path(scratch), Line(ROUND_TRIP, seed=7)
        calm, rough, cut = Stopwatch(), Stopwatch(), Stopwatch()
        with portal(folder) as running, stretched(running.url, line) as url:
            access = PortalAccess(url, running.token, {}, None, "uk")
            with waiting(folder / "workspace", EDITS, url) as workspace:
                exchange, numbers = _Exchange(workspace, access), count()
                exchange.run(Stopwatch())
                line.requests = 0
                for _ in range(3):
                    exchange.edit(next(numbers))
                    exchange.run(calm)
                requests, line.cuts = line.requests // 3, 0
                for _ in range(RUNS):
                    exchange.edit(next(numbers))
                    line.probability = 0.0
                    exchange.run(calm)
                    exchange.edit(next(numbers))
                    line.probability = CUT
                    exchange.run(rough)
                line.probability, by_chance = 0.0, line.cuts
                for number in range(requests):
                    exchange.edit(next(numbers))
                    line.requests, line.at = 0, number
                    exchange.run(cut)
                line.at = None
        calm_time, of = calm.median, f"{EDITS:,} edits at {ROUND_TRIP * 1000:.0f} ms"
        mean = statistics.fmean(rough.times)
        report(
            Result(f"weather: {of}, {CUT:.0%} cut ({by_chance} in {RUNS} runs)", mean, "s", calm_time, "calm", LIMIT),
            Result(f"weather: {of}, one of {requests} requests cut, on average", statistics.fmean(cut.times), "s",
                   calm_time, "calm", LIMIT),
            Result(f"weather: {of}, one cut, the worst", max(*cut.times, *rough.times), "s", calm_time, "calm", LIMIT),
        )  # fmt: skip


class _Exchange:
    """One workspace whose records are edited and sent, again and again."""

    def __init__(self, workspace: Workspace, access: PortalAccess) -> None:
        self._workspace = workspace
        self._access = access

    def edit(self, number: int) -> None:
        """Edits every record."""
        with self._workspace.transaction():
            for uuid in self._uuids():
                self._workspace.update(TABLE, uuid, {"people_total": 10_000 + number})

    def run(self, watch: Stopwatch) -> None:
        """One run of the engine, which must bring all of it to the portal."""
        with watch.lap():
            *_, last = sync(self._workspace, PortalClient(self._access))
        if not isinstance(last, Finished) or not last.report.complete or last.report.accepted != EDITS:
            raise AssertionError(f"not all of {EDITS} edits were accepted: {last}")

    def _uuids(self) -> Iterator[str]:
        for record in list(self._workspace.records(TABLE)):
            yield record["uuid"]


if __name__ == "__main__":
    main()
