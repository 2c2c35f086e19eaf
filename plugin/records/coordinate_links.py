"""Coordinates inside links that people copy from a map on a phone or in a browser, without asking the network.

Each pattern names who writes it. What a short link leads to is not in it: `is_short` tells it apart, so that it can be
said.
"""

from __future__ import annotations

import math
import re
from urllib.parse import unquote

MOST_LETTERS = 4000
"""Of a link; those of a place on Google Maps run to several hundred."""

EARTH_RADIUS_M = 6_378_137.0  # semi-major axis of WGS 84, the radius of the web's Mercator (EPSG:3857, method 1024)

# Google, Apple, Waze; "daddr" and "destination" of routes; a "loc:" may stand before.
_KEYS = "q|ll|query|coordinate|daddr|destination|center|viewpoint|latlng|sll|to|near"
_N = r"(-?\d{1,3}\.\d+)"
_LATITUDE_FIRST = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{_N}!4d{_N}",  # Google Maps: the place itself, where @ is the middle of the view
        rf"[?&]mlat={_N}&mlon={_N}",  # OpenStreetMap: the marker
        rf"[?&#](?:{_KEYS})=(?:loc:|ll\.)?\s*{_N}\s*[,+ ]\s*{_N}",
        rf"[?&]cp={_N}~{_N}",  # Bing
        rf"[?&]lat(?:itude)?={_N}&(?:lon|lng|long|longitude)={_N}",
        rf"[?&#]map={_N},{_N},",  # HERE
        rf"#(?:map=)?\d{{1,2}}(?:\.\d+)?/{_N}/{_N}",  # OpenStreetMap, and whatever MapLibre or Leaflet draws
        rf"@{_N},{_N}",  # Google Maps: the middle of the view
        rf"/(?:search|place|dir)/(?:[^?#]*/)?{_N},[\s+]*{_N}",
    )
)
_LONGITUDE_FIRST = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[?&](?:lon|lng|longitude)={_N}&lat(?:itude)?={_N}",
        rf"//(?:[\w-]+\.)*2gis\.[\w.]+/[^?#]*[?&]m={_N},{_N}",
    )
)
_GEO_URI = re.compile(r"^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", re.IGNORECASE)  # RFC 5870
_GEO_URI_ASKS = re.compile(rf"^geo:0,0\?q={_N},{_N}", re.IGNORECASE)  # what Android's "share" writes for a label
# The map of the state land cadastre shows its view in metres of the web's Mercator, easting first.
_CADASTRE = re.compile(r"//map\.land\.gov\.ua/[^ ]*[?&]cc=(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", re.IGNORECASE)
_SHORT = re.compile(
    r"^(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/kgs|waze\.com/ul/h|maps\.apple/p|osm\.org/go|bit\.ly)/\S*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?|geo|comgooglemaps|waze|maps):\S+", re.IGNORECASE)


def position_in_link(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees as a link in ``text`` states them; None where there is no link or none in it.

    The place itself goes before the middle of the view. Whether they lie in Ukraine is not looked at.
    """
    found = _ADDRESS.search(text[:MOST_LETTERS])
    if found is None:
        return None
    link = unquote(found[0]) + unquote(text[found.end() : MOST_LETTERS])
    for pattern in (_GEO_URI_ASKS, _GEO_URI, *_LATITUDE_FIRST):
        match = pattern.search(link)
        if match is not None:
            return float(match[1]), float(match[2])
    for pattern in _LONGITUDE_FIRST:
        match = pattern.search(link)
        if match is not None:
            return float(match[2]), float(match[1])
    match = _CADASTRE.search(link)
    return None if match is None else _from_web_mercator(float(match[1]), float(match[2]))


def is_link(text: str) -> bool:
    """Whether ``text`` holds a link at all."""
    return _ADDRESS.search(text[:MOST_LETTERS]) is not None


def is_short(text: str) -> bool:
    """Whether ``text`` is a shortened link: the coordinates are not in it, and asking for them would take a network."""
    return _SHORT.match(text.strip()) is not None


def _from_web_mercator(easting: float, northing: float) -> tuple[float, float]:
    """(latitude, longitude): the inverse of the spherical Mercator (IOGP 373-7-2, method 1024)."""
    latitude = math.degrees(math.atan(math.sinh(max(-20.0, min(20.0, northing / EARTH_RADIUS_M)))))
    return round(latitude, 9), round(math.degrees(easting / EARTH_RADIUS_M), 9)
