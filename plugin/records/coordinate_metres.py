"""Metres of a projected coordinate system in a text, and a coordinate system that is named beside numbers.

The numbers never tell their system: SK-63 and UCS-2000 overlap. What is read here is only what is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal["ucs2000", "sk63", "local", "sk42", "utm", "epsg", "wgs84"]


@dataclass(frozen=True)
class NamedSystem:
    """A coordinate system as a text names it: its family, and a zone, the digits of an oblast or an EPSG code."""

    family: Family
    number: int | None = None


@dataclass(frozen=True)
class Metres:
    """Two numbers of a projected coordinate system, in the order in which they stand.

    ``order`` tells which is which where the text says so in words or as N and E; X and Y do not, for geodesists write
    the northing as X and mapping programs the easting.
    """

    first: float
    second: float
    order: Literal["northing_first", "easting_first"] | None = None
    system: NamedSystem | None = None


_SK = r"(?:[сc][кk]|sk|cs)"
_ZONE = r"(?:[\s,]*(?:зона|зони|zone)[\s:]*(\d{1,2})(?!\d|[.,]\d))?"
_SYSTEMS: tuple[tuple[re.Pattern[str], Family], ...] = (
    (re.compile(r"epsg\s*[: ]\s*:?\s*(\d{4,6})"), "epsg"),
    (re.compile(r"(?<![^\W_])(?:мск|msk|lcs|лск)\s*-?\s*(\d{2})(?!\d)"), "local"),
    (
        re.compile(
            rf"(?<![^\W_]){_SK}\s*-?\s*(?:19)?63(?:[\s,]*(?:район|р-н)\s*[xх]?)?"
            r"(?:[\s,]*(?:зона|зони|zone)?[\s:]*(?:[xх][.-]?)?(\d)(?!\d|[.,]\d|\s\d{3}(?!\d)))?"
        ),
        "sk63",
    ),
    (re.compile(r"(?<![^\W_])(?:у[сc][кk]|ucs|usk|uck)\s*-?\s*2000" + _ZONE), "ucs2000"),
    (re.compile(rf"(?<![^\W_])(?:{_SK}\s*-?\s*(?:19)?42|pulkovo(?:\s*1942)?)" + _ZONE), "sk42"),
    (re.compile(r"(?<![^\W_])utm\s*(?:zone|зона)?\s*(\d{2})\s*[n-x]?(?![^\W\d_])"), "utm"),
    (re.compile(r"(?<![^\W_])wgs\s*-?\s*(?:19)?84(?!\d)"), "wgs84"),
)
_GRID_ZONE = re.compile(r"^\s*(3[3-8])\s?[n-x]\s+(?=\d{6})")  # "36U 664123 5541234", as GPS receivers write UTM

_UNITS = re.compile(r"(?<=\d)\s*(?:метрів|метри|метра|meters|metres|м|m)\.?(?![^\W\d_])")
_LABELS: dict[str, str] = {
    "northing": r"northing|north|північ|пн\.?|n",
    "easting": r"easting|east|схід|сх\.?|e|е",
    "x": r"x|х",  # Latin and Cyrillic
    "y": r"y|у",
}
_LABEL = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABELLED = re.compile(rf"(?<![^\W_])(?:{_LABEL})(?![^\W\d_])\s*[:=]?\s*")
_WHOLE = r"\d{1,3}(?:[ '\u2009]\d{3})+|\d+"
_NUMBER = re.compile(rf"[+-]?(?:{_WHOLE})(?:[.,]\d+)?")
_BETWEEN = (re.compile(r"\s*[;/|]\s*"), re.compile(r",\s+"), re.compile(r"\s{2,}"), re.compile(r"\s+,?\s*"))
_DROPPED = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\t": "  ", "\n": "  ", "\r": " ", "(": " ", ")": " ", "[": " ", "]": " ",
     "−": "-", "–": "-", "’": "'", "ʼ": "'"}
)  # fmt: skip

LEAST = 1_000.0
"""Less looks like degrees: false eastings and the distance from the equator keep metres in Ukraine far above it."""
MOST = 100_000_000.0
_NORTHINGS = (
    4_800_000.0,
    5_900_000.0,
)  # 43.3° to 53.2° of latitude on the meridian, for telling groups of digits apart


def take_system(text: str) -> tuple[NamedSystem | None, str]:
    """The coordinate system that ``text`` names, and the text without it (in lower case where one was found)."""
    low = text.lower()
    for pattern, family in _SYSTEMS:
        match = pattern.search(low)
        if match is not None:
            number = match[1] if pattern.groups else None
            rest = f"{low[: match.start()]} {low[match.end() :]}".strip(" ,;:()")
            return NamedSystem(family, None if number is None else int(number)), rest
    match = _GRID_ZONE.match(low)
    if match is not None:
        return NamedSystem("utm", int(match[1])), low[match.end() :]
    return None, text


def read_metres(text: str, system: NamedSystem | None = None) -> Metres | None:
    """Two numbers too large for degrees; None where ``text`` is anything else, or holds more than them."""
    plain = text.translate(_DROPPED).lower().strip(" ,;.")
    labels = [next(name for name, found in match.groupdict().items() if found) for match in _LABELLED.finditer(plain)]
    if len(labels) not in (0, 2) or len(set(labels)) != len(labels):
        return None
    pair = _labelled(plain) if labels else _two(_UNITS.sub("", plain))
    if pair is None:
        return None
    values = [_value(part) for part in pair]
    if values[0] is None or values[1] is None:
        return None
    first, second = values[0], values[1]
    if not (LEAST <= abs(first) <= MOST and LEAST <= abs(second) <= MOST):
        return None
    order: Literal["northing_first", "easting_first"] | None = None
    if labels == ["northing", "easting"]:
        order = "northing_first"
    elif labels == ["easting", "northing"]:
        order = "easting_first"
    elif labels in (["y", "x"],):
        first, second = second, first  # in the order X, Y like all others; which of them is the northing stays open
    elif labels and labels != ["x", "y"]:
        return None
    return Metres(first, second, order, system)


def _value(part: str) -> float | None:
    part = part.strip()
    if _NUMBER.fullmatch(part) is None:
        return None
    return float(re.sub(r"[ '\u2009]", "", part).replace(",", "."))


def _labelled(plain: str) -> tuple[str, str] | None:
    """Two numbers with a label each, before or behind: the first number is the one of the first label."""
    rest = _LABELLED.sub(" ; ", _UNITS.sub("", plain))
    numbers = [match[0] for match in _NUMBER.finditer(rest)]
    if len(numbers) != 2 or _NUMBER.sub("", rest).strip(" ,;/|"):
        return None
    return numbers[0], numbers[1]


def _two(plain: str) -> tuple[str, str] | None:
    for between in _BETWEEN[:3]:
        parts = between.split(plain)
        if len(parts) == 2 and all(_value(part) is not None for part in parts):
            return parts[0], parts[1]
    words = plain.split()
    if len(words) == 2 and all(_value(word) is not None for word in (words[0].rstrip(","), words[1])):
        return words[0].rstrip(","), words[1]
    if len(words) > 2:
        return _grouped(words)
    parts = plain.split(",")
    if len(parts) == 2 and all(re.fullmatch(r"[+-]?\d{5,8}(?:\.\d+)?", part) for part in parts):
        return parts[0], parts[1]
    if len(parts) == 4 and all(re.fullmatch(r"[+-]?\d+", part) for part in parts):
        return f"{parts[0]}.{parts[1]}", f"{parts[2]}.{parts[3]}"
    return None


def _grouped(words: list[str]) -> tuple[str, str] | None:
    """Thousands apart, "5 540 321,5 6 321 543,2": the one way to divide them in which a northing of Ukraine is left."""
    found = []
    for cut in range(1, len(words)):
        pair = " ".join(words[:cut]).rstrip(","), " ".join(words[cut:])
        values = [_value(part) for part in pair]
        if values[0] is None or values[1] is None:
            continue
        if any(_NORTHINGS[0] <= value <= _NORTHINGS[1] for value in values if value is not None):
            found.append(pair)
    return found[0] if len(found) == 1 else None


def orders(metres: Metres) -> tuple[tuple[float, float], ...]:
    """(northing, easting) as the two numbers may be meant: as stated, else northing first and then the other way."""
    straight, turned = (metres.first, metres.second), (metres.second, metres.first)
    if metres.order == "northing_first":
        return (straight,)
    if metres.order == "easting_first":
        return (turned,)
    return (straight, turned)
