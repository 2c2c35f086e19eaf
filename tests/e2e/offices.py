"""Offices that work with a real portal: a workspace each, edited from outside with GDAL, as people do with any
program."""

from __future__ import annotations

import itertools
import json
import shutil
from contextlib import closing
from pathlib import Path

from osgeo import ogr

from plugin.records.catalogue import default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
from plugin.sync import engine, events
from plugin.sync.access import PortalAccess
from plugin.sync.portal import PortalClient
from plugin.sync.retry import RetryPolicy
from plugin.sync.transport import RequestsTransport
from portal import accounts
from portal.database import open_database
from tests.unit.sync.fakes import FakeClock, Meddling

KHARKIV = "UA63000000000041885"
LVIV = "UA46000000000026241"
IN_LVIV = "UA46060250010015970"
PLACE = "UA63120270010096107"  # Kharkiv, the city
SCHOOL = {"title_uk": "Школа №12", "sector": "education", "katottg": PLACE, "workflow": "draft"}

ogr.UseExceptions()
_numbers = itertools.count(1)


class Template:
    """An empty workspace, made once and copied: making one with GDAL takes a moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        Workspace.create(folder, WorkspaceSettings(territory=(KHARKIV,)), default_catalogue()).close()

    def copy_to(self, folder: Path, portal_url: str | None) -> None:
        shutil.copytree(self._folder, folder)
        with Workspace.open(folder, default_catalogue()) as workspace:
            workspace.update_settings(WorkspaceSettings(portal_url=portal_url, territory=(KHARKIV,)))


class Office:
    """One workspace and the token it syncs with."""

    def __init__(self, folder: Path, portal_url: str, token: str) -> None:
        self.folder = folder
        self.portal_url = portal_url
        self.token = token
        self.events: list[events.Event] = []
        self.clock = FakeClock()

    # --- editing, from outside ---------------------------------------------------------------------------------------

    @property
    def gpkg(self) -> str:
        return str(self.folder / "workspace.gpkg")

    def add(self, type_name="need", **values) -> str:
        """A new record through OGR; its uuid."""
        source = ogr.Open(self.gpkg, 1)
        layer = source.GetLayerByName(type_name)
        feature = ogr.Feature(layer.GetLayerDefn())
        geometry = values.pop("geom", None)
        for name, value in values.items():
            feature.SetField(name, value)
        if geometry is not None:
            feature.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(geometry)))
        layer.CreateFeature(feature)
        fid = feature.GetFID()
        del feature, layer, source
        return self.query(f"SELECT uuid FROM {type_name} WHERE fid = {fid}")[0][0]

    def school(self, **values) -> str:
        """A need that everybody would accept."""
        return self.add("need", **{**SCHOOL, **values})

    def schools(self, count) -> list[str]:
        """Many needs at once, through the workspace itself."""
        with self.workspace() as workspace, workspace.transaction():
            return [workspace.insert("need", {**SCHOOL, "title_uk": f"Школа №{n}"}) for n in range(count)]

    def edit(self, uuid, type_name="need", **values) -> None:
        """Changes fields through OGR; None clears."""
        source = ogr.Open(self.gpkg, 1)
        layer = source.GetLayerByName(type_name)
        layer.SetAttributeFilter(f"uuid = '{uuid}'")
        feature = layer.GetNextFeature()
        assert feature is not None, f"{type_name} {uuid} is not there"
        for name, value in values.items():
            if value is None:
                feature.SetFieldNull(name)
            else:
                feature.SetField(name, value)
        layer.SetFeature(feature)

    def remove(self, uuid, type_name="need") -> None:
        """Deletes a row through OGR."""
        source = ogr.Open(self.gpkg, 1)
        layer = source.GetLayerByName(type_name)
        layer.SetAttributeFilter(f"uuid = '{uuid}'")
        layer.DeleteFeature(layer.GetNextFeature().GetFID())

    def query(self, sql) -> list[tuple]:
        """Rows of a plain query."""
        with self.workspace() as workspace:
            return workspace.connection.rows(sql)

    # --- looking -----------------------------------------------------------------------------------------------------

    def workspace(self):
        """The workspace, opened and closed by ``with``."""
        return Workspace.open(self.folder, default_catalogue())

    def get(self, uuid, type_name="need"):
        with self.workspace() as workspace:
            return workspace.get(type_name, uuid)

    def records(self, type_name="need") -> dict[str, dict]:
        with self.workspace() as workspace:
            return {record["uuid"]: record for record in workspace.records(type_name)}

    def title(self, uuid):
        return (self.get(uuid) or {}).get("title_uk")

    # --- syncing -----------------------------------------------------------------------------------------------------

    def client(self, meddle=None, token=None, language="uk") -> PortalClient:
        access = PortalAccess(self.portal_url, self.token if token is None else token, {}, None, language)
        transport = RequestsTransport({})
        return PortalClient(access, transport if meddle is None else Meddling(transport, meddle))

    def sync(self, client=None, meddle=None, policy=None, **options) -> events.SyncReport:
        """One run to its end; what it told is in ``events``. Time does not pass while it waits."""
        self.events = []
        with closing(Workspace.open(self.folder, default_catalogue())) as workspace:
            run = engine.sync(
                workspace,
                client or self.client(meddle),
                clock=self.clock,
                policy=policy or RetryPolicy(),
                **options,
            )
            self.events.extend(run)
        last = self.events[-1]
        assert isinstance(last, events.Finished)
        return last.report

    def told(self, kind) -> list:
        """The events of a kind in the last run."""
        return [event for event in self.events if isinstance(event, kind)]

    def synced(self, **options) -> events.SyncReport:
        """One run that leaves nothing to do."""
        report = self.sync(**options)
        assert report.problem is None, report.problem
        assert report.complete, report
        return report


class Country:
    """Makes offices at one portal. Those of one organisation see each other's drafts; others do not."""

    def __init__(self, portal, template: Template, folder: Path) -> None:
        self.portal = portal
        self.template = template
        self.folder = folder

    def account(self, edrpou, role="contributor", territory=(KHARKIV,), name=None) -> str:
        """A token of a new account. The running portal sees it at once."""
        database = open_database(self.portal.database)
        try:
            who = name or f"Працівник {next(_numbers)}"
            return accounts.add(database, name=who, role=role, edrpou=edrpou, territory=territory)[1]
        finally:
            database.close()

    def office(self, edrpou=None, role="contributor", token=None, territory=(KHARKIV,)) -> Office:
        number = next(_numbers)
        if token is None:
            token = self.account(edrpou or f"{number:08d}", role, territory)
        folder = self.folder / f"Робочий простір {number} – «об'єднана» громада"
        self.template.copy_to(folder, self.portal.url)
        return Office(folder, self.portal.url, token)

    def pair(self) -> tuple[Office, Office]:
        """Two colleagues of one organisation, each with an account."""
        edrpou = f"{next(_numbers):08d}"
        return self.office(edrpou), self.office(edrpou)
