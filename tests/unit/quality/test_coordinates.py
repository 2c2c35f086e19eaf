"""Coordinates as people have them, in both languages, and what is said of those that are none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugin.quality.coordinates import CoordinateProblem, ParsedCoordinate, parse_coordinates

LATITUDE, LONGITUDE = 50.0045, 36.2314

DECIMAL = [
    "50.0045, 36.2314",
    "50.0045,36.2314",
    "50.0045 36.2314",
    "50.0045  ,  36.2314",
    "50.0045; 36.2314",
    "50.0045 / 36.2314",
    "50,0045 36,2314",
    "50,0045, 36,2314",
    "50,0045; 36,2314",
    "50,0045,36,2314",
    "(50.0045, 36.2314)",
    "[50.0045, 36.2314]",
    "+50.0045 +36.2314",
    "50.0045\t36.2314",
    "50.0045\n36.2314",
    "50.0045\u00a036.2314",
    "50.0045 N, 36.2314 E",
    "50.0045N 36.2314E",
    "N50.0045 E36.2314",
    "N 50.0045, E 36.2314",
    "n 50.0045 e 36.2314",
    "50.0045° N, 36.2314° E",
    "50,0045° пн., 36,2314° сх.",
    "50.0045 пн 36.2314 сх",
    "пн 50,0045 сх 36,2314",
    "50.0045 пн. ш., 36.2314 сх. д.",
    "50.0045° пн.ш. 36.2314° сх.д.",
    "50.0045° північної широти, 36.2314° східної довготи",
    "50,0045 Пн 36,2314 Сх",
    "50.0045 north, 36.2314 east",
    "lat 50.0045 lon 36.2314",
    "Latitude: 50.0045, Longitude: 36.2314",
    "широта 50,0045 довгота 36,2314",
    "50.0045 N 36.2314 Е",  # the last letter is Cyrillic
    "E 36.2314 N 50.0045",
    "36.2314 E, 50.0045 N",
    "сх 36,2314 пн 50,0045",
    "geo:50.0045,36.2314",
    "geo:50.0045,36.2314;u=35",
    "https://maps.google.com/?q=50.0045,36.2314",
    "https://www.google.com/maps/@50.0045,36.2314,17z",
    "https://www.google.com/maps/place/X/@50.1,36.3,17z/data=!3m1!4b1!3d50.0045!4d36.2314",
    "https://www.google.com/maps/search/?api=1&query=50.0045%2C36.2314",
    "https://www.openstreetmap.org/#map=15/50.0045/36.2314",
    "https://www.openstreetmap.org/?mlat=50.0045&mlon=36.2314#map=15/50.0/36.0",
    "https://maps.apple.com/?ll=50.0045,36.2314",
    "POINT (36.2314 50.0045)",
    "POINT Z (36.2314 50.0045 120)",
]

# 50°00'16.2" = 50.0045, 36°13'53.04" = 36.2314
SECONDS = [
    "50°00'16.2\"N 36°13'53.04\"E",
    "50°00′16.2″N 36°13′53.04″E",
    "50° 00' 16,2\" пн. ш., 36° 13' 53,04\" сх. д.",
    "50°00’16.2” пн, 36°13’53.04” сх",
    "50°00'16.2'' 36°13'53.04''",
    "N 50°00'16.2\" E 36°13'53.04\"",
    "N50°00'16.2\"E36°13'53.04\"",
    "пн.ш. 50°00'16,2\" сх.д. 36°13'53,04\"",
    "50 00 16.2 N 36 13 53.04 E",
    "50 00 16,2 пн 36 13 53,04 сх",
    "N 50 00 16.2 E 36 13 53.04",
    "50 00 16.2, 36 13 53.04",
    "50 00 16.2 36 13 53.04",
    "50d00'16.2\"N 36d13'53.04\"E",
    "50 град 00 хв 16,2 с пн, 36 град 13 хв 53,04 с сх",
    "36°13'53.04\"E, 50°00'16.2\"N",
    "50º00'16.2\"N 36º13'53.04\"E",
]

MINUTES = [
    "50°00.27'N 36°13.884'E",
    "N50°00.27' E036°13.884'",
    "50° 00,27' пн 36° 13,884' сх",
    "50 00.27 N, 36 13.884 E",
    "50 00.27, 36 13.884",
]


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        *((text, "decimal") for text in DECIMAL),
        *((text, "seconds") for text in SECONDS),
        *((text, "minutes") for text in MINUTES),
    ],
)
def test_every_spelling_of_one_place_is_that_place(text: str, notation: str) -> None:
    found = parse_coordinates(text)
    assert isinstance(found, ParsedCoordinate), found
    assert found.latitude == pytest.approx(LATITUDE, abs=1e-9)
    assert found.longitude == pytest.approx(LONGITUDE, abs=1e-9)
    assert (found.notation, found.swapped) == (notation, False)


@pytest.mark.parametrize("text", ["36.2314, 50.0045", "36,2314 50,0045", "36°13'53.04\" 50°00'16.2\""])
def test_longitude_first_is_recognised_as_the_ranges_do_not_overlap(text: str) -> None:
    found = parse_coordinates(text)
    assert isinstance(found, ParsedCoordinate) and found.swapped
    assert (round(found.latitude, 4), round(found.longitude, 4)) == (LATITUDE, LONGITUDE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("Циркуни, вул. Соборна", "unreadable"),
        ("50.0045, 36.2314, 120, 5, 7", "unreadable"),
        ("50.0045.1 36.2314", "unreadable"),
        ("50.0045 N 36.2314", "unreadable"),
        ("50°00'16.2\"N 36°13'53.04\"E 12°", "unreadable"),
        ("50.5 30.5 16.2, 36 13 53", "unreadable"),
        ("50.0045", "incomplete"),
        ("50,36", "incomplete"),
        ("50°00'16.2\"N", "incomplete"),
        ("50.0045 N", "incomplete"),
        ("50°60'00\"N 36°13'53\"E", "range"),
        ("50 00 61 N 36 13 53 E", "range"),
        ("50.0045 N 36.2314 N", "hemisphere"),
        ("50.0045 сх 36.2314 сх", "hemisphere"),
        ("5553210.25 4389123.5", "projected"),
        ("4389123,5 5553210,25", "projected"),
        ("7389123 5553210", "projected"),
        ("0, 0", "null_island"),
        ("0.0 N 0.0 E", "null_island"),
        ("48.8566, 2.3522", "outside"),
        ("50.0045 S 36.2314 E", "outside"),
        ("50.0045 пд 36.2314 сх", "outside"),
        ("50.0045 пн 36.2314 зх", "outside"),
        ("-50.0045, 36.2314", "outside"),
        ("36.2314 N 50.0045 E", "outside"),
        ("https://maps.google.com/?q=48.8566,2.3522", "outside"),
    ],
)
def test_what_is_no_place_in_ukraine_is_named_for_what_it_is(text: str, code: str) -> None:
    found = parse_coordinates(text)
    assert isinstance(found, CoordinateProblem), found
    assert found.code == code
    assert found.message("uk") != found.message("en")
    assert "{" not in found.message("uk") + found.message("en")


def test_the_place_is_a_geojson_point() -> None:
    found = parse_coordinates("50.0045, 36.2314")
    assert isinstance(found, ParsedCoordinate)
    assert found.geometry == {"type": "Point", "coordinates": [36.2314, 50.0045]}


@given(st.floats(44.0, 52.4), st.floats(22.0, 40.3), st.sampled_from([", ", " ", "; "]), st.booleans())
def test_decimal_degrees_come_back_to_the_last_ninth_digit(lat: float, lon: float, between: str, comma: bool) -> None:
    text = f"{lat:.9f}{between}{lon:.9f}"
    found = parse_coordinates(text.replace(".", ",") if comma else text)
    assert isinstance(found, ParsedCoordinate)
    assert (found.latitude, found.longitude) == (float(f"{lat:.9f}"), float(f"{lon:.9f}"))


@given(st.integers(45, 51), st.integers(0, 59), st.integers(0, 599), st.integers(23, 39), st.integers(0, 59))
def test_degrees_minutes_and_seconds_add_up(d: int, m: int, tenths: int, east: int, east_minutes: int) -> None:
    found = parse_coordinates(f"{d}°{m:02}'{tenths / 10:.1f}\"N {east}°{east_minutes:02}'E")
    assert isinstance(found, ParsedCoordinate)
    assert found.latitude == pytest.approx(d + m / 60 + tenths / 36000, abs=1e-9)
    assert found.longitude == pytest.approx(east + east_minutes / 60, abs=1e-9)


@given(st.text(max_size=60) | st.text("0123456789.,°'\" NSEWпнсхз-+;/", max_size=40))
@example("N")
@example("°")
@example("N E")
@example("- -")
@example("1" * 400 + " 1")
@example("٥٠.٠ ٣٦.٢")
def test_any_text_is_a_place_or_a_problem(text: str) -> None:
    found = parse_coordinates(text)
    if isinstance(found, CoordinateProblem):
        assert found.message("uk") and found.message("en")
    else:
        assert 22 <= found.longitude <= 40.3 and 44 <= found.latitude <= 52.4
