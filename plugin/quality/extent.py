"""Where Ukraine lies, in degrees of WGS 84, and what of a pair of numbers can be said from that alone.

Its longitudes and latitudes do not overlap, so that swapped axes are told with certainty.
"""

from __future__ import annotations

from typing import Literal

WEST, EAST = 22.0, 40.3
SOUTH, NORTH = 44.0, 52.4

Place = Literal["inside", "swapped", "null_island", "projected", "outside"]


def place_of(x: float, y: float) -> Place:
    """What longitude ``x`` and latitude ``y`` look like.

    ``swapped`` latitude and longitude changed places · ``null_island`` (0, 0), a program's way of saying nothing ·
    ``projected`` no degrees at all: metres of some coordinate system, which has to be named and is never guessed.
    """
    if WEST <= x <= EAST and SOUTH <= y <= NORTH:
        return "inside"
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return "swapped"
    if abs(x) > 180 or abs(y) > 180 or (abs(y) > 90 and abs(x) > 90):
        return "projected"
    if abs(x) < 0.01 and abs(y) < 0.01:
        return "null_island"
    return "outside"
