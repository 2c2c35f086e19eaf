"""Signing keys over the years: each vouches for the next, and what a retired one signed stays proved."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from plugin.contract import batch as batches
from plugin.errors import PortalError
from plugin.sync import keys as client_keys
from portal.command import main
from portal.database import open_database
from portal.keys import KeyRing
from portal.service import Portal, Settings
from tests.portal.office import Office, Offices, create, edit, need


def receipt(office: Office) -> tuple[bytes, str, str]:
    """The answer to a new batch, its signature and the key's id."""
    response = office.post(batches.encode(office.freeze(create("need", need()))))
    return response.content, response.headers["vidbudova-signature"], response.headers["vidbudova-key"]


def told(office: Office) -> tuple[client_keys.PortalKey, ...]:
    return client_keys.decode_keys(office.get("/keys").content)


def test_who_pinned_the_first_key_follows_to_the_last_and_verifies_every_receipt(
    offices: Offices, database_url: str
) -> None:
    office = offices.open()
    pinned = client_keys.pin(told(office))
    receipts = [receipt(office)]
    for _ in range(3):
        assert main(["key", "rotate", "--database", database_url]) == 0
        receipts.append(receipt(office))
    assert len({kid for _, _, kid in receipts}) == 4
    for body, signature, kid in receipts[1:]:
        assert not client_keys.check(pinned, body, signature, kid), "not known to who has not asked yet"
    known = client_keys.follow(pinned, office.portal_id, told(office))
    for body, signature, kid in receipts:
        assert client_keys.check(known, body, signature, kid)
        with pytest.raises(PortalError):
            client_keys.check(known, body + b" ", signature, kid)


def test_a_batch_answered_under_a_retired_key_is_answered_the_same_for_ever(offices: Offices) -> None:
    office = offices.open()
    item = create("need", need())
    batch = office.freeze(item)
    first = office.post(batches.encode(batch))
    KeyRing().rotate(offices.portal.database)
    office.send_one(edit("need", item.uuid, 1, priority=2))
    KeyRing().rotate(offices.portal.database)
    public = {key.kid: key.public for key in told(office)}
    for again in (office.post(batches.encode(batch)), office.get(f"/batches/{batch.batch}")):
        assert again.content == first.content
        kid, signature = again.headers["vidbudova-key"], base64.b64decode(again.headers["vidbudova-signature"])
        assert kid == first.headers["vidbudova-key"]
        Ed25519PublicKey.from_public_bytes(public[kid]).verify(signature, again.content)


def test_old_answers_need_no_old_private_key(database_url: str, tmp_path: Path) -> None:
    """Retired private keys may be destroyed: only public ones verify."""
    folder = tmp_path / "keys"
    settings = Settings(key_dir=folder, per_minute=1e9, burst=1_000_000)
    database = open_database(database_url)
    with Offices(Portal.open(database, settings)) as offices:
        office = offices.open()
        batch = batches.encode(office.freeze(create("need", need())))
        first = office.post(batch)
        (old,) = folder.iterdir()
        assert main(["key", "rotate", "--database", database_url, "--key-dir", str(folder)]) == 0
        old.unlink()
    with Offices(Portal.open(database, settings)) as offices:
        office.client = offices.client
        assert office.post(batch).content == first.content
        assert office.post(batch).headers["vidbudova-key"] == old.stem
        assert receipt(office)[2] != old.stem
    database.close()
