"""Devices whose keys sign batches: ``POST /devices``, ``GET /devices``, ``DELETE /devices/{id}``, and the headers of a
batch that say who made it.

A device's key is Ed25519 (RFC 8032). It signs the bytes of a batch as they were frozen, before any compression, so that
whoever carries them can prove whose they are.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from . import wire
from .limits import MAX_DEVICES_KEPT

DEVICE_HEADER = "Vidbudova-Device"
"""On ``POST /batches``: the id of the device that signed the batch."""

SIGNATURE_HEADER = "Vidbudova-Device-Signature"
"""On ``POST /batches``: base64 of the Ed25519 signature over the batch's uncompressed bytes."""

AUTHOR_HEADER = "Vidbudova-Author"
"""On ``POST /batches``, and on ``GET`` and ``DELETE /batches/{id}``: the account id of the batch's author."""

MAX_DEVICE_BYTES = 16_384
MAX_DEVICES_BYTES = 1_048_576
KEY_BYTES = 32
SIGNATURE_BYTES = 64

_ENROLMENT = frozenset({"device", "name", "public"})
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True)
class Enrolment:
    """What a device says of itself to be enrolled; ``public`` are the key's 32 bytes, ``name`` is for people."""

    device: str
    name: str
    public: bytes


@dataclass(frozen=True)
class Device:
    """An enrolled device. ``retired_at`` None: its signatures count."""

    device: str
    name: str
    public: bytes
    enrolled_at: str
    retired_at: str | None = None


def encode_enrolment(enrolment: Enrolment) -> bytes:
    """The body of ``POST /devices``."""
    return wire.dump(
        {"device": enrolment.device, "name": enrolment.name, "public": encode_key(enrolment.public)},
    )


def decode_enrolment(body: bytes) -> Enrolment:
    """The enrolment in ``body``, read as a portal reads strangers' bytes. Raises ContractError with a ``pointer``."""
    document = wire.as_object(wire.parse(body, max_bytes=MAX_DEVICE_BYTES, unique_keys=True), known=_ENROLMENT)
    name = wire.text(document, "name", "", most=200)
    if not name.strip() or any(unicodedata.category(sign)[0] == "C" for sign in name):
        wire.fault("bad_value", "/name")
    return Enrolment(
        device=wire.matching(document, "device", "", wire.UUID),
        name=name.strip(),
        public=_key(document, ""),
    )


def _document(device: Device) -> dict[str, Any]:
    return {
        "device": device.device,
        "name": device.name,
        "public": encode_key(device.public),
        "enrolled_at": device.enrolled_at,
        "retired_at": device.retired_at,
    }


def encode_device(device: Device) -> bytes:
    """The answer to ``POST /devices`` and ``DELETE /devices/{id}``."""
    return wire.dump(_document(device))


def decode_device(body: bytes) -> Device:
    """The device in ``body``. Raises :class:`ContractError` with a ``pointer``."""
    return _read(wire.parse(body, max_bytes=MAX_DEVICE_BYTES), "")


def encode_devices(devices: tuple[Device, ...]) -> bytes:
    """The answer to ``GET /devices``, the oldest first."""
    return wire.dump({"devices": [_document(device) for device in devices]})


def decode_devices(body: bytes) -> tuple[Device, ...]:
    """The devices in ``body``. Raises :class:`ContractError` with a ``pointer``."""
    document = wire.as_object(wire.parse(body, max_bytes=MAX_DEVICES_BYTES))
    entries = wire.as_list(wire.member(document, "devices", ""), "/devices", most=MAX_DEVICES_KEPT)
    return wire.each(entries, "/devices", _read)


def _read(entry: Any, pointer: str) -> Device:
    source = wire.as_object(entry, pointer)
    return Device(
        device=wire.matching(source, "device", pointer, wire.UUID),
        name=wire.text(source, "name", pointer, most=200),
        public=_key(source, pointer),
        enrolled_at=wire.instant(source, "enrolled_at", pointer),
        retired_at=wire.optional_instant(source, "retired_at", pointer),
    )


def encode_key(public: bytes) -> str:
    """A public key, or a signature, as it travels: standard base64 with padding."""
    return base64.b64encode(public).decode("ascii")


def decode_signature(text: str) -> bytes | None:
    """The 64 bytes in a signature header; None where it holds none."""
    return _from_base64(text, SIGNATURE_BYTES)


def _key(source: dict[str, Any], pointer: str) -> bytes:
    public = _from_base64(wire.text(source, "public", pointer, most=100), KEY_BYTES)
    if public is None:
        wire.fault("bad_value", f"{pointer}/public")
    return public


def _from_base64(text: str, length: int) -> bytes | None:
    if len(text) > 4 * length or _BASE64.fullmatch(text) is None:
        return None
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except binascii.Error:
        return None
    return found if len(found) == length else None
