"""The 1,469 hromada centres: loaded by ogr2ogr, sent, pulled into a second workspace, equal to the last bit."""

from __future__ import annotations

import csv
import shutil
import subprocess

import pytest
from osgeo import ogr

from plugin.sync import events

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def centres(shared_data):
    """The rows of the real file."""
    path = shared_data / "boundaries" / "hromada_centres.csv"
    if not path.is_file():
        pytest.skip(f"NO REAL DATA: {path} is not there, so the hromada centres were not sent")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


LOADING = """
    SELECT hromada_code AS katottg, 'Центр громади: ' || centre_name AS title_uk, 'municipal_services' AS sector,
           'draft' AS workflow, 'open' AS status, CAST(population_2022 AS INTEGER) AS people_total, geometry
    FROM hromada_centres
"""


def test_every_hromada_centre_arrives_with_every_digit(country, centres, shared_data):
    if shutil.which("ogr2ogr") is None:
        pytest.skip("ogr2ogr is not installed, so the hromada centres were not sent")
    anna, borys = (country.office("00009999", territory=("UA",)) for _ in range(2))
    source = shared_data / "boundaries" / "hromada_centres.csv"
    places = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326"]
    command = ["ogr2ogr", "-update", "-append", "-nln", "need", anna.gpkg, str(source), *places]
    subprocess.run([*command, "-dialect", "SQLite", "-sql", LOADING], check=True, capture_output=True)
    assert len(anna.records()) == len(centres) == 1469

    report = anna.synced()
    assert (report.sent, report.accepted, report.refused) == (1469, 1469, 0)
    assert len(anna.told(events.Answered)) == 3
    report = borys.synced()
    assert (report.received, report.conflicts) == (1469, 0)
    assert borys.records() == anna.records()

    # Not through our own reading: the doubles as GDAL finds them in both files, and in the source.
    def shapes(path):
        source = ogr.Open(str(path))
        layer = source.GetLayerByName("need")
        return {f.GetField("uuid"): bytes(f.GetGeometryRef().ExportToIsoWkb()) for f in layer}

    assert shapes(borys.gpkg) == shapes(anna.gpkg)
    sent = sorted((row["hromada_code"], float(row["lon"]), float(row["lat"])) for row in centres)
    kept = sorted((record["katottg"], *record["geom"]["coordinates"]) for record in borys.records().values())
    assert kept == sent
    assert anna.synced().sent == 0
