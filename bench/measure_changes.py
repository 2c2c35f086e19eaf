"""Finding what changed among 100,000 needs, after few and after many edits."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from plugin.records.catalogue import default_catalogue
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace

from .geodiff import NAME, changeset_time
from .needs import TABLE
from .result import Result, Stopwatch, report
from .workspaces import copy_file, synced

RECORDS = 100_000
LIMITS = {10: 1 / 50, 1000: 1 / 5}
RUNS = 7


def main() -> None:
    """Edits accumulate: 10, then 1,000 in all."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "workspace")
        workspace = synced(folder, RECORDS)
        base = Path(scratch, "base.gpkg")
        copy_file(workspace.gpkg_path, base)
        uuids = [record["uuid"] for record in workspace.records(TABLE)]
        random.Random(2).shuffle(uuids)
        edited = 0
        for edits, limit in LIMITS.items():
            for uuid in uuids[edited:edits]:
                workspace.update(TABLE, uuid, {"status": "met"})
            edited = edits
            workspace.close()
            modified = Path(scratch, f"modified-{edits}.gpkg")
            copy_file(folder / "workspace.gpkg", modified)
            ours, opened = find_changes(folder, edits)
            peer = changeset_time(base, modified, Path(scratch, "changeset"), RUNS)
            of = f"{RECORDS:,} needs, {edits:,} edits"
            report(
                Result(f"changes: {of}", ours * 1000, "ms", peer * 1000, NAME, limit),
                Result("changes: the same, opening the workspace included", opened * 1000, "ms", peer * 1000, NAME),
            )
            workspace = Workspace.open(folder, default_catalogue())
        workspace.close()


def find_changes(folder: Path, expected: int) -> tuple[float, float]:
    """Median seconds for finding the changes on a fresh connection, without and with opening it."""
    inside, whole = Stopwatch(), Stopwatch()
    for _ in range(RUNS):
        with whole.lap(), Workspace.open(folder, default_catalogue()) as workspace, inside.lap():
            found = dirty(workspace)
        if len(found) != expected:
            raise AssertionError(f"{len(found)} changes found, {expected} made")
    return inside.median, whole.median


if __name__ == "__main__":
    main()
