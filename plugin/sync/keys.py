"""The keys with which a portal signs its verdicts: pinned at first contact, followed from one to its successor.

Signatures are Ed25519 (RFC 8032) over the verdict document's bytes. A key once pinned stays pinned, also after the
portal has retired it: what it signed can be verified for ever.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..contract import wire
from ..contract.jcs import canonical_bytes
from ..errors import PortalError
from . import ed25519

ALGORITHM = "Ed25519"
_MAX_BYTES = 4 * 1_048_576


@dataclass(frozen=True)
class PortalKey:
    """One key as ``GET /keys`` tells it; ``public`` are 32 bytes. A successor names and shows its predecessor's
    consent."""

    kid: str
    public: bytes
    signed_by: str | None = None
    signature: bytes | None = None


def decode_keys(body: bytes) -> tuple[PortalKey, ...]:
    """The keys in ``body``, the oldest first; keys of another algorithm are left out.

    Raises :class:`~plugin.errors.ContractError` with a ``pointer``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=_MAX_BYTES))
    entries = wire.as_list(wire.member(document, "keys", ""), "/keys", most=1000)
    read = (_read_key(entry, f"/keys/{index}") for index, entry in enumerate(entries))
    return tuple(key for key in read if key is not None)


def _read_key(entry: Any, pointer: str) -> PortalKey | None:
    source = wire.as_object(entry, pointer)
    kid = wire.text(source, "kid", pointer, most=100)
    if wire.optional_text(source, "algorithm", pointer, most=40) not in (None, ALGORITHM):
        return None
    public = from_base64(wire.text(source, "public_key", pointer, most=200))
    if public is None or not ed25519.is_public_key(public):
        wire.fault("bad_value", f"{pointer}/public_key")
    written = wire.optional_text(source, "signature", pointer, most=400)
    return PortalKey(
        kid=kid,
        public=public,
        signed_by=wire.optional_text(source, "signed_by", pointer, most=100),
        signature=None if written is None else from_base64(written),
    )


def from_base64(text: str) -> bytes | None:
    """The bytes in standard base64; None where it is none."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None


def succession(portal: str, key: PortalKey) -> bytes:
    """What a predecessor signs of its successor."""
    public = base64.b64encode(key.public).decode("ascii")
    return canonical_bytes({"kid": key.kid, "portal": portal, "public_key": public})


def pin(keys: Iterable[PortalKey]) -> dict[str, str]:
    """What is remembered of a portal's keys at first contact: kid to public key, base64."""
    return {key.kid: base64.b64encode(key.public).decode("ascii") for key in keys}


def follow(pinned: Mapping[str, str], portal: str, keys: Iterable[PortalKey]) -> dict[str, str]:
    """``pinned`` with every key that one of them, or one so reached, has signed as its successor.

    Raises ``portal.keys_changed`` where a pinned id now stands for another key.
    """
    known = dict(pinned)
    for key in keys:
        public = base64.b64encode(key.public).decode("ascii")
        if key.kid in known:
            if known[key.kid] != public:
                raise PortalError("portal.keys_changed", kid=key.kid)
            continue
        predecessor = from_base64(known.get(key.signed_by or "", ""))
        if predecessor and key.signature and ed25519.verify(predecessor, key.signature, succession(portal, key)):
            known[key.kid] = public
    return known


def check(pinned: Mapping[str, str], body: bytes, signature: str | None, kid: str | None) -> bool:
    """Whether ``body`` is signed by a pinned key; False where the key ``kid`` is not pinned (yet).

    Raises ``portal.bad_signature`` where a signature is missing or wrong.
    """
    public = from_base64(pinned.get(kid or "", ""))
    if not public and kid:
        return False
    given = from_base64(signature or "")
    if not public or not given or not ed25519.verify(public, given, body):
        raise PortalError("portal.bad_signature", kid=kid or "")
    return True
