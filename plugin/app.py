"""The composition root: builds the parts, ties them together, and takes everything away again on unload.

Loading costs QGIS next to nothing: the menu and the toolbar are made at once, everything else on the first turn of the
event loop, when QGIS's window stands.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from .qgis_bridge import i18n
from .qgis_bridge.actions import Actions

if TYPE_CHECKING:
    from .records.territory import Codifier
    from .store.workspace import Workspace

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
            first_turn.timeout.connect(partial(self._build, actions, lang))
            stack.callback(first_turn.stop)
            first_turn.start(0)
            self._stack = stack.pop_all()

    def unload(self) -> None:
        """Called by QGIS when the plugin is switched off, and at its end: nothing of the plugin is left behind."""
        if self.workbench is not None:
            self.workbench.close()
            self.workbench = None
        self._stack.close()

    def _build(self, actions: Actions, lang: str) -> None:
        if self.workbench is None:
            self.workbench = Workbench(self.iface, actions, lang)


class Workbench(QObject):
    """All parts of the window, tied together by their signals. Made when the window stands; `close` undoes it."""

    def __init__(self, iface: QgisInterface, actions: Actions, lang: str) -> None:
        super().__init__()
        from .panels.dock import VidbudovaDock
        from .qgis_bridge.commit_guard import CommitGuard
        from .qgis_bridge.list_keeper import ListKeeper
        from .qgis_bridge.notices import Notices
        from .qgis_bridge.placing import Placing
        from .qgis_bridge.portal_settings import PortalSettings
        from .qgis_bridge.record_windows import RecordWindows
        from .qgis_bridge.selection import SelectionLink
        from .qgis_bridge.session import WorkspaceSession
        from .qgis_bridge.sync_controller import SyncController
        from .qgis_bridge.tasks import TaskRunner

        self.iface = iface
        self.actions = actions
        self.lang = lang
        self.codifier = _codifier()
        self._creating: Any = None
        self.notices = Notices(iface.messageBar())
        self.tasks = TaskRunner(self)
        self.session = WorkspaceSession(iface, self.tasks, self.notices, lang, self._choose_project, self)
        self.placing = Placing(iface, self)
        self.selection = SelectionLink(iface.mapCanvas(), self)
        self.records = RecordWindows(self._make_window, self.placing, self.selection, self.notices, lang, self)
        self.guard = CommitGuard(self._workspace, self.notices, lang, self)
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
        self.settings = PortalSettings(self._make_settings, self.tasks, self.notices, lang, self)
        self.dock = VidbudovaDock(lang, self.codifier, iface.mainWindow())
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        iface.mainWindow().resizeDocks([self.dock], [self.dock.WIDTH], Qt.Orientation.Horizontal)
        self._connect()
        self._show_closed()
        self.session.follow_project()

    def _connect(self) -> None:
        dock, session, records = self.dock, self.session, self.records
        dock.new_requested.connect(self._new)
        dock.open_requested.connect(records.open)
        dock.open_at_requested.connect(records.open)
        dock.send_requested.connect(self.sync.start)
        dock.cancel_requested.connect(self.sync.cancel)
        dock.check_requested.connect(self._check)
        dock.selection_changed.connect(self._on_selected_in_list)
        dock.delete_requested.connect(records.delete)
        dock.create_workspace_requested.connect(self._new_workspace)
        dock.open_workspace_requested.connect(self._open_workspace)
        dock.settings_requested.connect(self._settings)
        session.opened.connect(self._show_open)
        session.closing.connect(records.put_away)
        session.closed.connect(self._show_closed)
        session.failed.connect(self._on_failed)
        session.edits.collided.connect(self.guard.on_collided)
        session.edits.committed.connect(self._on_committed)
        records.written.connect(self._on_written)
        self.guard.found.connect(self.list.touch)
        self.selection.selected_on_map.connect(dock.select)
        self.list.refreshed.connect(dock.refresh)
        self.sync.state_changed.connect(self._on_sync_state)
        self.sync.finished.connect(dock.show_report)
        self.sync.finished.connect(self.list.touch)
        self.sync.rows_changed.connect(session.reload)
        self.settings.changed.connect(self._on_settings)
        self.actions.chosen.connect(self._on_action)
        self.actions.recent_chosen.connect(self._open_recent)

    def close(self) -> None:
        """Ends tasks, closes windows and the workspace, removes the dock."""
        self.actions.chosen.disconnect(self._on_action)
        self.actions.recent_chosen.disconnect(self._open_recent)
        self.settings.close()
        self._close_creating()
        self.records.put_away()
        self.records.set_workspace(None)
        self.selection.clear()
        self.sync.set_workspace(None)
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

        self._close_creating()
        self.selection.follow(workspace, layers.ours(QgsProject.instance(), workspace.gpkg_path))
        self.records.set_workspace(workspace)
        self.sync.set_workspace(workspace)
        self.list.set_workspace(workspace)
        self.dock.set_workspace(workspace)
        self.actions.enable(not workspace.read_only)
        self.dock.show()
        self.dock.raise_()

    def _show_closed(self) -> None:
        self.selection.clear()
        self.records.set_workspace(None)
        self.sync.set_workspace(None)
        self.list.set_workspace(None)
        self.dock.set_workspace(None)
        self.actions.enable(False)

    def _on_failed(self, error: Exception) -> None:
        from .errors import VidbudovaError

        if isinstance(error, VidbudovaError):
            text, detail = error.describe(self.lang), str(error)
        else:
            text = QCoreApplication.translate(
                "Workbench", "The workspace could not be opened; the log has the details."
            )
            detail = repr(error)
        if self._creating is not None:
            self._creating.show_error(text)
        else:
            self.notices.error(text, detail)

    def _choose_project(self) -> str:
        """Where to show a workspace when the open project has layers of its own."""
        from .qgis_bridge.session import INTO_OWN_PROJECT, INTO_THIS_PROJECT, NOWHERE

        box = QMessageBox(self.iface.mainWindow())
        box.setObjectName("chooseProjectBox")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(QCoreApplication.translate("Workbench", "Open workspace"))
        box.setText(QCoreApplication.translate("Workbench", "The open project has layers of its own."))
        box.setInformativeText(
            QCoreApplication.translate("Workbench", "Open the workspace in its place, or add the workspace to it?")
        )
        role = QMessageBox.ButtonRole
        own = box.addButton(QCoreApplication.translate("Workbench", "Open in Its Place"), role.AcceptRole)
        this = box.addButton(QCoreApplication.translate("Workbench", "Add to This Project"), role.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        clicked = box.clickedButton()
        return INTO_OWN_PROJECT if clicked is own else INTO_THIS_PROJECT if clicked is this else NOWHERE

    def _new_workspace(self) -> None:
        from .panels.workspace_dialog import NewWorkspaceDialog
        from .qgis_bridge import settings

        if self.codifier is None:
            self.notices.error(
                QCoreApplication.translate(
                    "Workbench", "The territory codifier is missing from the plugin. Install the plugin again."
                )
            )
            return
        self._close_creating()
        dialog = NewWorkspaceDialog(
            self.codifier,
            self.lang,
            settings.value("portal/url"),
            settings.value("portal/organisation"),
            self.iface.mainWindow(),
        )
        self._creating = dialog
        dialog.create_requested.connect(self._create)
        dialog.rejected.connect(self._close_creating)
        dialog.open()

    def _create(self, wanted: Any) -> None:
        from .store.settings import WorkspaceSettings

        self.session.create(
            wanted.folder,
            WorkspaceSettings(
                portal_url=wanted.portal_url, territory=wanted.territory, organisation=wanted.organisation
            ),
        )

    def _close_creating(self) -> None:
        dialog, self._creating = self._creating, None
        if dialog is not None:
            dialog.rejected.disconnect(self._close_creating)
            dialog.close()
            dialog.deleteLater()

    def _open_workspace(self) -> None:
        from .qgis_bridge import settings

        recent = settings.recent_workspaces()
        start = str(recent[0].parent) if recent else str(Path.home())
        title = QCoreApplication.translate("Workbench", "Open workspace")
        folder = QFileDialog.getExistingDirectory(self.iface.mainWindow(), title, start)
        if folder:
            self.session.open(Path(folder))

    def _open_recent(self, folder: str) -> None:
        self.session.open(Path(folder))

    # --- records ------------------------------------------------------------------------------------------------------
    def _make_window(
        self, workspace: Workspace, type_name: str, uuid: str | None, preset: dict[str, Any] | None
    ) -> Any:
        from .forms.access import WorkspaceAccess
        from .forms.window import RecordWindow
        from .qgis_bridge import settings

        access = WorkspaceAccess(workspace, self.codifier, settings.value("author") or None)
        rtype = workspace.catalogue.type(type_name)
        return RecordWindow(access, rtype, uuid, self.lang, self.iface.mainWindow(), preset)

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

    def _check(self) -> None:
        from . import paths
        from .qgis_bridge import check_task

        workspace = self.session.workspace
        if workspace is not None and not workspace.read_only:
            title = QCoreApplication.translate("Workbench", "Check of all records")
            work = partial(check_task.run, workspace.folder, workspace.catalogue, paths.codifier_path())
            self.tasks.start(title, work, self._on_checked)

    def _on_checked(self, checked: Any, error: Exception | None) -> None:
        from .errors import VidbudovaError

        if isinstance(error, VidbudovaError):
            self.notices.error(error.describe(self.lang), str(error))
        elif error is not None:
            text = QCoreApplication.translate("Workbench", "The check stopped on a fault of the program.")
            self.notices.error(text, repr(error))
        elif checked.complete:
            text = QCoreApplication.translate("Workbench", "%n record(s) checked", "", checked.records)
            self.notices.success(text)
        self.list.touch()

    def _settings(self) -> None:
        self.settings.show(self.session.workspace)

    def _make_settings(
        self, address: str, organisation: str, author: str, tiles: bool, token_stored: bool, language: str
    ) -> Any:
        from .panels.settings_dialog import Settings, SettingsDialog

        shown = Settings(address, organisation, author, tiles)
        return SettingsDialog(shown, token_stored, language, self.iface.mainWindow())

    def _on_settings(self) -> None:
        from qgis.core import QgsProject

        from .qgis_bridge import project, settings

        if self.session.workspace is not None:
            project.set_tiles(QgsProject.instance(), settings.tiles_allowed())
        self.dock.refresh()
        self.sync.set_workspace(self.session.workspace)

    def _boundaries(self) -> None:
        from qgis.core import QgsProject

        from .qgis_bridge import project, settings

        title = QCoreApplication.translate("Workbench", "Boundaries under the records")
        kinds = QCoreApplication.translate("Workbench", "Vector files")
        start = settings.backdrop_file() or str(Path.home())
        path, _ = QFileDialog.getOpenFileName(
            self.iface.mainWindow(), title, start, f"{kinds} (*.gpkg *.geojson *.json *.shp *.fgb *.kml)"
        )
        if not path:
            return
        if project.set_boundaries(QgsProject.instance(), Path(path)):
            settings.set_backdrop_file(path)
        else:
            self.notices.warning(
                QCoreApplication.translate("Workbench", "This file holds no lines or areas: {path}").format(path=path)
            )

    def _on_action(self, name: str) -> None:
        if name in DRAWN_NEEDS:
            self.records.draw_new("need", DRAWN_NEEDS[name])
            return
        slots: dict[str, Callable[[], Any]] = {
            "panel": self._toggle_panel,
            "workspaceNew": self._new_workspace,
            "workspaceOpen": self._open_workspace,
            "projectNew": partial(self._new, "project"),
            "send": self.sync.start,
            "check": self._check,
            "boundaries": self._boundaries,
            "settings": self._settings,
        }
        slots[name]()

    def _toggle_panel(self) -> None:
        self.dock.setVisible(not self.dock.isVisible())


def _codifier() -> Codifier | None:
    from . import paths
    from .records.territory import Codifier

    path = paths.codifier_path()
    return Codifier(path) if path.is_file() else None
