"""Relaying: batches that others put into bundles go to the portal as they are, under their own ids and authors.

Whoever else sends the same batch, its author at last among them, it takes effect once. The portal decides whether this
account may pass it on; where it may not, nothing takes effect and the batch is left to its author or another office.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator
from datetime import datetime
from typing import Any

from ..contract import batch as batches
from ..contract import verdict as verdicts
from ..contract.device import AUTHOR_HEADER, DEVICE_HEADER, SIGNATURE_HEADER
from ..errors import ContractError, PortalError, TransportError, VidbudovaError
from ..store import relay
from ..store.relay import Relay
from . import answers, portal
from .events import Event, Relayed, Relaying
from .relayed import apply_relayed, give_up
from .run import Run

_LEFT_TO_OTHERS = (
    "portal.too_large",
    "portal.batch_void",
    "portal.batch_differs",
    "portal.other_rules",
    "portal.malformed",
    "portal.bad_request",
)
"""The portal's clear "no" to this batch from here: nothing took effect, and only its author can do something."""

_PROBLEMS = ("relay-forbidden", "author-unknown", "device-signature")
_UNSIGNED_WILL_DO = ("unknown", "retired")
"""Why a device's signature may not count although nobody forged it: then the author is named as claimed."""


class Relays:
    """The relaying part of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ws = run.ws

    def relay_all(self) -> Generator[Event, None, None]:
        """Relays what can go, each batch once. Raises where one's outcome stays unknown, or nothing can go at all."""
        waiting = relay.unfinished(self._ws)
        if not waiting:
            return
        skipped = self._left_alone(waiting)
        order = _parents_first(self._ws, waiting)
        left = sum(len(relay.items_of(self._ws, one.batch)) for one in order)
        stuck: set[str] = set()
        for one in order:
            items = relay.items_of(self._ws, one.batch)
            left -= len(items)
            if one.batch in skipped or any(item.after in stuck for item in items):
                stuck.add(one.batch)
            elif any(item.after and relay.state_of(self._ws, item.after) == "void" for item in items):
                self._give_up(one, {"code": "relay.follows"})
            else:
                yield Relaying(one.batch, len(items), len(one.body), left)
                if not (yield from self._one(one)):
                    stuck.add(one.batch)

    def _left_alone(self, waiting: list[Relay]) -> set[str]:
        """Batches whose answers would touch rows with uncommitted edits: they go next time."""
        being_edited = self._run.being_edited()
        if not being_edited:
            return set()
        return {
            one.batch
            for one in waiting
            if any(item.shown and item.key in being_edited for item in relay.items_of(self._ws, one.batch))
        }

    def _one(self, one: Relay) -> Generator[Event, None, bool]:
        """Relays a batch; False where it has to wait for something that is not on the portal yet."""
        try:
            batch = batches.decode(one.body)
        except ContractError as error:
            self._give_up(one, {"code": "relay.damaged", "detail": str(error)})
            return True
        signed = yield from self._deliver(one)
        if signed is None:
            return True
        run = self._run
        answer = answers.read(run, signed)
        if all(verdict.verdict == "held" for verdict in answer.verdicts) and not self._is_final(one, signed):
            return False
        fresh = _moment(answer.received_at) >= _moment(run.service.time)
        bundle = relay.get_bundle(self._ws, one.bundle)
        author = None if bundle is None else bundle.author_name
        with answers.being_applied(run, batch):
            done = apply_relayed(self._ws, batch, answer, signed, author=author, fresh=fresh)
        run.report.relayed(one.bundle, done, len(one.body))
        yield Relayed(
            one.batch,
            stored=sum(done.counts[name] for name in verdicts.STORED),
            others=sum(count for name, count in done.counts.items() if name not in verdicts.STORED),
            changed=done.changed,
        )
        return True

    def _is_final(self, one: Relay, signed: portal.SignedAnswer) -> bool:
        """Whether a batch that is held throughout was answered so for good.

        What builds on something that is not there yet may be brought again, and the portal keeps nothing of it. Only
        an answer that was kept, to the author's own sending, comes back the same to the byte.
        """
        mark = hashlib.sha256(signed.body).hexdigest()
        before = json.loads(one.reason) if one.reason else {}
        if before.get("answer") == mark:
            return True
        relay.hold(self._ws, one.batch, json.dumps({"code": "relay.waits", "answer": mark}))
        return False

    def _deliver(self, one: Relay) -> Generator[Event, None, portal.SignedAnswer | None]:
        """The portal's answer to a batch; None where it was given up."""
        run, failures, doubts = self._run, 0, 0
        headers = author_headers(one, signed=True)
        ask_first = one.state == "sending"
        while True:
            run.patience.check()
            try:
                signed = run.client.get_batch(one.batch, headers) if ask_first else None
                if signed is None:
                    relay.mark_sending(self._ws, one.batch)
                    signed = run.client.post_batch(one.batch, one.body, headers)
                return signed
            except VidbudovaError as error:
                problem = _problem_of(error)
                if problem == "device-signature" and _reason(error) in _UNSIGNED_WILL_DO and DEVICE_HEADER in headers:
                    headers = author_headers(one, signed=False)
                    continue
                if problem in _PROBLEMS or error.code in _LEFT_TO_OTHERS:
                    self._give_up(one, _why(error, problem))
                    return None
                if not error.retryable:
                    doubts += 1
                    if doubts > 1 or not _is_doubtful(error):
                        raise
                    ask_first = True
                    continue
                failures += 1
                yield from run.patience.pause(failures, error)
                ask_first = True

    def _give_up(self, one: Relay, reason: dict[str, Any]) -> None:
        changed = give_up(self._ws, one.batch, reason)
        self._run.report.not_relayed(one.bundle, relay.items_of(self._ws, one.batch), reason, changed)


def author_headers(one: Relay, *, signed: bool) -> dict[str, str]:
    """The headers that name a batch's author: by the device's signature where there is one, and by account."""
    headers = {AUTHOR_HEADER: one.author}
    if signed and one.device and one.device_signature:
        headers |= {DEVICE_HEADER: one.device, SIGNATURE_HEADER: one.device_signature}
    return headers


def _parents_first(ws: Any, waiting: list[Relay]) -> list[Relay]:
    """The batches in the order in which they came, but none before one that brings a parent of its records."""
    born: dict[str, str] = {}
    wants: dict[str, set[str]] = {}
    for one in waiting:
        wants[one.batch] = set()
        for item in relay.items_of(ws, one.batch):
            if item.op == "create":
                born[item.uuid] = one.batch
            rtype = ws.catalogue.types.get(item.type)
            if rtype is not None and item.op != "delete":
                wants[one.batch].update(uuid for _, uuid in rtype.parents(item.set))
            if item.after is not None:
                wants[one.batch].add(item.after)
    places = {one.batch: one for one in waiting}
    needs = {
        batch: {found for uuid in uuids if (found := born.get(uuid, uuid)) in places and found != batch}
        for batch, uuids in wants.items()
    }
    ordered: list[Relay] = []
    left = [one.batch for one in waiting]
    while left:
        ready = next((batch for batch in left if not needs[batch].intersection(left)), left[0])
        left.remove(ready)
        ordered.append(places[ready])
    return ordered


def _problem_of(error: VidbudovaError) -> str:
    if not isinstance(error, PortalError):
        return ""
    return str(error.problem.get("type", "")).rpartition(":")[2]


def _reason(error: VidbudovaError) -> str:
    return str(error.problem.get("reason", "")) if isinstance(error, PortalError) else ""


def _why(error: VidbudovaError, problem: str) -> dict[str, Any]:
    """What is kept of a "no": its code, and what the portal says to it."""
    detail = str(error.problem.get("detail") or "") if isinstance(error, PortalError) else ""
    names = {"relay-forbidden": "relay.forbidden", "author-unknown": "relay.author", "device-signature": "relay.forged"}
    return {"code": names.get(problem, error.code), "detail": detail}


def _moment(text: str) -> datetime:
    """A time as the portal writes it, which was checked to be one."""
    whole = re.sub(r"\.(\d+)", lambda found: "." + found[1].ljust(6, "0")[:6], text)
    return datetime.fromisoformat(whole.replace("Z", "+00:00"))


def _is_doubtful(error: VidbudovaError) -> bool:
    if isinstance(error, TransportError):
        return error.code in ("transport.bad_encoding", "transport.too_large")
    unauthorised = ("portal.unauthorised", "portal.forbidden", "portal.other_contract", "portal.not_implemented")
    return isinstance(error, (PortalError, ContractError)) and error.code not in unauthorised
