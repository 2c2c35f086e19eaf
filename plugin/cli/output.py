"""What the command line prints: results on stdout, progress and errors on stderr, one JSON document with ``--json``."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from typing import Any, TextIO

from ..errors import UsageError, VidbudovaError
from ..records import messages

DONE, REMAINS, FAILED = 0, 1, 2
"""Exit statuses: nothing is left to do; work or findings remain; wrong usage or an environment that does not work."""


def use_utf8() -> None:
    """Writes UTF-8 where output goes to a file or a pipe; a terminal that lacks letters shows a mark in their place."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8", errors="backslashreplace")


@dataclass(frozen=True)
class Printer:
    """Speaks one language, as text or as JSON."""

    lang: str
    json: bool

    def text(self, key: str, /, **params: object) -> str:
        """A text of the command line."""
        return messages.text(f"cli.{key}", self.lang, **params)

    def say(self, key: str, /, **params: object) -> None:
        """A line of the result; nothing with ``--json``."""
        self.line(self.text(key, **params))

    def line(self, text: str = "") -> None:
        """A line of the result as it stands; nothing with ``--json``."""
        if not self.json:
            _put(sys.stdout, text)

    def progress(self, text: str) -> None:
        """A line on stderr; nothing with ``--json``."""
        if not self.json:
            _put(sys.stderr, text)

    def result(self, document: dict[str, Any]) -> None:
        """The result with ``--json``; nothing else."""
        if self.json:
            _put(sys.stdout, json.dumps(document, ensure_ascii=False, indent=1))

    def error(self, error: VidbudovaError) -> None:
        """An error: a sentence on stderr, and with ``--json`` ``{"error": {"code", "message"}}`` on stdout."""
        with contextlib.suppress(UsageError):  # where results cannot be written, the sentence is all there is
            self.result({"error": self.document(error)})
        with contextlib.suppress(UsageError):
            self.warn(error)

    def document(self, error: VidbudovaError) -> dict[str, str]:
        """An error as JSON."""
        return {"code": error.code, "message": error.describe(self.lang)}

    def warn(self, error: VidbudovaError) -> None:
        """A sentence on stderr."""
        _put(sys.stderr, error.describe(self.lang))


def _put(stream: TextIO, text: str) -> None:
    """Writes a line. Where nobody reads on, the work goes on all the same; raises ``cli.output`` for a full disk."""
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # What is left in the buffer would fail once more when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        raise UsageError("cli.output", reason=error.strerror or str(error)) from error
