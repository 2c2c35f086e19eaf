"""Boundaries out of any polygon layer that carries KATOTTG codes, P-codes or the oblasts' ISO codes.

A :class:`Table` is what is read: a layer of a file (:func:`tables_of`), or one that QGIS has open. Which column holds
the codes is found by looking at the values, never at the column's name; names of units are not looked at, for they
repeat. GDAL's bindings raise or return nothing, as the host program has set them: both are minded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from ..errors import StoreError
from ..records.katottg import OBLASTS, is_code, iso_3166_2, level
from ..records.territory import Codifier, unit_label
from .boundary_file import Boundary

MOST_ROWS = 100_000
"""A layer with more rows than three times the codifier's units holds something else."""
KINDS = ("katottg", "pcode", "iso")
_WITHIN = (21.5, 43.5, 41.0, 53.0)
"""West, south, east, north of what may be a boundary in Ukraine; here, coordinates without a CRS are degrees."""
_ENOUGH = 0.5
_SHOWN = 5
_LOOK_ALIKE = str.maketrans({"А": "A", "У": "U", "\u00a0": None, " ": None})
_ISO = {iso_3166_2(code): code for code in OBLASTS}
_PARTS = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml")

Kind = Literal["katottg", "pcode", "iso"]
Row = tuple[Any, ...]


class Table(Protocol):
    """A layer to read boundaries from. Read in one thread, front to back."""

    name: str
    fields: tuple[str, ...]
    rows: int
    has_areas: bool
    crs: str | None
    """Well-known text, or ``EPSG:…``; None where none is stated."""

    def values(self) -> Iterator[Row]:
        """The values of all columns, row by row."""

    def areas(self, column: int) -> Iterator[tuple[Any, bytes | None]]:
        """The value of one column and the geometry's WKB (x, y), row by row."""


@dataclass(frozen=True)
class Match:
    """The column that holds the codes: how many rows have one that is in the codifier, units by level, and some of the
    values that are not.
    """

    column: int
    name: str
    kind: Kind
    rows: int
    matched: int
    levels: dict[str, int]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What came out of a table: the units; how many rows had no usable code or no area; units outside Ukraine."""

    boundaries: tuple[Boundary, ...]
    without_code: int = 0
    without_area: int = 0
    elsewhere: int = 0


@dataclass
class _Tally:
    kinds: Counter[str] = field(default_factory=Counter)
    codes: set[str] = field(default_factory=set)
    filled: int = 0
    matched: int = 0
    unknown: list[str] = field(default_factory=list)


def resolve(value: Any, codifier: Codifier) -> tuple[str, Kind] | None:
    """The KATOTTG code that a value stands for, and how it is written; None where it is no code of the codifier.

    A withdrawn code stands for its successor.
    """
    text = str(value or "").translate(_LOOK_ALIKE).upper()
    if not text.startswith("UA"):
        return None
    if text in _ISO:
        return _ISO[text], "iso"
    code = text if is_code(text) else codifier.by_pcode(text)
    unit = codifier.get(code) if code else None
    if unit is not None and unit.withdrawn:
        unit = codifier.get(unit.successor) if unit.successor else None
    return (unit.code, "katottg" if is_code(text) else "pcode") if unit is not None else None


def match(table: Table, codifier: Codifier) -> Match | None:
    """The column with the codes: the one that tells the most units apart. None where there is none.

    Raises StoreError ``store.boundaries_too_many``.
    """
    if table.rows > MOST_ROWS:
        raise StoreError("store.boundaries_too_many", name=table.name, n=table.rows)
    tallies = [_Tally() for _ in table.fields]
    known: dict[str, tuple[str, Kind] | None] = {}
    for row in table.values():
        for value, tally in zip(row, tallies, strict=True):
            if value is None or value == "":
                continue
            tally.filled += 1
            text = str(value)
            if text not in known:
                known[text] = resolve(text, codifier)
            found = known[text]
            if found is not None:
                tally.matched += 1
                tally.codes.add(found[0])
                tally.kinds[found[1]] += 1
            elif len(tally.unknown) < _SHOWN and text not in tally.unknown:
                tally.unknown.append(text)
    best: tuple[tuple[int, int, int], int] | None = None
    for column, tally in enumerate(tallies):
        if tally.matched and tally.matched >= _ENOUGH * tally.filled:
            kind = tally.kinds.most_common(1)[0][0]
            worth = (len(tally.codes), tally.matched, -KINDS.index(kind))
            if best is None or worth > best[0]:
                best = (worth, column)
    if best is None:
        return None
    tally = tallies[best[1]]
    kind = tally.kinds.most_common(1)[0][0]
    levels = Counter(level(code) for code in tally.codes)
    name = table.fields[best[1]]
    return Match(best[1], name, kind, table.rows, tally.matched, dict(levels), tuple(tally.unknown))  # type: ignore[arg-type]


def read(
    table: Table,
    column: int,
    codifier: Codifier,
    progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Reading | None:
    """All units of a table, their parts put together, in WGS 84 and valid; None where it was cancelled.

    Raises StoreError: ``store.no_gdal``, ``store.boundaries_no_crs``, ``store.boundaries_elsewhere`` (axes swapped, or
    the wrong CRS stated).
    """
    ogr, osr = _osgeo()
    to_wgs84 = _transform(osr, table)
    parts: dict[str, list[Any]] = {}
    without_code = without_area = 0
    with _quietly():
        for done, (value, wkb) in enumerate(table.areas(column)):
            if cancelled():
                return None
            if done % 50 == 0:
                progress(done)
            found = resolve(value, codifier)
            polygons = _polygons(ogr, wkb, to_wgs84) if found is not None else []
            if found is None:
                without_code += 1
            elif not polygons:
                without_area += 1
            else:
                parts.setdefault(found[0], []).extend(polygons)
        boundaries = []
        elsewhere = 0
        for code, polygons in sorted(parts.items()):
            if cancelled():
                return None
            boundary = _boundary(ogr, code, polygons, codifier)
            if _in_ukraine(boundary.box):
                boundaries.append(boundary)
            else:
                elsewhere += 1
    if elsewhere and not boundaries:
        raise StoreError("store.boundaries_elsewhere", name=table.name)
    return Reading(tuple(boundaries), without_code, without_area, elsewhere)


def _boundary(ogr: Any, code: str, polygons: Sequence[Any], codifier: Codifier) -> Boundary:
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        whole.AddGeometry(polygon)
    west, east, south, north = whole.GetEnvelope()
    inside = whole.PointOnSurface() if whole.IsValid() else whole.UnionCascaded().PointOnSurface()
    unit = codifier.get(code)
    names = (unit_label(unit, "uk"), unit_label(unit, "en")) if unit is not None else (code, code)
    return Boundary(
        code,
        level(code),
        *names,
        bytes(whole.ExportToIsoWkb(ogr.wkbNDR)),
        (west, south, east, north),
        (inside.GetX(), inside.GetY()),
    )


def _polygons(ogr: Any, wkb: bytes | None, to_wgs84: Any) -> list[Any]:
    """The polygons of a geometry, flat, linear, valid, in WGS 84."""
    if not wkb:
        return []
    try:
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb))
        if geometry is None or geometry.IsEmpty():
            return []
        geometry.FlattenTo2D()
        geometry = geometry.GetLinearGeometry()
        if to_wgs84 is not None and geometry.Transform(to_wgs84):
            return []
        if not geometry.IsValid():
            geometry = geometry.MakeValid() or geometry.Buffer(0)
    except RuntimeError:
        return []
    if geometry is None:
        return []
    found: list[Any] = []
    _gather(ogr, geometry, found)
    return found


def _gather(ogr: Any, geometry: Any, found: list[Any]) -> None:
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind == ogr.wkbPolygon:
        found.append(geometry.Clone())
    elif kind in (ogr.wkbMultiPolygon, ogr.wkbGeometryCollection):
        for index in range(geometry.GetGeometryCount()):
            _gather(ogr, geometry.GetGeometryRef(index), found)


def _in_ukraine(box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = _WITHIN
    return west <= box[0] and south <= box[1] and box[2] <= east and box[3] <= north


def _transform(osr: Any, table: Table) -> Any:
    """From the table's CRS to longitude, latitude of WGS 84; None where it is that."""
    if not table.crs:
        raise StoreError("store.boundaries_no_crs", name=table.name)
    with _quietly():
        source, target = osr.SpatialReference(), osr.SpatialReference()
        try:
            refused = source.SetFromUserInput(table.crs) or target.ImportFromEPSG(4326)
        except RuntimeError:
            refused = True
        if refused:
            raise StoreError("store.boundaries_no_crs", name=table.name)
        for one in (source, target):
            one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        return None if source.IsSame(target) else osr.CoordinateTransformation(source, target)


# --- files -------------------------------------------------------------------------------------------------------


class FileTable:
    """A layer of a file that GDAL reads."""

    def __init__(self, address: str, layer: Any, ogr: Any, name: str) -> None:
        self._address, self._layer_name = address, layer.GetName()
        definition = layer.GetLayerDefn()
        self.name = name
        self.fields = tuple(definition.GetFieldDefn(at).GetName() for at in range(definition.GetFieldCount()))
        self.rows = max(int(layer.GetFeatureCount()), 0)
        self.has_areas = ogr.GT_Flatten(layer.GetGeomType()) in _area_types(ogr) and self.rows > 0
        self.crs = _crs_of(layer)

    def values(self) -> Iterator[Row]:
        with _layer(self._address, self._layer_name, attributes_only=True) as layer:
            for feature in layer:
                yield tuple(feature.GetField(at) for at in range(len(self.fields)))

    def areas(self, column: int) -> Iterator[tuple[Any, bytes | None]]:
        with _layer(self._address, self._layer_name) as layer:
            for feature in layer:
                geometry = feature.GetGeometryRef()
                yield feature.GetField(column), None if geometry is None else bytes(geometry.ExportToIsoWkb())


def _area_types(ogr: Any) -> tuple[int, ...]:
    return (
        ogr.wkbPolygon,
        ogr.wkbMultiPolygon,
        ogr.wkbCurvePolygon,
        ogr.wkbMultiSurface,
        ogr.wkbGeometryCollection,
        ogr.wkbUnknown,
    )


def tables_of(path: Path) -> list[FileTable]:
    """The layers of a file, of all files in a ZIP archive, that may hold areas.

    Raises StoreError: ``store.no_gdal``, ``store.boundaries_unreadable``, ``store.boundaries_no_areas``.
    """
    ogr, _ = _osgeo()
    found: list[FileTable] = []
    seen = 0
    with _quietly():
        for address in _addresses(path):
            try:
                dataset = ogr.Open(address)
            except RuntimeError:
                continue
            if dataset is None:
                continue
            for at in range(dataset.GetLayerCount()):
                seen += 1
                layer = dataset.GetLayer(at)
                found.append(FileTable(address, layer, ogr, layer.GetName()))
            dataset = None
    if not seen:
        raise StoreError("store.boundaries_unreadable", path=str(path))
    areas = [table for table in found if table.has_areas]
    if not areas:
        raise StoreError("store.boundaries_no_areas", path=str(path))
    return areas


def _addresses(path: Path) -> Iterator[str]:
    """What GDAL opens: the file, or the files in an archive."""
    if path.suffix.lower() != ".zip":
        yield str(path)
        return
    from osgeo import gdal

    archive = f"/vsizip/{path}"
    for name in gdal.ReadDirRecursive(archive) or ():
        if name.lower().endswith(_PARTS) or name.lower().endswith(".gdb/"):
            yield f"{archive}/{name.rstrip('/')}"


@contextmanager
def _layer(address: str, name: str, *, attributes_only: bool = False) -> Iterator[Any]:
    ogr, _ = _osgeo()
    with _quietly():
        try:
            dataset = ogr.Open(address)
            layer = dataset.GetLayerByName(name) if dataset is not None else None
            if layer is None:
                raise StoreError("store.boundaries_unreadable", path=address)
            if attributes_only:
                layer.SetIgnoredFields(["OGR_GEOMETRY", "OGR_STYLE"])
            yield layer
        except RuntimeError as error:
            raise StoreError("store.boundaries_unreadable", path=address) from error
        finally:
            layer = dataset = None


def _crs_of(layer: Any) -> str | None:
    """The layer's CRS; degrees within Ukraine need none stated."""
    crs = layer.GetSpatialRef()
    try:
        west, east, south, north = layer.GetExtent()
    except RuntimeError:
        return None
    return crs_or_degrees(str(crs.ExportToWkt()) if crs is not None else None, (west, south, east, north))


def crs_or_degrees(crs: str | None, box: tuple[float, float, float, float]) -> str | None:
    """The stated CRS; without one, WGS 84 where all (west, south, east, north) is degrees within Ukraine, else None."""
    return crs or ("EPSG:4326" if _in_ukraine(box) else None)


def _osgeo() -> tuple[Any, Any]:
    try:
        from osgeo import ogr, osr
    except ImportError as error:
        raise StoreError("store.no_gdal", reason=str(error)) from error
    return ogr, osr


@contextmanager
def _quietly() -> Iterator[None]:
    """GDAL writes nothing on stderr, in this thread: what it has to say stands in the error that is raised."""
    from osgeo import gdal

    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
