"""Around every request: headers that keep browsers from guessing, and a log line that tells no secrets."""

from __future__ import annotations

import asyncio
import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugin.contract.limits import MAX_BATCH_BYTES

log = logging.getLogger("portal.access")

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_MOST_DRAINED = 2 * MAX_BATCH_BYTES
_PAUSE_SECONDS = 3.0
"""How long somebody who is turned away may send nothing before they get the answer all the same."""
_NO_STORE = (b"cache-control", b"no-store")


class Guard:
    """ASGI middleware. The log has method, path, status and time: no query, no headers, so no token and no cursor."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        body = _Body(receive)

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                await body.drain()
                headers = list(message.get("headers", []))
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append(_NO_STORE)
                message = {**message, "headers": headers + _HEADERS}
            await send(message)

        try:
            await self._app(scope, body.receive, guarded)
        finally:
            path = scope["path"].encode("ascii", "backslashreplace").decode("ascii")
            took = (time.perf_counter() - started) * 1000
            log.info("%s %s %d %.0f ms", scope["method"], path[:200].replace("\n", "\\n"), status, took)


class _Body:
    """A request's body on its way in.

    Who is turned away early, for want of a token say, may still be sending: an answer that closes the connection on
    them would reach them as a broken line, not as an answer. So the rest is read first, up to a limit, and thrown away.
    Who has stalled gets the answer, if they are still there.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False

    async def receive(self) -> Message:
        """The next piece, passed on."""
        message = await self._receive()
        self._ended = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Reads what is left."""
        left = _MOST_DRAINED
        try:
            while not self._ended and left > 0:
                left -= len((await asyncio.wait_for(self.receive(), _PAUSE_SECONDS)).get("body", b""))
        except asyncio.TimeoutError:
            pass
