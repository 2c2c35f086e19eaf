"""Reading JSON that a stranger wrote: strict parsing and small checks that name the place of a fault.

Every fault is a :class:`ContractError` whose ``pointer`` parameter is an RFC 6901 JSON pointer. Readers of what a
portal answers skip members they do not know (a newer portal may add some); readers of what a portal receives refuse
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from ..errors import ContractError
from .jcs import format_number
from .limits import MAX_SAFE_INTEGER

JsonObject = dict[str, Any]

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
SHA256 = re.compile(r"[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MISSING = object()


def fault(code: str, pointer: str, **params: object) -> NoReturn:
    """Raises the contract error ``contract.<code>`` for the place ``pointer`` ("" is the whole document)."""
    details: dict[str, Any] = {"pointer": pointer or "/", **params}
    raise ContractError(f"contract.{code}", **details)


def _number(text: str) -> float:
    value = float(text)
    if value - value != 0.0:
        fault("number_range", "", value=text[:40])
    return value


def _integer(text: str) -> int | float:
    if len(text) <= 17:
        value = int(text)
        if -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
            return value
    # JavaScript writes the double 1e16 as 10000000000000000. Digits that a double would not keep are refused.
    double = _number(text)
    if format_number(double) != text:
        fault("number_range", "", value=text[:40])
    return double


def _constant(text: str) -> NoReturn:
    fault("number_range", "", value=text)


def _unique(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                fault("duplicate_key", "", key=key[:80])
            seen.add(key)
    return found


_answers = json.JSONDecoder(parse_float=_number, parse_int=_integer, parse_constant=_constant)
_requests = json.JSONDecoder(
    parse_float=_number, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_unique
)


def parse(body: bytes, *, max_bytes: int, unique_keys: bool = False) -> Any:
    """The JSON value in ``body`` (UTF-8, no byte order mark), with I-JSON's limits (RFC 7493).

    Numbers out of the range of a double or of exact integers, lone surrogates and, with ``unique_keys``, repeated
    keys are refused. Raises :class:`ContractError` ``contract.too_large``, ``contract.not_json``,
    ``contract.number_range``, ``contract.duplicate_key``.
    """
    if len(body) > max_bytes:
        fault("too_large", "", bytes=len(body), limit=max_bytes)
    decoder = _requests if unique_keys else _answers
    try:
        text = body.decode("utf-8")
        value = decoder.decode(text)
        if _LONE_SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        # UnicodeError and JSONDecodeError are ValueErrors; nesting beyond the interpreter's stack is no JSON of ours.
        fault("not_json", "")
    return value


def dump(value: Any) -> bytes:
    """Compact UTF-8 JSON in the order of the keys given. The same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def at(pointer: str, key: str | int) -> str:
    """``pointer`` one step deeper (RFC 6901 escapes)."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def as_object(value: Any, pointer: str = "", *, known: frozenset[str] | None = None) -> JsonObject:
    """``value`` if it is an object; with ``known``, one without other members."""
    if not isinstance(value, dict):
        fault("wrong_type", pointer, expected="object")
    if known is not None and not known.issuperset(value):
        unknown = min(key for key in value if key not in known)
        fault("unknown_member", at(pointer, unknown[:80]))
    return value


def as_list(value: Any, pointer: str, *, most: int | None = None) -> list[Any]:
    """``value`` if it is an array of at most ``most`` entries."""
    if not isinstance(value, list):
        fault("wrong_type", pointer, expected="array")
    if most is not None and len(value) > most:
        fault("too_many", pointer, count=len(value), limit=most)
    return value


def member(source: Mapping[str, Any], key: str, pointer: str) -> Any:
    """A member that has to be there; its value may be null."""
    value = source.get(key, _MISSING)
    if value is _MISSING:
        fault("missing", at(pointer, key))
    return value


def text(source: Mapping[str, Any], key: str, pointer: str, *, most: int = 1000) -> str:
    """A string member of at most ``most`` characters, not empty."""
    value = source.get(key)
    if not isinstance(value, str):
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="string")
    if not value or len(value) > most:
        fault("bad_value", at(pointer, key))
    return value


def optional_text(source: Mapping[str, Any], key: str, pointer: str, *, most: int = 1000) -> str | None:
    """A string member of at most ``most`` characters that may be null or absent."""
    value = source.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        fault("wrong_type", at(pointer, key), expected="string")
    if len(value) > most:
        fault("bad_value", at(pointer, key))
    return value


def matching(source: Mapping[str, Any], key: str, pointer: str, pattern: re.Pattern[str]) -> str:
    """A string member that matches ``pattern`` as a whole."""
    value = source.get(key)
    if not isinstance(value, str):
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="string")
    if pattern.fullmatch(value) is None:
        fault("bad_value", at(pointer, key))
    return value


def one_of(source: Mapping[str, Any], key: str, pointer: str, values: Iterable[str]) -> str:
    """A string member that is one of ``values``."""
    value = source.get(key)
    if not isinstance(value, str):
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="string")
    if value not in values:
        fault("bad_value", at(pointer, key))
    return value


def whole(source: Mapping[str, Any], key: str, pointer: str, *, least: int = 0) -> int:
    """An integer member of at least ``least``."""
    value = source.get(key)
    if type(value) is not int:
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="integer")
    if value < least:
        fault("bad_value", at(pointer, key))
    return value


def optional_whole(source: Mapping[str, Any], key: str, pointer: str, *, least: int = 0) -> int | None:
    """An integer member of at least ``least`` that may be null or absent."""
    return None if source.get(key) is None else whole(source, key, pointer, least=least)


def flag(source: Mapping[str, Any], key: str, pointer: str) -> bool:
    """A boolean member."""
    value = source.get(key)
    if not isinstance(value, bool):
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="boolean")
    return value


def instant(source: Mapping[str, Any], key: str, pointer: str) -> str:
    """An RFC 3339 date-time with its offset, as written."""
    value = source.get(key)
    if not isinstance(value, str):
        fault("missing" if value is None else "wrong_type", at(pointer, key), expected="string")
    if not is_instant(value):
        fault("bad_value", at(pointer, key))
    return value


def optional_instant(source: Mapping[str, Any], key: str, pointer: str) -> str | None:
    """An RFC 3339 date-time with its offset that may be null or absent."""
    return None if source.get(key) is None else instant(source, key, pointer)


def is_instant(value: str) -> bool:
    """Whether ``value`` is an RFC 3339 date-time with an offset."""
    return to_instant(value) is not None


def to_instant(value: str) -> datetime | None:
    """The moment that an RFC 3339 date-time names, to the microsecond; None where it is not one."""
    match = _TIMESTAMP.fullmatch(value)
    if match is None or not value.isascii():
        return None
    fraction = (match.group(1) or ".0")[:7].ljust(7, "0")
    offset = "+00:00" if match.group(2) == "Z" else match.group(2)
    try:
        return datetime.fromisoformat(value[:19] + fraction + offset)
    except ValueError:
        return None


def texts(source: Mapping[str, Any], key: str, pointer: str, *, most: int = 1000) -> tuple[str, ...]:
    """An array of strings; absent or null is empty."""
    value = source.get(key)
    if value is None:
        return ()
    place = at(pointer, key)
    entries = as_list(value, place, most=most)
    for index, entry in enumerate(entries):
        if not isinstance(entry, str):
            fault("wrong_type", at(place, index), expected="string")
    return tuple(entries)


def optional_object(source: Mapping[str, Any], key: str, pointer: str) -> JsonObject | None:
    """An object member that may be null or absent."""
    value = source.get(key)
    return None if value is None else as_object(value, at(pointer, key))


def each(values: list[Any], pointer: str, read: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    """Every entry of an array through ``read(entry, pointer of the entry)``."""
    return tuple(read(value, f"{pointer}/{index}") for index, value in enumerate(values))
