"""What a record needs before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import Field, RecordType
from ..model import Record
from ..registry import Flaw, record_rule


def _required(rtype: RecordType) -> tuple[Field, ...] | None:
    return tuple(field for field in rtype.fields if field.required and field.name != "uuid") or None


@record_rule("required", "error", prepare=_required)
def required(record: Record, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """Every field that the definition asks for is filled."""
    for field in fields:
        value = record.get(field.name)
        if value is None or value == "":
            yield Flaw({"field": dict(field.labels)}, (field.name,))
