"""The projected coordinate systems in which Ukraine is surveyed, and which of them a pair of numbers may be in.

The table is EPSG's, made by ``tools/build_coordinate_systems.py`` from PROJ's database. Northing comes before easting,
as the axes of these systems have it. What is worked out here serves to sort the systems; the place itself is PROJ's,
with the change of datum.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .. import paths
from . import messages
from .coordinate_metres import Metres, NamedSystem, orders
from .katottg import OBLASTS

#: Latitude and longitude of these datums, for degrees that name one: EPSG codes of the geographic systems.
GEOGRAPHIC = {"ucs2000": "EPSG:5561", "sk63": "EPSG:4284", "sk42": "EPSG:4284"}
_FAMILIES_OF = {
    "local": ("local",),
    "ucs2000": ("ucs2000_3", "ucs2000_6", "ucs2000_cm", "local"),
    "sk63": ("sk63",),
    "sk42": ("sk42",),
    "utm": ("utm",),
    "wgs84": ("utm",),
}
_UKRAINE = (22.0, 43.1, 40.3, 52.4)
_MARGIN = 0.05  # of a degree, about 5 km, around an area of use: a village does not end where its oblast's box does

# Krassowsky 1940 (EPSG:7024): semi-major axis and flattening. WGS 84 differs by 0.002 %, which sorts the same.
_A, _F = 6_378_245.0, 1 / 298.3
_E2 = _F * (2 - _F)

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class CoordinateSystem:
    """A transverse Mercator in metres. ``number`` is a zone, or the digits of the oblast after ``UA``.

    ``datum`` is the EPSG code of its geographic system, ``area`` its area of use (west, south, east, north; degrees).
    """

    code: str
    family: str
    number: int
    name: str
    datum: str
    meridian: float
    origin_latitude: float
    scale: float
    false_easting: float
    false_northing: float
    area: Box

    def label(self, lang: str) -> str:
        """Its name as people call it."""
        params: dict[str, object] = {"number": f"{self.number:02}" if self.family == "local" else self.number}
        if self.family == "local":
            params["oblast"] = _oblast(self.number, lang)
        params["meridian"] = _angle(self.meridian)
        return messages.text(f"crs.{self.family}", lang, **params)


@dataclass(frozen=True)
class Fit:
    """A system in which a pair of numbers is a place within the system's own area of use.

    ``longitude`` and ``latitude`` are degrees on the system's own datum. ``turned``: the easting stood first.
    ``near``: the place lies in the oblast that was asked for.
    """

    system: CoordinateSystem
    northing: float
    easting: float
    longitude: float
    latitude: float
    turned: bool
    near: bool
    easting_first: bool = False
    """Whether the easting is the first of the two numbers; ``turned`` unless the text says which is which."""

    def order(self, metres: Metres) -> tuple[float, float]:
        """(northing, easting) of another place that is written in the same order."""
        return (metres.second, metres.first) if self.easting_first else (metres.first, metres.second)


@lru_cache(maxsize=1)
def systems() -> tuple[CoordinateSystem, ...]:
    """All systems of the table, in the order in which they are offered."""
    lines = paths.coordinate_systems_path().read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        CoordinateSystem(
            code=row["code"],
            family=row["family"],
            number=int(row["number"]),
            name=row["name"],
            datum=row["datum"],
            meridian=float(row["meridian"]),
            origin_latitude=float(row["origin_latitude"]),
            scale=float(row["scale"]),
            false_easting=float(row["false_easting"]),
            false_northing=float(row["false_northing"]),
            area=(float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"])),
        )
        for row in rows
    )


def system(code: str) -> CoordinateSystem | None:
    """A system by its code, such as ``EPSG:9858``; None where the table has it not."""
    return next((one for one in systems() if one.code == code), None)


def oblast_area(katottg: str) -> Box | None:
    """The box around an oblast (degrees), by a KATOTTG code of it or of anything in it."""
    return next((one.area for one in systems() if one.family == "local" and f"UA{one.number:02}" == katottg[:4]), None)


def named(name: NamedSystem) -> tuple[CoordinateSystem, ...]:
    """The systems that a text's words may mean: one where the zone or oblast is said, else the whole family."""
    if name.family == "epsg":
        return tuple(one for one in systems() if one.code == f"EPSG:{name.number}")
    found = [one for one in systems() if one.family in _FAMILIES_OF[name.family]]
    if name.family == "ucs2000" and name.number is None:
        return tuple(found)
    if name.number is not None:
        found = [
            one for one in found if one.number == name.number and (one.family != "local" or name.family == "local")
        ]
    return tuple(found)


def fits(metres: Metres, katottg: str | None = None) -> tuple[Fit, ...]:
    """Every system in which the numbers are a place in its area of use, the likeliest first; none is a guess.

    Those come first that put the place into the oblast of ``katottg``, among them the order that is usual in geodesy,
    northing first. Where the text names a system, only what it names is offered.
    """
    candidates = systems() if metres.system is None else named(metres.system)
    box = oblast_area(katottg) if katottg else None
    found: list[Fit] = []
    for turned, (northing, easting) in enumerate(orders(metres)):
        for one in candidates:
            longitude, latitude = approximate(one, northing, easting)
            if _inside(one.area, longitude, latitude) and _inside(_UKRAINE, longitude, latitude):
                near = box is not None and _inside(box, longitude, latitude)
                stood = bool(turned) != (metres.order == "easting_first")
                easting_first = (northing, easting) != (metres.first, metres.second)
                found.append(Fit(one, northing, easting, longitude, latitude, stood, near, easting_first))
    own = f"UA{0:02}" if katottg is None else katottg[:4]
    return tuple(
        sorted(
            found,
            key=lambda fit: (
                not fit.near,
                fit.turned,
                f"UA{fit.system.number:02}" != own or fit.system.family != "local",
            ),
        )
    )


def fits_all(corners: Sequence[Metres], katottg: str | None = None) -> tuple[Fit, ...]:
    """The same for a list of corners: the fits of the first one, likeliest first, that hold for the outermost, too."""
    picks = [pick(corners, key=number) for number in (_first, _second) for pick in (min, max)]
    return tuple(fit for fit in fits(corners[0], katottg) if all(_holds(fit.system, fit.order(one)) for one in picks))


def _first(metres: Metres) -> float:
    return metres.first


def _second(metres: Metres) -> float:
    return metres.second


def _holds(one: CoordinateSystem, place: tuple[float, float]) -> bool:
    longitude, latitude = approximate(one, *place)
    return _inside(one.area, longitude, latitude) and _inside(_UKRAINE, longitude, latitude)


def approximate(one: CoordinateSystem, northing: float, easting: float) -> tuple[float, float]:
    """(longitude, latitude) in degrees on the system's own datum, within 5 m (100 m for UTM) near its meridian.

    The inverse transverse Mercator of Snyder, *Map Projections: A Working Manual* (USGS 1395), equations 3-21, 3-26,
    8-17 and 8-18, without their highest terms. Infinite where the numbers are no place.
    """
    arc = _meridian_arc(math.radians(one.origin_latitude)) + (northing - one.false_northing) / one.scale
    foot = _foot_latitude(arc)
    if abs(foot) >= math.radians(89):
        return math.inf, math.inf
    sine, cosine, tangent = math.sin(foot), math.cos(foot), math.tan(foot)
    second = _E2 / (1 - _E2)
    c, t = second * cosine**2, tangent**2
    prime = _A / math.sqrt(1 - _E2 * sine**2)
    meridional = _A * (1 - _E2) / (1 - _E2 * sine**2) ** 1.5
    d = (easting - one.false_easting) / (prime * one.scale)
    if abs(d) > 0.2:
        return math.inf, math.inf
    latitude = foot - prime * tangent / meridional * (
        d**2 / 2 - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * second) * d**4 / 24
    )
    longitude = (d - (1 + 2 * t + c) * d**3 / 6 + (5 + 28 * t + 24 * t**2) * d**5 / 120) / cosine
    return one.meridian + math.degrees(longitude), math.degrees(latitude)


def _meridian_arc(latitude: float) -> float:
    """Metres from the equator along the meridian (Snyder 3-21)."""
    return _A * (
        (1 - _E2 / 4 - 3 * _E2**2 / 64) * latitude
        - (3 * _E2 / 8 + 3 * _E2**2 / 32) * math.sin(2 * latitude)
        + 15 * _E2**2 / 256 * math.sin(4 * latitude)
    )


def _foot_latitude(arc: float) -> float:
    """The latitude of a meridian arc (Snyder 3-26)."""
    mu = arc / (_A * (1 - _E2 / 4 - 3 * _E2**2 / 64))
    e1 = (1 - math.sqrt(1 - _E2)) / (1 + math.sqrt(1 - _E2))
    return mu + 3 * e1 / 2 * math.sin(2 * mu) + 21 * e1**2 / 16 * math.sin(4 * mu)


def _inside(box: Box, longitude: float, latitude: float) -> bool:
    west, south, east, north = box
    return west - _MARGIN <= longitude <= east + _MARGIN and south - _MARGIN <= latitude <= north + _MARGIN


def _oblast(number: int, lang: str) -> str:
    uk, en = next(names for code, names in OBLASTS.items() if code[2:4] == f"{number:02}")
    if messages.language(lang) != "uk":
        return en
    return f"{uk} область" if uk.endswith("ька") else uk


def _angle(degrees: float) -> str:
    minutes = round(degrees * 60)
    return f"{minutes // 60}°{minutes % 60:02}′" if minutes % 60 else f"{minutes // 60}°"
