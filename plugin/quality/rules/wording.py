"""Text that looks right and is not (item 16 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import Field, RecordType
from .. import homoglyphs
from ..model import Fix, Record
from ..registry import Flaw, record_rule


def _free_text(rtype: RecordType) -> tuple[Field, ...] | None:
    return (
        tuple(
            field
            for field in rtype.fields
            if field.type == "string"
            and field.codelist is None
            and field.pattern is None
            and field.format is None
            and field.name != "katottg"
        )
        or None
    )


@record_rule("wording.mixed", "warning", prepare=_free_text)
def mixed(record: Record, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """No word mixes Cyrillic and Latin letters; where it is clear which was meant, one click mends it."""
    for field in fields:
        value = record.get(field.name)
        if isinstance(value, str):
            words = homoglyphs.mixed_words(value)
            if words:
                mended = homoglyphs.mend(value)
                fix = Fix("alphabet", {field.name: mended}) if mended is not None else None
                yield Flaw({"word": words[0], "field": dict(field.labels)}, (field.name,), fix)
