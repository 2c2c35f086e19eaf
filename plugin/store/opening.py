"""Making a workspace and opening one: every check that stands between a folder and a `Workspace`."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from uuid import uuid4

from ..errors import StoreError
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from . import audit, backup, capture, create, geopackage, identity, location, migrations, schema
from .connection import Connection, from_os, open_connection
from .layout import files_dir, gpkg_path
from .settings import WorkspaceSettings
from .workspace import SETTINGS_KEY, Workspace


def create_workspace(folder: Path, settings: WorkspaceSettings, catalogue: Catalogue) -> Workspace:
    """See :meth:`Workspace.create`. Made beside its final name, then renamed: a crash leaves no half of a workspace."""
    target = gpkg_path(folder)
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise StoreError("store.exists", path=str(folder))
        if not os.access(folder, os.W_OK):
            raise StoreError("store.no_permission", path=str(folder))
        files_dir(folder).mkdir(exist_ok=True)
        for left in folder.glob(".new-*.gpkg*"):
            left.unlink()
    except OSError as error:
        raise from_os(error, folder) from error
    temporary = folder / f".new-{uuid4().hex}.gpkg"
    try:
        create.make_geopackage(temporary, catalogue.types.values())
        _furnish(temporary, settings, catalogue)
        os.replace(temporary, target)
    except StoreError as error:
        error.params["path"] = str(folder)  # the temporary file's name would help nobody
        raise
    except OSError as error:
        raise from_os(error, folder) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                temporary.with_name(temporary.name + suffix).unlink()
        if is_new and not target.exists():
            with contextlib.suppress(OSError):
                files_dir(folder).rmdir()
                folder.rmdir()
    return open_workspace(folder, catalogue)


def open_workspace(folder: Path, catalogue: Catalogue, read_only: bool = False) -> Workspace:
    """See :meth:`Workspace.open`."""
    path = gpkg_path(folder)
    try:
        if not path.is_file():
            raise StoreError("store.not_a_workspace", path=str(folder))
    except OSError as error:
        raise from_os(error, folder) from error
    notices = list(location.warnings(folder))
    connection, writable = _connect(path, read_only)
    if not writable and not read_only:
        notices.append(StoreError("store.read_only", path=str(folder)))
    try:
        _check_is_workspace(connection, folder)
        if migrations.unknown(connection) or schema.newer(connection, catalogue):
            newer = StoreError("store.newer_workspace", path=str(folder))
            notices.append(newer)
            if writable:
                connection.close()
                connection, writable = open_connection(path, read_only=True), False
            try:
                schema.check_columns(connection, catalogue)
            except StoreError as error:
                raise newer from error
        elif migrations.pending(connection) or schema.outdated(connection, catalogue):
            if not writable:
                raise StoreError("store.older_read_only", path=str(folder))
            _upgrade(connection, folder, catalogue)
        schema.check_columns(connection, catalogue)
        workspace = Workspace(folder, connection, catalogue, read_only=not writable)
        workspace.settings  # noqa: B018  (raises where they cannot be read)
        if writable:
            notices += _mend(workspace)
        workspace.notices = tuple(notices)
    except BaseException:
        connection.close()
        raise
    return workspace


def _connect(path: Path, read_only: bool) -> tuple[Connection, bool]:
    """A connection, and whether it can write."""
    if read_only or not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return open_connection(path, read_only=True), False
    try:
        connection = open_connection(path)
    except StoreError as error:
        if error.code not in ("store.read_only", "store.no_permission"):
            raise
        return open_connection(path, read_only=True), False
    try:
        timeout = connection.value("PRAGMA busy_timeout")
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA busy_timeout = {timeout}")
    except StoreError as error:
        if error.code == "store.busy":
            connection.execute(f"PRAGMA busy_timeout = {timeout}")
            return connection, True
        connection.close()
        if error.code != "store.read_only":
            raise
        return open_connection(path, read_only=True), False
    return connection, True


def _check_is_workspace(connection: Connection, folder: Path) -> None:
    tables = {row[0] for row in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "vidbudova_meta" not in tables or migrations.TABLE not in tables or "gpkg_contents" not in tables:
        raise StoreError("store.not_a_workspace", path=str(folder))


def _furnish(path: Path, settings: WorkspaceSettings, catalogue: Catalogue) -> None:
    """Add everything that is ours to a GeoPackage fresh from GDAL."""
    connection = open_connection(path, fresh=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        migrations.apply(connection)
        for rtype in catalogue.types.values():
            _furnish_type(connection, rtype)
        schema.record(connection, catalogue)
        connection.execute("INSERT INTO vidbudova_meta (key, value) VALUES (?, ?)", (SETTINGS_KEY, settings.to_json()))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _furnish_type(connection: Connection, rtype: RecordType) -> None:
    schema.make_mirrors(connection, rtype)
    schema.make_indexes(connection, rtype)
    if rtype.geometry != "none":
        geopackage.allow_heights(connection, rtype)
    geopackage.recount(connection, rtype)
    capture.put_back(connection, rtype)


def _upgrade(connection: Connection, folder: Path, catalogue: Catalogue) -> None:
    """Bring an older workspace up to this version, after a backup: migrations, new fields, new types, in one
    transaction.

    A table for a new type is made by GDAL before that transaction; until the rest is done the workspace counts as
    older, so that a crash in between is finished by the next opening.
    """
    backup.back_up(connection, folder)
    absent = [rtype for rtype in catalogue.types.values() if not schema.columns_of(connection, rtype.name)]
    if absent:
        create.add_tables(gpkg_path(folder), absent)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(connection)
        known = schema.recorded(connection)
        for rtype in catalogue.types.values():
            if rtype.name not in known:
                _furnish_type(connection, rtype)
            elif not set(rtype.field_names) <= set(known[rtype.name]):
                schema.add_missing_fields(connection, rtype)
                capture.put_back(connection, rtype)
        schema.record(connection, catalogue)
        connection.execute("COMMIT")
    except BaseException:
        connection.roll_back()
        raise


def _mend(workspace: Workspace) -> list[StoreError]:
    """Put right what other programs leave behind: dropped triggers, changed identities, unknown counts, stale extents.
    Busy is not waited for.
    """
    connection, catalogue = workspace.connection, workspace.catalogue
    notices: list[StoreError] = []
    try:
        if not audit.triggers_present(workspace):
            missed = audit.repair(workspace)
            notices.append(StoreError("store.repaired", types=", ".join(missed.types), n=len(missed.records)))
        if identity.any_changed(workspace):
            identity.restore_identities(workspace)
        drawn = [rtype for rtype in catalogue.types.values() if rtype.geometry != "none"]
        stale = [rtype for rtype in drawn if geopackage.extent_differs(connection, rtype)]
        uncounted = geopackage.uncounted(connection, catalogue)
        if stale or uncounted:
            with workspace.transaction():
                for rtype in uncounted:
                    geopackage.recount(connection, rtype)
                geopackage.refresh_contents(connection, stale)
    except StoreError as error:
        if error.code != "store.busy":
            raise
        notices.append(error)
    return notices
