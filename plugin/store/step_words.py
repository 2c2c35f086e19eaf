"""What a step is told by: how many records it is about, and which one where it is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records.definition import RecordType
from . import undo
from .undo import Key
from .workspace import Workspace

MOST_COUNTED = 5000
"""Records of a step that are counted; a menu is not to wait for more."""
LONGEST = 60
"""Letters of a title in a menu's line."""


def described(ws: Workspace, first: int, last: int) -> dict[str, Any]:
    """Of how many records a range is, and which one where it is one."""
    n = int(
        ws.connection.value(
            "SELECT count(*) FROM (SELECT DISTINCT type, fid FROM vidbudova_journal"
            " WHERE seq BETWEEN ? AND ? AND op IN ('insert', 'update', 'delete', 'uuid', 'replace') LIMIT ?)",
            (first, last, MOST_COUNTED + 1),
        )
    )
    if n > MOST_COUNTED:
        return {"n": MOST_COUNTED, "more": True}
    if n != 1:
        return {"n": n}
    records = undo.records_in(ws, first, last)
    return {"n": n, **(describe(ws, records[0]) if records else {})}


def describe(ws: Workspace, key: Key) -> dict[str, Any]:
    """What names one record in a step's text."""
    type_name, uuid = key
    rtype = ws.rtype(type_name)
    record = ws.get(type_name, uuid)
    if record is None:
        columns = ws.columns(type_name)
        rows = ws.connection.rows(
            f'SELECT {columns.sql} FROM "vidbudova_old_{type_name}" WHERE uuid = ? ORDER BY _seq DESC LIMIT 1', (uuid,)
        )
        record = columns.decode(rows[0]) if rows else {}
    return {"type": type_name, "uuid": uuid, "title": own_title(rtype, record)}


def own_title(rtype: RecordType, record: Mapping[str, Any]) -> str:
    """A record's title, shortened; empty where its title is another record's."""
    if rtype.has_field(rtype.title_field) and rtype.field(rtype.title_field).format == "uuid":
        return ""
    title = str(record.get(rtype.title_field) or "")
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
