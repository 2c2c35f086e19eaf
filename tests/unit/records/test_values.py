"""Values are brought into one wire form, and what is not of its field's shape is named."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.records import messages, values
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.records.definition import Field
from plugin.records.values import blank, faults, fold_text, new_uuid, normalise, normalise_record

NEED = default_catalogue().type("need")
ATTACHMENT = default_catalogue().type("attachment")
FIELDS = [field for rtype in default_catalogue().types.values() for field in rtype.fields]


def need(name: str) -> Field:
    return NEED.field(name)


def codes(record: dict[str, Any], **options: bool) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in faults(NEED, record, default_catalogue(), **options)]


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Школа\u00a0№\u202f12 ", "Школа № 12"),
        ("Кам'янка", "Кам’янка"),
        ("Кам`янка, Кам\u02bcянка, Кам\u2018янка", "Кам’янка, Кам’янка, Кам’янка"),
        ("'у лапках'", "'у лапках'"),
        ("49°59' пн", "49°59' пн"),
        ("перший\r\nдругий\nтретій", "перший другий третій"),
        ("и\u0306", "й"),
        ("пе\u00adрен\u200bос\ufeff", "перенос"),
        ("Школа \u202eאבג\u202c, дах", "Школа אבג\u202c, дах"),
        ("а\tб\u0000в", "а бв"),
    ],
)
def test_text_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert normalise(need("title_uk"), typed) == kept


def test_a_text_of_several_lines_keeps_its_lines_and_folds_their_ends() -> None:
    assert normalise(need("description"), " один \r\n\r\n  два\u2028три ") == "один\n\nдва\nтри"


@given(st.text(), st.booleans())
def test_folding_a_folded_text_changes_nothing(text: str, multiline: bool) -> None:
    once = fold_text(text, multiline=multiline)
    assert fold_text(once, multiline=multiline) == once


_LETTERS = " \t\n\r\u00a0\u00ad\u200b\u202e\ufeff\u2028'`’ʼа́йиї\u0306\u0308e\u0301№x1\ud800"
_TRICKY = st.text(alphabet=_LETTERS, max_size=12)


@given(_TRICKY, st.booleans())
def test_folding_needs_no_second_pass_whatever_stands_side_by_side(text: str, multiline: bool) -> None:
    once = fold_text(text, multiline=multiline)
    assert fold_text(once, multiline=multiline) == once
    assert once == once.strip() and "\r" not in once and "\u00a0" not in once
    once.encode("utf-8")


# --- numbers and money --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "wire"),
    [
        ("1 234,5", "1234.50"), ("1\u00a0234\u00a0567,89", "1234567.89"), ("\u22125", "-5.00"), (12, "12.00"),
        (1234.5, "1234.50"), (0.1 + 0.2, "0.30"), (-0.0, "0.00"), (-0.001, "0.00"), (2.675, "2.68"),
        (Decimal("7.1"), "7.10"), ("1e3", "1000.00"), (9999999999999.99, "9999999999999.99"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_money_has_two_decimals_on_the_wire(given_: Any, wire: str) -> None:
    assert normalise(need("cost_amount"), given_) == wire
    assert codes({"cost_amount": wire}, partial=True) == []


@pytest.mark.parametrize("given_", ["12.345", "багато", True, math.nan, math.inf, "1 23,0", "9" * 40, 1e300, [1]])
def test_what_is_no_amount_comes_back_unchanged_and_is_named(given_: Any) -> None:
    kept = normalise(need("cost_amount"), given_)
    assert kept is given_ or kept == given_
    assert codes({"cost_amount": kept}, partial=True) == [("cost_amount", "money")]


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_kopiykas_survive_the_column_of_doubles(kopiykas: int) -> None:
    wire = f"{Decimal(kopiykas).scaleb(-2):.2f}"
    stored = float(wire)
    assert normalise(need("cost_amount"), stored) == (wire if kopiykas else "0.00")
    assert values.money(wire) == values.money(stored) == Decimal(kopiykas).scaleb(-2)


def test_an_amount_beyond_fifteen_digits_is_refused() -> None:
    assert codes({"cost_amount": "10000000000000.00"}, partial=True) == [("cost_amount", "too_large")]


@pytest.mark.parametrize(
    "wire", ["1", "1.5", "1.500", "01.00", "-0.00", "1,00", "+1.00", " 1.00", "1.00\n", 1.0, "１.00"]
)
def test_money_in_another_spelling_does_not_travel(wire: Any) -> None:
    assert codes({"cost_amount": wire}, partial=True) == [("cost_amount", "money")]


@pytest.mark.parametrize(
    ("given_", "kept"),
    [("1 234", 1234), (3.0, 3), ("3.0", 3), (0, 0), ("3.5", "3.5"), (3.5, 3.5), (True, True), ("сто", "сто")],
)
def test_counts_are_whole(given_: Any, kept: Any) -> None:
    found = normalise(need("people_total"), given_)
    assert found == kept and type(found) is type(kept)
    expected = [] if type(kept) is int else [("people_total", "type")]
    assert codes({"people_total": found}, partial=True) == expected


def test_numbers_are_doubles_without_a_negative_zero() -> None:
    found = normalise(need("quantity"), "-0")
    assert found == 0.0 and math.copysign(1, found) == 1
    assert normalise(need("quantity"), "2,50") == 2.5
    assert codes({"quantity": math.nan}, partial=True) == [("quantity", "type")]


def test_a_number_beyond_what_json_carries_exactly_is_refused(catalogue: Catalogue) -> None:
    size = {"bytes": 2**53}
    assert [fault.code for fault in faults(ATTACHMENT, size, catalogue, partial=True)] == ["too_large"]


# --- dates, times, yes and no, identities -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "wire"),
    [("2026-12-28", "2026-12-28"), ("28.12.2026", "2026-12-28"), ("1.2.2026", "2026-02-01"),
     ("2026/12/28", "2026-12-28"),
     (date(2026, 12, 28), "2026-12-28"), (datetime(2026, 12, 28, 5, tzinfo=timezone.utc), "2026-12-28")],
)  # fmt: skip
def test_dates_are_iso_8601(given_: Any, wire: str) -> None:
    assert normalise(need("survey_date"), given_) == wire


@pytest.mark.parametrize("given_", ["30.02.2026", "2026-13-01", "учора", "26-01-02", 20261228])
def test_what_is_no_date_is_named(given_: Any) -> None:
    assert codes({"survey_date": normalise(need("survey_date"), given_)}, partial=True) == [("survey_date", "date")]


@pytest.mark.parametrize(
    ("given_", "wire"),
    [
        ("2026-12-28T16:02:11+02:00", "2026-12-28T14:02:11Z"),
        ("2026-12-28T00:30:00+0200", "2026-12-27T22:30:00Z"),
        ("2026/12/28 16:02:11.250", "2026-12-28T16:02:11.250Z"),
        ("2026-12-28 16:02", "2026-12-28T16:02:00Z"),
        ("2026-12-28T16:02:11.000Z", "2026-12-28T16:02:11Z"),
        ("2026-12-28T16:02:11.1239Z", "2026-12-28T16:02:11.123Z"),
        (datetime(2026, 12, 28, 16, tzinfo=timezone(timedelta(hours=2))), "2026-12-28T14:00:00Z"),
    ],
)
def test_times_are_utc(given_: Any, wire: str) -> None:
    assert normalise(need("captured_at"), given_) == wire
    moment = values.parse_datetime(wire)
    assert moment is not None and moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize("given_", ["2026-12-28", "2026-12-28T25:00:00Z", "тоді", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_named(given_: Any) -> None:
    assert codes({"captured_at": normalise(need("captured_at"), given_)}, partial=True) == [("captured_at", "datetime")]


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))
def test_a_time_keeps_its_milliseconds(moment: datetime) -> None:
    wire = normalise(need("captured_at"), moment)
    back = values.parse_datetime(wire)
    assert back is not None
    assert back.replace(tzinfo=None) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [(1, True), (0, False), ("так", True), ("Ні", False), ("true", True), (2, 2), ("мабуть", "мабуть")],
)
def test_yes_and_no(given_: Any, kept: Any) -> None:
    assert normalise(need("regional"), given_) is kept


def test_an_identity_is_lower_case_with_hyphens() -> None:
    given_ = "{0F8FAD5B-D9CB-469F-A165-70867728950E}"
    assert normalise(need("uuid"), given_) == "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert codes({"uuid": given_}) == [("uuid", "uuid")]
    assert codes({"uuid": new_uuid()}) == []


def test_codes_that_a_spreadsheet_made_numbers_are_text_again() -> None:
    assert normalise(need("object_kind"), 1263) == normalise(need("object_kind"), 1263.0) == "1263"


# --- all fields ---------------------------------------------------------------------------------------------------

_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), _TRICKY, st.dates(), st.datetimes(),
    st.decimals(), st.from_regex(r"[-+]?[0-9 ]{1,8}[.,]?[0-9]{0,3}", fullmatch=True),
    st.lists(st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from(FIELDS), _ANYTHING)
def test_normalising_twice_is_normalising_once(field: Field, value: Any) -> None:
    once = normalise(field, value)
    twice = normalise(field, once)
    assert type(twice) is type(once)
    assert repr(twice) == repr(once)  # NaN is not equal to itself


@given(st.sampled_from(NEED.fields), _ANYTHING)
def test_whatever_is_typed_a_value_is_travelling_or_named(field: Field, value: Any) -> None:
    kept = normalise(field, value)
    found = faults(NEED, {field.name: kept}, default_catalogue(), partial=True)
    assert all(fault.field == field.name for fault in found)
    if kept is not None and not found:
        assert json.loads(json.dumps(kept)) == kept


@pytest.mark.parametrize("value", [None, "", "  \n", "\u00a0"])
def test_blank_is_nothing(value: Any) -> None:
    assert blank(value)
    assert all(normalise(field, value) is None for field in NEED.fields)


@pytest.mark.parametrize("value", [0, False, 0.0, "0"])
def test_zero_is_not_blank(value: Any) -> None:
    assert not blank(value)


def test_a_normalised_record_leaves_blanks_out_and_keeps_what_it_does_not_know() -> None:
    record = {"title_uk": " Дах ", "address": "  ", "people_total": "0", "later": " x ",
              "geom": {"type": "Point", "coordinates": [36, -0.0]}}  # fmt: skip
    assert normalise_record(NEED, record) == {
        "title_uk": "Дах", "people_total": 0, "later": " x ", "geom": {"type": "Point", "coordinates": [36.0, 0.0]}
    }  # fmt: skip


# --- the shape ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"later": 1}, [("later", "unknown_field")]),
        ({"title_uk": "Дах "}, [("title_uk", "text")]),
        ({"title_uk": "Кам'янка"}, [("title_uk", "text")]),
        ({"title_uk": 5}, [("title_uk", "type")]),
        ({"title_uk": "я" * 251}, [("title_uk", "max_length")]),
        ({"sector": "magic"}, [("sector", "codelist")]),
        ({"priority": 6}, [("priority", "codelist")]),
        ({"priority": "3"}, [("priority", "type")]),
        ({"people_total": -1}, [("people_total", "minimum")]),
        ({"people_total": 50_000_001}, [("people_total", "maximum")]),
        ({"regional": 1}, [("regional", "type")]),
        ({"geom": {"type": "GeometryCollection", "geometries": []}}, [("geom", "geometry_type")]),
        ({"sector": None, "title_uk": None, "geom": None}, []),
        ({"cost_amount": "-5.00", "katottg": "десь"}, []),
    ],
)
def test_a_value_of_another_shape_is_named(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes({"uuid": new_uuid(), **changes}) == expected


def test_a_draft_may_lack_everything_but_its_identity() -> None:
    assert codes({"uuid": new_uuid()}) == []
    assert codes({"title_uk": "Дах"}) == [("uuid", "required")]
    assert codes({"title_uk": "Дах"}, partial=True) == []


def test_several_faults_come_in_the_order_of_the_fields() -> None:
    record = {"geom": 5, "priority": 9, "title_uk": 7, "later": 1}
    found = [field for field, _ in codes(record)]
    assert found == ["later", "uuid", "title_uk", "priority", "geom"]


def test_a_pattern_is_for_the_whole_value(catalogue: Catalogue) -> None:
    report = catalogue.type("progress_report")
    for period, fits in (("2026-Q4", True), ("2026-Q5", False), ("2026-Q4x", False), ("x2026-Q4", False)):
        assert (faults(report, {"period": period}, catalogue, partial=True) == []) is fits


def test_a_type_without_geometry_takes_none(catalogue: Catalogue) -> None:
    record = {"geom": {"type": "Point", "coordinates": [36.0, 50.0]}}
    assert [fault.code for fault in faults(catalogue.type("project"), record, catalogue, partial=True)] == [
        "geometry_type"
    ]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_fault_says_in_words_what_to_do(lang: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"later": 1}, {"title_uk": "a "}, {"title_uk": 5}, {"title_uk": "я" * 300}, {"sector": "magic"},
        {"people_total": -1}, {"people_total": 10**9}, {"cost_amount": "x"}, {"cost_amount": "99999999999999.00"},
        {"survey_date": "x"}, {"captured_at": "x"}, {"uuid": "x"}, {},
    ]  # fmt: skip
    found = [fault for record in wrong for fault in faults(NEED, record, default_catalogue(), partial=bool(record))]
    assert len(found) == len(wrong)
    for fault in found:
        told = fault.message(lang)
        assert "{" not in told and len(told) > 20 and fault.rule == f"shape.{fault.code}"
