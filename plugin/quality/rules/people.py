"""Counts of people (item 12 of the list of checks). The groups overlap: they are never added up."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import Field, RecordType
from .. import reading
from ..model import Context, Record
from ..registry import Flaw, record_rule, world_rule

_PARTS = ("women", "men", "children", "older", "idps", "returnees", "disabilities", "veterans")

Group = tuple[Field, tuple[Field, ...]]


def _groups(rtype: RecordType) -> tuple[Group, ...] | None:
    groups = []
    for total in rtype.fields:
        prefix = total.name.removesuffix("total")
        if total.name.endswith("_total"):
            parts = tuple(rtype.field(prefix + part) for part in _PARTS if rtype.has_field(prefix + part))
            if parts:
                groups.append((total, parts))
    return tuple(groups) or None


@record_rule("people.part", "error", prepare=_groups)
def part(record: Record, groups: tuple[Group, ...]) -> Iterator[Flaw]:
    """No group is larger than the total."""
    for total, parts in groups:
        everybody = reading.whole(record, total.name)
        if everybody is None:
            continue
        for field in parts:
            count = reading.whole(record, field.name)
            if count is not None and count > everybody:
                params = {"field": dict(field.labels), "part": count, "total": everybody}
                yield Flaw(params, (field.name, total.name))


@record_rule("people.total", "warning", prepare=_groups)
def total_missing(record: Record, groups: tuple[Group, ...]) -> Iterator[Flaw]:
    """Where a group is counted, so is everybody."""
    for total, parts in groups:
        if record.get(total.name) is None and any(reading.whole(record, field.name) for field in parts):
            yield Flaw({}, (total.name,))


@world_rule("people.reached", "warning", ("people_reached",), types=("progress_report",))
def reached(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """Not more people were reached than the project is for."""
    count = reading.whole(record, "people_reached")
    project = context.get("project", reading.text(record, "project_uuid") or "")
    targeted = reading.whole(project, "people_total") if project is not None else None
    if count is not None and targeted is not None and count > targeted:
        yield Flaw({"reached": count, "targeted": targeted})
