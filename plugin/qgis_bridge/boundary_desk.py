"""*Load Boundaries…*: reads the chosen layer or file in tasks, keeps what carries codes, shows it on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer, QgsVectorLayerFeatureSource, QgsWkbTypes
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import StoreError, VidbudovaError
from ..records.territory import Codifier
from ..store import boundaries, boundary_file, boundary_source
from ..store.boundary_source import Match, Table
from ..store.layout import boundaries_path
from ..store.workspace import Workspace
from . import backdrop, boundary_layer, layers, project, settings
from .notices import Notices
from .tasks import BaseTask, TaskRunner


class LayerTable:
    """A layer of the open project, as it is now, uncommitted edits included; read in a task."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self.name: str = layer.name()
        self.fields: tuple[str, ...] = tuple(layer.fields().names())
        self.rows = max(layer.featureCount(), 0)
        self.has_areas = True
        extent = layer.extent()
        box = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
        self.crs = boundary_source.crs_or_degrees(layer.crs().toWkt() if layer.crs().isValid() else None, box)
        self._source = QgsVectorLayerFeatureSource(layer)

    def values(self) -> Iterator[tuple[Any, ...]]:
        """All attributes, row by row."""
        request = QgsFeatureRequest()
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for feature in self._source.getFeatures(request):
            yield tuple(_plain(value) for value in feature.attributes())

    def areas(self, column: int) -> Iterator[tuple[Any, bytes | None]]:
        """One attribute and the geometry's WKB, row by row."""
        request = QgsFeatureRequest().setSubsetOfAttributes([column])
        for feature in self._source.getFeatures(request):
            geometry = feature.geometry()
            yield _plain(feature.attributes()[column]), None if geometry.isNull() else bytes(geometry.asWkb())


def _plain(value: Any) -> Any:
    return None if value is None or (hasattr(value, "isNull") and value.isNull()) else value


@dataclass(frozen=True)
class Loaded:
    """What a loading brought: units by level, and what was left out."""

    levels: dict[str, int]
    without_code: int = 0
    without_area: int = 0
    elsewhere: int = 0


class BoundaryDesk(QObject):
    """Opens the dialog, does its work in tasks, and shows the boundaries in the project.

    :param make: makes a `panels.boundaries_dialog.BoundariesDialog` from the project's polygon layers (id, name) and
        the file to begin with. Given by the composition root.
    """

    changed = pyqtSignal()
    """The workspace has other boundaries than before."""

    def __init__(
        self,
        make: Callable[[list[tuple[str, str]], str], Any],
        codifier: Codifier | None,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make, self._codifier, self._tasks, self._notices, self._lang = make, codifier, tasks, notices, lang
        self._workspace: Workspace | None = None
        self._tables: list[Table] = []
        self._found: list[Match | None] = []
        self._source = ""
        self._task: BaseTask[Any] | None = None
        self._asked = object()  # what the dialog waits for: an answer to anything else comes too late for it
        self.dialog: Any = None
        """The dialog, while it is open."""

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The open workspace is another one."""
        if self.dialog is not None:
            self.dialog.reject()
        self._workspace = workspace
        if workspace is not None and boundaries_path(workspace.folder).is_file():
            title = QCoreApplication.translate("Boundaries", "Reading boundaries")
            self._tasks.start(title, partial(_read_index, workspace.folder), self._read)

    def _read(self, _result: None, error: Exception | None) -> None:
        """The index of the boundaries is in memory, so that the first form need not wait for it."""
        if error is not None:
            self._notices.warning(self._words(error), str(error))

    def show(self) -> None:
        """Load Boundaries…"""
        if self._workspace is None or self._codifier is None:
            return
        if self.dialog is None:
            self.dialog = self._make(
                polygon_layers(QgsProject.instance()), settings.backdrop_file() or str(Path.home())
            )
            self.dialog.file_chosen.connect(self._look_into_file)
            self.dialog.layer_chosen.connect(self._look_into_layer)
            self.dialog.load_requested.connect(self._load)
            self.dialog.clear_requested.connect(self._clear)
            self.dialog.cancel_requested.connect(self._cancel)
            self.dialog.backdrop_requested.connect(self._draw_only)
            self.dialog.finished.connect(self._closed)
            self._tell_loaded()
            self.dialog.open()
        self.dialog.raise_()

    # --- looking ------------------------------------------------------------------------------------------------------

    def _look_into_file(self, path: str) -> None:
        self._begin_looking(Path(path).name, partial(_look_into_file, Path(path), self._codifier_path()), path)

    def _look_into_layer(self, identity: str) -> None:
        layer = QgsProject.instance().mapLayer(identity)
        if isinstance(layer, QgsVectorLayer):
            table = LayerTable(layer)
            self._begin_looking(layer.name(), partial(_look_into_table, table, self._codifier_path()), "")

    def _begin_looking(self, name: str, work: Callable[[BaseTask[Any]], Any], path: str) -> None:
        self._source = name
        self.dialog.show_looking(name)
        title = QCoreApplication.translate("Boundaries", "Looking for boundaries")
        self._asked = asked = object()
        self._task = self._tasks.start(title, work, partial(self._looked, asked, path))

    def _looked(self, asked: object, path: str, found: Any, error: Exception | None) -> None:
        if asked is not self._asked:
            return
        self._task = None
        if error is not None:
            self.dialog.show_error(self._words(error), path if self._drawable(error) else "")
            return
        self._tables = [table for table, _ in found]
        self._found = [match for _, match in found]
        self.dialog.show_found([(table.name, match) for table, match in found])
        if not any(self._found):
            table = self._tables[0]
            nothing = StoreError("store.boundaries_no_codes", name=self._source, fields=", ".join(table.fields) or "–")
            self.dialog.show_error(nothing.describe(self._lang), path)

    @staticmethod
    def _drawable(error: Exception) -> bool:
        """Lines are no boundaries to ask, but they can be drawn."""
        return isinstance(error, StoreError) and error.code == "store.boundaries_no_areas"

    # --- loading ------------------------------------------------------------------------------------------------------

    def _load(self, rows: list[int]) -> None:
        if self._workspace is None:
            return
        chosen = [(self._tables[row], match.column) for row in rows if (match := self._found[row]) is not None]
        self.dialog.show_loading()
        folder = self._workspace.folder
        work = partial(_load, folder, chosen, self._source, self._codifier_path())
        title = QCoreApplication.translate("Boundaries", "Loading boundaries")
        self._asked = asked = object()
        self._task = self._tasks.start(title, work, partial(self._loaded, asked, folder), self._progress)

    def _progress(self, event: object) -> None:
        if self.dialog is not None and isinstance(event, tuple):
            self.dialog.show_progress(*event)

    def _loaded(self, asked: object, folder: Path, loaded: Loaded | None, error: Exception | None) -> None:
        if loaded is not None and self._is_open(folder):
            project.show_stored_boundaries(QgsProject.instance(), folder, self._lang)
            self.changed.emit()
        self._tell(asked, "" if loaded is None else _summary(loaded), error)

    def _is_open(self, folder: Path) -> bool:
        return self._workspace is not None and self._workspace.folder == folder

    def _tell(self, asked: object, done: str, error: Exception | None) -> None:
        """What came of it; over the map where the dialog that asked is closed. Nothing where it was cancelled."""
        if asked is not self._asked:
            if error is not None:
                self._notices.error(self._words(error), str(error))
            elif done:
                self._notices.success(done)
            return
        self._task = None
        if error is not None:
            self.dialog.show_error(self._words(error))
        elif done:
            self.dialog.show_done(done)
            self._tell_loaded()

    def _clear(self) -> None:
        if self._workspace is None:
            return
        title = QCoreApplication.translate("Boundaries", "Removing boundaries")
        folder = self._workspace.folder
        self._asked = asked = object()
        self._task = self._tasks.start(title, partial(_clear, folder), partial(self._cleared, asked, folder))

    def _cleared(self, asked: object, folder: Path, _result: None, error: Exception | None) -> None:
        if error is None and self._is_open(folder):
            there = backdrop.find(QgsProject.instance(), "boundaries")
            if isinstance(there, QgsVectorLayer) and boundary_layer.is_ours(there, folder):
                layers.reload([there])
            self.changed.emit()
        self._tell(asked, QCoreApplication.translate("Boundaries", "The boundaries are removed."), error)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _draw_only(self, path: str) -> None:
        """A file without codes is drawn under the records, as any map may be."""
        if project.set_boundaries(QgsProject.instance(), Path(path)):
            settings.set_backdrop_file(path)
            self.dialog.accept()
        else:
            words = QCoreApplication.translate("Boundaries", "This file holds no lines or areas: {path}")
            self.dialog.show_error(words.format(path=path))

    def _tell_loaded(self) -> None:
        if self._workspace is not None and self.dialog is not None:
            folder = self._workspace.folder
            trouble = boundaries.trouble(folder)
            if trouble is not None:
                self.dialog.show_unreadable(trouble.describe(self._lang))
                return
            self.dialog.show_loaded(boundaries.summary(folder).levels, boundary_file.loads(folder))

    def _closed(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        self._tables, self._found = [], []
        self._task, self._asked = None, object()
        if dialog is not None:
            dialog.deleteLater()

    def _codifier_path(self) -> Path:
        assert self._codifier is not None
        return self._codifier.file

    def _words(self, error: Exception) -> str:
        if isinstance(error, VidbudovaError):
            return error.describe(self._lang)
        return QCoreApplication.translate(
            "Boundaries", "The boundaries could not be read; the log has the details. Nothing was changed."
        )


def polygon_layers(shown: QgsProject) -> list[tuple[str, str]]:
    """Id and name of the project's layers of areas that are not the workspace's own."""
    found = [
        (layer.id(), layer.name())
        for layer in shown.mapLayers().values()
        if isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and layers.spec_of(layer) is None
        and not backdrop.role(layer)
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def _look_into_file(path: Path, codifier: Path, _task: BaseTask[Any]) -> list[tuple[Table, Match | None]]:
    with Codifier(codifier) as opened:
        return [(table, boundary_source.match(table, opened)) for table in boundary_source.tables_of(path)]


def _look_into_table(table: Table, codifier: Path, _task: BaseTask[Any]) -> list[tuple[Table, Match | None]]:
    with Codifier(codifier) as opened:
        return [(table, boundary_source.match(table, opened))]


def _load(
    folder: Path, chosen: list[tuple[Table, int]], source: str, codifier: Path, task: BaseTask[Loaded | None]
) -> Loaded | None:
    """Reads everything first and stores it then, all of it or nothing; None where it was cancelled."""
    total = sum(table.rows for table, _ in chosen)
    readings = []
    before = 0
    with Codifier(codifier) as opened:
        for table, column in chosen:

            def progress(done: int, before: int = before) -> None:
                task.setProgress(100 * (before + done) / max(total, 1))
                task.tell((before + done, total))

            reading = boundary_source.read(table, column, opened, progress, task.cancelling.is_set)
            if reading is None:
                return None
            readings.append(reading)
            before += table.rows
    units = {boundary.code: boundary for reading in readings for boundary in reading.boundaries}
    levels = boundary_file.put(folder, units.values(), source)
    boundaries.summary(folder)  # the index of the new state is made here, not in the window
    return Loaded(
        levels,
        sum(reading.without_code for reading in readings),
        sum(reading.without_area for reading in readings),
        sum(reading.elsewhere for reading in readings),
    )


def _read_index(folder: Path, _task: BaseTask[None]) -> None:
    trouble = boundaries.trouble(folder)
    if trouble is not None:
        raise trouble


def _clear(folder: Path, _task: BaseTask[None]) -> None:
    boundary_file.clear(folder)


def _summary(loaded: Loaded) -> str:
    parts = [QCoreApplication.translate("Boundaries", "%n boundary(s) loaded.", "", sum(loaded.levels.values()))]
    if loaded.without_code:
        parts.append(
            QCoreApplication.translate("Boundaries", "%n row(s) left out: no known code.", "", loaded.without_code)
        )
    if loaded.without_area:
        parts.append(QCoreApplication.translate("Boundaries", "%n row(s) left out: no area.", "", loaded.without_area))
    if loaded.elsewhere:
        parts.append(
            QCoreApplication.translate("Boundaries", "%n unit(s) left out: outside Ukraine.", "", loaded.elsewhere)
        )
    return " ".join(parts)
