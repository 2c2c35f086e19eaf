"""One engine at a time on a workspace: a lock of the operating system, which a crash releases."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from io import FileIO
from pathlib import Path

from ..errors import StoreError
from .clock import now
from .connection import from_os
from .layout import lock_path

_LOCKED_BYTE = 1 << 20
"""Far behind the text, so that others can read who holds the lock where locked bytes cannot be read (Windows)."""


class EngineLock:
    """Held from :meth:`acquire` to :meth:`release`, or while it is a context manager's. Never waits."""

    def __init__(self, folder: Path, path: Path | None = None) -> None:
        """The lock of the engine, or another one: the file at `path`, whose folder is there."""
        self._path = path or lock_path(folder)
        self._file: FileIO | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock. Raises ``StoreError("store.locked_by_other_engine", pid, host, since)``, and
        ``store.no_permission``, ``store.disk_full`` where its file cannot be made."""
        try:
            file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        except OSError as error:
            raise from_os(error, self._path) from error
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            holder = _holder(file.read(4096))
            file.close()
            raise StoreError("store.locked_by_other_engine", retryable=True, **holder) from error
        self._file = file
        holder_text = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now()})
        with contextlib.suppress(OSError):  # on a full disk the lock holds as well; only who holds it stays untold
            file.seek(0)
            file.truncate()
            file.write(holder_text.encode("utf-8"))

    def release(self) -> None:
        """Give the lock up; nothing happens where it is not held. The file stays: removing it would race."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with contextlib.suppress(OSError):
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

    def _lock(file: FileIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: FileIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
