"""Dates as people type them: ``5.11.26``, ``05.11.2026``, ``051126``, ``2026-11-05``, ``«5» листопада 2026 року``,
``5.XI.2026``, ``November 5, 2026``, ``вчора``."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from . import messages

_MONTHS = {
    "січ": 1,
    "лют": 2,
    "бер": 3,
    "кві": 4,
    "тра": 5,
    "чер": 6,
    "лип": 7,
    "сер": 8,
    "вер": 9,
    "жов": 10,
    "лис": 11,
    "гру": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_CYRILLIC_ROMAN = str.maketrans("іх", "ix")  # typed without changing the keyboard
_DAYS = {"сьогодні": 0, "today": 0, "вчора": -1, "учора": -1, "yesterday": -1, "завтра": 1, "tomorrow": 1}
_YEAR = r"(\d{4}|\d{2})\s*(?:р\.?|року)?\Z"
_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\Z", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-./, ]\s*(\d{1,2})\s*[-./, ]\s*(\d{4}|\d{2})\s*(?:р\.?|року)?\Z", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})\Z", re.ASCII)
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z", re.ASCII)
_WORDED = re.compile(r"(\d{1,2})(?:-?го|-?е|st|nd|rd|th)?[\s.,-]+([^\W\d_]+)\.?[\s.,-]+" + _YEAR)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]+" + _YEAR)


def today() -> date:
    """This computer's date."""
    return datetime.now().astimezone().date()


def parse_date(text: str, now: date | None = None) -> date | None:
    """The date a person typed, day first unless the year leads; None where it is none. "26" means 2026.

    :param now: what "today" and "yesterday" count from; this computer's date if not given.
    """
    typed = text.strip().replace("\u00a0", " ").lower()
    if typed in _DAYS:
        return (now or today()) + timedelta(days=_DAYS[typed])
    for char in '«»“”„"':
        typed = typed.replace(char, "")
    parts = _parts(typed)
    return _day(*parts) if parts is not None else None


def _parts(typed: str) -> tuple[int, int, int] | None:
    """Year, month and day as they stand in the text."""
    if match := _ISO.match(typed):
        year, month, day = (int(part) for part in match.groups())
        return year, month, day
    if match := _DAY_FIRST.match(typed) or _COMPACT.match(typed):
        day, month, year = (int(part) for part in match.groups())
        if len(typed) == 8 and typed.isdecimal() and _day(year, month, day) is None:
            turned = _COMPACT_ISO.match(typed)
            return (int(turned[1]), int(turned[2]), int(turned[3])) if turned else None
        return year, month, day
    if match := _WORDED.match(typed):
        named = _month(match[2])
        return (int(match[3]), named, int(match[1])) if named else None
    if match := _MONTH_FIRST.match(typed):
        named = _month(match[1])
        return (int(match[3]), named, int(match[2])) if named else None
    return None


def _month(word: str) -> int | None:
    roman = word.translate(_CYRILLIC_ROMAN)
    if roman in _ROMAN:
        return _ROMAN.index(roman) + 1
    return _MONTHS.get(word[:3]) if len(word) >= 3 else None


def _day(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def format_date(value: date, lang: str) -> str:
    """A date as it stands in a field: ``05.11.2026`` in Ukrainian, ISO 8601 in English."""
    return f"{value:%d.%m.%Y}" if lang == "uk" else value.isoformat()


def format_moment(value: str, lang: str) -> str:
    """A UTC moment of the wire ("2026-11-05T12:30:00Z") in the local time of this computer; as it is if it is none."""
    return messages.format_moment(value, lang)
