"""What happens when a record changed in the file while it was being edited in QGIS: a conflict, never an overwrite.

The editor's commit goes through, so that nothing typed is lost. But the record is put among the conflicts before that,
with the portal's version beside it, and is not sent until a person has decided.
"""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import StoreError
from ..records.definition import GEOMETRY
from ..store import base, conflicts
from ..store.workspace import Workspace
from .edit_watch import ALL_FIELDS, Collision
from .naming import title_list
from .notices import Notices, log


class CommitGuard(QObject):
    """Turns the collisions that `EditWatch` finds into conflicts of the open workspace."""

    found = pyqtSignal(list)
    """Records that became conflicts: pairs of type and uuid."""

    def __init__(
        self, workspace: Callable[[], Workspace | None], notices: Notices, lang: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._notices = notices
        self._lang = lang

    def on_collided(self, collisions: list[Collision]) -> None:
        """Slot for `EditWatch.collided`: runs while the commit waits."""
        workspace = self._workspace()
        if workspace is None or workspace.read_only:
            return
        kept: list[tuple[str, str]] = []
        others: list[str] = []
        gone = 0
        for collision in collisions:
            if collision.gone:
                gone += 1
                continue
            uuid = workspace.uuid_of(collision.type, collision.fid)
            if uuid is None:
                continue
            try:
                if keep(workspace, collision, uuid):
                    kept.append((collision.type, uuid))
                else:
                    others.append(uuid)
            except StoreError as error:
                self._notices.error(error.describe(self._lang), str(error))
        self._tell(workspace, kept, others, gone)
        if kept:
            self.found.emit(kept)

    def _tell(self, workspace: Workspace, kept: list[tuple[str, str]], others: list[str], gone: int) -> None:
        translate = QCoreApplication.translate
        if kept:
            titles = title_list(workspace, kept, self._lang)
            self._notices.warning(
                translate(
                    "CommitGuard",
                    "%n record(s) changed on the portal while you were editing and wait for your decision: {titles}",
                    "",
                    len(kept),
                ).format(titles=titles)
            )
        if others:
            log(f"edited by another program meanwhile: {', '.join(others)}", Qgis.MessageLevel.Warning)
            self._notices.warning(
                translate(
                    "CommitGuard",
                    "%n record(s) were changed by another program while you were editing. Your values were kept.",
                    "",
                    len(others),
                )
            )
        if gone:
            self._notices.warning(
                translate(
                    "CommitGuard",
                    "%n record(s) were deleted while you were editing, so these edits cannot be saved. "
                    "Copy them as new records, or discard the edits.",
                    "",
                    gone,
                )
            )


def keep(workspace: Workspace, collision: Collision, uuid: str) -> bool:
    """Puts a record among the conflicts; False where what changed underneath did not come from the portal."""
    known = base.get_base(workspace, collision.type, uuid)
    if known is None:
        return False
    row = workspace.get(collision.type, uuid) or {}
    if ALL_FIELDS in collision.fields:
        names = [*workspace.rtype(collision.type).field_names, GEOMETRY]
        fields = [name for name in names if row.get(name) is not None]
        from_portal = any(row.get(name) == known.record.get(name) for name in fields)
    else:
        fields = list(collision.fields)
        from_portal = all(row.get(name) == known.record.get(name) for name in fields)
    if not from_portal:
        return False
    conflicts.put_conflict(
        workspace, collision.type, uuid, "field", fields, theirs=known.record, revision=known.revision
    )
    return True
