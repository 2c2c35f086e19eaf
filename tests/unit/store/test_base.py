"""The base: set from what the portal said, never backwards; first pulls in bulk leave rows, bases and indexes right."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.records.catalogue import default_catalogue
from plugin.records.values import new_uuid
from plugin.store import audit, base, journal
from plugin.store.bulk import CleanRecord, bulk_insert, known
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace

from .conftest import POINT, feature_count, make_clean, rtree_is_right
from .test_columns import records_of
from .test_geometry import flat, high, shapes

UUID = "11111111-2222-4333-8444-555555555555"
NEED = default_catalogue().type("need")
HASH = "ab" * 32
NAMES = ["title_uk", "quantity", "cost_amount", "people_total", "regional", "survey_date", "captured_at", "description"]


def test_a_base_is_read_as_it_was_set_unknown_fields_included(ws: Workspace) -> None:
    record = {"uuid": UUID, "title_uk": "Школа", "cost_amount": "0.10", "geom": POINT, "newer": {"a": [1, None]}}
    assert base.set_base(ws, "need", UUID, 3, HASH, record, {"other": 1})
    found = base.get_base(ws, "need", UUID)
    assert found == base.BaseRow(
        3, HASH, {"uuid": UUID, "title_uk": "Школа", "cost_amount": "0.10", "geom": POINT},
        {"newer": {"a": [1, None]}, "other": 1},
    )  # fmt: skip
    assert base.revisions(ws, "need", [UUID, new_uuid()]) == {UUID: 3}
    assert base.base_uuids(ws, "need") == {UUID}


def test_a_lower_revision_never_replaces_a_higher_one(ws: Workspace) -> None:
    base.set_base(ws, "need", UUID, 3, HASH, {"uuid": UUID, "title_uk": "Третя"})
    assert not base.set_base(ws, "need", UUID, 2, HASH, {"uuid": UUID, "title_uk": "Друга"})
    assert base.set_base(ws, "need", UUID, 3, HASH, {"uuid": UUID, "title_uk": "Третя знову"})
    assert base.set_base(ws, "need", UUID, 4, HASH, {"uuid": UUID})
    found = base.get_base(ws, "need", UUID)
    assert found is not None and found.revision == 4 and found.record == {"uuid": UUID}


def test_a_dropped_base_is_gone(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа"})
    base.drop_base(ws, "need", UUID)
    assert base.get_base(ws, "need", UUID) is None
    base.drop_base(ws, "need", UUID)


def test_a_written_row_loses_what_the_record_no_longer_has(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "Школа", "title_en": "School", "geom": POINT})
    with ws.applying():
        base.write_row(ws, "need", UUID, {"uuid": UUID, "title_uk": "Ліцей", "from_the_future": 1})
    assert ws.get("need", UUID) == {"uuid": UUID, "title_uk": "Ліцей"}
    assert rtree_is_right(ws)


@given(
    st.dictionaries(
        st.uuids().map(str),
        st.tuples(records_of(NEED, NAMES), st.one_of(st.none(), shapes(flat), shapes(high))),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_bulk_is_the_same_as_one_at_a_time(ws: Workspace, drawn: dict[str, Any]) -> None:
    records = {}
    for uuid, (fields, shape) in drawn.items():
        records[uuid] = {**fields, "uuid": uuid}
        if shape is not None:
            records[uuid]["geom"] = shape
    with ws.applying():
        bulk_insert(ws, "need", (CleanRecord(uuid, 2, HASH, record) for uuid, record in records.items()))
    try:
        assert dirty(ws) == [] and audit.adopt(ws) == ()
        in_bulk = {uuid: (ws.get("need", uuid), base.get_base(ws, "need", uuid)) for uuid in records}
        assert rtree_is_right(ws) and feature_count(ws, "need") == len(records) == ws.count("need")
        with ws.applying():
            for uuid, record in records.items():
                base.remove_row(ws, "need", uuid)
                base.drop_base(ws, "need", uuid)
                base.write_row(ws, "need", uuid, record)
                base.set_base(ws, "need", uuid, 2, HASH, record)
        assert in_bulk == {uuid: (ws.get("need", uuid), base.get_base(ws, "need", uuid)) for uuid in records}
        assert rtree_is_right(ws) and feature_count(ws, "need") == len(records)
    finally:
        with ws.applying():
            for uuid in records:
                base.remove_row(ws, "need", uuid)
                base.drop_base(ws, "need", uuid)


def clean(count: int) -> Iterator[CleanRecord]:
    for number in range(count):
        place = {"type": "Point", "coordinates": [30 + number / 1000, 50.0]}
        yield CleanRecord(new_uuid(), 1, HASH, {"title_uk": f"Школа № {number}", "geom": place}, {"newer": number})


def test_a_bulk_leaves_triggers_counts_indexes_and_the_journal_as_they_should_be(ws: Workspace) -> None:
    triggers = ws.connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    ws.insert("need", {"title_uk": "Моя", "geom": POINT})
    with ws.applying():
        assert bulk_insert(ws, "need", clean(2345)) == 2345
        assert bulk_insert(ws, "project", (CleanRecord(new_uuid(), 1, HASH, {"title_uk": "П"}) for _ in range(5))) == 5
        assert bulk_insert(ws, "need", iter(())) == 0
    assert ws.connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name") == triggers
    assert feature_count(ws, "need") == 2346 and rtree_is_right(ws)
    assert len(dirty(ws)) == 1 and journal.last_seq(ws) == 1
    assert ws.connection.rows("SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'need'") == [(30.0, 36.2304)]
    found = base.get_base(ws, "need", next(iter(base.base_uuids(ws, "need"))))
    assert found is not None and "newer" in found.extra
    ws.insert("need", {"title_uk": "Далі"})
    assert len(dirty(ws)) == 2 and feature_count(ws, "need") == 2347


@pytest.mark.parametrize("where", ["row", "base", "twice"])
def test_what_is_here_already_is_not_for_a_bulk_and_nothing_of_it_stays(ws: Workspace, where: str) -> None:
    if where == "row":
        ws.insert("need", {"uuid": UUID})
    elif where == "base":
        base.set_base(ws, "need", UUID, 1, HASH, {"uuid": UUID})
    before = ws.count("need")
    batch = [*clean(3), CleanRecord(UUID, 1, HASH, {}), *([CleanRecord(UUID, 1, HASH, {})] if where == "twice" else [])]
    assert known(ws, "need", [one.uuid for one in batch]) == (set() if where == "twice" else {UUID})
    with pytest.raises(StoreError) as caught, ws.applying():
        bulk_insert(ws, "need", batch)
    assert caught.value.code == "store.already_there" and caught.value.describe("uk")
    assert ws.count("need") == before and audit.triggers_present(ws)


def test_a_bulk_is_only_for_what_the_portal_sent(ws: Workspace) -> None:
    with pytest.raises(StoreError) as caught, ws.transaction():
        bulk_insert(ws, "need", clean(1))
    assert caught.value.code == "store.not_applying"


def test_the_memory_of_a_bulk_does_not_grow_with_the_number_of_records(ws: Workspace) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with ws.applying():
            bulk_insert(ws, "need", clean(count))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(2000)
    assert peak(8000) < 1.2 * peak(2000)
