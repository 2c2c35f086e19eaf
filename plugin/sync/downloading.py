"""One file from the portal, in ranges, from where an earlier run stopped; it takes its place only whole and checked."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import BinaryIO

from ..errors import PortalError, StoreError, TransportError, VidbudovaError
from ..store import files, transfers
from ..store.connection import from_os
from ..store.files import ORIGINAL, REDUCED
from ..store.transfers import Download
from .events import Waiting
from .file_events import FileDone, FileFailed, FileProgress
from .file_run import FileRun, refusal
from .transport import Response

_MORE = 65_536
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_ETAG = re.compile(r'"([0-9a-f]{64})"')
_MOST_ANEW = 2

Steps = Generator[Waiting | FileProgress | FileDone | FileFailed, None, None]


@dataclass(frozen=True)
class _Piece:
    """Bytes of a file from `start` on; `total` is its whole length."""

    start: int
    total: int
    body: bytes
    etag: str | None


def fetch(run: FileRun, one: Download) -> Steps:
    """Fetches it, or notes why not; the reduced copy where the portal has only that. Raises what concerns more than
    this file."""
    name = _name(run, one.sha256)
    try:
        try:
            content = yield from _Fetching(run, one, name).all()
        except PortalError as error:
            if error.status != 404 or one.variant != ORIGINAL:
                raise
            if not files.has(run.ws.folder, one.sha256, REDUCED):
                yield from run.write(lambda: transfers.want_downloads(run.ws, one.sha256, variant=REDUCED))
                reduced = Download(one.sha256, REDUCED, "wanted")
                content = yield from _Fetching(run, reduced, name).all()
                yield from run.write(lambda: transfers.fetched(run.ws, reduced, content))
                yield FileDone(one.sha256, name, REDUCED, "down")
            problem = PortalError("sync.file_original_elsewhere", status=404, name=name)
            yield from run.write(lambda: transfers.not_fetched(run.ws, one, problem))
            return
    except StoreError as error:
        if error.code not in ("store.file_damaged", "store.file_too_large"):
            raise
        yield from _failed(run, one, name, error)
    except PortalError as error:
        gone = error.status in (404, 410)
        refused = PortalError("sync.file_not_there", status=error.status) if gone else refusal(error)
        if refused is None:
            raise
        yield from _failed(run, one, name, refused)
    else:
        yield from run.write(lambda: transfers.fetched(run.ws, one, content))
        yield FileDone(one.sha256, name, one.variant, "down")


def _failed(run: FileRun, one: Download, name: str, error: VidbudovaError) -> Steps:
    error.params.setdefault("name", name)
    yield from run.write(lambda: transfers.not_fetched(run.ws, one, error))
    yield FileFailed(one.sha256, name, one.variant, "down", error)


def _name(run: FileRun, sha256: str) -> str:
    found = run.ws.connection.value("SELECT file_name FROM attachment WHERE sha256 = ? LIMIT 1", (sha256,))
    return str(found or sha256[:12])


class _Fetching:
    """One file under way."""

    def __init__(self, run: FileRun, one: Download, name: str) -> None:
        self._run, self._one, self._name = run, one, name
        self._etag = one.etag
        self._content = one.content
        self._anew = 0

    def all(self) -> Generator[Waiting | FileProgress, None, str]:
        """Until it is here; the hash of its bytes."""
        run, one = self._run, self._one
        path = files.part_of(run.ws.folder, one.sha256, one.variant)
        while True:
            with files.open_part(run.ws.folder, one.sha256, one.variant) as part:
                try:
                    yield from self._grow(part)
                    break
                except _Anew:
                    self._begin_anew(part)
                except OSError as error:
                    raise from_os(error, path) from error
        return files.adopt_part(run.ws.folder, one.sha256, one.variant, self._content)

    def _grow(self, part: BinaryIO) -> Generator[Waiting | FileProgress, None, None]:
        run, one = self._run, self._one
        offset = part.seek(0, os.SEEK_END)
        failures, patience = 0, run.new_patience()
        while True:
            patience.check()
            try:
                begun = time.monotonic()
                piece = self._ask(offset, run.down.size())
            except TransportError as error:
                run.down.cut()
                failures += 1
                yield from patience.pause(failures, error)
                continue
            except PortalError as error:
                if error.status == 416 and offset:
                    raise _Anew from error  # what lies here is longer than the file: it is of another one
                failures += 1
                yield from patience.pause(failures, error)
                continue
            run.down.carried(len(piece.body), time.monotonic() - begun)
            run.bytes_received += len(piece.body)
            failures, patience = 0, run.new_patience()
            yield from self._met(piece)
            if piece.start != offset:
                part.truncate(0)
            part.write(piece.body)
            offset = piece.start + len(piece.body)
            yield run.progress(one.sha256, self._name, one.variant, "down", offset, piece.total)
            if offset >= piece.total:
                part.flush()
                return

    def _ask(self, offset: int, size: int) -> _Piece:
        one = self._one
        answer = self._run.client.exchange(
            "GET",
            f"/files/{one.sha256}?variant={one.variant}",
            headers={"Range": f"bytes={offset}-{offset + size - 1}", "Accept": "*/*", "Accept-Encoding": "identity"},
            good=(200, 206),
            max_bytes=size + _MORE,
        )
        etag = answer.headers.get("etag")
        if answer.status == 200:  # small, or the ranges were lost on the way
            return _Piece(0, len(answer.body), answer.body, etag)
        start, total = _range(answer, size)
        if start != offset:
            raise _broken()
        return _Piece(start, total, answer.body, etag)

    def _met(self, piece: _Piece) -> Generator[Waiting, None, None]:
        """Another version of the file than the one begun with: all anew."""
        run, one = self._run, self._one
        most = files.MAX_FILE_BYTES if one.variant == ORIGINAL else files.MAX_REDUCED_BYTES
        if piece.total > most:
            raise StoreError("store.file_too_large", path=self._name, limit=most)
        if piece.etag == self._etag:
            return
        if self._etag is not None and piece.start > 0:
            raise _Anew
        self._etag = piece.etag
        known = _ETAG.fullmatch(piece.etag or "")
        self._content = known[1] if known and one.variant == REDUCED else None
        yield from run.write(lambda: transfers.met(run.ws, one, self._etag, self._content))

    def _begin_anew(self, part: BinaryIO) -> None:
        self._anew += 1
        if self._anew > _MOST_ANEW:
            raise StoreError("store.file_damaged", path=self._name)
        self._etag = self._content = None
        part.truncate(0)


class _Anew(Exception):
    """What was fetched so far does not go with what the portal has now."""


def _range(answer: Response, size: int) -> tuple[int, int]:
    """Where the piece starts and how long the whole is."""
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if found is None:
        raise _broken()
    start, end, total = (int(text) for text in found.groups())
    if end - start + 1 != len(answer.body) or not start <= end < total or len(answer.body) > size:
        raise _broken()
    return start, total


def _broken() -> PortalError:
    return PortalError("portal.breaks_contract", pointer="Content-Range", fault="contract.bad_value")
