"""The same file in the attribute table, in a QGIS without the plugin, and in QField."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QApplication, QScrollArea, QTabWidget

from plugin.qgis_bridge import layer_lists, layers
from plugin.qgis_bridge import project as projects
from plugin.records.territory import Codifier
from plugin.store import loose_files, territory_list
from plugin.store.workspace import Workspace
from tests.unit.store.pictures import jpeg

from .native_form import NativeForms

_LETTERS = QFont("DejaVu Sans")
_LETTERS.setPixelSize(13)
POINT = {"type": "Point", "coordinates": [36.25, 50.0]}
TSYRKUNY = "UA63120290010028715"


@pytest.fixture()
def shown(workspace: Workspace, project: QgsProject) -> QgsProject:
    territory_list.write(workspace, Codifier(), "uk")
    settings = workspace.settings
    projects.build(project, projects.Look(workspace.gpkg_path, workspace.catalogue, "uk", settings.territory))
    return project


def layer(project: QgsProject, workspace: Workspace, type_name: str, kind: str = "table") -> QgsVectorLayer:
    found = layers.layer_for(project, workspace.gpkg_path, type_name, kind)
    assert found is not None
    return found


def filled(workspace: Workspace) -> dict[str, str]:
    """One record of each type that there is, with values that no list has."""
    need = workspace.insert(
        "need",
        {
            "title_uk": "Школа № 12",
            "sector": "education",
            "katottg": TSYRKUNY,
            "geom": POINT,
            "survey_date": "2026-03-09",
        },
    )
    workspace.insert("need", {"title_uk": "Міст", "sector": "із майбутнього", "katottg": "UA99", "geom": POINT})
    project = workspace.insert("project", {"title_uk": "Реконструкція", "status": "implementation"})
    workspace.insert("project_location", {"project_uuid": project, "title_uk": "Корпус Б", "geom": POINT})
    workspace.insert("need_project", {"need_uuid": need, "project_uuid": project})
    workspace.insert("funding", {"project_uuid": project})
    workspace.insert("progress_report", {"project_uuid": project, "period": "2026-Q3"})
    return {"need": need, "project": project}


def test_a_need_is_a_territory_unit_by_name_and_not_by_nineteen_characters(
    shown: QgsProject, workspace: Workspace
) -> None:
    workspace.insert("need", {"title_uk": "Школа", "katottg": TSYRKUNY, "geom": POINT})
    points = layer(shown, workspace, "need", "point")
    points.dataProvider().reloadData()
    index = points.fields().indexOf("katottg")
    assert points.editorWidgetSetup(index).type() == "ValueRelation"
    listed = layer_lists.find(shown, workspace.gpkg_path, layer_lists.TERRITORY)
    assert listed is not None and listed.featureCount() > 1000
    names = {unit["code"]: unit["name"] for unit in listed.getFeatures()}
    assert names[TSYRKUNY].startswith("с. Циркуни")
    assert shown.layerTreeRoot().findLayer(listed.id()) is None, "a list is no layer to look at"


def test_a_link_chooses_among_all_needs_whatever_is_drawn(shown: QgsProject, workspace: Workspace) -> None:
    filled(workspace)
    links = layer(shown, workspace, "need_project")
    setup = links.editorWidgetSetup(links.fields().indexOf("need_uuid"))
    assert setup.type() == "RelationReference"
    relation = shown.relationManager().relation(setup.config()["Relation"])
    assert relation.isValid()
    assert {need["title_uk"] for need in relation.referencedLayer().getFeatures()} == {"Школа № 12", "Міст"}


def test_a_form_that_is_opened_and_saved_changes_nothing(shown: QgsProject, workspace: Workspace) -> None:
    """Codes of a newer portal, units outside the territory: QGIS must not drop what its lists do not know."""
    filled(workspace)
    forms = NativeForms()
    for drawn in layers.ours(shown, workspace.gpkg_path):
        drawn.dataProvider().reloadData()
        drawn.startEditing()
        for feature in drawn.getFeatures():
            form = forms.open(drawn, feature)
            form.save()
            changed = drawn.editBuffer().changedAttributeValues()
            assert not changed, (drawn.name(), feature["uuid"], changed)
            forms.close(form)
        drawn.rollBack()


def test_a_photo_lies_below_the_project_and_is_named_by_its_relative_path(
    shown: QgsProject, workspace: Workspace
) -> None:
    photos = layer(shown, workspace, "attachment")
    setup = photos.editorWidgetSetup(photos.fields().indexOf("file_name"))
    assert (setup.type(), setup.config()["RelativeStorage"], setup.config()["DocumentViewer"]) == (
        "ExternalResource", 1, 1,
    )  # fmt: skip
    need = workspace.insert("need", {"title_uk": "Школа", "geom": POINT})
    workspace.insert("attachment", {"parent_type": "need", "parent_uuid": need, "file_name": "DCIM/a.jpg"})
    workspace.insert(
        "attachment", {"parent_type": "need", "parent_uuid": need, "file_name": "b.jpg", "sha256": "ab" * 32}
    )
    photos.dataProvider().reloadData()
    assert {one["picture"] for one in photos.getFeatures()} == {"DCIM/a.jpg", "files/ab/" + "ab" * 32}


def test_a_records_children_and_files_are_tabs_of_its_form(shown: QgsProject, workspace: Workspace) -> None:
    tabs = {
        name: [tab.name() for tab in layer(shown, workspace, name, kind).editFormConfig().tabs()]
        for name, kind in (("project", "table"), ("need", "area"))
    }
    assert {"Вкладення", "Фінансування", "Місця проєкту"} <= set(tabs["project"])
    assert "Вкладення" in tabs["need"]


def test_what_repeats_stays_in_the_next_form(shown: QgsProject, workspace: Workspace) -> None:
    points = layer(shown, workspace, "need", "point")
    form = points.editFormConfig()
    for field in workspace.catalogue.type("need").fields:
        if field.name not in ("uuid",):
            assert form.reuseLastValue(points.fields().indexOf(field.name)) == field.sticky, field.name


def test_older_projects_get_forms_relations_and_lists(shown: QgsProject, workspace: Workspace) -> None:
    for one in layers.ours(shown, workspace.gpkg_path):
        one.removeCustomProperty("vidbudova/forms")
        one.setEditorWidgetSetup(one.fields().indexOf("uuid"), one.editorWidgetSetup(0))
    for identity in list(shown.relationManager().relations()):
        shown.relationManager().removeRelation(identity)
    before = len(shown.mapLayers())
    projects.refresh(shown, projects.Look(workspace.gpkg_path, workspace.catalogue, "en", workspace.settings.territory))
    links = layer(shown, workspace, "need_project")
    relation = links.editorWidgetSetup(links.fields().indexOf("need_uuid")).config()["Relation"]
    assert shown.relationManager().relation(relation).isValid()
    assert len(shown.mapLayers()) == before, "nothing twice"
    tabs = [tab.name() for tab in layer(shown, workspace, "project").editFormConfig().tabs()]
    assert "Attachments" in tabs


def plain_qgis(folder: Path, home: Path) -> dict[str, Any]:
    """What a QGIS of its own profile, in a process of its own, finds in a workspace."""
    home.mkdir()
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "QGIS_CUSTOM_CONFIG_PATH": str(home),
        "LANGUAGE": "C",
    }
    environment.pop("PYTHONPATH", None)
    script = Path(__file__).with_name("plain_qgis.py")
    done = subprocess.run(
        [sys.executable, str(script), str(folder)],
        cwd=home, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def test_a_qgis_without_the_plugin_opens_the_project_and_works_with_it(
    shown: QgsProject, workspace: Workspace, tmp_path: Path
) -> None:
    filled(workspace)
    assert projects.save(shown, workspace.project_path)
    shown.clear()
    workspace.close()
    elsewhere = tmp_path / "на іншому комп'ютері"
    shutil.move(workspace.folder, elsewhere)

    found = plain_qgis(elsewhere, tmp_path / "дім")
    assert found["faults"] == []
    assert found["read"] and not found["plugins"] and not found["absolute"]
    assert found["relations"] > 15
    assert all(form["saved"] for form in found["forms"].values())
    assert found["photos of the need"] == ["DCIM/need_1.jpg"]

    photo = elsewhere / "DCIM" / "need_1.jpg"
    photo.parent.mkdir()
    photo.write_bytes(jpeg())
    with Workspace.open(elsewhere, workspace.catalogue) as back:
        need = back.get("need", found["need"])
        assert need is not None, "what was made there has the identity that it had there"
        assert (need["title_uk"], need["workflow"]) == ("Котельня з поля", "draft")
        assert loose_files.any_loose(back)
    adopted = loose_files.adopt_all(elsewhere, workspace.catalogue)
    assert len(adopted.uuids) == 1 and not adopted.errors


def test_qfield_finds_what_it_needs_in_the_project_file(shown: QgsProject, workspace: Workspace) -> None:
    """Relative paths only, one file that travels whole, no code, a name for photos."""
    assert projects.save(shown, workspace.project_path)
    with zipfile.ZipFile(workspace.project_path) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".qgs")]
        text = archive.read(name).decode("utf-8")
    assert str(workspace.folder) not in text, "a path of this computer"
    assert "./workspace.gpkg|layername=need|geometrytype=Point" in text
    assert "./lists/territory.csv" in text
    for drawn in layers.ours(shown, workspace.gpkg_path):
        assert drawn.customProperty("QFieldSync/action") == "copy"
        assert drawn.customProperty("QFieldSync/cloud_action") == "no_action", "an offline copy has no journal"
    photos = layer(shown, workspace, "attachment")
    naming = json.loads(photos.customProperty("QFieldSync/attachment_naming"))
    assert naming["file_name"].endswith("'.{extension}'")


def test_no_page_of_a_form_is_scrolled_sideways_in_the_window_that_qgis_opens(
    shown: QgsProject, workspace: Workspace
) -> None:
    """QGIS opens its form as wide as its widest page, but never wider than 36 letters are high, and makes a list as
    wide as its longest entry; a bar that scrolls down takes of that."""
    filled(workspace)
    former, forms, pages, hidden = QApplication.font(), NativeForms(), 0, {}
    QApplication.setFont(_LETTERS)
    for drawn in layers.ours(shown, workspace.gpkg_path):
        drawn.dataProvider().reloadData()
        feature = next(drawn.getFeatures(), None)
        if feature is None:
            continue
        form = forms.open(drawn, feature)
        form.resize(form.sizeHint())
        form.show()
        (tabs,) = form.findChildren(QTabWidget)[:1]
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            QApplication.processEvents()
            for area in tabs.widget(number).findChildren(
                QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly
            ):
                pages += 1
                if area.horizontalScrollBar().maximum() > 0:
                    hidden[drawn.name(), tabs.tabText(number)] = area.horizontalScrollBar().maximum()
        forms.close(form)
    QApplication.setFont(former)
    assert pages > 20
    assert hidden == {}


def test_entries_of_a_list_stay_apart_where_they_are_shortened(shown: QgsProject, workspace: Workspace) -> None:
    for drawn in layers.ours(shown, workspace.gpkg_path):
        for index in range(drawn.fields().count()):
            setup = drawn.editorWidgetSetup(index)
            entries = [label for pair in setup.config().get("map", []) for label in pair] if setup.config() else []
            assert len(entries) == len(set(entries))
            assert all(len(label) <= 40 for label in entries), (drawn.name(), drawn.fields()[index].name())
