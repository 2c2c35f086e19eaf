"""What typed coordinates come to: a place that may be taken, a question about the system, or why they are no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from qgis.PyQt.QtCore import QCoreApplication

from ..quality.coordinates import CoordinateProblem, judge, judge_place
from ..quality.extent import place_of
from ..records.coordinate_metres import Metres, orders
from ..records.coordinate_systems import GEOGRAPHIC, Fit, fits
from ..records.coordinate_text import Degrees, read_coordinates
from ..records.messages import format_number
from ..records.positions import Shifted, ShiftFault
from .place_remarks import Remark, shift_remark
from .place_tools import PlaceTools

Source = Literal["typed", "gps", "photo", "centre"]

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Candidate:
    """A place in degrees of WGS 84 that is not taken yet. ``precision``: how exact it is, as its source tells."""

    longitude: float
    latitude: float
    source: Source = "typed"
    remarks: tuple[Remark, ...] = ()
    precision: str | None = None

    @property
    def geometry(self) -> dict[str, Any]:
        """As a GeoJSON point."""
        return {"type": "Point", "coordinates": [self.longitude, self.latitude]}


@dataclass(frozen=True)
class Choice:
    """A coordinate system that the numbers may be in; ``near``: they are a place in the record's own oblast then."""

    code: str
    label: str
    northing: float
    easting: float
    turned: bool
    near: bool


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
    numbers: tuple[float, float] | None = None


def read_typed(text: str, tools: PlaceTools | None, near: str | None, lang: str) -> Typed:
    """Reads a text as people type or paste it.

    :param tools: changes coordinate systems; without it metres stay a problem.
    :param near: a KATOTTG code: systems that put the place into its oblast come first.
    """
    reading = read_coordinates(text)
    if isinstance(reading, Metres) and tools is not None:
        return _metres(reading, tools, near, lang)
    if isinstance(reading, Degrees) and reading.system is not None and tools is not None:
        code = GEOGRAPHIC.get(reading.system.family)
        if reading.system.family == "epsg":
            code = f"EPSG:{reading.system.number}"
        if code is not None:
            return _degrees_of(reading, code, tools, lang)
    parsed = judge(reading)
    if isinstance(parsed, CoordinateProblem):
        if isinstance(reading, Degrees) and place_of(reading.longitude, reading.latitude) == "swapped":
            return Typed(_swapped(reading.latitude, reading.longitude))
        return Typed(problem=parsed.message(lang))
    if parsed.swapped:
        return Typed(_swapped(parsed.longitude, parsed.latitude))
    return Typed(Candidate(parsed.longitude, parsed.latitude))


def _swapped(longitude: float, latitude: float) -> Candidate:
    text = translate("PlaceCandidate", "Latitude and longitude look swapped; they were turned round. Check the map.")
    return Candidate(longitude, latitude, remarks=(Remark("warning", text, stays=True),))


def _metres(reading: Metres, tools: PlaceTools, near: str | None, lang: str) -> Typed:
    found = fits(reading, near)
    choices = tuple(_choice(fit, lang) for fit in found)
    first, second = (format_number(number, lang) for number in (reading.first, reading.second))
    numbers = (reading.first, reading.second)
    if not choices:
        text = translate(
            "PlaceCandidate",
            "{first} and {second} are metres, but no place in Ukraine in any system known here. Check the numbers, or "
            "choose their system under Other System…",
        )
        return Typed(problem=text.format(first=first, second=second), question=" ", numbers=numbers)
    codes = {choice.code for choice in choices}
    chosen, stated = None, reading.system is not None and len(codes) == 1
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
        question=question.format(first=first, second=second),
        choices=choices,
        chosen=chosen,
        stated=stated,
        numbers=numbers,
    )


def _choice(fit: Fit, lang: str) -> Choice:
    return Choice(fit.system.code, fit.system.label(lang), fit.northing, fit.easting, fit.turned, fit.near)


def from_choice(choice: Choice, tools: PlaceTools, lang: str) -> Typed:
    """The place that metres are in the system of a choice."""
    try:
        shifted = tools.to_wgs84(choice.code, choice.easting, choice.northing)
    except ShiftFault as fault:
        return Typed(problem=_fault(fault, choice.label))
    remarks = [shift_remark(shifted, lang)]
    if choice.turned:
        text = translate("PlaceCandidate", "Read with the easting first: {easting} east, {northing} north.")
        shown = {name: format_number(value, lang) for name, value in
                 (("easting", choice.easting), ("northing", choice.northing))}  # fmt: skip
        remarks.insert(0, Remark("hint", text.format(**shown)))
    return _of_shifted(shifted, remarks, lang)


def from_any_system(code: str, numbers: Sequence[float], tools: PlaceTools, lang: str) -> Typed:
    """The place that two numbers are in any system that QGIS knows, northing first where both orders would do."""
    label = tools.system_name(code) or code
    told: Typed | None = None
    for northing, easting in orders(Metres(numbers[0], numbers[1])):
        turned = northing != numbers[0]
        made = from_choice(Choice(code, label, northing, easting, turned, near=False), tools, lang)
        if made.candidate is not None:
            return made
        told = told or made
    return told or Typed()


def _degrees_of(reading: Degrees, code: str, tools: PlaceTools, lang: str) -> Typed:
    turned = place_of(reading.longitude, reading.latitude) == "swapped"
    x, y = (reading.latitude, reading.longitude) if turned else (reading.longitude, reading.latitude)
    try:
        shifted = tools.to_wgs84(code, x, y)
    except ShiftFault as fault:
        return Typed(problem=_fault(fault, tools.system_name(code) or code))
    remarks = [shift_remark(shifted, lang)]
    if turned:
        remarks = [*_swapped(x, y).remarks, *remarks]
    return _of_shifted(shifted, remarks, lang)


def _of_shifted(shifted: Shifted, remarks: list[Remark], lang: str) -> Typed:
    judged = judge_place(shifted.longitude, shifted.latitude)
    if isinstance(judged, CoordinateProblem):
        return Typed(problem=judged.message(lang))
    return Typed(Candidate(shifted.longitude, shifted.latitude, remarks=tuple(remarks)))


def _fault(fault: ShiftFault, system: str) -> str:
    if fault.code == "unknown_system":
        text = translate("PlaceCandidate", "This QGIS does not know the coordinate system {system}.")
    else:
        text = translate("PlaceCandidate", "The numbers are no place in the system {system}. Check them.")
    return text.format(system=system)
