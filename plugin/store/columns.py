"""Values between records (wire values) and columns of the GeoPackage.

Stored: text as TEXT, integers as INTEGER, numbers and money as REAL, truth values as BOOLEAN 0/1, dates and times as
the ISO texts that GeoPackage prescribes (times in UTC with milliseconds and "Z"), geometry as GeoPackageBinary. Other
programs write what they like; whatever is found comes out as a wire value, or as itself for the shape check to name.
Nothing raises.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
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
        self._encoders: list[Coder] = [_encoder(rtype, field) for field in rtype.fields]
        if self.has_geometry:
            self.names += (GEOMETRY,)
            self._decoders.append(geometry.decode)
            self._encoders.append(geometry.encode)
        self._index = {name: at for at, name in enumerate(self.names)}
        self.known = self._index.keys()
        self.uuid_at = self._index["uuid"]
        self.sql = ", ".join(quote(name) for name in self.names)
        self.placeholders = ",".join("?" * len(self.names))
        self.declarations = ", ".join(f"{quote(field.name)} {sql_type(field)}" for field in rtype.fields) + (
            f", {quote(GEOMETRY)} GEOMETRY" if self.has_geometry else ""
        )

    def decode(self, row: Sequence[Any]) -> Record:
        """The record in `row` (the columns of :attr:`names`), blank fields left out."""
        record: Record = {}
        for name, decoder, stored in zip(self.names, self._decoders, row, strict=True):
            if stored is not None:
                value = decoder(stored)
                if value is not None:
                    record[name] = value
        return record

    def encode(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """The row for `record`. Raises StoreError: ``store.unknown_field``, ``store.bad_value``."""
        get = record.get
        row = tuple(
            [
                None if (value := get(name)) is None else encoder(value)
                for name, encoder in zip(self.names, self._encoders, strict=True)
            ]
        )
        if len(record) > len(self.names) or not record.keys() <= self._index.keys():
            self._refuse_unknown(record)
        return row

    def encode_value(self, name: str, value: Any) -> Any:
        """The stored form of one field's value. Raises like :meth:`encode`."""
        at = self._index.get(name)
        if at is None:
            raise StoreError("store.unknown_field", type=self.rtype.name, field=name)
        return None if value is None else self._encoders[at](value)

    def notes(self, row: Sequence[Any]) -> tuple[str, ...]:
        """What decoding the geometry of `row` had to change."""
        if not self.has_geometry:
            return ()
        return geometry.decode_with_notes(row[-1]).notes

    def _refuse_unknown(self, record: Mapping[str, Any]) -> None:
        for name in record:
            if name not in self._index:
                raise StoreError("store.unknown_field", type=self.rtype.name, field=name)


# --- stored to wire ----------------------------------------------------------------------------------------------


def _decoder(field: Field) -> Coder:
    read = _DECODERS["money" if field.is_money else field.type]
    return lambda stored: read(field, stored)


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


def _text(field: Field, stored: Any) -> Any:
    if type(stored) is str and _CLEAN_TEXT.fullmatch(stored):
        return stored
    return _odd(field, str(stored) if isinstance(stored, (int, float)) else stored)


def _integer(field: Field, stored: Any) -> Any:
    return stored if type(stored) is int else _odd(field, stored)


def _number(field: Field, stored: Any) -> Any:
    if type(stored) is float and stored - stored == 0.0:
        return stored + 0.0
    return float(stored) if type(stored) is int else _odd(field, stored)


def _money(field: Field, stored: Any) -> Any:
    if type(stored) is float and abs(stored) < 1e13:
        shown = f"{stored:.2f}"
        if float(shown) == stored and shown != "-0.00":
            return shown
    return _odd(field, stored)


def _boolean(field: Field, stored: Any) -> Any:
    if type(stored) is int and stored in (0, 1):
        return stored == 1
    return _odd(field, stored)


def _date(field: Field, stored: Any) -> Any:
    if type(stored) is str and _DATE.fullmatch(stored):
        return stored
    return _odd(field, stored)


def _datetime(field: Field, stored: Any) -> Any:
    if type(stored) is str and _STORED_TIME.fullmatch(stored):
        return stored if stored[19:23] != ".000" else stored[:19] + "Z"
    return _odd(field, stored)


_DECODERS: dict[str, Callable[[Field, Any], Any]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}


# --- wire to stored ----------------------------------------------------------------------------------------------


def _encoder(rtype: RecordType, field: Field) -> Coder:
    write = _ENCODERS["money" if field.is_money else field.type]

    def encode(value: Any) -> Any:
        try:
            return write(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise StoreError("store.bad_value", type=rtype.name, field=field.name, reason=str(error)) from error

    return encode


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        value.encode("utf-8")
        return value or None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if -_INT64 <= value < _INT64 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is no value of a field")


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


def _store_text(value: Any) -> Any:
    if type(value) is str and value.isascii():
        return value or None
    return _scalar(value)


_ENCODERS: dict[str, Coder] = {
    "string": _store_text,
    "integer": _scalar,
    "number": _store_number,
    "money": _store_money,
    "boolean": _scalar,
    "date": _scalar,
    "datetime": _store_time,
}
