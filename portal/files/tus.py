"""Files on their way in, over HTTP: tus 1.0.0 (https://tus.io/protocols/resumable-upload) with its extensions creation,
expiration and termination.

A body goes to the disk in small pieces as it comes, without a transaction or a thread waiting for it: whoever is slow
keeps nobody else from anything. However a body ends, what has come of it stays. ``HEAD`` is asked by who has lost a
connection: it takes the upload from the request that still waits for that connection, in this process or another.
"""

from __future__ import annotations

import asyncio
import base64
import errno
import logging
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import BinaryIO, Literal

from fastapi import Request
from fastapi.responses import Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.types import Message

from plugin.contract import wire
from plugin.contract.service import Account

from ..problems import Refusal
from . import content
from .uploads import DONE, Upload, Uploads, Wish

log = logging.getLogger("portal.files")

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
OFFSET_TYPE = "application/offset+octet-stream"

PIECE = 128 * 1024
"""How much is kept in memory before it is written."""
TICK_SECONDS = 0.25
"""How soon what has come is written, and the wish of another request seen, while nothing comes."""
IDLE_SECONDS = 60.0
"""How long nothing may come."""
GIVE_WAY_SECONDS = 10.0
"""How long a question waits for the request that works on the upload to let go of it."""
SWEEP_SECONDS = 600.0

_MAX_METADATA = 4096
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,90}")
_RESUMABLE = {"Tus-Resumable": VERSION}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}

Ending = Literal["whole", "cut", "wanted", "stalled", "surplus"]


class TusLane:
    """The calls on one portal's uploads; `prefix` is where they lie (``/api/v1/uploads``)."""

    def __init__(self, uploads: Uploads, prefix: str) -> None:
        self._uploads = uploads
        self._prefix = prefix
        self._next_sweep = time.monotonic() + SWEEP_SECONDS

    def options(self) -> Response:
        """What is understood here."""
        limit = str(self._uploads.limits.file_bytes)
        told = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": limit}
        return Response(status_code=204, headers={**_RESUMABLE, **told})

    async def create(self, request: Request, account: Account) -> Response:
        """``POST /uploads``."""
        with _speaking(request):
            wish = read_wish(request)
            if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
                # Extension creation-with-upload is not offered: bytes that nobody writes down must not seem to arrive.
                raise _bad_header("Content-Length")
            upload = await run_in_threadpool(self._uploads.create, account, wish)
            if upload.state == DONE:
                offset = wish.length
            else:
                upload, offset = await self._ask(account, upload.id)
        headers = {**_told(upload, offset), "Location": f"{self._prefix}/{upload.id}"}
        return Response(status_code=201, headers=headers, background=self._tidying())

    async def head(self, request: Request, account: Account, upload_id: str) -> Response:
        """``HEAD /uploads/{id}``."""
        with _speaking(request):
            upload, offset = await self._ask(account, upload_id)
        return Response(status_code=200, headers=_told(upload, offset))

    async def patch(self, request: Request, account: Account, upload_id: str) -> Response:
        """``PATCH /uploads/{id}``."""
        with _speaking(request):
            kind = request.headers.get("content-type", "")
            if kind != OFFSET_TYPE:
                raise Refusal("unsupported-media-type", variant="not-offset", kind=kind[:100])
            stated = _whole(request, "Upload-Offset")
            await run_in_threadpool(self._uploads.find, account, upload_id)
            async with self._holding(upload_id, insist=False):
                upload, offset = await self._read(account, upload_id)
                if stated != offset:
                    raise Refusal(
                        "upload-offset", offset=offset, extra={"offset": offset}, headers=_told(upload, offset)
                    )
                upload, offset = await self._take(request, upload, offset)
        return Response(status_code=204, headers=_told(upload, offset))

    async def delete(self, request: Request, account: Account, upload_id: str) -> Response:
        """``DELETE /uploads/{id}``."""
        with _speaking(request):
            await run_in_threadpool(self._uploads.find, account, upload_id)
            async with self._holding(upload_id, insist=True):
                upload = await run_in_threadpool(self._uploads.find, account, upload_id)
                await run_in_threadpool(self._uploads.end, upload)
        return Response(status_code=204, headers=_RESUMABLE)

    async def _ask(self, account: Account, upload_id: str) -> tuple[Upload, int]:
        upload = await run_in_threadpool(self._uploads.find, account, upload_id)
        if upload.state == DONE:
            return upload, upload.wish.length
        async with self._holding(upload_id, insist=True):
            return await self._read(account, upload_id)

    async def _read(self, account: Account, upload_id: str) -> tuple[Upload, int]:
        """The upload as it is now that it is held, and how far it is."""
        upload = await run_in_threadpool(self._uploads.find, account, upload_id)
        return await run_in_threadpool(self._uploads.arrived, upload)

    # --- a body -------------------------------------------------------------------------------------------------------

    async def _take(self, request: Request, upload: Upload, offset: int) -> tuple[Upload, int]:
        room = upload.wish.length - offset
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and (len(announced) > 15 or int(announced) > room):
            raise _bad_header("Content-Length")
        if upload.state == DONE:
            return upload, offset
        ending = await self._stream(request, upload.id, room)
        upload, now_at = await run_in_threadpool(self._uploads.arrived, upload)
        if now_at > offset and upload.state != DONE:
            upload = await run_in_threadpool(self._uploads.prolong, upload)
        if ending == "wanted":
            raise Refusal("upload-busy", headers={"Connection": "close"})
        if ending == "stalled":
            raise Refusal("request-timeout", headers={"Connection": "close"})
        if ending == "surplus":
            raise Refusal("bad-request", headers={"Connection": "close"})
        if ending == "cut" and upload.state != DONE:
            raise Refusal("bad-request")  # nobody is there to read it
        return upload, now_at

    async def _stream(self, request: Request, upload_id: str, room: int) -> Ending:
        """Writes the body to the part as it comes, at most `room` bytes of it; how it ended."""
        folder = self._uploads.folder
        pending = bytearray()
        last = time.monotonic()
        receiving: asyncio.Future[Message] | None = None
        part = await run_in_threadpool(folder.open_part, upload_id)
        try:
            while True:
                receiving = receiving or asyncio.ensure_future(request.receive())
                done, _ = await asyncio.wait({receiving}, timeout=TICK_SECONDS)
                ending: Ending | None = None
                if done:
                    message, receiving = receiving.result(), None
                    body = message.get("body", b"")
                    if body:
                        last = time.monotonic()
                    pending += body[:room]
                    if message["type"] == "http.disconnect":
                        ending = "cut"
                    elif len(body) > room:
                        ending = "surplus"
                    elif not message.get("more_body", False):
                        ending = "whole"
                    room -= min(room, len(body))
                elif time.monotonic() - last > IDLE_SECONDS:
                    ending = "stalled"
                if pending and (len(pending) >= PIECE or ending or not done):
                    await run_in_threadpool(_append, part, pending)
                if ending is None and folder.is_wanted(upload_id):
                    ending = "wanted"
                if ending:
                    return ending
        finally:
            if receiving is not None:
                receiving.cancel()
            try:
                _append(part, pending)
            finally:
                part.close()

    # --- one at a time ------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _holding(self, upload_id: str, *, insist: bool) -> AsyncIterator[None]:
        """Keeps others from the upload. Who insists is given way to by who holds it; raises Refusal ``upload-busy``."""
        holds, folder = self._uploads.holds, self._uploads.folder
        if not holds.take(upload_id):
            if not insist:
                raise _busy()
            patience = time.monotonic() + GIVE_WAY_SECONDS
            try:
                while not holds.take(upload_id):
                    if time.monotonic() > patience:
                        raise _busy()
                    folder.want(upload_id)
                    await asyncio.sleep(0.02)
            finally:
                folder.unwant(upload_id)
        try:
            yield
        finally:
            holds.give_back(upload_id)

    def _tidying(self) -> BackgroundTask | None:
        """A sweep after the answer, where the last one of this process is a while ago."""
        now = time.monotonic()
        if now < self._next_sweep:
            return None
        self._next_sweep = now + SWEEP_SECONDS
        return BackgroundTask(self._sweep)

    def _sweep(self) -> None:
        count = self._uploads.sweep()
        if count:
            log.info("swept %d uploads", count)


def _append(part: BinaryIO, pending: bytearray) -> None:
    """Writes all of `pending` and empties it; where the disk is full, what fitted stays."""
    try:
        while pending:
            del pending[: part.write(pending)]
    except OSError as error:
        pending.clear()
        raise _no_room(error) from error


# --- headers ----------------------------------------------------------------------------------------------------------


@contextmanager
def _speaking(request: Request) -> Iterator[None]:
    """Turns away other versions of tus, and marks every refusal as an answer of this one."""
    try:
        if request.headers.get("tus-resumable") != VERSION:
            raise Refusal("tus-version", version=VERSION, headers={"Tus-Version": VERSION})
        yield
    except Refusal as refused:
        refused.headers = {**_RESUMABLE, **refused.headers}
        raise
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _no_room(error) from error


def read_wish(request: Request) -> Wish:
    """What the headers of a creation say; raises Refusal ``malformed`` with the header that is wrong."""
    length = _whole(request, "Upload-Length")
    told = _metadata(request.headers.get("upload-metadata", ""))
    sha256, variant, sent = (told.get(name, "") for name in ("sha256", "variant", "content"))
    attachment, media_type = told.get("attachment", ""), told.get("media_type", "")
    right = (
        wire.SHA256.fullmatch(sha256)
        and wire.SHA256.fullmatch(sent)
        and wire.UUID.fullmatch(attachment)
        and variant in content.VARIANTS
        and _MEDIA_TYPE.fullmatch(media_type)
        and (variant != content.ORIGINAL or sent == sha256)
    )
    if not right:
        raise _bad_header("Upload-Metadata")
    if not length:
        raise _bad_header("Upload-Length")
    return Wish(attachment, sha256, variant, sent, media_type, length)


def _metadata(text: str) -> dict[str, str]:
    """``key base64,key base64``; keys that nobody asks for are passed over."""
    if len(text) > _MAX_METADATA:
        raise _bad_header("Upload-Metadata")
    found: dict[str, str] = {}
    for pair in filter(None, (entry.strip() for entry in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            decoded = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except ValueError:  # no base64, no UTF-8
            raise _bad_header("Upload-Metadata") from None
        if key in found:
            raise _bad_header("Upload-Metadata")
        found[key] = decoded
    return found


def _whole(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise _bad_header(name)
    return int(text)


def _bad_header(name: str) -> Refusal:
    return Refusal("malformed", variant="header", parameter=name, extra={"parameter": name})


def _no_room(error: OSError) -> Refusal:
    log.error("a file could not be written: %s", error)
    headers = {**_RESUMABLE, "Retry-After": "60", "Connection": "close"}
    return Refusal("unavailable", variant="disk-full", seconds=60, headers=headers)


def _busy() -> Refusal:
    return Refusal("upload-busy", headers={"Retry-After": "1"})


def _told(upload: Upload, offset: int) -> dict[str, str]:
    expires = datetime.strptime(upload.expires_at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return {
        **_RESUMABLE,
        "Upload-Offset": str(offset),
        "Upload-Length": str(upload.wish.length),
        "Upload-Expires": format_datetime(expires, usegmt=True),
    }
