"""Pages of changes: applied with their cursor or not at all, the same whether they come once or again."""

from __future__ import annotations

import uuid

import pytest

from plugin.contract.change import Change, ChangePage
from plugin.contract.jcs import content_hash
from plugin.errors import PortalError
from plugin.store import base, conflicts, pulls, refusals
from plugin.store.changes import dirty, reconcile_clean
from plugin.sync import bookkeeping
from plugin.sync.pull import apply_page, sweep

PLACE = "UA63120270010096107"


def need(**values) -> dict:
    return {"uuid": str(uuid.uuid4()), "title_uk": "Школа", "katottg": PLACE, **values}


def change(record, revision=1, op="change", type_name="need") -> Change:
    content = record if op == "change" else None
    digest = content_hash(record) if op == "change" else ""
    return Change(type_name, record["uuid"], revision, op, content, digest, "Ганна", "2026-12-28T16:02:11Z")


def page(*changes, cursor="c1", more=False) -> ChangePage:
    return ChangePage(cursor, more, changes)


def take(ws, *changes, cursor="c1", **options):
    return apply_page(ws, page(*changes, cursor=cursor), keep=cursor, **options)


def rows(ws) -> dict[str, dict]:
    return {record["uuid"]: record for record in ws.records("need")}


@pytest.mark.parametrize("count", [1, 49, 50, 1200])
def test_new_records_arrive_clean_with_their_bases_few_or_many(ws, count):
    records = [need(title_uk=f"Школа №{number}") for number in range(count)]
    effect = take(ws, *(change(record, 3) for record in records))
    assert effect.applied == count
    assert rows(ws) == {record["uuid"]: record for record in records}
    known = base.get_bases(ws, "need", [record["uuid"] for record in records])
    assert {row.revision for row in known.values()} == {3}
    assert ws.get_meta(bookkeeping.CURSOR) == "c1"
    assert pulls.list_pulls(ws)[0].items == count


@pytest.mark.parametrize("count", [3, 80])
def test_a_page_that_comes_again_changes_nothing(ws, count):
    changes = [change(need()) for _ in range(count)]
    take(ws, *changes)
    before = rows(ws)
    assert take(ws, *changes, cursor="c2").applied == 0
    assert rows(ws) == before


def test_a_lower_revision_never_replaces_a_higher(ws):
    record = need(priority=5)
    take(ws, change(record, 7))
    effect = take(ws, change({**record, "priority": 1}, 6), cursor="c2")
    assert effect.applied == 0
    assert rows(ws)[record["uuid"]]["priority"] == 5
    assert base.get_base(ws, "need", record["uuid"]).revision == 7


@pytest.mark.parametrize("count", [1, 1200])
def test_what_is_newer_there_and_clean_here_is_taken_row_and_base(ws, count):
    place = {"type": "Point", "coordinates": [36.25, 50.0]}
    before = [need(title_uk=f"Школа №{number}", geom=place) for number in range(count)]
    take(ws, *(change(record) for record in before))
    moved = {"type": "Point", "coordinates": [36.5, 49.9]}
    after = [{**one, "priority": 4, "geom": moved if at % 2 else place} for at, one in enumerate(before)]
    news = [change({**one, "colour": "new"}, 2) for one in after]
    assert take(ws, *news, cursor="c2").applied == count
    assert rows(ws) == {record["uuid"]: record for record in after}
    known = base.get_bases(ws, "need", [record["uuid"] for record in after])
    assert {(row.revision, row.extra["colour"]) for row in known.values()} == {(2, "new")}
    assert {uuid: row.record for uuid, row in known.items()} == rows(ws)
    inside = "SELECT count(*) FROM rtree_need_geom WHERE minx < 36.4"
    assert ws.connection.value(inside) == (count + 1) // 2
    assert not dirty(ws)


def test_clean_edited_refused_open_and_twisted_records_of_one_page_each_get_their_due(ws):
    clean, edited, refused, open_now, again = (need(title_uk=name) for name in ("a", "b", "c", "d", "e"))
    take(ws, *(change(one) for one in (clean, edited, refused, open_now, again)))
    ws.update("need", edited["uuid"], {"priority": 5})
    ws.update("need", refused["uuid"], {"priority": 5})
    refusals.put_refusal(ws, "need", refused["uuid"], [{"pointer": "", "rule": "r", "message": "no"}], 10**6)
    ws.update("need", refused["uuid"], {"priority": None})
    newer = [change({**one, "description": "їхнє"}, 2) for one in (clean, edited, refused, open_now, again)]
    latest = change({**again, "description": "найновіше"}, 3)
    effect = apply_page(ws, page(*newer, latest), keep=None, being_edited={("need", open_now["uuid"])})
    found = rows(ws)
    assert [found[one["uuid"]].get("description") for one in (clean, edited, refused, open_now, again)] == [
        "їхнє", "їхнє", "їхнє", None, "найновіше",
    ]  # fmt: skip
    assert (found[edited["uuid"]]["priority"], effect.skipped) == (5, [("need", open_now["uuid"])])
    assert base.get_base(ws, "need", again["uuid"]).revision == 3
    assert not refusals.list_refusals(ws)
    assert [one.uuid for one in dirty(ws)] == [edited["uuid"]]


@pytest.mark.parametrize("count", [0, 60])
def test_a_row_that_nothing_here_knows_of_is_a_conflict_not_a_broken_page(ws, count):
    mine = need(title_uk="Моя")
    with ws.applying():
        base.write_row(ws, "need", mine["uuid"], mine)
    take(ws, change({**mine, "title_uk": "Їхня"}), *(change(need()) for _ in range(count)))
    assert rows(ws)[mine["uuid"]]["title_uk"] == "Моя"
    assert [one.uuid for one in conflicts.list_conflicts(ws)] == [mine["uuid"]]


@pytest.mark.parametrize("op", ["delete", "leave"])
def test_what_is_gone_there_and_clean_here_goes(ws, op):
    record = need()
    take(ws, change(record, 2))
    effect = take(ws, change(record, 3, op), cursor="c2")
    assert (effect.removed, rows(ws), base.get_base(ws, "need", record["uuid"])) == (1, {}, None)


def test_what_i_moved_out_of_my_view_leaves_it_at_the_revision_i_know(ws):
    record = need()
    take(ws, change(record, 2))
    assert take(ws, change(record, 2, "leave"), cursor="c2").removed == 1
    take(ws, change(record, 2), cursor="c3")
    assert take(ws, change(record, 1, "delete"), cursor="c4").removed == 0


def test_a_record_made_here_is_not_taken_for_a_new_one_among_many(ws):
    mine = need(title_uk="Моя")
    ws.insert("need", mine)
    theirs = {**mine, "title_uk": "Їхня"}
    effect = take(ws, change(theirs), *(change(need()) for _ in range(60)))
    assert effect.applied == 60
    assert [settled.kind for one, settled in effect.shown if one.uuid == mine["uuid"]] == ["exists"]
    assert rows(ws)[mine["uuid"]]["title_uk"] == "Моя"


def test_a_page_with_one_value_that_no_field_can_hold_changes_nothing_at_all(ws):
    bad = change(need(description={"not": "text"}))
    with pytest.raises(PortalError) as caught:
        take(ws, *(change(need()) for _ in range(60)), bad)
    assert caught.value.code == "portal.breaks_contract"
    assert (rows(ws), ws.get_meta(bookkeeping.CURSOR), pulls.list_pulls(ws)) == ({}, None, [])


def test_records_being_edited_are_left_for_next_time(ws):
    record = need(priority=1)
    take(ws, change(record))
    newer = change({**record, "priority": 2}, 2)
    effect = apply_page(ws, page(newer), keep=None, being_edited={("need", record["uuid"])})
    assert (effect.skipped, rows(ws)[record["uuid"]]["priority"]) == ([("need", record["uuid"])], 1)
    assert ws.get_meta(bookkeeping.CURSOR) == "c1"
    take(ws, newer, cursor="c2")
    assert rows(ws)[record["uuid"]]["priority"] == 2


def test_a_type_that_is_not_known_here_is_noted_and_passed_over(ws):
    record = need()
    effect = take(ws, change(record), Change("spaceship", record["uuid"], 1, "change", record, "", None, ""))
    assert effect.applied == 1
    assert bookkeeping.unknown_parts(ws) == {"spaceship"}


def test_after_a_full_pull_what_was_not_seen_goes_if_clean_and_stays_if_it_waits(ws):
    clean, edited, seen = need(), need(), need()
    take(ws, change(clean), change(edited), change(seen))
    ws.update("need", edited["uuid"], {"priority": 3})
    bookkeeping.want_full_pull(ws, "cursor")
    take(ws, change(seen), cursor="c8", reason="cursor")
    assert (ws.get_meta(bookkeeping.CURSOR), ws.get_meta(bookkeeping.FULL_CURSOR)) == (None, "c8")
    effect = sweep(ws, "c9", "cursor")
    assert (effect.removed, set(rows(ws))) == (1, {edited["uuid"], seen["uuid"]})
    assert [settled.effect for one, settled in effect.shown if one.uuid == edited["uuid"]] == ["conflict"]
    assert (ws.get_meta(bookkeeping.CURSOR), bookkeeping.full_pull_reason(ws)) == ("c9", None)
    assert (ws.get_meta(bookkeeping.FULL_CURSOR), pulls.marked(ws, "need")) == (None, set())


def test_the_weightier_reason_for_a_full_pull_stands(ws):
    bookkeeping.want_full_pull(ws, "cursor")
    bookkeeping.want_full_pull(ws, "epoch")
    bookkeeping.want_full_pull(ws, "learned")
    assert bookkeeping.full_pull_reason(ws) == "epoch"


@pytest.mark.parametrize("count", [1, 60])
def test_a_deletion_in_conflict_is_not_forgotten_though_neither_row_nor_base_is_here(ws, count):
    theirs = [need(title_uk=f"Школа {number}") for number in range(count)]
    mine = ws.insert("need", {**theirs[0], "title_uk": "Ліцей"})
    ws.delete("need", mine)
    take(ws, *(change(record) for record in theirs))
    assert [one.key for one in conflicts.list_conflicts(ws)] == [("need", mine)]
    reconcile_clean(ws)
    take(ws, change({**theirs[0], "title_uk": "Школа №1"}, revision=2))
    assert mine not in rows(ws)
    (found,) = conflicts.list_conflicts(ws)
    assert (found.key, found.theirs["title_uk"]) == (("need", mine), "Школа №1")
