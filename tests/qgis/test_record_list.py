"""The record list in its tab: filters, groups by hromada, long lists, selection of many, the keyboard all the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QMainWindow, QWidget

from plugin.panels import record_rows
from plugin.panels.record_model import GROUP_ROLE, ROW_ROLE
from plugin.panels.records_panel import RecordsPanel
from plugin.panels.spans import spans
from plugin.qgis_bridge.i18n import Translation
from plugin.records.dates import today
from plugin.records.territory import default_codifier
from plugin.store import findings, listing
from plugin.store.findings import StoredFinding
from plugin.store.listing import ListQuery

TSYRKUNY, CHUHUIV = "UA63120290010028715", "UA63140170010036104"
TSYRKUNY_HROMADA, CHUHUIV_HROMADA = "Циркунівська громада", "Чугуївська громада"


@pytest.fixture()
def panel(qtbot, workspace, ukrainian):
    made = RecordsPanel("uk", default_codifier())
    qtbot.addWidget(made)
    made.set_author(lambda: "Олена")
    made.resize(320, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.set_workspace(None)


@pytest.fixture(autouse=True)
def ukrainian(qapp):
    with Translation("uk"):
        yield


def fill(workspace, count=12):
    """Needs in two hromadas and in none, by two people, over the last days; their uuids in the order they were made."""
    uuids = []
    with workspace.transaction():
        for number in range(count):
            uuids.append(
                workspace.insert(
                    "need",
                    {
                        "title_uk": f"Потреба {number:03}",
                        "katottg": (TSYRKUNY, CHUHUIV, None)[number % 3],
                        "sector": ("health", "energy")[number % 2],
                        "captured_by": ("Олена", "Петро")[number % 2],
                        "captured_at": f"{today() - timedelta(days=number)}T08:00:00Z",
                    },
                )
            )
    listing.refresh(workspace)
    return uuids


def show(panel, workspace):
    panel.set_workspace(workspace)
    panel.reload()


def lines(panel):
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def type_in(widget, text):
    """As a keyboard with Ukrainian letters does; keyClicks() knows Latin ones only."""
    for letter in text:
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, key)


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_each_filter_leaves_in_what_it_names(panel, qtbot, workspace):
    uuids = fill(workspace)
    flaw = StoredFinding("people.total", "error", "need", uuids[4], ("people_total",), {})
    findings.replace_findings(workspace, "need", uuids[4], [flaw])
    listing.refresh(workspace)
    show(panel, workspace)
    panel.filter_button.click()
    filters = panel.filters
    choose(filters.sector, "energy")
    assert {line[-1] for line in lines(panel)} == set("13579")
    filters.clear()
    labels = [filters.hromada.itemText(row) for row in range(filters.hromada.count())]
    assert labels == ["Усі", TSYRKUNY_HROMADA, CHUHUIV_HROMADA, "Без території"]
    choose(filters.hromada, "UA6312029")
    assert lines(panel) == [f"Потреба {number:03}" for number in (0, 3, 6, 9)]
    choose(filters.hromada, "")
    assert lines(panel) == [f"Потреба {number:03}" for number in (2, 5, 8, 11)]
    filters.clear()
    choose(filters.period, "week")
    assert lines(panel) == [f"Потреба {number:03}" for number in range(7)]
    filters.clear()
    filters.mine.click()
    assert filters.mine.isChecked() and len(lines(panel)) == 6
    filters.clear()
    filters.problems.click()
    assert lines(panel) == ["Потреба 004"]


def test_what_filters_is_told_while_the_filters_are_folded_away(panel, workspace):
    fill(workspace)
    show(panel, workspace)
    panel.filter_button.click()
    choose(panel.filters.sector, "energy")
    panel.filters.mine.click()
    assert not panel.filter_label.isVisible()
    panel.filter_button.click()
    assert panel.filter_label.isVisible()
    assert "Лише мої" in panel.filter_label.text() and "нергетика" in panel.filter_label.text()
    assert "2" in panel.filter_button.text()


def test_nobody_can_ask_for_mine_before_saying_who_they_are(panel, workspace):
    show(panel, workspace)
    assert panel.filters.mine.isEnabled()
    panel.filters.mine.setChecked(True)
    panel.set_author(lambda: "")
    assert not panel.filters.mine.isEnabled() and not panel.filters.mine.isChecked()
    assert panel.query().mine_by is None


def test_a_hromada_is_found_by_typing_a_part_of_its_name(panel, qtbot, workspace):
    fill(workspace)
    show(panel, workspace)
    panel.filter_button.click()
    box = panel.filters.hromada
    box.setFocus()
    box.lineEdit().selectAll()
    type_in(box.lineEdit(), "чугуїв")
    qtbot.waitUntil(lambda: box.completer().completionCount() == 1)
    qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Down)
    qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Return)
    assert box.currentData() == "UA6314017"
    assert lines(panel) == [f"Потреба {number:03}" for number in (1, 4, 7, 10)]
    type_in(box.lineEdit(), "щось")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    panel.search.setFocus()
    assert box.lineEdit().text() == CHUHUIV_HROMADA


def test_a_span_begins_and_ends_at_midnight_in_kyiv(panel):
    day = today().replace(year=2026, month=7, day=15)
    offered = {code: span for code, _, span in spans(day, "uk")}
    assert offered["2026-Q3"].moments() == ("2026-06-30T21:00:00Z", "2026-09-30T21:00:00Z")
    assert offered["today"].moments() == ("2026-07-14T21:00:00Z", "2026-07-15T21:00:00Z")


def test_groups_stand_under_their_hromadas_and_fold(panel, qtbot, workspace):
    fill(workspace, 7)
    show(panel, workspace)
    panel.filters.grouped.click()
    expected = [TSYRKUNY_HROMADA, *("Потреба 000", "Потреба 003", "Потреба 006"), CHUHUIV_HROMADA,
                *("Потреба 001", "Потреба 004"), "Без території", *("Потреба 002", "Потреба 005")]  # fmt: skip
    assert lines(panel) == expected
    view = panel.list
    view.setFocus()
    view.setCurrentIndex(panel.model.index(3, 0))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert lines(panel) == [TSYRKUNY_HROMADA, *expected[4:]]
    spoken = view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert TSYRKUNY_HROMADA in spoken and "3 записи" in spoken and "згорнуто" in spoken
    panel.reload()
    assert lines(panel) == [TSYRKUNY_HROMADA, *expected[4:]]  # what was folded stays so
    view.setCurrentIndex(panel.model.index(0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert lines(panel) == expected
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(panel.model.index(4, 0)).center())
    assert lines(panel) == [*expected[:5], *expected[7:]]
    assert panel.model.index(4, 0).data(GROUP_ROLE).count == 2
    assert panel.count_label.text() == "7 записів"


def test_a_record_chosen_on_the_map_is_found_in_its_group(panel, workspace):
    uuids = fill(workspace, 7)
    show(panel, workspace)
    panel.filters.grouped.click()
    panel.select([("need", uuids[4])])
    assert panel.list.currentIndex().row() == 6 and panel.selected() == [("need", uuids[4])]
    panel.select([("need", uuid) for uuid in uuids[:3]])
    assert sorted(index.row() for index in panel.list.selectionModel().selectedRows()) == [1, 5, 8]


def test_many_groups_are_folded_at_first(panel, workspace, monkeypatch):
    monkeypatch.setattr(record_rows, "FOLDED_FROM", 5)
    fill(workspace, 7)
    show(panel, workspace)
    panel.filters.grouped.click()
    assert lines(panel) == [TSYRKUNY_HROMADA, CHUHUIV_HROMADA, "Без території"]


@pytest.fixture()
def long_list(workspace, monkeypatch):
    """A list that counts as long: its order is read in pieces of a few records."""
    from plugin.panels.record_model import RecordModel
    from plugin.store import listing_order, listing_query

    for room in (listing, listing_query, listing_order, record_rows):
        monkeypatch.setattr(room, "FEW", 10)
    monkeypatch.setattr(RecordModel, "FIRST_PIECE", 20)
    return fill(workspace, 300)


def test_rows_of_a_long_list_are_blank_until_they_are_read(panel, qtbot, workspace, long_list):
    show(panel, workspace)
    assert panel.model.reading
    assert panel.model.index(299, 0).data(ROW_ROLE) is None
    qtbot.waitUntil(lambda: not panel.model.reading)
    assert lines(panel) == [f"Потреба {number:03}" for number in range(300)]


def test_everything_is_selected_and_stays_so_whatever_comes(panel, qtbot, workspace, long_list):
    show(panel, workspace)
    view = panel.list
    view.setFocus()
    with qtbot.waitSignal(panel.selection_changed):
        qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.selection.count == 300 and "300" in panel.count_label.text()
    chosen = panel.selection.chosen()
    assert chosen.query == panel.query() and chosen.count == 300
    workspace.insert("need", {"title_uk": "Нова", "captured_at": "2030-01-01T00:00:00Z"})
    listing.refresh(workspace)
    panel.reload()
    qtbot.waitUntil(lambda: not panel.model.reading)
    assert panel.selection.count == 301


def test_a_selection_of_many_is_kept_when_the_list_is_loaded_anew(panel, qtbot, workspace, long_list):
    show(panel, workspace)
    qtbot.waitUntil(lambda: not panel.model.reading)
    flags = QItemSelectionModel.SelectionFlag
    view = panel.list
    view.setCurrentIndex(panel.model.index(10, 0))
    qtbot.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    view.selectionModel().select(panel.model.index(250, 0), flags.Select | flags.Rows)
    before = panel.selected()
    assert len(before) > 5 and ("need", long_list[250]) in before
    workspace.insert("need", {"title_uk": "Нова", "captured_at": "2030-01-01T00:00:00Z"})
    listing.refresh(workspace)
    with qtbot.assertNotEmitted(panel.selection_changed, wait=50):
        panel.reload()
        qtbot.waitUntil(lambda: not panel.model.reading)
    assert sorted(panel.selected()) == sorted(before)
    assert panel.model.index(251, 0).data(ROW_ROLE).uuid == long_list[250]
    assert view.selectionModel().isRowSelected(251, panel.model.index(-1, -1))


def test_the_keyboard_leads_from_the_search_through_the_list_and_back(panel, qtbot, workspace):
    fill(workspace)
    show(panel, workspace)
    panel.search.setFocus()
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    view = panel.findChild(QWidget, "recordList")
    assert QApplication.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is panel.search
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    qtbot.keyClicks(view, "005")
    assert QApplication.focusWidget() is panel.search and panel.search.text() == "005"
    qtbot.waitUntil(lambda: lines(panel) == ["Потреба 005"])
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(lines(panel)) == 12)
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is panel.search


def test_keys_that_qgis_has_too_are_the_lists_while_it_has_the_keyboard(panel, qtbot, workspace):
    """As in QGIS's window, whose actions for filtering a layer and for all features have the same keys."""
    fill(workspace)
    show(panel, workspace)
    window, fired = QMainWindow(), []
    qtbot.addWidget(window)
    window.setCentralWidget(panel)
    for key in ("Ctrl+F", "Ctrl+A"):
        action = QAction(key, window)
        action.setShortcut(key)
        action.triggered.connect(fired.append)
        window.addAction(action)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel.list.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.selection.count == 12
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is panel.search
    assert fired == []
    window.takeCentralWidget()


def test_the_menu_offers_what_fits_the_selection(panel, qtbot, workspace):
    uuids = fill(workspace)
    show(panel, workspace)
    menu = panel.actions_menu
    assert not menu.button.isEnabled()
    panel.select([("need", uuids[0]), ("need", uuids[1])])
    assert menu.button.isEnabled()
    menu.menu.aboutToShow.emit()
    enabled = {name for name, action in menu.actions.items() if action.isEnabled()}
    assert enabled == {"submit", "set_field", "export", "all", "delete"}
    for name in ("submit", "set_field", "export"):
        with qtbot.waitSignal(panel.many_requested) as asked:
            menu.actions[name].trigger()
        assert asked.args[0] == name and asked.args[1].count == 2
    with qtbot.waitSignal(panel.delete_pressed) as asked:
        menu.actions["delete"].trigger()
    assert sorted(asked.args[0]) == sorted(panel.selected())
    panel.select([("need", uuids[3])])
    with qtbot.waitSignal(panel.open_requested) as asked:
        menu.actions["open"].trigger()
    assert asked.args == ["need", uuids[3]]


def test_more_than_a_few_are_deleted_beside_the_window(panel, qtbot, workspace, monkeypatch):
    monkeypatch.setattr(RecordsPanel, "DELETED_AT_ONCE", 3)
    fill(workspace)
    show(panel, workspace)
    panel.list.selectAll()
    with qtbot.waitSignal(panel.many_requested) as asked:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert asked.args[0] == "delete" and asked.args[1].query == ListQuery()


def test_the_filters_leave_half_of_a_low_window_to_the_list(panel, workspace):
    fill(workspace)
    show(panel, workspace)
    panel.resize(320, 360)
    panel.filter_button.click()
    QApplication.processEvents()
    assert panel.filters.height() <= panel.height() // 2 + 2
    assert panel.list.height() >= 80
