"""Rows of a table become records: new ones, or changes to those whose identity a row names.

Looked at first or taken in, by the same judgement. Rows are written in parts, each a short transaction; together they
are one step that can be undone. A row that cannot be taken in is left out whole and told, the others come in.

A row without an identity gets one that follows from what it says, in this workspace: the same table taken in twice, or
once more after a power cut, makes no second record. What became of such a record since then stays as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from ..contract.workflow import FIELD as WORKFLOW
from ..errors import ExchangeError, StoreError
from ..records import messages, values
from ..records.definition import GEOMETRY, RecordType
from ..records.wording import field_label
from ..store import many
from ..store.clock import now
from ..store.listing_order import Key
from ..store.many import Outcome
from ..store.workspace import Workspace
from . import cells, places
from .cells import Unread
from .headings import Columns
from .places import FromWkt

IDENTITY = "uuid"
STEP = "table"
MANAGED = frozenset({IDENTITY, WORKFLOW, "workflow_note", "captured_at", "captured_by"})
"""What programs keep: a table may show it and cannot change it."""
MOST_ROWS = 100_000
MOST_REMARKS = 10_000
"""Remarks that are kept; rows left out are counted all the same."""


@dataclass(frozen=True)
class Row:
    """One row: its `number` as the table's program shows it, its cells by heading, its own geometry if it has one
    (GeoJSON; WGS 84, longitude before latitude)."""

    number: int
    cells: Mapping[str, Any]
    place: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Remark:
    """Why a row was left out: where, and what to do. `heading` is empty where it is about the row as a whole."""

    row: int
    heading: str
    text: str


@dataclass(frozen=True)
class Wish:
    """How to take rows in: who brings them, whether a blank cell clears what a record has, in whose words and by whose
    habits cells and remarks are, and how well-known text is read."""

    lang: str
    from_wkt: FromWkt
    author: str | None = None
    blanks_clear: bool = False


@dataclass
class Taken:
    """What became, or would become, of the rows. `same` say what the record has already, or made one before.

    `stopped` is what ended it before its end; `complete` is False then, and after a cancel.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0
    remarks: list[Remark] = field(default_factory=list)
    stopped: StoreError | None = None
    complete: bool = True


@dataclass(frozen=True)
class _Read:
    """A row that was understood. `minted` is whether its identity was made from what it says."""

    row: Row
    values: dict[str, Any]
    blank: tuple[str, ...]
    minted: bool


class TableImport:
    """Takes the rows of one table in as records of one type."""

    def __init__(self, ws: Workspace, rtype: RecordType, columns: Columns, wish: Wish) -> None:
        self._ws = ws
        self._rtype = rtype
        self._columns = columns
        self._wish = wish

    def look(self, rows: Iterable[Row], cancelled: Callable[[], bool], told: many.Told) -> Taken:
        """What :meth:`take` would do; nothing is written. Raises ExchangeError ``exchange.too_many_rows``."""
        taken = Taken()
        read = self._read(rows, taken)
        for number, (key, one) in enumerate(read.items()):
            if cancelled():
                taken.complete = False
                break
            there, values_now = self._judge(key, one)
            taken.same += not values_now
            taken.changed += there and bool(values_now)
            taken.added += not there
            told(number + 1, len(read))
        return taken

    def take(self, rows: Iterable[Row], cancelled: Callable[[], bool], told: many.Told) -> Taken:
        """Writes the rows, in parts; a cancel ends it between two of them. Raises ExchangeError
        ``exchange.too_many_rows`` before anything is written."""
        taken = Taken()
        read = self._read(rows, taken)
        added: set[Key] = set()

        def write(key: Key, found: Outcome) -> None:
            there, changes = self._judge(key, read[key])
            if not changes:
                taken.same += 1
                return
            try:
                if there:
                    self._ws.update(*key, changes)
                else:
                    self._ws.insert(key[0], {**changes, IDENTITY: key[1]})
                    added.add(key)
            except StoreError as error:
                if error.retryable:
                    raise
                self._leave_out(taken, read[key].row, "", error.describe(self._wish.lang))
                return
            found.done.append(key)

        outcome = many.in_parts(self._ws, STEP, list(read), write, cancelled, told)
        taken.added = sum(key in added for key in outcome.done)
        taken.changed = len(outcome.done) - taken.added
        taken.stopped, taken.complete = outcome.stopped, outcome.complete
        return taken

    def _judge(self, key: Key, one: _Read) -> tuple[bool, dict[str, Any]]:
        """Whether the record is there, and what would be written: nothing where the row says what it has."""
        record = self._ws.get(*key)
        if record is None:
            return False, self._fresh(one.values)
        if one.minted:
            return True, {}
        changes = {name: value for name, value in one.values.items() if not _alike(record.get(name), value)}
        if self._wish.blanks_clear:
            changes.update({name: None for name in one.blank if record.get(name) is not None})
        return True, changes

    def _fresh(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A new record: what a form begins with, and what the row says."""
        started: dict[str, Any] = {one.name: one.default for one in self._rtype.fields if one.default is not None}
        if self._rtype.has_field("captured_by") and self._wish.author:
            started["captured_by"] = self._wish.author
        if self._rtype.has_field("captured_at"):
            started["captured_at"] = now()
        return {**started, **given}

    # --- understanding rows -------------------------------------------------------------------------------------------
    def _read(self, rows: Iterable[Row], taken: Taken) -> dict[Key, _Read]:
        """The rows that can be understood, by the record that they are about."""
        found: dict[Key, _Read] = {}
        alike: Counter[UUID] = Counter()
        for number, row in enumerate(rows):
            if number == MOST_ROWS:
                raise ExchangeError("exchange.too_many_rows", most=MOST_ROWS)
            one = self._understood(row, taken)
            if one is None:
                continue
            identity = one.values.pop(IDENTITY, None)
            if identity is None:
                identity = self._minted(one.values, alike)
            key = (self._rtype.name, str(identity))
            if key in found:
                first = found[key].row.number
                heading = self._columns.fields.get(IDENTITY, "")
                self._leave_out(taken, row, heading, self._text("exchange.row.twice", other=first))
                continue
            found[key] = one
        return found

    def _understood(self, row: Row, taken: Taken) -> _Read | None:
        given: dict[str, Any] = {}
        blank: list[str] = []
        clear = True
        for name, heading in self._columns.fields.items():
            if name in MANAGED and name != IDENTITY:
                continue
            try:
                value = cells.read(self._rtype.field(name), row.cells.get(heading), self._ws.catalogue, self._wish.lang)
            except Unread as unread:
                clear = self._leave_out(taken, row, heading, unread.describe(self._wish.lang), clear)
                continue
            if value is None:
                blank.append(name)
            else:
                given[name] = value
        try:
            place = places.read(self._columns, row.cells, row.place, self._rtype.geometry, self._wish.from_wkt)
        except Unread as unread:
            heading = next(iter(self._columns.places.values()), "")
            clear = self._leave_out(taken, row, heading, unread.describe(self._wish.lang), clear)
            place = None
        if place is not None:
            given[GEOMETRY] = place
        if not given and clear:
            return None  # an empty row, as there are below many a table
        for fault in values.faults(self._rtype, given, self._ws.catalogue, partial=True):
            heading = self._columns.fields.get(fault.field, "")
            text = fault.message(self._wish.lang)
            clear = self._leave_out(
                taken, row, heading or field_label(self._rtype, fault.field, self._wish.lang), text, clear
            )
        minted = IDENTITY not in given
        return _Read(row, given, tuple(blank), minted) if clear else None

    def _minted(self, given: Mapping[str, Any], alike: Counter[UUID]) -> UUID:
        """The identity of a row that names none: of two rows that say the same, each has its own."""
        said = json.dumps(given, ensure_ascii=False, sort_keys=True, default=str)
        about = uuid5(UUID(self._ws.settings.uuid), f"{self._rtype.name} {said}")
        alike[about] += 1
        return about if alike[about] == 1 else uuid5(about, str(alike[about]))

    def _leave_out(self, taken: Taken, row: Row, heading: str, text: str, first: bool = True) -> bool:
        """Notes why a row is left out; a row with several faults is counted once. Always False."""
        taken.left_out += first
        if len(taken.remarks) < MOST_REMARKS:
            taken.remarks.append(Remark(row.number, heading, text))
        return False

    def _text(self, key: str, **params: object) -> str:
        return messages.text(key, self._wish.lang, **params)


def _alike(kept: Any, given: Any) -> bool:
    """Whether a record has a value already: a number whatever its type, an amount with or without its zeros."""
    if kept == given:
        return True
    if isinstance(kept, Mapping) or isinstance(given, Mapping) or kept is None:
        return False
    amounts = values.money(kept), values.money(given)
    return None not in amounts and amounts[0] == amounts[1]
