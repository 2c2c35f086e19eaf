"""Makes the GeoPackage with GDAL, so that it is a conforming one. The only module of the store that needs osgeo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..records.definition import GEOMETRY, Field, RecordType

_LONGEST_REASON = 300


def make_geopackage(path: Path, rtypes: Iterable[RecordType]) -> None:
    """A new GeoPackage (1.2) at `path` with an empty table for each record type.

    A type that can be drawn becomes a feature table with geometry column `geom` (WGS 84, GEOMETRY or POINT, spatial
    index), any other an attribute table. Feature id is `fid`. Raises StoreError: ``store.no_gdal``,
    ``store.cannot_create``, ``store.disk_full``.
    """
    gdal, ogr, _ = _osgeo()
    driver = gdal.GetDriverByName("GPKG")
    if driver is None:
        raise StoreError("store.no_gdal", reason="no GPKG driver")
    with _quietly():
        dataset = _checked(path, lambda: driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"]))
        try:
            for rtype in rtypes:
                _add_table(path, dataset, ogr, rtype)
        finally:
            dataset = None
        _flushed(path)


def add_tables(path: Path, rtypes: Iterable[RecordType]) -> None:
    """Add tables for record types to an existing GeoPackage. Raises like :func:`make_geopackage`."""
    gdal, ogr, _ = _osgeo()
    with _quietly():
        dataset = _checked(path, lambda: gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"]))
        try:
            for rtype in rtypes:
                _add_table(path, dataset, ogr, rtype)
        finally:
            dataset = None


def make_boundaries(path: Path, table: str, loads: str) -> None:
    """A new GeoPackage at `path` for boundaries of territorial units: a feature table of MultiPolygons (WGS 84) with
    spatial index, code, level, names, and a place inside each; an attribute table of where they came from. Raises like
    :func:`make_geopackage`.
    """
    gdal, ogr, _ = _osgeo()
    driver = gdal.GetDriverByName("GPKG")
    if driver is None:
        raise StoreError("store.no_gdal", reason="no GPKG driver")
    with _quietly():
        dataset = _checked(path, lambda: driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"]))
        try:
            texts = dict.fromkeys(("code", "level", "name_uk", "name_en"), ogr.OFTString)
            columns = {**texts, "lon": ogr.OFTReal, "lat": ogr.OFTReal}
            options = ["FID=fid", f"GEOMETRY_NAME={GEOMETRY}", "SPATIAL_INDEX=YES"]
            srs = _wgs84(path)
            layer = _checked(path, lambda: dataset.CreateLayer(table, srs, ogr.wkbMultiPolygon, options))
            _add_columns(path, layer, ogr, columns)
            layer = _checked(path, lambda: dataset.CreateLayer(loads, None, ogr.wkbNone, ["FID=fid"]))
            _add_columns(path, layer, ogr, dict.fromkeys(("source", "at", "levels"), ogr.OFTString))
        finally:
            dataset = None
        _flushed(path)


def _add_columns(path: Path, layer: Any, ogr: Any, columns: dict[str, int]) -> None:
    for name, kind in columns.items():
        definition = ogr.FieldDefn(name, kind)
        if _checked(path, lambda: layer.CreateField(definition), nothing_is_fine=True) not in (0, None):  # noqa: B023
            raise _refused(path, f"{layer.GetName()}.{name}")


def _osgeo() -> tuple[Any, Any, Any]:
    try:
        from osgeo import gdal, ogr, osr
    except ImportError as error:
        raise StoreError("store.no_gdal", reason=str(error)) from error
    return gdal, ogr, osr


@contextmanager
def _quietly() -> Iterator[None]:
    """GDAL writes nothing on stderr: what it has to say stands in the error that is raised."""
    from osgeo import gdal

    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _add_table(path: Path, dataset: Any, ogr: Any, rtype: RecordType) -> None:
    kinds = {"any": ogr.wkbUnknown, "point": ogr.wkbPoint, "none": ogr.wkbNone}
    options = ["FID=fid", f"IDENTIFIER={rtype.plural_label('uk')}", f"DESCRIPTION={rtype.help('uk')}"]
    if rtype.geometry != "none":
        options += [f"GEOMETRY_NAME={GEOMETRY}", "SPATIAL_INDEX=YES"]
    srs = _wgs84(path) if rtype.geometry != "none" else None
    layer = _checked(path, lambda: dataset.CreateLayer(rtype.name, srs, kinds[rtype.geometry], options))
    for field in rtype.fields:
        definition = _field(ogr, field)
        if _checked(path, lambda: layer.CreateField(definition), nothing_is_fine=True) not in (0, None):  # noqa: B023
            raise _refused(path, f"{rtype.name}.{field.name}")


def _wgs84(path: Path) -> Any:
    _, _, osr = _osgeo()
    srs = osr.SpatialReference()
    if _checked(path, lambda: srs.ImportFromEPSG(4326), nothing_is_fine=True):
        raise _refused(path, "EPSG:4326")
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def _field(ogr: Any, field: Field) -> Any:
    types = {
        "string": ogr.OFTString,
        "integer": ogr.OFTInteger64,
        "number": ogr.OFTReal,
        "boolean": ogr.OFTInteger,
        "date": ogr.OFTDate,
        "datetime": ogr.OFTDateTime,
    }
    definition = ogr.FieldDefn(field.name, types[field.type])
    if field.type == "boolean":
        definition.SetSubType(ogr.OFSTBoolean)
    return definition


def _checked(path: Path, call: Any, *, nothing_is_fine: bool = False) -> Any:
    """The result of a GDAL call, whose bindings raise or return None as the host program has set them."""
    from osgeo import gdal

    gdal.ErrorReset()
    try:
        result = call()
    except RuntimeError as error:
        raise _refused(path, str(error)) from error
    if result is None and not nothing_is_fine:
        raise _refused(path, gdal.GetLastErrorMsg() or "GDAL gave no reason")
    return result


def _flushed(path: Path) -> None:
    """GDAL reports a full disk, on closing, nowhere else than in its last error: look whether the file is there."""
    from osgeo import gdal

    if gdal.GetLastErrorType() >= gdal.CE_Failure or not path.is_file() or path.stat().st_size == 0:
        raise _refused(path, gdal.GetLastErrorMsg() or "nothing was written")


def _refused(path: Path, said: str) -> StoreError:
    """The error for what GDAL said, which repeats all of its SQL before the reason."""
    reason = said.rpartition("failed: ")[2][-_LONGEST_REASON:]
    if "disk is full" in reason:
        return StoreError("store.disk_full", path=str(path), reason=reason)
    return StoreError("store.cannot_create", path=str(path), reason=reason)
