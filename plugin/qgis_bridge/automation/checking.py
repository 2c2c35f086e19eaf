"""*Check Records*: the rules over a whole workspace, what they find as a table."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...paths import codifier_path
from ...quality.model import SEVERITIES, message
from ...store import findings
from ...store.titles import record_title
from .algorithm import WorkspaceAlgorithm
from .following import Following

FINDINGS = "FINDINGS"
COLUMNS = ("severity", "type", "uuid", "title", "field", "rule", "message")


class CheckRecords(WorkspaceAlgorithm):
    """Findings are kept in the workspace, too, as *Check All* of the panel does."""

    NAME = "check"

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Check records")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation", "Checks every record of a workspace by the portal's rules. What is found becomes a table."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        sink = QgsProcessingParameterFeatureSink(
            FINDINGS, QCoreApplication.translate("Automation", "Findings"), QgsProcessing.SourceType.TypeVector
        )
        self.addParameter(sink)
        words = {
            "error": QCoreApplication.translate("Automation", "Errors"),
            "warning": QCoreApplication.translate("Automation", "Warnings"),
            "hint": QCoreApplication.translate("Automation", "Hints"),
        }
        for name in SEVERITIES:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), words[name]))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...records.catalogue import default_catalogue
        from .. import check_task

        checked = check_task.run(self.folder, default_catalogue(), codifier_path(), Following(feedback).as_task())
        spelled = "&".join(f"field={name}:string" for name in COLUMNS)  # so every version of Qt knows the type
        fields = QgsVectorLayer(f"None?{spelled}", "columns", "memory").fields()
        sink, where = self.parameterAsSink(
            parameters, FINDINGS, context, fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
        )
        with self.opened() as workspace:
            for finding in findings.list_findings(workspace):
                rtype = workspace.rtype(finding.type)
                record = workspace.get(finding.type, finding.uuid) or {}
                row = QgsFeature(fields)
                row.setAttributes(
                    [
                        finding.severity,
                        finding.type,
                        finding.uuid,
                        record_title(workspace, rtype, record, self.lang) or rtype.label(self.lang),
                        ", ".join(finding.fields),
                        finding.rule,
                        message(finding.rule, finding.params, self.lang),
                    ]
                )
                if sink is not None:
                    sink.addFeature(row, QgsFeatureSink.Flag.FastInsert)
        return {FINDINGS: where, **{name.upper(): checked.severities.get(name, 0) for name in SEVERITIES}}
