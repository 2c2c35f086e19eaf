"""What a GeoPackage keeps about its tables: extent, time of the last change, feature count."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from ..records.catalogue import Catalogue
from ..records.definition import GEOMETRY, RecordType
from .connection import Connection, quote

_CELL = struct.Struct(">qffff")
_TOLERANCE = 1e-5
"""Degrees by which an R-tree's bounds, single floats rounded outwards, may differ from the exact ones."""
_CANDIDATES = 100

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

Extent = tuple[float, float, float, float]


def _bounds_of_index(connection: Connection, rtype: RecordType) -> Extent | None:
    """(min x, min y, max x, max y) from the root of a table's R-tree: a moment, however many features there are.

    None where nothing is placed. Source: SQLite, ext/rtree/rtree.c.
    """
    node = connection.value(f"SELECT data FROM {quote(f'rtree_{rtype.name}_{GEOMETRY}_node')} WHERE nodeno = 1")
    if not isinstance(node, bytes) or len(node) < 4:
        return None
    cells = [_CELL.unpack_from(node, 4 + 24 * index) for index in range(int.from_bytes(node[2:4], "big"))]
    if not cells:
        return None
    return (min(c[1] for c in cells), min(c[3] for c in cells), max(c[2] for c in cells), max(c[4] for c in cells))


def extent_of(connection: Connection, rtype: RecordType) -> Extent | None:
    """(min x, min y, max x, max y) of a table, exact: of the features that touch the sides of the index's bounds.

    Only where over a hundred features touch one side may it be wider by some millionths of a degree.
    """
    rough = _bounds_of_index(connection, rtype)
    if rough is None:
        return None
    table, rtree = quote(rtype.name), quote(f"rtree_{rtype.name}_{GEOMETRY}")
    exact: list[float] = []
    for bound, choose, function, side in zip(
        rough,
        ("min", "min", "max", "max"),
        ("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY"),
        ("minx <=", "miny <=", "maxx >=", "maxy >="),
        strict=True,
    ):
        found = connection.value(
            f"SELECT {choose}({function}(geom)) FROM {table} WHERE fid IN"
            f" (SELECT id FROM {rtree} WHERE {side} ? LIMIT {_CANDIDATES})",
            (bound,),
        )
        exact.append(bound if found is None else found)
    return (exact[0], exact[1], exact[2], exact[3])


def refresh_contents(connection: Connection, rtypes: Iterable[RecordType]) -> None:
    """Bring extent and time of the last change in gpkg_contents up to date; inside the transaction of the change."""
    for rtype in rtypes:
        connection.execute(f"UPDATE gpkg_contents SET last_change = {NOW} WHERE table_name = ?", (rtype.name,))
        if rtype.geometry != "none":
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (*(extent_of(connection, rtype) or (None,) * 4), rtype.name),
            )


def _stored_extent(connection: Connection, rtype: RecordType) -> tuple[float | None, ...]:
    row = connection.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (rtype.name,)
    ).fetchone()
    return (None,) * 4 if row is None else tuple(row)


def extent_differs(connection: Connection, rtype: RecordType) -> bool:
    """Whether gpkg_contents states another extent than the R-tree has; rough and cheap."""
    stored, actual = _stored_extent(connection, rtype), _bounds_of_index(connection, rtype)
    if actual is None:
        return any(value is not None for value in stored)
    return any(old is None or abs(old - new) > _TOLERANCE for old, new in zip(stored, actual, strict=True))


def uncounted(connection: Connection, catalogue: Catalogue) -> tuple[RecordType, ...]:
    """Types whose feature count is unknown: a REPLACE went by, or the table is new."""
    known = {
        row[0] for row in connection.rows("SELECT table_name FROM gpkg_ogr_contents WHERE feature_count IS NOT NULL")
    }
    return tuple(rtype for rtype in catalogue.types.values() if rtype.name not in known)


def recount(connection: Connection, rtype: RecordType) -> None:
    """Count a table's features anew; inside a transaction."""
    connection.execute(
        f"UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM {quote(rtype.name)}) WHERE table_name = ?",
        (rtype.name,),
    )


def allow_heights(connection: Connection, rtype: RecordType) -> None:
    """State that a table's geometry may have heights (z optional) and has no measures."""
    connection.execute("UPDATE gpkg_geometry_columns SET z = 2, m = 0 WHERE table_name = ?", (rtype.name,))
