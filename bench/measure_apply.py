"""Applying 1,000 pulled changes to 100,000 needs beside ogr2ogr -upsert, which detects no conflicts; and merging 1,000
changes of others with 1,000 of one's own beside geodiff's rebase.

What is measured is a run of the engine in a workspace that has exchanged before, from opening to closing. The backup
that a run makes where the newest one is out of date is told apart.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugin.records.catalogue import default_catalogue
from plugin.store.layout import backups_dir
from plugin.store.workspace import Workspace
from plugin.sync.engine import sync
from plugin.sync.events import Finished, SyncReport
from plugin.sync.portal import PortalClient

from . import geodiff
from .composed import ACCESS, Composed, page
from .needs import TABLE, needs, write_geojson
from .result import Result, Stopwatch, report
from .workspaces import copy_file, synced

RECORDS = 100_000
CHANGES = 1_000
RUNS = 5
APPLY_LIMIT = 2.0
MERGE_LIMIT = 1.0
_EVERY = RECORDS // CHANGES


@dataclass(frozen=True)
class Setting:
    """The workspace that both start from, and the changes: `theirs` as whole records, `mine` as fields to set."""

    folder: Path
    theirs: list[dict[str, Any]]
    mine: dict[str, dict[str, Any]]


def main() -> None:
    """Runs alternate between ours and the peer, each into a fresh copy."""
    with tempfile.TemporaryDirectory() as scratch:
        setting = _setting(Path(scratch))
        apply_ours, apply_peer = Stopwatch(), Stopwatch()
        merge_ours, merge_peer, backed_up = Stopwatch(), Stopwatch(), Stopwatch()
        upsert, rebase = _upsert(setting, Path(scratch)), _rebase(setting, Path(scratch))
        mine = _with_mine(setting, Path(scratch, "mine"))
        for _ in range(RUNS):
            upsert(apply_peer)
            _expect(_pull(setting.folder, setting, apply_ours), CHANGES, 0)
            _expect(_pull(setting.folder, setting, backed_up, without_backups=True), CHANGES, 0)
            rebase(merge_peer)
            _expect(_pull(mine, setting, merge_ours), CHANGES, CHANGES)
    of = f"{CHANGES:,} changes in {RECORDS:,} needs"
    report(
        Result(f"apply: {of}", apply_ours.median, "s", apply_peer.median, "ogr2ogr -upsert", APPLY_LIMIT),
        Result("apply: the same, with a backup before it", backed_up.median, "s", apply_peer.median, "ogr2ogr -upsert"),
        Result(
            f"apply: {of} merged with {CHANGES:,} of one's own",
            merge_ours.median,
            "s",
            merge_peer.median,
            f"{geodiff.NAME} rebase",
            MERGE_LIMIT,
        ),
    )


def _setting(scratch: Path) -> Setting:
    folder = scratch / "workspace"
    with synced(folder, RECORDS) as workspace:
        _run(workspace, page([]))
    picked = [record for number, record in enumerate(needs(RECORDS)) if number % _EVERY == 0]
    theirs = [{**record, "status": "partially_met", "people_total": record["people_total"] + 1} for record in picked]
    mine = {record["uuid"]: {"title_uk": record["title_uk"] + " (уточнено)", "priority": 3} for record in picked}
    return Setting(folder, theirs, mine)


def _with_mine(setting: Setting, folder: Path) -> Path:
    shutil.copytree(setting.folder, folder)
    with Workspace.open(folder, default_catalogue()) as workspace:
        with workspace.transaction():
            for uuid, values in setting.mine.items():
                workspace.update(TABLE, uuid, values)
        _run(workspace, page([]))
    return folder


def _pull(start: Path, setting: Setting, watch: Stopwatch, without_backups: bool = False) -> SyncReport:
    """One run of the engine on a copy of `start`, opening the workspace included."""
    changes = page(setting.theirs)
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(start, Path(scratch, "copy"))
        if without_backups:
            shutil.rmtree(backups_dir(folder))
        with watch.lap(), Workspace.open(folder, default_catalogue()) as workspace:
            return _run(workspace, changes)


def _run(workspace: Workspace, changes: bytes) -> SyncReport:
    *_, last = sync(workspace, PortalClient(ACCESS, Composed(changes)), push=False)
    if not isinstance(last, Finished) or last.report.problem is not None:
        raise AssertionError(f"the changes were not applied: {last}")
    return last.report


def _expect(done: SyncReport, received: int, waiting: int) -> None:
    if (done.received, done.conflicts, done.waiting) != (received, 0, waiting):
        raise AssertionError(f"received {done.received}, conflicts {done.conflicts}, waiting {done.waiting}")


def _upsert(setting: Setting, scratch: Path) -> Callable[[Stopwatch], None]:
    """The peer of applying: the same changes as GeoJSON, into a plain GeoPackage, found by its feature ids."""
    with Workspace.open(setting.folder, default_catalogue()) as workspace:
        fids = {record["uuid"]: workspace.fid(TABLE, record["uuid"]) or 0 for record in setting.theirs}
        plain = scratch / "plain.gpkg"
        copy = ["ogr2ogr", "-f", "GPKG", str(plain), str(workspace.gpkg_path), TABLE]
        subprocess.run(copy, check=True, capture_output=True)
    changes = scratch / "changes.geojson"
    write_geojson(changes, iter(setting.theirs), fids)
    command = ["ogr2ogr", "-upsert", "-preserve_fid", "-nln", TABLE]

    def run(watch: Stopwatch) -> None:
        target = Path(shutil.copy(plain, scratch / "upserted.gpkg"))
        with watch.lap():
            subprocess.run([*command, str(target), str(changes)], check=True, capture_output=True)
        count, changed = _count(target)
        if (count, changed) != (RECORDS, CHANGES):
            raise AssertionError(f"ogr2ogr left {count} features, {changed} of them changed")

    return run


def _count(gpkg: Path) -> tuple[int, int]:
    connection = sqlite3.connect(gpkg)
    sql = f"SELECT count(*), sum(status = 'partially_met') FROM {TABLE}"
    count, changed = connection.execute(sql).fetchone()
    connection.close()
    return int(count), int(changed)


def _rebase(setting: Setting, scratch: Path) -> Callable[[Stopwatch], None]:
    """The peer of merging: base, theirs and mine as whole files."""
    base, theirs, mine = scratch / "base.gpkg", scratch / "theirs.gpkg", scratch / "mine.gpkg"
    copy_file(setting.folder / "workspace.gpkg", base)
    for target, changes in ((theirs, {record["uuid"]: record for record in setting.theirs}), (mine, setting.mine)):
        folder = shutil.copytree(setting.folder, scratch / f"of-{target.stem}")
        with Workspace.open(folder, default_catalogue()) as workspace, workspace.transaction():
            for uuid, values in changes.items():
                workspace.update(TABLE, uuid, values)
        copy_file(folder / "workspace.gpkg", target)

    def run(watch: Stopwatch) -> None:
        modified = Path(shutil.copy(mine, scratch / "rebased.gpkg"))
        with watch.lap():
            geodiff.rebase(base, theirs, modified, scratch / "conflicts.json")

    return run


if __name__ == "__main__":
    main()
