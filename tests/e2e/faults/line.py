"""The line between offices and their portal: a TCP proxy on loopback that does what its script says, and nothing else.

It knows as much of HTTP as it takes to tell where a message ends. A fault is aimed at a request by its number since
:meth:`Line.play`, retries counted, and at a byte by its share of the message in thousandths: the same script does the
same to the same traffic. Nobody sleeps but who delays or stalls.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_MOST = 64 * 1024 * 1024
_PATIENCE = 30.0
_DELAY = 0.01
_RESET = struct.pack("ii", 1, 0)

KINDS = (
    "cut request",  # a part of the request arrives, then the line is dead
    "cut answer",  # the request takes effect, a part of the answer arrives, then the line is dead
    "truncate answer",  # the same, but it looks as if the answer were over
    "stall request",  # a part of the request arrives, then nothing moves any more
    "stall answer",  # the request takes effect, a part of the answer arrives, then nothing moves any more
    "delay",  # slow
    "repeat",  # the request arrives twice, one after the other
    "repeat at once",  # the request arrives twice at the same time
    "late",  # the request seems lost, at once or (from 500 thousandths on) by silence; it arrives after later ones
    "unavailable",  # a gateway says 503 without asking the portal
    "unavailable after",  # a gateway says 504 though the portal has done it
    "login page",  # somebody else answers
    "meanwhile",  # somebody edits the workspace while the request is on its way
    "busy",  # another process holds a write transaction on the workspace, until later requests or the run's end
)


@dataclass(frozen=True)
class Fault:
    """``kind`` at the request number ``request`` (from 0), at ``permille`` of its bytes or its answer's.

    ``more`` is for how many later requests a late copy waits.
    """

    kind: str
    request: int
    permille: int = 0
    more: int = 1

    @property
    def stalls(self) -> bool:
        """Whether whoever asked finds out by a time-out only."""
        return self.kind.startswith("stall") or (self.kind == "late" and self.permille >= 500)


class Broken(Exception):
    """The message ended before it was whole."""


class Line:
    """Listens on a port of its own; runs until closed. ``fired`` counts faults that happened, by kind."""

    def __init__(self, portal_port: int, portal_down: Callable[[], bool] = lambda: False) -> None:
        self.portal_port = portal_port
        self.portal_down = portal_down
        """Called where the portal does not answer; True where it has come back and may be asked again."""
        self.meanwhile: Callable[[int], None] = lambda more: None
        self.busy: Callable[[int], None] = lambda more: None
        """Called with how many more requests it lasts, and for each request then with -1."""
        self.fired: Counter[str] = Counter()
        self.told: list[str] = []
        """The first line of every request since the script began, and what was done to it."""
        self._lock = threading.Lock()
        self._script: list[Fault] = []
        self._late: list[tuple[int, bytes, bool]] = []
        self._count = 0
        self._open: set[socket.socket] = set()
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self.port = int(self._listener.getsockname()[1])
        self._closed = False
        threading.Thread(target=self._accept, name="line", daemon=True).start()

    @property
    def url(self) -> str:
        """What the offices take for the portal's address."""
        return f"http://127.0.0.1:{self.port}"

    def play(self, script: Iterable[Fault] = ()) -> None:
        """Begins a script; without one the weather is calm. Copies that are still late arrive now."""
        self.deliver_late()
        with self._lock:
            self._script = list(script)
            self._count = 0
            self.told = []

    def deliver_late(self) -> None:
        """Every late copy arrives now."""
        with self._lock:
            late, self._late = self._late, []
        for _, message, head in late:
            self._ask_aside(message, head)

    def close(self) -> None:
        """Ends it, and every connection over it."""
        self._closed = True
        with self._lock:
            everything = [self._listener, *self._open]
        for one in everything:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                one.close()

    # ------------------------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), name="line", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        upstream = _Upstream(self)
        with self._lock:
            self._open.add(client)
        try:
            while (request := read_message(client)) is not None:
                if not self._pass_on(client, upstream, request):
                    break
        except (OSError, Broken):
            pass
        finally:
            upstream.close()
            with self._lock:
                self._open.discard(client)
            client.close()

    def _due(self, request: bytes) -> tuple[int, list[Fault]]:
        with self._lock:
            number, self._count = self._count, self._count + 1
            due = [fault for fault in self._script if fault.request == number]
            self._script = [fault for fault in self._script if fault.request != number]
            first = request.split(b"\r\n", 1)[0].decode("latin-1")
            self.told.append(" ".join([first, *(f"[{fault.kind} {fault.permille}]" for fault in due)]))
        return number, due

    def _happened(self, fault: Fault) -> None:
        with self._lock:
            self.fired[fault.kind] += 1

    def _pass_on(self, client: socket.socket, upstream: _Upstream, request: bytes) -> bool:
        """One request and its answer; whether the connection lives on."""
        _, due = self._due(request)
        self.busy(-1)
        head = request.startswith(b"HEAD ")
        answer: bytes | None = None
        for fault in due:
            self._happened(fault)
            if fault.kind == "delay":
                time.sleep(_DELAY)
            elif fault.kind == "meanwhile":
                self.meanwhile(fault.more)
            elif fault.kind == "busy":
                self.busy(fault.more)
            elif fault.kind == "repeat":
                self._ask_aside(request, head)
            elif fault.kind == "repeat at once":
                twin = threading.Thread(target=self._ask_aside, args=(request, head), daemon=True)
                twin.start()
                answer = upstream.ask(request, head)
                twin.join(_PATIENCE)
            elif fault.kind == "late":
                with self._lock:
                    self._late.append((fault.more, request, head))
                if fault.stalls:
                    _until_gone(client)
                _reset(client)
                return False
            elif fault.kind in ("cut request", "stall request"):
                part = _part(request, fault.permille, most=len(request) - 1)
                with contextlib.suppress(OSError):
                    upstream.send(part)
                if fault.kind == "stall request":
                    _until_gone(client)
                upstream.close()
                _reset(client)
                return False
            elif fault.kind == "unavailable":
                client.sendall(_made_up(503, b"", b"Retry-After: 1\r\n"))
                return False
            elif fault.kind == "login page":
                client.sendall(_made_up(200, b"<!DOCTYPE html><html><body>Wi-Fi</body></html>"))
                return False
        if answer is None:
            answer = upstream.ask(request, head)
        self._deliver_due()
        for fault in due:
            if fault.kind == "unavailable after":
                client.sendall(_made_up(504, b""))
                return False
            if fault.kind in ("cut answer", "truncate answer", "stall answer"):
                client.sendall(_part(answer, fault.permille, most=len(answer) - 1))
                if fault.kind == "stall answer":
                    _until_gone(client)
                if fault.kind == "cut answer":
                    _reset(client)
                return False
        client.sendall(answer)
        return b"connection: close" not in answer.partition(b"\r\n\r\n")[0].lower()

    def _deliver_due(self) -> None:
        with self._lock:
            due = [one for one in self._late if one[0] <= 1]
            self._late = [(left - 1, message, head) for left, message, head in self._late if left > 1]
        for _, message, head in due:
            self._ask_aside(message, head)

    def _ask_aside(self, request: bytes, head: bool) -> None:
        """Delivers a copy whose answer nobody waits for."""
        aside = _Upstream(self)
        with contextlib.suppress(OSError, Broken):
            aside.ask(request, head)
        aside.close()


class _Upstream:
    """A connection to the portal, made when it is needed."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._socket: socket.socket | None = None

    def _connect(self) -> socket.socket:
        while True:
            try:
                made = socket.create_connection(("127.0.0.1", self._line.portal_port), _PATIENCE)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return made
            except OSError:
                if not self._line.portal_down():
                    raise

    def send(self, data: bytes) -> socket.socket:
        """Sends a part of a request."""
        if self._socket is None:
            self._socket = self._connect()
        self._socket.sendall(data)
        return self._socket

    def ask(self, request: bytes, head: bool) -> bytes:
        """The portal's answer, whole. Raises Broken, OSError where it dies over it."""
        if self._socket is not None and select.select([self._socket], [], [], 0)[0]:
            self.close()  # an idle connection that the portal has given up
        answer = read_message(self.send(request), head=head)
        if answer is None:
            raise Broken
        return answer

    def close(self) -> None:
        """Gives the connection up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def read_message(source: socket.socket, *, head: bool = False) -> bytes | None:
    """One HTTP/1.1 message, byte for byte; None where the other side has closed instead.

    ``head``: the answer to a HEAD request, which announces a body and has none. Raises :class:`Broken`, OSError.
    """
    data = _more(source, b"")
    if not data:
        return None
    while b"\r\n\r\n" not in data:
        data = _grown(source, data)
    start, _, body = data.partition(b"\r\n\r\n")
    lines = start.lower().split(b"\r\n")
    if head or lines[0].split(b" ")[1:2] in ([b"204"], [b"304"]):
        return data
    if lines[0].startswith(b"http/1.1 100"):
        raise Broken
    fields = dict(line.split(b":", 1) for line in lines[1:] if b":" in line)
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        while not (body == b"0\r\n\r\n" or body.endswith(b"\r\n0\r\n\r\n")):
            data = _grown(source, data)
            body = data[len(start) + 4 :]
        return data
    missing = int(fields.get(b"content-length", b"0")) - len(body)
    parts = [data]
    while missing > 0:
        part = _more(source, b"")
        if not part:
            raise Broken
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _more(source: socket.socket, data: bytes) -> bytes:
    return data + source.recv(262_144)


def _grown(source: socket.socket, data: bytes) -> bytes:
    grown = _more(source, data)
    if len(grown) == len(data) or len(grown) > _MOST:
        raise Broken
    return grown


def _part(message: bytes, permille: int, most: int) -> bytes:
    return message[: min(len(message) * permille // 1000, most)]


def _until_gone(client: socket.socket) -> None:
    """Nothing moves until the other side has lost its patience."""
    with contextlib.suppress(OSError):
        while client.recv(65536):
            pass


def _reset(client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def _made_up(status: int, page: bytes, more: bytes = b"") -> bytes:
    kind = b"text/html" if page else b"text/plain"
    head = f"HTTP/1.1 {status} made up\r\nContent-Length: {len(page)}\r\nConnection: close\r\n".encode()
    return head + b"Content-Type: " + kind + b"\r\n" + more + b"\r\n" + page
