"""Verdicts: what a portal answers reads back the same, and an answer that proves nothing is not taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.contract.batch import Batch, Item
from plugin.contract.jcs import content_hash
from plugin.contract.verdict import (
    CONFLICT_KINDS,
    OUTCOMES,
    BatchAnswer,
    ConflictInfo,
    Problem,
    Verdict,
    decode,
    encode,
    match,
)
from plugin.errors import ContractError

U1, U2, B1 = (
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "0" * 8 + "-0000-4000-8000-00000000000b",
)
AT = "2026-12-28T16:02:11+02:00"
RECORD = {"uuid": U1, "title_uk": "Школа №12", "geom": {"type": "Point", "coordinates": [36.25, 50.0]}}
HASH = content_hash(RECORD)


def answer(*verdicts: Verdict, **changes: Any) -> BatchAnswer:
    values: dict[str, Any] = {"batch": B1, "portal": "reference", "epoch": "e1", "received_at": AT, **changes}
    return BatchAnswer(verdicts=verdicts, **values)


WHOLE = [
    Verdict("need", U1, "accepted", 1, HASH),
    Verdict("need", U1, "accepted", 2, HASH, RECORD),
    Verdict("need", U1, "accepted", 3, ""),
    Verdict("need", U1, "merged", 4, HASH, RECORD),
    Verdict("need", U1, "unchanged", 4, HASH),
    Verdict("need", U1, "held"),
    Verdict("need", U1, "refused", problems=(Problem("/set/katottg", "territory.depth", "Виберіть громаду."),)),
    Verdict("need", U1, "conflict", conflict=ConflictInfo("field", ("title_uk",), RECORD, 5, "Олена", AT)),
    Verdict("need", U1, "conflict", 5, HASH, conflict=ConflictInfo("exists", ("title_uk",), RECORD, 5)),
    Verdict("need", U1, "conflict", conflict=ConflictInfo("deleted", (), None, 6, None, AT)),
    Verdict("need", U1, "conflict", conflict=ConflictInfo("deleted", ("title_uk",), RECORD, 6)),
    Verdict("need", U1, "conflict", conflict=ConflictInfo("parent")),
    Verdict("need", U1, "conflict", conflict=ConflictInfo("rules", ("title_uk",), RECORD, 6)),
]


def test_the_list_has_every_outcome_and_every_kind_of_conflict() -> None:
    assert {verdict.verdict for verdict in WHOLE} == set(OUTCOMES)
    assert {verdict.conflict.kind for verdict in WHOLE if verdict.conflict} == set(CONFLICT_KINDS)


@pytest.mark.parametrize("verdict", WHOLE)
def test_an_answer_reads_back_as_it_was_given(verdict: Verdict) -> None:
    given_ = answer(verdict)
    assert decode(encode(given_)) == given_
    assert encode(decode(encode(given_))) == encode(given_)


def test_members_of_a_newer_portal_are_skipped() -> None:
    document = json.loads(encode(answer(WHOLE[0])))
    document["later"] = 1
    document["verdicts"][0]["later"] = {"a": 1}
    assert decode(json.dumps(document).encode()) == answer(WHOLE[0])


def broken(verdict: Verdict, /, **changes: Any) -> tuple[str, object]:
    document = json.loads(encode(answer(verdict)))
    target = document["verdicts"][0]
    for name, value in changes.items():
        place = target["conflict"] if name.startswith("conflict_") else target
        name = name.removeprefix("conflict_")
        if value is ...:
            place.pop(name, None)
        else:
            place[name] = value
    with pytest.raises(ContractError) as caught:
        decode(json.dumps(document).encode())
    return caught.value.code.removeprefix("contract."), caught.value.params["pointer"]


def test_what_stored_something_says_which_revision_and_content() -> None:
    assert broken(WHOLE[0], revision=...) == ("missing", "/verdicts/0/revision")
    assert broken(WHOLE[0], revision=0) == ("bad_value", "/verdicts/0/revision")
    assert broken(WHOLE[0], hash=...) == ("missing", "/verdicts/0/hash")
    assert broken(WHOLE[0], hash="abc") == ("bad_value", "/verdicts/0/hash")


def test_merged_brings_the_record() -> None:
    assert broken(WHOLE[3], record=...) == ("missing", "/verdicts/0/record")


def test_a_record_that_comes_along_is_the_one_and_has_the_hash() -> None:
    assert broken(WHOLE[3], record={**RECORD, "uuid": U2}) == ("bad_value", "/verdicts/0/record/uuid")
    assert broken(WHOLE[3], record={**RECORD, "title_uk": "Школа №13"}) == ("hash_mismatch", "/verdicts/0/record")
    assert broken(WHOLE[3], hash="") == ("hash_mismatch", "/verdicts/0/record")


def test_a_refusal_says_why() -> None:
    assert broken(WHOLE[6], problems=...) == ("missing", "/verdicts/0/problems")
    assert broken(WHOLE[6], problems=[]) == ("missing", "/verdicts/0/problems")
    assert broken(WHOLE[6], problems=[{"pointer": "/set"}]) == ("missing", "/verdicts/0/problems/0/rule")


def test_a_conflict_brings_theirs() -> None:
    assert broken(WHOLE[7], conflict=...) == ("missing", "/verdicts/0/conflict")
    assert broken(WHOLE[7], conflict_theirs=None) == ("missing", "/verdicts/0/conflict/theirs")
    assert broken(WHOLE[7], conflict_fields=[]) == ("missing", "/verdicts/0/conflict/fields")
    assert broken(WHOLE[7], conflict_revision=None) == ("missing", "/verdicts/0/conflict/revision")
    assert broken(WHOLE[7], conflict_kind="other") == ("bad_value", "/verdicts/0/conflict/kind")
    assert broken(WHOLE[7], conflict_theirs={**RECORD, "uuid": U2}) == ("bad_value", "/verdicts/0/conflict/theirs/uuid")


def test_an_outcome_that_is_none_is_refused() -> None:
    assert broken(WHOLE[0], verdict="maybe") == ("bad_value", "/verdicts/0/verdict")


ITEMS = (
    Item("need", U1, "create", {"title_uk": "Школа"}),
    Item("need", U2, "delete", {}, base=3),
)
GOOD = (Verdict("need", U2, "accepted", 4, ""), Verdict("need", U1, "accepted", 1, HASH))


def test_verdicts_are_matched_to_items_in_the_order_of_the_batch(make_batch: Callable[..., Batch]) -> None:
    pairs = match(make_batch(*ITEMS), answer(*GOOD))
    assert [(item.key, verdict.key) for item, verdict in pairs] == [(one.key, one.key) for one in ITEMS]


@pytest.mark.parametrize(
    ("verdicts", "changes", "reason"),
    [
        (GOOD[:1], {}, "missing"),
        ((), {}, "missing"),
        ((*GOOD, Verdict("project", U1, "accepted", 1, HASH)), {}, "foreign"),
        ((*GOOD, GOOD[0]), {}, "double"),
        (GOOD, {"batch": U1}, "batch"),
        (GOOD, {"portal": "another"}, "portal"),
        ((Verdict("need", U2, "accepted", 4, HASH), GOOD[1]), {}, "operation"),
        ((GOOD[0], Verdict("need", U1, "accepted", 1, "")), {}, "operation"),
    ],
)
def test_an_answer_that_does_not_fit_its_batch_is_an_ambiguous_end(
    make_batch: Callable[..., Batch], verdicts: tuple[Verdict, ...], changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ContractError) as caught:
        match(make_batch(*ITEMS), answer(*verdicts, **changes))
    assert caught.value.code == "contract.answer_mismatch"
    assert caught.value.params["reason"] == reason
    assert caught.value.describe("uk") != caught.value.describe("en")


@given(st.permutations(range(8)), st.integers(0, 7), st.sampled_from(["drop", "double", "foreign", "none"]))
def test_only_a_whole_answer_matches(order: list[int], victim: int, damage: str) -> None:
    uuids = [f"00000000-0000-4000-8000-{number:012x}" for number in range(9)]
    batch = Batch(B1, "reference", "2026.4", AT, tuple(Item("need", uuids[n], "create", {"a": n}) for n in range(8)))
    verdicts = [Verdict("need", uuids[number], "accepted", 1, HASH) for number in order]
    if damage == "drop":
        del verdicts[victim]
    elif damage == "double":
        verdicts.append(verdicts[victim])
    elif damage == "foreign":
        verdicts[victim] = Verdict("need", uuids[8], "accepted", 1, HASH)
    if damage == "none":
        assert len(match(batch, answer(*verdicts))) == 8
    else:
        with pytest.raises(ContractError):
            match(batch, answer(*verdicts))
