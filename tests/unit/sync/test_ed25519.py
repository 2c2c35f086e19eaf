"""Signatures: RFC 8032's own examples, and what must never pass, the same with either library."""

from __future__ import annotations

import builtins
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.sync import ed25519
from plugin.sync.ed25519 import CryptographyBackend, EcdsaBackend

VECTORS = json.loads((Path(__file__).parent / "rfc8032.json").read_text(encoding="ascii"))
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
BACKENDS = [CryptographyBackend(), EcdsaBackend()]


@pytest.fixture(params=BACKENDS, ids=lambda backend: backend.name)
def backend(request, monkeypatch):
    monkeypatch.setattr(ed25519, "backend", lambda: request.param)
    return request.param


@pytest.fixture
def signed():
    """A public key, a signature and what it is over."""
    one = VECTORS[2]
    return tuple(bytes.fromhex(one[name]) for name in ("public", "signature", "message"))


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["name"])
def test_the_examples_of_rfc_8032_section_7_1_come_out(backend, one):
    private, public, message, signature = (
        bytes.fromhex(one[name]) for name in ("private", "public", "message", "signature")
    )
    assert ed25519.public_key(private) == public
    assert ed25519.sign(private, message) == signature
    assert ed25519.verify(public, signature, message)
    assert not ed25519.verify(public, signature, message + b"\0")


def test_a_signature_with_one_bit_turned_is_refused(backend, signed):
    public, signature, message = signed
    for bit in range(0, 512, 17):
        turned = bytearray(signature)
        turned[bit // 8] ^= 1 << bit % 8
        assert not ed25519.verify(public, bytes(turned), message), bit


def test_a_number_that_is_not_reduced_is_refused(backend, signed):
    """S + L satisfies the same equation: without the check there would be a second signature."""
    public, signature, message = signed
    s = int.from_bytes(signature[32:], "little")
    for times in (1, 2, 7, 15):
        again = s + times * L
        if again < 2**256:
            assert not ed25519.verify(public, signature[:32] + again.to_bytes(32, "little"), message)
    assert not ed25519.verify(public, signature[:32] + L.to_bytes(32, "little"), message)
    assert not ed25519.verify(public, signature[:32] + b"\xff" * 32, message)


def encodings(y):
    """All 32 bytes that stand for y, reduced or not, with either sign of x."""
    return [(value | sign << 255).to_bytes(32, "little") for value in (y, y + P) if value < 2**255 for sign in (0, 1)]


SMALL = [one for y in sorted(ed25519._SMALL_ORDER) for one in encodings(y)]


def added(one, other):
    """The sum of two points of the curve -x² + y² = 1 + dx²y² (RFC 8032, section 5.1)."""
    d = -121665 * pow(121666, -1, P) % P
    (x1, y1), (x2, y2) = one, other
    both = d * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + both, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - both, -1, P) % P


def x_of(y):
    d = -121665 * pow(121666, -1, P) % P
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == square
    return x


def test_the_points_of_small_order_are_all_eight():
    points = {(sign * x_of(y) % P, y) for y in ed25519._SMALL_ORDER for sign in (1, -1)}
    assert len(points) == 8
    for point in points:
        for _ in range(3):
            point = added(point, point)
        assert point == (0, 1)


@pytest.mark.parametrize("public", SMALL, ids=lambda public: public.hex()[:8])
def test_a_key_under_which_anything_would_verify_is_refused(backend, public):
    """With a key of small order, R = [S]B minus that point fits one message in eight."""
    assert not ed25519.is_public_key(public)
    for message in range(16):
        for r in (public, (1).to_bytes(32, "little")):
            assert not ed25519.verify(public, r + bytes(32), bytes([message]))


@pytest.mark.parametrize("first", SMALL, ids=lambda first: first.hex()[:8])
def test_a_signature_with_a_point_of_small_order_is_refused(backend, signed, first):
    public, signature, message = signed
    assert not ed25519.verify(public, first + signature[32:], message)
    assert not ed25519.verify(public, first + bytes(32), message)


def test_what_is_no_point_of_the_curve_is_refused(backend, signed):
    public, signature, message = signed
    off = (2).to_bytes(32, "little")  # 2 is no y of the curve
    assert not ed25519.verify(off, signature, message)
    assert not ed25519.verify(public, off + signature[32:], message)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_other_lengths_are_refused(backend, signed, length):
    public, signature, message = signed
    assert not ed25519.verify((public * 2)[:length], signature, message) or length == 32
    assert not ed25519.verify(public, (signature * 2)[: length + 1 if length == 64 else length], message)
    for use in (lambda: ed25519.public_key(bytes(length)), lambda: ed25519.sign(bytes(length), b"")):
        with pytest.raises(ValueError, match="32 bytes"):
            use()


@settings(max_examples=25, deadline=None)
@given(private=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_both_libraries_sign_alike_and_accept_each_other(private, message):
    one, other = BACKENDS
    assert one.public_key(private) == other.public_key(private)
    signature = one.sign(private, message)
    assert signature == other.sign(private, message)
    assert one.verify(one.public_key(private), signature, message)
    assert other.verify(one.public_key(private), signature, message)


def test_keys_are_new_each_time():
    assert len({ed25519.generate() for _ in range(20)}) == 20


@pytest.fixture
def without_cryptography(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest)

    ed25519.backend.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    yield
    ed25519.backend.cache_clear()


def test_without_cryptography_the_vendored_library_does_it(without_cryptography, signed):
    assert ed25519.backend().name == "ecdsa"
    assert ed25519.verify(*signed)


def test_where_there_is_cryptography_it_does_it():
    ed25519.backend.cache_clear()
    assert ed25519.backend().name == "cryptography"
