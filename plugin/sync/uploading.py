"""One file to the portal, from the last byte that it holds; the portal is asked after everything ambiguous."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import BinaryIO

from ..errors import PortalError, StoreError, TransportError, VidbudovaError
from ..records.definition import RecordType
from ..store import files, transfers
from ..store.transfers import Upload
from .events import Waiting
from .file_events import FileDone, FileFailed, FileProgress
from .file_run import PASSING, FileRun, refusal
from .tus import is_elsewhere, is_gone, problem_name

_MOST_ANEW = 3
"""How often one upload is begun anew in one run, where the portal keeps forgetting it."""
_LOCAL = frozenset({"store.file_missing", "store.file_damaged", "store.file_bad_hash", "store.file_link"})

Steps = Generator[Waiting | FileProgress | FileDone | FileFailed, None, None]


def send(run: FileRun, one: Upload) -> Steps:
    """Sends it, or notes why not. Raises what concerns more than this file: no connection, a token that is refused."""
    name = file_name(run, one.attachment)
    try:
        with files.open_verified(run.ws.folder, one.sha256, one.variant, one.content) as stream:
            existed = yield from _Sending(run, one, name, stream).all()
    except StoreError as error:
        if error.code not in _LOCAL:
            raise
        yield from _failed(run, one, name, error)
    except PortalError as error:
        refused = refusal(error)
        if refused is None:
            raise
        yield from _failed(run, one, name, refused)
    else:
        yield FileDone(one.sha256, name, one.variant, "up", existed)


def file_name(run: FileRun, attachment: str) -> str:
    """What people call the file."""
    rtype: RecordType = run.ws.rtype("attachment")
    record = run.ws.get("attachment", attachment)
    return rtype.title(record) if record else attachment


def _failed(run: FileRun, one: Upload, name: str, error: VidbudovaError) -> Steps:
    error.params.setdefault("name", name)
    yield from run.write(lambda: transfers.failed(run.ws, one, error, for_now=error.code in PASSING))
    yield FileFailed(one.sha256, name, one.variant, "up", error)


class _Sending:
    """One file under way. `offset` is None while only the portal knows it."""

    def __init__(self, run: FileRun, one: Upload, name: str, stream: BinaryIO) -> None:
        self._run, self._one, self._name, self._stream = run, one, name, stream
        ours = (one.portal, one.epoch) == (run.portal, run.epoch)
        self._upload = one.upload if ours else None
        self._offset: int | None = None
        self._anew = 0
        self._failures = 0
        self._patience = run.new_patience()
        self._damaged = False

    def all(self) -> Generator[Waiting | FileProgress, None, bool]:
        """Until the portal has everything; whether it had it before."""
        run, one = self._run, self._one
        existed = False
        while True:
            self._patience.check()
            try:
                if self._upload is None:
                    existed = yield from self._create()
                elif self._offset is None:
                    yield from self._ask()
                elif self._offset >= one.bytes:
                    yield from run.write(lambda: transfers.arrived(run.ws, one, run.portal, run.epoch))
                    return existed
                else:
                    yield from self._piece(self._upload, self._offset)
            except TransportError as error:
                run.up.cut()
                yield from self._again(error)
            except PortalError as error:
                yield from self._answered(error)

    def _create(self) -> Generator[Waiting, None, bool]:
        run, one = self._run, self._one
        record = run.ws.get("attachment", one.attachment) or {}
        media_type = str(record.get("media_type") or "") if one.variant == files.ORIGINAL else "image/jpeg"
        created = run.tus.create(
            one.bytes,
            {
                "sha256": one.sha256,
                "attachment": one.attachment,
                "variant": one.variant,
                "content": one.content,
                "media_type": media_type,
            },
        )
        self._upload, self._offset = created.upload, created.offset
        if created.offset < one.bytes:
            yield from run.write(
                lambda: transfers.started(run.ws, one, run.portal, run.epoch, created.upload, created.expires_at)
            )
        return created.offset >= one.bytes

    def _ask(self) -> Generator[Waiting, None, None]:
        run, one, upload = self._run, self._one, self._upload or ""
        standing = run.tus.standing(upload)
        if standing is not None and standing.length == one.bytes:
            self._offset = standing.offset
            yield from run.write(lambda: transfers.reached(run.ws, one, standing.offset))
            return
        if standing is not None:
            run.tus.end(upload)  # opened for another length: of no use
        yield from self._begin_anew()

    def _piece(self, upload: str, offset: int) -> Generator[Waiting | FileProgress, None, None]:
        run, one = self._run, self._one
        self._stream.seek(offset)
        body = self._stream.read(min(run.up.size(), one.bytes - offset))
        if not body:
            raise StoreError("store.file_damaged", path=str(files.path_of(run.ws.folder, one.sha256, one.variant)))
        self._offset = None
        begun = time.monotonic()
        run.bytes_sent += len(body)
        reached = run.tus.patch(upload, offset, body)
        run.up.carried(len(body), time.monotonic() - begun)
        run.left_bytes -= reached - offset
        self._offset = reached
        if reached > offset and self._failures:
            self._failures, self._patience = 0, run.new_patience()
        yield run.progress(one.sha256, self._name, one.variant, "up", reached, one.bytes)

    def _answered(self, error: PortalError) -> Generator[Waiting, None, None]:
        """What the portal's refusal of a request means for this upload."""
        self._offset = None
        if self._upload is not None and is_gone(error):
            yield from self._begin_anew()
        elif self._upload is not None and is_elsewhere(error):
            error.retryable = True
            yield from self._again(error)
        elif error.retryable:
            yield from self._again(error)
        elif self._upload is None and error.status in (404, 405, 501):
            raise PortalError("sync.files_not_supported", status=error.status) from error
        elif problem_name(error) == "file-hash" and not self._damaged:
            self._damaged = True  # our file was right a moment ago: the way has spoiled it
            yield from self._begin_anew()
        else:
            raise error

    def _begin_anew(self) -> Generator[Waiting, None, None]:
        run, one = self._run, self._one
        self._anew += 1
        if self._anew > _MOST_ANEW:
            raise PortalError("sync.file_forgotten", status=410, retryable=False)
        self._upload = self._offset = None
        yield from run.write(lambda: transfers.forgot(run.ws, one))

    def _again(self, error: VidbudovaError) -> Generator[Waiting, None, None]:
        self._offset = None
        self._failures += 1
        yield from self._patience.pause(self._failures, error)
