"""How large the pieces of a file are: by what the line has held lately."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugin.sync.pace import LARGEST, SMALLEST, Pace


def test_a_calm_and_fast_line_carries_ever_larger_pieces() -> None:
    pace = Pace()
    first = pace.size()
    for _ in range(200):
        pace.carried(pace.size(), 0.01)
    assert first == 512 << 10 and pace.size() == LARGEST


def test_a_slow_line_carries_four_seconds_worth() -> None:
    pace = Pace()
    pace.carried(200_000, 1.0)
    assert abs(pace.size() - 800_000) > 0 and pace.size() <= 800_000


def test_a_line_that_breaks_every_eight_megabytes_loses_less_than_two_percent_of_them() -> None:
    pace = Pace()
    for _ in range(20):
        carried = 0
        while carried < 8 << 20:
            carried += pace.size()
            pace.carried(pace.size(), 0.01)
        pace.cut()
    assert pace.size() >= SMALLEST and pace.size() / 2 < 0.02 * (8 << 20)


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(1, LARGEST), st.floats(0, 1000))), max_size=50))
def test_pieces_stay_within_their_bounds_whatever_happens(steps) -> None:
    pace = Pace()
    for step in steps:
        pace.cut() if step is None else pace.carried(*step)
        assert SMALLEST <= pace.size() <= LARGEST
