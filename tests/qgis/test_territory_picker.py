"""Picking a territory unit as people do: a few letters, the tree, the last used ones, the place on the map."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QAbstractItemModelTester
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from plugin.forms.access import WorkspaceAccess
from plugin.forms.fields.factory import make_editor
from plugin.forms.fields.territory import position_of
from plugin.forms.fields.territory_tree import CODE_ROLE, TerritoryDialog, TerritoryModel
from plugin.forms.form import RecordForm
from plugin.forms.sticky import MemorySticky
from plugin.qgis_bridge.geojson import to_geometry
from plugin.qgis_bridge.selection import SelectionLink
from plugin.records.territory import default_codifier
from plugin.store import boundary_file, boundary_source

TSYRKUNY, HROMADA = "UA63120290010028715", "UA63120290000021734"
NEIGHBOUR, KHARKIV = "UA63120270000028556", "UA63000000000041885"
SAMAR = "UA12100070010038698"
IN_TSYRKUNY = {"type": "Point", "coordinates": [36.39, 50.08]}
IN_KHARKIV = {"type": "Point", "coordinates": [36.2304, 49.9935]}


def type_text(widget, text):
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def labels(lookup):
    return [lookup.model.item(row).text() for row in range(lookup.model.rowCount())]


@pytest.fixture()
def access(workspace):
    return WorkspaceAccess(workspace, default_codifier(), sticky=MemorySticky())


@pytest.fixture()
def editor(qtbot, access, catalogue):
    rtype = catalogue.type("need")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(560, 320)
    QLineEdit(window).setObjectName("elsewhere")
    made = make_editor(rtype.field("katottg"), rtype, access, "uk", window)
    made.resize(520, 200)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    yield made
    for popup in (QApplication.activePopupWidget(),):
        if popup is not None:
            popup.hide()


@pytest.fixture()
def with_boundaries(workspace, tmp_path):
    def square(west, south):
        return [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]]

    features = [
        {"type": "Feature", "properties": {"ADM3_PCODE": code}, "geometry": {"type": "Polygon", "coordinates": area}}
        for code, area in (("UA6312029", square(36, 50.04)), ("UA6312027", square(36, 49.04)))
    ]
    path = tmp_path / "adm3.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    (table,) = boundary_source.tables_of(path)
    reading = boundary_source.read(table, 0, default_codifier())
    boundary_file.put(workspace.folder, reading.boundaries, path.name)


def test_one_letter_is_enough_and_the_workspaces_own_units_come_first(editor, qtbot):
    type_text(editor.line, "ц")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() > 0)
    assert all("Харківська область" in label for label in labels(editor.lookup)[:3])
    assert editor.lookup.completer.popup().isVisible()


def test_a_former_name_is_told_beside_the_new_one(editor, qtbot):
    type_text(editor.line, "новомосков")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() > 0)
    assert labels(editor.lookup)[0].startswith("м. Самар (formerly Новомосковськ) · Самарівська громада")
    editor.line.clear()
    type_text(editor.line, "самар")
    qtbot.waitUntil(lambda: any(label.startswith("м. Самар · ") for label in labels(editor.lookup)))


def test_what_is_not_found_is_said_and_cannot_be_picked(editor, qtbot):
    type_text(editor.line, "щщщ")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() == 1)
    assert not editor.lookup.model.item(0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert labels(editor.lookup) == ["Nothing found. Fewer letters find more."]


def test_the_last_used_units_are_offered_on_a_blank_line_and_lead_the_search(editor, qtbot):
    for code in (NEIGHBOUR, SAMAR):
        editor.set_value(None)
        editor.lookup.chosen.emit(code)
    editor.set_value(None)
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    assert [label.partition(" · ")[0] for label in labels(editor.lookup)] == ["м. Самар", "Харківська громада"]
    editor.lookup.completer.popup().hide()
    type_text(editor.line, "сам")
    qtbot.waitUntil(lambda: editor.lookup.model.rowCount() > 2)
    assert labels(editor.lookup)[0].startswith("м. Самар"), "before those of the own oblast, for it was used"


def test_the_tree_is_browsed_level_by_level(editor, qtbot):
    editor.set_value(TSYRKUNY)
    editor.browse_button.click()
    dialog = editor.dialog
    assert dialog.current() == TSYRKUNY, "it opens where the field is"
    dialog.lookup.chosen.emit(HROMADA)
    assert dialog.current() == HROMADA
    with qtbot.waitSignal(editor.changed):
        dialog.choose_button.click()
    assert editor.value() == HROMADA
    assert editor.dialog is None


def test_the_tree_holds_all_levels_and_reads_them_when_they_are_opened(qgis_app, qtbot):
    model = TerritoryModel(default_codifier(), "uk")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == 27
    kharkiv = model.index_of(KHARKIV)
    assert kharkiv.data() == "Харківська область"
    index = model.index_of(TSYRKUNY)
    path = []
    while index.isValid():
        path.append(index.data())
        index = index.parent()
    assert path == ["с. Циркуни", "Циркунівська громада", "Харківський район", "Харківська область"]
    assert not model.hasChildren(model.index_of(TSYRKUNY))
    assert not model.index_of("UA99999999999999999").isValid()
    english = TerritoryModel(default_codifier(), "en")
    assert english.index_of(TSYRKUNY).data() == "Tsyrkuny"


def test_without_a_value_the_tree_opens_at_the_users_own_oblast(qtbot):
    dialog = TerritoryDialog(default_codifier(), "uk", (KHARKIV,))
    qtbot.addWidget(dialog)
    dialog.show_unit(None)
    assert dialog.tree.currentIndex().data(CODE_ROLE) == KHARKIV
    assert dialog.tree.isExpanded(dialog.tree.currentIndex())


def test_a_boundary_fills_a_blank_field_and_the_nearest_centre_is_proposed(editor, with_boundaries, qtbot):
    with qtbot.waitSignal(editor.changed):
        editor.follow_place(IN_TSYRKUNY, fill=True)
    assert editor.value() == HROMADA
    assert editor.proposal.sentence.text() == "Filled in from the place on the map.", "by whom is said"
    (button,) = editor.proposal.buttons
    assert "с. Циркуни" in button.text() and "0,5" in button.text()
    button.click()
    assert editor.value() == TSYRKUNY
    assert not editor.proposal.isVisible()


def test_what_a_place_filled_moves_with_it_and_what_a_person_chose_stays(editor, with_boundaries):
    editor.follow_place(IN_TSYRKUNY, fill=True)
    editor.follow_place(IN_KHARKIV, fill=True)
    assert editor.value() == NEIGHBOUR
    editor.lookup.chosen.emit(HROMADA)
    editor.follow_place(IN_KHARKIV, fill=True)
    assert editor.value() == HROMADA
    assert "⚠" in editor.proposal.sentence.text(), "outside the stated unit is said at once"
    assert NEIGHBOUR in [button.property("code") for button in editor.proposal.buttons]


def test_what_a_person_takes_out_again_is_said_to_be_filled_in_no_more_and_is_offered(editor, with_boundaries):
    editor.follow_place(IN_TSYRKUNY, fill=True)
    editor.line.clear()
    assert editor.value() is None
    assert editor.proposal.sentence.text() == "By the place on the map"
    assert HROMADA in [button.property("code") for button in editor.proposal.buttons]


def test_an_opened_record_is_not_changed_by_its_place(editor, with_boundaries):
    editor.follow_place(IN_TSYRKUNY, fill=False)
    assert editor.value() is None
    assert [button.property("code") for button in editor.proposal.buttons] == [TSYRKUNY, HROMADA]


def test_without_boundaries_nothing_is_filled_in_and_the_nearest_is_proposed(editor):
    editor.follow_place(IN_TSYRKUNY, fill=True)
    assert editor.value() is None
    assert [button.property("code") for button in editor.proposal.buttons] == [TSYRKUNY, HROMADA]
    editor.follow_place(None, fill=True)
    assert not editor.proposal.isVisible()


def test_from_a_unit_the_map_is_led_to_it(editor, qtbot):
    assert not editor.show_button.isEnabled()
    editor.set_value(TSYRKUNY)
    with qtbot.waitSignal(editor.unit_shown) as shown:
        editor.show_button.click()
    west, south, east, north = shown.args[0]["bbox"]
    assert west < 36.39 < east and south < 50.08 < north and east - west < 0.2


def test_in_the_form_a_drawn_place_fills_the_territory_and_the_next_record_begins_without_it(
    access, catalogue, with_boundaries, qtbot
):
    form = RecordForm(access, catalogue.type("need"), None, "uk")
    qtbot.addWidget(form)
    form.focus_field("katottg")
    form.set_geometry(IN_TSYRKUNY)
    assert form.editing.get("katottg") == HROMADA
    form.editing.set("title_uk", "Ліцей")
    assert form.save() is not None
    editor = form.findChild(QWidget, "editor_katottg")
    form.editing.next_record()
    form.pages.show_values(form.editing.values)
    assert editor.proposal.findChildren(QPushButton) == [] or not editor.proposal.isVisible()


def test_a_place_drawn_first_fills_the_territory_of_the_new_form(access, catalogue, with_boundaries, qtbot):
    form = RecordForm(access, catalogue.type("need"), None, "uk", preset={"geom": IN_TSYRKUNY})
    qtbot.addWidget(form)
    form.focus_field("katottg")
    assert form.editing.get("katottg") == HROMADA


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (None, None),
        ({"type": "Point", "coordinates": [36, 50, 120]}, (36.0, 50.0)),
        ({"type": "LineString", "coordinates": [[36, 50], [37, 51]]}, (36.5, 50.5)),
        ({"type": "MultiPolygon", "coordinates": [[[[36, 50], [38, 50], [38, 52], [36, 50]]]]}, (37.0, 51.0)),
        ({"type": "Unreadable"}, None),
    ],
)
def test_a_line_or_an_area_is_stood_for_by_its_middle(geometry, place):
    assert position_of(geometry) == place


def test_the_keyboard_goes_through_the_tree(editor, qtbot):
    editor.set_value(HROMADA)
    editor.browse()
    tree = editor.dialog.tree
    qtbot.waitUntil(tree.hasFocus)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    below = editor.dialog.current()
    assert below.startswith(HROMADA[:9]) and below != HROMADA
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert editor.value() == below


def test_the_map_is_filled_with_the_unit_also_where_it_was_in_sight(editor, qgis_canvas, project):
    canvas = qgis_canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setExtent(QgsRectangle(2.5e6, 5.5e6, 4.5e6, 6.9e6))
    link = SelectionLink(canvas)
    editor.unit_shown.connect(lambda geometry: link.show([to_geometry(geometry)], closely="bbox" in geometry))
    editor.set_value(HROMADA)
    editor.show_button.click()
    assert canvas.extent().contains(QgsPointXY(4.0507e6, 6.461e6)), "Tsyrkuny"
    assert canvas.extent().width() < 200_000
