"""Load Boundaries…: from files and from layers of the project, by the dialog, in the running plugin."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import replace

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt

from plugin.panels.boundaries_dialog import BoundariesDialog, count_words
from plugin.qgis_bridge import backdrop, boundary_layer
from plugin.qgis_bridge.boundary_desk import BoundaryDesk, LayerTable, polygon_layers
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.records.territory import default_codifier
from plugin.store import boundaries, boundary_file, boundary_source
from plugin.store.layout import boundaries_path

HROMADA, NEIGHBOUR, OBLAST = "UA63120290000021734", "UA63120270000028556", "UA63000000000041885"


def square(west, south, side=1.0):
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def geojson(path, rows, kind="Polygon"):
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
        for properties, coordinates in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture()
def cod_ab(tmp_path):
    rows = [
        ({"ADM1_PCODE": "UA63", "ADM3_PCODE": "UA6312029"}, square(36, 50)),
        ({"ADM1_PCODE": "UA63", "ADM3_PCODE": "UA6312027"}, square(36, 49)),
        ({"ADM1_PCODE": "UA63", "ADM3_PCODE": "UA6399999"}, square(35, 49)),
    ]
    return geojson(tmp_path / "ukr_admbnda_adm3.geojson", rows)


class Heard:
    """What the notices were told."""

    def __init__(self):
        self.said = []

    def __getattr__(self, name):
        return lambda text, detail="": self.said.append(text)

    def error(self, text, detail=""):
        raise AssertionError(text)


@pytest.fixture()
def desk(qtbot, project, workspace):
    def make(layers, start):
        return BoundariesDialog(layers, "uk", start)

    tasks = TaskRunner()
    it = BoundaryDesk(make, default_codifier(), tasks, Heard(), "uk")
    it.set_workspace(workspace)
    it.show()
    yield it
    it.set_workspace(None)
    tasks.close()


def choose(desk, qtbot, path):
    desk.dialog._choose_file = lambda *_: (str(path), "")
    desk.dialog.file_button.click()
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)


def load(desk, qtbot):
    with qtbot.waitSignal(desk.changed, timeout=20000):
        desk.dialog.load_button.click()


def test_a_file_is_matched_loaded_and_shown_by_two_clicks(desk, qtbot, workspace, project, cod_ab):
    choose(desk, qtbot, cod_ab)
    row = desk.dialog.found.topLevelItem(0)
    assert (row.text(0), row.text(1)) == ("ukr_admbnda_adm3", "ADM3_PCODE")
    assert "2" in row.text(2), "two hromadas"
    assert "UA6399999" in desk.dialog.problem.text(), "and a row whose code is unknown"
    load(desk, qtbot)
    assert boundaries.contains(workspace, HROMADA, 36.5, 50.5) is True
    assert [one.code for one in boundaries.unit_at(workspace, 36.5, 49.5) if one.how == "boundary"] == [NEIGHBOUR]
    layer = backdrop.find(project, "boundaries")
    assert layer.featureCount() == 2 and layer.readOnly()
    assert desk.dialog.isVisible(), "more files may follow"
    assert "2" in desk.dialog.loaded.text() and "ukr_admbnda_adm3.geojson" in desk.dialog.loaded.text()
    desk.dialog.clear_button.click()
    qtbot.waitUntil(lambda: desk._task is None and not desk.dialog.clear_button.isEnabled(), timeout=20000)
    assert not boundaries.summary(workspace.folder).any
    assert layer.featureCount() == 0


def test_a_layer_of_the_project_is_read_with_its_open_edits(desk, qtbot, workspace, project):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=код:string", "Межі громад", "memory")
    project.addMapLayer(layer)
    assert polygon_layers(project) == [(layer.id(), "Межі громад")]
    feature = QgsFeature(layer.fields())
    feature["код"] = HROMADA
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON ((36 50, 37 50, 37 51, 36 50))"))
    layer.startEditing()
    layer.addFeature(feature)
    desk.dialog.layer_chosen.emit(layer.id())
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)
    load(desk, qtbot)
    assert boundaries.contains(workspace, HROMADA, 36.7, 50.3) is True
    layer.rollBack()


def test_a_layer_in_metres_comes_out_in_degrees(project):
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857&field=code:string", "m", "memory")
    feature = QgsFeature(layer.fields())
    feature["code"] = HROMADA
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON ((4050000 6450000, 4060000 6450000, 4060000 6460000, 4050000 6450000))")
    )
    layer.dataProvider().addFeatures([feature])
    reading = boundary_source.read(LayerTable(layer), 0, default_codifier())
    assert abs(reading.boundaries[0].box[0] - 36.3819) < 0.001


def test_a_file_without_codes_is_said_and_may_still_be_drawn(desk, qtbot, project, workspace, tmp_path):
    choose(desk, qtbot, geojson(tmp_path / "назви.geojson", [({"NAME": "Циркунівська"}, square(36, 50))]))
    text = desk.dialog.problem.text()
    assert "КАТОТТГ" in text and "NAME" in text and "назви.geojson" in text
    assert not desk.dialog.load_button.isEnabled()
    assert desk.dialog.backdrop_button.isVisible()
    desk.dialog.backdrop_button.click()
    assert backdrop.find(project, "boundaries") is not None
    assert desk.dialog is None
    assert not boundaries_path(workspace.folder).exists(), "nothing was stored"


@pytest.mark.parametrize(("content", "said"), [("{", "пошкоджений"), (None, "полігонів"), ("swapped", "переставлено")])
def test_what_cannot_be_loaded_is_said_where_it_was_asked(desk, qtbot, tmp_path, content, said):
    path = tmp_path / "файл.geojson"
    if content == "{":
        path.write_text("{", "utf-8")
    elif content is None:
        geojson(path, [({"c": HROMADA}, [36, 50])], kind="Point")
    else:
        geojson(path, [({"c": HROMADA}, [[[50, 36], [50, 37], [51, 37], [50, 36]]])])
    choose(desk, qtbot, path)
    if content == "swapped":
        desk.dialog.load_button.click()
        qtbot.waitUntil(lambda: desk._task is None, timeout=20000)
    assert said in desk.dialog.problem.text()
    assert desk.dialog.isVisible()


def test_closing_while_it_reads_cancels_and_leaves_nothing(desk, qtbot, workspace, cod_ab, monkeypatch):
    choose(desk, qtbot, cod_ab)
    reading = threading.Event()
    read = boundary_source.read

    def slowly(table, column, codifier, progress, cancelled):
        reading.set()
        while not cancelled():
            pass
        return read(table, column, codifier, progress, cancelled)

    monkeypatch.setattr(boundary_source, "read", slowly)
    desk.dialog.load_button.click()
    qtbot.waitUntil(reading.is_set, timeout=20000)
    desk.dialog.reject()
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)
    assert desk.dialog is None
    assert not boundaries.summary(workspace.folder).any


def test_a_file_that_was_slow_to_read_does_not_stand_in_for_the_one_chosen_after_it(
    desk, qtbot, cod_ab, tmp_path, monkeypatch
):
    slow = geojson(tmp_path / "slow.geojson", [({"KATOTTG": OBLAST}, square(36, 50))])
    begun, gate, tables_of = threading.Event(), threading.Event(), boundary_source.tables_of

    def slowly(path):
        if path == slow:
            begun.set()
            gate.wait(20)
        return tables_of(path)

    monkeypatch.setattr(boundary_source, "tables_of", slowly)
    desk.dialog._choose_file = lambda *_: (str(slow), "")
    desk.dialog.file_button.click()
    qtbot.waitUntil(begun.is_set)
    desk.dialog.reject()
    desk.show()
    choose(desk, qtbot, cod_ab)
    gate.set()
    qtbot.waitUntil(lambda: desk._tasks.running == 0, timeout=20000)
    assert desk.dialog.found.topLevelItemCount() == 1
    assert desk.dialog.found.topLevelItem(0).text(1) == "ADM3_PCODE"
    assert [table.name for table in desk._tables] == [table.name for table in tables_of(cod_ab)]


def test_what_came_of_a_loading_is_told_where_its_dialog_is_closed(desk, qtbot, workspace, cod_ab, monkeypatch):
    choose(desk, qtbot, cod_ab)
    begun, gate, put = threading.Event(), threading.Event(), boundary_file.put

    def slowly(*given):
        begun.set()
        gate.wait(20)
        return put(*given)

    monkeypatch.setattr(boundary_file, "put", slowly)
    desk.dialog.load_button.click()
    qtbot.waitUntil(begun.is_set, timeout=20000)
    desk.dialog.reject()  # too late to be cancelled
    gate.set()
    qtbot.waitUntil(lambda: desk._tasks.running == 0, timeout=20000)
    assert boundaries.summary(workspace.folder).any
    assert any("2" in said for said in desk._notices.said)


@pytest.mark.parametrize("content", [b"", b"no database " * 100])
def test_a_damaged_file_of_boundaries_is_said_and_gives_way_to_a_new_one(
    desk, qtbot, workspace, project, cod_ab, content
):
    path = boundaries_path(workspace.folder)
    desk.dialog.reject()
    path.write_bytes(content)
    path.with_name(path.name + "-wal").write_bytes(b"left behind")
    desk.set_workspace(workspace)
    qtbot.waitUntil(lambda: bool(desk._notices.said))
    assert "пошкоджено" in desk._notices.said[0]
    assert boundaries.unit_at(workspace, 36.5, 50.5)  # by the nearest centre, as where none are loaded
    assert not boundaries.summary(workspace.folder).any
    assert boundary_layer.make(workspace.folder, "uk") is None
    desk.show()
    assert "пошкоджено" in desk.dialog.loaded.text()
    assert desk.dialog.clear_button.isEnabled()
    desk.dialog.clear_button.click()
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)
    assert not path.exists()
    path.write_bytes(content)
    choose(desk, qtbot, cod_ab)
    load(desk, qtbot)
    assert boundaries.summary(workspace.folder).levels == {"hromada": 2}


def test_a_folder_that_cannot_be_written_is_said(desk, qtbot, workspace, cod_ab, monkeypatch):
    if os.name == "nt":
        pytest.skip("read-only folders are another matter there")
    boundaries_path(workspace.folder).mkdir()
    choose(desk, qtbot, cod_ab)
    desk.dialog.load_button.click()
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)
    assert desk.dialog.problem.property("fault") and desk.dialog.problem.text()


def test_another_workspace_shows_its_own_boundaries(desk, qtbot, workspace, project, cod_ab):
    from plugin.qgis_bridge import project as projects

    choose(desk, qtbot, cod_ab)
    load(desk, qtbot)
    project.clear()
    projects.build(project, projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", ("UA",)))
    layer = backdrop.find(project, "boundaries")
    assert boundary_layer.is_ours(layer, workspace.folder)
    projects.show_stored_boundaries(project, workspace.folder, "uk")
    assert backdrop.find(project, "boundaries") is layer, "its looks are the user's"


def test_a_saved_project_gets_boundaries_that_were_loaded_later_but_not_those_that_were_taken_away(
    desk, qtbot, workspace, project, cod_ab
):
    from plugin.qgis_bridge import project as projects

    look = projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", ("UA",))
    choose(desk, qtbot, cod_ab)
    load(desk, qtbot)
    project.clear()  # as it was saved before
    projects.refresh(project, look)
    layer = backdrop.find(project, "boundaries")
    assert boundary_layer.is_ours(layer, workspace.folder)
    assert layer.labeling().rootRule().children()[0].settings().fieldName == "name_uk"
    projects.refresh(project, replace(look, lang="en"))
    assert layer.labeling().rootRule().children()[0].settings().fieldName == "name_en"
    project.removeMapLayer(layer.id())
    projects.refresh(project, look)
    assert backdrop.find(project, "boundaries") is None


def test_names_and_outlines_come_with_the_scale(desk, qtbot, workspace, cod_ab):
    choose(desk, qtbot, cod_ab)
    load(desk, qtbot)
    layer = boundary_layer.make(workspace.folder, "uk")
    rules = {rule.filterExpression(): rule for rule in layer.renderer().rootRule().children()}
    hromada = rules["\"level\" = 'hromada'"]
    assert hromada.isScaleOK(9_000_000), "where there are hromadas only, they are not hidden"
    assert rules["\"level\" = 'settlement'"].isScaleOK(300_000)
    assert not rules["\"level\" = 'settlement'"].isScaleOK(3_000_000)
    named = {rule.filterExpression(): rule for rule in layer.labeling().rootRule().children()}
    hromada = named["\"level\" = 'hromada'"]
    assert hromada.minimumScale() == 500_000 and hromada.maximumScale() == 40_000
    assert hromada.settings().fieldName == "name_uk"


def test_counts_are_told_by_level_from_the_largest(qgis_app):
    words = count_words({"hromada": 2, "oblast": 1}, "uk")
    assert words.index("1") < words.index("2")


def test_an_empty_dialog_says_what_to_do_and_a_full_one_does_not(desk, qtbot, cod_ab):
    qtbot.waitUntil(lambda: desk.dialog.isVisible())
    assert desk.dialog.nothing_yet.isVisible() and "Choose a layer" in desk.dialog.nothing_yet.text()
    choose(desk, qtbot, cod_ab)
    assert not desk.dialog.nothing_yet.isVisible()


def test_every_part_of_the_dialog_has_a_name(desk):
    for widget in (desk.dialog.layers, desk.dialog.found, desk.dialog.progress):
        assert widget.accessibleName()
    assert desk.dialog.width() <= 1000 and desk.dialog.height() <= 580
    assert desk.dialog.found.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert QgsProject.instance() is not None
