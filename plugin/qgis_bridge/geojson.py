"""GeoJSON geometries as QGIS geometries: WGS 84, longitude before latitude."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import QgsGeometry, QgsJsonUtils


def to_geometry(geojson: dict[str, Any]) -> QgsGeometry:
    """A GeoJSON geometry as a QgsGeometry in WGS 84; a null geometry where it is none."""
    feature = json.dumps({"type": "Feature", "properties": {}, "geometry": geojson})
    for made in QgsJsonUtils.stringToFeatureList(feature):
        return QgsGeometry(made.geometry())
    return QgsGeometry()
