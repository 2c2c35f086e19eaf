"""The transport seam, faked: scripted answers, and a transport that breaks what a real one brings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from plugin.sync.transport import Request, Response


def reply(body=b"", status=200, kind="application/json", **headers) -> Response:
    """An answer; anything but bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response(status, {"content-type": kind, **named}, content)


def problem(name, status, detail="", **headers) -> Response:
    """A problem document of the contract."""
    document = {"type": f"urn:vidbudova:problem:{name}", "title": name, "status": status, "detail": detail}
    return reply(document, status, "application/problem+json", **headers)


HTML = b"<!DOCTYPE html><html><body>Sign in</body></html>"


class Scripted:
    """Answers, or raises, what it was given, in order; the last one for ever. Remembers what was asked."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []

    def send(self, request, *, connect_timeout, read_timeout, max_bytes):
        assert connect_timeout and read_timeout and max_bytes
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def cancel(self) -> None:
        pass


class Meddling:
    """Between a client and a real transport: ``meddle(request, forward)`` may lose, change or repeat what passes."""

    def __init__(self, inner, meddle) -> None:
        self.inner = inner
        self.meddle = meddle
        self.asked: list[Request] = []

    def send(self, request, **limits):
        self.asked.append(request)
        return self.meddle(request, lambda: self.inner.send(request, **limits))

    def cancel(self) -> None:
        self.inner.cancel()

    def calls(self, method, part="") -> int:
        """How often a method was called on addresses with ``part`` in them."""
        return sum(1 for request in self.asked if request.method == method and part in request.url)


class FakeClock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 12, 28, 16, 0, tzinfo=timezone(timedelta(hours=2)))
        self.waits: list[float] = []

    def now(self):
        return self.moment

    def wait(self, seconds, cancel):
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)
