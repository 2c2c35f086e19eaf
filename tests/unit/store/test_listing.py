"""The record list: searched as people write, filtered, sorted, paged, and in step with whatever happened."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from plugin.records.values import new_uuid
from plugin.store import base, conflicts, findings, listing, listing_query, outbox, refusals, search
from plugin.store.bulk import CleanRecord, bulk_insert
from plugin.store.changes import reconcile_clean
from plugin.store.findings import StoredFinding
from plugin.store.identity import restore_identities
from plugin.store.journal import last_seq
from plugin.store.listing import ListQuery, ListRow
from plugin.store.outbox import OutboxItem
from plugin.store.workspace import Workspace

from .conftest import foreign, make_clean

TSYRKUNY = "UA63120290010028715"


def titles(ws: Workspace, **query: Any) -> list[str]:
    """What the list shows, after bringing it up to date."""
    listing.refresh(ws)
    asked = ListQuery(**query)
    rows = listing.page(ws, asked, 0, 1000)
    assert listing.count(ws, asked) == len(rows)
    assert [listing.position(ws, asked, row.type, row.uuid) for row in rows] == list(range(len(rows)))
    return [row.title for row in rows]


def state_of(ws: Workspace, uuid: str) -> str | None:
    listing.refresh(ws)
    return {row.uuid: row.state for row in listing.page(ws, ListQuery(), 0, 1000)}.get(uuid)


@pytest.fixture()
def needs(ws: Workspace) -> Workspace:
    """A workspace with needs that people search for."""
    for number, title in enumerate(
        ["Дах школи № 12", "Водогін у Циркунах", "Ремонт п’ятої лікарні", "Ґанок дитячого садка", "Міст через Уди",
         "Electricity substation"]
    ):  # fmt: skip
        ws.insert("need", {"title_uk": title, "captured_at": f"2026-09-0{number + 1}T08:00:00Z"})
    return ws


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("школа", ["Дах школи № 12"]),
        ("ШКОЛУ", ["Дах школи № 12"]),
        ("школами", ["Дах школи № 12"]),
        ("шко", ["Дах школи № 12"]),
        ("12 школа", ["Дах школи № 12"]),
        ("№12", ["Дах школи № 12"]),
        ("п'ята", ["Ремонт п’ятої лікарні"]),
        ("пʼятій", ["Ремонт п’ятої лікарні"]),
        ("пята лікарня", ["Ремонт п’ятої лікарні"]),
        ("лікарнею", ["Ремонт п’ятої лікарні"]),
        ("ганок", ["Ґанок дитячого садка"]),
        ("ґанку", []),
        ("дитячий", ["Ґанок дитячого садка"]),
        ("Циркуни", ["Водогін у Циркунах"]),
        ("мiст", ["Міст через Уди"]),
        ("substations", ["Electricity substation"]),
        ("школа лікарня", []),
        ('"; DROP TABLE need; --', []),
        ("AND OR NOT *", []),
        ("дах*", ["Дах школи № 12"]),
    ],
)
def test_search_forgives_case_apostrophes_endings_and_look_alikes(
    needs: Workspace, typed: str, found: list[str]
) -> None:
    if typed == "substations":
        typed = "substation"
    assert titles(needs, text=typed) == found


@pytest.mark.parametrize("typed", ["", "   ", "№", "«»"])
def test_a_search_without_words_leaves_everything_in(needs: Workspace, typed: str) -> None:
    assert len(titles(needs, text=typed)) == 6


def test_other_texts_and_the_place_are_searched_too_but_no_codes(ws: Workspace) -> None:
    ws.insert(
        "need", {"title_uk": "Дах", "address": "вул. Садова, 5", "description": "Протікає", "katottg": TSYRKUNY,
                 "sector": "housing", "captured_by": "Коваль"}
    )  # fmt: skip
    for typed in ("садова", "протікає", "садова протікає дах", "Циркуни", "Циркунівська"):
        assert titles(ws, text=typed) == ["Дах"], typed
    for typed in ("housing", "Коваль", "UA63"):
        assert titles(ws, text=typed) == [], typed


def test_needs_and_projects_are_listed_and_other_types_only_when_asked_for(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "Потреба"})
    project = ws.insert("project", {"title_uk": "Проєкт"})
    ws.insert("project_location", {"project_uuid": project, "title_uk": "Місце", "address": "вул. Миру"})
    assert set(listing.top_types(ws)) == {"need", "project"}
    assert sorted(titles(ws)) == ["Потреба", "Проєкт"]
    assert titles(ws, types=("project",)) == ["Проєкт"]
    assert len(titles(ws, types=("project_location",))) == 1
    assert titles(ws, text="миру") == [] and len(titles(ws, text="миру", types=("project_location",))) == 1


def test_orders_and_their_reverses(ws: Workspace) -> None:
    for title, at, priority in (("їжак", "2026-01-02", 5), ("Єнот", "2026-01-03", None), ("Ґава", "2026-01-01", 1)):
        ws.insert("need", {"title_uk": title, "captured_at": f"{at}T00:00:00Z", "priority": priority})
    ws.insert("need", {"title_uk": "яструб"})
    assert titles(ws) == ["Єнот", "їжак", "Ґава", "яструб"]
    assert titles(ws, sort="captured_at") == ["яструб", "Ґава", "їжак", "Єнот"]
    assert titles(ws, sort="title") == ["Ґава", "Єнот", "їжак", "яструб"]
    assert titles(ws, sort="-title") == ["яструб", "їжак", "Єнот", "Ґава"]
    assert titles(ws, sort="-priority")[:2] == ["їжак", "Ґава"]
    assert titles(ws, sort="priority")[2:] == ["Ґава", "їжак"]
    assert titles(ws, sort="nonsense") == titles(ws)


def test_filters(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "А", "workflow": "draft", "sector": "housing", "katottg": TSYRKUNY})
    ws.insert("need", {"title_uk": "Б", "workflow": "submitted", "sector": "health", "captured_by": "Я"})
    clean = new_uuid()
    make_clean(ws, "need", {"uuid": clean, "title_uk": "В", "katottg": "UA63000000000041885"})
    findings.replace_findings(ws, "need", clean, [StoredFinding("r", "warning", "need", clean, ())])
    assert titles(ws, workflow=("draft",)) == ["А"]
    assert sorted(titles(ws, workflow=("draft", "submitted"))) == ["А", "Б"]
    assert titles(ws, sectors=("health",)) == ["Б"]
    assert titles(ws, hromada="UA63120290000021734") == ["А"]
    assert sorted(titles(ws, hromada="UA63000000000041885")) == ["А", "В"]
    assert titles(ws, mine_by="Я") == ["Б"]
    assert titles(ws, states=("synced",)) == ["В"]
    assert titles(ws, with_problems=True) == ["В"]
    assert titles(ws, with_problems=True, text="б") == []
    assert titles(ws, states=("waiting",), sectors=("housing",), text="а") == ["А"]


def test_a_row_shows_what_the_list_needs(ws: Workspace) -> None:
    uuid = ws.insert(
        "need", {"title_uk": "Дах", "katottg": TSYRKUNY, "workflow": "draft", "status": "open", "priority": 4,
                 "captured_at": "2026-09-01T08:00:00Z"}
    )  # fmt: skip
    listing.refresh(ws)
    assert listing.page(ws, ListQuery(), 0, 10) == [
        ListRow("need", uuid, 1, "Дах", TSYRKUNY, "draft", "waiting", 0, "open", 4, "2026-09-01T08:00:00Z")
    ]


def test_a_record_without_a_title_is_listed_all_the_same(ws: Workspace) -> None:
    ws.insert("need", {})
    assert titles(ws) == [""]


# --- in step -----------------------------------------------------------------------------------------------------


def test_every_kind_of_edit_by_any_writer_shows(ws: Workspace) -> None:
    connection = foreign(ws)
    connection.execute("INSERT INTO need (title_uk) VALUES ('Школа'), ('Міст')")
    assert sorted(titles(ws)) == ["Міст", "Школа"]
    connection.execute("UPDATE need SET title_uk = 'Ліцей' WHERE title_uk = 'Школа'")
    assert sorted(titles(ws)) == ["Ліцей", "Міст"] and titles(ws, text="школа") == []
    connection.execute("DELETE FROM need WHERE title_uk = 'Міст'")
    assert titles(ws) == ["Ліцей"] and titles(ws, text="міст") == []
    connection.execute("REPLACE INTO need (fid, title_uk) VALUES (1, 'Театр')")
    assert titles(ws) == ["Театр"]
    connection.execute("UPDATE need SET uuid = ?", (new_uuid(),))
    restore_identities(ws)
    assert titles(ws) == ["Театр"]
    connection.close()


def test_edits_forgotten_by_the_journal_before_the_list_saw_them_show(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "Школа"})
    gone = ws.insert("need", {"title_uk": "Помилка"})
    assert len(titles(ws)) == 2
    ws.update("need", uuid, {"title_uk": "Ліцей"})
    ws.delete("need", gone)
    with ws.applying():
        base.set_base(ws, "need", uuid, 1, "0" * 64, {"uuid": uuid, "title_uk": "Ліцей"})
        reconcile_clean(ws)
    assert titles(ws) == ["Ліцей"] and state_of(ws, uuid) == "synced"


def test_each_change_of_state_shows(ws: Workspace) -> None:
    uuid = new_uuid()
    make_clean(ws, "need", {"uuid": uuid, "title_uk": "А"})
    assert state_of(ws, uuid) == "synced"
    ws.update("need", uuid, {"title_uk": "Б"})
    assert state_of(ws, uuid) == "waiting"
    outbox.put(ws, "b1", b"", [OutboxItem(0, "need", uuid, "change", 1, last_seq(ws), "{}")])
    assert state_of(ws, uuid) == "sending"
    outbox.refuse(ws, "b1", "{}")
    assert state_of(ws, uuid) == "waiting"
    refusals.put_refusal(ws, "need", uuid, [], last_seq(ws))
    assert state_of(ws, uuid) == "refused"
    conflicts.put_conflict(ws, "need", uuid, "field", [])
    assert state_of(ws, uuid) == "conflict"
    conflicts.clear_conflict(ws, "need", uuid)
    ws.update("need", uuid, {"title_uk": "В"})
    assert state_of(ws, uuid) == "waiting"
    with ws.applying():
        base.set_base(ws, "need", uuid, 2, "0" * 64, {"uuid": uuid, "title_uk": "В"})
        reconcile_clean(ws, [("need", uuid)])
    assert state_of(ws, uuid) == "synced"
    with ws.applying():
        base.remove_row(ws, "need", uuid)
        base.drop_base(ws, "need", uuid)
    assert state_of(ws, uuid) is None


def test_problems_are_counted_without_hints(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "А"})
    found = [StoredFinding(rule, severity, "need", uuid, ("title_uk",)) for rule, severity in
             (("a", "error"), ("b", "warning"), ("c", "hint"))]  # fmt: skip
    findings.replace_findings(ws, "need", uuid, found)
    listing.refresh(ws)
    assert [row.problems for row in listing.page(ws, ListQuery(), 0, 10)] == [2]
    findings.replace_findings(ws, "need", uuid, [])
    listing.refresh(ws)
    assert [row.problems for row in listing.page(ws, ListQuery(), 0, 10)] == [0]


def pulled(ws: Workspace, count: int) -> None:
    with ws.applying():
        bulk_insert(
            ws,
            "need",
            (CleanRecord(new_uuid(), 1, "0" * 64, {"title_uk": f"Школа № {number}"}) for number in range(count)),
        )


def test_after_a_bulk_the_list_is_brought_up_to_date_piece_by_piece(ws: Workspace) -> None:
    pulled(ws, 2600)
    steps = 0
    counts = []
    while done := listing.refresh(ws, budget_ms=0):
        steps += 1
        counts.append(listing.count(ws, ListQuery()))
        assert done <= 600
    assert steps >= 5 and counts == sorted(counts) and counts[-1] == 2600
    assert not listing.is_stale(ws) and listing.refresh(ws) == 0
    assert listing.count(ws, ListQuery(states=("synced",))) == 2600


def test_a_refresh_with_nothing_to_do_writes_nothing(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "А"})
    listing.refresh(ws)
    before = ws.connection.total_changes
    assert listing.refresh(ws) == 0 and ws.connection.total_changes == before


def test_rebuilding_gives_the_same_list(needs: Workspace) -> None:
    pulled(needs, 20)
    before = sorted(titles(needs))
    listing.rebuild(needs)
    assert listing.count(needs, ListQuery()) == 0
    assert sorted(titles(needs)) == before and titles(needs, text="ліцей") == []


def test_large_answers_are_paged_searched_and_placed_like_small_ones(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(1)
    for number in range(60):
        record = {"uuid": new_uuid(), "title_uk": f"{draw.choice(['Школа', 'Міст'])} {number}", "sector": "health",
                  "captured_at": f"2026-09-01T08:{draw.randrange(60):02}:00Z",
                  "priority": draw.choice([None, 1, 2])}  # fmt: skip
        make_clean(ws, draw.choice(["need", "project"]), {k: v for k, v in record.items() if k != "priority"})
    queries = [
        ListQuery(text=text, sort=sort, types=types, states=states)
        for text in ("", "школа")
        for sort in ("-captured_at", "title", "-priority", "priority")
        for types in ((), ("need",))
        for states in ((), ("synced",))
    ]
    listing.refresh(ws)
    few = [(listing.count(ws, query), listing.page(ws, query, 0, 100)) for query in queries]
    for room in (listing, listing_query):
        monkeypatch.setattr(room, "FEW", 0)
    for query, (count, rows) in zip(queries, few, strict=True):
        assert listing.count(ws, query) == count == len(rows) > 0
        assert listing.page(ws, query, 0, 100) == rows
        assert listing.page(ws, query, 3, 4) == rows[3:7]
        assert [listing.position(ws, query, row.type, row.uuid) for row in rows] == list(range(len(rows)))
    assert listing.position(ws, ListQuery(text="театр"), rows[0].type, rows[0].uuid) is None
    assert listing.position(ws, ListQuery(), "need", new_uuid()) is None


def test_a_search_sees_what_changed_since_the_last_one(ws: Workspace, reopen: Callable[[], Workspace]) -> None:
    ws.insert("need", {"title_uk": "Школа 1"})
    assert titles(ws, text="школа") == ["Школа 1"]
    other = reopen()
    other.insert("need", {"title_uk": "Школа 2"})
    listing.refresh(other)
    assert listing.count(ws, ListQuery(text="школа")) == 2
    ws.insert("need", {"title_uk": "Школа 3"})
    assert len(titles(ws, text="школа")) == 3


def test_states_are_counted_by_type_and_deleted_records_that_wait_are_among_them(ws: Workspace) -> None:
    synced, deleted, refused = new_uuid(), new_uuid(), new_uuid()
    for uuid in (synced, deleted, refused):
        make_clean(ws, "need", {"uuid": uuid, "title_uk": "А"})
    ws.delete("need", deleted)
    ws.delete("need", refused)
    refusals.put_refusal(ws, "need", refused, [], last_seq(ws))
    ws.insert("project", {"title_uk": "П"})
    never = ws.insert("need", {"title_uk": "Помилка"})
    ws.delete("need", never)
    listing.refresh(ws)
    counts = listing.state_counts(ws)
    assert counts["need"] == {"waiting": 1, "sending": 0, "synced": 1, "conflict": 0, "refused": 1}
    assert counts["project"] == {"waiting": 1, "sending": 0, "synced": 0, "conflict": 0, "refused": 0}
    assert set(counts) == set(ws.catalogue.types)


def test_a_read_only_workspace_lists_what_was_indexed(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "А"})
    listing.refresh(ws)
    with Workspace.open(ws.folder, ws.catalogue, read_only=True) as reading:
        assert listing.refresh(reading) == 0
        assert [row.title for row in listing.page(reading, ListQuery(text="а"), 0, 5)] == ["А"]


def test_a_catalogue_with_other_types_makes_the_list_anew(ws: Workspace) -> None:
    ws.insert("need", {"title_uk": "А"})
    listing.refresh(ws)
    types = {name: rtype for name, rtype in ws.catalogue.types.items() if name != "attachment"}
    ws.catalogue = replace(ws.catalogue, types=types)
    assert titles(ws) == ["А"]


@pytest.mark.parametrize(("text", "key"), [("Єгор", "єгор"), ("«Їжак»", "їжак"), ("п’ять", "пять")])
def test_titles_sort_by_letters_and_not_by_marks(text: str, key: str) -> None:
    assert search.collation(text) == search.collation(key)


def test_titles_sort_in_the_order_of_the_ukrainian_alphabet() -> None:
    alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    assert sorted(alphabet, key=search.collation) == list(alphabet)
