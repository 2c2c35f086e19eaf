"""Values of a record as the rules read them: what has another type than its field counts as blank.

A wrong type is the shape check's finding; no rule may stumble over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Record = Mapping[str, Any]


def text(record: Record, name: str) -> str | None:
    """A text that is not blank."""
    value = record.get(name)
    return value if isinstance(value, str) and value.strip() else None


def code(record: Record, name: str) -> str | None:
    """A code, which may be kept as a whole number."""
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def amount(record: Record, name: str) -> Decimal | None:
    """Money or another number, exactly."""
    value = record.get(name)
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def whole(record: Record, name: str) -> int | None:
    """A whole number."""
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(record: Record, name: str) -> date | None:
    """A date, also that of a date and time (as written, UTC)."""
    value = record.get(name)
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def position(geometry: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a point; None for anything else."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, (list, tuple)) or len(coordinates) < 2:
        return None
    x, y = coordinates[0], coordinates[1]
    if type(x) not in (int, float) or type(y) not in (int, float) or x - x != 0 or y - y != 0:
        return None
    return (x, y)
