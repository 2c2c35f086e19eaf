"""Figures for the map: needs and projects by hromada, and the records that ask for somebody.

Read only; for workers, since all records are gone through. Places are longitude, latitude in degrees, WGS 84.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..records import katottg
from ..records.territory import Codifier, unit_label
from . import boundaries
from .workspace import Workspace

MOST_MARKS = 20_000
"""Records shown as asking for somebody; whoever has more looks at the list."""
_HROMADA_DIGITS = 9
_LEFT_OUT = "withdrawn"

Concern = Literal["conflict", "refused", "error", "warning"]
CONCERNS: tuple[Concern, ...] = ("conflict", "refused", "error", "warning")
"""What a record asks for somebody for, the most pressing first."""


@dataclass
class Sums:
    """What is counted of one hromada: records, and amounts by currency."""

    needs: int = 0
    costs: dict[str, float] = field(default_factory=dict)
    projects: int = 0
    budgets: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Hromada:
    """One row of the overview: a hromada, or a larger unit that records are given for.

    `lon` and `lat` are its middle as boundaries or the codifier know it, else that of its records; None where nothing
    of it can be placed. `costs` and `budgets` are amounts by currency, the largest first.
    """

    code: str
    name: str
    above: str
    needs: int
    costs: tuple[tuple[str, float], ...]
    projects: int
    budgets: tuple[tuple[str, float], ...]
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Mark:
    """A record that asks for somebody: in conflict, refused, or with findings. Of a project, at each of its places."""

    type: str
    uuid: str
    title: str
    concern: Concern
    problems: int
    at: tuple[str, int]
    """Type and feature id of the feature it is shown at."""
    lon: float
    lat: float
    is_point: bool
    """Whether the feature is a point; else the place is the middle of its extent."""


def by_hromada(ws: Workspace, codifier: Codifier, lang: str) -> list[Hromada]:
    """Needs (but withdrawn ones) with their cost, and projects with their budget, the most needs first."""
    sums: dict[str, Sums] = {}
    codes: dict[str, str] = {}
    for name, amount, currency, where in (
        ("need", "cost_amount", "cost_currency", f"coalesce(status, '') <> '{_LEFT_OUT}'"),
        ("project", "budget_amount", "budget_currency", "1"),
    ):
        rows = ws.connection.rows(
            f"SELECT substr(katottg, 1, {_HROMADA_DIGITS}), max(katottg), {currency}, count(*), sum({amount})"
            f' FROM "{name}" WHERE katottg IS NOT NULL AND {where} GROUP BY 1, 3'
        )
        for stem, code, money, count, total in rows:
            found = sums.setdefault(stem, Sums())
            codes[stem] = max(str(code), codes.get(stem, ""))
            amounts = found.costs if name == "need" else found.budgets
            if name == "need":
                found.needs += count
            else:
                found.projects += count
            if total:
                amounts[money or "UAH"] = amounts.get(money or "UAH", 0.0) + float(total)
    rows_made = [_row(ws, codifier, lang, stem, codes[stem], one) for stem, one in sums.items()]
    return sorted(rows_made, key=lambda row: (-row.needs, -row.projects, row.code))


def _row(ws: Workspace, codifier: Codifier, lang: str, stem: str, code: str, sums: Sums) -> Hromada:
    above = codifier.units_above(code) if katottg.is_code(code) else []
    at = next(
        (place for place, unit in enumerate(above) if katottg.level(unit.code) not in ("settlement", "district")), 0
    )
    unit = above[at] if above else None
    lon, lat = _middle(ws, codifier, unit.code if unit is not None else "", stem)
    return Hromada(
        unit.code if unit is not None else code,
        unit_label(unit, lang) if unit is not None else code,
        ", ".join(unit_label(one, lang) for one in above[at + 1 :]),
        sums.needs,
        _largest_first(sums.costs),
        sums.projects,
        _largest_first(sums.budgets),
        lon,
        lat,
    )


def _largest_first(amounts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(amounts.items(), key=lambda pair: (pair[0] != "UAH", -pair[1])))


def _middle(ws: Workspace, codifier: Codifier, code: str, stem: str) -> tuple[float | None, float | None]:
    centre = boundaries.centre_of(ws, codifier, code) if code else None
    if centre is not None and centre.level == katottg.level(code):
        return centre.lon, centre.lat
    sums = ws.connection.rows(
        "SELECT avg((r.minx + r.maxx) / 2), avg((r.miny + r.maxy) / 2) FROM need n"
        " JOIN rtree_need_geom r ON r.id = n.fid"
        f" WHERE substr(n.katottg, 1, {_HROMADA_DIGITS}) = ?",
        (stem,),
    )
    lon, lat = sums[0]
    if lon is None and centre is not None:
        return centre.lon, centre.lat
    return lon, lat


def marks(ws: Workspace) -> list[Mark]:
    """The drawn records that ask for somebody, the most pressing first, at most `MOST_MARKS`."""
    found: list[Mark] = []
    for shown, source in (("need", "n.uuid"), ("project_location", "n.uuid"), ("project_location", "n.project_uuid")):
        about = "project" if source.endswith("project_uuid") else shown
        rows = ws.connection.rows(
            "SELECT l.uuid, l.title, l.state, l.problems, f.worst, n.fid, r.minx, r.maxx, r.miny, r.maxy"
            " FROM vidbudova_list l LEFT JOIN (SELECT type, uuid, max(CASE severity WHEN 'error' THEN 2 WHEN 'warning'"
            " THEN 1 ELSE 0 END) AS worst FROM vidbudova_finding GROUP BY type, uuid) f"
            " ON f.type = l.type AND f.uuid = l.uuid"
            f' JOIN "{shown}" n ON {source} = l.uuid JOIN rtree_{shown}_geom r ON r.id = n.fid'
            " WHERE l.type = ? AND (l.state IN ('conflict', 'refused') OR f.worst > 0) LIMIT ?",
            (about, MOST_MARKS),
        )
        found += [_mark(about, shown, row) for row in rows]
    found.sort(key=lambda mark: (CONCERNS.index(mark.concern), mark.title, mark.uuid))
    return found[:MOST_MARKS]


def _mark(about: str, shown: str, row: tuple[Any, ...]) -> Mark:
    uuid, title, state, problems, worst, fid, west, east, south, north = row
    concern: Concern = state if state in ("conflict", "refused") else "error" if worst == 2 else "warning"
    # the R-tree keeps single floats, rounded outwards: a point's extent is up to some millionths of a degree wide
    is_point = east - west < 1e-4 and north - south < 1e-4
    middle = ((west + east) / 2, (south + north) / 2)
    return Mark(about, uuid, title, concern, int(problems), (shown, fid), *middle, is_point)
