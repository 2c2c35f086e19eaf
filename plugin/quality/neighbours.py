"""What shows only beside other records: stacked points, duplicates, amounts a thousandfold off.

Collected while the records go by, in a few hundred bytes each, and judged at the end: a grid finds who is near, so
the cost grows with the number of records, not with its square.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

from ..records.definition import GEOMETRY, Field, RecordType
from . import reading
from .model import Finding, Record
from .registry import neighbour_rule

NEAR = 150.0
"""Metres within which two records with like titles are asked about."""

ALIKE = 0.75
"""Share of letter trigrams that two titles have in common (Dice's coefficient) from which they are alike."""

ENOUGH = 5
"""Records alike in type, sector and currency from which their median tells something."""

THOUSANDFOLD = 1000
_CROWD = 100
_METRES = 111_320.0
_CELL = NEAR / _METRES
_WORDS = re.compile(r"[^\W_]+")

_STACKED = neighbour_rule("geometry.stacked", "warning", (GEOMETRY,))
_DUPLICATE = neighbour_rule("duplicate.near", "warning", (GEOMETRY,))
_HIGH = neighbour_rule("money.outlier_high", "warning", ())
_LOW = neighbour_rule("money.outlier_low", "warning", ())

_Entry = tuple[str, str, float, float, str]


def fold_title(title: str) -> str:
    """A title as it is compared: lower case, words only, one space between."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", title).lower()))


def similarity(a: str, b: str) -> float:
    """How alike two folded titles are, 0 to 1: Dice's coefficient over letter trigrams; 0 where their numbers differ.

    School No. 12 and school No. 13 are two schools, however alike their titles are.
    """
    if a == b:
        return 1.0
    if sorted(re.findall(r"\d+", a)) != sorted(re.findall(r"\d+", b)):
        return 0.0
    left, right = _trigrams(a), _trigrams(b)
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def _trigrams(title: str) -> set[str]:
    padded = f"  {title} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two places (longitude, latitude) that are near each other: an equirectangular approximation."""
    x = (b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(x, b[1] - a[1]) * _METRES


class Neighbours:
    """Gathers what the neighbour rules need of each record; :meth:`findings` judges when all have gone by."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int, int], list[_Entry]] = defaultdict(list)
        self._stacks: dict[tuple[str, float, float], list[str]] = defaultdict(list)
        self._amounts: dict[tuple[str, str, str, str], list[tuple[str, Decimal]]] = defaultdict(list)
        self._labels: dict[tuple[str, str], dict[str, str]] = {}
        self._money: dict[str, tuple[Field, ...]] = {}

    def add(self, rtype: RecordType, record: Record) -> None:
        """Notes one record."""
        uuid = reading.text(record, "uuid")
        if uuid is None:
            return
        self._add_amounts(rtype, record, uuid)
        point = reading.position(record.get(GEOMETRY)) if rtype.has_geometry else None
        if point is None:
            return
        if record.get("precision") in (None, "exact"):
            self._stacks[(rtype.name, point[0], point[1])].append(uuid)
        title = reading.text(record, rtype.title_field)
        if title is not None and abs(point[1]) < 89:
            row, column = _cell(point)
            self._cells[(rtype.name, row, column)].append((rtype.name, uuid, *point, fold_title(title)))

    def _add_amounts(self, rtype: RecordType, record: Record, uuid: str) -> None:
        if rtype.name not in self._money:
            self._money[rtype.name] = tuple(field for field in rtype.fields if field.is_money)
        for field in self._money[rtype.name]:
            if record.get(field.name) is not None:
                amount = reading.amount(record, field.name)
                if amount is not None and amount > 0:
                    currency = reading.text(record, field.currency or "") or ""
                    sector = reading.text(record, "sector") or reading.text(record, "source_category") or ""
                    self._amounts[(rtype.name, field.name, sector, currency)].append((uuid, amount))
                    self._labels[(rtype.name, field.name)] = dict(field.labels)

    def findings(self) -> Iterator[Finding]:
        """What was found among all records noted."""
        yield from self._stacked()
        yield from self._duplicates()
        yield from self._outliers()

    def _stacked(self) -> Iterator[Finding]:
        for (type_name, _, _), uuids in self._stacks.items():
            if len(uuids) > 1:
                for uuid in uuids:
                    params = {"n": len(uuids) - 1, "other": next(other for other in uuids if other != uuid)}
                    yield Finding(_STACKED, "warning", type_name, uuid, (GEOMETRY,), params)

    def _duplicates(self) -> Iterator[Finding]:
        for (type_name, row, column), entries in self._cells.items():
            around = [
                entry
                for above in (-1, 0, 1)
                for beside in (-1, 0, 1)
                for entry in self._cells.get((type_name, row + above, column + beside), ())
            ]
            same: dict[str, list[_Entry]] | None = None
            if len(around) > _CROWD:
                # Thousands of records in one spot are an import's centre point: there only equal titles are compared.
                same = defaultdict(list)
                for entry in around:
                    if len(same[entry[4]]) < _CROWD:
                        same[entry[4]].append(entry)
            for entry in entries:
                nearest = _most_alike(entry, around if same is None else same[entry[4]])
                if nearest is not None:
                    other, metres = nearest
                    params: dict[str, Any] = {"other": other, "metres": round(metres)}
                    yield Finding(_DUPLICATE, "warning", type_name, entry[1], (GEOMETRY,), params)

    def _outliers(self) -> Iterator[Finding]:
        for (type_name, name, _, currency), amounts in self._amounts.items():
            if len(amounts) < ENOUGH:
                continue
            middle = median(amount for _, amount in amounts)
            for uuid, amount in amounts:
                high = amount >= middle * THOUSANDFOLD
                if high or amount * THOUSANDFOLD <= middle:
                    params = {
                        "field": self._labels[(type_name, name)],
                        "amount": {"amount": f"{amount:.2f}", "currency": currency or None},
                        "usual": {"amount": f"{middle:.2f}", "currency": currency or None},
                    }
                    rule = _HIGH if high else _LOW
                    yield Finding(rule, "warning", type_name, uuid, (name,), params)


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    # A degree of longitude shrinks northwards: columns wide enough for 52.4 degrees, the north of Ukraine, hold
    # everything within NEAR in the cells beside them.
    return (math.floor(point[1] / _CELL), math.floor(point[0] / (_CELL * 1.65)))


def _most_alike(entry: _Entry, around: list[_Entry]) -> tuple[str, float] | None:
    best: tuple[float, str, float] | None = None
    for other in around:
        if other[1] == entry[1]:
            continue
        metres = distance((entry[2], entry[3]), (other[2], other[3]))
        if metres > NEAR:
            continue
        alike = similarity(entry[4], other[4])
        if alike >= ALIKE and (best is None or (alike, -metres) > (best[0], -best[2])):
            best = (alike, other[1], metres)
    return None if best is None else (best[1], best[2])
