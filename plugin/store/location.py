"""Folders where a workspace is in danger: network drives, whose locks lie, and folders that a cloud client rewrites."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreError
from .connection import from_os
from .layout import gpkg_path

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "fuse.sshfs", "afpfs", "webdav", "davfs"})
_CLOUD = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "мій диск", "icloud", "nextcloud", "owncloud",
    "pcloud", "megasync",
)  # fmt: skip
_DRIVE_REMOTE = 4


@dataclass(frozen=True)
class Prospect:
    """What a new workspace would find at a place.

    `wanted` is the folder that was asked about, `folder` the one it would get, `taken` the workspace that has the
    wanted name already; `free` are the bytes left on the disk, None where nobody can tell; `trouble` keeps a workspace
    from being made there, `warnings` do not.
    """

    wanted: Path
    folder: Path
    taken: Path | None = None
    free: int | None = None
    trouble: StoreError | None = None
    warnings: tuple[StoreError, ...] = ()


def usual_place(documents: str, home: Path) -> Path:
    """Where workspaces lie if nobody chooses: *Vidbudova* among the documents, or beside them where those are on a
    network drive or with a cloud client, as on many a Windows."""
    if documents and not any(warnings(Path(documents))):
        return Path(documents, "Vidbudova")
    return home / "Vidbudova"


def prospect(place: Path, name: str) -> Prospect:
    """Looks at a folder for workspaces before a new one called `name` is made in it; changes nothing.

    A name that is taken is numbered. Reads the disk: on a network drive that may take long.
    """
    folder, taken, free, trouble = place / name, None, None, None
    try:
        there = place
        while not there.exists() and there != there.parent:
            there = there.parent
        if not there.is_dir():
            trouble = StoreError("store.not_a_folder", path=str(there))
        elif not os.access(there, os.W_OK):
            trouble = StoreError("store.no_permission", path=str(there))
        free = shutil.disk_usage(there).free
        taken = folder if gpkg_path(folder).exists() else None
        number = 1
        while folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            number += 1
            folder = place / f"{name} {number}"
    except OSError as error:
        trouble = trouble or from_os(error, place)
    return Prospect(place / name, folder, taken, free, trouble, tuple(warnings(place)))


def warnings(folder: Path) -> Iterator[StoreError]:
    """A ``store.network_drive`` or ``store.cloud_folder`` where the folder is on one."""
    folder = folder.absolute()
    if _on_network(folder):
        yield StoreError("store.network_drive", path=str(folder))
    for part in folder.parts:
        lowered = part.lower()
        if any(lowered == name or lowered.startswith(name + " -") for name in _CLOUD):
            yield StoreError("store.cloud_folder", path=str(folder), service=part)
            return


def _on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        return _on_windows_share(folder)
    mounts = Path("/proc/self/mounts")
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if (folder == Path(point) or Path(point) in folder.parents) and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in _NETWORK


def _on_windows_share(folder: Path) -> bool:
    drive = folder.drive
    if drive.startswith("\\\\"):
        return True
    import ctypes

    windll = getattr(ctypes, "windll", None)
    return windll is not None and windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
