"""Reading a request's body without trusting its size: a cap on what arrives and another on what it inflates to."""

from __future__ import annotations

import zlib

from starlette.requests import Request

from plugin.contract.limits import MAX_BATCH_BYTES

from .problems import Refusal

_GZIP = 16 + zlib.MAX_WBITS


async def read_json(request: Request, limit: int = MAX_BATCH_BYTES) -> bytes:
    """The request's body, inflated where it came with ``Content-Encoding: gzip``.

    Raises Refusal ``too-large``, ``unsupported-media-type`` (no JSON, or another encoding) or ``malformed`` (broken
    gzip).
    """
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal("unsupported-media-type", variant="not-json", kind=kind[:100])
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise Refusal("unsupported-media-type", variant="encoding", headers={"Accept-Encoding": "gzip"})
    body = await _read(request, limit)
    return inflate(body, limit) if encoding == "gzip" else body


async def _read(request: Request, limit: int) -> bytes:
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and (len(stated) > 12 or int(stated) > limit):
        raise _too_large(limit)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


def inflate(body: bytes, limit: int) -> bytes:
    """What gzip made of `body`, at most `limit` bytes: a bomb is given up before it fills the memory."""
    stream = zlib.decompressobj(_GZIP)
    try:
        inflated = stream.decompress(body, limit + 1)
    except zlib.error:
        raise Refusal("malformed", variant="gzip") from None
    if len(inflated) > limit:
        raise _too_large(limit)
    if not stream.eof or stream.unused_data:
        raise Refusal("malformed", variant="gzip")
    return inflated


def _too_large(limit: int) -> Refusal:
    # What is left of the body stays unread, so the connection cannot serve another request.
    return Refusal("too-large", headers={"Connection": "close"}, limit=limit)
