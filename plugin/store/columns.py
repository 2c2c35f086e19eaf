"""Values between records (wire values) and columns of the GeoPackage.

Stored: text as TEXT, integers as INTEGER, numbers and money as REAL, truth values as BOOLEAN 0/1, dates and times as
the ISO texts that GeoPackage prescribes (times in UTC with milliseconds and "Z"), geometry as GeoPackageBinary. Other
programs write what they like; whatever is found comes out as a wire value, or as itself for the shape check to name.
Nothing raises.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from operator import ne
from typing import Any

from ..errors import StoreError
from ..records.definition import GEOMETRY, Field, RecordType
from ..records.values import normalise
from . import geometry
from .connection import quote

Record = dict[str, Any]
Coder = Callable[[Any], Any]

_SQL_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "DATETIME",
}
_NOT_SEARCHED = frozenset({"katottg", "sha256", "media_type", "captured_by", "info_source", "workflow_note"})
_INT64 = 2**63
_CLEAN = "!-&(-_a-~\u0400-\u045f\u0490\u0491\u00ab\u00bb\u2013\u2014\u2019\u2026\u2116"
_CLEAN_TEXT = re.compile(f"[{_CLEAN}]+(?: [{_CLEAN}]+)*")
_DECIMAL = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_STORED_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def sql_type(field: Field) -> str:
    """The column's declared type."""
    return _SQL_TYPES[field.type]


class Columns:
    """Reads and writes the rows of one record type. `names` are its columns in order: the fields, then the geometry."""

    def __init__(self, rtype: RecordType) -> None:
        self.rtype = rtype
        self.has_geometry = rtype.geometry != "none"
        self.names: tuple[str, ...] = tuple(field.name for field in rtype.fields)
        self._decoders: list[Coder] = [_decoder(field) for field in rtype.fields]
        self._encoders: list[Coder] = [_ENCODERS[_kind(field)] for field in rtype.fields]
        if self.has_geometry:
            self.names += (GEOMETRY,)
            self._decoders.append(geometry.decode)
            self._encoders.append(geometry.encode)
        kinds = [*(_kind(field) for field in rtype.fields), "geometry"]
        self._index = {name: (at, kinds[at] in ("string", "date")) for at, name in enumerate(self.names)}
        self.known = self._index.keys()
        self.uuid_at = self._index["uuid"][0]
        self.sql = self.select(self.names)
        self.placeholders = ",".join("?" * len(self.names))
        self.assignments = ", ".join(f"{quote(name)} = ?" for name in self.names)
        self.free_text = tuple(
            field.name
            for field in rtype.fields
            if field.type == "string" and not field.codelist and not field.format and field.name not in _NOT_SEARCHED
        )
        """Fields that a search looks into: no codes, no identities, no digests."""

    def select(self, names: Iterable[str]) -> str:
        """The column list for some of the names."""
        return ", ".join(quote(name) for name in names)

    def decode(self, row: Sequence[Any]) -> Record:
        """The record in `row` (the columns of :attr:`names`), blank fields left out."""
        return _decode(self.names, self._decoders, row)

    def decode_beside(self, row: Sequence[Any], other: Sequence[Any], record: Record) -> Record:
        """The record in `row`, given the one in `other`: only columns that are stored otherwise are decoded."""
        found = dict(record)
        for at in compress(range(len(self.names)), map(ne, row, other)):  # equal in a typed column: of one type, too
            value = None if row[at] is None else self._decoders[at](row[at])
            if value is None:
                found.pop(self.names[at], None)
            else:
                found[self.names[at]] = value
        return found

    def decoder(self, names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
        """Reads rows that have only the columns `names`."""
        decoders = [self._decoders[self._index[name][0]] for name in names]
        return lambda row: _decode(names, decoders, row)

    def encode(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """The row for `record`. Raises StoreError: ``store.unknown_field``, ``store.bad_value``."""
        row: list[Any] = [None] * len(self.names)
        index, encoders = self._index, self._encoders
        name, value = "", None
        try:
            for name, value in record.items():
                if value is not None:
                    at, is_text = index[name]
                    row[at] = (value or None) if is_text and type(value) is str else encoders[at](value)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._refused(name, error) from error
        return tuple(row)

    def encode_value(self, name: str, value: Any) -> Any:
        """The stored form of one field's value. Raises like :meth:`encode`."""
        try:
            encoder = self._encoders[self._index[name][0]]
            return None if value is None else encoder(value)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._refused(name, error) from error

    def refuse_unstorable(self, record: Mapping[str, Any]) -> None:
        """Raise ``store.bad_value`` for text with half of a surrogate pair, which SQLite cannot hold and JSON cannot
        send.
        """
        for name, value in record.items():
            if isinstance(value, str):
                try:
                    value.encode("utf-8")
                except UnicodeEncodeError as error:
                    raise self._refused(name, error) from error

    def notes(self, row: Sequence[Any]) -> tuple[str, ...]:
        """What decoding the geometry of `row` had to change."""
        if not self.has_geometry:
            return ()
        return geometry.notes(row[-1])

    def _refused(self, name: str, error: Exception) -> StoreError:
        if name not in self._index:
            return StoreError("store.unknown_field", type=self.rtype.name, field=name)
        return StoreError("store.bad_value", type=self.rtype.name, field=name, reason=str(error))


def _decode(names: Sequence[str], decoders: Sequence[Coder], row: Sequence[Any]) -> Record:
    record: Record = {}
    for name, decoder, stored in zip(names, decoders, row, strict=True):
        if stored is not None:
            value = decoder(stored)
            if value is not None:
                record[name] = value
    return record


def _kind(field: Field) -> str:
    return "money" if field.is_money else field.type


# --- stored to wire ----------------------------------------------------------------------------------------------


def _decoder(field: Field) -> Coder:
    return _DECODERS[_kind(field)](field)


def _plain(stored: Any) -> Any:
    """Something JSON can carry, for values of the wrong kind."""
    if isinstance(stored, bytes):
        return stored.decode("utf-8", "replace")
    if isinstance(stored, float) and not math.isfinite(stored):
        return str(stored)
    return stored


def _odd(field: Field, stored: Any) -> Any:
    value = normalise(field, _plain(stored))
    return None if value == "" else value


def _text(field: Field) -> Coder:
    clean = _CLEAN_TEXT.fullmatch

    def read(stored: Any) -> Any:
        if type(stored) is str and clean(stored):
            return stored
        return _odd(field, str(stored) if isinstance(stored, (int, float)) else stored)

    coded = field.codelist is not None or field.name == "katottg"
    return lru_cache(maxsize=1024, typed=True)(read) if coded else read  # few values, each many times


def _integer(field: Field) -> Coder:
    return lambda stored: stored if type(stored) is int else _odd(field, stored)


def _number(field: Field) -> Coder:
    def read(stored: Any) -> Any:
        if type(stored) is float and stored - stored == 0.0:
            return stored + 0.0
        return float(stored) if type(stored) is int else _odd(field, stored)

    return read


def _money(field: Field) -> Coder:
    def read(stored: Any) -> Any:
        if type(stored) is float and abs(stored) < 1e13:
            shown = f"{stored:.2f}"
            if float(shown) == stored and shown != "-0.00":
                return shown
        return _odd(field, stored)

    return read


def _boolean(field: Field) -> Coder:
    return lambda stored: stored == 1 if type(stored) is int and stored in (0, 1) else _odd(field, stored)


def _date(field: Field) -> Coder:
    return lambda stored: stored if type(stored) is str and _DATE.fullmatch(stored) else _odd(field, stored)


def _datetime(field: Field) -> Coder:
    def read(stored: Any) -> Any:
        if type(stored) is str and _STORED_TIME.fullmatch(stored):
            return stored if stored[19:23] != ".000" else stored[:19] + "Z"
        return _odd(field, stored)

    return read


_DECODERS: dict[str, Callable[[Field], Coder]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}


# --- wire to stored ----------------------------------------------------------------------------------------------


def _scalar(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value or None
    if kind is bool:
        return int(value)
    if kind is int:
        return value if -_INT64 <= value < _INT64 else str(value)
    if kind is float:
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{kind.__name__} is no value of a field")


def _store_number(value: Any) -> Any:
    return float(value) if type(value) is int and abs(value) < 2**53 else _scalar(value)


def _store_money(value: Any) -> Any:
    if isinstance(value, str):
        return float(value) if _DECIMAL.fullmatch(value) else _scalar(value)
    return _scalar(value)


def _store_time(value: Any) -> Any:
    if type(value) is str and len(value) == 20 and value[-1] == "Z":
        return value[:19] + ".000Z"
    return _scalar(value)


_ENCODERS: dict[str, Coder] = {
    "string": _scalar,
    "integer": _scalar,
    "number": _store_number,
    "money": _store_money,
    "boolean": _scalar,
    "date": _scalar,
    "datetime": _store_time,
}
