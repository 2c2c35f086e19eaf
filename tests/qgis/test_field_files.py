"""A photo that QGIS's own form or QField attached is an attachment like any other as soon as the plugin sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayerUtils

from plugin.qgis_bridge import layers
from plugin.qgis_bridge.field_files import FieldFiles
from plugin.qgis_bridge.notices import Notices
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.store.workspace import Workspace
from tests.unit.store.pictures import jpeg

from .desk import Desk


class Desks:
    """The work with what it told."""

    def __init__(self, desk: Desk) -> None:
        self.tasks = TaskRunner()
        self.attached = 0
        self.desk = desk
        self.it = FieldFiles(self.tasks, lambda _path: True, self._count, Notices(desk.bar), "uk")

    def _count(self) -> None:
        self.attached += 1


@pytest.fixture()
def field(desk: Desk, workspace: Workspace):
    made = Desks(desk)
    yield made
    made.it.set_workspace(None)
    made.tasks.close()


def taken(workspace: Workspace, name: str, there: bool = True) -> str:
    """An attachment as QField leaves it."""
    path = workspace.folder / name
    path.parent.mkdir(exist_ok=True)
    if there:
        path.write_bytes(jpeg())
    need = workspace.insert("need", {"title_uk": "Школа"})
    return workspace.insert("attachment", {"parent_type": "need", "parent_uuid": need, "file_name": name})


def test_photos_from_the_field_are_taken_in_when_the_workspace_opens(field: Desks, workspace: Workspace, wait_until):
    uuid = taken(workspace, "DCIM/a.jpg")
    field.it.set_workspace(workspace)
    wait_until(lambda: field.attached == 1)
    record = workspace.get("attachment", uuid)
    assert record is not None and record["sha256"] and record["file_name"] == "a.jpg"
    assert "1" in field.desk.notices()[0]


def test_one_that_is_missing_is_told_of_once(field: Desks, workspace: Workspace, wait_until):
    taken(workspace, "DCIM/забуто.jpg", there=False)
    field.it.set_workspace(workspace)
    wait_until(lambda: bool(field.desk.notices()))
    assert "забуто.jpg" in field.desk.notices()[0]
    field.it.look()
    wait_until(lambda: field.tasks.running == 0)
    assert len(field.desk.notices()) == 1


def test_a_photo_chosen_in_qgis_s_form_is_taken_in_when_the_edit_is_saved(
    field: Desks, workspace: Workspace, project: QgsProject, wait_until
):
    from plugin.qgis_bridge import project as projects

    field.it.set_workspace(workspace)
    projects.build(project, projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", ()))
    photos = layers.layer_for(project, workspace.gpkg_path, "attachment", "table")
    assert photos is not None
    Path(workspace.folder / "фото").mkdir()
    Path(workspace.folder / "фото" / "b.jpg").write_bytes(jpeg())
    need = workspace.insert("need", {"title_uk": "Школа"})
    photos.startEditing()
    feature = QgsVectorLayerUtils.createFeature(photos)
    for name, value in (("parent_type", "need"), ("parent_uuid", need), ("file_name", "фото/b.jpg")):
        feature[name] = value
    photos.addFeature(feature)
    assert photos.commitChanges()
    field.it.on_committed("attachment")
    wait_until(lambda: field.attached == 1)
    (record,) = workspace.records("attachment")
    assert record["sha256"]
