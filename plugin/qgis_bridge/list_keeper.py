"""Keeps the record list in step with the workspace: at once for a few edits, beside the window for many."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..errors import StoreError
from ..records.catalogue import Catalogue
from ..store import listing
from ..store.workspace import Workspace
from .notices import log
from .tasks import BaseTask, TaskRunner

AT_ONCE_MS = 30
SLICE_MS = 200
LOOK_EVERY_MS = 2000
"""How often it is looked whether another program wrote something; the look itself costs well under a millisecond."""


class ListKeeper(QObject):
    """Refreshes the listing's index and says when it has."""

    refreshed = pyqtSignal()
    """The list may have changed: show it anew."""

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._task: BaseTask[None] | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._on_look)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose list is kept."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._workspace = workspace
        if workspace is None:
            self._look.stop()
        else:
            self._look.start()
            self.touch()

    def touch(self) -> None:
        """Something was written: brings the list up to date, beside the window where it takes long."""
        workspace = self._workspace
        if workspace is None or self._task is not None:
            return
        try:
            listing.refresh(workspace, AT_ONCE_MS)
            stale = not workspace.read_only and listing.is_stale(workspace)
        except StoreError as error:
            log(str(error))  # busy: the next look tries again
            return
        self.refreshed.emit()
        if stale:
            title = QCoreApplication.translate("ListKeeper", "Bringing the record list up to date")
            self._task = self._tasks.start(
                title, partial(_refresh, workspace.folder, workspace.catalogue), self._on_done
            )

    def _on_done(self, _result: object, error: Exception | None) -> None:
        self._task = None
        if error is not None:
            log(str(error))
        self.refreshed.emit()

    def _on_look(self) -> None:
        workspace = self._workspace
        if workspace is None or self._task is not None:
            return
        try:
            stale = not workspace.read_only and listing.is_stale(workspace)
        except StoreError as error:
            log(str(error))
            return
        if stale:
            self.touch()


def _refresh(folder: Path, catalogue: Catalogue, task: BaseTask[None]) -> None:
    with Workspace.open(folder, catalogue) as workspace:
        while not task.cancelling.is_set() and listing.refresh(workspace, SLICE_MS):
            pass
