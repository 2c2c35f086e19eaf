"""Checking all records of a workspace, beside the window: the rule engine's findings, kept for the problem list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..quality import engine
from ..quality.model import Finding, Record
from ..records.catalogue import Catalogue
from ..records.territory import Codifier
from ..store import clock, findings
from ..store.context import WorkspaceContext
from ..store.workspace import Workspace
from .tasks import BaseTask

BATCH = 500

Key = tuple[str, str]


@dataclass(frozen=True)
class Checked:
    """How many records were looked at, how many findings of each severity there are; `complete` unless cancelled."""

    records: int
    severities: dict[str, int]
    complete: bool


def run(folder: Path, catalogue: Catalogue, codifier_path: Path, task: BaseTask[Checked]) -> Checked:
    """Checks every record and keeps what is found, in short transactions; a cancel keeps what was checked so far."""
    codifier = Codifier(codifier_path) if codifier_path.is_file() else None
    with Workspace.open(folder, catalogue) as workspace:
        context = WorkspaceContext(workspace, codifier)
        total = sum(workspace.count(name) for name in catalogue.types) or 1
        seen: list[Key] = []
        found: dict[Key, list[Finding]] = {}
        done = 0

        def records() -> Iterator[tuple[str, Record]]:
            nonlocal done
            for name in catalogue.types:
                for record in workspace.records(name):
                    if task.cancelling.is_set():
                        return
                    if len(seen) >= BATCH:
                        _keep(workspace, seen, found)
                        task.setProgress(100 * done / total)
                    seen.append((name, str(record["uuid"])))
                    done += 1
                    yield name, record

        late: dict[Key, list[Finding]] = {}
        for finding in engine.check_all(records(), context):
            key = (finding.type, finding.uuid)
            (found if key in found or key in seen[-1:] else late).setdefault(key, []).append(finding)
        _keep(workspace, seen, found)
        if not task.cancelling.is_set():
            _add_late(workspace, late)
            findings.drop_orphaned(workspace)
            workspace.set_meta(findings.CHECKED_AT, clock.now())
        return Checked(done, dict(Counter(findings.count_findings(workspace))), not task.cancelling.is_set())


def _keep(workspace: Workspace, seen: list[Key], found: dict[Key, list[Finding]]) -> None:
    """Writes the findings of the records seen since the last time; those without any are clean now."""
    findings.replace_many(workspace, {key: found.get(key, []) for key in seen})
    seen.clear()
    found.clear()


def _add_late(workspace: Workspace, late: dict[Key, list[Finding]]) -> None:
    """What concerns neighbours is known at the end only: it comes on top of what each record has already."""
    keys = list(late)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        findings.replace_many(
            workspace,
            {key: [*findings.list_findings(workspace, type_name=key[0], uuid=key[1]), *late[key]] for key in some},
        )
