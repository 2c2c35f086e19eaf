"""What people type and paste as coordinates: real spellings, and any number back through every way of writing it."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugin.records.coordinate_metres import Metres, NamedSystem, orders
from plugin.records.coordinate_text import Degrees, Unread, read_coordinates

LATITUDE, LONGITUDE = 50.0045, 36.2314

LINKS = [
    "https://www.google.com/maps?q=50.0045,36.2314",
    "https://www.google.com/maps?q=50.0045%2C36.2314&z=17&hl=uk",
    "https://maps.google.com/maps?q=loc:50.0045+36.2314",
    "https://www.google.com/maps/search/50.0045,+36.2314?entry=tts",
    "https://www.google.com/maps/dir/?api=1&destination=50.0045,36.2314&travelmode=driving",
    "https://www.google.com/maps/place/50%C2%B000'16.2%22N+36%C2%B013'53.0%22E/@50.1,36.3,17z/data=!3m1!4b1!4m4!3m3"
    "!8m2!3d50.0045!4d36.2314?entry=ttu&g_ep=EgoyMDI2",
    "Школа https://www.google.com/maps/@50.0045,36.2314,17z",
    "https://www.openstreetmap.org/?mlat=50.0045&mlon=36.2314#map=19/50.0046/36.2315",
    "https://www.openstreetmap.org/#map=19/50.0045/36.2314&layers=N",
    "https://kadastr.live/#15.5/50.0045/36.2314",
    "https://maps.apple.com/?address=X&ll=50.0045,36.2314&q=Y&t=m",
    "https://maps.apple.com/place?coordinate=50.0045,36.2314&name=Z",
    "https://waze.com/ul?ll=50.0045,36.2314&navigate=yes",
    "https://www.waze.com/live-map/directions?to=ll.50.0045%2C36.2314",
    "https://www.bing.com/maps?cp=50.0045~36.2314&lvl=17",
    "https://wego.here.com/?map=50.0045,36.2314,15,normal",
    "https://2gis.ua/kharkov?m=36.2314%2C50.0045%2F16",
    "https://example.org/map?lon=36.2314&lat=50.0045",
    "geo:50.0045,36.2314",
    "geo:0,0?q=50.0045,36.2314(Школа)",
]

OTHER_PROGRAMS = [
    '{"type":"Point","coordinates":[36.2314,50.0045]}',
    '{"type": "Point", "coordinates": [36.2314, 50.0045, 120.5]}',
    "SRID=4326;POINT(36.2314 50.0045)",
    '{"lat": 50.0045, "lng": 36.2314}',
    "lng: 36.2314, lat: 50.0045",
    "довгота 36,2314 широта 50,0045",
    "Широта: 50,0045; Довгота: 36,2314",
    "Широта 50.0045° Довгота 36.2314°",
    "WGS 84: 50.0045, 36.2314",
    "WGS-84 50.0045 36.2314",
]

ANGLES = [
    "50:00:16.2 36:13:53.04",
    "50°00′16.2″N\u202836°13′53.04″E",  # a line break as a field of one line keeps it
    "50:00:16.2N 36:13:53.04E",
    "500016.2N 0361353.04E",
    "500016,2N, 0361353,04E",
    "5000.27N 03613.884E",
    "50 deg 0' 16.20\" N, 36 deg 13' 53.04\" E",
    "50° 0' 16.2\" N; 36° 13' 53.04\" E",
    "50°00´16,2´´ пн.ш. 36°13´53,04´´ сх.д.",
    "пн. ш. 50° 00′ 16,2″; сх. д. 36° 13′ 53,04″",
    "50°0′16.2″ північної широти 36°13′53.04″ східної довготи",
    "50⁰00'16.2\"N 36⁰13'53.04\"E",  # a raised zero, as word processors have it
    "50º00´16,2˝ 36º13´53,04˝",
    "50 гр 00 хв 16,2 с пн. ш., 36 гр 13 хв 53,04 с сх. д.",
    "50 гр. 00 хв. 16,2 сек. 36 гр. 13 хв. 53,04 сек.",
    "50.0045, 36.2314, 152",  # with the height that a receiver writes
    "50.0045 36.2314 152.35 м",
]


@pytest.mark.parametrize("text", [*LINKS, *OTHER_PROGRAMS, *ANGLES])
def test_every_way_people_have_them_is_the_same_place(text: str) -> None:
    found = read_coordinates(text)
    assert isinstance(found, Degrees), found
    assert (found.latitude, found.longitude) == pytest.approx((LATITUDE, LONGITUDE), abs=1e-9)


def test_the_map_of_the_land_cadastre_is_read_from_its_metres() -> None:
    found = read_coordinates("https://map.land.gov.ua/?cc=4033261.02,6447072.81&z=15&l=kadastr&bl=ortho10k_all")
    assert isinstance(found, Degrees)
    assert (found.latitude, found.longitude) == pytest.approx((LATITUDE, LONGITUDE), abs=0.002)


METRES = [
    "5540321.5 321543.25",
    "5540321,5 321543,25",
    "5540321.5, 321543.25",
    "5540321,5; 321543,25",
    "5540321.5;321543.25",
    "5540321,5,321543,25",
    "5540321.5,321543.25",
    "5540321.5/321543.25",
    "5 540 321,5 321 543,25",
    "5 540 321.5, 321 543.25",
    "5\u00a0540\u00a0321,5\t321\u00a0543,25",
    "5540321.5\n321543.25",
    "5540321.5\u2028321543.25",
    "X=5540321.5 Y=321543.25",
    "X 5540321.5 Y 321543.25",
    "х=5540321,5; у=321543,25",  # Cyrillic letters
    "X: 5 540 321,50 м, Y: 321 543,25 м",
    "Y=321543.25 X=5540321.5",
    "5540321.5 м 321543.25 м",
    "(5540321.5 321543.25)",
]


@pytest.mark.parametrize("text", METRES)
def test_metres_are_read_and_their_order_is_left_open(text: str) -> None:
    found = read_coordinates(text)
    assert isinstance(found, Metres), found
    assert (found.first, found.second, found.order) == (5540321.5, 321543.25, None)
    assert orders(found) == ((5540321.5, 321543.25), (321543.25, 5540321.5))


@pytest.mark.parametrize(
    "text",
    ["N 5540321.5 E 321543.25", "E 321543.25 N 5540321.5", "5540321.5 N 321543.25 E", "пн 5540321,5 сх 321543,25",
     "Northing: 5540321.5, Easting: 321543.25", "північ 5540321,5 схід 321543,25"],
)  # fmt: skip
def test_metres_that_say_which_is_the_northing_have_one_order(text: str) -> None:
    found = read_coordinates(text)
    assert isinstance(found, Metres), found
    assert orders(found) == ((5540321.5, 321543.25),)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("СК-63 5540321 4321543", NamedSystem("sk63")),
        ("СК-63, район X, зона 4: 5540321 4321543", NamedSystem("sk63", 4)),
        ("СК-63 5 540 321 4 321 543", NamedSystem("sk63")),
        ("СК-63 X-4 5540321 4321543", NamedSystem("sk63", 4)),
        ("СК-63 зона 4 5540321 4321543", NamedSystem("sk63", 4)),
        ("5540321 4321543 (СК63)", NamedSystem("sk63")),
        ("CK-63 X=5540321 Y=4321543", NamedSystem("sk63")),  # Latin letters
        ("УСК-2000 5540321 4321543", NamedSystem("ucs2000")),
        ("УСК-2000, зона 11, X=5540321 Y=4321543", NamedSystem("ucs2000", 11)),
        ("МСК-63 5540321 4321543", NamedSystem("local", 63)),
        ("LCS-63: 5540321 4321543", NamedSystem("local", 63)),
        ("EPSG:9858 5540321 4321543", NamedSystem("epsg", 9858)),
        ("СК-42 5540321 4321543", NamedSystem("sk42")),
        ("UTM 36N 5540321 4321543", NamedSystem("utm", 36)),
        ("UTM zone 37: 5540321 4321543", NamedSystem("utm", 37)),
        ("36U 5540321 4321543", NamedSystem("utm", 36)),
    ],
)  # fmt: skip
def test_the_system_named_beside_the_numbers_is_kept(text: str, system: NamedSystem) -> None:
    found = read_coordinates(text)
    assert isinstance(found, Metres), found
    assert (found.first, found.second, found.system) == (5540321, 4321543, system)


def test_degrees_of_another_system_say_so() -> None:
    found = read_coordinates("СК-42 50°00'16,2\" пн 36°13'53,04\" сх")
    assert isinstance(found, Degrees) and found.system == NamedSystem("sk42")
    assert found.latitude == pytest.approx(LATITUDE, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("https://maps.app.goo.gl/AbCdEf123", "short_link"),
        ("maps.app.goo.gl/AbCdEf123", "short_link"),
        ("https://goo.gl/maps/xyz", "short_link"),
        ("https://uk.wikipedia.org/wiki/Харків", "link"),
        ("X=5540321.5", "unreadable"),
        ("5540321.5", "incomplete"),
        ("X=5540321 X=321543", "unreadable"),
        ("X=5540321 N=321543", "unreadable"),
        ("5540321 321543 12", "unreadable"),
        ("вул. Соборна, 5540321", "unreadable"),
        ("👍", "unreadable"),
        ("\u202e50.0045", "unreadable"),
        ("а" * 10_000, "unreadable"),
    ],
)
def test_what_is_none_is_named_for_what_it_is(text: str, code: str) -> None:
    found = read_coordinates(text)
    assert isinstance(found, Unread), found
    assert found.code == code


# --- any number, through every way of writing it, and back ----------------------------------------------------------
latitudes = st.floats(44.0, 52.4)
longitudes = st.floats(22.0, 40.3)


def _angle(value: float, style: int, decimals: int, comma: bool) -> str:
    """An angle written in one of the usual styles, rounded as its decimals allow."""
    steps = round(value * (1, 60, 3600)[style] * 10**decimals)
    shown = f"{steps / 10**decimals:.{decimals}f}"
    if style == 1:
        degrees, minutes = divmod(steps, 60 * 10**decimals)
        shown = f"{degrees}°{minutes / 10**decimals:0{decimals + 3}.{decimals}f}′"
    elif style == 2:
        degrees, rest = divmod(steps, 3600 * 10**decimals)
        minutes, seconds = divmod(rest, 60 * 10**decimals)
        shown = f"{degrees}° {minutes:02}′ {seconds / 10**decimals:0{decimals + 3}.{decimals}f}″"
    else:
        shown += "°"
    return shown.replace(".", ",") if comma else shown


SIDES = [("N", "E"), ("пн", "сх"), ("пн. ш.", "сх. д."), ("північної широти", "східної довготи"), ("", "")]


@given(
    latitudes, longitudes, st.integers(0, 2), st.integers(1, 5), st.booleans(), st.sampled_from(SIDES),
    st.sampled_from([" ", ", ", "; ", "\n"]),
)  # fmt: skip
def test_angles_come_back_from_every_style(
    lat: float, lon: float, style: int, decimals: int, comma: bool, sides: tuple[str, str], between: str
) -> None:
    text = between.join(
        f"{_angle(value, style, decimals, comma)} {side}" for value, side in zip((lat, lon), sides, strict=True)
    )
    found = read_coordinates(text)
    assert isinstance(found, Degrees), (text, found)
    within = 0.5001 * 10**-decimals / (1, 60, 3600)[style] + 1e-9
    assert found.latitude == pytest.approx(lat, abs=within)
    assert found.longitude == pytest.approx(lon, abs=within)
    assert found.stated == bool(sides[0])


@given(
    latitudes, longitudes, st.sampled_from(["q={},{}", "#map=17/{}/{}", "@{},{},17z", "mlat={}&mlon={}", "cp={}~{}"])
)
def test_links_come_back_to_the_last_digit(lat: float, lon: float, pattern: str) -> None:
    shown = f"{lat:.7f}", f"{lon:.7f}"
    lead = "" if pattern[0] in "#@" else "?"
    found = read_coordinates(f"https://maps.example.org/{lead}" + pattern.format(*shown))
    assert isinstance(found, Degrees)
    assert (found.latitude, found.longitude) == (float(shown[0]), float(shown[1]))


def _grouped(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ")


@given(
    st.floats(4_900_000, 5_800_000), st.floats(100_000, 499_999), st.integers(0, 3), st.booleans(), st.booleans(),
    st.sampled_from(["{} {}", "{}; {}", "X={} Y={}", "x: {} м, y: {} м", "{}\n{}", "МСК-63 {}; {}"]),
)  # fmt: skip
@example(5_000_000.0, 300_000.0, 0, True, True, "{} {}")
def test_metres_come_back_from_every_spelling(
    northing: float, easting: float, decimals: int, comma: bool, groups: bool, pattern: str
) -> None:
    shown = [_grouped(value, decimals) if groups else f"{value:.{decimals}f}" for value in (northing, easting)]
    text = pattern.format(*(one.replace(".", ",") if comma else one for one in shown))
    found = read_coordinates(text)
    assert isinstance(found, Metres), (text, found)
    assert math.isclose(found.first, round(northing, decimals), abs_tol=1e-6)
    assert math.isclose(found.second, round(easting, decimals), abs_tol=1e-6)
    assert found.order is None


@given(st.text(max_size=60) | st.text("0123456789.,°'\" NSEWпнсхxyхуск-+;/:=м", max_size=40))
@example("x")
@example("e=1 n")
@example("СК-63")
@example("https://")
@example("geo:")
@example("1" * 400 + " 1" * 100)
def test_any_text_is_read_or_named(text: str) -> None:
    found = read_coordinates(text)
    if isinstance(found, Degrees):
        assert math.isfinite(found.latitude) and math.isfinite(found.longitude)
    elif isinstance(found, Metres):
        assert 1_000 <= abs(found.first) <= 1e8 and 1_000 <= abs(found.second) <= 1e8
    else:
        assert found.code
