"""Work that has to be done on the main thread, a little in each turn of the event loop, so that the window answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from qgis.PyQt.QtCore import QObject, QTimer

TURN_MS = 25.0
"""After so much the window gets its turn; one step takes as long as it takes."""
ALONE = "alone"
"""Yielded before a step that takes long: it has a turn to itself."""


class InSteps(QObject):
    """Runs one generator at a time to its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[object, None, None] | None = None
        self._done: Callable[[], None] | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)

    def run(self, work: Generator[object, None, None], done: Callable[[], None]) -> None:
        """Begins; `done` is called in a turn of its own after the last step, and not at all after `stop` or a fault."""
        self.stop()
        self._work, self._done = work, done
        self._turn.start()

    def stop(self) -> None:
        """Ends the work where it is."""
        work, self._work, self._done = self._work, None, None
        self._turn.stop()
        if work is not None:
            work.close()

    def _on_turn(self) -> None:
        work, done = self._work, self._done
        if work is None:
            self._turn.stop()
            if done is not None:
                self._done = None
                done()
            return
        until = time.monotonic() + TURN_MS / 1000
        self._work = None  # a fault ends it, and the event loop reports it
        try:
            while next(work) != ALONE and self._turn.isActive() and time.monotonic() < until:
                pass
        except StopIteration:
            return
        except BaseException:
            self._done = None
            self._turn.stop()
            raise
        if self._turn.isActive():
            self._work = work
        else:  # a step has stopped it
            work.close()
