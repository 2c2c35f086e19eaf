"""Who may move a record on: the whole table, role by role."""

from __future__ import annotations

import itertools

import pytest

from plugin.contract.workflow import GATED, ROLES, STATES, TRANSITIONS, allowed, further, reachable

# old → new: who may; c contributor, f focal point, a administrator
TABLE = """
          draft submitted returned approved published
(new)     cfa   cfa       -        -        -
draft     cfa   cfa       -        -        -
submitted cfa   cfa       fa       fa       -
returned  cfa   cfa       cfa      -        -
approved  -     -         fa       cfa      a
published -     -         a        a        cfa
"""
LETTERS = {"c": "contributor", "f": "focal_point", "a": "admin"}


def cells() -> list[tuple[str | None, str, set[str]]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (None if row[0] == "(new)" else row[0], new, {LETTERS[letter] for letter in cell if letter != "-"})
        for row in rows
        for new, cell in zip(head, row[1:], strict=True)
    ]


@pytest.mark.parametrize(("old", "new", "who"), cells())
def test_who_may_move_a_record(old: str | None, new: str, who: set[str]) -> None:
    assert {role for role in ROLES if allowed(role, old, new)} == who


def test_the_table_has_no_states_or_roles_of_its_own() -> None:
    for (old, new), roles in TRANSITIONS.items():
        assert old is None or old in STATES
        assert new in STATES and roles <= set(ROLES)


def test_blank_is_a_draft() -> None:
    assert allowed("contributor", None, None)
    assert allowed("contributor", "draft", None)
    assert not allowed("contributor", "approved", None)


@pytest.mark.parametrize("role", ["partner", "", "root"])
def test_who_does_not_edit_moves_nothing(role: str) -> None:
    assert not any(allowed(role, old, new) for old, new in itertools.product((None, *STATES), STATES))


def test_what_can_be_chosen_from_a_state() -> None:
    assert reachable("focal_point", "submitted") == ("draft", "returned", "approved")
    assert reachable("contributor", "approved") == ()
    assert reachable("contributor", None) == ("draft", "submitted")


def test_drafts_and_returned_records_may_have_errors() -> None:
    assert set(STATES) - GATED == {"draft", "returned"}


def test_of_two_moves_the_further_one_includes_the_other_only_forward() -> None:
    forward = ("draft", "submitted", "approved", "published")
    for base, mine, theirs in itertools.product(STATES, STATES, STATES):
        if mine == theirs:
            continue
        found = further(base, mine, theirs)
        assert found == further(base, theirs, mine)
        start = 0 if base == "returned" else forward.index(base)
        both_forward = all(state in forward and forward.index(state) > start for state in (mine, theirs))
        assert found == (max(mine, theirs, key=forward.index) if both_forward else None)
