"""``sync``: sends and receives, with the same engine as the plugin."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..records import messages
from ..sync import bookkeeping, engine, events, file_events, waiting
from ..sync.access import PortalAccess
from ..sync.portal import PortalClient
from ..sync.retry import RetryPolicy
from . import filing, trust
from .bundling import device_file
from .making import open_workspace
from .output import DONE, FAILED, REMAINS, Printer

TOKEN_VARIABLE = "VIDBUDOVA_TOKEN"  # nosec B105: a name
_MOST_TOKEN_BYTES = 10_000


def sync(options: argparse.Namespace, printer: Printer) -> int:
    """One run. 0 where nothing is left to do, 1 where something waits or needs a person, 2 where it broke off."""
    token = read_token(options.token_file)
    with open_workspace(options.folder, printer) as workspace:
        url = workspace.settings.portal_url
        if not url:
            raise UsageError("portal.no_portal")
        access = PortalAccess(url, token, None, options.ca_bundle, options.lang)
        trust.allow(token, url, options.portal)
        known = bookkeeping.seen_before(workspace, url)
        report = events.SyncReport()
        with stopping() as stop:

            def run(client: PortalClient, policy: RetryPolicy) -> Iterator[events.Event]:
                return engine.sync(
                    workspace,
                    client,
                    push=not options.pull_only,
                    pull=not options.push_only,
                    cancel=stop,
                    policy=policy,
                    devices=device_file(),
                )

            connect = partial(PortalClient, access)
            for event in waiting.sync_until(run, connect, seconds=options.wait, cancel=stop, seen_before=known):
                _tell(event, printer)
                if isinstance(event, events.Finished):
                    report = event.report
    carried = None
    if not options.no_files and report.problem is None and not report.cancelled:
        with stopping() as stop:
            carried = filing.transfer(options, printer, access, stop, metered=options.metered)
    _show(report, printer, carried)
    if report.problem is None:
        if carried is not None and carried.problem is not None:
            printer.warn(carried.problem)
        return max(DONE if report.complete else REMAINS, DONE if carried is None else filing.outcome(carried))
    if report.problem not in workspace.notices:  # those were told on opening
        printer.warn(report.problem)
    return FAILED


def read_token(token_file: str | None) -> str:
    """The token, from a file or the environment; never from the command line, which others can see."""
    if token_file is None:
        token = os.environ.get(TOKEN_VARIABLE, "").strip()
        if not token:
            raise UsageError("cli.no_token", variable=TOKEN_VARIABLE)
        return token
    try:
        with Path(token_file).open("rb") as file:
            token = file.read(_MOST_TOKEN_BYTES).decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("cli.token_file", path=token_file, reason=str(error)) from error
    if not token:
        raise UsageError("cli.token_file_empty", path=token_file)
    return token


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Ctrl+C asks the engine to stop; a second one ends the program at once."""
    stop = threading.Event()

    def ask(number: int, frame: Any) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    try:
        before = signal.signal(signal.SIGINT, ask)
    except ValueError:  # not in the main thread
        yield stop
        return
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(event: events.Event, printer: Printer) -> None:
    """Progress in words."""
    if isinstance(event, events.Started):
        printer.progress(printer.text("sync.started", portal=event.portal, account=event.account, n=event.waiting))
    elif isinstance(event, events.Repaired):
        printer.progress(printer.text("sync.repaired", types=", ".join(event.types), n=event.found))
        for title in event.titles:
            printer.progress(f"  {title}")
    elif isinstance(event, events.UntrackedFound):
        for row in event.records:
            printer.progress(f"  {row.title} · {row.text} [{row.type} {row.uuid}]")
    elif isinstance(event, events.Resuming):
        printer.progress(printer.text("sync.resuming", n=event.items))
    elif isinstance(event, events.Sending):
        printer.progress(printer.text("sync.sending", n=event.items, bytes=event.bytes, left=event.left))
    elif isinstance(event, events.Relaying):
        printer.progress(printer.text("sync.relaying", n=event.items, left=event.left))
    elif isinstance(event, events.Received) and event.items:
        printer.progress(printer.text("sync.receiving", n=event.total))
    elif isinstance(event, events.Problem) and not event.final:
        printer.warn(event.problem)
    elif isinstance(event, events.Waiting):
        problem = event.problem.describe(printer.lang)
        printer.progress(printer.text("sync.waiting", seconds=round(event.seconds), problem=problem))


def _show(report: events.SyncReport, printer: Printer, carried: file_events.FilesReport | None) -> None:
    """The result: a line of counts, then the records that need somebody."""
    if report.problem is None:
        printer.say("sync.cancelled" if report.cancelled else "sync.done")
    counted = ("sent", "received", "merged", "unchanged", "held", "conflicts", "refused", "waiting")
    printer.line(", ".join(printer.text(f"sync.count.{name}", n=getattr(report, name)) for name in counted))
    if report.relayed or report.relays_waiting:
        printer.say("sync.count.relays", n=report.relayed, waiting=report.relays_waiting)
    for row in report.rows:
        if row.outcome in events.ATTENTION:
            outcome = messages.text(f"sync.outcome.{row.outcome}", printer.lang)
            told = "" if row.text == outcome else f": {row.text}"
            printer.line(f"  {outcome} · {row.title}{told} [{row.type} {row.uuid}]")
    files = None if carried is None else filing.show_report(carried, printer)
    document: dict[str, Any] = {
        field.name: getattr(report, field.name) for field in fields(report) if field.name not in ("rows", "problem")
    }
    document["complete"] = report.complete
    document["rows"] = [
        {"type": row.type, "uuid": row.uuid, "title": row.title, "outcome": row.outcome, "text": row.text}
        for row in report.rows
    ]
    if files is not None:
        document["files"] = files
    if report.problem is not None:
        document["error"] = printer.document(report.problem)
    printer.result(document)
