"""The dock in a window that has shortcuts of its own: keys, conflicts, width, what is said where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QLabel,
    QMainWindow,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

import plugin.panels.dock as dock_module
from plugin.panels.dock import VidbudovaDock
from plugin.panels.problems_panel import FINDING_ROLE
from plugin.panels.record_model import ROW_ROLE
from plugin.qgis_bridge.i18n import Translation
from plugin.records import periods
from plugin.records.dates import today
from plugin.records.territory import default_codifier
from plugin.store import conflicts, findings, listing
from plugin.store.findings import StoredFinding
from plugin.store.workspace import Workspace

TSYRKUNY = "UA63120290010028715"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture()
def window(qtbot):
    """As QGIS's: its undo, its filter of a layer and its deleting have the same keys, and are enabled."""
    made = QMainWindow()
    made.fired = []
    for key in ("Ctrl+Z", "Ctrl+F", "Del"):
        action = QAction(key, made)
        action.setShortcut(key)
        action.triggered.connect(lambda _checked, key=key: made.fired.append(key))
        made.addAction(action)
    made.setCentralWidget(QWidget(made))
    made.resize(1100, 700)
    qtbot.addWidget(made)
    return made


@pytest.fixture()
def dock(qtbot, monkeypatch, window, workspace):
    with Translation("uk"):
        made = VidbudovaDock("uk", default_codifier(), window)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        made.answers = []
        monkeypatch.setattr(dock_module, "ask", lambda *asked: made.answers.append(asked[2]) or "stay")
        yield made
        made.set_workspace(None)


@pytest.fixture()
def school(workspace):
    uuid = workspace.insert(
        "need", {"title_uk": "Школа № 12", "katottg": TSYRKUNY, "captured_at": "2026-11-05T10:00:00Z"}
    )
    listing.refresh(workspace)
    return uuid


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """As the keyboard does: shortcuts of the window come before the widget that has the focus."""
    QTest.keyClick(window.windowHandle(), key, modifier)


def enter_list(dock):
    dock.records.list.setFocus()
    dock.records.list.setCurrentIndex(dock.records.model.index(0, 0))


def test_undo_find_and_delete_are_the_docks_while_it_has_the_keyboard(dock, window, qtbot, workspace, school):
    dock.set_workspace(workspace)
    enter_list(dock)
    with qtbot.waitSignal(dock.undo_requested):
        press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Delete)
    assert len(dock.answers) == 1
    for tab in (dock.problems, dock.quarter, dock.exchange):
        dock.tabs.setCurrentWidget(tab)
        dock.tabs.tabBar().setFocus()
        with qtbot.waitSignal(dock.undo_requested):
            press(window, Qt.Key.Key_Z, CTRL)
        press(window, Qt.Key.Key_F, CTRL)
        assert dock.tabs.currentWidget() is dock.records
        assert QApplication.focusWidget() is dock.records.search
    assert window.fired == []


def test_what_is_typed_into_the_search_is_undone_there(dock, window, qtbot, workspace, school):
    dock.set_workspace(workspace)
    dock.records.search.setFocus()
    press(window, Qt.Key.Key_A)
    assert dock.records.search.text() == "a"
    with qtbot.assertNotEmitted(dock.undo_requested):
        press(window, Qt.Key.Key_Z, CTRL)
    assert dock.records.search.text() == ""


def test_without_a_workspace_the_keys_are_qgis_own(dock, window):
    dock.set_workspace(None)
    dock.welcome.new_button.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_F, CTRL)
    assert window.fired == ["Ctrl+Z", "Ctrl+F"]


def test_enter_on_a_record_in_conflict_opens_the_conflict_and_the_menu_both(dock, window, qtbot, workspace, school):
    conflicts.put_conflict(workspace, "need", school, "field", ["title_uk"], {}, 3, "Н. Коваль", "2026-11-04T09:12:00Z")
    listing.refresh(workspace)
    dock.set_workspace(workspace)
    enter_list(dock)
    with qtbot.assertNotEmitted(dock.open_requested), qtbot.waitSignal(dock.conflicts_requested) as asked:
        press(window, Qt.Key.Key_Return)
    assert asked.args == [("need", school)]
    menu = dock.records.actions_menu
    menu.menu.aboutToShow.emit()
    assert menu.actions["settle"].isVisible() and "Enter" not in menu.actions["open"].text()
    with qtbot.waitSignal(dock.conflicts_requested) as asked:
        menu.actions["settle"].trigger()
    assert asked.args == [("need", school)]
    with qtbot.waitSignal(dock.open_requested):
        menu.actions["open"].trigger()


def test_the_menu_of_a_record_without_conflict_opens_its_form(dock, workspace, school):
    dock.set_workspace(workspace)
    enter_list(dock)
    menu = dock.records.actions_menu
    menu.menu.aboutToShow.emit()
    assert not menu.actions["settle"].isVisible() and menu.actions["open"].text().endswith("Enter")


def test_sending_leaves_the_dock_as_wide_as_it_was(dock, window, qtbot, workspace, school):
    dock.set_workspace(workspace)
    window.resizeDocks([dock], [dock.minimumSizeHint().width()], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width = dock.width()
    for state, text in (("running", "надсилаю 37 зі 112 записів"), ("offline", ""), ("running", ""), ("idle", "")):
        dock.set_sync_state(state, text)
        QApplication.processEvents()
        assert dock.width() == width


def test_the_keyboard_stays_at_the_button_that_takes_the_others_place(dock, workspace):
    dock.set_workspace(workspace)
    dock.header.send_button.setFocus()
    dock.set_sync_state("running")
    assert dock.header.cancel_button.hasFocus()
    dock.set_sync_state("idle")
    assert dock.header.send_button.hasFocus()


def test_a_state_of_the_exchange_is_a_sign_and_a_word(dock, workspace):
    dock.set_workspace(workspace)
    for state, text in (("running", "надсилаю"), ("offline", ""), ("parked", "")):
        dock.set_sync_state(state, text)
        assert dock.header.sync_sign.isVisible() and dock.header.sync_label.text()
    dock.set_sync_state("idle")
    assert not dock.header.sync_sign.isVisible()


def texts_in(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_quarter_of_an_empty_workspace_says_that_there_is_nothing_yet(dock, qtbot, workspace):
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.quarter)
    qtbot.waitUntil(lambda: not dock.quarter.counting)
    assert texts_in(dock.quarter).count("ще немає") == 2


def test_tabs_of_an_empty_workspace_say_what_to_do_and_show_no_empty_list(dock, workspace):
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.problems)
    assert "Записів, які можна перевірити, ще немає" in dock.problems.empty.text_label.text()
    dock.tabs.setCurrentWidget(dock.exchange)
    assert not dock.exchange.list.isVisible() and not dock.exchange.summary.isVisible()
    assert "Надіслати" in dock.exchange.empty.text_label.text()


def test_a_workspace_for_reading_only_says_so_and_why(dock, workspace, catalogue):
    with Workspace.open(workspace.folder, catalogue, read_only=True) as locked:
        dock.set_workspace(locked)
        dock.refresh()
        assert dock.header.deadline_label.isVisible() and "лише для читання" in dock.header.deadline_label.text()
        for button in (dock.header.need_button, dock.header.send_button):
            assert not button.isEnabled() and "лише для читання" in button.toolTip()
        assert not dock.records.empty.buttons["emptyNewNeedButton"].isVisible()
        dock.set_workspace(None)
    dock.set_workspace(workspace)
    assert dock.header.send_button.toolTip() == dock.header.send_button.accessibleName()


def test_the_header_takes_no_room_for_what_is_not_known(dock, workspace):
    dock.set_workspace(workspace)
    dock.refresh()
    assert not dock.header.deadline_label.isVisible()
    workspace.insert("need", {"title_uk": "Школа"})
    listing.refresh(workspace)
    dock.refresh()
    assert dock.header.deadline_label.isVisible() and dock.header.waiting_chip.isVisible()


def test_deleting_one_record_names_it_and_many_their_number(dock, qtbot, workspace, school):
    dock.set_workspace(workspace)
    enter_list(dock)
    qtbot.keyClick(dock.records.list, Qt.Key.Key_Delete)
    assert dock.answers[-1].startswith("Вилучити «Школа № 12»") and "скасувати" in dock.answers[-1]
    workspace.insert("need", {"title_uk": "Довга назва " * 40, "captured_at": "2026-11-06T10:00:00Z"})
    listing.refresh(workspace)
    dock.refresh()
    enter_list(dock)
    qtbot.keyClick(dock.records.list, Qt.Key.Key_Delete)
    assert "Довга назва" in dock.answers[-1] and len(dock.answers[-1]) < 260
    dock.records.list.selectAll()
    qtbot.keyClick(dock.records.list, Qt.Key.Key_Delete)
    assert dock.answers[-1].startswith("Вилучити 2 записи")


def test_records_of_the_sample_wait_for_nothing(dock, workspace, school):
    spoken = dock.records.model
    dock.set_workspace(workspace)
    dock.refresh()
    assert "чекає" in spoken.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    workspace.update_settings(replace(workspace.settings, portal_url=None, sample=True))
    dock.set_workspace(workspace)
    dock.refresh()
    assert spoken.rowCount() == 1
    assert spoken.index(0, 3).data() == ""
    assert "чекає" not in spoken.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    dock.records.filter_button.click()
    assert not dock.records.filters.state.isVisible() and dock.records.filters.workflow.isVisible()
    dock.tabs.setCurrentWidget(dock.exchange)
    assert "Із зразка нічого не надсилається" in dock.exchange.empty.text_label.text()


def titled(workspace, count):
    """So many needs, the first one the newest; their uuids."""
    uuids = []
    with workspace.transaction():
        for number in range(count):
            at = f"2026-01-01T{23 - number // 60:02}:{59 - number % 60:02}:00Z"
            uuids.append(workspace.insert("need", {"title_uk": f"Потреба {number:03}", "captured_at": at}))
    listing.refresh(workspace)
    return uuids


def test_after_deleting_the_keyboard_goes_on_where_it_was(dock, qtbot, workspace):
    uuids = titled(workspace, 30)
    dock.set_workspace(workspace)
    view, model = dock.records.list, dock.records.model
    view.setFocus()
    view.setCurrentIndex(model.index(7, 0))
    workspace.delete("need", uuids[7])
    listing.refresh(workspace)
    dock.refresh()
    assert view.currentIndex().row() == 7 and view.currentIndex().data() == "Потреба 008"
    assert dock.records.selected() == []
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "Потреба 009"
    for uuid in uuids[8:]:
        workspace.delete("need", uuid)
    listing.refresh(workspace)
    dock.refresh()
    assert view.currentIndex().data() == "Потреба 006"


def test_who_has_scrolled_away_from_what_is_selected_stays_there(dock, workspace):
    titled(workspace, 60)
    dock.set_workspace(workspace)
    view = dock.records.list
    view.setCurrentIndex(dock.records.model.index(0, 0))
    QApplication.processEvents()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = view.rowAt(0)
    dock.refresh()
    QApplication.processEvents()
    assert view.rowAt(0) == top > 5 and len(dock.records.selected()) == 1


def flawed(workspace, uuids):
    for uuid in uuids:
        flaw = StoredFinding("people.total", "error", "need", uuid, ("people_total",), {})
        findings.replace_findings(workspace, "need", uuid, [flaw])


def test_who_mends_one_problem_after_the_other_stays_in_the_list_of_problems(dock, workspace):
    uuids = titled(workspace, 40)
    flawed(workspace, uuids)
    dock.set_workspace(workspace)
    dock.tabs.setCurrentWidget(dock.problems)
    view, model = dock.problems.list, dock.problems.model
    view.setFocus()
    view.setCurrentIndex(model.index(25, 0))
    QApplication.processEvents()
    top, after = view.indexAt(QPoint(5, 5)).row(), model.index(26, 0).data(FINDING_ROLE)
    assert top > 5
    findings.replace_findings(workspace, "need", model.index(25, 0).data(FINDING_ROLE).uuid, [])
    dock.refresh()
    QApplication.processEvents()
    assert model.rowCount() == 39
    assert view.currentIndex().row() == 25 and view.currentIndex().data(FINDING_ROLE).uuid == after.uuid
    assert view.indexAt(QPoint(5, 5)).row() == top
    dock.problems.severity.setCurrentIndex(dock.problems.severity.findData("error"))
    dock.problems.severity.activated.emit(1)
    QApplication.processEvents()
    assert view.indexAt(QPoint(5, 5)).row() == 0


@pytest.fixture()
def reports(workspace):
    """A project, and reports for three of its quarters, all written on one day."""
    project = workspace.insert("project", {"title_uk": "Реконструкція ліцею", "captured_at": "2026-11-01T10:00:00Z"})
    quarter = periods.of(today())
    made = []
    for _ in range(3):
        made.append(quarter)
        workspace.insert(
            "progress_report",
            {"project_uuid": project, "period": str(quarter), "captured_at": f"{today()}T08:00:00Z"},
        )
        quarter = quarter.previous
    listing.refresh(workspace)
    return made


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    assert combo.currentIndex() >= 0
    combo.activated.emit(combo.currentIndex())


def test_the_quarter_of_reports_is_the_one_they_are_for(dock, workspace, reports):
    dock.set_workspace(workspace)
    dock.refresh()
    dock.records.filter_button.click()
    filters, model = dock.records.filters, dock.records.model
    choose(filters.type, "progress_report")
    assert filters.period.accessibleName() == "Квартал" and filters.period.findData("week") < 0
    for quarter in reports:
        choose(filters.period, str(quarter))
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == [quarter.label("uk")]
    choose(filters.period, "year")
    this_year = [quarter for quarter in reports if quarter.year == today().year]
    assert model.rowCount() == len(this_year)
    choose(filters.type, "project")
    assert filters.period.accessibleName() == "Внесено" and filters.period.findData("week") > 0
    filters.clear()
    assert model.rowCount() == 1


def test_what_hangs_off_another_record_is_listed_in_words(dock, workspace, reports):
    project = next(iter(workspace.records("project")))["uuid"]
    need = workspace.insert("need", {"title_uk": "Школа № 12"})
    workspace.insert("need_project", {"need_uuid": need, "project_uuid": project})
    listing.refresh(workspace)
    dock.set_workspace(workspace)
    dock.refresh()
    dock.records.filter_button.click()
    choose(dock.records.filters.type, "need_project")
    row = dock.records.model.index(0, 0).data(ROW_ROLE)
    assert dock.records.model.title(row) == "Школа № 12"
    assert dock.records.model.place_of(row) == "Реконструкція ліцею"
    place = workspace.insert("project_location", {"project_uuid": project, "title_uk": "Корпус 2", "katottg": TSYRKUNY})
    listing.refresh(workspace)
    choose(dock.records.filters.type, "project_location")
    row = dock.records.model.index(0, 0).data(ROW_ROLE)
    assert row.uuid == place and dock.records.model.place_of(row) == "Реконструкція ліцею"
    spoken = dock.records.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Корпус 2" in spoken and "с. Циркуни" in spoken and "Циркунівська громада" in spoken
    choose(dock.records.filters.type, "progress_report")
    row = dock.records.model.index(0, 0).data(ROW_ROLE)
    assert dock.records.model.place_of(row) == "Реконструкція ліцею"


def test_why_nothing_can_be_called_mine_stands_there(dock, workspace, school):
    author = ["", "Олена"]
    dock.records.set_author(lambda: author[0])
    dock.set_workspace(workspace)
    dock.records.filter_button.click()
    assert dock.records.filters.mine_hint.isVisible()
    author.pop(0)
    dock.records.filter_button.click()
    dock.records.filter_button.click()
    assert not dock.records.filters.mine_hint.isVisible() and dock.records.filters.mine.isEnabled()


def painted(view, state):
    """The first row of a list as it is drawn in a state, pixel by pixel."""
    picture = QImage(view.viewport().size(), QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.black)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.widget = view
    option.rect = view.visualRect(view.model().index(0, 0))
    option.font, option.fontMetrics = view.font(), view.fontMetrics()
    option.state = QStyle.StateFlag.State_Enabled | state
    painter = QPainter(picture)
    view.itemDelegate().paint(painter, option, view.model().index(0, 0))
    painter.end()
    return picture


def test_the_row_under_the_pointer_keeps_the_ground_that_its_quiet_texts_can_be_read_on(dock, workspace):
    flawed(workspace, titled(workspace, 2))
    dock.setStyleSheet("QAbstractItemView::item:hover { background: #535353; }")  # as Night Mapping does
    dock.set_workspace(workspace)
    for tab, view in ((dock.records, dock.records.list), (dock.problems, dock.problems.list)):
        dock.tabs.setCurrentWidget(tab)
        QApplication.processEvents()
        none, hover = QStyle.StateFlag.State_None, QStyle.StateFlag.State_MouseOver
        assert painted(view, hover) == painted(view, none) != painted(view, QStyle.StateFlag.State_Selected)
