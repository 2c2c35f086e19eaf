"""What a record type is: frozen data that everything else is derived from.

The definitions are read by :mod:`.definition_file`, put together and checked against each other by :mod:`.catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: Field types: those of Table Schema that we use.
FIELD_TYPES = ("string", "integer", "number", "boolean", "date", "datetime")

#: What a record may be on the map: any of point, line or area; a point; or nothing.
GEOMETRY_KINDS = ("any", "point", "none")

#: Name of the geometry in records, groups and tables. It is not a field.
GEOMETRY = "geom"


def in_language(labels: Mapping[str, str], lang: str) -> str:
    """The text for `lang`, else the Ukrainian one, which is always there; empty where there is none at all."""
    return labels.get(lang) or labels.get("uk", "")


@dataclass(frozen=True)
class Field:
    """One field of a record type.

    `currency` makes a number an amount of money and names the field that holds its ISO 4217 code. `unit` is a UCUM
    code. `codelist` names a file in ``resources/codelists``. `maps_to` are places in published standards
    (``oc4ids:/budget/amount/amount``, ``hxl:#affected+f``), separated by spaces. `access` is ``limited`` for fields
    that never leave the portal's private side. `required` is a rule for submission: a draft may lack the field.
    """

    name: str
    type: str
    labels: Mapping[str, str]
    helps: Mapping[str, str]
    section: str | None = None
    required: bool = False
    codelist: str | None = None
    unit: str | None = None
    currency: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    max_length: int | None = None
    maps_to: str | None = None
    sticky: bool = False
    access: str | None = None
    multiline: bool = False
    derived: bool = False
    default: Any = None
    format: str | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.type))

    @property
    def is_money(self) -> bool:
        """Whether the field is an amount of money: a Decimal here, a text with two decimals on the wire."""
        return self.currency is not None

    def label(self, lang: str) -> str:
        """The field's name as people read it."""
        return in_language(self.labels, lang)

    def help(self, lang: str) -> str:
        """One or two sentences on what to enter; may be empty."""
        return in_language(self.helps, lang)


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    name: str
    labels: Mapping[str, str]

    def label(self, lang: str) -> str:
        """The page's heading."""
        return in_language(self.labels, lang)


@dataclass(frozen=True)
class ForeignKey:
    """`field` holds the uuid of a record of type `type`."""

    field: str
    type: str


@dataclass(frozen=True)
class RecordType:
    """One kind of record.

    `geometry` is ``any`` (point, line or area), ``point`` or ``none``. `groups` are the fields that merge as one
    (`together` in the definition); a group may contain ``geom``. `parent_fields` are the two fields that name the
    parent's type and uuid where the parent may be of several types. `fields` stand in the order of the table;
    those of one section stand in the order of its page.
    """

    name: str
    geometry: str
    labels: Mapping[str, str]
    plural_labels: Mapping[str, str]
    helps: Mapping[str, str]
    icon: str
    title_field: str
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    parent_fields: tuple[str, str] | None = None
    file: str = ""

    def __hash__(self) -> int:
        return hash((self.name, self.field_names))

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def _group_by_field(self) -> dict[str, tuple[str, ...]]:
        return {name: group for group in self.groups for name in group}

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Names of all fields in order, without the geometry."""
        return tuple(field.name for field in self.fields)

    @property
    def has_geometry(self) -> bool:
        """Whether its records can be drawn."""
        return self.geometry != "none"

    def field(self, name: str) -> Field:
        """The field called `name`. Raises KeyError."""
        return self._by_name[name]

    def has_field(self, name: str) -> bool:
        """Whether there is a field called `name` (the geometry is none)."""
        return name in self._by_name

    def label(self, lang: str) -> str:
        """One record: "Потреба"."""
        return in_language(self.labels, lang)

    def plural_label(self, lang: str) -> str:
        """Many records: "Потреби"."""
        return in_language(self.plural_labels, lang)

    def help(self, lang: str) -> str:
        """What the type is for."""
        return in_language(self.helps, lang)

    def in_section(self, name: str) -> tuple[Field, ...]:
        """The fields of one page of the form, in order."""
        return tuple(field for field in self.fields if field.section == name)

    def group_of(self, field: str) -> tuple[str, ...]:
        """The fields that merge together with `field`, itself included; itself alone where there is no group."""
        return self._group_by_field.get(field, (field,))

    def parents(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Type and uuid of every record that `record` hangs off; blank references are left out."""
        found: list[tuple[str, str]] = []
        for key in self.foreign_keys:
            uuid = record.get(key.field)
            if uuid:
                found.append((key.type, str(uuid)))
        if self.parent_fields is not None:
            parent_type, parent_uuid = (record.get(name) for name in self.parent_fields)
            if parent_type and parent_uuid:
                found.append((str(parent_type), str(parent_uuid)))
        return found

    def title(self, record: Mapping[str, Any]) -> str:
        """What a list shows for the record; empty when it has none yet."""
        value = record.get(self.title_field)
        return "" if value is None else str(value)
