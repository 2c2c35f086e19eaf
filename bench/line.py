"""A line between an office and its portal, on loopback: slow, and cut now and then."""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_KEPT = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class Line:
    """How it is just now: the round trip in seconds, and which requests are cut: each with a probability, or the one
    of a number (from 0). Half of the cuts lose the request, half its answer."""

    def __init__(self, round_trip: float, seed: int) -> None:
        self.round_trip = round_trip
        self.probability = 0.0
        self.at: int | None = None
        self.requests = self.cuts = 0
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def next(self) -> str:
        """What happens to the next request: ``passes``, ``lost`` or ``answer lost``."""
        with self._lock:
            number, self.requests = self.requests, self.requests + 1
            cut = number == self.at or self._random.random() < self.probability
            self.cuts += cut
            return self._random.choice(("lost", "answer lost")) if cut else "passes"


@contextlib.contextmanager
def stretched(portal_url: str, line: Line) -> Iterator[str]:
    """Runs the line; yields the address of this end of it."""
    portal = urlsplit(portal_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def setup(self) -> None:
            super().setup()
            time.sleep(line.round_trip)  # the handshake
            self.far = http.client.HTTPConnection(portal, timeout=60)

        def finish(self) -> None:
            self.far.close()
            super().finish()

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fate = line.next()
            time.sleep(line.round_trip / 2)
            if fate == "lost":
                self.close_connection = True
                return
            self.far.request(self.command, self.path, body or None, dict(self.headers))
            answer = self.far.getresponse()
            content = answer.read()
            time.sleep(line.round_trip / 2)
            if fate == "answer lost":
                self.close_connection = True
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _KEPT:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = pass_on

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
