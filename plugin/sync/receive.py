"""Receiving: pages of changes until there are no more, or everything anew where the cursor or the portal's past is
lost."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future
from functools import partial

from ..contract.change import ChangePage
from ..contract.limits import MAX_PAGE
from ..errors import PortalError, VidbudovaError
from . import bookkeeping
from .events import Event, Received
from .pull import Key, Mentions, PageEffect, apply_page, sweep
from .restored import Restoration, is_followed
from .run import Run

_TOO_SLOW = ("transport.timeout", "portal.timeout", "transport.broken_off")
_LEAST_PAGE = 50
_EMPTY_PAGES = 1000
_MOST_HISTORIES = 1000


class _Progress:
    """Sees that pages lead on: a portal that gives out the same ones for ever would never be through."""

    def __init__(self, cursor: str | None) -> None:
        self._cursors = {cursor}
        self._firsts: set[tuple[str, str, int, str]] = set()
        self._empty = 0

    def check(self, page: ChangePage) -> None:
        """Raises ``portal.breaks_contract`` for a page whose cursor, or whose first change, was there before, and
        after very many that hold nothing."""
        if not page.more:
            return
        again = page.cursor in self._cursors
        self._cursors.add(page.cursor)
        self._empty = 0 if page.items else self._empty + 1
        if page.items:
            first = page.items[0]
            mark = (first.type, first.uuid, first.revision, first.op)
            again = again or mark in self._firsts
            self._firsts.add(mark)
        if again or self._empty > _EMPTY_PAGES:
            raise PortalError("portal.breaks_contract", pointer="/cursor", fault="no progress")


class Receive:
    """The receiving half of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ws = run.ws
        self._mentions = Mentions()
        self._ahead: Future[ChangePage] | None = None
        self._limit = MAX_PAGE
        """Changes to ask for at once: half after a time-out, more again after each page."""
        self._total = 0
        self._asked = 0

    def receive_all(self) -> Generator[Event, None, None]:
        """Pulls until the portal has no more. A refused cursor leads to a full pull."""
        ws = self._ws
        if bookkeeping.learned(ws):
            with ws.transaction():
                bookkeeping.want_full_pull(ws, "learned")
                ws.set_meta(bookkeeping.UNKNOWN, None)
        reason = bookkeeping.full_pull_reason(ws)
        if reason is None:
            try:
                yield from self._follow(ws.get_meta(bookkeeping.CURSOR))
                return
            except PortalError as error:
                if error.code != "portal.cursor_gone":
                    raise
            bookkeeping.want_full_pull(ws, "cursor")
            reason = "cursor"
        try:
            yield from self._anew(reason)
        except PortalError as error:
            if error.code != "portal.cursor_gone" or ws.get_meta(bookkeeping.FULL_CURSOR) is None:
                raise
            bookkeeping.begin_full_pull(ws)
            yield from self._anew(reason)

    def _follow(self, cursor: str | None) -> Generator[Event, None, None]:
        """From the cursor on."""
        yield from self._pages(cursor, None)

    def _pages(self, cursor: str | None, reason: bookkeeping.Reason | None) -> Generator[Event, None, bool]:
        """Page after page. The cursor is kept with each, up to the first record that had to be left out; whether there
        was none."""
        keeping, going_on = True, _Progress(cursor)
        while True:
            page = yield from self._fetch(cursor)
            going_on.check(page)
            being_edited = self._run.being_edited()
            keeping = keeping and not any(change.key in being_edited for change in page.items)
            effect = yield from self._apply(page, page.cursor if keeping else None, being_edited, reason)
            yield self._told(page, effect)
            cursor = page.cursor
            if not page.more:
                return keeping

    def _anew(self, reason: bookkeeping.Reason) -> Generator[Event, None, None]:
        """Everything from the beginning, then what was not among it. What was broken off goes on where it was."""
        begun = self._ws.get_meta(bookkeeping.FULL_CURSOR)
        if (yield from self._pages(begun, reason)):
            done = self._ws.get_meta(bookkeeping.FULL_CURSOR) or ""
            swept = yield from self._run.patience.retrying(lambda: sweep(self._ws, done, reason))
            self._run.report.received(swept)

    def _fetch(self, cursor: str | None) -> Generator[Event, None, ChangePage]:
        """The page after a cursor. The one after that is asked for at once and comes while this one is applied."""
        run = self._run

        def ask() -> ChangePage:
            ahead, self._ahead = self._ahead, None
            try:
                page = ahead.result() if ahead is not None else run.client.changes(cursor, self._limit)
            except VidbudovaError as error:
                if error.code in _TOO_SLOW:
                    self._limit = max(_LEAST_PAGE, self._limit // 2)
                raise
            self._limit = min(MAX_PAGE, 2 * self._limit)
            return page

        page = yield from run.patience.retrying(ask)
        if page.more:
            self._ahead = run.helper.submit(run.client.changes, page.cursor, self._limit)
        return page

    def _apply(
        self, page: ChangePage, keep: str | None, being_edited: set[Key], reason: bookkeeping.Reason | None
    ) -> Generator[Event, None, PageEffect]:
        run = self._run
        yield from run.verify_triggers()
        followed = (yield from self._followed(page)) if reason == "epoch" else ()
        effect = yield from run.patience.retrying(
            lambda: apply_page(
                self._ws,
                page,
                keep=keep,
                being_edited=being_edited,
                reason=reason,
                mentions=self._mentions,
                followed=followed,
            )
        )
        run.report.received(effect)
        return effect

    def _followed(self, page: ChangePage) -> Generator[Event, None, set[Key]]:
        """After a restoration: of the records in a page those whose bases the portal's history still has. Asked one by
        one, of records that were sent from here and changed since; of very many people are asked instead."""
        found: set[Key] = set()
        for change, base in list(Restoration(self._ws).in_doubt(page.items)):
            if self._asked == _MOST_HISTORIES:
                break
            self._asked += 1
            ask = partial(is_followed, self._run.client, change, base)
            if (yield from self._run.patience.retrying(ask)):
                found.add(change.key)
        return found

    def _told(self, page: ChangePage, effect: PageEffect) -> Received:
        self._total += len(page.items)
        return Received(len(page.items), effect.applied, page.more, self._total)
