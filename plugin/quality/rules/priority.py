"""How urgent a need is and how that is known (item 17 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import RecordType
from .. import reading
from ..model import Context, Record
from ..registry import Flaw, record_rule, world_rule

_HIGH = ("4", "5")
_CLOSED = ("met", "withdrawn")


@record_rule("priority.reason", "warning", ("priority_reason", "priority"))
def reason(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A high priority is justified."""
    if reading.code(record, "priority") in _HIGH and reading.text(record, "priority_reason") is None:
        yield Flaw()


@record_rule("priority.survey", "warning", ("survey_date", "priority"))
def survey(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A high priority rests on a survey, whose date is given."""
    if reading.code(record, "priority") in _HIGH and reading.day(record, "survey_date") is None:
        yield Flaw()


@world_rule("survey.old", "warning", ("survey_date",))
def old(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The survey of an open need is not older than a year."""
    surveyed = reading.day(record, "survey_date")
    if surveyed is None or reading.text(record, "status") in _CLOSED:
        return
    if (context.today - surveyed).days > 365:
        yield Flaw({"date": {"date": surveyed.isoformat()}})
