"""The merge table, cell by cell: every state here against every state on the portal."""

from __future__ import annotations

import itertools

import pytest

from plugin.contract.merge import MINE_STATES, THEIRS_STATES, plan
from plugin.errors import ContractError

TABLE = """
mine            | unchanged   | changed    | deleted  | created
clean           | none        | take       | remove   | insert
created         | send        | impossible | conflict | same_or_conflict
changed         | send        | merge      | conflict | impossible
deleted         | send_delete | conflict   | drop     | impossible
created_deleted | drop        | impossible | drop     | conflict
"""


def cells() -> dict[tuple[str, str], str]:
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    return {(row[0], theirs): action for row in rows for theirs, action in zip(head[1:], row[1:], strict=True)}


def test_every_pair_of_states_has_its_cell() -> None:
    assert set(cells()) == set(itertools.product(MINE_STATES, THEIRS_STATES))


@pytest.mark.parametrize(("pair", "action"), cells().items())
def test_cell(pair: tuple[str, str], action: str) -> None:
    mine, theirs = pair
    if action == "impossible":
        with pytest.raises(ContractError) as caught:
            plan(mine, theirs)  # type: ignore[arg-type]
        assert caught.value.code == "contract.impossible"
        assert caught.value.params == {"mine": mine, "theirs": theirs}
        assert not caught.value.retryable
    else:
        assert plan(mine, theirs) == action  # type: ignore[arg-type]


@pytest.mark.parametrize("pair", [("unknown", "changed"), ("clean", "left"), ("", "")])
def test_states_that_are_none_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(ContractError):
        plan(*pair)  # type: ignore[arg-type]
