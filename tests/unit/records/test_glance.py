"""The quick test of a value never says yes where the full one finds something."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.records import values
from plugin.records.catalogue import default_catalogue
from plugin.records.glance import quick_tests

CATALOGUE = default_catalogue()
TYPES = sorted(CATALOGUE.types)

_WORDS = [
    "", " ", "а", "a b", "a  b", " a", "a ", "a\nb", "a\0b", "п'ять", "п\u2019ять", "й", "и\u0306", "a\u200bb",
    "Ж" * 300,
    "0.00", "-0.00", "-1.00", "1.5", "9999999999999.99", "10000000000000.00", "00.10", "1.00\n", "٣.٠٠", "UAH",
    "2026-05-01", "2026-02-30", "education", "need", "UA63120270010096107", "22630473", "2026-Q4", "f" * 64, "F" * 64,
    "5b2f0c1e-7d3a-4c55-9e0a-0d7c1f3a9b42", "5B2F0C1E-7D3A-4C55-9E0A-0D7C1F3A9B42",
]  # fmt: skip
_NUMBERS = [0, 1, 5, 6, -1, 100, 101, 2**53 - 1, 2**53, -(2**53), 10**400, 0.0, -0.0, 1.0, 0.5, -1.5, 1e308, 180.5]
_ODD = [None, True, False, math.nan, math.inf, -math.inf, [], {}, [1], {"a": 1}, b"a", object()]


def _agree(type_name: str, name: str, value: Any) -> None:
    rtype = CATALOGUE.types[type_name]
    test = quick_tests(rtype, CATALOGUE, values._value_faults).get(name)
    if test is not None and test(value):
        assert values._value_faults(rtype.field(name), value, CATALOGUE) == [], (type_name, name, value)


@pytest.mark.parametrize("type_name", TYPES)
def test_of_every_field_and_every_kind_of_value(type_name: str) -> None:
    rtype = CATALOGUE.types[type_name]
    for field in rtype.fields:
        codes = CATALOGUE.codelists[field.codelist].codes if field.codelist else ()
        listed = [spelled for code in codes for spelled in (code.code, code.code.upper(), f" {code.code}")]
        for value in (*_WORDS, *_NUMBERS, *_ODD, *listed):
            _agree(type_name, field.name, value)


_fields = st.sampled_from([(name, field.name) for name in TYPES for field in CATALOGUE.types[name].fields])
_values = st.text() | st.integers() | st.floats() | st.from_regex(r"-?\d{1,16}\.\d{2}", fullmatch=True)


@given(_fields, _values)
@settings(max_examples=300)
def test_of_anything(which: tuple[str, str], value: Any) -> None:
    _agree(*which, value)


def test_values_as_they_should_be_need_no_second_look() -> None:
    need = CATALOGUE.types["need"]
    tests = quick_tests(need, CATALOGUE, values._value_faults)
    sound = {
        "title_uk": "Дах ліцею № 2", "sector": "education", "priority": 3, "quantity": 850.0, "people_total": 12,
        "cost_amount": "1250000.50", "uuid": "5b2f0c1e-7d3a-4c55-9e0a-0d7c1f3a9b42", "katottg": "UA63120270010096107",
    }  # fmt: skip
    assert all(tests[name](value) for name, value in sound.items())
