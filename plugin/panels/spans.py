"""Spans of time that the record list can be narrowed down to, by Kyiv's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qgis.PyQt.QtCore import QCoreApplication

from ..records import periods
from ..store import clock

QUARTERS_BACK = 5


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def moments(self) -> tuple[str, str]:
        """The moment it begins, and the one after its end, as the clock writes them."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def quarters(self) -> tuple[str, str] | None:
        """The first and the last of its quarters; None where it is not made of whole ones."""
        first, last = periods.of(self.first), periods.of(self.last)
        return (str(first), str(last)) if (first.start, last.end) == (self.first, self.last) else None


def spans(today: date, lang: str) -> list[tuple[str, str, Span]]:
    """Code, label and span of those that are offered: the last days, this quarter and those before it, this year."""
    translate = QCoreApplication.translate
    found = [
        ("today", translate("Spans", "Today"), Span(today, today)),
        ("week", translate("Spans", "Last 7 days"), Span(today - timedelta(days=6), today)),
        ("month", translate("Spans", "Last 30 days"), Span(today - timedelta(days=29), today)),
    ]
    quarter = periods.of(today)
    for _ in range(1 + QUARTERS_BACK):
        found.append((str(quarter), quarter.label(lang), Span(quarter.start, quarter.end)))
        quarter = quarter.previous
    year = translate("Spans", "This year")
    return [*found, ("year", year, Span(date(today.year, 1, 1), date(today.year, 12, 31)))]


def _midnight(day: date) -> str:
    return clock.written(datetime.combine(day, time(), clock.kyiv()))
