"""A basemap for where there is no network: from what the user chose, allowed, whole, and put under the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from plugin.panels.basemap_dialog import BasemapDialog
from plugin.qgis_bridge import backdrop, offline_basemap
from plugin.qgis_bridge.i18n import Translation
from plugin.qgis_bridge.offline_basemap import Basemap
from plugin.store.workspace import Workspace

from .desk import Desk
from .test_workbench import Window

AREA = QgsRectangle(36.30, 49.95, 36.34, 49.98)


@pytest.fixture(autouse=True)
def ukrainian(qapp: object) -> Iterator[None]:
    with Translation("uk"):
        yield


@pytest.fixture()
def window(ukrainian: None, desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    desk.canvas.freeze(True)  # no tile is asked for
    yield made
    made.close()


@pytest.fixture(scope="session")
def processing() -> None:
    """QGIS's Processing plugin, as the program loads it."""
    import sys

    from qgis.core import QgsApplication

    sys.path.append(str(Path(QgsApplication.pkgDataPath(), "python", "plugins")))
    from processing.core.Processing import Processing

    Processing.initialize()


def orthophoto(folder: Path) -> QgsRasterLayer:
    """A small picture of a town, with its place in the world and its makers."""
    path = folder / "ortho.tif"
    driver = gdal.GetDriverByName("GTiff")
    made = driver.Create(str(path), 64, 64, 3, gdal.GDT_Byte)
    made.SetGeoTransform([36.2, 0.004, 0, 50.1, 0, -0.004])
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    made.SetProjection(wgs84.ExportToWkt())
    for band in range(1, 4):
        made.GetRasterBand(band).WriteRaster(
            0, 0, 64, 64, bytes((x * 3 + y * band) % 256 for y in range(64) for x in range(64))
        )
    made = None
    layer = QgsRasterLayer(str(path), "Ортофото")
    assert layer.isValid()
    return layer


def xyz(url: str, name: str = "Підкладка") -> QgsRasterLayer:
    layer = QgsRasterLayer(f"type=xyz&url={url}&zmin=0&zmax=19", name, "wms")
    assert layer.isValid()
    return layer


def put(layer: QgsRasterLayer) -> QgsRasterLayer:
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_tiles_are_counted_as_servers_number_them() -> None:
    assert offline_basemap.tiles(AREA, [0]) == 1
    assert offline_basemap._tile(30.5234, 50.4501, 12) == (2395, 1381)
    whole = QgsRectangle(22, 44, 40.3, 52.4)
    assert offline_basemap.tiles(whole, range(7, 19)) > offline_basemap.MOST_TILES
    zoom, number, size = offline_basemap.measure(whole, 18)
    assert 7 < zoom < 18 and number <= offline_basemap.MOST_TILES < offline_basemap.tiles(whole, range(7, zoom + 2))
    assert size > number
    assert offline_basemap.measure(AREA, 14)[0] == 14


@pytest.mark.parametrize(
    ("url", "host", "refused"),
    [
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "tile.openstreetmap.org", True),
        ("https://mt1.google.com/vt/lyrs%3Ds%26x%3D{x}%26y%3D{y}%26z%3D{z}", "mt1.google.com", True),
        ("https://tiles.example.gov.ua/{z}/{x}/{y}.png", "tiles.example.gov.ua", False),
        ("https://notopenstreetmap.org/{z}/{x}/{y}.png", "notopenstreetmap.org", False),
    ],
)
def test_whose_terms_forbid_it_is_known(window: Window, url: str, host: str, refused: bool) -> None:
    put(xyz(url))
    (found,) = offline_basemap.candidates(QgsProject.instance(), window.workspace.gpkg_path)
    assert (found.remote, found.host, found.refused) == (True, host, refused)


def test_the_dock_hints_at_it_only_while_the_basemap_needs_a_network(window: Window, tmp_path: Path) -> None:
    hint = window.bench.dock.basemap
    assert hint.isHidden()
    online = put(xyz("https://tiles.example.gov.ua/{z}/{x}/{y}.png"))
    window.wait_until(lambda: not hint.isHidden())
    own = put(orthophoto(tmp_path))
    window.wait_until(hint.isHidden)
    QgsProject.instance().removeMapLayer(own.id())
    window.wait_until(lambda: not hint.isHidden())
    QTest.mouseClick(hint.hide_button, Qt.MouseButton.LeftButton)
    assert hint.isHidden()
    QgsProject.instance().removeMapLayer(online.id())
    put(xyz("https://tiles.example.gov.ua/{z}/{x}/{y}.png"))
    QApplication.processEvents()
    assert hint.isHidden()  # not in this workspace any more


def test_nothing_is_drawn_without_leave(qtbot: object) -> None:
    known = [
        Basemap("osm", "OpenStreetMap", True, "tile.openstreetmap.org", True),
        Basemap("state", "Державна карта", True, "tiles.example.gov.ua"),
        Basemap("own", "Ортофото", False),
    ]
    dialog = BasemapDialog(known, [("Тут", AREA)], offline_basemap.measure, "uk")
    dialog.show()
    assert dialog.basemap.currentText() == "Державна карта" and not dialog.go_button.isEnabled()
    dialog.consent.click()
    assert dialog.go_button.isEnabled() and "тайл" in dialog.summary.text()
    dialog.basemap.setCurrentIndex(1)
    assert dialog.go_button.isEnabled() and dialog.consent.isHidden()
    dialog.basemap.setCurrentIndex(2)
    assert not dialog.go_button.isEnabled() and "tile.openstreetmap.org" in dialog.summary.text()
    dialog.basemap.setCurrentIndex(0)
    assert not dialog.go_button.isEnabled()  # leave is asked for anew
    dialog.deleteLater()


def test_a_project_without_a_basemap_is_told_how_to_get_one(qtbot: object) -> None:
    dialog = BasemapDialog([], [("Тут", AREA)], offline_basemap.measure, "uk")
    assert "Додайте" in dialog.summary.text() and not dialog.go_button.isEnabled()
    dialog.deleteLater()


def test_qgis_draws_it_into_the_workspace_and_it_lies_under_the_records(
    window: Window, tmp_path: Path, processing: None
) -> None:
    project = QgsProject.instance()
    source = put(orthophoto(tmp_path))
    source.setAttribution("© Харківська міська рада")
    desk = window.bench.desks.basemap
    window.bench.dock.basemap_action.trigger()
    dialog = desk.dialog
    assert [dialog.area.itemText(row) for row in range(3)][0] == "Навколо записів"
    desk.prepare(source.id(), AREA, 12)
    assert desk.dialog is None
    window.wait_until(lambda: desk._run is None)
    made = backdrop.find(project, "offline")
    assert made is not None, window.desk.notices()
    assert Path(made.source()) == window.workspace.folder / "basemap.mbtiles"
    assert [path.name for path in window.workspace.folder.glob("~*")] == []
    assert offline_basemap.credit_of(made) == "© Харківська міська рада"
    tree = project.layerTreeRoot()
    assert not tree.findLayer(source.id()).isVisible() and tree.findLayer(made.id()).isVisible()
    opened = gdal.Open(made.source())
    assert opened.RasterXSize > 100 and opened.GetRasterBand(1).ComputeStatistics(False)[3] > 0
    opened = None
    assert "готова" in window.desk.notices()[0]
    desk.prepare(source.id(), AREA, 11)  # once more: in place of the first
    window.wait_until(lambda: desk._run is None)
    assert len([layer for layer in project.mapLayers().values() if backdrop.role(layer) == "offline"]) == 1


def test_a_basemap_that_shows_nothing_is_said_before_hours_are_spent(
    window: Window, tmp_path: Path, processing: None
) -> None:
    source = put(orthophoto(tmp_path))
    desk = window.bench.desks.basemap
    desk.prepare(source.id(), QgsRectangle(24.0, 48.9, 24.1, 49.0), 12)
    window.wait_until(lambda: desk._run is None)
    assert "нічого не видно" in window.desk.notices()[0]
    assert not offline_basemap.path_of(window.workspace.folder).exists()


def test_closing_the_workspace_stops_the_drawing(window: Window, tmp_path: Path, processing: None) -> None:
    source = put(orthophoto(tmp_path))
    desk = window.bench.desks.basemap
    desk.prepare(source.id(), AREA, 16)
    window.desk.newProject()
    window.wait_until(lambda: desk._run is None)
    assert list(window.workspace.folder.glob("*mbtiles*")) == []
