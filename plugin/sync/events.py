"""What the engine tells while it runs, and the report it ends with.

Frozen data only: whoever runs the engine (a task of QGIS, the command line, a test) renders them. The engine never
raises a :class:`~plugin.errors.VidbudovaError`: what stopped it is a :class:`Problem` event and
``SyncReport.problem``, so that what was done before is always told. The last event is always :class:`Finished`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import VidbudovaError

Outcome = Literal[
    "accepted",
    "merged",
    "unchanged",
    "held",
    "conflict",
    "refused",
    "received",
    "removed",
    "skipped",
    "not_relayed",
]

ATTENTION: tuple[Outcome, ...] = ("conflict", "refused", "skipped", "not_relayed", "held", "merged")
"""Outcomes a person should look at, the most urgent first."""


@dataclass(frozen=True)
class Started:
    """The portal answered and knows the account; nothing has been sent yet."""

    portal: str
    """The portal's title."""
    account: str
    """The account's name."""
    waiting: int
    """Records that wait to be sent."""


@dataclass(frozen=True)
class Repaired:
    """Another program had dropped capture triggers; they are back, and what they missed was found."""

    types: tuple[str, ...]
    found: int
    titles: tuple[str, ...] = ()
    """The first of the records that were changed meanwhile; they wait to be sent now."""


@dataclass(frozen=True)
class UntrackedRow:
    """A record that was changed past the journal: ``kind`` as in :mod:`~plugin.store.comparison`, ``text`` in
    words."""

    type: str
    uuid: str
    title: str
    kind: str
    text: str


@dataclass(frozen=True)
class UntrackedFound:
    """Records were changed past the journal: nothing is received until somebody adopts that. ``total`` of them, the
    first in ``records``."""

    records: tuple[UntrackedRow, ...]
    total: int


@dataclass(frozen=True)
class Resuming:
    """A batch of an earlier run whose outcome is not known is asked after and, where needed, sent again as it was."""

    batch: str
    items: int


@dataclass(frozen=True)
class Sending:
    """A batch is on its disk and goes out now."""

    batch: str
    items: int
    bytes: int
    """Size of the batch before compression."""
    left: int
    """Records that will wait still when this batch is through; an estimate where edits go on meanwhile."""


@dataclass(frozen=True)
class Answered:
    """The portal's verdicts of one batch are applied and kept."""

    batch: str
    accepted: int = 0
    merged: int = 0
    unchanged: int = 0
    held: int = 0
    conflicts: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Relaying:
    """A batch of somebody else, from a bundle, goes out now as it is."""

    batch: str
    items: int
    bytes: int
    left: int
    """Items of others that wait still when this batch is through."""


@dataclass(frozen=True)
class Relayed:
    """The portal's verdicts of somebody else's batch are kept."""

    batch: str
    stored: int
    """Items that the portal has now."""
    others: int
    """Items that it refused, holds or found in conflict: their author has to look."""
    changed: int = 0
    """Rows here that changed by it."""


@dataclass(frozen=True)
class Received:
    """One page of changes is applied together with its cursor."""

    items: int
    """Entries in the page."""
    applied: int
    """Of these, the ones that changed something here."""
    more: bool
    total: int
    """Entries in all pages of this run so far."""


@dataclass(frozen=True)
class Waiting:
    """The connection failed in a way that may pass: the engine tries again by itself after ``seconds``."""

    seconds: float
    problem: VidbudovaError


@dataclass(frozen=True)
class Skipped:
    """Records with uncommitted edits were left alone; they are taken next time."""

    records: tuple[tuple[str, str], ...]
    """Pairs of type and uuid."""


@dataclass(frozen=True)
class Problem:
    """Something went wrong. Where it ended the run, ``final`` is set and :class:`Finished` follows."""

    problem: VidbudovaError
    final: bool = True


@dataclass(frozen=True)
class ReportRow:
    """What became of one record, in words for a person."""

    type: str
    uuid: str
    title: str
    outcome: Outcome
    text: str


@dataclass(frozen=True)
class SyncReport:
    """What one run did. ``rows`` lists records, those that need attention first; ``omitted`` counts what did not
    fit."""

    sent: int = 0
    """Items that have a verdict."""
    accepted: int = 0
    merged: int = 0
    unchanged: int = 0
    held: int = 0
    conflicts: int = 0
    """Conflicts met in this run, sending and receiving."""
    refused: int = 0
    """Records refused in this run, by the portal or, for their form, before they were sent."""
    received: int = 0
    """Records that the portal's changes inserted, changed or removed here."""
    waiting: int = 0
    """Records that wait still."""
    rows: tuple[ReportRow, ...] = ()
    omitted: int = 0
    removed: int = 0
    """Of ``received``, the ones that went away."""
    relayed: int = 0
    """Items of others, from bundles, that the portal answered."""
    relays_waiting: int = 0
    """Items of others that are still to be relayed."""
    rows_relayed: int = 0
    """Rows here that changed by what became of them."""
    skipped: int = 0
    open_conflicts: int = 0
    """Conflicts in the workspace when the run ended, older ones included."""
    open_refusals: int = 0
    bytes_sent: int = 0
    cancelled: bool = False
    problem: VidbudovaError | None = None
    """What ended the run early."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do: nothing waits, no conflict, no refusal, no trouble."""
        left = self.waiting or self.open_conflicts or self.open_refusals or self.skipped or self.relays_waiting
        return not left and not self.cancelled and self.problem is None


@dataclass(frozen=True)
class Finished:
    """The last event of every run."""

    report: SyncReport


Event = (
    Started
    | Repaired
    | UntrackedFound
    | Resuming
    | Sending
    | Answered
    | Relaying
    | Relayed
    | Received
    | Waiting
    | Skipped
    | Problem
    | Finished
)
