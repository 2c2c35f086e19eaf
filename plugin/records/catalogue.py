"""All record types and codelists together, checked against each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import DefinitionError
from .codelists import Codelist, load_codelists
from .definition import Field, RecordType
from .definition_file import load_type

EVERY = "_every.json"


@dataclass(frozen=True)
class Catalogue:
    """`types` by name, parents before children; `codelists` by name."""

    types: Mapping[str, RecordType]
    codelists: Mapping[str, Codelist]

    def type(self, name: str) -> RecordType:
        """The type called `name`. Raises KeyError."""
        return self.types[name]

    def codelist(self, name: str) -> Codelist:
        """The codelist called `name`. Raises KeyError."""
        return self.codelists[name]

    def codelist_of(self, field: Field) -> Codelist | None:
        """The codelist of a coded field, else None."""
        return self.codelists[field.codelist] if field.codelist else None

    @cached_property
    def child_types(self) -> dict[str, tuple[str, ...]]:
        """For each type, the types whose records can hang off its records."""
        children: dict[str, list[str]] = {name: [] for name in self.types}
        for rtype in self.types.values():
            for parent in parent_types(rtype, self.codelists):
                children[parent].append(rtype.name)
        return {name: tuple(found) for name, found in children.items()}

    def to_json(self) -> dict[str, Any]:
        """The catalogue as plain data: what the portal serves, and what :attr:`digest` is taken over.

        Types are complete Table Schema descriptors, shared fields merged in, with `title` and `description` in
        English besides our `labels` and `helps`.
        """
        return {
            "types": [type_to_json(rtype) for rtype in self.types.values()],
            "codelists": [codelist.to_json() for _, codelist in sorted(self.codelists.items())],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over the canonical content: changes when, and only when, the content does."""
        content = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode("utf-8")).hexdigest()


def load_catalogue(records_dir: Path | None = None, codelists_dir: Path | None = None) -> Catalogue:
    """Read every definition and codelist; the shipped ones where no folder is given. Raises DefinitionError."""
    records_dir = records_dir or paths.records_dir()
    codelists = load_codelists(codelists_dir or paths.codelists_dir())
    every = records_dir / EVERY
    found = [load_type(path, every) for path in sorted(records_dir.glob("*.json")) if path.name != EVERY]
    if not found:
        raise DefinitionError(records_dir.name, "", "no_definitions")
    types = {rtype.name: rtype for rtype in found}
    for rtype in types.values():
        _check_references(rtype, types, codelists)
    return Catalogue(_parents_first(types, codelists), codelists)


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """The shipped catalogue, read once."""
    return load_catalogue()


def parent_types(rtype: RecordType, codelists: Mapping[str, Codelist]) -> list[str]:
    """Names of the types that a record of `rtype` can hang off."""
    parents = [key.type for key in rtype.foreign_keys]
    if rtype.parent_fields is not None:
        codelist = rtype.field(rtype.parent_fields[0]).codelist
        parents += [code.code for code in codelists[codelist or ""].codes if code.code not in parents]
    return parents


def type_to_json(rtype: RecordType) -> dict[str, Any]:
    """One record type as a complete Table Schema descriptor with our properties."""
    descriptor: dict[str, Any] = {
        "name": rtype.name,
        "title": rtype.label("en"),
        "description": rtype.help("en"),
        "geometry": rtype.geometry,
        "labels": dict(rtype.labels),
        "plural_labels": dict(rtype.plural_labels),
        "helps": dict(rtype.helps),
        "icon": rtype.icon,
        "title_field": rtype.title_field,
        "sections": [{"name": section.name, "labels": dict(section.labels)} for section in rtype.sections],
        "fields": [_field_to_json(field) for field in rtype.fields],
        "primaryKey": "uuid",
        "missingValues": [""],
    }
    if rtype.foreign_keys:
        descriptor["foreignKeys"] = [
            {"fields": key.field, "reference": {"resource": key.type, "fields": "uuid"}} for key in rtype.foreign_keys
        ]
    if rtype.groups:
        descriptor["together"] = [list(group) for group in rtype.groups]
    if rtype.parent_fields:
        descriptor["parent"] = {"type": rtype.parent_fields[0], "uuid": rtype.parent_fields[1]}
    return descriptor


def _field_to_json(field: Field) -> dict[str, Any]:
    constraints = {
        "required": field.required or None,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "pattern": field.pattern,
        "maxLength": field.max_length,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    descriptor = {
        "name": field.name,
        "type": field.type,
        "format": field.format,
        "title": field.label("en"),
        "description": field.help("en") or None,
        "constraints": stated or None,
        "labels": dict(field.labels),
        "helps": dict(field.helps) or None,
        "section": field.section,
        "codelist": field.codelist,
        "unit": field.unit,
        "currency": field.currency,
        "maps_to": field.maps_to,
        "sticky": field.sticky or None,
        "access": field.access,
        "multiline": field.multiline or None,
        "derived": field.derived or None,
        "default": field.default,
    }
    return {name: value for name, value in descriptor.items() if value is not None}


def _check_references(rtype: RecordType, types: Mapping[str, RecordType], codelists: Mapping[str, Codelist]) -> None:
    for field in rtype.fields:
        if field.codelist is not None:
            if field.codelist not in codelists:
                raise DefinitionError(rtype.file, field.name, "unknown_codelist", codelist=field.codelist)
            _check_coded(rtype.file, field, codelists[field.codelist])
        elif field.default is not None and not _default_fits(field):
            raise DefinitionError(rtype.file, field.name, "bad_default", value=field.default)
    for key in rtype.foreign_keys:
        if key.type not in types:
            raise DefinitionError(rtype.file, key.field, "unknown_type", value=key.type)
    if rtype.parent_fields is not None:
        field = rtype.field(rtype.parent_fields[0])
        if field.codelist is None:
            raise DefinitionError(rtype.file, field.name, "parent_without_codelist")
        for code in codelists[field.codelist].codes:
            if code.code not in types:
                raise DefinitionError(rtype.file, field.name, "unknown_type", value=code.code)


def _check_coded(file: str, field: Field, codelist: Codelist) -> None:
    if field.type == "integer":
        for code in codelist.codes:
            if not code.code.isdecimal() or str(int(code.code)) != code.code:
                raise DefinitionError(file, field.name, "codes_are_no_integers", codelist=codelist.name)
    if field.default is not None:
        fits = isinstance(field.default, int if field.type == "integer" else str)
        if not fits or field.default not in codelist:
            raise DefinitionError(file, field.name, "default_not_in_codelist", value=field.default)


def _default_fits(field: Field) -> bool:
    value = field.default
    if field.type == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if field.type == "integer":
        return isinstance(value, int)
    if field.type == "number":
        return isinstance(value, (int, float))
    return isinstance(value, str)


def _parents_first(types: Mapping[str, RecordType], codelists: Mapping[str, Codelist]) -> dict[str, RecordType]:
    """Stable topological order; raises DefinitionError where types hang off each other in a circle."""
    ordered: dict[str, RecordType] = {}
    waiting = dict(sorted(types.items()))
    while waiting:
        ready = [
            name for name, rtype in waiting.items()
            if all(parent in ordered or parent == name for parent in parent_types(rtype, codelists))
        ]  # fmt: skip
        if not ready:
            name = next(iter(waiting))
            raise DefinitionError(types[name].file, "foreignKeys", "circle", value=", ".join(waiting))
        for name in ready:
            ordered[name] = waiting.pop(name)
    return ordered
