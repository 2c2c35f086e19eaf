"""The tour, run by QGIS itself (``qgis --code``): an officer of an oblast captures a need and sends it.

What is clicked and typed is clicked and typed: events on the canvas and on the widgets. ``VIDBUDOVA_TOUR`` names a JSON
file with what to use.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

PLAN = json.loads(Path(os.environ["VIDBUDOVA_TOUR"]).read_text(encoding="utf-8"))
sys.path.insert(0, PLAN["repository"])

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle  # noqa: E402
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QListView, QPushButton, QWidget  # noqa: E402
from qgis.utils import iface, plugins  # noqa: E402

from tools.tour import hands  # noqa: E402
from tools.tour.stage import Stage, Wait  # noqa: E402

SCHOOL = (36.3836, 50.0869)  # a street in Tsyrkuny
NEED = "Ліцей, с. Циркуни: дах і вікна"
PROJECT = "Капітальний ремонт ліцею, с. Циркуни"


class Tour:
    """The officer's half hour."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.window = iface.mainWindow()
        self.canvas = iface.mapCanvas()

    @property
    def bench(self) -> Any:
        """The plugin's parts, once they stand."""
        return plugins["vidbudova"].workbench

    @property
    def dock(self) -> Any:
        """The dock."""
        return self.bench.dock

    # --- helpers ------------------------------------------------------------------------------------------------------
    def form(self) -> Any:
        """The form in front, or None."""
        shown = [
            one for one in QApplication.topLevelWidgets() if one.objectName() == "recordWindow" and one.isVisible()
        ]
        return shown[-1] if shown else None

    def section(self, label: str) -> None:
        """Opens a page of the form by a click on its name."""
        sections = hands.find(self.form(), "sectionList")
        for row in range(sections.count()):
            if sections.item(row).text().startswith(label):
                hands.click_row(sections, row)
                return
        raise hands.NotThere(f"no section {label}")

    def field(self, name: str) -> Any:
        """The editor of a field in the form."""
        return hands.find(self.form(), f"field_{name}")

    def offered(self, letters: str = "") -> QListView | None:
        """The list of offers that is open, its first one holding these letters."""
        for popup in QApplication.topLevelWidgets():
            if isinstance(popup, QListView) and popup.isVisible() and popup.model().rowCount():
                first = str(popup.model().index(0, 0).data())
                return popup if letters.casefold() in first.casefold() else None
        return None

    def find(self, name: str, letters: str) -> Iterator[Wait]:
        """Types into a field that searches, and takes the first offer."""
        # Without a window manager a window may lose the keyboard when another one goes; offers need it.
        yield Wait(f"the keyboard for {name}", lambda: hands.take_keyboard(self.field(name)))
        hands.type_text(self.field(name), letters)
        yield Wait(f"offers for {letters}", lambda: self.offered(letters))
        popup = self.offered()
        assert popup is not None
        hands.take_offer(popup)
        yield Wait("the offers are gone", lambda: self.offered() is None)

    def settled(self) -> Wait:
        """The map is drawn, no task runs."""
        return Wait("the map is drawn", lambda: not self.canvas.isDrawing() and not self.bench.tasks.running, 60)

    def record(self, title: str) -> dict[str, Any]:
        """A record of the open workspace by its title."""
        workspace = self.bench.session.workspace
        for kind in ("need", "project"):
            for record in workspace.records(kind, {"title_uk": title}):
                return dict(record)
        raise hands.NotThere(f"no record “{title}”")

    def look_at(self, longitude: float, latitude: float, half: float) -> None:
        """Brings a place into the middle of the map."""
        west, south, east, north = longitude - half, latitude - half / 2, longitude + half, latitude + half / 2
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().crs(), QgsProject.instance()
        )
        self.canvas.setExtent(to_map.transformBoundingBox(QgsRectangle(west, south, east, north)))
        self.canvas.refresh()

    def row(self, title: str) -> int | None:
        """The row of the list that shows a record."""
        model = self.dock.records.model
        for number in range(min(model.rowCount(), 50)):
            row = model.row(number)
            if row is not None and row.title == title:
                return number
        return None

    def tab(self, label: str) -> None:
        """Opens a tab of the dock by a click on it."""
        bar = self.dock.tabs.tabBar()
        for index in range(bar.count()):
            if bar.tabText(index).startswith(label):
                hands.click_at(bar, bar.tabRect(index).center())
                return
        raise hands.NotThere(f"no tab {label}")

    # --- the tour -----------------------------------------------------------------------------------------------------
    def steps(self) -> Iterator[Wait]:
        """One after the other."""
        yield Wait("the plugin stands", lambda: "vidbudova" in plugins and self.bench is not None)
        if not QgsApplication.authManager().setMasterPassword(PLAN["password"], True):
            raise AssertionError("QGIS's authentication database takes no master password")
        self.window.move(0, 0)
        self.window.resize(1366, 768)
        for name in ("Browser",):
            dock = self.window.findChild(QDockWidget, name)
            if dock is not None:
                dock.close()
        yield from self.open(Path(PLAN["workspace"]))
        self.stage.say(f"1. Відкрито робочий простір {Path(PLAN['workspace']).name}")
        self.stage.picture("workspace")
        yield from self.connect()
        yield from self.capture_need()
        yield from self.add_project()
        yield from self.send()
        yield from self.colleague()
        yield from self.open(Path(PLAN["workspace"]))  # from the project file that was saved with it
        self.stage.say("7. Знову відкрито перший робочий простір, із його файлу проєкту")
        self.stage.picture("again")

    def open(self, folder: Path) -> Iterator[Wait]:
        """Opens a workspace from the list of recent ones."""
        self.bench.session.open(folder)
        yield Wait(
            f"{folder.name} is open",
            lambda: self.bench.session.workspace is not None and self.bench.session.workspace.folder == folder,
        )
        yield self.settled()
        if QgsProject.instance().isDirty():
            raise AssertionError("opening a workspace has changed its project: QGIS would ask to save it")

    def connect(self) -> Iterator[Wait]:
        """Gives the token to QGIS and tests the connection."""
        self.bench.actions.action("settings").trigger()
        yield Wait("the settings are open", self.settings)
        dialog = self.settings()
        assert dialog is not None
        hands.type_text(hands.find(dialog, "tokenField"), PLAN["token"])
        hands.type_text(hands.find(dialog, "authorField"), "Олена Петренко, сектор геоданих")
        hands.click(hands.find(dialog, "testConnectionButton"))
        yield Wait("the portal answers", lambda: dialog.test.result.text() and dialog.test.button.isEnabled())
        self.stage.say(f"2. Перевірка з’єднання: {dialog.test.result.text()}")
        self.stage.note(connection=dialog.test.result.text())
        self.stage.picture("connection")
        hands.click(hands.find(dialog, "okButton", QPushButton))
        yield Wait("the settings are closed", lambda: self.settings() is None)

    def settings(self) -> QWidget | None:
        """The settings dialog, where it is open."""
        for one in QApplication.topLevelWidgets():
            if one.objectName() == "settingsDialog" and one.isVisible():
                return one
        return None

    def capture_need(self) -> Iterator[Wait]:
        """A damaged school: clicked on the map, described in the form."""
        self.look_at(*SCHOOL, 0.035)
        yield self.settled()
        hands.click(hands.find(self.dock, "newNeedButton"))
        yield Wait("the form is open", self.form)
        hands.type_text(self.field("title_uk"), NEED)
        yield from self.find("sector", "осві")
        yield from self.find("object_kind", "школи")
        hands.type_text(self.field("description"), "Пошкоджено покрівлю і 64 вікна. Потрібні дах, вікна, утеплення.")
        self.stage.picture("form")
        self.section("Де")
        hands.click(hands.find(self.form(), "placePointButton", QPushButton))
        yield Wait("the map is free", lambda: self.form() is None and self.bench.placing.active)
        yield self.settled()
        self.stage.picture("placing")
        hands.click_map(self.canvas, *SCHOOL)
        yield Wait("the form is back", self.form)
        yield from self.find("katottg", "Циркуни")
        hands.choose(self.field("precision"), "exact")
        hands.type_text(self.field("address"), "вул. Соборна, 43")
        self.stage.picture("place")
        self.section("Пошкодження")
        hands.choose(self.field("damage_category"), "II")
        hands.type_text(self.field("survey_date"), "12.10.2026")
        self.section("Обсяг")
        hands.type_text(self.field("cost_amount"), "18500000")
        hands.choose(self.field("cost_basis"), "quote")
        self.stage.picture("cost")
        self.section("Пріоритет")
        hands.choose(self.field("priority"), 5)
        hands.type_text(
            self.field("priority_reason"), "312 дітей навчаються дистанційно, опалювальний сезон розпочато."
        )
        self.section("Джерело")
        hands.type_text(self.field("info_source"), "Акт обстеження № 27 від 12.10.2026")
        hands.click(hands.find(self.form(), "saveButton", QPushButton))
        yield Wait("the need is saved", lambda: self.form() is None)
        yield self.settled()
        record = self.record(NEED)
        self.stage.note(need=record)
        longitude, latitude = record["geom"]["coordinates"]
        if abs(longitude - SCHOOL[0]) > 0.0005 or abs(latitude - SCHOOL[1]) > 0.0005:
            raise AssertionError(f"clicked {SCHOOL}, stored {record['geom']}")
        self.stage.say(f"3. Потребу «{NEED}» позначено на карті ({latitude:.5f}, {longitude:.5f}) і збережено")
        self.stage.picture("need-saved")

    def add_project(self) -> Iterator[Wait]:
        """The project that answers the need."""
        records = hands.find(self.dock, "recordList")
        row = self.row(NEED)
        if row is None:
            raise hands.NotThere("the new need is not in the list")
        hands.click_row(records, row)
        yield self.settled()
        hands.click(hands.find(self.dock, "newProjectButton"))
        yield Wait("the form is open", self.form)
        hands.type_text(self.field("title_uk"), PROJECT)
        hands.choose(self.field("purpose"), "restoration")
        hands.choose(self.field("project_type"), "rehabilitation")
        yield from self.find("sector", "осві")
        self.section("Де")
        if not self.field("katottg").text():
            yield from self.find("katottg", "Циркуни")
        self.section("Хід")
        hands.choose(self.field("status"), "preparation")
        hands.type_text(self.field("planned_start"), "01.03.2027")
        hands.type_text(self.field("planned_end"), "30.09.2027")
        self.section("Бюджет")
        hands.type_text(self.field("budget_amount"), "17940000")
        self.stage.picture("project")
        self.section("Джерело")
        source = self.field("info_source")
        if not source.text():
            hands.type_text(source, "Програма відновлення громади на 2027 рік")
        hands.click(hands.find(self.form(), "saveButton", QPushButton))
        yield Wait("the project is saved", lambda: self.form() is None)
        yield Wait("the link is offered", lambda: self.window.findChild(QPushButton, "noticeButton"))
        yield self.settled()
        self.stage.picture("link-offered")
        hands.click(hands.find(self.window, "noticeButton", QPushButton))
        project = self.record(PROJECT)
        workspace = self.bench.session.workspace
        yield Wait(
            "project and need are linked",
            lambda: next(iter(workspace.records("need_project", {"project_uuid": project["uuid"]})), None),
        )
        yield self.settled()
        self.stage.note(project=project)
        self.stage.say(f"4. Додано проєкт «{PROJECT}», пов’язано з потребою, місце взято від неї")
        self.stage.picture("project-saved")

    def send(self) -> Iterator[Wait]:
        """*Надіслати*: what waits goes to the portal."""
        reports: list[Any] = []
        self.bench.sync.finished.connect(reports.append)
        hands.click(hands.find(self.dock, "sendButton", QPushButton))
        yield Wait("the portal has answered", lambda: reports, 90)
        yield self.settled()
        report = reports[0]
        self.stage.say(f"5. Надіслано {report.sent}, прийнято {report.accepted}, чекає {report.waiting}")
        self.stage.note(sent=report.sent, accepted=report.accepted, waiting=report.waiting)
        for verdict in self.verdicts():
            self.stage.say(f"   {verdict}")
        self.tab("Обмін")
        self.stage.picture("sent")
        if report.problem is not None or report.accepted < 4 or report.waiting:
            raise AssertionError(f"the portal did not accept everything: {report}")
        self.tab("Записи")
        self.stage.picture("on-the-portal")

    def verdicts(self) -> Iterator[str]:
        """The portal's verdicts on the last batch, as it signed them."""
        outbox = import_module("vidbudova.store.outbox")
        decode = import_module("vidbudova.contract.verdict").decode
        workspace = self.bench.session.workspace
        receipt = outbox.receipts(workspace, "need", self.record(NEED)["uuid"])[0]
        self.stage.note(batch=receipt.batch, signature=receipt.signature)
        yield f"пакет {receipt.batch}, підпис порталу {str(receipt.signature)[:16]}…"
        for verdict in decode(receipt.answer).verdicts:
            yield f"{verdict.type:<17} {verdict.verdict:<10} ревізія {verdict.revision}  {str(verdict.hash)[:12]}"

    def colleague(self) -> Iterator[Wait]:
        """A colleague's workspace has the records a moment later."""
        yield from self.open(Path(PLAN["colleague"]))
        before = self.dock.records.model.rowCount()
        reports: list[Any] = []
        self.bench.sync.finished.connect(reports.append)
        hands.click(hands.find(self.dock, "sendButton", QPushButton))
        yield Wait("the changes are received", lambda: reports, 90)
        yield self.settled()
        record = self.record(NEED)
        self.stage.say(f"6. Робочий простір колеги: отримано {reports[0].received}, було {before} записів у переліку")
        self.stage.note(received=reports[0].received, colleague_need=record)
        self.tab("Записи")
        hands.type_text(hands.find(self.dock, "searchField"), "ліцей циркуни")
        yield Wait("the need is found", lambda: self.row(NEED) is not None and self.dock.records.model.rowCount() < 10)
        row = self.row(NEED)
        assert row is not None
        hands.click_row(hands.find(self.dock, "recordList"), row)
        yield self.settled()
        self.stage.picture("colleague")


stage = Stage(iface, Path(PLAN["pictures"]))
stage.play(Tour(stage).steps())
