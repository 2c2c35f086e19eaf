"""What the tests of the contract share: one uuid after another, a small record type with every kind of field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.contract.batch import Batch, Item
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.definition import Field, RecordType

WHEN = "2026-12-28T16:02:11+02:00"


def identity(number: int) -> str:
    """The uuid with this number."""
    return f"00000000-0000-4000-8000-{number:012x}"


@pytest.fixture(scope="session")
def uuid() -> Callable[[int], str]:
    return identity


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return default_catalogue()


@pytest.fixture(scope="session")
def need(catalogue: Catalogue) -> RecordType:
    return catalogue.type("need")


def _field(name: str, kind: str = "string", **more: Any) -> Field:
    return Field(name, kind, {"uk": name}, {}, **more)


@pytest.fixture(scope="session")
def every_kind() -> RecordType:
    """A record type with a field of every kind, a group of two, a group with the geometry, a derived field."""
    return RecordType(
        name="thing",
        geometry="any",
        labels={"uk": "річ"},
        plural_labels={"uk": "речі"},
        helps={},
        icon="",
        title_field="text",
        sections=(),
        fields=(
            _field("uuid", format="uuid"),
            _field("katottg"),
            _field("workflow"),
            _field("text"),
            _field("code", codelist="sector"),
            _field("whole", "integer"),
            _field("number", "number"),
            _field("flag", "boolean"),
            _field("day", "date"),
            _field("moment", "datetime"),
            _field("amount", "number", currency="currency"),
            _field("currency", codelist="currency"),
            _field("computed", "number", derived=True),
        ),
        groups=(("amount", "currency"), ("geom", "katottg")),
    )


@pytest.fixture
def make_batch() -> Callable[..., Batch]:
    """A batch of the items given, or of a single create."""

    def make(*items: Item, **more: Any) -> Batch:
        found = items or (Item("need", identity(1), "create", {"title_uk": "Школа"}),)
        values: dict[str, Any] = {
            "batch": identity(0xB),
            "portal": "reference",
            "rules": "2026.4",
            "made_at": WHEN,
            "seen_at": None,
            **more,
        }
        return Batch(items=found, **values)

    return make
