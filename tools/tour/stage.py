"""Runs a tour inside QGIS: a generator of steps that waits by yielding conditions, pictures, a transcript, a result."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QApplication

Condition = Callable[[], Any]
PATIENCE = 40.0


@dataclass(frozen=True)
class Wait:
    """What a step waits for, and how to name it when it does not come true."""

    what: str
    condition: Condition
    seconds: float = PATIENCE


class Stage(QObject):
    """Plays the steps, keeps the pictures, ends QGIS."""

    def __init__(self, iface: QgisInterface, folder: Path) -> None:
        super().__init__()
        self.iface = iface
        self._folder = folder
        self._transcript = folder / "transcript.txt"
        self._steps: Iterator[Wait] = iter(())
        self._wait: Wait | None = None
        self._since = 0.0
        self._pictures: list[str] = []
        self._facts: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._turn)

    def play(self, steps: Iterator[Wait]) -> None:
        """Begins; returns at once."""
        sys.excepthook = self._on_fault  # QGIS's own opens a dialog that nobody would close
        self._steps = steps
        self._timer.start()

    def say(self, text: str) -> None:
        """A line of the transcript."""
        with self._transcript.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def note(self, **facts: Any) -> None:
        """Something the result has to hold."""
        self._facts.update(facts)

    def picture(self, name: str) -> None:
        """A picture of the screen, numbered in the order they are taken."""
        for _ in range(3):
            QApplication.processEvents()
        file = f"{len(self._pictures) + 1:02}-{name}.png"
        if not QGuiApplication.primaryScreen().grabWindow(0).save(str(self._folder / file)):
            raise AssertionError(f"{file} could not be written")
        self._pictures.append(file)

    def _turn(self) -> None:
        try:
            if self._wait is not None:
                if not self._wait.condition():
                    if time.monotonic() - self._since > self._wait.seconds:
                        raise AssertionError(f"waited {self._wait.seconds:.0f} s in vain: {self._wait.what}")
                    return
                self._wait = None
            try:
                self._wait = next(self._steps)
                self._since = time.monotonic()
            except StopIteration:
                self._end(None)
        except Exception as fault:  # noqa: BLE001 (whatever it is: the tour must end and tell)
            self._end(fault)

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, fault, trace)
        self._end(fault)

    def _end(self, fault: BaseException | None) -> None:
        if not self._timer.isActive():
            return
        self._timer.stop()
        told = None
        if fault is not None:
            told = "".join(traceback.format_exception(fault))
            self.say(f"✗ {fault}")
            QGuiApplication.primaryScreen().grabWindow(0).save(str(self._folder / "99-failed.png"))
        result = {"ok": fault is None, "fault": told, "pictures": self._pictures, "facts": self._facts}
        part = self._folder / "result.part"
        part.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self._folder / "result.json")
        for window in QApplication.topLevelWidgets():
            if window is not self.iface.mainWindow() and window.isVisible():
                window.hide()
        QgsProject.instance().clear()
        self.iface.actionExit().trigger()
