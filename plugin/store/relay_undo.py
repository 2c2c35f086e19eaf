"""Undoing the import of a bundle, as long as nothing of it was sent: its rows go back, its batches are forgotten."""

from __future__ import annotations

from ..errors import StoreError
from . import changes, relay, shown, steps
from .changes import Key
from .steps import Step
from .workspace import Workspace

KIND = "import"


def hindrance(ws: Workspace, step: Step) -> StoreError | None:
    """Why an import cannot be undone; None where it can."""
    number = _number(step)
    if relay.get_bundle(ws, number) is None:
        return StoreError("store.undo_nothing")
    return None if relay.can_undo(ws, number) else StoreError("store.undo_sent")


def undo(ws: Workspace, step: Step) -> list[Key]:
    """Take the bundle back, inside a transaction; the records whose rows went back."""
    return take_back(ws, _number(step))


def take_back(ws: Workspace, number: int) -> list[Key]:
    """Forget the bundle `number`, inside a transaction: rows that show it go back, other bundles are shown as far as
    they can be. Edits on top of it stay, and files that came along until they are swept. The records whose rows went
    back."""
    batches = relay.batches_of(ws, number)
    items = [item for batch in batches for item in relay.items_of(ws, batch)]
    keys = [item.key for item in items if item.shown]
    with ws.silenced():
        shown.hide(ws, keys)
        relay.forget_bundle(ws, number)
        shown.show(ws, [one.batch for one in relay.unfinished(ws)], leave=set(), only=set(keys))
        changes.reconcile_clean(ws, only=[item.key for item in items if item.type in ws.catalogue.types])
    return list(dict.fromkeys(keys))


def _number(step: Step) -> int:
    return int((step.payload or {}).get("bundle", 0))


steps.register(KIND, hindrance, undo)
