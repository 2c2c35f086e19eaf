"""Many records at once in the window: looked at first, done beside the window, undone in one step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QListView, QPushButton

from plugin.forms.access import WorkspaceAccess
from plugin.panels.many_dialog import ManyDialog
from plugin.panels.message_rows import NOTE_ROLE
from plugin.panels.records_panel import RecordsPanel
from plugin.panels.set_field_dialog import SetFieldDialog, settable
from plugin.qgis_bridge import many_work
from plugin.qgis_bridge.i18n import Translation
from plugin.records.territory import default_codifier
from plugin.store import findings, listing, steps
from plugin.store.workspace import Workspace

from .desk import Desk
from .test_workbench import Window

LEFT = Qt.MouseButton.LeftButton
READY = {
    "sector": "health", "status": "open", "katottg": "UA63120290010028715", "precision": "exact", "priority": 2,
    "geom": {"type": "Point", "coordinates": [36.3836, 50.0869]}, "info_source": "Акт обстеження", "access": "open",
    "workflow": "draft", "captured_by": "Олена", "captured_at": "2026-11-01T08:00:00Z", "people_total": 10,
    "cost_amount": "1000000.00", "cost_currency": "UAH", "cost_basis": "norm", "damage_category": "I",
    "object_name": "Ліцей", "survey_date": "2026-10-01", "quantity": 10.0, "quantity_unit": "m2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ukrainian(qapp: object) -> Iterator[None]:
    with Translation("uk"):
        yield


@pytest.fixture()
def window(ukrainian: None, desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    with workspace.transaction():
        made.ready = [workspace.insert("need", {**READY, "title_uk": f"Готова {number}"}) for number in range(5)]
    steps.notice(workspace)
    made.bench.list.touch()
    wait_until(lambda: made.bench.dock.records.model.records == 9)
    yield made
    made.close()


def choose(window: Window, *titles: str) -> None:
    records = window.bench.dock.records
    everything = [(row.type, row.uuid) for row in map(records.model.row, range(records.model.rowCount()))]
    named = [key for key in everything if window.workspace.get(*key)["title_uk"].startswith(titles)]
    records.select(named)


def start(window: Window, name: str) -> ManyDialog:
    """Chooses an action in the menu, and waits for what it would do."""
    window.bench.dock.records.actions_menu.actions[name].trigger()
    dialog = window.bench.desks.many.dialog
    assert dialog is not None and dialog.isVisible()
    return dialog


def looked(window: Window, dialog: ManyDialog) -> None:
    window.wait_until(lambda: not dialog.progress.isVisible() and window.bench.desks.many._task is None)


def go(window: Window, dialog: ManyDialog) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, "manyGoButton"), LEFT)
    window.wait_until(lambda: window.bench.desks.many.dialog is None and window.bench.desks.many._task is None)


def undo(window: Window) -> None:
    window.button().click()
    window.wait_until(lambda: window.bench.undoing._task is None)


def test_those_without_errors_are_submitted_and_the_others_are_named(window: Window) -> None:
    choose(window, "Готова", "Школа")
    dialog = start(window, "submit")
    looked(window, dialog)
    assert "5 записів не мають помилок" in dialog.summary.text()
    assert "1 запис залишиться" in dialog.summary.text()
    assert "Школа" in dialog.model.item(0).text() and dialog.model.item(0).data(NOTE_ROLE)
    assert dialog.go_button.text() == "Подати 5 записів"
    go(window, dialog)
    states = {record["title_uk"]: record.get("workflow") for record in window.workspace.records("need")}
    assert {state for title, state in states.items() if title.startswith("Готова")} == {"submitted"}
    assert states["Школа"] != "submitted"
    assert "Подано 5 записів" in window.desk.notices()[0]
    undo(window)
    assert {record.get("workflow") or "draft" for record in window.workspace.records("need")} == {"draft"}


def test_a_record_that_holds_things_up_is_opened_from_the_preview(window: Window) -> None:
    choose(window, "Готова 1", "Школа")
    dialog = start(window, "submit")
    looked(window, dialog)
    view = dialog.findChild(QListView, "manyList")
    view.setCurrentIndex(dialog.model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    opened = window.bench.records._windows
    assert [one.record for one in opened] == [("need", window.school)]


def test_what_is_submitted_already_and_what_is_open_in_a_form_is_left(window: Window) -> None:
    window.workspace.update("need", window.ready[0], {"workflow": "approved"})
    window.bench.list.touch()
    form = window.bench.records.open("need", window.ready[1]).form
    form.editing.set("title_uk", "Готова, змінена")
    choose(window, "Готова")
    dialog = start(window, "submit")
    looked(window, dialog)
    notes = " ".join(dialog.model.item(row).data(NOTE_ROLE) for row in range(2))
    assert "затверджено" in notes and "відкрито у формі" in notes
    assert "3" in dialog.go_button.text()
    dialog.reject()
    assert window.bench.desks.many.dialog is None


def test_what_was_opened_in_a_form_after_the_preview_is_left_too(window: Window, monkeypatch) -> None:
    monkeypatch.setattr(RecordsPanel, "DELETED_AT_ONCE", 2)
    choose(window, "Готова")
    dialog = start(window, "delete")
    looked(window, dialog)
    window.bench.records.open("need", window.ready[1]).form.editing.set("title_uk", "Готова, змінена")
    go(window, dialog)
    assert [window.workspace.get("need", uuid) is not None for uuid in window.ready] == [
        False,
        True,
        False,
        False,
        False,
    ]
    assert "1 залишено" in window.desk.notices()[0]


def test_a_late_answer_to_a_closed_dialog_is_not_shown_in_the_next_one(window: Window, monkeypatch) -> None:
    seen, gate, look = threading.Event(), threading.Event(), many_work.look

    def late(*given):
        found = look(*given)
        seen.set()
        gate.wait(20)
        return found

    monkeypatch.setattr(many_work, "look", late)
    choose(window, "Готова")
    closed = start(window, "submit")
    window.wait_until(seen.is_set)
    closed.reject()
    dialog = start(window, "set_field")
    gate.set()
    window.wait_until(lambda: window.bench.tasks.running == 0)
    assert not dialog.go_button.isEnabled() and dialog.go_button.text() == "Змінити"
    QTest.mouseClick(dialog.findChild(QPushButton, "manyGoButton"), LEFT)
    assert {window.workspace.get("need", uuid)["workflow"] for uuid in window.ready} == {"draft"}


def test_a_late_answer_about_another_value_does_not_let_that_one_be_written(window: Window, monkeypatch) -> None:
    gate, look = threading.Event(), many_work.look
    monkeypatch.setattr(many_work, "look", lambda *given: gate.wait(20) and look(*given))
    choose(window, "Готова")
    dialog = start(window, "set_field")
    dialog.field.setCurrentIndex(dialog.field.findData("priority"))
    window.wait_until(lambda: window.bench.desks.many._task is not None)
    dialog._editor.set_value(4)
    dialog._editor.changed.emit()
    dialog._rest.setInterval(3_600_000)  # the person types on
    dialog._editor.changed.emit()
    gate.set()
    window.wait_until(lambda: window.bench.tasks.running == 0)
    assert not dialog.go_button.isEnabled()


def test_the_same_value_is_set_in_many_and_the_problems_follow(window: Window) -> None:
    choose(window, "Готова")
    dialog = start(window, "set_field")
    assert isinstance(dialog, SetFieldDialog) and not dialog.go_button.isEnabled()
    dialog.field.setCurrentIndex(dialog.field.findData("priority"))
    dialog._editor.set_value(5)
    dialog._editor.changed.emit()
    window.wait_until(dialog.go_button.isEnabled)
    assert "5 записів" in dialog.summary.text()
    go(window, dialog)
    assert [window.workspace.get("need", uuid)["priority"] for uuid in window.ready] == [5] * 5
    found = findings.list_findings(window.workspace, type_name="need", uuid=window.ready[0])
    assert any("priority" in finding.fields for finding in found)  # a high priority wants a reason
    undo(window)
    assert [window.workspace.get("need", uuid)["priority"] for uuid in window.ready] == [2] * 5


def test_a_text_is_folded_as_in_a_form_before_it_is_set(window: Window) -> None:
    choose(window, "Готова")
    dialog = start(window, "set_field")
    dialog.field.setCurrentIndex(dialog.field.findData("info_source"))
    dialog._editor.focusProxy().setText(" Акт\u00a0 огляду ")  # as it comes from a text processor
    dialog._editor.changed.emit()
    window.wait_until(dialog.go_button.isEnabled)
    go(window, dialog)
    assert {window.workspace.get("need", uuid)["info_source"] for uuid in window.ready} == {"Акт огляду"}


def test_a_value_that_cannot_be_is_refused_before_anything_is_written(window: Window) -> None:
    choose(window, "Готова")
    dialog = start(window, "set_field")
    dialog.field.setCurrentIndex(dialog.field.findData("people_total"))
    dialog._editor.focusProxy().setText("багато")
    dialog._editor.changed.emit()
    window.wait_until(lambda: dialog.model.rowCount() == 5)
    assert not dialog.go_button.isEnabled()
    assert [window.workspace.get("need", uuid)["people_total"] for uuid in window.ready] == [10] * 5


def test_only_fields_that_all_the_kinds_have_are_offered(workspace: Workspace) -> None:
    need, project, report = (workspace.catalogue.type(name) for name in ("need", "project", "progress_report"))
    names = [field.name for field in settable([need])]
    assert "sector" in names and "info_source" in names
    assert not {"uuid", "title_uk", "workflow", "captured_at", "geom"} & set(names)
    both = [field.name for field in settable([need, project])]
    assert "sector" in both and "damage_category" not in both
    assert "project_uuid" not in [field.name for field in settable([report])]


def test_kinds_that_have_nothing_in_common_are_told(workspace: Workspace, qtbot: object) -> None:
    dialog = SetFieldDialog([], 2, WorkspaceAccess(workspace, default_codifier()), "uk")
    assert "немає спільних полів" in dialog.summary.text()
    dialog.deleteLater()


def test_many_are_deleted_beside_the_window_with_what_hangs_off_them(window: Window, monkeypatch) -> None:
    monkeypatch.setattr(RecordsPanel, "DELETED_AT_ONCE", 2)
    before = window.everything()
    window.bench.dock.records.list.selectAll()
    QTest.keyClick(window.bench.dock.records.list, Qt.Key.Key_Delete)
    dialog = window.bench.desks.many.dialog
    looked(window, dialog)
    assert "9 записів буде вилучено" in dialog.summary.text() and "1" in dialog.summary.text()
    go(window, dialog)
    assert not any(window.everything().values())
    window.wait_until(lambda: window.bench.dock.records.model.records == 0)
    undo(window)
    assert window.everything() == before


def test_a_list_that_changed_meanwhile_is_said_and_nothing_is_done(window: Window) -> None:
    choose(window, "Готова")
    chosen = window.bench.dock.records.selection.chosen()
    window.workspace.insert("need", {"title_uk": "Ще одна"})
    listing.refresh(window.workspace)
    window.bench.desks.many.start("submit", chosen)
    dialog = window.bench.desks.many.dialog
    looked(window, dialog)
    assert "щойно змінився" in dialog.summary.text() and not dialog.go_button.isEnabled()


def test_closing_the_workspace_closes_the_dialog(window: Window) -> None:
    choose(window, "Готова")
    start(window, "submit")
    window.desk.newProject()
    window.wait_until(lambda: window.bench.session.workspace is None)
    assert window.bench.desks.many.dialog is None


def test_many_selected_records_are_selected_and_brought_into_sight_on_the_map(window: Window, monkeypatch) -> None:
    from plugin.qgis_bridge import selection

    monkeypatch.setattr(selection, "MOST_FLASHED", 2)
    window.bench.selection.select([("need", window.school), ("need", window.lyceum), ("need", window.main)])
    assert window.selected("need", "point") == {window.school, window.lyceum}
    assert window.selected("need", "line") == {window.main}
    extent = window.desk.canvas.extent()
    assert extent.xMinimum() < 36.3836 < 37.2593 < extent.xMaximum()
    assert extent.yMinimum() < 49.2087 < 50.0869 < extent.yMaximum()
