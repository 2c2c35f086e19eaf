"""A main window of QGIS's own widgets, with as much of QgisInterface as the plugin uses. Nothing in it is a mock."""

from __future__ import annotations

import html

from qgis.core import QgsProject
from qgis.gui import (
    QgsAdvancedDigitizingDockWidget,
    QgsLayerTreeMapCanvasBridge,
    QgsMapCanvas,
    QgsMapCanvasSnappingUtils,
    QgsMessageBar,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, Qt, QThreadPool
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QToolBar, QVBoxLayout, QWidget


class Desk:
    """What a plugin is handed as `iface`."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.window.resize(1366, 768)
        centre = QWidget(self.window)
        layout = QVBoxLayout(centre)
        self.bar = QgsMessageBar(centre)
        self.canvas = QgsMapCanvas(centre)
        self.snapping = QgsMapCanvasSnappingUtils(self.canvas, self.canvas)
        self.canvas.setSnappingUtils(self.snapping)
        layout.addWidget(self.bar)
        layout.addWidget(self.canvas, 1)
        self.window.setCentralWidget(centre)
        self.menu = QMenu("Plugins", self.window)
        self.window.menuBar().addMenu(self.menu)
        self.cad = QgsAdvancedDigitizingDockWidget(self.canvas, self.window)
        self.bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), self.canvas)
        self.window.show()

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def pluginMenu(self) -> QMenu:
        return self.menu

    def cadDockWidget(self) -> QgsAdvancedDigitizingDockWidget:
        return self.cad

    def layerTreeCanvasBridge(self) -> QgsLayerTreeMapCanvasBridge:
        return self.bridge

    def addToolBar(self, name: str) -> QToolBar:
        return self.window.addToolBar(name)

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.window.removeDockWidget(dock)

    def newProject(self, _prompt: bool = False) -> bool:
        self.clear()
        return True

    def clear(self) -> None:
        """Empties the project as QGIS does: no map is being drawn of layers that go away meanwhile."""
        self.canvas.stopRendering()
        while self.canvas.isDrawing():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QThreadPool.globalInstance().waitForDone(2000)  # what was stopped is no drawing any more, and ends a bit later
        QgsProject.instance().clear()

    def addProject(self, path: str) -> bool:
        self.clear()
        self.bridge.setAutoSetupOnFirstLayer(False)  # as QGIS does: a project that is read brings its own CRS
        try:
            return bool(QgsProject.instance().read(path))
        finally:
            self.bridge.setCanvasLayers()
            self.bridge.setAutoSetupOnFirstLayer(True)

    def notices(self) -> list[str]:
        """What the message bar shows now, the newest first."""
        return [html.unescape(item.text().replace("<br>", "\n")) for item in self.bar.items()]

    def close(self) -> None:
        self.clear()
        if self.canvas.mapTool() is not None:
            self.canvas.unsetMapTool(self.canvas.mapTool())
        self.bar.clearWidgets()
        sip.delete(self.bridge)  # it outlives the canvas otherwise, and draws on it
        self.window.close()
        self.window.deleteLater()
