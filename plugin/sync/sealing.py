"""Sealing a bundle with a passphrase: authenticated encryption by the package ``cryptography``, where it is installed.

The key is derived with scrypt (RFC 7914) from the passphrase and a random salt, each part is sealed by AES-256-GCM
(NIST SP 800-38D) with a random nonce. Header and part name go in as associated data, and the sealed manifest lists the
parts, so none can be altered, exchanged, left out or cut short without being noticed. QGIS does not bring the package
everywhere, and nothing is made up in its place: without it the option is not there.
"""

from __future__ import annotations

import base64
import binascii
import os
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from ..contract import wire
from ..contract.limits import CONTRACT_VERSION
from ..errors import ContractError, ExchangeError

FORMAT: Final = 1
LEAST_SIGNS: Final = 8
"""Of a passphrase."""
_N, _R, _P = 2**15, 8, 3
"""Scrypt's cost: 32 MiB and some tenths of a second, also on an old laptop."""
_MOST_N, _MOST_R, _MOST_P = 2**17, 8, 4
_SALT: Final = 16
_NONCE: Final = 12
_TAG: Final = 16
OVERHEAD: Final = _NONCE + _TAG
"""Bytes that sealing adds to a part."""
MAX_HEADER: Final = 4096
_CIPHER, _KDF = "AES-256-GCM", "scrypt"


@dataclass(frozen=True)
class Header:
    """What stands outside: how the key is made, nothing of what is inside. ``raw`` are its bytes."""

    n: int
    r: int
    p: int
    salt: bytes
    raw: bytes


def available() -> bool:
    """Whether bundles can be sealed and opened on this machine."""
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError:
        return False
    return AESGCM is not None and Scrypt is not None


def new_header() -> Header:
    """A header with a fresh salt."""
    salt = os.urandom(_SALT)
    document = {
        "format": FORMAT,
        "contract": CONTRACT_VERSION,
        "cipher": _CIPHER,
        "kdf": _KDF,
        "n": _N,
        "r": _R,
        "p": _P,
        "salt": base64.b64encode(salt).decode("ascii"),
    }
    return Header(_N, _R, _P, salt, wire.dump(document))


def read_header(raw: bytes) -> Header:
    """The header in ``raw``. Raises ExchangeError ``bundle.other_format``, ``bundle.other_contract``,
    ``bundle.damaged``."""
    try:
        document = wire.as_object(wire.parse(raw, max_bytes=MAX_HEADER, unique_keys=True))
        if wire.whole(document, "format", "") != FORMAT:
            raise ExchangeError("bundle.other_format")
        theirs = wire.whole(document, "contract", "")
        if theirs != CONTRACT_VERSION:
            raise ExchangeError("bundle.other_contract", theirs=theirs, ours=CONTRACT_VERSION)
        if document.get("cipher") != _CIPHER or document.get("kdf") != _KDF:
            raise ExchangeError("bundle.other_format")
        n, r, p = (wire.whole(document, name, "", least=1) for name in ("n", "r", "p"))
        salt = base64.b64decode(wire.text(document, "salt", "", most=100), validate=True)
    except (ContractError, binascii.Error) as error:
        raise ExchangeError("bundle.damaged", part="sealed.json") from error
    if n < 2 or n & (n - 1) or n > _MOST_N or r > _MOST_R or p > _MOST_P or not _SALT <= len(salt) <= 64:
        raise ExchangeError("bundle.damaged", part="sealed.json")
    return Header(n, r, p, salt, raw)


class Sealer:
    """Seals and opens the parts of one bundle. Raises ExchangeError ``bundle.no_cryptography``."""

    def __init__(self, header: Header, passphrase: str) -> None:
        if not available():
            raise ExchangeError("bundle.no_cryptography")
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        self._header = header
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
        key = Scrypt(salt=header.salt, length=32, n=header.n, r=header.r, p=header.p).derive(secret)
        self._cipher: Any = AESGCM(key)

    def seal(self, name: str, content: bytes) -> bytes:
        """The part ``name``, sealed."""
        nonce = os.urandom(_NONCE)
        sealed: bytes = self._cipher.encrypt(nonce, content, self._bound_to(name))
        return nonce + sealed

    def open(self, name: str, sealed: bytes) -> bytes | None:
        """The content of the part ``name``; None where passphrase, name, header or content is another."""
        from cryptography.exceptions import InvalidTag

        if len(sealed) < OVERHEAD:
            return None
        try:
            content: bytes = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound_to(name))
        except InvalidTag:
            return None
        return content

    def _bound_to(self, name: str) -> bytes:
        return b"vidbudova-bundle\0" + self._header.raw + b"\0" + name.encode("ascii")


def check_passphrase(passphrase: str) -> None:
    """Raises ExchangeError ``bundle.passphrase_short``."""
    if len(passphrase) < LEAST_SIGNS:
        raise ExchangeError("bundle.passphrase_short", least=LEAST_SIGNS)
