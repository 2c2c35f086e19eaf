"""Geometry on the wire: GeoJSON (RFC 7946), WGS 84, longitude before latitude, degrees, optional height in metres.

Its form is that of the record definitions (:mod:`plugin.records.geometry_form`); here is what the exchange needs
besides.
Every digit of a double travels. Whether a geometry lies in Ukraine or crosses itself is a question for the checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..records.geometry_form import geometry_fault, normalise_geometry

__all__ = ["bbox", "check_geometry", "normalise_geometry", "positions", "same_geometry"]

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check_geometry(geometry: object, kind: str) -> str | None:
    """The first fault in the form of a geometry for a record type whose geometry is ``kind`` (any, point, none), or
    None.

    The codes are those of :func:`plugin.records.geometry_form.geometry_fault`. Collections and curves never travel.
    """
    return geometry_fault(geometry, kind)


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


def same_geometry(a: Any, b: Any) -> bool:
    """Whether two geometries are the same to the last bit, integers and doubles of one value alike. No tolerance."""
    return bool(a == b or normalise_geometry(a) == normalise_geometry(b))
