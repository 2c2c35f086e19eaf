"""What a record form needs to know of the world: the workspace, the codifier, who is typing, what day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..store.clock import today_in_kyiv
from .sticky import SettingsSticky, Sticky

if TYPE_CHECKING:
    from ..records.territory import Codifier
    from ..store.workspace import Workspace
    from .file_tools import FileTools
    from .place_tools import PlaceTools


@dataclass(frozen=True)
class WorkspaceAccess:
    """The workspace a form reads and writes, on the connection of the window's own thread.

    :param workspace: an open workspace; opened in the thread that runs the form.
    :param codifier: the territory register, or None where it has not been built (codes can still be typed).
    :param author: goes into `captured_by` of new records; blank where unknown.
    :param sticky: remembers the last value of sticky fields for the next new record.
    :param today: the day that rules about dates compare with.
    :param files: works on photos and documents beside the window; without it forms have no page of files.
    :param places: other coordinate systems, the map, the receiver; without it coordinates are typed in degrees only.
    """

    workspace: Workspace
    codifier: Codifier | None = None
    author: str | None = None
    sticky: Sticky = field(default_factory=SettingsSticky)
    today: Callable[[], date] = today_in_kyiv
    files: FileTools | None = None
    places: PlaceTools | None = None
