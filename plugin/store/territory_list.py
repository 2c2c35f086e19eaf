"""The units of the workspace's territory as a small table beside it, ``lists/territory.csv``.

For the forms of programs that have no codifier: QField, QGIS without the plugin. Two columns: the KATOTTG code, and the
name with what it lies in. It is derived, and written anew whenever its content would be another.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from ..records import katottg
from ..records.territory import Codifier, Unit, unit_label
from .layout import lists_dir
from .whole_file import write_whole
from .workspace import Workspace

NAME = "territory.csv"
COLUMNS = ("code", "name")
MOST_UNITS = 5000
"""Of a larger territory only hromadas and what is above them are listed: QGIS's form reads all of it when opened."""
_ALL = 100_000
_ABOVE_SETTLEMENTS = ("oblast", "raion", "hromada")


def path_of(folder: Path) -> Path:
    """Where the list lies, whether or not it is there."""
    return lists_dir(folder) / NAME


def write(ws: Workspace, codifier: Codifier, lang: str) -> bool:
    """Write the list where there is none or it differs; whether it was written. Raises OSError.

    Units that records name are listed even where they lie outside the territory or are no longer in force: a form that
    did not know a code could drop it.
    """
    content = _csv(_rows(codifier, ws.settings.territory, _named(ws), lang))
    path = path_of(ws.folder)
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(exist_ok=True)
    write_whole(path, content)
    return True


def _named(ws: Workspace) -> set[str]:
    """The codes that records have."""
    named: set[str] = set()
    for rtype in ws.catalogue.types.values():
        if rtype.has_field("katottg"):
            rows = ws.connection.rows(f'SELECT DISTINCT katottg FROM "{rtype.name}" WHERE katottg IS NOT NULL')
            named.update(str(code) for (code,) in rows)
    return named


def _rows(codifier: Codifier, territory: Iterable[str], named: set[str], lang: str) -> list[tuple[str, str]]:
    units: dict[str, Unit] = {}
    for area in territory or (katottg.COUNTRY,):
        for unit in codifier.search(katottg.stem(area), limit=_ALL):
            units[unit.code] = unit
    if len(units) > MOST_UNITS:
        units = {code: unit for code, unit in units.items() if katottg.level(code) in _ABOVE_SETTLEMENTS}
    unknown = []
    for code in sorted(named - units.keys()):
        found = codifier.get(code)
        if found is None:
            unknown.append((code, code))
        else:
            units[code] = found
    above: dict[str, Unit | None] = dict(units)
    rows = sorted((_name(codifier, unit, above, lang), code) for code, unit in units.items())
    seen: dict[str, int] = {}
    for name, _ in rows:
        seen[name] = seen.get(name, 0) + 1
    return [(code, f"{name} ({code})" if seen[name] > 1 else name) for name, code in rows] + unknown


def _name(codifier: Codifier, unit: Unit, above: dict[str, Unit | None], lang: str) -> str:
    names = [unit_label(unit, lang)]
    parent = unit.parent
    while parent and len(names) < len(katottg.LEVELS):
        if parent not in above:
            above[parent] = codifier.get(parent)
        found = above[parent]
        if found is None:
            break
        names.append(unit_label(found, lang))
        parent = found.parent
    return ", ".join(names)


def _csv(rows: Iterable[tuple[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
