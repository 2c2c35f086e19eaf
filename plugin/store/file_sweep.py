"""Clean-up among the attached files: what nobody refers to any more goes, after a while, a bounded number at a time.

Referred to is what a record has, what the portal's last word on a record has, what an edit that can still be undone
had, and what a frozen or imported batch or a conflict mentions. A file is removed inside a write transaction, so that
nobody attaches it at the same moment.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import files, steps, transfers
from .clock import now
from .connection import chunks, marks
from .schema import base_table, columns_of, old_table
from .workspace import Workspace

KEEP_DAYS = 7
"""How long a file that nobody refers to stays."""
PART_HOURS = 24
"""How old a half-written file has to be before it counts as left behind."""
MOST_AT_ONCE = 100

_MENTIONS = (
    ("vidbudova_batch_item", "set_json", " WHERE t.type = 'attachment' AND (t.verdict IS NULL OR t.verdict = 'held')"),
    ("vidbudova_relay_item", "set_json", " WHERE t.type = 'attachment' AND t.verdict IS NULL"),
    ("vidbudova_relay_bundle", "files", " WHERE 1"),
    ("vidbudova_conflict", "theirs", " WHERE t.type = 'attachment'"),
    ("vidbudova_step", "payload", """ WHERE t.params LIKE '%"attachment"%'"""),  # the types it has images of
)
"""Table, column with text that may mention a hash, which rows; tables that a workspace lacks are passed over."""


@dataclass(frozen=True)
class Swept:
    """What a clean-up gave back."""

    files: int = 0
    parts: int = 0
    bytes: int = 0


def sweep(ws: Workspace) -> Swept:
    """One bounded clean-up; cheap where there is nothing to do. Call it from a worker, not while files travel."""
    if ws.read_only:
        return Swept()
    parts, freed = _sweep_parts(ws)
    here = set(files.stored(ws.folder))
    if not here:
        return Swept(parts=parts, bytes=freed)
    noted = {row[0] for row in ws.connection.rows("SELECT sha256 FROM vidbudova_spare_file")}
    spare = here - _in_records(ws)
    spare -= _mentioned(ws, spare)
    _note(ws, spare - noted, noted - spare)
    removed = 0
    for sha256 in _ripe(ws):
        with ws.transaction():
            if sha256 in _in_records(ws, sha256) or _mentioned(ws, {sha256}):
                continue
            freed += files.remove(ws.folder, sha256)
            transfers.forget(ws, [sha256])
            removed += 1
    return Swept(removed, parts, freed)


def _sweep_parts(ws: Workspace) -> tuple[int, int]:
    limit = time.time() - PART_HOURS * 3600
    going = {(one.sha256, one.variant) for one in transfers.wanted(ws)}
    kept = {files.part_of(ws.folder, *one) for one in going}
    count = freed = 0
    for part in files.parts(ws.folder):
        if count >= MOST_AT_ONCE:
            break
        size = _age_and_size(part, limit)
        if size is not None and part not in kept:
            part.unlink(missing_ok=True)
            count, freed = count + 1, freed + size
    return count, freed


def _age_and_size(path: Path, limit: float) -> int | None:
    """Its size where it was last changed before `limit`."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size if found.st_mtime < limit else None


def _in_records(ws: Workspace, only: str | None = None) -> set[str]:
    """The hashes that rows, bases and old images of attachments have."""
    found: set[str] = set()
    for table in ('"attachment"', base_table("attachment"), old_table("attachment")):
        sql = f"SELECT DISTINCT sha256 FROM {table} WHERE sha256 IS NOT NULL"
        rows = ws.connection.rows(sql) if only is None else ws.connection.rows(sql + " AND sha256 = ?", (only,))
        found.update(str(row[0]) for row in rows)
    return found


def _mentioned(ws: Workspace, hashes: set[str]) -> set[str]:
    """Those of `hashes` that occur in what waits, was imported, is in conflict or can be undone."""
    found: set[str] = set()
    if not hashes:
        return found
    for table, column, where in _MENTIONS:
        if column in columns_of(ws.connection, table):
            for (text,) in ws.connection.rows(f"SELECT t.{column} FROM {table} t{where} AND t.{column} IS NOT NULL"):
                shown = text if isinstance(text, str) else steps.payload_text(text)
                found.update(one for one in hashes if one in shown)
    return found


def _note(ws: Workspace, new: set[str], gone: set[str]) -> None:
    if not new and not gone:
        return
    with ws.transaction():
        ws.connection.executemany(
            "INSERT OR IGNORE INTO vidbudova_spare_file (sha256, since) VALUES (?, ?)", [(one, now()) for one in new]
        )
        for some in chunks(sorted(gone)):
            ws.connection.execute(f"DELETE FROM vidbudova_spare_file WHERE sha256 IN ({marks(some)})", some)


def _ripe(ws: Workspace) -> list[str]:
    limit = (datetime.now(timezone.utc) - timedelta(days=KEEP_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = ws.connection.rows(
        "SELECT sha256 FROM vidbudova_spare_file WHERE since < ? ORDER BY since LIMIT ?", (limit, MOST_AT_ONCE)
    )
    old = time.time() - KEEP_DAYS * 86400
    return [
        row[0]
        for row in rows
        if files.is_hash(row[0])
        and _age_and_size(files.path_of(ws.folder, row[0]), old) is not None
        or not files.has(ws.folder, row[0])
    ]
