"""Sees when the project or the folder changes under the open workspace, says so, and mends it with one click."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..store.layout import gpkg_path
from ..store.workspace import Workspace
from . import layer_relations, layers, project_repair
from .layers import LayerSpec
from .notices import Notices
from .session import WorkspaceSession

LOOK_EVERY_MS = 2000
"""How often it is looked whether the file is in its place; the look costs microseconds on a disk of the computer."""


class WorkspaceGuard(QObject):
    """Watches the open workspace's layers and file.

    :param find: asks the person for the folder of a workspace and opens it.
    """

    def __init__(
        self, session: WorkspaceSession, notices: Notices, find: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._notices, self._find = session, notices, find
        self._project = QgsProject.instance()
        self._styles: dict[LayerSpec, Any] = {}
        self._untied = False
        self._known: os.stat_result | None = None
        self._told: str = ""
        self._offers: dict[str, Any] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.tell_missing_layers)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look)
        self._project.layersWillBeRemoved.connect(self._on_removing)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)

    def close(self) -> None:
        """Lets go of the project."""
        self._soon.stop()
        self._watch.stop()
        self._project.layersWillBeRemoved.disconnect(self._on_removing)
        self._withdraw()

    def _on_opened(self, workspace: Workspace) -> None:
        self._withdraw()
        self._styles.clear()
        self._told = ""
        self._known = _identity(workspace.gpkg_path)
        self._watch.start()
        self._soon.start()

    def _on_closed(self) -> None:
        self._watch.stop()
        self._soon.stop()
        self._styles.clear()
        self._withdraw()

    def _offer(self, subject: str, text: str, label: str, chosen: Callable[[], None]) -> None:
        self._withdraw(subject)
        self._offers[subject] = self._notices.offer(text, label, chosen, stays=True, level=Qgis.MessageLevel.Warning)

    def _withdraw(self, subject: str | None = None) -> None:
        for one in [subject] if subject is not None else list(self._offers):
            self._notices.withdraw(self._offers.pop(one, None))

    # --- layers -------------------------------------------------------------------------------------------------------
    def _on_removing(self, identities: list[str]) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        for identity in identities:
            layer = self._project.mapLayer(identity)
            spec = layers.spec_of(layer)
            path = layers.gpkg_of(layer) if layer is not None else None
            if spec is None or path is None or not isinstance(layer, QgsVectorLayer):
                continue
            if layers.same_file(path, workspace.gpkg_path):
                self._styles[spec] = project_repair.style_of(layer)
                layer_relations.forget_shared(self._project)
                self._untied = True
                self._soon.start()  # when the removal is through: a project that closes takes the workspace along

    def tell_missing_layers(self) -> None:
        """Offers the layers that the project lacks, if there are any."""
        workspace = self._session.workspace
        if workspace is None:
            return
        look = self._session.look(workspace)
        if self._untied:
            self._untied = False
            clean = not self._project.isDirty()
            layer_relations.relate(self._project, look.gpkg, look.catalogue, look.lang)
            if clean:
                self._project.setDirty(False)  # QGIS would ask to save what nobody changed
        missing = project_repair.titles(project_repair.missing(self._project, look), look)
        if not missing:
            self._withdraw("layers")
            return
        if len(missing) == 1:
            told = QCoreApplication.translate("WorkspaceGuard", "Missing layer: {layer}. No record is lost.")
            text = told.format(layer=missing[0])
        else:
            text = QCoreApplication.translate(
                "WorkspaceGuard", "%n layer(s) are missing. No record is lost.", "", len(missing)
            )
        label = QCoreApplication.translate("WorkspaceGuard", "Put Back")
        self._offer("layers", text, label, self.put_back)

    def put_back(self) -> None:
        """Puts the missing layers back where they were, looking as they did."""
        workspace = self._session.workspace
        if workspace is None:
            return
        look = self._session.look(workspace)
        project_repair.put_back(self._project, look, self._styles)
        self._styles.clear()
        if project_repair.missing(self._project, look):
            self.look()
            text = QCoreApplication.translate("WorkspaceGuard", "The layers could not be put back: see the log.")
            self._notices.error(text, str(self._project.error()))

    # --- the folder ---------------------------------------------------------------------------------------------------
    def look(self) -> None:
        """Looks whether the workspace's file is where it was opened."""
        workspace = self._session.workspace
        if workspace is None or self._known is None:
            return
        now = _identity(workspace.gpkg_path)
        if now is not None and os.path.samestat(now, self._known):
            if self._told:
                self._told = ""
                self._withdraw("folder")
            return
        found = None if now is not None else self._whereabouts(workspace)
        told = "replaced" if now is not None else str(found or "gone")
        if told == self._told and not self._notices.is_covered(self._offers.get("folder")):
            return  # otherwise QGIS's complaints of each layer lie over the way out
        self._told = told
        folder = workspace.folder
        if now is not None:
            told = QCoreApplication.translate("WorkspaceGuard", "The file of “{name}” was replaced by another one.")
            text = told.format(name=folder.name)
            self._offer("folder", text, _again(), self._reopen)
        elif found is not None:
            told = QCoreApplication.translate("WorkspaceGuard", "The workspace's folder is now {now}. Nothing is lost.")
            text = told.format(now=found.name if found.parent == folder.parent else found)
            label = QCoreApplication.translate("WorkspaceGuard", "Go On There")
            self._offer("folder", text, label, self._follow)
        else:
            told = QCoreApplication.translate(
                "WorkspaceGuard", "The folder “{name}” is gone: moved, renamed, or its disk removed."
            )
            text = told.format(name=folder.name)
            label = QCoreApplication.translate("WorkspaceGuard", "Find It…")
            self._offer("folder", text, label, self._find)

    def _whereabouts(self, workspace: Workspace) -> Path | None:
        """Where the folder is now: as the system says of the open file, else beside its former place."""
        found = self._session.whereabouts()
        if found is not None:
            return found
        try:
            beside = [path for path in workspace.folder.parent.iterdir() if path.is_dir()]
        except OSError:
            return None
        for path in beside:
            there = _identity(gpkg_path(path))
            if there is not None and self._known is not None and os.path.samestat(there, self._known):
                return path
        return None

    def _follow(self) -> None:
        workspace = self._session.workspace
        found = self._whereabouts(workspace) if workspace is not None else None
        if found is None:
            self._told = ""
            self.look()
        else:
            self._go_to(found)

    def _reopen(self) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            self._go_to(workspace.folder)

    def _go_to(self, folder: Path) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        faults = project_repair.save_edits(self._project, workspace.gpkg_path)
        if faults:
            self._told = ""
            text = QCoreApplication.translate(
                "WorkspaceGuard", "Open edits of a layer could not be saved. They are still there: end them first."
            )
            self._notices.error(text, "\n".join(faults))
            return
        self._session.relocate(folder)


def _again() -> str:
    return QCoreApplication.translate("WorkspaceGuard", "Open Again")


def _identity(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
