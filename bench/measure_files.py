"""Sending 200 photos of 2 MB over a line that is cut 50 times: how many bytes travel twice."""

from __future__ import annotations

import random
import tempfile
import threading
from datetime import datetime, timezone
from pathlib import Path

from plugin.records.catalogue import default_catalogue
from plugin.store import attaching
from plugin.sync.access import PortalAccess
from plugin.sync.engine import sync
from plugin.sync.events import Finished
from plugin.sync.file_events import FilesFinished
from plugin.sync.file_lane import transfer
from plugin.sync.portal import PortalClient
from plugin.sync.retry import RetryPolicy

from .cut_line import Line
from .needs import needs
from .photos import photo
from .portals import portal
from .result import Result, Stopwatch, report
from .workspaces import empty

PHOTOS = 200
BYTES = 2_000_000
CUTS = 50
MOST_PERCENT = 2.0
_SEED = 20261228


class _NoWaiting:
    """The pauses between two tries are not what is measured."""

    def now(self) -> datetime:
        """The moment."""
        return datetime.now(timezone.utc)

    def wait(self, seconds: float, cancel: threading.Event) -> None:
        """Returns at once."""


def main() -> None:
    """Calm first, to know what the cuts cost in time; then with the cuts, over another workspace."""
    calm, cut = Stopwatch(), Stopwatch()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with portal(folder) as running:
            length = _attach(folder / "calm", running.access, 1)
            _carry(folder / "calm", running.access, (), calm)
            total = _attach(folder / "cut", running.access, 2)
            places = random.Random(_SEED).sample(range(1, total), CUTS)
            line = _carry(folder / "cut", running.access, places, cut)
    if line.broken != CUTS or length != total:
        raise AssertionError(f"{line.broken} cuts, {length} and {total} bytes")
    again = 100.0 * (line.carried - total) / total
    report(
        Result(f"files: {PHOTOS} photos of {BYTES / 1e6:.0f} MB cut {CUTS} times, bytes sent again", again, "%",
               limit=MOST_PERCENT),
        Result("files: the same, time", cut.median, "s", calm.median, "without cuts"),
    )  # fmt: skip


def _attach(folder: Path, access: PortalAccess, seed: int) -> int:
    """A workspace with a need and its photos, the records on the portal; how many bytes the photos have."""
    draw = random.Random(seed)
    source = folder.with_suffix(".jpg")
    total = 0
    with empty(folder) as workspace:
        record = next(iter(needs(1)))
        uuid = workspace.insert("need", {name: value for name, value in record.items() if name != "uuid"})
        for _ in range(PHOTOS):
            source.write_bytes(photo(640, 480, padding=draw.randbytes(BYTES)))
            total += source.stat().st_size
            attaching.attach(workspace, "need", uuid, source)
        *_, last = sync(workspace, PortalClient(access))
        if not isinstance(last, Finished) or not last.report.complete:
            raise AssertionError(f"the records did not arrive: {last}")
    return total


def _carry(folder: Path, access: PortalAccess, cuts: tuple[int, ...] | list[int], watch: Stopwatch) -> Line:
    """Sends all photos through a line with those cuts."""
    line = Line(access.url, cuts)
    try:
        client = PortalClient(PortalAccess(line.url, access.token, {}, None, "uk"))
        with watch.lap():
            *_, last = transfer(
                folder, default_catalogue(), client, clock=_NoWaiting(), policy=RetryPolicy(budget=1e9, contact=1e9)
            )
        if not isinstance(last, FilesFinished) or last.report.sent != PHOTOS:
            raise AssertionError(f"not all photos arrived: {last}")
    finally:
        line.close()
    return line


if __name__ == "__main__":
    main()
