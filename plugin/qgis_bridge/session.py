"""The open workspace: one at a time, and always the one whose layers the QGIS project shows.

Opening another project closes it, opening a project that holds a workspace's layers (``workspace.qgz``, or the user's
own) opens it, whoever asked for that: our menu, QGIS's list of recent projects, a double click on a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..errors import VidbudovaError
from ..records.catalogue import Catalogue, default_catalogue
from ..store import sample
from ..store.layout import gpkg_path, project_path
from ..store.settings import WorkspaceSettings
from ..store.workspace import Workspace
from . import layers, map_theme, project, settings
from .edit_watch import EditWatch
from .field_files import write_lists
from .file_hold import FileHold
from .in_steps import ALONE, InSteps
from .notices import Notices
from .project_repair import repoint
from .tasks import BaseTask, TaskRunner

INTO_OWN_PROJECT, INTO_THIS_PROJECT, NOWHERE = "own", "this", ""


class WorkspaceSession(QObject):
    """Opens, follows and closes workspaces.

    :param choose: asked where to show a workspace when the open project has layers of its own: returns ``"own"`` (the
        workspace's project instead of the open one), ``"this"`` (into the open one) or ``""``.
    """

    opened = pyqtSignal(object)
    """The `Workspace` that is open now, on the main thread's connection, its layers shown."""
    closing = pyqtSignal()
    """The workspace is about to be closed; it can still be written."""
    closed = pyqtSignal()
    declined = pyqtSignal(object)
    """Folder of a workspace that is there, and is not shown: the person kept the open project."""
    failed = pyqtSignal(object)
    """The error that kept a workspace from being opened or made."""

    def __init__(
        self,
        iface: QgisInterface,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        choose: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._choose = choose
        self.workspace: Workspace | None = None
        self._hold: FileHold | None = None
        self._ready: tuple[Workspace, FileHold] | None = None  # opened, its layers not shown yet
        self._as_saved = False  # whether the project that moved with its folder is as its file has it
        self.edits = EditWatch(self)
        self._steps = InSteps(self)
        self._project = QgsProject.instance()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(0)
        self._follow.timeout.connect(self.follow_project)
        self._slots = (
            (self._project.readProject, self._on_read),
            (self._project.cleared, self._on_cleared),
            (self._project.layersAdded, self._on_layers_added),
            (self._project.layersWillBeRemoved, self._on_layers_removed),
        )
        for signal, slot in self._slots:
            signal.connect(slot)

    # --- opening and making ---------------------------------------------------------------------------------------
    def open(self, folder: Path) -> None:
        """Opens a workspace and shows its layers. `opened` or `failed` follows."""
        folder = Path(os.path.abspath(folder))
        if self.workspace is not None and self._shows(folder):
            self.opened.emit(self.workspace)
        else:
            self._prepare(folder, None)

    def create(self, folder: Path, wanted: WorkspaceSettings) -> None:
        """Makes a workspace and opens it. `opened` or `failed` follows."""
        folder = Path(os.path.abspath(folder))
        self._prepare(folder, lambda catalogue: Workspace.create(folder, wanted, catalogue).close())

    def open_sample(self, folder: Path) -> None:
        """Opens the sample workspace, made where it is missing. `opened` or `failed` follows."""
        folder = Path(os.path.abspath(folder))
        if self.workspace is not None and self._shows(folder):
            self.opened.emit(self.workspace)
        else:
            self._prepare(folder, partial(sample.prepare, folder))

    def _prepare(self, folder: Path, make: Callable[[Catalogue], object] | None) -> None:
        """Everything slow goes first, beside the window: reading definitions, making the file, upgrading, repairing."""

        def work(_task: BaseTask[Catalogue]) -> Catalogue:
            catalogue = default_catalogue()
            if make is not None:
                make(catalogue)
            with Workspace.open(folder, catalogue) as store:
                write_lists(store, self._lang)
            return catalogue

        def done(catalogue: Catalogue | None, error: Exception | None) -> None:
            if error is not None or catalogue is None:
                self._fail(error)
            elif make is None and self._shows(folder):
                self._adopt(folder, catalogue)
            else:
                self._show(folder, catalogue)

        title = QCoreApplication.translate("Session", "Opening the workspace {name}").format(name=folder.name)
        self._tasks.start(title, work, done)

    def _shows(self, folder: Path) -> bool:
        shown = layers.workspace_folder(self._project)
        return shown is not None and layers.same_file(gpkg_path(shown), gpkg_path(folder))

    def _show(self, folder: Path, catalogue: Catalogue) -> None:
        """Brings the workspace's layers into the window, then attaches to them."""
        place = INTO_OWN_PROJECT
        if self._project.mapLayers() and self.workspace is None:
            place = self._choose()
        if place == NOWHERE or (place == INTO_OWN_PROJECT and not self._iface.newProject(True)):
            self.declined.emit(folder)
            return
        # before any layer is: QGIS reads a file that nobody holds in write-ahead mode without locks
        store = self._open_store(folder, catalogue)
        if store is None:
            return
        saved = project_path(folder)
        if place == INTO_THIS_PROJECT:
            self._steps.run(project.adding_layers(self._project, self.look(store)), partial(self._shown, store, False))
        elif saved.is_file() and self._read(saved) and self._shows(folder):
            self._shown(store, True)
        else:
            self._steps.run(self._build(store), partial(self._shown, store, True))

    def _read(self, saved: Path) -> bool:
        """Reads a project. QGIS clears the open one first, which closes what is open: not what is about to be."""
        ready, self._ready = self._ready, None
        try:
            return bool(self._iface.addProject(str(saved)))
        finally:
            self._ready = ready

    def _shown(self, store: Workspace, own: bool) -> None:
        """The layers are there: attaches to them."""
        try:
            self._attach(store)
            if own:
                self.settle()
        finally:
            self._drop_ready()

    def settle(self) -> None:
        """Takes the project for unchanged. Laying layers out, which the map does a turn later, would mark it, and QGIS
        ask to save what nobody changed."""
        self._iface.layerTreeCanvasBridge().setCanvasLayers()
        self._project.setDirty(False)

    def _adopt(self, folder: Path, catalogue: Catalogue) -> None:
        """Attaches to layers that QGIS has loaded by itself: they are read anew, with locks."""
        store = self._open_store(folder, catalogue)
        if store is not None:
            try:
                for layer in layers.ours(self._project, store.gpkg_path):
                    layer.dataProvider().reloadData()
                self._attach(store)
                if self._as_saved:
                    self.settle()
            finally:
                self._as_saved = False
                self._drop_ready()

    def _open_store(self, folder: Path, catalogue: Catalogue) -> Workspace | None:
        """Opens the main thread's connection; None where it failed, and said so."""
        self.close()
        try:
            store = Workspace.open(folder, catalogue)
        except VidbudovaError as error:
            self._fail(error)
            return None
        hold = FileHold(store.gpkg_path)
        if not store.read_only:
            hold.take()
        self._ready = (store, hold)
        return store

    def _drop_ready(self) -> None:
        """Closes what was opened and, for a fault on the way, not attached."""
        ready, self._ready = self._ready, None
        if ready is not None:
            ready[1].release()
            ready[0].close()

    def _build(self, store: Workspace) -> Generator[object, None, None]:
        """Makes the empty project the workspace's and saves it; the map waits, for drawing it would take half of what
        a small computer has from that."""
        canvas, bridge = self._iface.mapCanvas(), self._iface.layerTreeCanvasBridge()
        automatic = bridge.autoSetupOnFirstLayer()
        bridge.setAutoSetupOnFirstLayer(False)  # the first layer must not choose the map's CRS and extent
        canvas.freeze(True)
        try:
            yield from project.building(self._project, self.look(store))
            bridge.setCanvasLayers()
            canvas.setDestinationCrs(self._project.crs())
            canvas.setExtent(self._project.viewSettings().defaultViewExtent())
            yield ALONE
            yield from self._saving(store)
        finally:
            bridge.setAutoSetupOnFirstLayer(automatic)
            canvas.freeze(False)
        canvas.refresh()

    def _saving(self, store: Workspace) -> Generator[object, None, None]:
        saved = project_path(store.folder)
        if not store.read_only and not (yield from project.saving(self._project, saved)):
            text = QCoreApplication.translate("Session", "The workspace's project file could not be saved: {path}")
            self._notices.warning(text.format(path=saved), str(self._project.error()))

    def look(self, store: Workspace) -> project.Look:
        """What the project of a workspace is made by."""
        boundaries = settings.backdrop_file()
        return project.Look(
            gpkg=store.gpkg_path,
            catalogue=store.catalogue,
            lang=self._lang,
            territory=store.settings.territory,
            boundaries=Path(boundaries) if boundaries and Path(boundaries).is_file() else None,
            tiles=settings.tiles_allowed(),
            dark=map_theme.windows_are_dark(),
        )

    def _attach(self, store: Workspace) -> None:
        """Makes an opened workspace the open one and watches its layers."""
        ready, self._ready = self._ready, None
        self._hold = ready[1] if ready is not None else None
        self.workspace = store
        project.refresh(self._project, self.look(store))
        for layer in layers.ours(self._project, store.gpkg_path):
            self._watch(layer)
        settings.remember_workspace(store.folder)
        for notice in store.notices:
            self._notices.warning(notice.describe(self._lang), str(notice))
        self.opened.emit(store)

    def _fail(self, error: Exception | None) -> None:
        self.failed.emit(error)

    def whereabouts(self) -> Path | None:
        """Where the open workspace's folder is by now, if somebody renamed it and the system can tell."""
        found = self._hold.where() if self._hold is not None else None
        return found.parent if found is not None else None

    def relocate(self, folder: Path) -> None:
        """Opens the workspace that is open, and was renamed, moved or replaced, in `folder`; its layers follow.

        What is typed in forms is kept and comes back. Open edit sessions have to be saved before. `opened` or `failed`
        follows.
        """
        former = self.workspace.folder if self.workspace is not None else None
        self.close()
        if former is not None:
            # a project that lies in the folder names its layers relatively: as saved, it is right there, too
            own = Path(self._project.fileName()) == project_path(former)
            self._as_saved = own and not self._project.isDirty()
            repoint(self._project, former, folder)
        self._prepare(folder, None)

    # --- following the project ------------------------------------------------------------------------------------
    def follow_project(self) -> None:
        """Opens the workspace whose layers the project shows, if it is not the open one."""
        folder = layers.workspace_folder(self._project)
        if folder is None:
            self.close()
        elif self.workspace is None or not self._shows(self.workspace.folder):
            self._prepare(folder, None)

    def _on_read(self, *_: object) -> None:
        self._follow.start()  # when the reading is through with its own slots

    def _on_cleared(self) -> None:
        self.close()

    def _on_layers_added(self, added: list[QgsMapLayer]) -> None:
        if self.workspace is not None:
            for layer in added:
                path = layers.gpkg_of(layer)
                if path is not None and layers.spec_of(layer) and layers.same_file(path, self.workspace.gpkg_path):
                    self._watch(layer)

    def _on_layers_removed(self, removed: list[str]) -> None:
        for layer_id in removed:
            self.edits.unwatch(layer_id)

    def _watch(self, layer: QgsMapLayer) -> None:
        spec = layers.spec_of(layer)
        if spec is not None and self.workspace is not None and spec.type in self.workspace.catalogue.types:
            self.edits.watch(layer, self.workspace.catalogue.type(spec.type))

    # --- what others wrote ----------------------------------------------------------------------------------------
    def reload(self, type_names: set[str] | None = None) -> None:
        """Shows what was written beside QGIS's own layers, for some types or for all; open edits are kept."""
        if self.workspace is None:
            return
        shown = list(layers.ours(self._project, self.workspace.gpkg_path))
        if type_names is not None:
            if "project" in type_names:
                type_names = type_names | {"project_location"}  # drawn by the project's status
            shown = [layer for layer in shown if layer.customProperty(layers.TYPE_PROPERTY) in type_names]
        layers.reload(shown)

    # --- closing --------------------------------------------------------------------------------------------------
    def close(self) -> None:
        """Gives the open workspace up; its layers stay where they are."""
        self._steps.stop()
        self._drop_ready()
        if self.workspace is not None:
            self.closing.emit()
        self.edits.clear()
        workspace, self.workspace = self.workspace, None
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release()
        if workspace is not None:
            workspace.close()
            self.closed.emit()

    def shut(self) -> None:
        """Lets go of the project and closes: the plugin is being unloaded."""
        self._follow.stop()
        for signal, slot in self._slots:
            signal.disconnect(slot)
        self.close()
