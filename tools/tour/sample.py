"""Sample data for Kharkiv oblast, put into a workspace as a person's edits: through the store, journalled."""

from __future__ import annotations

import json
from pathlib import Path

from plugin import paths
from plugin.store.workspace import Workspace

SAMPLE = "kharkiv.json"


def load(workspace: Workspace, file: Path | None = None) -> int:
    """Adds the sample's records, parents before children; how many. Raises StoreError for a record that fits not."""
    source = file or paths.sample_dir() / SAMPLE
    records = json.loads(source.read_text(encoding="utf-8"))["records"]
    count = 0
    with workspace.transaction():
        for name in workspace.catalogue.types:
            for record in records.get(name, ()):
                workspace.insert(name, record)
                count += 1
    return count


def territory(file: Path | None = None) -> tuple[str, ...]:
    """The KATOTTG codes that the sample is for."""
    source = file or paths.sample_dir() / SAMPLE
    return tuple(json.loads(source.read_text(encoding="utf-8"))["territory"])
