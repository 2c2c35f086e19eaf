"""The composition root: builds the parts, ties them together, and takes everything away again on unload.

Loading costs QGIS next to nothing: the menu and the toolbar are made at once. The other modules are read when QGIS's
window stands, beside it, for reading them takes longer than a window may stand still; then the parts are made.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QTimer

from .qgis_bridge import i18n
from .qgis_bridge.actions import Actions

if TYPE_CHECKING:
    from .records.territory import Codifier
    from .store.workspace import Workspace

MODULES = (
    ".panels.boundaries_dialog",
    ".panels.bundle_dialogs",
    ".panels.conflicts_panel",
    ".panels.dock",
    ".panels.help_pages",
    ".panels.help_window",
    ".panels.restore_dialog",
    ".panels.settings_dialog",
    ".panels.untracked_dialog",
    ".panels.workspace_wizard",
    ".dock_desks",
    ".forms.window",
    ".qgis_bridge.boundary_desk",
    ".qgis_bridge.bundle_desk",
    ".qgis_bridge.check_desk",
    ".qgis_bridge.commit_guard",
    ".qgis_bridge.conflict_desk",
    ".qgis_bridge.file_desk",
    ".qgis_bridge.help_desk",
    ".qgis_bridge.list_keeper",
    ".qgis_bridge.many_desk",
    ".qgis_bridge.map_desk",
    ".qgis_bridge.place_desk",
    ".qgis_bridge.portal_settings",
    ".qgis_bridge.record_history",
    ".qgis_bridge.record_windows",
    ".qgis_bridge.safekeeping",
    ".qgis_bridge.session",
    ".qgis_bridge.sync_controller",
    ".qgis_bridge.undoing",
    ".qgis_bridge.workspace_dialogs",
)
DRAWN_NEEDS = {"needPoint": "point", "needLine": "line", "needArea": "area"}


class VidbudovaPlugin:
    """What QGIS holds of the plugin."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self.workbench: Workbench | None = None
        self._stack = ExitStack()

    def initGui(self) -> None:
        """Called by QGIS when the plugin is switched on."""
        with ExitStack() as stack:
            lang = i18n.language()
            stack.enter_context(i18n.Translation(lang))
            actions = stack.enter_context(Actions(self.iface))
            first_turn = QTimer(actions)
            first_turn.setSingleShot(True)
            first_turn.timeout.connect(partial(self._read_modules, actions, lang))
            stack.callback(first_turn.stop)
            first_turn.start(0)
            self._stack = stack.pop_all()

    def initProcessing(self) -> None:
        """Called by ``qgis_process``, which has no window: the algorithms."""
        from .qgis_bridge.automation.provider import Registered

        lang = i18n.language()
        self._stack.enter_context(i18n.Translation(lang))
        self._stack.enter_context(Registered(lang))

    def unload(self) -> None:
        """Called by QGIS when the plugin is switched off, and at its end: nothing of the plugin is left behind."""
        if self.workbench is not None:
            self.workbench.close()
            self.workbench = None
        self._stack.close()

    def _read_modules(self, actions: Actions, lang: str) -> None:
        from .qgis_bridge.tasks import TaskRunner

        tasks = TaskRunner()
        self._stack.callback(tasks.close)
        title = QCoreApplication.translate("Workbench", "Getting Vidbudova ready")
        tasks.start(title, _read_modules, partial(self._build, actions, lang))

    def _build(self, actions: Actions, lang: str, _read: None, error: Exception | None) -> None:
        if error is not None:
            text = QCoreApplication.translate("Workbench", "Vidbudova could not start: {reason}")
            self.iface.messageBar().pushCritical("Vidbudova", text.format(reason=error))
        elif self.workbench is None:
            self.workbench = Workbench(self.iface, actions, lang)


def _read_modules(_task: object) -> None:
    """Reads what the window is made of; defines classes, makes no widget: done beside the window."""
    for name in MODULES:
        import_module(name, __package__)


class Workbench(QObject):
    """All parts of the window, tied together by their signals. Made when the window stands; `close` undoes it."""

    def __init__(self, iface: QgisInterface, actions: Actions, lang: str) -> None:
        super().__init__()
        from . import paths
        from .dock_desks import DockDesks
        from .first_steps import FirstSteps
        from .panels.dock import VidbudovaDock
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
        from .qgis_bridge.workspace_dialogs import WorkspaceDialogs
        from .windows import Windows, make_preview

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
        self.settings = PortalSettings(self.windows.make_settings, self.tasks, self.notices, lang, self)
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
        from .qgis_bridge import settings

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

    def close(self) -> None:
        """Ends tasks, closes windows and the workspace, removes the dock."""
        self.actions.chosen.disconnect(self._on_action)
        self.actions.recent_chosen.disconnect(self.workspaces.open_folder)
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
        from qgis.core import QgsProject

        from .qgis_bridge import layers

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
        from .qgis_bridge.workspace_dialogs import choose_project

        return choose_project(self.iface.mainWindow())

    # --- records ------------------------------------------------------------------------------------------------------
    def _on_failed(self, error: Exception) -> None:
        from .records.catalogue import default_catalogue

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
        from qgis.core import QgsProject

        from .qgis_bridge import project, settings

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
    from . import paths
    from .records.territory import Codifier

    path = paths.codifier_path()
    return Codifier(path) if path.is_file() else None
