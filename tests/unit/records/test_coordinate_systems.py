"""The coordinate systems of Ukraine: the table against PROJ's database, and which of them two numbers may be in."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import paths
from plugin.records.coordinate_metres import Metres, NamedSystem
from plugin.records.coordinate_systems import (
    GEOGRAPHIC,
    CoordinateSystem,
    approximate,
    fits,
    named,
    oblast_area,
    system,
    systems,
)
from plugin.records.katottg import OBLASTS

KHARKIV = "UA63000000000041885"
KYIV_OBLAST = "UA32000000000030281"


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def test_the_table_is_what_projs_database_says() -> None:
    pytest.importorskip("osgeo", reason="needs GDAL to ask PROJ")
    from tools.build_coordinate_systems import write

    made = io.StringIO()
    write(made)
    shipped = paths.coordinate_systems_path().read_text(encoding="utf-8")
    facts = (
        "code",
        "family",
        "number",
        "datum",
        "meridian",
        "origin_latitude",
        "scale",
        "false_easting",
        "false_northing",
    )
    wanted = [{name: row[name] for name in facts} for row in _rows(shipped)]
    assert [{name: row[name] for name in facts} for row in _rows(made.getvalue())] == wanted


def test_every_oblast_has_its_local_system_and_its_number() -> None:
    local = {f"UA{one.number:02}" for one in systems() if one.family == "local"}
    assert local == {code[:4] for code in OBLASTS}
    assert oblast_area(KHARKIV) == system("EPSG:9858").area  # type: ignore[union-attr]
    assert oblast_area("UA99") is None


def test_families_have_the_zones_that_cover_ukraine() -> None:
    zones = {
        family: [one.number for one in systems() if one.family == family]
        for family in {one.family for one in systems()}
    }
    assert zones["ucs2000_3"] == [7, 8, 9, 10, 11, 12, 13]
    assert zones["ucs2000_6"] == zones["ucs2000_cm"] == zones["sk42"] == [4, 5, 6, 7]
    assert zones["sk63"] == [1, 2, 3, 4, 5, 6, 7]
    assert zones["utm"] == [34, 35, 36, 37]


@pytest.mark.parametrize("one", systems(), ids=lambda one: one.code)
def test_labels_are_in_both_languages_and_no_two_are_alike(one: CoordinateSystem) -> None:
    for lang in ("uk", "en"):
        assert "{" not in one.label(lang)
        assert [other.code for other in systems() if other.label(lang) == one.label(lang)] == [one.code]


def test_the_sorting_is_near_what_proj_computes() -> None:
    osr = pytest.importorskip("osgeo.osr", reason="needs GDAL to ask PROJ")
    osr.UseExceptions()
    for one in systems():
        source = osr.SpatialReference()
        source.ImportFromEPSG(int(one.code[5:]))
        own = source.CloneGeogCS()
        for each in (source, own):
            each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        west, south, east, north = one.area
        longitude, latitude = min(max((west + east) / 2, 22.2), 40.2), min(max((south + north) / 2, 44.5), 52.0)
        easting, northing, _ = osr.CoordinateTransformation(own, source).TransformPoint(longitude, latitude)
        within = 1e-3 if one.family == "utm" else 5e-5  # sorted on one ellipsoid, Krassowsky's
        assert approximate(one, northing, easting) == pytest.approx((longitude, latitude), abs=within), one.code


def test_a_number_pair_is_in_several_systems_and_the_stated_oblasts_come_first() -> None:
    found = fits(Metres(5_540_000, 280_000), KHARKIV)
    assert found[0].system.code == "EPSG:9858"
    families = {fit.system.family for fit in found if fit.near}
    assert {"local", "ucs2000_3"} <= families
    assert len({fit.system.code for fit in found}) > 10  # never guessed: many oblasts have such numbers
    nears = [fit.near for fit in found]
    assert nears == sorted(nears, reverse=True)


def test_sk63_and_ucs_2000_overlap() -> None:
    codes = {fit.system.code for fit in fits(Metres(5_500_000, 5_320_000))}
    assert {"EPSG:7829", "EPSG:5563"} <= codes  # SK-63 zone 5 in Kharkiv oblast, UCS-2000 zone 5 east of Lviv


def test_the_easting_may_stand_first() -> None:
    straight = fits(Metres(5_540_000, 280_000), KHARKIV)[0]
    turned = fits(Metres(280_000, 5_540_000), KHARKIV)[0]
    assert (turned.system, turned.northing, turned.easting) == (straight.system, straight.northing, straight.easting)
    assert (straight.turned, turned.turned) == (False, True)
    stated = fits(Metres(280_000, 5_540_000, "easting_first"), KHARKIV)[0]
    assert (stated.system, stated.northing) == (straight.system, 5_540_000)
    assert fits(Metres(280_000, 5_540_000, "northing_first"), KHARKIV) == ()


def test_a_named_system_is_the_only_one_offered() -> None:
    assert [fit.system.code for fit in fits(Metres(5_540_000, 280_000, None, NamedSystem("local", 63)))] == [
        "EPSG:9858"
    ]
    assert {fit.system.family for fit in fits(Metres(5_500_000, 5_320_000, None, NamedSystem("sk63")))} == {"sk63"}
    assert fits(Metres(5_540_000, 280_000, None, NamedSystem("sk63"))) == ()
    assert [one.code for one in named(NamedSystem("epsg", 7829))] == ["EPSG:7829"]
    assert named(NamedSystem("epsg", 3857)) == ()
    assert {one.number for one in named(NamedSystem("ucs2000", 12))} == {12}


def test_numbers_that_are_no_place_fit_nothing() -> None:
    assert fits(Metres(1_000, 1_000)) == ()
    assert fits(Metres(9e7, 9e7)) == ()
    assert fits(Metres(-5_540_000, 280_000)) == ()


def test_degrees_of_a_datum_have_their_geographic_system() -> None:
    assert GEOGRAPHIC["ucs2000"] == "EPSG:5561" and GEOGRAPHIC["sk42"] == GEOGRAPHIC["sk63"] == "EPSG:4284"
    assert {one.datum for one in systems() if one.family in ("sk63", "sk42")} == {"EPSG:4284"}


@given(st.floats(-1e8, 1e8), st.floats(-1e8, 1e8))
def test_any_numbers_fit_or_do_not(first: float, second: float) -> None:
    for fit in fits(Metres(first, second), KYIV_OBLAST):
        assert 21.9 <= fit.longitude <= 40.4 and 43.0 <= fit.latitude <= 52.5
