"""Sending 10,000 new needs to the portal on loopback: freezing, checks, history and signed verdicts included."""

from __future__ import annotations

import tempfile
from pathlib import Path

from plugin.sync.engine import sync
from plugin.sync.events import Finished
from plugin.sync.portal import PortalClient

from .geodiff import NAME, changeset_time
from .needs import TABLE
from .portals import portal
from .result import Result, Stopwatch, report
from .workspaces import copy_file, empty, synced, waiting

RECORDS = 10_000
ROWS = 100_000
AT_LEAST = 800
RUNS = 3


def main() -> None:
    """Each run sends other records to a fresh portal."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as scratch:
        for run in range(RUNS):
            folder = Path(scratch, f"run-{run}")
            folder.mkdir()
            with portal(folder) as running, waiting(folder / "workspace", RECORDS, running.url) as workspace:
                with watch.lap():
                    *_, last = sync(workspace, PortalClient(running.access), pull=False)
                if not isinstance(last, Finished) or last.report.accepted != RECORDS:
                    raise AssertionError(f"not all of {RECORDS} needs were accepted: {last}")
        base, modified = Path(scratch, "base.gpkg"), Path(scratch, "modified.gpkg")
        with empty(Path(scratch, "empty")) as workspace:
            copy_file(workspace.gpkg_path, base)
        with synced(Path(scratch, "full"), ROWS) as workspace:
            copy_file(workspace.gpkg_path, modified)
        peer = changeset_time(base, modified, Path(scratch, "changeset"), RUNS)
    rate = RECORDS / watch.median
    report(
        Result(f"push: {RECORDS:,} new {TABLE}s", rate, "/s"),
        Result(
            f"push: needs in the time of {NAME}'s change set of {ROWS:,} rows ({peer * 1000:.0f} ms)",
            rate * peer,
            "needs",
            limit=AT_LEAST,
            at_least=True,
        ),
    )


if __name__ == "__main__":
    main()
