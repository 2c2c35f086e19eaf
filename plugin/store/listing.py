"""The record list: filtered, searched, sorted, counted and paged over 100,000 records as over 100.

Answers come from an index that :func:`refresh` keeps in step; call it before asking, and after edits and syncs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..records.territory import stem
from . import search
from .connection import marks
from .listing_index import IDS_OF_A_TYPE, first_id, is_stale, rebuild, refresh
from .states import STATES, SyncState, gone_states
from .workspace import Workspace

__all__ = [
    "STATES", "ListQuery", "ListRow", "SyncState", "count", "is_stale", "page", "position", "rebuild", "refresh",
    "state_counts", "top_types",
]  # fmt: skip

SORTS = {"captured_at": "captured_at", "title": "sort_title", "priority": "priority"}
_COLUMNS = "type, uuid, fid, title, katottg, workflow, state, problems, status, priority, captured_at"
_FOUND = "temp.vidbudova_found"
_FEW = 4000
"""Records found, up to which they are fetched and sorted; beyond, the list is walked in order and each looked up."""


@dataclass(frozen=True)
class ListQuery:
    """What to list. An empty filter leaves everything in.

    `types` are record types, by default those that hang off no other; `text` is what somebody typed; `states` are sync
    states; `workflow`, `sectors` codes; `hromada` a KATOTTG code, what lies in it included; `mine_by` a `captured_by`;
    `sort` is captured_at, title or priority, with "-" before it from the last to the first.
    """

    types: tuple[str, ...] = ()
    text: str = ""
    states: tuple[str, ...] = ()
    workflow: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    hromada: str | None = None
    mine_by: str | None = None
    with_problems: bool = False
    sort: str = "-captured_at"


@dataclass(frozen=True)
class ListRow:
    """One line of the list. `problems` counts errors and warnings; `captured_at` is UTC, empty where unknown."""

    type: str
    uuid: str
    fid: int
    title: str
    katottg: str | None
    workflow: str | None
    state: SyncState
    problems: int
    status: str | None
    priority: int | None
    captured_at: str


def top_types(ws: Workspace) -> tuple[str, ...]:
    """Record types that hang off no other: needs and projects."""
    return tuple(
        rtype.name for rtype in ws.catalogue.types.values() if not rtype.foreign_keys and rtype.parent_fields is None
    )


def count(ws: Workspace, query: ListQuery) -> int:
    """How many records answer the query."""
    found = _search(ws, query)
    if found is not None and _only_types_and_text(query):
        ranges = [(first_id(ws, name), first_id(ws, name) + IDS_OF_A_TYPE) for name in query.types or top_types(ws)]
        condition = " OR ".join("(id > ? AND id < ?)" for _ in ranges)
        bounds = [bound for pair in ranges for bound in pair]
        return int(ws.connection.value(f"SELECT count(*) FROM {_FOUND} WHERE {condition}", bounds))
    where, values = _where(ws, query, found)
    return int(ws.connection.value(f"SELECT count(*) FROM vidbudova_list WHERE {where}", values))


def page(ws: Workspace, query: ListQuery, offset: int, limit: int) -> list[ListRow]:
    """A page of the records that answer the query, in its order; equal ones in the order they were first seen."""
    column, descending = _order(query)
    direction = "DESC" if descending else "ASC"
    where, values = _where(ws, query, _search(ws, query))
    if count(ws, query) > _FEW:
        source = f"vidbudova_list INDEXED BY vidbudova_list_{column} WHERE {where}"
    else:
        source = f"vidbudova_list NOT INDEXED WHERE id IN (SELECT id FROM vidbudova_list WHERE {where})"
    rows = ws.connection.rows(
        f"SELECT {_COLUMNS} FROM {source} ORDER BY {column} {direction}, id {direction} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [ListRow(*row) for row in rows]


def position(ws: Workspace, query: ListQuery, type_name: str, uuid: str) -> int | None:
    """How many records come before one in the answer to the query; None where it is not in it."""
    column, descending = _order(query)
    where, values = _where(ws, query, _search(ws, query))
    row = ws.connection.execute(
        f"SELECT {column}, id FROM vidbudova_list WHERE type = ? AND uuid = ? AND {where}", (type_name, uuid, *values)
    ).fetchone()
    if row is None:
        return None
    key, identity = row
    beyond = ">" if descending else "<"
    # NULL sorts before everything: last where the order is reversed.
    if key is not None:
        parts: list[tuple[str, tuple[Any, ...]]] = [(f"({column}, id) {beyond} (?, ?)", (key, identity))]
        if not descending:
            parts.append((f"{column} IS NULL", ()))
    else:
        parts = [(f"{column} IS NULL AND id {beyond} ?", (identity,))]
        if descending:
            parts.append((f"{column} IS NOT NULL", ()))
    source = f"vidbudova_list INDEXED BY vidbudova_list_{column}"
    return sum(
        int(ws.connection.value(f"SELECT count(*) FROM {source} WHERE {before} AND {where}", (*bound, *values)))
        for before, bound in parts
    )


def state_counts(ws: Workspace) -> dict[str, dict[SyncState, int]]:
    """How many records of each type are in each state; deleted ones that the portal does not know of yet included."""
    counts: dict[str, dict[SyncState, int]] = {name: dict.fromkeys(STATES, 0) for name in ws.catalogue.types}
    for name, state, number in ws.connection.rows(
        "SELECT type, state, count(*) FROM vidbudova_list GROUP BY type, state"
    ):
        if name in counts:
            counts[name][state] = number
    for rtype in ws.catalogue.types.values():
        for state in gone_states(ws, rtype).values():
            counts[rtype.name][state] += 1
    return counts


def _order(query: ListQuery) -> tuple[str, bool]:
    """The column to sort by, and whether from the last to the first."""
    name = query.sort.removeprefix("-")
    return SORTS.get(name, SORTS["captured_at"]), query.sort.startswith("-") or name not in SORTS


def _search(ws: Workspace, query: ListQuery) -> int | None:
    """Put the records that hold the words into a temporary table; how many, None where no words were asked for.

    The table is kept until other words are asked for or anything in the file changes: a count, a page and the next page
    search once.
    """
    match = search.query(query.text)
    if match is None:
        return None
    connection = ws.connection
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_FOUND} (id INTEGER PRIMARY KEY)")
    state = (match, connection.value("PRAGMA data_version"), connection.total_changes)
    if ws.found is None or ws.found[0] != state:
        connection.execute(f"DELETE FROM {_FOUND}")
        connection.execute(
            f"INSERT INTO {_FOUND} SELECT rowid FROM vidbudova_search WHERE vidbudova_search MATCH ?", (match,)
        )
        number = int(connection.value(f"SELECT count(*) FROM {_FOUND}"))
        ws.found = ((match, connection.value("PRAGMA data_version"), connection.total_changes), number)
    return ws.found[1]


def _only_types_and_text(query: ListQuery) -> bool:
    return not (
        query.states or query.workflow or query.sectors or query.hromada or query.mine_by or query.with_problems
    )


def _where(ws: Workspace, query: ListQuery, found: int | None) -> tuple[str, tuple[Any, ...]]:
    """Conditions on list rows. A + keeps SQLite from using a filter's index where few records were found by words."""
    plus = "+" if found is not None and found <= _FEW else ""
    conditions: list[str] = []
    values: list[Any] = []
    filters = {
        "type": query.types or top_types(ws),
        "state": query.states,
        "workflow": query.workflow,
        "sector": query.sectors,
    }
    for column, codes in filters.items():
        if codes:
            conditions.append(f"{plus}{column} IN ({marks(codes)})")
            values += codes
    if query.hromada:
        start = stem(query.hromada)
        conditions.append(f"{plus}katottg >= ? AND {plus}katottg < ?")
        values += [start, start + ":"]
    if query.mine_by:
        conditions.append(f"{plus}captured_by = ?")
        values.append(query.mine_by)
    if query.with_problems:
        conditions.append(f"{plus}problems > 0")
    if found is not None:
        conditions.append(f"id IN (SELECT id FROM {_FOUND})")
    return " AND ".join(conditions), tuple(values)
