"""Devices whose keys sign batches: enrolled by their account, retired by it or by the operator, never removed.

A retired key signs nothing new: the moment at which a batch was made is its maker's own claim, and whoever has the key
can claim any. What it signed before, and the portal has taken, keeps its answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, insert, select, update

from plugin.contract.device import Device, Enrolment, decode_enrolment
from plugin.contract.limits import MAX_DEVICES, MAX_DEVICES_KEPT
from plugin.errors import ContractError, UsageError

from . import clock, schema
from .database import Database
from .problems import Refusal

_columns = schema.device.c

# Points of small order: under such a "key" one signature fits many messages. The list is libsodium's
# (ge25519_has_small_order); the last bit is the sign of x and does not matter.
_WEAK = frozenset(
    bytes.fromhex(key)
    for key in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


@dataclass(frozen=True)
class Owned:
    """A device and the account that it belongs to."""

    account: str
    device: Device


def read_enrolment(body: bytes) -> Enrolment:
    """The enrolment in a request's body. Raises Refusal ``malformed`` with the pointer of the first fault."""
    try:
        enrolment = decode_enrolment(body)
    except ContractError as error:
        pointer = str(error.params.get("pointer", "/"))
        fault = error.code.removeprefix("contract.")
        raise Refusal(
            "malformed", variant="device-malformed", pointer=pointer, extra={"pointer": pointer, "fault": fault}
        ) from error
    if enrolment.public[:31] + bytes([enrolment.public[31] & 0x7F]) in _WEAK:
        extra = {"pointer": "/public", "fault": "bad_value"}
        raise Refusal("malformed", variant="device-malformed", pointer="/public", extra=extra)
    return enrolment


def enrol(database: Database, account: str, enrolment: Enrolment) -> tuple[Device, bool]:
    """The enrolled device, and whether it is new. Enrolled again with the same key it only takes the new name.

    Raises Refusal ``device-differs`` where the id stands for another key, another account's device or a retired one,
    ``device-limit`` where the account has too many.
    """

    def work(connection: Connection) -> tuple[Device, bool]:
        # Two enrolments of one account at once: the second waits, and counts the first.
        connection.execute(select(schema.account.c.id).where(schema.account.c.id == account).with_for_update())
        found = find(connection, enrolment.device)
        if found is not None:
            if found.account != account or found.device.public != enrolment.public:
                raise Refusal("device-differs", device=enrolment.device)
            if found.device.retired_at is not None:
                raise Refusal("device-differs", variant="device-gone", device=enrolment.device)
            connection.execute(update(schema.device).where(_columns.id == enrolment.device).values(name=enrolment.name))
            known = found.device
            return Device(known.device, enrolment.name, known.public, known.enrolled_at), False
        mine = list_of(connection, account)
        in_force = sum(one.retired_at is None for one in mine)
        if in_force >= MAX_DEVICES or len(mine) >= MAX_DEVICES_KEPT:
            raise Refusal("device-limit", limit=MAX_DEVICES, extra={"limit": MAX_DEVICES})
        made = Device(enrolment.device, enrolment.name, enrolment.public, clock.now())
        connection.execute(
            insert(schema.device).values(
                id=made.device, account=account, name=made.name, public=made.public, enrolled_at=made.enrolled_at
            )
        )
        return made, True

    return database.write(work)


def list_of(connection: Connection, account: str) -> tuple[Device, ...]:
    """The account's devices, the oldest first."""
    statement = select(schema.device).where(_columns.account == account).order_by(_columns.enrolled_at, _columns.id)
    return tuple(_device(row) for row in connection.execute(statement))


def list_all(database: Database) -> list[Owned]:
    """Everybody's devices, by account and age."""
    statement = select(schema.device).order_by(_columns.account, _columns.enrolled_at, _columns.id)
    with database.reading() as connection:
        return [Owned(row.account, _device(row)) for row in connection.execute(statement)]


def retire(database: Database, device: str, account: str | None = None) -> Device:
    """The device, retired now or before. With `account` only that one's.

    Raises Refusal ``not-found`` for an account's call, UsageError ``server.device_unknown`` for the operator's.
    """

    def work(connection: Connection) -> Device:
        found = find(connection, device)
        if found is None or account not in (None, found.account):
            if account is None:
                raise UsageError("server.device_unknown", device=device)
            raise Refusal("not-found", variant="device-missing")
        if found.device.retired_at is None:
            connection.execute(
                update(schema.device)
                .where(_columns.id == device, _columns.retired_at.is_(None))
                .values(retired_at=clock.now())
            )
        return _device(connection.execute(select(schema.device).where(_columns.id == device)).one())

    return database.write(work)


def find(connection: Connection, device: str) -> Owned | None:
    """The device with this id, whosever it is."""
    row = connection.execute(select(schema.device).where(_columns.id == device)).first()
    return None if row is None else Owned(row.account, _device(row))


def signed(device: Device, signature: bytes, content: bytes) -> bool:
    """Whether `signature` is the device's over `content` (Ed25519, RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(device.public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _device(row: Row[tuple[object, ...]]) -> Device:
    return Device(row.id, row.name, bytes(row.public), row.enrolled_at, row.retired_at)
