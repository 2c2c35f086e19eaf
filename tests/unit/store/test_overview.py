"""What the map sums up: by hromada, and who asks for somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from plugin.records.territory import Codifier
from plugin.store import findings, listing, overview
from plugin.store.conflicts import put_conflict
from plugin.store.workspace import Workspace

TSYRKUNY, KHARKIV_CITY, OBLAST = "UA63120290010028715", "UA63120270010096107", "UA63000000000041885"


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: str
    fields: tuple[str, ...] = ("title_uk",)
    params: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def codifier() -> Codifier:
    return Codifier()


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def need(ws: Workspace, code: str, amount: float | None = None, **more: Any) -> str:
    money = {} if amount is None else {"cost_amount": amount, "cost_currency": more.pop("currency", "UAH")}
    return ws.insert("need", {"title_uk": "Потреба", "katottg": code, **money, **more})


def test_needs_and_their_cost_are_summed_by_hromada(ws: Workspace, codifier: Codifier) -> None:
    need(ws, TSYRKUNY, 1_000_000.5)
    need(ws, TSYRKUNY, 2_000_000)
    need(ws, TSYRKUNY, 500, currency="EUR")
    need(ws, TSYRKUNY)
    need(ws, TSYRKUNY, 9_999_999, status="withdrawn")
    need(ws, KHARKIV_CITY, 5)
    ws.insert("project", {"title_uk": "Проєкт", "katottg": TSYRKUNY, "budget_amount": 7, "budget_currency": "UAH"})
    first, second = overview.by_hromada(ws, codifier, "uk")
    assert (first.name, first.above) == ("Циркунівська громада", "Харківський район, Харківська область")
    assert (first.needs, first.projects) == (4, 1)
    assert first.costs == (("UAH", 3_000_000.5), ("EUR", 500.0)), "currencies are never added to each other"
    assert first.budgets == (("UAH", 7.0),)
    assert second.name == "Харківська громада"
    assert first.lon == pytest.approx(36.4, abs=0.2) and first.lat == pytest.approx(50.1, abs=0.2)


def test_a_record_of_a_whole_oblast_is_counted_for_the_oblast(ws: Workspace, codifier: Codifier) -> None:
    need(ws, OBLAST)
    (row,) = overview.by_hromada(ws, codifier, "uk")
    assert (row.name, row.above, row.needs) == ("Харківська область", "", 1)


def test_an_unknown_code_is_counted_under_itself_where_its_records_lie(ws: Workspace, codifier: Codifier) -> None:
    need(ws, "UA99", geom=point(30.0, 50.0))
    need(ws, "UA99", geom=point(31.0, 51.0))
    (row,) = overview.by_hromada(ws, codifier, "uk")
    assert (row.code, row.name) == ("UA99", "UA99")
    assert (row.lon, row.lat) == (pytest.approx(30.5, abs=1e-3), pytest.approx(50.5, abs=1e-3))


def test_who_is_in_conflict_or_has_errors_is_marked_where_it_lies(ws: Workspace) -> None:
    disputed = need(ws, TSYRKUNY, geom=point(36.3, 50.0))
    wrong = need(ws, TSYRKUNY, geom=point(36.4, 50.1))
    need(ws, TSYRKUNY, geom=point(36.5, 50.2))
    placeless = need(ws, TSYRKUNY)
    project = ws.insert("project", {"title_uk": "Проєкт", "katottg": TSYRKUNY})
    area = {"type": "Polygon", "coordinates": [[[36.0, 49.0], [36.2, 49.0], [36.2, 49.2], [36.0, 49.0]]]}
    ws.insert("project_location", {"project_uuid": project, "geom": area})
    put_conflict(ws, "need", disputed, kind="field", fields=["title_uk"], theirs={}, revision=2, author="А", at="2026")
    findings.replace_findings(ws, "need", wrong, [Finding("a", "error"), Finding("b", "warning")])
    findings.replace_findings(ws, "need", placeless, [Finding("a", "error")])
    findings.replace_findings(ws, "project", project, [Finding("b", "warning")])
    while listing.refresh(ws):
        pass
    found = {mark.uuid: mark for mark in overview.marks(ws)}
    assert set(found) == {disputed, wrong, project}
    assert [found[one].concern for one in (disputed, wrong, project)] == ["conflict", "error", "warning"]
    assert (found[wrong].lon, found[wrong].lat) == (pytest.approx(36.4, abs=1e-4), pytest.approx(50.1, abs=1e-4))
    assert found[wrong].is_point and found[wrong].problems == 2
    assert not found[project].is_point and found[project].at[0] == "project_location"


def test_a_hint_asks_for_nobody(ws: Workspace) -> None:
    quiet = need(ws, TSYRKUNY, geom=point(36.3, 50.0))
    findings.replace_findings(ws, "need", quiet, [Finding("a", "hint")])
    while listing.refresh(ws):
        pass
    assert overview.marks(ws) == []
