"""Whether a place lies in an area: its rings as plain numbers, sorted into bands of latitude once it is asked often."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterable, Iterator

METRES = 111_195.0
"""One degree of a great circle, on a sphere of 6,371 km."""
_OFTEN = 6
"""Questions after which sorting the edges pays."""
_EDGES_A_BAND = 8
_MOST_BANDS = 4096

Edge = tuple[float, float, float, float]


class Shape:
    """An area's edges. Longitude and latitude in degrees; rings by the even-odd rule, so holes and parts need no order.

    What lies on an edge may count as in or out: ask :meth:`near` where that matters.
    """

    def __init__(self, rings: Iterable[Iterable[float]]) -> None:
        """:param rings: closed rings, each as x, y, x, y …"""
        self._rings = [array("d", ring) for ring in rings]
        self._asked = 0
        self._bands: list[list[Edge]] = []
        self._south, self._step = 0.0, 1.0

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the place is inside."""
        self._asked += 1
        if not self._bands and self._asked > _OFTEN:
            self._sort()
        inside = False
        for x1, y1, x2, y2 in self._bands[self._band(lat)] if self._bands else self._edges():
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    def near(self, lon: float, lat: float, metres: float) -> bool:
        """Whether an edge is at most so many metres from the place (plane geometry, good to a few kilometres)."""
        reach = metres / METRES
        shrink = math.cos(math.radians(lat))
        south, north = lat - reach, lat + reach
        for x1, y1, x2, y2 in self._edges():
            if (y1 < south and y2 < south) or (y1 > north and y2 > north):
                continue
            if _distance((x1 - lon) * shrink, y1 - lat, (x2 - lon) * shrink, y2 - lat) <= reach:
                return True
        return False

    def _edges(self) -> Iterator[Edge]:
        for ring in self._rings:
            xs, ys = ring[0::2], ring[1::2]
            yield from zip(xs, ys, xs[1:], ys[1:], strict=False)

    def _sort(self) -> None:
        edges = list(self._edges())
        if not edges:
            return
        self._south = min(min(ring[1::2]) for ring in self._rings if ring)
        north = max(max(ring[1::2]) for ring in self._rings if ring)
        count = max(1, min(_MOST_BANDS, len(edges) // _EDGES_A_BAND))
        self._step = (north - self._south) / count or 1.0
        bands: list[list[Edge]] = [[] for _ in range(count)]
        scale, south, top = 1 / self._step, self._south, count - 1
        for edge in edges:
            first, last = int((edge[1] - south) * scale), int((edge[3] - south) * scale)
            if first > last:
                first, last = last, first
            # one band more on either side: where a band ends is told by another rounding elsewhere
            for band in range(max(first - 1, 0), min(last + 1, top) + 1):
                bands[band].append(edge)
        self._bands = bands

    def _band(self, lat: float) -> int:
        return min(max(int((lat - self._south) / self._step), 0), len(self._bands) - 1)


def _distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """From the origin to the segment between two points."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + along * dx, y1 + along * dy)


def shape_of(wkb: bytes) -> Shape:
    """The shape of a MultiPolygon (WKB, little-endian, x, y); of anything else one that contains nothing."""
    try:
        return Shape(list(_rings(wkb)))
    except struct.error:
        return Shape([])


def _rings(wkb: bytes) -> Iterator[tuple[float, ...]]:
    order, kind, polygons = struct.unpack_from("<BII", wkb)
    at = 9
    for _ in range(polygons if (order, kind) == (1, 6) else 0):
        (rings,) = struct.unpack_from("<I", wkb, at + 5)
        at += 9
        for _ in range(rings):
            (count,) = struct.unpack_from("<I", wkb, at)
            yield struct.unpack_from(f"<{2 * count}d", wkb, at + 4)
            at += 4 + 16 * count
