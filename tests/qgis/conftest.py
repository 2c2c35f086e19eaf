"""What tests in QGIS share: a canvas, an interface, a workspace of its own for each test, waiting for conditions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEventLoop, QTimer

from plugin.qgis_bridge import unsaved
from plugin.records.catalogue import Catalogue, default_catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

from .desk import Desk

KHARKIV = "UA63000000000041885"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return default_catalogue()


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A path as people have them: a space, Cyrillic letters, an apostrophe."""
    return tmp_path / "Робочий простір об'єкта"


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A workspace made once, to be copied: making one takes GDAL half a second."""
    made = tmp_path_factory.mktemp("template") / "workspace"
    Workspace.create(made, WorkspaceSettings(territory=(KHARKIV,)), catalogue).close()
    return made


@pytest.fixture()
def workspace(folder: Path, empty_workspace: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """A new workspace for Kharkiv oblast, open on the test's own connection."""
    shutil.copytree(empty_workspace, folder)
    made = Workspace.open(folder, catalogue)
    made.update_settings(replace(made.settings, uuid=str(uuid4())))
    yield made
    made.close()


@pytest.fixture()
def closed(workspace: Workspace) -> Path:
    """The folder of a workspace that nobody has open."""
    place = {"type": "Point", "coordinates": [36.25, 50.0]}
    workspace.insert("need", {"title_uk": "Школа", "geom": place})
    workspace.close()
    return workspace.folder


@pytest.fixture()
def project(qgis_app: QgsApplication) -> Iterator[QgsProject]:
    """QGIS's project, empty before and after."""
    instance = QgsProject.instance()
    instance.clear()
    yield instance
    instance.clear()


@pytest.fixture()
def desk(project: QgsProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A window of QGIS's widgets. What is typed in it and not saved is kept for this test only."""
    monkeypatch.setattr(unsaved, "drafts_folder", lambda: tmp_path / "profile" / "unsaved")
    made = Desk()
    yield made
    made.close()
    QgsApplication.sendPostedEvents(None, 0)


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Runs the event loop until a condition holds; fails where it does not in time."""
    loop = QEventLoop()
    look = QTimer()
    look.setInterval(5)
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    look.start()
    limit.start(int(seconds * 1000))
    if not condition():
        loop.exec()
    look.stop()
    limit.stop()
    assert condition(), "the condition did not come true in time"


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    """See `wait_until`."""
    return wait_until
