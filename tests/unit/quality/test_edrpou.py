"""The check digit of organisations' codes: a second reading of the algorithm, and codes of the public register."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.quality import edrpou

# Codes of the public register: Oschadbank, PrivatBank, Naftogaz, Ukrainian Railways, Energoatom, Ukrposhta.
GOOD = ["00032129", "14360570", "20077720", "40075815", "24584661", "21560045"]


def check_digit_by_hand(text: str) -> int:
    """As the register's rules put it, written out without loops over weights."""
    n = [int(digit) for digit in text]
    code = int(text)
    if code < 30_000_000 or code > 60_000_000:
        first = n[0] + 2 * n[1] + 3 * n[2] + 4 * n[3] + 5 * n[4] + 6 * n[5] + 7 * n[6]
        second = 3 * n[0] + 4 * n[1] + 5 * n[2] + 6 * n[3] + 7 * n[4] + 8 * n[5] + 9 * n[6]
    else:
        first = 7 * n[0] + n[1] + 2 * n[2] + 3 * n[3] + 4 * n[4] + 5 * n[5] + 6 * n[6]
        second = 9 * n[0] + 3 * n[1] + 4 * n[2] + 5 * n[3] + 6 * n[4] + 7 * n[5] + 8 * n[6]
    if first % 11 < 10:
        return first % 11
    return 0 if second % 11 == 10 else second % 11


@pytest.mark.parametrize("code", GOOD)
def test_codes_of_the_register_are_valid(code: str) -> None:
    assert edrpou.is_valid(code)


@pytest.mark.parametrize("code", GOOD)
def test_any_other_last_digit_is_wrong(code: str) -> None:
    assert [digit for digit in "0123456789" if edrpou.is_valid(code[:7] + digit)] == [code[7]]


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_the_algorithm_is_the_documented_one(code: str) -> None:
    assert edrpou.check_digit(code) == check_digit_by_hand(code)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("29999990", "weights 1 to 7 below 30 million"),
        ("30000007", "weights 7, 1 to 6 from 30 million"),
        ("59999990", "weights 7, 1 to 6 up to 60 million"),
        ("60000000", "weights 7, 1 to 6 at 60 million"),
        ("60000001", "weights 1 to 7 beyond 60 million"),
    ],
)
def test_the_ranges_of_the_weights_meet_where_they_should(code: str, why: str) -> None:
    assert edrpou.check_digit(code) == check_digit_by_hand(code), why


def test_a_remainder_of_ten_is_taken_again_and_ten_again_is_zero() -> None:
    again, zero = [], []
    for number in range(1_000_000, 1_002_000):
        seven = f"{number:07}"
        digits = [int(digit) for digit in seven]
        first = sum(digit * weight for digit, weight in zip(digits, range(1, 8), strict=True)) % 11
        second = sum(digit * weight for digit, weight in zip(digits, range(3, 10), strict=True)) % 11
        if first == 10:
            (zero if second == 10 else again).append((seven, second))
    assert again and zero
    assert all(edrpou.check_digit(seven + "0") == second for seven, second in again)
    assert all(edrpou.check_digit(seven + "0") == 0 for seven, _ in zero)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "٠٠٠٣٢١٢٩", " 0032129", "0003212\n"])
def test_only_eight_ascii_digits_are_a_code(text: str) -> None:
    assert not edrpou.is_form(text)
    assert not edrpou.is_valid(text)
