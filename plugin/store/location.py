"""Folders where a workspace is in danger: network drives, whose locks lie, and folders that a cloud client rewrites."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import StoreError

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "fuse.sshfs", "afpfs", "webdav", "davfs"})
_CLOUD = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "мій диск", "icloud", "nextcloud", "owncloud",
    "pcloud", "megasync",
)  # fmt: skip
_DRIVE_REMOTE = 4


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
