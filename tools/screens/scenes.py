"""The scenes, in the order in which they are played: the screens of one part of the program stand in one module."""

from __future__ import annotations

from tools.screens import (
    scenes_dock,
    scenes_exchange,
    scenes_fields,
    scenes_first_run,
    scenes_form,
    scenes_many,
    scenes_map,
)
from tools.screens.gallery import Scene

SCENES: list[Scene] = [
    *scenes_first_run.SCENES,
    *scenes_dock.SCENES,
    *scenes_form.SCENES,
    *scenes_fields.SCENES,
    *scenes_exchange.SCENES,
    *scenes_many.SCENES,
    *scenes_map.SCENES,
]
