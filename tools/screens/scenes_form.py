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
    *(
        Scene(f"form-{kind}", f"The form of {kind}", of_type(kind))
        for kind in ("project", "project_location", "funding", "progress_report", "need_project")
    ),
]
