"""What changed in my view, in the order of commits: nothing skipped, nothing told to who may not know."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import cursor as cursors
from portal import meta
from tests.portal.office import (
    HROMADA,
    OBLAST_ADMINISTRATION,
    OTHER_SETTLEMENT,
    POLTAVA_OBLAST,
    POLTAVA_PLACE,
    TSYRKUNY,
    Office,
    Offices,
    complete_need,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)


def ops(office: Office, limit: int = 500) -> list[tuple[str, str]]:
    return [(item.uuid, item.op) for item in office.pull(limit)]


def test_an_empty_portal_has_an_empty_page_and_a_cursor_that_goes_on(offices: Offices) -> None:
    office = offices.open()
    assert office.pull() == []
    uuid = office.store("need", need())
    assert ops(office) == [(uuid, "change")]
    assert office.pull() == []


def test_pages_follow_the_order_of_commits_and_within_a_batch_its_own(offices: Offices) -> None:
    office = offices.open()
    parent = create("project", project())
    children = [create("funding", funding(parent.uuid)) for _ in range(4)]
    office.send(parent, *children)
    late = office.store("need", need())
    for limit in (1, 2, 3, 500):
        office.cursor = None
        assert [uuid for uuid, _ in ops(office, limit)] == [parent.uuid, *(child.uuid for child in children), late]


def test_only_the_latest_state_of_a_record_is_told_where_it_stands_now(offices: Offices) -> None:
    office = offices.open()
    first, second = office.store("need", need()), office.store("need", need())
    office.send_one(edit("need", first, 1, title_uk="Друга"))
    office.send_one(edit("need", first, 2, title_uk="Третя"))
    found = office.pull()
    assert [(item.uuid, item.revision) for item in found] == [(second, 1), (first, 3)]


def test_a_deletion_is_told_to_who_knew_the_record_and_not_to_who_pulls_afresh(offices: Offices) -> None:
    author, reader, late = offices.open(name="Ірина Коваль"), offices.open(), offices.open()
    uuid = author.store("need", need())
    reader.pull()
    author.send_one(delete("need", uuid, 1))
    (told,) = reader.pull()
    assert (told.op, told.revision, told.record, told.author) == ("delete", 2, None, "Ірина Коваль")
    assert late.pull() == []


def test_a_record_deleted_during_a_first_pull_is_told_even_so(offices: Offices) -> None:
    office, reader = offices.open(), offices.open()
    first, second = office.store("need", need()), office.store("need", need())
    page = reader.page(limit=1)
    assert [item.uuid for item in page.items] == [first]
    office.send_one(delete("need", first, 1))
    reader.cursor = page.cursor
    assert ops(reader) == [(second, "change"), (first, "delete")]


def test_a_sender_who_has_not_pulled_its_own_record_learns_of_its_deletion(offices: Offices) -> None:
    author, colleague = offices.open(), offices.open()
    author.pull()
    uuid = author.store("need", need())
    colleague.send_one(delete("need", uuid, 1))
    assert ops(author) == [(uuid, "delete")]


def test_who_knows_a_record_from_a_verdict_alone_is_told_that_it_left(offices: Offices) -> None:
    oblast, village = offices.open(), offices.open(territory=[TSYRKUNY])
    uuid = oblast.store("need", need(katottg=OTHER_SETTLEMENT))
    assert village.pull() == []
    oblast.send_one(edit("need", uuid, 1, katottg=TSYRKUNY))
    assert village.send_one(edit("need", uuid, 2, title_uk="З місця видніше")).verdict == "accepted"
    oblast.send_one(edit("need", uuid, 3, katottg=OTHER_SETTLEMENT))
    assert ops(village) == [(uuid, "leave")]


def test_a_record_moved_out_of_the_territory_leaves_and_comes_back(offices: Offices) -> None:
    oblast = offices.open()
    village = offices.open(territory=[TSYRKUNY])
    uuid = oblast.store("need", need())
    assert ops(village) == [(uuid, "change")]
    oblast.send_one(edit("need", uuid, 1, katottg=OTHER_SETTLEMENT))
    (told,) = village.pull()
    assert (told.op, told.record, told.author, told.revision) == ("leave", None, None, 2)
    oblast.send_one(edit("need", uuid, 2, title_uk="Далі без села"))
    assert village.pull() == []
    oblast.send_one(edit("need", uuid, 3, katottg=TSYRKUNY))
    assert ops(village) == [(uuid, "change")]


def test_a_withdrawn_record_leaves_the_view_of_other_organisations(offices: Offices) -> None:
    author, focal_point = offices.open(edrpou=HROMADA), offices.open("focal_point")
    uuid = author.store("need", complete_need())
    assert ops(focal_point) == [(uuid, "change")]
    author.send_one(edit("need", uuid, 1, workflow="draft"))
    assert ops(focal_point) == [(uuid, "leave")]
    assert ops(author) == [(uuid, "change")]
    author.send_one(delete("need", uuid, 2))
    assert focal_point.pull() == []


def test_what_became_restricted_leaves_the_partners_view(offices: Offices) -> None:
    author, partner = offices.open(), offices.open("partner")
    uuid = author.store("need", complete_need())
    partner.pull()
    author.send_one(edit("need", uuid, 1, access="restricted"))
    assert ops(partner) == [(uuid, "leave")]


def test_what_was_never_in_the_view_is_never_spoken_of(offices: Offices) -> None:
    author = offices.open(edrpou=HROMADA, territory=["UA"])
    stranger = offices.open("focal_point", edrpou=OBLAST_ADMINISTRATION)
    stranger.pull()
    hidden = author.store("need", need())
    elsewhere = author.store("need", complete_need(katottg=POLTAVA_PLACE, geom=None, workflow="draft"))
    author.send_one(edit("need", hidden, 1, katottg=OTHER_SETTLEMENT))
    author.send_one(delete("need", hidden, 2))
    author.send_one(delete("need", elsewhere, 1))
    assert stranger.pull() == []


def test_many_changes_of_others_do_not_make_empty_pages(offices: Offices) -> None:
    author, stranger = offices.open(edrpou=HROMADA), offices.open("focal_point")
    stranger.pull()
    hidden = [create("need", need()) for _ in range(30)]
    author.send(*hidden)
    author.send(*(edit("need", item.uuid, 1, katottg=OTHER_SETTLEMENT) for item in hidden))
    shown = author.store("need", complete_need())
    page = stranger.page(stranger.cursor, limit=5)
    assert [item.uuid for item in page.items] == [shown]


def test_a_page_is_cut_where_it_grows_heavy(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    office = offices.open()
    uuids = [office.store("need", need(description="д" * 1000)) for _ in range(6)]
    monkeypatch.setattr("portal.changes.PAGE_BYTES", 2500)
    page = office.page(limit=100)
    assert page.more and 1 <= len(page.items) < 6
    assert [uuid for uuid, _ in ops(office, 100)] == uuids


def test_names_with_quotes_and_backslashes_come_through(offices: Offices) -> None:
    name = 'О\'Коннор "Бригада\\7"'
    office = offices.open(name=name)
    office.store("need", need())
    assert office.pull()[0].author == name


@pytest.mark.parametrize("after", ["", "nonsense", "WzFd", "bnVsbA==", "W10=", "ґ", "A" * 1999])
def test_a_cursor_that_is_none_is_gone(offices: Offices, after: str) -> None:
    office = offices.open()
    response = office.client.get("/api/v1/changes", params={"after": after}, headers=office.headers)
    assert response.status_code == 410
    assert response.json()["type"] == "urn:vidbudova:problem:cursor-gone"


@pytest.mark.parametrize("other", ["portal", "epoch", "view", "seq", "began", "position"])
def test_a_cursor_of_another_portal_epoch_or_view_or_beyond_the_head_is_gone(offices: Offices, other: str) -> None:
    office = offices.open()
    office.store("need", need())
    mine = cursors.decode(office.page().cursor)
    assert mine is not None
    changed: dict[str, Any] = {
        "portal": new_id(),
        "epoch": new_id(),
        "view": "0" * 16,
        "seq": 99,
        "began": 99,
        "position": 2**70,
    }
    forged = cursors.encode(replace(mine, **{other: changed[other]}))
    assert office.client.get("/api/v1/changes", params={"after": forged}, headers=office.headers).status_code == 410


def test_a_colleagues_cursor_and_one_from_before_a_change_of_territory_are_gone(offices: Offices) -> None:
    from sqlalchemy import update

    from portal import schema

    office, colleague = offices.open(), offices.open()
    office.pull()
    query = {"after": office.cursor}
    assert colleague.client.get("/api/v1/changes", params=query, headers=colleague.headers).status_code == 410
    with offices.portal.database.writing() as connection:
        connection.execute(update(schema.account).values(territory=json.dumps([POLTAVA_OBLAST])))
    assert office.client.get("/api/v1/changes", params=query, headers=office.headers).status_code == 410


def test_after_a_restored_backup_every_cursor_is_gone(offices: Offices) -> None:
    office = offices.open()
    office.pull()
    before = office.get("/").json()
    meta.renew_epoch(offices.portal.database)
    response = office.client.get("/api/v1/changes", params={"after": office.cursor}, headers=office.headers)
    assert response.status_code == 410
    after = office.get("/").json()
    assert (before["portal"], before["epoch"] != after["epoch"]) == (after["portal"], True)


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "9" * 5000])
def test_a_limit_that_makes_no_sense_is_told_so(offices: Offices, limit: str) -> None:
    response = offices.open().get(f"/changes?limit={limit}")
    assert (response.status_code, response.json()["parameter"]) == (422, "limit")


def test_a_larger_limit_than_the_portals_is_answered_with_the_portals(offices: Offices) -> None:
    assert offices.open().get("/changes?limit=1000000").status_code == 200


@given(st.text(max_size=200))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    found = cursors.decode(text)
    assert found is None or cursors.decode(cursors.encode(found)) == found


PLACES = [TSYRKUNY, OTHER_SETTLEMENT, None]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_pulls_now_and_then_ends_with_what_a_first_pull_shows(offices: Offices, seed: int) -> None:
    """Random edits by two organisations; three readers with different views follow at their own pace."""
    rng = random.Random(seed)
    authors = [offices.open("focal_point", edrpou=HROMADA), offices.open("focal_point")]
    readers = [
        offices.open("contributor", territory=[TSYRKUNY]),
        offices.open("focal_point", edrpou=HROMADA, territory=[OTHER_SETTLEMENT]),
        offices.open("partner"),
    ]
    copies: list[dict[str, str]] = [{} for _ in readers]
    revisions: dict[str, int] = {}

    def follow(number: int) -> None:
        for item in readers[number].pull(limit=rng.choice([1, 3, 50])):
            if item.op == "change":
                copies[number][item.uuid] = item.hash
            else:
                copies[number].pop(item.uuid, None)

    for _ in range(50):
        author = rng.choice(authors)
        uuid = rng.choice(list(revisions)) if revisions and rng.random() < 0.75 else new_id()
        values = {
            "katottg": rng.choice(PLACES),
            "access": rng.choice(["open", "restricted"]),
            "title_uk": f"Назва {rng.random()}",
        }
        if uuid not in revisions:
            found = author.send_one(create("need", complete_need(workflow="draft", **values), uuid))
        elif rng.random() < 0.15:
            found = author.send_one(delete("need", uuid, revisions[uuid]))
        else:
            values["workflow"] = rng.choice(["draft", "submitted"])
            found = author.send_one(edit("need", uuid, revisions[uuid], **values))
        if found.verdict in ("accepted", "merged", "unchanged") and found.revision:
            revisions[uuid] = max(found.revision, revisions.get(uuid, 0))
        if rng.random() < 0.4:
            follow(rng.randrange(len(readers)))
    for number, reader in enumerate(readers):
        follow(number)
        reader.cursor = None
        assert copies[number] == {item.uuid: item.hash for item in reader.pull()}
