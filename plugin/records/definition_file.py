"""Reads a record definition strictly: a descriptor that is not exactly understood is refused, with its fault named.

A definition is a Table Schema descriptor (https://specs.frictionlessdata.io/table-schema/) with the properties named
in the tables below. ``_every.json`` holds the fields that all types share; a shared field leads the page of the form
that it belongs to, a shared page follows the type's own. What refers to other files (codelists, other types) is
checked by :mod:`.catalogue`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from ..errors import DefinitionError
from .definition import FIELD_TYPES, GEOMETRY, GEOMETRY_KINDS, Field, ForeignKey, RecordType, Section

_NAME = re.compile(r"[a-z][a-z0-9_]*")

_TYPE_PROPERTIES: dict[str, type] = {
    "name": str, "geometry": str, "labels": dict, "plural_labels": dict, "helps": dict, "icon": str,
    "title_field": str, "sections": list, "fields": list, "primaryKey": str, "foreignKeys": list,
    "missingValues": list, "together": list, "parent": dict, "title": str, "description": str,
}  # fmt: skip
_EVERY_PROPERTIES: dict[str, type] = {"sections": list, "fields": list}
_SECTION_PROPERTIES: dict[str, type] = {"name": str, "labels": dict}
_FIELD_PROPERTIES: dict[str, type] = {
    "name": str, "type": str, "format": str, "title": str, "description": str, "constraints": dict, "labels": dict,
    "helps": dict, "section": str, "codelist": str, "unit": str, "currency": str, "maps_to": str, "sticky": bool,
    "access": str, "multiline": bool, "derived": bool, "default": object,
}  # fmt: skip
_CONSTRAINTS: dict[str, type] = {
    "required": bool, "minimum": float, "maximum": float, "pattern": str, "maxLength": int,
}  # fmt: skip
_PARENT_PROPERTIES: dict[str, type] = {"type": str, "uuid": str}

#: Constraints that make sense for a type of field.
_CONSTRAINTS_OF = {
    "string": {"required", "pattern", "maxLength"},
    "integer": {"required", "minimum", "maximum"},
    "number": {"required", "minimum", "maximum"},
    "boolean": {"required"},
    "date": {"required"},
    "datetime": {"required"},
}


def load_type(path: Path, every: Path) -> RecordType:
    """The record type defined in `path`, with the shared fields of `every`. Raises DefinitionError."""
    shared = read_descriptor(every)
    _properties(every.name, "", shared, _EVERY_PROPERTIES, required=("sections", "fields"))
    return build_type(path.name, read_descriptor(path), every.name, shared, expected_name=path.stem)


def read_descriptor(path: Path) -> dict[str, Any]:
    """A JSON file whose top is an object and in which no property stands twice. Raises DefinitionError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique)
    except OSError as error:
        raise DefinitionError(path.name, "", "unreadable", detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise DefinitionError(path.name, "", "not_utf8") from error
    except _TwiceError as error:
        raise DefinitionError(path.name, error.args[0], "property_twice") from error
    except ValueError as error:
        raise DefinitionError(path.name, "", "not_json", detail=str(error)) from error
    if not isinstance(found, dict):
        raise DefinitionError(path.name, "", "not_an_object")
    return found


def build_type(
    file: str, descriptor: Mapping[str, Any], every_file: str, every: Mapping[str, Any], *, expected_name: str
) -> RecordType:
    """The record type that a parsed descriptor and the shared one describe together. Raises DefinitionError."""
    needed = ("name", "geometry", "labels", "plural_labels", "helps", "icon", "title_field", "sections", "fields")
    _properties(file, "", descriptor, _TYPE_PROPERTIES, required=(*needed, "primaryKey"))
    name = descriptor["name"]
    if not _NAME.fullmatch(name):
        raise DefinitionError(file, "name", "bad_name", value=name)
    if name != expected_name:
        raise DefinitionError(file, "name", "name_differs_from_file", value=name)
    if descriptor["geometry"] not in GEOMETRY_KINDS:
        raise DefinitionError(file, "geometry", "not_one_of", value=descriptor["geometry"], allowed=GEOMETRY_KINDS)
    if descriptor["primaryKey"] != "uuid":
        raise DefinitionError(file, "primaryKey", "not_one_of", value=descriptor["primaryKey"], allowed=("uuid",))
    if descriptor.get("missingValues", [""]) != [""]:
        raise DefinitionError(file, "missingValues", "not_one_of", value=descriptor["missingValues"], allowed=([""],))
    for part in ("labels", "plural_labels", "helps"):
        _labels(file, part, descriptor[part])
    own_sections = [_section(file, each) for each in descriptor["sections"]]
    own_fields = [_field(file, each) for each in descriptor["fields"]]
    sections = _merge_sections(own_sections, [_section(every_file, each) for each in every["sections"]])
    fields = _merge_fields(own_fields, [_field(every_file, each) for each in every["fields"]])
    _check_fields(file, sections, fields)
    names = {field.name for field in fields}
    if descriptor["title_field"] not in names:
        raise DefinitionError(file, "title_field", "unknown_field", value=descriptor["title_field"])
    return RecordType(
        name=name,
        geometry=descriptor["geometry"],
        labels=descriptor["labels"],
        plural_labels=descriptor["plural_labels"],
        helps=descriptor["helps"],
        icon=descriptor["icon"],
        title_field=descriptor["title_field"],
        sections=sections,
        fields=fields,
        groups=_groups(file, descriptor.get("together", []), names, descriptor["geometry"]),
        foreign_keys=tuple(_foreign_key(file, each, names) for each in descriptor.get("foreignKeys", [])),
        parent_fields=_parent(file, descriptor.get("parent"), names),
        file=file,
    )


class _TwiceError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found


def _is(value: object, kind: type) -> bool:
    if kind is object:
        return True
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


def _properties(
    file: str, where: str, found: object, known: Mapping[str, type], required: tuple[str, ...] = ()
) -> None:
    """`where` is the field or property that `found` stands in; the fault names it, else the property itself."""
    if not isinstance(found, dict):
        raise DefinitionError(file, where, "not_an_object")
    for name, value in found.items():
        if name not in known:
            raise DefinitionError(file, where or name, "unknown_property", property=name)
        if not _is(value, known[name]):
            kind = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
            raise DefinitionError(file, where or name, "wrong_type", property=name, expected=kind[known[name]])
    for name in required:
        if name not in found:
            raise DefinitionError(file, where or name, "missing_property", property=name)
        if found[name] == "":
            raise DefinitionError(file, where or name, "empty_property", property=name)


def _labels(file: str, where: str, labels: object) -> dict[str, str]:
    if not isinstance(labels, dict):
        raise DefinitionError(file, where, "not_an_object")
    for lang, text in labels.items():
        if lang not in ("uk", "en"):
            raise DefinitionError(file, where, "unknown_language", language=lang)
        if not isinstance(text, str) or not text.strip():
            raise DefinitionError(file, where, "empty_label", language=lang)
    if "uk" not in labels:
        raise DefinitionError(file, where, "no_uk_label")
    return cast("dict[str, str]", labels)


def _section(file: str, found: Any) -> Section:
    where = f"sections.{found.get('name', '')}" if isinstance(found, dict) else "sections"
    _properties(file, where, found, _SECTION_PROPERTIES, required=("name", "labels"))
    if not _NAME.fullmatch(found["name"]):
        raise DefinitionError(file, where, "bad_name", value=found["name"])
    return Section(found["name"], _labels(file, where, found["labels"]))


def _field(file: str, found: Any) -> Field:
    name = str(found.get("name", "")) if isinstance(found, dict) else ""
    where = name or "fields"
    _properties(file, where, found, _FIELD_PROPERTIES, required=("name", "type", "labels"))
    if not _NAME.fullmatch(name) or name in (GEOMETRY, "fid"):
        raise DefinitionError(file, where, "bad_name", value=name)
    if found["type"] not in FIELD_TYPES:
        raise DefinitionError(file, where, "not_one_of", value=found["type"], allowed=FIELD_TYPES)
    if found.get("format", "uuid") != "uuid" or ("format" in found and found["type"] != "string"):
        raise DefinitionError(file, where, "not_one_of", value=found["format"], allowed=("uuid",))
    if found.get("access", "limited") != "limited":
        raise DefinitionError(file, where, "not_one_of", value=found["access"], allowed=("limited",))
    constraints = found.get("constraints", {})
    _properties(file, where, constraints, _CONSTRAINTS)
    for constraint in constraints:
        if constraint not in _CONSTRAINTS_OF[found["type"]]:
            raise DefinitionError(file, where, "constraint_of_other_type", property=constraint, type=found["type"])
    field = Field(
        name=name,
        type=found["type"],
        labels=_labels(file, where, found["labels"]),
        helps=_labels(file, where, found["helps"]) if "helps" in found else {},
        section=found.get("section"),
        required=constraints.get("required", False),
        codelist=found.get("codelist"),
        unit=found.get("unit"),
        currency=found.get("currency"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        pattern=constraints.get("pattern"),
        max_length=constraints.get("maxLength"),
        maps_to=found.get("maps_to"),
        sticky=found.get("sticky", False),
        access=found.get("access"),
        multiline=found.get("multiline", False),
        derived=found.get("derived", False),
        default=found.get("default"),
        format=found.get("format"),
    )
    _check_field(file, field)
    return field


def _check_field(file: str, field: Field) -> None:
    if field.currency is not None and field.type != "number":
        raise DefinitionError(file, field.name, "currency_of_no_number")
    if field.codelist is not None and field.type not in ("string", "integer"):
        raise DefinitionError(file, field.name, "codelist_of_other_type", type=field.type)
    if field.multiline and field.type != "string":
        raise DefinitionError(file, field.name, "multiline_of_no_string")
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        raise DefinitionError(file, field.name, "minimum_above_maximum")
    if field.max_length is not None and field.max_length < 1:
        raise DefinitionError(file, field.name, "wrong_type", property="maxLength", expected="integer > 0")
    if field.type == "string" and not (field.max_length or field.codelist or field.format):
        raise DefinitionError(file, field.name, "no_max_length")
    if field.pattern is not None:
        try:
            re.compile(field.pattern)
        except re.error as error:
            raise DefinitionError(file, field.name, "bad_pattern", detail=str(error)) from error
    for target in (field.maps_to or "").split():
        scheme, _, place = target.partition(":")
        if not scheme or not place:
            raise DefinitionError(file, field.name, "bad_maps_to", value=target)


def _merge_sections(own: list[Section], shared: list[Section]) -> tuple[Section, ...]:
    names = {section.name for section in own}
    return (*own, *(section for section in shared if section.name not in names))


def _merge_fields(own: list[Field], shared: list[Field]) -> tuple[Field, ...]:
    """A shared field without a page comes first, one with a page before the type's own first field of that page."""
    led: dict[str, list[Field]] = {}
    own_sections = {field.section for field in own if field.section}
    first = [field for field in shared if field.section is None]
    last = [field for field in shared if field.section is not None and field.section not in own_sections]
    for field in shared:
        if field.section in own_sections and field.section is not None:
            led.setdefault(field.section, []).append(field)
    merged = list(first)
    for field in own:
        merged += led.pop(field.section or "", [])
        merged.append(field)
    return (*merged, *last)


def _check_fields(file: str, sections: tuple[Section, ...], fields: tuple[Field, ...]) -> None:
    section_names: set[str] = set()
    for section in sections:
        if section.name in section_names:
            raise DefinitionError(file, f"sections.{section.name}", "name_twice", value=section.name)
        section_names.add(section.name)
    by_name: dict[str, Field] = {}
    for field in fields:
        if field.name in by_name:
            raise DefinitionError(file, field.name, "name_twice", value=field.name)
        by_name[field.name] = field
        if field.section is not None and field.section not in section_names:
            raise DefinitionError(file, field.name, "unknown_section", value=field.section)
    if "uuid" not in by_name:
        raise DefinitionError(file, "uuid", "missing_field", value="uuid")
    for field in fields:
        if field.currency is not None and by_name.get(field.currency, field).codelist != "currency":
            raise DefinitionError(file, field.name, "unknown_currency_field", value=field.currency)


def _groups(file: str, found: list[Any], names: set[str], geometry: str) -> tuple[tuple[str, ...], ...]:
    known = names | ({GEOMETRY} if geometry != "none" else set())
    seen: set[str] = set()
    for group in found:
        if not isinstance(group, list) or len(group) < 2:
            raise DefinitionError(file, "together", "bad_group", value=group)
        for name in group:
            if name not in known or name == "uuid":
                raise DefinitionError(file, "together", "unknown_field", value=name)
            if name in seen:
                raise DefinitionError(file, "together", "name_twice", value=name)
            seen.add(name)
    return tuple(tuple(group) for group in found)


def _foreign_key(file: str, found: Any, names: set[str]) -> ForeignKey:
    _properties(file, "foreignKeys", found, {"fields": str, "reference": dict}, required=("fields", "reference"))
    reference = found["reference"]
    _properties(file, "foreignKeys", reference, {"resource": str, "fields": str}, required=("resource", "fields"))
    if found["fields"] not in names:
        raise DefinitionError(file, "foreignKeys", "unknown_field", value=found["fields"])
    if reference["fields"] != "uuid":
        raise DefinitionError(file, "foreignKeys", "not_one_of", value=reference["fields"], allowed=("uuid",))
    return ForeignKey(found["fields"], reference["resource"])


def _parent(file: str, found: Any, names: set[str]) -> tuple[str, str] | None:
    if found is None:
        return None
    _properties(file, "parent", found, _PARENT_PROPERTIES, required=("type", "uuid"))
    for name in (found["type"], found["uuid"]):
        if name not in names:
            raise DefinitionError(file, "parent", "unknown_field", value=name)
    return found["type"], found["uuid"]
