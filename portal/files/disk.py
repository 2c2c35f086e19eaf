"""The folder in which files lie: whole ones by the SHA-256 of their bytes, growing ones by the id of their upload.

``<first two signs>/<sha256>`` is a whole file, ``parts/<upload id>`` a growing one. A file gets its name only after all
its bytes are on the disk, in one step, so under a hash there is never a half one; the same bytes lie here once. A part
only ever grows: what has been written is a beginning of the file, whenever the process dies. Nothing here asks the
database or knows of rights.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import DatabaseProblem

PARTS = "parts"
_WANTED = ".wanted"
_PIECE = 1 << 20


class Folder:
    """Files on disk. Safe to share between threads and processes; who writes to a part holds it (`holds`)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parts = root / PARTS

    def prepare(self) -> None:
        """Makes the folder where it is missing. Raises DatabaseProblem ``server.files_folder``."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.parts.mkdir(mode=0o700, exist_ok=True)
            if not os.access(self.parts, os.W_OK):
                raise PermissionError(f"{self.parts}")
        except OSError as error:
            raise DatabaseProblem("server.files_folder", path=str(self.root), reason=str(error)) from error

    # --- growing ------------------------------------------------------------------------------------------------------

    def part(self, upload: str) -> Path:
        """Where the part of an upload lies, whether or not it is there."""
        return self.parts / upload

    def size(self, upload: str) -> int:
        """How much of it has arrived."""
        try:
            return self.part(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def settle(self, upload: str) -> int:
        """How much of it has arrived, after all of that was put on the disk: what is told is not taken back."""
        try:
            with self.part(upload).open("rb+") as part:
                os.fsync(part.fileno())
                return part.seek(0, os.SEEK_END)
        except FileNotFoundError:
            return 0

    def open_part(self, upload: str) -> BinaryIO:
        """The part, made where it is missing, to be written to at its end. Not buffered: written is written."""
        path = self.part(upload)
        is_new = not path.exists()
        part = path.open("ab", buffering=0)
        if is_new:
            _sync_folder(self.parts)
        return part

    def digest(self, upload: str) -> str:
        """SHA-256 of what has arrived, hex."""
        found = hashlib.sha256()
        with self.part(upload).open("rb") as part:
            while piece := part.read(_PIECE):
                found.update(piece)
        return found.hexdigest()

    def drop(self, upload: str) -> None:
        """Removes the part."""
        self.part(upload).unlink(missing_ok=True)

    def stray(self, older_than: float) -> Iterator[str]:
        """Ids of parts to which nothing was written for `older_than` seconds."""
        before = time.time() - older_than
        with contextlib.suppress(FileNotFoundError), os.scandir(self.parts) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat().st_mtime < before:
                        yield entry.name

    # --- who else wants it --------------------------------------------------------------------------------------------

    def want(self, upload: str) -> None:
        """Asks whoever writes to the part, in whichever process, to let go of it."""
        self._wanted(upload).touch()

    def is_wanted(self, upload: str) -> bool:
        """Whether somebody waits for the part."""
        return self._wanted(upload).exists()

    def unwant(self, upload: str) -> None:
        """Nobody waits any more."""
        self._wanted(upload).unlink(missing_ok=True)

    def _wanted(self, upload: str) -> Path:
        return self.parts / (upload + _WANTED)

    # --- whole --------------------------------------------------------------------------------------------------------

    def path(self, sha256: str) -> Path:
        """Where the file with that hash lies, whether or not it is there."""
        return self.root / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Whether it is there, as long as it should be."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def place(self, upload: str, sha256: str) -> None:
        """Gives a whole, checked part its name.

        Does nothing where there is no part: it was placed before. A file that is there already is replaced by the same
        bytes, which have just been checked.
        """
        part, target = self.part(upload), self.path(sha256)
        if not part.exists():
            return
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self.root)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        try:
            os.replace(part, target)
        except PermissionError:
            # Windows does not replace what somebody is reading just now; what they read are the same bytes.
            if not target.exists():
                raise
            part.unlink()
        _sync_folder(target.parent)
        _sync_folder(self.parts)

    def whole(self) -> Iterator[Path]:
        """Every whole file."""
        for inner in sorted(self.root.iterdir()):
            if len(inner.name) == 2 and inner.is_dir():
                yield from sorted(inner.iterdir())


def _sync_folder(folder: Path) -> None:
    """Puts a folder's entries on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
