"""A file that is there whole, or as it was before."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file with this content in the place of ``path``, synchronised, readable by its owner only.

    Written beside it and moved there, so that nobody finds a part of it, also after the power went. Its folder has to
    be there. Raises OSError; what was there before stays then.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    with contextlib.suppress(OSError):  # it is in its place
        synchronise_folder(path.parent)


def synchronise_folder(folder: Path) -> None:
    """Makes a new name in a folder last; Windows knows no such thing and needs none. Raises OSError where the folder
    cannot be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems (shares, sticks) cannot
            os.fsync(handle)
    finally:
        os.close(handle)
