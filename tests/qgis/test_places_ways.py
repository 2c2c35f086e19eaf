"""Ways to a place other than typing: the receiver, a photo, a settlement's centre; and all of them in the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsNmeaConnection
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.geometry import GeometryEditor
from plugin.forms.window import RecordWindow
from plugin.records.catalogue import Catalogue
from plugin.store.workspace import Workspace
from tests.unit.store.pictures import exif, jpeg

from .desk import Desk
from .place_field import KHARKIV_TYPED, TSYRKUNY, Field, place_access, place_field


@pytest.fixture()
def field(workspace: Workspace, desk: Desk) -> Iterator[Field]:
    with place_field(workspace, desk) as made:
        yield made


# --- other ways -----------------------------------------------------------------------------------------------------
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
    field.use("gpsAction")
    assert "GPS" in field.editor.problem.text() and field.point is None


def test_the_receivers_place_is_followed_until_it_is_taken(field: Field, receiver: Receiver, qtbot: Any) -> None:
    field.use("gpsAction")
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


def test_saving_does_not_pass_over_a_place_that_is_shown_and_not_decided(field: Field) -> None:
    field.use("centreAction")
    assert field.editor.has_unread_text and not field.editor.read_text()
    assert field.editor.problem.text() and field.shown
    assert field.editor.unread_text.startswith("50.0"), "a draft keeps it as text"
    field.click("discardCandidateButton")
    assert field.editor.read_text() and not field.editor.has_unread_text


def test_a_settlements_centre_is_marked_as_such(field: Field) -> None:
    field.use("centreAction")
    assert field.shown and "settlement’s centre" in field.told
    assert "Known centre of a settlement" in field.told and "0 m away" not in field.told
    field.click("takeCandidateButton")
    assert field.precision == ["settlement"]
    assert field.point == pytest.approx([36.38, 50.09], abs=0.05)
    field.type(KHARKIV_TYPED)
    assert field.editor.read_text()
    assert field.precision == ["settlement", ""], "another place is no settlement's centre any more"


@pytest.mark.parametrize("stated", [None, "UA63000000000041885"])
def test_without_a_settlement_there_is_no_centre(field: Field, stated: str | None) -> None:
    field.stated = stated
    field.use("centreAction")
    assert not field.shown and field.editor.problem.text()


# --- in the form ----------------------------------------------------------------------------------------------------
def test_a_centre_in_the_form_sets_the_precision_of_the_record(
    workspace: Workspace, desk: Desk, catalogue: Catalogue
) -> None:
    with place_access(workspace, desk) as access:
        _centre_and_photo_in_the_form(access, catalogue)


def _centre_and_photo_in_the_form(access: WorkspaceAccess, catalogue: Catalogue) -> None:
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


def test_what_is_drawn_outside_the_stated_unit_is_said_at_once(
    workspace: Workspace, desk: Desk, catalogue: Catalogue
) -> None:
    with place_access(workspace, desk) as access:
        window = RecordWindow(access, catalogue.type("need"), None, "uk", None, {"katottg": TSYRKUNY})
        window.show()
        window.form.focus_field("geom")
        window.set_geometry({"type": "Point", "coordinates": [24.0297, 49.8397]})
        window.form.check()
        told = [window.findChild(QWidget, f"fault_{name}").text for name in ("katottg", "geom")]
        assert any("Циркун" in text for text in told), told
        window.hide()
        window.deleteLater()
