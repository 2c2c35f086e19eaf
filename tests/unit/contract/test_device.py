"""Documents of devices: read back as given, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugin.contract import device
from plugin.contract.device import Device, Enrolment
from plugin.contract.limits import MAX_DEVICES_KEPT
from plugin.errors import ContractError

ID = "3f0e9d8c-7b6a-4958-8473-625140302010"
AT = "2026-12-28T16:02:11.000Z"
KEY = bytes(range(32))
ENROLMENT = Enrolment(ID, "Ноутбук № 4", KEY)
DEVICES = (Device(ID, "Ноутбук № 4", KEY, AT), Device(ID.replace("3", "4"), "Планшет", KEY[::-1], AT, AT))


def test_each_document_reads_back_as_it_was_given() -> None:
    assert device.decode_enrolment(device.encode_enrolment(ENROLMENT)) == ENROLMENT
    assert device.decode_device(device.encode_device(DEVICES[1])) == DEVICES[1]
    assert device.decode_devices(device.encode_devices(DEVICES)) == DEVICES
    assert device.decode_devices(device.encode_devices(())) == ()


def test_a_signature_travels_as_base64_of_64_bytes_and_nothing_else() -> None:
    signature = bytes(range(64))
    text = device.encode_key(signature)
    assert device.decode_signature(text) == signature
    for wrong in ("", "AAAA", text[:-1], text + "A", text.replace("A", "_", 1), " " + text, text + "\n", "A" * 100_000):
        assert device.decode_signature(wrong) is None


@pytest.mark.parametrize(
    ("member", "value", "code", "pointer"),
    [
        ("device", ID.upper(), "bad_value", "/device"),
        ("device", ..., "missing", "/device"),
        ("name", "", "bad_value", "/name"),
        ("name", " \t", "bad_value", "/name"),
        ("name", "рядок\nдругий", "bad_value", "/name"),
        ("name", "н" * 201, "bad_value", "/name"),
        ("name", 5, "wrong_type", "/name"),
        ("public", "AAAA", "bad_value", "/public"),
        ("public", "А" * 44, "bad_value", "/public"),
        ("public", None, "missing", "/public"),
        ("retired_at", None, "unknown_member", "/retired_at"),
    ],
)
def test_an_enrolment_that_makes_no_sense_is_none(member: str, value: Any, code: str, pointer: str) -> None:
    document = json.loads(device.encode_enrolment(ENROLMENT))
    document[member] = value
    if value is ...:
        del document[member]
    with pytest.raises(ContractError) as caught:
        device.decode_enrolment(json.dumps(document).encode())
    assert (caught.value.code, caught.value.params["pointer"]) == (f"contract.{code}", pointer)


def test_a_portal_may_say_more_of_a_device_than_this_version_knows() -> None:
    document = {**json.loads(device.encode_device(DEVICES[0])), "newer": 1}
    assert device.decode_device(json.dumps(document).encode()) == DEVICES[0]


@pytest.mark.parametrize(("member", "value"), [("enrolled_at", "вчора"), ("retired_at", "2026"), ("public", "")])
def test_a_device_that_makes_no_sense_is_none(member: str, value: str) -> None:
    document = {**json.loads(device.encode_device(DEVICES[0])), member: value}
    with pytest.raises(ContractError) as caught:
        device.decode_devices(json.dumps({"devices": [document]}).encode())
    assert caught.value.params["pointer"] == f"/devices/0/{member}"


def test_what_is_read_is_bounded() -> None:
    one = json.loads(device.encode_device(DEVICES[0]))
    with pytest.raises(ContractError) as caught:
        device.decode_devices(json.dumps({"devices": [one] * (MAX_DEVICES_KEPT + 1)}).encode())
    assert caught.value.code == "contract.too_many"
    with pytest.raises(ContractError) as caught:
        device.decode_enrolment(device.encode_enrolment(ENROLMENT) + b" " * device.MAX_DEVICE_BYTES)
    assert caught.value.code == "contract.too_large"
