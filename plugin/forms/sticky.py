"""The last values of sticky fields: what the next new record of the same kind starts with."""

from __future__ import annotations

import json
from typing import Any, Protocol

from qgis.PyQt.QtCore import QSettings


class Sticky(Protocol):
    """Remembers values between forms."""

    def recall(self, key: str) -> dict[str, Any]:
        """The remembered wire values, keyed by field name; `key` names workspace and record type."""
        ...

    def remember(self, key: str, values: dict[str, Any]) -> None:
        """Replaces what is remembered under a key."""
        ...


class MemorySticky:
    """Remembers for as long as it lives."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = {}

    def recall(self, key: str) -> dict[str, Any]:
        return dict(self._values.get(key, {}))

    def remember(self, key: str, values: dict[str, Any]) -> None:
        self._values[key] = dict(values)


class SettingsSticky:
    """Remembers in the user's profile, so that tomorrow's first record starts where today's last one ended."""

    PREFIX = "vidbudova/sticky/"

    def recall(self, key: str) -> dict[str, Any]:
        text = QSettings().value(self.PREFIX + key, "")
        try:
            values = json.loads(text) if isinstance(text, str) and text else {}
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}

    def remember(self, key: str, values: dict[str, Any]) -> None:
        QSettings().setValue(self.PREFIX + key, json.dumps(values, ensure_ascii=False))
