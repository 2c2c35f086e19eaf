"""Preparing a basemap for where there is no network: what from, how far, how deep; drawn by QGIS beside the window."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QSize, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage

from ..store.workspace import Workspace
from . import backdrop, extents, layers, offline_basemap, settings
from .notices import Notices, log

WGS84, WEB = "EPSG:4326", "EPSG:3857"
HIDDEN = "basemap/hint_closed"
MARGIN = 1.2
_PROBE = 256  # pixels a side: whether the layer shows anything at all

MakeDialog = Callable[[list[Any], list[tuple[str, QgsRectangle]]], Any]


class BasemapDesk(QObject):
    """One basemap at a time.

    :param make: makes the dialog for (basemaps, named areas).
    """

    hint_changed = pyqtSignal(bool)
    """Whether to tell that what lies under the records needs a network."""

    def __init__(self, make: MakeDialog, canvas: QgsMapCanvas, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._canvas = canvas
        self._notices = notices
        self._workspace: Workspace | None = None
        self._run: _Run | None = None
        self.dialog: Any = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.look)
        project = QgsProject.instance()
        project.layersAdded.connect(self._look_soon)
        project.layersRemoved.connect(self._look_soon)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose region is drawn; what is being drawn for another one is stopped."""
        if workspace is not self._workspace:
            self._close_dialog()
            if self._run is not None:
                self._run.cancel()
        self._workspace = workspace
        self.look()

    def close(self) -> None:
        """The plugin is being unloaded."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._look_soon)
        project.layersRemoved.disconnect(self._look_soon)
        self.set_workspace(None)
        self._soon.stop()

    def look(self) -> None:
        """Tells anew whether the hint is called for."""
        workspace = self._workspace
        wanted = (
            workspace is not None
            and self._run is None
            and not workspace.read_only
            and settings.value(f"{HIDDEN}/{workspace.settings.uuid}") != "yes"
            and offline_basemap.online(QgsProject.instance(), workspace.gpkg_path)
        )
        self.hint_changed.emit(wanted)

    def hide_hint(self) -> None:
        """The person does not want to be told, in this workspace."""
        if self._workspace is not None:
            settings.set_value(f"{HIDDEN}/{self._workspace.settings.uuid}", "yes")
        self.look()

    def start(self) -> None:
        """Asks what to draw."""
        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        if self._run is not None:
            self._notices.info(
                QCoreApplication.translate("Basemap", "The basemap is being prepared already; see QGIS's task manager.")
            )
            return
        if offline_basemap.algorithm() is None:
            self._notices.warning(
                QCoreApplication.translate(
                    "Basemap",
                    "QGIS's Processing plugin is switched off. Switch it on under Plugins › Manage, then try again.",
                )
            )
            return
        self._close_dialog()
        known = offline_basemap.candidates(QgsProject.instance(), workspace.gpkg_path)
        self.dialog = self._make(known, self._areas(workspace))
        self.dialog.go_requested.connect(self.prepare)
        self.dialog.rejected.connect(self._close_dialog)
        self.dialog.show()

    def prepare(self, layer_id: str, extent: QgsRectangle, zoom: int) -> None:
        """Draws a layer over an extent (longitude, latitude) down to a zoom, once it is seen to show something."""
        self._close_dialog()
        layer = QgsProject.instance().mapLayer(layer_id)
        if self._workspace is not None and layer is not None and self._run is None:
            self._run = _Run(layer, extent, zoom, self._workspace.folder, self._on_ended, self)
            self._run.start()
            self.look()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _look_soon(self, *_: object) -> None:
        """Layers come before their place in the layer tree, and many at once."""
        self._soon.start()

    def _areas(self, workspace: Workspace) -> list[tuple[str, QgsRectangle]]:
        project = QgsProject.instance()
        records = QgsRectangle()
        for layer in layers.ours(project, workspace.gpkg_path):
            spec = layers.spec_of(layer)
            if spec is not None and spec.is_drawn and layer.featureCount() and not layer.extent().isNull():
                records.combineExtentWith(layer.extent())
        found = []
        territory = extents.of_territory(workspace.settings.territory)
        if not records.isNull() and not records.isEmpty() and territory.intersects(records):
            records.scale(MARGIN)
            found.append((QCoreApplication.translate("Basemap", "Around the records"), records))
        to_wgs84 = QgsCoordinateTransform(
            self._canvas.mapSettings().destinationCrs(),
            QgsCoordinateReferenceSystem(WGS84),
            project.transformContext(),
        )
        found.append(
            (
                QCoreApplication.translate("Basemap", "What the map shows now"),
                to_wgs84.transformBoundingBox(self._canvas.extent()),
            )
        )
        found.append((QCoreApplication.translate("Basemap", "The whole territory of the workspace"), territory))
        return found

    def _close_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()

    def _on_ended(self, run: _Run, outcome: str) -> None:
        self._run = None
        if outcome == "blank":
            self._notices.warning(
                QCoreApplication.translate(
                    "Basemap", "The basemap shows nothing there; is there a network? Nothing was prepared."
                )
            )
        elif outcome == "failed":
            self._notices.warning(
                QCoreApplication.translate("Basemap", "The basemap could not be prepared; the log says more."),
                run.detail,
            )
        elif outcome == "cancelled":
            self._notices.info(QCoreApplication.translate("Basemap", "Preparing the basemap was cancelled."))
        elif self._workspace is not None and self._workspace.folder == run.folder:
            self._take(run)
        self.look()

    def _take(self, run: _Run) -> None:
        """The basemap is whole: in place of an earlier one, and onto the map."""
        project = QgsProject.instance()
        former = backdrop.find(project, offline_basemap.ROLE)
        if former is not None:
            run.credit = run.credit or offline_basemap.credit_of(former)
            project.removeMapLayer(former.id())  # Windows does not replace a file that is open
        try:
            os.replace(run.part, offline_basemap.path_of(run.folder))
        except OSError as error:
            self._notices.warning(
                QCoreApplication.translate("Basemap", "The basemap could not be put in place; close what has it open."),
                str(error),
            )
            return
        source = project.mapLayer(run.source)
        if offline_basemap.show(project, run.folder, source, run.credit):
            self._notices.success(
                QCoreApplication.translate("Basemap", "The offline basemap is ready and lies under the records.")
            )


class _Run(QObject):
    """Looks whether the layer shows anything, then lets QGIS draw it; keeps alive what the task needs."""

    def __init__(
        self,
        layer: QgsMapLayer,
        extent: QgsRectangle,
        zoom: int,
        folder: Path,
        ended: Callable[[_Run, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self.part = folder / f"~{offline_basemap.NAME}"
        self.source = layer.id()
        self.credit = offline_basemap.credit_of(layer)
        self.detail = ""
        self._extent = extent
        self._zoom = zoom
        self._ended = ended
        self._cancelled = False
        self._project = QgsProject()
        self._project.setCrs(QgsCoordinateReferenceSystem(WGS84))  # the algorithm takes the extent in it
        self._layer = layer.clone()
        self._layer.setOpacity(1.0)
        self._project.addMapLayer(self._layer)
        self._probe: QgsMapRendererParallelJob | None = None
        self._context: QgsProcessingContext | None = None
        self._feedback: QgsProcessingFeedback | None = None
        self._task: QgsProcessingAlgRunnerTask | None = None

    def start(self) -> None:
        look = QgsMapSettings()
        look.setLayers([self._layer])
        look.setDestinationCrs(QgsCoordinateReferenceSystem(WEB))
        look.setBackgroundColor(QColor(0, 0, 0, 0))
        look.setOutputSize(QSize(_PROBE, _PROBE))
        to_web = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(WGS84), look.destinationCrs(), QgsCoordinateTransformContext()
        )
        look.setExtent(to_web.transformBoundingBox(self._extent))
        self._probe = QgsMapRendererParallelJob(look)
        self._probe.finished.connect(self._on_probed)
        self._probe.start()

    def cancel(self) -> None:
        self._cancelled = True
        if self._probe is not None and self._probe.isActive():
            self._probe.cancelWithoutBlocking()
        if self._task is not None:
            self._task.cancel()

    def _on_probed(self) -> None:
        probe, self._probe = self._probe, None
        if probe is None:
            return
        image = probe.renderedImage()
        if self._cancelled:
            self._end("cancelled")
        elif _is_blank(image):
            self._end("blank")
        else:
            self._draw()

    def _draw(self) -> None:
        _remove(self.part)
        self._context = QgsProcessingContext()
        self._context.setProject(self._project)
        self._feedback = QgsProcessingFeedback()
        box = self._extent
        parameters = {
            "EXTENT": f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()}",
            "ZOOM_MIN": min(offline_basemap.FIRST_ZOOM, self._zoom),
            "ZOOM_MAX": self._zoom,
            "TILE_FORMAT": 0,
            "OUTPUT_FILE": str(self.part),
        }
        found = offline_basemap.algorithm()
        if found is None:
            self._end("failed")
            return
        self._task = QgsProcessingAlgRunnerTask(found, parameters, self._context, self._feedback)
        self._task.executed.connect(self._on_executed)
        QgsApplication.taskManager().addTask(self._task)

    def _on_executed(self, successful: bool, _results: object) -> None:
        cancelled = self._cancelled or (self._feedback is not None and self._feedback.isCanceled())
        if self._feedback is not None and hasattr(self._feedback, "textLog"):
            self.detail = self._feedback.textLog()
        done = successful and not cancelled and self.part.is_file()
        self._end("done" if done else "cancelled" if cancelled else "failed")

    def _end(self, outcome: str) -> None:
        self._ended(self, outcome)
        if outcome != "done":
            _remove(self.part)
        self._task = None
        self.deleteLater()


def _is_blank(image: QImage) -> bool:
    """Whether a picture has one colour only."""
    first = image.pixel(0, 0)
    return all(image.pixel(x, y) == first for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        try:
            part.with_name(part.name + ending).unlink(missing_ok=True)
        except OSError as error:
            log(str(error))
