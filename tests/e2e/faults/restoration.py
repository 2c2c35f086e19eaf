"""The portal is put back to an earlier state, as its operator would; and what that excuses.

Workspaces then offer what the portal lacks, from their bases and by new batches. So batches from before need not be on
the portal any more; who deleted a record may find it back, where the deletion had been sent and others went on with the
record, or where the backup is older than the record and others offer it anew; and files whose links were lost lie about
until somebody sends them again or the operator has them removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugin.store.workspace import Workspace
from plugin.sync import bookkeeping

from . import invariants
from .desk import Desk
from .invariants import PortalData
from .ledger import Ledger
from .portal import Portal


@dataclass(frozen=True)
class Past:
    """What there was when the portal was put back the last time: batches that a desk knew of, and what lay in the
    folder of files."""

    batches: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def put_back(portal: Portal, backup: Path, desks: Sequence[Desk], ledger: Ledger, *, running: bool) -> Past:
    """Puts a backup back while the portal runs, or while it is down; what is excused from now on."""
    known: set[str] = set()
    pending: set[tuple[int, str]] = set()
    for desk in desks:
        with desk.workspace() as workspace:
            for table in ("vidbudova_batch", "vidbudova_relay"):
                known.update(batch for (batch,) in workspace.connection.rows(f"SELECT batch FROM {table}"))
            pending.update((desk.number, uuid) for uuid in invariants.shown(workspace).anywhere)
    lying = frozenset(path.name for path in invariants.files_beside(portal.path).rglob("*") if path.is_file())
    portal.put_back(backup, running=running)
    there = PortalData(portal.path).now
    for number, uuid in list(ledger.deleted_by):
        if (number, uuid) not in pending or uuid not in there:
            ledger.lives_on(uuid, {}, number)
    return Past(frozenset(known), lying)


def has_heard(workspace: Workspace, portal: PortalData) -> bool:
    """Whether what a workspace knows is of the portal's present epoch, and not partly of the one before."""
    return workspace.get_meta(bookkeeping.EPOCH) == portal.epoch and bookkeeping.full_pull_reason(workspace) != "epoch"
