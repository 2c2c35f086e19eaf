"""The engine: one run brings a workspace and its portal together.

A generator without callbacks: it yields what it does, and whoever runs it shows that. What is unfinished goes first,
then what others brought in bundles, then what waits here; at last what others did comes in; nothing is received while
the outcome of a batch is unknown. Wherever it stops (cancelled, a lost connection, a power cut), every edit is on the
portal once, or waits, or is in conflict or refused.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator

from ..errors import PortalError, StoreError, TransportError, UsageError, VidbudovaError
from ..store import backup, identity, outbox, sample
from ..store.clock import now
from ..store.lock import EngineLock
from ..store.workspace import Workspace
from . import bookkeeping, diagnosis
from .cancelling import cutting
from .devices import DeviceStore, enrol, is_not_offered
from .events import Event, Finished, Problem, Skipped, Started, SyncReport
from .freeze import waiting_at_most
from .portal import PortalClient
from .push import Push
from .receive import Receive
from .relaying import Relays
from .report import ReportBuilder
from .retry import Clock, Patience, RetryPolicy, SystemClock
from .run import Run
from .untracked import hold_back


def sync(
    workspace: Workspace,
    client: PortalClient,
    *,
    push: bool = True,
    pull: bool = True,
    cancel: threading.Event | None = None,
    skip: Callable[[], set[tuple[str, str]]] | None = None,
    devices: DeviceStore | None = None,
    clock: Clock | None = None,
    policy: RetryPolicy | None = None,
) -> Iterator[Event]:
    """Runs once. ``client`` serves this run only.

    ``cancel`` ends the run between two requests, and cuts one that stalls; nothing is lost by it. ``skip`` is asked,
    now and then, for type and uuid of records with uncommitted edits: they are neither sent nor overwritten.
    ``devices`` is where this device keeps the key that signs its bundles; one is made and enrolled if missing. Raises
    nothing of ours: what ends the run is told by :class:`~plugin.sync.events.Problem` and in the report, the last
    event.
    """
    stop = cancel or threading.Event()
    patience = Patience(policy or RetryPolicy(), clock or SystemClock(), stop)
    report = ReportBuilder(workspace, client.access.language)
    problem: VidbudovaError | None = None
    begun = time.monotonic()
    with cutting(stop, client):
        try:
            if workspace.read_only:
                raise workspace.read_only_reason
            sample.keep_home(workspace)
            with EngineLock(workspace.folder):
                run = Run(workspace, client, clock or SystemClock(), patience, report, skip)
                yield from _run(run, push, pull, devices)
        except VidbudovaError as error:
            problem = error
            yield Problem(error)
    finished = _report(report, problem)
    diagnosis.note_run(workspace, time.monotonic() - begun, finished)
    yield Finished(finished)


def _run(run: Run, push: bool, pull: bool, devices: DeviceStore | None) -> Generator[Event, None, None]:
    ws = run.ws
    trouble = backup.before_sync(ws)
    if trouble is not None:
        yield Problem(trouble, final=False)
    yield from run.verify_triggers()
    yield from run.make_contact()
    yield Started(run.service.title, run.account.name, waiting_at_most(ws))
    if devices is not None:
        yield from _enrol(run, devices)
    sending = Push(run)
    try:
        yield from _both_ways(run, sending, push, pull)
    except BaseException:
        run.client.cancel()  # something broke, or whoever ran us went away: do not wait for the portal
        raise
    finally:
        run.close()
        sending.give_up_following()
    skipped = run.report.skipped_now()
    if skipped:
        yield Skipped(tuple(sorted(skipped)))
    ws.set_meta(bookkeeping.LAST_SYNC, now())


def _enrol(run: Run, devices: DeviceStore) -> Generator[Event, None, None]:
    """Has the portal know this device's key. Nothing else depends on it: where it fails, the next run tries again."""
    try:
        enrol(run.client, devices, run.service.portal, run.account.account)
    except TransportError as error:
        run.patience.check()
        yield Problem(error, final=False)
    except PortalError as error:
        if not is_not_offered(error):
            yield Problem(error, final=False)
    except UsageError as error:
        yield Problem(error, final=False)


def _both_ways(run: Run, sending: Push, push: bool, pull: bool) -> Generator[Event, None, None]:
    ws, receiving = run.ws, Receive(run)
    yield from sending.resume()
    yield from Relays(run).relay_all()
    restored = bookkeeping.full_pull_reason(ws) == "epoch"
    if restored and pull:
        # Until the bases are the restored portal's, nothing can be told from them.
        yield from hold_back(run)
        yield from receiving.receive_all()
    if push:
        if restored and not pull:
            raise StoreError("sync.needs_full_pull")
        run.check_rules()
        yield from run.patience.retrying(lambda: identity.restore_identities(ws))
        yield from sending.send_all()
    if pull:
        if outbox.next_unfinished(ws) is not None:
            raise StoreError("sync.outcome_unknown")
        yield from hold_back(run)
        yield from receiving.receive_all()


def _report(report: ReportBuilder, problem: VidbudovaError | None) -> SyncReport:
    cancelled = isinstance(problem, TransportError) and problem.code == "transport.cancelled"
    try:
        return report.build(problem=None if cancelled else problem, cancelled=cancelled)
    except VidbudovaError as error:
        # The workspace cannot even be read any more: what was counted is told all the same.
        return SyncReport(problem=problem or error, cancelled=cancelled)
