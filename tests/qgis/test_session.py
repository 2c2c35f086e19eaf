"""Opening, making and following workspaces: the open one is always the one whose layers the project shows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from plugin.errors import StoreError
from plugin.qgis_bridge import layers, settings
from plugin.qgis_bridge.notices import Notices
from plugin.qgis_bridge.session import INTO_OWN_PROJECT, INTO_THIS_PROJECT, NOWHERE, WorkspaceSession
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

from .desk import Desk

KHARKIV = "UA63000000000041885"
POINT = {"type": "Point", "coordinates": [36.25, 50.0]}


class Session:
    """A session with what it told."""

    def __init__(self, desk: Desk, wait_until) -> None:
        self.desk = desk
        self.answer = INTO_OWN_PROJECT
        self.wait_until = wait_until
        self.tasks = TaskRunner()
        self.it = WorkspaceSession(desk, self.tasks, Notices(desk.bar), "uk", lambda: self.answer)
        self.opened: list[Path] = []
        self.closed = 0
        self.failed: list[Exception] = []
        self.it.opened.connect(lambda workspace: self.opened.append(workspace.folder))
        self.it.closed.connect(self._count)
        self.it.failed.connect(self.failed.append)

    def _count(self) -> None:
        self.closed += 1

    def open(self, folder: Path) -> Workspace:
        told = len(self.opened)
        self.it.open(folder)
        self.wait_until(lambda: len(self.opened) > told or bool(self.failed))
        assert not self.failed, self.failed
        assert self.it.workspace is not None
        return self.it.workspace

    def end(self) -> None:
        self.it.shut()
        self.tasks.close()


@pytest.fixture()
def session(desk: Desk, wait_until):
    made = Session(desk, wait_until)
    yield made
    made.end()


def test_a_new_workspace_is_shown_and_its_project_saved(session: Session, folder: Path, project: QgsProject) -> None:
    session.it.create(folder, WorkspaceSettings(territory=(KHARKIV,)))
    session.wait_until(lambda: bool(session.opened))
    assert session.opened == [folder]
    assert (folder / "workspace.qgz").is_file()
    assert len(list(layers.ours(project, folder / "workspace.gpkg"))) == 11
    assert project.crs().authid() == "EPSG:3857"
    assert project.fileName() == str(folder / "workspace.qgz")
    assert not project.isDirty()
    assert not list(folder.glob("*.qgs*")) and not list(folder.glob("*.part"))


def test_what_a_crash_left_of_writing_the_project_is_taken_away(session: Session, closed: Path) -> None:
    (closed / "workspace.new.qgs").write_text("<qgis", encoding="utf-8")
    session.open(closed)
    assert (closed / "workspace.qgz").is_file()
    assert not list(closed.glob("*.qgs*"))


def test_a_project_that_finds_no_room_is_said_and_the_workspace_works(
    session: Session, desk: Desk, closed: Path, project: QgsProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", no_room)
    store = session.open(closed)
    assert any("workspace.qgz" in notice for notice in desk.notices())
    assert not (closed / "workspace.qgz").exists() and not list(closed.glob("*.part"))
    assert store.count("need") == 1
    assert len(list(layers.ours(project, store.gpkg_path))) == 11


def test_opening_a_workspace_opens_its_own_project(session: Session, closed: Path, project: QgsProject) -> None:
    session.open(closed)
    project.setTitle("Моя назва")
    project.write()
    session.desk.clear()
    assert session.it.workspace is None
    session.open(closed)
    assert project.title() == "Моя назва"
    assert Path(project.fileName()) == closed / "workspace.qgz"
    assert not project.isDirty(), "QGIS would ask to save what nobody changed"


def test_a_project_opened_from_the_file_manager_opens_the_workspace(
    session: Session, closed: Path, project: QgsProject
) -> None:
    session.open(closed)
    session.desk.clear()
    assert session.closed == 1
    project.read(str(closed / "workspace.qgz"))
    session.wait_until(lambda: len(session.opened) == 2)


def test_a_foreign_project_closes_the_workspace(session: Session, closed: Path, project: QgsProject) -> None:
    session.open(closed)
    session.desk.clear()
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "чужий", "memory"))
    assert session.it.workspace is None


def test_the_workspace_can_be_added_to_the_users_own_project(
    session: Session, closed: Path, project: QgsProject
) -> None:
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "свій", "memory"))
    session.answer = INTO_THIS_PROJECT
    session.open(closed)
    assert project.mapLayersByName("свій")
    assert len(list(layers.ours(project))) == 11
    assert not (closed / "workspace.qgz").exists()


def test_a_change_of_mind_leaves_the_users_project_alone(session: Session, closed: Path, project: QgsProject) -> None:
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "свій", "memory"))
    session.answer = NOWHERE
    session.it.open(closed)
    session.wait_until(lambda: session.tasks.running == 0)
    assert list(project.mapLayers().values()) == project.mapLayersByName("свій")
    assert session.it.workspace is None
    assert not session.failed


def test_what_is_no_workspace_is_said_and_the_project_stays(
    session: Session, tmp_path: Path, project: QgsProject
) -> None:
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "свій", "memory"))
    session.it.open(tmp_path)
    session.wait_until(lambda: bool(session.failed))
    (error,) = session.failed
    assert isinstance(error, StoreError) and error.code == "store.not_a_workspace"
    assert project.mapLayersByName("свій")


def test_a_second_workspace_takes_the_place_of_the_first(
    session: Session, closed: Path, tmp_path: Path, empty_workspace: Path, project: QgsProject
) -> None:
    other = tmp_path / "інший"
    shutil.copytree(empty_workspace, other)
    session.open(closed)
    session.open(other)
    assert session.it.workspace is not None and session.it.workspace.folder == other
    assert layers.workspace_folder(project) == other


def test_a_moved_workspace_opens_where_it_is_now(session: Session, closed: Path, tmp_path: Path) -> None:
    session.open(closed)
    session.desk.clear()
    moved = tmp_path / "на новому місці"
    shutil.move(closed, moved)
    assert session.open(moved).folder == moved


def test_recent_workspaces_are_remembered_newest_first_and_forgotten_when_gone(
    session: Session, closed: Path, tmp_path: Path, empty_workspace: Path
) -> None:
    other = tmp_path / "інший"
    shutil.copytree(empty_workspace, other)
    session.open(closed)
    session.open(other)
    mine = [path for path in settings.recent_workspaces() if tmp_path in path.parents]
    assert mine == [other, closed]
    session.desk.clear()
    other.rename(tmp_path / "переїхав")
    assert [path for path in settings.recent_workspaces() if tmp_path in path.parents] == [closed]


def test_layers_see_what_the_plugin_writes(session: Session, closed: Path, project: QgsProject) -> None:
    workspace = session.open(closed)
    points = layers.layer_for(project, workspace.gpkg_path, "need", "point")
    assert points is not None and points.featureCount() == 1
    workspace.insert("need", {"title_uk": "Міст", "geom": POINT})
    session.it.reload({"need"})
    assert points.featureCount() == 2


def test_layers_loaded_before_wal_was_on_are_opened_anew(session: Session, closed: Path, project: QgsProject) -> None:
    """QGIS reads a file in `delete` mode without locks: what another process commits meanwhile looks malformed."""
    session.open(closed)
    session.desk.clear()
    session.it.close()
    run_sql(closed, "PRAGMA journal_mode = DELETE")
    project.read(str(closed / "workspace.qgz"))
    session.wait_until(lambda: session.it.workspace is not None)
    points = layers.layer_for(project, closed / "workspace.gpkg", "need", "point")
    assert points is not None
    assert next(points.getFeatures(), None) is not None
    assert run_sql(closed, "PRAGMA journal_mode = DELETE") != "delete", "nobody holds the file in WAL mode"


def test_nobody_takes_the_file_for_unused_while_it_is_open_here(session: Session, closed: Path) -> None:
    """GDAL opens and closes the file to look what it is, and with that drops the process's POSIX locks on it. A process
    that closes the file would then believe to be the last, and delete the write-ahead log that is written here."""
    session.open(closed)
    points = layers.layer_for(QgsProject.instance(), closed / "workspace.gpkg", "need", "point")
    assert points is not None and list(points.getFeatures())
    Workspace.open(closed, session.it.workspace.catalogue).close()  # type: ignore[union-attr]
    assert run_sql(closed, "PRAGMA journal_mode = DELETE") == "database is locked"


def test_an_edit_in_qgis_while_the_workspace_is_open_is_committed(
    session: Session, closed: Path, project: QgsProject
) -> None:
    workspace = session.open(closed)
    points = layers.layer_for(project, workspace.gpkg_path, "need", "point")
    assert points is not None
    points.startEditing()
    feature = QgsFeature(points.fields())
    feature["title_uk"] = "Котельня"
    feature.setGeometry(QgsGeometry.fromWkt("POINT(36.1 49.9)"))
    points.addFeature(feature)
    assert points.commitChanges(), points.commitErrors()
    assert sorted(record["title_uk"] for record in workspace.records("need")) == ["Котельня", "Школа"]


def test_a_workspace_of_a_newer_version_opens_for_reading_and_says_why(
    session: Session, closed: Path, desk: Desk
) -> None:
    run_sql(
        closed,
        "INSERT INTO vidbudova_migration (migration_set, name, applied_at) VALUES ('workspace', 'of_tomorrow', '2030')",
    )
    workspace = session.open(closed)
    assert workspace.read_only
    assert StoreError("store.newer_workspace", path=str(closed)).describe("uk") in desk.notices()


def run_sql(folder: Path, sql: str) -> str:
    """One statement from another process; its first value, or what SQLite says."""
    code = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "try:\n    print((connection.execute(sys.argv[2]).fetchone() or [''])[0]); connection.commit()\n"
        "except sqlite3.Error as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / "workspace.gpkg"), sql],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()
