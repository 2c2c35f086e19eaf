"""Invariants of the merge over records of any content."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.contract.merge import apply_set, diff, differs, merge_fields, same_value
from plugin.records.definition import RecordType

# Few values a field, so that the sides often agree.
VALUES: dict[str, list[Any]] = {
    "katottg": [None, "UA63000000000041885", "UA80000000000093317"],
    "workflow": [None, "draft", "submitted", "returned", "approved", "published"],
    "text": [None, "а", "б", "в"],
    "code": [None, "education", "health"],
    "whole": [None, 0, 1, 2],
    "number": [None, 0.0, 1.5, 1],
    "flag": [None, True, False],
    "day": [None, "2026-01-01", "2026-01-02"],
    "moment": [None, "2026-01-01T10:00:00Z", "2026-01-01T12:00:00+02:00"],
    "amount": [None, "1.50", "1.5", "2.00"],
    "currency": [None, "UAH", "EUR"],
    "geom": [
        None,
        {"type": "Point", "coordinates": [36.25, 50.0]},
        {"type": "Point", "coordinates": [36.25, 50]},
        {"type": "LineString", "coordinates": [[36.25, 50.0], [36.5, 50.25]]},
    ],
}
RECORDS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}).map(
    lambda values: {"uuid": "u", **{name: value for name, value in values.items() if value is not None}}
)
MANY = settings(max_examples=150)


def equal(rtype: RecordType, a: dict[str, Any], b: dict[str, Any]) -> bool:
    return all(same_value(rtype, name, a.get(name), b.get(name)) for name in VALUES)


@MANY
@given(base=RECORDS, changed=RECORDS)
def test_a_change_on_one_side_alone_is_the_result(every_kind: RecordType, base: Any, changed: Any) -> None:
    for merge in (merge_fields(every_kind, base, changed, base), merge_fields(every_kind, base, base, changed)):
        assert merge.conflicts == ()
        assert equal(every_kind, merge.values, changed)


@MANY
@given(base=st.none() | RECORDS, agreed=RECORDS)
def test_two_sides_that_agree_never_conflict(every_kind: RecordType, base: Any, agreed: Any) -> None:
    merge = merge_fields(every_kind, base, agreed, agreed)
    assert (merge.values, merge.conflicts) == (agreed, ())
    assert not merge.takes_theirs and not merge.keeps_mine


@MANY
@given(base=st.none() | RECORDS, one=RECORDS, other=RECORDS)
def test_exchanging_the_sides_exchanges_the_result(every_kind: RecordType, base: Any, one: Any, other: Any) -> None:
    there, back = merge_fields(every_kind, base, one, other), merge_fields(every_kind, base, other, one)
    assert there.conflict_fields == back.conflict_fields
    for a, b in zip(there.conflicts, back.conflicts, strict=True):
        assert (a.fields, a.base, a.mine, a.theirs) == (b.fields, b.base, b.theirs, b.mine)
    asked = {name for conflict in there.conflicts for name in conflict.fields}
    for name in VALUES.keys() - asked:
        assert same_value(every_kind, name, there.values.get(name), back.values.get(name))


@MANY
@given(base=st.none() | RECORDS, mine=RECORDS, theirs=RECORDS)
def test_no_change_is_ever_overwritten_silently(every_kind: RecordType, base: Any, mine: Any, theirs: Any) -> None:
    merge = merge_fields(every_kind, base, mine, theirs)
    asked = {name for conflict in merge.conflicts for name in conflict.fields}
    origin = base or {}
    for name in VALUES:
        result = merge.values.get(name)
        for side in (mine, theirs):
            changed = base is None or not same_value(every_kind, name, side.get(name), origin.get(name))
            kept = same_value(every_kind, name, result, side.get(name))
            if changed and not kept and name not in asked:
                # Only a move of the workflow may be included in the other side's move, further along.
                assert name == "workflow" and base is not None
                order = ["draft", "submitted", "approved", "published"]
                assert order.index(result) > order.index(side.get(name))


@MANY
@given(base=RECORDS, mine=RECORDS, theirs=RECORDS)
def test_every_value_comes_from_one_of_the_sides_and_groups_stay_whole(
    every_kind: RecordType, base: Any, mine: Any, theirs: Any
) -> None:
    values = merge_fields(every_kind, base, mine, theirs).values
    for name in VALUES:
        group = every_kind.group_of(name)
        assert any(
            all(same_value(every_kind, member, values.get(member), side.get(member)) for member in group)
            for side in (mine, theirs)
        )


@MANY
@given(base=st.none() | RECORDS, mine=RECORDS, theirs=RECORDS)
def test_the_flags_tell_what_differs(every_kind: RecordType, base: Any, mine: Any, theirs: Any) -> None:
    merge = merge_fields(every_kind, base, mine, theirs)
    assert merge.keeps_mine == (not equal(every_kind, merge.values, theirs))
    if not equal(every_kind, merge.values, mine):
        assert merge.takes_theirs
    if not merge.takes_theirs:
        assert merge.values == mine


@MANY
@given(base=st.none() | RECORDS, mine=RECORDS)
def test_a_set_applied_to_its_base_gives_the_record_back(every_kind: RecordType, base: Any, mine: Any) -> None:
    changes = diff(every_kind, base, mine)
    assert equal(every_kind, apply_set(base, changes), mine)
    assert "uuid" not in changes
    assert (changes == {}) == equal(every_kind, base or {}, mine)


@MANY
@given(base=RECORDS, mine=RECORDS, theirs=RECORDS)
def test_a_portal_that_rebuilds_mine_from_the_set_merges_alike(
    every_kind: RecordType, base: Any, mine: Any, theirs: Any
) -> None:
    rebuilt = apply_set(base, diff(every_kind, base, mine))
    here, there = merge_fields(every_kind, base, mine, theirs), merge_fields(every_kind, base, rebuilt, theirs)
    assert here.conflict_fields == there.conflict_fields
    assert equal(every_kind, here.values, there.values)


@MANY
@given(base=RECORDS, mine=RECORDS)
def test_whether_records_differ_is_what_their_difference_says(every_kind: RecordType, base: Any, mine: Any) -> None:
    assert differs(every_kind, base, mine) == bool(diff(every_kind, base, mine))
