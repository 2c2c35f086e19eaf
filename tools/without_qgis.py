"""A pytest plugin that puts QGIS and Qt out of reach, so that the pure rooms are tested as they run on a server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

OUT_OF_REACH = ("qgis", "PyQt5", "PyQt6")


class _Refuser:
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] in OUT_OF_REACH:
            raise ModuleNotFoundError(f"{name} is out of reach for tests of the pure rooms", name=name)
        return None


for loaded in [name for name in sys.modules if name.partition(".")[0] in OUT_OF_REACH]:
    raise ImportError(f"{loaded} was imported before the tests of the pure rooms began")
sys.meta_path.insert(0, _Refuser())
