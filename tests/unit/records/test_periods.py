"""Reporting periods are quarters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.errors import RecordsError
from plugin.records import periods
from plugin.records.periods import Period

DAYS = st.dates(min_value=date(1001, 1, 1), max_value=date(9998, 12, 31))


@given(DAYS)
def test_every_day_lies_in_exactly_one_quarter(day: date) -> None:
    period = periods.of(day)
    assert period.start <= day <= period.end
    assert periods.parse(str(period)) == period
    assert period.next.start == period.end + timedelta(days=1)
    assert period.next.previous == period
    assert period < period.next


def test_a_quarter_knows_its_days_and_its_name() -> None:
    period = periods.parse("2026-Q4")
    assert (period.start, period.end) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (str(period.next), str(period.previous)) == ("2027-Q1", "2026-Q3")
    assert (period.label("uk"), period.label("en")) == ("IV квартал 2026", "Q4 2026")
    assert periods.parse("2024-Q1").end == date(2024, 3, 31)


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-Q0", "2026Q4", "2026-q4", "26-Q4", " 2026-Q4", "2026-Q4\n", "", "٢٠٢٦-Q4"]
)
def test_another_spelling_is_refused_and_told(text: str) -> None:
    with pytest.raises(RecordsError) as caught:
        periods.parse(text)
    assert caught.value.code == "records.bad_period"
    assert "2026-Q4" in caught.value.describe("uk")


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(RecordsError):
        Period(2026, 5)
