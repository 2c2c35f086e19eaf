"""``status``: how things stand."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from ..store import conflicts, outbox, refusals, relay, transfers
from ..store.changes import dirty
from ..store.workspace import Workspace
from ..sync import bookkeeping
from .making import open_workspace
from .output import DONE, REMAINS, Printer

STATES = ("waiting", "sending", "synced", "conflict", "refused")


def status(options: argparse.Namespace, printer: Printer) -> int:
    """Counts by type and state. 1 where something waits, is under way, in conflict or refused; what the sample holds
    waits for nothing."""
    with open_workspace(options.folder, printer) as workspace:
        found = _status(workspace, options.folder)
    _show_status(found, printer)
    printer.result(found)
    left = found["waiting"] + found["sending"] + found["conflicts"] + found["refused"] + found["relays"]
    left += found["files_waiting"] + found["files_refused"]
    return REMAINS if left and not found["sample"] else DONE


def _status(workspace: Workspace, folder: str) -> dict[str, Any]:
    """Deletions that wait to be sent are counted as waiting though their rows are gone."""
    own = outbox.own_in_flight(workspace)
    relayed = {key for key in outbox.all_in_flight(workspace) - own if key[0] in workspace.catalogue.types}
    state_of = dict.fromkeys(own | {key for key in relayed if workspace.fid(*key) is not None}, "sending")
    state_of |= {refusal.key: "refused" for refusal in refusals.list_refusals(workspace)}
    state_of |= {conflict.key: "conflict" for conflict in conflicts.list_conflicts(workspace)}
    rowless: Counter[str] = Counter()
    for change in dirty(workspace):
        if change.state == "created_deleted":
            continue
        state_of.setdefault(change.key, "waiting")
        if change.mine is None:
            rowless[change.type] += 1
    by_type: dict[str, dict[str, int]] = {}
    for name in workspace.catalogue.types:
        counts = Counter(state for (type_name, _), state in state_of.items() if type_name == name)
        records = workspace.count(name)
        by_type[name] = {state: counts[state] for state in STATES}
        by_type[name]["synced"] = max(0, records + rowless[name] - counts.total())
        by_type[name]["records"] = records
    totals = {state: sum(counts[state] for counts in by_type.values()) for state in STATES}
    settings = workspace.settings
    carried = transfers.counts(workspace)
    return {
        "folder": folder,
        "workspace": settings.uuid,
        "portal": settings.portal_url,
        "territory": list(settings.territory),
        "organisation": settings.organisation,
        "sample": settings.sample,
        "types": by_type,
        "records": sum(counts["records"] for counts in by_type.values()),
        "waiting": totals["waiting"],
        "sending": totals["sending"],
        "synced": totals["synced"],
        "conflicts": totals["conflict"],
        "refused": totals["refused"],
        "relays": relay.count_unfinished(workspace),
        "files_waiting": carried.waiting,
        "files_refused": carried.failed,
        "last_sync": workspace.get_meta(bookkeeping.LAST_SYNC),
    }


def _show_status(found: dict[str, Any], printer: Printer) -> None:
    printer.say(
        "status.heading", folder=found["folder"], territory=", ".join(found["territory"]), portal=found["portal"] or "–"
    )
    if found["sample"]:
        for name, counts in found["types"].items():
            if counts["records"]:
                printer.line(f"  {name}: {counts['records']}")
        printer.say("status.sample")
        return
    for name, counts in found["types"].items():
        shown = [f"{printer.text(f'state.{state}')} {counts[state]}" for state in STATES if counts[state]]
        if shown:
            printer.line(f"  {name}: {', '.join(shown)}")
    if not any(found[total] for total in ("records", "waiting", "sending", "conflicts", "refused")):
        printer.say("status.empty")
    for total in ("waiting", "sending", "conflicts", "refused", "files_waiting", "files_refused"):
        if found[total]:
            printer.say(f"status.{total}", n=found[total])
    if found["relays"]:
        printer.say("status.relays", n=found["relays"])
    when = found["last_sync"]
    printer.say("status.last_sync" if when else "status.never", at=when or "")
