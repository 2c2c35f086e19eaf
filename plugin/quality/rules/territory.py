"""Where a record belongs: its KATOTTG code, its place and the user's area (items 1 and 2 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ...records.definition import GEOMETRY, RecordType
from ...records.geometry_form import geometry_fault
from ...records.katottg import covers, is_code, level
from ...records.territory import unit_label
from .. import reading
from ..extent import place_of
from ..homoglyphs import latinise
from ..model import Context, Fix, Record
from ..registry import Flaw, record_rule, world_rule

if TYPE_CHECKING:
    from ...records.territory import Codifier, Unit

_SHALLOW = frozenset({"country", "oblast", "raion"})
# Kyiv and Sevastopol are units of the first level without hromadas below them.
_CITIES = ("UA80", "UA85")
_SAMPLES = 40


def _code(record: Record) -> str | None:
    code = reading.text(record, "katottg")
    return code if code is not None and is_code(code) else None


# A workspace holds many records of few units, and several rules ask for each.
_known: WeakKeyDictionary[Codifier, dict[str, Unit | None]] = WeakKeyDictionary()


def _look_up(codifier: Codifier, code: str) -> Unit | None:
    units = _known.setdefault(codifier, {})
    if code not in units:
        units[code] = codifier.get(code)
    return units[code]


def _unit(record: Record, context: Context) -> Unit | None:
    code = _code(record)
    return None if code is None or context.codifier is None else _look_up(context.codifier, code)


@record_rule("territory.form", "error", ("katottg",))
def form(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A KATOTTG code is UA and seventeen digits; Cyrillic letters in it can be mended."""
    code = reading.text(record, "katottg")
    if code is None or _code(record) is not None:
        return
    meant = latinise(code.strip()).upper()
    fix = Fix("code", {"katottg": meant}) if is_code(meant) else None
    yield Flaw({"code": code}, fix=fix)


@record_rule("territory.depth", "error", ("katottg",))
def depth(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A record names its hromada at least, unless it is regional."""
    code = _code(record)
    if code is None or record.get("regional") is True or code.startswith(_CITIES):
        return
    if level(code) in _SHALLOW:
        yield Flaw({"code": code}, ("katottg", "regional"))


@world_rule("territory.unknown", "warning", ("katottg",))
def unknown(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The code is in the edition of the codifier at hand."""
    code = _code(record)
    if code is not None and context.codifier is not None and _look_up(context.codifier, code) is None:
        yield Flaw({"code": code, "edition": {"date": context.codifier.edition.isoformat()}})


@world_rule("territory.withdrawn", "warning", ("katottg",))
def withdrawn(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A withdrawn code with a successor, which is offered."""
    unit = _unit(record, context)
    if unit is not None and unit.withdrawn and unit.successor:
        yield Flaw({"code": unit.code, "successor": unit.successor}, fix=Fix("successor", {"katottg": unit.successor}))


@world_rule("territory.abolished", "warning", ("katottg",))
def abolished(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A withdrawn code without a known successor."""
    unit = _unit(record, context)
    if unit is not None and unit.withdrawn and not unit.successor:
        yield Flaw({"code": unit.code})


@world_rule("territory.foreign", "warning", ("katottg",))
def foreign(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The record lies in an area that the user answers for."""
    code = _code(record)
    if code is not None and context.territory and not any(covers(area, code) for area in context.territory):
        yield Flaw({"code": code})


def _placed(rtype: RecordType) -> RecordType | None:
    return rtype if rtype.has_geometry and rtype.has_field("katottg") else None


@world_rule("territory.elsewhere", "warning", (GEOMETRY, "katottg"), prepare=_placed)
def elsewhere(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The place lies in another hromada than the record states; one click takes that one."""
    code, there = _strayed(record, context)
    if code is not None and there is not None:
        params = {"unit": _label(code, context), "there": _label(there, context)}
        yield Flaw(params, fix=Fix("unit_of_place", {"katottg": there}))


@world_rule("territory.outside", "warning", (GEOMETRY, "katottg"), prepare=_placed)
def outside(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The place lies outside the stated unit, and no boundary tells where."""
    code, there = _strayed(record, context)
    if code is not None and there is None:
        yield Flaw({"unit": _label(code, context)})


def _strayed(record: Record, context: Context) -> tuple[str | None, str | None]:
    """The record's unit where all of the place is outside it, and the hromada of the place where that is known."""
    code, boundaries = _code(record), context.boundaries
    geometry = record.get(GEOMETRY)
    if code is None or boundaries is None or geometry is None or geometry_fault(geometry, "any") is not None:
        return None, None
    places = _sample(geometry["coordinates"])
    if any(place_of(*place) != "inside" or boundaries.contains(code, *place) is not False for place in places):
        return None, None
    there = boundaries.hromada_at(*places[len(places) // 2])
    return code, None if there is not None and covers(code, there) else there


def _sample(coordinates: Any) -> list[tuple[float, float]]:
    """Some positions of a geometry, in its order; a long river needs not be asked about at every bend."""
    places = _flat(coordinates)
    return places[:: max(1, len(places) // _SAMPLES)]


def _flat(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], (list, tuple)):
        return [place for part in coordinates for place in _flat(part)]
    return [(coordinates[0], coordinates[1])]


def _label(code: str, context: Context) -> dict[str, str]:
    unit = None if context.codifier is None else _look_up(context.codifier, code)
    if unit is None:
        return {"uk": code, "en": code}
    return {"uk": unit_label(unit, "uk"), "en": unit_label(unit, "en")}
