"""Receipts: what the portal signed for a record can be shown and verified for ever, here and by others."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from plugin.contract.jcs import canonical_bytes
from plugin.sync import bookkeeping, receipts


def receipt_of(office, uuid):
    with office.workspace() as workspace:
        return receipts.of_record(workspace, "need", uuid)


def change(office, sql, *values):
    with office.workspace() as workspace, workspace.transaction():
        workspace.connection.execute(sql, values)


def test_a_record_has_a_receipt_for_each_time_it_was_taken(country):
    office = country.office()
    uuid = office.school()
    office.synced()
    office.edit(uuid, title_uk="Школа №13")
    office.synced()
    second, first = receipt_of(office, uuid)
    assert [(one.state, one.verdict, one.revision) for one in (first, second)] == [
        ("valid", "accepted", 1),
        ("valid", "accepted", 2),
    ]
    with office.workspace() as workspace:
        assert first.portal == workspace.get_meta(bookkeeping.PORTAL)
        assert first.epoch == workspace.get_meta(bookkeeping.EPOCH)
        assert receipts.content_of(workspace, first) is None
        assert receipts.content_of(workspace, second)["title_uk"] == "Школа №13"
    assert first.hash != second.hash
    assert first.received_at <= second.received_at


def test_somebody_else_can_verify_what_the_command_line_shows(country, shell):
    office = country.office()
    uuid = office.school()
    office.synced()
    found = shell.json("log", office.folder, uuid)
    assert (found["type"], found["uuid"], found["title"]) == ("need", uuid, "Школа №12")
    (receipt,) = found["receipts"]
    assert (receipt["state"], receipt["algorithm"]) == ("valid", "Ed25519")
    answer = base64.b64decode(receipt["answer"])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(receipt["public_key"]))
    public.verify(base64.b64decode(receipt["signature"]), answer)
    document = json.loads(answer)
    (verdict,) = document["verdicts"]
    assert document["batch"] == receipt["batch"]
    assert (verdict["uuid"], verdict["revision"], verdict["hash"]) == (uuid, receipt["revision"], receipt["hash"])
    filled = {name: value for name, value in receipt["content"].items() if value is not None}
    assert hashlib.sha256(canonical_bytes(filled)).hexdigest() == receipt["hash"]


def test_the_log_says_whether_signatures_hold(country, shell):
    office = country.office()
    uuid = office.school()
    office.synced()
    assert "підпис порталу дійсний" in shell("log", office.folder).stdout
    one = shell("log", office.folder, uuid)
    assert (one.returncode, "версія 1 · підпис порталу дійсний" in one.stdout) == (0, True)

    with office.workspace() as workspace:
        keys = workspace.get_meta(bookkeeping.KEYS)
        workspace.set_meta(bookkeeping.KEYS, "{}")
    one = shell("log", office.folder, uuid)
    assert (one.returncode, "не перевірити" in one.stdout) == (0, True)
    sent = [entry for entry in shell.json("log", office.folder)["entries"] if entry["what"] == "sent"]
    assert [entry["receipt"] for entry in sent] == ["unverifiable"]

    with office.workspace() as workspace:
        workspace.set_meta(bookkeeping.KEYS, keys)
    change(office, "UPDATE vidbudova_batch SET answer = replace(answer, '\"revision\":1', '\"revision\":9')")
    for arguments in ((), (uuid,)):
        outcome = shell("log", office.folder, *arguments)
        assert (outcome.returncode, "ПІДПИС НЕДІЙСНИЙ" in outcome.stdout) == (1, True)
    assert shell.json("log", office.folder, uuid, status=1)["receipts"][0]["state"] == "bad"


def test_a_receipt_of_another_batch_or_outcome_is_bad(country):
    office = country.office()
    one, other = office.school(), office.school()
    office.synced()
    change(office, "UPDATE vidbudova_batch_item SET verdict = 'merged' WHERE uuid = ?", one)
    assert receipt_of(office, one)[0].state == "bad"
    assert receipt_of(office, other)[0].state == "valid"
    change(office, "UPDATE vidbudova_batch SET batch = ?", "0" * 8 + "-0000-7000-8000-" + "0" * 12)
    assert receipt_of(office, other)[0].state == "bad"
    change(office, "UPDATE vidbudova_batch SET answer = 'no json'")
    assert receipt_of(office, other)[0].state == "bad"


def test_what_a_retired_key_signed_verifies_for_ever(own_country):
    office = own_country.office()
    uuid = office.school()
    office.synced()
    for title in ("Школа №13", "Школа №14"):
        own_country.portal.cli("key", "rotate")
        office.edit(uuid, title_uk=title)
        office.synced()
    found = receipt_of(office, uuid)
    assert [one.state for one in found] == ["valid"] * 3
    assert len({one.kid for one in found}) == 3


def test_a_deletions_receipt_stays_when_the_record_is_gone(country, shell):
    office = country.office()
    uuid = office.school()
    office.synced()
    office.remove(uuid)
    office.synced()
    gone, made = shell.json("log", office.folder, uuid)["receipts"]
    assert (gone["revision"], gone["hash"], gone["state"], made["revision"]) == (2, "", "valid", 1)


def test_a_record_that_was_never_sent_has_none(country, shell):
    office = country.office()
    uuid = office.school()
    assert "Квитанцій немає" in shell("log", office.folder, uuid).stdout
    missing = shell("log", office.folder, "0" * 8 + "-0000-7000-8000-" + "0" * 12)
    assert (missing.returncode, "немає" in missing.stderr) == (2, True)
