"""The satellite receiver that QGIS is connected to: where it is now, and how well it knows."""

from __future__ import annotations

import math

from qgis.core import QgsApplication, QgsGpsConnection, QgsGpsInformation

from ..records.positions import GpsFix


def fix() -> GpsFix | str:
    """The position of the first receiver that has one; else ``not_connected`` or ``no_fix``.

    The person connects the receiver in QGIS (its panel *GPS Information*); this only reads what it says.
    """
    connections = [
        one
        for one in QgsApplication.gpsConnectionRegistry().connectionList()
        if one.status() != QgsGpsConnection.Status.NotConnected
    ]
    for connection in connections:
        found = _fix(connection.currentGPSInformation())
        if found is not None:
            return found
    return "no_fix" if connections else "not_connected"


def _fix(information: QgsGpsInformation) -> GpsFix | None:
    longitude, latitude = float(information.longitude), float(information.latitude)
    if not information.isValid() or not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    if longitude == 0 and latitude == 0:
        return None  # a receiver's way of saying nothing
    return GpsFix(
        longitude=longitude,
        latitude=latitude,
        accuracy_m=_positive(information.hacc),
        hdop=_positive(information.hdop),
        satellites=int(information.satellitesUsed) or None,
    )


def _positive(value: float) -> float | None:
    return float(value) if math.isfinite(value) and 0 < value < 90 else None
