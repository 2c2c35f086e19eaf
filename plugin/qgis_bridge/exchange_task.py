"""The work of a synchronisation, beside the window: paths and frozen data in, the engine's events and report out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import VidbudovaError
from ..records.catalogue import Catalogue
from ..store.workspace import Workspace
from ..sync.access import PortalAccess
from ..sync.devices import DeviceNotes
from ..sync.events import Finished, Received, Skipped, SyncReport
from .tasks import BaseTask

FeatureKey = tuple[str, int]
RecordKey = tuple[str, str]


@dataclass(frozen=True)
class Exchange:
    """What one synchronisation needs.

    `uncommitted` (features with open edits) and `unsaved` (records in open forms) are asked from the worker thread,
    again before each step that would write: they must be thread-safe.
    """

    folder: Path
    catalogue: Catalogue
    access: PortalAccess
    uncommitted: Callable[[], frozenset[FeatureKey]]
    unsaved: Callable[[], frozenset[RecordKey]]
    devices: DeviceNotes | None = None
    """The keys of this device, as read before; what the run makes is in its ``made`` afterwards."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: the engine's report, what it left alone for open edits, and whether rows here were changed."""

    report: SyncReport
    skipped: tuple[RecordKey, ...] = ()
    rows_changed: bool = False


@dataclass(frozen=True)
class Question:
    """Whether the portal answers again: how to reach it without a token, and whether it has ever answered there."""

    access: PortalAccess
    seen_before: bool


def ask(question: Question, task: BaseTask[VidbudovaError | None]) -> VidbudovaError | None:
    """Asks the portal once who it is; None where the exchange may go on, else why not yet."""
    from ..sync import waiting  # brings the network libraries in
    from ..sync.portal import PortalClient

    client = PortalClient(question.access, connect_timeout=waiting.CONNECT_TIMEOUT, read_timeout=waiting.READ_TIMEOUT)
    client.seen_before = question.seen_before
    task.stop_with(client.cancel)
    return waiting.ask(client)


def run(exchange: Exchange, task: BaseTask[Outcome]) -> Outcome:
    """Sends and receives. Raises what opening the workspace raises; the engine's own trouble is in the report."""
    from ..sync.engine import sync  # these bring the network libraries in: not before they are needed, and not
    from ..sync.portal import PortalClient  # on the window's thread

    client = PortalClient(exchange.access)
    task.stop_with(client.cancel)  # a stalled request outlives everything but the closing of its socket
    report = SyncReport()
    skipped: tuple[RecordKey, ...] = ()
    changed = False
    with Workspace.open(exchange.folder, exchange.catalogue) as workspace:
        known: dict[FeatureKey, str | None] = {}

        def open_edits() -> set[RecordKey]:
            found = set(exchange.unsaved())
            for key in exchange.uncommitted():
                if key not in known:
                    known[key] = workspace.uuid_of(*key)
                uuid = known[key]
                if uuid is not None:
                    found.add((key[0], uuid))
            return found

        for event in sync(workspace, client, cancel=task.cancelling, skip=open_edits, devices=exchange.devices):
            if isinstance(event, Finished):
                report = event.report
            elif isinstance(event, Skipped):
                skipped = tuple(dict.fromkeys((*skipped, *event.records)))
            elif isinstance(event, Received):
                changed = changed or event.applied > 0
            task.tell(event)
    return Outcome(report, skipped, changed or report.merged > 0 or report.rows_relayed > 0)
