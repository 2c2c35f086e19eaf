"""*Export Records*: all records of one kind, or of every kind, as a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...paths import codifier_path
from ...records.catalogue import default_catalogue
from .algorithm import WorkspaceAlgorithm
from .following import Following

TYPE, OUTPUT, RECORDS = "TYPE", "OUTPUT", "RECORDS"


class ExportRecords(WorkspaceAlgorithm):
    """The same files as the panel writes of selected records."""

    NAME = "export"
    WRITES = False

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Export records")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation",
            "Writes the records of a workspace to a file. A workbook and CSV have names in place of codes; GeoPackage"
            " and GeoJSON have records as they are kept, with their places.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        kinds = [rtype.plural_label(self.lang) for rtype in default_catalogue().types.values()]
        label = QCoreApplication.translate("Automation", "Kinds of records (all where none is chosen)")
        self.addParameter(QgsProcessingParameterEnum(TYPE, label, kinds, allowMultiple=True, optional=True))
        filters = "Excel (*.xlsx);;CSV (*.csv);;GeoPackage (*.gpkg);;GeoJSON (*.geojson)"
        target = QCoreApplication.translate("Automation", "File")
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, target, filters))
        self.addOutput(QgsProcessingOutputNumber(RECORDS, QCoreApplication.translate("Automation", "Records")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from .. import export_task

        target = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        if target.suffix not in export_task.DRIVERS:
            text = QCoreApplication.translate("Automation", "The file has to end in one of these: {endings}.")
            raise QgsProcessingException(text.format(endings=", ".join(export_task.DRIVERS)))
        names = list(default_catalogue().types)
        chosen = names  # where nothing is given QGIS would say that the first one is
        if parameters.get(TYPE) not in (None, "", []):
            chosen = [names[at] for at in self.parameterAsEnums(parameters, TYPE, context)]
        with self.opened() as workspace:
            keys = [(name, str(record["uuid"])) for name in chosen for record in workspace.records(name)]
            following = Following(feedback).as_task()
            done = export_task.write(workspace, keys, codifier_path(), target, self.lang, following)
        return {OUTPUT: str(target), RECORDS: done.records}
