"""Somebody between an office and its portal, on loopback: passes on what it is asked and alters what is answered."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OWN_HEADERS = {"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding"}


@dataclass(frozen=True)
class Answered:
    """An answer on its way, its header names in lower case; ``length`` is what is announced, the body's own unless it
    is to be a lie."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


Alter = Callable[[str, str, Answered], Answered]
"""From method, path and the portal's answer to what the office gets."""


@contextlib.contextmanager
def between(portal_url: str, alter: Alter) -> Iterator[str]:
    """Runs it; yields the address that the office takes for its portal's."""
    portal = urlsplit(portal_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_HEADERS}
            asked["Accept-Encoding"] = "identity"
            with contextlib.closing(http.client.HTTPConnection(portal, timeout=30)) as connection:
                connection.request(self.command, self.path, body, asked)
                got = connection.getresponse()
                told = {name.lower(): value for name, value in got.getheaders() if name.lower() not in _OWN_HEADERS}
                answer = alter(self.command, self.path, Answered(got.status, got.read(), told))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            self.end_headers()
            with contextlib.suppress(OSError):  # who was told of too much has hung up
                self.wfile.write(answer.body)
            self.close_connection = answer.length is not None

        do_GET = do_POST = do_DELETE = pass_on

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # who was told nonsense hangs up

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
