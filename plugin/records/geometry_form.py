"""The form of a geometry on the wire: RFC 7946, longitude, latitude and perhaps height, WGS 84.

Only the form is judged here, not whether the place makes sense: that is for the rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

#: Geometry types that a record may have, by the kind in its type's definition. Collections show in no layer.
ALLOWED = {
    "any": ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"),
    "point": ("Point",),
    "none": (),
}


def geometry_fault(geometry: object, kind: str) -> str | None:
    """What is wrong with the form of `geometry` in a record type of geometry `kind`, or None.

    Codes: ``geometry_form`` (not a GeoJSON geometry, or members beside type and coordinates), ``geometry_type`` (not
    allowed here), ``geometry_empty``, ``geometry_number`` (not finite), ``geometry_position`` (not 2 or 3 numbers),
    ``geometry_short`` (a line of one position), ``geometry_ring`` (a ring of fewer than four positions or not closed).
    """
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        return "geometry_form"
    if geometry["type"] not in ALLOWED[kind]:
        return "geometry_type"
    if geometry.keys() != {"type", "coordinates"} or not isinstance(geometry["coordinates"], (list, tuple)):
        return "geometry_form"
    if not geometry["coordinates"]:
        return "geometry_empty"
    return _CHECKS[geometry["type"]](geometry["coordinates"])


def normalise_geometry(geometry: Any) -> Any:
    """`geometry` with every coordinate a float and -0.0 as 0.0; anything that is no geometry comes back unchanged."""
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), (list, tuple)):
        return geometry
    return {**geometry, "coordinates": _floats(geometry["coordinates"])}


def _floats(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_floats(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value) + 0.0
        except OverflowError:
            return value
    return value


def _position(found: object) -> str | None:
    if not isinstance(found, (list, tuple)) or len(found) not in (2, 3):
        return "geometry_position"
    for number in found:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            return "geometry_position"
        try:
            if not math.isfinite(number):
                return "geometry_number"
        except OverflowError:
            return "geometry_number"
    return None


def _positions(found: object, least: int, short: str) -> str | None:
    if not isinstance(found, (list, tuple)):
        return "geometry_form"
    if not found:
        return "geometry_empty"
    for position in found:
        fault = _position(position)
        if fault:
            return fault
    if len({len(position) for position in found}) > 1:
        return "geometry_position"
    return short if len(found) < least else None


def _line(found: object) -> str | None:
    return _positions(found, 2, "geometry_short")


def _ring(found: object) -> str | None:
    fault = _positions(found, 4, "geometry_ring")
    if fault is None and list(found[0]) != list(found[-1]):  # type: ignore[index]
        return "geometry_ring"
    return fault


def _each(check: Callable[[object], str | None]) -> Callable[[object], str | None]:
    def run(found: object) -> str | None:
        if not isinstance(found, (list, tuple)):
            return "geometry_form"
        if not found:
            return "geometry_empty"
        return next((fault for fault in map(check, found) if fault), None)

    return run


_polygon = _each(_ring)

_CHECKS: dict[str, Callable[[object], str | None]] = {
    "Point": _position,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _each(_position),
    "MultiLineString": _each(_line),
    "MultiPolygon": _each(_polygon),
}
