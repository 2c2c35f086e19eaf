"""The canonical bytes of a record and their hash.

RFC 8785 (JSON Canonicalization Scheme). The package ``rfc8785`` is the reference; what records consist of (objects
with ASCII keys, strings, integers, doubles, booleans, null, nested lists of coordinates) takes a shorter way to the
same bytes, which property tests hold against it. A portal hashes every record that it stores, so this is on its
hottest path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from json.encoder import encode_basestring as _quoted
from typing import Any

import rfc8785

from ..errors import ContractError
from .limits import MAX_SAFE_INTEGER


def format_number(value: float) -> str:
    """A finite double as ECMAScript writes it (ECMA-262 Number::toString, which RFC 8785 takes over).

    Raises ``ContractError("contract.not_canonical")`` for NaN and the infinities.
    """
    if value == 0.0:
        return "0"
    digits = repr(value)
    if "e" not in digits:
        if digits.endswith(".0"):
            return digits[:-2]
        if "n" in digits:
            raise ContractError("contract.not_canonical", value=digits)
        return digits
    sign = "-" if value < 0 else ""
    mantissa, _, power = digits.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    significant = whole + fraction
    point = len(whole) + int(power)
    if 0 < point <= 21:
        # Python leaves positional notation at 1e16, ECMAScript at 1e21: no fraction is left up there.
        return f"{sign}{significant.ljust(point, '0')}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{significant}"
    exponent = point - 1
    tail = f".{significant[1:]}" if len(significant) > 1 else ""
    return f"{sign}{significant[0]}{tail}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def _integer(value: int) -> str:
    if not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        raise ContractError("contract.not_canonical", value=str(value)[:40])
    return str(value)


def _encode(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if kind is float:
        return format_number(value)
    if kind is list or kind is tuple:
        return "[" + ",".join([_encode(entry) for entry in value]) + "]"
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if kind is int:
        return _integer(value)
    if kind is dict:
        return _encode_object(value)
    # Subclasses (enumerations, NumPy scalars …) have no canonical form of their own.
    raise ContractError("contract.not_canonical", value=kind.__name__)


def _encode_object(value: Mapping[str, Any]) -> str:
    keys = list(value)
    for key in keys:
        if type(key) is not str:
            raise ContractError("contract.not_canonical", value=repr(key)[:40])
        if not key.isascii():
            # RFC 8785 sorts by UTF-16 code units, Python by code points: no field name of ours is affected.
            return rfc8785.dumps(dict(value)).decode("utf-8")
    keys.sort()
    return "{" + ",".join([f"{_quoted(key)}:{_encode(value[key])}" for key in keys]) + "}"


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value.

    Raises ``ContractError("contract.not_canonical")`` for what has no canonical form: NaN, infinities, integers beyond
    2^53 - 1, lone surrogates, values that are not JSON, nesting beyond the interpreter's stack.
    """
    try:
        return _encode(value).encode("utf-8")
    except (UnicodeEncodeError, rfc8785.CanonicalizationError, RecursionError) as error:
        raise ContractError("contract.not_canonical", value=type(error).__name__) from error


def content_hash(record: Mapping[str, Any]) -> str:
    """SHA-256, in lower-case hex, over the canonical bytes of the record's non-null fields, ``uuid`` among them."""
    filled = {key: value for key, value in record.items() if value is not None}
    return hashlib.sha256(canonical_bytes(filled)).hexdigest()


def record_equal(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two records have the same content to the last bit: the same canonical bytes, nulls aside."""
    return canonical_bytes({key: value for key, value in a.items() if value is not None}) == canonical_bytes(
        {key: value for key, value in b.items() if value is not None}
    )
