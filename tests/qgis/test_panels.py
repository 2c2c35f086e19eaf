"""The dock over a real workspace: list, search, states, problems, exchange, and what it asks for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QWidget

import plugin.panels.dock as dock_module
import plugin.panels.record_model as record_model
from plugin.errors import TransportError
from plugin.panels.dock import VidbudovaDock
from plugin.quality import engine
from plugin.records import periods
from plugin.records.dates import today
from plugin.records.territory import default_codifier
from plugin.store import changes, conflicts, findings, listing, pulls, refusals
from plugin.store.context import WorkspaceContext
from plugin.store.workspace import Workspace
from plugin.sync.events import ReportRow, SyncReport

TSYRKUNY, CHUHUIV = "UA63120290010028715", "UA63140150010019336"


@pytest.fixture()
def dock(qtbot, monkeypatch, workspace):
    made = VidbudovaDock("uk", default_codifier())
    qtbot.addWidget(made)
    made.resize(VidbudovaDock.WIDTH, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.answers = []
    monkeypatch.setattr(dock_module, "ask", lambda *_: made.answers.pop(0))
    yield made
    made.set_workspace(None)


@pytest.fixture()
def filled(workspace):
    """A workspace with a few needs and a project; returns their uuids by title."""
    uuids = {}
    for title, unit, priority in (
        ("Школа № 12", TSYRKUNY, 5),
        ("Водогін", CHUHUIV, 1),
        ("Ґанок об’єкта", TSYRKUNY, 3),
    ):
        uuids[title] = workspace.insert(
            "need",
            {"title_uk": title, "katottg": unit, "workflow": "draft", "priority": priority,
             "captured_at": f"2026-11-0{priority}T10:00:00Z"},
        )  # fmt: skip
    uuids["Реконструкція ліцею"] = workspace.insert(
        "project",
        {"title_uk": "Реконструкція ліцею", "workflow": "submitted", "captured_at": "2026-11-09T10:00:00Z"},
    )
    listing.refresh(workspace)
    return uuids


def titles(dock):
    model = dock.records.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def shown_texts(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_without_a_workspace_the_dock_says_how_to_get_one(dock, qtbot):
    assert dock.welcome.isVisible()
    for name, signal in (
        ("createWorkspaceButtonDock", dock.create_workspace_requested),
        ("openWorkspaceButtonDock", dock.open_workspace_requested),
        ("settingsButtonDock", dock.settings_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(dock.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_an_empty_workspace_says_what_to_do_next(dock, qtbot, workspace):
    dock.set_workspace(workspace)
    assert dock.records.empty.isVisible()
    with qtbot.waitSignal(dock.new_requested) as asked:
        qtbot.mouseClick(dock.findChild(QPushButton, "emptyNewNeedButton"), Qt.MouseButton.LeftButton)
    assert asked.args == ["need"]


def test_the_header_names_the_workspace_and_what_waits(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    label = dock.findChild(QWidget, "workspaceLabel")
    qtbot.waitUntil(lambda: "Харківська область" in label.text())
    assert periods.of(today()).label("uk") in label.text()
    assert "4" in dock.findChild(QWidget, "waitingChip").accessibleName()


def test_the_open_round_of_the_portal_is_named_with_its_days(dock, workspace, filled):
    closes = today() + timedelta(days=9)
    rounds = [
        {"period": "2025-Q4", "state": "closed", "opens_at": None, "closes_at": "2026-01-15T23:59:00+02:00"},
        {"period": "2026-Q3", "state": "open", "opens_at": None, "closes_at": f"{closes}T12:00:00+02:00"},
    ]
    workspace.set_meta("rounds", json.dumps({"rounds": rounds}))
    dock.set_workspace(workspace)
    dock.refresh()
    assert "III квартал 2026" in dock.findChild(QWidget, "workspaceLabel").text()
    assert "9" in dock.findChild(QWidget, "deadlineLabel").text()


def test_needs_and_projects_are_listed_newest_first(dock, workspace, filled):
    dock.set_workspace(workspace)
    assert titles(dock) == ["Реконструкція ліцею", "Школа № 12", "Ґанок об’єкта", "Водогін"]
    row = dock.records.model.index(1, 0)
    assert "с. Циркуни" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "чернетка" in row.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("text", ["школи", "ШКОЛА", "шко", "№ 12 школа"])
def test_the_search_forgives_case_endings_and_order(dock, qtbot, workspace, filled, text):
    dock.set_workspace(workspace)
    dock.findChild(QWidget, "searchField").setText(text)
    qtbot.waitUntil(lambda: titles(dock) == ["Школа № 12"])


def test_nothing_found_offers_everything_again(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    dock.records.search.setText("щось інше")
    qtbot.waitUntil(dock.records.empty.isVisible)
    qtbot.mouseClick(dock.findChild(QPushButton, "emptyClearButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(titles(dock)) == 4)


def test_filters_leave_in_what_was_asked_for(dock, workspace, filled):
    dock.set_workspace(workspace)
    panel = dock.records.filters
    dock.records.filter_button.setChecked(True)
    assert panel.isVisible()
    panel.type.setCurrentIndex(panel.type.findData("project"))
    panel.type.activated.emit(panel.type.currentIndex())
    assert titles(dock) == ["Реконструкція ліцею"]
    panel.clear()
    panel.sort.setCurrentIndex(panel.sort.findData("-priority"))
    panel.sort.activated.emit(panel.sort.currentIndex())
    assert titles(dock)[0] == "Школа № 12"


def test_enter_and_double_click_open_the_record(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    view = dock.findChild(QWidget, "recordList")
    dock.records.search.setFocus()
    qtbot.keyClick(dock.records.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is view
    with qtbot.waitSignal(dock.open_requested) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["project", filled["Реконструкція ліцею"]]
    spot = view.visualRect(dock.records.model.index(1, 0)).center()
    with qtbot.waitSignal(dock.open_requested) as opened:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == ["need", filled["Школа № 12"]]


def test_delete_asks_first(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    view = dock.findChild(QWidget, "recordList")
    dock.select([("need", filled["Водогін"])])
    dock.answers[:] = ["stay", "delete"]
    with qtbot.assertNotEmitted(dock.delete_requested):
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(dock.delete_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert asked.args == [[("need", filled["Водогін"])]]


def test_selecting_in_the_list_is_told_and_selecting_from_the_map_is_not_told_back(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    view = dock.findChild(QWidget, "recordList")
    with qtbot.waitSignal(dock.selection_changed) as told:
        spot = view.visualRect(dock.records.model.index(3, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == [[("need", filled["Водогін"])]]
    with qtbot.assertNotEmitted(dock.selection_changed):
        dock.select([("need", filled["Школа № 12"]), ("need", filled["Водогін"])])
    assert dict(dock.records.selected()) and len(dock.records.selected()) == 2


def test_a_refresh_keeps_the_selection(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    dock.select([("need", filled["Водогін"])])
    workspace.insert("need", {"title_uk": "Нова", "captured_at": "2026-12-01T10:00:00Z"})
    listing.refresh(workspace)
    with qtbot.assertNotEmitted(dock.selection_changed):
        dock.refresh()
    assert titles(dock)[0] == "Нова"
    assert dock.records.selected() == [("need", filled["Водогін"])]


def test_only_the_pages_that_are_seen_are_read(dock, workspace, monkeypatch):
    with workspace.transaction():
        for number in range(3000):
            workspace.insert("need", {"title_uk": f"Потреба {number}", "captured_at": "2026-11-05T10:00:00Z"})
    listing.refresh(workspace)
    asked = []
    real = listing.page
    monkeypatch.setattr(record_model.listing, "page", lambda ws, q, at, n: asked.append(at) or real(ws, q, at, n))
    dock.set_workspace(workspace)
    QApplication.processEvents()
    assert dock.records.model.rowCount() == 3000
    assert set(asked) <= {0}
    dock.findChild(QWidget, "recordList").scrollToBottom()
    QApplication.processEvents()
    assert set(asked) <= {0, 2900}


def test_buttons_ask_for_what_they_say(dock, qtbot, workspace):
    dock.set_workspace(workspace)
    for name, signal, args in (
        ("newNeedButton", dock.new_requested, ["need"]),
        ("newProjectButton", dock.new_requested, ["project"]),
        ("sendButton", dock.send_requested, []),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.mouseClick(dock.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
        assert asked.args == args


def test_sending_shows_progress_and_can_be_cancelled(dock, qtbot, workspace):
    dock.set_workspace(workspace)
    dock.set_sync_state("running", "надсилаю 40 з 120", 0.25)
    send, cancel = (dock.findChild(QPushButton, name) for name in ("sendButton", "cancelButton"))
    assert cancel.isVisible() and not send.isVisible()
    assert dock.findChild(QWidget, "syncLabel").text() == "надсилаю 40 з 120"
    assert dock.header.progress.value() == 250
    with qtbot.waitSignal(dock.cancel_requested):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    dock.set_sync_state("offline")
    assert send.isVisible()
    assert dock.findChild(QWidget, "syncLabel").isVisible()
    dock.set_sync_state("idle")
    assert not dock.findChild(QWidget, "syncLabel").isVisible()
    with pytest.raises(ValueError):
        dock.set_sync_state("asleep")


def test_a_read_only_workspace_offers_no_writing(dock, workspace, filled, catalogue):
    with Workspace.open(workspace.folder, catalogue, read_only=True) as locked:
        dock.set_workspace(locked)
        assert len(titles(dock)) == 4
        for name in ("newNeedButton", "newProjectButton", "sendButton"):
            assert not dock.findChild(QPushButton, name).isEnabled()
        dock.set_workspace(None)


def test_problems_lead_to_the_field_they_are_about(dock, qtbot, workspace, filled):
    uuid = filled["Школа № 12"]
    record = workspace.get("need", uuid)
    found = engine.check(workspace.catalogue.type("need"), record, WorkspaceContext(workspace))
    findings.replace_findings(workspace, "need", uuid, found)
    listing.refresh(workspace)
    dock.set_workspace(workspace)
    dock.refresh()
    problems = sum(finding.severity != "hint" for finding in found)
    warnings = sum(finding.severity == "warning" for finding in found)
    index = dock.tabs.indexOf(dock.problems)
    assert dock.tabs.tabText(index).endswith(f" {problems}")
    assert dock.records.model.row(1).problems == problems
    dock.tabs.setCurrentIndex(index)
    view = dock.findChild(QWidget, "problemList")
    first = dock.problems.model.index(0, 0)
    assert "Школа № 12" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    view.setCurrentIndex(first)
    with qtbot.waitSignal(dock.open_at_requested) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["need", uuid, found[0].fields[0]]
    dock.problems.severity.setCurrentIndex(dock.problems.severity.findData("warning"))
    dock.problems.severity.activated.emit(2)
    assert dock.problems.model.rowCount() == warnings > 0


def test_a_check_of_everything_can_be_asked_for(dock, qtbot, workspace):
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.problems)
    assert dock.problems.empty.isVisible()
    with qtbot.waitSignal(dock.check_requested):
        qtbot.mouseClick(dock.findChild(QPushButton, "checkButton"), Qt.MouseButton.LeftButton)


def test_the_quarter_counts_reports_of_an_announced_round_only(dock, qtbot, workspace, filled):
    project = filled["Реконструкція ліцею"]
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.quarter)
    qtbot.waitUntil(lambda: not dock.quarter.counting)
    reports = workspace.catalogue.type("progress_report").plural_label("uk")
    assert reports not in texts_of(dock.quarter)
    workspace.insert("progress_report", {"project_uuid": project, "period": "2026-Q3", "no_change": True})
    workspace.set_meta("rounds", json.dumps({"rounds": [{"period": "2026-Q3", "state": "open"}]}))
    dock.refresh()
    qtbot.waitUntil(lambda: not dock.quarter.counting)
    shown = texts_of(dock.quarter)
    assert "III квартал 2026" in shown and reports in shown
    assert shown[shown.index(reports) + 1 :] == [
        "Reported in this quarter", "0", "Reported as unchanged", "1", "Projects without a report", "0",
    ]  # fmt: skip


def texts_of(panel):
    """Labels of the quarter's table in reading order."""
    grid = panel._grid
    found = [panel.heading.text()]
    for row in range(grid.rowCount()):
        for column in range(2):
            item = grid.itemAtPosition(row, column)
            if item is not None and item.widget().text() and (column == 0 or item.widget().text() not in found[-1:]):
                found.append(item.widget().text())
    return found


def test_conflicts_and_refusals_are_listed_with_their_reasons_and_lead_to_the_record(dock, qtbot, workspace, filled):
    school, pipe = filled["Школа № 12"], filled["Водогін"]
    conflicts.put_conflict(workspace, "need", school, "field", ["title_uk"], {}, 3, "Н. Коваль", "2026-11-04T09:12:00Z")
    reason = {"pointer": "/set/katottg", "rule": "territory.form", "message": "Оберіть одиницю зі списку."}
    refusals.put_refusal(workspace, "need", pipe, [reason], changes.last_seq(workspace))
    pulls.put_pull(workspace, "c1", 120, 118)
    listing.refresh(workspace)
    dock.set_workspace(workspace)
    dock.refresh()
    trouble = dock.findChild(QWidget, "troubleButton")
    assert trouble.isVisible()
    qtbot.mouseClick(trouble, Qt.MouseButton.LeftButton)
    assert dock.tabs.currentWidget() is dock.exchange
    rows = shown_texts(dock.exchange.model)
    assert any("Школа № 12" in text for text in rows)
    spoken = [
        dock.exchange.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or "" for row in range(len(rows))
    ]
    assert any("Н. Коваль" in text and "Назва" in text for text in spoken)
    assert any("Оберіть одиницю зі списку." in text for text in spoken)
    assert any("118" in text for text in spoken)
    view = dock.findChild(QWidget, "exchangeList")
    view.setCurrentIndex(dock.exchange.model.index(next(i for i, text in enumerate(rows) if "Водогін" in text), 0))
    with qtbot.waitSignal(dock.open_requested) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["need", pipe]


def test_a_report_is_one_sentence_and_rows_that_lead_to_records(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    row = ReportRow("need", filled["Водогін"], "Водогін", "refused", "Код не з довідника")
    dock.show_report(SyncReport(sent=12, received=3, refused=1, rows=(row,)))
    assert dock.tabs.currentWidget() is dock.exchange
    sentence = dock.findChild(QWidget, "exchangeSummary").text()
    assert "12" in sentence and "3" in sentence and "\n" not in sentence.strip()
    assert "Водогін" in shown_texts(dock.exchange.model)


def test_a_quiet_sync_does_not_take_the_person_away_from_the_list(dock, workspace, filled):
    dock.set_workspace(workspace)
    dock.show_report(SyncReport(sent=2))
    assert dock.tabs.currentWidget() is dock.records


def test_what_ended_a_sync_stands_in_its_report(dock, workspace, filled):
    dock.set_workspace(workspace)
    problem = TransportError("transport.timeout")
    dock.show_report(SyncReport(sent=2, problem=problem))
    assert problem.describe("uk") in dock.findChild(QWidget, "exchangeSummary").text()


def test_the_technical_detail_of_a_failure_can_be_copied(dock, qtbot, workspace, filled):
    dock.set_workspace(workspace)
    dock.show_report(SyncReport(problem=TransportError("transport.timeout", host="portal.example")))
    view = dock.findChild(QWidget, "exchangeList")
    view.setFocus()
    view.setCurrentIndex(dock.exchange.model.index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "transport.timeout (host='portal.example')" in QApplication.clipboard().text()


def test_the_dock_is_at_home_at_320_pixels(dock, workspace, filled):
    dock.set_workspace(workspace)
    for index in range(dock.tabs.count()):
        dock.tabs.setCurrentIndex(index)
        assert dock.minimumSizeHint().width() <= 380  # the test platform's fonts are a third wider than a desktop's


def test_a_broken_workspace_is_said_and_does_not_throw(dock, workspace, filled):
    dock.set_workspace(workspace)
    workspace.connection.execute("DROP TABLE vidbudova_list")
    dock.refresh()
    assert dock.findChild(QWidget, "syncLabel").text()


def test_nothing_found_is_told_apart_from_nothing_looked_at(dock, workspace, filled):
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.problems)
    assert "Not all records have been checked yet" in dock.problems.empty.text_label.text()
    workspace.set_meta(findings.CHECKED_AT, "2026-11-20T08:00:00Z")
    dock.refresh()
    assert "All records were checked on 20.11.2026" in dock.problems.empty.text_label.text()
