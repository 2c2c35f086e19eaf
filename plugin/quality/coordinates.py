"""Coordinates in any form people have them, as degrees of WGS 84.

Degrees with a point or a comma, degrees and minutes, degrees, minutes and seconds, hemispheres as N S E W, пн пд сх
зх or written out, either order, a ``geo:`` URI (RFC 5870), a link from a map on a phone, a WKT point. Metres of a
projected coordinate system are recognised and named as such, never guessed: SK-63 and UCS-2000 numbers overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from ..records import messages
from .extent import place_of

Notation = Literal["decimal", "minutes", "seconds"]
_MOST = 300


@dataclass(frozen=True)
class ParsedCoordinate:
    """A place in WGS 84 degrees. ``swapped``: longitude had come first without saying so."""

    longitude: float
    latitude: float
    notation: Notation = "decimal"
    swapped: bool = False

    @property
    def geometry(self) -> dict[str, object]:
        """The place as a GeoJSON point."""
        return {"type": "Point", "coordinates": [self.longitude, self.latitude]}


@dataclass(frozen=True)
class CoordinateProblem:
    """Why a text is no place in Ukraine.

    ``empty`` · ``unreadable`` · ``incomplete`` one number only · ``range`` minutes or seconds of 60 and more ·
    ``hemisphere`` two latitudes or two longitudes · ``projected`` metres: the coordinate system has to be named ·
    ``null_island`` · ``outside``.
    """

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """What is wrong and what to enter instead."""
        return messages.text(f"coordinates.{self.code}", lang, **self.params)


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
_LINKS = (
    re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)"),
    re.compile(
        r"(?:[?&#](?:q|ll|query|center|mlat)=(?:loc:)?)(-?\d+\.\d+)(?:,|%2C|&mlon=)\s*(-?\d+\.\d+)", re.IGNORECASE
    ),
    re.compile(r"#map=\d+/(-?\d+\.\d+)/(-?\d+\.\d+)"),
    re.compile(r"@(-?\d+\.\d+),(-?\d+\.\d+)"),
    re.compile(r"^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", re.IGNORECASE),
)
_WKT = re.compile(
    r"^POINT\s*Z?\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?)?\s*\)$", re.IGNORECASE
)

_SYMBOLS = str.maketrans(
    {
        "º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "ʹ": "'", "ʼ": "'", "´": "'", "`": "'",
        "″": '"', "”": '"', "“": '"', "„": '"', "ʺ": '"', "−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\t": " ",
        "\n": " ", "\r": " ", "(": " ", ")": " ", "[": " ", "]": " ",
    }
)  # fmt: skip

_ANGLE = r"""(?P<sign>[+-])?(?P<d>\d+(?:[.,]\d+)?)\s*(?:°|град(?:ус(?:ів|и)?)?\.?|deg)
    (?:\s*(?P<m>\d+(?:[.,]\d+)?)\s*(?:'|хв(?:илин[аи]?)?\.?|min)
        (?:\s*(?P<s>\d+(?:[.,]\d+)?)\s*(?:"|сек(?:унд[аи]?)?\.?|с\.?|sec)?)?
    )?"""
_LETTER_FIRST = re.compile(rf"(?P<side>[NSEW])?\s*{_ANGLE}", re.VERBOSE)
_LETTER_LAST = re.compile(rf"{_ANGLE}\s*(?P<side>[NSEW])?", re.VERBOSE)


def parse_coordinates(text: str) -> ParsedCoordinate | CoordinateProblem:
    """The place that ``text`` names, or why it names none. Latitude or longitude may come first."""
    value = text.strip()[:_MOST]
    if not value:
        return CoordinateProblem("empty")
    for pattern in _LINKS:
        match = pattern.search(value)
        if match is not None:
            return _placed(float(match[1]), float(match[2]), "decimal")
    wkt = _WKT.match(value)
    if wkt is not None:
        return _placed(float(wkt[2]), float(wkt[1]), "decimal")
    plain = _plain(value)
    if "°" in plain or "град" in plain or "deg" in plain:
        return _from_angles(plain)
    if re.search("[NSEW]", plain):
        return _from_letters(plain)
    return _from_numbers(plain)


def _plain(value: str) -> str:
    """One spelling for signs, spaces and hemispheres; everything else in lower case."""
    plain = value.translate(_SYMBOLS).lower().replace("''", '"')
    plain = re.sub(r"(?<=\d)d\s*(?=\d)", "°", _NOISE.sub(" ", plain))
    for pattern, letter in _HEMISPHERE_WORDS:
        plain = pattern.sub(f" {letter} ", plain)
    # A single Latin letter, or its Cyrillic look-alike typed on a Ukrainian keyboard.
    plain = re.sub(r"(?<![^\W\d_])[nsewе](?![^\W\d_])", _letter, plain)
    return plain.strip()


def _letter(match: re.Match[str]) -> str:
    return "E" if match[0] == "е" else match[0].upper()


def _from_angles(plain: str) -> ParsedCoordinate | CoordinateProblem:
    pattern = _LETTER_FIRST if plain[0] in "NSEW" else _LETTER_LAST
    angles = list(pattern.finditer(plain))
    if not angles or pattern.sub("", plain).strip(" ,;/"):
        return CoordinateProblem("unreadable")
    if len(angles) != 2:
        return CoordinateProblem("incomplete" if len(angles) == 1 else "unreadable")
    found: list[tuple[float, str | None]] = []
    notation: Notation = "decimal"
    for match in angles:
        parts = [match["d"], match["m"], match["s"]]
        degrees = _degrees([part for part in parts if part is not None], match["sign"])
        if isinstance(degrees, CoordinateProblem):
            return degrees
        if match["s"] is not None:
            notation = "seconds"
        elif match["m"] is not None and notation == "decimal":
            notation = "minutes"
        found.append((degrees, match["side"]))
    return _with_hemispheres(found, notation)


def _from_letters(plain: str) -> ParsedCoordinate | CoordinateProblem:
    """Numbers grouped by their letters: ``N 50 00 16.4 E 36 13 53.2`` or ``50.0045 N, 36.2314 E``."""
    tokens = re.findall(rf"[NSEW]|{_NUMBER}", re.sub(r"['\"]", " ", plain))
    if re.sub(rf"[NSEW]|{_NUMBER}|[\s,;/'\"]", "", plain):
        return CoordinateProblem("unreadable")
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
        return CoordinateProblem("unreadable")
    if len(groups) != 2:
        return CoordinateProblem("incomplete" if len(groups) == 1 else "unreadable")
    found: list[tuple[float, str | None]] = []
    most = max(len(parts) for parts, _ in groups)
    for parts, side in groups:
        if not 1 <= len(parts) <= 3:
            return CoordinateProblem("unreadable")
        sign = parts[0][0] if parts[0][0] in "+-" else None
        degrees = _degrees([part.lstrip("+-") for part in parts], sign)
        if isinstance(degrees, CoordinateProblem):
            return degrees
        found.append((degrees, side))
    notation: Notation = "seconds" if most == 3 else "minutes" if most == 2 else "decimal"
    return _with_hemispheres(found, notation)


def _degrees(parts: list[str], sign: str | None) -> float | CoordinateProblem:
    numbers = [float(part.replace(",", ".")) for part in parts]
    if len(numbers) > 1 and any(not number.is_integer() for number in numbers[:-1]):
        return CoordinateProblem("unreadable")
    if any(number >= 60 for number in numbers[1:]):
        return CoordinateProblem("range", {"value": parts[[n >= 60 for n in numbers[1:]].index(True) + 1]})
    degrees = sum(number / (1.0, 60.0, 3600.0)[power] for power, number in enumerate(numbers))
    return -degrees if sign == "-" else degrees


def _with_hemispheres(
    found: list[tuple[float, str | None]], notation: Notation
) -> ParsedCoordinate | CoordinateProblem:
    (first, first_side), (second, second_side) = found
    if first_side is None and second_side is None:
        return _placed(first, second, notation)
    sides = [side if side is None else ("lat" if side in "NS" else "lon") for side in (first_side, second_side)]
    if sides[0] == sides[1]:
        return CoordinateProblem("hemisphere")
    if first_side in ("S", "W"):
        first = -first
    if second_side in ("S", "W"):
        second = -second
    if sides[0] == "lat" or sides[1] == "lon":
        return _placed(first, second, notation, stated=True)
    return _placed(second, first, notation, stated=True)


def _from_numbers(plain: str) -> ParsedCoordinate | CoordinateProblem:
    if re.search(r"[^\d\s.,;/+'\"-]", plain):
        return CoordinateProblem("unreadable")
    pair = _two_numbers(plain)
    if pair is not None:
        return _placed(pair[0], pair[1], "decimal")
    tokens = re.findall(_NUMBER, re.sub(r"['\"]", " ", plain))
    if len(tokens) in (4, 6) and re.fullmatch(rf"\s*{_NUMBER}(?:[\s,;/'\"]+{_NUMBER})*[\s'\"]*", plain):
        half = len(tokens) // 2
        found: list[tuple[float, str | None]] = []
        for parts in (tokens[:half], tokens[half:]):
            degrees = _degrees([part.lstrip("+-") for part in parts], parts[0][0] if parts[0][0] in "+-" else None)
            if isinstance(degrees, CoordinateProblem):
                return degrees
            found.append((degrees, None))
        return _with_hemispheres(found, "seconds" if half == 3 else "minutes")
    return CoordinateProblem("incomplete" if len(tokens) == 1 else "unreadable")


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


def _placed(
    latitude: float, longitude: float, notation: Notation, *, stated: bool = False
) -> ParsedCoordinate | CoordinateProblem:
    # A ten-millionth of a degree is a centimetre; dividing minutes and seconds leaves noise far below that.
    latitude, longitude = round(latitude, 9) + 0.0, round(longitude, 9) + 0.0
    place = place_of(longitude, latitude)
    if place == "inside":
        return ParsedCoordinate(longitude, latitude, notation)
    if place == "swapped" and not stated:
        return ParsedCoordinate(latitude, longitude, notation, swapped=True)
    code = "outside" if place == "swapped" else place
    return CoordinateProblem(code, {"latitude": f"{latitude:.10g}", "longitude": f"{longitude:.10g}"})
