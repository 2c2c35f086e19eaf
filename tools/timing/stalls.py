"""How long the window does not answer: a heartbeat on the main thread, and what was done while it failed to come."""

from __future__ import annotations

import faulthandler
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qgis.PyQt.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
ALLOWED = 0.1  # seconds


@dataclass(frozen=True)
class Stall:
    """The event loop did not turn for `seconds`, of which the main thread worked `worked`; `during` which step."""

    seconds: float
    worked: float
    during: str


class Watchdog(QObject):
    """Notes the longest stalls from `start` to `stop`; stacks of those over the allowance go to a file.

    While other programs keep the processor busy a stall is longer than the program's own work: both are told.
    """

    def __init__(self, stacks: Path) -> None:
        super().__init__()
        self.during = ""
        self.stalls: list[Stall] = []
        self._path = stacks
        self._file: IO[str] | None = None
        self._beaten = self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """From now on."""
        self._file = self._path.open("a", encoding="utf-8")
        self._beaten, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._arm()

    def stop(self) -> None:
        """Not any longer."""
        self._beat()
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        if self._file is not None:
            self._file.close()

    def worst(self, count: int = 5) -> list[Stall]:
        """The longest ones."""
        return sorted(self.stalls, key=lambda one: -one.seconds)[:count]

    def _arm(self) -> None:
        if self._file is not None:
            faulthandler.dump_traceback_later(ALLOWED, file=self._file)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gap = now - self._beaten
        if gap > 4 * BEAT_MS / 1000:
            self.stalls.append(Stall(gap, worked - self._worked, self.during))
            if gap > ALLOWED and self._file is not None:
                self._file.write(f"^ {1000 * gap:.0f} ms during: {self.during}\n\n")
        self._beaten, self._worked = now, worked
        self._arm()
