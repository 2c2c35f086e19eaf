"""Run by QGIS itself (``qgis --code``): plays the scenes. ``VIDBUDOVA_SCREENS`` names a JSON file with what to use."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

PLAN = json.loads(Path(os.environ["VIDBUDOVA_SCREENS"]).read_text(encoding="utf-8"))
sys.path.insert(0, PLAN["repository"])

from qgis.core import QgsApplication  # noqa: E402
from qgis.utils import iface  # noqa: E402

from tools.screens.gallery import Gallery, Scene, Steps  # noqa: E402
from tools.screens.room import Room  # noqa: E402
from tools.screens.scenes import SCENES  # noqa: E402


def prepare(room: Room) -> Steps:
    """What comes before the first picture."""
    yield from room.prepare()
    if not QgsApplication.authManager().setMasterPassword(PLAN["password"], True):
        raise AssertionError("QGIS's authentication database takes no master password")


gallery = Gallery(iface, Path(PLAN["pictures"]), PLAN["lang"])
wanted = re.compile(PLAN["only"]) if PLAN["only"] else None
chosen = [one for one in SCENES if wanted is None or wanted.search(one.name)]
gallery.play(Room(iface, gallery, PLAN), [Scene("begin", "", prepare), *chosen])
