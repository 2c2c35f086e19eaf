"""A pasted list of corners in the form: a line or an area, on the map before it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QRadioButton

from plugin.qgis_bridge.geojson import to_geometry
from plugin.qgis_bridge.place_desk import CANDIDATE, InsetMap
from plugin.store.workspace import Workspace

from .desk import Desk
from .place_field import Field, place_access, place_field

SQUARE = "50.0850 36.3830\n50.0850 36.3850\n50.0860 36.3850\n50.0860 36.3830"
RING = [[36.383, 50.085], [36.385, 50.085], [36.385, 50.086], [36.383, 50.086], [36.383, 50.085]]


@pytest.fixture()
def field(workspace: Workspace, desk: Desk) -> Iterator[Field]:
    with place_field(workspace, desk) as made:
        yield made


def _paste(field: Field, text: str) -> None:
    QApplication.clipboard().setText(text)
    field.editor.line.setFocus()
    field.editor.line.clear()
    field.editor.line.paste()
    field.editor.line.textEdited.emit(field.editor.line.text())
    field.press(Qt.Key.Key_Return)


def _radio(field: Field, name: str) -> QRadioButton:
    found = field.editor.findChild(QRadioButton, name)
    assert found is not None
    return found


def _take(field: Field) -> None:
    field.editor.findChild(QPushButton, "takeCandidateButton").click()


def _outlines(desk: Desk) -> list[QgsGeometry]:
    """What is drawn on the map and not taken yet."""
    bands = [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand)]
    return [band.asGeometry() for band in bands if band.strokeColor() == CANDIDATE]


def test_corners_become_an_area_that_is_seen_before_it_is_taken(field: Field, desk: Desk, qtbot: Any) -> None:
    _paste(field, SQUARE)
    assert field.shown and field.point is None
    heading = field.editor.preview.heading.text()
    assert "Area, ≈ 1,59 ha, 4 vertices" in heading, heading
    (outline,) = _outlines(desk)
    assert outline.type() == QgsWkbTypes.GeometryType.PolygonGeometry
    assert desk.canvas.extent().contains(outline.boundingBox())
    qtbot.waitUntil(lambda: field.editor.findChild(InsetMap) is not None)
    inset = field.editor.findChild(InsetMap)
    assert inset.extent().contains(outline.boundingBox()), "all of it is on the small map"
    _take(field)
    assert field.editor.value() == {"type": "Polygon", "coordinates": [RING]} and field.changes == 1
    assert _outlines(desk) == [] and field.editor.line.text() == ""


def test_the_same_corners_may_be_a_line(field: Field, desk: Desk) -> None:
    _paste(field, SQUARE)
    assert _radio(field, "cornersAsArea").isChecked()
    _radio(field, "cornersAsLine").click()
    assert [one.type() for one in _outlines(desk)] == [QgsWkbTypes.GeometryType.LineGeometry]
    _take(field)
    assert field.editor.value() == {"type": "LineString", "coordinates": RING[:-1]}


def test_two_corners_are_a_line_and_nothing_is_asked(field: Field) -> None:
    _paste(field, "50.0850 36.3830\n50.0860 36.3850")
    assert not _radio(field, "cornersAsArea").isVisible() and field.editor.preview.take.hasFocus()
    QTest.keyClick(field.editor.preview.take, Qt.Key.Key_Space)
    assert field.editor.value() == {"type": "LineString", "coordinates": [[36.383, 50.085], [36.385, 50.086]]}


def test_the_keyboard_goes_to_what_is_open_and_on_to_taking(field: Field) -> None:
    _paste(field, SQUARE)
    assert _radio(field, "cornersAsArea").hasFocus()
    QTest.keyClick(_radio(field, "cornersAsArea"), Qt.Key.Key_Right)
    QTest.keyClick(_radio(field, "cornersAsLine"), Qt.Key.Key_Space)
    assert field.editor.entry.candidate is not None and field.editor.entry.candidate.shape == "line"


def test_saving_does_not_decide_between_a_line_and_an_area(field: Field) -> None:
    _paste(field, SQUARE)
    assert not field.editor.read_text() and field.editor.value() is None
    assert field.editor.unread_text.startswith("50.0850 36.3830"), "nothing typed is lost"
    _radio(field, "cornersAsArea").click()
    assert field.editor.read_text()
    assert field.editor.value() is not None


def test_a_ring_that_is_closed_is_an_area_and_may_be_saved_as_it_is(field: Field) -> None:
    _paste(field, SQUARE + "\n50.0850 36.3830")
    assert field.editor.read_text()
    assert field.editor.value() == {"type": "Polygon", "coordinates": [RING]}


def test_a_closed_line_keeps_its_end(field: Field) -> None:
    _paste(field, SQUARE + "\n50.0850 36.3830")
    _radio(field, "cornersAsLine").click()
    _take(field)
    assert field.editor.value() == {"type": "LineString", "coordinates": RING}


def test_an_outline_that_crosses_itself_is_not_taken_as_an_area(field: Field, desk: Desk) -> None:
    lines = SQUARE.splitlines()
    _paste(field, "\n".join([lines[0], lines[2], lines[1], lines[3]]))
    assert not field.editor.preview.take.isEnabled() and "crosses itself" in field.told
    assert len(_outlines(desk)) == 1, "where it crosses is to be seen"
    field.editor.entry.take()
    assert not field.editor.read_text() and field.editor.value() is None
    _radio(field, "cornersAsLine").click()
    assert field.editor.preview.take.isEnabled()
    _take(field)
    value = field.editor.value()
    assert value is not None and value["type"] == "LineString"


def test_corners_in_metres_are_worked_out_in_the_system_that_is_stated(field: Field) -> None:
    _paste(field, "№\tX\tY\n1\t5551234,5\t312345,6\n2\t5551234,5\t312545,6\n3\t5551434,5\t312545,6")
    assert field.editor.entry.candidate is None and field.editor.preview.systems.isVisible()
    box = field.editor.preview.systems
    index = next(n for n in range(box.count()) if box.itemData(n) is not None)
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert field.editor.entry.candidate is not None
    _radio(field, "cornersAsArea").click()
    _take(field)
    value = field.editor.value()
    assert value is not None and value["type"] == "Polygon"
    metres2 = to_geometry(value).area() * 111_320**2 * 0.6418  # of the latitude's cosine
    assert metres2 == pytest.approx(20_000, rel=0.05)


def test_a_system_from_the_whole_list_holds_for_every_corner(field: Field) -> None:
    _paste(field, "5551234,5 312345,6\n5551434,5 312545,6")
    field.editor.entry._choose_any("EPSG:32637")
    shown = field.editor.entry.candidate
    assert shown is not None and len(shown.corners) == 2
    assert shown.corners[0][0] == pytest.approx(36.38, abs=0.02)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("50.0850 36.3830\n50.0850 36.3850\nріг школи 5", "Рядок 3"),
        ("50.0850 36.3830\n5551234,5 312545,6", "різних системах"),
        ("50.0850 36.3830\n50.0850 36.3850\n60.0860 36.3850", "Corner 3"),
    ],
)
def test_the_corner_that_is_wrong_is_named(field: Field, text: str, told: str) -> None:
    _paste(field, text)
    assert told in field.editor.problem.text() and field.editor.value() is None
    assert field.editor.line.text() == text, "nothing typed is lost"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("50.0850 36.3830\n50.0850 36.3850\n50.0860 37.6850", "Corners 2 and 3"),
        ("50.0850 36.3830\n50.0850 36.3850\n50.0860 36.7850", "Corner 3: Outside the stated unit"),
    ],
)
def test_a_corner_far_from_the_others_is_said_before_it_is_taken(field: Field, text: str, told: str) -> None:
    _paste(field, text)
    assert told in field.told


def test_a_record_that_takes_only_a_point_refuses_a_list(workspace: Workspace, desk: Desk) -> None:
    with place_access(workspace, desk) as access:
        field = Field(access, kind="point")
        _paste(field, SQUARE)
        assert "Тут 4 місця" in field.editor.problem.text() and field.editor.value() is None
        field.window.close()
        field.window.deleteLater()


def test_a_list_replaces_what_is_drawn_only_when_the_person_says_so(field: Field) -> None:
    field.editor.set_value({"type": "Polygon", "coordinates": [RING]})
    _paste(field, "50.0850 36.3830\n50.0860 36.3850")
    assert "replaces the line or area" in field.told
    assert not field.editor.read_text()
    _take(field)
    value = field.editor.value()
    assert value is not None and value["type"] == "LineString"
