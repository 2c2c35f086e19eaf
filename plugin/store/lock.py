"""One engine at a time on a workspace: a lock of the operating system, which a crash releases."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import IO

from ..errors import StoreError
from .clock import now
from .layout import lock_path

_LOCKED_BYTE = 1 << 20
"""Far behind the text, so that others can read who holds the lock where locked bytes cannot be read (Windows)."""


class EngineLock:
    """Held from :meth:`acquire` to :meth:`release`, or while it is a context manager's. Never waits."""

    def __init__(self, folder: Path) -> None:
        self._path = lock_path(folder)
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock. Raises ``StoreError("store.locked_by_other_engine", pid, host, since)``."""
        try:
            file = self._path.open("r+b") if self._path.exists() else self._path.open("w+b")
        except OSError as error:
            raise StoreError("store.no_permission", path=str(self._path.parent)) from error
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            holder = _holder(file.read(4096))
            file.close()
            raise StoreError("store.locked_by_other_engine", retryable=True, **holder) from error
        file.seek(0)
        file.truncate()
        holder_text = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now()})
        file.write(holder_text.encode("utf-8"))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock up; nothing happens where it is not held. The file stays: removing it would race."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            file.seek(0)
            file.truncate()
            _unlock(file)
        finally:
            file.close()

    def __enter__(self) -> EngineLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _holder(text: bytes) -> dict[str, str]:
    try:
        found = json.loads(text)
        return {name: str(found[name]) for name in ("pid", "host", "since")}
    except (ValueError, KeyError, TypeError):
        return {"pid": "?", "host": "?", "since": "?"}


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
