"""Whose batch it is: the author, who need not be the one who brings it.

By the signature of the author's device, which proves it; else by what the relayer says, which is marked as claimed;
else the author is who brings it. What is asked of an author (an account in force, a device that is not retired) is
asked where a batch is to take effect. The answer to one that has taken effect is given all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from plugin.contract import wire
from plugin.contract.device import decode_signature
from plugin.contract.service import Account

from .. import accounts, devices
from ..problems import Refusal


@dataclass(frozen=True)
class Headers:
    """What a request says of the author: the device and its signature in base64, the author's account id."""

    device: str | None = None
    signature: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Origin:
    """Where a batch comes from: the author's account id, and whether a device's good signature says so.

    `retired`: the device's key is no longer in use. `claimed`: nobody but the relayer says who the author is.
    """

    account: str
    device: str | None = None
    retired: bool = False
    claimed: bool = False


@dataclass(frozen=True)
class Parties:
    """Who makes the edits of a batch. Where a relayer brought it, both have to be entitled to each of them."""

    author: Account
    relayer: Account | None = None
    device: str | None = None
    claimed: bool = False

    @property
    def via(self) -> str | None:
        """Through whom an authorship came that is only claimed."""
        return self.relayer.name if self.relayer is not None and self.claimed else None


def trace(connection: Connection, bearer: Account, headers: Headers, body: bytes) -> Origin:
    """Where the batch in `body` comes from. Raises Refusal ``device-signature``."""
    named = None if headers.author is None else headers.author.strip()
    if headers.device is not None or headers.signature is not None:
        owned = _signer(connection, headers, body)
        if named is not None and named != owned.account:
            raise _bad_signature("author")
        return Origin(owned.account, owned.device.device, retired=owned.device.retired_at is not None)
    if named is None or named == bearer.account:
        return Origin(bearer.account)
    return Origin(named, claimed=True)


def parties(connection: Connection, bearer: Account, origin: Origin) -> Parties:
    """The parties of a batch that is to take effect.

    Raises Refusal ``author-unknown`` where the author's account is not in force, ``device-signature`` where a key that
    was retired is all that speaks for the author.
    """
    if origin.account == bearer.account:
        # The token proves who it is. A retired key adds nothing, and takes nothing away.
        return Parties(bearer, device=None if origin.retired else origin.device)
    if origin.retired:
        raise _bad_signature("retired")
    author = accounts.in_force(connection, origin.account)
    if isinstance(author, accounts.Rejected):
        variant = "author-unknown" if author.reason == "unknown" else f"author-{author.reason}"
        raise Refusal("author-unknown", variant=variant, extra={"reason": author.reason})
    return Parties(author, bearer, origin.device, origin.claimed)


def _signer(connection: Connection, headers: Headers, body: bytes) -> devices.Owned:
    device = (headers.device or "").strip()
    signature = decode_signature((headers.signature or "").strip())
    if wire.UUID.fullmatch(device) is None or signature is None:
        raise _bad_signature("incomplete")
    owned = devices.find(connection, device)
    if owned is None:
        raise _bad_signature("unknown")
    if not devices.signed(owned.device, signature, body):
        raise _bad_signature("signature")
    return owned


def _bad_signature(reason: str) -> Refusal:
    variant = "device-signature" if reason == "signature" else f"device-{reason}"
    return Refusal("device-signature", variant=variant, extra={"reason": reason})
