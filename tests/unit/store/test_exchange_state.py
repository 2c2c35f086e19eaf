"""Batches, conflicts, refusals, pulled pages: kept, joined to the transaction they belong to, never in two minds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import conflicts, outbox, pulls, refusals
from plugin.store.changes import dirty
from plugin.store.journal import last_seq
from plugin.store.outbox import OutboxItem
from plugin.store.states import sync_state
from plugin.store.workspace import Workspace

from .conftest import make_clean

A, B = new_uuid(), new_uuid()


def items(*uuids: str) -> list[OutboxItem]:
    return [
        OutboxItem(position, "need", uuid, "create", None, 7, '{"title_uk": "Школа"}')
        for position, uuid in enumerate(uuids)
    ]


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(StoreError) as caught:
        call()
    assert "{" not in caught.value.describe("uk") + caught.value.describe("en")
    return caught.value.code


# --- outbox ------------------------------------------------------------------------------------------------------


def test_a_frozen_batch_comes_back_byte_for_byte(ws: Workspace) -> None:
    body = bytes(range(256))
    outbox.put(ws, "b1", body, items(A, B))
    found = outbox.next_unfinished(ws)
    assert found is not None and found == outbox.get_batch(ws, "b1")
    assert (found.batch, found.state, found.body, found.sent_at) == ("b1", "pending", body, None)
    assert [(item.position, item.uuid, item.journal_seq, item.set_json) for item in found.items] == [
        (0, A, 7, '{"title_uk": "Школа"}'), (1, B, 7, '{"title_uk": "Школа"}')
    ]  # fmt: skip


def test_the_oldest_unfinished_batch_comes_first(ws: Workspace) -> None:
    outbox.put(ws, "b1", b"1", items(A))
    outbox.put(ws, "b2", b"2", items(B))
    assert outbox.next_unfinished(ws).batch == "b1"  # type: ignore[union-attr]
    outbox.mark_sending(ws, "b1")
    outbox.mark_sending(ws, "b1")
    found = outbox.next_unfinished(ws)
    assert found is not None and found.batch == "b1" and found.state == "sending" and found.sent_at
    outbox.acknowledge(ws, "b1", b"answer", "sig", "kid", {("need", A): "accepted"})
    assert outbox.next_unfinished(ws).batch == "b2"  # type: ignore[union-attr]
    outbox.mark_void(ws, "b2", "too big")
    assert outbox.next_unfinished(ws) is None


@pytest.mark.parametrize("end", ["acknowledged", "void", "refused"])
def test_a_record_is_in_flight_until_its_batch_has_ended_and_no_longer(ws: Workspace, end: str) -> None:
    outbox.put(ws, "b1", b"1", items(A))
    flying = outbox.in_flight(ws, "need", A)
    assert flying is not None and flying.batch == "b1" and outbox.all_in_flight(ws) == {("need", A)}
    assert code_of(lambda: outbox.put(ws, "b2", b"2", items(B, A))) == "store.in_flight"
    assert outbox.get_batch(ws, "b2") is None
    {
        "acknowledged": lambda: outbox.acknowledge(ws, "b1", b"", None, None, {("need", A): "accepted"}),
        "void": lambda: outbox.mark_void(ws, "b1"),
        "refused": lambda: outbox.refuse(ws, "b1", "{}"),
    }[end]()
    assert outbox.in_flight(ws, "need", A) is None and outbox.all_in_flight(ws) == set()
    outbox.put(ws, "b2", b"2", items(A))


def test_a_batch_ends_once(ws: Workspace) -> None:
    outbox.put(ws, "b1", b"1", items(A))
    outbox.acknowledge(ws, "b1", b"", None, None, {})
    assert code_of(lambda: outbox.mark_sending(ws, "b1")) == "store.batch_ended"
    assert code_of(lambda: outbox.mark_void(ws, "b1")) == "store.batch_ended"
    assert code_of(lambda: outbox.put(ws, "b1", b"2", items(B))) == "store.batch_exists"
    assert code_of(lambda: outbox.refuse(ws, "b9", "{}")) == "store.no_such_batch"


def test_signed_answers_are_kept_and_found_by_record_newest_first(ws: Workspace) -> None:
    for number in (1, 2):
        outbox.put(ws, f"b{number}", b"", items(A))
        outbox.acknowledge(ws, f"b{number}", f"answer {number}".encode(), f"sig{number}", "k", {("need", A): "merged"})
    outbox.put(ws, "b3", b"", items(A))
    outbox.mark_void(ws, "b3")
    found = outbox.receipts(ws, "need", A)
    assert [(one.batch, one.verdict, one.answer, one.signature, one.kid) for one in found] == [
        ("b2", "merged", b"answer 2", "sig2", "k"), ("b1", "merged", b"answer 1", "sig1", "k")
    ]  # fmt: skip
    assert outbox.receipts(ws, "need", B) == []


def test_the_log_counts_what_became_of_the_items(ws: Workspace) -> None:
    outbox.put(ws, "b1", b"12345", items(A, B))
    outbox.acknowledge(ws, "b1", b"", None, None, {("need", A): "accepted", ("need", B): "refused"})
    outbox.put(ws, "b2", b"1", items(A))
    newest, first = outbox.history(ws)
    assert (newest.batch, newest.state, newest.items, newest.verdicts) == ("b2", "pending", 1, {})
    assert (first.batch, first.items, first.bytes, first.verdicts) == ("b1", 2, 5, {"accepted": 1, "refused": 1})
    assert first.made_at.endswith("Z") and first.ended_at
    assert [one.batch for one in outbox.history(ws, limit=1)] == ["b2"]


def test_bookkeeping_joins_the_open_transaction_and_goes_with_it(ws: Workspace) -> None:
    with pytest.raises(RuntimeError), ws.applying():
        outbox.put(ws, "b1", b"", items(A))
        conflicts.put_conflict(ws, "need", A, "field", ["title_uk"])
        refusals.put_refusal(ws, "need", A, [], 1)
        pulls.put_pull(ws, "c", 1, 1)
        ws.set_meta("cursor", "c")
        raise RuntimeError
    assert outbox.history(ws) == [] and conflicts.list_conflicts(ws) == [] and refusals.list_refusals(ws) == []
    assert pulls.list_pulls(ws) == [] and ws.get_meta("cursor") is None


# --- conflicts ---------------------------------------------------------------------------------------------------


def test_a_conflict_is_kept_whole_and_a_later_one_takes_its_place(ws: Workspace) -> None:
    theirs = {"uuid": A, "title_uk": "Ліцей", "newer": {"x": 1}}
    conflicts.put_conflict(
        ws, "need", A, "field", ("title_uk", "sector"), theirs, 7, "О. Коваль", "2026-09-01T00:00:00Z"
    )
    found = conflicts.get_conflict(ws, "need", A)
    assert found is not None
    assert (found.key, found.kind, found.fields, found.theirs, found.revision, found.author, found.at) == (
        ("need", A), "field", ("title_uk", "sector"), theirs, 7, "О. Коваль", "2026-09-01T00:00:00Z"
    )  # fmt: skip
    conflicts.put_conflict(ws, "need", A, "deleted", (), None, 8, None, None)
    conflicts.put_conflict(ws, "need", B, "exists", ())
    assert [(one.uuid, one.kind, one.theirs) for one in conflicts.list_conflicts(ws)] == [
        (A, "deleted", None), (B, "exists", None)
    ]  # fmt: skip
    conflicts.clear_conflict(ws, "need", A)
    assert conflicts.get_conflict(ws, "need", A) is None and len(conflicts.list_conflicts(ws)) == 1


# --- refusals ----------------------------------------------------------------------------------------------------

PROBLEM = {"pointer": "/items/0/set/title_uk", "rule": "required", "message": "Заповніть назву"}


def test_a_refusal_stands_until_the_record_is_edited_and_then_lapses(ws: Workspace) -> None:
    uuid, other = ws.insert("need", {"title_uk": "А"}), ws.insert("need", {"title_uk": "Б"})
    refusals.put_refusal(ws, "need", uuid, [PROBLEM], last_seq(ws))
    ws.update("need", other, {"title_uk": "В"})
    assert [one.key for one in refusals.list_refusals(ws)] == [("need", uuid)]
    found = refusals.get_refusal(ws, "need", uuid)
    assert found is not None and found.problems == (PROBLEM,)
    ws.update("need", uuid, {"title_uk": "Г"})
    assert refusals.list_refusals(ws) == [] and refusals.get_refusal(ws, "need", uuid) is None
    assert {change.uuid for change in dirty(ws)} == {uuid, other}


def test_an_edit_made_while_the_batch_was_on_its_way_lapses_the_refusal_at_once(ws: Workspace) -> None:
    uuid = ws.insert("need", {"title_uk": "А"})
    frozen_at = last_seq(ws)
    ws.update("need", uuid, {"title_uk": "Б"})
    refusals.put_refusal(ws, "need", uuid, [PROBLEM], frozen_at)
    assert refusals.list_refusals(ws) == []


def test_a_refused_deletion_lapses_when_the_record_is_put_back(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": A, "title_uk": "А"})
    ws.delete("need", A)
    refusals.put_refusal(ws, "need", A, [PROBLEM], last_seq(ws))
    assert refusals.get_refusal(ws, "need", A) is not None
    ws.insert("need", {"uuid": A, "title_uk": "Б"})
    assert refusals.get_refusal(ws, "need", A) is None


def test_deleting_a_refused_record_lapses_the_refusal(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": A, "title_uk": "А"})
    ws.update("need", A, {"title_uk": "Б"})
    refusals.put_refusal(ws, "need", A, [PROBLEM], last_seq(ws))
    ws.delete("need", A)
    assert refusals.list_refusals(ws) == []
    refusals.clear_refusal(ws, "need", A)


# --- states ------------------------------------------------------------------------------------------------------


def test_the_state_of_a_record_is_the_most_urgent_that_is_true(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": A, "title_uk": "А"})
    assert sync_state(ws, "need", A) == "synced"
    ws.update("need", A, {"title_uk": "Б"})
    assert sync_state(ws, "need", A) == "waiting"
    outbox.put(ws, "b1", b"", items(A))
    assert sync_state(ws, "need", A) == "sending"
    refusals.put_refusal(ws, "need", A, [PROBLEM], last_seq(ws))
    assert sync_state(ws, "need", A) == "refused"
    conflicts.put_conflict(ws, "need", A, "field", ["title_uk"])
    assert sync_state(ws, "need", A) == "conflict"
    conflicts.clear_conflict(ws, "need", A)
    ws.update("need", A, {"title_uk": "В"})
    assert sync_state(ws, "need", A) == "sending"
    outbox.mark_void(ws, "b1")
    assert sync_state(ws, "need", A) == "waiting"
    ws.update("need", A, {"title_uk": "А"})
    assert sync_state(ws, "need", A) == "synced"
    ws.delete("need", A)
    assert sync_state(ws, "need", A) == "waiting"


def test_pulled_pages_are_listed_newest_first_and_empty_ones_are_not(ws: Workspace) -> None:
    pulls.put_pull(ws, "c1", 500, 490, more=True)
    pulls.put_pull(ws, "c2", 3, 0)
    pulls.put_pull(ws, "c2", 0, 0)
    assert [(one.cursor, one.items, one.applied, one.more) for one in pulls.list_pulls(ws)] == [
        ("c2", 3, 0, False), ("c1", 500, 490, True)
    ]  # fmt: skip
