"""One country for one example: a portal, desks with workspaces that have worked with it already, and the line between.

What takes time is made once: a portal's database with accounts, and workspaces that have synced with it. An example
starts from copies of them.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from plugin.errors import StoreError
from plugin.records.catalogue import default_catalogue
from plugin.store import transfers
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
from portal import accounts
from portal.database import open_database
from tests.e2e.offices import IN_LVIV, KHARKIV, PLACE, SCHOOL

from . import deciding, invariants, restoration
from .desk import Desk, Outcome
from .invariants import PortalData, Stuck
from .ledger import Ledger
from .line import Fault, Line
from .nursery import Nursery
from .points import Points
from .portal import Portal

DESKS = 3
PROJECT = {"sector": "education", "katottg": PLACE, "workflow": "draft", "status": "preparation"}
PROJECT |= {"purpose": "restoration", "project_type": "rehabilitation"}
LOCATION = {"katottg": PLACE, "workflow": "draft", "precision": "exact"}
TEXTS = {
    "need": ("title_uk", "description", "object_name"),
    "project": ("title_uk", "description"),
    "project_location": ("title_uk", "address"),
    "attachment": ("caption",),
}
ACTIONS = ("create", "edit", "edit", "edit", "move", "rank", "at length", "paste", "delete", "go away", "come back")
"""What an :class:`Edit` may be; moving a record away puts it where its author may not write."""
CALM_ROUNDS = 5
DISK_PROBLEMS = ("store.disk_full", "store.unreachable", "store.failed", "store.half_written", "store.backup_failed")
STALLED = 0.12
"""Read time-out, in seconds, of a run whose script stalls it."""


def memory_folder(name: str) -> Path:
    """A new folder, in memory where the machine has such a place: only the process dies here, not the machine."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=memory if memory.is_dir() else None))


class Template:
    """What every example starts from, and the two nurseries that serve them all."""

    def __init__(self) -> None:
        self.folder = memory_folder("vidbudova-faults")
        self.portals = Nursery()
        self.offices = Nursery()
        self.ledger = Ledger()
        self.tokens: list[str] = []
        self.faults: Counter[str] = Counter()
        """Faults that happened, by kind, over all examples."""
        self.decisions: Counter[str] = Counter()
        """What people decided, by kind and outcome."""
        self.runs = 0
        self._examples = 0
        self._make()

    def _make(self) -> None:
        portal = Portal(self.portals, self.folder / "portal.sqlite")
        database = open_database(f"sqlite:///{portal.path}")
        for number in range(DESKS):
            name = f"Працівниця {number}"
            added = accounts.add(database, name=name, role="contributor", edrpou="41000000", territory=[KHARKIV])
            self.tokens.append(added[1])
        database.close()
        portal.start()
        empty = self.folder / "empty"
        Workspace.create(empty, WorkspaceSettings(territory=(KHARKIV,)), default_catalogue()).close()
        for number in range(DESKS):
            shutil.copytree(empty, self.folder / f"desk-{number}")
        desks = [self._desk(number, portal) for number in range(DESKS)]
        for number in range(2):
            values = {**SCHOOL, "title_uk": self.ledger.text(), "geom": self.ledger.point()}
            desks[number].create(self.ledger, "need", values, "store")
        for desk in [*desks, *desks]:
            outcome = desk.sync()
            assert outcome.complete, outcome
        for desk in desks:
            desk.close()
        portal.close()
        with sqlite3.connect(portal.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _desk(self, number: int, portal: Portal) -> Desk:
        folder = self.folder / f"desk-{number}"
        url = f"http://127.0.0.1:{portal.port}"
        with Workspace.open(folder, default_catalogue()) as workspace:
            workspace.update_settings(replace(workspace.settings, portal_url=url))
        return Desk(number, folder, url, self.tokens[number])

    def close(self) -> None:
        """Ends the nurseries and removes everything."""
        self.portals.close()
        self.offices.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def next_folder(self) -> Path:
        """A folder for the next example."""
        self._examples += 1
        folder = self.folder / f"example-{self._examples}"
        folder.mkdir()
        return folder


@dataclass(frozen=True)
class Edit:
    """One edit at a desk: which action on which record of which type, by which means (store, ogr, sql)."""

    desk: int
    action: str
    type: str
    which: int = 0
    field: int = 0
    how: str = "store"


class World:
    """One example."""

    def __init__(self, template: Template, mutation: str | None = None) -> None:
        self.template = template
        self.folder = template.next_folder()
        shutil.copyfile(template.folder / "portal.sqlite", self.folder / "portal.sqlite")
        self.portal = Portal(template.portals, self.folder / "portal.sqlite", mutation)
        self.portal.start()
        self.line = Line(self.portal.port, self.portal.down)
        self.line.meanwhile = self._meanwhile
        self.line.busy = self._busy
        self._holding = threading.Lock()
        self._holder: int | None = None
        self._held_for = 0
        self.bundles: list[Path] = []
        self._backups = 0
        self.past = restoration.Past()
        self.ledger = Ledger()
        self._take_over(template.ledger)
        self.desks = []
        for number in range(DESKS):
            folder = self.folder / f"desk-{number}"
            shutil.copytree(template.folder / f"desk-{number}", folder)
            if (template.folder / f"device-{number}.json").exists():
                shutil.copy(template.folder / f"device-{number}.json", self.folder)
            self.desks.append(Desk(number, folder, self.line.url, template.tokens[number]))
        self.points = Points(self.folder / "office.points")
        self.mutation = mutation
        self.syncing: Desk | None = None

    def _take_over(self, made: Ledger) -> None:
        for uuid, type_name in made.born.items():
            self.ledger.born[uuid] = type_name
        self.ledger.seen.update({place: set(over) for place, over in made.seen.items()})
        self.ledger.skip(made)

    def _meanwhile(self, more: int) -> None:
        desk = self.syncing
        if desk is None:
            return
        try:
            desk.edit(self.ledger, "need", more, lambda: {"description": self.ledger.text()}, "store")
        except StoreError as error:
            if error.code != "store.busy":  # whoever edits beside a run may find the file busy, and tries later
                raise

    # --- edits --------------------------------------------------------------------------------------------------------

    def do(self, edit: Edit) -> None:
        """Somebody edits, by the means stated."""
        desk, ledger = self.desks[edit.desk], self.ledger
        if edit.action == "create":
            self._create(desk, edit)
        elif edit.action == "paste":
            desk.paste(ledger, edit.type, edit.which)
        elif edit.action == "delete":
            desk.delete(ledger, edit.type, edit.which, edit.how)
        else:
            desk.edit(ledger, edit.type, edit.which, lambda: self._values(edit), edit.how)

    def _create(self, desk: Desk, edit: Edit) -> None:
        if edit.type == "attachment":
            desk.attach(self.ledger, edit.which, 1 + 400 * edit.field)
            return
        if edit.type == "need":
            values = {**SCHOOL, "title_uk": self.ledger.text(), "geom": self.ledger.point()}
            desk.create(self.ledger, "need", values, edit.how)
            return
        project = desk.create(self.ledger, "project", {**PROJECT, "title_uk": self.ledger.text()}, edit.how)
        for _ in range(edit.which % 3 if edit.type == "project_location" else 0):
            values = {**LOCATION, "project_uuid": project, "title_uk": self.ledger.text(), "geom": self.ledger.point()}
            desk.create(self.ledger, "project_location", values, edit.how)

    def _values(self, edit: Edit) -> dict[str, object]:
        if edit.action == "move" and edit.type in ("need", "project_location"):
            return {"geom": self.ledger.point()}
        if edit.action == "rank" and edit.type == "need":
            return {"priority": 1 + edit.which % 5}
        if edit.action == "go away":
            return {"katottg": IN_LVIV}
        if edit.action == "come back":
            return {"katottg": PLACE}
        if edit.action == "at length" and edit.type in ("need", "project"):
            return {"description": self.ledger.text() + " про це докладно" * 180}
        names = TEXTS[edit.type]
        return {names[edit.field % len(names)]: self.ledger.text()}

    # --- decisions ----------------------------------------------------------------------------------------------------

    def settle(self, number: int, which: int, how: str) -> None:
        """A conflict is settled at a desk, or at the next one that has any."""
        for at in range(DESKS):
            outcome = deciding.settle(self.desks[(number + at) % DESKS], self.ledger, which, how)
            if outcome is not None:
                self._note("settled", outcome)
                return

    def take_back(self, number: int) -> None:
        """The last step is undone, where that can be."""
        self._note("undone", deciding.take_back(self.desks[number], self.ledger))

    def export(self, number: int, *, sealed: bool = False) -> None:
        """A desk writes a bundle of what waits there."""
        path = self.folder / f"{'sealed' if sealed else 'bundle'}-{len(self.bundles)}.vidbudova"
        written = deciding.export(self.desks[number], path)
        if written is not None:
            self.bundles.append(path)
        self._note("bundle", written)

    def take_in(self, number: int, which: int) -> None:
        """A desk takes a bundle in, somebody's or its own, perhaps for the second time."""
        if self.bundles:
            new = deciding.take_in(self.desks[number], self.bundles[which % len(self.bundles)])
            self._note("bundle", "taken in" if new else "nothing new")

    # --- the portal's operator ----------------------------------------------------------------------------------------

    def back_up_portal(self) -> None:
        """The portal's operator saves its data."""
        self._backups += 1
        self.portal.back_up(self.folder / f"backup-{self._backups}.sqlite")

    def put_portal_back(self, *, running: bool) -> None:
        """The portal is put back to what was saved last; what came after it is gone there."""
        if self._backups:
            backup = self.folder / f"backup-{self._backups}.sqlite"
            self.past = restoration.put_back(self.portal, backup, self.desks, self.ledger, running=running)
            self.template.faults["portal put back"] += 1

    def _note(self, what: str, outcome: str | None) -> None:
        if outcome is not None:
            self.template.decisions[f"{what}: {outcome}"] += 1

    # --- another process ----------------------------------------------------------------------------------------------

    def _busy(self, more: int) -> None:
        with self._holding:
            if more >= 0 and self._holder is None and self.syncing is not None:
                told = self.template.portals.ask(do="hold", folder=str(self.syncing.folder))
                self._holder, self._held_for = told["pid"], more
            elif more < 0 and self._holder is not None:
                self._held_for -= 1
                if self._held_for < 0:
                    self._let_go()

    def _release(self) -> None:
        with self._holding:
            if self._holder is not None:
                self._let_go()

    def _let_go(self) -> None:
        self.template.portals.ask(do="end", pid=self._holder)
        self._holder = None

    # --- runs ---------------------------------------------------------------------------------------------------------

    def sync(
        self,
        number: int,
        script: list[Fault],
        *,
        portal_dies: tuple[int, int] | None = None,
        what: str = "records",
    ) -> Outcome:
        """A run, of records or files, over a line that does what the script says."""
        desk = self._begin(number, script, portal_dies)
        outcome = desk.sync(read_timeout=_time_out(script), what=what)
        return self._ended(desk, outcome)

    def sync_and_die(
        self,
        number: int,
        point: int,
        script: list[Fault],
        *,
        portal_dies: tuple[int, int] | None = None,
        byte_count: int | None = None,
        pages: int | None = None,
        what: str = "records",
    ) -> Outcome:
        """The same in a process that is killed at a point (0: at none), or whose disk takes no file of more than so
        many bytes (what does not fit fails half written), or no more than so many pages (SQLite says that it is
        full)."""
        desk = self._begin(number, script, portal_dies)
        self.points.arm(point)
        told = self.template.offices.ask(
            do="office",
            number=number,
            folder=str(desk.folder),
            url=desk.url,
            token=desk.token,
            points=str(self.folder / "office.points"),
            bytes=byte_count,
            pages=pages,
            what=what,
            mutation=self.mutation,
            read_timeout=_time_out(script),
        )
        if self.points.fired:
            self.template.faults["office killed"] += 1
        outcome = Outcome(**told)
        if outcome.problem in DISK_PROBLEMS and (byte_count or pages is not None):
            self.template.faults["disk full" if pages is not None else "disk fails"] += 1
        return self._ended(desk, outcome)

    def sync_with_a_full_portal(self, number: int, script: list[Fault], byte_count: int) -> Outcome:
        """A run with a portal whose disk takes no file of more than so many bytes."""
        desk = self._begin(number, script, None)
        self.portal.full(byte_count)
        outcome = desk.sync(read_timeout=_time_out(script))
        if outcome.problem in ("portal.unavailable", "portal.fault"):
            self.template.faults["portal's disk fails"] += 1
        return self._ended(desk, outcome)

    def _begin(self, number: int, script: list[Fault], portal_dies: tuple[int, int] | None) -> Desk:
        self.template.runs += 1
        self.line.play(script)
        if portal_dies is not None:
            self.portal.kill_at(*portal_dies)
        self.syncing = self.desks[number]
        return self.syncing

    def _ended(self, desk: Desk, outcome: Outcome) -> Outcome:
        self.syncing = None
        self._release()
        self.portal.full(None)
        self.portal.back()
        self.template.faults["portal killed"] += self.portal.deaths
        self.portal.deaths = 0
        self.template.faults.update(self.line.fired)
        self.line.fired.clear()
        if outcome.hung:
            raise Stuck(f"a run of desk {desk.number} did not end: {self.line.told}")
        self.look(desk)
        return outcome

    # --- looking ------------------------------------------------------------------------------------------------------

    def look(self, desk: Desk) -> None:
        """What must be true at any time."""
        data = PortalData(self.portal.path)
        invariants.history_is_straight(data)
        with desk.workspace() as workspace:
            if restoration.has_heard(workspace, data):
                invariants.bases_have_content(workspace, data)

    def calm(self) -> None:
        """The weather is good again: everybody syncs, a bounded number of times; then all of it must be true."""
        self.line.play()
        in_touch: set[int] = set()
        for count in range(CALM_ROUNDS * DESKS):
            desk = self.desks[count % DESKS]
            self.template.runs += 1
            outcome = desk.sync()
            if outcome.hung:
                raise Stuck(f"desk {desk.number}: a run in calm weather did not end")
            if outcome.problem is not None:
                raise Stuck(f"desk {desk.number}: a run in calm weather ended with {outcome.problem}")
            # Who has had nothing to send or receive since anybody sent anything knows all there is.
            if outcome.counts["sent"]:
                in_touch = set()
            elif not outcome.counts["received"]:
                in_touch |= {desk.number}
            if len(in_touch) == DESKS:
                break
        self._send_files()
        data = PortalData(self.portal.path)
        invariants.history_is_straight(data)
        invariants.nothing_is_doubled(self.ledger, data)
        for desk in self.desks:
            with desk.workspace() as workspace:
                invariants.bases_have_content(workspace, data)
                invariants.outbox_agrees(workspace, data, self.past.batches)
        invariants.nothing_is_stuck(self.desks)
        invariants.workspaces_are_equal(self.ledger, self.desks, data)
        invariants.everything_is_accounted_for(self.ledger, self.desks, data)
        invariants.files_are_whole(self.desks, data, self.portal.path, self.past.files)

    def _send_files(self) -> None:
        """Every file goes to the portal, and from there to everybody."""
        if not any(kind == "attachment" for kind in self.ledger.born.values()):
            return
        for wanting in (False, True):
            for desk in self.desks:
                if wanting:
                    with desk.workspace() as workspace:
                        transfers.want_downloads(workspace)
                outcome = desk.sync(what="files")
                if outcome.hung or outcome.problem is not None:
                    raise Stuck(f"desk {desk.number}: files do not get on in calm weather: {outcome}")

    def close(self) -> None:
        """Ends the portal and the line, and removes the example's files."""
        for desk in self.desks:
            desk.close()
        self.line.close()
        self.portal.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _time_out(script: list[Fault]) -> float:
    return STALLED if any(fault.stalls for fault in script) else 20.0
