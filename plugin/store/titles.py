"""What a list says about one record: its title in words, and the figures that tell it from its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import RecordsError
from ..records import messages, periods, wording
from ..records.definition import GEOMETRY, Field, RecordType
from .base import get_base
from .changes import Key
from .workspace import Workspace

FIGURES = 2


def record_title(
    workspace: Workspace,
    rtype: RecordType,
    record: Mapping[str, Any],
    lang: str,
    seen_from: str | None = None,
    others: Mapping[Key, Mapping[str, Any]] | None = None,
) -> str:
    """A record's title. Where its title field refers to another record, that one's title, also after it was deleted;
    blank where nothing is known of it.

    :param seen_from: the type of the record in whose form the list stands; a link shows its other end then.
    :param others: records that the workspace need not hold, such as those of a backup, by type and uuid.
    """
    name = rtype.title_field
    for key in rtype.foreign_keys:
        if len(rtype.foreign_keys) > 1 and key.type != seen_from and rtype.field(name).format == "uuid":
            name = key.field
            break
    value = record.get(name)
    if value is None:
        return ""
    for key in rtype.foreign_keys:
        if key.field == name:
            target = _record(workspace, key.type, str(value)) or (others or {}).get((key.type, str(value)))
            return workspace.catalogue.type(key.type).title(target) if target else ""
    if name == "period":
        try:
            return periods.parse(str(value)).label(lang)
        except RecordsError:
            return str(value)
    field = rtype.field(name) if rtype.has_field(name) else None
    codelist = workspace.catalogue.codelist_of(field) if field else None
    return codelist.label(value, lang) if codelist else str(value)


def in_words(workspace: Workspace, type_name: str, uuid: str, lang: str) -> tuple[str, str]:
    """A record's title, and that of what it hangs off, unless its own title is that already; blank where unknown."""
    rtype, record = workspace.rtype(type_name), _record(workspace, type_name, uuid)
    own = record_title(workspace, rtype, record, lang)
    for parent_type, parent_uuid in rtype.parents(record):
        parent = workspace.catalogue.types.get(parent_type)
        title = record_title(workspace, parent, _record(workspace, parent_type, parent_uuid), lang) if parent else ""
        if title and title != own:
            return own, title
    return own, ""


def titles_of(workspace: Workspace, records: Iterable[tuple[str, str]], lang: str) -> tuple[str, ...]:
    """Titles of records named by type and uuid; of one that is gone, what its base was called."""
    found = []
    for type_name, uuid in records:
        rtype = workspace.rtype(type_name)
        record = _record(workspace, type_name, uuid)
        found.append(record_title(workspace, rtype, record, lang) or rtype.label(lang))
    return tuple(found)


def _record(workspace: Workspace, type_name: str, uuid: str) -> Mapping[str, Any]:
    """A record; of one that is deleted, what the portal knew of it; empty where nothing is known."""
    record = workspace.get(type_name, uuid)
    if record is None:
        base = get_base(workspace, type_name, uuid)
        record = {} if base is None else base.record
    return record


def figures(rtype: RecordType, record: Mapping[str, Any], lang: str) -> str:
    """The first few amounts and percentages of a record: "Зобов'язання: 1 234,50 грн · Витрачено: …"; of a place its
    address and where it is on the map."""
    if rtype.has_geometry:
        address = record.get("address") if rtype.has_field("address") else None
        return " · ".join(part for part in (address, wording.place_text(record.get(GEOMETRY), lang)) if part)
    found = [
        f"{field.label(lang)}: {_figure(field, record, lang)}"
        for field in rtype.fields
        if record.get(field.name) is not None and (field.is_money or field.unit == "%")
    ]
    return " · ".join(found[:FIGURES])


def _figure(field: Field, record: Mapping[str, Any], lang: str) -> str:
    value = record[field.name]
    try:
        if field.is_money:
            return messages.format_money(value, record.get(field.currency or ""), lang)
        return f"{messages.format_number(value, lang)} %"
    except (ArithmeticError, ValueError):
        return str(value)
