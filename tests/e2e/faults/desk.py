"""A desk: one workspace, the hands that edit it by every means people have, and its runs with the portal."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from osgeo import ogr

from plugin.errors import StoreError, VidbudovaError
from plugin.qgis_bridge.file_hold import FileHold
from plugin.records.catalogue import default_catalogue
from plugin.store import attaching
from plugin.store import connection as seam
from plugin.store.workspace import Workspace
from plugin.sync import bookkeeping, engine, entitled, events, file_events, file_lane
from plugin.sync.access import PortalAccess
from plugin.sync.devices import DeviceFile, DeviceKey
from plugin.sync.portal import PortalClient
from plugin.sync.transport import RequestsTransport
from tests.unit.sync.fakes import FakeClock

from .ledger import Ledger, Record

BUSY_MILLISECONDS = 40
HANGS_AFTER = 30.0
"""Seconds that no run may take, whatever the weather: its time-outs are shorter by far."""

ogr.UseExceptions()


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the code of its trouble, whether it left nothing to do, how long it took."""

    problem: str | None = None
    complete: bool = False
    killed: bool = False
    hung: bool = False
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it goes through a pipe."""
        return asdict(self)


class _Pointed:
    """A transport with a point before each request and after each answer."""

    def __init__(self, inner: RequestsTransport, point: Callable[[], object]) -> None:
        self._inner = inner
        self._point = point

    def send(self, request: Any, **limits: Any) -> Any:
        self._point()
        answer = self._inner.send(request, **limits)
        self._point()
        return answer

    def cancel(self) -> None:
        self._inner.cancel()


class Desk:
    """One workspace in ``folder`` that syncs with ``url``. ``number`` names it."""

    def __init__(self, number: int, folder: Path, url: str, token: str) -> None:
        self.number = number
        self.folder = folder
        self.url = url
        self.token = token
        self.keeps_open = number != 0
        """Whether it has the workspace open all the time, as the plugin does, or for a moment, as the command line."""
        self._owner = threading.get_ident()
        self._kept: Workspace | None = None
        self._hold = FileHold(folder / "workspace.gpkg")
        self.devices = DeviceFile(folder.with_name(f"device-{number}.json")) if number else None
        """Where its key is kept; the first one has none, and its bundles are not signed."""

    def close(self) -> None:
        """Closes the workspace."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self._hold.release()
            kept.close()

    # --- looking ------------------------------------------------------------------------------------------------------

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The workspace: the one that its owner keeps open, or another thread's own."""
        if not self.keeps_open or threading.get_ident() != self._owner:
            with closing(self._opened()) as workspace:
                yield workspace
            return
        if self._kept is None:
            self._kept = self._opened()
            self._hold.take()  # GDAL works in this process, too: see docs/decisions/file-hold.md
        yield self._kept

    def _opened(self) -> Workspace:
        workspace = Workspace.open(self.folder, default_catalogue())
        workspace.connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        return workspace

    def device_key(self, workspace: Workspace) -> DeviceKey | None:
        """The key that signs its bundles."""
        portal, account = workspace.get_meta(bookkeeping.PORTAL), entitled.account_of(workspace)
        if self.devices is None or portal is None or account is None:
            return None
        return self.devices.find(portal, account.account)

    def rows(self, workspace: Workspace, type_name: str) -> list[Record]:
        """Its records of a type, in an order that is the same each time."""
        return sorted(workspace.records(type_name), key=lambda record: str(record["uuid"]))

    # --- editing ------------------------------------------------------------------------------------------------------

    def create(self, ledger: Ledger, type_name: str, values: dict[str, Any], how: str) -> str:
        """A new record with values that nobody has written yet; its uuid."""
        if how == "ogr":
            uuid = self._create_by_ogr(type_name, values)
        elif how == "sql":
            uuid = self._create_by_sql(type_name, values)
        else:
            with self.workspace() as workspace:
                uuid = workspace.insert(type_name, values)
        ledger.made(type_name, uuid, {name: value for name, value in values.items() if name in TRACKED}, self.number)
        return uuid

    def _create_by_ogr(self, type_name: str, values: dict[str, Any]) -> str:
        source = ogr.Open(str(self.folder / "workspace.gpkg"), 1)
        layer = source.GetLayerByName(type_name)
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in values.items():
            _set(feature, name, value)
        layer.CreateFeature(feature)
        return _uuid_of(source, layer, type_name, feature.GetFID())

    def _create_by_sql(self, type_name: str, values: dict[str, Any]) -> str:
        with self._sql() as connection:
            names = [name for name in values if name != "geom"]
            marks = ", ".join("?" * len(names))
            cursor = connection.execute(
                f"INSERT INTO {type_name} ({', '.join(names)}) VALUES ({marks})", [values[name] for name in names]
            )
            (uuid,) = connection.execute(f"SELECT uuid FROM {type_name} WHERE fid = ?", (cursor.lastrowid,)).fetchone()
        values.pop("geom", None)
        return str(uuid)

    def edit(
        self, ledger: Ledger, type_name: str, which: int, make: Callable[[], dict[str, Any]], how: str
    ) -> str | None:
        """Writes values over those of a record; its uuid, None where there is no record."""
        with self.workspace() as workspace:
            rows = self.rows(workspace, type_name)
            if not rows:
                return None
            uuid = str(rows[which % len(rows)]["uuid"])
            if how == "store":
                # Read and write in one: a run beside us may apply something in between.
                with workspace.transaction():
                    seen = workspace.get(type_name, uuid)
                    if seen is None:
                        return None
                    values = make()
                    workspace.update(type_name, uuid, values)
                self._note(ledger, uuid, values, seen)
                return uuid
            seen = rows[which % len(rows)]
        values = make()
        if how == "ogr":
            source = ogr.Open(str(self.folder / "workspace.gpkg"), 1)
            layer = source.GetLayerByName(type_name)
            layer.SetAttributeFilter(f"uuid = '{uuid}'")
            feature = layer.GetNextFeature()
            for name, value in values.items():
                _set(feature, name, value)
            layer.SetFeature(feature)
        else:
            values.pop("geom", None)
            if not values:
                return None
            with self._sql() as connection:
                columns = ", ".join(f"{name} = ?" for name in values)
                connection.execute(f"UPDATE {type_name} SET {columns} WHERE uuid = ?", [*values.values(), uuid])
        self._note(ledger, uuid, values, seen)
        return uuid

    def _note(self, ledger: Ledger, uuid: str, values: Record, seen: Record) -> None:
        ledger.wrote(uuid, {name: value for name, value in values.items() if name in TRACKED}, seen, self.number)

    def delete(self, ledger: Ledger, type_name: str, which: int, how: str) -> None:
        """Deletes a record; with the plugin's own hands, what hangs off it too."""
        with self.workspace() as workspace:
            rows = self.rows(workspace, type_name)
            if not rows:
                return
            seen = rows[which % len(rows)]
            uuid = str(seen["uuid"])
            if how == "store":
                with workspace.transaction():
                    if workspace.get(type_name, uuid) is None:
                        return
                    before = {name: self.rows(workspace, name) for name in TYPES}
                    doomed = workspace.delete(type_name, uuid)
                for name, one in doomed:
                    if name in before:
                        ledger.removed(self.number, one, next(row for row in before[name] if row["uuid"] == one))
                return
        if how == "ogr":
            source = ogr.Open(str(self.folder / "workspace.gpkg"), 1)
            layer = source.GetLayerByName(type_name)
            layer.SetAttributeFilter(f"uuid = '{uuid}'")
            layer.DeleteFeature(layer.GetNextFeature().GetFID())
        else:
            with self._sql() as connection:
                connection.execute(f"DELETE FROM {type_name} WHERE uuid = ?", (uuid,))
        ledger.removed(self.number, uuid, seen)

    def paste(self, ledger: Ledger, type_name: str, which: int) -> str | None:
        """Copies a feature and pastes it as QGIS does, its identity along with it."""
        with self.workspace() as workspace:
            rows = self.rows(workspace, type_name)
        if not rows:
            return None
        seen = rows[which % len(rows)]
        source = ogr.Open(str(self.folder / "workspace.gpkg"), 1)
        layer = source.GetLayerByName(type_name)
        layer.SetAttributeFilter(f"uuid = '{seen['uuid']}'")
        copy = layer.GetNextFeature().Clone()
        layer.SetAttributeFilter(None)
        copy.SetFID(-1)
        layer.CreateFeature(copy)
        uuid = _uuid_of(source, layer, type_name, copy.GetFID())
        assert uuid != seen["uuid"], "a pasted feature has an identity of its own"
        ledger.made(type_name, uuid, {name: value for name, value in seen.items() if name in TRACKED}, self.number)
        return uuid

    @contextmanager
    def _sql(self) -> Iterator[sqlite3.Connection]:
        """A connection such as any program makes."""
        with closing(sqlite3.connect(self.folder / "workspace.gpkg", timeout=1)) as connection:
            seam.register_functions(connection)
            with connection:
                yield connection

    # --- files --------------------------------------------------------------------------------------------------------

    def attach(self, ledger: Ledger, which: int, size: int) -> str | None:
        """A document that nobody has seen yet is attached to a need; the attachment's uuid."""
        with self.workspace() as workspace:
            rows = self.rows(workspace, "need")
            if not rows:
                return None
            caption = ledger.text()
            path = self.folder.parent / f"{caption}.pdf"
            path.write_bytes(b"%PDF-1.4\n" + (caption.encode() + b" ") * size + b"\n%%EOF\n")
            uuid = attaching.attach(workspace, "need", str(rows[which % len(rows)]["uuid"]), path, caption=caption)
            ledger.made("attachment", uuid, {"caption": caption}, self.number)
            return uuid

    # --- syncing ------------------------------------------------------------------------------------------------------

    def sync(
        self, *, read_timeout: float = 20.0, point: Callable[[], object] | None = None, what: str = "records"
    ) -> Outcome:
        """One run to its end, of the ``records`` or of the lane of ``files``. Time does not pass while it waits; a run
        that hangs is ended and told."""
        began = time.monotonic()
        stop = threading.Event()
        watchdog = threading.Timer(HANGS_AFTER, stop.set)
        watchdog.daemon = True
        transport = RequestsTransport({})
        access = PortalAccess(self.url, self.token, {}, None, "uk")
        seam_of_transport = transport if point is None else _Pointed(transport, point)
        client = PortalClient(access, seam_of_transport, read_timeout=read_timeout)
        watchdog.start()
        try:
            report = self._records(client, stop) if what == "records" else self._files(client, stop)
        except StoreError as error:
            return Outcome(problem=error.code, seconds=time.monotonic() - began)
        finally:
            watchdog.cancel()
            transport.close()
        problem = report.problem
        return Outcome(
            problem=problem.code if isinstance(problem, VidbudovaError) else None,
            complete=bool(getattr(report, "complete", False)),
            hung=stop.is_set(),
            seconds=time.monotonic() - began,
            counts={name: int(getattr(report, name)) for name in ("sent", "received", "refused", "waiting")},
        )

    def _records(self, client: PortalClient, stop: threading.Event) -> events.SyncReport:
        with closing(self._opened()) as workspace:
            *_, last = engine.sync(workspace, client, clock=FakeClock(), cancel=stop, devices=self.devices)
        assert isinstance(last, events.Finished)
        return last.report

    def _files(self, client: PortalClient, stop: threading.Event) -> file_events.FilesReport:
        with _impatient():
            *_, last = file_lane.transfer(self.folder, default_catalogue(), client, clock=FakeClock(), cancel=stop)
        assert isinstance(last, file_events.FilesFinished)
        return last.report


TYPES = ("need", "project", "project_location", "attachment")
TRACKED = ("title_uk", "description", "object_name", "address", "caption", "geom")
"""Fields whose values are unique and accounted for."""


@contextmanager
def _impatient() -> Iterator[None]:
    """Who opens the workspace meanwhile does not wait long where another process holds it."""
    defaults = seam.open_connection.__kwdefaults__
    before = defaults["busy_ms"]
    defaults["busy_ms"] = BUSY_MILLISECONDS
    try:
        yield
    finally:
        defaults["busy_ms"] = before


def _set(feature: Any, name: str, value: Any) -> None:
    if name == "geom":
        feature.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(value)))
    elif value is None:
        feature.SetFieldNull(name)
    else:
        feature.SetField(name, value)


def _uuid_of(source: Any, layer: Any, type_name: str, fid: int) -> str:
    """The identity that the triggers gave to a new feature: GDAL's own copy does not know of it."""
    found = source.ExecuteSQL(f"SELECT uuid FROM {type_name} WHERE fid = {fid}")
    uuid = str(found.GetNextFeature().GetField(0))
    source.ReleaseResultSet(found)
    del layer
    return uuid
