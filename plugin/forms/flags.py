"""Flags as the plain integers that some painting calls take: Qt 6's flags do not turn into one by `int()`."""

from __future__ import annotations

from typing import Any


def as_int(flags: Any) -> int:
    """The value of a flag or a union of flags, on Qt 5 and Qt 6."""
    return int(getattr(flags, "value", flags))
