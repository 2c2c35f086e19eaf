"""Where the territorial units lie: which unit a place is in, where a unit's middle is, whether a place is inside it.

Boundaries are those that the user has loaded into the workspace (:mod:`.boundary_file`); where there are none, or not
of every level, the codifier's centres of settlements help out, and every answer says which of the two it rests on. All
places are longitude, latitude in degrees, WGS 84. Nothing here writes. May be asked from several threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from ..errors import RecordsError, StoreError
from ..records.katottg import COUNTRY, LEVELS, covers, is_code, level, stem
from ..records.territory import Codifier, default_codifier
from . import boundary_file
from .boundary_file import Box, Entry
from .boundary_shape import METRES, Shape, shape_of

TOLERANCE = 300.0
"""Metres by which a place may lie outside a boundary before it is said: boundaries are generalised, fixes inexact."""
FAR = {"settlement": 20_000.0, "district": 20_000.0, "hromada": 70_000.0}
"""Metres from the known centre beyond which a place is surely not in a unit of the level: none is that large."""

_MOST_SHAPES = 1024
_CITIES = ("UA80", "UA85")

How = Literal["boundary", "centre"]


class HasFolder(Protocol):
    """What is asked of a workspace: where it lies."""

    @property
    def folder(self) -> Path:
        """The workspace's folder."""


class Found(NamedTuple):
    """A unit that a place may belong to.

    `how` is ``boundary`` where the place lies inside the unit's boundary (`distance_m` is 0), ``centre`` where the unit
    is proposed because its centre is the nearest one known, `distance_m` metres away.
    """

    code: str
    level: str
    how: How
    distance_m: float


class Centre(NamedTuple):
    """Where a unit's middle is; `level` is the level of the unit whose middle it is, perhaps a larger one."""

    lon: float
    lat: float
    level: str


@dataclass(frozen=True)
class Summary:
    """How many boundaries of each level the workspace has."""

    levels: dict[str, int]

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.levels)


def unit_at(workspace: HasFolder, lon: float, lat: float, codifier: Codifier | None = None) -> tuple[Found, ...]:
    """The units at a place, the finest first, at most one a level.

    By loaded boundaries as far down as these go (what the finest one lies in goes without asking); below that (a
    settlement, or all of it where nothing is loaded) the settlement with the nearest known centre, and its hromada.
    Empty where nothing is near.
    """
    index = _index(workspace.folder)
    finest = index.holding(lon, lat)
    found: list[Found] = []
    if finest is not None:
        loaded = [index.by_stem[start] for start in _stems(finest.code) if start in index.by_stem]
        found = [Found(entry.code, entry.level, "boundary", 0.0) for entry in loaded]
    return (*_by_centre(lon, lat, found[0] if found else None, codifier or _codifier()), *found)


def _by_centre(lon: float, lat: float, finest: Found | None, codifier: Codifier | None) -> list[Found]:
    """The nearest settlement, and its hromada, where they are finer than what the boundaries tell."""
    if codifier is None or (finest is not None and finest.level in ("settlement", "district")):
        return []
    for near in codifier.nearest(lon, lat, limit=50):
        city = near.code.startswith(_CITIES) and finest is not None and finest.level == "oblast"
        if finest is None or city or covers(finest.code, near.code):
            found = [Found(near.code, level(near.code), "centre", near.metres)]
            parent = next((unit for unit in codifier.units_above(near.code)[1:] if unit.level == "hromada"), None)
            if parent is not None and (finest is None or finest.level != "hromada"):
                found.append(Found(parent.code, "hromada", "centre", near.metres))
            return found
    return []


def centre_of(workspace: HasFolder, codifier: Codifier | None, code: str) -> Centre | None:
    """The middle of a unit: of a settlement its centre, of a hromada that of its administrative centre.

    Else a place inside the unit's boundary, else the middle of what is known of it, else that of the unit above:
    `level` tells. None where nothing is known.
    """
    index = _index(workspace.folder)
    codes = [code] if codifier is None else [unit.code for unit in codifier.units_above(code)] or [code]
    for one in codes:
        if not is_code(one):
            return None
        centre = codifier.centre(one) if codifier is not None and level(one) in ("settlement", "hromada") else None
        if centre is None and codifier is not None and one.startswith(_CITIES):
            centre = codifier.centre(one)
        entry = index.by_stem.get(stem(one))
        if centre is None and entry is not None:
            centre = entry.inside
        if centre is None and codifier is not None:
            known = codifier.centres_within(one)
            if known:
                west, south, east, north = _box(known)
                middle = ((west + east) / 2, (south + north) / 2)
                centre = min(known, key=lambda place: (place[0] - middle[0]) ** 2 + (place[1] - middle[1]) ** 2)
        if centre is not None:
            return Centre(centre[0], centre[1], level(one))
    return None


def extent_of(workspace: HasFolder, code: str, codifier: Codifier | None = None) -> Box | None:
    """West, south, east, north of a unit: of its boundary, else around the known centres in it, a little widened.

    None where nothing is known.
    """
    if not is_code(code):
        return None
    entry = _index(workspace.folder).by_stem.get(stem(code))
    if entry is not None:
        return entry.box
    codifier = codifier or _codifier()
    known = codifier.centres_within(code) if codifier is not None else []
    if not known:
        return None
    west, south, east, north = _box(known)
    return (west - 0.05, south - 0.03, east + 0.05, north + 0.03)


def contains(workspace: HasFolder, code: str, lon: float, lat: float, codifier: Codifier | None = None) -> bool | None:
    """Whether a place lies in a unit.

    True inside its boundary or within :data:`TOLERANCE` of it; False outside that, or outside the boundary of a unit
    above, or impossibly far from the unit's centre; None where none of these can tell.
    """
    return Places(workspace.folder, codifier).contains(code, lon, lat)


def trouble(folder: Path) -> StoreError | None:
    """Why the loaded boundaries cannot be read, if so: everything here then answers as if none were loaded."""
    return _index(folder).trouble


def summary(folder: Path) -> Summary:
    """What is loaded."""
    levels: dict[str, int] = {}
    for entry in _index(folder).entries:
        levels[entry.level] = levels.get(entry.level, 0) + 1
    return Summary(levels)


class Places:
    """A workspace's boundaries and the codifier's centres, as the checks ask them (`quality.model.Boundaries`)."""

    def __init__(self, folder: Path, codifier: Codifier | None = None) -> None:
        self._index = _index(folder)
        self._codifier = codifier or _codifier()
        self._centres: dict[str, tuple[float, float] | None] = {}

    def contains(self, code: str, lon: float, lat: float) -> bool | None:
        """As :func:`contains`."""
        if not is_code(code):
            return None
        own = stem(code)
        entry = next((self._index.by_stem[start] for start in _stems(code) if start in self._index.by_stem), None)
        if entry is not None:
            within = self._within(entry, lon, lat)
            return within if not within or stem(entry.code) == own else None
        reach = FAR.get(level(code))
        if reach is None or self._codifier is None:
            return None
        if code not in self._centres:
            self._centres[code] = self._codifier.centre(code)
        centre = self._centres[code]
        return False if centre is not None and _metres(centre, (lon, lat)) > reach else None

    def hromada_at(self, lon: float, lat: float) -> str | None:
        """The hromada, or the smaller unit, whose boundary holds the place."""
        entry = self._index.holding(lon, lat)
        return entry.code if entry is not None and entry.level in ("hromada", "settlement", "district") else None

    def _within(self, entry: Entry, lon: float, lat: float) -> bool:
        if not _in_box(entry.box, lon, lat):
            return False
        shape = self._index.shape(entry)
        return shape.contains(lon, lat) or shape.near(lon, lat, TOLERANCE)


class _Index:
    """The units of one state of a workspace's boundaries, in memory, the finest first; their shapes when asked for."""

    def __init__(self, folder: Path, stamp: tuple[int, ...] | None) -> None:
        self.stamp = stamp
        self._folder = folder
        self.trouble: StoreError | None = None
        entries: list[Entry] = []
        if stamp is not None:
            try:
                entries = boundary_file.entries(folder)
            except StoreError as error:  # records are entered without boundaries, too
                self.trouble = error
        self.entries = tuple(sorted(filter(_is_sound, entries), key=lambda entry: -LEVELS.index(entry.level)))
        self.by_stem = {stem(entry.code): entry for entry in self.entries}
        self._shapes: OrderedDict[int, Shape] = OrderedDict()
        self._lock = threading.Lock()

    def holding(self, lon: float, lat: float) -> Entry | None:
        """The finest unit that the place is in."""
        for entry in self.entries:
            west, south, east, north = entry.box
            if west <= lon <= east and south <= lat <= north and self.shape(entry).contains(lon, lat):
                return entry
        return None

    def shape(self, entry: Entry) -> Shape:
        """The unit's area."""
        with self._lock:
            shape = self._shapes.pop(entry.fid, None)
            if shape is None:
                try:
                    shape = shape_of(boundary_file.area(self._folder, entry.fid))
                except StoreError as error:
                    self.trouble = error
                    return shape_of(b"")
                while len(self._shapes) >= _MOST_SHAPES:
                    self._shapes.popitem(last=False)
            self._shapes[entry.fid] = shape
        return shape


_indexes: dict[Path, _Index] = {}


def _index(folder: Path) -> _Index:
    stamp = boundary_file.stamp(folder)
    index = _indexes.get(folder)
    if index is None or index.stamp != stamp or (index.trouble is not None and index.trouble.retryable):
        if len(_indexes) > 8:
            _indexes.clear()
        index = _indexes[folder] = _Index(folder, stamp)
    return index


def _is_sound(entry: Entry) -> bool:
    """The file is an ordinary one, which other programs may have written to."""
    return entry.level in LEVELS and is_code(entry.code) and None not in entry.inside


def _codifier() -> Codifier | None:
    try:
        return default_codifier()
    except RecordsError:
        return None


def _stems(code: str) -> list[str]:
    """The stems of the unit and of all that it lies in, the finest first: ``UA6312029`` …, ``UA63``."""
    own = stem(code)
    return [own[:length] for length in (14, 12, 9, 6, 4) if length <= len(own) and own != COUNTRY]


def _box(places: list[tuple[float, float]]) -> Box:
    return (
        min(lon for lon, _ in places),
        min(lat for _, lat in places),
        max(lon for lon, _ in places),
        max(lat for _, lat in places),
    )


def _in_box(box: Box, lon: float, lat: float) -> bool:
    reach = 2 * TOLERANCE / METRES  # a degree of longitude is at least half as long here
    return box[0] - reach <= lon <= box[2] + reach and box[1] - reach <= lat <= box[3] + reach


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return METRES * hypot((one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2)), one[1] - other[1])
