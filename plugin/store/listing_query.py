"""What is asked of the record list, and the SQL that it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..records.territory import stem
from . import search
from .connection import marks
from .states import SyncState
from .workspace import Workspace

SORTS = {"captured_at": "captured_at", "title": "sort_title", "priority": "priority"}
COLUMNS = "type, uuid, fid, title, katottg, workflow, state, problems, status, priority, captured_at"
FOUND = "temp.vidbudova_found"
FEW = 4000
"""Records found, up to which they are fetched and sorted; beyond, the list is walked in order and each looked up."""
NOWHERE = ""
"""The group of the records without a code that names a hromada or something larger."""
_CODE = "UA" + "[0-9]" * 7 + "*"


@dataclass(frozen=True)
class ListQuery:
    """What to list. An empty filter leaves everything in.

    `types` are record types, by default those that hang off no other; `text` is what somebody typed; `states` are sync
    states; `workflow`, `sectors` codes; `hromada` a KATOTTG code, what lies in it included; `group` the key of a
    :class:`Group`; `mine_by` a `captured_by`; `captured` the moments (UTC, as the clock writes them) from which on and
    before which a record was captured; `reported` the first and the last quarter, both included, that a record reports
    on (of types whose title is a quarter); `sort` is captured_at, title or priority, with "-" before it from the last
    to the first.
    """

    types: tuple[str, ...] = ()
    text: str = ""
    states: tuple[str, ...] = ()
    workflow: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    hromada: str | None = None
    group: str | None = None
    mine_by: str | None = None
    captured: tuple[str, str] | None = None
    reported: tuple[str, str] | None = None
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


def order_of(query: ListQuery) -> tuple[str, bool]:
    """The column to sort by, and whether from the last to the first."""
    name = query.sort.removeprefix("-")
    return SORTS.get(name, SORTS["captured_at"]), query.sort.startswith("-") or name not in SORTS


def look_up(ws: Workspace, query: ListQuery) -> int | None:
    """Put the records that hold the words into a temporary table; how many, None where no words were asked for.

    The table is kept until other words are asked for or anything in the file changes: a count, a page and the next page
    search once.
    """
    match = search.query(query.text)
    if match is None:
        return None
    connection = ws.connection
    connection.execute(f"CREATE TABLE IF NOT EXISTS {FOUND} (id INTEGER PRIMARY KEY)")
    state = (match, connection.value("PRAGMA data_version"), connection.total_changes)
    if ws.found is None or ws.found[0] != state:
        connection.execute(f"DELETE FROM {FOUND}")
        connection.execute(
            f"INSERT INTO {FOUND} SELECT rowid FROM vidbudova_search WHERE vidbudova_search MATCH ?", (match,)
        )
        number = int(connection.value(f"SELECT count(*) FROM {FOUND}"))
        ws.found = ((match, connection.value("PRAGMA data_version"), connection.total_changes), number)
    return ws.found[1]


def conditions_of(
    ws: Workspace, query: ListQuery, found: int | None, grouped: bool = False
) -> tuple[str, tuple[Any, ...]]:
    """Conditions on list rows. A + keeps SQLite from using an index: any of a filter where few records were found by
    words; that of types and states, which leave most of them in, where a place or a time narrows them down more, or
    where the rows are `grouped` by place."""
    few = found is not None and found <= FEW
    placed = bool(query.hromada or query.group or grouped)
    at_place, at_time = "+" if few else "", "+" if few or placed else ""
    plus = "+" if few or placed or query.captured or query.reported else ""
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
        conditions.append(f"{at_place}katottg >= ? AND {at_place}katottg < ?")
        values += [start, start + ":"]
    if query.group is not None:
        if query.group == NOWHERE:
            conditions.append(f"({at_place}katottg IS NULL OR {at_place}katottg NOT GLOB '{_CODE}')")
        else:
            conditions.append(f"{at_place}katottg >= ? AND {at_place}katottg < ?")
            values += [query.group, query.group + ":"]
    if query.mine_by:
        conditions.append(f"{plus}captured_by = ?")
        values.append(query.mine_by)
    if query.captured:
        conditions.append(f"{at_time}captured_at >= ? AND {at_time}captured_at < ?")
        values += query.captured
    if query.reported:
        conditions.append(f"{at_time}sort_title >= ? AND {at_time}sort_title <= ?")
        values += [search.collation(quarter) for quarter in query.reported]
    if query.with_problems:
        conditions.append(f"{plus}problems > 0")
    if found is not None:
        conditions.append(f"id IN (SELECT id FROM {FOUND})")
    return " AND ".join(conditions), tuple(values)
