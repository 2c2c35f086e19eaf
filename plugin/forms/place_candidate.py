"""What typed coordinates come to: a place that may be taken, a question about the system, or why they are no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from qgis.PyQt.QtCore import QCoreApplication

from ..quality.coordinates import CoordinateProblem, judge, judge_place
from ..quality.extent import place_of
from ..records.coordinate_list import Corners, Drawn, read_places
from ..records.coordinate_metres import Metres, orders
from ..records.coordinate_systems import GEOGRAPHIC, Fit, fits_all
from ..records.coordinate_text import Degrees
from ..records.messages import format_number
from ..records.positions import Landmark, Shifted, ShiftFault
from . import place_shapes
from .place_remarks import Remark, shift_remark
from .place_shapes import Position, Shape
from .place_tools import PlaceTools

Source = Literal["typed", "gps", "photo", "centre"]

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Candidate:
    """A place in degrees of WGS 84 that is not taken yet. ``precision``: how exact it is, as its source tells.

    A line or an area has ``corners``, each once, and ``longitude`` and ``latitude`` of a place to speak of. ``closed``:
    the text has the first corner once more at its end. ``open_shape``: whether they are a line or an area is not said.
    """

    longitude: float
    latitude: float
    source: Source = "typed"
    remarks: tuple[Remark, ...] = ()
    precision: str | None = None
    shape: Shape = "point"
    corners: tuple[Position, ...] = ()
    closed: bool = False
    open_shape: bool = False
    landmark: Landmark | None = None

    @property
    def geometry(self) -> dict[str, Any]:
        """As GeoJSON."""
        if self.shape == "area":
            return place_shapes.area(self.corners)
        if self.shape == "line":
            return place_shapes.line((*self.corners, self.corners[0]) if self.closed else self.corners)
        return {"type": "Point", "coordinates": [self.longitude, self.latitude]}

    @property
    def may_be_area(self) -> bool:
        """Whether its corners could enclose something."""
        return len(self.corners) >= place_shapes.LEAST_OF_AREA

    @property
    def faulty(self) -> bool:
        """Whether it cannot be taken as it is."""
        return any(remark.severity == "error" for remark in self.remarks)

    def as_shape(self, shape: Shape) -> Candidate:
        """The same corners as the person wants them."""
        longitude, latitude = place_shapes.middle(self.corners, shape)
        return replace(self, shape=shape, longitude=longitude, latitude=latitude, open_shape=False)


@dataclass(frozen=True)
class Choice:
    """A coordinate system that the numbers may be in; ``near``: they are a place in the record's own oblast then.

    ``places``: (northing, easting) of each place in the text.
    """

    code: str
    label: str
    places: tuple[tuple[float, float], ...]
    turned: bool
    near: bool
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Typed:
    """What a text comes to. One of ``candidate`` and ``problem`` is set, or there are ``choices`` to make, or both.

    ``question``: what is asked where the system of metres has to be stated. ``chosen`` is the one that the text says
    (``stated``), or the same as last time.
    """

    candidate: Candidate | None = None
    problem: str = ""
    question: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: str | None = None
    stated: bool = False
    metres: tuple[Metres, ...] = ()
    drawn: Drawn | None = None


def read_typed(text: str, tools: PlaceTools | None, near: str | None, lang: str, *, several: bool = False) -> Typed:
    """Reads a text as people type or paste it.

    :param tools: changes coordinate systems; without it metres stay a problem.
    :param near: a KATOTTG code: systems that put the place into its oblast come first.
    :param several: whether a list of corners is welcome, as a line or an area.
    """
    reading = read_places(text)
    if isinstance(reading, Corners) and not several:
        return Typed(problem=CoordinateProblem("several", {"n": len(reading)}).message(lang))
    drawn = reading.drawn if isinstance(reading, Corners) else None
    metres = _all_metres(reading)
    if metres and tools is not None:
        return _metres(metres, drawn, tools, near, lang)
    degrees = reading.degrees if isinstance(reading, Corners) else (reading,) if isinstance(reading, Degrees) else ()
    if degrees:
        return _degrees(degrees, drawn, tools, lang)
    judged = judge(metres[0] if metres else reading)
    return Typed(problem=judged.message(lang) if isinstance(judged, CoordinateProblem) else "")


def _all_metres(reading: object) -> tuple[Metres, ...]:
    if isinstance(reading, Metres):
        return (reading,)
    return reading.metres if isinstance(reading, Corners) else ()


def _degrees(readings: Sequence[Degrees], drawn: Drawn | None, tools: PlaceTools | None, lang: str) -> Typed:
    system = readings[0].system
    if system is not None and tools is not None:
        code = f"EPSG:{system.number}" if system.family == "epsg" else GEOGRAPHIC.get(system.family)
        if code is not None:
            return _degrees_of(readings, code, drawn, tools, lang)
    turned = all(place_of(one.longitude, one.latitude) == "swapped" for one in readings)
    positions = [(one.latitude, one.longitude) if turned else (one.longitude, one.latitude) for one in readings]
    remarks = [_swapped()] if turned else []
    return _judged(positions, drawn, remarks, lang)


def _swapped() -> Remark:
    text = translate("PlaceCandidate", "Latitude and longitude look swapped; they were turned round. Check the map.")
    return Remark("warning", text, stays=True)


def _metres(readings: tuple[Metres, ...], drawn: Drawn | None, tools: PlaceTools, near: str | None, lang: str) -> Typed:
    choices = tuple(_choice(fit, readings, drawn, lang) for fit in fits_all(readings, near))
    shown = {name: format_number(number, lang) for name, number in
             (("first", readings[0].first), ("second", readings[0].second))}  # fmt: skip
    if not choices:
        text = translate(
            "PlaceCandidate",
            "{first} and {second} are metres, but no place in Ukraine in any system known here. Check the numbers, or "
            "choose their system under Other System…",
        )
        if len(readings) > 1:
            text = translate(
                "PlaceCandidate",
                "These are metres, but not all corners are a place in Ukraine in any one system known here. Check the "
                "numbers, or choose their system under Other System…",
            )
        return Typed(problem=text.format(**shown), question=" ", metres=readings, drawn=drawn)
    codes = {choice.code for choice in choices}
    chosen, stated = None, readings[0].system is not None and len(codes) == 1
    if stated:
        chosen = choices[0].code
    elif tools.last_system() in {choice.code for choice in choices if choice.near or not choices[0].near}:
        chosen = tools.last_system()
    if stated:
        question = translate("PlaceCandidate", "{first} and {second} are metres, in the system that the text names.")
    elif chosen is not None:
        question = translate(
            "PlaceCandidate", "{first} and {second} are metres. The system is the one of last time: check it."
        )
    else:
        question = translate("PlaceCandidate", "{first} and {second} are metres. State their coordinate system.")
    return Typed(
        question=question.format(**shown), choices=choices, chosen=chosen, stated=stated, metres=readings, drawn=drawn
    )


def _choice(fit: Fit, readings: Sequence[Metres], drawn: Drawn | None, lang: str) -> Choice:
    places = tuple(fit.order(one) for one in readings)
    return Choice(fit.system.code, fit.system.label(lang), places, fit.turned, fit.near, drawn)


def from_choice(choice: Choice, tools: PlaceTools, lang: str) -> Typed:
    """The place that metres are in the system of a choice."""
    try:
        shifted = [tools.to_wgs84(choice.code, easting, northing) for northing, easting in choice.places]
    except ShiftFault as fault:
        return Typed(problem=_fault(fault, choice.label))
    remarks = [shift_remark(shifted[0], lang)]
    if choice.turned:
        text = translate("PlaceCandidate", "Read with the easting first: {easting} east, {northing} north.")
        northing, easting = (format_number(number, lang) for number in choice.places[0])
        remarks.insert(0, Remark("hint", text.format(northing=northing, easting=easting)))
    return _of_shifted(shifted, choice.drawn, remarks, lang)


def from_any_system(code: str, typed: Typed, tools: PlaceTools, lang: str) -> Typed:
    """The place that metres are in any system that QGIS knows, northing first where both orders would do."""
    label = tools.system_name(code) or code
    told: Typed | None = None
    for turned in (False, True):
        readings = [orders(one) for one in typed.metres]
        if turned and len(readings[0]) == 1:
            continue
        places = tuple(one[-1] if turned else one[0] for one in readings)
        first = typed.metres[0]
        made = from_choice(
            Choice(code, label, places, places[0] != (first.first, first.second), near=False, drawn=typed.drawn),
            tools,
            lang,
        )
        if made.candidate is not None:
            return made
        told = told or made
    return told or Typed()


def _degrees_of(readings: Sequence[Degrees], code: str, drawn: Drawn | None, tools: PlaceTools, lang: str) -> Typed:
    turned = all(place_of(one.longitude, one.latitude) == "swapped" for one in readings)
    try:
        shifted = [
            tools.to_wgs84(code, *((one.latitude, one.longitude) if turned else (one.longitude, one.latitude)))
            for one in readings
        ]
    except ShiftFault as fault:
        return Typed(problem=_fault(fault, tools.system_name(code) or code))
    remarks = [shift_remark(shifted[0], lang)]
    return _of_shifted(shifted, drawn, [_swapped(), *remarks] if turned else remarks, lang)


def _of_shifted(shifted: Sequence[Shifted], drawn: Drawn | None, remarks: list[Remark], lang: str) -> Typed:
    return _judged([(one.longitude, one.latitude) for one in shifted], drawn, remarks, lang)


def _judged(positions: Sequence[Position], drawn: Drawn | None, remarks: list[Remark], lang: str) -> Typed:
    """The candidate of places that all lie in Ukraine."""
    for number, position in enumerate(positions, 1):
        judged = judge_place(*position)
        if isinstance(judged, CoordinateProblem):
            told = judged.message(lang)
            if len(positions) > 1:
                told = translate("PlaceCandidate", "Corner {n}: {problem}").format(n=number, problem=told)
            return Typed(problem=told)
    corners, closed = place_shapes.distinct(positions)
    if len(corners) == 1:
        return Typed(Candidate(*corners[0], remarks=tuple(remarks)))
    enough = len(corners) >= place_shapes.LEAST_OF_AREA
    shape: Shape = "area" if enough and drawn != "line" else "line"
    return Typed(
        Candidate(
            *place_shapes.middle(corners, shape),
            remarks=tuple(remarks),
            shape=shape,
            corners=corners,
            closed=closed,
            open_shape=enough and drawn is None and not closed,
        )
    )


def _fault(fault: ShiftFault, system: str) -> str:
    if fault.code == "unknown_system":
        text = translate("PlaceCandidate", "This QGIS does not know the coordinate system {system}.")
    else:
        text = translate("PlaceCandidate", "The numbers are no place in the system {system}. Check them.")
    return text.format(system=system)
