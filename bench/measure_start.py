"""What the plugin adds to QGIS's start: the packaged plugin, loaded cold by the real QGIS on a virtual screen."""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tools import package

from .result import Result, report

LIMIT = 60.0
FROZEN_LIMIT = 100.0  # no window is ever frozen for longer
RUNS = 5
_PATIENCE = 120

_SCRIPT = """
import sys, time
from pathlib import Path
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.core import QgsProject
from qgis.utils import iface, loadPlugin, plugins, startPlugin

def measure():
    start = time.perf_counter()
    done = loadPlugin("vidbudova") and startPlugin("vidbudova")
    turns = [time.perf_counter()]
    loading = turns[0] - start
    while done and plugins["vidbudova"].workbench is None:
        QCoreApplication.processEvents()
        turns.append(time.perf_counter())
    longest = max(after - before for before, after in zip(turns, turns[1:]))
    Path({answer!r}).write_text(f"{{done}} {{loading}} {{longest}} {{turns[-1] - turns[0]}}")
    QgsProject.instance().clear()
    iface.actionExit().trigger()

QTimer.singleShot(2000, measure)
"""


def start(plugin: Path, scratch: Path) -> tuple[float, ...]:
    """Seconds for loading and starting the plugin, for the longest turn of the event loop until its dock stands, and
    until then in all. A fresh profile each time.
    """
    profile = scratch / "profiles" / "default"
    shutil.copytree(plugin, profile / "python" / "plugins" / "vidbudova")
    settings = profile / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[PythonPlugins]\nvidbudova=false\n\n"  # the script loads it, stopwatch in hand
        "[qgis]\ncheckVersion=false\n\n[app]\naskToSaveMemoryLayers=false\n",
        encoding="utf-8",
    )
    answer, script = scratch / "answer", scratch / "script.py"
    script.write_text(_SCRIPT.format(answer=str(answer)), encoding="utf-8")
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24"]
    qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(scratch), "--profile", "default"]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    subprocess.run(
        [*screen, *qgis, "--lang", "uk", "--code", str(script)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    done, *seconds = answer.read_text().split()
    if done != "True":
        raise AssertionError("QGIS did not load the plugin")
    return tuple(map(float, seconds))


def main() -> None:
    """The first run warms the disk and is not counted."""
    with tempfile.TemporaryDirectory() as scratch:
        built = package.build(Path(scratch, "vidbudova.zip"))
        with zipfile.ZipFile(built) as archive:
            archive.extractall(Path(scratch, "plugins"))
        plugin = Path(scratch, "plugins", "vidbudova")
        compileall.compile_dir(plugin, quiet=2)  # as after the first start
        times = [start(plugin, Path(scratch, f"run-{run}")) for run in range(RUNS + 1)][1:]
    loading, turn, standing = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    report(
        Result("start: what the plugin adds to QGIS's", loading, "ms", limit=LIMIT),
        Result("start: the longest that the window stands still after it", turn, "ms", limit=FROZEN_LIMIT),
        Result("start: until the dock stands", standing, "ms"),
    )


if __name__ == "__main__":
    main()
