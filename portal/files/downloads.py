"""Files on their way out: only to who may read an attachment record that has the file, and only to be saved.

Whoever else asks is told that there is nothing. Type and name are of our own making: the type is the one that the
content was checked against, the name is cleaned and ends as that type does.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse, Response
from sqlalchemy import select
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from plugin.contract.service import Account
from plugin.records import media

from .. import schema
from ..database import Database
from ..problems import Refusal
from . import content
from .disk import Folder
from .uploads import readable

_file, _record = schema.attachment_file.c, schema.record.c
_LONGEST_NAME = 150
_UNSAFE = re.compile(r'[\\/:*?"<>|;%]+')
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@dataclass(frozen=True)
class Found:
    """A file that may be handed out: where it lies, SHA-256 of its bytes, its type, and what to call it."""

    path: Path
    content: str
    bytes: int
    media_type: str
    variant: str
    name: str


def find(database: Database, folder: Folder, account: Account, sha256: str, variant: str | None) -> Found:
    """The file of the original `sha256` in a variant, by default the original, or else the reduced copy.

    Of several reduced copies the caller's own organisation's comes first, then the oldest. Raises Refusal
    ``not-found`` where there is none, or none for this account.
    """
    own = _file.organisation == account.organisation
    with database.reading() as connection:
        rows = connection.execute(
            select(schema.attachment_file, _record.content.label("record"))
            .join_from(schema.attachment_file, schema.record, _file.attachment == _record.uuid)
            .where(readable(account, sha256), *([] if variant is None else [_file.variant == variant]))
            .order_by(_file.variant, own.desc(), _file.at, _file.attachment)
        ).all()
    for row in rows:
        if folder.has(row.content, row.bytes):
            name = file_name(json.loads(row.record).get("file_name"), row.media_type, row.variant)
            return Found(folder.path(row.content), row.content, row.bytes, row.media_type, row.variant, name)
    raise Refusal("not-found", variant="file-unknown")


def answer(request: Request, found: Found) -> Response:
    """The file, or the part of it that is asked for (RFC 9110, 14), to be saved under its name."""
    headers = {
        "ETag": f'"{found.content}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(found.content)).decode('ascii')}:",
        "Vidbudova-Variant": found.variant,
        "Content-Disposition": disposition(found.name),
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
    }
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if asked is not None and not _is_satisfiable(asked, found.bytes):
        raise Refusal("range-not-satisfiable", length=found.bytes, headers={"Content-Range": f"bytes */{found.bytes}"})
    return _File(found.path, headers=headers, media_type=found.media_type)


class _File(FileResponse):
    """Whole, or one range of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        one_range = _RANGE.fullmatch(_header(scope, b"range"))
        if one_range is None or one_range[0] == "bytes=-":
            # Anything else than one plain range is answered whole, as RFC 9110 allows.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}
        await super().__call__(scope, receive, send)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _is_satisfiable(asked: str, length: int) -> bool:
    """Whether a range has any byte in it; what is no single range of bytes is passed over."""
    found = _RANGE.fullmatch(asked)
    if found is None or found[0] == "bytes=-":
        return True
    first, last = found.groups()
    if not first:
        return int(last) > 0
    return int(first) < length and (not last or int(first) <= int(last))


def file_name(claimed: str | None, media_type: str, variant: str) -> str:
    """What to call a file that is saved: what its record says, without anything that a file system or a reader could
    stumble over, with the suffix of its real type."""
    known = media.media_type(media_type)
    suffixes = known.suffixes if known else (".bin",)
    text = unicodedata.normalize("NFC", claimed or "")
    text = _UNSAFE.sub("_", "".join(sign for sign in text if unicodedata.category(sign)[0] not in "C"))
    stem, suffix = text.strip(" ."), ""
    for one in suffixes:
        if stem.lower().endswith(one):
            stem, suffix = stem[: -len(one)].rstrip(" ."), one
            break
    else:
        if variant == content.REDUCED and media.by_file_name(stem) is not None:
            stem = stem[: stem.rfind(".")].rstrip(" .")  # a copy of photo.heic is photo.jpg, not photo.heic.jpg
    return (stem[:_LONGEST_NAME] or "file") + (suffix or suffixes[0])


def disposition(name: str) -> str:
    """``Content-Disposition`` (RFC 6266): a name that every client reads, and the real one."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
