"""A project's status and a record's workflow (item 10 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import RecordType
from .. import reading
from ..model import Context, Record
from ..registry import Flaw, record_rule, world_rule

_ORDER = (
    "identification",
    "preparation",
    "implementation",
    "completion",
    "maintenance",
    "decommissioning",
    "decommissioned",
)
_BUILT = frozenset({"completion", "maintenance", "decommissioning", "decommissioned"})
_STARTED = _BUILT | {"implementation"}


@record_rule("status.completion", "error", ("actual_end", "status", "status_reason"), types=("project",))
def completion(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A completed project has an actual end, or an explanation."""
    if reading.text(record, "status") not in _BUILT:
        return
    if reading.day(record, "actual_end") is None and reading.text(record, "status_reason") is None:
        yield Flaw()


@record_rule("status.percent", "error", ("physical_percent", "status", "deviation_reason"), types=("progress_report",))
def percent(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A report of completion says 100 %, or explains."""
    if reading.text(record, "status") != "completion" or reading.text(record, "deviation_reason") is not None:
        return
    done = reading.amount(record, "physical_percent")
    if done is None or done < 100:
        yield Flaw()


@record_rule("status.started", "warning", ("actual_start", "status"), types=("project",))
def started(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A project under way has an actual start."""
    if reading.text(record, "status") in _STARTED and reading.day(record, "actual_start") is None:
        yield Flaw()


@record_rule("status.cancelled", "error", ("status_reason", "status"), types=("project",))
def cancelled(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A cancelled project says why."""
    if reading.text(record, "status") == "cancelled" and reading.text(record, "status_reason") is None:
        yield Flaw()


@world_rule("status.backwards", "warning", ("status", "status_reason"), types=("project",))
def backwards(record: Record, rtype: RecordType, context: Context) -> Iterator[Flaw]:
    """A project's status goes forward through the stages of OC4IDS; back, or out of a cancellation, needs a reason."""
    before = context.previous(rtype.name, reading.text(record, "uuid") or "")
    if before is None:
        return
    old, new = reading.text(before, "status"), reading.text(record, "status")
    if old is None or new is None or old == new or new == "cancelled":
        return
    reason = reading.text(record, "status_reason")
    if reason is not None and reason != reading.text(before, "status_reason"):
        return
    if old == "cancelled" or (old in _ORDER and new in _ORDER and _ORDER.index(new) < _ORDER.index(old)):
        codes = context.catalogue.codelist_of(rtype.field("status"))
        yield Flaw({"old": _label(codes, old), "new": _label(codes, new)})


def _label(codelist: object, code: str) -> object:
    found = codelist.get(code) if hasattr(codelist, "get") else None
    return dict(found.labels) if found is not None else code


@record_rule("workflow.note", "warning", ("workflow_note", "workflow"))
def note(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Who returns a record says what is to be changed."""
    if reading.text(record, "workflow") == "returned" and reading.text(record, "workflow_note") is None:
        yield Flaw()
