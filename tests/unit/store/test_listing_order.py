"""The order of the record list, read piece by piece, its groups by hromada, and ids back to records."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from plugin.records.values import new_uuid
from plugin.store import listing, listing_order, listing_query
from plugin.store.listing import ListQuery, Order
from plugin.store.workspace import Workspace

TSYRKUNY, CHUHUIV, CHUHUIV_TOWN = "UA63120290010028715", "UA63140150000058283", "UA63140150010019336"
OBLAST = "UA63000000000041885"


@pytest.fixture()
def many(ws: Workspace) -> Workspace:
    draw = random.Random(7)
    with ws.transaction():
        for number in range(120):
            record = {
                "title_uk": f"{draw.choice(['Школа', 'Міст'])} {number}",
                "sector": draw.choice(["health", "energy"]),
                "captured_at": f"2026-{draw.randrange(1, 12):02}-01T08:00:00Z",
                "captured_by": draw.choice(["Олена", "Петро"]),
                "katottg": draw.choice([TSYRKUNY, CHUHUIV, CHUHUIV_TOWN, OBLAST, None, "Харків"]),
            }
            if number % 4:
                record["priority"] = draw.choice([None, 1, 2, 5])
            ws.insert("need" if number % 4 else "project", record)
    listing.refresh(ws)
    return ws


def pages(ws: Workspace, query: ListQuery) -> list[str]:
    return [row.uuid for row in listing.page(ws, query, 0, 1000)]


def in_pieces(ws: Workspace, query: ListQuery, step: int) -> list[str]:
    order = Order(ws, query, listing.count(ws, query))
    while not order.complete:
        order.read(step)
    rows = listing.read_rows(ws, order.ids)
    return [rows[identity].uuid for identity in order.ids]


@pytest.mark.parametrize("few", [0, 4000])
@pytest.mark.parametrize("sort", ["-captured_at", "captured_at", "title", "-priority", "priority"])
def test_an_order_read_in_pieces_is_the_order_of_the_pages(
    many: Workspace, monkeypatch: pytest.MonkeyPatch, sort: str, few: int
) -> None:
    for room in (listing, listing_query, listing_order):
        monkeypatch.setattr(room, "FEW", few)
    for query in (
        ListQuery(sort=sort),
        ListQuery(sort=sort, text="школа"),
        ListQuery(sort=sort, sectors=("health",)),
        ListQuery(sort=sort, mine_by="Олена", types=("need",)),
    ):
        expected = pages(many, query)
        assert expected
        for step in (1, 7, 1000):
            assert in_pieces(many, query, step) == expected


def test_reading_to_a_row_reads_no_further_than_it_must(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_order, "FEW", 0)
    order = Order(many, ListQuery(), 120)
    order.read_to(25, step=10)
    assert len(order.ids) == 30 and not order.complete
    order.read_to(10_000, step=50)
    assert len(order.ids) == 120 and order.complete
    assert order.read(10) == 0


def test_groups_hold_every_record_once_each_with_its_hromada(many: Workspace) -> None:
    query = ListQuery(text="школа")
    found = listing.groups(many, query)
    assert {group.key for group in found} == {"UA6312029", "UA6314015", "UA6300000", ""}
    members = []
    for group in found:
        rows = listing.page(many, listing.of_group(query, group.key), 0, 1000)
        assert len(rows) == group.count == listing.count(many, listing.of_group(query, group.key))
        assert {listing.group_of(row.katottg) for row in rows} == {group.key}
        assert (group.code is None) == (group.key == "")
        members += [row.uuid for row in rows]
    assert sorted(members) == sorted(pages(many, query))


@pytest.mark.parametrize("code", [None, "", "UA", "UA63", "UA63120290", "Харківська", "UA６３１２０２９"])
def test_a_code_that_names_no_hromada_stands_in_no_group(code: str | None) -> None:
    assert listing.group_of(code) == ("UA6312029" if code == "UA63120290" else "")


def test_what_was_captured_in_a_period_is_found(many: Workspace) -> None:
    query = ListQuery(captured=("2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"))
    rows = listing.page(many, query, 0, 1000)
    assert rows and listing.count(many, query) == len(rows)
    assert {row.captured_at[5:7] for row in rows} == {"04", "05", "06"}


def test_ids_and_records_lead_to_one_another(many: Workspace) -> None:
    rows = listing.page(many, ListQuery(), 0, 40)
    keys = [(row.type, row.uuid) for row in rows]
    ids = listing.ids_of(many, [*keys, ("need", new_uuid())])
    assert set(ids) == set(keys)
    assert sorted(listing.read_keys(many, ids.values())) == sorted(keys)
    assert sorted(listing.keys_of(many, ListQuery(types=("project",)))) == sorted(
        (row.type, row.uuid) for row in listing.page(many, ListQuery(types=("project",)), 0, 1000)
    )


def test_the_mark_tells_whenever_the_list_may_have_changed(many: Workspace, reopen: Callable[[], Workspace]) -> None:
    seen = [listing.mark(many)]
    assert listing.mark(many) == seen[0]
    other = reopen()
    uuid = other.insert("need", {"title_uk": "Нова"})
    seen.append(listing.mark(many))
    listing.refresh(other)
    seen.append(listing.mark(many))
    with many.transaction():
        many.touch("need", uuid)
    seen.append(listing.mark(many))
    listing.refresh(many)
    seen.append(listing.mark(many))
    assert len(set(seen)) == 5
