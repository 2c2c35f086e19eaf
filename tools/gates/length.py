"""A file that is much longer than 400 lines has become two things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .fault import Fault
from .tree import tracked

LIMIT = 450  # "about 400"


def check(root: Path) -> Iterator[Fault]:
    """Python files over the limit."""
    for path in tracked(root, "*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LIMIT:
            yield Fault(path.relative_to(root), 0, f"{lines} lines; look for the two things it has become")
