"""Dates (item 9 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations

from ...records.definition import Field, RecordType
from .. import reading
from ..model import Context, Fix, Record
from ..registry import Flaw, record_rule, world_rule

_LONGEST = timedelta(days=15 * 365.25)
_PAST = ("actual_start", "actual_end", "survey_date", "taken_at", "captured_at", "rate_date")

_EARLIEST_YEAR = 1991
_YEARS_AHEAD = 30
_NEAR = 10

Span = tuple[Field, Field]


def _spans(rtype: RecordType) -> tuple[Span, ...] | None:
    spans = []
    for field in rtype.fields:
        end = field.name.removesuffix("start") + "end"
        if field.name.endswith("_start") and rtype.has_field(end):
            spans.append((field, rtype.field(end)))
    return tuple(spans) or None


@record_rule("dates.order", "error", prepare=_spans)
def order(record: Record, spans: tuple[Span, ...]) -> Iterator[Flaw]:
    """A start is not after its end."""
    for start, end in spans:
        first, last = reading.day(record, start.name), reading.day(record, end.name)
        if first is not None and last is not None and first > last:
            params = {"start": {"date": first.isoformat()}, "end": {"date": last.isoformat()}}
            yield Flaw(params, (end.name, start.name))


@record_rule("dates.long", "warning", prepare=_spans)
def long(record: Record, spans: tuple[Span, ...]) -> Iterator[Flaw]:
    """Nothing is planned to take more than fifteen years; a slip in the year is likelier."""
    for start, end in spans:
        first, last = reading.day(record, start.name), reading.day(record, end.name)
        if first is not None and last is not None and last - first > _LONGEST:
            yield Flaw({"years": str((last - first).days * 100 // 36525)}, (end.name, start.name))


def _days(rtype: RecordType) -> tuple[Field, ...] | None:
    return tuple(field for field in rtype.fields if field.type == "date") or None


def _odd(year: int, context: Context) -> bool:
    return not _EARLIEST_YEAR <= year <= context.today.year + _YEARS_AHEAD


@world_rule("dates.year", "warning", prepare=_days)
def year(record: Record, fields: tuple[Field, ...], context: Context) -> Iterator[Flaw]:
    """The year is one that recovery is planned in; digits that changed places (2206) can be put back."""
    for field in fields:
        found = reading.day(record, field.name)
        if found is not None and _odd(found.year, context):
            params = {"field": dict(field.labels), "year": str(found.year)}
            yield Flaw(params, (field.name,), _turned(field.name, found, context))


def _turned(name: str, day: date, context: Context) -> Fix | None:
    years = {int("".join(digits)) for digits in permutations(f"{day.year:04}")}
    near = [number for number in years if abs(number - context.today.year) <= _NEAR]
    if len(near) != 1:
        return None
    try:
        return Fix("year", {name: day.replace(year=near[0]).isoformat()})
    except ValueError:  # the 29th of February
        return None


def _past(rtype: RecordType) -> tuple[Field, ...] | None:
    return tuple(rtype.field(name) for name in _PAST if rtype.has_field(name)) or None


@world_rule("dates.future", "warning", prepare=_past)
def future(record: Record, fields: tuple[Field, ...], context: Context) -> Iterator[Flaw]:
    """What has happened did not happen tomorrow. A moment in time gets a day's grace for the time zone."""
    for field in fields:
        found = reading.day(record, field.name)
        grace = timedelta(days=1 if field.type == "datetime" else 0)
        if found is not None and found > context.today + grace and not _odd(found.year, context):
            yield Flaw({"field": dict(field.labels), "date": {"date": found.isoformat()}}, (field.name,))
