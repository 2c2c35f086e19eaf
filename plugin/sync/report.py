"""The report of one run: counts, and rows in words, those that need a person first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..contract.batch import Item
from ..contract.verdict import STORED, ConflictInfo, Verdict
from ..errors import VidbudovaError
from ..records import messages
from ..records.definition import GEOMETRY
from ..store import conflicts, refusals, relay
from ..store.changes import LocalChange, dirty
from ..store.titles import record_title
from ..store.workspace import Workspace
from .apply import Applied
from .events import ATTENTION, Outcome, ReportRow, SyncReport
from .freeze import Key
from .pull import PageEffect
from .relayed import Relayed
from .settle import Settled
from .wording import reason_text

MOST_ROWS = 2000
_MOST_A_KIND = 1000


class ReportBuilder:
    """Gathers what happened. Of one outcome only so many rows are kept: memory does not grow with the records."""

    def __init__(self, ws: Workspace, lang: str) -> None:
        self._ws = ws
        self._lang = lang
        self._counts: Counter[str] = Counter()
        self._rows: dict[Outcome, list[ReportRow]] = {}
        self._omitted = 0
        self._skipped: set[Key] = set()
        self._in_conflict: set[Key] = set()
        self._bytes = 0

    # --- what the engine tells -----------------------------------------------------------------------------------

    def answered(self, applied: Applied, size: int) -> None:
        """A batch's verdicts."""
        self._bytes += size
        self._counts["sent"] += len(applied.verdicts)
        self._counts.update(applied.counts)
        for item, verdict in applied.verdicts:
            met = applied.met.get(item.key)
            if met is not None:
                self._conflict(item.key, item.set, self._met(item.type, met, True, None))
            elif verdict.verdict == "conflict" and verdict.conflict is not None:
                self._conflict(item.key, item.set, self._told(item, verdict.conflict))
            elif verdict.verdict == "refused":
                self._add(item.key, item.set, "refused", self._reasons(item.type, _problems(verdict)))
            elif self._room(verdict.verdict):
                self._add(item.key, item.set, verdict.verdict, "")

    def refused_here(self, change: LocalChange, problems: Sequence[Mapping[str, Any]]) -> None:
        """A record that was not sent because of its form."""
        self._counts["refused"] += 1
        self._add(change.key, change.mine or {}, "refused", self._reasons(change.type, problems))

    def refused_item(self, item: Item, problems: Sequence[Mapping[str, Any]]) -> None:
        """A record that the portal does not take at its size."""
        self._counts["refused"] += 1
        self._add(item.key, item.set, "refused", self._reasons(item.type, problems))

    def received(self, effect: PageEffect) -> None:
        """A page of changes, or what a full pull ended with."""
        self._counts["received"] += effect.applied
        self._counts["removed"] += effect.removed
        for change, settled in effect.shown:
            if settled.effect == "conflict":
                text = self._met(change.type, settled, change.record is not None, change.author)
                self._conflict(change.key, change.record or {}, text)
            else:
                outcome: Outcome = (
                    "merged" if settled.effect == "merged" else "removed" if change.record is None else "received"
                )
                if self._room(outcome):
                    self._add(change.key, change.record or {}, outcome, "")

    def relayed(self, bundle: int, done: Relayed, size: int) -> None:
        """What the portal said of a batch of somebody else's bundle."""
        self._bytes += size
        self._counts["relayed"] += len(done.verdicts)
        self._counts["rows_relayed"] += done.changed
        author = self._author(bundle)
        for item, verdict in done.verdicts:
            if verdict.verdict in STORED:
                continue
            told = messages.text(f"sync.outcome.{verdict.verdict}", self._lang)
            if verdict.conflict is not None:
                told = self._told(item, verdict.conflict)
            elif verdict.problems:
                told = self._reasons(item.type, _problems(verdict))
            self._not_relayed(item.key, item.set, author, told)

    def not_relayed(
        self, bundle: int, items: Sequence[relay.RelayItem], reason: Mapping[str, Any], changed: int
    ) -> None:
        """A batch of somebody else's bundle that the portal does not take from here."""
        self._counts["rows_relayed"] += changed
        author, told = self._author(bundle), reason_text(reason, self._lang)
        for item in items:
            self._not_relayed(item.key, item.set, author, told)

    def _not_relayed(self, key: Key, values: Mapping[str, Any], author: str, told: str) -> None:
        text = messages.text("bundle.not_relayed", self._lang, author=author, reason=told)
        self._add(key, values, "not_relayed", text)

    def _author(self, bundle: int) -> str:
        found = relay.get_bundle(self._ws, bundle)
        return messages.text("sync.someone", self._lang) if found is None else found.author_name

    def skipped(self, records: Iterable[Key]) -> None:
        """Records with uncommitted edits."""
        for key in records:
            self._skipped.add(key)

    def skipped_now(self) -> set[Key]:
        """All of those so far."""
        return set(self._skipped)

    def build(self, *, problem: VidbudovaError | None, cancelled: bool) -> SyncReport:
        """The report. Reads what is left to do from the workspace."""
        for key in sorted(self._skipped):
            self._add(key, {}, "skipped", "")
        order = {outcome: place for place, outcome in enumerate(ATTENTION)}
        kinds = sorted(self._rows, key=lambda outcome: order.get(outcome, len(order)))
        rows = [row for outcome in kinds for row in self._rows[outcome]]
        counts = self._counts
        in_conflict = {conflict.key for conflict in conflicts.list_conflicts(self._ws)}
        are_refused = {refusal.key for refusal in refusals.list_refusals(self._ws)}
        waiting = count_waiting(self._ws, in_conflict | are_refused)
        return SyncReport(
            sent=counts["sent"],
            accepted=counts["accepted"],
            merged=counts["merged"],
            unchanged=counts["unchanged"],
            held=counts["held"],
            conflicts=len(self._in_conflict),
            refused=counts["refused"],
            received=counts["received"],
            waiting=waiting,
            rows=tuple(rows[:MOST_ROWS]),
            omitted=self._omitted + max(0, len(rows) - MOST_ROWS),
            removed=counts["removed"],
            relayed=counts["relayed"],
            relays_waiting=relay.count_unfinished(self._ws),
            rows_relayed=counts["rows_relayed"],
            skipped=len(self._skipped),
            open_conflicts=len(in_conflict),
            open_refusals=len(are_refused),
            bytes_sent=self._bytes,
            cancelled=cancelled,
            problem=problem,
        )

    # --- rows ----------------------------------------------------------------------------------------------------

    def _room(self, outcome: Outcome) -> bool:
        """Whether a row of an outcome is still kept; else it is counted as omitted."""
        if len(self._rows.get(outcome, ())) < _MOST_A_KIND:
            return True
        self._omitted += 1
        return False

    def _conflict(self, key: Key, values: Mapping[str, Any], text: str) -> None:
        """A conflict, which may be met twice in one run: on sending and on receiving."""
        if key not in self._in_conflict:
            self._in_conflict.add(key)
            self._add(key, values, "conflict", text)

    def _add(self, key: Key, values: Mapping[str, Any], outcome: Outcome, text: str) -> None:
        rows = self._rows.setdefault(outcome, [])
        if len(rows) >= _MOST_A_KIND:
            self._omitted += 1
            return
        shown = text or messages.text(f"sync.outcome.{outcome}", self._lang)
        rows.append(ReportRow(key[0], key[1], self.title(key, values), outcome, shown))

    def title(self, key: Key, values: Mapping[str, Any]) -> str:
        """How people call a record, from some of its values or from its row."""
        rtype = self._ws.catalogue.types.get(key[0])
        if rtype is None:
            return key[1]
        title = record_title(self._ws, rtype, values, self._lang)
        if not title:
            title = record_title(self._ws, rtype, self._ws.get(*key) or {}, self._lang)
        return title or f"{rtype.label(self._lang)} ({messages.text('sync.untitled', self._lang)})"

    def _labels(self, type_name: str, names: Iterable[str]) -> str:
        rtype = self._ws.catalogue.types[type_name]
        shown = [
            messages.text("sync.geometry", self._lang)
            if name == GEOMETRY
            else rtype.field(name).label(self._lang)
            if rtype.has_field(name)
            else name
            for name in names
        ]
        return ", ".join(shown)

    def _reasons(self, type_name: str, problems: Iterable[Mapping[str, Any]]) -> str:
        told = []
        for problem in problems:
            name = str(problem.get("pointer") or "").rpartition("/")[2]
            label = self._labels(type_name, [name]) if name and name not in ("set", "uuid") else ""
            message = str(problem.get("message") or problem.get("rule") or "")
            told.append(f"{label}: {message}" if label else message)
        return " ".join(told)

    def _told(self, item: Item, info: ConflictInfo) -> str:
        if info.kind == "deleted":
            which = "deleted_there" if info.theirs is None else "deleted_here"
        else:
            which = info.kind
        return self._conflict_text(item.type, which, info.fields, info.author)

    def _met(self, type_name: str, settled: Settled, is_there: bool, author: str | None) -> str:
        which = settled.kind
        if which == "deleted":
            which = "deleted_here" if is_there else "deleted_there"
        return self._conflict_text(type_name, which, settled.fields, author)

    def _conflict_text(self, type_name: str, which: str, fields: Iterable[str], author: str | None) -> str:
        return messages.text(
            f"sync.conflict.{which}",
            self._lang,
            fields=self._labels(type_name, fields),
            author=author or messages.text("sync.someone", self._lang),
        )


def count_waiting(ws: Workspace, stuck: Collection[Key]) -> int:
    """How many records wait to be sent, without those that are ``stuck`` in conflict or refused. Costs what the edits
    do."""
    return sum(1 for change in dirty(ws, skip=stuck) if change.state != "created_deleted")


def _problems(verdict: Verdict) -> list[dict[str, Any]]:
    return [{"pointer": one.pointer, "rule": one.rule, "message": one.message} for one in verdict.problems]
