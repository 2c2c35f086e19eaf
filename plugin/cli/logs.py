"""``log``: what was sent and received; of one record, its receipts and its history."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from ..errors import UsageError
from ..records import messages
from ..store import history, outbox, pulls, relay
from ..store.titles import record_title
from ..store.workspace import Workspace
from ..sync import receipts
from ..sync.wording import reason_text
from .making import open_workspace
from .output import DONE, REMAINS, Printer

_ORDER = ("bundle", "sent", "received")
"""What comes first of what happened in one second: a run sends before it receives."""


def log(options: argparse.Namespace, printer: Printer) -> int:
    """What was sent and received, newest first. 1 where a receipt is not what the portal signed."""
    if options.uuid is not None:
        return _record_log(options, printer)
    with open_workspace(options.folder, printer) as workspace:
        sent = outbox.history(workspace, options.limit)
        states = receipts.of_batches(workspace, [one.batch for one in sent])
        entries = [_sent(one, states) for one in sent]
        entries += [_received(one) for one in pulls.list_pulls(workspace, options.limit)]
        entries += [_bundle(one, printer) for one in relay.list_bundles(workspace, options.limit)]
    entries.sort(key=lambda entry: (entry["at"], _ORDER.index(entry["what"]), entry["number"]), reverse=True)
    entries = entries[: options.limit]
    for entry in entries:
        printer.line(_line(entry, printer))
    if not entries:
        printer.say("log.empty")
    printer.result({"entries": [{key: value for key, value in one.items() if key != "number"} for one in entries]})
    return REMAINS if any(entry.get("receipt") == "bad" for entry in entries) else DONE


def _sent(one: outbox.BatchSummary, states: Mapping[str, receipts.State]) -> dict[str, Any]:
    return {
        "what": "sent",
        "at": one.ended_at or one.sent_at or one.made_at,
        "batch": one.batch,
        "state": one.state,
        "items": one.items,
        "bytes": one.bytes,
        "verdicts": dict(one.verdicts),
        "made_at": one.made_at,
        "sent_at": one.sent_at,
        "ended_at": one.ended_at,
        "signature": one.signature,
        "key": one.kid,
        "receipt": states.get(one.batch),
        "reason": _reason(one.reason),
        "number": one.seq,
    }


def _reason(text: str | None) -> str | None:
    """The code of why a batch came to nothing."""
    if text is None or not text.startswith("{"):
        return text
    return str(json.loads(text).get("code"))


def _received(one: pulls.Pull) -> dict[str, Any]:
    return {
        "what": "received",
        "at": one.received_at,
        "items": one.items,
        "applied": one.applied,
        "more": one.more,
        "number": one.seq,
    }


def _bundle(one: relay.BundleSummary, printer: Printer) -> dict[str, Any]:
    return {
        "what": "bundle",
        "at": one.imported_at,
        "bundle": one.bundle,
        "name": one.name,
        "author": one.author_name,
        "organisation": one.organisation,
        "made_at": one.made_at,
        "items": one.items,
        "signed": one.signed,
        "verdicts": dict(one.verdicts),
        "reasons": [reason_text(json.loads(reason), printer.lang) for reason in one.reasons],
        "number": one.seq,
    }


def _line(entry: dict[str, Any], printer: Printer) -> str:
    if entry["what"] == "bundle":
        others = {"waiting": printer.text("log.relay_waiting"), "void": printer.text("log.relay_void")}
        became = [
            f"{others.get(name) or messages.text(f'sync.outcome.{name}', printer.lang)} {count}"
            for name, count in entry["verdicts"].items()
        ]
        line = printer.text(
            "log.bundle",
            at=entry["at"],
            name=entry["name"],
            author=entry["author"],
            n=entry["items"],
            outcome=", ".join(became) or "–",
        )
        return "\n".join([line, *(f"    {reason}" for reason in entry["reasons"])])
    if entry["what"] == "received":
        return printer.text("log.received", at=entry["at"], n=entry["items"], applied=entry["applied"])
    outcomes = [
        f"{messages.text(f'sync.outcome.{name}', printer.lang)} {count}" for name, count in entry["verdicts"].items()
    ]
    told = ", ".join(outcomes) or printer.text(f"log.state.{entry['state']}")
    signed = f" · {printer.text('receipt.' + entry['receipt'])}" if entry["receipt"] else ""
    return printer.text("log.sent", at=entry["at"], n=entry["items"], batch=entry["batch"], outcome=told) + signed


def _record_log(options: argparse.Namespace, printer: Printer) -> int:
    """One record's receipts, the newest first."""
    with open_workspace(options.folder, printer) as workspace:
        type_name, title = _found(workspace, options.uuid, printer.lang)
        found = receipts.of_record(workspace, type_name, options.uuid)[: options.limit]
        documents = [one.document(receipts.content_of(workspace, one)) for one in found]
        versions = history.versions(workspace, workspace.rtype(type_name), options.uuid)[: options.limit]
        told = [_told(workspace, type_name, one, printer) for one in versions]
    printer.line(f"{title} [{type_name} {options.uuid}]")
    for one in found:
        outcome = messages.text(f"sync.outcome.{one.verdict}", printer.lang)
        revision = "" if one.revision is None else printer.text("receipt.revision", revision=one.revision)
        state = printer.text(f"receipt.{one.state}")
        printer.line(f"  {one.received_at or '–'} {outcome}{revision} · {state} · {one.batch}")
        if one.hash:
            printer.line(f"    SHA-256 {one.hash}")
    if not found:
        printer.say("receipt.none")
    if told:
        printer.say("history.heading")
    for line in told:
        printer.line(f"  {line}")
    lines = [_version(one) for one in versions]
    printer.result({"type": type_name, "uuid": options.uuid, "title": title, "receipts": documents, "history": lines})
    return REMAINS if any(one.state == "bad" for one in found) else DONE


def _told(workspace: Workspace, type_name: str, one: history.Version, printer: Printer) -> str:
    """A version in one line: when, who, which fields."""
    rtype = workspace.rtype(type_name)
    names = one.changes or {}
    fields = [rtype.field(name).label(printer.lang) if rtype.has_field(name) else name for name in names]
    revision = "" if one.revision is None else printer.text("history.revision", revision=one.revision)
    did = printer.text("history.waiting") if one.revision is None else printer.text(f"history.{one.op}")
    return " · ".join(part for part in (one.at, one.author, revision, did, ", ".join(fields)) if part)


def _version(one: history.Version) -> dict[str, Any]:
    return {
        "revision": one.revision,
        "op": one.op,
        "author": one.author,
        "at": one.at,
        "changes": None if one.changes is None else {name: list(pair) for name, pair in one.changes.items()},
    }


def _found(workspace: Workspace, uuid: str, lang: str) -> tuple[str, str]:
    """Type and title of the record with this identity, also where it is gone. Raises ``cli.no_such_record``."""
    for type_name, rtype in workspace.catalogue.types.items():
        record = workspace.get(type_name, uuid)
        if record is not None:
            return type_name, record_title(workspace, rtype, record, lang) or rtype.label(lang)
    for type_name, rtype in workspace.catalogue.types.items():
        if outbox.receipts(workspace, type_name, uuid) or relay.receipts(workspace, type_name, uuid):
            return type_name, rtype.label(lang)
    raise UsageError("cli.no_such_record", uuid=uuid)
