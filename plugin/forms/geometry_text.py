"""Geometries in words: what is drawn, where, how long or how large."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from ..records.messages import format_number

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the WGS 84 ellipsoid (IUGG)


def positions(geometry: dict[str, Any]) -> Iterator[Sequence[float]]:
    """Every position (lon, lat[, z]) of a GeoJSON geometry, in order."""
    if geometry.get("type") == "GeometryCollection":
        for part in geometry.get("geometries", []):
            yield from positions(part)
        return
    yield from _flat(geometry.get("coordinates", []))


def _flat(coordinates: Sequence[Any]) -> Iterator[Sequence[float]]:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for part in coordinates:
        yield from _flat(part)


def kind_of(geometry: dict[str, Any]) -> str:
    """ "point", "line", "area" or "collection"."""
    name = str(geometry.get("type", ""))
    if name.endswith("Point"):
        return "point"
    if name.endswith("LineString"):
        return "line"
    return "area" if name.endswith("Polygon") else "collection"


def format_position(lon: float, lat: float, lang: str) -> str:
    """Latitude first, as people read coordinates: "49,993500° пн. ш., 36,230400° сх. д."."""
    north, east = ("пн. ш.", "сх. д.") if lang == "uk" else ("N", "E")
    south, west = ("пд. ш.", "зх. д.") if lang == "uk" else ("S", "W")
    shown_lat, shown_lon = (format_number(round(abs(number), 6), lang, 6) for number in (lat, lon))
    return f"{shown_lat}° {north if lat >= 0 else south}, {shown_lon}° {east if lon >= 0 else west}"


def describe_geometry(geometry: dict[str, Any], lang: str) -> str:
    """One line about a GeoJSON geometry: a point's coordinates, a line's length, an area's size."""
    translate = QCoreApplication.translate
    points = list(positions(geometry))
    if not points:
        return translate("GeometryEditor", "Empty geometry")
    kind = kind_of(geometry)
    first = format_position(points[0][0], points[0][1], lang)
    if kind == "point" and len(points) == 1:
        return first
    if kind == "line":
        metres = length_m(geometry)
        size = _length(metres, lang)
    elif kind == "area":
        size = _area(area_m2(geometry), lang)
    else:
        size = ""
    name = {
        "point": translate("GeometryEditor", "Points"),
        "line": translate("GeometryEditor", "Line"),
        "area": translate("GeometryEditor", "Area"),
    }.get(kind, translate("GeometryEditor", "Collection of geometries"))
    twice = sum(map(len, _polygons(geometry))) if kind == "area" else 0  # the first vertex of each ring
    vertices = translate("GeometryEditor", "%n vertices", None, len(points) - twice)
    start = translate("GeometryEditor", "from {position}").format(position=first)
    return ", ".join(part for part in (name, size, vertices, start) if part)


def _length(metres: float, lang: str) -> str:
    if metres < 1000:
        return QCoreApplication.translate("GeometryEditor", "≈ {n} m").format(n=format_number(round(metres), lang))
    return QCoreApplication.translate("GeometryEditor", "≈ {n} km").format(n=format_number(metres / 1000, lang, 2))


def _area(metres2: float, lang: str) -> str:
    if metres2 < 10_000:
        return QCoreApplication.translate("GeometryEditor", "≈ {n} m²").format(n=format_number(round(metres2), lang))
    return QCoreApplication.translate("GeometryEditor", "≈ {n} ha").format(n=format_number(metres2 / 10_000, lang, 2))


def length_m(geometry: dict[str, Any]) -> float:
    """Length of a line in metres on the sphere of mean radius (within 0.5 % of the ellipsoid)."""
    lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return sum(_distance_m(a, b) for line in lines for a, b in zip(line, line[1:], strict=False))


def area_m2(geometry: dict[str, Any]) -> float:
    """Area of a polygon in square metres on the sphere of mean radius (Chamberlain and Duquette, JPL 07-03)."""
    total = 0.0
    for rings in _polygons(geometry):
        for index, ring in enumerate(rings):
            area = abs(_ring_area(ring))
            total += area if index == 0 else -area
    return total


def _polygons(geometry: dict[str, Any]) -> Sequence[Any]:
    """The rings of each polygon of an area."""
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _distance_m(a: Sequence[float], b: Sequence[float]) -> float:
    lat_a, lat_b = math.radians(a[1]), math.radians(b[1])
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def _ring_area(ring: Sequence[Sequence[float]]) -> float:
    total = 0.0
    for a, b in zip(ring, list(ring[1:]) + list(ring[:1]), strict=True):
        total += math.radians(b[0] - a[0]) * (2 + math.sin(math.radians(a[1])) + math.sin(math.radians(b[1])))
    return total * EARTH_RADIUS_M**2 / 2
