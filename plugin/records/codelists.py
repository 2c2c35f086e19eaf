"""Codelists: the standards' own codes with Ukrainian and English labels.

A file ``resources/codelists/NAME.csv`` begins with a comment line that names the standard, perhaps one more
``# parent: OTHER`` (then the column `parent` holds codes of that list, else of the list itself), and then the columns
``code,uk,en,parent,valid_from,valid_to,maps_to``. `maps_to` are codes of other standards as ``scheme:code``, separated
by spaces.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import DefinitionError
from .definition import in_language

COLUMNS = ("code", "uk", "en", "parent", "valid_from", "valid_to", "maps_to")


@dataclass(frozen=True)
class Code:
    """One entry. `valid_from` and `valid_to` are inclusive; None is open."""

    code: str
    labels: Mapping[str, str]
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    maps_to: str | None = None

    def __hash__(self) -> int:
        return hash(self.code)

    def label(self, lang: str) -> str:
        """The entry as people read it."""
        return in_language(self.labels, lang)

    def mapped(self, scheme: str) -> tuple[str, ...]:
        """The codes of another standard, `scheme`, that this one stands for: ``mapped("oc4ids") == ("health",)``."""
        pairs = (item.partition(":") for item in (self.maps_to or "").split())
        return tuple(code for name, _, code in pairs if name == scheme)

    def is_active(self, on: date) -> bool:
        """Whether the entry may be chosen on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Codelist:
    """A list of codes in the order in which people see them. Parents are codes of `parent_list`, else of its own."""

    name: str
    source: str
    codes: tuple[Code, ...]
    parent_list: str | None = None

    @cached_property
    def _by_code(self) -> dict[str, Code]:
        return {code.code: code for code in self.codes}

    def get(self, code: object) -> Code | None:
        """The entry, or None. Integers are looked up by their digits."""
        return self._by_code.get(str(code))

    def __contains__(self, code: object) -> bool:
        return str(code) in self._by_code

    def label(self, code: object, lang: str) -> str:
        """The entry's label; an unknown code is shown as it is."""
        entry = self.get(code)
        return entry.label(lang) if entry else str(code)

    def active(self, on: date) -> tuple[Code, ...]:
        """The entries that may be chosen on a day."""
        return tuple(code for code in self.codes if code.is_active(on))

    def to_json(self) -> dict[str, Any]:
        """Plain data for the portal's catalogue."""
        return {
            "name": self.name,
            "source": self.source,
            **({"parent_list": self.parent_list} if self.parent_list else {}),
            "codes": [
                {
                    "code": code.code,
                    "labels": dict(code.labels),
                    **({"parent": code.parent} if code.parent else {}),
                    **({"valid_from": code.valid_from.isoformat()} if code.valid_from else {}),
                    **({"valid_to": code.valid_to.isoformat()} if code.valid_to else {}),
                    **({"maps_to": code.maps_to} if code.maps_to else {}),
                }
                for code in self.codes
            ],
        }


def load_codelist(path: Path) -> Codelist:
    """Read one file. Raises DefinitionError naming file, code and fault."""
    file = path.name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DefinitionError(file, "", "unreadable", detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise DefinitionError(file, "", "not_utf8") from error
    source, parent_list, start = "", None, 0
    while start < len(lines) and lines[start].startswith("#"):
        comment = lines[start].lstrip("#").strip()
        if comment.startswith("parent:"):
            parent_list = comment.removeprefix("parent:").strip()
        else:
            source = f"{source} {comment}".strip()
        start += 1
    if not source:
        raise DefinitionError(file, "", "no_source")
    rows = csv.reader(lines[start:], strict=True)
    try:
        table = list(rows)
    except csv.Error as error:
        raise DefinitionError(file, "", "not_csv", detail=str(error)) from error
    if not table or tuple(table[0]) != COLUMNS:
        raise DefinitionError(file, "", "columns", expected=",".join(COLUMNS))
    codes = tuple(_code(file, row) for row in table[1:] if row)
    _check(file, codes, parent_list)
    return Codelist(path.stem, source, codes, parent_list)


def load_codelists(folder: Path) -> dict[str, Codelist]:
    """All codelists of a folder by name. Raises DefinitionError."""
    lists = {path.stem: load_codelist(path) for path in sorted(folder.glob("*.csv"))}
    for codelist in lists.values():
        if codelist.parent_list is None:
            continue
        file = f"{codelist.name}.csv"
        parents = lists.get(codelist.parent_list)
        if parents is None:
            raise DefinitionError(file, "parent", "unknown_codelist", codelist=codelist.parent_list)
        for code in codelist.codes:
            if code.parent is not None and code.parent not in parents:
                raise DefinitionError(file, code.code, "unknown_parent", parent=code.parent)
    return lists


def _code(file: str, row: list[str]) -> Code:
    if len(row) != len(COLUMNS):
        raise DefinitionError(file, row[0], "column_count", found=len(row), expected=len(COLUMNS))
    code, uk, en, parent, valid_from, valid_to, maps_to = row
    if not code or code != code.strip():
        raise DefinitionError(file, code, "bad_code")
    if not uk:
        raise DefinitionError(file, code, "no_uk_label")
    if any(":" not in item for item in maps_to.split()):
        raise DefinitionError(file, code, "bad_maps_to", value=maps_to)
    labels = {"uk": uk, "en": en} if en else {"uk": uk}
    return Code(code, labels, parent or None, _day(file, code, valid_from), _day(file, code, valid_to), maps_to or None)


def _day(file: str, code: str, value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise DefinitionError(file, code, "bad_date", value=value) from error


def _check(file: str, codes: tuple[Code, ...], parent_list: str | None) -> None:
    if not codes:
        raise DefinitionError(file, "", "no_codes")
    known: set[str] = set()
    for code in codes:
        if code.code in known:
            raise DefinitionError(file, code.code, "duplicate_code")
        known.add(code.code)
        if code.valid_from and code.valid_to and code.valid_from > code.valid_to:
            raise DefinitionError(file, code.code, "ends_before_start")
    for code in codes:
        if parent_list is None and code.parent is not None and code.parent not in known - {code.code}:
            raise DefinitionError(file, code.code, "unknown_parent", parent=code.parent)
