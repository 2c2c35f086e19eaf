"""Takes in the photos that QField or QGIS's own forms attached: when a workspace opens, and after each such edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QObject

from ..errors import VidbudovaError
from ..records.catalogue import Catalogue
from ..store import loose_files, territory_list
from ..store.loose_files import Adopted
from ..store.workspace import Workspace
from .notices import Notices, log
from .tasks import BaseTask, TaskRunner

_MOST_TOLD = 5


class FieldFiles(QObject):
    """Runs the work beside the window and tells what came of it; a file that cannot be taken is told of once.

    :param check: looks closer at a picture, see `loose_files.adopt_all`.
    :param attached: called when files were taken in: lists show them, and they may travel.
    """

    def __init__(
        self,
        tasks: TaskRunner,
        check: Callable[[Path], bool],
        attached: Callable[[], None],
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._check, self._attached = tasks, check, attached
        self._notices, self._lang = notices, lang
        self._workspace: Workspace | None = None
        self._task: BaseTask[Adopted] | None = None
        self._again = False
        self._told: set[str] = set()

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace that is open now."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._workspace = workspace
        self._told.clear()
        self.look()

    def on_committed(self, type_name: str) -> None:
        """An edit session of QGIS was saved."""
        if type_name == "attachment":
            self.look()

    def look(self) -> None:
        """Takes in what is there."""
        workspace = self._workspace
        self._again = self._task is not None
        if workspace is None or workspace.read_only or self._again:
            return
        title = QCoreApplication.translate("FieldFiles", "Photos from the field")
        work = partial(_adopt, workspace.folder, workspace.catalogue, self._lang, self._check)
        self._task = self._tasks.start(title, work, self._on_done)

    def _on_done(self, adopted: Adopted | None, error: Exception | None) -> None:
        self._task = None
        if error is not None or adopted is None:
            log(str(error))  # busy, say: the next look tries again
            return
        if adopted.uuids:
            self._attached()
            text = QCoreApplication.translate(
                "FieldFiles", "%n file(s) from the field taken into the workspace", "", len(adopted.uuids)
            )
            self._notices.success(text)
        told = [one.describe(self._lang) if isinstance(one, VidbudovaError) else str(one) for one in adopted.errors]
        new = [text for text in dict.fromkeys(told) if text not in self._told]
        self._told.update(new)
        if new:
            self._notices.warning("\n".join(new[:_MOST_TOLD]), "\n".join(new))
        if self._again:
            self.look()


def _adopt(
    folder: Path, catalogue: Catalogue, lang: str, check: Callable[[Path], bool], _task: BaseTask[Adopted]
) -> Adopted:
    return loose_files.adopt_all(folder, catalogue, lang, check)


def write_lists(workspace: Workspace, lang: str) -> None:
    """Writes what native forms choose from beside the workspace; where that cannot be, codes are typed there."""
    from ..records.territory import default_codifier

    if workspace.read_only:
        return
    try:
        territory_list.write(workspace, default_codifier(), lang)
    except (OSError, VidbudovaError) as error:
        log(f"lists for native forms: {error}")
