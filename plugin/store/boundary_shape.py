"""Whether a place lies in an area, asked many times of few areas: their edges sorted into bands of latitude."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from .geometry import decode

METRES = 111_195.0
"""One degree of a great circle, on a sphere of 6,371 km."""
_EDGES_A_BAND = 8
_MOST_BANDS = 4096

Edge = tuple[float, float, float, float]


class Shape:
    """An area's edges. Longitude and latitude in degrees; rings by the even-odd rule, so holes and parts need no order.

    What lies on an edge may count as in or out: ask :meth:`near` where that matters.
    """

    def __init__(self, rings: Iterator[list[tuple[float, float]]]) -> None:
        edges = [(*one, *other) for ring in rings for one, other in zip(ring, ring[1:], strict=False) if one != other]
        self._south = min((min(edge[1], edge[3]) for edge in edges), default=0.0)
        north = max((max(edge[1], edge[3]) for edge in edges), default=0.0)
        count = max(1, min(_MOST_BANDS, len(edges) // _EDGES_A_BAND))
        self._step = (north - self._south) / count or 1.0
        self._bands: list[list[Edge]] = [[] for _ in range(count)]
        for edge in edges:
            first, last = self._band(min(edge[1], edge[3])), self._band(max(edge[1], edge[3]))
            for band in range(first, last + 1):
                self._bands[band].append(edge)

    def _band(self, lat: float) -> int:
        return min(max(int((lat - self._south) / self._step), 0), len(self._bands) - 1)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the place is inside."""
        inside = False
        for x1, y1, x2, y2 in self._bands[self._band(lat)]:
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    def near(self, lon: float, lat: float, metres: float) -> bool:
        """Whether an edge is at most so many metres from the place (plane geometry, good to a few kilometres)."""
        reach = metres / METRES
        shrink = math.cos(math.radians(lat))
        for band in range(self._band(lat - reach), self._band(lat + reach) + 1):
            for x1, y1, x2, y2 in self._bands[band]:
                if _distance((x1 - lon) * shrink, y1 - lat, (x2 - lon) * shrink, y2 - lat) <= reach:
                    return True
        return False


def _distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """From the origin to the segment between two points that differ."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + along * dx, y1 + along * dy)


def shape_of(blob: bytes) -> Shape:
    """The shape of a GeoPackage geometry; one that is no area contains nothing."""
    return Shape(iter(_rings(blob)))


def _rings(blob: bytes) -> list[list[tuple[float, float]]]:
    try:
        geometry = decode(blob)
    except (struct.error, ValueError):
        return []
    if geometry is None or geometry["type"] not in ("Polygon", "MultiPolygon"):
        return []
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(position[0], position[1]) for position in ring] for polygon in polygons for ring in polygon]
