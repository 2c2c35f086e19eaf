"""Corners in their order as a line or an area. Positions are (longitude, latitude) in degrees of WGS 84."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

from .geometry_text import length_m

Shape = Literal["point", "line", "area"]
Position = tuple[float, float]
LEAST_OF_AREA = 3


def distinct(positions: Sequence[Position]) -> tuple[tuple[Position, ...], bool]:
    """The corners without those that only repeat the one before; and whether the last one closed the ring."""
    found = [one for index, one in enumerate(positions) if index == 0 or one != positions[index - 1]]
    closed = len(found) > LEAST_OF_AREA and found[0] == found[-1]
    return tuple(found[:-1] if closed else found), closed


def line(corners: Sequence[Position]) -> dict[str, Any]:
    """A GeoJSON line along the corners."""
    return {"type": "LineString", "coordinates": [list(one) for one in corners]}


def area(corners: Sequence[Position]) -> dict[str, Any]:
    """A GeoJSON polygon; its ring is closed and runs counter-clockwise (RFC 7946)."""
    ring = [list(one) for one in (*corners, corners[0])]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))  # the shoelace formula
    return {"type": "Polygon", "coordinates": [ring if twice >= 0 else ring[::-1]]}


def middle(corners: Sequence[Position], shape: Shape) -> Position:
    """A place to speak of: the mean of an area's corners, the middle corner of a line."""
    if shape != "area":
        return corners[len(corners) // 2]
    return sum(one[0] for one in corners) / len(corners), sum(one[1] for one in corners) / len(corners)


def outermost(corners: Sequence[Position]) -> tuple[int, ...]:
    """Which corners lie farthest west, east, south and north, each once, in their order."""
    numbers = range(len(corners))
    found = {pick(numbers, key=lambda n: corners[n][axis]) for axis in (0, 1) for pick in (min, max)}
    return tuple(sorted(found))


def longest_side(corners: Sequence[Position]) -> tuple[int, float]:
    """The corner after which the next is farthest away, and how far that is, in metres."""
    sides = [(length_m(line(pair)), n) for n, pair in enumerate(pairwise(corners))]
    metres, number = max(sides)
    return number, metres
