"""Changes come in: a page at a time, each applied together with its cursor in one transaction.

A page may come again (a crash, a record left out because it was open): what is known already by its revision changes
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..contract.change import Change, ChangePage
from ..errors import PortalError, StoreError
from ..records.definition import RecordType
from ..store import base as bases
from ..store import bulk, conflicts, history, journal, pulls, refusals, relay, shown
from ..store.base import BaseRow
from ..store.bulk import CleanRecord
from ..store.changes import reconcile_clean
from ..store.history import Entry
from ..store.workspace import Workspace
from . import bookkeeping
from .restored import Restoration, look_again, theirs_of
from .settle import Settled, settle

Key = tuple[str, str]

_STEP = 1000
BROKEN = ("store.bad_value", "store.bad_geometry", "store.already_there")
"""What the store says of content that no portal may send."""
_LOOK_AT_ALL = ("epoch", "learned")
"""Reasons for which a revision that is known already says nothing of the content that is."""

_WORTH_BULK = 50
"""Fewer new records are written one by one: filling the indexes by hand changes the schema for a moment."""


@dataclass
class PageEffect:
    """What a page did. ``shown`` are the changes that did something, with what; ``skipped`` were left for next time."""

    applied: int = 0
    removed: int = 0
    shown: list[tuple[Change, Settled]] = field(default_factory=list)
    skipped: list[Key] = field(default_factory=list)
    past: list[Entry] = field(default_factory=list)


INSERTED, TAKEN = Settled("inserted"), Settled("taken")


def apply_page(
    ws: Workspace,
    page: ChangePage,
    *,
    keep: str | None,
    being_edited: Collection[Key] = frozenset(),
    reason: bookkeeping.Reason | None = None,
    mentions: Mentions | None = None,
    followed: Collection[Key] = (),
) -> PageEffect:
    """Applies a page. ``keep`` is the cursor to remember with it; None leaves the remembered one. A full pull has a
    cursor of its own, and marks what it has seen.

    Records in ``being_edited`` are not touched: the caller then keeps no later cursor, so that they come again.
    ``reason`` is why everything is being pulled, if it is; after a restoration ``followed`` are records whose bases
    the portal's history still has. Raises ``portal.breaks_contract`` for values that no field
    can hold, :class:`~plugin.errors.StoreError`; nothing of the page is applied then.
    """
    effect = PageEffect()
    with ws.applying():
        try:
            restoration = Restoration(ws, followed) if reason == "epoch" else None
            _apply(ws, page.items, being_edited, reason, restoration, effect, mentions or Mentions())
        except StoreError as error:
            if error.code in BROKEN:
                raise PortalError("portal.breaks_contract", pointer="/items", fault=str(error)) from error
            raise
        if reason is not None:
            there = [change.key for change in page.items if change.op == "change"]
            pulls.mark(ws, there, [change.key for change in page.items if change.op != "change"])
        if keep is not None:
            ws.set_meta(bookkeeping.CURSOR if reason is None else bookkeeping.FULL_CURSOR, keep)
        pulls.put_pull(ws, page.cursor, len(page.items), effect.applied, page.more)
        history.put(ws, effect.past)
    return effect


def _apply(
    ws: Workspace,
    changes: Iterable[Change],
    being_edited: Collection[Key],
    reason: bookkeeping.Reason | None,
    restoration: Restoration | None,
    effect: PageEffect,
    mentions: Mentions,
) -> None:
    by_type: dict[str, list[Change]] = {}
    for change in changes:
        by_type.setdefault(change.type, []).append(change)
    unknown: set[str] = set()
    for type_name, found in by_type.items():
        rtype = ws.catalogue.types.get(type_name)
        if rtype is None:
            unknown.add(type_name)
        else:
            _TypePage(ws, rtype, being_edited, reason, restoration, effect, unknown, mentions).apply(found)
    if unknown:
        bookkeeping.note_unknown(ws, unknown)


class Mentions:
    """The identities that the journal knows of, read again only when it has grown."""

    def __init__(self) -> None:
        self._seq = -1
        self._found: dict[str, frozenset[str]] = {}

    def of(self, ws: Workspace, rtype: RecordType) -> frozenset[str]:
        """Those of one record type: every one that has an entry, and perhaps some that had one."""
        seq = journal.last_seq(ws)
        if seq != self._seq:
            self._seq, self._found = seq, {}
        found = self._found.get(rtype.name)
        if found is None:
            pages = journal.pages(ws, rtype)
            found = frozenset(uuid for page in pages for uuids in page.values() for uuid in uuids)
            self._found[rtype.name] = found
        return found


class _TypePage:
    """The changes of one record type in a page."""

    def __init__(
        self,
        ws: Workspace,
        rtype: RecordType,
        being_edited: Collection[Key],
        reason: bookkeeping.Reason | None,
        restoration: Restoration | None,
        effect: PageEffect,
        unknown: set[str],
        mentions: Mentions,
    ) -> None:
        self._ws = ws
        self._rtype = rtype
        self._being_edited = being_edited
        self._reason = reason
        self._restoration = restoration
        self._effect = effect
        self._unknown = unknown
        self._mentions = mentions

    def apply(self, changes: list[Change]) -> None:
        """Applies them: what is new here in bulk, the rest one by one."""
        self._note_unknown_fields(changes)
        self._make_room(changes)
        fresh, others = self._parted(changes)
        if self._restoration is not None:
            fresh = self._restoration.delete_again(self._rtype, fresh)
        if len(fresh) < _WORTH_BULK:
            others, fresh = fresh + others, []
        others = self._take_clean(others)
        if fresh:
            records = (CleanRecord(one.uuid, one.revision, one.hash, one.record or {}) for one in fresh)
            bulk.bulk_insert(self._ws, self._rtype.name, records)
            self._effect.applied += len(fresh)
            self._effect.shown += [(change, INSERTED) for change in fresh]
        if others:
            self._one_by_one(others)

    def _make_room(self, changes: list[Change]) -> None:
        """Rows that show what is still to be relayed go back to their bases: the portal says something newer."""
        shows = {uuid for _, uuid in relay.shown_keys(self._ws, self._rtype.name)}
        shows = {change.uuid for change in changes if change.uuid in shows and change.key not in self._being_edited}
        if not shows:
            return
        known = bases.revisions(self._ws, self._rtype.name, shows)
        at_all = self._reason in _LOOK_AT_ALL
        stale = {
            change.key
            for change in changes
            if change.uuid in shows
            and (at_all or change.uuid not in known or self._is_news(change, known[change.uuid]))
        }
        shown.hide(self._ws, sorted(stale))

    def _note_unknown_fields(self, changes: list[Change]) -> None:
        known = self._ws.columns(self._rtype.name).known
        for change in changes:
            if change.record is not None and not change.record.keys() <= known:
                self._unknown.update(f"{self._rtype.name}.{name}" for name in change.record if name not in known)

    def _parted(self, changes: list[Change]) -> tuple[list[Change], list[Change]]:
        """Changes of records that are quite unknown here, and the others that say something new."""
        ws, rtype = self._ws, self._rtype
        uuids = [change.uuid for change in changes]
        known = bases.revisions(ws, rtype.name, uuids)
        # A row without a base was made here, so the journal knows of it.
        made_here = self._mentions.of(ws, rtype) if len(known) < len(uuids) else frozenset()
        # So it should; a row that nothing knows of is looked at with care all the same.
        here = made_here | bulk.known(ws, rtype.name, [uuid for uuid in uuids if uuid not in known])
        fresh, others = [], []
        for change in changes:
            revision = known.get(change.uuid)
            if revision is None and change.uuid not in here:
                if change.record is not None:
                    fresh.append(change)
            elif revision is None or self._reason in _LOOK_AT_ALL or self._is_news(change, revision):
                others.append(change)
        return fresh, others

    @staticmethod
    def _is_news(change: Change, revision: int) -> bool:
        # What I moved out of my view myself leaves it at the very revision that my verdict gave me.
        return change.revision > revision or (change.op != "change" and change.revision == revision)

    def _take_clean(self, changes: list[Change]) -> list[Change]:
        """Takes all at once what is new of records that are clean here; the changes that are left."""
        if self._reason in _LOOK_AT_ALL or not changes:
            return changes
        ws, rtype, past = self._ws, self._rtype, dict[str, bulk.Past]()
        with_care = {conflict.key for conflict in conflicts.list_conflicts(ws)}.union(self._being_edited)
        with_care.update(ws.connection.rows("SELECT type, uuid FROM vidbudova_refusal"))  # lapsed ones among them
        edited, times = self._mentions.of(ws, rtype), Counter(change.uuid for change in changes)
        taken = bulk.bulk_take(
            ws,
            rtype.name,
            [
                CleanRecord(one.uuid, one.revision, one.hash, one.record)
                for one in changes
                if one.record is not None
                and one.uuid not in edited
                and one.key not in with_care
                and times[one.uuid] == 1
            ],
            past,
        )
        news = [change for change in changes if taken.get(change.uuid)]
        for one in changes:
            if one.uuid in past and past[one.uuid][0] < one.revision:
                self._effect.past.append(_entry(one, *past[one.uuid]))
        self._effect.applied += len(news)
        self._effect.shown += [(change, TAKEN) for change in news]
        return [change for change in changes if change.uuid not in taken]

    def _one_by_one(self, changes: list[Change]) -> None:
        ws, rtype = self._ws, self._rtype
        uuids = [change.uuid for change in changes]
        based, rows = bases.get_bases(ws, rtype.name, uuids), ws.get_many(rtype.name, uuids)
        touched: dict[Key, bool] = {}
        for change in changes:
            if change.key in self._being_edited:
                self._effect.skipped.append(change.key)
                continue
            if change.key in touched:  # the same record twice in one page
                based |= bases.get_bases(ws, rtype.name, [change.uuid])
                rows |= ws.get_many(rtype.name, [change.uuid])
            base = based.get(change.uuid)
            if self._restoration is not None and base is not None and change.record is not None:
                settled = self._restoration.met(rtype, change, base)
            else:
                settled = self._settle(change, None if base is None else base.record, rows.get(change.uuid))
            touched[change.key] = settled.keeps_mine or settled.effect == "conflict"
            self._record(change, settled)
            if settled.effect != "conflict":
                self._effect.past += _past(change, base)
        reconcile_clean(ws, only=[key for key, keeps_mine in touched.items() if not keeps_mine])

    def _settle(self, change: Change, origin: dict[str, Any] | None, mine: dict[str, Any] | None) -> Settled:
        ws, rtype = self._ws, self._rtype
        return settle(
            ws,
            rtype,
            change.uuid,
            origin=origin,
            mine=mine,
            theirs=theirs_of(change),
            was_here=origin is None and change.uuid in self._mentions.of(ws, rtype),
        )

    def _record(self, change: Change, settled: Settled) -> None:
        if settled.effect == "none":
            return
        if settled.effect in ("taken", "merged", "removed"):
            # Others changed it: what was refused may be right by now.
            refusals.clear_refusal(self._ws, self._rtype.name, change.uuid)
        if settled.effect != "conflict":
            self._effect.applied += 1
        if settled.effect == "removed":
            self._effect.removed += 1
        self._effect.shown.append((change, settled))


def _entry(change: Change, previous: int | None, changes: history.Changes | None) -> Entry:
    """The line of a record's history for a change whose effect is known."""
    return Entry(
        change.type,
        change.uuid,
        change.revision,
        previous,
        "change",
        change.author,
        change.at,
        change.hash,
        changes=changes,
    )


def _past(change: Change, base: BaseRow | None) -> list[Entry]:
    """The line of a record's history for a change that follows ``base``; none where it is no news."""
    if base is None and change.record is None:
        return []
    op: history.Op | None = None if change.record is not None else "leave" if change.op == "leave" else "delete"
    found = history.entry(
        change.type,
        change.uuid,
        base,
        change.revision,
        change.record,
        author=change.author,
        at=change.at,
        hash=change.hash,
        op=op,
    )
    return [] if found is None else [found]


def sweep(ws: Workspace, cursor: str, reason: bookkeeping.Reason) -> PageEffect:
    """Ends a full pull: what has a base and was not marked is not on the portal, or not in view.

    After a restoration it is offered again, all of it. Otherwise it was deleted or has left the view: clean rows go,
    what waits becomes a conflict. The cursor is kept with it, in the last of some short transactions.
    """
    effect = PageEffect()
    for type_name, rtype in ws.catalogue.types.items():
        missing = sorted(bases.base_uuids(ws, type_name) - pulls.marked(ws, type_name))
        for at in range(0, len(missing), _STEP):
            with ws.applying():
                before = len(effect.past)
                _sweep_some(ws, rtype, missing[at : at + _STEP], reason, effect)
                history.put(ws, effect.past[before:])
    with ws.transaction():
        bookkeeping.end_full_pull(ws, cursor)
    return effect


def _sweep_some(
    ws: Workspace, rtype: RecordType, uuids: list[str], reason: bookkeeping.Reason, effect: PageEffect
) -> None:
    shown.hide_all(ws, rtype.name, uuids)
    for uuid, base in bases.get_bases(ws, rtype.name, uuids).items():
        if reason == "epoch":
            bases.drop_base(ws, rtype.name, uuid)
            conflicts.clear_conflict(ws, rtype.name, uuid)
            look_again(ws, rtype, uuid)
            continue
        gone = Change(rtype.name, uuid, base.revision, "leave", None, "", None, "")
        settled = settle(
            ws, rtype, uuid, origin=base.record, mine=ws.get(rtype.name, uuid), theirs=theirs_of(gone), was_here=True
        )
        if settled.effect != "conflict":
            effect.past += _past(gone, base)
        effect.applied += settled.effect != "conflict"
        effect.removed += settled.effect == "removed"
        effect.shown.append((gone, settled))
    reconcile_clean(ws, only=[(rtype.name, uuid) for uuid in uuids])
