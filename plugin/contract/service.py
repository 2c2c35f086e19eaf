"""What a portal says of itself and of the caller: ``GET /``, ``GET /me``, ``GET /rounds``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from ..records.katottg import COUNTRY, is_code
from . import wire
from .limits import DEFAULT_PICTURE_SIDE, MAX_BATCH_BYTES, MAX_ITEMS
from .workflow import ROLES, Role

MAX_SERVICE_BYTES = 1_048_576
RoundState = Literal["open", "closing", "closed"]
ROUND_STATES: tuple[RoundState, ...] = ("open", "closing", "closed")
_PERIOD = re.compile(r"\d{4}-Q[1-4]")


@dataclass(frozen=True)
class Limits:
    """What one batch may hold and what files may weigh.

    ``file_bytes`` is one file, None where the portal takes none; ``quota`` all files of an organisation, in bytes,
    None where there is no limit; ``picture_side`` the longest side of a picture's reduced copy, in pixels.
    """

    records: int = MAX_ITEMS
    bytes: int = MAX_BATCH_BYTES
    file_bytes: int | None = None
    quota: int | None = None
    picture_side: int = DEFAULT_PICTURE_SIDE


@dataclass(frozen=True)
class ServiceInfo:
    """``GET /``: ``epoch`` is minted anew when a portal is restored from a backup; ``time`` is its clock, with
    offset."""

    contract: int
    portal: str
    epoch: str
    title: str
    rules: str
    time: str
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Account:
    """``GET /me``: ``organisation`` is an EDRPOU code; ``territory`` are KATOTTG codes, ``UA`` for the whole
    country."""

    account: str
    name: str
    organisation: str | None
    role: Role
    territory: tuple[str, ...]
    expires_at: str | None = None


@dataclass(frozen=True)
class Round:
    """A reporting round: ``period`` YYYY-Qn, its dates as RFC 3339 with offset."""

    period: str
    state: RoundState
    opens_at: str | None = None
    closes_at: str | None = None


def encode_service(info: ServiceInfo) -> bytes:
    """The document of ``GET /``."""
    return wire.dump(
        {
            "contract": info.contract,
            "portal": info.portal,
            "epoch": info.epoch,
            "title": info.title,
            "limits": {
                "records": info.limits.records,
                "bytes": info.limits.bytes,
                "file_bytes": info.limits.file_bytes,
                "quota": info.limits.quota,
                "picture_side": info.limits.picture_side,
            },
            "rules": info.rules,
            "time": info.time,
        }
    )


def decode_service(body: bytes) -> ServiceInfo:
    """The service document in ``body``. Whether its contract is ours is for the caller to say.

    Raises :class:`ContractError` with a ``pointer``.
    """
    document = wire.as_object(wire.parse(body, max_bytes=MAX_SERVICE_BYTES))
    limits = wire.as_object(wire.member(document, "limits", ""), "/limits")
    return ServiceInfo(
        contract=wire.whole(document, "contract", "", least=1),
        portal=wire.text(document, "portal", "", most=200),
        epoch=wire.text(document, "epoch", "", most=200),
        title=wire.text(document, "title", "", most=500),
        rules=wire.text(document, "rules", "", most=50),
        time=wire.instant(document, "time", ""),
        limits=Limits(
            records=wire.whole(limits, "records", "/limits", least=1),
            bytes=wire.whole(limits, "bytes", "/limits", least=1024),
            file_bytes=wire.optional_whole(limits, "file_bytes", "/limits"),
            quota=wire.optional_whole(limits, "quota", "/limits"),
            picture_side=wire.optional_whole(limits, "picture_side", "/limits", least=64) or DEFAULT_PICTURE_SIDE,
        ),
    )


def encode_account(account: Account) -> bytes:
    """The document of ``GET /me``."""
    return wire.dump(
        {
            "account": account.account,
            "name": account.name,
            "organisation": account.organisation,
            "role": account.role,
            "territory": list(account.territory),
            "expires_at": account.expires_at,
        }
    )


def decode_account(body: bytes) -> Account:
    """The account document in ``body``. Raises :class:`ContractError` with a ``pointer``."""
    document = wire.as_object(wire.parse(body, max_bytes=MAX_SERVICE_BYTES))
    territory = wire.texts(document, "territory", "")
    for index, code in enumerate(territory):
        if code != COUNTRY and not is_code(code):
            wire.fault("bad_value", f"/territory/{index}")
    return Account(
        account=wire.text(document, "account", "", most=200),
        name=wire.text(document, "name", "", most=500),
        organisation=wire.optional_text(document, "organisation", "", most=20),
        role=cast(Role, wire.one_of(document, "role", "", ROLES)),
        territory=territory,
        expires_at=wire.optional_instant(document, "expires_at", ""),
    )


def encode_rounds(rounds: tuple[Round, ...]) -> bytes:
    """The document of ``GET /rounds``, newest first."""
    return wire.dump(
        {
            "rounds": [
                {"period": one.period, "state": one.state, "opens_at": one.opens_at, "closes_at": one.closes_at}
                for one in rounds
            ]
        }
    )


def decode_rounds(body: bytes) -> tuple[Round, ...]:
    """The rounds in ``body``. Raises :class:`ContractError` with a ``pointer``."""
    document = wire.as_object(wire.parse(body, max_bytes=MAX_SERVICE_BYTES))
    entries = wire.as_list(wire.member(document, "rounds", ""), "/rounds", most=1000)

    def read(entry: Any, pointer: str) -> Round:
        source = wire.as_object(entry, pointer)
        return Round(
            period=wire.matching(source, "period", pointer, _PERIOD),
            state=cast(RoundState, wire.one_of(source, "state", pointer, ROUND_STATES)),
            opens_at=wire.optional_instant(source, "opens_at", pointer),
            closes_at=wire.optional_instant(source, "closes_at", pointer),
        )

    return wire.each(entries, "/rounds", read)
