"""``audit``: whether every edit was noticed, and adopting those that were not."""

from __future__ import annotations

import argparse

from ..store import audit as store_audit
from ..sync.untracked import told
from .making import open_workspace
from .output import DONE, REMAINS, Printer


def audit(options: argparse.Namespace, printer: Printer) -> int:
    """Compares every record. 1 where edits are found and left as they are; ``--adopt`` has them wait to be sent."""
    with open_workspace(options.folder, printer) as workspace:
        found = store_audit.untracked(workspace, full=True)
        rows = told(workspace, found, printer.lang)
        if found and options.adopt:
            found = store_audit.adopt(workspace)
    for row in rows:
        printer.line(f"{row.title} · {row.text} [{row.type} {row.uuid}]")
    if len(found) > len(rows):
        printer.line("…")
    if found:
        printer.say("audit.adopted" if options.adopt else "audit.found", n=len(found))
    else:
        printer.say("audit.clean")
    printer.result(
        {
            "findings": [
                {"type": one.type, "uuid": one.uuid, "kind": one.kind, "fields": list(one.fields), "found": one.found}
                for one in found
            ],
            "adopted": bool(found) and options.adopt,
        }
    )
    return REMAINS if found and not options.adopt else DONE
