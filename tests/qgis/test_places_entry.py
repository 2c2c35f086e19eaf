"""Ways to a place in the form: typed, pasted, in metres, from the receiver, a photo or a centre; shown before taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsNmeaConnection, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QPushButton, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.geometry import GeometryEditor
from plugin.forms.sticky import MemorySticky
from plugin.forms.window import RecordWindow
from plugin.qgis_bridge import settings
from plugin.qgis_bridge.place_desk import CANDIDATE, InsetMap, PlaceDesk
from plugin.qgis_bridge.tasks import TaskRunner
from plugin.records.catalogue import Catalogue
from plugin.records.territory import default_codifier
from plugin.store.workspace import Workspace
from tests.unit.store.pictures import exif, jpeg

from .desk import Desk

TSYRKUNY = "UA63120290010028715"
KHARKIV_TYPED, KHARKIV_POINT = "50.0045 36.2314", [36.2314, 50.0045]


@pytest.fixture()
def places(desk: Desk) -> Iterator[PlaceDesk]:
    """What forms ask about places, over a map of Poltava, in metres of the web's Mercator."""
    settings.set_value("places/system", "")
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    desk.canvas.setExtent(QgsRectangle(3_830_000, 6_360_000, 3_860_000, 6_380_000))
    tasks = TaskRunner()
    made = PlaceDesk(desk, tasks)
    yield made
    made.close()
    tasks.close()
    settings.set_value("places/system", "")


@pytest.fixture()
def access(workspace: Workspace, places: PlaceDesk) -> WorkspaceAccess:
    return WorkspaceAccess(workspace, default_codifier(), "Олена", MemorySticky(), places=places)


class Field:
    """The field of the place in a window of its own, and what came of it."""

    def __init__(self, access: WorkspaceAccess, stated: str | None = TSYRKUNY, kind: str = "any") -> None:
        self.stated = stated
        self.window = QWidget()
        self.editor = GeometryEditor(kind, "uk", self.window, access, lambda: self.stated)
        self.other = QPushButton("…", self.window)
        self.editor.resize(640, 400)
        self.window.resize(700, 440)
        self.window.show()
        self.window.activateWindow()
        self.editor.line.setFocus()
        self.precision: list[str] = []
        self.changes = 0
        self.editor.precision_told.connect(self.precision.append)
        self.editor.changed.connect(self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def type(self, text: str) -> None:
        self.editor.line.setFocus()
        self.editor.line.setText(text)
        self.editor.line.textEdited.emit(text)

    @property
    def shown(self) -> bool:
        return self.editor.preview.isVisible() and self.editor.entry.candidate is not None

    @property
    def told(self) -> str:
        return self.editor.preview.told

    @property
    def point(self) -> list[float] | None:
        value = self.editor.value()
        return None if value is None else value["coordinates"]

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.editor.line, key)

    def click(self, name: str) -> None:
        self.editor.findChild(QPushButton, name).click()

    def choose(self, text: str) -> None:
        """Chooses the system whose name holds `text`."""
        box = self.editor.findChild(QComboBox, "systemChoice")
        index = next(n for n in range(box.count()) if text in box.itemText(n))
        box.setCurrentIndex(index)
        box.activated.emit(index)


@pytest.fixture()
def field(access: WorkspaceAccess, qtbot: Any) -> Iterator[Field]:
    made = Field(access)
    yield made
    made.window.close()
    made.window.deleteLater()


def marked(desk: Desk) -> list[tuple[float, float]]:
    """Where places that are not taken yet are marked on the map."""
    bands = [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand)]
    points = [band.asGeometry().asMultiPoint() or [band.asGeometry().asPoint()] for band in bands
              if band.strokeColor() == CANDIDATE]  # fmt: skip
    return sorted({(round(point.x()), round(point.y())) for found in points for point in found})


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


# --- other ways -----------------------------------------------------------------------------------------------------
def _use(field: Field, name: str) -> None:
    action = next(one for one in field.editor.findChildren(QWidget, "otherWaysMenu")[0].actions()
                  if one.objectName() == name)  # fmt: skip
    action.trigger()


class Receiver:
    """A satellite receiver that QGIS is connected to; it says what a test lets it say, in NMEA 0183."""

    def __init__(self) -> None:
        self.device = QBuffer()
        self.device.open(QIODevice.OpenModeFlag.ReadWrite)
        self.connection = QgsNmeaConnection(self.device)
        self.connection.connect()
        QgsApplication.gpsConnectionRegistry().registerConnection(self.connection)

    def say(self, *sentences: str) -> None:
        data = "".join(f"${text}*{_checksum(text)}\r\n" for text in sentences).encode()
        at = self.device.pos()
        self.device.write(QByteArray(data))
        self.device.seek(at)
        self.device.readyRead.emit()
        QTest.qWait(20)

    def close(self) -> None:
        QgsApplication.gpsConnectionRegistry().unregisterConnection(self.connection)
        self.connection.close()


def _checksum(text: str) -> str:
    total = 0
    for letter in text:
        total ^= ord(letter)
    return f"{total:02X}"


@pytest.fixture()
def receiver(qgis_app: QgsApplication) -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def test_without_a_receiver_it_is_said_what_to_do(field: Field) -> None:
    _use(field, "gpsAction")
    assert "GPS" in field.editor.problem.text() and field.point is None


def test_the_receivers_place_is_followed_until_it_is_taken(field: Field, receiver: Receiver, qtbot: Any) -> None:
    _use(field, "gpsAction")
    assert "satellites" in field.editor.problem.text()
    receiver.say("GPGGA,120000.00,5000.2700,N,03613.8840,E,1,08,0.9,120.0,M,20.0,M,,",
                 "GPRMC,120000.00,A,5000.2700,N,03613.8840,E,0.0,0.0,221126,,,A")  # fmt: skip
    qtbot.waitUntil(lambda: field.shown)
    assert "GPS" in field.told and "satellite" in field.told
    assert field.editor.problem.text() == ""
    receiver.say("GPGGA,120001.00,5000.3300,N,03613.8840,E,1,08,0.9,120.0,M,20.0,M,,",
                 "GPRMC,120001.00,A,5000.3300,N,03613.8840,E,0.0,0.0,221126,,,A")  # fmt: skip
    qtbot.waitUntil(lambda: field.editor.entry.candidate.latitude > 50.005)
    field.click("takeCandidateButton")
    assert field.point == pytest.approx([36.2314, 50.0055], abs=1e-6)
    assert field.precision == ["exact"]


def test_a_photos_place_is_offered(field: Field, tmp_path: Path, qtbot: Any) -> None:
    photo = tmp_path / "школа.jpg"
    photo.write_bytes(jpeg(exif(place=(36.2304, 49.9935))))
    field.editor.entry.read_photo(photo)
    qtbot.waitUntil(lambda: field.shown)
    assert "школа.jpg" in field.told and field.point is None
    field.click("takeCandidateButton")
    assert field.point == pytest.approx([36.2304, 49.9935], abs=1e-6)


@pytest.mark.parametrize("there", [True, False])
def test_a_photo_without_a_place_or_on_a_stick_that_was_pulled_out_is_said(
    field: Field, tmp_path: Path, qtbot: Any, there: bool
) -> None:
    photo = tmp_path / "школа.jpg"
    if there:
        photo.write_bytes(jpeg(exif(place=None)))
    field.editor.entry.read_photo(photo)
    qtbot.waitUntil(lambda: bool(field.editor.problem.text()))
    assert "школа.jpg" in field.editor.problem.text()
    assert ("does not say" if there else "disk") in field.editor.problem.text()


def test_a_drawn_line_is_not_replaced_unawares(field: Field, qtbot: Any) -> None:
    line = {"type": "LineString", "coordinates": [[36.2, 50.0], [36.3, 50.1]]}
    field.editor.set_value(line)
    field.type(KHARKIV_TYPED)
    qtbot.waitUntil(lambda: field.shown)
    assert "replaces" in field.told
    field.press(Qt.Key.Key_Return)
    assert field.editor.value() == line
    field.click("takeCandidateButton")
    assert field.point == KHARKIV_POINT


def test_saving_does_not_pass_over_a_place_that_is_shown_and_not_decided(field: Field) -> None:
    _use(field, "centreAction")
    assert field.editor.has_unread_text and not field.editor.read_text()
    assert field.editor.problem.text() and field.shown
    assert field.editor.unread_text.startswith("50.0"), "a draft keeps it as text"
    field.click("discardCandidateButton")
    assert field.editor.read_text() and not field.editor.has_unread_text


def test_a_settlements_centre_is_marked_as_such(field: Field) -> None:
    _use(field, "centreAction")
    assert field.shown and "settlement’s centre" in field.told
    field.click("takeCandidateButton")
    assert field.precision == ["settlement"]
    assert field.point == pytest.approx([36.38, 50.09], abs=0.05)
    field.type(KHARKIV_TYPED)
    assert field.editor.read_text()
    assert field.precision == ["settlement", ""], "another place is no settlement's centre any more"


@pytest.mark.parametrize("stated", [None, "UA63000000000041885"])
def test_without_a_settlement_there_is_no_centre(field: Field, stated: str | None) -> None:
    field.stated = stated
    _use(field, "centreAction")
    assert not field.shown and field.editor.problem.text()


# --- in the form ----------------------------------------------------------------------------------------------------
def test_a_centre_in_the_form_sets_the_precision_of_the_record(
    access: WorkspaceAccess, catalogue: Catalogue, qtbot: Any
) -> None:
    window = RecordWindow(access, catalogue.type("need"), None, "uk", None, {"katottg": TSYRKUNY})
    window.show()
    window.form.focus_field("geom")
    editor = window.findChild(GeometryEditor)
    editor.entry.use_centre()
    editor.preview.take.click()
    assert window.form.editing.get("precision") == "settlement"
    assert window.form.editing.get("geom") == editor.value()
    window.form.pages.offer_place({"type": "Point", "coordinates": [36.2304, 49.9935]})
    assert editor.preview.isVisible() and "photo" in editor.preview.told
    editor.preview.take.click()
    assert window.form.editing.get("precision") == "exact"
    assert window.form.editing.get("geom")["coordinates"] == [36.2304, 49.9935]
    window.hide()
    window.deleteLater()


def test_everything_in_the_field_has_a_name_and_fits_a_narrow_form(field: Field, qtbot: Any) -> None:
    field.type("5540321,5 280543,25")
    qtbot.waitUntil(lambda: field.editor.preview.isVisible())
    field.choose("МСК-63")
    for widget in [*field.editor.findChildren(QPushButton), field.editor.preview.systems, field.editor.line]:
        assert widget.objectName() and widget.accessibleName(), widget
    assert field.editor.minimumSizeHint().width() <= 500
