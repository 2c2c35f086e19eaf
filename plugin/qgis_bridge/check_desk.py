"""*Check All*: asked for in the window, done beside it, and what came of it told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import VidbudovaError
from ..records import messages
from ..store.workspace import Workspace
from . import check_task
from .check_task import Checked
from .notices import Notices
from .tasks import TaskRunner


class CheckDesk(QObject):
    """Checks the records of the open workspace.

    :param codifier: the file of the territory register.
    """

    checked = pyqtSignal()
    """The check is over, to its end or not: what it found can be shown."""

    def __init__(
        self,
        workspace: Callable[[], Workspace | None],
        codifier: Path,
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._codifier = workspace, codifier
        self._tasks, self._notices, self._lang = tasks, notices, lang

    def start(self) -> None:
        """Begins; a workspace that cannot be written keeps no findings and is not checked."""
        workspace = self._workspace()
        if workspace is not None and not workspace.read_only:
            title = QCoreApplication.translate("Workbench", "Check of all records")
            work = partial(check_task.run, workspace.folder, workspace.catalogue, self._codifier)
            self._tasks.start(title, work, self._on_done)

    def _on_done(self, checked: Checked | None, error: Exception | None) -> None:
        if isinstance(error, VidbudovaError):
            self._notices.error(error.describe(self._lang), str(error))
        elif error is not None or checked is None:
            text = QCoreApplication.translate("Workbench", "The check stopped on a fault of the program.")
            self._notices.error(text, repr(error))
        elif checked.complete:
            text = QCoreApplication.translate("Workbench", "%n record(s) checked", "", checked.records)
            self._notices.success(messages.grouped(text, checked.records, self._lang))
        self.checked.emit()
