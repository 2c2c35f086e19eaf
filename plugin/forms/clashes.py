"""Clashes in words: what a field was when the form opened, what somebody else made of it, what is typed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from ..records import messages
from ..records.catalogue import Catalogue
from ..records.dates import format_moment
from ..records.definition import GEOMETRY, RecordType
from .editing import Clash
from .geometry_text import describe_geometry

SHOWN = 4


def value_text(
    rtype: RecordType, name: str, value: Any, record: dict[str, Any], catalogue: Catalogue, lang: str
) -> str:
    """A wire value as a person reads it."""
    if value is None:
        return QCoreApplication.translate("Clashes", "blank")
    if name == GEOMETRY:
        return describe_geometry(value, lang)
    field = rtype.field(name)
    codelist = catalogue.codelist_of(field)
    if codelist is not None:
        return codelist.label(value, lang)
    if isinstance(value, bool):
        return QCoreApplication.translate("Clashes", "yes") if value else QCoreApplication.translate("Clashes", "no")
    try:
        if field.is_money:
            return messages.format_money(value, record.get(field.currency or ""), lang)
        if field.type in ("integer", "number"):
            return messages.format_number(value, lang)
        if field.type == "date":
            return messages.format_date(value, lang)
    except (ArithmeticError, ValueError):
        return str(value)
    if field.type == "datetime":
        return format_moment(str(value), lang)
    return str(QCoreApplication.translate("Clashes", "“{text}”").format(text=value))


def clash_lines(clashes: Sequence[Clash], rtype: RecordType, catalogue: Catalogue, lang: str) -> str:
    """One line for each field that differs: before, the other's, mine."""
    lines = []
    for clash in clashes:
        for name in clash.fields:
            texts = [
                value_text(rtype, name, side.get(name), side, catalogue, lang)
                for side in (clash.started, clash.theirs, clash.mine)
            ]
            if texts[1] == texts[2]:
                continue
            label = (
                QCoreApplication.translate("Clashes", "Place on the map")
                if name == GEOMETRY
                else rtype.field(name).label(lang)
            )
            lines.append(
                QCoreApplication.translate("Clashes", "{field}: was {before}, now {theirs}, you have {mine}").format(
                    field=label, before=texts[0], theirs=texts[1], mine=texts[2]
                )
            )
    more = len(lines) - SHOWN
    if more > 0:
        lines[SHOWN:] = [QCoreApplication.translate("Clashes", "and %n more", None, more)]
    return "\n".join(lines)
