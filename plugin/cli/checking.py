"""``check``: the rules over the whole workspace."""

from __future__ import annotations

import argparse
from collections import Counter

from ..quality.model import SEVERITIES, Finding
from ..store.titles import record_title
from ..store.workspace import Workspace
from ..sync.checking import check_workspace
from .making import open_workspace
from .output import DONE, REMAINS, Printer


def check(options: argparse.Namespace, printer: Printer) -> int:
    """Checks every record. ``--severity`` shows findings of that weight and heavier; any that is shown makes it 1."""
    wanted = frozenset(SEVERITIES[: SEVERITIES.index(options.severity) + 1])
    with open_workspace(options.folder, printer) as workspace:
        found = sorted(check_workspace(workspace, wanted), key=_place)
        counts = Counter(finding.severity for finding in found)
        documents = [_document(workspace, finding, printer.lang) for finding in found]
    for one in documents:
        severity = printer.text(f"severity.{one['severity']}")
        printer.line(f"{severity} · {one['title']} · {one['message']} [{one['rule']}, {one['type']} {one['uuid']}]")
    if found:
        shown = (printer.text(f"check.{name}", n=counts[name]) for name in SEVERITIES if name in wanted)
        printer.line(", ".join(shown))
    else:
        printer.say("check.clean")
    printer.result({"findings": documents, "counts": {name: counts[name] for name in SEVERITIES if name in wanted}})
    return REMAINS if found else DONE


def _place(finding: Finding) -> tuple[int, str, str, str]:
    return (SEVERITIES.index(finding.severity), finding.type, finding.uuid, finding.rule)


def _document(workspace: Workspace, finding: Finding, lang: str) -> dict[str, object]:
    rtype = workspace.rtype(finding.type)
    record = workspace.get(finding.type, finding.uuid) or {}
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "type": finding.type,
        "uuid": finding.uuid,
        "title": record_title(workspace, rtype, record, lang) or rtype.label(lang),
        "fields": list(finding.fields),
        "message": finding.message(lang),
    }
