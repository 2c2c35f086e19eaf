"""What all algorithms share: the workspace's folder, their names, and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ...errors import VidbudovaError
from ...paths import icons_dir
from ...store.workspace import Workspace
from .. import layers
from ..file_hold import FileHold
from .announcing import announcing

WORKSPACE = "WORKSPACE"


class WorkspaceAlgorithm(QgsProcessingAlgorithm):
    """Works on the workspace in a folder. A subclass says what it is called and does it in `work`."""

    NAME = ""
    WRITES = True
    """Whether the workspace may be another one afterwards."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang
        self.folder = Path()

    # --- what QGIS asks -----------------------------------------------------------------------------------------------

    def name(self) -> str:
        return self.NAME

    def createInstance(self) -> WorkspaceAlgorithm:
        return type(self)(self.lang)

    def icon(self) -> QIcon:
        return QIcon(str(icons_dir() / "vidbudova.svg"))

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        del configuration
        shown = layers.workspace_folder(QgsProject.instance())  # whoever opens the dialog means that one, mostly
        self.addParameter(
            QgsProcessingParameterFile(
                WORKSPACE,
                QCoreApplication.translate("Automation", "Workspace folder"),
                QgsProcessingParameterFile.Behavior.Folder,
                "",
                str(shown) if shown is not None else None,
            )
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """On the main thread: what only that thread may ask."""
        self.folder = Path(self.parameterAsFile(parameters, WORKSPACE, context))
        if not (self.folder / layers.GPKG).is_file():
            text = QCoreApplication.translate("Automation", "There is no workspace in the folder {path}.")
            raise QgsProcessingException(text.format(path=self.folder))
        with self.in_words():
            self.prepare(parameters, context)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """In whatever thread QGIS chooses."""
        hold = FileHold(self.folder / layers.GPKG)
        hold.take()  # layers of this QGIS may show the same file
        try:
            with self.in_words():
                return self.work(parameters, context, feedback)
        finally:
            hold.release()
            if self.WRITES:
                announcing.written.emit(str(self.folder))

    # --- what subclasses do -------------------------------------------------------------------------------------------

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """On the main thread, before the work. Raises VidbudovaError."""

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """The work; the algorithm's outputs by name. Raises VidbudovaError."""
        raise NotImplementedError

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """What goes wrong is told in the language of the windows."""
        try:
            yield
        except VidbudovaError as error:
            raise QgsProcessingException(error.describe(self.lang)) from error

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """The workspace, for this thread."""
        from ...records.catalogue import default_catalogue

        with Workspace.open(self.folder, default_catalogue()) as workspace:
            yield workspace

    def refuse_open_edits(self) -> None:
        """Raises where this QGIS has edits in the workspace's layers that are not saved. Main thread only."""
        for layer in layers.ours(QgsProject.instance(), self.folder / layers.GPKG):
            if layer.isModified():
                text = QCoreApplication.translate(
                    "Automation",
                    "The layer {layer} has edits that are not saved. Save or discard them, then try again.",
                )
                raise QgsProcessingException(text.format(layer=layer.name()))
