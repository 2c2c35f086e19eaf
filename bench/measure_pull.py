"""The first pull of 100,000 needs into an empty workspace, beside ogr2ogr reading the same features from GeoJSON.

The portal's answers are recorded once from the real portal and given again from disk, since in life the portal's cost
is another machine's. Each pull runs in a process of its own, which tells its time and its peak of memory.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from plugin.sync.access import PortalAccess
from plugin.sync.engine import sync
from plugin.sync.portal import PortalClient
from plugin.sync.transport import RequestsTransport

from .needs import TABLE, needs, write_geojson
from .portals import portal
from .recording import Recorder, Replay
from .result import Result, Stopwatch, median_time, report
from .workspaces import empty, waiting

RECORDS = 100_000
RUNS = 3
TIME_LIMIT = 2.0
MEMORY_LIMIT = 1.1


def record(folder: Path) -> tuple[float, PortalAccess]:
    """Fills a portal, pulls once over loopback and keeps the answers in `folder`; seconds of that pull."""
    with portal(folder) as running:
        with waiting(folder / "sender", RECORDS, running.url) as workspace:
            _run(sync(workspace, PortalClient(running.access), pull=False))
        transport = Recorder(RequestsTransport({}, None), folder / "answers")
        watch = Stopwatch()
        with empty(folder / "first", running.url) as workspace:
            with watch.lap():
                _run(sync(workspace, PortalClient(running.access, transport), push=False))
            _expect(workspace.count(TABLE), RECORDS)
        return watch.median, running.access


def replay(answers: Path, url: str, pages: int, target: Path) -> None:
    """One measured pull, in this process: seconds and peak of memory as one line of JSON."""
    client = PortalClient(PortalAccess(url, "bench", {}, None, "uk"), Replay(answers, pages or None))
    watch = Stopwatch()
    with empty(target, url) as workspace:
        with watch.lap():
            _run(sync(workspace, client, push=False))
        count = workspace.count(TABLE)
    print(json.dumps({"seconds": watch.median, "megabytes": _peak(), "count": count}))


def main() -> None:
    """Record, replay whole and half, and let ogr2ogr do the same."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        through_portal, access = record(folder)
        pages = sum(1 for path in (folder / "answers").glob("*.body") if b'"items":[' in path.read_bytes()[:4000])
        whole = [_replay(folder, access.url, 0, run) for run in range(RUNS)]
        half = _replay(folder, access.url, pages // 2, RUNS)
        _expect(int(whole[0]["count"]), RECORDS)
        geojson = folder / "needs.geojson"
        write_geojson(geojson, needs(RECORDS))
        peer = median_time(RUNS, lambda: _ogr2ogr(geojson, folder / "needs.gpkg"))
        ours = statistics.median(run["seconds"] for run in whole)
        memory = statistics.median(run["megabytes"] for run in whole)
        report(
            Result(f"pull: first of {RECORDS:,} needs", ours, "s", peer, "ogr2ogr", TIME_LIMIT),
            Result("pull: the same, the portal on this machine included", through_portal, "s", peer, "ogr2ogr"),
            Result(
                f"pull: peak of memory, {RECORDS:,} needs",
                memory,
                "MB",
                half["megabytes"],
                f"{half['count']:,} needs",
                MEMORY_LIMIT,
            ),
        )


def _peak() -> float:
    """The most memory that this process ever held, in MB (`getrusage` would tell its parent's, if that was larger)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def _replay(folder: Path, url: str, pages: int, number: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.measure_pull", "replay", str(folder / "answers"), url, str(pages)]
    done = subprocess.run([*command, str(folder / f"pulled-{number}")], check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _ogr2ogr(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    subprocess.run(["ogr2ogr", "-f", "GPKG", str(target), str(source), "-nln", TABLE], check=True, capture_output=True)


def _run(events: object) -> None:
    for _ in events:  # type: ignore[attr-defined]
        pass


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        raise AssertionError(f"{found} records instead of {wanted}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["replay"]:
        replay(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))
    else:
        main()
