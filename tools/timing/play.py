"""Run by QGIS itself (``qgis --code``): plays the scripts. ``VIDBUDOVA_TIMING`` names a JSON file with what to use."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLAN = json.loads(Path(os.environ["VIDBUDOVA_TIMING"]).read_text(encoding="utf-8"))
sys.path.insert(0, PLAN["repository"])

from qgis.core import QgsProject  # noqa: E402
from qgis.PyQt.QtCore import QPoint, Qt  # noqa: E402
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QListView, QPushButton, QWidget  # noqa: E402
from qgis.utils import iface, plugins  # noqa: E402

from tools.timing.person import Person  # noqa: E402
from tools.timing.stalls import Watchdog  # noqa: E402
from tools.tour import hands  # noqa: E402
from tools.tour.stage import Stage, Wait  # noqa: E402

SCHOOL, CLINIC = (36.3836, 50.0869), (36.3905, 50.0838)
OBLAST = "UA63000000000041885"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Scripts:
    """A person's first record in a fresh QGIS, and a further one of the same kind."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.window = iface.mainWindow()
        self.canvas = iface.mapCanvas()
        self.watchdog = Watchdog(Path(PLAN["folder"]) / "stacks.txt")
        self.person = self._new_person()

    @property
    def bench(self) -> Any:
        """The plugin's parts, once they stand."""
        return plugins["vidbudova"].workbench

    def steps(self) -> Iterator[Wait]:
        """Both scripts."""
        yield Wait("the plugin stands", lambda: "vidbudova" in plugins and self.bench is not None)
        self.window.move(0, 0)
        self.window.resize(1366, 768)
        browser = self.window.findChild(QDockWidget, "Browser")
        if browser is not None:
            browser.close()
        yield from self.waited("QGIS is quiet", lambda: not self.bench.tasks.running)
        for name, script in (("first", self.first), ("further", self.further)):
            self.person = self._new_person()
            self.watchdog.stalls.clear()
            self.watchdog.start()
            yield from script()
            self.watchdog.stop()
            self.stage.picture(name)
            self._keep(name)

    # --- the scripts --------------------------------------------------------------------------------------------------
    def first(self) -> Iterator[Wait]:
        """From QGIS's window with nothing open to a saved need without errors."""
        person = self.person
        person.click(hands.find(self.bench.dock, "createWorkspaceButtonDock"))
        yield from self.waited("the wizard", lambda: self.top("newWorkspaceWizard"))
        wizard: Any = self.top("newWorkspaceWizard")
        yield from self.waited("the folder is looked at", self.is_settled)
        person.click(hands.find(wizard, "wizardNextButton"))
        yield from self.waited("the oblasts", lambda: wizard.currentPage().objectName() == "territoryPage")
        oblasts = hands.find(wizard, "territoryList")
        row = next(row for row in range(oblasts.count()) if oblasts.item(row).data(Qt.ItemDataRole.UserRole) == OBLAST)
        person.click_row(oblasts, row, "the oblast")
        person.click(hands.find(wizard, "wizardNextButton"))
        yield from self.waited("the portal's page", lambda: wizard.currentPage().objectName() == "portalPage")
        person.click(hands.find(wizard, "createWorkspaceButton"))
        yield from self.waited("the workspace", lambda: self.bench.session.workspace is not None)
        yield from self.waited("the map", self.is_settled)
        person.click(hands.find(self.bench.dock, "newNeedButton"))
        yield from self.waited("the form", self.form)
        person.type(self.field("title_uk"), "Дах ліцею, с. Циркуни")
        yield from self.find("sector", "осві")
        yield from self.turn_to("where")
        yield from self.place(SCHOOL, zoom=True)
        yield from self.fill_rest(territory="циркуни")
        yield from self.turn_to("source")
        person.click(self.field("info_source"))
        person.type(self.field("info_source"), "Акт обстеження № 27 від 12.10.2026")
        person.press(self.form(), Qt.Key.Key_S, "Ctrl+S", CONTROL)
        yield from self.waited("it is saved", lambda: self.count() == 1)
        self.judge("Дах ліцею, с. Циркуни")

    def further(self) -> Iterator[Wait]:
        """With the first one's form open: save and next, a second need in the same place, saved."""
        person = self.person
        if self.form() is None:
            person.click(hands.find(self.bench.dock, "newNeedButton"))
        yield from self.waited("the form", self.form)
        if self.field("title_uk").text():
            person.press(self.form(), Qt.Key.Key_Return, "Ctrl+Enter", CONTROL)
            yield from self.waited("the next form", lambda: self.form() and not self.field("title_uk").text())
        person.type(self.field("title_uk"), "Дах амбулаторії, с. Циркуни")
        yield from self.turn_to("where")
        yield from self.place(CLINIC, zoom=False)
        yield from self.fill_rest(territory="циркуни")
        person.press(self.form(), Qt.Key.Key_S, "Ctrl+S", CONTROL)
        yield from self.waited("it is saved", lambda: self.count() == 2)
        self.judge("Дах амбулаторії, с. Циркуни")

    # --- what both have in common -------------------------------------------------------------------------------------
    def place(self, where: tuple[float, float], zoom: bool) -> Iterator[Wait]:
        """Clicks the place on the map."""
        self.person.click(hands.find(self.form(), "placePointButton", QPushButton))
        yield from self.waited("the map is free", lambda: self.bench.placing.active)
        yield from self.waited("the map", self.is_settled)
        if zoom:
            for _ in range(8):  # as far as a street
                if self.canvas.scale() < 30_000:
                    break
                at = hands.pixel(self.canvas, *where)
                self.person.turn_wheel(self.canvas.viewport(), self._within(at), 2)
                yield from self.waited("the map", self.is_settled)
        self.person.click_map(self.canvas, *where)
        yield from self.waited("the form is back", self.form)
        yield from self.waited("it is quiet", self.is_settled)

    def fill_rest(self, territory: str) -> Iterator[Wait]:
        """What the place does not tell: territory where it was not proposed, how exact, how urgent."""
        if not self.field("katottg").text():
            self.person.click(self.field("katottg"))
            yield from self.take(self.field("katottg"), territory)
        if self.field("precision").currentData() is None:
            yield from self.choose("precision", "exact")
        yield from self.turn_to("priority")
        self.person.pick(self.field("priority"), "3")

    def choose(self, name: str, code: Any) -> Iterator[Wait]:
        """Opens a short list by a click and clicks an entry."""
        combo = self.field(name)
        yield self.moving()
        self.person.click(combo)
        yield from self.waited("the list is open", lambda: combo.view().isVisible())
        yield self.moving()  # Qt takes an earlier release for the end of the first click
        self.person.click_row(combo.view(), combo.findData(code), f"{code} in {combo.objectName()}")
        yield from self.waited("it is chosen", lambda: combo.currentData() == code)

    def turn_to(self, section: str) -> Iterator[Wait]:
        """Opens a section by a click on its name."""
        pages = self.form().form.pages
        index = next(number for number, plan in enumerate(pages._plans) if plan.name == section)
        self.person.click_row(hands.find(self.form(), "sectionList"), index, f"section {section}")
        yield from self.waited("the section", lambda: pages.sections.currentRow() == index)

    def find(self, name: str, letters: str) -> Iterator[Wait]:
        """Clicks a field that searches, types, takes the first offer."""
        self.person.click(self.field(name))
        yield from self.take(self.field(name), letters)

    def take(self, field: Any, letters: str) -> Iterator[Wait]:
        """Types letters and takes the first offer."""
        yield from self.waited("the keyboard", lambda: hands.take_keyboard(field))
        self.person.type(field, letters)
        yield from self.waited("offers", self.offered)
        popup = self.offered()
        assert popup is not None
        self.person.press(popup, Qt.Key.Key_Down, "Down")
        self.person.press(popup, Qt.Key.Key_Return, "Enter")
        yield from self.waited("taken", lambda: self.offered() is None)

    def judge(self, title: str) -> None:
        """The record is there and nothing keeps it from being submitted."""
        workspace = self.bench.session.workspace
        record = next(iter(workspace.records("need", {"title_uk": title})))
        lacking = [name for name in ("sector", "katottg", "precision", "priority", "geom") if record.get(name) is None]
        if lacking:
            raise AssertionError(f"{title} lacks {lacking}")

    # --- helpers ------------------------------------------------------------------------------------------------------
    def waited(self, what: str, condition: Any) -> Iterator[Wait]:
        """Waits, and counts it as waiting for the program."""
        began = time.perf_counter()
        yield Wait(what, condition)
        self.person.tally.waited += time.perf_counter() - began

    def moving(self) -> Wait:
        """A hand takes its time to the next place; it is part of what `Person` estimates."""
        there = time.monotonic() + 0.5
        return Wait("the pointer is there", lambda: time.monotonic() > there)

    def top(self, name: str) -> QWidget | None:
        """The visible window of an object name."""
        found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
        return found[-1] if found else None

    def form(self) -> Any:
        """The form in front, or None."""
        return self.top("recordWindow")

    def field(self, name: str) -> Any:
        """The editor of a field in the form, its section built."""
        found = self.form().findChild(QWidget, f"field_{name}")
        if found is None:
            raise hands.NotThere(name)
        return found

    def offered(self) -> QListView | None:
        """The list of offers that is open."""
        for popup in QApplication.topLevelWidgets():
            if isinstance(popup, QListView) and popup.isVisible() and popup.model().rowCount():
                return popup
        return None

    def count(self) -> int:
        """How many needs there are."""
        return sum(1 for _ in self.bench.session.workspace.records("need"))

    def is_settled(self) -> bool:
        """The map is drawn, no task runs."""
        return not self.canvas.isDrawing() and not self.bench.tasks.running

    def _within(self, at: QPoint) -> QPoint:
        size = self.canvas.viewport().size()
        return QPoint(min(max(at.x(), 1), size.width() - 2), min(max(at.y(), 1), size.height() - 2))

    def _new_person(self) -> Person:
        return Person(lambda about: setattr(self.watchdog, "during", about))

    def _keep(self, name: str) -> None:
        tally = self.person.tally
        self.stage.note(
            **{
                name: {
                    **{key: value for key, value in vars(tally).items() if key != "keystrokes"},
                    "typing": tally.typing,
                    "hands": tally.hands,
                    "thinking": tally.thinking,
                    "seconds": tally.seconds,
                    "keystroke": sorted(tally.keystrokes),
                    "stalls": [vars(one) for one in self.watchdog.worst()],
                }
            }
        )


stage = Stage(iface, Path(PLAN["folder"]))
QgsProject.instance().clear()
stage.play(Scripts(stage).steps())
