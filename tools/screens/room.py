"""What scenes work with: the window, the plugin's parts, and how to get to a screen and away from it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDockWidget, QMenu, QMessageBox, QWidget
from qgis.utils import plugins

from tools.screens.gallery import Gallery, Steps
from tools.tour.stage import Wait

KHARKIV = (36.3, 49.6, 1.6)


class Room:
    """The window with the plugin in it."""

    def __init__(self, iface: QgisInterface, gallery: Gallery, plan: dict[str, Any]) -> None:
        self.iface = iface
        self.gallery = gallery
        self.plan = plan
        self.lang: str = plan["lang"]
        self.window = iface.mainWindow()
        self.canvas = iface.mapCanvas()

    # --- the plugin ---------------------------------------------------------------------------------------------------
    @property
    def bench(self) -> Any:
        """The plugin's parts."""
        return plugins["vidbudova"].workbench

    @property
    def dock(self) -> Any:
        """The panel."""
        return self.bench.dock

    @property
    def workspace(self) -> Any:
        """The open workspace."""
        return self.bench.session.workspace

    def shot(self, name: str, about: str = "", widget: QWidget | None = None) -> None:
        """A picture; see `Gallery.shot`."""
        self.gallery.shot(name, about, widget)

    # --- waiting ------------------------------------------------------------------------------------------------------
    def settled(self) -> Wait:
        """The map is drawn, no task runs."""
        return Wait("the map is drawn", lambda: not self.canvas.isDrawing() and not self.bench.tasks.running, 60)

    def shown(self, name: str) -> Wait:
        """A window of that object name stands."""
        return Wait(f"{name} is shown", lambda: self.top(name))

    def top(self, name: str) -> Any:
        """The visible window of an object name, or None."""
        found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
        return found[-1] if found else None

    def form(self) -> Any:
        """The record's form in front, or None."""
        return self.top("recordWindow")

    def pause(self, milliseconds: int = 250) -> Wait:
        """For what has no end that could be asked for, such as a tool tip."""
        over: list[bool] = []
        QTimer.singleShot(milliseconds, lambda: over.append(True))
        return Wait("a moment", lambda: bool(over))

    def later(self, call: Callable[[], Any]) -> None:
        """Does something that may wait for an answer in a loop of its own."""
        QTimer.singleShot(0, call)

    # --- going about --------------------------------------------------------------------------------------------------
    def open(self, folder: str | None = None) -> Steps:
        """Opens a workspace, the one with a week of work in it if none is named."""
        path = Path(folder or self.plan["workspace"])
        if self.workspace is None or self.workspace.folder != path:
            self.bench.session.open(path)
            yield Wait(f"{path.name} is open", lambda: self.workspace is not None and self.workspace.folder == path, 60)
        yield self.settled()

    def close_workspace(self) -> Steps:
        """No workspace is open afterwards."""
        QgsProject.instance().clear()
        yield Wait("the workspace is closed", lambda: self.workspace is None)

    def tab(self, name: str) -> None:
        """Turns to a tab of the panel: records, problems, quarter or exchange."""
        self.dock.tabs.setCurrentWidget(getattr(self.dock, name))

    def look_at(self, longitude: float = KHARKIV[0], latitude: float = KHARKIV[1], half: float = KHARKIV[2]) -> None:
        """Brings a place into the middle of the map."""
        west, south, east, north = longitude - half, latitude - half / 2, longitude + half, latitude + half / 2
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().crs(), QgsProject.instance()
        )
        self.canvas.setExtent(to_map.transformBoundingBox(QgsRectangle(west, south, east, north)))
        self.canvas.refresh()

    def needs(self) -> list[dict[str, Any]]:
        """The open workspace's needs by title."""
        return sorted(self.workspace.records("need"), key=lambda record: str(record["title_uk"]))

    def uuid_of(self, words: str, kind: str = "need") -> str:
        """The record whose title begins so."""
        for record in self.workspace.records(kind):
            if str(record["title_uk"]).startswith(words):
                return str(record["uuid"])
        raise LookupError(words)

    # --- what can be seen ---------------------------------------------------------------------------------------------
    def visible(self) -> list[QWidget]:
        """Windows and panels of the plugin that can be seen now."""
        ours = [one for one in QApplication.topLevelWidgets() if one.isVisible() and isinstance(one, QDialog)]
        return [*ours, self.dock] if self.dock.isVisible() else ours

    def tidy(self) -> None:
        """Closes whatever a scene has left open."""
        if self.bench is None:
            return
        self.bench.placing.stop()
        for popup in QApplication.topLevelWidgets():
            if isinstance(popup, QMenu) and popup.isVisible():
                popup.close()
        active = QApplication.activeModalWidget()
        while isinstance(active, QMessageBox):
            active.reject()
            following = QApplication.activeModalWidget()
            if following is active:
                break
            active = following
        for window in QApplication.topLevelWidgets():
            if sip.isdeleted(window) or not window.isVisible() or window is self.window:
                continue
            if window.objectName() == "recordWindow":
                self._discard(window)
            elif isinstance(window, QDialog):
                window.reject()
        self.iface.messageBar().clearWidgets()
        self.dock.set_sync_state("idle")
        if self.dock.isFloating():
            self.dock.setFloating(False)

    def _discard(self, window: Any) -> None:
        window.blockSignals(True)
        windows = self.bench.records._windows
        for one in [one for one in windows if one is window or window.isAncestorOf(one)]:
            windows.remove(one)
        window.hide()
        window.deleteLater()

    def narrow(self, width: int = 320) -> None:
        """Gives the panel its least width."""
        self.window.resizeDocks([self.dock], [width], 1)

    def prepare(self) -> Iterator[Wait]:
        """The window as it is on a laptop."""
        self.window.move(0, 0)
        self.window.resize(1366, 768)
        for name in ("Browser", "LayerOrder", "Overview"):
            dock = self.window.findChild(QDockWidget, name)
            if dock is not None:
                dock.close()
        yield Wait("the plugin stands", lambda: "vidbudova" in plugins and self.bench is not None, 60)
