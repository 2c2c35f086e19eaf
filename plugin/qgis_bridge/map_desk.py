"""What keeps layers and map in step with the open workspace: its guard, photos from the field, overlays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QObject

from ..store.workspace import Workspace
from .field_files import FieldFiles
from .notices import Notices
from .overlay_desk import OverlayDesk
from .session import WorkspaceSession
from .tasks import TaskRunner
from .workspace_guard import WorkspaceGuard


class MapDesk(QObject):
    """Follows the session by itself.

    :param files: what forms get of the file desk: looks closer at pictures, hears of attached files.
    :param find: asks the person for the folder of a workspace and opens it.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        tasks: TaskRunner,
        files: Any,
        find: Callable[[], None],
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.guard = WorkspaceGuard(session, notices, find, self)
        self.field_files = FieldFiles(tasks, files.check, files.attached, notices, lang, self)
        self.overlays = OverlayDesk(tasks, session.settle, lang, self)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.edits.committed.connect(self.field_files.on_committed)

    def close(self) -> None:
        """Lets go of the project; the session is being closed."""
        self.guard.close()
        self.field_files.set_workspace(None)
        self.overlays.set_workspace(None)

    def toggle_overview(self) -> None:
        """Shows the overview by hromada in place of the records, or the records again."""
        self.overlays.show_overview(not self.overlays.overview_shown)

    def _on_opened(self, workspace: Workspace) -> None:
        self.field_files.set_workspace(workspace)
        self.overlays.set_workspace(workspace)

    def _on_closed(self) -> None:
        self.field_files.set_workspace(None)
        self.overlays.set_workspace(None)
