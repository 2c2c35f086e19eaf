"""The menu and the toolbar: what can be done, named once, and taken away again on unload."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QObject, QSize, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar, QToolButton

from ..paths import icons_dir

TOOLBAR = "vidbudovaToolBar"
MENU = "vidbudovaMenu"
NEEDS_WORKSPACE = ("needPoint", "needLine", "needArea", "projectNew", "send", "check", "boundaries", "overview")


def icon(name: str) -> QIcon:
    """An icon of ours; an SVG, so that it is sharp at any scale."""
    return QIcon(str(icons_dir() / f"{name}.svg"))


class Actions(QObject):
    """Menu and toolbar as long as the plugin is loaded. Each action tells its name by `chosen`."""

    chosen = pyqtSignal(str)
    """An action's name: panel, workspaceNew, workspaceOpen, sample, settings, help, or one of `NEEDS_WORKSPACE`."""
    recent_chosen = pyqtSignal(str)
    """Folder of a workspace opened before."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self._iface = iface
        self._actions: dict[str, QAction] = {}
        self._menu = QMenu(QCoreApplication.translate("Actions", "&Vidbudova"), iface.mainWindow())
        self._menu.setObjectName(MENU)
        self._menu.setIcon(icon("vidbudova"))
        self._recent = QMenu(QCoreApplication.translate("Actions", "&Recent Workspaces"), self._menu)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._bar: QToolBar | None = None

    def __enter__(self) -> Actions:
        self._fill_menu()
        self._iface.pluginMenu().addMenu(self._menu)
        self._bar = self._make_bar()
        self.enable(False)
        return self

    def __exit__(self, *_: object) -> None:
        self._iface.pluginMenu().removeAction(self._menu.menuAction())
        if self._bar is not None:
            self._iface.mainWindow().removeToolBar(self._bar)
            self._bar.deleteLater()
            self._bar = None
        self._menu.deleteLater()
        self._actions.clear()
        self.deleteLater()

    def action(self, name: str) -> QAction:
        """One of the actions, by the name that `chosen` tells."""
        return self._actions[name]

    def enable(self, workspace_open: bool) -> None:
        """Enables what needs an open workspace that can be written."""
        for name in NEEDS_WORKSPACE:
            self._actions[name].setEnabled(workspace_open)

    def show_running(self, running: bool) -> None:
        """While the exchange runs, it cannot be begun again."""
        self._actions["send"].setEnabled(not running)

    def _fill_menu(self) -> None:
        translate = QCoreApplication.translate
        entries = (
            ("panel", translate("Actions", "Vidbudova &Panel"), "vidbudova"),
            None,
            ("workspaceNew", translate("Actions", "&New Workspace…"), "workspace-new"),
            ("workspaceOpen", translate("Actions", "&Open Workspace…"), "workspace-open"),
            self._recent,
            ("sample", translate("Actions", "Tr&y It on Sample Data"), "vidbudova"),
            None,
            ("needPoint", translate("Actions", "New Need at a Po&int"), "need-point"),
            ("needLine", translate("Actions", "New Need along a &Line"), "need-line"),
            ("needArea", translate("Actions", "New Need over an &Area"), "need-area"),
            ("projectNew", translate("Actions", "New Pro&ject"), "project-new"),
            None,
            ("send", translate("Actions", "&Send and Receive"), "send"),
            ("check", translate("Actions", "&Check All Records"), "check"),
            None,
            ("boundaries", translate("Actions", "Load &Boundaries…"), "boundaries"),
            ("overview", translate("Actions", "Overview by Hro&mada"), "overview"),
            ("settings", translate("Actions", "Se&ttings…"), "settings"),
            ("help", translate("Actions", "&Help"), "help"),
        )
        for entry in entries:
            if entry is None:
                self._menu.addSeparator()
            elif isinstance(entry, QMenu):
                self._menu.addMenu(entry)
            else:
                name, text, picture = entry
                action = QAction(icon(picture), text, self)
                action.setObjectName(f"vidbudova_{name}")
                action.setData(name)
                action.triggered.connect(self._on_triggered)
                self._actions[name] = action
                self._menu.addAction(action)

    def _make_bar(self) -> QToolBar:
        bar = self._iface.addToolBar(QCoreApplication.translate("Actions", "Vidbudova"))
        bar.setObjectName(TOOLBAR)
        bar.addAction(self._actions["panel"])
        needs = QToolButton(bar)
        needs.setObjectName("vidbudovaNeedButton")
        needs.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        for name in ("needPoint", "needLine", "needArea"):
            needs.addAction(self._actions[name])
        needs.setDefaultAction(self._actions["needPoint"])
        needs.setIconSize(bar.iconSize() if bar.iconSize().isValid() else QSize(24, 24))
        bar.addWidget(needs)
        bar.addAction(self._actions["projectNew"])
        bar.addAction(self._actions["send"])
        return bar

    def _on_triggered(self, _checked: bool = False) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(str(action.data()))

    def _fill_recent(self) -> None:
        from . import settings

        self._recent.clear()
        for folder in settings.recent_workspaces():
            entry = self._recent.addAction(_shown(folder))
            entry.setData(str(folder))
            entry.triggered.connect(self._on_recent)
        if self._recent.isEmpty():
            self._recent.addAction(QCoreApplication.translate("Actions", "(none yet)")).setEnabled(False)

    def _on_recent(self, _checked: bool = False) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.recent_chosen.emit(str(action.data()))


def _shown(folder: Path) -> str:
    return f"{folder.name} – {folder.parent}".replace("&", "&&")
