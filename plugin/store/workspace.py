"""The workspace: a folder with a GeoPackage, one connection to it, and the edits that the plugin itself makes.

An edit made here is journalled by the same triggers as one made by any other program. A `Workspace` is cheap to open
and belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from ..records.values import new_uuid
from . import geopackage
from .columns import Columns, Record
from .connection import Connection, chunks, marks, quote
from .layout import files_dir, gpkg_path, project_path
from .settings import WorkspaceSettings

SETTINGS_KEY = "settings"
_PAGE = 1000


class Workspace:
    """An open workspace. Use :meth:`create` or :meth:`open`; close it, or use it as a context manager.

    `read_only` is set where the workspace is newer than this version or cannot be written; `notices` are errors that
    did not keep it from opening and that a person should read (``store.newer_workspace``, ``store.network_drive`` …).
    Every method may raise StoreError; ``store.busy`` is worth another try.
    """

    def __init__(
        self,
        folder: Path,
        connection: Connection,
        catalogue: Catalogue,
        *,
        read_only: bool = False,
        notices: tuple[StoreError, ...] = (),
    ) -> None:
        self.folder = folder
        self.connection = connection
        self.catalogue = catalogue
        self.read_only = read_only
        self.notices = notices
        self._columns: dict[str, Columns] = {}
        self._changed: set[str] = set()
        self._applying = False
        self.found: tuple[tuple[str, int, int], int] | None = None
        """What the listing searched for last, in which state of the file, and how many it found."""

    # --- making, opening, closing --------------------------------------------------------------------------------

    @staticmethod
    def create(folder: Path | str, settings: WorkspaceSettings, catalogue: Catalogue) -> Workspace:
        """A new, empty workspace in `folder`, which is made where it is missing.

        The file appears whole or not at all. Raises StoreError: ``store.exists``, ``store.no_gdal``,
        ``store.no_permission``, ``store.disk_full``, ``store.cannot_create``.
        """
        from .opening import create_workspace

        return create_workspace(Path(folder), settings, catalogue)

    @staticmethod
    def open(folder: Path | str, catalogue: Catalogue, read_only: bool = False) -> Workspace:
        """Open the workspace in `folder`: upgraded where it is older (after a backup), its triggers verified.

        Opens for reading only, with a notice, where it is newer than this version or cannot be written. Raises
        StoreError: ``store.not_a_workspace``, ``store.half_written``, ``store.column_missing``, ``store.busy``,
        ``store.unreachable``, ``store.disk_full``.
        """
        from .opening import open_workspace

        return open_workspace(Path(folder), catalogue, read_only)

    def close(self) -> None:
        """Give the file up; an open transaction is rolled back."""
        self.connection.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def gpkg_path(self) -> Path:
        """The GeoPackage."""
        return gpkg_path(self.folder)

    @property
    def files_dir(self) -> Path:
        """Where attached files lie, named by their SHA-256."""
        return files_dir(self.folder)

    @property
    def project_path(self) -> Path:
        """The QGIS project that goes with the workspace; it may not be there yet."""
        return project_path(self.folder)

    @property
    def read_only_reason(self) -> StoreError:
        """Why nothing can be written where :attr:`read_only` is set: ``store.newer_workspace``, ``store.read_only``."""
        reasons = {notice.code: notice for notice in self.notices}
        found = reasons.get("store.newer_workspace") or reasons.get("store.read_only")
        return found or StoreError("store.read_only", path=str(self.gpkg_path))

    # --- transactions --------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One short write transaction: all of it or nothing. Never span a network call or a callback with it.

        Raises StoreError: ``store.busy`` where another writer does not finish, ``store.read_only``,
        ``store.nested_transaction``.
        """
        if self.read_only:
            raise self.read_only_reason
        if self.connection.in_transaction:
            raise StoreError("store.nested_transaction")
        self._changed.clear()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            if self._changed:
                geopackage.refresh_contents(self.connection, (self.catalogue.type(name) for name in self._changed))
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.roll_back()
            raise

    @contextmanager
    def applying(self) -> Iterator[None]:
        """A transaction whose changes are the portal's, not the user's: nothing in it is journalled."""
        with self.transaction(), self.silenced():
            yield

    @contextmanager
    def silenced(self) -> Iterator[None]:
        """A part of the open transaction that is not journalled.

        The flag that silences the triggers breaks a deferred foreign key, so that COMMIT refuses it: it cannot be
        left on, whatever happens.
        """
        if self._applying:
            yield
            return
        self.connection.execute("INSERT INTO vidbudova_silence (id, never) VALUES (1, 1)")
        self._applying = True
        try:
            yield
            self.connection.execute("DELETE FROM vidbudova_silence")
        finally:
            self._applying = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The open transaction, or one of its own where none is open."""
        if self.connection.in_transaction:
            yield
        else:
            with self.transaction():
                yield

    @property
    def is_applying(self) -> bool:
        """Whether the open transaction is one of :meth:`applying`."""
        return self._applying

    def touch(self, type_name: str, uuid: str) -> None:
        """Note that a record's row in the listing is no longer right; inside a transaction."""
        self.connection.execute("INSERT INTO vidbudova_touched (type, uuid) VALUES (?, ?)", (type_name, uuid))

    def changed(self, type_name: str) -> None:
        """Note that rows of a type changed in this transaction: its extent is brought up to date before COMMIT."""
        self._changed.add(type_name)

    # --- settings and bookkeeping values -------------------------------------------------------------------------

    @cached_property
    def settings(self) -> WorkspaceSettings:
        """What the workspace is for."""
        text = self.get_meta(SETTINGS_KEY)
        if text is None:
            raise StoreError("store.not_a_workspace", path=str(self.folder))
        return WorkspaceSettings.from_json(text)

    def update_settings(self, settings: WorkspaceSettings) -> None:
        """Replace the settings. Raises StoreError ``store.sample`` where the sample workspace would get a portal."""
        if self.settings.sample and (settings.portal_url or not settings.sample):
            raise StoreError("store.sample")
        self.set_meta(SETTINGS_KEY, settings.to_json())
        self.__dict__["settings"] = settings

    def get_meta(self, key: str) -> str | None:
        """A bookkeeping value: portal_id, epoch, cursor, last_sync, rules, account, pinned keys …"""
        value: str | None = self.connection.value("SELECT value FROM vidbudova_meta WHERE key = ?", (key,))
        return value

    def set_meta(self, key: str, value: str | None) -> None:
        """Set a bookkeeping value, or remove it with None; joins the open transaction."""
        with self.writing():
            if value is None:
                self.connection.execute("DELETE FROM vidbudova_meta WHERE key = ?", (key,))
            else:
                self.connection.execute(
                    "INSERT INTO vidbudova_meta (key, value) VALUES (?, ?)"
                    " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (key, value),
                )

    # --- reading -------------------------------------------------------------------------------------------------

    def columns(self, type_name: str) -> Columns:
        """How rows of a type are read and written. Raises ``store.unknown_type``."""
        columns = self._columns.get(type_name)
        if columns is None:
            columns = self._columns[type_name] = Columns(self.rtype(type_name))
        return columns

    def rtype(self, type_name: str) -> RecordType:
        """The record type of that name. Raises ``store.unknown_type``."""
        rtype = self.catalogue.types.get(type_name)
        if rtype is None:
            raise StoreError("store.unknown_type", type=type_name)
        return rtype

    def get(self, type_name: str, uuid: str) -> Record | None:
        """The record, or None where there is none."""
        columns = self.columns(type_name)
        rows = self.connection.rows(
            f"SELECT {columns.sql} FROM {quote(type_name)} WHERE uuid = ? ORDER BY fid LIMIT 1", (uuid,)
        )
        return columns.decode(rows[0]) if rows else None

    def get_many(self, type_name: str, uuids: Iterable[str]) -> dict[str, Record]:
        """Those records of a type that there are, by uuid."""
        columns = self.columns(type_name)
        found: dict[str, Record] = {}
        for some in chunks(list(uuids)):
            rows = self.connection.rows(
                f"SELECT {columns.sql} FROM {quote(type_name)} WHERE uuid IN ({marks(some)}) ORDER BY fid DESC", some
            )
            found.update((row[columns.uuid_at], columns.decode(row)) for row in rows)  # the lowest id comes last
        return found

    def fid(self, type_name: str, uuid: str) -> int | None:
        """The feature id of a record."""
        self.rtype(type_name)
        fid: int | None = self.connection.value(f"SELECT min(fid) FROM {quote(type_name)} WHERE uuid = ?", (uuid,))
        return fid

    def uuid_of(self, type_name: str, fid: int) -> str | None:
        """The identity of the feature `fid`."""
        self.rtype(type_name)
        uuid: str | None = self.connection.value(f"SELECT uuid FROM {quote(type_name)} WHERE fid = ?", (fid,))
        return uuid

    def records(self, type_name: str, where: Mapping[str, Any] | None = None) -> Iterator[Record]:
        """All records of a type in the order of their feature ids, or those whose fields have the values of `where`.

        Read in pages: no transaction stays open between two of them.
        """
        columns = self.columns(type_name)
        conditions, values = ["fid > ?"], []
        for name, value in (where or {}).items():
            stored = columns.encode_value(name, value)
            if stored is None:
                conditions.append(f"{quote(name)} IS NULL")
            else:
                conditions.append(f"{quote(name)} = ?")
                values.append(stored)
        sql = (
            f"SELECT {columns.sql}, fid FROM {quote(type_name)} WHERE {' AND '.join(conditions)}"
            f" ORDER BY fid LIMIT {_PAGE}"
        )
        last = -1
        while True:
            rows = self.connection.rows(sql, (last, *values))
            for row in rows:
                yield columns.decode(row[:-1])
            if len(rows) < _PAGE:
                return
            last = rows[-1][-1]

    def count(self, type_name: str) -> int:
        """How many records of a type there are."""
        self.rtype(type_name)
        return int(self.connection.value(f"SELECT count(*) FROM {quote(type_name)}"))

    def children(self, type_name: str, uuid: str) -> list[tuple[str, str]]:
        """Type and uuid of every record that hangs directly off a record."""
        found: list[tuple[str, str]] = []
        for child in self.catalogue.child_types.get(type_name, ()):
            rtype = self.catalogue.type(child)
            table = quote(child)
            for key in rtype.foreign_keys:
                if key.type == type_name:
                    rows = self.connection.rows(f"SELECT uuid FROM {table} WHERE {quote(key.field)} = ?", (uuid,))
                    found += [(child, row[0]) for row in rows if row[0]]
            if rtype.parent_fields is not None:
                kind, identity = (quote(name) for name in rtype.parent_fields)
                rows = self.connection.rows(
                    f"SELECT uuid FROM {table} WHERE {identity} = ? AND {kind} = ?", (uuid, type_name)
                )
                found += [(child, row[0]) for row in rows if row[0]]
        return list(dict.fromkeys(found))

    # --- editing -------------------------------------------------------------------------------------------------

    def insert(self, type_name: str, values: Mapping[str, Any]) -> str:
        """Add a record and return its uuid, a new one where `values` has none.

        Raises StoreError: ``store.uuid_taken``, ``store.unknown_field``, ``store.bad_value``, ``store.bad_geometry``.
        """
        uuid = str(values.get("uuid") or new_uuid())
        columns = self.columns(type_name)
        columns.refuse_unstorable(values)
        row = columns.encode({**values, "uuid": uuid})
        with self.writing():
            if self.fid(type_name, uuid) is not None:
                raise StoreError("store.uuid_taken", type=type_name, uuid=uuid)
            self.connection.execute(
                f"INSERT INTO {quote(type_name)} ({columns.sql}) VALUES ({columns.placeholders})", row
            )
            self.changed(type_name)
        return uuid

    def update(self, type_name: str, uuid: str, changes: Mapping[str, Any]) -> None:
        """Set the given fields of a record; None clears. The uuid cannot be changed.

        Raises StoreError: ``store.no_such_record``, ``store.unknown_field``, ``store.bad_value``.
        """
        columns = self.columns(type_name)
        columns.refuse_unstorable(changes)
        stored = {name: columns.encode_value(name, value) for name, value in changes.items() if name != "uuid"}
        with self.writing():
            fid = self.fid(type_name, uuid)
            if fid is None:
                raise StoreError("store.no_such_record", type=type_name, uuid=uuid)
            if stored:
                assignments = ", ".join(f"{quote(name)} = ?" for name in stored)
                self.connection.execute(
                    f"UPDATE {quote(type_name)} SET {assignments} WHERE fid = ?", (*stored.values(), fid)
                )
                self.changed(type_name)

    def delete(self, type_name: str, uuid: str) -> list[tuple[str, str]]:
        """Delete a record and what hangs off it, children first; the type and uuid of each record deleted, in that
        order.

        Raises ``store.no_such_record``.
        """
        with self.writing():
            if self.fid(type_name, uuid) is None:
                raise StoreError("store.no_such_record", type=type_name, uuid=uuid)
            doomed: dict[tuple[str, str], None] = {}
            self._gather((type_name, uuid), doomed, set())
            for name, identity in doomed:
                self.connection.execute(f"DELETE FROM {quote(name)} WHERE uuid = ?", (identity,))
                self.changed(name)
        return list(doomed)

    def _gather(self, key: tuple[str, str], doomed: dict[tuple[str, str], None], seen: set[tuple[str, str]]) -> None:
        seen.add(key)
        for child in self.children(*key):
            if child not in seen:
                self._gather(child, doomed, seen)
        doomed[key] = None
