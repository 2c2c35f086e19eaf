"""What can go wrong at the portal, as errors with a code (see ``plugin/errors.py``)."""

from __future__ import annotations

from plugin.errors import UsageError, VidbudovaError


class DatabaseProblem(UsageError):
    """The database cannot be used: not reachable, not one of ours, or newer than this portal."""


class Busy(VidbudovaError):
    """Others keep the database from taking this now. A later try helps."""

    default_retryable = True

    def __init__(self) -> None:
        super().__init__("server.busy")
