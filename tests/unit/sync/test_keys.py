"""Signing keys: pinned at first contact, followed from one to its successor, never taken on anybody else's word."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from plugin.errors import ContractError, PortalError
from plugin.sync import keys
from plugin.sync.keys import PortalKey

PORTAL = "portal-1"


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Signer:
    """A key pair of a portal."""

    def __init__(self, kid, predecessor=None) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.kid = kid
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = PortalKey(kid, public)
        if predecessor is not None:
            consent = predecessor.private.sign(keys.succession(PORTAL, self.key))
            self.key = PortalKey(kid, public, predecessor.kid, consent)

    def sign(self, content: bytes) -> str:
        return text(self.private.sign(content))


def document(*signers, **more):
    return json.dumps(
        {
            "keys": [
                {
                    "kid": one.kid,
                    "algorithm": "Ed25519",
                    "public_key": text(one.key.public),
                    "signed_by": one.key.signed_by,
                    "signature": None if one.key.signature is None else text(one.key.signature),
                    **more,
                }
                for one in signers
            ]
        }
    ).encode()


def test_keys_are_read_and_those_of_another_algorithm_left_out():
    first = Signer("k1")
    second = Signer("k2", first)
    assert keys.decode_keys(document(first, second)) == (first.key, second.key)
    assert keys.decode_keys(document(first, algorithm="ML-DSA")) == ()


@pytest.mark.parametrize("more", [{"public_key": "AAAA"}, {"public_key": "not base64!"}, {"kid": ""}])
def test_a_key_of_the_wrong_form_breaks_the_contract(more):
    with pytest.raises(ContractError):
        keys.decode_keys(document(Signer("k1"), **more))


def test_what_a_pinned_key_signed_is_trusted():
    signer = Signer("k1")
    pinned = keys.pin([signer.key])
    assert keys.check(pinned, b"body", signer.sign(b"body"), "k1")


def test_what_is_signed_by_nobody_known_is_neither_trusted_nor_refused_yet():
    assert not keys.check(keys.pin([Signer("k1").key]), b"body", Signer("k2").sign(b"body"), "k2")


@pytest.mark.parametrize("kind", ["other content", "other key", "missing", "garbage", "no kid"])
def test_a_wrong_signature_is_refused(kind):
    signer = Signer("k1")
    signature = {
        "other content": signer.sign(b"else"),
        "other key": Signer("k1").sign(b"body"),
        "missing": None,
        "garbage": "???",
        "no kid": signer.sign(b"body"),
    }[kind]
    with pytest.raises(PortalError) as caught:
        keys.check(keys.pin([signer.key]), b"body", signature, None if kind == "no kid" else "k1")
    assert caught.value.code == "portal.bad_signature"


def test_a_successor_is_followed_over_several_steps():
    first = Signer("k1")
    second = Signer("k2", first)
    third = Signer("k3", second)
    pinned = keys.follow(keys.pin([first.key]), PORTAL, [first.key, second.key, third.key])
    assert keys.check(pinned, b"body", third.sign(b"body"), "k3")


def test_a_key_that_no_pinned_one_vouches_for_is_not_taken():
    first, stranger = Signer("k1"), Signer("k9")
    claims = [
        stranger.key,
        PortalKey("k9", stranger.key.public, "k1", b"\0" * 64),
        PortalKey("k9", stranger.key.public, "k8", stranger.private.sign(b"x")),
        Signer("k9", stranger).key,
    ]
    for claim in claims:
        assert keys.follow(keys.pin([first.key]), PORTAL, [first.key, claim]) == keys.pin([first.key])


def test_consent_given_for_another_portal_counts_for_nothing():
    first = Signer("k1")
    second = Signer("k2", first)
    assert "k2" not in keys.follow(keys.pin([first.key]), "another-portal", [second.key])


def test_a_pinned_id_that_stands_for_another_key_now_is_an_alarm():
    with pytest.raises(PortalError) as caught:
        keys.follow(keys.pin([Signer("k1").key]), PORTAL, [Signer("k1").key])
    assert caught.value.code == "portal.keys_changed"


def test_a_retired_keys_word_counts_for_ever():
    first = Signer("k1")
    second = Signer("k2", first)
    pinned = keys.follow(keys.pin([first.key]), PORTAL, [first.key, second.key])
    assert keys.follow(pinned, PORTAL, [second.key]) == pinned, "the portal may even stop showing it"
    assert keys.check(pinned, b"body", first.sign(b"body"), "k1")


def test_a_key_under_which_everything_would_verify_breaks_the_contract():
    with pytest.raises(ContractError):
        keys.decode_keys(document(Signer("k1"), public_key=text((1).to_bytes(32, "little"))))
