"""Selected records as a file for other programs: a workbook or CSV in words, a GeoPackage or GeoJSON as they are kept.

Written under another name and put in place when it is whole: an interrupted export leaves nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..errors import ExchangeError
from ..records.catalogue import Catalogue
from ..records.definition import GEOMETRY, RecordType
from ..records.territory import Codifier
from ..store import many
from ..store.columns import Record
from ..store.layout import boundaries_path, gpkg_path
from ..store.many import Chosen
from ..store.workspace import Workspace
from .export_columns import Column, as_kept, in_words
from .geojson import to_geometry
from .tasks import BaseTask

DRIVERS = {".xlsx": "XLSX", ".csv": "CSV", ".gpkg": "GPKG", ".geojson": "GeoJSON"}
IN_WORDS = (".xlsx", ".csv")
SEVERAL_LAYERS = (".xlsx", ".gpkg")
Key = tuple[str, str]
_AT_ONCE = 200
_SHEET_LETTERS = 31


@dataclass(frozen=True)
class Exported:
    """The files, how many records are in them, and how many of those are not to be seen by everybody."""

    files: tuple[Path, ...]
    records: int
    guarded: int
    complete: bool = True


def run(
    folder: Path,
    catalogue: Catalogue,
    codifier_path: Path,
    chosen: Chosen,
    target: Path,
    lang: str,
    task: BaseTask[Exported],
) -> Exported:
    """Writes the chosen records to `target`, whose ending says how; a file each kind where the format holds one only.

    Raises VidbudovaError: ``export.cannot_write``, ``store.list_changed``.
    """
    with Workspace.open(folder, catalogue) as ws:
        return write(ws, many.keys_of(ws, chosen), codifier_path, target, lang, task)


def write(
    ws: Workspace, keys: Sequence[Key], codifier_path: Path, target: Path, lang: str, task: BaseTask[Exported]
) -> Exported:
    """Writes these records (type and uuid). Raises ExchangeError ``export.cannot_write``, ``export.workspace_file``."""
    _spare_workspaces(target)
    codifier = Codifier(codifier_path) if codifier_path.is_file() else None
    by_type: dict[str, list[str]] = {}
    for type_name, uuid in keys:
        by_type.setdefault(type_name, []).append(uuid)
    total = sum(map(len, by_type.values()))
    done = guarded = 0
    parts: dict[Path, Path] = {}
    try:
        for type_name, uuids in by_type.items():
            rtype = ws.rtype(type_name)
            file = _file_of(target, type_name, len(by_type))
            part = file.with_name(f"~{file.stem}.part{file.suffix}")
            columns = in_words(rtype, ws.catalogue, codifier, lang) if target.suffix in IN_WORDS else as_kept(rtype)
            writer = _writer(part, rtype, columns, lang, added=part in parts)
            parts[part] = file
            for at in range(0, len(uuids), _AT_ONCE):
                if task.cancelling.is_set():
                    del writer
                    return Exported((), done, guarded, complete=False)
                records = ws.get_many(type_name, uuids[at : at + _AT_ONCE]).values()
                _write(writer, records, columns, part)
                guarded += sum(record.get("access") not in (None, "open") for record in records)
                done += len(records)
                task.setProgress(100.0 * done / max(1, total))
            del writer  # closes the file
        for part, file in parts.items():
            os.replace(part, file)
        return Exported(tuple(parts.values()), done, guarded)
    except OSError as error:
        raise ExchangeError("export.cannot_write", path=str(target), reason=str(error)) from error
    finally:
        for part in parts:
            _remove(part)


def _spare_workspaces(target: Path) -> None:
    """A workspace's own file would be replaced, with all that is in it and nowhere else yet."""
    own = (gpkg_path(target.parent), boundaries_path(target.parent))
    if own[0].exists() and target.name.casefold() in {path.name for path in own}:
        raise ExchangeError("export.workspace_file", path=target.name)


def _file_of(target: Path, type_name: str, kinds: int) -> Path:
    if kinds == 1 or target.suffix in SEVERAL_LAYERS:
        return target
    return target.with_name(f"{target.stem}-{type_name}{target.suffix}")


def _writer(part: Path, rtype: RecordType, columns: Sequence[Column], lang: str, added: bool) -> QgsVectorFileWriter:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = DRIVERS[part.suffix]
    options.fileEncoding = "UTF-8"
    options.layerName = rtype.plural_label(lang)[:_SHEET_LETTERS] if part.suffix in IN_WORDS else rtype.name
    action = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = action.CreateOrOverwriteLayer if added else action.CreateOrOverwriteFile
    if part.suffix == ".csv":  # as a spreadsheet in Ukrainian reads it
        options.layerOptions = ["SEPARATOR=SEMICOLON", "WRITE_BOM=YES"]
    plain = part.suffix in IN_WORDS or rtype.geometry == "none"
    kind = QgsWkbTypes.Type.NoGeometry if plain else QgsWkbTypes.Type.Unknown
    if rtype.geometry == "point" and not plain:
        kind = QgsWkbTypes.Type.Point
    writer = QgsVectorFileWriter.create(
        str(part),
        _fields(columns),
        kind,
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsCoordinateTransformContext(),
        options,
    )
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise ExchangeError("export.cannot_write", path=str(part.parent), reason=writer.errorMessage())
    return writer


def _fields(columns: Sequence[Column]) -> QgsFields:
    """By way of the memory provider, which knows its types by name in every version of Qt."""
    spelled = "&".join(f"field=f{number}:{column.type}" for number, column in enumerate(columns))
    layer = QgsVectorLayer(f"None?{spelled}", "columns", "memory")
    fields = QgsFields()
    for column, field in zip(columns, layer.fields(), strict=True):
        named = QgsField(field)
        named.setName(column.name)
        fields.append(named)
    return fields


def _write(writer: QgsVectorFileWriter, records: Iterable[Record], columns: Sequence[Column], part: Path) -> None:
    for record in records:
        feature = QgsFeature()
        feature.setAttributes([column.value(record) for column in columns])
        place = record.get(GEOMETRY)
        if part.suffix not in IN_WORDS and isinstance(place, dict):
            feature.setGeometry(to_geometry(place))
        if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise ExchangeError("export.cannot_write", path=str(part.parent), reason=writer.errorMessage())


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        pass  # it is named so that people see what it is
