"""The files of the tree that the gates look at: those that git knows or would add."""

from __future__ import annotations

import subprocess
from pathlib import Path


def tracked(root: Path, *patterns: str) -> list[Path]:
    """Files below `root` that match one of the git pathspecs, absolute, without those that git ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in sorted(set(listing.stdout.split("\0"))) if name and (path := root / name).is_file()]
