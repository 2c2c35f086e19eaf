"""What tests of bundles need besides offices: a field worker's device with its key, and passing batches on."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from plugin.contract import device as devices
from plugin.contract import verdict
from plugin.contract.verdict import BatchAnswer, Verdict
from tests.portal.office import Office, new_id


class FieldDevice:
    """A laptop with a key of its own."""

    def __init__(self, device: str | None = None) -> None:
        self.device = device or new_id()
        self.private = Ed25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def enrolment(self, name: str = "Ноутбук № 4") -> bytes:
        return devices.encode_enrolment(devices.Enrolment(self.device, name, self.public))

    def enrol(self, office: Office, name: str = "Ноутбук № 4") -> Any:
        """``POST /devices``; the response."""
        headers = {**office.headers, "Content-Type": "application/json"}
        return office.client.post("/api/v1/devices", content=self.enrolment(name), headers=headers)

    def sign(self, body: bytes) -> dict[str, str]:
        """The headers that prove whose batch this is."""
        signature = base64.b64encode(self.private.sign(body)).decode("ascii")
        return {devices.DEVICE_HEADER: self.device, devices.SIGNATURE_HEADER: signature}


def enrolled(office: Office) -> FieldDevice:
    """A new device of the office's account."""
    device = FieldDevice()
    assert device.enrol(office).status_code == 201
    return device


def claim(author: Office) -> dict[str, str]:
    """The header that says whose batch this is, without proof."""
    return {devices.AUTHOR_HEADER: author.account}


def verdicts_of(response: Any) -> tuple[Verdict, ...]:
    """The verdicts of an answer that is one."""
    assert response.status_code == 200, response.text
    answer: BatchAnswer = verdict.decode(response.content)
    return answer.verdicts


def problem_of(response: Any) -> tuple[int, str]:
    """Status and problem name of a request that was turned down, and that every text of it is whole."""
    document = response.json()
    assert document["title"] and document["detail"] and "{" not in document["detail"]
    return response.status_code, document["type"].rpartition(":")[2]
