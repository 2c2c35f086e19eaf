"""Nothing in the tree may name a place on somebody's machine or a private package registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .fault import Fault
from .tree import tracked

# Written in pieces so that this file does not find itself.
_PLACES = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:work|root|home/(?!olena)\w+)" + r"/\w",  # Olena is the user of our examples
            r"(?<![\w.])/tmp/" + r"(?:brief|bash_jobs)",
            r"[A-Za-z]:\\+Users" + r"\\+\w",
            r"/Users/" + r"\w+/\w",
            r"(?:--|\b)(?:extra-)?index-" + r"url\b",
            r"file:///" + r"opt\b",
        )
    )
)
_TEXTS = {".py", ".md", ".txt", ".in", ".toml", ".sh", ".json", ".csv", ".yml", ".yaml", ".qml", ".ts", ".svg", ".cfg"}


def check(root: Path) -> Iterator[Fault]:
    """Lines that name such a place."""
    for path in tracked(root):
        if path.suffix not in _TEXTS and path.suffix:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found = _PLACES.search(line)
            if found:
                yield Fault(path.relative_to(root), number, f"names a place on one machine: {found.group()}")
