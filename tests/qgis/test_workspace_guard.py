"""What happens to the project and the folder under an open workspace is said at once, and mended with one click."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from plugin.qgis_bridge import layers
from plugin.qgis_bridge.notices import Notices
from plugin.qgis_bridge.session import WorkspaceSession
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.qgis_bridge.workspace_guard import WorkspaceGuard
from plugin.records.catalogue import Catalogue
from plugin.store.workspace import Workspace

from .desk import Desk

POINT = {"type": "Point", "coordinates": [36.25, 50.0]}


class Guarded:
    """An open workspace with its guard."""

    def __init__(self, desk: Desk, wait_until) -> None:
        self.desk, self.wait_until = desk, wait_until
        self.tasks = TaskRunner()
        self.session = WorkspaceSession(desk, self.tasks, Notices(desk.bar), "uk", lambda: "own")
        self.found = 0
        self.failed: list[Exception] = []
        self.session.failed.connect(self.failed.append)
        self.guard = WorkspaceGuard(self.session, Notices(desk.bar), self._find)

    def _find(self) -> None:
        self.found += 1

    def open(self, folder: Path) -> Workspace:
        self.session.open(folder)
        self.wait_until(lambda: self.session.workspace is not None or bool(self.failed))
        assert self.session.workspace is not None, self.failed
        return self.session.workspace

    def press(self) -> None:
        """The button of the newest message."""
        self.desk.bar.currentItem().findChild(QPushButton, "noticeButton").click()

    def end(self) -> None:
        self.guard.close()
        self.session.shut()
        self.tasks.close()


@pytest.fixture()
def guarded(desk: Desk, wait_until):
    made = Guarded(desk, wait_until)
    yield made
    made.end()


def points(workspace: Workspace) -> QgsVectorLayer:
    found = layers.layer_for(QgsProject.instance(), workspace.gpkg_path, "need", "point")
    assert found is not None
    return found


def test_a_removed_layer_is_told_of_and_comes_back_as_it_looked(guarded: Guarded, closed: Path) -> None:
    workspace = guarded.open(closed)
    project = QgsProject.instance()
    former = points(workspace)
    former.setOpacity(0.42)
    group = project.layerTreeRoot().findLayer(former.id()).parent()
    order = [node.name() for node in group.children()]
    project.removeMapLayer(former.id())
    guarded.wait_until(lambda: bool(guarded.desk.notices()))
    assert "Потреби" in guarded.desk.notices()[0]
    guarded.press()
    back = points(workspace)
    assert back.featureCount() == 1
    assert back.opacity() == pytest.approx(0.42), "the person's own look"
    assert [node.name() for node in group.children()] == order
    photos = layers.layer_for(project, workspace.gpkg_path, "attachment", "table")
    tied = [one for one in project.relationManager().referencedRelations(back) if one.isValid()]
    assert photos in [one.referencingLayer() for one in tied]
    assert guarded.session.edits is not None


def test_the_table_of_attachments_comes_back_with_its_ties(guarded: Guarded, closed: Path) -> None:
    workspace = guarded.open(closed)
    project = QgsProject.instance()
    photos = layers.layer_for(project, workspace.gpkg_path, "attachment", "table")
    assert photos is not None
    ties = len(project.relationManager().relations())
    project.removeMapLayer(photos.id())
    guarded.wait_until(lambda: bool(guarded.desk.notices()))
    guarded.press()
    assert layers.layer_for(project, workspace.gpkg_path, "attachment", "table") is not None
    assert len(project.relationManager().relations()) == ties


def test_what_stays_keeps_its_ties_when_a_layer_goes(guarded: Guarded, closed: Path) -> None:
    workspace = guarded.open(closed)
    project = QgsProject.instance()
    areas = layers.layer_for(project, workspace.gpkg_path, "need", "area")
    assert areas is not None
    project.removeMapLayer(areas.id())
    guarded.wait_until(lambda: bool(guarded.desk.notices()))
    tied = project.relationManager().referencedRelations(points(workspace))
    assert {one.referencingLayer().customProperty("vidbudova/type") for one in tied if one.isValid()} == {
        "attachment", "need_project",
    }  # fmt: skip


def test_all_layers_removed_come_back_together_with_their_groups(guarded: Guarded, closed: Path) -> None:
    workspace = guarded.open(closed)
    project = QgsProject.instance()
    count = len(list(layers.ours(project)))
    root = project.layerTreeRoot()
    root.removeChildNode(next(group for group in root.findGroups() if group.customProperty("vidbudova/group")))
    guarded.wait_until(lambda: not list(layers.ours(project)) and bool(guarded.desk.notices()))
    guarded.press()
    assert len(list(layers.ours(project))) == count
    assert points(workspace).featureCount() == 1
    assert {layer.id() for layer in layers.ours(project)} <= {node.layerId() for node in root.findLayers()}


def test_a_project_that_is_closed_is_no_loss_to_tell_of(guarded: Guarded, closed: Path, wait_until) -> None:
    guarded.open(closed)
    guarded.desk.clear()
    guarded.guard.tell_missing_layers()
    assert guarded.desk.notices() == []


def test_a_project_saved_without_a_layer_offers_it_when_it_is_opened(guarded: Guarded, closed: Path) -> None:
    workspace = guarded.open(closed)
    QgsProject.instance().removeMapLayer(points(workspace).id())
    QgsProject.instance().write()
    guarded.desk.clear()
    guarded.open(closed)
    guarded.wait_until(lambda: bool(guarded.desk.notices()))
    guarded.press()
    assert points(workspace).featureCount() == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a folder be renamed while a file in it is open")
@pytest.mark.parametrize("where", ["поруч", "глибше/деінде"])
def test_a_renamed_or_moved_folder_is_followed_and_nothing_is_lost(
    guarded: Guarded, closed: Path, tmp_path: Path, where: str, catalogue: Catalogue
) -> None:
    workspace = guarded.open(closed)
    layer = points(workspace)
    layer.renderer()
    layer.setOpacity(0.42)
    QgsProject.instance().setDirty(True)
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature["title_uk"] = "Не збережене"
    feature.setGeometry(QgsGeometry.fromWkt("POINT(36.1 49.9)"))
    layer.addFeature(feature)
    now = tmp_path / where
    now.parent.mkdir(exist_ok=True)
    closed.rename(now)
    guarded.guard.look()
    (text,) = guarded.desk.notices()
    assert now.name in text
    workspace.insert("need", {"title_uk": "Після перейменування"})
    guarded.press()
    guarded.wait_until(lambda: guarded.session.workspace is not None)
    assert guarded.session.workspace.folder == now
    assert layers.workspace_folder(QgsProject.instance()) == now
    assert Path(QgsProject.instance().fileName()).parent == now
    assert all(one.isValid() for one in QgsProject.instance().mapLayers().values())
    same = points(guarded.session.workspace)
    assert same.id() == layer.id() and same.opacity() == pytest.approx(0.42)
    assert QgsProject.instance().isDirty(), "the opacity is in no file yet"
    titles = {record["title_uk"] for record in guarded.session.workspace.records("need")}
    assert titles == {"Школа", "Не збережене", "Після перейменування"}
    assert guarded.desk.notices() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a folder be renamed while a file in it is open")
def test_a_project_that_moved_with_its_folder_is_not_asked_about(
    guarded: Guarded, closed: Path, tmp_path: Path
) -> None:
    guarded.open(closed)
    assert not QgsProject.instance().isDirty()
    closed.rename(tmp_path / "поруч")
    guarded.guard.look()
    guarded.press()
    guarded.wait_until(lambda: guarded.session.workspace is not None)
    assert not QgsProject.instance().isDirty()
    guarded.desk.clear()
    guarded.open(tmp_path / "поруч")
    assert all(one.isValid() for one in QgsProject.instance().mapLayers().values())


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a folder be removed while a file in it is open")
def test_a_folder_that_is_gone_is_told_of_and_looked_for(guarded: Guarded, closed: Path, tmp_path: Path) -> None:
    guarded.open(closed)
    away = tmp_path / "забрано"
    shutil.copytree(closed, away)
    shutil.rmtree(closed)
    guarded.guard.look()
    guarded.guard.look()
    (text,) = guarded.desk.notices()
    assert closed.name in text
    guarded.press()
    assert guarded.found == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be replaced")
def test_a_file_that_was_replaced_is_opened_anew(guarded: Guarded, closed: Path, tmp_path: Path, catalogue) -> None:
    """What comes back from the field overwrites the file while QGIS has it open: what is saved then reaches nobody."""
    other = tmp_path / "з поля"
    shutil.copytree(closed, other)
    with Workspace.open(other, catalogue) as copy:
        copy.insert("need", {"title_uk": "З поля", "geom": POINT})
    guarded.open(closed)
    os.replace(other / "workspace.gpkg", closed / "workspace.gpkg")
    guarded.guard.look()
    (text,) = guarded.desk.notices()
    assert closed.name in text
    guarded.press()
    guarded.wait_until(lambda: guarded.session.workspace is not None)
    assert {record["title_uk"] for record in guarded.session.workspace.records("need")} == {"Школа", "З поля"}


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a folder be renamed while a file in it is open")
def test_the_way_out_is_not_covered_by_what_the_layers_complain_of(
    guarded: Guarded, closed: Path, tmp_path: Path
) -> None:
    guarded.open(closed)
    closed.rename(tmp_path / "деінде")
    guarded.guard.look()
    guarded.desk.bar.pushMessage("Layer", "Cannot reopen datasource", Qgis.MessageLevel.Critical, 0)
    assert "Cannot" in guarded.desk.notices()[0]
    guarded.guard.look()
    assert "деінде" in guarded.desk.notices()[0]
    offer = guarded.desk.bar.currentItem()
    guarded.desk.bar.popWidget(offer)
    guarded.wait_until(lambda: sip.isdeleted(offer))
    guarded.guard.look()
    assert not [text for text in guarded.desk.notices() if "деінде" in text], "what a person closes stays closed"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a folder be renamed while a file in it is open")
def test_a_folder_that_comes_back_takes_the_message_back(guarded: Guarded, closed: Path, tmp_path: Path) -> None:
    guarded.open(closed)
    closed.rename(tmp_path / "деінде")
    guarded.guard.look()
    assert guarded.desk.notices()
    (tmp_path / "деінде").rename(closed)
    guarded.guard.look()
    assert guarded.desk.notices() == []
