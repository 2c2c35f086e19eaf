"""Coordinates in any form people have them: what a text says, before anybody asks whether it is right.

Degrees with a point or a comma, degrees and minutes, degrees, minutes and seconds, hemispheres as N S E W, пн пд сх
зх or written out, either order, a ``geo:`` URI (RFC 5870), a link from a map on a phone, a WKT or GeoJSON point, what
other programs write (``50:00:16``, ``500016N 0361353E``); metres of a projected coordinate system, and the system that
is named beside the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from .coordinate_links import MOST_LETTERS, is_link, is_short, position_in_link
from .coordinate_metres import Metres, NamedSystem, read_metres, take_system

Notation = Literal["decimal", "minutes", "seconds"]
_MOST = 300  # letters of coordinates that are no link


@dataclass(frozen=True)
class Degrees:
    """Two angles. Where ``stated`` is false the text did not say which is which, and the first is taken for latitude.

    ``system``: of which coordinate system these are the latitude and longitude; None where nothing is said, which
    means WGS 84.
    """

    latitude: float
    longitude: float
    notation: Notation = "decimal"
    stated: bool = False
    system: NamedSystem | None = None


@dataclass(frozen=True)
class Unread:
    """Why a text is no coordinates.

    ``empty`` · ``unreadable`` · ``incomplete`` one number only · ``range`` minutes or seconds of 60 and more ·
    ``hemisphere`` two latitudes or two longitudes · ``short_link`` a link that has to be opened first · ``link`` a link
    without a place in it. Lists of corners (:mod:`.coordinate_list`) have more.
    """

    code: str
    params: dict[str, object] = field(default_factory=dict)


# Longer names first: what is left over must not look like the start of a shorter one.
_HEMISPHERES: tuple[tuple[str, str], ...] = (
    (r"північно[їі]\s+широти|північна\s+широта|пн\.?\s*ш(?:ир)?\.?|с\.\s*ш\.|north|пн\.?", "N"),
    (r"південно[їі]\s+широти|південна\s+широта|пд\.?\s*ш(?:ир)?\.?|ю\.\s*ш\.|south|пд\.?", "S"),
    (r"східно[їі]\s+довготи|східна\s+довгота|сх\.?\s*д(?:овг)?\.?|в\.\s*д\.|east|сх\.?", "E"),
    (r"західно[їі]\s+довготи|західна\s+довгота|зх?\.\s*д(?:овг)?\.?|зх\s*д\.?|west|зх\.?", "W"),
)
_HEMISPHERE_WORDS = [(re.compile(rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])"), letter) for names, letter in _HEMISPHERES]
_NOISE = re.compile(r"(?<![^\W\d_])(?:широта|довгота|latitude|longitude|lat|lon|lng)(?![^\W\d_])\s*[:=]?")

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_LABELLED = re.compile(
    r"""(?<![^\W\d_])(?P<what>lat(?:itude)?|lon(?:g(?:itude)?)?|lng|широта|довгота)["']?\s*[:=]?\s*["']?(?P<n>[+-]?\d+(?:[.,]\d+)?)""",
    re.IGNORECASE,
)
_WKT = re.compile(
    r"^(?:SRID=4326;)?POINT\s*Z?\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?)?\s*\)$",
    re.IGNORECASE,
)
_GEOJSON = re.compile(r'"coordinates"\s*:\s*\[\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*[,\]]')
# Degrees, minutes and seconds without anything between: 500016N 0361353E, 5000.27N 03613.884E (aviation, NMEA).
_COMPACT = re.compile(
    r"^(?P<la>\d{2})(?P<lam>[0-5]\d)(?P<las>[0-5]\d)?(?P<laf>[.,]\d+)?\s*N[\s,;]*"
    r"(?P<lo>\d{3})(?P<lom>[0-5]\d)(?P<los>[0-5]\d)?(?P<lof>[.,]\d+)?\s*E$",
    re.IGNORECASE,
)
# A receiver writes its height behind the two: 50.0869, 36.3836, 120.5.
_HEIGHT = re.compile(r"^(-?\d{1,2}\.\d+\s*[,;\s]\s*-?\d{1,3}\.\d+)\s*[,;\s]\s*-?\d{1,4}(?:\.\d+)?(?:\s*[mм]\.?)?$")
_COLONS = re.compile(r"(?<=\d):(?=\d)")

_SYMBOLS = str.maketrans(
    {
        "º": "°", "˚": "°", "⁰": "°", "′": "'", "’": "'", "‘": "'", "ʹ": "'", "ʼ": "'", "´": "'", "`": "'",
        "″": '"', "˝": '"', "”": '"', "“": '"', "„": '"', "ʺ": '"', "−": "-", "–": "-",
        "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "\r": " ", "\u2028": " ",
        "(": " ", ")": " ", "[": " ", "]": " ",
    }
)  # fmt: skip

_ANGLE = r"""(?P<sign>[+-])?(?P<d>\d+(?:[.,]\d+)?)\s*(?:°|гр(?:ад(?:ус(?:ів|и)?)?)?\.?|deg)
    (?:\s*(?P<m>\d+(?:[.,]\d+)?)\s*(?:'|хв(?:илин[аи]?)?\.?|min)
        (?:\s*(?P<s>\d+(?:[.,]\d+)?)(?!\s*(?:°|'|гр|deg|[\d.,]))\s*(?:"|сек(?:унд[аи]?)?\.?|с\.?|sec)?)?
    )?"""
_LETTER_FIRST = re.compile(rf"(?P<side>[NSEW])?\s*{_ANGLE}", re.VERBOSE)
_LETTER_LAST = re.compile(rf"{_ANGLE}\s*(?P<side>[NSEW])?", re.VERBOSE)


def read_coordinates(text: str) -> Degrees | Metres | Unread:
    """The one place that ``text`` names. Latitude or longitude, northing or easting may come first."""
    value = text.strip()[:MOST_LETTERS]
    if not value:
        return Unread("empty")
    if is_short(value):
        return Unread("short_link")
    linked = position_in_link(value)
    if linked is not None:
        return Degrees(*linked, stated=True)
    if is_link(value):
        return Unread("link")
    return _one(value[:_MOST])


def _one(text: str) -> Degrees | Metres | Unread:
    system, rest = take_system(text)
    found = _of_other_programs(rest) or _degrees_or_metres(rest, system)
    if isinstance(found, Degrees) and system is not None:
        return Degrees(found.latitude, found.longitude, found.notation, found.stated, system)
    return found


def _degrees_or_metres(value: str, system: NamedSystem | None) -> Degrees | Metres | Unread:
    plain = _plain(value)
    if not plain:
        return Unread("unreadable")
    if "°" not in plain:
        metres = read_metres(value, system)
        if metres is not None:
            return metres
    if "°" in plain or "гр" in plain or "deg" in plain:
        return _from_angles(plain)
    if re.search("[NSEW]", plain):
        return _from_letters(plain)
    return _from_numbers(plain)


def _of_other_programs(value: str) -> Degrees | None:
    point = _WKT.match(value) or _GEOJSON.search(value)
    if point is not None:
        return Degrees(float(point[2]), float(point[1]), stated=True)
    named = list(_LABELLED.finditer(value))
    if len(named) == 2 and not re.search(r"[^\s,;/{}()\[\]\"'°]", _LABELLED.sub("", value)):
        latitudes = [match["what"].lower() in ("lat", "latitude", "широта") for match in named]
        if latitudes[0] != latitudes[1]:
            first, second = (float(match["n"].replace(",", ".")) for match in named)
            return Degrees(first, second, stated=True) if latitudes[0] else Degrees(second, first, stated=True)
    compact = _COMPACT.match(value)
    if compact is not None:
        latitude, la_seconds = _packed(compact["la"], compact["lam"], compact["las"], compact["laf"])
        longitude, lo_seconds = _packed(compact["lo"], compact["lom"], compact["los"], compact["lof"])
        return Degrees(latitude, longitude, "seconds" if la_seconds or lo_seconds else "minutes", stated=True)
    return None


def _packed(degrees: str, minutes: str, seconds: str | None, fraction: str | None) -> tuple[float, bool]:
    part = (fraction or "").replace(",", ".")
    if seconds is None:
        return int(degrees) + float(minutes + part) / 60, False
    return int(degrees) + int(minutes) / 60 + float(seconds + part) / 3600, True


def _plain(value: str) -> str:
    """One spelling for signs, spaces and hemispheres; everything else in lower case."""
    plain = value.translate(_SYMBOLS).lower().replace("''", '"')
    plain = re.sub(r"(?<=\d)d\s*(?=\d)", "°", _NOISE.sub(" ", _COLONS.sub(" ", plain)))
    for pattern, letter in _HEMISPHERE_WORDS:
        plain = pattern.sub(f" {letter} ", plain)
    # A single Latin letter, or its Cyrillic look-alike typed on a Ukrainian keyboard.
    plain = re.sub(r"(?<![^\W\d_])[nsewе](?![^\W\d_])", _letter, plain)
    return plain.strip()


def _letter(match: re.Match[str]) -> str:
    return "E" if match[0] == "е" else match[0].upper()


def _from_angles(plain: str) -> Degrees | Unread:
    pattern = _LETTER_FIRST if plain[0] in "NSEW" else _LETTER_LAST
    angles = list(pattern.finditer(plain))
    if not angles or pattern.sub("", plain).strip(" ,;/"):
        return Unread("unreadable")
    if len(angles) != 2:
        return Unread("incomplete" if len(angles) == 1 else "unreadable")
    found: list[tuple[float, str | None]] = []
    notation: Notation = "decimal"
    for match in angles:
        parts = [match["d"], match["m"], match["s"]]
        degrees = _degrees([part for part in parts if part is not None], match["sign"])
        if isinstance(degrees, Unread):
            return degrees
        if match["s"] is not None:
            notation = "seconds"
        elif match["m"] is not None and notation == "decimal":
            notation = "minutes"
        found.append((degrees, match["side"]))
    return _with_hemispheres(found, notation)


def _from_letters(plain: str) -> Degrees | Unread:
    """Numbers grouped by their letters: ``N 50 00 16.4 E 36 13 53.2`` or ``50.0045 N, 36.2314 E``."""
    tokens = re.findall(rf"[NSEW]|{_NUMBER}", re.sub(r"['\"]", " ", plain))
    if re.sub(rf"[NSEW]|{_NUMBER}|[\s,;/'\"]", "", plain):
        return Unread("unreadable")
    groups: list[tuple[list[str], str | None]] = []
    letter_first = tokens[0] in "NSEW"
    numbers: list[str] = []
    letter: str | None = None
    for token in tokens:
        if token in ("N", "S", "E", "W"):
            if letter_first:
                if letter is not None:
                    groups.append((numbers, letter))
                    numbers = []
                letter = token
            else:
                groups.append((numbers, token))
                numbers = []
        else:
            numbers.append(token)
    if letter_first:
        groups.append((numbers, letter))
    elif numbers:
        return Unread("unreadable")
    if len(groups) != 2:
        return Unread("incomplete" if len(groups) == 1 else "unreadable")
    found: list[tuple[float, str | None]] = []
    most = max(len(parts) for parts, _ in groups)
    for parts, side in groups:
        if not 1 <= len(parts) <= 3:
            return Unread("unreadable")
        sign = parts[0][0] if parts[0][0] in "+-" else None
        degrees = _degrees([part.lstrip("+-") for part in parts], sign)
        if isinstance(degrees, Unread):
            return degrees
        found.append((degrees, side))
    notation: Notation = "seconds" if most == 3 else "minutes" if most == 2 else "decimal"
    return _with_hemispheres(found, notation)


def _degrees(parts: list[str], sign: str | None) -> float | Unread:
    numbers = [float(part.replace(",", ".")) for part in parts]
    if len(numbers) > 1 and any(not number.is_integer() for number in numbers[:-1]):
        return Unread("unreadable")
    if any(number >= 60 for number in numbers[1:]):
        return Unread("range", {"value": parts[[n >= 60 for n in numbers[1:]].index(True) + 1]})
    degrees = sum(number / (1.0, 60.0, 3600.0)[power] for power, number in enumerate(numbers))
    return -degrees if sign == "-" else degrees


def _with_hemispheres(found: list[tuple[float, str | None]], notation: Notation) -> Degrees | Unread:
    (first, first_side), (second, second_side) = found
    if first_side is None and second_side is None:
        return _rounded(first, second, notation)
    sides = [side if side is None else ("lat" if side in "NS" else "lon") for side in (first_side, second_side)]
    if sides[0] == sides[1]:
        return Unread("hemisphere")
    if first_side in ("S", "W"):
        first = -first
    if second_side in ("S", "W"):
        second = -second
    if sides[0] == "lat" or sides[1] == "lon":
        return _rounded(first, second, notation, stated=True)
    return _rounded(second, first, notation, stated=True)


def _from_numbers(plain: str) -> Degrees | Unread:
    with_height = _HEIGHT.match(plain)
    if with_height is not None:
        plain = with_height[1]
    if re.search(r"[^\d\s.,;/+'\"-]", plain):
        return Unread("unreadable")
    pair = _two_numbers(plain)
    if pair is not None:
        return _rounded(pair[0], pair[1], "decimal")
    tokens = re.findall(_NUMBER, re.sub(r"['\"]", " ", plain))
    if len(tokens) in (4, 6) and re.fullmatch(rf"\s*{_NUMBER}(?:[\s,;/'\"]+{_NUMBER})*[\s'\"]*", plain):
        half = len(tokens) // 2
        found: list[tuple[float, str | None]] = []
        for parts in (tokens[:half], tokens[half:]):
            degrees = _degrees([part.lstrip("+-") for part in parts], parts[0][0] if parts[0][0] in "+-" else None)
            if isinstance(degrees, Unread):
                return degrees
            found.append((degrees, None))
        return _with_hemispheres(found, "seconds" if half == 3 else "minutes")
    return Unread("incomplete" if len(tokens) == 1 else "unreadable")


def _two_numbers(plain: str) -> tuple[float, float] | None:
    for separator in (r"\s*;\s*", r"\s*/\s*", r",\s+", r"\s+,?\s*"):
        parts = re.split(separator, plain.strip(" ,;"))
        if len(parts) == 2 and all(re.fullmatch(_NUMBER, part) for part in parts):
            return (float(parts[0].replace(",", ".")), float(parts[1].replace(",", ".")))
    numbers = plain.strip(" ,;").split(",")
    if len(numbers) == 2 and all(re.fullmatch(r"[+-]?\d+\.\d+", number) for number in numbers):
        return (float(numbers[0]), float(numbers[1]))
    if len(numbers) == 4 and all(re.fullmatch(r"[+-]?\d+", number) for number in numbers):
        # Decimal commas throughout, a comma between the two as well: 50,00456,36,23145.
        return (float(f"{numbers[0]}.{numbers[1]}"), float(f"{numbers[2]}.{numbers[3]}"))
    return None


def _rounded(latitude: float, longitude: float, notation: Notation, *, stated: bool = False) -> Degrees:
    # A billionth of a degree is a tenth of a millimetre; dividing minutes and seconds leaves noise far below that.
    return Degrees(round(latitude, 9) + 0.0, round(longitude, 9) + 0.0, notation, stated)
