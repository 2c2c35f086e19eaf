"""Quarterly reports (items 11 and 13 of the list of checks)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...records.definition import RecordType
from ...records.periods import Period, of, parse
from .. import reading
from ..model import Context, Record
from ..registry import Flaw, record_rule, world_rule

_TYPE = ("progress_report",)
_PERIOD = re.compile(r"[0-9]{4}-Q[1-4]")
_CUMULATIVE = ("physical_percent", "financial_percent", "spent_cumulative", "people_reached")
_APART = 20


def _period(record: Record) -> str | None:
    text = reading.text(record, "period")
    return text if text is not None and _PERIOD.fullmatch(text) else None


def _label(period: Period) -> dict[str, str]:
    return {"uk": period.label("uk"), "en": period.label("en")}


@record_rule("progress.apart", "warning", ("physical_percent", "financial_percent", "comment"), types=_TYPE)
def apart(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Work done and money spent more than twenty points apart need a comment."""
    physical, financial = reading.amount(record, "physical_percent"), reading.amount(record, "financial_percent")
    if physical is None or financial is None or abs(physical - financial) <= _APART:
        return
    if reading.text(record, "comment") is None and reading.text(record, "deviation_reason") is None:
        yield Flaw({"n": int(abs(physical - financial))})


@record_rule("progress.no_change", "warning", ("no_change", "comment"), types=_TYPE)
def no_change(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A quarter without change is explained."""
    explained = reading.text(record, "comment") or reading.text(record, "deviation_reason")
    if record.get("no_change") is True and explained is None:
        yield Flaw()


def _siblings(record: Record, context: Context) -> list[Record]:
    project = reading.text(record, "project_uuid")
    if project is None:
        return []
    uuid = record.get("uuid")
    return [other for other in context.related(_TYPE[0], "project_uuid", project) if other.get("uuid") != uuid]


@world_rule("progress.falls", "warning", _CUMULATIVE, types=_TYPE)
def falls(record: Record, rtype: RecordType, context: Context) -> Iterator[Flaw]:
    """Figures that count from the beginning do not fall from one quarter to the next without a reason."""
    period = _period(record)
    if period is None or reading.text(record, "deviation_reason") is not None:
        return
    earlier = [other for other in _siblings(record, context) if (_period(other) or "9") < period]
    if not earlier:
        return
    last = max(earlier, key=lambda other: _period(other) or "")
    for name in _CUMULATIVE:
        field = rtype.field(name)
        if field.is_money and reading.text(record, "currency") != reading.text(last, "currency"):
            continue
        now, before = reading.amount(record, name), reading.amount(last, name)
        if now is not None and before is not None and now < before:
            params = {"field": dict(field.labels), "before": float(before), "now": float(now)}
            yield Flaw({**params, "period": _label(parse(_period(last) or period))}, (name, "deviation_reason"))


@world_rule("progress.twice", "warning", ("period", "project_uuid"), types=_TYPE)
def twice(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """One report for a project and quarter."""
    period = _period(record)
    if period is not None and any(_period(other) == period for other in _siblings(record, context)):
        yield Flaw({"period": _label(parse(period))})


@world_rule("progress.early", "warning", ("period",), types=_TYPE)
def early(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A quarter that has not begun is not reported."""
    period = _period(record)
    if period is not None and parse(period).start > context.today:
        yield Flaw({"period": _label(parse(period))})


@world_rule("progress.missing", "warning", ("status",), types=("project",))
def missing(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A project under way has a report for the last quarter that has ended."""
    uuid, start = reading.text(record, "uuid"), reading.day(record, "actual_start")
    if uuid is None or reading.text(record, "status") != "implementation":
        return
    last = of(context.today).previous
    if start is None or start > last.end:
        return
    if not any(_period(other) == str(last) for other in context.related(_TYPE[0], "project_uuid", uuid)):
        yield Flaw({"period": _label(last)})
