"""What became of a record: each revision that came here, who made it, when, which fields it changed.

Written when a base advances, beside it, by verdicts and by changes received; a first pull, which brings records that
were never here, writes nothing. Earlier contents are told by going back from the base, change by change. Bounded: the
newest of a record, and altogether.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from ..errors import StoreError
from ..records.definition import RecordType
from .base import BaseRow, get_base, split_unknown
from .changes import local_change
from .columns import Record
from .connection import chunks, marks
from .workspace import Workspace

Op = Literal["create", "change", "delete", "leave"]

MOST_OF_RECORD = 50
MOST = 200_000
_MOST_BYTES = 100_000
_LONG = 2000
"""Letters of a value above which it is left out where all values together are too long to be kept."""

Changes = Mapping[str, tuple[Any, Any]]
"""Before and after by field. None in place of a pair: it changed, and was too long to be kept."""


@dataclass(frozen=True)
class Entry:
    """One revision. `previous` is the one that was here before: others may lie between. `at` is the portal's time;
    `batch` the batch where it was ours; `changes` None where there was no earlier content here.
    """

    type: str
    uuid: str
    revision: int
    previous: int | None
    op: Op
    author: str | None
    at: str
    hash: str
    batch: str | None = None
    changes: Changes | None = None


class Known(Protocol):
    """A revision as the portal tells it."""

    @property
    def revision(self) -> int: ...
    @property
    def op(self) -> str: ...
    @property
    def author(self) -> str | None: ...
    @property
    def at(self) -> str: ...
    @property
    def record(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Version:
    """One line of a record's history. `revision` is None for edits that wait here, made by nobody else.

    `record` is the whole content of that revision, None where it is not known; `changes` are told against the version
    before, None where that is not known.
    """

    revision: int | None
    op: str
    author: str | None
    at: str | None
    changes: Changes | None
    record: Record | None


# --- writing ---------------------------------------------------------------------------------------------------------


def put(ws: Workspace, entries: Iterable[Entry]) -> None:
    """Note revisions, in order; joins the open transaction."""
    rows = [
        (
            one.type,
            one.uuid,
            one.revision,
            one.previous,
            one.op,
            one.author,
            one.at,
            one.hash,
            one.batch,
            None if one.changes is None else _written(one.changes),
        )
        for one in entries
    ]
    if not rows:
        return
    with ws.writing():
        ws.connection.executemany(
            "INSERT INTO vidbudova_history (type, uuid, revision, previous, op, author, at, hash, batch, changes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        ws.connection.execute(
            "DELETE FROM vidbudova_history WHERE seq <= (SELECT max(seq) FROM vidbudova_history) - ?", (MOST,)
        )
        for type_name in {row[0] for row in rows}:
            for some in chunks([row[1] for row in rows if row[0] == type_name]):
                ws.connection.execute(
                    "DELETE FROM vidbudova_history WHERE seq IN (SELECT seq FROM (SELECT seq, row_number() OVER"
                    " (PARTITION BY uuid ORDER BY seq DESC) AS place FROM vidbudova_history"
                    f" WHERE type = ? AND uuid IN ({marks(some)})) WHERE place > ?)",
                    (type_name, *some, MOST_OF_RECORD),
                )


def last_time(ws: Workspace) -> str | None:
    """The latest time of the portal's that any line has; None where there is none."""
    found = ws.connection.value("SELECT max(at) FROM vidbudova_history")
    return None if found is None else str(found)


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """The fields that differ, each with its value before and after; None is blank."""
    names = [name for name in {**before, **after} if name != "uuid" and before.get(name) != after.get(name)]
    return {name: (before.get(name), after.get(name)) for name in names}


def entry(
    type_name: str,
    uuid: str,
    base: BaseRow | None,
    revision: int,
    record: Mapping[str, Any] | None,
    *,
    author: str | None,
    at: str | None,
    hash: str = "",
    batch: str | None = None,
    op: Op | None = None,
) -> Entry | None:
    """The entry of a revision whose content is `record` (None: it is gone), after `base`; None where it is no news."""
    if base is not None and record is not None and base.revision == revision:
        return None
    changes = None if base is None or record is None else between(base.record | base.extra, record)
    if op is None:
        # What comes here for the first time at a later revision was made by others, long ago.
        made = base is None and (revision == 1 or batch is not None)
        op = "delete" if record is None else "create" if made else "change"
    previous = None if base is None else base.revision
    return Entry(type_name, uuid, revision, previous, op, author, at or "", hash, batch, changes)


def _written(changes: Changes) -> str:
    text = json.dumps(changes, ensure_ascii=False, separators=(",", ":"), default=str)
    if len(text) <= _MOST_BYTES:
        return text
    kept = {
        name: pair if pair is not None and len(json.dumps(pair, default=str)) <= _LONG else None
        for name, pair in changes.items()
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)


# --- reading ---------------------------------------------------------------------------------------------------------


def entries(ws: Workspace, type_name: str, uuid: str) -> list[Entry]:
    """What is noted of a record, the newest revision first."""
    rows = ws.connection.rows(
        "SELECT type, uuid, revision, previous, op, author, at, hash, batch, changes FROM vidbudova_history"
        " WHERE type = ? AND uuid = ? ORDER BY seq DESC LIMIT ?",
        (type_name, uuid, MOST_OF_RECORD),
    )
    return [_entry(*row) for row in rows]


def _entry(*row: Any) -> Entry:
    type_name, uuid, revision, previous, op, author, at, digest, batch, changes = row
    return Entry(type_name, uuid, revision, previous, op, author, at, digest, batch, _read(changes))


def _read(text: str | None) -> Changes | None:
    if text is None:
        return None
    found: dict[str, Any] = {}
    with contextlib.suppress(ValueError):
        found = json.loads(text)
    return {
        str(name): (pair[0], pair[1]) if isinstance(pair, list) and len(pair) == 2 else (None, None)
        for name, pair in found.items()
    }


def versions(ws: Workspace, rtype: RecordType, uuid: str, portal: Sequence[Known] = ()) -> tuple[Version, ...]:
    """A record's history, the newest first: edits that wait, what is noted here, and what the portal told (newest
    first, too), which knows more.
    """
    base = get_base(ws, rtype.name, uuid)
    told = _from_portal(ws, rtype, portal)
    noted = _from_here(ws, rtype, uuid, base)
    found = {one.revision: one for one in noted} | {one.revision: one for one in told}
    for one in noted:  # the portal may not tell what the oldest of its page changed; here it may be known
        theirs = found[one.revision]
        if theirs.changes is None and one.changes is not None:
            found[one.revision] = replace(theirs, changes=one.changes)
    lines = sorted(found.values(), key=lambda one: one.revision or 0, reverse=True)
    return (*_waiting(ws, rtype, uuid), *lines)


def _from_here(ws: Workspace, rtype: RecordType, uuid: str, base: BaseRow | None) -> list[Version]:
    """Back from the base, as long as each change leads from what was there to what is there."""
    content = None if base is None else {**base.record, **base.extra}
    at = None if base is None else base.revision
    found: list[Version] = []
    noted = entries(ws, rtype.name, uuid)
    if base is not None and not any(one.revision == base.revision for one in noted):
        found.append(Version(base.revision, "known", None, None, None, content))
    for one in noted:
        record = content if content is not None and one.revision == at else None
        found.append(Version(one.revision, one.op, one.author, one.at or None, one.changes, record))
        if record is not None:
            content, at = _before(record, one.changes), one.previous
    if content is not None and at is not None and found and found[-1].revision != at:
        found.append(Version(at, "known", None, None, None, content))
    return found


def _before(record: Record, changes: Changes | None) -> Record | None:
    """The content before some changes; None where they do not lead to `record`, or a value was not kept."""
    if changes is None:
        return None
    content = dict(record)
    for name, (before, after) in changes.items():
        if content.get(name) != after or before == after:
            return None
        content.pop(name, None)
        if before is not None:
            content[name] = before
    return content


def _from_portal(ws: Workspace, rtype: RecordType, portal: Sequence[Known]) -> list[Version]:
    records = [None if one.record is None else _as_here(ws, rtype, one.record) for one in portal]
    found: list[Version] = []
    for index, (one, record) in enumerate(zip(portal, records, strict=True)):
        older = records[index + 1] if index + 1 < len(records) else None
        changes = None if record is None or older is None else between(older, record)
        found.append(Version(one.revision, one.op, one.author, one.at, changes, record))
    return found


def _as_here(ws: Workspace, rtype: RecordType, record: Mapping[str, Any]) -> Record | None:
    """Content from the portal in the words in which rows are read here; None where no field can hold it."""
    known, unknown = split_unknown(ws, rtype.name, record)
    columns = ws.columns(rtype.name)
    try:
        return {**columns.decode(columns.encode(known)), **unknown}
    except StoreError:
        return None


def _waiting(ws: Workspace, rtype: RecordType, uuid: str) -> list[Version]:
    change = local_change(ws, rtype.name, uuid)
    if change is None or change.state == "created_deleted":
        return []
    changes = None if change.mine is None or change.base is None else between(change.base, change.mine)
    op = {"created": "create", "changed": "change", "deleted": "delete"}[change.state]
    return [Version(None, op, None, None, changes, change.mine)]


def going_back(ws: Workspace, rtype: RecordType, uuid: str, version: Version) -> Record:
    """What has to be set for a record to be again what it was in `version`: by field, None clears.

    Only fields of this type that are not derived; `workflow` stays what it is, for it has a course of its own.
    """
    mine = ws.get(rtype.name, uuid) or {}
    record = version.record or {}
    names = [field.name for field in rtype.fields if not field.derived and field.name not in ("uuid", "workflow")]
    if rtype.geometry != "none":
        names.append("geom")
    return {name: record.get(name) for name in names if mine.get(name) != record.get(name)}
