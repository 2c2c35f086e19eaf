"""Where a record lies on the ground (items 3, 4 and 6 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...records.definition import GEOMETRY, RecordType
from ...records.geometry_form import geometry_fault
from .. import geometry_validity, reading
from ..extent import place_of
from ..model import Fix, Record
from ..registry import Flaw, record_rule
from ..sea import in_sea

_FIELDS = (GEOMETRY,)
_EXACT = (None, "exact", "street")


def _positions(coordinates: Any) -> Iterator[Any]:
    if coordinates and isinstance(coordinates[0], (list, tuple)):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates


def _drawn(rtype: RecordType) -> RecordType | None:
    return rtype if rtype.has_geometry else None


def _outside(geometry: Any) -> tuple[str, float, float] | None:
    """The first position that is not in Ukraine, and what it looks like; None where all are, or the form is broken."""
    point = reading.position(geometry)
    if point is not None:
        place = place_of(*point)
        return None if place == "inside" else (place, *point)
    if geometry is None or geometry_fault(geometry, "any") is not None:
        return None
    for x, y, *_ in _positions(geometry["coordinates"]):
        place = place_of(x, y)
        if place != "inside":
            return (place, x, y)
    return None


def _named(record: Record, wanted: str) -> Iterator[Flaw]:
    found = _outside(record.get(GEOMETRY))
    if found is not None and found[0] == wanted:
        yield Flaw({"longitude": f"{found[1]:.10g}", "latitude": f"{found[2]:.10g}"})


@record_rule("place.swapped", "error", _FIELDS, prepare=_drawn)
def swapped(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Longitude and latitude changed places; where that holds for every position, one click swaps them back."""
    for flaw in _named(record, "swapped"):
        geometry = record[GEOMETRY]
        everywhere = all(place_of(x, y) == "swapped" for x, y, *_ in _positions(geometry["coordinates"]))
        turned = {"type": geometry["type"], "coordinates": _turned(geometry["coordinates"])}
        yield Flaw(flaw.params, fix=Fix("swap", {GEOMETRY: turned}) if everywhere else None)


def _turned(coordinates: Any) -> Any:
    if isinstance(coordinates[0], (list, tuple)):
        return [_turned(part) for part in coordinates]
    return [coordinates[1], coordinates[0], *coordinates[2:]]


@record_rule("place.null_island", "error", _FIELDS, prepare=_drawn)
def null_island(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Longitude and latitude 0 mean that a program had no position."""
    yield from _named(record, "null_island")


@record_rule("place.projected", "error", _FIELDS, prepare=_drawn)
def projected(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Metres of a projected coordinate system, which has to be named: SK-63 and UCS-2000 numbers overlap."""
    yield from _named(record, "projected")


@record_rule("place.outside", "error", _FIELDS, prepare=_drawn)
def outside(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Longitude 22 to 40.3, latitude 44 to 52.4."""
    yield from _named(record, "outside")


@record_rule("place.sea", "warning", _FIELDS, prepare=_drawn)
def sea(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Nothing of it is on land. A warning, for there are platforms and cables."""
    geometry = record.get(GEOMETRY)
    if geometry is None or geometry_fault(geometry, "any") is not None:
        return
    places = list(_positions(geometry["coordinates"]))
    if all(in_sea(x, y) for x, y, *_ in places):
        x, y = places[0][:2]
        yield Flaw({"longitude": f"{x:.10g}", "latitude": f"{y:.10g}"})


@record_rule("place.coarse", "warning", _FIELDS, prepare=_drawn)
def coarse(record: Record, _: RecordType) -> Iterator[Flaw]:
    """An exact point has at least four decimals, about ten metres."""
    point = reading.position(record.get(GEOMETRY))
    if point is None or record.get("precision") not in _EXACT:
        return
    decimals = max(_decimals(point[0]), _decimals(point[1]))
    if decimals < 4 and place_of(*point) == "inside":
        yield Flaw({"n": decimals}, (GEOMETRY, "precision") if "precision" in record else _FIELDS)


def _decimals(value: float) -> int:
    digits = repr(float(value))
    return 0 if digits.endswith(".0") else len(digits.partition(".")[2])


@record_rule("place.missing", "warning", _FIELDS, prepare=_drawn)
def missing(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A record without a place shows on no map."""
    if record.get(GEOMETRY) is None and record.get("regional") is not True:
        yield Flaw()


@record_rule("geometry.degenerate", "error", _FIELDS, prepare=_drawn)
def degenerate(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A line goes somewhere and an area has a surface: two and three different positions at least."""
    geometry = record.get(GEOMETRY)
    if geometry is None or reading.position(geometry) is not None or geometry_fault(geometry, "any") is not None:
        return
    if geometry["type"].endswith("Point"):
        return
    least = 2 if geometry["type"].endswith("LineString") else 3
    for part in _parts(geometry["coordinates"]):
        if len({tuple(position[:2]) for position in part}) < least:
            yield Flaw()
            return


def _parts(coordinates: Any) -> Iterator[Any]:
    """Lists of positions: lines and rings."""
    if isinstance(coordinates[0][0], (list, tuple)):
        for part in coordinates:
            yield from _parts(part)
    else:
        yield coordinates


@record_rule("geometry.invalid", "warning", _FIELDS, prepare=_drawn)
def invalid(record: Record, _: RecordType) -> Iterator[Flaw]:
    """An area does not cross or touch itself.

    A warning, as it is GEOS that tells: where the library is missing the check is not made, and what passes on one
    machine has to pass on every other.
    """
    geometry = record.get(GEOMETRY)
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return
    if geometry_fault(geometry, "any") is None:
        reason = geometry_validity.invalid_reason(geometry)
        if reason is not None:
            yield Flaw({"longitude": f"{reason.longitude:.6f}", "latitude": f"{reason.latitude:.6f}"})
