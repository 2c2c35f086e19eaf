"""Lists of corners as people copy them from plans, tables and other programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.records.coordinate_list import MOST_CORNERS, Corners, read_places
from plugin.records.coordinate_metres import NamedSystem
from plugin.records.coordinate_systems import fits, fits_all
from plugin.records.coordinate_text import Degrees, Unread

THREE = [(50.0045, 36.2314), (50.0055, 36.2324), (50.0065, 36.2334)]
METRES = [(5540321.5, 280543.2), (5540330.1, 280560.0), (5540340.4, 280555.5)]


def _degrees(text: str) -> list[tuple[float, float]]:
    found = read_places(text)
    assert isinstance(found, Corners), found
    return [(one.latitude, one.longitude) for one in found.degrees]


def _metres(text: str) -> list[tuple[float, float]]:
    found = read_places(text)
    assert isinstance(found, Corners), found
    return [(one.first, one.second) for one in found.metres]


@pytest.mark.parametrize(
    "text",
    [
        "50.0045 36.2314\n50.0055 36.2324\n50.0065 36.2334",
        "50.0045, 36.2314\r\n50.0055, 36.2324\r\n50.0065, 36.2334\r\n",
        "50,0045\t36,2314\n50,0055\t36,2324\n50,0065\t36,2334",
        "50.0045 36.2314; 50.0055 36.2324; 50.0065 36.2334",
        "50,0045; 36,2314; 50,0055; 36,2324; 50,0065; 36,2334",
        "1 50,0045 36,2314\n2 50,0055 36,2324\n3 50,0065 36,2334",
        "т.1: 50,0045 36,2314\nт.2: 50,0055 36,2324\nт.3: 50,0065 36,2334",
        "Кути ділянки:\n№ Широта Довгота\n1) 50,0045 36,2314\n2) 50,0055 36,2324\n3) 50,0065 36,2334\nПеревірено",
        "50.0045,36.2314,0 50.0055,36.2324,0 50.0065,36.2334,0",
        "50.0045° пн. ш. 36.2314° сх. д.\n50.0055° пн. ш. 36.2324° сх. д.\n50.0065° пн. ш. 36.2334° сх. д.",
    ],
)
def test_corners_in_degrees(text: str) -> None:
    assert _degrees(text) == THREE


@pytest.mark.parametrize(
    "text",
    [
        "1 5540321.5 280543.2\n2 5540330.1 280560.0\n3 5540340.4 280555.5",
        "1) 5540321,5 280543,2\u20282) 5540330,1 280560,0\u20283) 5540340,4 280555,5",
        "1. 5 540 321,5  280 543,2\n2. 5 540 330,1  280 560,0\n3. 5 540 340,4  280 555,5",
        "№\tX\tY\n1\t5540321,5\t280543,2\n2\t5540330,1\t280560,0\n3\t5540340,4\t280555,5",
    ],
)
def test_corners_in_metres(text: str) -> None:
    assert _metres(text) == METRES


def test_a_number_that_counts_corners_is_no_part_of_their_thousands() -> None:
    """ "1 280 543 5 540 321" is also 1,280,543 and 5,540,321."""
    text = "1 280 543 5 540 321\n2 280 560 5 540 330\n3 280 555 5 540 340\n1 280 543 5 540 321"
    assert _metres(text) == [(280543, 5540321), (280560, 5540330), (280555, 5540340), (280543, 5540321)]


def test_degrees_that_happen_to_rise_by_one_are_not_taken_for_numbers() -> None:
    assert _degrees("48 30 00 36 13 53\n49 30 00 36 13 53") == [
        (48.5, pytest.approx(36.231388889)),
        (49.5, pytest.approx(36.231388889)),
    ]


@pytest.mark.parametrize(
    "text",
    ["УСК-2000 зона 6\n{}", "Координати кутів, УСК-2000 зона 6:\n№ X Y\n{}", "УСК-2000 зона 6 {}"],
)
def test_a_system_that_is_named_once_is_that_of_all_corners(text: str) -> None:
    found = read_places(text.format("5540321,5 6280543,2\n5540330,1 6280560\n5540340,4 6280555,5"))
    assert isinstance(found, Corners) and len(found) == 3
    assert {one.system for one in found.metres} == {NamedSystem("ucs2000", 6)}


def test_wkt_says_what_it_draws() -> None:
    area = read_places("POLYGON ((36.2314 50.0045, 36.2324 50.0055, 36.2334 50.0065, 36.2314 50.0045))")
    line = read_places("SRID=4326;LINESTRING(36.2314 50.0045, 36.2324 50.0055)")
    assert isinstance(area, Corners) and area.drawn == "area" and len(area) == 4
    assert isinstance(line, Corners) and line.drawn == "line"
    assert line.degrees[0] == Degrees(50.0045, 36.2314, stated=True)


def test_the_line_that_is_no_place_is_named() -> None:
    found = read_places("50.0045 36.2314\n50.0055 36.2324\nріг біля школи 5\n50.0065 36.2334")
    assert found == Unread("corner", {"n": 3, "text": "ріг біля школи 5"})


@pytest.mark.parametrize(
    "text",
    ["50.0045 36.2314\n5540330.1 280560.0", "СК-63 5540321,5 5373543\nУСК-2000 5540330,1 5373560"],
)
def test_corners_in_different_systems_are_not_put_together(text: str) -> None:
    assert read_places(text) == Unread("mixed")


def test_too_many_corners_are_said_to_be_so() -> None:
    text = "\n".join(["50.0045 36.2314"] * (MOST_CORNERS + 1))
    assert read_places(text) == Unread("too_many", {"n": MOST_CORNERS + 1, "most": MOST_CORNERS})


@pytest.mark.parametrize(
    "text", ["50°00′16″\n36°13′53″", "50.0045\n36.2314", "50,0045; 36,2314", "біля школи\nвул. Миру 6", "1\n2\n3", ""]
)
def test_what_is_one_place_or_none_is_no_list(text: str) -> None:
    assert not isinstance(read_places(text), Corners)


places = st.tuples(st.floats(44.0, 52.4), st.floats(22.0, 40.3))


@given(st.lists(places, min_size=2, max_size=12), st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n", "; "]))
def test_any_list_comes_back_as_it_was_written(
    corners: list[tuple[float, float]], counted: bool, comma: bool, between: str
) -> None:
    lines = [f"{latitude:.6f} {longitude:.6f}" for latitude, longitude in corners]
    lines = [f"{n}) {line}" for n, line in enumerate(lines, 1)] if counted else lines
    text = between.join(lines)
    found = _degrees(text.replace(".", ",") if comma else text)
    assert found == [(round(latitude, 6), round(longitude, 6)) for latitude, longitude in corners]


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    read_places(text)


def test_a_system_has_to_hold_all_corners() -> None:
    """The second corner lies 900 km from the first in zone 6: no system of one zone has both in its area."""
    near = read_places("УСК-2000 5540321,5 6380543\n5540421,5 6380643")
    far = read_places("УСК-2000 5540321,5 6380543\n5540421,5 7180643")
    assert isinstance(near, Corners) and isinstance(far, Corners)
    assert fits_all(near.metres) == fits(near.metres[0]) != ()
    assert all(fit.order(near.metres[0]) == (fit.northing, fit.easting) for fit in fits_all(near.metres))
    assert fits_all(far.metres) == ()
