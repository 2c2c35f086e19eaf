"""Where a row of a table is: by its own geometry, by WKT, by two columns of degrees, or by coordinates as typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..records.coordinate_text import Degrees, read_coordinates
from ..records.geometry_form import geometry_fault, normalise_geometry
from ..records.numbers import parse_number
from ..records.values import blank
from .cells import LONGEST, Unread
from .headings import COORDINATES, LATITUDE, LONGITUDE, WKT, Columns

FromWkt = Callable[[str], "Mapping[str, Any] | None"]
"""Reads well-known text; None where it is none. GIS programs have a reader of their own."""


def read(
    columns: Columns, cells: Mapping[str, Any], own: Mapping[str, Any] | None, kind: str, from_wkt: FromWkt
) -> dict[str, Any] | None:
    """The place as GeoJSON (WGS 84; longitude, latitude), None where the row says none. Raises Unread.

    :param own: the geometry that the table's format gave the row: it comes before what the cells say.
    :param kind: what the record type may be on the map.
    """
    said = {role: cells.get(heading) for role, heading in columns.places.items()}
    said = {role: cell for role, cell in said.items() if not blank(cell) and cell == cell}
    found: Any = None
    if own is not None:
        found = own
    elif WKT in said:
        found = _worded(str(said[WKT]), from_wkt)
    elif LATITUDE in said or LONGITUDE in said:
        found = _point(_degrees(said.get(LATITUDE)), _degrees(said.get(LONGITUDE)))
    elif COORDINATES in said:
        degrees = read_coordinates(str(said[COORDINATES]))
        if not isinstance(degrees, Degrees):
            raise Unread("place", said[COORDINATES])
        found = _point(degrees.latitude, degrees.longitude)
    if found is None:
        return None
    place = normalise_geometry(_flat(found))
    if geometry_fault(place, kind) is not None:
        raise Unread("place_kind", place.get("type", ""))
    return dict(place)


def _worded(text: str, from_wkt: FromWkt) -> Mapping[str, Any]:
    if len(text) > LONGEST:
        raise Unread("too_long", text)
    found = from_wkt(text)
    if found is None:
        raise Unread("place", text)
    return found


def _degrees(cell: Any) -> float:
    number = parse_number(str(cell), "uk") if cell is not None else None
    if number is None:
        raise Unread("place", "" if cell is None else cell)
    return float(number)


def _point(latitude: float, longitude: float) -> dict[str, Any]:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Unread("place", f"{latitude}, {longitude}")
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _flat(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Two numbers a position, lists throughout, and a collection of one part as that part."""
    kind, coordinates = str(geometry.get("type", "")), _lists(geometry.get("coordinates", ()))
    if kind.startswith("Multi") and len(coordinates) == 1:
        kind, coordinates = kind[len("Multi") :], coordinates[0]
    return {"type": kind, "coordinates": coordinates}


def _lists(part: Any) -> Any:
    if isinstance(part, (list, tuple)):
        if part and isinstance(part[0], (int, float)):
            return [float(number) for number in part[:2]]
        return [_lists(one) for one in part]
    return part
