"""The rules by their ids: one small function each, registered where it is written.

Three kinds. A *record rule* gets the record and nothing else, so its verdict is the same on every machine and day:
only such a rule may be an error. A *world rule* also gets a :class:`~plugin.quality.model.Context` and can only warn
or hint. A
*neighbour rule* is judged over many records at once, by :mod:`plugin.quality.neighbours`. What a rule needs of a
record type is worked out once per type by its ``prepare``, which returns None where the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..records.definition import RecordType
from .model import SEVERITIES, Context, Fix, Record, Severity

Prepare = Callable[[RecordType], Any]


@dataclass(frozen=True)
class Flaw:
    """What a rule found; the engine makes it a finding. ``fields`` None: those of the rule."""

    params: dict[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] | None = None
    fix: Fix | None = None


RecordCheck = Callable[[Record, Any], Iterator[Flaw]]
WorldCheck = Callable[[Record, Any, Context], Iterator[Flaw]]
RecordCheckT = TypeVar("RecordCheckT", bound=RecordCheck)
WorldCheckT = TypeVar("WorldCheckT", bound=WorldCheck)


@dataclass(frozen=True)
class Rule:
    """A rule: ``fields`` are those it points at where its flaw names none. A neighbour rule has neither check."""

    id: str
    severity: Severity
    fields: tuple[str, ...]
    prepare: Prepare
    on_record: RecordCheck | None = None
    on_world: WorldCheck | None = None

    @property
    def needs_world(self) -> bool:
        """Whether the rule asks for more than the record."""
        return self.on_record is None


_rules: dict[str, Rule] = {}


def _applies(types: tuple[str, ...], fields: tuple[str, ...]) -> Prepare:
    def prepare(rtype: RecordType) -> RecordType | None:
        if types and rtype.name not in types:
            return None
        known = all(rtype.has_field(name) or (name == "geom" and rtype.has_geometry) for name in fields)
        return rtype if known else None

    return prepare


def _add(rule: Rule) -> None:
    if rule.id in _rules:
        raise ValueError(f"two rules are called {rule.id}")
    if rule.severity not in SEVERITIES:
        raise ValueError(f"{rule.id}: no severity {rule.severity!r}")
    if rule.severity == "error" and rule.needs_world:
        raise ValueError(f"{rule.id}: a rule that looks beyond the record cannot be an error")
    _rules[rule.id] = rule


def record_rule(
    rule_id: str,
    severity: Severity,
    fields: tuple[str, ...] = (),
    *,
    types: tuple[str, ...] = (),
    prepare: Prepare | None = None,
) -> Callable[[RecordCheckT], RecordCheckT]:
    """Registers ``check(record, prepared)``. Without ``prepare`` it applies to ``types`` that have all ``fields``."""

    def register(check: RecordCheckT) -> RecordCheckT:
        _add(Rule(rule_id, severity, fields, prepare or _applies(types, fields), on_record=check))
        return check

    return register


def world_rule(
    rule_id: str,
    severity: Severity,
    fields: tuple[str, ...] = (),
    *,
    types: tuple[str, ...] = (),
    prepare: Prepare | None = None,
) -> Callable[[WorldCheckT], WorldCheckT]:
    """Registers ``check(record, prepared, context)``, a warning or a hint."""

    def register(check: WorldCheckT) -> WorldCheckT:
        _add(Rule(rule_id, severity, fields, prepare or _applies(types, fields), on_world=check))
        return check

    return register


def neighbour_rule(rule_id: str, severity: Severity, fields: tuple[str, ...]) -> str:
    """Registers a rule that is judged over many records at once; its id."""
    _add(Rule(rule_id, severity, fields, lambda rtype: None))
    return rule_id


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of registration."""
    from . import neighbours as _neighbours  # noqa: F401  importing them registers their rules
    from . import rules as _modules  # noqa: F401

    return tuple(_rules.values())
