"""Positions that come from outside: out of another coordinate system, out of a satellite receiver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shifted:
    """A place in degrees of WGS 84, out of another coordinate system.

    ``shift_m``: how far it would be off with the change of datum left out; None where that cannot be told.
    ``accuracy_m``: what EPSG says of the transformation; None where it says nothing. ``operation``: its name in PROJ's
    database; blank where the datum stays. ``guessed_datum``: the system does not say its datum.
    """

    longitude: float
    latitude: float
    shift_m: float | None
    accuracy_m: float | None
    operation: str
    guessed_datum: bool = False


class ShiftFault(ValueError):
    """``unknown_system``: this QGIS's PROJ has no such system · ``no_place``: the numbers are no place in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class GpsFix:
    """What a satellite receiver says: degrees of WGS 84. What it does not say is None.

    ``accuracy_m`` is its own estimate, in the horizontal; ``hdop`` the dilution of precision, best at 1.
    """

    longitude: float
    latitude: float
    accuracy_m: float | None = None
    hdop: float | None = None
    satellites: int | None = None


@dataclass(frozen=True)
class Landmark:
    """The known settlement that is nearest to a place, where its centre is (degrees, WGS 84)."""

    name: str
    longitude: float
    latitude: float
