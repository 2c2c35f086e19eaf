"""Dates as people type them: ``5.11.26``, ``05.11.2026``, ``2026-11-05``, ``5 листопада 2026``."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone

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
_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\Z", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-./, ]\s*(\d{1,2})\s*[-./, ]\s*(\d{4}|\d{2})\s*(?:р\.?|року)?\Z", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})\Z", re.ASCII)
_WORDED = re.compile(r"(\d{1,2})[\s.]+([^\W\d_]{3,})\.?[\s.]+(\d{4}|\d{2})\s*(?:р\.?|року)?\Z")


def today() -> date:
    """This computer's date."""
    return datetime.now().astimezone().date()


def parse_date(text: str) -> date | None:
    """The date a person typed, day first unless the year leads; None where it is none. "26" means 2026."""
    typed = text.strip().replace("\u00a0", " ").lower()
    if match := _ISO.match(typed):
        year, month, day = (int(part) for part in match.groups())
    elif (match := _DAY_FIRST.match(typed)) or (match := _COMPACT.match(typed)):
        day, month, year = (int(part) for part in match.groups())
    elif match := _WORDED.match(typed):
        if match[2][:3] not in _MONTHS:
            return None
        day, month, year = int(match[1]), _MONTHS[match[2][:3]], int(match[3])
    else:
        return None
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
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    local = moment.astimezone()
    return f"{format_date(local.date(), lang)} {local:%H:%M}"
