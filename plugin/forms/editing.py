"""One record while it is being edited: what it was when the form opened, what is typed now, and how that is saved.

No widgets here. The rule of saving: only fields that the person changed are written, in one short transaction, and
only over the values the person started from. Where the record changed underneath meanwhile (a pull, another window,
another program), nothing is written and the clash is reported.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from ..records import values as record_values
from ..records.definition import GEOMETRY, Field, RecordType
from ..store import steps
from ..store.drafts import Draft
from .access import WorkspaceAccess

IDENTITY = "uuid"
_MONEY = re.compile(r"-?\d{1,15}\.\d\d\Z", re.ASCII)
_MOST_DIGITS = 17
_MAX_INTEGER = 2**63 - 1


@dataclass(frozen=True)
class Clash:
    """Fields (one, or a group that means one thing together) that both the person and somebody else changed."""

    fields: tuple[str, ...]
    started: dict[str, Any]
    theirs: dict[str, Any]
    mine: dict[str, Any]


class NotSaved(Exception):
    """Nothing was written, or not all. `unstorable` fields hold text that the table cannot hold, `rest_saved` says
    whether the others were written; `clashes` changed underneath; `gone` says that the record was deleted meanwhile."""

    def __init__(
        self,
        *,
        unstorable: tuple[str, ...] = (),
        rest_saved: bool = False,
        clashes: tuple[Clash, ...] = (),
        gone: bool = False,
    ) -> None:
        super().__init__(unstorable, rest_saved, clashes, gone)
        self.unstorable = unstorable
        self.rest_saved = rest_saved
        self.clashes = clashes
        self.gone = gone


def _endless(field: Field, value: Any) -> bool:
    """Whether text has more digits than a number keeps: as a number it would not be what was typed."""
    return (
        field.type in ("integer", "number") and isinstance(value, str) and sum(map(str.isdigit, value)) > _MOST_DIGITS
    )


def folded(field: Field, value: Any) -> Any:
    """What was typed into a field, in its wire form; what is no value of it stays as it was typed. None for blank."""
    return value if _endless(field, value) else record_values.normalise(field, value)


def storable(field: Field, value: Any) -> bool:
    """Whether the table can hold a value as it is. Text fields hold anything; numbers and dates do not hold text."""
    if value is None or field.type == "string":
        return True
    if field.is_money:
        return isinstance(value, str) and _MONEY.match(value) is not None
    if field.type == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_INTEGER
    if field.type == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if field.type == "boolean":
        return isinstance(value, bool)
    if field.type in ("date", "datetime"):
        reader = date.fromisoformat if field.type == "date" else datetime.fromisoformat
        try:
            reader(str(value).replace("Z", "+00:00") if field.type == "datetime" else str(value))
        except ValueError:
            return False
    return True


def now() -> str:
    """This moment as a wire value (UTC, whole seconds)."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class RecordEditing:
    """The state of an open form."""

    def __init__(
        self, access: WorkspaceAccess, rtype: RecordType, uuid: str | None = None, preset: dict[str, Any] | None = None
    ) -> None:
        """:param uuid: of an existing record; None starts a new one with defaults, sticky values and `preset`.

        :raises LookupError: there is no record of this uuid.
        """
        self.access = access
        self.rtype = rtype
        self._memory = f"{access.workspace.settings.uuid}/{rtype.name}"  # what repeats here need not repeat elsewhere
        self._begin(uuid, preset or {})

    def _begin(self, uuid: str | None, preset: dict[str, Any]) -> None:
        if uuid is None:
            self.is_new = True
            self.uuid = record_values.new_uuid()
            self.started: dict[str, Any] = {}
            self.values: dict[str, Any] = self._fresh(preset)
            self._untouched = dict(self.values)
            return
        record = self.access.workspace.get(self.rtype.name, uuid)
        if record is None:
            raise LookupError(uuid)
        self.is_new = False
        self.uuid = uuid
        self.started = {name: value for name, value in record.items() if value is not None and name != IDENTITY}
        self.values = dict(self.started)
        self._untouched = self.started

    def _fresh(self, preset: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {field.name: field.default for field in self.rtype.fields if field.default is not None}
        sticky = self.access.sticky.recall(self._memory)
        values.update({name: value for name, value in sticky.items() if self._is_sticky(name)})
        names = self.rtype.field_names
        if "captured_by" in names and self.access.author:
            values["captured_by"] = self.access.author
        values.update({name: value for name, value in preset.items() if value is not None and name != IDENTITY})
        return values

    def _is_sticky(self, name: str) -> bool:
        return name in self.rtype.field_names and self.rtype.field(name).sticky

    def get(self, name: str) -> Any:
        """What stands in a field now; None is blank."""
        return self.values.get(name)

    def set(self, name: str, value: Any) -> None:
        """Takes what was typed into a field, folded to its wire form where that is possible."""
        if name != GEOMETRY:
            value = folded(self.rtype.field(name), value)
        if record_values.blank(value):
            self.values.pop(name, None)
        else:
            self.values[name] = value

    def record(self) -> dict[str, Any]:
        """The record as it would be saved now."""
        return {IDENTITY: self.uuid, **self.values}

    def changes(self) -> dict[str, Any]:
        """Fields whose value differs from what the form started from; None means cleared."""
        names = self.started.keys() | self.values.keys()
        return {
            name: self.values.get(name)
            for name in sorted(names)
            if not _same(self.started.get(name), self.values.get(name))
        }

    @property
    def unsaved(self) -> bool:
        """Whether closing now would lose something the person did."""
        names = self._untouched.keys() | self.values.keys()
        return any(not _same(self._untouched.get(name), self.values.get(name)) for name in names)

    def unstorable(self) -> tuple[str, ...]:
        """Fields whose text the table cannot hold, in the form's order."""
        return tuple(field.name for field in self.rtype.fields if not storable(field, self.values.get(field.name)))

    def save(self) -> str:
        """Writes what changed and returns the uuid. After it the form starts from what was saved.

        Text that the table cannot hold stays behind in its field; what else was typed is written.

        :raises NotSaved: not everything was written; see there for why.
        :raises StoreError: the workspace could not be written (read-only, busy, disk full); nothing was written.
        """
        unstorable = self.unstorable()
        held_back = {name: self.values[name] for name in unstorable}
        names = (self._untouched.keys() | self.values.keys()) - held_back.keys()
        if held_back and all(_same(self._untouched.get(name), self.values.get(name)) for name in names):
            raise NotSaved(unstorable=unstorable)
        for name in held_back:
            self.values.pop(name)
            if name in self.started:
                self.values[name] = self.started[name]
        try:
            self._write()
        finally:
            self.values.update(held_back)
        if held_back:
            raise NotSaved(unstorable=unstorable, rest_saved=True)
        return self.uuid

    def _write(self) -> None:
        workspace, name = self.access.workspace, self.rtype.name
        if self.is_new:
            if "captured_at" in self.rtype.field_names and not self.values.get("captured_at"):
                self.values["captured_at"] = now()
            with steps.recording(workspace, "edit"):
                workspace.insert(name, self.record())
        else:
            changes = self.changes()
            if changes:
                with steps.recording(workspace, "edit"):
                    self._refuse_clashes(workspace.get(name, self.uuid), changes)
                    workspace.update(name, self.uuid, changes)
        self.access.sticky.remember(
            self._memory, {key: value for key, value in self.values.items() if self._is_sticky(key)}
        )
        self._begin(self.uuid, {})

    def _refuse_clashes(self, current: dict[str, Any] | None, changes: dict[str, Any]) -> None:
        if current is None:
            raise NotSaved(gone=True)
        clashes = []
        for group in dict.fromkeys(self.rtype.group_of(name) for name in changes):
            theirs, mine = ({name: side.get(name) for name in group} for side in (current, self.values))
            started = {name: self.started.get(name) for name in group}
            if not _alike(theirs, started) and not _alike(theirs, mine):
                clashes.append(Clash(group, started, theirs, mine))
        if clashes:
            raise NotSaved(clashes=tuple(clashes))

    def start_from(self, clashes: tuple[Clash, ...], *, take_theirs: bool) -> None:
        """After a clash: goes on from what the record is now, with the other's values or one's own in those fields.

        Fields that only the other one changed take the new value; own edits elsewhere stay.

        :raises LookupError: the record is gone.
        """
        current = self.access.workspace.get(self.rtype.name, self.uuid)
        if current is None:
            raise LookupError(self.uuid)
        mine = self.changes()
        if take_theirs:
            for clash in clashes:
                for name in clash.fields:
                    mine.pop(name, None)
        self.started = {name: value for name, value in current.items() if value is not None and name != IDENTITY}
        self._untouched = self.started
        self.values = {**self.started, **{name: value for name, value in mine.items() if value is not None}}
        for name, value in mine.items():
            if value is None:
                self.values.pop(name, None)

    def draft(self, texts: Mapping[str, str]) -> Draft | None:
        """What would be lost if the program ended now; None where nothing would.

        :param texts: what is typed and is no value yet, by field name.
        """
        if not self.unsaved and not texts:
            return None
        started, values = dict(self.started), dict(self.values)
        return Draft(self.rtype.name, self.uuid, self.is_new, started, values, dict(texts))

    def put_back(self, draft: Draft) -> bool:
        """Goes on from what was typed and not saved when an earlier form was closed by a crash or with its project.

        Saving then finds what somebody else changed since, as if the form had stayed open. False where the record was
        deleted meanwhile: it goes on as a new one.
        """
        if draft.is_new:
            self.uuid = draft.uuid
        elif self.is_new:
            self.values = dict(draft.values)
            self.become_new()
            return False
        else:
            self.started = dict(draft.started)
            self._untouched = self.started
        self.values = dict(draft.values)
        return True

    def become_new(self) -> None:
        """Goes on as a new record with the same content: a duplicate, or a record that was deleted underneath."""
        self.is_new = True
        self.uuid = record_values.new_uuid()
        self.started = {}
        self._untouched = {}
        for name in ("captured_at", "workflow", "workflow_note"):
            self.values.pop(name, None)
        if "workflow" in self.rtype.field_names and self.rtype.field("workflow").default is not None:
            self.values["workflow"] = self.rtype.field("workflow").default

    def next_record(self) -> None:
        """Goes on with an empty new record of the same kind, sticky values and parents kept."""
        parents = {name: self.values.get(name) for name in parent_fields(self.rtype)}
        self._begin(None, parents)


def parent_fields(rtype: RecordType) -> tuple[str, ...]:
    """The fields that say which record this one hangs on."""
    names = [key.field for key in rtype.foreign_keys]
    return tuple(dict.fromkeys([*names, *(rtype.parent_fields or ())]))


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def _alike(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return all(_same(a.get(name), b.get(name)) for name in a.keys() | b.keys())
