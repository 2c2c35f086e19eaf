"""Arcs to straight lines: ISO 19125 / SQL-MM circular strings, which neither GeoJSON nor the contract knows."""

from __future__ import annotations

import math
from collections.abc import Sequence

STEP = math.radians(4.0)
"""Largest angle between two points on a linearised arc; GDAL's default (OGR_ARC_STEPSIZE)."""

Position = list[float]


def linearise(points: Sequence[Position]) -> list[Position]:
    """The positions of a circular string (start, on the arc, end, on the arc, end …) as a line.

    The given positions stay as they are, to the last bit; those in between are computed. A third ordinate (height) is
    interpolated linearly along each half of an arc. Fewer than three positions come back unchanged.
    """
    if len(points) < 3:
        return [list(point) for point in points]
    line = [list(points[0])]
    for index in range(0, len(points) - 2, 2):
        line.extend(_arc(points[index], points[index + 1], points[index + 2]))
    if len(points) % 2 == 0:
        line.append(list(points[-1]))
    return line


def _arc(start: Position, middle: Position, end: Position) -> list[Position]:
    """Positions after `start` up to and with `end` along the circle through the three."""
    if start[:2] == end[:2]:
        # A whole circle: `middle` is the point opposite (SQL-MM part 3, ST_CircularString).
        centre = ((start[0] + middle[0]) / 2.0, (start[1] + middle[1]) / 2.0)
        sign = 1.0
    else:
        found = _centre(start, middle, end)
        if found is None:
            return [list(middle), list(end)]
        centre = found
        cross = (middle[0] - start[0]) * (end[1] - middle[1]) - (middle[1] - start[1]) * (end[0] - middle[0])
        sign = 1.0 if cross > 0 else -1.0
    return _half(start, middle, centre, sign) + _half(middle, end, centre, sign)


def _centre(a: Position, b: Position, c: Position) -> tuple[float, float] | None:
    """Centre of the circle through three positions; None where they lie on a line."""
    bx, by = b[0] - a[0], b[1] - a[1]
    cx, cy = c[0] - a[0], c[1] - a[1]
    twice = 2.0 * (bx * cy - by * cx)
    scale = max(abs(bx), abs(by), abs(cx), abs(cy), 1e-300)
    if abs(twice) <= 1e-12 * scale * scale or not math.isfinite(twice):
        return None
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    return (a[0] + (cy * b2 - by * c2) / twice, a[1] + (bx * c2 - cx * b2) / twice)


def _half(start: Position, end: Position, centre: tuple[float, float], sign: float) -> list[Position]:
    """Positions after `start` up to and with `end`, turning left (sign 1) or right (sign -1) round `centre`."""
    radius = math.hypot(start[0] - centre[0], start[1] - centre[1])
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    last = math.atan2(end[1] - centre[1], end[0] - centre[0])
    sweep = (sign * (last - first)) % (2.0 * math.pi)
    if not math.isfinite(radius) or not math.isfinite(sweep):
        return [list(end)]
    steps = max(1, math.ceil(sweep / STEP))
    positions: list[Position] = []
    for step in range(1, steps):
        share = step / steps
        angle = first + sign * sweep * share
        position = [centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)]
        if len(start) > 2 and len(end) > 2:
            position.append(start[2] + (end[2] - start[2]) * share)
        positions.append(position)
    positions.append(list(end))
    return positions
