"""What people decide at a desk: conflicts settled, steps taken back, bundles written and taken in.

The ledger learns of a decision by comparing the rows before and after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugin.errors import ExchangeError, StoreError
from plugin.store import base as bases
from plugin.store import conflicts, steps
from plugin.store.workspace import Workspace
from plugin.sync import bundle, resolve
from plugin.sync.conflict_view import view

from .desk import TRACKED, TYPES, Desk
from .ledger import Ledger, Record

Rows = dict[str, Record]


def _rows(workspace: Workspace) -> Rows:
    return {str(record["uuid"]): record for name in TYPES for record in workspace.records(name)}


def _tracked(record: Record) -> Record:
    return {name: value for name, value in record.items() if name in TRACKED}


def settle(desk: Desk, ledger: Ledger, which: int, how: str) -> str | None:
    """Settles one of the desk's conflicts: ``mine``, ``portal``, or field by field ``in turns``; what came of it."""
    with desk.workspace() as workspace:
        found = [one for one in conflicts.list_conflicts(workspace) if one.type in TYPES]
        if not found:
            return None
        key = found[which % len(found)].key
        seen = view(workspace, *key)
        sides = ("mine", "portal")
        named = {row.name: sides[(which + at) % 2] for at, row in enumerate(seen.rows)} if how == "in turns" else {}
        choice = resolve.Choice(named, None if named else ("portal" if how == "portal" else "mine"))
        before = _rows(workspace)
        try:
            outcome = resolve.resolve(workspace, *key, choice)
        except StoreError as error:
            if error.code in ("sync.conflict_in_flight", "sync.conflict_changed", "sync.no_conflict"):
                return error.code
            raise
        _decided(desk, ledger, key[1], seen.theirs or {}, before, _rows(workspace))
        return str(outcome)


def _decided(desk: Desk, ledger: Ledger, uuid: str, theirs: Record, before: Rows, after: Rows) -> None:
    for one in {uuid, *before, *after}:  # who stays with a deletion has the record neither before nor after
        old, new = before.get(one), after.get(one)
        if one == uuid:
            _decided_on(desk, ledger, uuid, theirs, old, new)
        elif old is not None and new is None:
            ledger.removed(desk.number, one, old)
        elif old is None and new is not None:
            ledger.lives_on(one, new, desk.number)


def _decided_on(desk: Desk, ledger: Ledger, uuid: str, theirs: Record, old: Record | None, new: Record | None) -> None:
    for name in TRACKED:
        mine, chosen, other = ((side or {}).get(name) for side in (old, new, theirs))
        if chosen != mine and mine is not None:
            ledger.decided_against(uuid, {name: mine})
        if chosen != other and other is not None:
            ledger.decided_against(uuid, {name: other})
    if new is None:
        # Here it is gone; a person has seen what the portal has, and sends the deletion, or takes the portal's over.
        if theirs:
            ledger.removed(desk.number, uuid, theirs)
        return
    # It lives, knowingly: what others deleted is wanted, and its values may come a second time.
    ledger.lives_on(uuid, new)
    ledger.put_back(uuid, _tracked(new))


def take_back(desk: Desk, ledger: Ledger) -> str | None:
    """Takes the last step back; what kind it was, None where nothing can be taken back."""
    with desk.workspace() as workspace:
        before = _rows(workspace)
        try:
            done = steps.undo_last(workspace)
        except StoreError as error:
            if error.code.startswith(("store.undo_", "store.cannot_undo")):
                return None
            raise
        after = _rows(workspace)
        if done.step.kind == "import":
            return "import"
        for uuid in {*before, *after}:
            old, new = before.get(uuid), after.get(uuid)
            if old is None and new is not None:
                # What was edited and then deleted, unnoticed in between, is one step: all of it is taken back.
                for seen in ledger.deleted.get(uuid, ()):
                    ledger.undid(desk.number, uuid, {k: v for k, v in _tracked(seen).items() if new.get(k) != v})
            if old is not None and new != old:
                ledger.undid(desk.number, uuid, {k: v for k, v in _tracked(old).items() if (new or {}).get(k) != v})
            if new is not None and new != old:
                ledger.wanted_again(uuid, _tracked(new))
                ledger.took_back(desk.number, uuid)
            if old is not None and new is None and bases.get_base(workspace, ledger.born[uuid], uuid) is not None:
                ledger.removed(desk.number, uuid, old)
        return done.step.kind


def export(desk: Desk, path: Path) -> str | None:
    """Writes what waits into a bundle, sealed where its name says so; what was written, None where nothing waited."""
    with desk.workspace() as workspace, _tolerant("bundle.no_contact", "store.locked_by_other_engine"):
        done = bundle.export_bundle(workspace, path, device=desk.device_key(workspace), passphrase=_passphrase(path))
        if done is None:
            return None
        return ("signed" if done.signed else "unsigned") + (", sealed" if _passphrase(path) else "")
    return None


def take_in(desk: Desk, path: Path) -> bool:
    """Takes a bundle in; whether it brought anything."""
    with desk.workspace() as workspace, _tolerant("bundle.part_missing"):
        return bundle.import_bundle(workspace, path, _passphrase(path)).number is not None
    return False


def _passphrase(path: Path) -> str | None:
    return "дванадцять шкіл і водогін" if path.stem.startswith("sealed") else None


@contextmanager
def _tolerant(*codes: str) -> Iterator[None]:
    try:
        yield
    except (StoreError, ExchangeError) as error:
        if error.code not in codes:
            raise
