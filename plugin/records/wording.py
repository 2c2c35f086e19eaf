"""Values as people read them: labels of codes, amounts with their currency, places in words. No windows here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import messages
from .catalogue import Catalogue
from .definition import GEOMETRY, RecordType

LONGEST = 200
"""Letters of a text that are shown on one line."""


def field_label(rtype: RecordType, name: str, lang: str) -> str:
    """The name of a field, or of the geometry, as people read it."""
    if name == GEOMETRY:
        return messages.text("records.value.place", lang)
    return rtype.field(name).label(lang) if rtype.has_field(name) else name


def value_text(rtype: RecordType, name: str, record: Mapping[str, Any] | None, catalogue: Catalogue, lang: str) -> str:
    """What a record has in a field. Texts stand as they are, whole."""
    value = None if record is None else record.get(name)
    if value is None or value == "":
        return messages.text("records.value.blank", lang)
    if name == GEOMETRY:
        return _geometry(value, lang)
    if not rtype.has_field(name):
        return str(value)
    field = rtype.field(name)
    codelist = catalogue.codelist_of(field)
    if codelist is not None:
        return codelist.label(value, lang)
    if isinstance(value, bool):
        return messages.text("records.value.yes" if value else "records.value.no", lang)
    if isinstance(value, (dict, list)):
        return str(value)
    try:
        if field.is_money:
            return messages.format_money(value, (record or {}).get(field.currency or ""), lang)
        if field.type in ("integer", "number"):
            return messages.format_number(value, lang)
        if field.type == "date" and isinstance(value, str):
            return messages.format_date(value, lang)
    except (ArithmeticError, ValueError):
        pass
    return str(value)


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, its middle left out where it is longer than ``longest`` characters, between words if they are
    not too long for that."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    end = longest // 5
    head, tail = line[: longest - end - 3], line[-end:]
    whole_head, whole_tail = head.rpartition(" ")[0], tail.partition(" ")[2]
    head = whole_head if 2 * len(whole_head) >= len(head) else head
    tail = whole_tail if 2 * len(whole_tail) >= len(tail) else tail
    return f"{head} … {tail}"


def place_text(geometry: Mapping[str, Any] | None, lang: str) -> str:
    """Where a record is on the map, or that it is not there yet."""
    return _geometry(geometry, lang) if geometry else messages.text("records.value.no_place", lang)


def _geometry(geometry: Mapping[str, Any], lang: str) -> str:
    """A point's coordinates, latitude first; of anything else the kind, how many vertices, and where it begins."""
    points = list(_positions(geometry))
    if not points:
        return messages.text("records.value.empty_place", lang)
    between = "; " if lang == "uk" else ", "  # the comma is the decimal sign
    at = between.join(messages.format_number(round(number, 6), lang, 6) for number in (points[0][1], points[0][0]))
    if len(points) == 1:
        return at
    kind = str(geometry.get("type", ""))
    name = "line" if kind.endswith("LineString") else "area" if kind.endswith("Polygon") else "points"
    twice = 0  # the first vertex of each ring closes it, too
    if name == "area":
        polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
        twice = sum(len(rings) for rings in polygons)
    return messages.text(f"records.value.{name}", lang, n=len(points) - twice, at=at)


def _positions(geometry: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    if geometry.get("type") == "GeometryCollection":
        for part in geometry.get("geometries", ()):
            yield from _positions(part)
        return
    layers: list[Any] = [geometry.get("coordinates", ())]
    while layers:
        part = layers.pop(0)
        if part and isinstance(part[0], (int, float)):
            yield part
        else:
            layers[:0] = list(part)
