"""The key of this device, with which the batches in its bundles are signed: made and enrolled at the first sync.

Never in the workspace, which is mailed and copied: in QGIS it lies in the authentication database, on the command line
in a file that only its owner can read. A key belongs to one account at one portal.
"""

from __future__ import annotations

import base64
import binascii
import json
import platform
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..contract import wire
from ..contract.device import Enrolment
from ..errors import ContractError, PortalError, UsageError
from ..records.values import new_uuid
from ..store.whole_file import write_whole
from . import ed25519

if TYPE_CHECKING:
    from .portal import PortalClient  # brings the network libraries in

_MOST_BYTES = 262_144
_MOST_NAME = 100


@dataclass(frozen=True)
class DeviceKey:
    """A key that is enrolled at the portal ``portal`` for the account ``account``."""

    portal: str
    account: str
    device: str
    private: bytes

    @property
    def public(self) -> bytes:
        """The public key: 32 bytes."""
        return ed25519.public_key(self.private)

    def sign(self, body: bytes) -> str:
        """The signature over a batch's bytes, base64."""
        return base64.b64encode(ed25519.sign(self.private, body)).decode("ascii")

    def __repr__(self) -> str:
        return f"DeviceKey({self.portal!r}, {self.account!r}, {self.device!r})"


class DeviceStore(Protocol):
    """Where this device keeps its keys."""

    def find(self, portal: str, account: str) -> DeviceKey | None:
        """The key for an account at a portal."""
        ...

    def keep(self, key: DeviceKey) -> None:
        """Keep a key that has been enrolled, in place of an earlier one of that account at that portal."""
        ...


def enrol(client: PortalClient, store: DeviceStore, portal: str, account: str) -> DeviceKey:
    """The device's key for this account, made and enrolled where there is none yet. Raises as the client does."""
    found = store.find(portal, account)
    if found is not None:
        return found
    key = DeviceKey(portal, account, new_uuid(), ed25519.generate())
    client.enrol_device(Enrolment(key.device, device_name(), key.public))
    store.keep(key)
    return key


def is_not_offered(error: PortalError) -> bool:
    """Whether the portal has no such thing as devices, or no room for another: bundles then go unsigned."""
    return error.status in (404, 405, 409, 501)


def device_name() -> str:
    """What people call this computer."""
    signs = (sign for sign in platform.node() if unicodedata.category(sign)[0] != "C")
    return "".join(signs).strip()[:_MOST_NAME] or "QGIS"


class DeviceFile:
    """Keys in a file of the user's settings folder, readable by its owner only. Raises UsageError
    ``device.unreadable``, ``device.not_kept``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, portal: str, account: str) -> DeviceKey | None:
        """As :class:`DeviceStore`."""
        return next((key for key in self._read() if (key.portal, key.account) == (portal, account)), None)

    def keep(self, key: DeviceKey) -> None:
        """As :class:`DeviceStore`."""
        others = [one for one in self._read() if (one.portal, one.account) != (key.portal, key.account)]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, dump_keys([*others, key]).encode("utf-8"))
        except OSError as error:
            raise UsageError("device.not_kept", path=str(self._path), reason=error.strerror or str(error)) from error

    def _read(self) -> list[DeviceKey]:
        try:
            with self._path.open("rb") as file:
                return read_keys(file.read(_MOST_BYTES + 1))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise UsageError("device.unreadable", path=str(self._path), reason=str(error)) from error


class DeviceNotes:
    """Keys in memory: what was read before a run, and what the run made, for its owner to keep afterwards."""

    def __init__(self, known: list[DeviceKey]) -> None:
        self.keys = list(known)
        self.made: list[DeviceKey] = []

    def find(self, portal: str, account: str) -> DeviceKey | None:
        """As :class:`DeviceStore`."""
        return next((key for key in self.keys if (key.portal, key.account) == (portal, account)), None)

    def keep(self, key: DeviceKey) -> None:
        """As :class:`DeviceStore`."""
        self.keys = [one for one in self.keys if (one.portal, one.account) != (key.portal, key.account)] + [key]
        self.made.append(key)


def dump_keys(keys: list[DeviceKey]) -> str:
    """Keys as text: a secret."""
    entries = [
        {
            "portal": key.portal,
            "account": key.account,
            "device": key.device,
            "private": base64.b64encode(key.private).decode("ascii"),
        }
        for key in keys
    ]
    return json.dumps({"devices": entries}, ensure_ascii=False)


def read_keys(body: bytes) -> list[DeviceKey]:
    """The keys in ``body``. Raises ValueError, whose text tells nothing of them."""
    try:
        document = wire.as_object(wire.parse(body, max_bytes=_MOST_BYTES, unique_keys=True))
        return list(wire.each(wire.as_list(wire.member(document, "devices", ""), "/devices", most=1000), "", _key))
    except ContractError as error:
        raise ValueError(error.code) from None


def _key(entry: Any, pointer: str) -> DeviceKey:
    source = wire.as_object(entry, pointer)
    try:
        private = base64.b64decode(wire.text(source, "private", pointer, most=100), validate=True)
    except binascii.Error:
        private = b""
    if len(private) != ed25519.KEY_BYTES:
        wire.fault("bad_value", f"{pointer}/private")
    return DeviceKey(
        portal=wire.text(source, "portal", pointer, most=200),
        account=wire.text(source, "account", pointer, most=200),
        device=wire.matching(source, "device", pointer, wire.UUID),
        private=private,
    )
