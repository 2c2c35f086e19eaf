"""Coordinates of Ukraine's survey systems as WGS 84, through QGIS, against PROJ called with EPSG's own parameters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsPointXY,
    QgsProject,
)

from plugin.qgis_bridge.datum_shift import is_known, to_wgs84
from plugin.records.coordinate_systems import CoordinateSystem, system, systems
from plugin.records.positions import ShiftFault

osr = pytest.importorskip("osgeo.osr", reason="needs GDAL to ask PROJ")

# EPSG:5840 "UCS-2000 to WGS 84 (2)", 1 m, Ukraine.
# EPSG:15865 "Pulkovo 1942 to WGS 84 (16)", 4.5 m, Ukraine among others.
# https://epsg.org; a coordinate frame rotation, so that its angles change their sign in +towgs84.
TOWGS84 = {"EPSG:5561": "24,-121,-76,0,0,0,0", "EPSG:4284": "25,-141,-78.5,0,0.35,0.736,0"}


def _by_parameters(one: CoordinateSystem, easting: float, northing: float) -> tuple[float, float]:
    """The same through PROJ alone, the system written out: no database, no choice of a transformation."""
    shape = "+ellps=WGS84 +towgs84=0,0,0" if one.datum == "EPSG:4326" else f"+ellps=krass +towgs84={TOWGS84[one.datum]}"
    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.ImportFromProj4(
        f"+proj=tmerc +lat_0={one.origin_latitude} +lon_0={one.meridian} +k={one.scale} +x_0={one.false_easting} "
        f"+y_0={one.false_northing} {shape} +units=m +no_defs"
    )
    target.ImportFromEPSG(4326)
    for each in (source, target):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    x, y, _ = osr.CoordinateTransformation(source, target).TransformPoint(easting, northing)
    return x, y


@pytest.mark.parametrize("one", systems(), ids=lambda one: f"{one.code} {one.family}")
def test_every_system_is_where_epsgs_parameters_put_it(one: CoordinateSystem, qgis_app: object) -> None:
    easting, northing = one.false_easting + 41_234.5, 5_432_109.75
    found = to_wgs84(one.code, easting, northing)

    assert (found.longitude, found.latitude) == pytest.approx(_by_parameters(one, easting, northing), abs=1e-9)


@pytest.mark.parametrize(
    ("code", "operation", "accuracy"),
    [
        ("EPSG:9858", "UCS-2000 to WGS 84 (2)", 1.0),
        ("EPSG:6386", "UCS-2000 to WGS 84 (2)", 1.0),
        ("EPSG:7829", "Pulkovo 1942 to WGS 84 (16)", 4.5),
        ("EPSG:28407", "Pulkovo 1942 to WGS 84 (16)", 4.5),
    ],
)
def test_the_transformation_is_the_one_made_for_ukraine(
    code: str, operation: str, accuracy: float, qgis_app: object
) -> None:
    one = system(code)
    assert one is not None
    found = to_wgs84(code, one.false_easting, 5_500_000)
    assert (found.operation, found.accuracy_m) == (operation, accuracy)


@pytest.mark.parametrize("one", [one for one in systems() if one.family != "utm"], ids=lambda one: one.code)
def test_leaving_the_datum_out_would_cost_over_a_hundred_metres(one: CoordinateSystem, qgis_app: object) -> None:
    assert 100 < to_wgs84(one.code, one.false_easting, 5_450_000).shift_m < 140


def test_the_shift_is_measured_as_qgis_measures_it(qgis_app: object) -> None:
    measure = QgsDistanceArea()
    measure.setEllipsoid("EPSG:7030")
    found = to_wgs84("EPSG:4284", 36.2314, 50.0045)
    wanted = measure.measureLine(QgsPointXY(36.2314, 50.0045), QgsPointXY(found.longitude, found.latitude))
    assert found.shift_m == pytest.approx(wanted, abs=0.01)


def test_utm_is_on_the_same_datum_and_shifts_nothing(qgis_app: object) -> None:
    found = to_wgs84("EPSG:32637", 300_000, 5_540_000)
    assert found.shift_m < 0.01 and found.accuracy_m is None and found.operation == ""


def test_degrees_of_a_datum_are_shifted_too(qgis_app: object) -> None:
    found = to_wgs84("EPSG:4284", 36.2314, 50.0045)
    assert 100 < found.shift_m < 140
    assert abs(found.longitude - 36.2314) < 0.003


def test_a_system_without_a_datum_is_told(qgis_app: object) -> None:
    own = "PROJ:+proj=tmerc +lat_0=0 +lon_0=36.71 +k=1 +x_0=12345 +y_0=0 +ellps=krass +units=m +no_defs +type=crs"
    found = to_wgs84(own, 12_000, 5_540_000)
    assert found.guessed_datum or found.shift_m is None
    assert not to_wgs84("EPSG:9858", 280_000, 5_540_000).guessed_datum


def test_what_the_project_states_goes_first(qgis_app: object) -> None:
    source, target = QgsCoordinateReferenceSystem("EPSG:9858"), QgsCoordinateReferenceSystem("EPSG:4326")
    usual = to_wgs84("EPSG:9858", 280_000, 5_540_000)
    project = QgsProject()
    context = QgsCoordinateTransformContext()
    context.addCoordinateOperation(
        source, target,
        "+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=36.5 +k=1 +x_0=300000 +y_0=0 +ellps=krass "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg",
    )  # fmt: skip
    project.setTransformContext(context)
    stated = to_wgs84("EPSG:9858", 280_000, 5_540_000, project)
    assert stated.shift_m < 0.01 < usual.shift_m


def test_what_is_no_place_or_no_system_is_named(qgis_app: object) -> None:
    assert is_known("EPSG:9858") and not is_known("EPSG:999999")
    with pytest.raises(ShiftFault) as fault:
        to_wgs84("EPSG:999999", 1, 1)
    assert fault.value.code == "unknown_system"
    with pytest.raises(ShiftFault) as fault:
        to_wgs84("EPSG:9858", 9e7, 9e7)
    assert fault.value.code == "no_place"


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(systems()), st.floats(-120_000, 120_000), st.floats(4_950_000, 5_780_000))
def test_anywhere_in_ukraine_it_stays_where_the_parameters_put_it(
    qgis_app: object, one: CoordinateSystem, off: float, northing: float
) -> None:
    found = to_wgs84(one.code, one.false_easting + off, northing)
    wanted = _by_parameters(one, one.false_easting + off, northing)
    assert (found.longitude, found.latitude) == pytest.approx(wanted, abs=1e-9)
