"""Placing on the map with the mouse and the keyboard: what comes out is GeoJSON in WGS 84, whatever the map shows."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsTolerance,
    QgsVectorLayer,
)
from qgis.gui import QgsMapTool, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog

from plugin.contract.geometry import check_geometry
from plugin.qgis_bridge.map_tools import GeometryFault, PlaceTool, geojson
from plugin.qgis_bridge.placing import Placing

from .desk import Desk

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
TO_UCS2000_ZONE_12 = QgsCoordinateReferenceSystem("EPSG:6387")


class Drawing:
    """A canvas over Kharkiv, a tool, and what it told."""

    def __init__(self, desk: Desk, crs: str = "EPSG:3857") -> None:
        self.canvas = desk.canvas
        self.cad = desk.cad
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
        to_map = QgsCoordinateTransform(WGS84, self.canvas.mapSettings().destinationCrs(), QgsProject.instance())
        self.canvas.setExtent(to_map.transformBoundingBox(QgsRectangle(36.0, 49.8, 36.6, 50.2)))
        self.placed: list[dict[str, Any]] = []
        self.rejected: list[str] = []
        self.cancelled: list[bool] = []

    def take(self, kind: str) -> PlaceTool:
        tool = PlaceTool(self.canvas, self.cad, kind)
        tool.placed.connect(self.placed.append)
        tool.rejected.connect(self.rejected.append)
        tool.cancelled.connect(lambda: self.cancelled.append(True))
        self.canvas.setMapTool(tool)
        self.tool = tool  # the canvas does not own it
        return tool

    def click(self, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
        at = QPoint(x, y)
        QTest.mouseMove(self.canvas.viewport(), at)
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, at)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.canvas, key)

    def where(self, x: int, y: int) -> tuple[float, float]:
        point = self.canvas.getCoordinateTransform().toMapCoordinates(x, y)
        back = QgsCoordinateTransform(self.canvas.mapSettings().destinationCrs(), WGS84, QgsProject.instance())
        found = back.transform(point)
        return found.x(), found.y()


@pytest.fixture()
def drawing(desk: Desk) -> Drawing:
    return Drawing(desk)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326", "EPSG:6387", "EPSG:32637"])
def test_a_click_is_a_point_in_longitude_and_latitude_on_any_map(desk: Desk, crs: str) -> None:
    drawing = Drawing(desk, crs)
    drawing.take("point")
    drawing.click(200, 150)
    (geometry,) = drawing.placed
    assert geometry["type"] == "Point"
    longitude, latitude = geometry["coordinates"]
    assert (longitude, latitude) == pytest.approx(drawing.where(200, 150), abs=1e-9)
    assert 35.5 < longitude < 37.1 and 49.5 < latitude < 50.5
    assert check_geometry(geometry, "any") is None


def test_a_line_is_clicked_and_ended_by_the_right_button(drawing: Drawing) -> None:
    drawing.take("line")
    for x, y in ((100, 100), (200, 120), (300, 100)):
        drawing.click(x, y)
    drawing.click(0, 0, RIGHT)
    (geometry,) = drawing.placed
    assert geometry["type"] == "LineString"
    assert len(geometry["coordinates"]) == 3
    assert geometry["coordinates"][1] == pytest.approx(drawing.where(200, 120), abs=1e-9)


def test_an_area_is_closed_and_runs_counter_clockwise(drawing: Drawing) -> None:
    for corners in (((100, 100), (200, 100), (200, 200)), ((200, 200), (200, 100), (100, 100))):
        drawing.take("area")
        for x, y in corners:
            drawing.click(x, y)
        drawing.press(Qt.Key.Key_Return)
    assert len(drawing.placed) == 2
    for geometry in drawing.placed:
        (ring,) = geometry["coordinates"]
        assert ring[0] == ring[-1] and len(ring) == 4
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) > 0
        assert check_geometry(geometry, "any") is None


def test_backspace_takes_a_vertex_back(drawing: Drawing) -> None:
    tool = drawing.take("line")
    for x, y in ((100, 100), (200, 120), (300, 300)):
        drawing.click(x, y)
    drawing.press(Qt.Key.Key_Backspace)
    assert tool.vertices() == 2
    drawing.click(320, 100)
    drawing.press(Qt.Key.Key_Enter)
    (geometry,) = drawing.placed
    assert geometry["coordinates"][2] == pytest.approx(drawing.where(320, 100), abs=1e-9)


def test_too_few_vertices_are_told_and_the_drawing_goes_on(drawing: Drawing) -> None:
    drawing.take("area")
    drawing.click(100, 100)
    drawing.click(200, 100)
    drawing.click(0, 0, RIGHT)
    assert drawing.rejected == ["too_few"]
    drawing.click(200, 200)
    drawing.click(0, 0, RIGHT)
    assert len(drawing.placed) == 1


def test_an_outline_that_crosses_itself_is_told(drawing: Drawing) -> None:
    drawing.take("area")
    for x, y in ((100, 100), (200, 200), (200, 100), (100, 200)):
        drawing.click(x, y)
    drawing.press(Qt.Key.Key_Return)
    assert drawing.rejected == ["crossing"]
    assert drawing.placed == []


def test_escape_gives_up_once(drawing: Drawing) -> None:
    tool = drawing.take("line")
    drawing.click(100, 100)
    drawing.press(Qt.Key.Key_Escape)
    drawing.canvas.unsetMapTool(tool)
    assert drawing.cancelled == [True]
    assert drawing.placed == []


def test_another_map_tool_gives_up_too(drawing: Drawing) -> None:
    drawing.take("area")
    drawing.click(100, 100)
    pan = QgsMapToolPan(drawing.canvas)
    drawing.canvas.setMapTool(pan)
    assert drawing.cancelled == [True]


def test_a_click_near_a_feature_snaps_to_it(desk: Desk, drawing: Drawing, project: QgsProject, wait_until) -> None:
    desk.bridge.setAutoSetupOnFirstLayer(False)  # the map stays where it is
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "опора", "memory")
    target = drawing.where(250, 180)
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*target)))
    layer.dataProvider().addFeature(feature)
    project.addMapLayer(layer)
    desk.bridge.setCanvasLayers()
    config = QgsSnappingConfig(project)
    config.setEnabled(True)
    config.setMode(Qgis.SnappingMode.AllLayers if hasattr(Qgis, "SnappingMode") else QgsSnappingConfig.AllLayers)
    config.setTypeFlag(
        Qgis.SnappingTypes(Qgis.SnappingType.Vertex)
        if hasattr(Qgis, "SnappingType")
        else QgsSnappingConfig.SnappingTypes(QgsSnappingConfig.VertexFlag)
    )
    config.setTolerance(15)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    drawing.canvas.snappingUtils().setConfig(config)
    snapping = drawing.canvas.snappingUtils()
    near = QPoint(257, 186)
    wait_until(lambda: snapping.snapToMap(near).isValid())  # indexing goes on beside the window
    drawing.take("point")
    drawing.click(near.x(), near.y())
    (geometry,) = drawing.placed
    assert geometry["coordinates"] == pytest.approx(target, abs=1e-9)


@given(
    st.lists(st.tuples(st.floats(22.1, 40.2), st.floats(44.1, 52.3)), min_size=3, max_size=12),
    st.sampled_from(["point", "line", "area"]),
)
def test_whatever_is_drawn_the_portal_takes_the_geometry(vertices: list[tuple[float, float]], kind: str) -> None:
    try:
        geometry = geojson(kind, [QgsPointXY(x, y) for x, y in vertices], WGS84)
    except GeometryFault as fault:
        assert fault.code in ("too_few", "crossing")
        return
    assert check_geometry(geometry, "any") is None

    def flat(part: Any) -> list[float]:
        return [part] if isinstance(part, float) else [number for one in part for number in flat(one)]

    for number in flat(geometry["coordinates"]):
        assert math.copysign(1, number) == 1
        assert round(number, 9) == number


# --- from a form, and back to it --------------------------------------------------------------------------------------
def test_placing_gives_the_keyboard_to_the_map(desk: Desk, wait_until) -> None:
    form = QDialog(desk.window)
    form.show()
    form.activateWindow()
    wait_until(form.isActiveWindow)
    placing = Placing(desk)
    placing.start("point", lambda _place: None)
    wait_until(desk.canvas.hasFocus)
    placing.stop()
    form.deleteLater()


def test_the_former_tool_comes_back_and_the_hint_goes(desk: Desk, drawing: Drawing) -> None:
    pan = QgsMapToolPan(desk.canvas)
    desk.canvas.setMapTool(pan)
    placing = Placing(desk)
    got: list[dict[str, Any]] = []
    placing.start("point", got.append)
    assert len(desk.notices()) == 1
    drawing.click(200, 150)
    assert got and got[0]["type"] == "Point"
    assert desk.canvas.mapTool() is pan
    assert desk.notices() == []
    assert not placing.active


def test_taking_another_tool_does_not_wake_the_former_one(desk: Desk, drawing: Drawing) -> None:
    awake: list[QgsMapTool] = []

    class Tool(QgsMapToolPan):
        def activate(self) -> None:
            super().activate()
            awake.append(self)

        def deactivate(self) -> None:
            super().deactivate()
            awake.remove(self)

    former, other = Tool(desk.canvas), Tool(desk.canvas)
    desk.canvas.setMapTool(former)
    given_up: list[bool] = []
    placing = Placing(desk)
    placing.start("area", lambda _place: None, lambda: given_up.append(True))
    drawing.click(200, 150)
    desk.canvas.setMapTool(other)
    assert given_up == [True] and not placing.active
    assert desk.canvas.mapTool() is other
    assert awake == [other]


def test_giving_up_is_told_and_nothing_is_placed(desk: Desk, drawing: Drawing) -> None:
    placing = Placing(desk)
    got: list[Any] = []
    placing.start("line", got.append, lambda: got.append("given up"))
    drawing.click(200, 150)
    drawing.press(Qt.Key.Key_Escape)
    assert got == ["given up"]
    assert desk.notices() == []


def test_a_second_request_gives_the_first_one_up(desk: Desk, drawing: Drawing) -> None:
    placing = Placing(desk)
    got: list[Any] = []
    placing.start("line", got.append, lambda: got.append("first given up"))
    placing.start("point", got.append, lambda: got.append("second given up"))
    drawing.click(200, 150)
    assert got[0] == "first given up"
    assert got[1]["type"] == "Point"
    assert len(got) == 2


def test_what_is_wrong_with_a_drawing_is_said(desk: Desk, drawing: Drawing) -> None:
    placing = Placing(desk)
    placing.start("area", print)
    drawing.click(200, 150)
    drawing.click(0, 0, RIGHT)
    (text,) = desk.notices()
    assert "three" in text or "три" in text
    placing.stop()
