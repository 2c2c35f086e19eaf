"""What the plugin remembers in the user's QGIS profile. Never a token: those are in the authentication database."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsSettings

PREFIX = "vidbudova/"
RECENT_KEPT = 8


def value(key: str, default: str = "") -> str:
    """A remembered text."""
    return str(QgsSettings().value(PREFIX + key, default, type=str))


def set_value(key: str, text: str) -> None:
    """Remembers a text."""
    QgsSettings().setValue(PREFIX + key, text)


def recent_workspaces() -> list[Path]:
    """The folders of the workspaces opened last, newest first; those that are gone are left out."""
    stored = QgsSettings().value(PREFIX + "recent", [])
    folders = [stored] if isinstance(stored, str) else list(stored or [])
    return [Path(folder) for folder in folders if folder and (Path(folder) / "workspace.gpkg").is_file()]


def remember_workspace(folder: Path) -> None:
    """Puts a workspace's folder first in the list of recent ones."""
    chosen = os.path.abspath(folder)
    others = [str(path) for path in recent_workspaces() if os.path.abspath(path) != chosen]
    QgsSettings().setValue(PREFIX + "recent", [chosen, *others][:RECENT_KEPT])


def backdrop_file() -> str:
    """The boundaries the user chose to see under the records; blank for none."""
    return value("backdrop/boundaries")


def set_backdrop_file(path: str) -> None:
    """Chooses the boundaries to see under the records of new workspaces."""
    set_value("backdrop/boundaries", path)


def tiles_allowed() -> bool:
    """Whether the user consented to loading OpenStreetMap's tiles, whose server learns where one looks."""
    return value("backdrop/tiles") == "yes"


def allow_tiles(allowed: bool) -> None:
    """Notes the user's consent, or its withdrawal."""
    set_value("backdrop/tiles", "yes" if allowed else "no")
