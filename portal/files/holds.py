"""Who is at work on a part: one at a time, among all threads and processes that share the folder.

A hold is a byte of one lock file, locked with the operating system: it ends with its process, however that ends, and
leaves nothing to be cleaned up. Such locks do not tell threads of one process apart, so these are told apart here.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NAME = "uploads.lock"
_SPAN = 2**62


class Holds:
    """The parts that this process works on. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._mutex = threading.Lock()
        self._mine: set[str] = set()
        # Opened once and kept: closing any handle of a file gives up all locks that the process has on it.
        self._file: int | None = None

    def take(self, upload: str) -> bool:
        """Takes the part where nobody has it; whether that went well. Does not wait."""
        with self._mutex:
            if upload in self._mine:
                return False
            if self._file is None:
                self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            if not _lock(self._file, _place(upload)):
                return False
            self._mine.add(upload)
            return True

    def give_back(self, upload: str) -> None:
        """Lets others take the part."""
        with self._mutex:
            if upload in self._mine:
                assert self._file is not None
                self._mine.remove(upload)
                _unlock(self._file, _place(upload))

    def close(self) -> None:
        """Gives everything back."""
        with self._mutex:
            self._mine.clear()
            if self._file is not None:
                os.close(self._file)
                self._file = None


def _place(upload: str) -> int:
    return int.from_bytes(hashlib.sha256(upload.encode("utf-8")).digest()[:8], "big") % _SPAN


if sys.platform == "win32":

    def _lock(file: int, place: int) -> bool:
        os.lseek(file, place, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int, place: int) -> None:
        os.lseek(file, place, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:

    def _lock(file: int, place: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(file: int, place: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
