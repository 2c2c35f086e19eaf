"""Settling conflicts from the window: it is opened, what is chosen in it is written, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import StoreError, VidbudovaError
from ..records.catalogue import Catalogue
from ..store import steps
from ..store.workspace import Workspace
from ..sync.conflict_view import Side
from ..sync.resolve import Choice, Planned, plan, resolve
from ..sync.resolve_many import Settled, resolve_all
from .conflict_map import ConflictMap
from .notices import Notices
from .tasks import BaseTask, TaskRunner
from .undoing import Offered

Key = tuple[str, str]
MakeWindow = Callable[[], Any]
MakeDialog = Callable[[Workspace, Sequence[Key], Mapping[str, Side], Any], Any]


class ConflictDesk(QObject):
    """Opens the window of conflicts and does what is asked there.

    :param make_window: makes a `panels.conflicts_panel.ConflictsWindow`; `make_dialog` a
        `panels.settle_all_dialog.SettleAllDialog` for (workspace, conflicts listed, sides chosen, parent). Given by the
        composition root, for this room does not know the panels.
    :param being_edited: pairs of type and feature id with uncommitted edits in a layer.
    """

    written = pyqtSignal(set)
    """Names of the record types of which something was written."""
    open_requested = pyqtSignal(str, str)
    undo_requested = pyqtSignal(object)

    def __init__(
        self,
        make_window: MakeWindow,
        make_dialog: MakeDialog,
        marks: ConflictMap,
        being_edited: Callable[[], frozenset[tuple[str, int]]],
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_window, self._make_dialog = make_window, make_dialog
        self._marks = marks
        self._being_edited = being_edited
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._workspace: Workspace | None = None
        self.window: Any = None
        self.dialog: Any = None

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose conflicts are settled; the window of another one is closed."""
        if workspace is not self._workspace:
            self.close()
        self._workspace = workspace

    def show(self, key: Key | None = None) -> None:
        """Opens the window, or brings it to the front, with one conflict or the first."""
        if self._workspace is None:
            return
        if self.window is None:
            window = self._make_window()
            window.apply_requested.connect(self.apply)
            window.settle_all_requested.connect(self.settle_all)
            window.undo_requested.connect(self.undo_requested)
            window.open_requested.connect(self.open_requested)
            window.places_shown.connect(self._marks.show)
            window.closed.connect(self._on_closed)
            self.window = window
        try:
            self.window.load(self._workspace, key)
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def refresh(self) -> None:
        """Something was written: the window shows what there is now."""
        if self.window is not None and self.window.isVisible():
            self.window.refresh()

    def close(self) -> None:
        """Closes the window and takes what it drew off the map."""
        for name in ("dialog", "window"):
            widget = getattr(self, name)
            setattr(self, name, None)
            if widget is not None:
                widget.blockSignals(True)
                widget.close()
                widget.deleteLater()
        self._marks.clear()

    def _on_closed(self) -> None:
        self._marks.clear()

    # --- one ----------------------------------------------------------------------------------------------------------
    def apply(self, key: Key, token: str, sides: Mapping[str, Side]) -> None:
        """Settles the conflict of one record as it was chosen."""
        workspace = self._workspace
        if workspace is None:
            return
        if self._is_open(workspace, key):
            self.window.say(
                QCoreApplication.translate(
                    "ConflictDesk",
                    "The record has edits in its layer that are not saved. Save or discard them there, then settle it.",
                )
            )
            return
        try:
            resolve(workspace, *key, Choice(dict(sides)), token)
        except StoreError as error:
            self.window.refresh()
            self.window.say(error.describe(self._lang))
            return
        self._done({key[0]}, 1, 0)

    def _is_open(self, workspace: Workspace, key: Key) -> bool:
        fid = workspace.fid(*key)
        return fid is not None and (key[0], fid) in self._being_edited()

    def _done(self, types: set[str], done: int, left: int, stopped: StoreError | None = None) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        self.written.emit(types | {"project_location"})
        step = steps.last(workspace) if done else None
        text = QCoreApplication.translate("ConflictDesk", "%n conflict(s) settled", "", done)
        if left:
            text += "; " + QCoreApplication.translate("ConflictDesk", "%n left as they are", "", left)
        if stopped is not None:
            text += f". {stopped.describe(self._lang)}"
        if self.window is not None:
            self.window.refresh()
            self.window.say(text, None if step is None else step.id)
        if step is not None:
            undo = QCoreApplication.translate("ConflictDesk", "Undo")
            offered = Offered(workspace.folder, step.id)
            self._notices.offer(text, undo, partial(self.undo_requested.emit, offered), about=offered)

    # --- many ---------------------------------------------------------------------------------------------------------
    def settle_all(self, keys: Sequence[Key], sides: Mapping[str, Side]) -> None:
        """Shows what one choice would make of many conflicts, and carries it out when that is confirmed."""
        workspace = self._workspace
        if workspace is None or not keys:
            return
        being_edited = self._being_edited()
        listed = [key for key in keys if not being_edited or not self._is_open(workspace, key)]
        dialog = self._make_dialog(workspace, listed, sides, self.window)
        dialog.plan_requested.connect(partial(self._plan, listed))
        dialog.settle_requested.connect(self._settle)
        self.dialog = dialog
        dialog.setModal(True)
        dialog.show()
        dialog.begin()

    def _plan(self, keys: Sequence[Key], choice: Choice) -> None:
        workspace = self._workspace
        if workspace is not None:
            title = QCoreApplication.translate("ConflictDesk", "Looking through the conflicts")
            work = partial(_plan, workspace.folder, workspace.catalogue, list(keys), choice)
            self._tasks.start(title, work, partial(self._on_planned, self.dialog, choice))

    def _on_planned(self, dialog: Any, choice: Choice, planned: list[Planned] | None, error: Exception | None) -> None:
        if dialog is not self.dialog or dialog is None:
            return
        if error is not None or planned is None:
            self._fail(error)
        else:
            dialog.show_plan(planned, choice)

    def _settle(self, planned: list[Planned], choice: Choice) -> None:
        workspace = self._workspace
        if workspace is not None:
            title = QCoreApplication.translate("ConflictDesk", "Settling conflicts")
            work = partial(_settle, workspace.folder, workspace.catalogue, planned, choice)
            task = self._tasks.start(title, work, partial(self._on_settled, workspace.folder))
            if self.dialog is not None:
                self.dialog.rejected.connect(task.cancelling.set)

    def _on_settled(self, folder: Path, settled: Settled | None, error: Exception | None) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
        if self._workspace is None or self._workspace.folder != folder:
            return
        if error is not None:
            self._fail(error)
        elif settled is not None:
            types = {one.conflict.type for one in settled.done}
            self._done(types, len(settled.done), len(settled.left), settled.stopped)

    def _fail(self, error: Exception | None) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.reject()
            dialog.deleteLater()
        if isinstance(error, VidbudovaError):
            text = error.describe(self._lang)
        else:
            text = QCoreApplication.translate(
                "ConflictDesk",
                "Settling stopped on a fault of the program. Conflicts that are still listed were not changed.",
            )
        if self.window is not None:
            self.window.refresh()
            self.window.say(text)
        self._notices.error(text, str(error))


def _plan(
    folder: Path, catalogue: Catalogue, keys: list[Key], choice: Choice, _task: BaseTask[list[Planned]]
) -> list[Planned]:
    with Workspace.open(folder, catalogue) as workspace:
        return plan(workspace, keys, choice)


def _settle(
    folder: Path, catalogue: Catalogue, planned: list[Planned], choice: Choice, task: BaseTask[Settled]
) -> Settled:
    with Workspace.open(folder, catalogue) as workspace:
        return resolve_all(workspace, planned, choice, task.cancelling.is_set)
