"""The command line's grammar, its help in the language of the caller."""

from __future__ import annotations

import argparse
import locale
import os
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ..errors import UsageError
from ..quality.model import SEVERITIES
from ..records import messages

PROGRAM = "python -m plugin.cli"
SIDES = ("mine", "portal")


def language_of(arguments: Sequence[str]) -> str:
    """``--lang`` where it stands among the arguments, else English for an English locale, else Ukrainian.

    Looked for before anything is parsed, so that help and complaints are in that language too.
    """
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in messages.LANGUAGES:
            return value
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0]
    return "en" if (named or "").lower().startswith("en") else "uk"


class _Parser(argparse.ArgumentParser):
    """Complains by a UsageError, so that there is one way to show errors."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("cli.usage", detail=message, usage=self.format_usage().strip())


def build_parser(lang: str) -> argparse.ArgumentParser:
    """The parser of all commands."""

    def say(key: str) -> str:
        return messages.text(f"cli.{key}", lang)

    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help=say("help.json"))
    common.add_argument("--lang", choices=messages.LANGUAGES, default=lang, help=say("help.lang"))

    parser = _Parser(prog=PROGRAM, description=say("description"), epilog=say("exit_codes"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    def command(name: str) -> Any:
        summary = say(f"{name}.summary")
        one = commands.add_parser(name, parents=[common], help=summary, description=summary)
        one.add_argument("folder", metavar="DIR", help=say("help.folder"))
        return one

    new = command("new")
    new.add_argument("--territory", action="append", metavar="KATOTTG", help=say("help.territory"), default=[])
    new.add_argument("--portal", metavar="URL", help=say("help.new_portal"))
    new.add_argument("--organisation", metavar="EDRPOU", help=say("help.organisation"))
    new.add_argument("--sample", action="store_true", help=say("help.sample"))

    command("status")

    sync = command("sync")
    direction = sync.add_mutually_exclusive_group()
    direction.add_argument("--push-only", action="store_true", help=say("help.push_only"))
    direction.add_argument("--pull-only", action="store_true", help=say("help.pull_only"))
    sync.add_argument("--token-file", metavar="FILE", help=say("help.token_file"))
    sync.add_argument("--portal", metavar="URL", help=say("help.sync_portal"))
    sync.add_argument("--ca-bundle", metavar="FILE", help=say("help.ca_bundle"))
    sync.add_argument("--wait", metavar="SECONDS", type=_seconds, default=60.0, help=say("help.wait"))

    sync.add_argument("--no-files", action="store_true", help=say("help.no_files"))
    sync.add_argument("--metered", action="store_true", help=say("help.metered_now"))

    attach = command("attach")
    attach.add_argument("type", metavar="TYPE", help=say("help.attach_type"))
    attach.add_argument("uuid", metavar="UUID", help=say("help.attach_uuid"))
    attach.add_argument("file", metavar="FILE", nargs="+", help=say("help.attach_file"))
    attach.add_argument("--caption", metavar="TEXT", help=say("help.caption"))

    files = command("files")
    files.add_argument("--download", metavar="all|UUID", help=say("help.download"))
    files.add_argument("--retry", action="store_true", help=say("help.retry"))
    files.add_argument("--originals", choices=("yes", "no"), help=say("help.originals"))
    files.add_argument("--metered", choices=("yes", "no"), help=say("help.metered"))
    files.add_argument("--token-file", metavar="FILE", help=say("help.token_file"))
    files.add_argument("--portal", metavar="URL", help=say("help.sync_portal"))
    files.add_argument("--ca-bundle", metavar="FILE", help=say("help.ca_bundle"))
    files.add_argument("--wait", metavar="SECONDS", type=_seconds, default=60.0, help=say("help.wait"))

    check = command("check")
    check.add_argument("--severity", choices=SEVERITIES, default="hint", help=say("help.severity"))

    log = command("log")
    log.add_argument("uuid", metavar="UUID", nargs="?", help=say("help.log_uuid"))

    shown = command("conflicts")
    shown.add_argument("--type", metavar="TYPE", help=say("help.conflict_type"))

    resolve = command("resolve")
    resolve.add_argument("uuid", metavar="UUID", nargs="?", help=say("help.resolve_uuid"))
    resolve.add_argument("--take", choices=SIDES, required=True, help=say("help.take"))
    resolve.add_argument("--field", action="append", metavar="FIELD", default=[], help=say("help.resolve_field"))
    resolve.add_argument("--rest", choices=SIDES, help=say("help.rest"))
    resolve.add_argument("--all", action="store_true", help=say("help.resolve_all"))
    resolve.add_argument("--type", metavar="TYPE", help=say("help.conflict_type"))
    resolve.add_argument("--preview", action="store_true", help=say("help.resolve_preview"))

    command("undo")

    _add_bundle(commands, common, say)

    audit = command("audit")
    audit.add_argument("--adopt", action="store_true", help=say("help.adopt"))

    backup = command("backup")
    backup.add_argument("action", choices=("list", "make", "restore"), help=say("help.backup_action"))
    backup.add_argument("name", metavar="NAME", nargs="?", help=say("help.backup_name"))
    backup.add_argument("--preview", action="store_true", help=say("help.preview"))
    backup.add_argument("--exact", action="store_true", help=say("help.exact"))

    diagnose = command("diagnose")
    diagnose.add_argument("file", metavar="FILE", help=say("help.diagnose_file"))
    log.add_argument("--limit", metavar="N", type=_count, default=50, help=say("help.limit"))
    return parser


def _add_bundle(commands: Any, common: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """``bundle export`` and ``bundle import``."""
    summary = say("bundle.summary")
    ways = commands.add_parser("bundle", help=summary, description=summary).add_subparsers(
        dest="way", metavar="WAY", required=True, parser_class=_Parser
    )
    for way in ("export", "import"):
        summary = say(f"bundle_{way}.summary")
        one = ways.add_parser(way, parents=[common], help=summary, description=summary)
        one.add_argument("folder", metavar="DIR", help=say("help.folder"))
        one.add_argument("file", metavar="FILE", help=say("help.bundle_file"))
        one.add_argument("--passphrase-file", metavar="FILE", help=say("help.passphrase_file"))
        if way == "export":
            one.add_argument("--no-files", action="store_true", help=say("help.bundle_no_files"))
        else:
            one.add_argument("--preview", action="store_true", help=say("help.bundle_preview"))


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 86400:
        raise ValueError(text)
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value
