"""Work off the main thread: one base task that lets no exception out, and the registry that keeps tasks alive.

QGIS runs a task only while Python holds it, and ends the whole program on an exception that escapes ``run()``. So
every task goes through `TaskRunner.start`, and the base task hands what it caught to ``done`` on the main thread.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, QThreadPool, pyqtSignal

from ..errors import VidbudovaError
from .notices import log

Result = TypeVar("Result")
Outcome = Callable[[Any, "Exception | None"], None]


class BaseTask(QgsTask, Generic[Result]):
    """A piece of work that runs beside the window.

    ``work`` gets the task itself; it reports by `tell` and looks at `cancelling`. It gets paths and frozen data only,
    never a layer or a widget.

    :param title: what QGIS's task manager shows.
    :param work: runs in a worker thread; its return value goes to ``done``.
    :param done: called on the main thread with ``(result, None)`` or ``(None, error)``, ``task.cancelled`` where it was
        cancelled before it began (a busy machine lets it wait its turn); not called after `abandon`.
    """

    told = pyqtSignal(object)
    """What the work tells while it runs; delivered on the main thread."""

    def __init__(self, title: str, work: Callable[[BaseTask[Result]], Result], done: Outcome) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self.cancelling = threading.Event()
        self._work = work
        self._done: Outcome | None = done
        self._result: Result | None = None
        self._error: Exception | None = None
        self._begun = False
        self._ended: Callable[[BaseTask[Any]], None] | None = None
        self._stop: Callable[[], None] | None = None

    def run(self) -> bool:
        """Runs the work in the worker thread. Never raises.

        QGIS draws its maps by the threads of the same pool, of which an old laptop has two. Ours mostly waits, for a
        portal or a disk, and so does not count as one of them.
        """
        self._begun = True
        pool = QThreadPool.globalInstance()
        pool.releaseThread()
        try:
            self._result = self._work(self)
        except Exception as error:  # noqa: BLE001 (an exception out of run() would end QGIS)
            self._error = error
        finally:
            pool.reserveThread()
        return self._error is None

    def finished(self, _ok: bool) -> None:
        """Called by QGIS on the main thread."""
        if not self._begun:
            self._error = VidbudovaError("task.cancelled")
        if self._error is not None and not isinstance(self._error, VidbudovaError):
            log("".join(traceback.format_exception(self._error)), Qgis.MessageLevel.Critical)
        done, self._done = self._done, None
        try:
            if done is not None:
                done(self._result, self._error)
        finally:
            if self._ended is not None:
                self._ended(self)

    def tell(self, event: object) -> None:
        """From the work: something to show, delivered to `told` on the main thread."""
        self.told.emit(event)

    def stop_with(self, stop: Callable[[], None]) -> None:
        """From the work: what else a cancel has to call, from whatever thread, to end what blocks."""
        self._stop = stop
        if self.cancelling.is_set():
            stop()

    def cancel(self) -> None:
        """Asks the work to stop at the next safe point. Called by QGIS's task manager too."""
        self.cancelling.set()
        if self._stop is not None:
            self._stop()
        super().cancel()

    def abandon(self) -> None:
        """Cancels, and tells nobody what comes of it: the plugin is being unloaded."""
        self._done = None
        self.cancel()


class TaskRunner(QObject):
    """Starts tasks and keeps them until they end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[BaseTask[Any]] = set()

    def start(
        self,
        title: str,
        work: Callable[[BaseTask[Result]], Result],
        done: Outcome,
        told: Callable[[object], None] | None = None,
    ) -> BaseTask[Result]:
        """Starts a piece of work in QGIS's task manager. See `BaseTask` for the parameters."""
        task: BaseTask[Result] = BaseTask(title, work, done)
        if told is not None:
            task.told.connect(told)
        task._ended = self._running.discard
        self._running.add(task)
        QgsApplication.taskManager().addTask(task)
        return task

    @property
    def running(self) -> int:
        """How many tasks have not ended."""
        return len(self._running)

    def close(self, wait_ms: int = 5000) -> None:
        """Cancels all tasks and waits for them to stop; what they would have told is dropped."""
        for task in list(self._running):
            task.abandon()
        for task in list(self._running):
            task.waitForFinished(wait_ms)
            self._running.discard(task)
