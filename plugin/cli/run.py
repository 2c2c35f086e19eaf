"""Runs one command and turns whatever happens into an exit status."""

from __future__ import annotations

import traceback
from collections.abc import Sequence

from ..errors import UsageError, VidbudovaError
from . import auditing, bundling, checking, diagnosing, filing, logs, making, resolving, restoring, showing, syncing
from .arguments import build_parser, language_of
from .output import FAILED, Printer, use_utf8

_COMMANDS = {
    "new": making.new,
    "status": showing.status,
    "sync": syncing.sync,
    "check": checking.check,
    "log": logs.log,
    "audit": auditing.audit,
    "backup": restoring.backup,
    "diagnose": diagnosing.diagnose,
    "conflicts": resolving.show_conflicts,
    "resolve": resolving.resolve,
    "undo": resolving.undo,
    "bundle": bundling.run,
    "attach": filing.attach,
    "files": filing.show,
}


def main(arguments: Sequence[str]) -> int:
    """Runs the command in ``arguments``; its exit status. Errors are told in a sentence, never as a traceback."""
    use_utf8()
    lang = language_of(arguments)
    printer = Printer(lang, "--json" in arguments)
    try:
        options = build_parser(lang).parse_args(arguments)
        return _COMMANDS[options.command](options, printer)
    except VidbudovaError as error:
        printer.error(error)
    except KeyboardInterrupt:
        printer.error(UsageError("cli.interrupted"))
    except Exception as error:  # noqa: BLE001 (the last resort: a fault of ours is told as one)
        printer.error(UsageError("cli.fault", detail=_where(error)))
    return FAILED


def _where(error: BaseException) -> str:
    """A fault of the program in one line: what, and where in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{last.filename.replace(chr(92), '/').rpartition('/')[2]}:{last.lineno}"
    return f"{type(error).__name__}: {str(error)[:200]} ({place})"
