"""Who may speak to the portal: accounts and their tokens.

A token is 256 random bits, shown once and kept only as its SHA-256; being random, it needs no salt and no slow hash.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update

from plugin.contract.service import Account
from plugin.contract.workflow import ROLES, Role
from plugin.errors import UsageError
from plugin.records.katottg import COUNTRY, is_code

from . import clock, schema
from .database import Database

_EDRPOU = re.compile(r"\d{8}")
_columns = schema.account.c


@dataclass(frozen=True)
class Listed:
    """An account as an operator sees it."""

    account: Account
    made_at: str
    revoked_at: str | None


@dataclass(frozen=True)
class Rejected:
    """Why a token opens nothing. That a token has expired or been revoked is told only to its holder."""

    reason: Literal["unknown", "expired", "revoked"]


def add(
    database: Database,
    *,
    name: str,
    role: str,
    edrpou: str,
    territory: Sequence[str],
    expires_at: str | None = None,
) -> tuple[Account, str]:
    """A new account and its token, which is kept nowhere.

    `territory` are KATOTTG codes, ``UA`` for the whole country. Raises UsageError ``server.account_…`` for a name that
    is taken by an account in force, an unknown role, or a code that is none.
    """
    name = name.strip()
    if not name or len(name) > 200 or any(unicodedata.category(sign)[0] == "C" for sign in name):
        raise UsageError("server.account_name", name=name)
    if role not in ROLES:
        raise UsageError("server.account_role", role=role, roles=", ".join(ROLES))
    if _EDRPOU.fullmatch(edrpou) is None:
        raise UsageError("server.account_edrpou", edrpou=edrpou)
    areas = tuple(dict.fromkeys(territory))
    if not areas:
        raise UsageError("server.account_no_territory")
    for area in areas:
        if area != COUNTRY and not is_code(area):
            raise UsageError("server.account_territory", territory=area)
    token = secrets.token_urlsafe(32)
    account = Account(str(uuid4()), name, edrpou, role, areas, expires_at)

    def work(connection: Connection) -> None:
        if _find(connection, name):
            raise UsageError("server.account_taken", name=name)
        connection.execute(
            insert(schema.account).values(
                id=account.account,
                name=name,
                organisation=edrpou,
                role=role,
                territory=json.dumps(areas),
                token_hash=digest(token),
                made_at=clock.now(),
                expires_at=expires_at,
            )
        )

    database.write(work)
    return account, token


def renew(database: Database, who: str, expires_at: str | None = None) -> tuple[Account, str]:
    """The account named or numbered `who` with a new token; the old one opens nothing from now on.

    The account stays the same, so batches whose outcome is not known yet can still be asked for. Raises UsageError.
    """
    token = secrets.token_urlsafe(32)

    def work(connection: Connection) -> Account:
        found = _one(connection, who)
        connection.execute(
            update(schema.account)
            .where(_columns.id == found.account.account)
            .values(token_hash=digest(token), expires_at=expires_at)
        )
        return _account(connection.execute(select(schema.account).where(_columns.id == found.account.account)).one())

    return database.write(work), token


def revoke(database: Database, who: str) -> Account:
    """Takes its token from the account named or numbered `who`. Raises UsageError where there is none in force."""

    def work(connection: Connection) -> Account:
        found = _one(connection, who)
        connection.execute(
            update(schema.account).where(_columns.id == found.account.account).values(revoked_at=clock.now())
        )
        return found.account

    return database.write(work)


def list_all(database: Database) -> list[Listed]:
    """Every account, the oldest first."""
    with database.reading() as connection:
        rows = connection.execute(select(schema.account).order_by(_columns.made_at, _columns.name)).all()
    return [Listed(_account(row), row.made_at, row.revoked_at) for row in rows]


def authenticate(connection: Connection, token: str) -> Account | Rejected:
    """Whose token this is. It is looked up by its hash, so the time this takes tells nothing of other tokens."""
    wanted = digest(token)
    row = connection.execute(select(schema.account).where(_columns.token_hash == wanted)).first()
    if row is None or not hmac.compare_digest(row.token_hash, wanted):
        return Rejected("unknown")
    return _checked(row)


def in_force(connection: Connection, account: str) -> Account | Rejected:
    """The account with this id, where its token would open anything."""
    row = connection.execute(select(schema.account).where(_columns.id == account)).first()
    return Rejected("unknown") if row is None else _checked(row)


def _checked(row: Row[tuple[object, ...]]) -> Account | Rejected:
    if row.revoked_at is not None:
        return Rejected("revoked")
    if row.expires_at is not None and row.expires_at <= clock.now():
        return Rejected("expired")
    return _account(row)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _find(connection: Connection, who: str) -> list[Listed]:
    rows = connection.execute(
        select(schema.account).where((_columns.name == who) | (_columns.id == who)).where(_columns.revoked_at.is_(None))
    ).all()
    return [Listed(_account(row), row.made_at, row.revoked_at) for row in rows]


def _one(connection: Connection, who: str) -> Listed:
    found = _find(connection, who)
    if not found:
        raise UsageError("server.account_unknown", name=who)
    return found[0]


def _account(row: Row[tuple[object, ...]]) -> Account:
    role: Role = row.role
    return Account(row.id, row.name, row.organisation, role, tuple(json.loads(row.territory)), row.expires_at)
