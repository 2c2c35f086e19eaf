"""After a crash: says at the next start in which workspace unsaved text waits, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..store import drafts
from . import unsaved
from .notices import Notices
from .tasks import BaseTask, TaskRunner


def look(tasks: TaskRunner, notices: Notices, is_open: Callable[[], bool], open_folder: Callable[[Path], None]) -> None:
    """Looks once, beside the window, and offers the workspace in which text was typed last.

    :param is_open: whether a workspace is open by then; that one brings its text back by itself.
    """
    folder = unsaved.drafts_folder()
    translate = QCoreApplication.translate

    def work(_task: BaseTask[dict[Path, int]]) -> dict[Path, int]:
        return drafts.waiting(folder)

    def offer(waiting: dict[Path, int] | None, _error: Exception | None) -> None:
        if not waiting or is_open():
            return
        place = list(waiting)[-1]
        sentence = translate(
            "LeftBehind", "%n form(s) with unsaved text wait in the workspace “{name}”.", "", waiting[place]
        )
        label = translate("LeftBehind", "Open the Workspace")
        notices.offer(sentence.format(name=place.name), label, partial(open_folder, place), stays=True)

    if folder.is_dir():
        tasks.start(translate("LeftBehind", "Unsaved text from last time"), work, offer)
