"""Selecting in the list and on the map is one thing: rows, features, and what stands for what has no place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from qgis.core import QgsRectangle

from plugin.store.workspace import Workspace

from .desk import Desk
from .test_workbench import Window


@pytest.fixture()
def window(desk: Desk, workspace: Workspace, wait_until: Callable[..., None]) -> Iterator[Window]:
    made = Window(desk, workspace, wait_until)
    yield made
    made.close()


def test_a_row_selected_in_the_list_is_selected_and_shown_on_the_map(window: Window) -> None:
    window.bench.selection.select([("need", window.lyceum)])
    assert window.selected("need", "point") == {window.lyceum}
    assert window.desk.canvas.extent().contains(QgsRectangle(37.259, 49.208, 37.260, 49.209))
    window.bench.selection.select([("need", window.main)])
    assert window.selected("need", "point") == set()
    assert window.selected("need", "line") == {window.main}


def test_what_is_in_sight_does_not_move_the_map(window: Window) -> None:
    before = window.desk.canvas.extent()
    window.bench.selection.select([("need", window.school)])
    assert window.desk.canvas.extent() == before


def test_a_project_and_what_hangs_off_it_are_shown_by_its_places(window: Window) -> None:
    money = window.workspace.insert("funding", {"project_uuid": window.project})
    for record in (("project", window.project), ("funding", money)):
        window.bench.selection.select([record])
        assert window.selected("project_location", "point") == {window.place}
        assert window.selected(record[0], "table") == {record[1]}


def test_a_feature_selected_on_the_map_is_selected_in_the_list(window: Window) -> None:
    layer = window.layer("need", "point")
    layer.selectByIds([window.workspace.fid("need", window.lyceum)])
    window.wait_until(lambda: window.bench.dock.records.selected() == [("need", window.lyceum)])


def test_a_place_selected_on_the_map_is_its_project_in_the_list(window: Window) -> None:
    layer = window.layer("project_location", "point")
    layer.selectByIds([window.workspace.fid("project_location", window.place)])
    window.wait_until(lambda: window.bench.dock.records.selected() == [("project", window.project)])


def test_selecting_back_and_forth_comes_to_rest(window: Window) -> None:
    told: list[object] = []
    window.bench.selection.selected_on_map.connect(told.append)
    window.bench.selection.select([("need", window.school)])
    for _ in range(5):
        window.desk.window.repaint()
    assert told == []
