"""Committing 10,000 new features through a QGIS edit session: a workspace layer beside a plain GeoPackage layer."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

from .needs import TABLE, needs
from .result import Result, Stopwatch, report
from .workspaces import copy_file, empty

FEATURES = 10_000
LIMIT = 1.4
RUNS = 15


def commit(gpkg: Path, records: list[dict[str, Any]], watch: Stopwatch) -> None:
    """Add the records in one edit session and time its commit."""
    layer = QgsVectorLayer(f"{gpkg}|layername={TABLE}|geometrytype=Point", TABLE, "ogr")
    if not layer.isValid() or not layer.startEditing():
        raise AssertionError(f"{gpkg} cannot be edited")
    names = [field.name() for field in layer.fields()]
    features = []
    for record in records:
        feature = QgsFeature(layer.fields())
        for position, name in enumerate(names):
            if name not in ("fid", "uuid") and record.get(name) is not None:
                feature.setAttribute(position, record[name])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*record["geom"]["coordinates"])))
        features.append(feature)
    if not layer.addFeatures(features):
        raise AssertionError("features were refused")
    with watch.lap():
        committed = layer.commitChanges()
    if not committed:
        raise AssertionError("; ".join(layer.commitErrors()))
    if layer.featureCount() != len(records):
        raise AssertionError(f"{layer.featureCount()} features after the commit")


def main() -> None:
    """Runs alternate between the two, each into a fresh file."""
    gdal.UseExceptions()
    application = QgsApplication([], False)
    application.initQgis()
    records = list(needs(FEATURES))
    ours, plain = Stopwatch(), Stopwatch()
    with tempfile.TemporaryDirectory() as scratch:
        plain_empty = Path(scratch, "plain.gpkg")
        with empty(Path(scratch, "made")) as workspace:
            gdal.VectorTranslate(str(plain_empty), str(workspace.gpkg_path), layers=[TABLE], format="GPKG")
        for run in range(RUNS):
            copy = Path(scratch, f"plain-{run}.gpkg")
            copy_file(plain_empty, copy)
            commit(copy, records, plain)
            with empty(Path(scratch, f"workspace-{run}")) as workspace:
                gpkg = workspace.gpkg_path
            commit(gpkg, records, ours)
    # Each run beside its neighbour: what disturbs the one disturbs the other.
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours.times, plain.times, strict=True))
    report(
        Result(
            f"commit: {FEATURES:,} new features in QGIS", ratio * plain.median, "s", plain.median, "plain layer", LIMIT
        )
    )
    application.exitQgis()


if __name__ == "__main__":
    main()
