"""What a form's page of files needs from outside: work beside the window, pictures, the portal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from qgis.PyQt.QtGui import QImage

Outcome = Callable[[Any, "Exception | None"], None]


class FileTools(Protocol):
    """Given to forms by the composition root."""

    changed: Any
    """A signal: some file's state, or a file itself, is another now."""

    def start(self, title: str, work: Callable[[], Any], done: Outcome) -> Any:
        """Runs ``work`` in a worker thread, then ``done(result, error)`` on the main thread."""
        ...

    def picture(self, path: Path, side: int) -> QImage:
        """A picture, upright, its longest side at most `side` pixels; from any thread. Raises StoreError."""
        ...

    def check(self, path: Path) -> None:
        """Raises StoreError where a picture of a kind that can be read here cannot be; from any thread."""
        ...

    def attached(self) -> None:
        """Files were attached or are to be sent again."""
        ...

    def complain(self, text: str) -> None:
        """Tells what went wrong where the form that began it is closed by now."""
        ...

    def fetch(self, sha256: str) -> None:
        """A file that is not here is wanted now. Raises StoreError."""
        ...

    def show(self, record: dict[str, Any]) -> None:
        """Opens an attachment's file with the machine's own program."""
        ...
