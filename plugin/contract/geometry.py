"""Geometry on the wire: GeoJSON (RFC 7946), WGS 84, longitude before latitude, degrees, optional height in metres.

Shape only: whether it lies in Ukraine or crosses itself is a question for the checks. Every digit of a double travels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

POINTS = frozenset({"Point", "MultiPoint"})
LINES = frozenset({"LineString", "MultiLineString"})
AREAS = frozenset({"Polygon", "MultiPolygon"})
ALLOWED: dict[str, frozenset[str]] = {"any": POINTS | LINES | AREAS, "point": frozenset({"Point"}), "none": frozenset()}
"""The GeoJSON types that a record type's ``geometry`` allows."""

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_MEMBERS = frozenset({"type", "coordinates"})


def check_geometry(geometry: Any, kind: str) -> str | None:
    """The first fault in the form of a geometry for a record type whose geometry is ``kind`` (any, point, none), or
    None.

    ``geometry_form`` no GeoJSON geometry object with just ``type`` and ``coordinates`` · ``geometry_type`` a type
    that this record type does not take (collections and curves never travel) · ``geometry_empty`` no coordinates ·
    ``geometry_position`` a position without two or three finite numbers · ``geometry_line`` fewer than two positions
    · ``geometry_ring`` fewer than four positions or not closed.
    """
    if not isinstance(geometry, dict):
        return "geometry_form"
    name = geometry.get("type")
    if not isinstance(name, str):
        return "geometry_form"
    if name not in ALLOWED.get(kind, ()):
        return "geometry_type"
    if geometry.keys() != _MEMBERS:
        return "geometry_form"
    coordinates = geometry["coordinates"]
    if name == "Point":
        if isinstance(coordinates, (list, tuple)) and not coordinates:
            return "geometry_empty"
        return _position(coordinates)
    if not isinstance(coordinates, (list, tuple)):
        return "geometry_form"
    if not coordinates:
        return "geometry_empty"
    if name == "MultiPoint":
        return _first(coordinates, _position)
    if name == "LineString":
        return _line(coordinates)
    if name == "MultiLineString":
        return _first(coordinates, _line)
    if name == "Polygon":
        return _first(coordinates, _ring)
    return _first(coordinates, _polygon)


def _first(parts: Any, check: Any) -> str | None:
    for part in parts:
        code: str | None = check(part)
        if code is not None:
            return code
    return None


def _position(position: Any) -> str | None:
    if not isinstance(position, (list, tuple)) or not 2 <= len(position) <= 3:
        return "geometry_position"
    for ordinate in position:
        if type(ordinate) is float:
            if ordinate - ordinate != 0.0:
                return "geometry_position"
        elif type(ordinate) is not int:
            return "geometry_position"
    return None


def _line(line: Any) -> str | None:
    if not isinstance(line, (list, tuple)):
        return "geometry_form"
    if len(line) < 2:
        return "geometry_line" if line else "geometry_empty"
    return _first(line, _position)


def _ring(ring: Any) -> str | None:
    if not isinstance(ring, (list, tuple)):
        return "geometry_form"
    if not ring:
        return "geometry_empty"
    if len(ring) < 4:
        return "geometry_ring"
    code = _first(ring, _position)
    if code is None and list(ring[0]) != list(ring[-1]):
        return "geometry_ring"
    return code


def _polygon(polygon: Any) -> str | None:
    if not isinstance(polygon, (list, tuple)):
        return "geometry_form"
    return _first(polygon, _ring) if polygon else "geometry_empty"


def positions(geometry: dict[str, Any]) -> Iterator[list[float]]:
    """Every position of a well-formed geometry, in order."""
    parts: Any = [geometry["coordinates"]]
    for _ in range(_DEPTH[geometry["type"]]):
        parts = [part for outer in parts for part in outer]
    yield from parts


def bbox(geometry: dict[str, Any] | None) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) in degrees of a well-formed geometry; None for none."""
    if geometry is None:
        return None
    if geometry["type"] == "Point":
        x, y = geometry["coordinates"][:2]
        return (x, y, x, y)
    xs, ys = [], []
    for position in positions(geometry):
        xs.append(position[0])
        ys.append(position[1])
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def normalise_geometry(geometry: Any) -> Any:
    """The one form of a geometry: ``type`` and ``coordinates``, lists of doubles, negative zero as zero.

    A ``bbox`` member goes (it can be computed). Whatever is not well formed comes back unchanged, for the check to
    name.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in _DEPTH:
        return geometry
    if not geometry.keys() <= _MEMBERS | {"bbox"} or "coordinates" not in geometry:
        return geometry
    name = geometry["type"]
    plain = {"type": name, "coordinates": geometry["coordinates"]}
    if check_geometry(plain, "any") is not None:
        return geometry
    return {"type": name, "coordinates": _doubles(plain["coordinates"])}


def _doubles(coordinates: Any) -> Any:
    if isinstance(coordinates, (list, tuple)):
        return [_doubles(entry) for entry in coordinates]
    # Adding 0.0 turns -0.0 into 0.0 and leaves every other double as it is.
    return float(coordinates) + 0.0


def same_geometry(a: Any, b: Any) -> bool:
    """Whether two geometries are the same to the last bit, integers and doubles of one value alike. No tolerance."""
    if a == b:
        return True
    return bool(normalise_geometry(a) == normalise_geometry(b))
