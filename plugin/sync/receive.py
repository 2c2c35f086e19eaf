"""Receiving: pages of changes until there are no more, or everything anew where the cursor or the portal's past is
lost."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future

from ..contract.change import ChangePage
from ..contract.limits import MAX_PAGE
from ..errors import PortalError
from . import bookkeeping
from .events import Event, Received
from .pull import Key, Mentions, PageEffect, apply_page, sweep
from .run import Run


class Receive:
    """The receiving half of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ws = run.ws
        self._mentions = Mentions()
        self._ahead: Future[ChangePage] | None = None
        self._total = 0

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
        yield from self._anew(reason)

    def _follow(self, cursor: str | None) -> Generator[Event, None, None]:
        """From the cursor on. It is kept with each page, up to the first record that had to be left out."""
        keeping = True
        while True:
            page = yield from self._fetch(cursor)
            being_edited = self._run.being_edited()
            keeping = keeping and not any(change.key in being_edited for change in page.items)
            effect = yield from self._apply(page, page.cursor if keeping else None, being_edited, None)
            yield self._told(page, effect)
            cursor = page.cursor
            if not page.more:
                return

    def _anew(self, reason: bookkeeping.Reason) -> Generator[Event, None, None]:
        """Everything from the beginning, then what was not among it. If it is broken off, the next run begins again."""
        cursor: str | None = None
        seen: set[Key] = set()
        complete = True
        while True:
            page = yield from self._fetch(cursor)
            being_edited = self._run.being_edited()
            seen.update(change.key for change in page.items if change.op == "change")
            complete = complete and not any(change.key in being_edited for change in page.items)
            effect = yield from self._apply(page, None, being_edited, reason)
            yield self._told(page, effect)
            cursor = page.cursor
            if not page.more:
                break
        if complete:
            done = page.cursor
            swept = yield from self._run.patience.retrying(lambda: sweep(self._ws, seen, done, reason))
            self._run.report.received(swept)

    def _fetch(self, cursor: str | None) -> Generator[Event, None, ChangePage]:
        """The page after a cursor. The one after that is asked for at once and comes while this one is applied."""
        run = self._run

        def ask() -> ChangePage:
            ahead, self._ahead = self._ahead, None
            return ahead.result() if ahead is not None else run.client.changes(cursor, MAX_PAGE)

        page = yield from run.patience.retrying(ask)
        if page.more:
            if page.cursor == cursor:
                raise PortalError("portal.breaks_contract", pointer="/cursor", fault="no progress")
            self._ahead = run.helper.submit(run.client.changes, page.cursor, MAX_PAGE)
        return page

    def _apply(
        self, page: ChangePage, keep: str | None, being_edited: set[Key], reason: bookkeeping.Reason | None
    ) -> Generator[Event, None, PageEffect]:
        run = self._run
        yield from run.verify_triggers()
        effect = yield from run.patience.retrying(
            lambda: apply_page(
                self._ws, page, keep=keep, being_edited=being_edited, reason=reason, mentions=self._mentions
            )
        )
        run.report.received(effect)
        return effect

    def _told(self, page: ChangePage, effect: PageEffect) -> Received:
        self._total += len(page.items)
        return Received(len(page.items), effect.applied, page.more, self._total)
