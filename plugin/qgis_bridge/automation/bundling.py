"""*Export Bundle* and *Import Bundle*: what waits, carried by hand. Sealed ones are for the window, for what an
algorithm is given stands in QGIS's history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...sync import bookkeeping, entitled
from ...sync.devices import DeviceKey
from .. import device_keys
from .algorithm import WorkspaceAlgorithm

BUNDLE, RECORDS = "BUNDLE", "RECORDS"


class ExportBundle(WorkspaceAlgorithm):
    """Writes what waits into a bundle, signed where this device has a key."""

    NAME = "exportbundle"

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Export bundle")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation", "Writes what waits in a workspace into a bundle, which another workspace passes on."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        label = QCoreApplication.translate("Automation", "Bundle")
        self.addParameter(QgsProcessingParameterFileDestination(BUNDLE, label, "Vidbudova (*.vidbudova)"))
        self.addOutput(QgsProcessingOutputNumber(RECORDS, QCoreApplication.translate("Automation", "Records")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.refuse_open_edits()
        self._keys: list[DeviceKey] = device_keys.read_keys()

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...sync import bundle

        target = Path(self.parameterAsFileOutput(parameters, BUNDLE, context))
        with self.opened() as workspace:
            portal, account = workspace.get_meta(bookkeeping.PORTAL), entitled.account_of(workspace)
            mine = (portal, None if account is None else account.account)
            key = next((one for one in self._keys if (one.portal, one.account) == mine), None)
            done = bundle.export_bundle(workspace, target, device=key, lang=self.lang)
        if done is None:
            feedback.pushInfo(QCoreApplication.translate("Automation", "Nothing waits: no bundle was written."))
            return {BUNDLE: "", RECORDS: 0}
        return {BUNDLE: str(target), RECORDS: done.new + done.again}


class ImportBundle(WorkspaceAlgorithm):
    """Takes a bundle in; the next sync passes it on."""

    NAME = "importbundle"

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Import bundle")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation", "Takes a bundle into a workspace; the next sync passes it on under its author's name."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        label = QCoreApplication.translate("Automation", "Bundle")
        self.addParameter(QgsProcessingParameterFile(BUNDLE, label, extension="vidbudova"))
        self.addOutput(QgsProcessingOutputNumber(RECORDS, QCoreApplication.translate("Automation", "Records")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.refuse_open_edits()

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...sync import bundle

        source = Path(self.parameterAsFile(parameters, BUNDLE, context))
        with self.opened() as workspace:
            done = bundle.import_bundle(workspace, source, lang=self.lang)
        if done.number is None:
            feedback.pushInfo(QCoreApplication.translate("Automation", "Nothing new: the bundle was taken in before."))
            return {RECORDS: 0}
        return {RECORDS: done.preview.records}
