"""Freezing: what a batch holds, how large it gets, what is refused before it travels."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from plugin.contract import batch as batches
from plugin.contract.jcs import content_hash
from plugin.store import base, outbox, refusals
from plugin.store.changes import dirty
from plugin.sync.freeze import Sender, Sizes, freeze

PLACE = "UA63120270010096107"
SENDER = Sender("portal-1", "2026-12-28T16:00:00+02:00", "uk")
MOMENT = datetime(2026, 12, 28, 16, 2, 11, tzinfo=timezone(timedelta(hours=2)))


def need(ws, **values) -> str:
    return ws.insert("need", {"title_uk": "Школа", "katottg": PLACE, **values})


def acknowledged(ws, uuid, revision=1, type_name="need") -> None:
    """As if the portal had the record as it is."""
    record = ws.get(type_name, uuid)
    with ws.applying():
        base.set_base(ws, type_name, uuid, revision, content_hash(record), record)
    from plugin.store.changes import reconcile_clean

    reconcile_clean(ws)


def frozen(ws, sizes=None, leave_out=frozenset()):
    return freeze(ws, SENDER, MOMENT, sizes or Sizes(), leave_out)


def test_nothing_to_send_freezes_nothing(ws):
    assert frozen(ws).sent is None
    assert outbox.history(ws) == []


def test_a_frozen_batch_is_on_the_disk_as_it_will_be_sent(ws):
    uuid = need(ws, priority=3)
    sent = frozen(ws).sent
    stored = outbox.next_unfinished(ws)
    assert (stored.batch, stored.body, stored.state) == (sent.id, sent.body, "pending")
    batch = batches.decode(stored.body)
    assert (batch.portal, batch.made_at, batch.seen_at) == (
        "portal-1",
        "2026-12-28T16:02:11+02:00",
        "2026-12-28T16:00:00+02:00",
    )
    (item,) = batch.items
    assert (item.op, item.uuid, item.base) == ("create", uuid, None)
    assert item.set == {"title_uk": "Школа", "katottg": PLACE, "priority": 3}
    assert json.loads(stored.items[0].set_json) == item.set


def test_a_record_under_way_is_not_frozen_again_until_its_outcome_is_known(ws):
    uuid = need(ws)
    sent = frozen(ws).sent
    ws.update("need", uuid, {"priority": 2})
    assert frozen(ws, leave_out=outbox.all_in_flight(ws)).sent is None
    outbox.mark_void(ws, sent.id)
    assert frozen(ws).sent.batch.items[0].set["priority"] == 2


def test_a_change_holds_what_changed_and_null_for_what_was_cleared(ws):
    uuid = need(ws, priority=3, description="Дах", title_en="School")
    acknowledged(ws, uuid, revision=7)
    ws.update("need", uuid, {"priority": 4, "description": None})
    (item,) = frozen(ws).sent.batch.items
    assert (item.op, item.base, item.set) == ("change", 7, {"priority": 4, "description": None})


def test_a_deletion_holds_nothing_but_its_base(ws):
    uuid = need(ws)
    acknowledged(ws, uuid, revision=3)
    ws.delete("need", uuid)
    (item,) = frozen(ws).sent.batch.items
    assert (item.op, item.base, item.set) == ("delete", 3, {})


def test_parents_come_before_children_and_are_deleted_after_them(ws):
    project = ws.insert("project", {"title_uk": "Ремонт", "katottg": PLACE})
    child = ws.insert("funding", {"project_uuid": project, "katottg": PLACE})
    assert [item.uuid for item in frozen(ws).sent.batch.items] == [project, child]
    outbox.mark_void(ws, outbox.next_unfinished(ws).batch)
    acknowledged(ws, project, type_name="project")
    acknowledged(ws, child, type_name="funding")
    ws.delete("project", project)
    assert [item.uuid for item in frozen(ws).sent.batch.items] == [child, project]


def test_a_batch_has_at_most_so_many_items(ws):
    with ws.transaction():
        for _ in range(7):
            need(ws)
    assert len(frozen(ws, Sizes(items=3)).sent.batch.items) == 3
    assert len(frozen(ws, Sizes(items=3), outbox.all_in_flight(ws)).sent.batch.items) == 3
    assert len(frozen(ws, Sizes(items=3), outbox.all_in_flight(ws)).sent.batch.items) == 1


def test_a_batch_keeps_within_its_bytes(ws):
    with ws.transaction():
        for _ in range(40):
            need(ws, description="ї" * 1000)
    limit = 20_000
    left = 40
    while (sent := frozen(ws, Sizes(bytes=limit), outbox.all_in_flight(ws)).sent) is not None:
        assert len(sent.body) <= limit
        assert len(sent.body) > limit // 2 or left <= len(sent.batch.items)
        left -= len(sent.batch.items)
    assert left == 0


def test_a_record_larger_than_any_batch_is_refused_here_and_told(ws):
    large = need(ws, geom={"type": "LineString", "coordinates": [[30 + i / 7e6, 50.0] for i in range(60_000)]})
    small = need(ws)
    result = frozen(ws)
    assert [item.uuid for item in result.sent.batch.items] == [small]
    (refusal,) = refusals.list_refusals(ws)
    assert (refusal.uuid, refusal.problems[0]["rule"]) == (large, "shape.record_too_large")
    assert "завеликий" in refusal.problems[0]["message"]


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("sector", "'немає такої'", "shape.codelist"),
        ("priority", "'високий'", "shape.type"),
        ("survey_date", "'учора'", "shape.date"),
        ("priority", "77", None),
    ],
)
def test_what_has_the_wrong_form_is_refused_here_whoever_wrote_it(ws, column, value, rule):
    wrong, right = need(ws), need(ws)
    ws.connection.execute(f"UPDATE need SET {column} = {value} WHERE uuid = ?", (wrong,))
    result = frozen(ws)
    assert [item.uuid for item in result.sent.batch.items] == [right]
    (refusal,) = refusals.list_refusals(ws)
    assert refusal.problems[0]["pointer"] == f"/set/{column}"
    assert refusal.problems[0]["message"]
    if rule is not None:
        assert refusal.problems[0]["rule"] == rule
    assert [change.uuid for change in dirty(ws)] == [wrong, right] or len(dirty(ws)) == 2


def test_a_fault_in_a_field_that_was_not_touched_does_not_keep_the_others_from_travelling(ws):
    uuid = need(ws)
    record = {**ws.get("need", uuid), "sector": "a code of a newer list"}
    with ws.applying():
        base.write_row(ws, "need", uuid, record)
        base.set_base(ws, "need", uuid, 1, content_hash(record), record)
    ws.update("need", uuid, {"priority": 2})
    (item,) = frozen(ws).sent.batch.items
    assert item.set == {"priority": 2}


def test_a_page_full_of_refusals_does_not_hide_what_can_be_sent(ws):
    with ws.transaction():
        for _ in range(6):
            need(ws, sector="немає")
        good = need(ws)
    result = frozen(ws, Sizes(items=2))
    assert [item.uuid for item in result.sent.batch.items] == [good]
    assert len(result.refused) == 6


def test_what_says_the_same_in_other_words_is_no_edit(ws):
    project = ws.insert("project", {"title_uk": "Ремонт", "katottg": PLACE, "budget_amount": "100.00"})
    acknowledged(ws, project, type_name="project")
    ws.connection.execute("UPDATE project SET title_uk = '  Ремонт ' WHERE uuid = ?", (project,))
    assert frozen(ws).sent is None


def test_what_was_made_and_deleted_before_is_forgotten(ws):
    uuid = need(ws)
    ws.delete("need", uuid)
    assert frozen(ws).sent is None
    assert dirty(ws) == []
