"""Whether records are right: rules in, findings out. Knows only records; sees the world through a small Context."""

from __future__ import annotations

RULES_VERSION = "2026.4"
"""The version of the rules: it changes whenever a record could get another error than before."""
