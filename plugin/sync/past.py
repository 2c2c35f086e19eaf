"""A record's history from the portal, which knows every revision, as far as the account may see them."""

from __future__ import annotations

from ..contract.history import HistoryItem
from .portal import PortalClient

MOST = 300
"""Revisions that are asked for at most."""


def ask(client: PortalClient, type_name: str, uuid: str) -> tuple[HistoryItem, ...]:
    """The newest revisions of a record, newest first. Raises TransportError, PortalError."""
    found: list[HistoryItem] = []
    before: int | None = None
    while len(found) < MOST:
        page = client.history(type_name, uuid, before)
        found += [item for item in page.items if before is None or item.revision < before]
        if not page.more or not page.items or page.items[-1].revision == before:
            break
        before = page.items[-1].revision
    return tuple(found[:MOST])
