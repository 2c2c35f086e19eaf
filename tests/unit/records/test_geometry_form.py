"""The form of a geometry: RFC 7946, finite, without curves, measures and collections."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.records import messages
from plugin.records.geometry_form import geometry_fault, normalise_geometry

RING = [[36.0, 50.0], [36.1, 50.0], [36.1, 50.1], [36.0, 50.0]]


def shape(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    "geometry",
    [
        shape("Point", [36.2, 49.9]), shape("Point", [36.2, 49.9, 120.5]), shape("Point", [36, 50]),
        shape("LineString", [[36.0, 50.0], [36.1, 50.0]]), shape("Polygon", [RING]),
        shape("MultiPoint", [[36.2, 49.9]]), shape("MultiLineString", [[[36.0, 50.0], [36.1, 50.0]]]),
        shape("MultiPolygon", [[RING], [RING, RING]]),
    ],
)  # fmt: skip
def test_points_lines_and_areas_are_of_the_right_form(geometry: Any) -> None:
    assert geometry_fault(geometry, "any") is None


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        (None, "geometry_form"), ("POINT (36 50)", "geometry_form"), ({}, "geometry_form"),
        ([36.0, 50.0], "geometry_form"),
        ({"type": "Point"}, "geometry_form"), (shape("Point", "36,50"), "geometry_form"),
        ({**shape("Point", [36.0, 50.0]), "crs": {}}, "geometry_form"),
        (shape("Circle", [36.0, 50.0]), "geometry_type"), (shape("point", [36.0, 50.0]), "geometry_type"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry_type"),
        (shape("Point", []), "geometry_empty"), (shape("LineString", []), "geometry_empty"),
        (shape("Polygon", [[]]), "geometry_empty"), (shape("MultiPolygon", [[]]), "geometry_empty"),
        (shape("Point", [36.0]), "geometry_position"), (shape("Point", [36.0, 50.0, 1.0, 2.0]), "geometry_position"),
        (shape("Point", ["36", "50"]), "geometry_position"), (shape("Point", [True, False]), "geometry_position"),
        (shape("Point", [36.0, None]), "geometry_position"), (shape("LineString", [36.0, 50.0]), "geometry_position"),
        (shape("LineString", [[36.0, 50.0], [36.1, 50.0, 1.0]]), "geometry_position"),
        (shape("Point", [math.nan, 50.0]), "geometry_number"), (shape("Point", [36.0, math.inf]), "geometry_number"),
        (shape("Point", [10**400, 50.0]), "geometry_number"),
        (shape("LineString", [[36.0, 50.0]]), "geometry_short"), (shape("Polygon", [RING[:3]]), "geometry_ring"),
        (shape("Polygon", [[*RING[:3], [36.0, 50.00001]]]), "geometry_ring"),
        (shape("Polygon", RING), "geometry_position"),
        (shape("MultiLineString", [{"a": 1}]), "geometry_form"),
    ],
)  # fmt: skip
def test_another_form_is_named(geometry: Any, fault: str) -> None:
    assert geometry_fault(geometry, "any") == fault
    assert all(len(messages.text(f"shape.{fault}", lang)) > 20 for lang in messages.LANGUAGES)


def test_a_type_of_points_takes_points_only() -> None:
    assert geometry_fault(shape("Point", [36.0, 50.0]), "point") is None
    assert geometry_fault(shape("MultiPoint", [[36.0, 50.0]]), "point") == "geometry_type"
    assert geometry_fault(shape("Point", [36.0, 50.0]), "none") == "geometry_type"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=3))
def test_every_digit_of_a_coordinate_is_kept_and_a_negative_zero_is_zero(position: list[float]) -> None:
    found = normalise_geometry(shape("Point", position))["coordinates"]
    assert found == position
    assert all(math.copysign(1, number) == 1 for number in found if number == 0)
    assert normalise_geometry(shape("Point", found)) == shape("Point", found)


_NESTED = st.recursive(
    st.floats() | st.integers() | st.booleans() | st.none() | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=20,
)


@given(st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"]), _NESTED)
def test_whatever_stands_in_the_coordinates_is_judged_without_a_crash(kind: str, coordinates: Any) -> None:
    geometry = normalise_geometry(shape(kind, coordinates))
    fault = geometry_fault(geometry, "any")
    assert fault is None or fault.startswith("geometry_")


def test_what_is_no_geometry_is_left_as_it_is() -> None:
    for other in (None, 5, "POINT", {"type": "Point"}):
        assert normalise_geometry(other) == other
