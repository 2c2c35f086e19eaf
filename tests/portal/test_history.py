"""What became of one record: who did what when, as far as the caller may know."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.contract import batch as batches
from plugin.contract import history
from plugin.contract.history import HistoryPage
from tests.portal.field import claim, problem_of, verdicts_of
from tests.portal.office import (
    HROMADA,
    OTHER_SETTLEMENT,
    POLTAVA_OBLAST,
    TSYRKUNY,
    Office,
    Offices,
    complete_need,
    delete,
    edit,
    need,
    new_id,
)


@pytest.fixture
def offices(emptied: Offices) -> Offices:
    return emptied


def ask(office: Office, uuid: str, type_name: str = "need", **query: Any) -> Any:
    path = f"/api/v1/records/{type_name}/{uuid}/history"
    return office.client.get(path, params=query, headers=office.headers)


def read(office: Office, uuid: str, **query: Any) -> HistoryPage:
    response = ask(office, uuid, **query)
    assert response.status_code == 200, response.text
    return history.decode(response.content, uuid=uuid)


def test_a_records_life_is_told_newest_first(offices: Offices) -> None:
    author, colleague = offices.open(name="Олена Шевчук"), offices.open(name='О\'Коннор "7\\"')
    uuid = author.store("need", need(title_uk="Перша"))
    colleague.send_one(edit("need", uuid, 1, title_uk="Друга"))
    author.send_one(delete("need", uuid, 2))
    author.send_one(edit("need", uuid, 3, **need(title_uk="Знову")))
    page = read(author, uuid)
    assert not page.more
    told = [(item.revision, item.op, item.author, (item.record or {}).get("title_uk")) for item in page.items]
    assert told == [
        (4, "create", "Олена Шевчук", "Знову"),
        (3, "delete", "Олена Шевчук", None),
        (2, "change", 'О\'Коннор "7\\"', "Друга"),
        (1, "create", "Олена Шевчук", "Перша"),
    ]
    change = author.sees(uuid)
    assert change is not None
    newest = page.items[0]
    assert (newest.hash, newest.record, newest.at) == (change.hash, change.record, change.at)


def test_pages_follow_one_another_without_gap_or_overlap(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    for revision in range(1, 8):
        office.send_one(edit("need", uuid, revision, title_uk=f"Назва {revision}"))
    for limit in (1, 3, 8, 5000):
        found, before = [], None
        while True:
            page = read(office, uuid, limit=limit, **({} if before is None else {"before": before}))
            found += [item.revision for item in page.items]
            if not page.more:
                break
            before = page.items[-1].revision
        assert found == list(range(8, 0, -1))
    assert read(office, uuid, before=1) == HistoryPage((), False)


def test_a_heavy_page_is_cut(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.history.PAGE_BYTES", 2500)
    office = offices.open()
    uuid = office.store("need", need(description="д" * 1000))
    for revision in range(1, 5):
        office.send_one(edit("need", uuid, revision, title_uk=f"Назва {revision}"))
    page = read(office, uuid)
    assert page.more and 1 <= len(page.items) < 5


def test_only_who_sees_the_record_is_told_of_its_past(offices: Offices) -> None:
    author = offices.open(edrpou=HROMADA)
    uuid = author.store("need", need())
    stranger = offices.open("focal_point")
    for office, record, type_name in (
        (stranger, uuid, "need"),
        (offices.open(edrpou=HROMADA, territory=[POLTAVA_OBLAST]), uuid, "need"),
        (author, new_id(), "need"),
        (author, uuid, "project"),
        (author, uuid, "nonsense"),
    ):
        assert problem_of(ask(office, record, type_name)) == (404, "not-found")
    author.send_one(edit("need", uuid, 1, **complete_need()))
    assert read(stranger, uuid).items


def test_other_organisations_drafts_and_hidden_states_are_left_out(offices: Offices) -> None:
    author = offices.open(edrpou=HROMADA)
    oblast, partner = offices.open("focal_point"), offices.open("partner")
    uuid = author.store("need", need(title_uk="Чернетка"))
    author.send_one(edit("need", uuid, 1, **complete_need(access="restricted")))
    author.send_one(edit("need", uuid, 2, access="open"))
    assert [item.revision for item in read(author, uuid).items] == [3, 2, 1]
    assert [(item.revision, item.op) for item in read(oblast, uuid).items] == [(3, "change"), (2, "change")]
    assert [item.revision for item in read(partner, uuid).items] == [3]
    author.send_one(edit("need", uuid, 3, workflow="draft"))
    assert problem_of(ask(oblast, uuid)) == (404, "not-found")


def test_what_happened_outside_ones_territory_is_left_out(offices: Offices) -> None:
    oblast, village = offices.open(), offices.open(territory=[TSYRKUNY])
    uuid = oblast.store("need", need(katottg=OTHER_SETTLEMENT))
    oblast.send_one(edit("need", uuid, 1, katottg=TSYRKUNY))
    assert [(item.revision, item.op) for item in read(village, uuid).items] == [(2, "change")]


def test_a_deleted_records_past_is_told_to_who_could_see_it(offices: Offices) -> None:
    author, stranger = offices.open(edrpou=HROMADA), offices.open("focal_point")
    uuid = author.store("need", need())
    author.send_one(delete("need", uuid, 1))
    assert [(item.op, item.hash) for item in read(author, uuid).items][0] == ("delete", "")
    assert problem_of(ask(stranger, uuid)) == (404, "not-found")


def test_a_claimed_author_is_told_as_claimed_in_the_readers_language(offices: Offices) -> None:
    worker, clerk = offices.open(name="Олена Шевчук"), offices.open(name="Ірина Коваль")
    uuid = worker.store("need", need())
    body = batches.encode(worker.freeze(edit("need", uuid, 1, priority=2)))
    verdicts_of(clerk.post(body, **claim(worker)))
    assert [item.author for item in read(clerk, uuid).items] == [
        "Олена Шевчук (claimed author, passed on by: Ірина Коваль)",
        "Олена Шевчук",
    ]
    clerk.headers["Accept-Language"] = "uk"
    assert "заявлено" in str(read(clerk, uuid).items[0].author)


@pytest.mark.parametrize("query", [{"before": "0"}, {"before": "x"}, {"limit": "0"}, {"before": str(2**70)}])
def test_questions_that_make_no_sense_are_turned_down(offices: Offices, query: dict[str, str]) -> None:
    office = offices.open()
    assert problem_of(ask(office, office.store("need", need()), **query)) == (422, "malformed")
