"""Open edit sessions in QGIS: what a synchronisation leaves alone, and what becomes of a record changed underneath."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from plugin.contract import jcs
from plugin.qgis_bridge import layers
from plugin.qgis_bridge import project as projects
from plugin.qgis_bridge.commit_guard import CommitGuard
from plugin.qgis_bridge.edit_watch import EditWatch, LayerWatch
from plugin.qgis_bridge.notices import Notices
from plugin.store import base, changes, conflicts
from plugin.store.workspace import Workspace

from .desk import Desk

POINT = {"type": "Point", "coordinates": [36.25, 50.0]}


class Editing:
    """The point layer of needs under watch, and one need that the portal knows."""

    def __init__(self, desk: Desk, workspace: Workspace, project: QgsProject) -> None:
        projects.build(project, projects.Look(workspace.gpkg_path, workspace.catalogue, "uk"))
        self.desk = desk
        self.workspace = workspace
        self.watch = EditWatch()
        self.guard = CommitGuard(lambda: workspace, Notices(desk.bar), "uk")
        self.watch.collided.connect(self.guard.on_collided)
        found = layers.layer_for(project, workspace.gpkg_path, "need", "point")
        assert found is not None
        self.layer: QgsVectorLayer = found
        self.watch.watch(self.layer, workspace.catalogue.type("need"))
        self.uuid = workspace.insert(
            "need", {"title_uk": "Школа", "cost_amount": "10.00", "cost_currency": "UAH", "priority": 3, "geom": POINT}
        )
        fid = workspace.fid("need", self.uuid)
        assert fid is not None
        self.fid = fid
        self.from_portal({}, revision=1)
        self.layer.dataProvider().reloadData()

    def from_portal(self, set_values: dict[str, Any], revision: int) -> None:
        """What a pull does: row and base become the portal's."""
        record = {**(self.workspace.get("need", self.uuid) or {}), **set_values}
        with self.workspace.applying():
            base.write_row(self.workspace, "need", self.uuid, record)
            base.set_base(self.workspace, "need", self.uuid, revision, jcs.content_hash(record), record)

    def type(self, **values: Any) -> None:
        """What an editor enters, uncommitted."""
        if not self.layer.isEditable():
            assert self.layer.startEditing()
        for name, value in values.items():
            assert self.layer.changeAttributeValue(self.fid, self.layer.fields().indexOf(name), value)

    def commit(self) -> None:
        assert self.layer.commitChanges(), self.layer.commitErrors()

    def conflict(self) -> conflicts.Conflict | None:
        return conflicts.get_conflict(self.workspace, "need", self.uuid)


@pytest.fixture()
def editing(desk: Desk, workspace: Workspace, project: QgsProject):
    made = Editing(desk, workspace, project)
    yield made
    if made.layer.isEditable():
        made.layer.rollBack()
    made.watch.clear()


def test_uncommitted_edits_are_known_to_every_thread_until_committed(editing: Editing) -> None:
    assert editing.watch.uncommitted() == frozenset()
    editing.type(title_uk="Ліцей")
    seen: list[frozenset[tuple[str, int]]] = []
    reader = threading.Thread(target=lambda: seen.append(editing.watch.uncommitted()))
    reader.start()
    reader.join()
    assert seen == [frozenset({("need", editing.fid)})]
    editing.commit()
    assert editing.watch.uncommitted() == frozenset()


def test_moved_and_deleted_features_count_as_edited_new_ones_do_not(editing: Editing) -> None:
    editing.layer.startEditing()
    new = QgsFeature(editing.layer.fields())
    new.setGeometry(QgsGeometry.fromWkt("POINT(36 50)"))
    editing.layer.addFeature(new)
    assert editing.watch.uncommitted() == frozenset()
    editing.layer.changeGeometry(editing.fid, QgsGeometry.fromWkt("POINT(36.3 50)"))
    assert editing.watch.uncommitted() == frozenset({("need", editing.fid)})
    editing.layer.rollBack()
    assert editing.watch.uncommitted() == frozenset()
    editing.layer.startEditing()
    editing.layer.deleteFeature(editing.fid)
    assert editing.watch.uncommitted() == frozenset({("need", editing.fid)})


def test_an_ordinary_commit_is_no_conflict(editing: Editing) -> None:
    editing.type(title_uk="Ліцей", priority=5)
    editing.commit()
    assert editing.conflict() is None
    (change,) = changes.dirty(editing.workspace)
    assert change.mine is not None and change.mine["title_uk"] == "Ліцей"


def test_a_value_that_the_portal_changed_meanwhile_becomes_a_conflict(editing: Editing) -> None:
    editing.type(title_uk="Ліцей")
    editing.watch.before_sync()
    editing.from_portal({"title_uk": "Гімназія"}, revision=2)
    editing.commit()
    conflict = editing.conflict()
    assert conflict is not None
    assert (conflict.kind, conflict.fields, conflict.revision) == ("field", ("title_uk",), 2)
    assert conflict.theirs is not None and conflict.theirs["title_uk"] == "Гімназія"
    record = editing.workspace.get("need", editing.uuid)
    assert record is not None and record["title_uk"] == "Ліцей", "what was typed is kept"
    assert any("Ліцей" in text or "Гімназія" in text for text in editing.desk.notices())


def test_different_fields_changed_on_both_sides_are_no_conflict(editing: Editing) -> None:
    editing.type(title_uk="Ліцей")
    editing.watch.before_sync()
    editing.from_portal({"priority": 5}, revision=2)
    editing.commit()
    assert editing.conflict() is None
    record = editing.workspace.get("need", editing.uuid)
    assert record is not None and (record["title_uk"], record["priority"]) == ("Ліцей", 5)


def test_fields_that_mean_one_thing_together_collide_as_one(editing: Editing) -> None:
    editing.type(cost_amount=250.0)
    editing.watch.before_sync()
    editing.from_portal({"cost_currency": "EUR"}, revision=2)
    editing.commit()
    conflict = editing.conflict()
    assert conflict is not None and set(conflict.fields) == {"cost_amount", "cost_currency"}


def test_the_same_value_on_both_sides_is_no_conflict(editing: Editing) -> None:
    editing.type(title_uk="Гімназія")
    editing.watch.before_sync()
    editing.from_portal({"title_uk": "Гімназія"}, revision=2)
    editing.commit()
    assert editing.conflict() is None


def test_a_place_moved_on_both_sides_becomes_a_conflict(editing: Editing) -> None:
    editing.layer.startEditing()
    editing.layer.changeGeometry(editing.fid, QgsGeometry.fromWkt("POINT(36.3 50)"))
    editing.watch.before_sync()
    editing.from_portal({"geom": {"type": "Point", "coordinates": [36.4, 50.0]}}, revision=2)
    editing.commit()
    conflict = editing.conflict()
    assert conflict is not None and "geom" in conflict.fields


def test_deleting_what_the_portal_changed_meanwhile_becomes_a_conflict(editing: Editing) -> None:
    editing.layer.startEditing()
    editing.layer.deleteFeature(editing.fid)
    editing.watch.before_sync()
    editing.from_portal({"title_uk": "Гімназія"}, revision=2)
    editing.commit()
    conflict = editing.conflict()
    assert conflict is not None and conflict.theirs is not None and conflict.theirs["title_uk"] == "Гімназія"


def test_a_conflict_is_noted_before_the_commit_so_that_a_crash_between_the_two_overwrites_nothing(
    editing: Editing,
) -> None:
    seen: list[bool] = []
    editing.type(title_uk="Ліцей")
    editing.watch.before_sync()
    editing.from_portal({"title_uk": "Гімназія"}, revision=2)
    editing.layer.beforeCommitChanges.connect(lambda: seen.append(editing.conflict() is not None))
    editing.commit()
    assert seen == [True]


def test_what_another_program_changed_is_said_and_is_no_conflict_with_the_portal(editing: Editing) -> None:
    editing.type(title_uk="Ліцей")
    editing.watch.before_sync()
    editing.workspace.update("need", editing.uuid, {"title_uk": "Гімназія"})
    editing.commit()
    assert editing.conflict() is None
    assert editing.desk.notices()


def test_a_record_removed_meanwhile_is_said_and_the_edit_stays_in_the_session(editing: Editing) -> None:
    editing.type(title_uk="Ліцей")
    editing.watch.before_sync()
    with editing.workspace.applying():
        base.remove_row(editing.workspace, "need", editing.uuid)
        base.drop_base(editing.workspace, "need", editing.uuid)
    editing.layer.commitChanges()
    assert editing.desk.notices()


def test_what_many_edits_at_once_started_from_is_read_in_one_go(
    editing: Editing, monkeypatch: pytest.MonkeyPatch, wait_until
) -> None:
    with editing.workspace.transaction():
        for _ in range(300):
            editing.workspace.insert("need", {"title_uk": "Хата", "geom": POINT})
    editing.layer.dataProvider().reloadData()
    reads: list[int] = []
    stored = LayerWatch._stored

    def counted(watch: LayerWatch, fids: Any) -> dict[int, QgsFeature]:
        reads.append(len(set(fids)))
        return stored(watch, fids)

    monkeypatch.setattr(LayerWatch, "_stored", counted)
    editing.layer.startEditing()
    column = editing.layer.fields().indexOf("title_uk")
    for feature in list(editing.layer.getFeatures()):
        editing.layer.changeAttributeValue(feature.id(), column, "Будинок")
    assert len(editing.watch.uncommitted()) == 301
    wait_until(lambda: bool(reads))
    assert reads == [301]
