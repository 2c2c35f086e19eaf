"""A line that breaks: a TCP proxy on loopback that passes bytes on as they come, counts what of files travels, and cuts
every connection at chosen counts."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterable
from urllib.parse import urlsplit

_PIECE = 16_384
_RESET = struct.pack("ii", 1, 0)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Line:
    """Runs until closed. ``cuts`` are counts of file bytes (bodies of PATCH) at which the connection breaks, once each;
    at ``stall_at`` nothing moves any more."""

    def __init__(self, portal: str, cuts: Iterable[int] = (), stall_at: int | None = None) -> None:
        self._portal = ("127.0.0.1", urlsplit(portal).port or 80)
        self._cuts = sorted(cuts)
        self._stall_at = stall_at
        self.carried = 0
        """Bytes of files that came from the client, those that were lost included."""
        self.broken = 0
        self.stalled = threading.Event()
        self._mutex = threading.Lock()
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What the client takes for the portal's address."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Ends it and whatever is under way."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            portal = socket.create_connection(self._portal, 5)
        except OSError:
            _break(client)
            return
        portal.settimeout(None)
        back = threading.Thread(target=_pass_on, args=(portal, client), daemon=True)
        back.start()
        counted = _Counted()
        try:
            while data := client.recv(_PIECE):
                for part in counted.parts(data):
                    if not self._may_pass(part, counted.in_file):
                        _break(portal)
                        _break(client)
                        return
                    portal.sendall(part)
        except OSError:
            pass
        finally:
            _break(portal)
            back.join(5)
            _break(client)

    def _may_pass(self, part: bytes, in_file: bool) -> bool:
        if not in_file:
            return True
        with self._mutex:
            self.carried += len(part)
            if self._cuts and self.carried >= self._cuts[0]:
                self._cuts.pop(0)
                self.broken += 1
                return False
            stall = self._stall_at is not None and self.carried >= self._stall_at
        if stall:
            self.stalled.set()
            self._closed.wait()
            return False
        return True


class _Counted:
    """Tells the bodies of PATCH requests from everything else."""

    def __init__(self) -> None:
        self._head = b""
        self._left = 0
        self.in_file = False

    def parts(self, data: bytes) -> Iterable[bytes]:
        """`data` in pieces, ``in_file`` set while one is part of a file."""
        while data:
            if self._left:
                part, data = data[: self._left], data[self._left :]
                self._left -= len(part)
                yield part
                continue
            self.in_file = False
            whole = self._head + data
            end = whole.find(b"\r\n\r\n")
            if end < 0:
                self._head = whole
                yield data
                return
            head, rest = whole[: end + 4], whole[end + 4 :]
            yield data[: len(data) - len(rest)]
            found = _LENGTH.search(head)
            self._left, self._head = int(found[1]) if found else 0, b""
            self.in_file, data = head.startswith(b"PATCH"), rest


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(_PIECE):
            target.sendall(data)
    except OSError:
        pass
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _break(one: socket.socket) -> None:
    """As if the cable were pulled out: what has not arrived is lost."""
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        one.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        one.close()
