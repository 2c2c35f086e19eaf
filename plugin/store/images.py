"""What a record is in the workspace: its row, its base, what lies beside it; taken before a step, put back by its undo.

As stored, byte for byte. All of these join the open transaction.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from . import journal
from .connection import quote
from .schema import base_table
from .workspace import Workspace

Stored = dict[str, Any]
_BYTES = "bytes:"
_TEXT = "text:"
_BASE = ("_revision", "_hash", "_extra")
_CONFLICT = ("kind", "fields", "theirs", "revision", "author", "at", "found_at")
_REFUSAL = ("fid", "problems", "journal_seq", "found_at")


@dataclass(frozen=True)
class Image:
    """One record: columns and their stored values, None where there is no row, base, conflict or refusal.

    `fid` is the feature's number, also of a row that is gone (then one that the journal knows, or a negative one).
    """

    type: str
    uuid: str
    fid: int
    row: Stored | None
    base: Stored | None
    conflict: Stored | None
    refusal: Stored | None

    @property
    def key(self) -> tuple[str, str]:
        """Type and uuid."""
        return (self.type, self.uuid)

    def digest(self) -> str:
        """Changes with row, base and conflict; a refusal is only a note."""
        parts = [self.row, self.base, self.conflict]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Plain data for a step."""
        return dict(vars(self))

    @staticmethod
    def from_json(document: dict[str, Any]) -> Image:
        """The inverse of :meth:`to_json`."""
        return Image(**document)


def take(ws: Workspace, type_name: str, uuid: str) -> Image:
    """A record as it is now."""
    columns = ws.columns(type_name)
    names = ("fid", *columns.names)
    row = _one(ws, quote(type_name), names, "uuid = ? ORDER BY fid LIMIT 1", (uuid,))
    base = _one(ws, base_table(type_name), ("_id", *columns.names, *_BASE), "uuid = ?", (uuid,))
    conflict = _one(ws, "vidbudova_conflict", _CONFLICT, "type = ? AND uuid = ?", (type_name, uuid))
    refusal = _one(ws, "vidbudova_refusal", _REFUSAL, "type = ? AND uuid = ?", (type_name, uuid))
    if row is not None:
        fid = row.pop("fid")
    else:
        known = journal.fids_of(ws, ws.rtype(type_name), [uuid])
        fid = max(known, default=-int(base["_id"]) if base is not None else 0)
    if base is not None:
        del base["_id"]
    return Image(type_name, uuid, fid, row, base, conflict, refusal)


def put_back(ws: Workspace, image: Image) -> None:
    """Make a record what it was when the image was taken; not journalled."""
    with ws.silenced():
        _put_row(ws, image)
    _put(ws, base_table(image.type), image.base, "uuid = ?", (image.uuid,))
    for table, stored in (("vidbudova_conflict", image.conflict), ("vidbudova_refusal", image.refusal)):
        known = None if stored is None else {"type": _kept(image.type), "uuid": _kept(image.uuid), **stored}
        _put(ws, table, known, "type = ? AND uuid = ?", (image.type, image.uuid))
    ws.changed(image.type)
    ws.touch(image.type, image.uuid)


def _put_row(ws: Workspace, image: Image) -> None:
    table = quote(image.type)
    fid = ws.fid(image.type, image.uuid)
    if image.row is None:
        ws.connection.execute(f"DELETE FROM {table} WHERE uuid = ?", (image.uuid,))
        return
    values = [_loaded(value) for value in image.row.values()]
    if fid is not None:
        assignments = ", ".join(f"{quote(name)} = ?" for name in image.row)
        ws.connection.execute(f"UPDATE {table} SET {assignments} WHERE fid = ?", (*values, fid))
        return
    names, more = list(image.row), []
    if image.fid > 0 and ws.connection.value(f"SELECT 1 FROM {table} WHERE fid = ?", (image.fid,)) is None:
        names, more = ["fid", *names], [image.fid]
    columns, marks = ", ".join(quote(name) for name in names), ", ".join("?" * len(names))
    ws.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (*more, *values))


def _put(ws: Workspace, table: str, stored: Stored | None, where: str, which: tuple[str, ...]) -> None:
    ws.connection.execute(f"DELETE FROM {table} WHERE {where}", which)
    if stored is not None:
        columns, marks = ", ".join(quote(name) for name in stored), ", ".join("?" * len(stored))
        values = [_loaded(value) for value in stored.values()]
        ws.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def _one(ws: Workspace, table: str, names: tuple[str, ...], where: str, which: tuple[str, ...]) -> Stored | None:
    columns = ", ".join(quote(name) for name in names)
    rows = ws.connection.rows(f"SELECT {columns} FROM {table} WHERE {where}", which)
    return {name: _kept(value) for name, value in zip(names, rows[0], strict=True)} if rows else None


def _kept(value: Any) -> Any:
    """A stored value as JSON has it: blobs in base64, and texts marked, so that one is not taken for the other."""
    if isinstance(value, bytes):
        return _BYTES + base64.b64encode(value).decode("ascii")
    return _TEXT + value if isinstance(value, str) else value


def _loaded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value.startswith(_BYTES):
        return base64.b64decode(value[len(_BYTES) :])
    return value[len(_TEXT) :]
