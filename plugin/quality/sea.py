"""Whether a place lies in the open water of the Black Sea or the Sea of Azov.

The two outlines were drawn for this check, by hand and some 5 to 20 km off the shore: what is inside is surely water,
what is near a shore, a spit or a harbour is never called sea. A test holds them against the centres of all settlements.
"""

from __future__ import annotations

from itertools import pairwise

Position = tuple[float, float]

# Longitude, latitude; degrees of WGS 84.
BLACK_SEA: tuple[Position, ...] = (
    (28.95, 44.0), (29.0, 44.35), (29.3, 44.6), (29.9, 44.8), (30.05, 45.2), (30.0, 45.5), (30.3, 45.75), (30.7, 46.0),
    (30.95, 46.25), (31.05, 46.38), (31.3, 46.38), (31.4, 46.2), (31.75, 46.05), (32.3, 45.93), (32.4, 45.85),
    (32.85, 45.82), (32.9, 45.75), (32.6, 45.65), (32.25, 45.45), (32.35, 45.25), (32.8, 45.15), (33.15, 45.0),
    (33.38, 44.9), (33.25, 44.7), (33.2, 44.5), (33.5, 44.35), (33.7, 44.28), (34.1, 44.3), (34.4, 44.48),
    (34.65, 44.62), (34.95, 44.68), (35.15, 44.68), (35.5, 44.88), (35.8, 44.9), (36.2, 44.93), (36.5, 44.95),
    (36.9, 44.88), (37.15, 44.72), (37.6, 44.55), (37.95, 44.42), (38.3, 44.22), (38.8, 44.0), (28.95, 44.0),
)  # fmt: skip
SEA_OF_AZOV: tuple[Position, ...] = (
    (35.3, 45.62), (35.2, 45.85), (35.35, 46.0), (35.5, 46.15), (35.75, 46.28), (36.1, 46.35), (36.6, 46.42),
    (37.0, 46.55), (37.2, 46.65), (37.4, 46.6), (37.5, 46.4), (37.5, 46.2), (37.45, 46.0), (37.4, 45.8), (37.35, 45.65),
    (37.1, 45.55), (36.8, 45.57), (36.5, 45.6), (36.1, 45.62), (35.7, 45.62), (35.3, 45.62),
)  # fmt: skip
SNAKE_ISLAND: Position = (30.204, 45.255)  # острів Зміїний, the one island within the outlines
_ISLAND_DEGREES = 0.02  # about 2 km around it


def in_sea(longitude: float, latitude: float) -> bool:
    """Whether degrees of WGS 84 are surely open water."""
    east, north = longitude - SNAKE_ISLAND[0], latitude - SNAKE_ISLAND[1]
    if abs(east) < _ISLAND_DEGREES and abs(north) < _ISLAND_DEGREES:
        return False
    return any(_encloses(outline, longitude, latitude) for outline in (BLACK_SEA, SEA_OF_AZOV))


def _encloses(outline: tuple[Position, ...], x: float, y: float) -> bool:
    """The ray to the east crosses the outline an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(outline):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside
