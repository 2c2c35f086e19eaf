"""The lane of files: photos and documents to the portal and from it, beside the records and never in their way.

It has a lock and a connection of its own, so records may be synchronised at the same time. Reduced copies and documents
go first, originals of pictures after all of them. Wherever it stops, the next run goes on from the last byte.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from ..errors import PortalError, StoreError, VidbudovaError
from ..records.catalogue import Catalogue
from ..store import file_sweep, files, sample, transfers, unnoted_files
from ..store.layout import files_lock_path
from ..store.lock import EngineLock
from ..store.transfers import Upload
from ..store.workspace import Workspace
from . import bookkeeping
from .cancelling import cutting
from .downloading import fetch
from .events import Problem
from .file_events import (
    FileDone,
    FileEvent,
    FileFailed,
    FileReduced,
    FilesFinished,
    FilesHeld,
    FilesReport,
    FilesStarted,
)
from .file_run import FileRun, is_stop
from .portal import PortalClient
from .retry import Clock, Patience, RetryPolicy, SystemClock
from .tus import TusClient
from .uploading import send

Reduce = Callable[[Path, int], bytes]
"""Makes the reduced copy, a JPEG without EXIF, of the picture at a path, its longest side at most so many pixels.
Raises StoreError where the file is no picture that it can read."""

_MOST_QUOTA = 3
"""After so many files for which there was no room, the others wait for the next run."""


def transfer(
    folder: Path,
    catalogue: Catalogue,
    client: PortalClient,
    *,
    cancel: threading.Event | None = None,
    metered: bool = False,
    reduce: Reduce | None = None,
    clock: Clock | None = None,
    policy: RetryPolicy | None = None,
) -> Iterator[FileEvent]:
    """Runs once; ``client`` serves this run only. Opens the workspace in ``folder`` for itself, in the calling thread.

    ``metered``: the machine's connection is paid for by the byte; files then wait, as they do where the workspace says
    so. ``reduce`` makes reduced copies of pictures; without it those that have none wait or go as they are. ``cancel``
    ends the run at once and loses nothing. Raises nothing of ours: what ends the run is in the report, the last event.
    """
    stop = cancel or threading.Event()
    lane = _Lane(client, stop, metered, reduce, clock or SystemClock(), policy or RetryPolicy())
    with cutting(stop, client):
        try:
            with Workspace.open(folder, catalogue) as ws:
                yield from lane.run(ws)
        except VidbudovaError as error:
            yield Problem(error)
            yield FilesFinished(lane.ended(None, error))


class _Lane:
    """One run, from opening to the report."""

    def __init__(
        self,
        client: PortalClient,
        stop: threading.Event,
        metered: bool,
        reduce: Reduce | None,
        clock: Clock,
        policy: RetryPolicy,
    ) -> None:
        self._client, self._stop, self._metered, self._reduce = client, stop, metered, reduce
        self._clock, self._policy = clock, policy
        self._run: FileRun | None = None
        self._sent = self._existed = self._received = self._failed = 0
        self._side = self._full = 0
        self._held = False

    def run(self, ws: Workspace) -> Generator[FileEvent, None, None]:
        problem: VidbudovaError | None = None
        try:
            if ws.read_only:
                raise ws.read_only_reason
            sample.keep_home(ws)
            with EngineLock(ws.folder, files_lock_path(ws.folder)):
                yield from self._all(ws)
                self._tidy(ws)
        except VidbudovaError as error:
            problem = error
            yield Problem(error)
        yield FilesFinished(self.ended(ws, problem))

    @staticmethod
    def _tidy(ws: Workspace) -> None:
        """Spare files go, where nobody is writing just now; else next time."""
        try:
            file_sweep.sweep(ws)
        except StoreError as error:
            if not error.retryable:
                raise

    def ended(self, ws: Workspace | None, problem: VidbudovaError | None) -> FilesReport:
        """The report."""
        cancelled = problem is not None and is_stop(problem)
        try:
            counts = transfers.counts(ws) if ws is not None else transfers.FileCounts()
            unreduced = len(transfers.without_reduced(ws)) if ws is not None and self._reduce is None else 0
        except VidbudovaError as error:
            counts, unreduced, problem = transfers.FileCounts(), 0, problem or error
        return FilesReport(
            sent=self._sent,
            existed=self._existed,
            received=self._received,
            failed=self._failed,
            waiting=counts.waiting,
            refused=counts.failed,
            wanted=counts.wanted,
            bytes_sent=self._run.bytes_sent if self._run else 0,
            bytes_received=self._run.bytes_received if self._run else 0,
            unreduced=unreduced,
            held=self._held,
            cancelled=cancelled,
            problem=None if cancelled else problem,
        )

    def _all(self, ws: Workspace) -> Generator[FileEvent, None, None]:
        portal, epoch = ws.get_meta(bookkeeping.PORTAL), ws.get_meta(bookkeeping.EPOCH)
        if portal is None or epoch is None:
            return  # no record is on the portal yet
        patience = self._patience()
        yield from patience.retrying(lambda: unnoted_files.note_local(ws))
        to_send, to_fetch = transfers.sendable(ws, portal, epoch), transfers.wanted(ws)
        to_reduce = transfers.without_reduced(ws) if self._reduce is not None else []
        if not to_send and not to_fetch and not to_reduce:
            return
        if self._metered or transfers.metered(ws):
            self._held = True
            yield FilesHeld(len(to_send) + len(to_fetch))
            return
        service = yield from patience.retrying(self._client.service)
        if service.portal != portal:
            raise PortalError("portal.other_portal", address=self._client.access.url, title=service.title)
        if service.epoch != epoch:
            raise StoreError("sync.files_after_records")
        self._side = service.limits.picture_side
        if transfers.needs_smaller(ws, self._side):
            yield from patience.retrying(lambda: transfers.forget_reduced(ws, self._side))
        limit = service.limits.file_bytes
        if limit != transfers.portal_limit(ws):
            told = None if limit is None else str(limit)
            yield from patience.retrying(lambda: ws.set_meta(transfers.LIMIT, told))
        run = self._run = FileRun(ws, self._client, portal, epoch, self._patience, TusClient(self._client))
        yield FilesStarted(len(to_send), len(to_fetch), sum(one.bytes - one.sent for one in to_send))
        yield from self._fetch_asked_for(run)
        yield from self._send_all(run)
        yield from self._fetch_all(run)

    def _patience(self) -> Patience:
        patience = Patience(self._policy, self._clock, self._stop)
        patience.in_contact = self._run is not None
        return patience

    # --- out ----------------------------------------------------------------------------------------------------------

    def _send_all(self, run: FileRun) -> Generator[FileEvent, None, None]:
        """Reduced copies and documents, then originals; what is added meanwhile is taken along."""
        if self._reduce is not None:
            for attachment, sha256 in transfers.without_reduced(run.ws):
                self._check()
                yield from self._make_reduced(run, attachment, sha256)
                made = transfers.sendable(run.ws, run.portal, run.epoch, attachment)
                yield from self._send_these(run, [one for one in made if one.variant == files.REDUCED])
        tried: set[tuple[str, str]] = set()
        while self._full < _MOST_QUOTA:
            left = transfers.sendable(run.ws, run.portal, run.epoch)
            left = [one for one in left if (one.attachment, one.variant) not in tried]
            if not left:
                return
            tried.update((one.attachment, one.variant) for one in left)
            yield from self._send_these(run, left)

    def _send_these(self, run: FileRun, these: list[Upload]) -> Generator[FileEvent, None, None]:
        for index, one in enumerate(these):
            if self._full >= _MOST_QUOTA:
                return
            run.left = len(these) - index - 1
            run.left_bytes = sum(each.bytes - each.sent for each in these[index:])
            self._check()
            for event in send(run, one):
                if isinstance(event, FileDone):
                    self._sent, self._existed = self._sent + 1, self._existed + event.existed
                elif isinstance(event, FileFailed):
                    self._failed += 1
                    self._full += event.problem.code == "sync.file_quota"
                yield event
            yield from self._fetch_asked_for(run)

    def _make_reduced(self, run: FileRun, attachment: str, sha256: str) -> Generator[FileEvent, None, None]:
        ws, reduce = run.ws, self._reduce
        if reduce is None:
            return
        try:
            files.open_verified(ws.folder, sha256).close()
            data = reduce(files.path_of(ws.folder, sha256), self._side)
        except StoreError as error:
            problem = error
            if error.code.startswith("store.file_"):
                return  # missing or damaged here: said when the original's turn comes
            yield from run.write(lambda: transfers.cannot_reduce(ws, attachment, sha256, problem))
            return
        content = files.put_reduced(ws.folder, sha256, data)
        yield from run.write(lambda: transfers.want_upload(ws, attachment, files.REDUCED, sha256, content, len(data)))
        yield FileReduced(attachment, len(data))

    # --- in -----------------------------------------------------------------------------------------------------------

    def _fetch_asked_for(self, run: FileRun) -> Generator[FileEvent, None, None]:
        """What somebody waits for at this moment."""
        yield from self._fetch_all(run, urgent=True)

    def _fetch_all(self, run: FileRun, *, urgent: bool = False) -> Generator[FileEvent, None, None]:
        tried: set[tuple[str, str]] = set()
        while True:
            left = [one for one in transfers.wanted(run.ws, urgent=urgent) if (one.sha256, one.variant) not in tried]
            if not left:
                return
            for index, one in enumerate(left):
                tried.add((one.sha256, one.variant))
                run.left, run.left_bytes = len(left) - index - 1, 0
                self._check()
                for event in fetch(run, one):
                    if isinstance(event, FileDone):
                        self._received += 1
                    elif isinstance(event, FileFailed):
                        self._failed += 1
                    yield event

    def _check(self) -> None:
        self._patience().check()
