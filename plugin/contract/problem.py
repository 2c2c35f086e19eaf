"""Whole-request failures: RFC 9457 ``application/problem+json`` documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import wire

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:vidbudova:problem:"
MAX_PROBLEM_BYTES = 262_144

STATUS: dict[str, int] = {
    "bad-request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "author-unknown": 403,
    "relay-forbidden": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "request-timeout": 408,
    "attachment-unknown": 409,
    "batch-differs": 409,
    "batch-void": 409,
    "device-differs": 409,
    "device-limit": 409,
    "upload-offset": 409,
    "cursor-gone": 410,
    "upload-gone": 410,
    "rules-differ": 412,
    "tus-version": 412,
    "too-large": 413,
    "quota": 413,
    "unsupported-media-type": 415,
    "range-not-satisfiable": 416,
    "malformed": 422,
    "device-signature": 422,
    "file-hash": 422,
    "file-type": 422,
    "upload-busy": 423,
    "contract-version": 426,
    "too-many-requests": 429,
    "internal": 500,
    "not-implemented": 501,
    "unavailable": 503,
}
"""Problem name → HTTP status: every whole-request failure of contract version 1."""

_OWN = frozenset({"type", "title", "status", "detail", "instance"})


@dataclass(frozen=True)
class ProblemDocument:
    """``name`` is the last part of the type URI; ``title`` and ``detail`` are in the caller's language.

    ``extra`` holds extension members, for example ``pointer`` of a malformed batch or ``rules`` of a portal with
    others.
    """

    name: str
    status: int
    title: str
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The problem's type URI, ``urn:vidbudova:problem:<name>``."""
        return PREFIX + self.name


def problem(name: str, title: str, detail: str = "", **extra: Any) -> ProblemDocument:
    """The document for a failure of this contract; its status comes from the table. KeyError for an unknown name."""
    return ProblemDocument(name=name, status=STATUS[name], title=title, detail=detail, extra=extra)


def encode(document: ProblemDocument) -> bytes:
    """The document as compact UTF-8 JSON."""
    body: dict[str, Any] = {"type": document.type, "title": document.title, "status": document.status}
    if document.detail:
        body["detail"] = document.detail
    body.update({key: value for key, value in document.extra.items() if key not in _OWN})
    return wire.dump(body)


def decode(body: bytes, status: int) -> ProblemDocument:
    """The problem document in ``body``, the answer's HTTP status deciding.

    A type that is not of this contract (``about:blank``, another portal's) has the name "". Raises
    :class:`ContractError` where the body is no such document at all, as a proxy's login page is not.
    """
    document = wire.as_object(wire.parse(body, max_bytes=MAX_PROBLEM_BYTES))
    uri = wire.optional_text(document, "type", "", most=300) or ""
    return ProblemDocument(
        name=uri.removeprefix(PREFIX) if uri.startswith(PREFIX) else "",
        status=status,
        title=wire.optional_text(document, "title", "", most=4000) or "",
        detail=wire.optional_text(document, "detail", "", most=16000) or "",
        extra={key: value for key, value in document.items() if key not in _OWN},
    )
