"""Keeps the record list's index in step with the tables: incrementally, in short transactions, within a time budget.

What has to be looked at again is known from two places: the journal, for edits of any writer, and the touched table,
for what the engine applied. A pull of 100,000 records leaves one entry there, worked off piece by piece.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ..errors import RecordsError
from ..records.definition import RecordType
from ..records.territory import Codifier, default_codifier
from . import search
from .columns import Record
from .connection import chunks, marks, quote
from .journal import last_seq
from .states import states_of
from .workspace import Workspace

SEQ_KEY = "listing_seq"
VERSION_KEY = "listing_version"
_VERSION = "1"
_SLICE = 250
_LIST_COLUMNS = (
    "fid", "state", "problems", "title", "sort_title", "katottg", "workflow", "sector", "status", "priority",
    "captured_by", "captured_at",
)  # fmt: skip
_FIELDS = ("katottg", "workflow", "sector", "status", "priority", "captured_by", "captured_at")
IDS_OF_A_TYPE = 1 << 40
_LONGEST = 1000
"""Letters of one field that can be searched."""


def refresh(ws: Workspace, budget_ms: float | None = None) -> int:
    """Bring the list up to date; how many rows were written or removed. In a read-only workspace nothing happens.

    With `budget_ms` it stops after about so many milliseconds, at the earliest after one short transaction; call it
    again until it returns 0. Raises ``store.busy`` where another writer does not finish.
    """
    if ws.read_only:
        return 0
    _start_anew_where_needed(ws)
    deadline = None if budget_ms is None else time.monotonic() + budget_ms / 1000.0
    size = _SLICE if budget_ms is not None else 4 * _SLICE
    done = 0
    while is_stale(ws):
        with ws.transaction():
            done += _journal_slice(ws, size) or _touched_slice(ws, size)
        if deadline is not None and time.monotonic() >= deadline:
            break
    return done


def is_stale(ws: Workspace) -> bool:
    """Whether there is anything to refresh; cheap."""
    return last_seq(ws) > _indexed_seq(ws) or bool(
        ws.connection.value("SELECT EXISTS (SELECT 1 FROM vidbudova_touched)")
    )


def rebuild(ws: Workspace) -> None:
    """Empty the list and note everything for the next refreshes."""
    with ws.transaction():
        ws.connection.execute("DELETE FROM vidbudova_list")
        ws.connection.execute("DELETE FROM vidbudova_search")
        ws.connection.execute("DELETE FROM vidbudova_touched")
        for name in ws.catalogue.types:
            (first, last) = ws.connection.rows(f"SELECT min(fid), max(fid) FROM {quote(name)}")[0]
            if first is not None:
                ws.connection.execute(
                    "INSERT INTO vidbudova_touched (type, first, last) VALUES (?, ?, ?)", (name, first, last)
                )
        ws.set_meta(SEQ_KEY, str(last_seq(ws)))
        ws.set_meta(VERSION_KEY, _version(ws))


def _start_anew_where_needed(ws: Workspace) -> None:
    if ws.get_meta(VERSION_KEY) != _version(ws):
        rebuild(ws)


def _version(ws: Workspace) -> str:
    codifier = _codifier()
    return f"{_VERSION}/{'+'.join(sorted(ws.catalogue.types))}/{codifier.edition.isoformat() if codifier else '-'}"


@lru_cache(maxsize=1)
def _codifier() -> Codifier | None:
    try:
        return default_codifier()
    except RecordsError:
        return None


def _indexed_seq(ws: Workspace) -> int:
    return int(ws.get_meta(SEQ_KEY) or 0)


def _journal_slice(ws: Workspace, size: int) -> int:
    entries = ws.connection.rows(
        "SELECT seq, type, fid, uuid FROM vidbudova_journal WHERE seq > ? ORDER BY seq LIMIT ?",
        (_indexed_seq(ws), size),
    )
    fids: dict[str, set[int]] = {}
    uuids: dict[str, set[str]] = {}
    for _, name, fid, uuid in entries:
        fids.setdefault(name, set()).add(fid)
        if uuid is not None:
            uuids.setdefault(name, set()).add(uuid)
    done = 0
    for name, some in fids.items():
        if name in ws.catalogue.types:
            done += _index(ws, ws.rtype(name), uuids.get(name, set()) | _uuids_at(ws, name, some))
    # A short page is the journal's end; entries forgotten since their number was given leave gaps behind it.
    seen = entries[-1][0] if len(entries) == size else last_seq(ws)
    ws.set_meta(SEQ_KEY, str(seen))
    return done


def _touched_slice(ws: Workspace, size: int) -> int:
    entries = ws.connection.rows(
        "SELECT id, type, uuid, first, last FROM vidbudova_touched ORDER BY id LIMIT ?", (size,)
    )
    uuids: dict[str, set[str]] = {}
    finished: list[int] = []
    room = size
    for identity, name, uuid, first, last in entries:
        if room <= 0:
            break
        if uuid is not None:
            uuids.setdefault(name, set()).add(uuid)
            room -= 1
            finished.append(identity)
            continue
        in_range = ws.connection.rows(
            f"SELECT fid, uuid FROM {quote(name)} WHERE fid BETWEEN ? AND ? AND uuid IS NOT NULL ORDER BY fid LIMIT ?",
            (first, last, room),
        )
        uuids.setdefault(name, set()).update(row[1] for row in in_range)
        room -= len(in_range)
        if room <= 0:
            ws.connection.execute(
                "UPDATE vidbudova_touched SET first = ? WHERE id = ?", (in_range[-1][0] + 1, identity)
            )
        else:
            finished.append(identity)
    done = sum(_index(ws, ws.rtype(name), some) for name, some in uuids.items() if name in ws.catalogue.types)
    for some_ids in chunks(finished):
        ws.connection.execute(f"DELETE FROM vidbudova_touched WHERE id IN ({marks(some_ids)})", some_ids)
    return done


def _uuids_at(ws: Workspace, name: str, fids: Iterable[int]) -> set[str]:
    found: set[str] = set()
    for some in chunks(list(fids)):
        sql = f"SELECT uuid FROM {quote(name)} WHERE fid IN ({marks(some)}) AND uuid IS NOT NULL"
        found.update(row[0] for row in ws.connection.rows(sql, some))
    return found


def _index(ws: Workspace, rtype: RecordType, uuids: set[str]) -> int:
    """Write the list rows of records that have a row, remove those of the others; how many."""
    # Bytes in place of a uuid are somebody's accident; the record is listed once it has its identity back.
    proper = sorted(uuid for uuid in uuids if isinstance(uuid, str))
    return sum(_index_some(ws, rtype, list(some)) for some in chunks(proper))


def _index_some(ws: Workspace, rtype: RecordType, uuids: list[str]) -> int:
    connection = ws.connection
    conditions, values = f"type = ? AND uuid IN ({marks(uuids)})", (rtype.name, *uuids)
    present: dict[str, int] = dict(connection.rows(f"SELECT uuid, id FROM vidbudova_list WHERE {conditions}", values))
    records = _read(ws, rtype, uuids)
    problems: dict[str, int] = dict(
        connection.rows(
            f"SELECT uuid, count(*) FROM vidbudova_finding WHERE {conditions} AND severity <> 'hint' GROUP BY uuid",
            values,
        )
    )
    states = states_of(ws, rtype, records)
    _remove(ws, [identity for uuid, identity in present.items() if uuid not in records])
    known_words = _words_of(ws, list(present.values()))
    added: list[tuple[Any, ...]] = []
    updated: list[tuple[Any, ...]] = []
    words: list[tuple[int, str]] = []
    next_id = _next_id(ws, rtype)
    free_text = ws.columns(rtype.name).free_text
    for uuid, (fid, record) in records.items():
        row = (fid, states[uuid], problems.get(uuid, 0), *_shown(rtype, record))
        identity = present.get(uuid)
        if identity is None:
            identity, next_id = next_id, next_id + 1
            added.append((identity, rtype.name, uuid, *row))
        else:
            updated.append((*row, identity))
        text = _searched(free_text, record)
        if known_words.get(identity) != text:
            words.append((identity, text))
    names = [quote(name) for name in _LIST_COLUMNS]
    connection.executemany(
        f"INSERT INTO vidbudova_list (id, type, uuid, {', '.join(names)}) VALUES (?, ?, ?, {marks(names)})", added
    )
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.executemany(f"UPDATE vidbudova_list SET {assignments} WHERE id = ?", updated)
    outdated = [(identity,) for identity, _ in words if identity in known_words]
    connection.executemany("DELETE FROM vidbudova_search WHERE rowid = ?", outdated)
    connection.executemany("INSERT INTO vidbudova_search (rowid, words) VALUES (?, ?)", words)
    return len(records) + len(present.keys() - records.keys())


def _read(ws: Workspace, rtype: RecordType, uuids: list[str]) -> dict[str, tuple[int, Record]]:
    """Feature id and what the list needs of each record that has a row."""
    columns = ws.columns(rtype.name)
    wanted = {rtype.title_field, *_FIELDS, *columns.free_text}
    names = [name for name in rtype.field_names if name in wanted]
    decode = columns.decoder(names)
    rows = ws.connection.rows(
        f"SELECT uuid, fid, {columns.select(names)} FROM {quote(rtype.name)} WHERE uuid IN ({marks(uuids)})"
        " ORDER BY fid DESC",
        uuids,
    )
    return {row[0]: (row[1], decode(row[2:])) for row in rows}


def first_id(ws: Workspace, type_name: str) -> int:
    """Ids of list rows tell the type: those of the n-th name in alphabetical order begin here, and end before the next.

    So a search, whose hits are ids, can be counted by type without looking any of them up.
    """
    return sorted(ws.catalogue.types).index(type_name) * IDS_OF_A_TYPE


def _next_id(ws: Workspace, rtype: RecordType) -> int:
    start = first_id(ws, rtype.name)
    last = ws.connection.value(
        "SELECT max(id) FROM vidbudova_list WHERE id > ? AND id < ?", (start, start + IDS_OF_A_TYPE)
    )
    return (last or start) + 1


def _remove(ws: Workspace, identities: list[int]) -> None:
    gone = [(identity,) for identity in identities]
    ws.connection.executemany("DELETE FROM vidbudova_list WHERE id = ?", gone)
    ws.connection.executemany("DELETE FROM vidbudova_search WHERE rowid = ?", gone)


def _words_of(ws: Workspace, identities: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in chunks(identities):
        found.update(
            ws.connection.rows(f"SELECT rowid, words FROM vidbudova_search WHERE rowid IN ({marks(some)})", some)
        )
    return found


def _shown(rtype: RecordType, record: Record) -> tuple[Any, ...]:
    """The list row after state and problems, in the order of its columns."""
    title = rtype.title(record)
    priority = record.get("priority")
    return (
        title,
        search.collation(title),
        _text(record.get("katottg")),
        _text(record.get("workflow")),
        _text(record.get("sector")),
        _text(record.get("status")),
        priority if isinstance(priority, int) else None,
        _text(record.get("captured_by")),
        _text(record.get("captured_at")) or "",
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _searched(names: tuple[str, ...], record: Record) -> str:
    parts = [str(record[name])[:_LONGEST] for name in names if name in record]
    text = search.words(" ".join(parts))
    code = record.get("katottg")
    place = _place(code) if isinstance(code, str) else ""
    return f"{text} {place}" if place else text


@lru_cache(maxsize=4096)
def _place(code: str) -> str:
    """The names of a unit and of what it lies in, up to the hromada, folded."""
    codifier = _codifier()
    if codifier is None:
        return ""
    units = [unit for unit in codifier.units_above(code) if unit.category not in "OP"]
    return search.words(" ".join(unit.name for unit in units))
