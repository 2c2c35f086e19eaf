"""``GET /changes``: what changed in an account's view, in the order of commits.

The latest state of each record, where it stands in that order; intermediate states may collapse. What was deleted, or
moved out of the view, is told only where the account could have known it: where some state since the cursor was in its
view.
"""

from __future__ import annotations

import json
import operator
from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, case, cast, literal, or_, select

from plugin.contract.limits import MAX_PAGE
from plugin.contract.service import Account

from . import authors, meta, schema, sequence, view
from . import cursor as cursors
from .cursor import Cursor
from .problems import Refusal
from .view import Standing

PAGE_BYTES = 8 * 1_048_576
"""A page ends early when its records weigh this much."""

_READ_AHEAD = 200
_Row = tuple[int, int, str, str | None]
_record, _past, _batch = schema.record.c, schema.revision.c, schema.batch.c


def page(connection: Connection, account: Account, after: str | None, limit: int, lang: str) -> bytes:
    """The page after a cursor, or the first one, as the contract's JSON.

    Content goes out as it was stored, without being read: a page of 2,000 records takes some twenty milliseconds. An
    author who is only claimed is told so in the language `lang`.
    Raises Refusal ``cursor-gone`` for a cursor of another portal, epoch or view, or one beyond the head.
    """
    head = sequence.head(connection)
    identity = meta.read(connection)
    seen = view.digest(account)
    if after is None:
        start = Cursor(identity.id, identity.epoch, seen, 0, cursors.END, head)
    else:
        found = cursors.decode(after)
        if found is None or (found.portal, found.epoch, found.view) != (identity.id, identity.epoch, seen):
            raise Refusal("cursor-gone")
        if found.seq > head or found.began > head:
            raise Refusal("cursor-gone")
        start = found
    items, end = _items(connection, account, start, min(limit, MAX_PAGE), lang)
    if end is None:
        more, seq, position = False, head, cursors.END
    else:
        more, (seq, position) = True, end
    reached = Cursor(start.portal, start.epoch, start.view, seq, position, start.began)
    head_of_page = json.dumps({"cursor": cursors.encode(reached), "more": more}, separators=(",", ":"))
    return b"".join([head_of_page[:-1].encode("ascii"), b',"items":[', ",".join(items).encode("utf-8"), b"]}"])


def _items(
    connection: Connection, account: Account, start: Cursor, limit: int, lang: str
) -> tuple[list[str], tuple[int, int] | None]:
    """Up to `limit` items after `start`, and where to go on; None where nothing is left."""
    at = (start.seq, start.position)
    while True:
        rows, more = _rows(connection, account, at, start.began, limit, lang)
        gone = [uuid for _, _, uuid, item in rows if item is None]
        told = _farewells(connection, account, start, gone, lang) if gone else {}
        items = [item for _, _, uuid, change in rows if (item := change or told.get(uuid))]
        if not more:
            return items, None
        at = (rows[-1][0], rows[-1][1])
        if items:
            return items, at
        # Nothing on this stretch was for this account: go on rather than answer with an empty page.


def _rows(
    connection: Connection, account: Account, at: tuple[int, int], began: int, limit: int, lang: str
) -> tuple[list[_Row], bool]:
    """The next rows in the order of commits, and whether there are more of them.

    A row's item is None where the record is not in the account's view (any more).
    """
    visible: ColumnElement[bool] = and_(_record.deleted.is_(False), view.sees_clause(account, schema.record))
    seq, position = at
    statement = (
        select(_batch.seq, _record.position, _record.uuid, case((visible, _change(lang)), else_=None))
        .join_from(schema.batch, schema.record, _record.batch_no == _batch.no)
        .where(_batch.seq >= seq, or_(_batch.seq > seq, _record.position > position))
        .where(or_(visible, and_(_batch.seq > began, or_(_record.deleted, _record.moved))))
        .order_by(_batch.seq, _record.position)
        .limit(limit + 1)
        .execution_options(yield_per=_READ_AHEAD)
    )
    rows: list[_Row] = []
    weight = 0
    result = connection.execute(statement)
    try:
        for row in result:
            if len(rows) == limit or weight > PAGE_BYTES:
                return rows, True
            rows.append((row[0], row[1], row[2], row[3]))
            weight += len(row[3] or "")
    finally:
        result.close()
    return rows, False


def _change(lang: str) -> ColumnElement[str]:
    """A change with its content, put together by the database: of its members only a name can need escaping."""
    parts: list[ColumnElement[str]] = [
        literal('{"type":"') + _record.type,
        literal('","uuid":"') + _record.uuid,
        literal('","revision":') + cast(_record.revision, String),
        literal(',"op":"change","record":') + _record.content,
        literal(',"hash":"') + _record.hash,
        literal('","author":"') + authors.as_json(_record.author, _record.via, lang),
        literal('","at":"') + _record.at,
    ]
    return reduce(operator.add, parts) + '"}'


def _farewells(
    connection: Connection, account: Account, start: Cursor, gone: Sequence[str], lang: str
) -> dict[str, str]:
    """``delete`` and ``leave`` items for those of the records that the account could have known, by uuid."""
    statement = (
        select(schema.revision, _batch.seq)
        .join_from(schema.revision, schema.batch, _past.batch_no == _batch.no)
        .where(_past.uuid.in_(gone))
        .order_by(_past.uuid, _past.revision)
    )
    history: defaultdict[str, list[Any]] = defaultdict(list)
    for past in connection.execute(statement):
        history[past.uuid].append(past)
    told = {}
    for uuid in gone:
        states = history[uuid]
        last = states[-1]
        if _was_seen(account, states, (start.seq, start.position)):
            op = "delete" if last.deleted and view.sees(account, _standing(last)) else "leave"
            item = {
                "type": last.type,
                "uuid": uuid,
                "revision": last.revision,
                "op": op,
                "author": authors.text(last.author, last.via, lang) if op == "delete" else None,
                "at": last.at,
            }
            told[uuid] = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    return told


def _was_seen(account: Account, states: Sequence[Any], cursor: tuple[int, int]) -> bool:
    """Whether a state that was in force at the cursor, or came after it, was in the account's view.

    What came after it counts, for who sent it in a batch knows of it without having pulled it.
    """
    first = max((index for index, state in enumerate(states) if (state.seq, state.position) <= cursor), default=0)
    return any(not state.deleted and view.sees(account, _standing(state)) for state in states[first:])


def _standing(row: Any) -> Standing:
    return Standing(row.organisation, row.katottg, row.workflow, row.access)
