"""Geometry as well-known binary: what shapely (GEOS) reads is what was sent, to the last bit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import wkb

shapely_wkb = pytest.importorskip("shapely.wkb")
shapely_geometry = pytest.importorskip("shapely.geometry")

_doubles = st.floats(-1e6, 1e6, allow_nan=False, allow_infinity=False)
_flat = st.lists(_doubles, min_size=2, max_size=2)
_tall = st.lists(_doubles, min_size=3, max_size=3)


def _shapes(position: st.SearchStrategy[list[float]]) -> st.SearchStrategy[dict[str, Any]]:
    line = st.lists(position, min_size=2, max_size=4)
    ring = st.lists(position, min_size=3, max_size=4).map(lambda points: [*points, points[0]])
    area = st.lists(ring, min_size=1, max_size=2)
    forms = {
        "Point": position,
        "LineString": line,
        "Polygon": area,
        "MultiPoint": st.lists(position, min_size=1, max_size=3),
        "MultiLineString": st.lists(line, min_size=1, max_size=2),
        "MultiPolygon": st.lists(area, min_size=1, max_size=2),
    }
    made = [
        st.builds(lambda name, places: {"type": name, "coordinates": places}, st.just(n), s) for n, s in forms.items()
    ]
    return st.one_of(made)


def _lists(value: Any) -> Any:
    return [_lists(entry) for entry in value] if isinstance(value, (list, tuple)) else value


@given(st.one_of(_shapes(_flat), _shapes(_tall)))
def test_geos_reads_what_was_written(geometry: dict[str, Any]) -> None:
    written = wkb.from_geojson(geometry)
    assert written is not None
    read = shapely_geometry.mapping(shapely_wkb.loads(written))
    assert {"type": read["type"], "coordinates": _lists(read["coordinates"])} == geometry


def test_no_geometry_is_nothing() -> None:
    assert wkb.from_geojson(None) is None


def test_a_geometry_with_a_height_missing_somewhere_is_written_flat() -> None:
    written = wkb.from_geojson({"type": "LineString", "coordinates": [[1.0, 2.0, 3.0], [4.0, 5.0]]})
    assert list(shapely_wkb.loads(written).coords) == [(1.0, 2.0), (4.0, 5.0)]
