"""This device's key: one for each account at each portal, kept where only its owner can read it."""

from __future__ import annotations

import base64
import os
import stat

import pytest

from plugin.errors import PortalError, UsageError
from plugin.sync import devices, ed25519
from plugin.sync.access import PortalAccess
from plugin.sync.devices import DeviceFile, DeviceKey, DeviceNotes
from plugin.sync.portal import PortalClient
from tests.unit.sync.fakes import Scripted, problem, reply

DEVICE = "0190a1b2-0000-7000-8000-00000000000{}"


def key(number=1, portal="p", account="a"):
    return DeviceKey(portal, account, DEVICE.format(number), bytes([number]) * 32)


def client(*answers):
    transport = Scripted(*answers)
    return PortalClient(PortalAccess("http://127.0.0.1:9", "t", {}, None, "uk"), transport), transport


def enrolled(name="laptop"):
    return reply(
        {"device": DEVICE.format(1), "name": name, "public": base64.b64encode(bytes(32)).decode(),
         "enrolled_at": "2026-11-20T10:00:00Z", "retired_at": None}, 201,
    )  # fmt: skip


def test_a_key_is_kept_for_its_owner_alone_and_found_again(tmp_path):
    path = tmp_path / "settings" / "device.json"
    store = DeviceFile(path)
    assert store.find("p", "a") is None
    store.keep(key())
    store.keep(key(2, account="b"))
    assert DeviceFile(path).find("p", "a") == key() and store.find("p", "b") == key(2, account="b")
    assert store.find("other", "a") is None
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_told_and_not_overwritten(tmp_path):
    path = tmp_path / "device.json"
    for content in ("", "{", '{"devices": [{"portal": "p"}]}', '{"devices": [' + "1," * 2000 + "1]}"):
        path.write_text(content)
        with pytest.raises(UsageError) as caught:
            DeviceFile(path).find("p", "a")
        assert caught.value.code == "device.unreadable"
        assert path.read_text() == content


def test_a_key_is_made_once_and_kept_only_when_the_portal_knows_it():
    notes = DeviceNotes([])
    reached, transport = client(enrolled())
    made = devices.enrol(reached, notes, "p", "a")
    assert notes.made == [made] and devices.enrol(reached, notes, "p", "a") == made
    assert [request.method for request in transport.asked] == ["POST"]
    assert base64.b64encode(made.public) in transport.asked[0].body and made.private not in transport.asked[0].body
    notes = DeviceNotes([])
    with pytest.raises(PortalError) as caught:
        devices.enrol(client(problem("not-found", 404))[0], notes, "p", "a")
    assert devices.is_not_offered(caught.value) and not notes.made


def test_the_signature_is_the_devices_over_the_batch():
    one = key(3)
    assert ed25519.verify(one.public, base64.b64decode(one.sign(b"batch")), b"batch")
    assert not ed25519.verify(one.public, base64.b64decode(one.sign(b"batch")), b"another")


def test_a_key_is_never_shown():
    one = key(7)
    assert base64.b64encode(one.private).decode() not in repr(one) and repr(one.private) not in repr(one)


def test_what_people_call_the_computer_is_told_without_control_characters(monkeypatch):
    monkeypatch.setattr(devices.platform, "node", lambda: "ноут\x00бук\n")
    assert devices.device_name() == "ноутбук"
    monkeypatch.setattr(devices.platform, "node", lambda: "")
    assert devices.device_name() == "QGIS"
