"""The peer for finding what changed: geodiff, which Mergin Maps uses, on the record tables of the same file."""

from __future__ import annotations

from pathlib import Path

import pygeodiff

from .result import median_time
from .workspaces import bookkeeping_tables

NAME = "geodiff"


def changeset(base: Path, modified: Path, target: Path) -> None:
    """Write the change set from `base` to `modified`."""
    differ = pygeodiff.GeoDiff()
    differ.set_maximum_logger_level(differ.LevelError if hasattr(differ, "LevelError") else 0)
    differ.set_tables_to_skip(bookkeeping_tables(base))
    try:
        differ.create_changeset(str(base), str(modified), str(target))
    finally:
        differ.shutdown()


def rebase(base: Path, theirs: Path, modified: Path, conflicts: Path) -> None:
    """Make `modified`, which has changes of one's own since `base`, as if they had been made after those of `theirs`:
    both change sets are found, one is rebased on the other, and the result is applied."""
    differ = pygeodiff.GeoDiff()
    differ.set_maximum_logger_level(differ.LevelError if hasattr(differ, "LevelError") else 0)
    differ.set_tables_to_skip(bookkeeping_tables(base))
    try:
        differ.rebase(str(base), str(theirs), str(modified), str(conflicts))
    finally:
        differ.shutdown()


def changeset_time(base: Path, modified: Path, target: Path, runs: int) -> float:
    """The median time of :func:`changeset` in seconds."""
    return median_time(runs, lambda: changeset(base, modified, target))
