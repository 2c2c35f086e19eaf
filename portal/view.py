"""Who sees which record, and who may write it.

Seen is what lies in the account's territory: drafts by their own organisation only, everything else by all who work
there; what stands under restricted access is not for partners. A record without a territory code, as an early draft may
be, is its own organisation's. Written is what is seen: by contributors their own organisation's, by focal points and
administrators everything, by partners nothing.

The same question is answered twice, in Python for one record and as SQL for many; a test holds them together.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_

from plugin.contract.service import Account
from plugin.contract.workflow import INITIAL
from plugin.records.katottg import COUNTRY, is_code, stem

RESTRICTED = "restricted"
PARTNER = "partner"
CONTRIBUTOR = "contributor"


@dataclass(frozen=True)
class Standing:
    """What of a record decides who may see it. `katottg` is None where it is blank or, in a draft, no code yet."""

    organisation: str
    katottg: str | None
    workflow: str | None
    access: str | None

    @classmethod
    def of(cls, organisation: str, record: dict[str, Any]) -> Standing:
        """The standing of a record's content, owned by `organisation`."""
        katottg = record.get("katottg")
        place = katottg if is_code(katottg) else None
        return cls(organisation, place, record.get("workflow"), record.get("access"))


def covered(account: Account, katottg: str | None) -> bool:
    """Whether a place lies in the account's territory."""
    return katottg is not None and is_code(katottg) and katottg.startswith(_stems(account.territory))


@lru_cache(maxsize=4096)
def _stems(territory: tuple[str, ...]) -> tuple[str, ...]:
    # Once for each account, not for each record of a batch.
    return tuple(stem(area) for area in territory)


def sees(account: Account, standing: Standing) -> bool:
    """Whether the account may know of a record with this standing."""
    own = account.organisation == standing.organisation
    if standing.katottg is None:
        if not own:
            return False
    elif not covered(account, standing.katottg):
        return False
    if not own and (standing.workflow or INITIAL) == INITIAL:
        return False
    return account.role != PARTNER or standing.access != RESTRICTED


def sees_clause(account: Account, table: Table) -> ColumnElement[bool]:
    """:func:`sees` for the rows of the table of records or of revisions."""
    columns = table.c
    own = columns.organisation == account.organisation
    place = or_(and_(columns.katottg.is_(None), own), *(_within(area, columns.katottg) for area in account.territory))
    settled = or_(own, and_(columns.workflow.is_not(None), columns.workflow != INITIAL))
    clauses = [place, settled]
    if account.role == PARTNER:
        clauses.append(or_(columns.access.is_(None), columns.access != RESTRICTED))
    return and_(*clauses)


def _within(area: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    if area == COUNTRY:
        return column.is_not(None)
    prefix = stem(area)
    return func.substr(column, 1, len(prefix)) == prefix


def digest(account: Account) -> str:
    """Changes when, and only when, what the account sees may change with it: a cursor is bound to it."""
    basis = [account.account, account.organisation, account.role, sorted(account.territory)]
    return hashlib.sha256(json.dumps(basis).encode("utf-8")).hexdigest()[:16]


def may_write(account: Account, standing: Standing) -> str | None:
    """None where the account may write a record that it sees and that has this standing; else the refusal's rule."""
    if account.role == PARTNER:
        return "role.read_only"
    if account.role == CONTRIBUTOR and account.organisation != standing.organisation:
        return "role.not_yours"
    if standing.katottg is not None and not covered(account, standing.katottg):
        return "territory.outside"
    if standing.katottg is None and account.organisation != standing.organisation:
        return "territory.missing"
    return None
