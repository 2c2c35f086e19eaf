"""The rules, by what they look at. Importing this package registers them all; docs/checks.md lists them."""

from __future__ import annotations

from . import (  # noqa: F401
    access,
    dates,
    money,
    organisations,
    people,
    place,
    priority,
    progress,
    required,
    status,
    territory,
    wording,
)
