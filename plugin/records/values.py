"""Values of a record on their way between rooms: brought into their one wire form, and checked for shape.

A record is ``dict[str, JSON value]`` by field name; absent, None and blank are the same. The wire form of a value:

* string: text in NFC, trimmed, spaces folded, apostrophes within words as U+2019;
* integer, number, boolean: as in JSON; money: text with exactly two decimals, ``"1234.50"``;
* date: ``YYYY-MM-DD``; datetime: ``YYYY-MM-DDTHH:MM:SSZ`` in UTC, with ``.mmm`` only where there are milliseconds;
* ``geom``: a GeoJSON geometry (see :mod:`.geometry_form`); ``uuid``: lower case with hyphens.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from . import messages
from .catalogue import Catalogue
from .definition import GEOMETRY, Field, RecordType
from .geometry_form import geometry_fault, normalise_geometry
from .glance import quick_tests
from .spelling import INTEGER_MAXIMUM as INTEGER_MAXIMUM
from .spelling import MONEY, UUID
from .spelling import MONEY_MAXIMUM as MONEY_MAXIMUM
from .spelling import fold_text as fold_text

_KOPIYKA = Decimal("0.01")
_NUMBER = re.compile(r"[+\-\u2212]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})", re.ASCII)
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4}[-/]\d{2}[-/]\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_WIRE_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z", re.ASCII)
_TRUE, _FALSE = ("true", "1", "так", "yes"), ("false", "0", "ні", "no")


@dataclass(frozen=True)
class Fault:
    """A value that is not of the shape its field asks for: such a record does not travel. `field` may be ``geom``."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The id under which a portal refuses it."""
        return f"shape.{self.code}"

    def message(self, lang: str) -> str:
        """What is wrong and what to do."""
        return messages.text(self.rule, lang, **{"field": self.field, **self.params})


def new_uuid() -> str:
    """A new identity: a random UUID (RFC 9562, version 4), lower case with hyphens."""
    return str(uuid.uuid4())


def blank(value: object) -> bool:
    """Whether a value counts as not given: None, or text of nothing but spaces. Zero and False are given."""
    return value is None or (isinstance(value, str) and not value.strip())


def normalise(field: Field, value: Any) -> Any:
    """`value` in the wire form of `field`: what a form, a table cell or a spreadsheet gave, brought to one spelling.

    Blank becomes None. Raises nothing: what cannot be understood comes back unchanged, for :func:`faults` to name.
    A number with more than two decimals in a field of money (a computed column) is rounded half up to kopiykas.
    """
    if isinstance(value, str):
        value = fold_text(value, multiline=field.multiline)
        if not value:
            return None
    if value is None:
        return None
    return _NORMALISERS["money" if field.currency is not None else field.type](field, value)


def normalise_record(rtype: RecordType, record: Mapping[str, Any]) -> dict[str, Any]:
    """`record` with every known value in wire form and blanks left out; what the type does not know stays as it is."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if name == GEOMETRY:
            value = normalise_geometry(value)
        elif rtype.has_field(name):
            value = normalise(rtype.field(name), value)
        if value is not None:
            found[name] = value
    return found


def faults(rtype: RecordType, record: Mapping[str, Any], catalogue: Catalogue, partial: bool = False) -> list[Fault]:
    """What keeps `record` from travelling, in the order of the fields. `partial` is for a set of changed fields only.

    Of the required fields only `uuid` is asked for: a draft may lack the others.
    """
    found: list[Fault] = []
    if not partial and record.get("uuid") is None:
        found.append(Fault("uuid", "required"))
    quick = quick_tests(rtype, catalogue, _value_faults)
    for name, value in record.items():
        if name in quick and quick[name](value):
            continue
        if name == GEOMETRY:
            code = geometry_fault(value, rtype.geometry) if value is not None else None
            if code:
                found.append(Fault(GEOMETRY, code))
        elif not rtype.has_field(name):
            found.append(Fault(name, "unknown_field"))
        elif value is not None:
            found += _value_faults(rtype.field(name), value, catalogue)
    if len(found) > 1:
        order = {name: place for place, name in enumerate((*rtype.field_names, GEOMETRY))}
        found.sort(key=lambda fault: order.get(fault.field, -1))
    return found


def money(value: object) -> Decimal | None:
    """An amount of money in wire form (or as a REAL column holds it) as an exact Decimal; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        amount = value if isinstance(value, Decimal) else Decimal(str(value))
        return amount.quantize(_KOPIYKA, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return None


def parse_datetime(value: str) -> datetime | None:
    """A wire datetime as an aware datetime in UTC; None where it is none."""
    wire = _to_datetime(value)
    if wire is None:
        return None
    return datetime.fromisoformat(wire.removesuffix("Z")).replace(tzinfo=timezone.utc)


# --- into wire form ---------------------------------------------------------------------------------------------------


def _string(field: Field, value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, str) and field.format == "uuid":
        try:
            return str(uuid.UUID(value)) if len(value) in (32, 36, 38) else value
        except ValueError:
            return value
    return value


def _plain_number(value: str) -> Decimal | None:
    if len(value) > 64 or not _NUMBER.fullmatch(value):
        return None
    return Decimal(value.replace(" ", "").replace(",", ".").replace("\u2212", "-"))


def _integer(_: Field, value: Any) -> Any:
    number = _plain_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
        return value
    if isinstance(number, Decimal) and not (number.is_finite() and number.adjusted() < 20):
        return value  # as an integer it might have a million digits
    try:
        whole = int(number)
    except (OverflowError, ValueError):
        return value
    return whole if whole == number else value


def _number(_: Field, value: Any) -> Any:
    number = _plain_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
        return value
    try:
        return float(number) + 0.0
    except (OverflowError, ValueError):
        return value


def _money(_: Field, value: Any) -> Any:
    if isinstance(value, str):
        amount = _plain_number(value)
        if amount is None or abs(amount) > MONEY_MAXIMUM + 1 or amount != amount.quantize(_KOPIYKA):
            return value
    elif isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return value
    else:
        amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not amount.is_finite() or abs(amount) > MONEY_MAXIMUM + 1:  # quantize has 28 digits
        return value
    amount = amount.quantize(_KOPIYKA, rounding=ROUND_HALF_UP)
    return f"{abs(amount) if amount == 0 else amount:f}"


def _boolean(_: Field, value: Any) -> Any:
    if isinstance(value, str):
        word = value.lower()
        return True if word in _TRUE else False if word in _FALSE else value
    return bool(value) if isinstance(value, (bool, int)) and value in (0, 1) else value


def _date(_: Field, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _to_date(value) or value if isinstance(value, str) else value


def _to_date(value: str) -> str | None:
    match = _ISO_DATE.fullmatch(value)
    parts = match.groups() if match else None
    if parts is None:
        match = _DOTTED_DATE.fullmatch(value)
        parts = tuple(reversed(match.groups())) if match else None
    if parts is None:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        return None


def _datetime(_: Field, value: Any) -> Any:
    if isinstance(value, datetime):
        return _wire_datetime(value if value.tzinfo else value.replace(tzinfo=timezone.utc)) or value
    return _to_datetime(value) or value if isinstance(value, str) else value


def _to_datetime(value: str) -> str | None:
    """A time without a zone is UTC, as GeoPackage and SQLite mean it."""
    match = _DATETIME.fullmatch(value)
    if not match:
        return None
    day, hour, minute, second, fraction, zone = match.groups()
    found = _to_date(day)
    if found is None:
        return None
    micro = int(((fraction or "") + "000000")[:6])
    offset = timedelta(0)
    if zone and zone != "Z":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    try:
        start = datetime.fromisoformat(found).replace(
            hour=int(hour), minute=int(minute), second=int(second or 0), microsecond=micro, tzinfo=timezone(offset)
        )
    except ValueError:
        return None
    return _wire_datetime(start)


def _wire_datetime(moment: datetime) -> str | None:
    try:
        utc = moment.astimezone(timezone.utc)
    except OverflowError:
        return None
    milli = utc.microsecond // 1000
    return utc.replace(microsecond=0, tzinfo=None).isoformat() + (f".{milli:03d}" if milli else "") + "Z"


_NORMALISERS: dict[str, Callable[[Field, Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}


# --- the shape --------------------------------------------------------------------------------------------------------


def _value_faults(field: Field, value: Any, catalogue: Catalogue) -> list[Fault]:
    code = _FORMS["money" if field.currency is not None else field.type](field, value)
    if code:
        return [Fault(field.name, code)]
    if field.codelist is not None:
        codelist = catalogue.codelists[field.codelist]
        if value not in codelist:
            return [Fault(field.name, "codelist", {"value": value, "codelist": codelist.name})]
    found = []
    if isinstance(value, str):
        if field.max_length is not None and len(value) > field.max_length:
            found.append(Fault(field.name, "max_length", {"length": len(value), "max_length": field.max_length}))
        if field.pattern is not None and not re.fullmatch(field.pattern, value):
            found.append(Fault(field.name, "pattern", {"value": value}))
    if field.minimum is not None or field.maximum is not None:
        number = Decimal(value) if field.currency is not None else value
        if field.minimum is not None and number < field.minimum:
            found.append(Fault(field.name, "minimum", {"minimum": field.minimum, "value": value}))
        if field.maximum is not None and number > field.maximum:
            found.append(Fault(field.name, "maximum", {"maximum": field.maximum, "value": value}))
    return found


def _string_form(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return "type"
    if field.format == "uuid":
        return None if UUID.fullmatch(value) else "uuid"
    return None if value == fold_text(value, multiline=field.multiline) and value else "text"


def _integer_form(_: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return "type"
    return None if abs(value) <= INTEGER_MAXIMUM else "too_large"


def _number_form(_: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "type"
    if isinstance(value, int):
        return None if abs(value) <= INTEGER_MAXIMUM else "too_large"
    return None if math.isfinite(value) else "type"


def _money_form(_: Field, value: Any) -> str | None:
    if not isinstance(value, str) or not MONEY.fullmatch(value) or value == "-0.00":
        return "money"
    return None if abs(Decimal(value)) <= MONEY_MAXIMUM else "too_large"


def _boolean_form(_: Field, value: Any) -> str | None:
    return None if isinstance(value, bool) else "type"


def _date_form(_: Field, value: Any) -> str | None:
    return None if isinstance(value, str) and _to_date(value) == value else "date"


def _datetime_form(_: Field, value: Any) -> str | None:
    fits = isinstance(value, str) and _WIRE_DATETIME.fullmatch(value) and _to_datetime(value) == value
    return None if fits else "datetime"


_FORMS: dict[str, Callable[[Field, Any], str | None]] = {
    "string": _string_form,
    "integer": _integer_form,
    "number": _number_form,
    "money": _money_form,
    "boolean": _boolean_form,
    "date": _date_form,
    "datetime": _datetime_form,
}
