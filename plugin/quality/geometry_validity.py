"""Whether an area is valid in the sense of OGC Simple Features, as GEOS tells through shapely (1.8 or 2).

Debian's QGIS does not bring shapely; without it the check is not made, and the engine says so once
(:func:`plugin.quality.engine.unavailable`). The module is loaded when the first area is checked.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_AT = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)")


@dataclass(frozen=True)
class Invalid:
    """GEOS's reason ("Self-intersection") and the place of the fault in degrees."""

    reason: str
    longitude: float
    latitude: float


@lru_cache(maxsize=1)
def _shapely() -> tuple[Any, Any] | None:
    try:
        return importlib.import_module("shapely.geometry"), importlib.import_module("shapely.validation")
    except ImportError:
        return None


def available() -> bool:
    """Whether shapely can be loaded here."""
    return _shapely() is not None


def invalid_reason(geometry: dict[str, Any]) -> Invalid | None:
    """Why a well-formed GeoJSON area is invalid; None where it is valid or shapely is missing."""
    modules = _shapely()
    if modules is None:
        return None
    shape = modules[0].shape(geometry)
    if shape.is_valid:
        return None
    text = str(modules[1].explain_validity(shape))
    match = _AT.search(text)
    x, y = (float(match[1]), float(match[2])) if match else (shape.bounds[0], shape.bounds[1])
    return Invalid(text.partition("[")[0].strip(), x, y)
