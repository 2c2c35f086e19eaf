"""GeoJSON geometry as ISO well-known binary (ISO 19125-1, 13249-3; little endian), to the last bit.

The portable form in which both databases keep geometry; PostGIS and GDAL read it as it is. Z adds 1000 to the type's
number.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

_NUMBERS = {"Point": 1, "LineString": 2, "Polygon": 3, "MultiPoint": 4, "MultiLineString": 5, "MultiPolygon": 6}
_PARTS = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}
_HEAD = struct.Struct("<BI")
_COUNT = struct.Struct("<I")
_XY = struct.Struct("<dd")
_XYZ = struct.Struct("<ddd")


def from_geojson(geometry: dict[str, Any] | None) -> bytes | None:
    """The WKB of a well-formed geometry (longitude, latitude[, height]); None for none.

    One position without height makes the whole geometry flat in WKB: it has no mixed dimensions.
    """
    if geometry is None:
        return None
    name, coordinates = geometry["type"], geometry["coordinates"]
    return _geometry(name, coordinates, _has_z(coordinates))


def _has_z(coordinates: Sequence[Any]) -> bool:
    if isinstance(coordinates[0], (list, tuple)):
        return all(_has_z(entry) for entry in coordinates)
    return len(coordinates) == 3


def _geometry(name: str, coordinates: Sequence[Any], has_z: bool) -> bytes:
    head = _HEAD.pack(1, _NUMBERS[name] + (1000 if has_z else 0))
    if name == "Point":
        return head + _position(coordinates, has_z)
    if name == "LineString":
        return head + _positions(coordinates, has_z)
    if name == "Polygon":
        rings = [_positions(ring, has_z) for ring in coordinates]
        return head + _COUNT.pack(len(rings)) + b"".join(rings)
    parts = [_geometry(_PARTS[name], part, has_z) for part in coordinates]
    return head + _COUNT.pack(len(parts)) + b"".join(parts)


def _position(position: Sequence[float], has_z: bool) -> bytes:
    return _XYZ.pack(*position) if has_z else _XY.pack(position[0], position[1])


def _positions(positions: Sequence[Sequence[float]], has_z: bool) -> bytes:
    return _COUNT.pack(len(positions)) + b"".join([_position(position, has_z) for position in positions])
