"""Devices whose keys sign batches: enrolled, listed, retired; by whom, and how many."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from plugin.contract import device as devices
from plugin.contract.limits import MAX_DEVICES
from portal.command import main
from tests.portal.field import FieldDevice, enrolled, problem_of
from tests.portal.office import HROMADA, Office, Offices, new_id


@pytest.fixture
def offices(emptied: Offices) -> Offices:
    return emptied


def retire(office: Office, device: str) -> Any:
    return office.client.delete(f"/api/v1/devices/{device}", headers=office.headers)


def listed(office: Office) -> list[devices.Device]:
    return list(devices.decode_devices(office.get("/devices").content))


def test_a_device_is_enrolled_listed_and_retired(offices: Offices) -> None:
    office, device = offices.open(), FieldDevice()
    assert listed(office) == []
    made = device.enrol(office)
    assert made.status_code == 201
    found = devices.decode_device(made.content)
    assert (found.device, found.name, found.public, found.retired_at) == (
        device.device, "Ноутбук № 4", device.public, None
    )  # fmt: skip
    assert listed(office) == [found]
    gone = devices.decode_device(retire(office, device.device).content)
    assert gone.retired_at is not None
    assert retire(office, device.device).json()["retired_at"] == gone.retired_at, "retiring twice is retiring once"
    assert listed(office) == [gone]


def test_enrolling_again_changes_nothing_but_the_name(offices: Offices) -> None:
    office, device = offices.open(), FieldDevice()
    first = device.enrol(office)
    again = device.enrol(office)
    assert (again.status_code, again.content) == (200, first.content)
    assert device.enrol(office, "Планшет").json() == {**first.json(), "name": "Планшет"}
    assert [one.name for one in listed(office)] == ["Планшет"]


def test_an_id_stands_for_one_key_of_one_account_for_ever(offices: Offices) -> None:
    office, other = offices.open(), offices.open()
    device = enrolled(office)
    assert problem_of(FieldDevice(device.device).enrol(office)) == (409, "device-differs")
    assert problem_of(device.enrol(other)) == (409, "device-differs")
    retire(office, device.device)
    assert problem_of(device.enrol(office)) == (409, "device-differs"), "a retired key does not come back"
    assert listed(other) == []


def test_somebody_elses_device_cannot_be_seen_or_retired(offices: Offices) -> None:
    office, other = offices.open(), offices.open()
    device = enrolled(office)
    for unknown in (device.device, new_id()):
        assert problem_of(retire(other, unknown)) == (404, "not-found")
    assert listed(office)[0].retired_at is None


def test_an_account_has_only_so_many_devices_in_force(offices: Offices) -> None:
    office, other = offices.open(), offices.open()
    mine = [enrolled(office) for _ in range(MAX_DEVICES)]
    one_more = FieldDevice()
    refused = one_more.enrol(office)
    assert problem_of(refused) == (409, "device-limit")
    assert refused.json()["limit"] == MAX_DEVICES
    assert mine[0].enrol(office).status_code == 200
    assert one_more.enrol(other).status_code == 201
    retire(office, mine[0].device)
    assert FieldDevice().enrol(office).status_code == 201


def test_what_was_ever_enrolled_is_bounded_too(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.devices.MAX_DEVICES_KEPT", 3)
    office = offices.open()
    for _ in range(3):
        retire(office, enrolled(office).device)
    assert problem_of(FieldDevice().enrol(office)) == (409, "device-limit")


WEAK = base64.b64encode(bytes([1]) + bytes(31)).decode()
NEGATIVE_WEAK = base64.b64encode(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")
).decode()


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("device", "not-a-uuid", "/device"),
        ("device", None, "/device"),
        ("name", "", "/name"),
        ("name", "   ", "/name"),
        ("name", "а\u200bб", "/name"),
        ("name", "н" * 201, "/name"),
        ("public", "AAAA", "/public"),
        ("public", "?" * 44, "/public"),
        ("public", 5, "/public"),
        ("public", WEAK, "/public"),
        ("public", NEGATIVE_WEAK, "/public"),
        ("more", 1, "/more"),
    ],
)
def test_a_device_that_makes_no_sense_is_not_enrolled(
    offices: Offices, member: str, value: object, pointer: str
) -> None:
    office = offices.open()
    document = {**json.loads(FieldDevice().enrolment()), member: value}
    headers = {**office.headers, "Content-Type": "application/json"}
    response = office.client.post("/api/v1/devices", content=json.dumps(document).encode(), headers=headers)
    assert problem_of(response) == (422, "malformed")
    assert response.json()["pointer"] == pointer
    assert listed(office) == []


def test_an_enormous_enrolment_is_not_read(offices: Offices) -> None:
    office = offices.open()
    headers = {**office.headers, "Content-Type": "application/json"}
    response = office.client.post("/api/v1/devices", content=b" " * 20_000, headers=headers)
    assert problem_of(response) == (413, "too-large")


def test_devices_need_a_token(offices: Offices) -> None:
    client = offices.client
    for response in (client.get("/api/v1/devices"), client.delete(f"/api/v1/devices/{new_id()}")):
        assert problem_of(response) == (401, "unauthorized")
    assert client.post("/api/v1/devices", content=FieldDevice().enrolment()).status_code == 401


def test_the_operator_retires_a_stolen_laptop(offices: Offices, capsys: pytest.CaptureFixture[str]) -> None:
    database_url = offices.portal.database.engine.url.render_as_string(hide_password=False)
    office = offices.open(edrpou=HROMADA, name="Ірина Коваль")
    device = enrolled(office)
    assert main(["device", "list", "--database", database_url]) == 0
    said = capsys.readouterr().out
    assert device.device in said and "Ірина Коваль" in said and "in use" in said
    assert main(["device", "retire", "--device", device.device, "--database", database_url]) == 0
    assert listed(office)[0].retired_at is not None
    assert main(["device", "retire", "--device", new_id(), "--database", database_url]) == 2
    assert "device list" in capsys.readouterr().err
