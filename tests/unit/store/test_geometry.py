"""Geometry survives the GeoPackage to the last bit; what cannot travel is changed with a note or named unreadable."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from plugin.errors import StoreError
from plugin.records.geometry_form import geometry_fault
from plugin.store import geometry
from plugin.store.curves import linearise
from plugin.store.geometry import bounds, decode, decode_with_notes, encode

ordinates = st.floats(-1e30, 1e30, width=64)
flat = st.tuples(ordinates, ordinates)
high = st.tuples(ordinates, ordinates, ordinates)


def shapes(position: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    at = position.map(list)
    line = st.lists(at, min_size=2, max_size=6)
    ring = st.lists(at, min_size=3, max_size=5).map(lambda points: [*points, points[0]])
    area = st.lists(ring, min_size=1, max_size=3)
    kinds = {
        "Point": at,
        "LineString": line,
        "Polygon": area,
        "MultiPoint": st.lists(at, min_size=1, max_size=4),
        "MultiLineString": st.lists(line, min_size=1, max_size=3),
        "MultiPolygon": st.lists(area, min_size=1, max_size=3),
    }
    return st.one_of(
        *(
            coordinates.map(lambda found, name=name: {"type": name, "coordinates": found})
            for name, coordinates in kinds.items()
        )
    )


def bits(geojson: Any) -> Any:
    """Every number as its eight bytes."""
    if isinstance(geojson, dict):
        return {key: bits(value) for key, value in geojson.items()}
    if isinstance(geojson, list):
        return [bits(value) for value in geojson]
    return struct.pack("<d", geojson) if isinstance(geojson, (int, float)) else geojson


def positive_zero(geojson: Any) -> Any:
    if isinstance(geojson, list):
        return [positive_zero(value) for value in geojson]
    return geojson + 0.0 if isinstance(geojson, float) else geojson


def blob(wkt: str, little: bool = True) -> bytes:
    """A GeoPackage geometry as another program might write it: no envelope, any byte order."""
    order = ogr.wkbNDR if little else ogr.wkbXDR
    return b"GP\x00\x01" + struct.pack("<i", 4326) + bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb(order))


@given(st.one_of(shapes(flat), shapes(high)))
def test_what_is_written_is_read_again_to_the_last_bit_with_negative_zero_as_zero(shape: dict[str, Any]) -> None:
    wanted = {"type": shape["type"], "coordinates": positive_zero(shape["coordinates"])}
    assert bits(decode(encode(shape))) == bits(wanted)


@given(st.one_of(shapes(flat), shapes(high)))
def test_gdal_reads_what_we_write(shape: dict[str, Any]) -> None:
    written = encode(shape)
    assert written is not None
    offset = 8 + (0, 32)[(written[3] >> 1) & 7]
    read = ogr.CreateGeometryFromWkb(written[offset:])
    assert read is not None and bytes(read.ExportToIsoWkb(ogr.wkbNDR)) == written[offset:]


@given(st.one_of(shapes(flat), shapes(high)))
def test_bounds_are_those_of_the_positions(shape: dict[str, Any]) -> None:
    read = ogr.CreateGeometryFromWkb(encode(shape)[8 + (0, 32)[(encode(shape)[3] >> 1) & 7] :])
    assert bounds(encode(shape)) == read.GetEnvelope()


@pytest.mark.parametrize("little", [True, False])
@pytest.mark.parametrize(
    ("wkt", "wanted", "notes"),
    [
        ("POINT (36 50)", {"type": "Point", "coordinates": [36.0, 50.0]}, ()),
        ("POINT Z (36 50 120)", {"type": "Point", "coordinates": [36.0, 50.0, 120.0]}, ()),
        ("POINT M (36 50 7)", {"type": "Point", "coordinates": [36.0, 50.0]}, ("measures_dropped",)),
        ("POINT ZM (36 50 120 7)", {"type": "Point", "coordinates": [36.0, 50.0, 120.0]}, ("measures_dropped",)),
        (
            "MULTIPOINT M ((1 2 3),(4 5 6))",
            {"type": "MultiPoint", "coordinates": [[1, 2], [4, 5]]},
            ("measures_dropped",),
        ),
        ("POINT EMPTY", None, ()),
        ("MULTIPOLYGON EMPTY", None, ()),
        (
            "GEOMETRYCOLLECTION (POINT (1 2))",
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1.0, 2.0]}]},
            (),
        ),
        (
            "TRIANGLE ((0 0,1 0,0 1,0 0))",
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]},
            (),
        ),
        (
            "TIN (((0 0,1 0,0 1,0 0)))",
            {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [0, 1], [0, 0]]]]},
            ("surface_simplified",),
        ),
    ],
)
def test_what_others_write_is_read_in_either_byte_order(
    wkt: str, wanted: dict[str, Any] | None, notes: tuple[str, ...], little: bool
) -> None:
    assert geometry.notes(blob(wkt, little)) == notes
    found = decode_with_notes(blob(wkt, little))
    assert found.geometry == wanted
    assert found.notes == notes


@pytest.mark.parametrize(
    "wkt",
    [
        "CIRCULARSTRING (0 0,1 1,2 0)",
        "CIRCULARSTRING (0 0,1 1,2 0,3 -1,4 0)",
        "CIRCULARSTRING (0 0,4 0,0 0)",
        "COMPOUNDCURVE ((0 0,1 0),CIRCULARSTRING (1 0,2 1,3 0),(3 0,4 0))",
        "CURVEPOLYGON (CIRCULARSTRING (0 0,2 2,4 0,2 -2,0 0),(1 0,2 0,2 1,1 0))",
        "MULTICURVE ((0 0,1 1),CIRCULARSTRING (0 0,1 1,2 0))",
        "MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING (0 0,2 2,4 0,2 -2,0 0)))",
    ],
)
def test_curves_come_out_as_lines_that_keep_their_points_and_follow_gdals(wkt: str) -> None:
    found = decode_with_notes(blob(wkt))
    assert found.geometry is not None
    assert geometry.CURVES_LINEARISED in found.notes
    assert geometry_fault(found.geometry, "any") is None
    curve = ogr.CreateGeometryFromWkt(wkt)
    ours = ogr.CreateGeometryFromJson(json.dumps(found.geometry))
    theirs = curve.GetLinearGeometry()
    assert ours.Length() == pytest.approx(theirs.Length(), rel=2e-3) if ours.GetDimension() == 1 else True
    assert ours.GetArea() == pytest.approx(theirs.GetArea(), rel=2e-3)
    assert ours.Buffer(0.01).Contains(theirs)


@given(st.floats(0.1, 50), st.floats(-180, 180), st.floats(-80, 80), st.floats(0.05, 6.2), st.booleans())
def test_every_point_of_a_linearised_arc_lies_on_its_circle(
    radius: float, x: float, y: float, sweep: float, left: bool
) -> None:
    sign = 1 if left else -1
    arc = [[x + radius * math.cos(sign * sweep * s), y + radius * math.sin(sign * sweep * s)] for s in (0, 0.3, 1)]
    line = linearise(arc)
    assert line[0] == arc[0] and line[-1] == arc[2] and arc[1] in line
    for point in line:
        assert math.hypot(point[0] - x, point[1] - y) == pytest.approx(radius, rel=1e-5)
    length = sum(math.dist(a, b) for a, b in zip(line, line[1:], strict=False))
    assert length == pytest.approx(radius * sweep, rel=2e-3)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_an_error(junk: bytes) -> None:
    decode_with_notes(junk)
    for flags in (1, 3, 9):
        geometry.notes(b"GP\x00" + bytes([flags]) + struct.pack("<i", 4326) + junk)
    decode_with_notes(b"GP\x00\x01" + struct.pack("<i", 4326) + junk)
    bounds(b"GP\x00\x03" + struct.pack("<i", 4326) + junk)


@pytest.mark.parametrize(
    "value",
    [
        b"", "text", 7, b"GP", b"GP\x00\x01" + bytes(9), blob("LINESTRING (0 0,1 1)")[:-3],
        blob("POINT (1 2)")[:8] + b"\x01" + struct.pack("<II", 4, 4_000_000_000),
        blob("POINT (1 2)")[:8] + (b"\x01" + struct.pack("<II", 7, 1)) * 40,
    ],
)  # fmt: skip
def test_bytes_that_make_no_sense_are_named_unreadable_and_fail_the_check_of_the_shape(value: Any) -> None:
    found = decode(value)
    assert found == geometry.UNREADABLE
    assert geometry_fault(found, "any") is not None
    assert bounds(value) is None


def test_a_point_that_is_not_finite_is_read_for_the_check_to_name() -> None:
    found = decode(encode({"type": "Point", "coordinates": [math.inf, 50.0]}))
    assert found == {"type": "Point", "coordinates": [math.inf, 50.0]}
    assert geometry_fault(found, "any") is not None


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": ["36", "50"]},
        {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]},
        {"coordinates": [1, 2]},
        "POINT (1 2)",
    ],
)
def test_what_is_no_geojson_geometry_is_refused_with_a_code(shape: Any) -> None:
    with pytest.raises(StoreError) as caught:
        encode(shape)
    assert caught.value.code == "store.bad_geometry"


def test_nothing_and_the_empty_geometry_are_stored_as_none() -> None:
    assert encode(None) is None
    assert encode({"type": "MultiPoint", "coordinates": []}) is None
