"""Exports or imports a bundle in a process of its own that is killed at a chosen point.

``python -m tests.e2e.dying_with_a_bundle export|import FOLDER FILE POINT [COUNT]``, POINT as in :mod:`.dying`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugin.records.catalogue import default_catalogue
from plugin.store.workspace import Workspace
from plugin.sync import bundle

from .dying import arm


def main() -> int:
    way, folder, file, point = sys.argv[1:5]
    arm(point, int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    with Workspace.open(Path(folder), default_catalogue()) as workspace:
        if way == "export":
            bundle.export_bundle(workspace, Path(file))
        else:
            bundle.import_bundle(workspace, Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
