"""The panel beside the map: list, filters, problems, quarter, exchange, menu, and the states of its header."""

from __future__ import annotations

from importlib import import_module

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands
from tools.tour.stage import Wait


def records(room: Room) -> Steps:
    """The map and the list."""
    yield from room.open()
    room.tab("records")
    room.look_at()
    yield room.settled()
    room.shot("main", "Map and panel")
    room.narrow()
    yield room.settled()
    room.shot("dock-records", "The list of records at 320 pixels", room.dock)
    hands.click_row(hands.find(room.dock, "recordList"), 2)
    yield room.settled()
    room.shot("main-selected", "A record that was selected in the list")


def filters(room: Room) -> Steps:
    """Filters unfolded; a search; a search that finds nothing."""
    yield from room.open()
    room.tab("records")
    button = hands.find(room.dock, "filterButton")
    hands.click(button)
    yield room.pause()
    room.shot("dock-filters", "Filters unfolded", room.dock)
    area = hands.find(room.dock, "filterArea")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    hands.find(room.dock, "filterGrouped").click()
    yield room.pause()
    room.shot("dock-filters-below", "Filters, the last of them; the list in groups", room.dock)
    hands.click(button)
    yield room.pause()
    room.shot("dock-groups", "The list in groups by hromada", room.dock)
    hands.click(button)
    hands.find(room.dock, "filterGrouped").click()
    kinds = hands.find(room.dock, "filterType")
    kinds.setCurrentIndex(kinds.findData("funding"))
    kinds.activated.emit(kinds.currentIndex())
    hands.click(button)
    yield room.pause()
    room.shot("dock-children", "Records that hang off others, with what filters them", room.dock)
    room.dock.records.show_all()
    search = hands.find(room.dock, "searchField")
    hands.type_text(search, "ліцей")
    yield room.pause(500)
    room.shot("dock-search", "A search", room.dock)
    search.setText("такого немає")
    yield room.pause(500)
    room.shot("dock-search-nothing", "A search that finds nothing", room.dock)
    search.clear()
    yield room.pause(400)


def tabs(room: Room) -> Steps:
    """The other tabs; all records are checked before."""
    yield from room.open()
    room.dock.check_requested.emit()
    yield room.pause()
    yield room.settled()
    for name in ("problems", "quarter", "exchange"):
        room.tab(name)
        yield room.settled()
        yield room.pause()
        room.shot(f"dock-{name}", f"The tab {name}", room.dock)
    room.tab("records")


def header(room: Room) -> Steps:
    """What the header says while sending, without a connection, on hold."""
    yield from room.open()
    going = {
        "uk": "надсилаю 37 зі 112 записів · 1,4 МБ з 3,9 МБ · ще 40 с",
        "en": "sending 37 of 112 records · 1.4 MB of 3.9 MB · 40 s left",
    }[room.lang]
    messages = import_module("vidbudova.records.messages")
    refused = messages.text("error.portal.unauthorised", room.lang, host="portal.example.gov.ua", detail="")
    for name, state, text, part in (
        ("running", "running", going, 0.36),
        ("offline", "offline", "", None),
        ("parked", "parked", refused, None),
    ):
        room.dock.set_sync_state(state, text, part)
        yield room.pause(100)
        room.shot(f"dock-{name}", f"The header: {name}", room.dock)


def hint(room: Room) -> Steps:
    """What the dock says of a map that would be blank without a network."""
    yield from room.open()
    room.dock.basemap.setVisible(True)
    yield room.pause(100)
    room.shot("dock-basemap", "The hint that a basemap can be prepared", room.dock)
    room.dock.basemap.setVisible(False)


def menu(room: Room) -> Steps:
    """The menu of the panel, with what can be undone."""
    yield from room.open()
    button = room.dock.header.menu_button
    room.later(button.showMenu)
    yield Wait("the menu is open", lambda: room.dock.header.menu.isVisible())
    room.shot("dock-menu", "The panel's menu")
    room.dock.header.menu.close()


def empty(room: Room) -> Steps:
    """A workspace without records."""
    yield from room.open(room.plan["empty"])
    room.narrow()
    for name in ("records", "problems", "quarter", "exchange"):
        room.tab(name)
        yield room.settled()
        yield room.pause()
        room.shot(f"empty-{name}", f"The tab {name} of an empty workspace", room.dock)
    room.tab("records")


SCENES = [
    Scene("empty", "An empty workspace", empty),
    Scene("dock-records", "The list of records", records),
    Scene("dock-filters", "Filters and search", filters),
    Scene("dock-tabs", "The other tabs", tabs),
    Scene("dock-header", "The header while sending", header),
    Scene("dock-hint", "The hint on an offline basemap", hint),
    Scene("dock-menu", "The panel's menu", menu),
]
