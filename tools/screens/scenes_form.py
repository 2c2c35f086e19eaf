"""The forms of records: every section of every type, faults in them, files, history."""

from __future__ import annotations

from collections.abc import Callable

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.tour import hands

LONG = "Капітальний ремонт із підсиленням"


def _sections(room: Room, name: str, about: str) -> Steps:
    window = room.form()
    count = hands.find(window, "sectionList").count()
    for index in range(count):
        window.form.pages.sections.setCurrentRow(index)
        yield room.settled()
        yield room.pause(150)
        room.shot(f"{name}-{index + 1:02}", f"{about}: section {index + 1} of {count}", window)


def of_type(kind: str) -> Callable[[Room], Steps]:
    """Every section of one record's form."""

    def steps(room: Room) -> Steps:
        yield from room.open()
        record = next(iter(room.workspace.records(kind)))
        room.bench.records.open(kind, record["uuid"])
        yield room.shown("recordWindow")
        yield from _sections(room, f"form-{kind}", kind)

    return steps


def inside(room: Room) -> Steps:
    """Related records: the form of one in the place of their list, and a list without any."""
    yield from room.open()
    record = next(iter(room.workspace.records("project")))
    room.bench.records.open("project", record["uuid"])
    yield room.shown("recordWindow")
    window = room.form()
    page = window.form.pages.open_children("funding")
    yield room.settled()
    page.list.open_pressed.emit()
    yield room.pause(400)
    room.shot("inside-funding", "Funding in the form of its project", window)
    page.opened.form.pages.sections.setCurrentRow(1)
    yield room.pause(400)
    room.shot("inside-funding-amounts", "Funding in the form of its project: amounts", window)
    page.opened.close()
    yield room.pause()
    window.form.pages.open_children("project_location").add_button.click()
    yield room.pause(400)
    window.form.pages.children_page("project_location").opened.form.pages.sections.setCurrentRow(1)
    yield room.pause(400)
    room.shot("inside-place", "A new place in the form of its project", window)
    room.tidy()
    room.bench.records.open("need", room.uuid_of(LONG))
    yield room.shown("recordWindow")
    room.form().form.pages.open_children("need_project")
    yield room.pause(300)
    room.shot("inside-none", "No project yet", room.form())


def history(room: Room) -> Steps:
    """What became of a record, an edit that waits on top."""
    yield from room.open()
    uuid = room.uuid_of(LONG)
    room.workspace.update("need", uuid, {"priority": 2, "description": "Дах протікає, горище залито."})
    room.bench.records.open("need", uuid)
    yield room.shown("recordWindow")
    window = room.form()
    window.form.pages.sections.setCurrentRow(window.form.pages.sections.count() - 1)
    yield room.settled()
    yield room.pause(300)
    room.shot("history", "What became of a record", window)


def need(room: Room) -> Steps:
    """A need with photos and a long title."""
    yield from room.open()
    room.bench.records.open("need", room.uuid_of(LONG))
    yield room.shown("recordWindow")
    yield from _sections(room, "form-need", "A need with a long title")


def new_need(room: Room) -> Steps:
    """A new need, before and after somebody wanted to submit it."""
    yield from room.open()
    room.bench.records.new("need")
    yield room.shown("recordWindow")
    yield room.pause()
    window = room.form()
    room.shot("form-new", "A new need", window)
    hands.type_text(hands.find(window, "field_title_uk"), "Школа")
    hands.click(hands.find(window, "workflowButton"))
    yield room.pause(400)
    room.shot("form-not-ready", "A new need that is not ready", window)
    yield from _sections(room, "form-faults", "A new need with faults")


SCENES = [
    Scene("form-new", "A new need", new_need),
    Scene("form-need", "A need", need),
    Scene("inside", "Related records in a form", inside),
    Scene("history", "What became of a record", history),
    *(
        Scene(f"form-{kind}", f"The form of {kind}", of_type(kind))
        for kind in ("project", "project_location", "funding", "progress_report", "need_project")
    ),
]
