"""What is under way on the network, so that it can be ended from another thread, and is never waited for without end.

Each exchange runs in a thread of its own: looking up a name, connecting, and an answer that comes drop by drop heed
neither a cancel nor the time-out of a single read.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from ..errors import TransportError

Answer = TypeVar("Answer")

WHOLE_SECONDS = 300.0
"""A whole exchange takes this long at most, and as much more as its bytes take at the slowest pace worth having."""
_SLOWEST = 1024.0
"""Bytes a second."""
_LONGEST_SECONDS = 3600.0


class Sockets:
    """The sockets that are open now, so that another thread can shut them down.

    Closing a session does not wake a thread that waits for an answer; shutting its socket down does, at once.
    Duplicated handles are kept, because wrapping in TLS takes a socket's own handle away.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: set[socket.socket] = set()
        self._over = False

    def add(self, connected: socket.socket) -> socket.socket:
        """Notes a socket; its handle, for :meth:`drop`. Once all is over it is shut down at once."""
        handle = connected.dup()
        with self._lock:
            self._handles.add(handle)
            over = self._over
        if over:
            self._shut(handle)
        return handle

    def drop(self, handle: socket.socket) -> None:
        """The socket was closed."""
        with self._lock:
            self._handles.discard(handle)
        handle.close()

    def shut(self) -> None:
        """Shuts all down, and every later one."""
        with self._lock:
            self._over = True
            for handle in self._handles:
                self._shut(handle)

    @staticmethod
    def _shut(handle: socket.socket) -> None:
        try:
            handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was faster


class Attempt(Generic[Answer]):
    """One exchange on its way."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._cancelled = False
        self._answer: Answer | None = None
        self._error: Exception | None = None
        self.received = 0
        """Bytes of its answer so far."""

    def run(self, exchange: Callable[[Attempt[Answer]], Answer], sent: int, whole_seconds: float) -> Answer:
        """Carries out an exchange that sends so many bytes. Raises what it raises, ``transport.cancelled``, and
        ``transport.timeout`` where it takes too long; it may then go on for a while, to no effect."""
        if not self._cancelled:
            threading.Thread(target=self._beside, args=(exchange,), name="vidbudova-request", daemon=True).start()
            started = time.monotonic()
            while not self._over.is_set():
                allowed = min(whole_seconds + (sent + self.received) / _SLOWEST, _LONGEST_SECONDS)
                left = started + allowed - time.monotonic()
                if left <= 0:
                    raise TransportError("transport.timeout", retryable=True)
                self._over.wait(left)
        if self._cancelled:
            raise TransportError("transport.cancelled", retryable=False)
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer

    def cancel(self) -> None:
        """Has :meth:`run` return at once, from any thread."""
        self._cancelled = True
        self._over.set()

    def _beside(self, exchange: Callable[[Attempt[Answer]], Answer]) -> None:
        try:
            self._answer = exchange(self)
        except Exception as error:  # noqa: BLE001 (it is raised again where somebody waits for it)
            self._error = error
        finally:
            self._over.set()
