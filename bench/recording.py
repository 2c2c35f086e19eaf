"""A portal's answers kept on disk and given again, so that a pull is measured without the portal's own cost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import urlsplit

from plugin.sync.transport import Request, Response, Transport


class Recorder:
    """A transport that passes everything on and keeps the answers."""

    def __init__(self, inner: Transport, folder: Path) -> None:
        self._inner = inner
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        """As :class:`Transport`."""
        answer = self._inner.send(
            request, connect_timeout=connect_timeout, read_timeout=read_timeout, max_bytes=max_bytes
        )
        head = {"status": answer.status, "headers": dict(answer.headers)}
        stem = self._folder / _name(request)
        stem.with_suffix(".body").write_bytes(answer.body)
        stem.with_suffix(".json").write_text(json.dumps(head), encoding="utf-8")
        return answer

    def cancel(self) -> None:
        """As :class:`Transport`."""
        self._inner.cancel()


class Replay:
    """A transport that gives recorded answers; after `pages` pages of changes it says that there are no more."""

    def __init__(self, folder: Path, pages: int | None = None) -> None:
        self._folder = folder
        self._left = pages

    def send(self, request: Request, *, connect_timeout: float, read_timeout: float, max_bytes: int) -> Response:
        """As :class:`Transport`."""
        stem = self._folder / _name(request)
        head = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        body = stem.with_suffix(".body").read_bytes()
        if urlsplit(request.url).path.endswith("/changes") and self._left is not None:
            self._left -= 1
            if self._left == 0:
                body = body.replace(b'"more":true', b'"more":false', 1)
        return Response(head["status"], head["headers"], body)

    def cancel(self) -> None:
        """Nothing to end."""


def _name(request: Request) -> str:
    parts = urlsplit(request.url)
    return hashlib.sha256(f"{request.method} {parts.path}?{parts.query}".encode()).hexdigest()[:24]
