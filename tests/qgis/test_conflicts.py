"""The window of conflicts: before, mine, the portal's; nothing is applied before Apply, and that can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from qgis.core import QgsPointXY
from qgis.gui import QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton, QRadioButton, QWidget

from plugin.contract.jcs import content_hash
from plugin.forms.theme import contrast
from plugin.panels.conflict_choices import MINE_COLOR, PORTAL_COLOR
from plugin.panels.conflicts_panel import ConflictsWindow
from plugin.panels.message_rows import NOTE_ROLE
from plugin.qgis_bridge import conflict_map
from plugin.store import base, conflicts, steps
from plugin.store.workspace import Workspace

from .desk import Desk
from .test_workbench import IZIUM, MAIN, TSYRKUNY, Window

OTHER_MAIN = {"type": "LineString", "coordinates": [[36.6, 49.81], [36.7, 49.86]]}


def clash(
    workspace: Workspace,
    uuid: str,
    mine: dict[str, Any] | None,
    theirs: dict[str, Any] | None,
    kind: str = "field",
    fields: tuple[str, ...] = (),
) -> None:
    """A record that the portal had as it is now, changed on both sides since; None is a deletion."""
    before = workspace.get("need", uuid) or {}
    with workspace.applying():
        base.set_base(workspace, "need", uuid, 1, content_hash(before), before)
    if mine is None:
        workspace.delete("need", uuid)
    else:
        workspace.update("need", uuid, mine)
    portal = None if theirs is None else {**before, **theirs}
    conflicts.put_conflict(
        workspace, "need", uuid, kind, fields or tuple(theirs or ()), portal, 2, "Борис", "2026-11-20T10:00:00Z"
    )


@pytest.fixture()
def window(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    clash(workspace, made.school, {"title_uk": "Гімназія", "priority": 2}, {"title_uk": "Ліцей №1", "priority": 3})
    clash(workspace, made.lyceum, {"geom": TSYRKUNY}, {"geom": {"type": "Point", "coordinates": [36.5, 50.0]}})
    clash(workspace, made.main, {"priority": 5}, None, "deleted")
    made.bench.list.touch()
    made.bench.conflicts.show()
    yield made
    made.close()


@pytest.fixture()
def shown(window: Window) -> ConflictsWindow:
    found = window.bench.conflicts.window
    assert isinstance(found, ConflictsWindow)
    return found


def radio(shown: QWidget, side: str, name: str) -> QRadioButton:
    found = shown.findChildren(QRadioButton, f"take_{side}_{name}")
    return next(button for button in found if button.isVisibleTo(shown))


def all_texts(shown: QWidget) -> str:
    from qgis.PyQt.QtWidgets import QLabel

    return "\n".join(label.text() for label in shown.choices.findChildren(QLabel))  # type: ignore[attr-defined]


def test_a_row_shows_before_mine_and_the_portals_and_who_and_when(window: Window, shown: ConflictsWindow) -> None:
    text = all_texts(shown)
    for part in ("Школа", "Гімназія", "Ліцей №1", "Борис", "20.11.2026"):
        assert part in text
    assert shown.list.model.rowCount() == 3
    assert (shown.width(), shown.height()) <= (1000, 580)


def test_the_list_says_on_which_side_a_record_was_deleted(window: Window, shown: ConflictsWindow) -> None:
    def note(key: tuple[str, str]) -> str:
        return str(shown.list.model.index(shown.list.model.keys().index(key), 0).data(NOTE_ROLE))

    assert note(("need", window.main)) == "вилучено на порталі"
    clash(window.workspace, window.school, None, {"title_uk": "Ліцей №1"}, "deleted")
    shown.refresh()
    assert note(("need", window.school)).startswith("вилучено тут")


def test_both_sides_stand_out_on_light_and_on_dark_maps() -> None:
    for ink in (MINE_COLOR, PORTAL_COLOR):
        for ground in ("#ffffff", "#efefef", "#323232", "#1c242a"):
            assert contrast(ink, QColor(ground)) >= 3, (ink.name(), ground)
    assert (MINE_COLOR, PORTAL_COLOR) == (conflict_map.MINE, conflict_map.PORTAL), "the legend shows what is drawn"


def test_nothing_is_written_before_apply_and_apply_waits_for_every_row(window: Window, shown: ConflictsWindow) -> None:
    before = window.workspace.get("need", window.school)
    assert not shown.apply_button.isEnabled()
    radio(shown, "mine", "title_uk").click()
    assert not shown.apply_button.isEnabled()
    radio(shown, "portal", "priority").click()
    assert shown.apply_button.isEnabled()
    assert window.workspace.get("need", window.school) == before
    shown.apply_button.click()
    record = window.workspace.get("need", window.school)
    assert record is not None and (record["title_uk"], record["priority"]) == ("Гімназія", 3)
    assert shown.list.model.rowCount() == 2
    assert shown.list.current() == ("need", window.lyceum)


def test_what_was_applied_is_undone_from_the_window_and_from_the_message_bar(
    window: Window, shown: ConflictsWindow
) -> None:
    for press in ("window", "bar"):
        shown.list.select(("need", window.school))
        shown.portal_button.click()
        shown.apply_button.click()
        record = window.workspace.get("need", window.school)
        assert record is not None and record["title_uk"] == "Ліцей №1"
        assert shown.undo_button.isVisibleTo(shown)
        if press == "window":
            shown.undo_button.click()
        else:
            window.button().click()
        record = window.workspace.get("need", window.school)
        assert record is not None and record["title_uk"] == "Гімназія"
        assert shown.list.model.rowCount() == 3


def test_both_places_are_drawn_differently_and_brought_into_sight_and_go_with_the_window(
    window: Window, shown: ConflictsWindow
) -> None:
    shown.list.select(("need", window.lyceum))
    markers = [item for item in window.desk.canvas.scene().items() if isinstance(item, QgsVertexMarker)]
    assert len({marker.iconType() for marker in markers}) == 2 if hasattr(markers[0], "iconType") else len(markers) == 2
    assert shown.legend.isVisibleTo(shown)
    extent = window.desk.canvas.extent()
    assert extent.contains(QgsPointXY(36.3836, 50.0869)) and extent.contains(QgsPointXY(36.5, 50.0))
    shown.list.select(("need", window.school))
    assert not [item for item in window.desk.canvas.scene().items() if isinstance(item, QgsVertexMarker)]
    shown.list.select(("need", window.lyceum))
    shown.close()
    assert not [item for item in window.desk.canvas.scene().items() if isinstance(item, QgsVertexMarker)]


def test_lines_are_told_apart_without_colour(window: Window, shown: ConflictsWindow) -> None:
    window.bench.conflicts._marks.show(MAIN, OTHER_MAIN, False)
    bands = [item for item in window.desk.canvas.scene().items() if isinstance(item, QgsRubberBand)]
    assert len([band for band in bands if band.asGeometry().length() > 0]) >= 2
    assert window.bench.conflicts._marks.places[0] is not None


def test_every_side_of_long_values_is_in_sight_and_the_title_is_whole(window: Window, shown: ConflictsWindow) -> None:
    title = "Реконструкція покрівлі та фасаду Циркунівського ліцею імені Героїв України з укриттям на 350 осіб"
    theirs = {"title_uk": f"{title} (уточнено)", "geom": {"type": "Point", "coordinates": [36.5, 50.0]}}
    clash(window.workspace, window.lyceum, {"title_uk": title, "geom": TSYRKUNY}, theirs)
    shown.refresh()
    shown.list.select(("need", window.lyceum))
    assert title in shown.title.text() and "50,000000° пн. ш." in all_texts(shown)
    room = shown.choices.parentWidget()
    assert room is not None
    window.wait_until(lambda: shown.choices.width() <= room.width())
    window.bench.conflicts.settle_all(
        shown.list.model.keys(), dict.fromkeys(window.workspace.columns("need").names, "mine")
    )
    assert window.bench.conflicts.dialog.sizeHint().width() <= 1000


def test_a_record_that_the_portal_deleted_is_kept_or_goes(window: Window, shown: ConflictsWindow) -> None:
    shown.list.select(("need", window.main))
    assert "5" in all_texts(shown)
    radio(shown, "portal", "record").click()
    shown.apply_button.click()
    assert window.workspace.get("need", window.main) is None
    assert window.layer("need", "line").featureCount() == 0
    shown.undo_button.click()
    assert window.layer("need", "line").featureCount() == 1


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_overwritten(
    window: Window, shown: ConflictsWindow
) -> None:
    shown.mine_button.click()
    clash_again = {**(window.workspace.get("need", window.school) or {}), "title_uk": "Ліцей №2"}
    conflicts.put_conflict(window.workspace, "need", window.school, "field", ["title_uk"], clash_again, 3, "Віра", None)
    shown.apply_button.click()
    assert window.workspace.get("need", window.school)["title_uk"] == "Гімназія"  # type: ignore[index]
    assert conflicts.get_conflict(window.workspace, "need", window.school) is not None
    assert shown.status.text()
    assert "Ліцей №2" in all_texts(shown)


def test_a_record_with_uncommitted_edits_is_left_alone(window: Window, shown: ConflictsWindow) -> None:
    layer = window.layer("need", "point")
    layer.startEditing()
    fid = window.workspace.fid("need", window.school)
    layer.changeAttributeValue(fid, layer.fields().indexOf("description"), "не збережено")
    window.wait_until(lambda: bool(window.bench.session.edits.uncommitted()))
    shown.mine_button.click()
    shown.apply_button.click()
    assert conflicts.get_conflict(window.workspace, "need", window.school) is not None
    assert shown.status.text()
    layer.rollBack()


def test_choices_stay_while_nothing_of_the_conflict_changes(window: Window, shown: ConflictsWindow) -> None:
    radio(shown, "mine", "title_uk").click()
    window.workspace.insert("need", {"title_uk": "Зовсім інша"})
    window.bench.list.touch()
    assert shown.choices.sides() == {"title_uk": "mine"}


def test_the_keyboard_alone_settles_a_conflict(window: Window, shown: ConflictsWindow, qtbot: Any) -> None:
    shown.activateWindow()
    shown.list.list.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(shown.list.list, Qt.Key.Key_Return)
    first = shown.focusWidget()
    assert first is radio(shown, "mine", "title_uk")
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert shown.choices.sides() == {"title_uk": "portal"}
    radio(shown, "mine", "priority").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Space)
    shown.apply_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown.apply_button, Qt.Key.Key_Return)
    record = window.workspace.get("need", window.school)
    assert record is not None and (record["title_uk"], record["priority"]) == ("Ліцей №1", 2)


def test_every_widget_has_a_name_that_can_be_spoken(shown: ConflictsWindow) -> None:
    for kind in (QPushButton, QRadioButton):
        for button in shown.findChildren(kind):
            assert button.accessibleName() or button.text(), button.objectName()
            assert button.objectName()


def test_the_dock_leads_to_the_window(window: Window, shown: ConflictsWindow) -> None:
    dock = window.bench.dock
    shown.close()
    dock.header.trouble_button.click()
    assert shown.isVisible()
    shown.close()
    dock.exchange.load(window.workspace)
    model = dock.exchange.model
    row = next(
        model.index(at, 0)
        for at in range(model.rowCount())
        if model.index(at, 0).data(Qt.ItemDataRole.UserRole) == ("need", window.main)
    )
    dock.exchange.list.opened.emit(row)
    assert shown.isVisible() and shown.list.current() == ("need", window.main)


def test_many_are_settled_alike_after_a_preview_and_undone_at_once(window: Window, shown: ConflictsWindow) -> None:
    shown.portal_button.click()
    shown.all_button.click()
    dialog = window.bench.conflicts.dialog
    window.wait_until(lambda: dialog.settle_button.isEnabled())
    assert dialog.portal.isChecked() and dialog.model.rowCount() == 3
    assert "2" in dialog.summary.text()
    dialog.alike.click()
    window.wait_until(lambda: dialog.settle_button.isEnabled())
    assert "1" in dialog.settle_button.text()
    assert len(conflicts.list_conflicts(window.workspace)) == 3
    dialog.portal.click()
    window.wait_until(lambda: dialog.settle_button.isEnabled())
    dialog.settle_button.click()
    window.wait_until(lambda: not conflicts.any_conflict(window.workspace) and window.bench.tasks.running == 0)
    assert window.workspace.get("need", window.main) is None
    shown.undo_button.click()
    window.wait_until(lambda: len(conflicts.list_conflicts(window.workspace)) == 3)
    assert window.workspace.get("need", window.lyceum)["geom"] == TSYRKUNY  # type: ignore[index]
    assert IZIUM != TSYRKUNY and steps.last(window.workspace) is not None


def test_a_thousand_conflicts_never_hold_the_window_up(workspace: Workspace, qtbot: Any) -> None:
    with workspace.applying():
        for number in range(1000):
            uuid = f"{number:08d}-2222-4333-8444-555555555555"
            record = {"uuid": uuid, "title_uk": f"Школа {number}", "geom": TSYRKUNY}
            base.write_row(workspace, "need", uuid, {**record, "title_uk": f"Ліцей {number}"})
            base.set_base(workspace, "need", uuid, 1, content_hash(record), record)
            theirs = {**record, "title_uk": f"Гімназія {number}"}
            conflicts.put_conflict(workspace, "need", uuid, "field", ["title_uk"], theirs, 2, "Борис")
    shown = ConflictsWindow("uk")
    qtbot.addWidget(shown)
    shown.show()
    spent: dict[str, float] = {}

    def timed(what: str, call: Callable[[], Any]) -> None:
        begun = time.perf_counter()
        call()
        spent[what] = max(spent.get(what, 0.0), time.perf_counter() - begun)

    timed("load", lambda: shown.load(workspace))
    for row in (1, 500, 999):
        timed("select", lambda row=row: shown.list.list.setCurrentIndex(shown.list.model.index(row, 0)))
    timed("filter", lambda: shown.list._show())
    timed("refresh", shown.refresh)
    timed("draw", lambda: shown.grab())
    assert shown.list.model.rowCount() == 1000
    assert max(spent.values()) < 0.3, spent  # 0.1 s on an idle machine; tests share theirs


def test_a_workspace_that_can_only_be_read_shows_conflicts_and_settles_none(workspace: Workspace, qtbot: Any) -> None:
    uuid = workspace.insert("need", {"title_uk": "Школа"})
    clash(workspace, uuid, {"title_uk": "Ліцей"}, {"title_uk": "Гімназія"})
    with Workspace.open(workspace.folder, workspace.catalogue, read_only=True) as reading:
        shown = ConflictsWindow("uk")
        qtbot.addWidget(shown)
        shown.load(reading)
        shown.choices.choose_all("mine")
        assert not shown.apply_button.isEnabled() and not shown.all_button.isEnabled()
