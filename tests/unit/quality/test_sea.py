"""The open sea is told from the land: no settlement, no oblast reaches into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugin.errors import RecordsError
from plugin.quality.sea import BLACK_SEA, SEA_OF_AZOV, in_sea
from plugin.records.territory import Codifier

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "boundaries"


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(31.0, 45.5), (33.0, 44.2), (34.5, 44.1), (36.5, 46.1), (36.0, 45.8), (30.5, 45.0), (37.0, 44.4)],
)
def test_open_water_is_sea(longitude: float, latitude: float) -> None:
    assert in_sea(longitude, latitude)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("Зміїний", 30.204, 45.255),
        ("Одеса, порт", 30.76, 46.49),
        ("Керч", 36.47, 45.36),
        ("коса Тендрівська", 31.53, 46.36),
        ("Джарилгач", 32.95, 46.03),
        ("Бирючий", 35.1, 46.13),
        ("Севастополь", 33.52, 44.62),
        ("Харків", 36.23, 50.0),
    ],
)
def test_land_islands_and_spits_are_none(name: str, longitude: float, latitude: float) -> None:
    assert not in_sea(longitude, latitude), name


def test_no_settlement_lies_in_the_sea() -> None:
    try:
        codifier = Codifier()
    except RecordsError as missing:
        pytest.skip(str(missing))
    centres = codifier.centres_within("UA")
    assert len(centres) > 3000
    assert [centre for centre in centres if in_sea(*centre)] == []


def test_no_oblast_reaches_into_the_sea_and_no_outline_onto_land() -> None:
    path = SHARED / "oblasts.geojson"
    if not path.is_file():
        pytest.skip(f"{path.name} is not at hand")
    shapely_geometry = pytest.importorskip("shapely.geometry")
    oblasts = [shapely_geometry.shape(one["geometry"]).buffer(0) for one in json.loads(path.read_text())["features"]]
    for outline in (BLACK_SEA, SEA_OF_AZOV):
        water = shapely_geometry.Polygon(outline)
        assert water.is_valid
        assert [oblast.bounds for oblast in oblasts if water.intersects(oblast)] == []
