"""Bounding boxes, and sameness to the last bit."""

from __future__ import annotations

import math
from typing import Any

import pytest

from plugin.contract.geometry import bbox, check_geometry, normalise_geometry, positions, same_geometry

RING = [[36.0, 50.0], [36.5, 50.0], [36.5, 50.25], [36.0, 50.0]]
SHAPES: list[tuple[dict[str, Any], tuple[float, float, float, float], int]] = [
    ({"type": "Point", "coordinates": [36.1, 50.2]}, (36.1, 50.2, 36.1, 50.2), 1),
    ({"type": "Point", "coordinates": [36.1, 50.2, 120.0]}, (36.1, 50.2, 36.1, 50.2), 1),
    ({"type": "MultiPoint", "coordinates": [[36.1, 50.2], [35.0, 51.0]]}, (35.0, 50.2, 36.1, 51.0), 2),
    ({"type": "LineString", "coordinates": [[36.1, 50.2], [35.0, 51.0]]}, (35.0, 50.2, 36.1, 51.0), 2),
    ({"type": "MultiLineString", "coordinates": [[[1.0, 2.0], [3.0, 4.0]], [[0.0, 9.0], [1.0, 1.0]]]}, (0, 1, 3, 9), 4),
    ({"type": "Polygon", "coordinates": [RING]}, (36.0, 50.0, 36.5, 50.25), 4),
    (
        {"type": "MultiPolygon", "coordinates": [[RING], [[[1.0, 1.0], *RING[1:], [1.0, 1.0]]]]},
        (1.0, 1.0, 36.5, 50.25),
        9,
    ),
]


@pytest.mark.parametrize(("geometry", "box", "count"), SHAPES)
def test_the_bounding_box_is_west_south_east_north(
    geometry: dict[str, Any], box: tuple[float, ...], count: int
) -> None:
    assert check_geometry(geometry, "any") is None
    assert bbox(geometry) == box
    assert len(list(positions(geometry))) == count


def test_no_geometry_has_no_bounding_box() -> None:
    assert bbox(None) is None


@pytest.mark.parametrize(
    ("geometry", "kind", "code"),
    [
        ({"type": "Point", "coordinates": [36.1, 50.2]}, "none", "geometry_type"),
        ({"type": "LineString", "coordinates": [[1, 1], [2, 2]]}, "point", "geometry_type"),
        ({"type": "GeometryCollection", "geometries": []}, "any", "geometry_type"),
        ({"type": "Point", "coordinates": [math.nan, 1.0]}, "any", "geometry_number"),
        ({"type": "Point", "coordinates": []}, "any", "geometry_empty"),
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, "any", "geometry_ring"),
        ("POINT (1 2)", "any", "geometry_form"),
    ],
)
def test_a_broken_form_is_named(geometry: Any, kind: str, code: str) -> None:
    assert check_geometry(geometry, kind) == code


def test_one_bit_makes_two_geometries_different() -> None:
    a = {"type": "Point", "coordinates": [36.1, 50.2]}
    assert same_geometry(a, {"coordinates": (36.1, 50.2), "type": "Point"})
    assert not same_geometry(a, {"type": "Point", "coordinates": [math.nextafter(36.1, 37.0), 50.2]})
    assert not same_geometry(a, {"type": "Point", "coordinates": [36.1, 50.2, 0.0]})
    assert not same_geometry(a, {"type": "MultiPoint", "coordinates": [[36.1, 50.2]]})
    assert same_geometry({"type": "Point", "coordinates": [36, -0.0]}, {"type": "Point", "coordinates": [36.0, 0]})


def test_normalising_leaves_no_negative_zero_and_every_other_bit() -> None:
    found = normalise_geometry({"type": "Point", "coordinates": [-0.0, 0.1 + 0.2]})
    assert [math.copysign(1, found["coordinates"][0]), found["coordinates"][1]] == [1.0, 0.30000000000000004]
