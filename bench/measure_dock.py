"""The dock on 100,000 records: opening the workspace and showing it, searching it, scrolling through it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QAbstractSlider, QMainWindow

from plugin.panels.dock import VidbudovaDock
from plugin.records.catalogue import default_catalogue
from plugin.records.territory import Codifier
from plugin.store import listing_index
from plugin.store.workspace import Workspace

from .result import Result, Stopwatch, report
from .workspaces import synced

RECORDS = 100_000
OPEN_LIMIT = 200.0
SEARCH_LIMIT = 50.0
RUNS = 7
FRAME_LIMIT = 1000 / 60
FRAMES = 120
SEARCHES = ("ліцей", "Шевченка 17", "міст через річку", "7734", "трансформаторів", "л", "обстеження")


def main() -> None:
    """The listing is up to date before, as it is after a session's first minute."""
    application = QgsApplication([], True)
    application.initQgis()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "workspace")
        with synced(folder, RECORDS) as workspace:
            listing_index.refresh(workspace)
        window = QMainWindow()
        window.resize(1366, 768)
        window.show()
        codifier = Codifier()
        opening, searching = Stopwatch(), Stopwatch()
        frames: dict[str, list[float]] = {"wheel": [], "page": [], "drag": []}
        for _ in range(RUNS):
            with opening.lap():
                workspace = Workspace.open(folder, default_catalogue())
                dock = VidbudovaDock("uk", codifier, window)
                window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
                dock.set_workspace(workspace)
                dock.show()
                QCoreApplication.processEvents()  # draws it
            for text in SEARCHES:
                dock.records.search.setText(text)
                with searching.lap():
                    dock.records.reload()
                    QCoreApplication.processEvents()
            if dock.records.model.rowCount() == 0:
                raise AssertionError("nothing was found")
            dock.records.search.clear()
            dock.records.reload()
            _scroll(dock, frames)
            window.removeDockWidget(dock)
            dock.set_workspace(None)
            dock.deleteLater()
            workspace.close()
            QCoreApplication.processEvents()
        report(
            Result(f"dock: open on {RECORDS:,} records", opening.median * 1000, "ms", limit=OPEN_LIMIT),
            Result("dock: search, until the list is drawn", searching.median * 1000, "ms", limit=SEARCH_LIMIT),
            Result("dock: the slowest of those searches", max(searching.times) * 1000, "ms"),
            *(
                Result(f"dock: work of 19 of 20 frames, by {name}", _most(seconds) * 1000, "ms", limit=FRAME_LIMIT)
                for name, seconds in frames.items()
            ),
        )
        window.close()
    del dock, window
    application.exitQgis()


def _scroll(dock: VidbudovaDock, frames: dict[str, list[float]]) -> None:
    """Through the list as people do it: each step is one frame, drawn before the next."""
    while dock.records.model.reading:
        QCoreApplication.processEvents()
    bar = dock.records.list.verticalScrollBar()
    for _ in range(FRAMES):
        with _frame(frames["wheel"]):
            bar.setValue(bar.value() + 60)
        with _frame(frames["page"]):
            bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
    for step in range(FRAMES):
        with _frame(frames["drag"]):
            bar.setValue(bar.maximum() * (37 * step % 101) // 100)


@contextmanager
def _frame(seconds: list[float]) -> Iterator[None]:
    """What the window's thread does for one frame, reading and drawing; other programs' share of the time aside."""
    begun = time.thread_time()
    yield
    QCoreApplication.processEvents()
    seconds.append(time.thread_time() - begun)


def _most(seconds: list[float]) -> float:
    """What 19 of 20 keep to."""
    return sorted(seconds)[len(seconds) * 19 // 20]


if __name__ == "__main__":
    main()
