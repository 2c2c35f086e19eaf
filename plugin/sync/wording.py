"""What the sync room keeps as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records import messages


def reason_text(reason: Mapping[str, Any], lang: str) -> str:
    """Why a batch of somebody else was not passed on: ours, then the portal's words."""
    code = str(reason.get("code") or "")
    key = f"bundle.reason.{code}"
    own = messages.text(key if messages.has(key) else "bundle.reason.other", lang, code=code)
    return f"{own} {reason.get('detail') or ''}".strip()
