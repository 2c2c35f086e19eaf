"""Whether coordinates in any form people have them are a place in Ukraine, as degrees of WGS 84.

What the spellings are is :mod:`plugin.records.coordinate_text`'s. Metres of a projected coordinate system are
recognised and named as such, never guessed: SK-63 and UCS-2000 numbers overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import messages
from ..records.coordinate_list import Corners, read_places
from ..records.coordinate_metres import Metres
from ..records.coordinate_text import Degrees, Notation, Unread
from .extent import place_of


@dataclass(frozen=True)
class ParsedCoordinate:
    """A place in WGS 84 degrees. ``swapped``: longitude had come first without saying so."""

    longitude: float
    latitude: float
    notation: Notation = "decimal"
    swapped: bool = False

    @property
    def geometry(self) -> dict[str, object]:
        """The place as a GeoJSON point."""
        return {"type": "Point", "coordinates": [self.longitude, self.latitude]}


@dataclass(frozen=True)
class CoordinateProblem:
    """Why a text is no place in Ukraine: the codes of :class:`~plugin.records.coordinate_text.Unread`, and

    ``projected`` metres, or degrees of another system: the coordinate system has to be named · ``null_island`` ·
    ``outside`` · ``several`` ``n`` corners, where one place is wanted.
    """

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """What is wrong and what to enter instead."""
        return messages.text(f"coordinates.{self.code}", lang, **self.params)


def parse_coordinates(text: str) -> ParsedCoordinate | CoordinateProblem:
    """The place that ``text`` names, or why it names none. Latitude or longitude may come first."""
    return judge(read_places(text))


def judge(reading: Degrees | Metres | Corners | Unread) -> ParsedCoordinate | CoordinateProblem:
    """Whether what was read is a place in Ukraine, in degrees of WGS 84."""
    if isinstance(reading, Unread):
        return CoordinateProblem(reading.code, dict(reading.params))
    if isinstance(reading, Corners):
        return CoordinateProblem("several", {"n": len(reading)})
    if isinstance(reading, Metres):
        return CoordinateProblem(
            "projected", {"latitude": f"{reading.first:.10g}", "longitude": f"{reading.second:.10g}"}
        )
    return judge_place(reading.longitude, reading.latitude, reading.notation, stated=reading.stated)


def judge_place(
    longitude: float, latitude: float, notation: Notation = "decimal", *, stated: bool = True
) -> ParsedCoordinate | CoordinateProblem:
    """Whether degrees of WGS 84 lie in Ukraine; not ``stated`` which is which, they may be turned round."""
    place = place_of(longitude, latitude)
    if place == "inside":
        return ParsedCoordinate(longitude, latitude, notation)
    if place == "swapped" and not stated:
        return ParsedCoordinate(latitude, longitude, notation, swapped=True)
    code = "outside" if place == "swapped" else place
    return CoordinateProblem(code, {"latitude": f"{latitude:.10g}", "longitude": f"{longitude:.10g}"})
