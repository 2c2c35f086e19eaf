"""Batches: what is frozen reads back the same, and what is not a batch is refused with the place of the fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.contract.batch import Batch, Item, decode, encode, encode_item, split_by_size
from plugin.contract.limits import MAX_BATCH_BYTES, MAX_ITEMS
from plugin.errors import ContractError

U1, U2, B1 = (f"00000000-0000-4000-8000-{number:012x}" for number in (1, 2, 3))


def document(**changes: Any) -> dict[str, Any]:
    """A good batch as a document, with members replaced; a member set to ... is left out."""
    found: dict[str, Any] = {
        "batch": B1,
        "contract": 1,
        "portal": "reference",
        "rules": "2026.4",
        "made_at": "2026-12-28T16:02:11+02:00",
        "seen_at": "2026-12-27T09:00:00Z",
        "items": [{"type": "need", "uuid": U1, "op": "create", "set": {"title_uk": "Школа"}}],
        **changes,
    }
    return {key: value for key, value in found.items() if value is not ...}


def fault_of(value: Any) -> tuple[str, object]:
    with pytest.raises(ContractError) as caught:
        decode(json.dumps(value).encode())
    assert caught.value.describe("uk") != caught.value.describe("en")
    return caught.value.code.removeprefix("contract."), caught.value.params.get("pointer")


def item(**changes: Any) -> dict[str, Any]:
    found = {"type": "need", "uuid": U1, "op": "change", "base": 4, "set": {"status": "met"}, **changes}
    return document(items=[{key: value for key, value in found.items() if value is not ...}])


def test_a_batch_is_compact_utf_8_json_in_a_fixed_order(make_batch: Callable[..., Batch]) -> None:
    batch = make_batch(
        Item("need", U1, "create", {"title_uk": "Ліцей", "geom": {"type": "Point", "coordinates": [36.25, 50.0]}}),
        Item("project", U2, "change", {"status": "implementation", "actual_end": None}, base=4),
    )
    assert encode(batch).decode() == (
        '{"batch":"00000000-0000-4000-8000-00000000000b","contract":1,"portal":"reference","rules":"2026.4",'
        '"made_at":"2026-12-28T16:02:11+02:00","seen_at":null,"items":['
        '{"type":"need","uuid":"00000000-0000-4000-8000-000000000001","op":"create",'
        '"set":{"geom":{"type":"Point","coordinates":[36.25,50.0]},"title_uk":"Ліцей"}},'
        '{"type":"project","uuid":"00000000-0000-4000-8000-000000000002","op":"change","base":4,'
        '"set":{"actual_end":null,"status":"implementation"}}]}'
    )


def test_the_order_in_which_fields_were_set_does_not_change_the_bytes(make_batch: Callable[..., Batch]) -> None:
    forward = make_batch(Item("need", U1, "create", {"a": 1, "b": 2}))
    backward = make_batch(Item("need", U1, "create", {"b": 2, "a": 1}))
    assert encode(forward) == encode(backward)


VALUES = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
) | st.text(st.characters(exclude_categories=("Cs",)))
SETS = st.dictionaries(st.text("abcdefgh_", min_size=1, max_size=8), VALUES, min_size=1, max_size=5)
UUIDS = st.uuids().map(str)


@st.composite
def items(draw: st.DrawFn) -> Item:
    op = draw(st.sampled_from(["create", "change", "delete"]))
    where: dict[str, Any] = {}
    if op != "create":
        where = draw(st.integers(1, 10**6).map(lambda n: {"base": n}) | UUIDS.map(lambda u: {"after": u}))
    kind = draw(st.sampled_from(["need", "project"]))
    return Item(kind, draw(UUIDS), op, {} if op == "delete" else draw(SETS), **where)


@given(
    st.lists(items(), min_size=1, max_size=6, unique_by=lambda one: one.key),
    st.none() | st.just("2026-01-01T00:00:00Z"),
)
def test_a_batch_reads_back_as_it_was_frozen(found: list[Item], seen_at: str | None) -> None:
    batch = Batch(B1, "reference", "2026.4", "2026-12-28T16:02:11+02:00", tuple(found), seen_at)
    again = decode(encode(batch))
    assert again == batch
    assert encode(again) == encode(batch)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"batch": ...}, "missing", "/batch"),
        ({"batch": "not-a-uuid"}, "bad_value", "/batch"),
        ({"batch": U1.upper().replace("0", "A")}, "bad_value", "/batch"),
        ({"contract": "1"}, "wrong_type", "/contract"),
        ({"contract": True}, "wrong_type", "/contract"),
        ({"contract": 2}, "version", None),
        ({"portal": 7}, "wrong_type", "/portal"),
        ({"portal": ""}, "bad_value", "/portal"),
        ({"rules": ...}, "missing", "/rules"),
        ({"made_at": "yesterday"}, "bad_value", "/made_at"),
        ({"seen_at": 5}, "wrong_type", "/seen_at"),
        ({"items": ...}, "missing", "/items"),
        ({"items": {}}, "wrong_type", "/items"),
        ({"items": []}, "bad_value", "/items"),
        ({"items": [None]}, "wrong_type", "/items/0"),
        ({"extra": 1}, "unknown_member", "/extra"),
    ],
)
def test_a_fault_of_the_envelope_is_named(changes: dict[str, Any], code: str, pointer: str | None) -> None:
    assert fault_of(document(**changes)) == (code, pointer)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"type": ...}, "missing", "/items/0/type"),
        ({"type": "Need; DROP TABLE"}, "bad_value", "/items/0/type"),
        ({"uuid": "x"}, "bad_value", "/items/0/uuid"),
        ({"op": "upsert"}, "bad_value", "/items/0/op"),
        ({"base": ...}, "missing", "/items/0/base"),
        ({"base": 0}, "bad_value", "/items/0/base"),
        ({"base": 4.0}, "wrong_type", "/items/0/base"),
        ({"after": B1}, "bad_value", "/items/0/base"),
        ({"after": "x", "base": ...}, "bad_value", "/items/0/after"),
        ({"set": ...}, "missing", "/items/0/set"),
        ({"set": []}, "wrong_type", "/items/0/set"),
        ({"set": {}}, "bad_value", "/items/0/set"),
        ({"set": {"uuid": U2}}, "unknown_member", "/items/0/set/uuid"),
        ({"op": "create"}, "unknown_member", "/items/0/base"),
        ({"op": "delete"}, "unknown_member", "/items/0/set"),
        ({"op": "delete", "set": {}}, "unknown_member", "/items/0/set"),
        ({"extra": 1}, "unknown_member", "/items/0/extra"),
    ],
)
def test_a_fault_of_an_item_is_named(changes: dict[str, Any], code: str, pointer: str) -> None:
    assert fault_of(item(**changes)) == (code, pointer)


def test_an_edit_in_a_bundle_names_the_batch_before_it() -> None:
    found = decode(json.dumps(item(base=..., after=B1)).encode())
    assert (found.items[0].base, found.items[0].after) == (None, B1)


def test_one_record_stands_once_in_a_batch() -> None:
    twice = document(items=[item()["items"][0], item(base=5)["items"][0]])
    assert fault_of(twice) == ("duplicate_item", "/items/1")


def test_more_items_than_allowed_are_refused() -> None:
    one = item()["items"][0]
    many = [{**one, "uuid": f"00000000-0000-4000-8000-{number:012x}"} for number in range(MAX_ITEMS + 1)]
    assert fault_of(document(items=many)) == ("too_many", "/items")
    assert len(decode(json.dumps(document(items=many[:-1])).encode()).items) == MAX_ITEMS


def test_more_bytes_than_allowed_are_refused() -> None:
    with pytest.raises(ContractError, match="too_large"):
        decode(b" " * (MAX_BATCH_BYTES + 1))


def test_a_repeated_member_is_refused() -> None:
    body = json.dumps(document()).replace('"portal": "reference"', '"portal": "reference", "portal": "other"')
    with pytest.raises(ContractError, match="duplicate_key"):
        decode(body.encode())


def test_items_are_cut_into_batches_that_fit(make_batch: Callable[..., Batch]) -> None:
    many = [Item("need", f"00000000-0000-4000-8000-{n:012x}", "create", {"title_uk": "Є" * 1000}) for n in range(1200)]
    runs = split_by_size(many)
    assert [one for run in runs for one in run] == many
    for run in runs:
        assert len(run) <= MAX_ITEMS
        assert len(encode(make_batch(*run))) <= MAX_BATCH_BYTES
    assert len(runs) == 3


def test_an_item_too_large_for_any_batch_stands_alone() -> None:
    large = Item("need", U1, "create", {"description": "Є" * MAX_BATCH_BYTES})
    small = Item("need", U2, "create", {"description": "є"})
    assert split_by_size([small, large, small]) == [[small], [large], [small]]
    assert len(encode_item(large)) > MAX_BATCH_BYTES


def test_a_thousand_edits_of_one_coded_field_weigh_at_most_32_bytes_each(make_batch: Callable[..., Batch]) -> None:
    import gzip
    import random
    import uuid

    draw = random.Random(1)
    edits = [
        Item(
            "need",
            str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            "change",
            {"status": draw.choice(["open", "partially_met", "met"])},
            base=draw.randint(1, 5),
        )
        for _ in range(1000)
    ]
    weight = sum(len(gzip.compress(encode(make_batch(*run)), mtime=0)) for run in split_by_size(edits))
    assert weight <= 32_000
