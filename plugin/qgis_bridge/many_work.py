"""What is done with many records at once, as tasks: looked at first, written when that is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contract.workflow import FIELD as WORKFLOW
from ..contract.workflow import GATED, INITIAL
from ..quality import engine
from ..quality.model import Finding, Severity
from ..quality.registry import rules
from ..records import values
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from ..records.territory import Codifier
from ..store import findings, many
from ..store.columns import Record
from ..store.context import WorkspaceContext
from ..store.listing_order import Key
from ..store.many import Chosen, Held, Outcome
from ..store.workspace import Workspace
from .tasks import BaseTask

SUBMITTED = "submitted"
_ERRORS: frozenset[Severity] = frozenset({"error"})
_TELL_EVERY = 50


@dataclass(frozen=True)
class Action:
    """What to do: `kind` is submit, set_field (of `field` to `value`, None clears) or delete."""

    kind: str
    field: str = ""
    value: Any = None


@dataclass(frozen=True)
class Job:
    """An action with what it needs, for a thread of its own.

    `editing` are types and feature ids with uncommitted edits in a layer, `open_forms` records with unsaved changes in
    a form: both are left as they are.
    """

    folder: Path
    catalogue: Catalogue
    codifier: Path
    action: Action
    lang: str
    editing: frozenset[tuple[str, int]] = frozenset()
    open_forms: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Looked:
    """The records of a choice, and what would become of them."""

    keys: list[Key]
    outcome: Outcome


def look(job: Job, chosen: Chosen, task: BaseTask[Looked]) -> Looked:
    """What the action would do. Raises ``store.list_changed``."""
    with Workspace.open(job.folder, job.catalogue) as ws:
        keys = many.keys_of(ws, chosen)
        told, cancelled = _teller(task), task.cancelling.is_set
        if job.action.kind == "delete":
            return Looked(keys, many.look_at_deletion(ws, keys, _taken(ws, job), job.lang, cancelled, told))
        return Looked(keys, many.look(ws, keys, _Judge(ws, job), job.lang, cancelled, told))


def act(job: Job, keys: list[Key], task: BaseTask[Outcome]) -> Outcome:
    """Does it, in parts; a cancel ends it between two of them."""
    with Workspace.open(job.folder, job.catalogue) as ws:
        told, cancelled = _teller(task), task.cancelling.is_set
        if job.action.kind == "delete":
            return many.delete(ws, keys, _taken(ws, job), job.lang, cancelled, told)
        judge = _Judge(ws, job)
        return many.change(ws, keys, judge, job.lang, cancelled, told, judge.keep_findings)


def _teller(task: BaseTask[Any]) -> many.Told:
    def told(done: int, total: int) -> None:
        if done % _TELL_EVERY == 0 or done == total:
            task.setProgress(100.0 * done / max(1, total))
            task.tell((done, total))

    return told


def _taken(ws: Workspace, job: Job) -> dict[Key, Held]:
    """Records that somebody is working on just now."""
    found = {key: Held("open_form") for key in job.open_forms}
    for type_name, fid in job.editing:
        uuid = ws.uuid_of(type_name, fid) if type_name in ws.catalogue.types else None
        if uuid is not None:
            found[(type_name, uuid)] = Held("editing")
    return found


class _Judge:
    """Decides about one record after the other, by the rules that the form goes by."""

    def __init__(self, ws: Workspace, job: Job) -> None:
        self._ws = ws
        self._job = job
        self._taken = _taken(ws, job)
        codifier = Codifier(job.codifier) if job.codifier.is_file() else None
        self._context = WorkspaceContext(ws, codifier)

    def __call__(self, key: Key, record: Record) -> Mapping[str, Any] | Held:
        if key in self._taken:
            return self._taken[key]
        rtype = self._ws.rtype(key[0])
        return self._submit(rtype, record) if self._job.action.kind == "submit" else self._set(rtype, record)

    def keep_findings(self, keys: Iterable[Key]) -> None:
        """For the problem list, as a form does it: what a check found among neighbours stands until the next one."""
        mine = {rule.id for rule in rules() if rule.on_record or rule.on_world}
        found: dict[Key, list[Any]] = {}
        for key in keys:
            record = self._ws.get(*key)
            if record is None:
                continue
            stored = findings.list_findings(self._ws, type_name=key[0], uuid=key[1])
            kept = [finding for finding in stored if finding.rule not in mine]
            found[key] = [*engine.check(self._ws.rtype(key[0]), record, self._context), *kept]
        findings.replace_many(self._ws, found)

    def _submit(self, rtype: RecordType, record: Record) -> Mapping[str, Any] | Held:
        if not rtype.has_field(WORKFLOW):
            return Held("no_field")
        state = str(record.get(WORKFLOW) or INITIAL)
        if state in GATED:
            return Held("past", {"state": state})
        changes = {WORKFLOW: SUBMITTED}
        return self._flawed(rtype, {**record, **changes}) or changes

    def _set(self, rtype: RecordType, record: Record) -> Mapping[str, Any] | Held:
        name, value = self._job.action.field, self._job.action.value
        if not rtype.has_field(name):
            return Held("no_field")
        if record.get(name) == value:
            return Held("same")
        after = {**record, name: value}
        wrong = [
            fault for fault in values.faults(rtype, _without_blanks(after), self._ws.catalogue) if fault.field == name
        ]
        if wrong:
            return Held("errors", {"text": wrong[0].message(self._job.lang), "n": len(wrong)}, name)
        if str(record.get(WORKFLOW) or INITIAL) in GATED:
            before = {(found.rule, found.fields) for found in self._errors(rtype, record)}
            new = [found for found in self._errors(rtype, after) if (found.rule, found.fields) not in before]
            if new:
                return self._because_of(new)
        return {name: value}

    def _flawed(self, rtype: RecordType, record: Record) -> Held | None:
        shape = values.faults(rtype, _without_blanks(record), self._ws.catalogue)
        if shape:
            text = shape[0].message(self._job.lang)
            label = rtype.field(shape[0].field).label(self._job.lang) if rtype.has_field(shape[0].field) else ""
            return Held("errors", {"text": f"{label}: {text}" if label else text, "n": len(shape)}, shape[0].field)
        found = self._errors(rtype, record)
        return self._because_of(found) if found else None

    def _errors(self, rtype: RecordType, record: Record) -> list[Finding]:
        return engine.check(rtype, _without_blanks(record), self._context, _ERRORS)

    def _because_of(self, found: list[Finding]) -> Held:
        first = found[0]
        return Held(
            "errors",
            {"text": first.message(self._job.lang), "n": len(found)},
            first.fields[0] if first.fields else "",
        )


def _without_blanks(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}
