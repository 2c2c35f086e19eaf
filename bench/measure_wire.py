"""Bytes on the wire for 1,000 single-field edits of coded fields, frozen by the engine, packed like the transport."""

from __future__ import annotations

import gzip
import random
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from plugin.records.values import new_uuid
from plugin.store.workspace import Workspace
from plugin.sync.freeze import Sender, Sizes, freeze

from .geodiff import NAME, changeset
from .needs import TABLE
from .result import Result, report
from .workspaces import copy_file, synced

RECORDS = 20_000
EDITS = 1000
LIMIT = 32.0
COMPRESSION = 6  # as sync.transport packs a request
FIELDS = {
    "status": ("partially_met", "met", "withdrawn"),
    "damage_category": ("I", "II", "III", "destroyed", "none"),
    "sector": ("housing", "education", "health", "energy"),
    "workflow": ("submitted",),
    "access": ("limited", "restricted"),
}


def main() -> None:
    """Each edit changes one coded field of another need, to a value that it does not have."""
    draw = random.Random(3)
    with tempfile.TemporaryDirectory() as scratch, synced(Path(scratch, "workspace"), RECORDS) as workspace:
        base, modified = Path(scratch, "base.gpkg"), Path(scratch, "modified.gpkg")
        copy_file(workspace.gpkg_path, base)
        records = draw.sample(list(workspace.records(TABLE)), EDITS)
        for record in records:
            field = draw.choice(sorted(FIELDS))
            value = draw.choice([code for code in FIELDS[field] if code != record.get(field)])
            workspace.update(TABLE, record["uuid"], {field: value})
        copy_file(workspace.gpkg_path, modified)
        target = Path(scratch, "changeset")
        changeset(base, modified, target)
        theirs = len(gzip.compress(target.read_bytes(), COMPRESSION, mtime=0)) / EDITS
        bodies = _bodies(workspace)
    ours = sum(len(gzip.compress(body, COMPRESSION, mtime=0)) for body in bodies) / EDITS
    report(
        Result("wire: bytes a single-field edit, gzipped", ours, "B", limit=LIMIT),
        Result(f"wire: the same beside {NAME}, which sends row numbers", ours, "B", theirs, NAME),
        Result("wire: the same before gzip", sum(map(len, bodies)) / EDITS, "B"),
    )


def _bodies(workspace: Workspace) -> list[bytes]:
    sender = Sender(new_uuid(), "2026-12-28T14:02:11Z", "uk")
    bodies: list[bytes] = []
    sent: set[tuple[str, str]] = set()
    while batch := freeze(workspace, sender, datetime.now(timezone.utc), Sizes(), sent).sent:
        bodies.append(batch.body)
        sent.update(batch.seqs)
    if len(sent) != EDITS:
        raise AssertionError(f"{len(sent)} edits frozen, {EDITS} made")
    return bodies


if __name__ == "__main__":
    main()
