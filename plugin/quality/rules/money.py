"""Amounts of money (item 8 of the list of checks). Sums in different currencies are never compared."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ...records.definition import Field, RecordType
from .. import reading
from ..model import Context, Record
from ..registry import Flaw, record_rule, world_rule

_ORDER = ("amount_spent", "amount_disbursed", "amount_committed", "amount_indicative")


def _amounts(rtype: RecordType) -> tuple[Field, ...] | None:
    return tuple(field for field in rtype.fields if field.is_money) or None


def _money(value: Decimal, currency: str | None) -> dict[str, Any]:
    return {"amount": f"{value:.2f}", "currency": currency}


@record_rule("money.negative", "error", prepare=_amounts)
def negative(record: Record, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """An amount is not below zero."""
    for field in fields:
        value = record.get(field.name)
        if value is not None and (value if isinstance(value, str) else str(value))[:1] == "-":
            amount = reading.amount(record, field.name)
            if amount is not None and amount < 0:
                yield Flaw({"field": dict(field.labels)}, (field.name,))


@record_rule("money.currency", "error", prepare=_amounts)
def currency(record: Record, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """An amount has a currency."""
    for field in fields:
        if field.currency and record.get(field.name) is not None and not record.get(field.currency):
            yield Flaw({"field": dict(field.labels)}, (field.currency, field.name))


def _ordered(rtype: RecordType) -> tuple[Field, ...] | None:
    if any(not rtype.has_field(name) for name in _ORDER):
        return None
    return tuple(rtype.field(name) for name in _ORDER)


@record_rule("money.order", "warning", prepare=_ordered)
def order(record: Record, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """Spent is at most what was disbursed, that at most what was committed, that at most the budget."""
    filled = [(field, amount) for field in fields if (amount := reading.amount(record, field.name)) is not None]
    code = reading.text(record, "currency")
    for (lower, less), (upper, more) in zip(filled, filled[1:], strict=False):
        if less > more:
            params = {"lower": dict(lower.labels), "upper": dict(upper.labels)}
            yield Flaw({**params, "less": _money(less, code), "more": _money(more, code)}, (lower.name, upper.name))


def _committed(record: Record, context: Context) -> tuple[Decimal, Decimal, str, int] | None:
    """Budget, the sum of what its funding lines commit in the budget's currency, that currency, and how many lines."""
    budget, code = reading.amount(record, "budget_amount"), reading.text(record, "budget_currency")
    uuid = reading.text(record, "uuid")
    if budget is None or code is None or uuid is None:
        return None
    total, lines = Decimal(0), 0
    for line in context.related("funding", "project_uuid", uuid):
        amount = reading.amount(line, "amount_committed")
        if amount is None:
            amount = reading.amount(line, "amount_indicative")
        if amount is None:
            continue
        if reading.text(line, "currency") != code:
            return None
        total, lines = total + amount, lines + 1
    return (budget, total, code, lines) if lines else None


@world_rule("money.gap", "hint", ("budget_amount",), types=("project",))
def gap(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """What of a project's budget no funding line covers yet."""
    found = _committed(record, context)
    if found is not None and found[1] < found[0]:
        budget, total, code, lines = found
        yield Flaw({"gap": _money(budget - total, code), "budget": _money(budget, code), "n": lines})


@world_rule("money.over_budget", "warning", ("budget_amount",), types=("project",))
def over_budget(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """The funding lines of a project do not come to more than its budget."""
    found = _committed(record, context)
    if found is not None and found[1] > found[0]:
        budget, total, code, lines = found
        yield Flaw({"total": _money(total, code), "budget": _money(budget, code), "n": lines})


@world_rule("money.overspent", "warning", ("spent_cumulative",), types=("progress_report",))
def overspent(record: Record, _: RecordType, context: Context) -> Iterator[Flaw]:
    """A project has not spent more than its budget."""
    spent, code = reading.amount(record, "spent_cumulative"), reading.text(record, "currency")
    project = context.get("project", reading.text(record, "project_uuid") or "")
    if spent is None or project is None or reading.text(project, "budget_currency") != code:
        return
    budget = reading.amount(project, "budget_amount")
    if budget is not None and spent > budget:
        yield Flaw({"spent": _money(spent, code), "budget": _money(budget, code)})
