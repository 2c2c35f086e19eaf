"""What one run of the lane of files works with."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeVar

from ..errors import PortalError, VidbudovaError
from ..store.files import Variant
from ..store.workspace import Workspace
from .events import Waiting
from .file_events import Direction, FileProgress
from .pace import Pace
from .portal import PortalClient
from .retry import Patience
from .tus import TusClient, problem_name

Result = TypeVar("Result")

_ENDS_RUN = frozenset({401, 426})


@dataclass
class FileRun:
    """One run: the workspace on this thread's connection, the portal, and what is left to do."""

    ws: Workspace
    client: PortalClient
    portal: str
    epoch: str
    new_patience: Callable[[], Patience]
    tus: TusClient
    up: Pace = field(default_factory=Pace)
    down: Pace = field(default_factory=Pace)
    left: int = 0
    left_bytes: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def write(self, change: Callable[[], Result]) -> Generator[Waiting, None, Result]:
        """A short write, tried again while somebody else writes."""
        return (yield from self.new_patience().retrying(change))

    def progress(
        self, sha256: str, name: str, variant: Variant, direction: Direction, done: int, total: int
    ) -> FileProgress:
        """How far a file is, with what waits behind it."""
        seconds = time.monotonic() - self._begun
        carried = self.bytes_sent + self.bytes_received
        rate = carried / seconds if seconds > 1 and carried else None
        return FileProgress(sha256, name, variant, direction, done, total, self.left, self.left_bytes, rate)


def refusal(error: PortalError) -> PortalError | None:
    """What a refusal of one file means, in words of its own; None where it is about more than this file."""
    name = problem_name(error)
    if error.retryable or error.status in _ENDS_RUN or error.status is None:
        return None
    code = _REFUSALS.get(name)
    if code is None:
        if error.status == 413:
            code = "sync.file_too_large"
        elif error.status == 507:
            code = "sync.file_quota"
        elif error.status == 403:
            code = "sync.file_forbidden"
        elif error.status in (400, 415, 422):
            code = "sync.file_refused"
        else:
            return None
    return PortalError(code, status=error.status, problem=error.problem, detail=error.params.get("detail", ""))


_REFUSALS = {
    "attachment-unknown": "sync.file_record_first",
    "quota": "sync.file_quota",
    "too-large": "sync.file_too_large",
    "file-type": "sync.file_type",
    "file-hash": "sync.file_hash",
    "unsupported-media-type": "sync.file_type",
}

PASSING = frozenset({"sync.file_record_first", "sync.file_quota"})
"""Refusals that may pass by themselves: the file is offered again in the next run."""


def is_stop(error: VidbudovaError) -> bool:
    """Whether somebody asked to stop."""
    return error.code == "transport.cancelled"
