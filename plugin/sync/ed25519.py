"""Ed25519 signatures (RFC 8032, section 5.1) by ``cryptography`` where it is installed, else by the vendored ``ecdsa``.

What is accepted does not depend on which of the two there is. Both check the equation without the cofactor; what they
read differently (numbers not reduced, points of small order, under which one signature fits every content) is refused
here, before either is asked.
"""

from __future__ import annotations

import functools
import os
from typing import Final, Protocol

KEY_BYTES: Final = 32
"""Length of a private key (RFC 8032's seed) and of a public one."""
SIGNATURE_BYTES: Final = 64

_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493
_Y8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
"""y of a point of order 8; with its negative, 0, 1 and -1 these are all y of points whose order divides 8."""
_SMALL_ORDER: Final = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})


class Backend(Protocol):
    """What of Ed25519 is left to a library. Keys and signatures have their lengths; points and numbers are reduced."""

    def verify(self, public: bytes, signature: bytes, content: bytes) -> bool:
        """Whether the signature is the key's over the content; False also for what is no point of the curve."""

    def sign(self, private: bytes, content: bytes) -> bytes:
        """The signature over the content."""

    def public_key(self, private: bytes) -> bytes:
        """The public key of a private one."""


class CryptographyBackend:
    """By OpenSSL, through ``cryptography``. Raises ImportError where that is absent or lacks the curve."""

    name = "cryptography"

    def __init__(self) -> None:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            Ed25519PrivateKey.from_private_bytes(bytes(KEY_BYTES)).sign(b"")
        except UnsupportedAlgorithm as error:
            raise ImportError("cryptography without Ed25519") from error

    def verify(self, public: bytes, signature: bytes, content: bytes) -> bool:
        """As :class:`Backend`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def sign(self, private: bytes, content: bytes) -> bytes:
        """As :class:`Backend`."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(private).sign(content)

    def public_key(self, private: bytes) -> bytes:
        """As :class:`Backend`."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


class EcdsaBackend:
    """In Python, by ``ecdsa``: some hundredths of a second each time.

    Its time depends on the key, which matters to who can measure many signatures made on this machine, and nobody here
    can ask for one from outside.
    """

    name = "ecdsa"

    def verify(self, public: bytes, signature: bytes, content: bytes) -> bool:
        """As :class:`Backend`."""
        from ecdsa import eddsa
        from ecdsa.errors import MalformedPointError

        try:
            eddsa.PublicKey(eddsa.generator_ed25519, public).verify(content, signature)
        except (MalformedPointError, ValueError):
            return False
        return True

    def sign(self, private: bytes, content: bytes) -> bytes:
        """As :class:`Backend`."""
        from ecdsa import eddsa

        return bytes(eddsa.PrivateKey(eddsa.generator_ed25519, private).sign(content))

    def public_key(self, private: bytes) -> bytes:
        """As :class:`Backend`."""
        from ecdsa import eddsa

        return bytes(eddsa.PrivateKey(eddsa.generator_ed25519, private).public_key().public_key())


@functools.lru_cache(maxsize=1)
def backend() -> CryptographyBackend | EcdsaBackend:
    """The library that does the work on this machine."""
    try:
        return CryptographyBackend()
    except ImportError:
        return EcdsaBackend()


def generate() -> bytes:
    """A new private key: 32 bytes from the operating system's random source."""
    return os.urandom(KEY_BYTES)


def public_key(private: bytes) -> bytes:
    """The public key of a private one, 32 bytes. Raises ValueError for another length."""
    return backend().public_key(_private(private))


def sign(private: bytes, content: bytes) -> bytes:
    """The signature of a private key over ``content``, 64 bytes. Raises ValueError for a key of another length."""
    return backend().sign(_private(private), content)


def verify(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` is this public key's over ``content``; False for anything that is no key or signature."""
    return _is_proper(public, signature) and backend().verify(public, signature, content)


def is_public_key(public: bytes) -> bool:
    """Whether bytes may be somebody's public key: 32 of them, reduced, and no point of small order."""
    if len(public) != KEY_BYTES:
        return False
    y = _y(public)
    return y < _P and y not in _SMALL_ORDER


def _is_proper(public: bytes, signature: bytes) -> bool:
    if len(signature) != SIGNATURE_BYTES or not is_public_key(public) or not is_public_key(signature[:KEY_BYTES]):
        return False
    return int.from_bytes(signature[KEY_BYTES:], "little") < _L


def _y(point: bytes) -> int:
    """A point's y as encoded, which leaves the highest bit to the sign of x."""
    return int.from_bytes(point, "little") & (2**255 - 1)


def _private(private: bytes) -> bytes:
    if len(private) != KEY_BYTES:
        raise ValueError(f"a private key has {KEY_BYTES} bytes, not {len(private)}")
    return bytes(private)
