"""Runs the rules: over one record as it is typed, over a whole workspace, over an import, on the portal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..records.definition import RecordType
from . import RULES_VERSION, geometry_validity
from .model import Context, Finding, Record, Severity
from .neighbours import Neighbours
from .registry import Flaw, Rule, rules

__all__ = ["RULES_VERSION", "check", "check_all", "only_record_rules", "unavailable"]

_ERRORS: frozenset[Severity] = frozenset({"error"})

_Prepared = list[tuple[Rule, Any]]
_prepared: dict[int, tuple[RecordType, _Prepared, _Prepared]] = {}


def _rules_of(rtype: RecordType) -> tuple[RecordType, _Prepared, _Prepared]:
    """The rules that apply to a record type: those of the record, those of the world, each with what it prepared."""
    # By identity, as a definition is large to hash; the kept reference keeps the id from being reused.
    found = _prepared.get(id(rtype))
    if found is None or found[0] is not rtype:
        if len(_prepared) > 200:
            _prepared.clear()
        applicable = [(rule, prepared) for rule in rules() if (prepared := rule.prepare(rtype)) is not None]
        found = (
            rtype,
            [(rule, prepared) for rule, prepared in applicable if rule.on_record is not None],
            [(rule, prepared) for rule, prepared in applicable if rule.on_world is not None],
        )
        _prepared[id(rtype)] = found
    return found


def _finding(rule: Rule, flaw: Flaw, rtype: RecordType, record: Record) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        type=rtype.name,
        uuid=str(record.get("uuid") or ""),
        fields=rule.fields if flaw.fields is None else flaw.fields,
        params=flaw.params,
        fix=flaw.fix,
    )


def only_record_rules(
    rtype: RecordType, record: Record, severities: frozenset[Severity] | None = _ERRORS
) -> list[Finding]:
    """What the record alone shows; by default its errors, which are all that a portal enforces.

    The same record gives the same findings on every machine and every day. ``severities`` None means all.
    """
    found = []
    for rule, prepared in _rules_of(rtype)[1]:
        if (severities is None or rule.severity in severities) and rule.on_record is not None:
            for flaw in rule.on_record(record, prepared):
                found.append(_finding(rule, flaw, rtype, record))
    return found


def check(
    rtype: RecordType, record: Record, context: Context, severities: frozenset[Severity] | None = None
) -> list[Finding]:
    """Everything that the rules find in one record, errors first; neighbours are looked at by :func:`check_all`.

    A record whose values have the wrong shape is checked as far as it goes: nothing is raised.
    """
    found = only_record_rules(rtype, record, severities)
    for rule, prepared in _rules_of(rtype)[2]:
        if (severities is None or rule.severity in severities) and rule.on_world is not None:
            for flaw in rule.on_world(record, prepared, context):
                found.append(_finding(rule, flaw, rtype, record))
    found.sort(key=_weight)
    return found


def _weight(finding: Finding) -> int:
    return 0 if finding.severity == "error" else 1 if finding.severity == "warning" else 2


def check_all(
    records: Iterable[tuple[str, Record]], context: Context, severities: frozenset[Severity] | None = None
) -> Iterator[Finding]:
    """The findings of many records, given as (type name, record), as they go by; those about neighbours at the end.

    Memory grows by a few hundred bytes a record, for the neighbours. Types that the catalogue lacks are passed over.
    """
    neighbours = Neighbours()
    types = context.catalogue.types
    for type_name, record in records:
        rtype = types.get(type_name)
        if rtype is None:
            continue
        yield from check(rtype, record, context, severities)
        neighbours.add(rtype, record)
    for finding in neighbours.findings():
        if severities is None or finding.severity in severities:
            yield finding


def unavailable() -> tuple[str, ...]:
    """Ids of rules that cannot run on this machine; the text ``unavailable.<id>`` says why and what helps."""
    return () if geometry_validity.available() else ("geometry.invalid",)
