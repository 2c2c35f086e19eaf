"""Which column of a table is which field: by the field's name, or by its label in either language, as in exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..records.definition import GEOMETRY, RecordType
from ..records.messages import LANGUAGES
from ..records.spelling import fold_text

LATITUDE, LONGITUDE, COORDINATES, WKT = "latitude", "longitude", "coordinates", "wkt"
_PLACES = {
    LATITUDE: ("latitude", "lat", "широта", "пн. ш.", "y"),
    LONGITUDE: ("longitude", "lon", "lng", "long", "довгота", "сх. д.", "x"),
    COORDINATES: ("coordinates", "координати", "місце на карті"),
    WKT: ("wkt", "place (wkt)", "місце (wkt)", GEOMETRY),
}
_TELLING_NOTHING = frozenset({"fid", "ogc_fid", "id", "№", "no", "no.", "№ з/п", "territory", "територія"})
"""Counters, and the names that stand beside the codes of the territory: passed over without a word."""


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are: `fields` by field name, `places` by what they say of the place, each the
    heading; `unknown` headings that are neither, in their order."""

    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def match(rtype: RecordType, headings: Sequence[str]) -> Columns:
    """Finds the field of each heading. Of two columns for one field the first counts, the other is unknown.

    Fields of one label are told apart as exports do it: "Status", "Status (2)".
    """
    names = _names(rtype)
    found = Columns()
    unknown: list[str] = []
    for heading in headings:
        plain = _plain(heading)
        name = names.get(plain)
        place = next((role for role, words in _PLACES.items() if plain in words), None)
        if name is not None and name not in found.fields:
            found.fields[name] = heading
        elif name is None and place is not None and place not in found.places and rtype.geometry != "none":
            found.places[place] = heading
        elif plain and (name is not None or plain not in _TELLING_NOTHING):
            unknown.append(heading)
    return Columns(found.fields, found.places, tuple(unknown))


def _names(rtype: RecordType) -> dict[str, str]:
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        seen: dict[str, int] = defaultdict(int)
        for one in rtype.fields:
            label = _plain(one.label(lang))
            seen[label] += 1
            found.setdefault(label if seen[label] == 1 else f"{label} ({seen[label]})", one.name)
    found.update((one.name.casefold(), one.name) for one in rtype.fields)  # a name comes before a label
    return found


def _plain(heading: str) -> str:
    """Spelling, case, and the marks that forms put behind a label do not matter."""
    return fold_text(heading).casefold().rstrip("*: ").strip()
