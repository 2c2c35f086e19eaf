"""Settles a conflict, or undoes it, in a process of its own that is killed at a chosen point.

``python -m tests.e2e.settling FOLDER POINT (undo | SIDE UUID)``; points as in :mod:`tests.e2e.dying`.
"""

from __future__ import annotations

import sys

from plugin.records.catalogue import default_catalogue
from plugin.store import steps
from plugin.store.workspace import Workspace
from plugin.sync.resolve import Choice, resolve

from .dying import arm


def main() -> int:
    folder, point, what, *uuid = sys.argv[1:]
    arm(point, 1)
    with Workspace.open(folder, default_catalogue()) as workspace:
        if what == "undo":
            steps.undo_last(workspace)
        else:
            resolve(workspace, "need", uuid[0], Choice(rest=what))
    return 0


if __name__ == "__main__":
    sys.exit(main())
