"""All parts of the plugin's window, tied together by their signals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, Qt

from . import paths
from .dock_desks import DockDesks
from .first_steps import FirstSteps
from .panels.dock import VidbudovaDock
from .qgis_bridge import layers, project, settings
from .qgis_bridge.actions import Actions
from .qgis_bridge.automation.announcing import announcing
from .qgis_bridge.boundary_desk import BoundaryDesk
from .qgis_bridge.bundle_desk import BundleDesk
from .qgis_bridge.check_desk import CheckDesk
from .qgis_bridge.commit_guard import CommitGuard
from .qgis_bridge.conflict_desk import ConflictDesk
from .qgis_bridge.conflict_map import ConflictMap
from .qgis_bridge.file_desk import FileDesk, FormFiles
from .qgis_bridge.list_keeper import ListKeeper
from .qgis_bridge.map_desk import MapDesk
from .qgis_bridge.notices import Notices
from .qgis_bridge.place_desk import PlaceDesk
from .qgis_bridge.placing import Placing
from .qgis_bridge.portal_settings import PortalSettings
from .qgis_bridge.record_history import RecordHistory
from .qgis_bridge.record_windows import RecordWindows
from .qgis_bridge.safekeeping import Safekeeping
from .qgis_bridge.selection import SelectionLink
from .qgis_bridge.session import WorkspaceSession
from .qgis_bridge.sync_controller import SyncController
from .qgis_bridge.tasks import TaskRunner
from .qgis_bridge.undoing import Undoing
from .qgis_bridge.workspace_dialogs import WorkspaceDialogs, choose_project
from .records.catalogue import default_catalogue
from .records.territory import Codifier
from .store.layout import gpkg_path
from .store.workspace import Workspace
from .windows import Windows, make_preview

DRAWN_NEEDS = {"needPoint": "point", "needLine": "line", "needArea": "area"}


class Workbench(QObject):
    """Made when QGIS's window stands; `close` undoes it."""

    def __init__(self, iface: QgisInterface, actions: Actions, lang: str) -> None:
        super().__init__()
        self.iface = iface
        self.actions = actions
        self.lang = lang
        self.codifier = _codifier()
        self.windows = Windows(iface.mainWindow(), lang, self.codifier)
        self.notices = Notices(iface.messageBar())
        self.tasks = TaskRunner(self)
        self.session = WorkspaceSession(iface, self.tasks, self.notices, lang, self._choose_project, self)
        self.workspaces = WorkspaceDialogs(
            iface.mainWindow(), self.session, self.windows.make_new_workspace, self.tasks, self.notices, lang, self
        )
        self.placing = Placing(iface, self)
        self.places = PlaceDesk(iface, self.tasks, self)
        self.windows.form_places = self.places
        self.selection = SelectionLink(iface.mapCanvas(), self)
        self.records = RecordWindows(self.windows.make_window, self.placing, self.selection, self.notices, lang, self)
        self.guard = CommitGuard(self._workspace, self.notices, lang, self)
        self.undoing = Undoing(self._workspace, self.session.edits.uncommitted, self.tasks, self.notices, lang, self)
        self.conflicts = ConflictDesk(
            self.windows.make_conflicts,
            self.windows.make_settle_all,
            ConflictMap(iface.mapCanvas(), self),
            self.session.edits.uncommitted,
            self.tasks,
            self.notices,
            lang,
            self,
        )
        self.checking = CheckDesk(self._workspace, paths.codifier_path(), self.tasks, self.notices, lang, self)
        self.list = ListKeeper(self.tasks, self)
        self.sync = SyncController(
            self.tasks,
            self.session.edits,
            self.records.open_records,
            self.records.note_unsaved,
            self.notices,
            lang,
            self,
        )
        self.bundles = BundleDesk(
            iface.mainWindow(),
            self.windows.make_export_bundle,
            self.windows.make_import_bundle,
            self.session.edits.uncommitted,
            self.records.open_records,
            self.records.note_unsaved,
            self.tasks,
            self.notices,
            lang,
            self,
        )
        self.boundaries = BoundaryDesk(
            self.windows.make_boundaries, self.codifier, self.tasks, self.notices, lang, self
        )
        self.files = FileDesk(self.tasks, self.notices, lang, self)
        self.windows.form_files = FormFiles(self.files)
        self.map = MapDesk(
            self.session, self.tasks, self.windows.form_files, self.workspaces.open, self.notices, lang, self
        )
        self.history = RecordHistory(self.tasks, lang, self)
        self.safekeeping = Safekeeping(
            iface.mainWindow(),
            self.tasks,
            self.session.edits,
            self.windows.make_restore,
            self.windows.make_untracked,
            make_preview,
            self.notices,
            lang,
            self,
        )
        self.settings = PortalSettings(self.windows.make_settings, self.tasks, self.notices, lang, self.codifier, self)
        self.dock = VidbudovaDock(lang, self.codifier, iface.mainWindow())
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        iface.mainWindow().resizeDocks([self.dock], [self.dock.WIDTH], Qt.Orientation.Horizontal)
        self.first = FirstSteps(self)
        self.help = self.first.help
        self._connect()
        self.desks = DockDesks(self)
        self._show_closed()
        self.session.follow_project()
        self.records.look_behind(self.tasks, self.workspaces.open_folder)

    def _connect(self) -> None:
        dock, session, records = self.dock, self.session, self.records
        dock.new_requested.connect(self._new)
        dock.open_requested.connect(records.open)
        dock.open_at_requested.connect(records.open)
        dock.send_requested.connect(self.sync.start)
        dock.cancel_requested.connect(self.sync.cancel)
        dock.check_requested.connect(self.checking.start)
        self.checking.checked.connect(self.list.touch)
        dock.selection_changed.connect(self._on_selected_in_list)
        dock.delete_requested.connect(records.delete)
        dock.settings_requested.connect(self._settings)
        dock.restore_requested.connect(self.safekeeping.restore)
        dock.audit_requested.connect(self.safekeeping.look)
        dock.diagnostics_requested.connect(self.safekeeping.diagnose)
        dock.export_bundle_requested.connect(self.bundles.export)
        dock.import_bundle_requested.connect(self.bundles.take_in)
        self.bundles.written.connect(self._on_written)
        dock.set_undo(self.undoing.offer)
        dock.undo_requested.connect(self.undoing.undo)
        dock.conflicts_requested.connect(self.conflicts.show)
        self.conflicts.written.connect(self._on_written)
        self.conflicts.open_requested.connect(records.open)
        self.conflicts.undo_requested.connect(self.undoing.undo)
        self.list.refreshed.connect(self.conflicts.refresh)
        session.opened.connect(self._show_open)
        session.closing.connect(records.put_away)
        session.closed.connect(self._show_closed)
        session.edits.collided.connect(self.guard.on_collided)
        session.edits.committed.connect(self._on_committed)
        session.edits.committed.connect(self.undoing.note_commit)
        records.written.connect(self._on_written)
        records.undo_requested.connect(self.undoing.undo)
        self.undoing.undone.connect(self._on_written)
        self.guard.found.connect(self.list.touch)
        self.selection.selected_on_map.connect(dock.select)
        self.list.refreshed.connect(dock.refresh)
        self.list.refreshed.connect(self.map.overlays.touch)
        self.sync.state_changed.connect(self._on_sync_state)
        self.sync.finished.connect(dock.show_report)
        self.sync.finished.connect(self.safekeeping.after_sync)
        self.safekeeping.written.connect(session.reload)
        self.safekeeping.replaced.connect(self.workspaces.open_folder)
        session.failed.connect(self._on_failed)
        self.safekeeping.written.connect(self.list.touch)
        self.safekeeping.adopted.connect(self.sync.start)
        records.history_requested.connect(self._ask_history)
        self.sync.finished.connect(self.list.touch)
        self.sync.rows_changed.connect(session.reload)
        self.sync.finished.connect(self.files.after_exchange)
        self.sync.rows_changed.connect(self.files.changed)
        self.files.state_changed.connect(dock.files.show_state)
        self.files.written.connect(self._on_written)
        dock.files.send_requested.connect(self.files.start)
        dock.files.stop_requested.connect(self.files.cancel)
        dock.download_requested.connect(self.files.fetch_all)
        dock.records.set_author(partial(settings.value, "author"))
        dock.set_metered(lambda: self.files.metered)
        dock.metered_changed.connect(self.files.set_metered)
        dock.originals_changed.connect(self.files.set_originals)
        self.settings.changed.connect(self._on_settings)
        self.actions.chosen.connect(self._on_action)
        self.actions.recent_chosen.connect(self.workspaces.open_folder)
        announcing.written.connect(self._on_written_by_algorithm)

    def close(self) -> None:
        """Ends tasks, closes windows and the workspace, removes the dock."""
        self.actions.chosen.disconnect(self._on_action)
        self.actions.recent_chosen.disconnect(self.workspaces.open_folder)
        announcing.written.disconnect(self._on_written_by_algorithm)
        self.settings.close()
        self.desks.close()
        self.first.close()
        self.bundles.set_workspace(None)
        self.boundaries.set_workspace(None)
        self.conflicts.set_workspace(None)
        self.workspaces.close()
        self.safekeeping.set_workspace(None)
        self.records.put_away()
        self.records.set_workspace(None)
        self.selection.clear()
        self.sync.set_workspace(None)
        self.files.close()
        self.map.close()
        self.places.close()
        self.list.set_workspace(None)
        self.tasks.close()
        self.session.blockSignals(True)
        self.session.shut()
        self.notices.close()
        self.dock.set_workspace(None)
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.deleteLater()

    def _workspace(self) -> Workspace | None:
        return self.session.workspace

    # --- the open workspace -------------------------------------------------------------------------------------------
    def _show_open(self, workspace: Workspace) -> None:
        self.workspaces.opened(workspace.folder)
        self.selection.follow(workspace, layers.ours(QgsProject.instance(), workspace.gpkg_path))
        self.records.set_workspace(workspace)
        self.sync.set_workspace(workspace)
        self.safekeeping.set_workspace(workspace)
        self.files.set_workspace(workspace)
        self.bundles.set_workspace(workspace)
        self.boundaries.set_workspace(workspace)
        self.list.set_workspace(workspace)
        self.conflicts.set_workspace(workspace)
        self.dock.set_workspace(workspace)
        self.actions.enable(not workspace.read_only)
        self.dock.show()
        self.dock.raise_()

    def _show_closed(self) -> None:
        self.selection.clear()
        self.records.set_workspace(None)
        self.sync.set_workspace(None)
        self.safekeeping.set_workspace(None)
        self.files.set_workspace(None)
        self.bundles.set_workspace(None)
        self.boundaries.set_workspace(None)
        self.list.set_workspace(None)
        self.conflicts.set_workspace(None)
        self.dock.set_workspace(None)
        self.actions.enable(False)

    def _choose_project(self) -> str:
        return choose_project(self.iface.mainWindow())

    # --- records ------------------------------------------------------------------------------------------------------
    def _on_failed(self, error: Exception) -> None:
        self.safekeeping.offer_replacement(error, default_catalogue())

    def _ask_history(self, window: Any) -> None:
        self.history.ask(self.session.workspace, window)

    def _new(self, type_name: str) -> None:
        chosen = [uuid for kind, uuid in self.dock.records.selected() if kind == "need"]
        answering = chosen[0] if type_name == "project" and len(chosen) == 1 else None
        self.records.new(type_name, answering=answering)

    def _on_selected_in_list(self, records: list[tuple[str, str]]) -> None:
        self.selection.select(records)

    def _on_written(self, types: set[str]) -> None:
        self.session.reload(types)
        self.list.touch()

    def _on_written_by_algorithm(self, folder: str) -> None:
        workspace = self.session.workspace
        if workspace is not None and layers.same_file(workspace.gpkg_path, gpkg_path(Path(folder))):
            self.session.reload()
            self.list.touch()

    def _on_committed(self, type_name: str) -> None:
        if type_name == "project":
            self.session.reload({"project_location"})
        self.list.touch()

    # --- exchange, checks, settings -----------------------------------------------------------------------------------
    def _on_sync_state(self, state: str, text: str, fraction: float | None) -> None:
        self.dock.set_sync_state(state, text, fraction)
        workspace = self.session.workspace
        self.actions.show_running(state == "running" or workspace is None or workspace.read_only)

    def _settings(self) -> None:
        self.settings.show(self.session.workspace)

    def _on_settings(self) -> None:
        if self.session.workspace is not None:
            project.set_tiles(QgsProject.instance(), settings.tiles_allowed())
        self.dock.refresh()
        self.sync.set_workspace(self.session.workspace)

    def _on_action(self, name: str) -> None:
        if name in DRAWN_NEEDS:
            self.records.draw_new("need", DRAWN_NEEDS[name])
            return
        slots: dict[str, Callable[[], Any]] = {
            "panel": self._toggle_panel,
            "workspaceNew": self.workspaces.new,
            "workspaceOpen": self.workspaces.open,
            "projectNew": partial(self._new, "project"),
            "send": self.sync.start,
            "check": self.checking.start,
            "boundaries": self.boundaries.show,
            "overview": self.map.toggle_overview,
            "settings": self._settings,
            "sample": self.workspaces.try_sample,
            "help": self.help.show,
        }
        slots[name]()

    def _toggle_panel(self) -> None:
        self.dock.setVisible(not self.dock.isVisible())


def _codifier() -> Codifier | None:
    path = paths.codifier_path()
    return Codifier(path) if path.is_file() else None
