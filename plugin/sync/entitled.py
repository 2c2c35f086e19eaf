"""Whether this account may pass on what somebody else edited, as far as that can be told here.

Author and relayer must both be entitled. The portal decides; this is asked before, so that a batch that the portal
would not take from here is left to its author in the first place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..contract import workflow
from ..contract.batch import Item
from ..contract.service import Account
from ..contract.workflow import ROLES
from ..errors import StoreError
from ..records.katottg import COUNTRY, covers, is_code
from ..store.workspace import Workspace
from . import bookkeeping


def account_of(ws: Workspace) -> Account | None:
    """The account that the workspace was in contact with its portal as, the last time; None before first contact."""
    text = ws.get_meta(bookkeeping.ACCOUNT)
    if text is None:
        return None
    try:
        found = json.loads(text)
        role = next(role for role in ROLES if role == found["role"])
        territory = tuple(str(code) for code in found["territory"])
        return Account(str(found["account"]), str(found["name"]), found.get("organisation"), role, territory)
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise StoreError("store.bad_settings", reason=bookkeeping.ACCOUNT) from error


def hindrance(account: Account, organisation: str | None, item: Item, known: Mapping[str, Any] | None) -> str | None:
    """By which rule ``account`` may not pass ``item`` on; None where nothing is known against it.

    ``organisation`` is the author's, ``known`` the record as this workspace knows it.
    """
    if account.role == "partner":
        return "role.read_only"
    foreign = account.organisation != organisation
    if account.role == "contributor" and foreign:
        return "role.not_yours"
    before = dict(known or {})
    after = {**before, **item.set}
    for record in (before, after) if known is not None else (after,):
        place = record.get("katottg")
        if is_code(place):
            if not any(area == COUNTRY or covers(area, place) for area in account.territory):
                return "territory.outside"
        elif foreign and (known is not None or item.op == "create"):
            return "territory.missing"
    if item.op == "create" and foreign and (after.get("workflow") or workflow.INITIAL) == workflow.INITIAL:
        return "relay.not_seen"  # drafts are for their own organisation only
    if item.op == "create" or (known is not None and item.op == "change"):
        old = None if item.op == "create" else before.get("workflow") or workflow.INITIAL
        if not workflow.allowed(account.role, old, after.get("workflow")):
            return "workflow.first" if old is None else "workflow.transition"
    return None
