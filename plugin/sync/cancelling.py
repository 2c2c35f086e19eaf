"""Ending a request that stalls: setting an event does not wake a thread that waits for an answer, a cut socket does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .portal import PortalClient

_LOOK_SECONDS = 0.1


@contextmanager
def cutting(stop: threading.Event, client: PortalClient) -> Iterator[None]:
    """Cuts the request under way as soon as ``stop`` is set: a stalled one would not notice by itself."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            if stop.is_set():
                client.cancel()
                return

    watcher = threading.Thread(target=watch, name="vidbudova-cancel", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(5)
