"""A sound record of each type, and a world around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from plugin import paths
from plugin.quality import engine
from plugin.quality.model import Finding, PlainContext
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.territory import Codifier, default_codifier

TODAY = date(2026, 11, 20)
PROJECT = "00000000-0000-4000-8000-0000000000aa"

EVERY: dict[str, Any] = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "katottg": "UA63120270010096107",
    "workflow": "draft",
    "info_source": "Акт обстеження",
    "access": "open",
    "captured_at": "2026-11-19T08:00:00Z",
}

SOUND: dict[str, dict[str, Any]] = {
    "need": {
        **EVERY,
        "title_uk": "Ліцей, с. Циркуни",
        "sector": "education",
        "status": "open",
        "precision": "exact",
        "survey_date": "2026-09-14",
        "people_total": 340,
        "people_children": 310,
        "cost_amount": "12500000.00",
        "cost_currency": "UAH",
        "priority": 4,
        "priority_reason": "Діти навчаються в укритті",
        "geom": {"type": "Point", "coordinates": [36.38456, 50.09123]},
    },
    "project": {
        **EVERY,
        "uuid": PROJECT,
        "title_uk": "Реконструкція ліцею",
        "sector": "education",
        "purpose": "restoration",
        "project_type": "rehabilitation",
        "status": "preparation",
        "planned_start": "2026-12-01",
        "planned_end": "2027-11-30",
        "budget_amount": "98000000.00",
        "budget_currency": "UAH",
        "owner_edrpou": "00032129",
        "people_total": 340,
    },
    "project_location": {
        **EVERY,
        "title_uk": "Ліцей",
        "project_uuid": PROJECT,
        "precision": "exact",
        "geom": {"type": "Point", "coordinates": [36.38456, 50.09123]},
    },
    "funding": {
        **EVERY,
        "project_uuid": PROJECT,
        "source_category": "localBudget",
        "funder_name": "Харківська обласна рада",
        "amount_indicative": "50000000.00",
        "amount_committed": "40000000.00",
        "amount_disbursed": "20000000.00",
        "amount_spent": "10000000.00",
        "currency": "UAH",
    },
    "progress_report": {
        **EVERY,
        "project_uuid": PROJECT,
        "period": "2026-Q3",
        "physical_percent": 30.0,
        "financial_percent": 25.0,
        "spent_cumulative": "10000000.00",
        "currency": "UAH",
        "people_reached": 100,
    },
    "need_project": {
        **EVERY,
        "need_uuid": "00000000-0000-4000-8000-0000000000bb",
        "project_uuid": PROJECT,
        "share_percent": 50.0,
    },
    "attachment": {
        **EVERY,
        "parent_type": "need",
        "parent_uuid": "00000000-0000-4000-8000-0000000000bb",
        "kind": "photo",
        "file_name": "дах.jpg",
        "media_type": "image/jpeg",
        "bytes": 120000,
        "sha256": "0" * 64,
    },
}

Check = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return default_catalogue()


@pytest.fixture(scope="session")
def codifier() -> Codifier:
    if not paths.codifier_path().is_file():
        pytest.skip("NO CODIFIER: resources/territory/katottg.sqlite is not built, so nothing was checked against it")
    return default_codifier()


@pytest.fixture
def sound() -> Callable[..., dict[str, Any]]:
    """A sound record of a type, with fields replaced; None takes a field away."""

    def make(type_name: str, **changes: Any) -> dict[str, Any]:
        values = {**SOUND[type_name], **changes}
        return {name: value for name, value in values.items() if value is not None}

    return make


@pytest.fixture
def world(catalogue: Catalogue) -> Callable[..., PlainContext]:
    """A world on 20 November 2026 that holds the sound project."""

    def make(**more: Any) -> PlainContext:
        more.setdefault("records", {"project": {PROJECT: SOUND["project"]}})
        return PlainContext(catalogue, more.pop("today", TODAY), **more)

    return make


@pytest.fixture
def check(catalogue: Catalogue, sound: Callable[..., dict[str, Any]], world: Callable[..., PlainContext]) -> Check:
    """The findings of a sound record with fields replaced."""

    def run(type_name: str, *, context: PlainContext | None = None, **changes: Any) -> list[Finding]:
        return engine.check(catalogue.type(type_name), sound(type_name, **changes), context or world())

    return run
