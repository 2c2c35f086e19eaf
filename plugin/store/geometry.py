"""Geometry between the GeoPackage and the records: GeoPackageBinary (OGC 12-128r15, 2.1.3) and GeoJSON (RFC 7946).

Positions are longitude, latitude and, where there is one, height in metres, WGS 84, in both directions. Every double
survives to the last bit, except that negative zero becomes zero. Curves come out linearised and measures (M) dropped,
with a note; an empty geometry comes out as none; bytes that cannot be read come out as :data:`UNREADABLE`, which the
check of the record's shape refuses by name. Nothing here raises for what is in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import StoreError
from .curves import linearise

SRS_ID = 4326
CURVES_LINEARISED = "curves_linearised"
MEASURES_DROPPED = "measures_dropped"
SURFACE_SIMPLIFIED = "surface_simplified"

UNREADABLE: dict[str, Any] = {"type": "Unreadable"}
"""Stands for a geometry whose bytes make no sense. No GeoJSON type, so that it cannot travel."""

_PLAIN = frozenset(struct.pack("<BI", 1, height + code) for height in (0, 1000) for code in (1, 2, 3))
_MAX_DEPTH = 16
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_NAMES = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
_CODES = {name: code for code, name in _NAMES.items()}

_POINT_XY = struct.Struct("<2sBBiBIdd")
_POINT_XYZ = struct.Struct("<2sBBiBIddd")


@dataclass(frozen=True)
class Decoded:
    """A geometry as GeoJSON, or none, and what was changed to get there (:data:`CURVES_LINEARISED` …)."""

    geometry: dict[str, Any] | None
    notes: tuple[str, ...] = ()


# --- GeoJSON to GeoPackage ---------------------------------------------------------------------------------------


def encode(geometry: Any) -> bytes | None:
    """The blob for a GeoJSON geometry; None for none or an empty one.

    Lines and areas carry an envelope, points none, as GDAL writes them. Raises ``StoreError("store.bad_geometry")`` for
    anything that is no GeoJSON geometry of finite or infinite numbers.
    """
    if geometry is None:
        return None
    try:
        name, coordinates = geometry["type"], geometry["coordinates"]
        if name == "Point" and len(coordinates) == 2:
            x, y = coordinates
            return _POINT_XY.pack(b"GP", 0, 1, SRS_ID, 1, 1, x + 0.0, y + 0.0)
        if name == "Point" and len(coordinates) == 3:
            x, y, z = coordinates
            return _POINT_XYZ.pack(b"GP", 0, 1, SRS_ID, 1, 1001, x + 0.0, y + 0.0, z + 0.0)
        if not coordinates:
            return None
        first = coordinates
        while isinstance(first[0], (list, tuple)):
            first = first[0]
        dimensions = len(first)
        if dimensions not in (2, 3):
            raise StoreError("store.bad_geometry", reason="position")
        box = [float("inf"), float("-inf"), float("inf"), float("-inf")]
        body = _geometry_wkb(name, coordinates, dimensions, box)
        return struct.pack("<2sBBi4d", b"GP", 0, 3, SRS_ID, *box) + body
    except (KeyError, TypeError, IndexError, ValueError, struct.error, OverflowError) as error:
        raise StoreError("store.bad_geometry", reason=str(error)) from error


def _geometry_wkb(name: str, coordinates: Any, dimensions: int, box: list[float]) -> bytes:
    code = _CODES[name]
    head = struct.pack("<BI", 1, code + (1000 if dimensions == 3 else 0))
    if name == "Point":
        return head + _points([coordinates], dimensions, box)
    if name == "LineString":
        return head + struct.pack("<I", len(coordinates)) + _points(coordinates, dimensions, box)
    parts = [head, struct.pack("<I", len(coordinates))]
    if name == "Polygon":
        for ring in coordinates:
            parts.append(struct.pack("<I", len(ring)))
            parts.append(_points(ring, dimensions, box))
    else:
        single = name[len("Multi") :]
        for part in coordinates:
            parts.append(_geometry_wkb(single, part, dimensions, box))
    return b"".join(parts)


def _points(positions: Any, dimensions: int, box: list[float]) -> bytes:
    flat: list[float] = []
    for position in positions:
        if len(position) != dimensions:
            raise StoreError("store.bad_geometry", reason="position")
        for ordinate in position:
            flat.append(ordinate + 0.0)
    xs, ys = flat[0::dimensions], flat[1::dimensions]
    if xs:
        box[0], box[1] = min(box[0], *xs), max(box[1], *xs)
        box[2], box[3] = min(box[2], *ys), max(box[3], *ys)
    return struct.pack(f"<{len(flat)}d", *flat)


# --- GeoPackage to GeoJSON ---------------------------------------------------------------------------------------


def decode(blob: Any) -> dict[str, Any] | None:
    """The GeoJSON geometry of a blob; see :func:`decode_with_notes` for what had to be changed."""
    if type(blob) is bytes and len(blob) == 29 and blob[:4] == b"GP\x00\x01" and blob[8:13] == b"\x01\x01\x00\x00\x00":
        x, y = struct.unpack_from("<dd", blob, 13)
        if x == x or y == y:
            return {"type": "Point", "coordinates": [x + 0.0, y + 0.0]}
        return None
    return decode_with_notes(blob).geometry


def decode_with_notes(blob: Any) -> Decoded:
    """The GeoJSON geometry of a GeoPackage blob, :data:`UNREADABLE` where the bytes make no sense."""
    if blob is None:
        return Decoded(None)
    start = _wkb_offset(blob)
    if start is None:
        return Decoded(dict(UNREADABLE))
    reader = _Reader(blob, start)
    try:
        geometry = reader.geometry()
    except (struct.error, ValueError, RecursionError):
        return Decoded(dict(UNREADABLE))
    return Decoded(geometry, tuple(sorted(reader.notes)))


def notes(blob: Any) -> tuple[str, ...]:
    """What decoding a blob has to change; for points, lines and areas without measures, nothing, told from a few
    bytes.
    """
    start = _wkb_offset(blob)
    if start is not None and blob[start : start + 5] in _PLAIN:
        return ()
    return decode_with_notes(blob).notes


def _wkb_offset(blob: Any) -> int | None:
    """Where the WKB begins; None for something that is no GeoPackage geometry."""
    if not isinstance(blob, bytes) or len(blob) < 13 or blob[:2] != b"GP":
        return None
    envelope = (blob[3] >> 1) & 7
    if envelope > 4 or blob[3] & 0x20:
        return None
    return 8 + _ENVELOPE_BYTES[envelope]


class _Reader:
    """Reads well-known binary from a position on, ISO (1000s for Z and M) and EWKB (high bits) alike."""

    def __init__(self, blob: bytes, offset: int) -> None:
        self._blob = blob
        self._offset = offset
        self.notes: set[str] = set()

    def geometry(self, depth: int = 0) -> dict[str, Any] | None:
        """The geometry here; None for an empty one."""
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        order, code, dimensions, has_z = self._head()
        read = _READERS.get(code)
        if read is None:
            raise ValueError(f"geometry type {code}")
        return read(self, order, dimensions, has_z, depth)

    def _head(self) -> tuple[str, int, int, bool]:
        """Byte order, type, number of ordinates in a position, whether the third of them is a height."""
        order = "<" if self._blob[self._offset : self._offset + 1] == b"\x01" else ">"
        (code,) = struct.unpack_from(order + "I", self._blob, self._offset + 1)
        self._offset += 5
        has_z, has_m = bool(code & 0x80000000), bool(code & 0x40000000)
        if code & 0x20000000:
            self._offset += 4
        code &= 0x0FFFFFFF
        has_z = has_z or code // 1000 in (1, 3)
        has_m = has_m or code // 1000 in (2, 3)
        if code // 1000 > 3:
            raise ValueError(f"geometry type {code}")
        if has_m:
            self.notes.add(MEASURES_DROPPED)
        return order, code % 1000, 2 + has_z + has_m, has_z

    def _count(self, order: str, least_bytes: int) -> int:
        """A number of parts, checked against the bytes that are left."""
        (count,) = struct.unpack_from(order + "I", self._blob, self._offset)
        self._offset += 4
        if count * least_bytes > len(self._blob) - self._offset:
            raise ValueError("count beyond the end")
        return int(count)

    def _positions(self, order: str, dimensions: int, has_z: bool, count: int) -> list[list[float]]:
        flat = struct.unpack_from(f"{order}{count * dimensions}d", self._blob, self._offset)
        self._offset += count * dimensions * 8
        keep = 3 if has_z else 2
        return [[value + 0.0 for value in flat[at : at + keep]] for at in range(0, len(flat), dimensions)]

    def _line(self, order: str, dimensions: int, has_z: bool) -> list[list[float]]:
        return self._positions(order, dimensions, has_z, self._count(order, dimensions * 8))

    def point(self, order: str, dimensions: int, has_z: bool, _depth: int) -> dict[str, Any] | None:
        """A point; with two NaN it is the empty one."""
        position = self._positions(order, dimensions, has_z, 1)[0]
        if position[0] != position[0] and position[1] != position[1]:
            return None
        return {"type": "Point", "coordinates": position}

    def line(self, order: str, dimensions: int, has_z: bool, _depth: int) -> dict[str, Any] | None:
        """A line."""
        positions = self._line(order, dimensions, has_z)
        return {"type": "LineString", "coordinates": positions} if positions else None

    def arcs(self, order: str, dimensions: int, has_z: bool, _depth: int) -> dict[str, Any] | None:
        """A circular string."""
        positions = self._line(order, dimensions, has_z)
        self.notes.add(CURVES_LINEARISED)
        return {"type": "LineString", "coordinates": linearise(positions)} if positions else None

    def compound(self, order: str, _dimensions: int, _has_z: bool, depth: int) -> dict[str, Any] | None:
        """A compound curve: pieces, each beginning where the last one ended."""
        positions: list[list[float]] = []
        self.notes.add(CURVES_LINEARISED)
        for _ in range(self._count(order, 9)):
            piece = self.geometry(depth + 1)
            if piece is None:
                continue
            if piece["type"] != "LineString":
                raise ValueError("no curve")
            more = piece["coordinates"]
            positions.extend(more[1:] if positions and positions[-1] == more[0] else more)
        return {"type": "LineString", "coordinates": positions} if positions else None

    def polygon(self, order: str, dimensions: int, has_z: bool, _depth: int) -> dict[str, Any] | None:
        """An area; also a triangle."""
        rings = [self._line(order, dimensions, has_z) for _ in range(self._count(order, 4))]
        return {"type": "Polygon", "coordinates": rings} if rings and rings[0] else None

    def curve_polygon(self, order: str, _dimensions: int, _has_z: bool, depth: int) -> dict[str, Any] | None:
        """An area whose rings may be curves."""
        rings: list[list[list[float]]] = []
        self.notes.add(CURVES_LINEARISED)
        for _ in range(self._count(order, 9)):
            ring = self.geometry(depth + 1)
            if ring is None:
                continue
            if ring["type"] != "LineString":
                raise ValueError("no ring")
            rings.append(ring["coordinates"])
        return {"type": "Polygon", "coordinates": rings} if rings else None

    def parts(self, order: str, depth: int, single: str) -> dict[str, Any] | None:
        """Several of one kind."""
        coordinates: list[Any] = []
        for _ in range(self._count(order, 5)):
            part = self.geometry(depth + 1)
            if part is None:
                continue
            if part["type"] != single:
                raise ValueError(f"{part['type']} among {single}")
            coordinates.append(part["coordinates"])
        return {"type": f"Multi{single}", "coordinates": coordinates} if coordinates else None

    def collection(self, order: str, depth: int) -> dict[str, Any] | None:
        """A collection of anything; it does not travel, and the shape check says so."""
        parts = [self.geometry(depth + 1) for _ in range(self._count(order, 5))]
        members = [part for part in parts if part is not None]
        return {"type": "GeometryCollection", "geometries": members} if members else None

    def surface(self, order: str, depth: int) -> dict[str, Any] | None:
        """A polyhedral surface or a TIN, as its faces."""
        self.notes.add(SURFACE_SIMPLIFIED)
        return self.parts(order, depth, "Polygon")


_Read = Callable[[_Reader, str, int, bool, int], "dict[str, Any] | None"]


def _several(single: str) -> _Read:
    return lambda reader, order, _dimensions, _has_z, depth: reader.parts(order, depth, single)


_READERS: dict[int, _Read] = {
    1: _Reader.point,
    2: _Reader.line,
    3: _Reader.polygon,
    4: _several("Point"),
    5: _several("LineString"),
    6: _several("Polygon"),
    7: lambda reader, order, _dimensions, _has_z, depth: reader.collection(order, depth),
    8: _Reader.arcs,
    9: _Reader.compound,
    10: _Reader.curve_polygon,
    11: _several("LineString"),
    12: _several("Polygon"),
    15: lambda reader, order, _dimensions, _has_z, depth: reader.surface(order, depth),
    16: lambda reader, order, _dimensions, _has_z, depth: reader.surface(order, depth),
    17: _Reader.polygon,
}


# --- what the R-tree's triggers ask ------------------------------------------------------------------------------

Bounds = tuple[float, float, float, float]


def bounds(blob: Any) -> Bounds | None:
    """(min x, max x, min y, max y) of a blob, in the order of the R-tree's columns; None for none, empty or
    unreadable.
    """
    if not isinstance(blob, bytes) or len(blob) < 13 or blob[:2] != b"GP" or blob[3] & 0x10:
        return None
    if (blob[3] >> 1) & 7:
        order = "<" if blob[3] & 1 else ">"
        try:
            box: Bounds = struct.unpack_from(order + "4d", blob, 8)
        except struct.error:
            return None
        return box if box[0] == box[0] else None
    if len(blob) == 29 and blob[8:13] == b"\x01\x01\x00\x00\x00":
        x, y = struct.unpack_from("<dd", blob, 13)
        return (x, x, y, y) if x == x and y == y else None
    geometry = decode(blob)
    if geometry is None or "coordinates" not in geometry and "geometries" not in geometry:
        return None
    xs: list[float] = []
    ys: list[float] = []
    _collect(geometry, xs, ys)
    return (min(xs), max(xs), min(ys), max(ys)) if xs else None


def _collect(geometry: dict[str, Any], xs: list[float], ys: list[float]) -> None:
    for member in geometry.get("geometries", ()):
        _collect(member, xs, ys)
    pending = [geometry["coordinates"]] if "coordinates" in geometry else []
    while pending:
        entry = pending.pop()
        if entry and isinstance(entry[0], list):
            pending.extend(entry)
        elif entry:
            xs.append(entry[0])
            ys.append(entry[1])
