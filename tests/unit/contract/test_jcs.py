"""Canonical bytes are those of RFC 8785, to the byte."""

from __future__ import annotations

import hashlib
import json
import math
import struct
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from plugin.contract import wire
from plugin.contract.jcs import canonical_bytes, content_hash, format_number, record_equal
from plugin.errors import ContractError

# RFC 8785, appendix B: the bits of a double and how it is written.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


def double(bits: str) -> float:
    return float(struct.unpack(">d", bytes.fromhex(bits))[0])


@pytest.mark.parametrize(("bits", "written"), NUMBERS.items())
def test_numbers_are_written_as_in_appendix_b(bits: str, written: str) -> None:
    assert format_number(double(bits)) == written
    assert canonical_bytes(double(bits)) == written.encode()


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, 2**53, -(2**53), "\ud800", {1: 2}, {"a": object()}, b"x"]
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ContractError) as caught:
        canonical_bytes({"a": value})
    assert caught.value.code == "contract.not_canonical"


def test_nesting_beyond_the_stack_is_refused() -> None:
    value: Any = 1
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ContractError):
        canonical_bytes(value)


def test_the_example_of_section_3_2_2_comes_out() -> None:
    source = (
        r'{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],'
        r'"string":"\u20ac$\u000F\u000aA' + "'" + r'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'
    )
    expected = (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'
    )
    assert canonical_bytes(json.loads(source)) == expected.encode()


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = json.loads(
        canonical_bytes(dict.fromkeys(keys, 0)), object_pairs_hook=lambda pairs: [key for key, _ in pairs]
    )
    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


# Characters of every class that escaping knows, the replacement character and beyond the basic plane.
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
NUMBERS_IN_RANGE = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS_IN_RANGE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e16)
@example(1e-7)
@example(123456789012345680000.0)
@example(-1e21)
def test_every_double_is_written_as_the_reference_writes_it(value: float) -> None:
    assert format_number(value).encode() == rfc8785.dumps(value)


@given(JSON)
def test_every_value_has_the_bytes_of_the_reference(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_bytes_read_back_as_the_same_value(value: Any) -> None:
    again = wire.parse(canonical_bytes(value), max_bytes=10**6)
    assert canonical_bytes(again) == canonical_bytes(value)


def test_the_hash_is_over_the_fields_that_have_a_value() -> None:
    record = {
        "uuid": "u",
        "title_uk": "Школа №12",
        "priority": 4,
        "geom": {"type": "Point", "coordinates": [36.25, 50.0]},
    }
    expected = '{"geom":{"coordinates":[36.25,50],"type":"Point"},"priority":4,"title_uk":"Школа №12","uuid":"u"}'
    assert content_hash(record) == hashlib.sha256(expected.encode()).hexdigest()
    assert content_hash({**record, "description": None}) == content_hash(record)


def test_the_hash_does_not_depend_on_order_or_on_how_a_number_is_kept() -> None:
    assert content_hash({"a": 1, "b": 2.0}) == content_hash({"b": 2, "a": 1.0})


def test_a_blank_text_a_false_and_a_zero_are_content() -> None:
    hashes = {content_hash({"a": value}) for value in ("", False, 0, None)}
    assert len(hashes) == 4


def test_records_are_equal_to_the_last_bit_or_not_at_all() -> None:
    point = {"geom": {"type": "Point", "coordinates": [36.1, 50.0]}}
    assert record_equal(point, {**point, "title_uk": None})
    assert not record_equal(point, {"geom": {"type": "Point", "coordinates": [math.nextafter(36.1, 37), 50.0]}})
    assert not record_equal({"a": True}, {"a": 1})
