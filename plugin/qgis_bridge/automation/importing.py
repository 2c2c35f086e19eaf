"""*Import Records*: the rows of any table or layer that QGIS reads, as records of one kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, Qt

from ...errors import ExchangeError
from ...exchange import headings
from ...exchange.table_import import Row, TableImport, Wish
from ...records.catalogue import default_catalogue
from .. import settings
from .algorithm import WorkspaceAlgorithm

INPUT, TYPE, BLANKS, LOOK, REMARKS = "INPUT", "TYPE", "BLANKS_CLEAR", "LOOK_ONLY", "REMARKS"
COLUMNS = ("row", "column", "message")
DECIMALS = 9
_NAMELESS = re.compile(r"field_?\d+\Z", re.IGNORECASE)
"""What GDAL calls a workbook's columns where it sees no headings, as where all cells are text."""


class ImportRecords(WorkspaceAlgorithm):
    """Columns are known by the names of fields or their labels, as an export has them."""

    NAME = "import"

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Import records")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation",
            "Takes the rows of a table or layer into a workspace: a workbook, CSV, GeoPackage or anything else that"
            " QGIS reads. Columns are called as the fields are in the form or in an export; codes may be written in"
            " words. A row with the identifier of a record changes that record, any other becomes a new draft; the"
            " same table twice makes no second record. Rows that cannot be taken in are told in a table, with what to"
            " do. All of it can be undone in the panel.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        kinds = [rtype.plural_label(self.lang) for rtype in default_catalogue().types.values()]
        table = QCoreApplication.translate("Automation", "Table or layer")
        self.addParameter(QgsProcessingParameterFeatureSource(INPUT, table, [QgsProcessing.SourceType.TypeVector]))
        self.addParameter(
            QgsProcessingParameterEnum(TYPE, QCoreApplication.translate("Automation", "Kind of records"), kinds)
        )
        blanks = QCoreApplication.translate("Automation", "A blank cell clears what the record has")
        self.addParameter(QgsProcessingParameterBoolean(BLANKS, blanks, False))
        look = QCoreApplication.translate("Automation", "Only tell what would happen")
        self.addParameter(QgsProcessingParameterBoolean(LOOK, look, False))
        sink = QgsProcessingParameterFeatureSink(
            REMARKS,
            QCoreApplication.translate("Automation", "Rows left out"),
            QgsProcessing.SourceType.TypeVector,
            None,
            True,
        )
        self.addParameter(sink)
        for name, word in (
            ("ADDED", QCoreApplication.translate("Automation", "Records added")),
            ("CHANGED", QCoreApplication.translate("Automation", "Records changed")),
            ("SAME", QCoreApplication.translate("Automation", "Records that were so already")),
            ("LEFT_OUT", QCoreApplication.translate("Automation", "Rows left out")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, word))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.refuse_open_edits()
        self._author = settings.value("author") or None

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        source = self.parameterAsSource(parameters, INPUT, context)
        if source is None:
            text = QCoreApplication.translate("Automation", "The table could not be read.")
            raise QgsProcessingException(text)
        only_look = self.parameterAsBool(parameters, LOOK, context)
        wish = Wish(self.lang, _from_wkt, self._author, self.parameterAsBool(parameters, BLANKS, context))
        with self.opened() as workspace:
            rtype = list(workspace.catalogue.types.values())[self.parameterAsEnum(parameters, TYPE, context)]
            names, rows = _table(source, context)
            columns = headings.match(rtype, names)
            if not columns.fields:
                raise ExchangeError("exchange.no_columns", kind=rtype.label(self.lang))
            for unknown in columns.unknown:
                text = QCoreApplication.translate("Automation", "The column “{name}” is no field: it is passed over.")
                feedback.pushInfo(text.format(name=unknown))
            work = TableImport(workspace, rtype, columns, wish)
            act = work.look if only_look else work.take
            taken = act(rows, feedback.isCanceled, lambda done, of: feedback.setProgress(100.0 * done / max(1, of)))
        where = self._tell(taken.remarks, parameters, context)
        if taken.stopped is not None:
            raise taken.stopped
        return {
            **({REMARKS: where} if where else {}),
            "ADDED": taken.added, "CHANGED": taken.changed, "SAME": taken.same, "LEFT_OUT": taken.left_out,
        }  # fmt: skip

    def _tell(self, remarks: list[Any], parameters: dict[str, Any], context: QgsProcessingContext) -> str | None:
        spelled = f"field=row:integer&{'&'.join(f'field={name}:string' for name in COLUMNS[1:])}"
        fields = QgsVectorLayer(f"None?{spelled}", "columns", "memory").fields()
        sink, where = self.parameterAsSink(
            parameters, REMARKS, context, fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
        )
        if sink is None:
            return None
        for remark in remarks:
            told = QgsFeature(fields)
            told.setAttributes([remark.row, remark.heading, remark.text])
            sink.addFeature(told, QgsFeatureSink.Flag.FastInsert)
        return str(where)


def _table(source: Any, context: QgsProcessingContext) -> tuple[list[str], Iterator[Row]]:
    """The headings of a table, and its rows, numbered as a spreadsheet does: the headings are row 1."""
    request = QgsFeatureRequest()
    if source.sourceCrs().isValid():
        request.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"), context.transformContext())
    found = source.getFeatures(request)
    names = [field.name() for field in source.fields()]
    if names and all(_NAMELESS.match(name) for name in names):
        first = next(iter(found), None)
        names = [str(_plain(cell) or "") for cell in first.attributes()] if first is not None else []
    return names, _rows(found, names)


def _rows(features: Any, names: list[str]) -> Iterator[Row]:
    for number, feature in enumerate(features, start=2):
        cells = dict(zip(names, map(_plain, feature.attributes()), strict=False))
        yield Row(number, cells, _geojson(feature.geometry()))


def _plain(cell: Any) -> Any:
    """A cell without Qt in it."""
    if cell is None or cell == NULL:
        return None
    if isinstance(cell, (QDate, QDateTime)):
        return str(cell.toString(Qt.DateFormat.ISODate))
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def _geojson(geometry: QgsGeometry) -> Mapping[str, Any] | None:
    if geometry.isNull() or geometry.isEmpty():
        return None
    found: dict[str, Any] = json.loads(geometry.asJson(DECIMALS))
    return found


def _from_wkt(text: str) -> Mapping[str, Any] | None:
    return _geojson(QgsGeometry.fromWkt(text))
