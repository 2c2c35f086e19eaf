"""Rules that look beyond the record: other records, the codifier, the user's area, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from plugin.quality.model import Finding, PlainContext
from plugin.records.territory import Codifier

from .conftest import PROJECT, SOUND

Check = Callable[..., list[Finding]]
World = Callable[..., PlainContext]
Sound = Callable[..., dict[str, Any]]


def only(findings: list[Finding], rule: str) -> Finding:
    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].severity != "error"
    for lang in ("uk", "en"):
        assert "{" not in findings[0].message(lang)
    return findings[0]


# --- territory ------------------------------------------------------------------------------------------------------


def test_a_code_that_the_codifier_never_had_is_asked_about(check: Check, world: World, codifier: Codifier) -> None:
    assert check("need", context=world(codifier=codifier)) == []
    found = only(check("need", context=world(codifier=codifier), katottg="UA63120270010099999"), "territory.unknown")
    assert "07.07.2026" in found.message("uk") or str(codifier.edition.year) in found.message("uk")


def test_a_withdrawn_code_is_replaced_by_its_successor(check: Check, world: World, codifier: Codifier) -> None:
    found = only(check("need", context=world(codifier=codifier), katottg="UA01120170040031309"), "territory.withdrawn")
    assert found.fix is not None and found.fix.values == {"katottg": "UA01120170020031309"}


def test_a_withdrawn_code_without_successor_is_told(check: Check, world: World, codifier: Codifier) -> None:
    only(check("need", context=world(codifier=codifier), katottg="UA05060090020070449"), "territory.abolished")


@pytest.mark.parametrize(
    ("territory", "foreign"),
    [
        ((), False),
        (("UA",), False),
        (("UA63000000000041885",), False),
        (("UA63120270000028556",), False),
        (("UA80000000000093317",), True),
        (("UA80000000000093317", "UA63000000000041885"), False),
    ],
)
def test_a_record_outside_the_user_s_area_is_asked_about(
    check: Check, world: World, territory: tuple[str, ...], foreign: bool
) -> None:
    found = check("need", context=world(territory=territory))
    assert [one.rule for one in found] == (["territory.foreign"] if foreign else [])


class Halves:
    """A world cut in two at a meridian: one hromada west of it, another one east."""

    west, east = "UA63120270000028556", "UA63120290000021734"

    def __init__(self, meridian: float, known: bool = True) -> None:
        self.meridian, self.known = meridian, known

    def contains(self, code: str, lon: float, lat: float) -> bool | None:
        if code[:9] not in (self.west[:9], self.east[:9]):
            return None
        return (code[:9] == self.west[:9]) == (lon < self.meridian)

    def hromada_at(self, lon: float, lat: float) -> str | None:
        return None if not self.known else self.west if lon < self.meridian else self.east


def test_a_place_in_another_hromada_is_told_with_its_name_and_mended_by_one_click(
    check: Check, world: World, codifier: Codifier
) -> None:
    found = only(check("need", context=world(codifier=codifier, boundaries=Halves(36.0))), "territory.elsewhere")
    assert found.fields == ("geom", "katottg")
    assert "Циркунівська громада" in found.message("uk") and "Tsyrkunivska hromada" in found.message("en")
    assert found.fix is not None and found.fix.values == {"katottg": Halves.east}
    assert check("need", context=world(codifier=codifier, boundaries=Halves(37.0))) == []


def test_a_place_outside_the_unit_is_told_also_where_nobody_knows_where_it_is(
    check: Check, world: World, codifier: Codifier
) -> None:
    context = world(codifier=codifier, boundaries=Halves(36.0, known=False))
    assert only(check("need", context=context), "territory.outside").fix is None


def test_a_line_is_outside_only_where_all_of_it_is(check: Check, world: World, codifier: Codifier) -> None:
    context = world(codifier=codifier, boundaries=Halves(36.0))
    across = {"type": "LineString", "coordinates": [[35.9, 50.0], [36.1, 50.0], [36.2, 50.1]]}
    beyond = {"type": "LineString", "coordinates": [[36.1 + step / 1000, 50.0] for step in range(500)]}
    assert check("need", context=context, geom=across) == []
    only(check("need", context=context, geom=beyond), "territory.elsewhere")


@pytest.mark.parametrize(
    "changes",
    [
        {"katottg": None},
        {"katottg": "UA80000000000093317"},
        {"geom": None},
        {"geom": {"type": "Point", "coordinates": [50.1, 36.4]}},
        {"geom": {"type": "Unreadable"}},
        {"geom": {"type": "Polygon", "coordinates": []}},
    ],
)
def test_where_it_cannot_be_told_nothing_is_said_of_the_unit(
    check: Check, world: World, codifier: Codifier, changes: dict[str, Any]
) -> None:
    found = check("need", context=world(codifier=codifier, boundaries=Halves(36.0)), **changes)
    assert not [one for one in found if one.rule in ("territory.elsewhere", "territory.outside")]


# --- clock ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_name", "field"), [("project", "actual_start"), ("project", "actual_end"), ("need", "survey_date")]
)
def test_what_has_happened_is_not_in_the_future(check: Check, type_name: str, field: str) -> None:
    found = only(check(type_name, **{field: "2026-11-21"}), "dates.future")
    assert found.fields == (field,)
    assert check(type_name, **{field: "2026-11-20"}) == []


def test_a_moment_gets_a_day_s_grace_for_the_time_zone(check: Check) -> None:
    assert check("need", captured_at="2026-11-21T23:00:00Z") == []
    only(check("need", captured_at="2026-11-22T00:00:00Z"), "dates.future")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2206-11-05", "2026-11-05"), ("2062-05-01", "2026-05-01"), ("1026-05-01", "2016-05-01"), ("2399-02-01", None)],
)
def test_a_year_that_nobody_plans_in_is_asked_about_and_turned_digits_are_put_back(
    check: Check, typed: str, meant: str | None
) -> None:
    found = only(check("project", planned_end=typed, planned_start=None), "dates.year")
    assert found.fields == ("planned_end",)
    assert (found.fix.values["planned_end"] if found.fix else None) == meant
    assert typed[:4] in found.message("uk") and typed[:4] in found.message("en")


def test_a_date_of_a_far_year_is_told_once_only(check: Check) -> None:
    only(check("need", survey_date="2206-11-05"), "dates.year")


def test_the_29th_of_february_of_a_turned_year_has_nothing_to_offer(check: Check) -> None:
    assert only(check("project", planned_end="2620-02-29", planned_start=None), "dates.year").fix is None


def test_a_survey_older_than_a_year_is_renewed_while_the_need_is_open(check: Check) -> None:
    only(check("need", survey_date="2025-11-19"), "survey.old")
    assert check("need", survey_date="2025-11-20") == []
    assert check("need", survey_date="2020-01-01", status="met") == []


# --- funding --------------------------------------------------------------------------------------------------------


def funded(world: World, *lines: dict[str, Any]) -> PlainContext:
    return world(records={"funding": {str(number): line for number, line in enumerate(lines)}})


def line(sound: Sound, **changes: Any) -> dict[str, Any]:
    return sound("funding", amount_indicative=None, amount_disbursed=None, amount_spent=None, **changes)


def test_the_gap_between_funding_and_budget_is_shown(check: Check, world: World, sound: Sound) -> None:
    context = funded(world, line(sound, amount_committed="40000000.00"), line(sound, amount_committed="8000000.00"))
    found = only(check("project", context=context), "money.gap")
    assert found.severity == "hint"
    assert found.params["gap"] == {"amount": "50000000.00", "currency": "UAH"} and found.params["n"] == 2


def test_funding_beyond_the_budget_is_asked_about(check: Check, world: World, sound: Sound) -> None:
    context = funded(world, line(sound, amount_committed="98000000.01"))
    assert only(check("project", context=context), "money.over_budget").severity == "warning"
    assert check("project", context=funded(world, line(sound, amount_committed="98000000.00"))) == []


def test_a_line_without_a_commitment_counts_as_planned(check: Check, world: World, sound: Sound) -> None:
    planned = sound("funding", amount_committed=None, amount_indicative="98000000.00")
    assert check("project", context=funded(world, planned)) == []


def test_money_in_two_currencies_is_not_compared(check: Check, world: World, sound: Sound) -> None:
    context = funded(world, line(sound, currency="EUR", amount_committed="99000000.00"))
    assert check("project", context=context) == []


def test_a_project_has_not_spent_more_than_its_budget(check: Check) -> None:
    only(check("progress_report", spent_cumulative="98000000.01"), "money.overspent")
    assert check("progress_report", spent_cumulative="98000000.00") == []
    assert check("progress_report", spent_cumulative="98000000.01", currency="EUR") == []


def test_not_more_people_are_reached_than_the_project_is_for(check: Check) -> None:
    only(check("progress_report", people_reached=341), "people.reached")
    assert check("progress_report", people_reached=340) == []


# --- status ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ("identification", "preparation", False),
        ("identification", "implementation", False),
        ("preparation", "identification", True),
        ("completion", "implementation", True),
        ("cancelled", "preparation", True),
        ("preparation", "preparation", False),
    ],
)
def test_going_back_needs_a_reason(check: Check, world: World, sound: Sound, old: str, new: str, asked: bool) -> None:
    before = {"project": {PROJECT: sound("project", status=old)}}
    values = {"status": new, "actual_start": "2026-01-10"}
    found = check("project", context=world(acknowledged=before, records={}), **values)
    rules = [one.rule for one in found if one.rule != "progress.missing"]
    assert rules == (["status.backwards"] if asked else [])
    explained = check(
        "project", context=world(acknowledged=before, records={}), **values, status_reason="Змінено проєкт"
    )
    assert [one.rule for one in explained if one.rule != "progress.missing"] == []


def test_the_statuses_are_named_in_words(check: Check, world: World, sound: Sound) -> None:
    before = {"project": {PROJECT: sound("project", status="preparation")}}
    found = only(check("project", context=world(acknowledged=before), status="identification"), "status.backwards")
    assert "підготовка" in found.message("uk") and "preparation" in found.message("en")


def test_an_old_reason_does_not_explain_a_new_step_back(check: Check, world: World, sound: Sound) -> None:
    before = {"project": {PROJECT: sound("project", status_reason="Давня причина")}}
    context = world(acknowledged=before)
    only(check("project", context=context, status="identification", status_reason="Давня причина"), "status.backwards")


# --- reports --------------------------------------------------------------------------------------------------------


def reported(world: World, sound: Sound, *reports: dict[str, Any], **more: Any) -> PlainContext:
    rows = {
        str(number): sound("progress_report", **{"uuid": f"other-{number}", **one})
        for number, one in enumerate(reports)
    }
    return world(records={"progress_report": rows, "project": {PROJECT: SOUND["project"]}}, **more)


@pytest.mark.parametrize("field", ["physical_percent", "financial_percent", "people_reached"])
def test_cumulative_figures_do_not_fall_without_a_reason(check: Check, world: World, sound: Sound, field: str) -> None:
    context = reported(world, sound, {"period": "2026-Q2", field: 31}, {"period": "2026-Q1", field: 90})
    found = only(check("progress_report", context=context, **{field: 30}), "progress.falls")
    assert found.fields == (field, "deviation_reason")
    assert "II квартал 2026" in found.message("uk")
    assert check("progress_report", context=context, **{field: 31}) == []
    assert check("progress_report", context=context, **{field: 30}, deviation_reason="Перерахунок") == []


def test_spending_does_not_fall_in_one_currency(check: Check, world: World, sound: Sound) -> None:
    context = reported(world, sound, {"period": "2026-Q2", "spent_cumulative": "10000000.01"})
    only(check("progress_report", context=context), "progress.falls")
    assert check("progress_report", context=context, currency="EUR") == []


def test_later_reports_and_those_of_other_projects_do_not_matter(check: Check, world: World, sound: Sound) -> None:
    other = "00000000-0000-4000-8000-0000000000cc"
    context = reported(
        world,
        sound,
        {"period": "2026-Q4", "physical_percent": 80.0},
        {"period": "2026-Q2", "physical_percent": 80.0, "project_uuid": other},
    )
    assert check("progress_report", context=context) == []


def test_one_report_for_a_project_and_quarter(check: Check, world: World, sound: Sound) -> None:
    only(check("progress_report", context=reported(world, sound, {"period": "2026-Q3"})), "progress.twice")
    itself = reported(world, sound, {"period": "2026-Q3", "uuid": SOUND["progress_report"]["uuid"]})
    assert check("progress_report", context=itself) == []


def test_a_quarter_that_has_not_begun_is_not_reported(check: Check) -> None:
    only(check("progress_report", period="2027-Q1"), "progress.early")
    assert check("progress_report", period="2026-Q4") == []


def test_a_project_under_way_has_a_report_for_the_last_quarter(check: Check, world: World, sound: Sound) -> None:
    going = {"status": "implementation", "actual_start": "2026-05-01"}
    found = only(check("project", **going), "progress.missing")
    assert "III квартал 2026" in found.message("uk")
    assert check("project", context=reported(world, sound, {"period": "2026-Q3"}), **going) == []
    assert check("project", **{**going, "actual_start": "2026-10-01"}) == []
    early = world(today=date(2026, 6, 30))
    assert check("project", context=early, captured_at=None, **going) == []
