"""Where a record belongs: its KATOTTG code (item 1 of the list of checks, and the user's area of item 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ...records.definition import RecordType
from ...records.katottg import covers, is_code, level
from .. import reading
from ..homoglyphs import latinise
from ..model import Context, Fix, Record
from ..registry import Flaw, record_rule, world_rule

if TYPE_CHECKING:
    from ...records.territory import Codifier, Unit

_SHALLOW = frozenset({"country", "oblast", "raion"})
# Kyiv and Sevastopol are units of the first level without hromadas below them.
_CITIES = ("UA80", "UA85")


def _code(record: Record) -> str | None:
    code = reading.text(record, "katottg")
    return code if code is not None and is_code(code) else None


# A workspace holds many records of few units, and several rules ask for each.
_known: WeakKeyDictionary[Codifier, dict[str, Unit | None]] = WeakKeyDictionary()


def _look_up(codifier: Codifier, code: str) -> Unit | None:
    units = _known.setdefault(codifier, {})
    if code not in units:
        units[code] = codifier.get(code)
    return units[code]


def _unit(record: Record, context: Context) -> Unit | None:
    code = _code(record)
    return None if code is None or context.codifier is None else _look_up(context.codifier, code)


@record_rule("territory.form", "error", ("katottg",))
def form(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A KATOTTG code is UA and seventeen digits; Cyrillic letters in it can be mended."""
    code = reading.text(record, "katottg")
    if code is None or _code(record) is not None:
        return
    meant = latinise(code.strip()).upper()
    fix = Fix("code", {"katottg": meant}) if is_code(meant) else None
    yield Flaw({"code": code}, fix=fix)


@record_rule("territory.depth", "error", ("katottg",))
def depth(record: Record, _: RecordType) -> Iterator[Flaw]:
    """A record names its hromada at least, unless it is regional."""
    code = _code(record)
    if code is None or record.get("regional") is True or code.startswith(_CITIES):
        return
    if level(code) in _SHALLOW:
        yield Flaw({"code": code}, ("katottg", "regional"))


@world_rule("territory.unknown", "warning", ("katottg",))
def unknown(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The code is in the edition of the codifier at hand."""
    code = _code(record)
    if code is not None and context.codifier is not None and _look_up(context.codifier, code) is None:
        yield Flaw({"code": code, "edition": {"date": context.codifier.edition.isoformat()}})


@world_rule("territory.withdrawn", "warning", ("katottg",))
def withdrawn(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A withdrawn code with a successor, which is offered."""
    unit = _unit(record, context)
    if unit is not None and unit.withdrawn and unit.successor:
        yield Flaw({"code": unit.code, "successor": unit.successor}, fix=Fix("successor", {"katottg": unit.successor}))


@world_rule("territory.abolished", "warning", ("katottg",))
def abolished(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A withdrawn code without a known successor."""
    unit = _unit(record, context)
    if unit is not None and unit.withdrawn and not unit.successor:
        yield Flaw({"code": unit.code})


@world_rule("territory.foreign", "warning", ("katottg",))
def foreign(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The record lies in an area that the user answers for."""
    code = _code(record)
    if code is not None and context.territory and not any(covers(area, code) for area in context.territory):
        yield Flaw({"code": code})
