"""Strangers' bytes: everything is told apart from JSON of ours, and nothing but ContractError comes out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.contract import wire
from plugin.errors import ContractError

LIMIT = 10_000


def code_of(body: bytes, **options: Any) -> str:
    with pytest.raises(ContractError) as caught:
        wire.parse(body, max_bytes=LIMIT, **options)
    return caught.value.code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Login</body></html>",
        b"{",
        b'{"a":1}{"b":2}',
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'"\xed\xa0\x80"',
        b'{"a":"\\ud800"}',
        b'{"\\uDC00":1}',
        b"[" * 9_000,
        b'{"a":' * 1_900,
        b"{'a':1}",
        b'{"a":1,}',
        b'"\x01"',
    ],
)
def test_what_is_no_json_of_ours_is_named_so(body: bytes) -> None:
    assert code_of(body) == "contract.not_json"


@pytest.mark.parametrize(
    "body", [b"NaN", b"[Infinity]", b"-Infinity", b"1e999", b"9007199254740993", b"1" * 300, b"1" * 5000]
)
def test_numbers_that_no_double_or_exact_integer_holds_are_refused(body: bytes) -> None:
    assert code_of(body) == "contract.number_range"


def test_the_largest_exact_integer_is_kept() -> None:
    assert wire.parse(b"[9007199254740991,-9007199254740991]", max_bytes=LIMIT) == [2**53 - 1, 1 - 2**53]


def test_a_double_written_without_a_fraction_is_kept_as_one() -> None:
    assert repr(wire.parse(b"[10000000000000000]", max_bytes=LIMIT)) == "[1e+16]"


def test_a_paired_surrogate_escape_is_a_character() -> None:
    assert wire.parse(b'"\\ud83d\\ude00"', max_bytes=LIMIT) == "\U0001f600"


def test_more_bytes_than_allowed_are_not_even_parsed() -> None:
    assert code_of(b" " * (LIMIT + 1)) == "contract.too_large"


def test_a_repeated_key_is_refused_where_strangers_write() -> None:
    assert code_of(b'{"a":1,"a":2}', unique_keys=True) == "contract.duplicate_key"


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_raise_anything_but_a_contract_error(body: bytes, unique: bool) -> None:
    try:
        wire.parse(body, max_bytes=LIMIT, unique_keys=unique)
    except ContractError as error:
        assert error.describe("uk") and error.describe("en")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2026-12-28T16:02:11+02:00", True),
        ("2026-12-28T16:02:11Z", True),
        ("2026-12-28T16:02:11.123456789Z", True),
        ("2026-12-28T16:02:11", False),
        ("2026-12-28 16:02:11Z", False),
        ("2026-13-28T16:02:11Z", False),
        ("2026-02-30T16:02:11Z", False),
        ("2026-12-28T25:02:11Z", False),
        ("2026-12-28T16:02:11+99:00", False),
        ("٢٠٢٦-12-28T16:02:11Z", False),
        ("", False),
    ],
)
def test_moments_are_rfc_3339_with_an_offset(text: str, valid: bool) -> None:
    assert wire.is_instant(text) is valid


def test_pointers_escape_what_rfc_6901_escapes() -> None:
    assert wire.at("/items/0", "a/b~c") == "/items/0/a~1b~0c"
