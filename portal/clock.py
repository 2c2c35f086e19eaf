"""The portal's time: UTC, milliseconds, as text that sorts like the moments it names."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> str:
    """Such as ``2026-12-28T14:02:11.250Z``."""
    return text(datetime.now(timezone.utc))


def text(moment: datetime) -> str:
    """An aware moment in the one form in which the portal stores and sends times."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
