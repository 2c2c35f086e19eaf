"""Rows become records, once each; what cannot be taken in is told with its row, and all of it can be undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.errors import ExchangeError
from plugin.exchange import table_import
from plugin.records import messages
from plugin.store import steps
from plugin.store.workspace import Workspace

from .conftest import Take

SCHOOL = {
    "Назва": "Дах школи",
    "Сектор": "Освіта",
    "Широта": "50,0869",
    "Довгота": 36.3836,
    "Орієнтовна вартість": "18,5 млн",
}


def only(workspace: Workspace, kind: str = "need") -> dict[str, Any]:
    (found,) = workspace.records(kind)
    return dict(found)


def test_a_row_becomes_a_draft_with_what_a_form_begins_with(take: Take, workspace: Workspace) -> None:
    taken = take([{**SCHOOL, "Стан опрацювання": "Опубліковано", "Хто вніс": "Хтось"}])
    assert (taken.added, taken.changed, taken.same, taken.left_out) == (1, 0, 0, 0)
    record = only(workspace)
    assert record["title_uk"] == "Дах школи" and record["sector"] == "education"
    assert record["geom"] == {"type": "Point", "coordinates": [36.3836, 50.0869]}
    assert record["workflow"] == "draft" and record["cost_currency"] == "UAH"
    assert record["captured_by"] == "Олена" and record["captured_at"]


def test_the_same_table_twice_makes_no_second_record(take: Take, workspace: Workspace) -> None:
    rows = [SCHOOL, SCHOOL, {"Назва": "Міст"}]  # two schools alike are two
    assert take(rows).added == 3
    (bridge,) = workspace.records("need", {"title_uk": "Міст"})
    workspace.update("need", bridge["uuid"], {"title_uk": "Міст через Уди"})
    again = take(rows)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    assert workspace.count("need") == 3
    assert workspace.get("need", bridge["uuid"])["title_uk"] == "Міст через Уди", "what was edited since then stays"


def test_a_row_that_names_a_record_changes_it(take: Take, workspace: Workspace) -> None:
    uuid = workspace.insert("need", {"title_uk": "Дах", "people_total": 10, "cost_amount": "5.00", "address": "тут"})
    row = {"uuid": uuid.upper(), "title_uk": "Дах школи", "people_total": 10.0, "cost_amount": 5, "address": ""}
    assert take([row], look=True).changed == 1
    assert workspace.get("need", uuid)["title_uk"] == "Дах", "looking changes nothing"
    taken = take([row])
    assert (taken.added, taken.changed, taken.same) == (0, 1, 0)
    assert workspace.get("need", uuid)["title_uk"] == "Дах школи"
    assert workspace.get("need", uuid)["address"] == "тут", "a blank cell says nothing"
    assert take([row]).same == 1
    assert take([row], clears=True).changed == 1
    assert workspace.get("need", uuid).get("address") is None


def test_a_row_left_out_is_told_and_the_others_come_in(take: Take, workspace: Workspace) -> None:
    rows = [
        {"Назва": "Добра", "Сектор": "Освіта", "Людей усього": "12"},
        {"Назва": "Дві вади", "Сектор": "астрологія", "Людей усього": "багато"},
        {"Назва": "", "Сектор": "", "Людей усього": ""},
        {"Назва": "Від'ємна", "Сектор": "", "Людей усього": "-3"},
        {"Назва": "Задовга " * 60, "Сектор": "", "Людей усього": ""},
    ]
    taken = take(rows)
    assert (taken.added, taken.left_out) == (1, 3)
    assert only(workspace)["title_uk"] == "Добра"
    assert {remark.row for remark in taken.remarks} == {3, 5, 6}
    assert sum(remark.row == 3 for remark in taken.remarks) == 2
    assert all(remark.heading in rows[0] and "{" not in remark.text for remark in taken.remarks)


def test_one_identity_in_two_rows_is_told(take: Take, workspace: Workspace) -> None:
    uuid = workspace.insert("need", {"title_uk": "Дах"})
    taken = take([{"uuid": uuid, "title_uk": "А"}, {"uuid": uuid, "title_uk": "Б"}])
    assert (taken.changed, taken.left_out) == (1, 1)
    assert "2" in taken.remarks[0].text and taken.remarks[0].row == 3
    assert workspace.get("need", uuid)["title_uk"] == "А"


def test_places_that_are_none_are_told(take: Take, workspace: Workspace) -> None:
    taken = take([{"Назва": "А", "Широта": 95, "Довгота": 36}, {"Назва": "Б", "Широта": 50, "Довгота": None}])
    assert (taken.added, taken.left_out) == (0, 2)
    taken = take([{"Назва": "В", "Координати": "50.0869, 36.3836"}, {"Назва": "Г", "Координати": "біля школи"}])
    assert (taken.added, taken.left_out) == (1, 1)
    assert only(workspace)["geom"]["coordinates"] == [36.3836, 50.0869]
    line = {"type": "MultiLineString", "coordinates": (((36.0, 50.0, 7.0), (36.1, 50.0, 7.0)),)}
    assert take([{"Назва": "Шлях"}], places=[line]).added == 1
    (road,) = workspace.records("need", {"title_uk": "Шлях"})
    assert road["geom"] == {"type": "LineString", "coordinates": [[36.0, 50.0], [36.1, 50.0]]}


def test_all_of_it_is_one_step_back(take: Take, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.store.many.PART", 7)
    uuid = workspace.insert("need", {"title_uk": "Дах"})
    taken = take([{"uuid": uuid, "title_uk": "Дах школи"}, *({"uuid": "", "title_uk": f"№ {n}"} for n in range(30))])
    assert (taken.added, taken.changed) == (30, 1)
    steps.undo_last(workspace)
    assert only(workspace)["title_uk"] == "Дах"


def test_a_cancel_leaves_whole_records_and_the_rest_comes_in_later(
    take: Take, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.store.many.PART", 5)
    rows = [{"Назва": f"Потреба {number}"} for number in range(20)]
    asked = iter([False, False, True])
    taken = take(rows, cancelled=lambda: next(asked))
    assert not taken.complete and taken.added == 10 == workspace.count("need")
    again = take(rows)
    assert (again.added, again.same) == (10, 10)
    assert workspace.count("need") == 20


def test_a_busy_file_stops_it_between_two_parts(take: Take, workspace: Workspace) -> None:
    workspace.connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(workspace.gpkg_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        taken = take([{"Назва": "А"}])
        assert taken.stopped is not None and taken.stopped.retryable
        assert not taken.complete and workspace.count("need") == 0


def test_too_many_rows_are_refused_before_anything_is_written(
    take: Take, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_import, "MOST_ROWS", 3)
    with pytest.raises(ExchangeError) as caught:
        take([{"Назва": str(number)} for number in range(4)])
    assert "3" in caught.value.describe("uk") and workspace.count("need") == 0


def test_every_text_is_there_in_both_languages() -> None:
    for key in ("too_long", "number", "date", "code", "yes_or_no", "place", "place_kind"):
        assert all("{" not in messages.text(f"exchange.cell.{key}", lang, cell="x") for lang in messages.LANGUAGES)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["Назва", "Сектор", "Широта", "Довгота", "Пріоритет", "Орієнтовна вартість", "Дата обстеження"]
            ),
            st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.dates()),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_whatever_a_table_says_rows_come_in_once_or_are_told(rows: list[dict[str, Any]]) -> None:
    take, workspace = _KEPT["take"], _KEPT["workspace"]
    before = workspace.count("need")
    seen = take(rows, look=True)
    first = take(rows)
    assert (first.added, first.same, first.left_out) == (seen.added, seen.same, seen.left_out)
    assert workspace.count("need") == before + first.added
    again = take(rows)
    assert again.added == again.changed == 0 and again.left_out == first.left_out
    assert again.same == first.added + first.same


_KEPT: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def kept(take: Take, workspace: Workspace) -> None:
    """One workspace for all examples of one test: making one takes longer than an example."""
    _KEPT.update(take=take, workspace=workspace)
