"""Load, unload, load again: nothing of the plugin stays behind, and loading does little."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections import Counter
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMenu, QToolBar, QWidget

from plugin import classFactory
from plugin.app import VidbudovaPlugin
from plugin.qgis_bridge import i18n
from plugin.store.workspace import Workspace

from .desk import Desk


@pytest.fixture()
def in_ukrainian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "qgis_locale", lambda: "uk_UA")


def flush() -> None:
    """Runs what is posted, deletions included."""
    for _ in range(5):
        QgsApplication.processEvents()
        QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def census(desk: Desk) -> Counter[str]:
    """Everything that a plugin may leave behind, counted."""
    kinds = (QToolBar, QMenu, QDockWidget, QAction, QTimer, QWidget, QObject)
    found = Counter({kind.__name__: len(desk.window.findChildren(kind)) for kind in kinds})
    found["top-level widgets"] = len(QgsApplication.topLevelWidgets())
    found["threads"] = threading.active_count()
    found["tasks"] = QgsApplication.taskManager().count()
    found["timers"] = sum(isinstance(one, QTimer) and one.isActive() for one in gc.get_objects())
    found["layer slots"] = QgsProject.instance().receivers(QgsProject.instance().layersAdded)
    found["read slots"] = QgsProject.instance().receivers(QgsProject.instance().readProject)
    return found


def load(desk: Desk, wait_until) -> VidbudovaPlugin:
    plugin = classFactory(desk)
    plugin.initGui()
    wait_until(lambda: plugin.workbench is not None)
    return plugin


def test_nothing_is_left_behind(desk: Desk, wait_until, in_ukrainian: None) -> None:
    load(desk, wait_until).unload()  # what Qt itself makes once is there now
    flush()
    before = census(desk)
    for _ in range(2):
        plugin = load(desk, wait_until)
        loaded = census(desk)
        assert loaded["QToolBar"] == before["QToolBar"] + 1
        assert loaded["QDockWidget"] == before["QDockWidget"] + 1
        plugin.unload()
        del plugin
        flush()
        assert census(desk) == before


def test_the_toolbox_has_the_algorithms_as_long_as_the_plugin_is_there(desk: Desk, wait_until) -> None:
    registry = QgsApplication.processingRegistry()
    plugin = load(desk, wait_until)
    assert registry.algorithmById("vidbudova:import") is not None
    plugin.unload()
    assert registry.providerById("vidbudova") is None


def work_and_unload(desk: Desk, workspace: Workspace, wait_until) -> None:
    """Opens a workspace, begins everything that can be begun, and unloads in the middle of it."""
    plugin = load(desk, wait_until)
    workbench = plugin.workbench
    workbench.session.open(workspace.folder)
    wait_until(lambda: workbench.session.workspace is not None)
    workbench.records.new("need")
    workbench.placing.start("point", print)
    workbench.settings.show(workspace)
    workbench.notices.offer("…", "…", workbench.list.touch)
    (layer,) = QgsProject.instance().mapLayersByName("Потреби: точки")
    layer.startEditing()
    assert layer.receivers(layer.beforeCommitChanges) == 1
    plugin.unload()
    assert layer.receivers(layer.beforeCommitChanges) == 0
    layer.rollBack()
    desk.bar.clearWidgets()
    desk.clear()


def test_nothing_is_left_behind_by_an_open_workspace(
    desk: Desk, workspace: Workspace, wait_until, in_ukrainian: None
) -> None:
    work_and_unload(desk, workspace, wait_until)
    flush()
    before = census(desk)
    work_and_unload(desk, workspace, wait_until)
    flush()
    assert census(desk) == before


def test_python_lets_go_of_an_unloaded_plugin(desk: Desk, wait_until) -> None:
    plugin = load(desk, wait_until)
    traces = [weakref.ref(plugin), weakref.ref(plugin.workbench), weakref.ref(plugin.workbench.dock)]
    plugin.unload()
    del plugin
    flush()
    assert [trace() for trace in traces] == [None, None, None]


def test_unloading_right_after_loading_builds_nothing_later(desk: Desk) -> None:
    plugin = classFactory(desk)
    plugin.initGui()
    plugin.unload()
    flush()
    assert plugin.workbench is None
    assert not desk.window.findChildren(QDockWidget, "vidbudovaDock")


def test_the_window_speaks_the_language_of_qgis_and_forgets_it(desk: Desk, wait_until, in_ukrainian: None) -> None:
    plugin = load(desk, wait_until)
    assert QCoreApplication.translate("Actions", "Vidbudova") == "Відбудова"
    assert plugin.workbench.dock.windowTitle() == "Відбудова"
    plugin.unload()
    assert QCoreApplication.translate("Actions", "Vidbudova") == "Vidbudova"


def test_importing_the_plugin_brings_in_nothing_heavy(repository: Path) -> None:
    import subprocess

    code = (
        "import sys; import qgis.core, qgis.gui; before = set(sys.modules); import plugin.app;"
        "print(' '.join(sorted({name.split('.')[0] for name in set(sys.modules) - before})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"requests", "sqlite_utils", "sqlite3", "shapely", "numpy", "osgeo", "rfc8785", "urllib3"}
