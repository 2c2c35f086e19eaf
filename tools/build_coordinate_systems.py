"""Builds resources/coordinate_systems.csv: the projected coordinate systems in which Ukraine is surveyed, from EPSG.

Everything but the family and the number comes from the database of the installed PROJ, read through GDAL. Which codes
there are is in the EPSG registry: UCS-2000 6381-6387 (zones of 3 degrees), 5562-5565 (zones of 6 degrees, the zone's
number before the easting) and 5566-5569 (without it); SK-63 7825-7831; the oblasts' local systems 9821, 9831-9841 and
9851-9865, numbered like the oblasts in KATOTTG; SK-42 28404-28407; UTM on WGS 84 32634-32637.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import TextIO

from osgeo import osr

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "coordinate_systems.csv"
FAMILIES: dict[str, tuple[int, ...]] = {
    "local": (9821, *range(9831, 9842), *range(9851, 9866)),
    "ucs2000_3": tuple(range(6381, 6388)),
    "ucs2000_6": tuple(range(5562, 5566)),
    "ucs2000_cm": tuple(range(5566, 5570)),
    "sk63": tuple(range(7825, 7832)),
    "sk42": tuple(range(28404, 28408)),
    "utm": tuple(range(32634, 32638)),
}
COLUMNS = (
    "code", "family", "number", "name", "datum", "meridian", "origin_latitude", "scale", "false_easting",
    "false_northing", "west", "south", "east", "north",
)  # fmt: skip
_NUMBER = re.compile(r"LCS-(\d\d)|zone X?(\d+)")


def rows() -> list[dict[str, str]]:
    """One row a system, in the order in which they are offered."""
    osr.UseExceptions()
    return [_row(family, code) for family, codes in FAMILIES.items() for code in codes]


def _row(family: str, code: int) -> dict[str, str]:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    if system.GetAttrValue("PROJECTION") != "Transverse_Mercator" or system.GetLinearUnits() != 1.0:
        raise ValueError(f"EPSG:{code} is no transverse Mercator in metres")
    area = system.GetAreaOfUse()
    meridian = system.GetNormProjParm("central_meridian")
    match = _NUMBER.search(system.GetName())
    # A system called after its meridian has the number of the 6-degree zone with that meridian.
    number = int(match[1] or match[2]) if match is not None else round((meridian + 3) / 6)
    numbers = {
        "meridian": meridian,
        "origin_latitude": system.GetNormProjParm("latitude_of_origin"),
        "scale": system.GetNormProjParm("scale_factor"),
        "false_easting": system.GetNormProjParm("false_easting"),
        "false_northing": system.GetNormProjParm("false_northing"),
        "west": area.west_lon_degree,
        "south": area.south_lat_degree,
        "east": area.east_lon_degree,
        "north": area.north_lat_degree,
    }
    return {
        "code": f"EPSG:{code}",
        "family": family,
        "number": str(number),
        "name": system.GetName(),
        "datum": f"EPSG:{system.CloneGeogCS().GetAuthorityCode(None)}",
        **{name: f"{value:.15g}" for name, value in numbers.items()},
    }


def write(target: TextIO) -> None:
    """The table, its source in the first line."""
    proj = f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}"
    target.write(
        f"# EPSG Geodetic Parameter Dataset (epsg.org), as in PROJ {proj}; tools/build_coordinate_systems.py\n"
    )
    out = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    out.writeheader()
    out.writerows(rows())


def main() -> int:
    """Writes the table."""
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        write(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
