"""How a record type's fields are laid out over the pages of its form, and how complete a page is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records.definition import GEOMETRY, Field, RecordType

BAR_FIELDS = ("uuid", "workflow")  # the identity is nobody's business, the workflow stands in the bar below
UNASKED = ("workflow_note",)  # why a record came back: who returned it says so, nobody else is to fill it


@dataclass(frozen=True)
class SectionPlan:
    """One page: its fields in reading order, and whether the place on the map stands on it."""

    name: str
    label: str
    fields: tuple[Field, ...]
    with_geometry: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Everything on the page that can be wrong or filled."""
        return (*((GEOMETRY,) if self.with_geometry else ()), *(field.name for field in self.fields))

    def filled(self, values: Mapping[str, Any]) -> tuple[int, int]:
        """How many of the fields that a person fills are filled, and of how many."""
        asked = [
            field.name
            for field in self.fields
            if not field.derived and field.type != "datetime" and field.name not in UNASKED
        ]
        asked += [GEOMETRY] if self.with_geometry else []
        return sum(1 for name in asked if values.get(name) is not None), len(asked)


def plan_sections(rtype: RecordType, lang: str) -> tuple[SectionPlan, ...]:
    """The pages of the form; the place stands with the fields it merges with."""
    geometry_section = _geometry_section(rtype)
    plans = []
    for section in rtype.sections:
        fields = tuple(field for field in rtype.in_section(section.name) if field.name not in BAR_FIELDS)
        with_geometry = section.name == geometry_section
        if fields or with_geometry:
            plans.append(SectionPlan(section.name, section.label(lang), fields, with_geometry))
    return tuple(plans)


def _geometry_section(rtype: RecordType) -> str | None:
    if not rtype.has_geometry:
        return None
    companions: Sequence[str] = [name for name in rtype.group_of(GEOMETRY) if name != GEOMETRY]
    for name in companions:
        if rtype.has_field(name) and rtype.field(name).section:
            return rtype.field(name).section
    return rtype.sections[0].name if rtype.sections else None
