"""One run of the engine: what its parts share."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor

from ..contract.service import Account, Round, ServiceInfo, encode_rounds
from ..errors import PortalError
from ..quality import RULES_VERSION
from ..store import audit, conflicts, outbox, refusals
from ..store.titles import titles_of
from ..store.workspace import Workspace
from . import bookkeeping, keys
from .events import Event, Repaired
from .freeze import Sender, Sizes
from .portal import PortalClient, SignedAnswer
from .report import ReportBuilder
from .restored import note_epoch
from .retry import Clock, Patience

Key = tuple[str, str]
MOST_NAMED = 10

Skip = Callable[[], set[Key]]


class Signatures:
    """The pinned keys of the workspace's portal, and answers held against them."""

    def __init__(self, ws: Workspace, client: PortalClient, portal: str) -> None:
        self._ws = ws
        self._client = client
        self._portal = portal
        self._pinned = bookkeeping.pinned_keys(ws)

    @property
    def pinned(self) -> bool:
        """Whether keys of the portal are known."""
        return bool(self._pinned)

    def pin(self) -> None:
        """Remembers the portal's keys; only at first contact."""
        self._keep(keys.pin(self._client.keys()))

    def check(self, signed: SignedAnswer) -> None:
        """Raises ``portal.bad_signature`` for an answer that the portal has not signed. A key that is not known yet is
        asked for, and taken where a known one vouches for it."""
        if keys.check(self._pinned, signed.body, signed.signature, signed.kid):
            return
        self._keep(keys.follow(self._pinned, self._portal, self._client.keys()))
        if not keys.check(self._pinned, signed.body, signed.signature, signed.kid):
            raise PortalError("portal.bad_signature", kid=signed.kid or "")

    def _keep(self, found: dict[str, str]) -> None:
        if found != self._pinned:
            self._pinned = found
            self._ws.set_meta(bookkeeping.KEYS, json.dumps(found, sort_keys=True))


class Run:
    """What sending and receiving share: the workspace, the portal, how long to wait, what to report."""

    def __init__(
        self,
        ws: Workspace,
        client: PortalClient,
        clock: Clock,
        patience: Patience,
        report: ReportBuilder,
        skip: Skip | None,
    ) -> None:
        self.ws = ws
        self.client = client
        self.clock = clock
        self.patience = patience
        self.language = client.access.language
        self.report = report
        self.service: ServiceInfo
        self.account: Account
        self.rounds: tuple[Round, ...]
        self.signatures: Signatures
        self._skip = skip
        self.helper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vidbudova-sync")
        """Asks the portal for what comes next while this thread writes what came last. One request at a time."""

    def close(self) -> None:
        """Waits for a request that is under way; a cancelled client ends it at once."""
        self.helper.shutdown(wait=True)

    def make_contact(self) -> Generator[Event, None, None]:
        """Asks who is there and whose token this is. The token goes out only after the portal has proved to be ours.

        Raises ``portal.other_portal``, ``portal.other_rules``.
        """
        ws, patience = self.ws, self.patience
        known = ws.get_meta(bookkeeping.PORTAL)
        self.client.seen_before = bookkeeping.seen_before(ws, self.client.access.url)
        self.service = yield from patience.retrying(self.client.service)
        patience.in_contact = True
        if known is not None and known != self.service.portal:
            raise PortalError("portal.other_portal", address=self.client.access.url, title=self.service.title)
        self.account = yield from patience.retrying(self.client.me)
        self.rounds = yield from patience.retrying(self.client.rounds)
        self.signatures = Signatures(ws, self.client, self.service.portal)
        if not self.signatures.pinned:
            yield from patience.retrying(self.signatures.pin)
        yield from patience.retrying(self._remember)

    def _remember(self) -> None:
        account = {
            "account": self.account.account,
            "name": self.account.name,
            "organisation": self.account.organisation,
            "role": self.account.role,
            "territory": list(self.account.territory),
            "expires_at": self.account.expires_at,
        }
        with self.ws.transaction():
            note_epoch(self.ws, self.service.epoch)
            self.ws.set_meta(bookkeeping.PORTAL, self.service.portal)
            self.ws.set_meta(bookkeeping.PORTAL_SEEN_AT, self.client.access.origin)
            self.ws.set_meta(bookkeeping.SEEN_AT, self.service.time)
            self.ws.set_meta(bookkeeping.RULES, self.service.rules)
            self.ws.set_meta(bookkeeping.ACCOUNT, json.dumps(account, ensure_ascii=False))
            self.ws.set_meta(bookkeeping.ROUNDS, encode_rounds(self.rounds).decode("utf-8"))

    def check_rules(self) -> None:
        """Raises ``portal.other_rules`` where the portal checks by others: nothing may be frozen for it."""
        if self.service.rules != RULES_VERSION:
            detail = f" ({self.service.rules} ≠ {RULES_VERSION})"
            raise PortalError("portal.other_rules", detail=detail, theirs=self.service.rules, ours=RULES_VERSION)

    def saw_epoch(self, epoch: str) -> None:
        """Notes the portal's epoch; a new one means that it was restored from a backup, and all has to be pulled."""
        note_epoch(self.ws, epoch)

    def verify_triggers(self) -> Generator[Event, None, None]:
        """Puts capture triggers back that another program has dropped, after finding what they missed."""
        if not audit.triggers_present(self.ws):
            missed = yield from self.patience.retrying(lambda: audit.repair(self.ws))
            titles = titles_of(self.ws, missed.records[:MOST_NAMED], self.language)
            yield Repaired(missed.types, len(missed.records), titles)

    @property
    def sizes(self) -> Sizes:
        """What a batch may hold: ours or the portal's limits, whichever are less."""
        ours, theirs = Sizes(), self.service.limits
        return Sizes(min(ours.items, theirs.records), min(ours.bytes, theirs.bytes))

    def sender(self) -> Sender:
        """What batches of this run say of themselves."""
        return Sender(self.service.portal, self.ws.get_meta(bookkeeping.SEEN_AT), self.language)

    def blocked(self) -> set[Key]:
        """Records that are not sent: in conflict, refused and not edited since, or under way already."""
        found = {conflict.key for conflict in conflicts.list_conflicts(self.ws)}
        found |= {refusal.key for refusal in refusals.list_refusals(self.ws)}
        return found | outbox.all_in_flight(self.ws)

    def being_edited(self) -> set[Key]:
        """Records with uncommitted edits in an open session: not touched now."""
        found = self._skip() if self._skip is not None else set()
        self.report.skipped(found)
        return found
