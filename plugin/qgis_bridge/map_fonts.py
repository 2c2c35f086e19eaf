"""The family of letters that stand in signs on the map. QGIS complains at every opening about one that is not there."""

from __future__ import annotations

from functools import lru_cache

from qgis.PyQt.QtGui import QFontDatabase, QGuiApplication

_PREFERRED = ("Open Sans", "Noto Sans", "Arial", "DejaVu Sans", "Liberation Sans", "Verdana")
"""With Cyrillic letters and clear figures; Windows, macOS and every Linux desktop have one of them."""


@lru_cache(maxsize=1)
def family() -> str:
    """A family that this computer has."""
    known = set(QFontDatabase().families())
    return next((name for name in _PREFERRED if name in known), QGuiApplication.font().family())
