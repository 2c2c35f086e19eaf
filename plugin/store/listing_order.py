"""The order of a list, read piece by piece, its groups by hromada, and the way from its ids to records and back.

Who shows a list keeps the ids of its records in their order (eight bytes each) and reads the rows that are in sight by
id: that takes as long at the end of a list as at its beginning.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .connection import chunks, marks
from .journal import last_seq
from .listing_query import COLUMNS, FEW, NOWHERE, ListQuery, ListRow, conditions_of, look_up, order_of
from .workspace import Workspace

_GROUP = 9  # characters: UA and the seven digits that tell the hromada
_NULLABLE = ("priority",)

Key = tuple[str, str]
Mark = tuple[Any, ...]


@dataclass(frozen=True)
class Group:
    """Records of one hromada, or of one larger unit that the records name, or without any (`key` blank, no `code`).

    `key` is what :attr:`ListQuery.group` takes, `code` the KATOTTG code of one of the records.
    """

    key: str
    code: str | None
    count: int


class Order:
    """The ids of the records that answer a query, in its order, as far as they were read.

    :param count: how many there are, as :func:`plugin.store.listing.count` says.
    """

    def __init__(self, ws: Workspace, query: ListQuery, count: int) -> None:
        self.ids: array[int] = array("q")
        self.count = count
        self.complete = count == 0
        self._ws = ws
        self._query = query
        self._column, self._descending = order_of(query)
        # NULL sorts before everything: last where the order is reversed.
        phases = [True, False] if self._column in _NULLABLE else [False]
        self._phases = phases[::-1] if self._descending else phases
        self._last: tuple[Any, int] | None = None

    def read(self, limit: int) -> int:
        """Read up to so many more; how many there were. What changed meanwhile shows in a new order only."""
        if self.complete:
            return 0
        where, values = conditions_of(self._ws, self._query, look_up(self._ws, self._query))
        if self.count <= FEW:
            source, limit = f"vidbudova_list NOT INDEXED WHERE id IN (SELECT id FROM vidbudova_list WHERE {where})", -1
        else:
            source = f"vidbudova_list INDEXED BY vidbudova_list_{self._column} WHERE {where}"
        rows = self._page(source, values, limit)
        while not rows and len(self._phases) > 1:
            self._phases.pop(0)
            self._last = None
            rows = self._page(source, values, limit)
        self.ids.extend(row[0] for row in rows)
        if rows:
            self._last = (rows[-1][1], rows[-1][0])
        if len(self._phases) == 1 and (limit < 0 or len(rows) < limit):
            self.complete = True
        return len(rows)

    def read_to(self, index: int, step: int = FEW) -> None:
        """Read until the one at `index` is among them, or there are no more."""
        while len(self.ids) <= index and not self.complete:
            self.read(step)

    def _page(self, source: str, values: tuple[Any, ...], limit: int) -> list[tuple[int, Any]]:
        beyond, direction = ("<", "DESC") if self._descending else (">", "ASC")
        column, where = self._column, ""
        bound: tuple[Any, ...] = ()
        if column in _NULLABLE:
            where = f" AND {column} IS NULL" if self._phases[0] else f" AND {column} IS NOT NULL"
        if self._last is not None:
            key, identity = self._last
            where += f" AND id {beyond} ?" if key is None else f" AND ({column}, id) {beyond} (?, ?)"
            bound = (identity,) if key is None else (key, identity)
        return self._ws.connection.rows(
            f"SELECT id, {column} FROM {source}{where} ORDER BY {column} {direction}, id {direction} LIMIT ?",
            (*values, *bound, limit),
        )


def groups(ws: Workspace, query: ListQuery) -> list[Group]:
    """The groups by hromada of what answers a query, in no order that people would know."""
    where, values = conditions_of(ws, query, look_up(ws, query), grouped=True)
    counts: dict[str, tuple[str | None, int]] = {}
    for code, number in ws.connection.rows(
        f"SELECT katottg, count(*) FROM vidbudova_list WHERE {where} GROUP BY katottg", values
    ):
        key = group_of(code)
        known, before = counts.get(key, (code if key else None, 0))
        counts[key] = known, before + number
    return [Group(key, code, number) for key, (code, number) in counts.items()]


def group_of(code: str | None) -> str:
    """The key of the group that a record with this KATOTTG code stands in."""
    digits = str(code or "")[2:_GROUP]
    known = len(digits) == _GROUP - 2 and digits.isascii() and digits.isdigit() and str(code).startswith("UA")
    return str(code)[:_GROUP] if known else NOWHERE


def of_group(query: ListQuery, key: str) -> ListQuery:
    """The query for the records of one group of what answers `query`."""
    return replace(query, group=key)


def read_rows(ws: Workspace, ids: Iterable[int]) -> dict[int, ListRow]:
    """The rows of some ids, as far as they are there still."""
    found: dict[int, ListRow] = {}
    for some in chunks(list(ids)):
        rows = ws.connection.rows(f"SELECT id, {COLUMNS} FROM vidbudova_list WHERE id IN ({marks(some)})", some)
        found.update((row[0], ListRow(*row[1:])) for row in rows)
    return found


def read_keys(ws: Workspace, ids: Iterable[int]) -> Iterator[Key]:
    """Type and uuid of some ids, as far as they are there still."""
    for some in chunks(list(ids)):
        yield from ws.connection.rows(f"SELECT type, uuid FROM vidbudova_list WHERE id IN ({marks(some)})", some)


def ids_of(ws: Workspace, keys: Iterable[Key]) -> dict[Key, int]:
    """The ids of some records, as far as they are listed."""
    by_type: dict[str, list[str]] = {}
    for name, uuid in keys:
        by_type.setdefault(name, []).append(uuid)
    found: dict[Key, int] = {}
    for name, uuids in by_type.items():
        for some in chunks(uuids):
            rows = ws.connection.rows(
                f"SELECT uuid, id FROM vidbudova_list WHERE type = ? AND uuid IN ({marks(some)})", (name, *some)
            )
            found.update(((name, uuid), identity) for uuid, identity in rows)
    return found


def keys_of(ws: Workspace, query: ListQuery) -> list[Key]:
    """Type and uuid of everything that answers a query, in no order."""
    where, values = conditions_of(ws, query, look_up(ws, query))
    return ws.connection.rows(f"SELECT type, uuid FROM vidbudova_list WHERE {where}", values)


def mark(ws: Workspace) -> Mark:
    """Differs where the list may have changed meanwhile; cheap."""
    touched = ws.connection.rows("SELECT id, first FROM vidbudova_touched ORDER BY id LIMIT 1")
    ever = ws.connection.value("SELECT seq FROM sqlite_sequence WHERE name = 'vidbudova_touched'")
    return (last_seq(ws), ws.get_meta("listing_seq"), ever, *touched)
