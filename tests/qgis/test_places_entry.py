"""Coordinates typed or pasted in the form, in degrees and in metres: on the map and judged before they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsAnnotationLayer, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from plugin.qgis_bridge import settings
from plugin.qgis_bridge.place_desk import InsetMap
from plugin.store.workspace import Workspace

from .desk import Desk
from .place_field import KHARKIV_POINT, KHARKIV_TYPED, Field, marked, place_field


@pytest.fixture()
def field(workspace: Workspace, desk: Desk) -> Iterator[Field]:
    with place_field(workspace, desk) as made:
        yield made


# --- shown before it is taken ---------------------------------------------------------------------------------------
def test_what_is_typed_is_on_the_map_before_it_is_taken(field: Field, desk: Desk, qtbot: Any) -> None:
    before = desk.canvas.extent()
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    assert field.point is None and field.changes == 0
    assert len(marked(desk)) == 1
    assert desk.canvas.extent() != before, "the place is out of sight: the map goes there"
    assert "Харків" in field.told
    qtbot.waitUntil(lambda: field.editor.findChild(InsetMap) is not None)
    assert field.editor.findChild(InsetMap).isVisible()
    field.press(Qt.Key.Key_Return)
    assert field.point == KHARKIV_POINT and field.changes == 1
    assert marked(desk) == [] and not field.editor.preview.isVisible()
    assert field.editor.line.text() == ""


def test_enter_pressed_at_once_shows_first_and_takes_next(field: Field, desk: Desk) -> None:
    field.type(KHARKIV_TYPED)
    field.press(Qt.Key.Key_Return)
    assert field.point is None and field.shown and len(marked(desk)) == 1
    assert field.editor.preview.take.hasFocus()
    QTest.keyClick(field.editor.preview.take, Qt.Key.Key_Space)
    assert field.point == KHARKIV_POINT


def test_leaving_the_line_takes_what_was_seen(field: Field, qtbot: Any) -> None:
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    field.other.setFocus()
    assert field.point == KHARKIV_POINT


def test_going_to_the_buttons_takes_nothing(field: Field, qtbot: Any) -> None:
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    field.editor.preview.discard.setFocus()
    assert field.point is None
    field.click("discardCandidateButton")
    assert field.point is None and not field.editor.preview.isVisible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_place_that_is_not_wanted_leaves_the_text_and_the_map_as_they_were(
    field: Field, desk: Desk, qtbot: Any, way: str
) -> None:
    before = desk.canvas.extent()
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    if way == "button":
        field.click("discardCandidateButton")
    else:
        field.press(Qt.Key.Key_Escape)
    assert field.editor.line.text() == KHARKIV_TYPED
    assert desk.canvas.extent() == before and marked(desk) == []
    assert field.window.isVisible()
    assert not field.editor.read_text(), "what was declined is not taken by saving"
    assert field.editor.problem.text()


def test_saving_takes_what_is_typed(field: Field) -> None:
    field.type(KHARKIV_TYPED)
    assert field.editor.read_text()
    assert field.point == KHARKIV_POINT


def test_the_mark_goes_with_the_form_and_comes_back_with_it(field: Field, desk: Desk, qtbot: Any) -> None:
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: len(marked(desk)) == 1)
    field.window.hide()
    assert marked(desk) == []
    field.window.show()
    assert len(marked(desk)) == 1


# --- said at once ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("36.2314 50.0045", "swapped"),
        ("N 36.2314 E 50.0045", "swapped"),
        ("45.5 31.2", "sea"),
        ("49.8397, 24.0297", "Outside the stated unit: с. Циркуни"),
    ],
)
def test_what_is_odd_about_a_place_is_said_before_it_is_taken(field: Field, qtbot: Any, typed: str, said: str) -> None:
    field.type(typed)
    qtbot.waitUntil(lambda: field.shown)
    assert said in field.told
    field.press(Qt.Key.Key_Return)
    assert field.point is None, "the person looks first"
    assert field.editor.preview.take.hasFocus()
    field.click("takeCandidateButton")
    assert field.point is not None
    stays = said == "swapped"  # the checks of the record say the rest
    assert (said in field.editor.problem.text()) == stays


def test_without_a_stated_unit_the_workspaces_territory_counts(field: Field, qtbot: Any) -> None:
    field.stated = None
    field.type("49.8397, 24.0297")
    qtbot.waitUntil(lambda: field.shown)
    assert "Outside the workspace’s territory: Харківська" in field.told
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: "Харків" in field.told and "Outside" not in field.told)


@pytest.mark.parametrize(
    "typed",
    [
        "вул. Соборна, 5",
        "50.0045",
        "https://maps.app.goo.gl/AbC123",
        "48.8566, 2.3522",
        "0, 0",
        "👍" * 30,
        "ש" * 10_000,
    ],
)
def test_what_is_no_place_stays_typed_and_says_why_when_the_line_is_left(field: Field, typed: str) -> None:
    field.type(typed)
    assert not field.editor.problem.isVisible(), "nobody is interrupted while typing"
    field.other.setFocus()
    assert field.editor.problem.isVisible() and field.editor.problem.text()
    assert field.editor.line.text() == typed[: field.editor.line.maxLength()]
    assert field.point is None and not field.editor.read_text()


def test_another_fields_repair_does_not_wipe_what_is_typed(field: Field) -> None:
    field.type("5540321,5 280543")
    field.editor.set_value(None)
    assert field.editor.line.text() == "5540321,5 280543"


# --- metres ---------------------------------------------------------------------------------------------------------
def test_metres_ask_for_their_system_and_none_is_chosen(field: Field, qtbot: Any) -> None:
    field.type("5540321,5 280543,25")
    qtbot.waitUntil(lambda: field.editor.preview.isVisible())
    box = field.editor.preview.systems
    assert box.isVisible() and box.currentIndex() == 0 and box.count() > 10
    assert "МСК-63" in box.itemText(1), "the record's own oblast is offered first"
    assert not field.editor.preview.take.isVisible()
    field.press(Qt.Key.Key_Return)
    assert box.hasFocus()
    assert not field.editor.read_text() and field.point is None, "a system is never guessed"
    assert field.editor.line.text() == "5540321,5 280543,25"


def test_the_stated_system_shifts_the_place_and_says_how_far(field: Field, qtbot: Any) -> None:
    field.type("5540321,5 280543,25")
    qtbot.waitUntil(lambda: field.editor.preview.isVisible())
    field.choose("МСК-63")
    assert field.shown and "112 m" in field.told and "good to 1 m" in field.told
    field.choose("УСК-2000, 3° зона 12")
    first = field.editor.entry.candidate
    field.choose("МСК-63")
    assert field.editor.entry.candidate != first, "the same numbers, another place"
    field.click("takeCandidateButton")
    assert field.point == pytest.approx([36.227099, 49.994026], abs=1e-6)
    assert settings.value("places/system") == "EPSG:9858"


def test_the_system_of_last_time_is_shown_but_has_to_be_confirmed(field: Field, qtbot: Any) -> None:
    settings.set_value("places/system", "EPSG:9858")
    field.type("5540321,5 280543,25")
    qtbot.waitUntil(lambda: field.shown)
    assert "МСК-63" in field.editor.preview.systems.currentText()
    assert not field.editor.read_text(), "saving confirms nothing"
    field.press(Qt.Key.Key_Return)
    assert field.point is None
    field.click("takeCandidateButton")
    assert field.point == pytest.approx([36.227099, 49.994026], abs=1e-6)


def test_a_system_named_in_the_text_is_stated(field: Field, qtbot: Any) -> None:
    field.type("СК-63 5540321,5 5373543,25")
    qtbot.waitUntil(lambda: field.shown)
    assert "СК-63, район X, зона 5" in field.editor.preview.systems.currentText()
    assert "4,5 m" in field.told
    assert field.editor.read_text()
    assert field.point == pytest.approx([36.525656, 50.072629], abs=1e-6)


def test_degrees_of_sk_42_are_shifted(field: Field, qtbot: Any) -> None:
    field.type("СК-42 50°00′16,2″ пн 36°13′53,04″ сх")
    qtbot.waitUntil(lambda: field.shown)
    assert "Shifted" in field.told
    candidate = field.editor.entry.candidate
    assert candidate is not None and 0.0005 < abs(candidate.longitude - 36.2314) < 0.003


def test_any_system_of_qgis_can_be_stated(field: Field, qtbot: Any) -> None:
    field.type("6448241,5 4032000")
    qtbot.waitUntil(lambda: field.editor.preview.isVisible())
    assert not field.editor.preview.take.isVisible()
    field.click("otherSystemButton")
    dialog = field.editor.preview.findChild(QWidget, "chooseSystemDialog")
    assert dialog is not None and dialog.isVisible()
    dialog.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    dialog.accept()
    assert field.shown and "EPSG:3857" in field.editor.preview.systems.currentText()
    field.click("takeCandidateButton")
    assert field.point == pytest.approx([36.22, 50.01], abs=0.02)


def test_a_drawn_line_is_not_replaced_unawares(field: Field, qtbot: Any) -> None:
    line = {"type": "LineString", "coordinates": [[36.2, 50.0], [36.3, 50.1]]}
    field.editor.set_value(line)
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    assert "replaces" in field.told
    field.press(Qt.Key.Key_Return)
    assert field.editor.value() == line and not field.editor.read_text()
    field.click("takeCandidateButton")
    assert field.point == KHARKIV_POINT


def test_everything_in_the_field_has_a_name_and_fits_a_narrow_form(field: Field, qtbot: Any) -> None:
    field.type("5540321,5 280543,25")
    qtbot.waitUntil(lambda: field.editor.preview.isVisible())
    field.choose("МСК-63")
    for widget in [*field.editor.findChildren(QPushButton), field.editor.preview.systems, field.editor.line]:
        assert widget.objectName() and widget.accessibleName(), widget
    assert field.editor.minimumSizeHint().width() <= 500


# --- a map that shows nothing else ------------------------------------------------------------------------------------
def test_the_nearest_settlement_is_named_on_the_small_map(field: Field, desk: Desk, qtbot: Any) -> None:
    """7.9 km away: an empty square of some hundred metres would tell nobody where that is."""
    field.type("50.072629 36.525656")
    qtbot.waitUntil(lambda: field.editor.findChild(InsetMap) is not None)
    inset = field.editor.findChild(InsetMap)
    assert inset.landmark is not None and inset.landmark.name == "с-ще Елітне"
    assert inset.extent().contains(inset.landmark.place)
    image = inset.grab().toImage()
    at = inset.landmark.toCanvasCoordinates(inset.landmark.place)
    dot = image.pixelColor(round(at.x() * image.devicePixelRatio()), round(at.y() * image.devicePixelRatio()))
    assert dot.lightness() < 128, "it is drawn"


def test_where_there_is_a_map_beneath_the_small_one_stays_near(field: Field, desk: Desk, qtbot: Any) -> None:
    ground = QgsAnnotationLayer("Tiles", QgsAnnotationLayer.LayerOptions(QgsCoordinateTransformContext()))
    desk.canvas.setLayers([ground])
    field.type("50.072629 36.525656")
    qtbot.waitUntil(lambda: field.editor.findChild(InsetMap) is not None)
    inset = field.editor.findChild(InsetMap)
    assert inset.landmark is None and inset.extent().height() < 2500
    desk.canvas.setLayers([])
