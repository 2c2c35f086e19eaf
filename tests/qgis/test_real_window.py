"""The packaged plugin in the real QGIS window, on a virtual screen: loaded at start, unloaded, loaded again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools import package
from tools.tour import desktop

SCRIPT = """
import gc, json, sys, threading, traceback
from pathlib import Path
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMenu, QToolBar
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

ANSWER = Path({answer!r})
told = {{"faults": []}}
sys.excepthook = lambda *fault: told["faults"].append("".join(traceback.format_exception(*fault)))

def flush():
    for _ in range(5):
        QgsApplication.processEvents()
        QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

def census():
    window = iface.mainWindow()
    kinds = (QToolBar, QMenu, QDockWidget, QAction)
    found = {{kind.__name__: len(window.findChildren(kind)) for kind in kinds}}
    found["top-level widgets"] = len(QgsApplication.topLevelWidgets())
    found["threads"] = threading.active_count()
    found["in the menu"] = [action.text() for action in iface.pluginMenu().actions()].count("Від&будова")
    found["title"] = QCoreApplication.translate("Actions", "Vidbudova")
    return found

def when_ready(call, tries=300):
    # a moment after the plugin has made its window; at the latest after half a minute
    if plugins["vidbudova"].workbench is not None or not tries:
        QTimer.singleShot(700, call)
    else:
        QTimer.singleShot(100, lambda: when_ready(call, tries - 1))

def go():
    try:
        plugin = plugins["vidbudova"]
        told["loaded"] = census()
        told["dock"] = plugin.workbench.dock.isVisible()
        told["size"] = [plugin.workbench.dock.width(), iface.mainWindow().width()]
        del plugin
        unloadPlugin("vidbudova")
        flush()
        told["unloaded"] = census()
        loadPlugin("vidbudova")
        startPlugin("vidbudova")
        when_ready(again)
    except Exception:
        told["faults"].append(traceback.format_exc())
        end()

def again():
    try:
        told["loaded again"] = census()
        unloadPlugin("vidbudova")
        flush()
        told["unloaded again"] = census()
    except Exception:
        told["faults"].append(traceback.format_exc())
    end()

def end():
    ANSWER.write_text(json.dumps(told))
    QgsProject.instance().clear()
    iface.actionExit().trigger()

when_ready(go)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a script in the window saw."""
    if shutil.which("xvfb-run") is None or shutil.which("qgis") is None:
        pytest.skip("NO REAL WINDOW: xvfb-run or qgis is not installed, so nothing was looked at in QGIS itself")
    folder: Path = tmp_path_factory.mktemp("window")
    profile = desktop.make_profile(folder / "profile", package.build(folder / "vidbudova.zip"), {})
    answer, script, log = folder / "answer.json", folder / "script.py", folder / "log"
    script.write_text(SCRIPT.format(answer=str(answer)), encoding="utf-8")
    status = desktop.run(desktop.command(profile, script, virtual=True), {}, log, 120)
    assert status == 0 and answer.is_file(), log.read_text(errors="replace")
    found: dict[str, Any] = json.loads(answer.read_text())
    return found


def test_it_starts_with_qgis_without_a_fault(told: dict[str, Any]) -> None:
    assert told["faults"] == []
    assert told["loaded"]["in the menu"] == 1
    assert told["loaded"]["title"] == "Відбудова"


def test_the_dock_is_there_and_leaves_room_for_the_map(told: dict[str, Any]) -> None:
    assert told["dock"]
    width, whole = told["size"]
    assert width < 0.4 * whole


def test_unloading_takes_everything_away_each_time(told: dict[str, Any]) -> None:
    assert told["unloaded"]["in the menu"] == 0
    assert told["unloaded"]["title"] == "Vidbudova"
    assert told["unloaded"]["QToolBar"] == told["loaded"]["QToolBar"] - 1
    assert told["unloaded"]["QDockWidget"] == told["loaded"]["QDockWidget"] - 1
    assert told["unloaded again"] == told["unloaded"]


def test_loading_it_again_brings_the_same(told: dict[str, Any]) -> None:
    assert told["loaded again"] == told["loaded"]
