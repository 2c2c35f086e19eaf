"""An office's sync or edit in a child of the nursery, killed at a chosen point, or with a disk that fills up."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import mutations
from .points import Points


def warm() -> None:
    """Imports what an office needs."""
    from osgeo import ogr

    import plugin.sync.engine
    import tests.e2e.offices  # noqa: F401
    from plugin.records.catalogue import default_catalogue

    ogr.GetDriverCount()
    default_catalogue()
    assert plugin.sync.engine


def run(asked: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
    """Does what is asked of the workspace at ``folder``; tells how the run ended."""
    random.seed(asked.get("seed", 3))
    mutations.apply(asked.get("mutation"))
    points = Points(Path(asked["points"]))
    if asked.get("bytes"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(asked["bytes"]), resource.RLIM_INFINITY))
    _watch(points, asked.get("pages"))
    from .desk import Desk

    desk = Desk(asked["number"], Path(asked["folder"]), asked["url"], asked["token"])
    outcome = desk.sync(read_timeout=asked["read_timeout"], point=points.tick, what=asked["what"])
    tell(outcome.as_json())


def hold(asked: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
    """Holds a write transaction on the workspace at ``folder`` until it is killed, what it wrote not committed."""
    connection = sqlite3.connect(Path(asked["folder"]) / "workspace.gpkg", timeout=0.02, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO vidbudova_meta (key, value) VALUES ('nobody commits this', '')")
    tell({})
    signal.pause()


def _watch(points: Points, pages: int | None) -> None:
    """Every SQL statement on the workspace is a point, those inside its triggers too. ``pages``: how many more the
    file may have; where it needs another one, SQLite says that the disk is full."""
    from plugin.store import connection as seam

    connect = seam._connect

    def watched(*args: Any) -> sqlite3.Connection:
        made = connect(*args)
        if pages is not None:
            (count,) = made.execute("PRAGMA page_count").fetchone()
            made.execute(f"PRAGMA max_page_count = {count + pages}")
        made.set_trace_callback(points.tick)
        return made

    seam._connect = watched  # type: ignore[assignment]
