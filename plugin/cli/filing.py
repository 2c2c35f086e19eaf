"""``attach`` and ``files``: photos and documents of records, and how they travel."""

from __future__ import annotations

import argparse
import json
import threading
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..errors import UsageError, VidbudovaError
from ..records import media
from ..records.catalogue import default_catalogue
from ..store import attaching, files, transfers
from ..store.workspace import Workspace
from ..sync import bookkeeping, file_events, file_lane
from ..sync.access import PortalAccess
from ..sync.events import Waiting
from ..sync.portal import PortalClient
from ..sync.retry import RetryPolicy
from . import trust
from .making import open_workspace
from .output import DONE, FAILED, REMAINS, Printer


def attach(options: argparse.Namespace, printer: Printer) -> int:
    """Attaches files to a record. 2 where one of them was not taken; the others are attached all the same."""
    done: list[dict[str, Any]] = []
    refused: list[VidbudovaError] = []
    with open_workspace(options.folder, printer) as workspace:
        author = _author(workspace)
        for name in options.file:
            try:
                uuid = attaching.attach(
                    workspace, options.type, options.uuid, Path(name), author=author, caption=options.caption,
                    lang=options.lang,
                )  # fmt: skip
            except VidbudovaError as error:
                if len(options.file) == 1:
                    raise
                refused.append(error)
                printer.warn(error)
                continue
            record = workspace.get("attachment", uuid) or {}
            done.append({"uuid": uuid, "file": name, "sha256": record.get("sha256"), "bytes": record.get("bytes")})
            printer.say("files.attached", name=record.get("file_name"), uuid=uuid)
            if record.get("media_type") in media.PICTURES:
                printer.progress(printer.text("files.unreduced"))
    document: dict[str, Any] = {"attached": done}
    if refused:
        document["errors"] = [printer.document(error) for error in refused]
    printer.result(document)
    return FAILED if refused else DONE


def _author(workspace: Workspace) -> str | None:
    """Whose account the workspace last synchronised with: who works here, as far as is known."""
    try:
        account = json.loads(workspace.get_meta(bookkeeping.ACCOUNT) or "{}")
        return str(account["name"]) if account.get("name") else None
    except (ValueError, AttributeError):
        return None


def show(options: argparse.Namespace, printer: Printer) -> int:
    """Lists files with their states; fetches them with ``--download``. 1 where a file waits or was refused."""
    if options.download is not None:
        return _download(options, printer)
    with open_workspace(options.folder, printer) as workspace:
        if options.originals is not None:
            transfers.set_originals(workspace, options.originals == "yes")
        if options.metered is not None:
            transfers.set_metered(workspace, options.metered == "yes")
        if options.retry:
            printer.say("files.retry", n=transfers.try_again(workspace))
        rows = [_row(workspace, record) for record in workspace.records("attachment")]
        counts = transfers.counts(workspace)
        document = {
            "originals": transfers.originals_wanted(workspace),
            "metered": transfers.metered(workspace),
            "waiting": counts.waiting,
            "refused": counts.failed,
            "wanted": counts.wanted,
        }
    if not rows:
        printer.say("files.none")
    for row in rows:
        printer.line(f"{row['file_name']} · {_in_words(row, printer)} [{row['uuid']}]")
        for reason in row["reasons"]:
            printer.line(f"  {reason.describe(printer.lang)}")
    printer.result(document | {"files": [_plain(row, printer) for row in rows]})
    return REMAINS if counts.waiting or counts.failed else DONE


def transfer(
    options: argparse.Namespace,
    printer: Printer,
    access: PortalAccess,
    stop: threading.Event,
    *,
    metered: bool = False,
) -> file_events.FilesReport:
    """One run of the lane of files, its progress told."""
    report = file_events.FilesReport()
    policy = RetryPolicy(budget=options.wait, contact=min(RetryPolicy.contact, options.wait))
    lane = file_lane.transfer(
        Path(options.folder),
        default_catalogue(),
        PortalClient(access),
        cancel=stop,
        metered=metered,
        policy=policy,
    )
    for event in lane:
        _tell(event, printer)
        if isinstance(event, file_events.FilesFinished):
            report = event.report
    return report


def show_report(report: file_events.FilesReport, printer: Printer) -> dict[str, Any] | None:
    """What the lane did, in a line; the same for ``--json``, None where there was nothing to do."""
    counted = ("sent", "received", "failed", "waiting", "refused", "wanted")
    if not any(getattr(report, name) for name in counted) and report.problem is None:
        return None
    told = ", ".join(printer.text(f"files.count.{name}", n=getattr(report, name)) for name in counted)
    printer.line(printer.text("files.counts", told=told))
    if report.unreduced:
        printer.say("files.unreduced_waiting", n=report.unreduced)
    document = {one.name: getattr(report, one.name) for one in fields(report) if one.name != "problem"}
    if report.problem is not None:
        document["error"] = printer.document(report.problem)
    return document


def outcome(report: file_events.FilesReport) -> int:
    """The exit status that a run of the lane asks for."""
    if report.problem is not None:
        return FAILED
    return REMAINS if report.waiting or report.refused or report.wanted or report.cancelled else DONE


def _download(options: argparse.Namespace, printer: Printer) -> int:
    from .syncing import read_token, stopping

    token = read_token(options.token_file)
    with open_workspace(options.folder, printer) as workspace:
        url = workspace.settings.portal_url
        if not url:
            raise UsageError("portal.no_portal")
        trust.allow(token, url, options.portal)
        if options.download == "all":
            transfers.want_downloads(workspace)
        else:
            record = workspace.get("attachment", options.download)
            if record is None or not files.is_hash(record.get("sha256")):
                raise UsageError("cli.no_such_attachment", uuid=options.download)
            transfers.want_downloads(workspace, str(record["sha256"]), priority=1)
    access = PortalAccess(url, token, None, options.ca_bundle, options.lang)
    with stopping() as stop:
        report = transfer(options, printer, access, stop)
    document = show_report(report, printer)
    if document is None:
        printer.say("files.all_here")
    printer.result({"transfer": document})
    if report.problem is not None:
        printer.warn(report.problem)
        return FAILED
    return REMAINS if report.wanted or report.failed or report.cancelled else DONE


def _row(workspace: Workspace, record: dict[str, Any]) -> dict[str, Any]:
    """An attachment with the states of its file."""
    uploads = transfers.uploads(workspace, record["uuid"])
    sha256 = str(record.get("sha256") or "")
    here = [name for name in files.VARIANTS if files.is_hash(sha256) and files.has(workspace.folder, sha256, name)]
    row = {name: record.get(name) for name in ("uuid", "file_name", "media_type", "bytes", "sha256", "parent_type")}
    row["parent_uuid"] = record.get("parent_uuid")
    row["here"] = here
    row["uploads"] = {one.variant: one.state for one in uploads if one.bytes}
    row["reasons"] = [one.reason for one in uploads if one.reason is not None]
    return row


def _plain(row: dict[str, Any], printer: Printer) -> dict[str, Any]:
    return row | {"reasons": [{"code": one.code, "message": one.describe(printer.lang)} for one in row["reasons"]]}


def _in_words(row: dict[str, Any], printer: Printer) -> str:
    told = [
        printer.text(f"files.variant.{name}", state=_state(state, printer)) for name, state in row["uploads"].items()
    ]
    if not told:
        told = [_state("here" if row["here"] else "elsewhere", printer)]
    return ", ".join(told)


def _state(state: str, printer: Printer) -> str:
    return printer.text(f"files.state.{state}")


def _tell(event: file_events.FileEvent, printer: Printer) -> None:
    """Progress in words: a line a file."""
    if isinstance(event, file_events.FilesStarted):
        printer.progress(printer.text("files.started", up=event.uploads, down=event.downloads))
    elif isinstance(event, file_events.FileDone):
        key = "files.existed" if event.existed else f"files.done.{event.direction}"
        printer.progress(printer.text(key, name=event.name, variant=printer.text(f"files.{event.variant}")))
    elif isinstance(event, file_events.FileFailed):
        printer.warn(event.problem)
    elif isinstance(event, file_events.FilesHeld):
        printer.progress(printer.text("files.held", n=event.files))
    elif isinstance(event, Waiting):
        problem = event.problem.describe(printer.lang)
        printer.progress(printer.text("sync.waiting", seconds=round(event.seconds), problem=problem))
