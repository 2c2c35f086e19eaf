"""*Sync with Portal*: sends and receives as the panel does, files after records."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import UsageError
from ...sync.access import PortalAccess
from ...sync.devices import DeviceNotes
from .. import credentials, device_keys, network
from .algorithm import WorkspaceAlgorithm
from .following import Following

FILES = "FILES"
COUNTS = ("sent", "received", "merged", "conflicts", "refused", "waiting")


class SyncWithPortal(WorkspaceAlgorithm):
    """The token is the one that the settings keep in QGIS's authentication database for the workspace's portal."""

    NAME = "sync"

    def displayName(self) -> str:
        return QCoreApplication.translate("Automation", "Sync with portal")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate(
            "Automation",
            "Sends what waits in a workspace and receives what others changed, then sends and fetches files. The"
            " access token is the one that Vidbudova's settings keep in QGIS's authentication database.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        super().initAlgorithm(configuration)
        label = QCoreApplication.translate("Automation", "Photos and documents, too")
        self.addParameter(QgsProcessingParameterBoolean(FILES, label, True))
        words = {
            "sent": QCoreApplication.translate("Automation", "Records sent"),
            "received": QCoreApplication.translate("Automation", "Records received"),
            "merged": QCoreApplication.translate("Automation", "Records merged"),
            "conflicts": QCoreApplication.translate("Automation", "Conflicts"),
            "refused": QCoreApplication.translate("Automation", "Records refused"),
            "waiting": QCoreApplication.translate("Automation", "Records waiting"),
            "files_sent": QCoreApplication.translate("Automation", "Files sent"),
            "files_waiting": QCoreApplication.translate("Automation", "Files waiting"),
        }
        for name, word in words.items():
            self.addOutput(QgsProcessingOutputNumber(name.upper(), word))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.refuse_open_edits()
        with self.opened() as workspace:
            url = workspace.settings.portal_url
        if not url:
            raise UsageError("portal.no_portal")
        token = credentials.read_token(url)
        if token is None:
            text = QCoreApplication.translate(
                "Automation", "No access token is kept for the portal {portal}. Enter it in Vidbudova's settings."
            )
            raise QgsProcessingException(text.format(portal=url))
        self._access: PortalAccess = network.portal_access(url, token, self.lang)
        self._devices = DeviceNotes(device_keys.read_keys())

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...records.catalogue import default_catalogue
        from .. import exchange_task, file_task

        following = Following(feedback)
        exchange = exchange_task.Exchange(
            self.folder, default_catalogue(), self._access, frozenset, frozenset, self._devices
        )
        report = exchange_task.run(exchange, following.as_task()).report
        if report.problem is not None:
            raise report.problem
        found: dict[str, Any] = {name.upper(): getattr(report, name) for name in COUNTS}
        if self.parameterAsBool(parameters, FILES, context) and not report.cancelled:
            carrying = file_task.Carrying(self.folder, default_catalogue(), self._access)
            files = file_task.run(carrying, following.as_task())
            if files.problem is not None:
                raise files.problem
            found |= {"FILES_SENT": files.sent, "FILES_WAITING": files.waiting}
        return found

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """On the main thread again: a key that was made is kept."""
        if self._devices.made:
            with self.in_words():
                device_keys.keep_keys(self._devices.keys)
        return {}
