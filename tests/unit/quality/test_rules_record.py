"""Rules that need nothing but the record: what each says, of which field, how gravely, and what one click mends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.quality import engine, geometry_validity
from plugin.quality.model import Finding
from plugin.records import values
from plugin.records.catalogue import Catalogue

from .conftest import SOUND

Check = Callable[..., list[Finding]]


def only(findings: list[Finding], rule: str) -> Finding:
    """The finding of a rule, which is the only one."""
    assert [finding.rule for finding in findings] == [rule]
    for lang in ("uk", "en"):
        assert "{" not in findings[0].message(lang)
    return findings[0]


@pytest.mark.parametrize("type_name", SOUND)
def test_a_sound_record_has_no_findings(check: Check, catalogue: Catalogue, type_name: str) -> None:
    assert values.faults(catalogue.type(type_name), SOUND[type_name], catalogue) == []
    assert check(type_name) == []


def test_there_is_a_sound_record_of_every_type(catalogue: Catalogue) -> None:
    assert set(SOUND) == set(catalogue.types)


@pytest.mark.parametrize("field", ["title_uk", "sector", "status", "precision", "priority", "katottg", "info_source"])
def test_a_required_field_is_asked_for_by_its_name(check: Check, field: str) -> None:
    found = only(check("need", **{field: None}), "required")
    assert (found.severity, found.fields) == ("error", (field,))


def test_the_missing_field_is_named_in_both_languages(check: Check) -> None:
    found = only(check("need", sector=None), "required")
    assert "Галузь" in found.message("uk") or "сектор" in found.message("uk").lower()
    assert "sector" in found.message("en").lower()


# --- territory ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["UA6312027001009610", "UA631202700100961070", "63120270010096107", "Циркуни", "UA6312027001009610X"]
)
def test_what_is_no_code_is_told(check: Check, code: str) -> None:
    found = only(check("need", katottg=code), "territory.form")
    assert (found.severity, found.fields, found.fix) == ("error", ("katottg",), None)


@pytest.mark.parametrize("code", ["UА63120270010096107", " ua63120270010096107"])
def test_a_code_typed_with_cyrillic_or_small_letters_is_mended(check: Check, code: str) -> None:
    found = only(check("need", katottg=code), "territory.form")
    assert found.fix is not None and found.fix.values == {"katottg": "UA63120270010096107"}
    assert found.fix.text("uk") != found.fix.text("en")


@pytest.mark.parametrize("code", ["UA63000000000041885", "UA63120000000091135"])
def test_an_oblast_or_a_raion_is_not_deep_enough_unless_the_record_is_regional(check: Check, code: str) -> None:
    found = only(check("need", katottg=code), "territory.depth")
    assert (found.severity, found.fields) == ("error", ("katottg", "regional"))
    assert check("need", katottg=code, regional=True) == []


@pytest.mark.parametrize(
    "code", ["UA63120270000028556", "UA63120270010096107", "UA80000000000093317", "UA85000000000065278"]
)
def test_a_hromada_a_settlement_and_the_two_cities_are_deep_enough(check: Check, code: str) -> None:
    assert check("need", katottg=code) == []


# --- place ----------------------------------------------------------------------------------------------------------


def point(x: Any, y: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


@pytest.mark.parametrize(
    ("x", "y", "rule"),
    [
        (50.09123, 36.38456, "place.swapped"),
        (44.0, 40.3, "place.swapped"),
        (0.0, 0.0, "place.null_island"),
        (4_389_123.5, 5_553_210.25, "place.projected"),
        (7_389_123.5, 5_553_210.25, "place.projected"),
        (300_000.0, 50.0, "place.projected"),
        (21.99, 50.0, "place.outside"),
        (40.31, 50.0, "place.outside"),
        (36.0, 43.99, "place.outside"),
        (36.0, 52.41, "place.outside"),
        (2.3522, 48.8566, "place.outside"),
        (-36.38456, 50.09123, "place.outside"),
    ],
)
def test_a_point_that_is_not_in_ukraine_is_named_for_what_it_is(check: Check, x: float, y: float, rule: str) -> None:
    found = only(check("need", geom=point(x, y)), rule)
    assert (found.severity, found.fields) == ("error", ("geom",))


@pytest.mark.parametrize(("x", "y"), [(22.0, 44.0), (40.3, 52.4), (36.38456, 50.09123)])
def test_the_edges_of_ukraine_are_in_it(check: Check, x: float, y: float) -> None:
    assert check("need", geom=point(x, y), precision="settlement") == []


def test_a_place_in_the_sea_is_asked_about_and_one_that_reaches_the_shore_is_not(check: Check) -> None:
    found = only(check("need", geom=point(31.01234, 45.51234)), "place.sea")
    assert (found.severity, found.fields) == ("warning", ("geom",))
    cable = {"type": "LineString", "coordinates": [[31.0, 45.5], [30.76, 46.49]]}
    assert check("need", geom=cable) == []
    out_at_sea = {"type": "LineString", "coordinates": [[31.0, 45.5], [31.1, 45.6]]}
    only(check("need", geom=out_at_sea), "place.sea")


def test_swapped_axes_are_swapped_back_with_one_click(check: Check) -> None:
    found = only(check("need", geom={"type": "Point", "coordinates": [50.09123, 36.38456, 120.0]}), "place.swapped")
    assert found.fix is not None
    assert found.fix.values == {"geom": {"type": "Point", "coordinates": [36.38456, 50.09123, 120.0]}}
    assert check("need", **found.fix.values) == []


def test_a_whole_area_is_swapped_back(check: Check) -> None:
    ring = [[36.0, 50.0], [36.5, 50.0], [36.5, 50.25], [36.0, 50.0]]
    turned = [[y, x] for x, y in ring]
    found = only(check("need", geom={"type": "Polygon", "coordinates": [turned]}), "place.swapped")
    assert found.fix is not None and found.fix.values["geom"] == {"type": "Polygon", "coordinates": [ring]}


def test_a_line_of_which_only_a_part_looks_swapped_is_not_mended(check: Check) -> None:
    line = {"type": "LineString", "coordinates": [[50.0, 36.0], [36.5, 50.25]]}
    assert only(check("need", geom=line), "place.swapped").fix is None


@pytest.mark.parametrize(("x", "y", "decimals"), [(36.4, 50.1, 1), (36.0, 50.0, 0), (36.384, 50.09, 3)])
def test_too_few_decimals_are_asked_about(check: Check, x: float, y: float, decimals: int) -> None:
    found = only(check("need", geom=point(x, y)), "place.coarse")
    assert (found.severity, found.params) == ("warning", {"n": decimals})
    assert check("need", geom=point(x, y), precision="settlement") == []


def test_one_exact_axis_is_enough(check: Check) -> None:
    assert check("need", geom=point(36.3846, 50.1)) == []


def test_a_record_without_a_place_is_asked_for_one_unless_it_is_regional(check: Check) -> None:
    assert only(check("need", geom=None), "place.missing").severity == "warning"
    assert check("need", geom=None, regional=True) == []
    assert check("project") == []


RING = [[36.0, 50.0], [36.5, 50.0], [36.5, 50.25], [36.0, 50.0]]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[36.1, 50.1], [36.1, 50.1]]},
        {"type": "MultiLineString", "coordinates": [RING, [[36.1, 50.1, 0.0], [36.1, 50.1, 5.0]]]},
        {"type": "Polygon", "coordinates": [[[36.0, 50.0], [36.5, 50.0], [36.0, 50.0], [36.0, 50.0]]]},
    ],
)
def test_a_line_that_goes_nowhere_and_an_area_without_surface_are_errors(check: Check, geometry: Any) -> None:
    found = check("need", geom=geometry)
    assert (found[0].rule, found[0].severity) == ("geometry.degenerate", "error")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": RING},
        {"type": "MultiLineString", "coordinates": [RING[:2], RING]},
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "MultiPoint", "coordinates": [[36.1, 50.1]]},
    ],
)
def test_lines_and_areas_work_like_points(check: Check, geometry: Any) -> None:
    assert check("need", geom=geometry) == []


def test_an_area_that_crosses_itself_is_told_with_the_place(check: Check) -> None:
    if not geometry_validity.available():
        pytest.skip("NO SHAPELY: areas are not checked for crossing themselves on this machine")
    bow = [[36.0, 50.0], [37.0, 51.0], [37.0, 50.0], [36.0, 51.0], [36.0, 50.0]]
    found = only(check("need", geom={"type": "Polygon", "coordinates": [bow]}), "geometry.invalid")
    assert (found.severity, found.params) == ("warning", {"longitude": "36.500000", "latitude": "50.500000"})
    assert engine.unavailable() == ()


def test_without_shapely_the_check_is_not_made_and_said_so(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry_validity, "_shapely", lambda: None)
    bow = [[36.0, 50.0], [37.0, 51.0], [37.0, 50.0], [36.0, 51.0], [36.0, 50.0]]
    assert check("need", geom={"type": "Polygon", "coordinates": [bow]}) == []
    assert engine.unavailable() == ("geometry.invalid",)


# --- organisations --------------------------------------------------------------------------------------------------


def test_a_person_s_tax_number_is_refused(check: Check) -> None:
    found = only(check("project", owner_edrpou="2345678901"), "edrpou.personal")
    assert (found.severity, found.fields) == ("error", ("owner_edrpou",))
    assert "2345678901" not in found.message("uk")


@pytest.mark.parametrize(("typed", "meant"), [("32129", "00032129"), ("0032129", "00032129"), (" 32129", "00032129")])
def test_dropped_zeros_are_put_back(check: Check, typed: str, meant: str) -> None:
    found = only(check("project", implementer_edrpou=typed), "edrpou.form")
    assert found.severity == "error"
    assert found.fix is not None and found.fix.values == {"implementer_edrpou": meant}


@pytest.mark.parametrize("typed", ["1234567", "ABC", "123456789", "٠٠٠٣٢١٢٩", "32129-"])
def test_what_no_zeros_mend_is_only_told(check: Check, typed: str) -> None:
    assert only(check("project", owner_edrpou=typed), "edrpou.form").fix is None


def test_a_wrong_check_digit_is_asked_about(check: Check) -> None:
    found = only(check("project", balance_holder_edrpou="00032128"), "edrpou.check_digit")
    assert (found.severity, found.fields) == ("warning", ("balance_holder_edrpou",))


# --- money, dates, people -------------------------------------------------------------------------------------------


def test_a_negative_amount_is_an_error(check: Check) -> None:
    assert only(check("need", cost_amount="-1.00"), "money.negative").severity == "error"
    assert check("need", cost_amount="0.00") == []


def test_an_amount_needs_its_currency(check: Check) -> None:
    found = only(check("need", cost_currency=None), "money.currency")
    assert (found.severity, found.fields) == ("error", ("cost_currency", "cost_amount"))
    assert check("need", cost_currency=None, cost_amount=None) == []


def test_money_goes_from_budget_to_spending(check: Check) -> None:
    found = only(check("funding", amount_spent="20000000.01"), "money.order")
    assert (found.severity, found.fields) == ("warning", ("amount_spent", "amount_disbursed"))
    assert "20 000 000,01 грн".replace(" ", "\u00a0") in found.message("uk")
    assert check("funding", amount_spent="20000000.00") == []
    skipped = only(check("funding", amount_disbursed=None, amount_spent="41000000.00"), "money.order")
    assert skipped.fields == ("amount_spent", "amount_committed")


@pytest.mark.parametrize("kind", ["planned", "actual"])
def test_a_start_is_not_after_its_end(check: Check, kind: str) -> None:
    dates = {f"{kind}_start": "2026-05-02", f"{kind}_end": "2026-05-01"}
    found = only(check("project", **dates), "dates.order")
    assert (found.severity, found.fields) == ("error", (f"{kind}_end", f"{kind}_start"))
    assert "02.05.2026" in found.message("uk")
    assert check("project", **{**dates, f"{kind}_end": "2026-05-02"}) == []


def test_more_than_fifteen_years_are_asked_about(check: Check) -> None:
    found = only(check("project", planned_end="2042-12-01"), "dates.long")
    assert (found.severity, found.params) == ("warning", {"years": "16"})
    assert check("project", planned_end="2041-11-30") == []


def test_no_group_of_people_is_larger_than_all(check: Check) -> None:
    found = only(check("need", people_children=341), "people.part")
    assert (found.severity, found.fields) == ("error", ("people_children", "people_total"))
    assert check("need", people_children=340) == []


def test_groups_overlap_and_are_never_added_up(check: Check) -> None:
    groups = ("women", "men", "children", "older", "idps", "returnees", "disabilities", "veterans")
    assert check("need", **{f"people_{group}": 340 for group in groups}) == []


def test_where_groups_are_counted_the_total_is_asked_for(check: Check) -> None:
    assert only(check("need", people_total=None), "people.total").severity == "warning"
    assert check("need", people_total=None, people_children=None) == []
    assert check("need", people_total=0, people_children=0) == []


# --- status, priority, access, wording ------------------------------------------------------------------------------


def test_a_completed_project_has_an_end_or_an_explanation(check: Check) -> None:
    done = {"status": "completion", "actual_start": "2026-01-10"}
    assert only(check("project", **done), "status.completion").severity == "error"
    assert check("project", **done, actual_end="2026-11-01") == []
    assert check("project", **done, status_reason="Акт підписується") == []


def test_a_report_of_completion_says_100_percent_or_explains(check: Check) -> None:
    done = {"status": "completion", "physical_percent": 90.0, "financial_percent": 90.0}
    assert only(check("progress_report", **done), "status.percent").severity == "error"
    assert check("progress_report", **{**done, "physical_percent": 100.0}) == []
    assert check("progress_report", **done, deviation_reason="Благоустрій навесні") == []


def test_work_under_way_has_a_start(check: Check) -> None:
    assert only(check("project", status="implementation"), "status.started").severity == "warning"


def test_a_cancelled_project_says_why(check: Check) -> None:
    assert only(check("project", status="cancelled"), "status.cancelled").severity == "error"
    assert check("project", status="cancelled", status_reason="Об’єкт зруйновано") == []


def test_who_returns_a_record_says_what_to_correct(check: Check) -> None:
    assert only(check("need", workflow="returned"), "workflow.note").severity == "warning"
    assert check("need", workflow="returned", workflow_note="Уточніть кількість") == []


@pytest.mark.parametrize("priority", [4, 5])
def test_a_high_priority_is_justified_and_surveyed(check: Check, priority: int) -> None:
    found = check("need", priority=priority, priority_reason=None, survey_date=None)
    assert [(one.rule, one.severity) for one in found] == [
        ("priority.reason", "warning"),
        ("priority.survey", "warning"),
    ]
    assert check("need", priority=3, priority_reason=None, survey_date=None) == []


def test_percentages_far_apart_are_explained(check: Check) -> None:
    found = only(check("progress_report", physical_percent=30.0, financial_percent=51.0), "progress.apart")
    assert (found.severity, found.params) == ("warning", {"n": 21})
    assert check("progress_report", physical_percent=30.0, financial_percent=50.0) == []
    assert check("progress_report", physical_percent=30.0, financial_percent=51.0, comment="Аванс") == []


def test_a_quarter_without_change_is_explained(check: Check) -> None:
    assert only(check("progress_report", no_change=True), "progress.no_change").severity == "warning"
    assert check("progress_report", no_change=True, comment="Сесія не відбулась") == []
    assert check("progress_report", no_change=False) == []


@pytest.mark.parametrize(
    "sector", ["energy", "water_sanitation", "telecom_digital", "emergency_response", "explosive_hazards"]
)
def test_critical_infrastructure_is_restricted_by_one_click(check: Check, sector: str) -> None:
    found = only(check("need", sector=sector), "access.sensitive")
    assert found.severity == "warning"
    assert found.fix is not None and found.fix.values == {"access": "restricted"}
    assert check("need", sector=sector, access="limited") == []


def test_a_word_of_mixed_letters_is_mended_by_one_click(check: Check) -> None:
    found = only(check("need", title_uk="Капiтальний ремонт ліцею"), "wording.mixed")
    assert (found.severity, found.fields) == ("warning", ("title_uk",))
    assert "Капiтальний" in found.message("uk")
    assert found.fix is not None and found.fix.values == {"title_uk": "Капітальний ремонт ліцею"}


def test_every_field_of_free_text_is_looked_at(check: Check) -> None:
    found = check("need", title_uk="Шкoла", description="дaх", object_name="Лiцей")
    assert sorted(one.fields[0] for one in found) == ["description", "object_name", "title_uk"]


# --- both kinds -----------------------------------------------------------------------------------------------------


def test_errors_alone_are_what_a_portal_asks_for(catalogue: Catalogue, sound: Callable[..., dict[str, Any]]) -> None:
    record = sound("need", priority_reason=None, people_children=341, title_uk="Шкoла")
    found = engine.only_record_rules(catalogue.type("need"), record)
    assert [one.rule for one in found] == ["people.part"]
    everything = engine.only_record_rules(catalogue.type("need"), record, None)
    assert {one.rule for one in everything} == {"people.part", "priority.reason", "wording.mixed"}


def test_errors_come_first(check: Check) -> None:
    found = check("need", priority_reason=None, people_children=341, title_uk="Шкoла")
    assert [one.severity for one in found] == ["error", "warning", "warning"]
