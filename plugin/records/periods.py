"""Reporting periods: quarters of a calendar year, written ``2026-Q4``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import RecordsError
from . import messages

_FORM = re.compile(r"([1-9]\d{3})-Q([1-4])", re.ASCII)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Period:
    """One quarter. Periods sort by time; ``str(period)`` is its wire form."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999 or not 1 <= self.quarter <= 4:
            raise RecordsError("records.bad_period", value=f"{self.year}-Q{self.quarter}")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = 3 * self.quarter
        return date(self.year, month, 31 if month in (3, 12) else 30)

    @property
    def next(self) -> Period:
        """The quarter after this one."""
        return Period(self.year + 1, 1) if self.quarter == 4 else Period(self.year, self.quarter + 1)

    @property
    def previous(self) -> Period:
        """The quarter before this one."""
        return of(self.start - timedelta(days=1))

    def label(self, lang: str) -> str:
        """``IV квартал 2026`` or ``Q4 2026``."""
        return messages.text(
            "records.period", lang, roman=_ROMAN[self.quarter - 1], quarter=self.quarter, year=self.year
        )


def parse(text: str) -> Period:
    """The period written ``2026-Q4``. Raises RecordsError ``records.bad_period``."""
    match = _FORM.fullmatch(text)
    if not match:
        raise RecordsError("records.bad_period", value=text)
    return Period(int(match[1]), int(match[2]))


def of(day: date) -> Period:
    """The quarter that a day lies in."""
    return Period(day.year, (day.month + 2) // 3)
