"""The three-way merge by field: every kind of field, every way in which two sides can meet over it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from plugin.contract.merge import apply_set, diff, merge_fields, same_value
from plugin.records.definition import RecordType

U = "00000000-0000-4000-8000-000000000001"
PLACE_A = {"type": "Point", "coordinates": [36.25, 50.0]}
PLACE_B = {"type": "Point", "coordinates": [math.nextafter(36.25, 37.0), 50.0]}
LINE = {"type": "LineString", "coordinates": [[36.25, 50.0], [36.5, 50.25]]}

# field → three different values, and another spelling of the first
KINDS: dict[str, tuple[Any, Any, Any, Any]] = {
    "text": ("школа", "ліцей", "гімназія", "школа"),
    "code": ("education", "health", "energy", "education"),
    "katottg": ("UA63120270010096107", "UA63000000000041885", "UA80000000000093317", "UA63120270010096107"),
    "whole": (1, 0, 3, 1.0),
    "number": (1.0, 1.5, -2.0, 1),
    "flag": (True, False, None, True),
    "day": ("2026-01-01", "2026-01-02", "2025-12-31", "2026-01-01"),
    "moment": ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00.500Z", "2026-01-02T00:00:00Z", "2026-01-01T12:00:00+02:00"),
    "amount": ("1.50", "1.51", "1000000.00", "1.5"),
    "currency": ("UAH", "EUR", "USD", "UAH"),
    "geom": (PLACE_A, PLACE_B, LINE, {"coordinates": (36.25, 50), "type": "Point"}),
}
FIELDS = pytest.mark.parametrize("field", KINDS)


def record(**values: Any) -> dict[str, Any]:
    return {"uuid": U, **{name: value for name, value in values.items() if value is not None}}


@FIELDS
def test_what_only_i_changed_is_mine(every_kind: RecordType, field: str) -> None:
    old, new, *_ = KINDS[field]
    merge = merge_fields(every_kind, record(**{field: old}), record(**{field: new}), record(**{field: old}))
    assert merge.values == record(**{field: new})
    assert (merge.conflicts, merge.takes_theirs, merge.keeps_mine) == ((), False, True)


@FIELDS
def test_what_only_they_changed_is_theirs(every_kind: RecordType, field: str) -> None:
    old, new, *_ = KINDS[field]
    merge = merge_fields(every_kind, record(**{field: old}), record(**{field: old}), record(**{field: new}))
    assert merge.values == record(**{field: new})
    assert (merge.conflicts, merge.takes_theirs, merge.keeps_mine) == ((), True, False)


@FIELDS
def test_the_same_change_on_both_sides_is_no_conflict(every_kind: RecordType, field: str) -> None:
    old, new, *_ = KINDS[field]
    merge = merge_fields(every_kind, record(**{field: old}), record(**{field: new}), record(**{field: new}))
    assert merge.values == record(**{field: new})
    assert (merge.conflicts, merge.takes_theirs, merge.keeps_mine) == ((), False, False)


@FIELDS
def test_two_different_changes_are_a_conflict_with_all_three_values(every_kind: RecordType, field: str) -> None:
    old, mine, theirs, _ = KINDS[field]
    merge = merge_fields(every_kind, record(**{field: old}), record(**{field: mine}), record(**{field: theirs}))
    (conflict,) = merge.conflicts
    assert field in conflict.fields and conflict.differing == (field,)
    assert (conflict.base or {}).get(field) == old
    assert (conflict.mine.get(field), conflict.theirs.get(field)) == (mine, theirs)
    assert merge.values.get(field) == mine
    assert merge.conflict_fields == (field,)


@FIELDS
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_clearing_a_field_is_a_change_like_any_other(every_kind: RecordType, field: str, side: str) -> None:
    old, new, *_ = KINDS[field]
    full, blank = record(**{field: old}), record()
    mine, theirs = (blank, full) if side == "mine" else (full, blank)
    assert field not in merge_fields(every_kind, full, mine, theirs).values
    other = record(**{field: new})
    mine, theirs = (blank, other) if side == "mine" else (other, blank)
    assert merge_fields(every_kind, full, mine, theirs).conflict_fields == (field,)


@FIELDS
def test_filling_a_blank_on_one_side_is_taken_on_both_sides_asked(every_kind: RecordType, field: str) -> None:
    one, other, *_ = KINDS[field]
    assert merge_fields(every_kind, record(), record(**{field: one}), record()).values[field] == one
    assert merge_fields(every_kind, record(), record(), record(**{field: one})).values[field] == one
    clash = merge_fields(every_kind, record(), record(**{field: one}), record(**{field: other}))
    assert clash.conflict_fields == (field,)


@FIELDS
def test_both_clearing_a_field_agree(every_kind: RecordType, field: str) -> None:
    merge = merge_fields(every_kind, record(**{field: KINDS[field][0]}), record(), record())
    assert (merge.values, merge.conflicts) == (record(), ())


@FIELDS
def test_another_spelling_of_a_value_is_no_change(every_kind: RecordType, field: str) -> None:
    old, new, _, spelled = KINDS[field]
    assert same_value(every_kind, field, old, spelled)
    mine = merge_fields(every_kind, record(**{field: old}), record(**{field: spelled}), record(**{field: new}))
    assert (mine.values[field], mine.conflicts) == (new, ())
    theirs = merge_fields(every_kind, record(**{field: old}), record(**{field: new}), record(**{field: spelled}))
    assert (theirs.values[field], theirs.conflicts) == (new, ())
    assert diff(every_kind, record(**{field: old}), record(**{field: spelled})) == {}


@FIELDS
def test_values_that_differ_are_not_the_same(every_kind: RecordType, field: str) -> None:
    one, other, third, _ = KINDS[field]
    assert not same_value(every_kind, field, one, other)
    assert not same_value(every_kind, field, one, third)
    assert not same_value(every_kind, field, one, None)


@FIELDS
def test_without_a_base_whatever_differs_is_asked(every_kind: RecordType, field: str) -> None:
    one, other, *_ = KINDS[field]
    merge = merge_fields(every_kind, None, record(**{field: one}), record(**{field: other}))
    assert merge.conflict_fields == (field,)
    assert merge.conflicts[0].base is None
    filled = merge_fields(every_kind, None, record(**{field: one}), record())
    assert filled.conflict_fields == (field,)
    agreed = merge_fields(every_kind, None, record(**{field: one}), record(**{field: one}))
    assert (agreed.values, agreed.conflicts) == (record(**{field: one}), ())


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("flag", True, 1),
        ("flag", False, 0),
        ("whole", 0, None),
        ("whole", 0, False),
        ("number", 0.0, None),
        ("flag", False, None),
        ("text", "0", None),
        ("amount", "0.00", None),
        ("amount", "1.50", "1.505"),
        ("amount", "сто", "двісті"),
        ("moment", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00+02:00"),
        ("moment", "учора", "2026-01-01T10:00:00Z"),
        ("geom", PLACE_A, PLACE_B),
    ],
)
def test_these_are_different_values(every_kind: RecordType, field: str, a: Any, b: Any) -> None:
    assert not same_value(every_kind, field, a, b)


@pytest.mark.parametrize(("a", "b"), [(None, ""), ("", None), (None, None)])
def test_blank_is_blank(every_kind: RecordType, a: Any, b: Any) -> None:
    assert same_value(every_kind, "text", a, b)


def test_two_people_who_changed_different_fields_both_win(every_kind: RecordType) -> None:
    base = record(text="школа", whole=1, day="2026-01-01")
    merge = merge_fields(every_kind, base, {**base, "text": "ліцей"}, {**base, "whole": 2})
    assert merge.values == record(text="ліцей", whole=2, day="2026-01-01")
    assert (merge.conflicts, merge.takes_theirs, merge.keeps_mine) == ((), True, True)


def test_a_group_moves_as_one(every_kind: RecordType) -> None:
    base = record(amount="100.00", currency="UAH")
    mine, theirs = {**base, "amount": "200.00"}, {**base, "currency": "EUR"}
    merge = merge_fields(every_kind, base, mine, theirs)
    (conflict,) = merge.conflicts
    assert conflict.fields == ("amount", "currency")
    assert conflict.differing == ("amount", "currency")
    assert (conflict.mine, conflict.theirs) == (
        {"amount": "200.00", "currency": "UAH"},
        {"amount": "100.00", "currency": "EUR"},
    )


def test_one_side_changing_a_whole_group_wins_it_whole(every_kind: RecordType) -> None:
    base = record(amount="100.00", currency="UAH", text="а")
    mine = record(amount="3.00", currency="EUR", text="а")
    merge = merge_fields(every_kind, base, mine, {**base, "text": "б"})
    assert merge.values == record(amount="3.00", currency="EUR", text="б")


def test_a_moved_point_and_a_changed_territory_are_one_question(every_kind: RecordType) -> None:
    base = record(geom=PLACE_A, katottg="UA63000000000041885")
    mine, theirs = {**base, "geom": LINE}, {**base, "katottg": "UA80000000000093317"}
    assert set(merge_fields(every_kind, base, mine, theirs).conflict_fields) == {"geom", "katottg"}


def test_derived_fields_follow_the_portal(every_kind: RecordType) -> None:
    merge = merge_fields(every_kind, record(computed=1.0), record(computed=2.0), record(computed=3.0))
    assert (merge.values["computed"], merge.conflicts) == (3.0, ())
    unknown_base = merge_fields(every_kind, None, record(computed=2.0), record(computed=3.0))
    assert (unknown_base.values["computed"], unknown_base.conflicts) == (3.0, ())
    assert diff(every_kind, None, record(computed=2.0)) == {}


def test_fields_that_this_version_does_not_know_follow_the_portal(every_kind: RecordType) -> None:
    base, mine = record(text="а", future="1"), record(text="б")
    merge = merge_fields(every_kind, base, mine, record(text="а", future="2"))
    assert merge.values == record(text="б", future="2")
    assert merge.conflicts == ()
    assert diff(every_kind, record(text="а"), record(text="а", future="3")) == {}


def test_what_is_written_differently_ends_as_the_portal_writes_it(every_kind: RecordType) -> None:
    merge = merge_fields(
        every_kind, record(), record(amount="1.5", currency="UAH"), record(amount="1.50", currency="UAH")
    )
    assert merge.values["amount"] == "1.50"
    assert (merge.conflicts, merge.takes_theirs, merge.keeps_mine) == ((), True, False)


def test_a_set_holds_what_changed_and_null_for_what_was_cleared(every_kind: RecordType) -> None:
    base = record(text="школа", whole=1, amount="1.50", geom=PLACE_A, flag=True)
    mine = record(text="школа", whole=2, amount="1.5", geom=PLACE_B, number=0.0)
    changes = diff(every_kind, base, mine)
    assert changes == {"whole": 2, "geom": PLACE_B, "flag": None, "number": 0.0}
    assert apply_set(base, changes) == {**mine, "amount": "1.50"}


def test_a_new_record_sends_every_filled_field_but_its_identity(every_kind: RecordType) -> None:
    assert diff(every_kind, None, record(text="школа", flag=False, day=None)) == {"text": "школа", "flag": False}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("draft", "submitted", "approved", "approved"),
        ("draft", "approved", "submitted", "approved"),
        ("returned", "submitted", "approved", "approved"),
        ("submitted", "approved", "published", "published"),
        (None, "submitted", "approved", "approved"),
        ("submitted", "returned", "approved", None),
        ("submitted", "approved", "returned", None),
        ("draft", "submitted", "returned", None),
        ("submitted", "draft", "approved", None),
        ("approved", "published", "submitted", None),
        ("approved", "returned", "published", None),
    ],
)
def test_workflow_goes_forward_and_never_undoes_a_decision(
    every_kind: RecordType, base: str | None, mine: str, theirs: str, result: str | None
) -> None:
    merge = merge_fields(every_kind, record(workflow=base), record(workflow=mine), record(workflow=theirs))
    if result is None:
        assert merge.conflict_fields == ("workflow",)
    else:
        assert merge.conflicts == ()
        assert merge.values["workflow"] == result
        assert merge.takes_theirs == (result != mine)
        assert merge.keeps_mine == (result != theirs)


def test_workflow_is_asked_where_the_base_is_unknown(every_kind: RecordType) -> None:
    merge = merge_fields(every_kind, None, record(workflow="submitted"), record(workflow="approved"))
    assert merge.conflict_fields == ("workflow",)


def test_records_handed_in_are_left_as_they_were(every_kind: RecordType) -> None:
    base, mine, theirs = record(text="а", geom=PLACE_A), record(text="б", geom=PLACE_A), record(text="а", geom=LINE)
    before = repr((base, mine, theirs))
    merge_fields(every_kind, base, mine, theirs)
    diff(every_kind, base, mine)
    apply_set(base, {"text": None})
    assert repr((base, mine, theirs)) == before
