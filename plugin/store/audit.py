"""Whether every edit is known: the capture triggers are there, and nothing differs that they have not seen.

Before each pull a check that is cheap: are the triggers the ones that were there when everything was compared last, are
there as many rows as bases, and, of some thousand records in turn, is each as it should be. Where any of it says no,
everything is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..records.definition import RecordType
from ..records.values import new_uuid
from . import capture, geopackage, journal, schema
from .changes import Key
from .comparison import Untracked, Window, counts_agree, differences
from .connection import Connection, quote, reading
from .schema import base_table
from .workspace import Workspace

STATE = "audit"
"""What is remembered in the workspace: JSON of :class:`_State`."""
STEP = 4000
"""Records that the cheap check compares, one after the other through all of them."""


@dataclass(frozen=True)
class Missed:
    """`types` had lost triggers; `records` differ from their base without the journal knowing, and are journalled
    now.
    """

    types: tuple[str, ...] = ()
    records: tuple[Key, ...] = ()


def triggers_present(ws: Workspace) -> bool:
    """Whether every capture trigger is there as this version makes it. A millisecond."""
    return not capture.missing(ws.connection, ws.catalogue)


def repair(ws: Workspace) -> Missed:
    """Where triggers are missing: compare everything, journal what was missed, put triggers and indexes back.

    One transaction, so that nothing can go by between the comparison and the triggers. Raises
    ``StoreError("store.column_missing")`` where a column is gone: then nothing is compared and nothing taken for
    cleared.
    """
    with ws.transaction():
        schema.check_columns(ws.connection, ws.catalogue)
        types = capture.missing(ws.connection, ws.catalogue)
        records: list[Key] = []
        for name in types:
            rtype = ws.rtype(name)
            schema.make_indexes(ws.connection, rtype)
            capture.drop(ws.connection, rtype)
            records += _adopt(ws, rtype, differences(ws, rtype))
            capture.put_back(ws.connection, rtype)
            geopackage.recount(ws.connection, rtype)
            ws.changed(name)
    return Missed(types, tuple(records))


def untracked(ws: Workspace, *, full: bool = False) -> tuple[Untracked, ...]:
    """Records that were changed past the journal, by the cheap check or a `full` one. Nothing of them is touched."""
    state, triggers = _read_state(ws.connection), _triggers(ws.connection)
    windows: dict[str, Window] = {}
    with reading(ws.connection):
        whole = full or not triggers.are(state.triggers)
        found: list[Untracked] = []
        for rtype in ws.catalogue.types.values():
            if not whole:
                windows[rtype.name] = window = _window(ws, rtype, state.at.get(rtype.name, (0, 0)))
                whole = not counts_agree(ws, rtype) or bool(differences(ws, rtype, window))
        if whole:
            found = [one for rtype in ws.catalogue.types.values() for one in differences(ws, rtype)]
    if not found and not ws.read_only:
        at = {name: (window.rows[1], window.bases[1]) for name, window in windows.items() if window.rows[1]}
        _keep(ws, _State(triggers, state.at | at))
    return tuple(found)


def adopt(ws: Workspace) -> tuple[Untracked, ...]:
    """Journal everything that a full check finds, so that it waits to be sent as if it had been seen; what it was.

    A changed identity is put back, and what shares one or has none gets its own. One transaction.
    """
    found: list[Untracked] = []
    with ws.transaction():
        for rtype in ws.catalogue.types.values():
            schema.make_indexes(ws.connection, rtype)
            some = differences(ws, rtype)
            _adopt(ws, rtype, some)
            found += some
        _keep(ws, replace(_read_state(ws.connection), triggers=_triggers(ws.connection)))
    return tuple(found)


def _adopt(ws: Workspace, rtype: RecordType, found: Iterable[Untracked]) -> list[Key]:
    """Journal some findings inside the open transaction; type and uuid of the records."""
    keys: list[Key] = []
    entries: list[tuple[int, str | None, str]] = []
    for one in found:
        uuid = one.uuid
        with ws.silenced():
            if one.kind == "identity":
                _set_identity(ws, rtype, one.fid, uuid)
            elif one.kind == "double":
                uuid = new_uuid()
                _set_identity(ws, rtype, one.fid, uuid)
        if one.kind != "identity":
            entries.append((one.fid, uuid if one.kind in ("changed", "deleted") else None, "audit"))
        for touched in {uuid, one.uuid, one.found} - {None, ""}:
            ws.touch(rtype.name, str(touched))
        keys.append((rtype.name, uuid))
    journal.note(ws, rtype, entries)
    return keys


def _set_identity(ws: Workspace, rtype: RecordType, fid: int, uuid: str) -> None:
    ws.connection.execute(f"UPDATE {quote(rtype.name)} SET uuid = ? WHERE fid = ?", (uuid, fid))


# --- what the cheap check goes by ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Triggers:
    """Tells one set of capture triggers from another with the same text. `places` are their rows in the schema, the
    numbers of which are given anew to what is dropped and made again, unless nothing came `after` it; `version`
    changes with any change of the schema.
    """

    version: int = -1
    places: str = ""
    after: bool = False

    def are(self, other: _Triggers) -> bool:
        """Whether these have been there ever since those were."""
        return self.version == other.version or (self.after and other.after and self.places == other.places)


@dataclass(frozen=True)
class _State:
    """`triggers` were there when everything was compared last; `at` says by type how far the turns have come."""

    triggers: _Triggers
    at: dict[str, tuple[int, int]]


def _triggers(connection: Connection) -> _Triggers:
    rows = connection.rows(
        "SELECT rowid, name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, ?) = ? ORDER BY rowid",
        (len(capture.PREFIX), capture.PREFIX),
    )
    last = connection.value("SELECT max(rowid) FROM sqlite_master")
    return _Triggers(
        connection.value("PRAGMA schema_version"),
        " ".join(f"{place}:{name.removeprefix(capture.PREFIX)}" for place, name in rows),
        bool(rows) and rows[-1][0] < last,
    )


def _read_state(connection: Connection) -> _State:
    text = connection.value("SELECT value FROM vidbudova_meta WHERE key = ?", (STATE,))
    try:
        found = json.loads(text or "{}")
        at = {str(name): (int(low), int(high)) for name, (low, high) in found["at"].items()}
        return _State(_Triggers(int(found["version"]), str(found["places"]), bool(found["after"])), at)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _State(_Triggers(), {})


def _keep(ws: Workspace, state: _State) -> None:
    triggers = state.triggers
    document = {"version": triggers.version, "places": triggers.places, "after": triggers.after, "at": state.at}
    text = json.dumps(document)
    if ws.get_meta(STATE) != text:
        ws.set_meta(STATE, text)


def triggers_of(ws: Workspace) -> object:
    """What :func:`triggers_made_anew` wants to know of the triggers before they are dropped."""
    return _triggers(ws.connection)


def triggers_made_anew(ws: Workspace, before: object) -> None:
    """The store itself has dropped triggers and put them back in one transaction: nothing went by."""
    state = _read_state(ws.connection)
    if isinstance(before, _Triggers) and before.are(state.triggers):
        _keep(ws, replace(state, triggers=_triggers(ws.connection)))


def _window(ws: Workspace, rtype: RecordType, done: tuple[int, int]) -> Window:
    """The next records to look at; from the beginning again after the last."""
    return Window(
        _next(ws.connection, quote(rtype.name), "fid", done[0]),
        _next(ws.connection, base_table(rtype.name), "_id", done[1]),
    )


def _next(connection: Connection, table: str, number: str, done: int) -> tuple[int, int]:
    for start in (done, 0):
        sql = f"SELECT max({number}) FROM (SELECT {number} FROM {table} WHERE {number} > ? ORDER BY {number} LIMIT ?)"
        end = connection.value(sql, (start, STEP))
        if end is not None:
            return (start, int(end))
    return (0, 0)
