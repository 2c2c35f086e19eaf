"""``diagnose``: a file for whoever helps, without names, titles, places or tokens."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import UsageError
from ..records.catalogue import default_catalogue
from ..sync import diagnosis
from .output import DONE, Printer


def diagnose(options: argparse.Namespace, printer: Printer) -> int:
    """Writes the file; an existing one is not overwritten."""
    target = Path(options.file)
    if target.exists():
        raise UsageError("cli.file_exists", path=str(target))
    parts = diagnosis.write(Path(options.folder), default_catalogue(), target)
    printer.say("diagnose.done", path=str(target))
    printer.result({"file": str(target), "bytes": target.stat().st_size, "parts": parts})
    return DONE
