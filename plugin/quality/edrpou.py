"""EDRPOU, the eight-digit code of a Ukrainian organisation, and its check digit.

Unified State Register of Enterprises and Organisations; the weights are those that the State Statistics Service
publishes.
"""

from __future__ import annotations

import re

_EIGHT = re.compile(r"[0-9]{8}")
_LOW = (1, 2, 3, 4, 5, 6, 7)
_MIDDLE = (7, 1, 2, 3, 4, 5, 6)


def check_digit(code: str) -> int:
    """The last digit that the first seven of an eight-digit code call for.

    Weights 1 to 7, or 7, 1 to 6 for codes from 30 to 60 million; the weighted sum modulo 11; at 10 the weights grow
    by 2 and the sum is taken again; 10 again is 0.
    """
    weights = _MIDDLE if 30_000_000 <= int(code) <= 60_000_000 else _LOW
    for extra in (0, 2):
        remainder = sum(int(digit) * (weight + extra) for digit, weight in zip(code, weights, strict=False)) % 11
        if remainder < 10:
            return remainder
    return 0


def is_form(code: str) -> bool:
    """Whether it is eight digits."""
    return _EIGHT.fullmatch(code) is not None


def is_valid(code: str) -> bool:
    """Whether it is eight digits of which the last one fits the others."""
    return is_form(code) and int(code[-1]) == check_digit(code)
