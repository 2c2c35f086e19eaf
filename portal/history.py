"""``GET /records/{type}/{uuid}/history``: every state that a record had, as far as the caller may know of it."""

from __future__ import annotations

import json

from sqlalchemy import Connection, and_, case, or_, select

from plugin.contract.limits import MAX_HISTORY
from plugin.contract.service import Account

from . import authors, schema, view
from .changes import PAGE_BYTES
from .problems import Refusal

_record, _past = schema.record.c, schema.revision.c


def page(
    connection: Connection, account: Account, type_name: str, uuid: str, before: int | None, limit: int, lang: str
) -> bytes:
    """Revisions older than `before` (all of them without), newest first, as the contract's JSON.

    Content goes out as it was stored. Raises Refusal ``not-found`` where the account does not see the record as it is
    now, or as it was when it was deleted.
    """
    seen = view.sees_clause(account, schema.record)
    found = connection.execute(select(_record.uuid).where(_record.uuid == uuid, _record.type == type_name, seen))
    if found.first() is None:
        raise Refusal("not-found", variant="record-unknown")
    items, more = _items(connection, account, uuid, before, min(limit, MAX_HISTORY), lang)
    tail = b'],"more":true}' if more else b'],"more":false}'
    return b'{"items":[' + ",".join(items).encode("utf-8") + tail


def _items(
    connection: Connection, account: Account, uuid: str, before: int | None, limit: int, lang: str
) -> tuple[list[str], bool]:
    older = schema.revision.alias("older")
    # The first state, or the first one after a deletion. A tombstone keeps its standing, so both are told or neither.
    is_birth = or_(older.c.revision.is_(None), older.c.deleted)
    statement = (
        select(schema.revision, case((is_birth, 1), else_=0).label("is_birth"))
        .join_from(
            schema.revision,
            older,
            and_(older.c.uuid == _past.uuid, older.c.revision == _past.revision - 1),
            isouter=True,
        )
        .where(_past.uuid == uuid, view.sees_clause(account, schema.revision))
        .order_by(_past.revision.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(_past.revision < before)
    items: list[str] = []
    weight = 0
    for row in connection.execute(statement):
        if len(items) == limit or weight > PAGE_BYTES:
            return items, True
        head = {
            "revision": row.revision,
            "op": "delete" if row.deleted else "create" if row.is_birth else "change",
            "author": authors.text(row.author, row.via, lang),
            "at": row.at,
            "hash": row.hash,
        }
        written = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        items.append(f'{written[:-1]},"record":{row.content or "null"}}}')
        weight += len(items[-1])
    return items, False
