"""What the engine remembers in the workspace between runs, by name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, TypeVar

from ..errors import StoreError
from ..store import pulls
from ..store.workspace import Workspace
from .access import origin

PORTAL = "portal_id"
PORTAL_SEEN_AT = "portal_origin"
"""The origin (scheme, host, port) at which that portal answered last."""
EPOCH = "epoch"
CURSOR = "cursor"
LAST_SYNC = "last_sync"
"""UTC time of the last run that ended without trouble."""
RULES = "rules"
ACCOUNT = "account"
"""JSON of the account: name, organisation, role, territory, expires_at."""
ROUNDS = "rounds"
"""The portal's reporting rounds, as ``GET /rounds`` answers them."""
KEYS = "keys"
"""JSON object of the portal's pinned keys: kid to public key, base64."""
SEEN_AT = "seen_at"
"""The last server time that was seen, as the portal wrote it."""
LAST_OF_OLD_EPOCH = "last_of_old_epoch"
"""The latest time of the portal's that was known here when it was found to have been put back to an earlier state."""
FULL_PULL = "full_pull"
"""Why everything has to be pulled anew, until that is done: see :data:`Reason`."""
BATCH_ITEMS = "batch_items"
"""How many items a batch holds where the portal or the line take fewer than the limits say."""
FULL_CURSOR = "full_cursor"
"""Where the full pull under way is: what it has seen before that is marked."""
UNKNOWN = "unknown_parts"
"""JSON array of record types and fields (``type.field``) that the portal sent and this version does not know."""

Kept = TypeVar("Kept", dict[str, Any], list[Any])
Reason = Literal["epoch", "learned", "cursor"]
"""The portal was restored from a backup · this version can show what an older one could not · the cursor is gone."""

_REASONS: tuple[Reason, ...] = ("epoch", "learned", "cursor")


def full_pull_reason(ws: Workspace) -> Reason | None:
    """Why everything has to be pulled anew; None where nothing has to."""
    found = ws.get_meta(FULL_PULL)
    return next((reason for reason in _REASONS if reason == found), None)


def want_full_pull(ws: Workspace, reason: Reason) -> None:
    """Notes that everything has to be pulled anew, and forgets the cursor. A weightier reason that stands is kept."""
    with ws.writing():
        standing = full_pull_reason(ws)
        if standing is None or _REASONS.index(reason) < _REASONS.index(standing):
            ws.set_meta(FULL_PULL, reason)
        ws.set_meta(CURSOR, None)
        begin_full_pull(ws)


def begin_full_pull(ws: Workspace) -> None:
    """Has a full pull start from the beginning, whatever it has seen."""
    with ws.writing():
        ws.set_meta(FULL_CURSOR, None)
        pulls.clear_marks(ws)


def end_full_pull(ws: Workspace, cursor: str) -> None:
    """All was seen up to ``cursor``, from where it goes on in the ordinary way; inside a transaction."""
    begin_full_pull(ws)
    ws.set_meta(CURSOR, cursor)
    ws.set_meta(FULL_PULL, None)


def seen_before(ws: Workspace, address: str) -> bool:
    """Whether the workspace's portal has ever answered at an address: a web page there is then no wrong address."""
    return ws.get_meta(PORTAL_SEEN_AT) == origin(address)


def batch_items(ws: Workspace) -> int | None:
    """How many items got through lately; None where nothing is known but the limits."""
    found = ws.get_meta(BATCH_ITEMS) or ""
    return max(1, int(found[:6])) if found.isascii() and found.isdecimal() else None


def keep_batch_items(ws: Workspace, items: int | None) -> None:
    """Remembers it; None forgets."""
    ws.set_meta(BATCH_ITEMS, None if items is None else str(items))


def account_name(ws: Workspace) -> str | None:
    """The name of the account with which this workspace was synced last."""
    name = _read(ws, ACCOUNT, {}).get("name")
    return name if isinstance(name, str) else None


def pinned_keys(ws: Workspace) -> dict[str, str]:
    """The portal's pinned keys; empty before first contact. Raises ``store.bad_settings``."""
    found = _read(ws, KEYS, {})
    if not all(isinstance(value, str) for value in found.values()):
        raise StoreError("store.bad_settings", reason=KEYS)
    return found


def unknown_parts(ws: Workspace) -> set[str]:
    """Record types and fields that came from the portal and could not be shown. Raises ``store.bad_settings``."""
    return {str(part) for part in _read(ws, UNKNOWN, [])}


def _read(ws: Workspace, key: str, default: Kept) -> Kept:
    """What is kept as JSON: of the default's kind, or the file was tampered with."""
    try:
        found = json.loads(ws.get_meta(key) or "null")
    except ValueError as error:
        raise StoreError("store.bad_settings", reason=f"{key}: {error}") from error
    if found is None:
        return default
    if not isinstance(found, type(default)):
        raise StoreError("store.bad_settings", reason=key)
    return found


def note_unknown(ws: Workspace, parts: Iterable[str]) -> None:
    """Adds to the unknown parts; joins the open transaction."""
    known = unknown_parts(ws)
    if not known.issuperset(parts):
        ws.set_meta(UNKNOWN, json.dumps(sorted(known.union(parts))))


def learned(ws: Workspace) -> bool:
    """Whether some part that was unknown is known by now: this version is newer than the one that met it."""
    types = ws.catalogue.types
    for part in unknown_parts(ws):
        type_name, _, field = part.partition(".")
        rtype = types.get(type_name)
        if rtype is not None and (not field or field in ws.columns(type_name).known):
            return True
    return False
