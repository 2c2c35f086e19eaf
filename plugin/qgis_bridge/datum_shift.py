"""Coordinates of another coordinate system as WGS 84: PROJ's transformation for Ukraine, and how far it moves a place.

Of the transformations that PROJ has, the most accurate one that was derived for Ukraine is taken. Left to itself, PROJ
takes for SK-63 and SK-42 one that was derived for Russia alone (EPSG:5044), 2 m off the one whose area of use names
Ukraine (EPSG:15865). What the user's project states in its own table of transformations goes before both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDatumTransform,
    QgsPointXY,
    QgsProject,
)

from ..records.positions import Shifted, ShiftFault

WGS84 = "EPSG:4326"
DECIMALS = 9
_SEMI_MAJOR_M, _E2 = 6_378_137.0, 0.00669437999014  # WGS 84 (EPSG:7030)
_COUNTRY = "Ukraine"  # as EPSG's areas of use name it


def is_known(code: str) -> bool:
    """Whether this QGIS's PROJ has the system."""
    return QgsCoordinateReferenceSystem(code).isValid()


def to_wgs84(code: str, x: float, y: float, project: QgsProject | None = None) -> Shifted:
    """Coordinates of a system as WGS 84. Raises ShiftFault.

    :param code: such as ``EPSG:9858``.
    :param x: easting in metres; longitude where the system is a geographic one.
    :param y: northing in metres; latitude.
    :param project: whose table of transformations is looked at.
    """
    source, target = QgsCoordinateReferenceSystem(code), QgsCoordinateReferenceSystem(WGS84)
    if not source.isValid():
        raise ShiftFault("unknown_system")
    context, operation = QgsCoordinateTransformContext(), None
    if project is not None and project.transformContext().hasTransform(source, target):
        context = project.transformContext()
    else:
        operation = _best(code)
        if operation is not None:
            context.addCoordinateOperation(source, target, operation.proj)
    transform = QgsCoordinateTransform(source, target, context)
    try:
        place = transform.transform(QgsPointXY(x, y))
        unshifted = _unshifted(source, x, y)
    except QgsCsException as fault:
        raise ShiftFault("no_place") from fault
    if not (-180 <= place.x() <= 180 and -90 <= place.y() <= 90):  # infinities and NaN too
        raise ShiftFault("no_place")
    used = operation or _described(transform.instantiatedCoordinateOperationDetails())
    return Shifted(
        longitude=round(place.x(), DECIMALS) + 0.0,
        latitude=round(place.y(), DECIMALS) + 0.0,
        shift_m=None if unshifted is None else _metres_between(unshifted, place),
        accuracy_m=used.accuracy,
        operation=used.name,
        guessed_datum=used.guessed,
    )


@dataclass(frozen=True)
class _Operation:
    proj: str
    name: str
    accuracy: float | None
    guessed: bool


@lru_cache(maxsize=64)
def _best(code: str) -> _Operation | None:
    """The most accurate available operation whose change of datum was made for Ukraine; else PROJ's own choice."""
    source, target = QgsCoordinateReferenceSystem(code), QgsCoordinateReferenceSystem(WGS84)
    operations = [one for one in QgsDatumTransform.operations(source, target) if one.isAvailable]
    ours = [one for one in operations if all(_COUNTRY in step.areaOfUse for step in _datum_steps(one))]
    ranked = sorted(ours, key=lambda one: one.accuracy if one.accuracy >= 0 else float("inf"))
    return next((_described(one) for one in (*ranked, *operations)), None)


def _datum_steps(operation: Any) -> list[Any]:
    """Its steps without the projection, which comes first and is undone."""
    steps = list(operation.operationDetails)
    return steps[1:] if str(operation.name).startswith("Inverse of ") else steps


def _described(operation: Any) -> _Operation:
    """With a name such as "UCS-2000 to WGS 84 (2)"; blank where no datum is changed.

    PROJ calls it a ballpark offset where a system does not say its datum: degrees are then taken as they are.
    """
    parts = [part for part in str(operation.name).split(" + ") if " to " in part]
    return _Operation(
        proj=str(operation.proj),
        name=" + ".join(parts),
        accuracy=float(operation.accuracy) if operation.accuracy > 0 else None,
        guessed="ballpark" in str(operation.name).lower(),
    )


def _unshifted(source: QgsCoordinateReferenceSystem, x: float, y: float) -> QgsPointXY | None:
    """Longitude and latitude on the system's own datum; None where QGIS cannot tell that datum."""
    own = QgsCoordinateReferenceSystem(source.geographicCrsAuthId())
    if not own.isValid():
        return None
    return QgsCoordinateTransform(source, own, QgsCoordinateTransformContext()).transform(QgsPointXY(x, y))


def _metres_between(a: QgsPointXY, b: QgsPointXY) -> float:
    """Along the ellipsoid WGS 84, by its radii of curvature at the place: exact enough for some hundred metres.

    QGIS's own measure reads the list of all ellipsoids first, which takes a tenth of a second.
    """
    sine = math.sin(math.radians(b.y()))
    prime = _SEMI_MAJOR_M / math.sqrt(1 - _E2 * sine**2)
    meridional = prime * (1 - _E2) / (1 - _E2 * sine**2)
    north = math.radians(b.y() - a.y()) * meridional
    east = math.radians(b.x() - a.x()) * prime * math.cos(math.radians(b.y()))
    return math.hypot(north, east)
