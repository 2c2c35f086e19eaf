"""``bundle export`` and ``bundle import``: what waits travels in a file, and somebody with a network passes it on."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..records import messages
from ..store.workspace import Workspace
from ..sync import bookkeeping, bundle, entitled
from ..sync.devices import DeviceFile, DeviceKey
from . import trust
from .making import open_workspace
from .output import DONE, REMAINS, Printer

DEVICE_VARIABLE = "VIDBUDOVA_DEVICE_FILE"
DEVICE_NAME = "device.json"
_MOST_PASSPHRASE = 10_000


def device_file() -> DeviceFile | None:
    """Where this user's device keys lie; None where the system names no place for settings."""
    chosen = os.environ.get(DEVICE_VARIABLE)
    if chosen:
        return DeviceFile(Path(chosen))
    folder = trust.settings_folder()
    return None if folder is None else DeviceFile(folder / DEVICE_NAME)


def run(options: argparse.Namespace, printer: Printer) -> int:
    """``bundle``."""
    return export(options, printer) if options.way == "export" else take_in(options, printer)


def export(options: argparse.Namespace, printer: Printer) -> int:
    """Writes a bundle of all that waits. 0 where nothing stays behind, else 1."""
    passphrase = _passphrase(options.passphrase_file)
    with open_workspace(options.folder, printer) as workspace:
        done = bundle.export_bundle(
            workspace,
            Path(options.file),
            device=_device(workspace, printer),
            passphrase=passphrase,
            with_files=not options.no_files,
            lang=options.lang,
        )
    if done is None:
        printer.say("bundle.nothing")
        printer.result({"file": None, "records": 0})
        return DONE
    printer.say("bundle.exported", file=options.file, n=done.records, again=done.again, files=done.files)
    printer.say("bundle.signed" if done.signed else "bundle.claimed")
    if done.missing:
        printer.say("bundle.missing", n=len(done.missing))
    for one in done.refused:
        reasons = " ".join(str(problem.get("message") or problem.get("rule")) for problem in one.problems)
        printer.line(f"  {messages.text('sync.outcome.refused', printer.lang)} · {one.change.type}: {reasons}")
    stays = done.left + len(done.refused)
    if stays:
        printer.say("bundle.left", n=stays)
    printer.result(
        {
            "file": str(done.path),
            "bytes": done.bytes,
            "batches": done.batches,
            "records": done.records,
            "again": done.again,
            "files": done.files,
            "missing_files": list(done.missing),
            "left": stays,
            "signed": done.signed,
            "sealed": passphrase is not None,
        }
    )
    return REMAINS if stays else DONE


def take_in(options: argparse.Namespace, printer: Printer) -> int:
    """Takes a bundle in. 0 where all of it can be passed on, 1 where some of it is left to its author."""
    passphrase = _passphrase(options.passphrase_file)
    with open_workspace(options.folder, printer) as workspace:
        path = Path(options.file)
        if options.preview:
            found, done = bundle.examine(workspace, path, passphrase, options.lang), None
        else:
            done = bundle.import_bundle(workspace, path, passphrase, lang=options.lang)
            found = done.preview
    _tell(found, done, printer)
    printer.result(_document(found, done))
    return REMAINS if found.left_out else DONE


def _tell(found: bundle.Preview, done: bundle.Imported | None, printer: Printer) -> None:
    signed = printer.text("bundle.signed" if found.signed else "bundle.claimed")
    author = f"{found.author_name} ({found.organisation})" if found.organisation else found.author_name
    printer.say("bundle.from", author=author, at=found.made_at, signed=signed)
    if found.known or found.own:
        printer.say("bundle.known", n=found.known + found.own)
    if done is None:
        printer.say("bundle.would", n=found.records, files=found.files)
    elif done.number is None:
        printer.say("bundle.nothing_new")
    else:
        printer.say("bundle.imported", n=found.records, shown=done.shown, files=done.files)
    for one in found.barred:
        why = messages.text(f"bundle.barred.{one.rule}", printer.lang)
        printer.line(f"  {one.title}: {why} [{one.type} {one.uuid}]")
    if found.left_out:
        printer.say("bundle.left_out", n=found.left_out)


def _document(found: bundle.Preview, done: bundle.Imported | None) -> dict[str, Any]:
    return {
        "bundle": found.bundle,
        "author": found.author_name,
        "organisation": found.organisation,
        "made_at": found.made_at,
        "signed": found.signed,
        "sealed": found.sealed,
        "batches": found.batches,
        "new": found.new,
        "known": found.known,
        "own": found.own,
        "left_out": found.left_out,
        "records": found.records,
        "files": found.files,
        "imported": done is not None and done.number is not None,
        "shown": 0 if done is None else done.shown,
        "barred": [{"type": one.type, "uuid": one.uuid, "title": one.title, "rule": one.rule} for one in found.barred],
    }


def _device(workspace: Workspace, printer: Printer) -> DeviceKey | None:
    """This user's key for the workspace's account; None where there is none, or none that can be read."""
    portal, account = workspace.get_meta(bookkeeping.PORTAL), entitled.account_of(workspace)
    store = device_file()
    if portal is None or account is None or store is None:
        return None
    try:
        return store.find(portal, account.account)
    except UsageError as error:
        printer.warn(error)
        return None


def _passphrase(file: str | None) -> str | None:
    """The passphrase in a file; never from the command line, which others can see."""
    if file is None:
        return None
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(_MOST_PASSPHRASE).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("cli.passphrase_file", path=file, reason=str(error)) from error
    if not text:
        raise UsageError("cli.passphrase_empty", path=file)
    return text
