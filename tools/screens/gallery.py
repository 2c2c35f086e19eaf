"""Plays scenes inside QGIS, each by itself: what fails in one is told, put away, and the next one begins."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QPoint, QRect, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QApplication, QWidget

from tools.screens import access, accessible, inspection
from tools.tour.stage import Wait

Steps = Iterator[Wait]
PATIENCE = 20.0


@dataclass(frozen=True)
class Scene:
    """One or more pictures of one part of the program."""

    name: str
    about: str
    steps: Callable[[Any], Steps]


@dataclass
class Shot:
    """A picture that was taken."""

    name: str
    scene: str
    about: str
    faults: list[str] = field(default_factory=list)


class Gallery(QObject):
    """Plays scenes one after the other and keeps what came of them in ``shots.json``; then ends QGIS."""

    def __init__(self, iface: QgisInterface, folder: Path, lang: str) -> None:
        super().__init__()
        self.iface = iface
        self._folder, self._lang = folder, lang
        self._scenes: list[Scene] = []
        self._set: Any = None
        self._scene: Scene | None = None
        self._steps: Steps = iter(())
        self._wait: Wait | None = None
        self._since = 0.0
        self._shots: list[Shot] = []
        self._failed: dict[str, str] = {}
        self._uncaught: list[str] = []
        self._seconds: dict[str, float] = {}
        self._began = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._turn)

    def play(self, stage: Any, scenes: list[Scene]) -> None:
        """Begins; returns at once.

        :param stage: what scenes are given; its `tidy()` is called after each of them.
        """
        sys.excepthook = self._on_fault  # QGIS's own opens a dialog that nobody would close
        self._set, self._scenes = stage, list(scenes)
        self._next_scene()
        self._timer.start()

    def shot(self, name: str, about: str = "", widget: QWidget | None = None, inspect: bool = True) -> None:
        """Takes a picture of the whole screen, or of where a widget stands on it with whatever lies above it.

        :param inspect: whether what is seen is the plugin's own, to be looked through for faults.
        """
        for _ in range(3):
            QApplication.processEvents()
        screen = QGuiApplication.primaryScreen()
        picture = screen.grabWindow(0)
        if widget is not None:
            scale = picture.width() / max(screen.geometry().width(), 1)
            place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
            place = place.intersected(screen.geometry())
            pixels = QRect(*(round(scale * one) for one in (place.x(), place.y(), place.width(), place.height())))
            picture.setDevicePixelRatio(1)
            picture = picture.copy(pixels)
        if not picture.save(str(self._folder / f"{name}.png")):
            raise OSError(f"{name}.png could not be written")
        scene = self._scene.name if self._scene is not None else ""
        seen = [widget] if widget is not None else self._set.visible()
        faults = sorted({fault for one in seen for fault in self._faults(one)}) if inspect else []
        self._shots.append(Shot(name, scene, about or (self._scene.about if self._scene else ""), faults))

    def _faults(self, widget: QWidget) -> Iterator[str]:
        yield from inspection.faults(widget, self._lang)
        if accessible.available():
            yield from access.faults(widget)

    def _next_scene(self) -> None:
        if self._scene is not None:
            self._seconds[self._scene.name] = round(time.monotonic() - self._began, 1)
            self._keep()
            self._set.tidy()
        self._began = time.monotonic()
        self._scene = self._scenes.pop(0) if self._scenes else None
        self._wait = None
        self._steps = self._scene.steps(self._set) if self._scene is not None else iter(())

    def _turn(self) -> None:
        if self._scene is None:
            self._end()
            return
        try:
            if self._wait is not None:
                if not self._wait.condition():
                    if time.monotonic() - self._since > min(self._wait.seconds, PATIENCE):
                        raise AssertionError(f"waited in vain: {self._wait.what}")
                    return
                self._wait = None
            try:
                self._wait = next(self._steps)
                self._since = time.monotonic()
            except StopIteration:
                self._next_scene()
        except Exception:  # noqa: BLE001 (whatever it is: it is told, and the next scene begins)
            self._fail(traceback.format_exc())

    def _fail(self, told: str) -> None:
        name = self._scene.name if self._scene is not None else "end"
        self._failed[name] = told
        QGuiApplication.primaryScreen().grabWindow(0).save(str(self._folder / f"failed-{name}.png"))
        if not self._shots:  # the plugin does not stand: there is nothing to be seen
            self._end()
            return
        try:
            self._next_scene()
        except Exception:  # noqa: BLE001
            self._failed[f"{name}: tidying"] = traceback.format_exc()

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        told = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(told)
        self._uncaught.append(f"in {self._scene.name if self._scene else 'no scene'}:\n{told}")

    def _keep(self) -> None:
        told = {
            "shots": [vars(one) for one in self._shots],
            "failed": self._failed,
            "uncaught": self._uncaught,
            "seconds": self._seconds,
        }
        part = self._folder / "shots.part"
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self._folder / "shots.json")

    def _end(self) -> None:
        self._timer.stop()
        self._keep()
        QgsProject.instance().clear()
        self.iface.actionExit().trigger()
