"""Inside a form: what opens from a field. Offers, calendar, territory, places, pictures, questions."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QApplication, QMenu, QPushButton, QToolTip

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands
from tools.tour.stage import Wait

LONG = "Капітальний ремонт із підсиленням"
PLACES = (
    ("degrees", "50°05′13″ пн. ш., 36°23′01″ сх. д."),
    ("swapped", "36.3836, 50.0869"),
    ("outside", "49.8397, 24.0297"),
    ("metres", "5551234.5 7312345.6"),
    ("sea", "44.1, 34.0"),
    ("sk63", "СК-63 5540321,5 5373543,25"),
    ("nonsense", "біля школи"),
    ("corners", "1) 50,0869 36,3836\n2) 50,0869 36,3862\n3) 50,0852 36,3869\n4) 50,0846 36,3840"),
)


def _new_need(room: Room) -> Steps:
    yield from room.open()
    room.bench.records.new("need")
    yield room.shown("recordWindow")
    hands.type_text(hands.find(room.form(), "field_title_uk"), "Дах ліцею, с. Циркуни")


def _turn_to(room: Room, name: str) -> None:
    room.form().form.focus_field(name)


def offers(room: Room) -> Steps:
    """Code lists and the register of territories while one types."""
    yield from _new_need(room)
    window = room.form()
    sought = {"uk": ("здор", "школ"), "en": ("heal", "scho")}[room.lang]
    for field, letters in zip(("sector", "object_kind"), sought, strict=True):
        _turn_to(room, field)
        widget = hands.find(window, f"field_{field}")
        yield Wait("the keyboard", partial(hands.take_keyboard, widget))
        hands.type_text(widget, letters)
        yield room.pause(500)
        room.shot(f"offers-{field}", f"Type to find: {field}", window)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.hide()
    _turn_to(room, "katottg")
    widget = hands.find(window, "field_katottg")
    for name, letters in (("letters", "новом"), ("latin", "UA6312"), ("nothing", "ъъъ")):
        widget.clear()
        yield Wait("the keyboard", lambda: hands.take_keyboard(widget))
        hands.type_text(widget, letters)
        yield room.pause(500)
        room.shot(f"territory-{name}", f"Territory: {letters}", window)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.hide()
    widget.clear()


def territory_tree(room: Room) -> Steps:
    """The register of territories as a tree."""
    yield from _new_need(room)
    _turn_to(room, "katottg")
    yield room.pause()
    hands.find(room.form(), "editor_katottg").browse()
    yield room.shown("territoryDialog")
    yield room.pause(400)
    room.shot("territory-tree", "Territories as a tree", room.top("territoryDialog"))


def calendar(room: Room) -> Steps:
    """The calendar, and a date that is none."""
    yield from _new_need(room)
    _turn_to(room, "survey_date")
    yield room.pause()
    window = room.form()
    hands.click(hands.find(window, "calendar_survey_date"))
    yield room.pause(400)
    room.shot("calendar", "The calendar", window)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    hands.find(window, "field_survey_date").setText("31.02.2206")
    _turn_to(room, "source")
    yield room.pause(400)
    room.shot("date-wrong", "A date that is none", window)


def money(room: Room) -> Steps:
    """Thousands and the sum in words."""
    yield from _new_need(room)
    _turn_to(room, "cost_amount")
    yield room.pause()
    field = hands.find(room.form(), "field_cost_amount")
    hands.type_text(field, "18502345,50")
    yield room.pause(300)
    QToolTip.showText(field.mapToGlobal(QPoint(20, 10)), field.toolTip(), field)
    yield room.pause(300)
    room.shot("money", "An amount in words", room.form())
    QToolTip.hideText()


def people(room: Room) -> Steps:
    """Counts that cannot be."""
    yield from _new_need(room)
    _turn_to(room, "people_total")
    yield room.pause()
    for name, text in (("people_total", "120"), ("people_women", "-5"), ("people_children", "900000")):
        _turn_to(room, name)
        hands.type_text(hands.find(room.form(), f"field_{name}"), text)
    _turn_to(room, "people_total")
    yield room.pause(500)
    room.shot("people-wrong", "People: counts that cannot be", room.form())


def places(room: Room) -> Steps:
    """Coordinates as people type them, shown before they are taken."""
    for name, text in PLACES:
        yield from _new_need(room)
        _turn_to(room, "geom")
        yield room.pause()
        line = hands.find(room.form(), "field_geom")
        line.setText(text)
        hands.press(line, Qt.Key.Key_Return)
        yield room.settled()
        yield room.pause(600)
        room.shot(f"place-{name}", f"Coordinates: {text}", room.form())
        if name == "degrees":
            room.shot("place-on-map", "The candidate on the map")
            button = hands.find(room.form(), "otherWaysButton", QPushButton)
            room.later(button.showMenu)
            menu = hands.find(room.form(), "otherWaysMenu", QMenu)
            yield Wait("the menu", menu.isVisible)
            room.shot("place-other-ways", "Other ways to a place", room.form())
            menu.close()
        room.tidy()


def drawing(room: Room) -> Steps:
    """A place is drawn on the map: the form makes room."""
    for kind, button in (("point", "placePointButton"), ("area", "placeAreaButton")):
        yield from _new_need(room)
        _turn_to(room, "geom")
        yield room.pause()
        hands.click(hands.find(room.form(), button, QPushButton))
        yield Wait("the map is free", lambda: room.bench.placing.active)
        yield room.settled()
        yield room.pause()
        room.shot(f"drawing-{kind}", f"Drawing: {kind}")
        room.bench.placing.stop()
        room.tidy()


def pictures(room: Room) -> Steps:
    """Photos of a record, and one of them in full view."""
    yield from room.open()
    room.bench.records.open("need", room.uuid_of(LONG))
    yield room.shown("recordWindow")
    window = room.form()
    pages = window.form.pages
    index = next(number for number, child in enumerate(pages._children) if child.name == "attachment")
    pages.sections.setCurrentRow(len(pages._plans) + index)
    yield room.settled()
    yield room.pause(500)
    listed = hands.find(window, "files_list")
    hands.click_row(listed, 1)
    yield room.pause()
    room.shot("files", "Photos and documents", window)
    listed.itemDoubleClicked.emit(listed.item(0))
    yield room.shown("pictureView")
    yield room.pause(400)
    room.shot("picture", "A photo in full view", room.top("pictureView"))


def help_window(room: Room) -> Steps:
    """The help, at a page of the contents and at a field's."""
    yield from room.open()
    window = room.bench.help.show()
    yield room.pause(400)
    room.shot("help", "The help", window or room.top("helpWindow"))
    room.bench.help.show("start")
    yield room.pause(400)
    room.shot("help-start", "The help: a page", room.top("helpWindow"))


def questions(room: Room) -> Steps:
    """What is asked before something is lost."""
    yield from room.open()
    need = room.needs()[-1]["uuid"]
    room.later(lambda: room.dock._confirm_delete([("need", need)]))
    yield room.shown("question")
    room.shot("question-delete", "Delete?", room.top("question"))
    room.top("question").reject()
    yield from _new_need(room)
    room.later(room.form().close)
    yield room.shown("question")
    room.shot("question-unsaved", "Unsaved text", room.top("question"))
    room.top("question").reject()
    dialogs = import_module("vidbudova.qgis_bridge.workspace_dialogs")
    room.later(lambda: dialogs.choose_project(room.window))
    yield room.shown("chooseProjectBox")
    room.shot("question-project", "A project is open", room.top("chooseProjectBox"))
    room.top("chooseProjectBox").reject()


def native(room: Room) -> Steps:
    """QGIS's own form and attribute table of a layer of ours."""
    yield from room.open()
    layers = import_module("vidbudova.qgis_bridge.layers")
    project = import_module("qgis.core").QgsProject.instance()
    layer: QgsVectorLayer = next(
        one
        for one in layers.ours(project, room.workspace.gpkg_path)
        if one.customProperty(layers.TYPE_PROPERTY) == "need"
    )
    room.iface.setActiveLayer(layer)
    feature = next(layer.getFeatures())
    before = set(QApplication.topLevelWidgets())
    room.later(lambda: room.iface.openFeatureForm(layer, feature, False, False))
    yield room.pause(2500)
    fresh = [
        one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible() and one.width() > 200
    ]
    if not fresh:
        raise AssertionError("QGIS's form did not open")
    room.gallery.shot("native-form", "QGIS's own form of a need", fresh[-1], inspect=False)
    fresh[-1].close()


SCENES = [
    Scene("offers", "Type to find", offers),
    Scene("territory-tree", "Territories as a tree", territory_tree),
    Scene("calendar", "The calendar", calendar),
    Scene("money", "An amount in words", money),
    Scene("people", "Counts of people", people),
    Scene("places", "Coordinates", places),
    Scene("drawing", "Drawing on the map", drawing),
    Scene("pictures", "Photos", pictures),
    Scene("help", "Help", help_window),
    Scene("questions", "Questions", questions),
    Scene("native", "QGIS's own form", native),
]
