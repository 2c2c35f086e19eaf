"""What stands in which column of an exported table: in words for people, or as it is kept for other programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qgis.core import NULL
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, Qt

from ..records import wording
from ..records.catalogue import Catalogue
from ..records.definition import GEOMETRY, Field, RecordType
from ..records.territory import Codifier
from ..store.columns import Record
from .geojson import to_geometry

TERRITORY = "katottg"
DECIMALS = 7
"""Of a degree: about a centimetre."""
_TYPES = {"integer": "int8", "number": "double", "date": "date", "datetime": "datetime"}
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s(])")
"""A text that a spreadsheet would take for a formula; a telephone number or a negative one is none."""


@dataclass(frozen=True)
class Column:
    """`type` as the memory provider spells it; `value` of a record, NULL for none."""

    name: str
    type: str
    value: Callable[[Record], Any]


def in_words(rtype: RecordType, catalogue: Catalogue, codifier: Codifier | None, lang: str) -> list[Column]:
    """Labels and words of the language; the territory by name beside its code, a place as coordinates and as WKT."""
    columns: list[Column] = []
    for field in rtype.fields:
        if field.name == GEOMETRY:
            continue
        columns.append(Column(field.label(lang), _type(field), _worded(rtype, field, catalogue, lang)))
        if field.name == TERRITORY and codifier is not None:
            label = QCoreApplication.translate("Export", "Territory")
            columns.append(Column(label, "string", _territory(codifier, lang)))
    if rtype.geometry != "none":
        columns += [
            Column(QCoreApplication.translate("Export", "Latitude"), "double", _coordinate(1)),
            Column(QCoreApplication.translate("Export", "Longitude"), "double", _coordinate(0)),
            Column(QCoreApplication.translate("Export", "Place (WKT)"), "string", _wkt),
        ]
    return _unique(columns)


def as_kept(rtype: RecordType) -> list[Column]:
    """Names and codes as the workspace has them."""
    fields = [field for field in rtype.fields if field.name != GEOMETRY]
    return [Column(field.name, "bool" if field.type == "boolean" else _type(field), _kept(field)) for field in fields]


def _type(field: Field) -> str:
    if field.codelist is not None:
        return "string"
    return "double" if field.is_money else _TYPES.get(field.type, "string")


def _worded(rtype: RecordType, field: Field, catalogue: Catalogue, lang: str) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        raw = record.get(field.name)
        if raw is None or raw == "":
            return NULL
        if field.codelist is None and field.type != "boolean":
            kept = _converted(field, raw)
            return _harmless(kept) if isinstance(kept, str) else kept
        return wording.value_text(rtype, field.name, record, catalogue, lang)

    return value


def _kept(field: Field) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        raw = record.get(field.name)
        if raw is None:
            return NULL
        return str(raw) if field.codelist is not None else _converted(field, raw)

    return value


def _converted(field: Field, raw: Any) -> Any:
    """What does not fit its column (text from another program, say) is left out of it rather than guessed at."""
    try:
        if field.is_money or field.type == "number":
            return float(raw)
        if field.type == "integer":
            return int(raw)
    except (TypeError, ValueError, OverflowError):
        return NULL
    if field.type == "boolean":
        return bool(raw)
    if field.type == "date":
        day = QDate.fromString(str(raw), Qt.DateFormat.ISODate)
        return day if day.isValid() else NULL
    if field.type == "datetime":
        moment = QDateTime.fromString(str(raw), Qt.DateFormat.ISODate)
        return moment if moment.isValid() else NULL
    return str(raw)


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _territory(codifier: Codifier, lang: str) -> Callable[[Record], Any]:
    known: dict[str, str] = {}

    def value(record: Record) -> Any:
        code = record.get(TERRITORY)
        if not isinstance(code, str) or not code:
            return NULL
        if code not in known:
            known[code] = ", ".join(codifier.path(code, lang))
        return known[code] or NULL

    return value


def _coordinate(axis: int) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        place = record.get(GEOMETRY)
        if not isinstance(place, dict) or place.get("type") != "Point":
            return NULL
        return round(float(place["coordinates"][axis]), DECIMALS)

    return value


def _wkt(record: Record) -> Any:
    place = record.get(GEOMETRY)
    return to_geometry(place).asWkt(DECIMALS) if isinstance(place, dict) else NULL


def _unique(columns: list[Column]) -> list[Column]:
    """Two columns of one name would be one: the second is numbered."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        seen[column.name] = seen.get(column.name, 0) + 1
        number = seen[column.name]
        found.append(column if number == 1 else Column(f"{column.name} ({number})", column.type, column.value))
    return found
