"""What a check finds, and what of the world it may ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ..records import messages
from ..records.catalogue import Catalogue

if TYPE_CHECKING:
    from ..records.territory import Codifier

Record = Mapping[str, Any]

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
"""Heaviest first. An error blocks submission (never travel), a warning asks, a hint informs."""


@dataclass(frozen=True)
class Fix:
    """What one click mends: ``values`` are set on the record (None clears). ``label`` names the button's text."""

    label: str
    values: dict[str, Any]

    def text(self, lang: str) -> str:
        """The button's text."""
        return messages.text(f"fix.{self.label}", lang)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or looks wrong, with one record.

    ``fields`` are those it points at, the first one foremost. ``params`` are JSON values, so that a finding can be
    kept and shown later in either language: ``{"uk": …, "en": …}`` is a text in both, ``{"amount": …, "currency":
    …}`` money, ``{"date": "YYYY-MM-DD"}`` a date, numbers are numbers.
    """

    rule: str
    severity: Severity
    type: str
    uuid: str
    fields: tuple[str, ...]
    params: dict[str, Any] = field(default_factory=dict)
    fix: Fix | None = None

    def message(self, lang: str) -> str:
        """What is wrong and what to do about it, in one or two sentences."""
        return message(self.rule, self.params, lang)


def message(rule: str, params: Mapping[str, Any], lang: str) -> str:
    """The text of a finding from its parts, as they are kept with a record."""
    return messages.text(f"rule.{rule}", lang, **{name: _shown(value, lang) for name, value in params.items()})


def _shown(value: Any, lang: str) -> object:
    if isinstance(value, Mapping):
        if "amount" in value:
            return messages.format_money(value["amount"], value.get("currency"), lang)
        if "date" in value:
            return messages.format_date(value["date"], lang)
        return value.get(messages.language(lang)) or value.get("uk", "")
    if isinstance(value, float):
        return messages.format_number(value, lang)
    return value


class Boundaries(Protocol):
    """Where the territorial units lie, as far as it is known. Longitude and latitude in degrees, WGS 84."""

    def contains(self, code: str, lon: float, lat: float) -> bool | None:
        """Whether a place lies in a unit, with a tolerance; None where it cannot be told."""

    def hromada_at(self, lon: float, lat: float) -> str | None:
        """The hromada, or the smaller unit, whose boundary holds the place; None where none does."""


class Context(Protocol):
    """The world as a rule may see it. Whatever it cannot tell is None or empty, and the rule then stays silent.

    ``territory`` are the KATOTTG codes that the user answers for ("UA" is the whole country), ``today`` the date in
    Kyiv.
    """

    @property
    def catalogue(self) -> Catalogue:
        """The record types and codelists in force."""

    @property
    def codifier(self) -> Codifier | None:
        """The KATOTTG edition at hand."""

    @property
    def territory(self) -> tuple[str, ...]:
        """Codes of the areas that the user answers for."""

    @property
    def today(self) -> date:
        """The current date."""

    @property
    def boundaries(self) -> Boundaries | None:
        """Where the territorial units lie."""

    def related(self, type_name: str, field: str, uuid: str) -> Iterable[Record]:
        """The records of a type whose ``field`` holds ``uuid``."""

    def previous(self, type_name: str, uuid: str) -> Record | None:
        """The record as the portal last acknowledged it, before the edits at hand."""

    def get(self, type_name: str, uuid: str) -> Record | None:
        """Another record."""


@dataclass(frozen=True)
class PlainContext:
    """A context over records in memory: ``records`` and ``acknowledged`` are type → uuid → record."""

    catalogue: Catalogue
    today: date
    codifier: Codifier | None = None
    territory: tuple[str, ...] = ()
    boundaries: Boundaries | None = None
    records: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)
    acknowledged: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)

    def related(self, type_name: str, field: str, uuid: str) -> Iterable[Record]:
        """The records of a type whose ``field`` holds ``uuid``, by looking at each."""
        return [record for record in self.records.get(type_name, {}).values() if record.get(field) == uuid]

    def previous(self, type_name: str, uuid: str) -> Record | None:
        """The acknowledged state, if there is one."""
        return self.acknowledged.get(type_name, {}).get(uuid)

    def get(self, type_name: str, uuid: str) -> Record | None:
        """Another record."""
        return self.records.get(type_name, {}).get(uuid)
