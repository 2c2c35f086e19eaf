"""*Restore from Backup…*, *Save Diagnostics…* and unnoticed edits: asked for in the dock, done beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..errors import VidbudovaError
from ..records import messages
from ..records.catalogue import Catalogue
from ..store import audit, backup, restoring
from ..store.titles import record_title
from ..store.workspace import Workspace
from .edit_watch import EditWatch
from .notices import Notices
from .tasks import BaseTask, TaskRunner

MOST_ROWS = 500


class Safekeeping(QObject):
    """Opens the dialogs and does what they ask for.

    :param make_restore: makes a `panels.restore_dialog.RestoreDialog` from backups, `make_untracked` a
        `panels.untracked_dialog.UntrackedDialog` from rows and how many there are, `make_preview` what the first is
        shown from a backup's name, counts and rows. Given by the composition root, for this room does not know the
        panels.
    """

    written = pyqtSignal()
    """Rows of the workspace were changed."""
    replaced = pyqtSignal(str)
    """A backup took the place of a damaged workspace file in this folder: it can be opened."""
    adopted = pyqtSignal()
    """Unnoticed edits wait to be sent now: the exchange can go on."""

    def __init__(
        self,
        window: QWidget,
        tasks: TaskRunner,
        edits: EditWatch,
        make_restore: Callable[[Any], Any],
        make_untracked: Callable[[Any, int], Any],
        make_preview: Callable[[str, Any, Any], Any],
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tasks = tasks
        self._edits = edits
        self._make_restore = make_restore
        self._make_untracked = make_untracked
        self._make_preview = make_preview
        self._notices = notices
        self._lang = lang
        self._workspace: Workspace | None = None
        self.dialog: Any = None
        """The dialog that is open."""

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The open workspace; a dialog about another one is closed."""
        self.close()
        self._workspace = workspace

    def close(self) -> None:
        """Closes the dialog."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None and not sip.isdeleted(dialog):
            dialog.close()
            dialog.deleteLater()

    # --- restoring ----------------------------------------------------------------------------------------------------
    def restore(self) -> None:
        """Restore from Backup…"""
        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        self.close()
        self.dialog = dialog = self._make_restore(backup.list_backups(workspace.folder))
        dialog.preview_requested.connect(self._preview)
        dialog.restore_requested.connect(self._restore)
        dialog.open()

    def _preview(self, name: str) -> None:
        workspace = self._workspace
        if workspace is not None:
            self._tasks.start(
                QCoreApplication.translate("Safekeeping", "Looking into a backup"),
                partial(_preview, workspace.folder, workspace.catalogue, name, self._lang),
                partial(self._show_preview, self.dialog),
            )

    def _show_preview(self, dialog: Any, found: Any, error: Exception | None) -> None:
        if dialog is not self.dialog or sip.isdeleted(dialog):
            return
        if error is None:
            dialog.show_preview(self._make_preview(*found))
        else:
            dialog.show_trouble(self._described(error))

    def _restore(self, name: str, kinds: Any) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        if self._edits.uncommitted():
            self.dialog.show_trouble(
                QCoreApplication.translate("Safekeeping", "Save or discard the open edits in the layers first.")
            )
            return
        self._tasks.start(
            QCoreApplication.translate("Safekeeping", "Restoring from a backup"),
            partial(_restore, workspace.folder, workspace.catalogue, name, kinds),
            partial(self._restored, self.dialog),
        )

    def _restored(self, dialog: Any, done: Any, error: Exception | None) -> None:
        if error is not None:
            if dialog is self.dialog and not sip.isdeleted(dialog):
                dialog.show_trouble(self._described(error))
            else:
                self._notices.error(self._described(error), repr(error))
            return
        if dialog is self.dialog:
            self.close()
        total = sum(done.values())
        text = QCoreApplication.translate(
            "Safekeeping", "%n record(s) restored; the changes wait to be sent", "", total
        )
        self._notices.success(text)
        self.written.emit()

    # --- a workspace that cannot be opened ----------------------------------------------------------------------------
    def offer_replacement(self, error: Exception, catalogue: Catalogue) -> None:
        """After a failed opening: where the file is damaged and there is a backup, offers to put that in its place."""
        if not isinstance(error, VidbudovaError) or error.code not in restoring.DAMAGED:
            return
        path = Path(str(error.params.get("path", "")))
        folder = path if path.is_dir() else path.parent
        found = backup.list_backups(folder)
        if found:
            text = QCoreApplication.translate("Safekeeping", "The newest backup is of {moment}.")
            self._notices.offer(
                text.format(moment=messages.format_moment(found[0].made_at, self._lang)),
                QCoreApplication.translate("Safekeeping", "Put It in Place"),
                partial(self._replace, folder, catalogue, found[0]),
            )

    def _replace(self, folder: Path, catalogue: Catalogue, chosen: backup.Backup) -> None:
        self._tasks.start(
            QCoreApplication.translate("Safekeeping", "Restoring from a backup"),
            partial(_replace, folder, catalogue, chosen),
            partial(self._on_replaced, folder),
        )

    def _on_replaced(self, folder: Path, aside: Any, error: Exception | None) -> None:
        if error is not None:
            self._notices.error(self._described(error), repr(error))
            return
        text = QCoreApplication.translate(
            "Safekeeping", "The backup is in place; the damaged file was put aside as {name}."
        )
        self._notices.success(text.format(name=aside.name))
        self.replaced.emit(str(folder))

    # --- unnoticed edits ----------------------------------------------------------------------------------------------
    def after_sync(self, report: Any) -> None:
        """Slot for the end of an exchange: offers to look at edits that kept it from receiving."""
        if report.problem is not None and report.problem.code == "sync.untracked_edits":
            self._notices.offer(
                QCoreApplication.translate("Safekeeping", "Nothing was received: some edits went by unnoticed."),
                QCoreApplication.translate("Safekeeping", "Show Edits…"),
                self.look,
            )

    def look(self) -> None:
        """Compares every record, and shows what went by unnoticed."""
        workspace = self._workspace
        if workspace is not None and not workspace.read_only:
            self._tasks.start(
                QCoreApplication.translate("Safekeeping", "Looking for unnoticed edits"),
                partial(_look, workspace.folder, workspace.catalogue, self._lang),
                partial(self._show_untracked, workspace),
            )

    def _show_untracked(self, workspace: Workspace, found: Any, error: Exception | None) -> None:
        if workspace is not self._workspace:
            return  # adopting would be about the one that is open now
        if error is not None:
            self._notices.error(self._described(error), repr(error))
            return
        rows, total = found
        if not total:
            self._notices.success(QCoreApplication.translate("Safekeeping", "No edit went by unnoticed"))
            return
        self.close()
        self.dialog = self._make_untracked(rows, total)
        self.dialog.adopt_requested.connect(self.adopt)
        self.dialog.open()

    def adopt(self) -> None:
        """Has unnoticed edits wait to be sent."""
        workspace = self._workspace
        if workspace is not None and not workspace.read_only:
            self._tasks.start(
                QCoreApplication.translate("Safekeeping", "Adopting unnoticed edits"),
                partial(_adopt, workspace.folder, workspace.catalogue),
                self._on_adopted,
            )

    def _on_adopted(self, count: Any, error: Exception | None) -> None:
        if error is not None:
            self._notices.error(self._described(error), repr(error))
            return
        text = QCoreApplication.translate("Safekeeping", "%n edit(s) adopted; they wait to be sent", "", count)
        self._notices.success(text)
        self.written.emit()
        self.adopted.emit()

    # --- diagnostics --------------------------------------------------------------------------------------------------
    def diagnose(self) -> None:
        """Save Diagnostics…: asks where to."""
        workspace = self._workspace
        if workspace is None:
            return
        title = QCoreApplication.translate("Safekeeping", "Save diagnostics")
        kinds = QCoreApplication.translate("Safekeeping", "Zip archives")
        start = str(Path.home() / "vidbudova-diagnostics.zip")
        path, _ = QFileDialog.getSaveFileName(self._window, title, start, f"{kinds} (*.zip)")
        if path:
            self.save_diagnostics(Path(path))

    def save_diagnostics(self, target: Path) -> None:
        """Writes the file, beside the window."""
        workspace = self._workspace
        if workspace is not None:
            self._tasks.start(
                QCoreApplication.translate("Safekeeping", "Diagnostics"),
                partial(_diagnose, workspace.folder, workspace.catalogue, target),
                partial(self._diagnosed, target),
            )

    def _diagnosed(self, target: Path, _parts: Any, error: Exception | None) -> None:
        if error is not None:
            self._notices.error(self._described(error), repr(error))
            return
        text = QCoreApplication.translate(
            "Safekeeping", "Diagnostics saved: {path}. No names, titles, places or tokens are in it."
        )
        self._notices.success(text.format(path=target))

    def _described(self, error: Exception) -> str:
        if isinstance(error, VidbudovaError):
            return error.describe(self._lang)
        return QCoreApplication.translate(
            "Safekeeping", "This stopped on a fault of the program; the log has the details."
        )


# --- in the worker thread --------------------------------------------------------------------------------------------


def _preview(folder: Path, catalogue: Catalogue, name: str, lang: str, _task: BaseTask[Any]) -> Any:
    with Workspace.open(folder, catalogue) as workspace:
        shown = restoring.preview(workspace, backup.get_backup(folder, name))
        counts = {kind: sum(one.kind == kind for one in shown.differences) for kind in restoring.KINDS}
        kept = {one.key: one.record for one in shown.differences}
        rows = []
        for one in _first_of_each(shown.differences):
            rtype = workspace.rtype(one.type)
            labels = [rtype.field(field).label(lang) for field in one.fields if rtype.has_field(field)]
            title = record_title(workspace, rtype, one.record, lang, others=kept)
            rows.append((one.kind, title, rtype.label(lang), ", ".join(labels), one.type))
    return name, counts, rows


def _first_of_each(found: Any) -> list[Any]:
    return [
        one
        for kind in restoring.KINDS
        for one in [difference for difference in found if difference.kind == kind][:MOST_ROWS]
    ]


def _restore(folder: Path, catalogue: Catalogue, name: str, kinds: Any, _task: BaseTask[Any]) -> Any:
    with Workspace.open(folder, catalogue) as workspace:
        return restoring.restore(workspace, backup.get_backup(folder, name), kinds)


def _replace(folder: Path, catalogue: Catalogue, chosen: backup.Backup, _task: BaseTask[Path]) -> Path:
    return restoring.replace_damaged(folder, chosen, catalogue)


def _look(folder: Path, catalogue: Catalogue, lang: str, _task: BaseTask[Any]) -> Any:
    from ..sync.untracked import told

    with Workspace.open(folder, catalogue) as workspace:
        found = audit.untracked(workspace, full=True)
        return told(workspace, found, lang), len(found)


def _adopt(folder: Path, catalogue: Catalogue, _task: BaseTask[int]) -> int:
    with Workspace.open(folder, catalogue) as workspace:
        return len(audit.adopt(workspace))


def _diagnose(folder: Path, catalogue: Catalogue, target: Path, _task: BaseTask[Any]) -> Any:
    from ..sync import diagnosis

    return diagnosis.write(folder, catalogue, target)
