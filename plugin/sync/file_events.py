"""What the lane of files tells while it runs, and the report it ends with; as :mod:`~plugin.sync.events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import VidbudovaError
from ..store.files import Variant
from .events import Problem, Waiting

Direction = Literal["up", "down"]


@dataclass(frozen=True)
class FilesStarted:
    """The portal answered; so many files are to travel, so many bytes of them are known."""

    uploads: int
    downloads: int
    bytes: int


@dataclass(frozen=True)
class FileReduced:
    """The reduced copy of a picture is made."""

    attachment: str
    bytes: int


@dataclass(frozen=True)
class FileProgress:
    """A piece of a file has travelled. `left` files and `left_bytes` wait behind it; `rate` is in bytes a second."""

    sha256: str
    name: str
    variant: Variant
    direction: Direction
    done: int
    total: int
    left: int
    left_bytes: int
    rate: float | None = None


@dataclass(frozen=True)
class FileDone:
    """A file has travelled, whole and checked. `existed`: the portal had it already."""

    sha256: str
    name: str
    variant: Variant
    direction: Direction
    existed: bool = False


@dataclass(frozen=True)
class FileFailed:
    """A file was not taken, and why; the others go on."""

    sha256: str
    name: str
    variant: Variant
    direction: Direction
    problem: VidbudovaError


@dataclass(frozen=True)
class FilesHeld:
    """So many files wait, because the connection is metered."""

    files: int


@dataclass(frozen=True)
class FilesReport:
    """What one run did, and what is left."""

    sent: int = 0
    existed: int = 0
    """Of `sent`, those that the portal had already."""
    received: int = 0
    failed: int = 0
    """Files not taken in this run."""
    waiting: int = 0
    """Files that wait to be sent still."""
    refused: int = 0
    """Files that stay here until somebody does something about them."""
    wanted: int = 0
    """Files that wait to be fetched still."""
    bytes_sent: int = 0
    """Bytes of files that went out, those that were lost on the way included."""
    bytes_received: int = 0
    unreduced: int = 0
    """Pictures that wait for QGIS, which makes their reduced copies."""
    held: bool = False
    """The connection is metered: nothing was done."""
    cancelled: bool = False
    problem: VidbudovaError | None = None
    """What ended the run early."""


@dataclass(frozen=True)
class FilesFinished:
    """The last event of every run."""

    report: FilesReport


FileEvent = (
    FilesStarted | FileReduced | FileProgress | FileDone | FileFailed | FilesHeld | Waiting | Problem | FilesFinished
)
