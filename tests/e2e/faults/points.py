"""Points at which a process is killed: a countdown that lies in a file, so that whoever started the process arms it.

A point is the moment before an SQL statement, before a commit, before a request goes out or an answer comes in. The
process that reaches the chosen one ends itself with SIGKILL, as a power cut would.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
from pathlib import Path

_LAYOUT = struct.Struct("=qqq")


class Points:
    """The countdown in the file at ``path``, made where it is not there."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_LAYOUT.pack(0, 0, 0))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _LAYOUT.size)

    def _read(self) -> tuple[int, int, int]:
        left, fired, passed = _LAYOUT.unpack_from(self._memory)
        return left, fired, passed

    def arm(self, at: int) -> None:
        """The ``at``-th point from now on (from 1) is the last; 0 disarms."""
        _LAYOUT.pack_into(self._memory, 0, at, 0, 0)

    @property
    def fired(self) -> bool:
        """Whether a process was killed since it was armed."""
        return bool(self._read()[1])

    @property
    def passed(self) -> int:
        """How many points were passed since it was armed."""
        return self._read()[2]

    def tick(self, *_: object) -> None:
        """A point."""
        left, fired, passed = self._read()
        if left == 1:
            _LAYOUT.pack_into(self._memory, 0, 0, fired + 1, passed + 1)
            os.kill(os.getpid(), signal.SIGKILL)
        _LAYOUT.pack_into(self._memory, 0, max(left - 1, 0), fired, passed + 1)
