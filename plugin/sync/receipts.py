"""Receipts: the portal's signed word on what became of a record, and whether it holds.

A receipt is the answer to a batch as it came, byte for byte, with its detached signature. It is checked against the
keys pinned in the workspace, so neither portal nor network is needed, and a key that the portal has retired counts as
before.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..contract import verdict as verdicts
from ..errors import ContractError
from ..store import base as bases
from ..store import outbox, relay
from ..store.workspace import Workspace
from . import bookkeeping, ed25519, keys

State = Literal["valid", "unverifiable", "bad"]
"""Signed by a pinned key · not signed, or by a key that is not known here · not what that key signed, or about
something else."""


@dataclass(frozen=True)
class Receipt:
    """What the portal says of one record, in the answer to one batch.

    `answer` are the signed bytes, `signature` 64 bytes, `public_key` 32 bytes, the pinned key that `kid` names.
    `revision` and `hash` are the record's after the batch (a deletion's hash is empty); None where nothing was stored.
    `received_at` is the portal's time. A bad receipt has only what the answer still tells.
    """

    type: str
    uuid: str
    state: State
    batch: str
    answer: bytes
    verdict: str
    portal: str | None = None
    epoch: str | None = None
    received_at: str | None = None
    revision: int | None = None
    hash: str | None = None
    kid: str | None = None
    public_key: bytes | None = None
    signature: bytes | None = None

    def document(self, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Everything that somebody else needs to verify it, binary parts in base64.

        :param content: the record of that revision, over whose canonical JSON the hash is taken
        """
        return {
            "state": self.state,
            "type": self.type,
            "uuid": self.uuid,
            "verdict": self.verdict,
            "portal": self.portal,
            "epoch": self.epoch,
            "revision": self.revision,
            "hash": self.hash,
            "received_at": self.received_at,
            "batch": self.batch,
            "algorithm": keys.ALGORITHM,
            "key": self.kid,
            "public_key": _base64(self.public_key),
            "signature": _base64(self.signature),
            "answer": _base64(self.answer),
            "content": None if content is None else dict(content),
        }


def of_record(ws: Workspace, type_name: str, uuid: str) -> list[Receipt]:
    """Every receipt of a record, verified, the newest first; those of batches passed on for others among them."""
    pinned, portal = bookkeeping.pinned_keys(ws), ws.get_meta(bookkeeping.PORTAL)
    found = [*outbox.receipts(ws, type_name, uuid), *relay.receipts(ws, type_name, uuid)]
    found.sort(key=lambda one: one.ended_at, reverse=True)
    return [_verified(one, type_name, uuid, pinned, portal) for one in found]


def content_of(ws: Workspace, receipt: Receipt) -> dict[str, Any] | None:
    """The record as the receipt has it, where that is still what the portal has acknowledged last."""
    base = bases.get_base(ws, receipt.type, receipt.uuid)
    return {**base.record, **base.extra} if base is not None and base.hash == receipt.hash else None


def of_batches(ws: Workspace, batches: Iterable[str]) -> dict[str, State]:
    """Whether the answers to some batches hold, by batch; batches without an answer are left out."""
    pinned, portal = bookkeeping.pinned_keys(ws), ws.get_meta(bookkeeping.PORTAL)
    found: dict[str, State] = {}
    for batch, answer, signature, kid in outbox.answers(ws, list(batches)):
        state, document = _examined(answer, signature, kid, pinned)
        told = document is not None and document.batch == batch and document.portal == (portal or document.portal)
        found[batch] = state if told else "bad"
    return found


def _verified(one: outbox.Receipt, type_name: str, uuid: str, pinned: Mapping[str, str], portal: str | None) -> Receipt:
    state, document = _examined(one.answer, one.signature, one.kid, pinned)
    verdict = None
    if document is not None:
        verdict = next((found for found in document.verdicts if found.key == (type_name, uuid)), None)
    if document is None or verdict is None:
        return Receipt(type_name, uuid, "bad", one.batch, one.answer, one.verdict)
    ours = (
        document.batch == one.batch
        and verdict.verdict == one.verdict
        and document.portal == (portal or document.portal)
    )
    return Receipt(
        type=type_name,
        uuid=uuid,
        state=state if ours else "bad",
        batch=one.batch,
        answer=one.answer,
        verdict=one.verdict,
        portal=document.portal,
        epoch=document.epoch,
        received_at=document.received_at,
        revision=verdict.revision,
        hash=verdict.hash,
        kid=one.kid,
        public_key=keys.from_base64(pinned.get(one.kid or "", "")) or None,
        signature=keys.from_base64(one.signature or "") or None,
    )


def _examined(
    answer: bytes, signature: str | None, kid: str | None, pinned: Mapping[str, str]
) -> tuple[State, verdicts.BatchAnswer | None]:
    """Whether the bytes are signed by a pinned key, and what they say; None where they say nothing that can be read."""
    try:
        document = verdicts.decode(answer)
    except ContractError:
        return "bad", None
    public = keys.from_base64(pinned.get(kid or "", ""))
    if not signature or not public:
        return "unverifiable", document
    given = keys.from_base64(signature)
    return ("valid" if given and ed25519.verify(public, given, answer) else "bad"), document


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")
