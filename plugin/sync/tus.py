"""Resumable uploads after tus 1.0.0 (core, creation, expiration, termination; https://tus.io/protocols/resumable-upload),
one method a request: nothing is repeated here, and how far an upload is, only the portal says.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import PortalError
from .portal import PortalClient
from .transport import Response

VERSION = "1.0.0"
_MOST_DIGITS = 15
_ID = re.compile(r"[A-Za-z0-9_\-]{1,200}")
_PREFIX = "urn:vidbudova:problem:"


@dataclass(frozen=True)
class Created:
    """The portal's id of an upload, and how many bytes it has of it already: all of them where it knows the file."""

    upload: str
    offset: int
    expires_at: str | None


@dataclass(frozen=True)
class Standing:
    """How far an upload is. `length` is what it was opened for."""

    offset: int
    length: int
    expires_at: str | None


class TusClient:
    """The four requests. Every method raises TransportError or PortalError; ``status`` and :func:`problem_name` of the
    latter say what it means."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def create(self, length: int, metadata: Mapping[str, str]) -> Created:
        """``POST /uploads``."""
        told = ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in metadata.items())
        answer = self._send("POST", "/uploads", {"Upload-Length": str(length), "Upload-Metadata": told}, good=(201,))
        upload = answer.headers.get("location", "").split("?")[0].rstrip("/").rpartition("/")[2]
        if not _ID.fullmatch(upload):
            raise _broken("Location")
        offset = _number(answer, "upload-offset") if "upload-offset" in answer.headers else 0
        return Created(upload, _within(offset, length), answer.headers.get("upload-expires"))

    def standing(self, upload: str) -> Standing | None:
        """``HEAD /uploads/{id}``; None where the portal has it no longer."""
        try:
            answer = self._send("HEAD", f"/uploads/{upload}", {}, good=(200, 204))
        except PortalError as error:
            if is_gone(error):
                return None
            raise
        length = _number(answer, "upload-length")
        offset = _within(_number(answer, "upload-offset"), length)
        return Standing(offset, length, answer.headers.get("upload-expires"))

    def patch(self, upload: str, offset: int, body: bytes) -> int:
        """``PATCH /uploads/{id}``: the bytes from `offset` on; how far the upload is after them."""
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        answer = self._send("PATCH", f"/uploads/{upload}", headers, body=body, good=(204, 200))
        reached = _number(answer, "upload-offset")
        if not offset <= reached <= offset + len(body):
            raise _broken("Upload-Offset")
        return reached

    def end(self, upload: str) -> None:
        """``DELETE /uploads/{id}``: the portal may forget what it has of it."""
        try:
            self._send("DELETE", f"/uploads/{upload}", {}, good=(204, 200))
        except PortalError as error:
            if not is_gone(error):
                raise

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        body: bytes | None = None,
        good: tuple[int, ...],
    ) -> Response:
        sent = {"Tus-Resumable": VERSION, **headers}
        answer = self._client.exchange(method, path, headers=sent, body=body, good=good)
        theirs = answer.headers.get("tus-resumable")
        if theirs != VERSION:
            raise _broken("Tus-Resumable")
        return answer


def problem_name(error: PortalError) -> str:
    """The name of the problem that the portal told, such as ``upload-offset``; empty where it told none."""
    kind = str(error.problem.get("type", ""))
    return kind[len(_PREFIX) :] if kind.startswith(_PREFIX) else ""


def is_gone(error: PortalError) -> bool:
    """Whether the portal has an upload no longer: it expired, or it is not ours."""
    return error.status in (404, 410)


def is_elsewhere(error: PortalError) -> bool:
    """Whether the portal is at another byte than we thought, or somebody (an earlier request of ours) still writes."""
    return error.status == 423 or (error.status == 409 and problem_name(error) in ("upload-offset", ""))


def _number(answer: Response, name: str) -> int:
    text = answer.headers.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise _broken(name.title())
    return int(text)


def _within(offset: int, length: int) -> int:
    if offset > length:
        raise _broken("Upload-Offset")
    return offset


def _broken(header: str) -> PortalError:
    return PortalError("portal.breaks_contract", pointer=header, fault="contract.bad_value")
