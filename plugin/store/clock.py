"""The time as the bookkeeping writes it, and as the country has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo


def now() -> str:
    """UTC, ``YYYY-MM-DDTHH:MM:SSZ``."""
    return written(datetime.now(timezone.utc))


def written(moment: datetime) -> str:
    """A moment, whose offset from UTC is known, as :func:`now` writes it. Raises OverflowError, ValueError at the ends
    of the calendar."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def kyiv() -> tzinfo:
    """The time in Kyiv; where the machine has no time zone data, the one two hours east of Greenwich."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not while QGIS starts

    try:
        return ZoneInfo("Europe/Kyiv")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=2))


def today_in_kyiv() -> date:
    """The date in Kyiv."""
    return datetime.now(kyiv()).date()
