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

    def start(
        self, title: str, work: Callable[..., Any], done: Outcome, told: Callable[[Any], None] | None = None
    ) -> Any:
        """Runs ``work`` in a worker thread, then ``done(result, error)`` on the main thread. With ``told``, ``work``
        gets a parameter of that name to call from there; what it is given arrives at ``told`` on the main thread."""
        ...

    def under_way(self) -> dict[str, float]:
        """How far the file is that travels just now, from 0 to 1, by the SHA-256 of its original."""
        ...

    def picture(self, path: Path, side: int) -> QImage:
        """A picture, upright, its longest side at most `side` pixels; from any thread. Raises StoreError."""
        ...

    def check(self, path: Path) -> bool:
        """Whether a picture can be shown and reduced here; from any thread. Raises StoreError where one of a kind that
        everybody can read cannot be."""
        ...

    def turn(self, path: Path, target: Path, quarters: int) -> None:
        """Writes a picture to `target`, turned clockwise by so many quarters; from any thread. Raises StoreError."""
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
