"""Where things lie in a workspace folder."""

from __future__ import annotations

from pathlib import Path

GPKG_NAME = "workspace.gpkg"


def gpkg_path(folder: Path) -> Path:
    """The GeoPackage."""
    return folder / GPKG_NAME


def files_dir(folder: Path) -> Path:
    """Attached files, named by their SHA-256."""
    return folder / "files"


def lists_dir(folder: Path) -> Path:
    """Lists for the forms of programs without the plugin; made anew when it opens the workspace."""
    return folder / "lists"


def backups_dir(folder: Path) -> Path:
    """Copies made before an upgrade."""
    return folder / "backups"


def project_path(folder: Path) -> Path:
    """The QGIS project."""
    return folder / "workspace.qgz"


def lock_path(folder: Path) -> Path:
    """The file that the running engine holds locked."""
    return folder / "engine.lock"


def files_lock_path(folder: Path) -> Path:
    """The file that whoever carries files to and from the portal holds locked."""
    return folder / "files.lock"


def boundaries_path(folder: Path) -> Path:
    """Boundaries of the territorial units, a GeoPackage of its own; not there before any are loaded."""
    return folder / "boundaries.gpkg"
