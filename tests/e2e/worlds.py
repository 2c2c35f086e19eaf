"""A whole world in one folder, portal included, that can be copied: the same people, the same edits, another course of
events. The portal runs in this process, behind the transport seam."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from pathlib import Path

from starlette.testclient import TestClient

from plugin.records.catalogue import default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
from plugin.sync import bundle, engine, events
from plugin.sync.access import PortalAccess
from plugin.sync.devices import DeviceKey, DeviceNotes
from plugin.sync.portal import PortalClient
from plugin.sync.transport import Response
from portal import accounts
from portal.app import make_app
from portal.database import open_database
from portal.service import Portal, Settings
from tests.unit.sync.fakes import FakeClock

from .offices import KHARKIV, Template

ADDRESS = "http://127.0.0.1:9"


class InProcess:
    """A transport that asks a portal in this process."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def send(self, request, *, connect_timeout, read_timeout, max_bytes):
        del connect_timeout, read_timeout, max_bytes
        answer = self._client.request(request.method, request.url, headers=dict(request.headers), content=request.body)
        return Response(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.content)

    def cancel(self) -> None:
        pass


class Person:
    """Somebody with a workspace, an account and, after the first sync, a device key."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.folder = world.folder / name
        self.workspace = world.stack.enter_context(Workspace.open(self.folder, default_catalogue()))

    def sync(self, **options) -> events.SyncReport:
        """One run over the portal in this process."""
        known = self.world.people[self.name]
        notes = DeviceNotes([DeviceKey(**{**one, "private": bytes.fromhex(one["private"])}) for one in known["keys"]])
        access = PortalAccess(ADDRESS, known["token"], {}, None, "uk")
        client = PortalClient(access, InProcess(self.world.client))
        *_, last = engine.sync(self.workspace, client, clock=FakeClock(), devices=notes, **options)
        known["keys"] += [{**vars(key), "private": key.private.hex()} for key in notes.made]
        return last.report

    def synced(self) -> events.SyncReport:
        """One run that has nothing to complain of."""
        report = self.sync()
        assert report.problem is None and not report.conflicts and not report.refused, (self.name, report)
        return report

    def export(self, path: Path):
        known = self.world.people[self.name]["keys"]
        key = DeviceKey(**{**known[0], "private": bytes.fromhex(known[0]["private"])}) if known else None
        return bundle.export_bundle(self.workspace, path, device=key)

    def take_in(self, path: Path):
        return bundle.import_bundle(self.workspace, path)

    def content(self) -> dict[tuple[str, str], dict]:
        """Every record as it stands here."""
        return {
            (name, record["uuid"]): record
            for name in self.workspace.catalogue.types
            for record in self.workspace.records(name)
        }


class World:
    """People and their portal, all in ``folder``. Close it before it is copied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = ExitStack()
        self.people: dict[str, dict] = {}
        if (folder / "people.json").exists():
            self.people = json.loads((folder / "people.json").read_text())
        folder.mkdir(exist_ok=True)
        database = open_database(f"sqlite:///{folder / 'portal.sqlite'}")
        self.database = database
        self.stack.callback(database.close)
        self.client = TestClient(make_app(Portal.open(database, Settings(per_minute=1e9, burst=1_000_000))))
        self.persons = {name: Person(self, name) for name in self.people}

    def __getitem__(self, name: str) -> Person:
        return self.persons[name]

    def add(self, template: Template, name: str, edrpou: str) -> Person:
        """A new person of an organisation."""
        token = accounts.add(self.database, name=name, role="contributor", edrpou=edrpou, territory=(KHARKIV,))[1]
        template.copy_to(self.folder / name, ADDRESS)
        with Workspace.open(self.folder / name, default_catalogue()) as workspace:
            workspace.update_settings(WorkspaceSettings(portal_url=ADDRESS, territory=(KHARKIV,)))
        self.people[name] = {"token": token, "keys": []}
        self.persons[name] = Person(self, name)
        return self.persons[name]

    def close(self) -> None:
        """Closes everything and writes down who is who."""
        (self.folder / "people.json").write_text(json.dumps(self.people))
        self.stack.close()

    def fork(self, target: Path) -> World:
        """The same world once more, to go its own way. This one has to be closed."""
        shutil.copytree(self.folder, target)
        return World(target)

    def portal_content(self, *, history: bool = True) -> dict:
        """What the portal keeps: its records as they are, and every state they ever had, with their authors."""
        from sqlalchemy import select

        from portal import schema

        found = {}
        for table in (schema.record, schema.revision) if history else (schema.record,):
            names = [
                "uuid",
                "revision",
                "type",
                "content",
                "hash",
                "organisation",
                "account",
                "author",
                "deleted",
                "via",
            ]
            columns = [table.c[name] for name in names if name in table.c]
            with self.database.reading() as connection:
                rows = connection.execute(select(*columns).order_by(table.c.uuid, table.c.revision)).all()
            found[table.name] = [tuple(row) for row in rows]
        return found
