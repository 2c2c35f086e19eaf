"""Organisations' codes (item 7 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import RecordType
from .. import edrpou, reading
from ..model import Fix, Record
from ..registry import Flaw, record_rule


def _codes(rtype: RecordType) -> tuple[str, ...] | None:
    return tuple(field.name for field in rtype.fields if field.name.endswith("edrpou")) or None


def _is_personal(code: str) -> bool:
    return len(code) == 10 and code.isascii() and code.isdigit()


@record_rule("edrpou.personal", "error", prepare=_codes)
def personal(record: Record, names: tuple[str, ...]) -> Iterator[Flaw]:
    """Ten digits are a person's tax number, which is not recorded."""
    for name in names:
        code = reading.text(record, name)
        if code is not None and _is_personal(code):
            yield Flaw({}, (name,))


@record_rule("edrpou.form", "error", prepare=_codes)
def form(record: Record, names: tuple[str, ...]) -> Iterator[Flaw]:
    """Eight digits; a spreadsheet that dropped leading zeros is mended with one click."""
    for name in names:
        code = reading.text(record, name)
        if code is None or edrpou.is_form(code) or _is_personal(code):
            continue
        digits = "".join(code.split())
        padded = digits.zfill(8)
        mends = digits.isascii() and digits.isdigit() and edrpou.is_valid(padded)
        yield Flaw({"code": code}, (name,), Fix("zeros", {name: padded}) if mends else None)


@record_rule("edrpou.check_digit", "warning", prepare=_codes)
def check_digit(record: Record, names: tuple[str, ...]) -> Iterator[Flaw]:
    """The last digit fits the other seven."""
    for name in names:
        code = reading.text(record, name)
        if code is not None and edrpou.is_form(code) and not edrpou.is_valid(code):
            yield Flaw({"code": code}, (name,))
