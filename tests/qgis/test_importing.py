"""Tables of other programs become records: what was exported comes back, workbooks of text alone, places in metres."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from plugin.exchange.table_import import MANAGED
from plugin.qgis_bridge.actions import Actions
from plugin.qgis_bridge.automation.algorithm import WORKSPACE
from plugin.qgis_bridge.automation.provider import Registered
from plugin.qgis_bridge.i18n import Translation
from plugin.records.catalogue import Catalogue
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace
from plugin.workbench import Workbench

from .desk import Desk

KHARKIV = "UA63000000000041885"
PLACE = "UA63120290010028715"
NEED = {
    "title_uk": "Дах ліцею об’єднаного", "sector": "education", "object_kind": None, "description": "Перший\nдругий",
    "katottg": PLACE, "regional": False, "people_total": 312, "people_women": 150, "quantity": 64.5,
    "cost_amount": "18500000.50", "cost_currency": "UAH", "priority": 5, "survey_date": "2026-10-12",
    "info_source": "=Акт № 27", "geom": {"type": "Point", "coordinates": [36.3836, 50.0869]},
}  # fmt: skip
PROJECT = {"title_uk": "Ремонт", "status": "implementation", "marker_gender": True, "owner_edrpou": "02012345"}

Import = Callable[..., "dict[str, Any]"]


@pytest.fixture()
def run(qgis_app: QgsApplication) -> Iterator[Import]:
    """Runs an algorithm as the toolbox does; `remarks` of the last import beside it."""
    with Translation("uk"), Registered("uk"):

        def run(name: str, folder: Path, **parameters: Any) -> dict[str, Any]:
            algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"vidbudova:{name}")
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
            feedback = QgsProcessingFeedback(False)
            found, ok = algorithm.run({WORKSPACE: str(folder), **parameters}, context, feedback)
            assert ok, feedback.textLog()
            run.log = feedback.textLog()  # type: ignore[attr-defined]
            told = context.takeResultLayer(found["REMARKS"]) if "REMARKS" in found else None
            run.remarks = [one.attributes() for one in told.getFeatures()] if told else []  # type: ignore[attr-defined]
            return dict(found)

        yield run


@pytest.fixture()
def other(tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """Somebody else's empty workspace."""
    with Workspace.create(tmp_path / "Інший", WorkspaceSettings(territory=(KHARKIV,)), catalogue) as made:
        yield made


def typed(record: Any) -> dict[str, Any]:
    """What people entered of a record."""
    return {name: value for name, value in record.items() if name not in MANAGED and value is not None}


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".gpkg", ".geojson"])
def test_what_was_exported_comes_back(
    run: Import, workspace: Workspace, other: Workspace, tmp_path: Path, ending: str
) -> None:
    uuid = workspace.insert("need", NEED)
    area = {"type": "Polygon", "coordinates": [[[36.0, 50.0], [36.1, 50.0], [36.1, 50.1], [36.0, 50.0]]]}
    block = workspace.insert("need", {"title_uk": "Квартал", "geom": area, "cost_currency": "UAH"})
    target = tmp_path / f"потреби{ending}"
    run("export", workspace.folder, OUTPUT=str(target), TYPE=[0])
    found = run("import", other.folder, INPUT=str(target), TYPE=0, REMARKS="memory:")
    assert (found["ADDED"], found["LEFT_OUT"]) == (2, 0), run.remarks  # type: ignore[attr-defined]
    for identity in (uuid, block):
        mine, theirs = workspace.get("need", identity), other.get("need", identity)
        assert theirs is not None and typed(theirs) == {**typed(mine), "status": "open", "access": "open"}
    assert run("import", other.folder, INPUT=str(target), TYPE=0)["SAME"] == 2


def test_projects_come_back_with_their_yes_and_no(
    run: Import, workspace: Workspace, other: Workspace, tmp_path: Path, catalogue: Catalogue
) -> None:
    uuid = workspace.insert("project", PROJECT)
    number = list(catalogue.types).index("project")
    target = tmp_path / "проєкти.xlsx"
    run("export", workspace.folder, OUTPUT=str(target), TYPE=[number])
    assert run("import", other.folder, INPUT=str(target), TYPE=number)["ADDED"] == 1
    theirs = other.get("project", uuid)
    assert theirs is not None and typed(theirs).items() >= PROJECT.items()


def test_a_workbook_of_text_alone_has_its_headings_in_the_first_row(
    run: Import, workspace: Workspace, tmp_path: Path
) -> None:
    table = QgsVectorLayer("None?field=a:string&field=b:string", "x", "memory")
    rows = [("Назва", "Сектор"), ("Дах школи", "Освіта"), ("Насосна станція", "астрологія")]
    for row in rows:
        feature = QgsFeature(table.fields())
        feature.setAttributes(list(row))
        table.dataProvider().addFeature(feature)
    renamed = table.clone()
    renamed.startEditing()
    for at in range(2):
        renamed.renameAttribute(at, f"Field{at + 1}")
    renamed.commitChanges()
    QgsProject.instance().addMapLayer(renamed)
    try:
        found = run("import", workspace.folder, INPUT=renamed.id(), TYPE=0, REMARKS="memory:")
    finally:
        QgsProject.instance().removeMapLayer(renamed.id())
    assert (found["ADDED"], found["LEFT_OUT"]) == (1, 1)
    ((row, column, text),) = run.remarks  # type: ignore[attr-defined]
    assert row == 3 and column == "Сектор" and "астрологія" in text


def test_places_in_metres_and_unknown_columns(run: Import, workspace: Workspace, tmp_path: Path) -> None:
    layer = QgsVectorLayer("Point?crs=EPSG:6387&field=Назва:string&field=Бюджетний код:string", "x", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["Школа", "0611"])
    place = QgsGeometry.fromWkt("POINT (36.3836 50.0869)")
    place.transform(
        QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), layer.crs(), QgsProject.instance())
    )
    assert place.asPoint().y() > 5_000_000
    feature.setGeometry(place)
    layer.dataProvider().addFeature(feature)
    target = tmp_path / "школи.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(target), QgsProject.instance().transformContext(), options)
    assert QgsVectorLayer(str(target)).crs() == QgsCoordinateReferenceSystem("EPSG:6387")
    assert run("import", workspace.folder, INPUT=str(target), TYPE=0, LOOK_ONLY=True)["ADDED"] == 1
    assert workspace.count("need") == 0, "it was only looked at"
    assert run("import", workspace.folder, INPUT=str(target), TYPE=0)["ADDED"] == 1
    assert "Бюджетний код" in run.log  # type: ignore[attr-defined]
    (record,) = workspace.records("need")
    assert record["geom"]["coordinates"] == pytest.approx([36.3836, 50.0869], abs=1e-7)


def test_a_table_without_any_known_column_says_how_columns_are_called(
    run: Import, workspace: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "інше.csv"
    target.write_text("бюджетний код;сума\n0611;5\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="Жоден стовпець"):
        run("import", workspace.folder, INPUT=str(target), TYPE=0)


def test_the_window_shows_at_once_what_came_in_and_takes_it_back(
    run: Import, desk: Desk, workspace: Workspace, tmp_path: Path, wait_until
) -> None:
    workspace.close()
    target = tmp_path / "потреби.csv"
    target.write_text("Назва;Широта;Довгота\nДах школи;50,0869;36,3836\n", encoding="utf-8")
    with Actions(desk) as actions:
        bench = Workbench(desk, actions, "uk")
        try:
            bench.session.open(workspace.folder)
            wait_until(lambda: bench.session.workspace is not None and not bench.tasks.running)
            assert bench.dock.records.model.rowCount() == 0
            run("import", workspace.folder, INPUT=str(target), TYPE=0)
            wait_until(lambda: bench.dock.records.model.rowCount() == 1)
            bench.undoing.undo()
            wait_until(lambda: bench.dock.records.model.rowCount() == 0)
        finally:
            bench.close()
