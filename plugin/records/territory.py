"""The codifier of territories: names to codes and back, from one read-only SQLite file that the build makes.

The file's tables are described in ``tools/build_codifier.py``. Codes identify, names never do: 135 hromada names and
3,433 settlement names repeat.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import paths
from ..errors import RecordsError
from .katottg import (
    COUNTRY,
    KATOTTG_PATTERN,
    OBLASTS,
    covers,
    is_code,
    iso_3166_2,
    level,
    lowest_code,
    pcode,
    stem,
)
from .romanisation import romanise

__all__ = [
    "COUNTRY",
    "KATOTTG_PATTERN",
    "OBLASTS",
    "Codifier",
    "Near",
    "Unit",
    "covers",
    "default_codifier",
    "fold_name",
    "is_code",
    "iso_3166_2",
    "level",
    "pcode",
    "stem",
]

#: Version of the file's layout; a file of another one is refused.
LAYOUT = 2

_LATIN_TO_CYRILLIC = str.maketrans("abceikmhopctyx", "авсеікмнорстух")
_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхїфівапролджєячсмитьбю")
_FOLDED = str.maketrans({"ґ": "г", "ё": "е", **dict.fromkeys("'\u2019\u02bc`\u2018\u2032\u00b4")})
_WORD = re.compile(r"[^\W_]+")
_HYPHENED_KINDS = re.compile(r"\b(р-н|с-ще)\b", re.IGNORECASE)

#: What people write around a name. As words of a search they narrow it to these categories.
_KINDS = {
    "м": "MK", "місто": "MK", "с": "C", "село": "C", "смт": "X", "сщ": "X", "сел": "X", "селище": "X", "сще": "X",
    "громада": "H", "гр": "H", "тг": "H", "отг": "H", "стг": "H", "мтг": "H",
    "район": "PB", "рн": "PB", "область": "OK", "обл": "OK",
}  # fmt: skip
_LABELS = {
    "uk": {"O": "{} область", "K": "м. {}", "P": "{} район", "H": "{} громада", "M": "м. {}", "X": "с-ще {}",
           "C": "с. {}", "B": "{} район міста"},
    "en": {"O": "{} oblast", "K": "{}", "P": "{} raion", "H": "{} hromada", "M": "{}", "X": "{}", "C": "{}",
           "B": "{} district"},
}  # fmt: skip
_DEGREE_KM = 111.2
_NEAREST_KM = 40.0
_CRIMEA = "UA01000000000013043"
_COLUMNS = "code, category, unit.name, name_en, parent, level, old_names, successor, withdrawn"


@dataclass(frozen=True)
class Unit:
    """One unit of the codifier.

    `category` is the codifier's letter: O oblast, K city with special status, P raion, H hromada, M city, X settlement
    (селище), C village, B city district. `name_en` is given for the oblast level only. `parent` is the code of the
    unit it lies in. A `withdrawn` code is no longer in force; `successor` is the code that replaced it, where known.
    """

    code: str
    category: str
    name: str
    name_en: str | None
    parent: str | None
    level: str
    old_names: tuple[str, ...] = ()
    successor: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Near:
    """A settlement whose centre is near a place, and how far, in metres."""

    code: str
    metres: float


def fold_name(text: str) -> str:
    """`text` as names are compared: lower case, without apostrophes, ґ as г, hyphens as spaces.

    In words that hold Cyrillic letters, Latin ones that look like them are replaced by them.
    """
    words = _WORD.findall(text.lower().translate(_FOLDED))
    return " ".join(_unmixed(word) for word in words)


def _unmixed(word: str) -> str:
    return word.translate(_LATIN_TO_CYRILLIC) if any(_is_cyrillic(letter) for letter in word) else word


def _latin(text: str) -> bool:
    return text.isascii() and any(letter.isalpha() for letter in text)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"


class Codifier:
    """The codifier, open for reading; may be used from several threads.

    Raises RecordsError ``records.no_codifier`` where the file is absent, ``records.bad_codifier`` where it is damaged
    or of another layout.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.file = path or paths.codifier_path()
        if not self.file.is_file():
            raise RecordsError("records.no_codifier", file=self.file.name)
        posix = quote(self.file.resolve().as_posix())
        uri = f"file:{'' if posix.startswith('/') else '/'}{posix}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            meta = dict(self._connection.execute("SELECT key, value FROM meta"))
            if int(meta["layout"]) != LAYOUT:
                raise RecordsError("records.bad_codifier", file=self.file.name)
            self.edition: date = date.fromisoformat(meta["edition"])
            self.source: str = meta["source"]
            self.count: int = int(meta["count"])
        except (sqlite3.Error, KeyError, ValueError) as error:
            raise RecordsError("records.bad_codifier", file=self.file.name) from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Codifier:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, code: str) -> Unit | None:
        """The unit of a code, in force or withdrawn; None where the codifier never had it."""
        rows = self._units("WHERE code = ?", (code,))
        return rows[0] if rows else None

    def __contains__(self, code: str) -> bool:
        return self.get(code) is not None

    def children(self, code: str) -> list[Unit]:
        """The units directly within, by name in the order of the Ukrainian alphabet. ``UA`` gives the oblast level."""
        if code == COUNTRY:
            return self.oblasts()
        return self._units("WHERE parent = ? AND withdrawn = 0 ORDER BY collation", (code,))

    def oblasts(self) -> list[Unit]:
        """The 27 units of the oblast level, by name."""
        return self._units("WHERE parent IS NULL AND withdrawn = 0 ORDER BY collation", ())

    def units_above(self, code: str) -> list[Unit]:
        """The unit and all that it lies in, the smallest first; empty for an unknown code."""
        found: list[Unit] = []
        unit = self.get(code)
        while unit is not None and unit not in found:
            found.append(unit)
            unit = self.get(unit.parent) if unit.parent else None
        return found

    def path(self, code: str, lang: str = "uk") -> list[str]:
        """Labels of the unit and all that it lies in: ``["с. Циркуни", …, "Харківська область"]``."""
        return [unit_label(unit, lang) for unit in self.units_above(code)]

    def label(self, code: str, lang: str = "uk") -> str:
        """A short text for the unit, such as ``с. Циркуни``; an unknown code is shown as it is."""
        unit = self.get(code)
        return unit_label(unit, lang) if unit else code

    def centre(self, code: str) -> tuple[float, float] | None:
        """Where the settlement lies: longitude and latitude (WGS 84) of its centre, where it is known.

        Of a hromada, its administrative centre's: the codifier numbers that one first among its settlements. Known are
        some 4,200 of 29,700 settlements, nearly all with 500 inhabitants or more; the source is GeoNames.
        """
        low = code if level(code) != "hromada" else f"{stem(code)}001"
        rows = self._rows(
            "SELECT lon, lat FROM unit WHERE code >= ? AND code < ? AND lon IS NOT NULL LIMIT 1", (low, low + ":")
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def centres_within(self, code: str) -> list[tuple[float, float]]:
        """Longitude and latitude of all known centres in the unit; for an extent of what has no boundary."""
        low, high = _range(code)
        return self._rows("SELECT lon, lat FROM unit WHERE code >= ? AND code < ? AND lon IS NOT NULL", (low, high))

    def nearest(self, lon: float, lat: float, limit: int = 5, within: str | None = None) -> list[Near]:
        """The settlements whose known centres are nearest to a place, at most 40 km away, the nearest first.

        `within` keeps those that lie in that unit.
        """
        low, high = _range(within)
        north = _NEAREST_KM / _DEGREE_KM
        east = north / max(cos(radians(lat)), 0.1)
        rows = self._rows(
            "SELECT code, lon, lat FROM unit"
            " WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND code >= ? AND code < ?",
            (lat - north, lat + north, lon - east, lon + east, low, high),
        )
        found = [
            Near(code, 1000 * _DEGREE_KM * hypot((x - lon) * cos(radians((y + lat) / 2)), y - lat))
            for code, x, y in rows
        ]
        return sorted((one for one in found if one.metres <= 1000 * _NEAREST_KM), key=lambda one: one.metres)[:limit]

    def by_pcode(self, pcode: str) -> str | None:
        """The KATOTTG code of the unit with a P-code (``UA63``, ``UA6312``, ``UA6312027`` …), where there is one."""
        start = lowest_code(pcode)
        if start is None:
            return None
        rows = self._rows("SELECT code FROM unit WHERE code >= ? AND code < ? LIMIT 2", (start, start + ":"))
        return str(rows[0][0]) if len(rows) == 1 else None

    def search(self, text: str, limit: int = 20, within: str | None = None) -> list[Unit]:
        """Units whose name, or a former one, begins with the words of `text`, the likeliest first.

        Words may also name what the unit lies in ("Циркуни Харківська") or its kind ("с. Циркуни"), a code or its
        beginning finds the code. Case, apostrophes, hyphens, ґ and Latin look-alikes make no difference; Latin
        letters find the romanised name. Where nothing is found otherwise, Latin letters are read as the Cyrillic ones
        that look like them ("XAPKIB") or share their key ("[fhrsd"). `within` keeps units that lie in that one.
        Withdrawn codes are left out.
        """
        return (
            self._find(text, limit, within)
            or (self._find(text.lower().translate(_LATIN_TO_CYRILLIC), limit, within) if _latin(text) else [])
            or (self._find(text.lower().translate(_KEYS), limit, within) if _latin(text) else [])
        )

    def _find(self, text: str, limit: int, within: str | None) -> list[Unit]:
        stripped = text.strip().upper()
        low, high = _range(within)
        if re.fullmatch(r"UA\d{1,17}", stripped):
            return self._units(
                "WHERE code >= ? AND code < ? AND code >= ? AND code < ? AND withdrawn = 0 ORDER BY code LIMIT ?",
                (stripped, stripped + ":", low, high, limit),
            )
        words = fold_name(_HYPHENED_KINDS.sub(lambda kind: kind[0].replace("-", ""), text)).split()[:8]
        names = [word for word in words if word not in _KINDS] or words
        kinds = "".join(_KINDS[word] for word in words if word not in names)
        if not names:
            return []
        found = self._search(names, kinds, low, high, limit)
        for ending in (1, 2, 3):  # another case of the name: "у Циркунах"
            if found or len(names[-1]) - ending < 4:
                break
            found = self._search([*names[:-1], names[-1][:-ending]], kinds, low, high, limit)
        return found

    def _search(self, names: list[str], kinds: str, low: str, high: str, limit: int) -> list[Unit]:
        in_name = " OR ".join(f'"{name}"*' for name in names)
        match = f"{{name former latin}}: ({in_name})"
        if len(names) > 1:
            match += "".join(f' AND "{name}"*' for name in names)
        whole = " ".join(names)
        return self._units(
            """JOIN unit_search ON unit_search.rowid = unit.id
            WHERE unit_search MATCH :match AND code >= :low AND code < :high
              AND (:kinds = '' OR instr(:kinds, category) > 0)
            ORDER BY CASE WHEN :whole IN (folded, folded_latin) OR folded = :first THEN 0
                          WHEN instr(folded_former, '|' || :whole || '|') > 0 THEN 1
                          WHEN substr(folded, 1, length(:whole)) = :whole THEN 2
                          WHEN substr(folded_latin, 1, length(:whole)) = :whole THEN 2
                          WHEN substr(folded, 1, length(:first)) = :first THEN 3
                          ELSE 4 END,
                     weight, length(unit.name), collation, code
            LIMIT :limit""",
            {
                "match": match,
                "low": low,
                "high": high,
                "kinds": kinds,
                "whole": whole,
                "first": names[0],
                "limit": limit,
            },
        )

    def _units(self, rest: str, parameters: tuple[Any, ...] | dict[str, Any]) -> list[Unit]:
        # The rest is always one of this module's own constants.
        rows = self._rows(f"SELECT {_COLUMNS} FROM unit {rest}", parameters)  # nosec B608
        return [
            Unit(
                code, category, name, name_en, parent, kind, tuple(old.split("|")) if old else (), successor, bool(gone)
            )
            for code, category, name, name_en, parent, kind, old, successor, gone in rows
        ]

    def _rows(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()


def unit_label(unit: Unit, lang: str) -> str:
    """A short text for a unit: ``с. Циркуни``, ``Чугуївська громада``; in English the romanised name."""
    if unit.code == _CRIMEA:
        return OBLASTS[_CRIMEA].en if lang == "en" else OBLASTS[_CRIMEA].uk
    if lang == "en":
        return _LABELS["en"][unit.category].format(unit.name_en or romanise(unit.name))
    return _LABELS["uk"][unit.category].format(unit.name)


@lru_cache(maxsize=1)
def default_codifier() -> Codifier:
    """The shipped codifier, opened once. Raises as :class:`Codifier`."""
    return Codifier()


def _range(within: str | None) -> tuple[str, str]:
    start = stem(within) if within else "UA"
    return start, start + ":"  # the character after the digits
