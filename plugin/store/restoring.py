"""Getting records back from a backup: as edits that wait to be sent, never by putting an old file in a new one's place.

What the portal has acknowledged since, its receipts, batches and cursor stay as they are, so nothing is sent twice and
nothing received is forgotten; what comes back is told from that and travels as any other edit. Only where the workspace
cannot be opened at all does a backup take its place (:func:`replace_damaged`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal, cast

from ..errors import StoreError
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from . import backup, steps
from .backup import Backup
from .changes import Key
from .columns import Columns, Record
from .connection import Connection, chunks, marks, open_connection, quote, uri
from .layout import gpkg_path
from .lock import EngineLock
from .schema import columns_of
from .settings import WorkspaceSettings
from .workspace import SETTINGS_KEY, Workspace

Kind = Literal["back", "change", "go"]
"""Was there, is gone now: it comes back · is different now: it becomes what it was · is there now, was not: it goes."""
KINDS: tuple[Kind, ...] = ("back", "change", "go")
USUAL: frozenset[Kind] = frozenset({"back", "change"})
"""What is restored unless somebody says otherwise: what came since the backup is left alone."""

DAMAGED = ("store.half_written", "store.not_a_workspace", "store.bad_settings")
"""What the opening says of a file whose place a backup may take."""

_NAME = "restored"


@dataclass(frozen=True)
class Difference:
    """A record that restoring would touch. `record` is what there is to show it by; `fields` are those that differ."""

    type: str
    uuid: str
    kind: Kind
    record: Record
    fields: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Type and uuid."""
        return (self.type, self.uuid)


@dataclass(frozen=True)
class Preview:
    """What restoring a backup would do."""

    name: str
    differences: tuple[Difference, ...]

    def counts(self) -> dict[str, dict[Kind, int]]:
        """How many records of each type, and kind."""
        counted = Counter((one.type, one.kind) for one in self.differences)
        return {
            name: {kind: counted[name, kind] for kind in KINDS}
            for name in dict.fromkeys(one.type for one in self.differences)
        }


def preview(ws: Workspace, chosen: Backup) -> Preview:
    """What differs between a backup and now; nothing is changed.

    About two seconds for 100,000 records. Raises ``store.backup_of_another`` for a copy of another workspace,
    ``store.half_written`` for a damaged one.
    """
    with _attached(ws, chosen.path):
        found = [one for rtype in ws.catalogue.types.values() for one in _differences(ws, rtype)]
    return Preview(chosen.name, tuple(found))


def restore(ws: Workspace, chosen: Backup, kinds: Collection[Kind] = USUAL) -> dict[Kind, int]:
    """Make the records of a backup what they were, as edits; how many of each of `kinds`.

    First what there is now is backed up. All of it or nothing, in one transaction that can be undone as one step. No
    sync runs meanwhile. Raises what :func:`preview` raises, ``store.locked_by_other_engine``, ``store.disk_full``,
    ``store.backup_failed``, ``store.read_only``.
    """
    if ws.read_only:
        raise ws.read_only_reason
    with EngineLock(ws.folder):
        with _attached(ws, chosen.path):
            pass  # a copy that is of no use is said before anything is written
        backup.back_up(ws.connection, ws.folder, "restore", spare=[chosen.name])
        with _attached(ws, chosen.path):
            return _restore(ws, kinds)


def _restore(ws: Workspace, kinds: Collection[Kind]) -> dict[Kind, int]:
    done: dict[Kind, int] = dict.fromkeys(KINDS, 0)
    # Compared before the transaction, which would keep others from writing for so long.
    found = [one for rtype in ws.catalogue.types.values() for one in _differences(ws, rtype) if one.kind in kinds]
    with steps.recording(ws, "restore") as step:
        for one in found:
            _put(ws, ws.rtype(one.type), one)
            done[one.kind] += 1
        step.params.setdefault("n", sum(done.values()))
    return done


def replace_damaged(folder: Path, chosen: Backup, catalogue: Catalogue) -> Path:
    """Put a backup in the place of a workspace file that cannot be opened; where that one lies now.

    What was under way in it may have reached the portal since: batches not sent yet count as sent, so that the next
    sync asks after them first. Raises ``store.not_damaged`` where the workspace can be opened, and StoreError as
    :func:`restore`.
    """
    target = gpkg_path(folder)
    with EngineLock(folder):
        if _opens(folder, catalogue):
            raise StoreError("store.not_damaged", path=str(folder))
        stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S")
        aside = target.with_name(f"damaged-{stamp}.gpkg")
        fresh = target.with_name(f".{target.name}.restored")
        try:
            source = open_connection(chosen.path, read_only=True)
            try:
                _settings(source, chosen.path)
                backup.copy_to(source, fresh)
            finally:
                source.close()
            _ask_first(fresh)
            for ending in ("-wal", "-shm"):
                beside = target.with_name(target.name + ending)
                if beside.exists():
                    os.replace(beside, aside.with_name(aside.name + ending))
            if target.exists():
                os.replace(target, aside)
            os.replace(fresh, target)
        except OSError as error:
            raise StoreError("store.backup_failed", path=str(target), reason=str(error)) from error
        finally:
            fresh.unlink(missing_ok=True)
    return aside


def _opens(folder: Path, catalogue: Catalogue) -> bool:
    try:
        with Workspace.open(folder, catalogue) as ws:
            return bool(ws.connection.value("PRAGMA quick_check") == "ok")
    except StoreError as error:
        if error.code in DAMAGED:
            return False
        raise


def _ask_first(path: Path) -> None:
    connection = open_connection(path, fresh=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for table in ("vidbudova_batch", "vidbudova_relay"):
            if "state" in columns_of(connection, table):
                connection.execute(f"UPDATE {table} SET state = 'sending' WHERE state = 'pending'")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


# --- comparing -------------------------------------------------------------------------------------------------------


@contextmanager
def _attached(ws: Workspace, path: Path) -> Iterator[None]:
    """The backup beside the workspace, for reading."""
    source = open_connection(path, read_only=True)
    try:
        theirs = _settings(source, path)
    finally:
        source.close()
    if theirs.uuid != ws.settings.uuid:
        raise StoreError("store.backup_of_another", name=path.name)
    ws.connection.execute(f"ATTACH ? AS {_NAME}", (uri(path, "mode=ro"),))
    try:
        yield
    finally:
        ws.connection.execute(f"DETACH {_NAME}")


def _settings(connection: Connection, path: Path) -> WorkspaceSettings:
    try:
        text = connection.value("SELECT value FROM vidbudova_meta WHERE key = ?", (SETTINGS_KEY,))
    except StoreError as error:
        raise StoreError("store.half_written", path=str(path), reason=str(error)) from error
    if not text:
        raise StoreError("store.half_written", path=str(path), reason="no settings")
    return WorkspaceSettings.from_json(text)


def _shared(ws: Workspace, rtype: RecordType) -> list[str]:
    """The columns that the backup has, too: it may be of an older version."""
    theirs = {row[0] for row in ws.connection.rows(f"SELECT name FROM pragma_table_info(?, '{_NAME}')", (rtype.name,))}
    return [name for name in ws.columns(rtype.name).names if name in theirs]


def _differences(ws: Workspace, rtype: RecordType) -> list[Difference]:
    shared = _shared(ws, rtype)
    if "uuid" not in shared:
        return []
    now, then = f"main.{quote(rtype.name)}", f"{_NAME}.{quote(rtype.name)}"
    unlike = " OR ".join(f"n.{quote(name)} IS NOT t.{quote(name)}" for name in shared)
    changed = ws.connection.rows(
        f"SELECT t.uuid FROM {then} t JOIN {now} n ON n.uuid = t.uuid WHERE {unlike} ORDER BY t.fid"
    )
    gone = ws.connection.rows(
        f"SELECT t.uuid FROM {then} t WHERE t.uuid IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {now} n WHERE n.uuid = t.uuid) ORDER BY t.fid"
    )
    new = ws.connection.rows(
        f"SELECT n.uuid FROM {now} n WHERE n.uuid IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {then} t WHERE t.uuid = n.uuid) ORDER BY n.fid"
    )
    found = [
        Difference(rtype.name, uuid, "back", record)
        for uuid, record in _records(ws, rtype, then, [row[0] for row in gone], shared)
    ]
    uuids = list(dict.fromkeys(row[0] for row in changed))
    mine = dict(_records(ws, rtype, now, uuids, shared))
    for uuid, before in _records(ws, rtype, then, uuids, shared):
        names = tuple(name for name in shared if before.get(name) != mine.get(uuid, {}).get(name))
        if names:
            found.append(Difference(rtype.name, uuid, "change", before, names))
    found += [
        Difference(rtype.name, uuid, "go", record)
        for uuid, record in _records(ws, rtype, now, [row[0] for row in new], shared)
    ]
    return found


def _records(
    ws: Workspace, rtype: RecordType, table: str, uuids: list[str], shared: list[str]
) -> Iterator[tuple[str, Record]]:
    columns: Columns = ws.columns(rtype.name)
    sql = ", ".join(quote(name) if name in shared else f"NULL AS {quote(name)}" for name in columns.names)
    for some in chunks(uuids):
        rows = ws.connection.rows(f"SELECT {sql} FROM {table} WHERE uuid IN ({marks(some)}) ORDER BY fid", some)
        seen: set[str] = set()
        for row in rows:
            uuid = cast(str, row[columns.uuid_at])
            if uuid not in seen:
                seen.add(uuid)
                yield uuid, columns.decode(row)


def _put(ws: Workspace, rtype: RecordType, one: Difference) -> None:
    """One record as it was, in the words of the backup, journalled as any edit."""
    shared = _shared(ws, rtype)
    now, then = f"main.{quote(rtype.name)}", f"{_NAME}.{quote(rtype.name)}"
    if one.kind == "go":
        ws.connection.execute(f"DELETE FROM {now} WHERE uuid = ?", (one.uuid,))
    elif one.kind == "back":
        columns = ", ".join(quote(name) for name in shared)
        ws.connection.execute(
            f"INSERT INTO {now} ({columns}) SELECT {columns} FROM {then} WHERE uuid = ?"
            f" AND NOT EXISTS (SELECT 1 FROM {now} WHERE uuid = ?) ORDER BY fid LIMIT 1",
            (one.uuid, one.uuid),
        )
    else:
        columns = ", ".join(quote(name) for name in one.fields)
        ws.connection.execute(
            f"UPDATE {now} SET ({columns}) = (SELECT {columns} FROM {then} WHERE uuid = ? ORDER BY fid LIMIT 1)"
            " WHERE uuid = ?",
            (one.uuid, one.uuid),
        )
    ws.changed(rtype.name)
