"""The shape of values at a glance.

A portal looks at every value of every record that is sent, and nearly all are as they should be. The quick test of a
field is true only for values that the full one (:func:`.values.faults`) finds nothing wrong with; it may be false for
such a value, too, and then the full one decides.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from .catalogue import Catalogue
from .definition import Field, RecordType
from .spelling import INTEGER_MAXIMUM, MONEY, MONEY_MAXIMUM, UUID, is_folded

Test = Callable[[Any], bool]
Full = Callable[[Field, Any, Catalogue], object]

_tests: dict[tuple[int, int], tuple[RecordType, Catalogue, dict[str, Test]]] = {}


def quick_tests(rtype: RecordType, catalogue: Catalogue, full: Full) -> dict[str, Test]:
    """A test by field name, for the fields that have one. `full` gives what is wrong with a value, or nothing."""
    # By identity, as definitions are large to hash; the kept references keep the ids from being reused.
    key = (id(rtype), id(catalogue))
    found = _tests.get(key)
    if found is None:
        if len(_tests) > 200:
            _tests.clear()
        tests = {field.name: test for field in rtype.fields if (test := _test(field, catalogue, full)) is not None}
        found = _tests[key] = (rtype, catalogue, tests)
    return found[2]


def _test(field: Field, catalogue: Catalogue, full: Full) -> Test | None:
    if field.codelist is not None:
        return _code(field, catalogue, full)
    if field.currency is not None:
        return _money(field)
    if field.type in ("integer", "number"):
        return _number(field)
    limited = field.minimum is not None or field.maximum is not None
    return _text(field) if field.type == "string" and not limited else None


def _code(field: Field, catalogue: Catalogue, full: Full) -> Test | None:
    kind = {"string": str, "integer": int}.get(field.type)
    if kind is None or field.currency is not None:
        return None
    codes = [code.code for code in catalogue.codelists[field.codelist or ""].codes]
    whole = [int(code) for code in codes if code.isascii() and code.isdecimal()]
    good = frozenset(code for code in (codes if kind is str else whole) if not full(field, code, catalogue))
    return lambda value: type(value) is kind and value in good


def _money(field: Field) -> Test | None:
    if field.pattern is not None or field.max_length is not None or field.maximum is not None:
        return None
    if field.minimum is not None and field.minimum > 0:
        return None
    longest = len(str(MONEY_MAXIMUM))
    return lambda value: (
        type(value) is str and len(value) <= longest and value[:1] != "-" and MONEY.fullmatch(value) is not None
    )


def _number(field: Field) -> Test | None:
    most = INTEGER_MAXIMUM if field.type == "integer" else sys.float_info.max
    least = max(-most, -most if field.minimum is None else field.minimum)
    most = min(most, most if field.maximum is None else field.maximum)
    kind = int if field.type == "integer" else float
    return lambda value: type(value) is kind and least <= value <= most


def _text(field: Field) -> Test | None:
    longest = sys.maxsize if field.max_length is None else field.max_length
    if field.format == "uuid":
        if field.pattern is not None or longest < 36:
            return None
        return lambda value: type(value) is str and UUID.fullmatch(value) is not None
    fits = None if field.pattern is None else re.compile(field.pattern).fullmatch
    return lambda value: (
        type(value) is str
        and 0 < len(value) <= longest
        and (fits is None or fits(value) is not None)
        and is_folded(value)
    )
