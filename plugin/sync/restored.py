"""After the portal was put back to an earlier state: what it lacks is offered again, and what others have done on it
since is met like anybody's work.

The two have to be told apart, and revisions cannot do that: a portal counts on from its backup, so that revision 2 of
a record may be an old acquaintance or somebody's work of this morning. Its clock can. What it did before the last word
that was heard from it under the old epoch was known here, or is followed by what is known here; what it did later is
news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..contract import wire
from ..contract.change import Change
from ..errors import PortalError
from ..records.definition import RecordType
from ..store import base as bases
from ..store import conflicts, history, journal, outbox
from ..store.base import BaseRow
from ..store.workspace import Workspace
from . import bookkeeping
from .settle import Settled, Theirs, settle

if TYPE_CHECKING:
    from .portal import PortalClient  # brings the network libraries in

Key = tuple[str, str]


def note_epoch(ws: Workspace, epoch: str) -> None:
    """The portal has answered under an epoch. Where that is another than before, everything has to be pulled anew, and
    the last word of the old one is kept. Before anything else is noted of this answer; joins the open transaction."""
    known = ws.get_meta(bookkeeping.EPOCH)
    if known == epoch:
        return
    with ws.writing():
        ws.set_meta(bookkeeping.EPOCH, epoch)
        if known is None:
            return
        if bookkeeping.full_pull_reason(ws) != "epoch":  # or some bases may still be from before the one before
            ws.set_meta(bookkeeping.LAST_OF_OLD_EPOCH, _last_word(ws))
        bookkeeping.want_full_pull(ws, "epoch")


def _last_word(ws: Workspace) -> str | None:
    """The latest time of the portal's that is known here."""
    heard = [ws.get_meta(bookkeeping.SEEN_AT), history.last_time(ws)]
    known = [(moment, text) for text in heard if text and (moment := wire.to_instant(text)) is not None]
    return max(known)[1] if known else None


class Restoration:
    """What a pull of everything has to tell apart: what the portal did before its last word, and what after.

    ``followed`` are records whose bases the portal's history has: what stands there now has come after them.
    """

    def __init__(self, ws: Workspace, followed: Collection[Key] = ()) -> None:
        self._ws = ws
        self._followed = followed
        self._last = wire.to_instant(ws.get_meta(bookkeeping.LAST_OF_OLD_EPOCH) or "")

    def is_old(self, change: Change) -> bool:
        """Whether this state of a record is from before, and not from somebody who went on from the backup."""
        at: datetime | None = wire.to_instant(change.at)
        return self._last is not None and at is not None and at <= self._last

    def met(self, rtype: RecordType, change: Change, base: BaseRow) -> Settled:
        """A record that both have: its base becomes the portal's.

        What the base holds and the portal lacks is offered again: the row stays, and what it has more is an edit that
        waits. Where the portal has gone on from there, and the lost state was sent from here, only people can tell
        what is right.
        """
        assert change.record is not None
        ws, name, uuid = self._ws, rtype.name, change.uuid
        bases.drop_base(ws, name, uuid)
        if change.hash != base.hash:
            look_again(ws, rtype, uuid)
            old = self.is_old(change)
            if not old or change.revision > base.revision:
                known = old or change.key in self._followed or not outbox.receipts(ws, name, uuid)
                origin = base.record if known else None
                mine = ws.get(name, uuid)
                return settle(ws, rtype, uuid, origin=origin, mine=mine, theirs=theirs_of(change), was_here=True)
        bases.set_base(ws, name, uuid, change.revision, change.hash, change.record)
        conflicts.clear_conflict(ws, name, uuid)
        return Settled("none")

    def in_doubt(self, changes: Iterable[Change]) -> Iterator[tuple[Change, BaseRow]]:
        """Changes that may follow what was sent from here or take its place; with their bases. Only the portal's
        history can tell."""
        for change in changes:
            if change.record is None or self.is_old(change) or change.type not in self._ws.catalogue.types:
                continue
            base = bases.get_base(self._ws, change.type, change.uuid)
            if base is None or base.hash == change.hash or base.revision >= change.revision:
                continue
            if outbox.receipts(self._ws, change.type, change.uuid):
                yield change, base

    def delete_again(self, rtype: RecordType, fresh: Sequence[Change]) -> list[Change]:
        """What was deleted from here before, and has not changed there since, is offered for deletion again; the
        changes that are left."""
        ws = self._ws
        deleted = outbox.deleted_from(ws, rtype.name, [change.uuid for change in fresh])
        left = []
        for change in fresh:
            if change.record is None or change.revision > deleted.get(change.uuid, 0) or not self.is_old(change):
                left.append(change)
                continue
            bases.set_base(ws, rtype.name, change.uuid, change.revision, change.hash, change.record)
            # As for every row that is gone: a number below those that features have.
            journal.note(ws, rtype, [(-bases.number(ws, rtype.name, change.uuid), change.uuid, "audit")])
        return left


def is_followed(client: PortalClient, change: Change, base: BaseRow) -> bool:
    """Whether the portal's history of a record has its base; False where it cannot be told.

    Raises TransportError, and PortalError where the portal refuses more than this.
    """
    try:
        page = client.history(change.type, change.uuid, base.revision + 1)
    except PortalError as error:
        if error.status in (403, 404, 405, 501):
            return False
        raise
    return any((item.revision, item.hash) == (base.revision, base.hash) for item in page.items)


def theirs_of(change: Change) -> Theirs:
    """The portal's side of a change."""
    return Theirs(change.revision, change.hash, change.record, change.author, change.at)


def look_again(ws: Workspace, rtype: RecordType, uuid: str) -> None:
    """Has the row compared with its base by the next freeze, though nobody edited it; inside a transaction."""
    fid = ws.fid(rtype.name, uuid)
    if fid is not None:
        journal.note(ws, rtype, [(fid, uuid, "audit")])
