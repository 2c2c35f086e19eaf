"""Geometries in words: what is drawn, where, how long or how large."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

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


def length_m(geometry: dict[str, Any]) -> float:
    """Length of a line in metres on the sphere of mean radius (within 0.5 % of the ellipsoid)."""
    lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return sum(_distance_m(a, b) for line in lines for a, b in zip(line, line[1:], strict=False))


def area_m2(geometry: dict[str, Any]) -> float:
    """Area of a polygon in square metres on the sphere of mean radius (Chamberlain and Duquette, JPL 07-03)."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    total = 0.0
    for rings in polygons:
        for index, ring in enumerate(rings):
            area = abs(_ring_area(ring))
            total += area if index == 0 else -area
    return total


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
