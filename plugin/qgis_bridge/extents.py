"""Where to look first: rough extents of the oblasts, for a map that has no records yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsRectangle

from ..records.katottg import is_code, level
from ..store import boundaries

UKRAINE = QgsRectangle(22.0, 44.0, 40.3, 52.4)

#: West, south, east, north in degrees (WGS 84), widened to a tenth; keyed by the oblast's two digits in KATOTTG.
OBLASTS = {
    "01": (32.4, 44.3, 36.7, 46.3),
    "05": (27.3, 48.0, 30.1, 49.9),
    "07": (23.5, 50.2, 26.1, 52.0),
    "12": (32.9, 47.4, 37.0, 49.2),
    "14": (36.5, 46.8, 39.1, 49.3),
    "18": (27.1, 49.5, 29.8, 51.7),
    "21": (22.1, 47.8, 24.7, 49.1),
    "23": (34.2, 46.2, 37.3, 48.2),
    "26": (23.5, 47.7, 25.7, 49.6),
    "32": (29.2, 49.1, 32.2, 51.5),
    "35": (29.7, 47.7, 34.0, 49.3),
    "44": (37.8, 47.8, 40.2, 50.1),
    "46": (22.6, 48.7, 25.5, 50.7),
    "48": (30.2, 46.4, 33.2, 48.3),
    "51": (28.1, 45.2, 31.4, 48.3),
    "53": (32.0, 48.7, 35.5, 50.6),
    "56": (25.0, 50.0, 27.8, 52.0),
    "59": (32.9, 50.1, 35.7, 52.4),
    "61": (24.7, 48.5, 26.4, 50.3),
    "63": (34.8, 48.5, 38.1, 50.5),
    "65": (31.5, 45.7, 35.3, 47.6),
    "68": (26.1, 48.4, 27.9, 50.6),
    "71": (29.5, 48.4, 32.9, 50.3),
    "73": (24.9, 47.7, 27.6, 48.7),
    "74": (30.5, 50.3, 33.5, 52.4),
    "80": (30.2, 50.2, 30.9, 50.6),
    "85": (33.3, 44.3, 33.9, 44.9),
}


def of_territory(codes: Iterable[str], folder: Path | None = None) -> QgsRectangle:
    """The extent (longitude, latitude; WGS 84) around the units of KATOTTG codes; the country for "UA" or none.

    :param folder: of the workspace whose boundaries are asked about raions and hromadas.
    """
    extent = QgsRectangle()
    for code in codes:
        known = _smaller(code, folder) or OBLASTS.get(code[2:4])
        if known is None:
            return QgsRectangle(UKRAINE)
        extent.combineExtentWith(QgsRectangle(*known))
    return extent if not extent.isEmpty() else QgsRectangle(UKRAINE)


@dataclass(frozen=True)
class _Place:
    folder: Path


def _smaller(code: str, folder: Path | None) -> tuple[float, float, float, float] | None:
    """Around a unit below the oblast, as far as it is known where it lies."""
    if folder is None or not is_code(code) or level(code) == "oblast":
        return None
    return boundaries.extent_of(_Place(folder), code)
