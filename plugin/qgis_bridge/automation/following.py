"""What the plugin's work tells and asks, passed on to an algorithm's feedback."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

from qgis.core import QgsProcessingFeedback

from ..tasks import BaseTask


class Following:
    """Stands where the work of a task expects the task: progress and cancelling go by way of the feedback."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._stop: Callable[[], None] | None = None
        self.cancelling = threading.Event()
        feedback.canceled.connect(self._cancel)
        if feedback.isCanceled():
            self.cancelling.set()

    def as_task(self) -> BaseTask[Any]:
        """For functions that take the task they run in."""
        return cast("BaseTask[Any]", self)

    def setProgress(self, percent: float) -> None:
        """How far the work is."""
        self._feedback.setProgress(percent)

    def tell(self, event: object) -> None:
        """What a window would show; a log has the result."""

    def stop_with(self, stop: Callable[[], None]) -> None:
        """What else a cancel has to call, to end what blocks."""
        self._stop = stop
        if self.cancelling.is_set():
            stop()

    def _cancel(self) -> None:
        self.cancelling.set()
        if self._stop is not None:
            self._stop()
