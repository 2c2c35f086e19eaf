"""The time as the bookkeeping writes it."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> str:
    """UTC, ``YYYY-MM-DDTHH:MM:SSZ``."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
