"""The record list: filtered, searched, sorted, counted and paged over 100,000 records as over 100.

Answers come from an index that :func:`refresh` keeps in step; call it before asking, and after edits and syncs.
"""

from __future__ import annotations

from typing import Any

from .listing_index import IDS_OF_A_TYPE, first_id, is_stale, rebuild, refresh
from .listing_order import Group, Order, group_of, groups, ids_of, keys_of, mark, of_group, read_keys, read_rows
from .listing_query import COLUMNS, FEW, FOUND, ListQuery, ListRow, conditions_of, look_up, order_of, top_types
from .states import STATES, SyncState, gone_states
from .workspace import Workspace

__all__ = [
    "STATES", "Group", "ListQuery", "ListRow", "Order", "SyncState", "count", "group_of", "groups", "ids_of",
    "is_stale", "keys_of", "mark", "of_group", "page", "position", "read_keys", "read_rows", "rebuild", "refresh",
    "state_counts", "top_types",
]  # fmt: skip


def count(ws: Workspace, query: ListQuery) -> int:
    """How many records answer the query."""
    found = look_up(ws, query)
    if found is not None and _only_types_and_text(query):
        ranges = [(first_id(ws, name), first_id(ws, name) + IDS_OF_A_TYPE) for name in query.types or top_types(ws)]
        condition = " OR ".join("(id > ? AND id < ?)" for _ in ranges)
        bounds = [bound for pair in ranges for bound in pair]
        return int(ws.connection.value(f"SELECT count(*) FROM {FOUND} WHERE {condition}", bounds))
    where, values = conditions_of(ws, query, found)
    return int(ws.connection.value(f"SELECT count(*) FROM vidbudova_list WHERE {where}", values))


def page(ws: Workspace, query: ListQuery, offset: int, limit: int) -> list[ListRow]:
    """A page of the records that answer the query, in its order; equal ones in the order they were first seen."""
    column, descending = order_of(query)
    direction = "DESC" if descending else "ASC"
    where, values = conditions_of(ws, query, look_up(ws, query))
    if count(ws, query) > FEW:
        source = f"vidbudova_list INDEXED BY vidbudova_list_{column} WHERE {where}"
    else:
        source = f"vidbudova_list NOT INDEXED WHERE id IN (SELECT id FROM vidbudova_list WHERE {where})"
    rows = ws.connection.rows(
        f"SELECT {COLUMNS} FROM {source} ORDER BY {column} {direction}, id {direction} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [ListRow(*row) for row in rows]


def position(ws: Workspace, query: ListQuery, type_name: str, uuid: str) -> int | None:
    """How many records come before one in the answer to the query; None where it is not in it."""
    column, descending = order_of(query)
    where, values = conditions_of(ws, query, look_up(ws, query))
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


def _only_types_and_text(query: ListQuery) -> bool:
    return not (
        query.states
        or query.workflow
        or query.sectors
        or query.hromada
        or query.group is not None
        or query.mine_by
        or query.captured
        or query.reported
        or query.with_problems
    )
