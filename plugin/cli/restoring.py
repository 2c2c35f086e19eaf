"""``backup``: lists, makes, restores copies of a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError, UsageError
from ..records import messages
from ..records.catalogue import default_catalogue
from ..store import backup as backups
from ..store import restoring
from ..store.changes import Key
from ..store.titles import record_title
from ..store.workspace import Workspace
from .making import open_workspace
from .output import DONE, REMAINS, Printer

_MOST_ROWS = 1000


def backup(options: argparse.Namespace, printer: Printer) -> int:
    """What ``backup DIR`` is followed by."""
    if options.action == "list":
        return _list(options, printer)
    if options.action == "make":
        return _make(options, printer)
    if not options.name:
        raise UsageError("cli.backup_which")
    return _preview(options, printer) if options.preview else _restore(options, printer)


def _list(options: argparse.Namespace, printer: Printer) -> int:
    found = backups.list_backups(Path(options.folder))
    for one in found:
        printer.line(_line(one, printer))
    if not found:
        printer.say("backup.none")
    printer.result({"backups": [_document(one) for one in found]})
    return DONE


def _make(options: argparse.Namespace, printer: Printer) -> int:
    with open_workspace(options.folder, printer) as workspace:
        path = backups.back_up(workspace.connection, workspace.folder, "hand")
    made = backups.get_backup(Path(options.folder), path.name)
    printer.line(_line(made, printer))
    printer.result(_document(made))
    return DONE


def _preview(options: argparse.Namespace, printer: Printer) -> int:
    """1 where restoring would change anything."""
    with open_workspace(options.folder, printer) as workspace:
        chosen = backups.get_backup(workspace.folder, options.name)
        shown = restoring.preview(workspace, chosen)
        kept = {one.key: one.record for one in shown.differences}
        rows = [_row(workspace, one, kept, printer) for one in shown.differences[:_MOST_ROWS]]
    for row in rows:
        printer.line(f"{printer.text('backup.kind.' + row['kind'])} · {row['title']} [{row['type']} {row['uuid']}]")
    _tell_counts(shown.counts(), printer)
    omitted = len(shown.differences) - len(rows)
    printer.result({"backup": shown.name, "counts": shown.counts(), "records": rows, "omitted": omitted})
    return REMAINS if shown.differences else DONE


def _restore(options: argparse.Namespace, printer: Printer) -> int:
    kinds = frozenset(restoring.KINDS) if options.exact else restoring.USUAL
    folder = Path(options.folder)
    try:
        with open_workspace(options.folder, printer) as workspace:
            chosen = backups.get_backup(folder, options.name)
            done = restoring.restore(workspace, chosen, kinds)
    except StoreError as error:
        if error.code not in restoring.DAMAGED or not _is_damaged(folder):
            raise
        aside = restoring.replace_damaged(folder, backups.get_backup(folder, options.name), default_catalogue())
        printer.say("backup.replaced", name=options.name, aside=aside.name)
        printer.result({"backup": options.name, "replaced": True, "damaged": aside.name})
        return DONE
    printer.say("backup.restored", n=sum(done.values()), back=done["back"], changed=done["change"], gone=done["go"])
    printer.result({"backup": options.name, "replaced": False, "restored": done})
    return DONE


def _is_damaged(folder: Path) -> bool:
    """Whether it is the workspace that cannot be opened, and not the copy."""
    try:
        Workspace.open(folder, default_catalogue()).close()
    except StoreError:
        return True
    return False


def _row(
    workspace: Workspace, one: restoring.Difference, kept: Mapping[Key, Mapping[str, Any]], printer: Printer
) -> dict[str, Any]:
    rtype = workspace.rtype(one.type)
    title = record_title(workspace, rtype, one.record, printer.lang, others=kept) or rtype.label(printer.lang)
    return {"type": one.type, "uuid": one.uuid, "kind": one.kind, "title": title, "fields": list(one.fields)}


def _tell_counts(counts: dict[str, dict[restoring.Kind, int]], printer: Printer) -> None:
    if not counts:
        printer.say("backup.same")
    for name, of_type in counts.items():
        told = (f"{printer.text(f'backup.kind.{kind}')} {of_type[kind]}" for kind in restoring.KINDS if of_type[kind])
        printer.line(f"{name}: {', '.join(told)}")


def _line(one: backups.Backup, printer: Printer) -> str:
    return printer.text(
        "backup.line",
        name=one.name,
        at=_time(one.made_at),
        reason=printer.text(f"backup.reason.{one.reason}"),
        size=messages.format_size(one.bytes, printer.lang),
    )


def _document(one: backups.Backup) -> dict[str, Any]:
    return {"name": one.name, "made_at": _time(one.made_at), "reason": one.reason, "bytes": one.bytes}


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
