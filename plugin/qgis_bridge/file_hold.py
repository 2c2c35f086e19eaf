"""Keeps a workspace file in write-ahead mode while it is open in QGIS, whatever else opens and closes it.

GDAL opens and closes a file to look what it is. On Linux and macOS that drops every POSIX lock of the process on the
file, those of SQLite's open connections too. Another process that then closes its connection believes to be the last,
and deletes the write-ahead log from under QGIS: what is committed next is lost to everybody else. And QGIS itself puts
the file back into `delete` mode when it closes a layer, in which it reads without any lock.

An open-file-description lock is not dropped that way. A shared one over the bytes that SQLite locks for reading lets
everyone read and commit, and keeps everyone from taking the file for unused. Windows has no such trouble: its locks
belong to handles.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    _SET_LOCK = None
else:
    _SET_LOCK = getattr(fcntl, "F_OFD_SETLK", None)

SHARED_FIRST = 0x40000002  # https://www.sqlite.org/fileformat2.html#the_lock_byte_page, os.h: SHARED_FIRST, SHARED_SIZE
SHARED_SIZE = 510
_F_GETPATH = 50  # macOS, sys/fcntl.h


class FileHold:
    """A shared lock on an SQLite file from `take` to `release`. Does nothing where the system has no such locks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether the lock is taken."""
        return self._descriptor is not None

    def take(self) -> None:
        """Takes the lock; call it when the file is in write-ahead mode. Where it cannot be had, nothing is held."""
        if _SET_LOCK is None or self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        request = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, SHARED_FIRST, SHARED_SIZE, 0)
        try:
            fcntl.fcntl(descriptor, _SET_LOCK, request)
        except OSError:
            os.close(descriptor)
            return
        self._descriptor = descriptor

    def where(self) -> Path | None:
        """Where the file is by now, which somebody may have renamed or moved; None where that cannot be told."""
        if self._descriptor is None:
            return None
        try:
            if sys.platform == "darwin":
                answer = fcntl.fcntl(self._descriptor, _F_GETPATH, bytes(1024))
                found = Path(os.fsdecode(answer.rstrip(b"\0")))
            else:
                found = Path(os.readlink(f"/proc/self/fd/{self._descriptor}"))
            return found if os.path.samestat(os.stat(found), os.fstat(self._descriptor)) else None
        except (OSError, ValueError):
            return None

    def release(self) -> None:
        """Gives the lock back; before the last connection closes, so that it can tidy up."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
