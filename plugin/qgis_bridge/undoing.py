"""Undo from the window: what would be undone, why it cannot be, and doing it, beside the window where it is much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import StoreError, VidbudovaError
from ..records.catalogue import Catalogue
from ..store import steps
from ..store.steps import Undone
from ..store.workspace import Workspace
from .notices import Notices, log
from .tasks import BaseTask, TaskRunner

AT_ONCE = 50
"""Edits or records that are put back on the main thread; more go beside it."""
BYTES_OF_A_RECORD = 600
"""What the images of a record take in a step, about."""


@dataclass(frozen=True)
class Offer:
    """What the menu says: the step's number and text, and why it cannot be undone, if so."""

    step: int
    text: str
    reason: str


class Offered(NamedTuple):
    """A step that a message offers to undo; workspaces number their steps alike, and the message may outlive its own.

    `step` is None where it is not known: the last one.
    """

    folder: Path
    step: int | None


class Undoing(QObject):
    """Undoes the last step of the open workspace."""

    undone = pyqtSignal(set)
    """Names of the record types of which something was put back."""

    def __init__(
        self,
        workspace: Callable[[], Workspace | None],
        being_edited: Callable[[], frozenset[tuple[str, int]]],
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        """:param being_edited: pairs of type and feature id with uncommitted edits in a layer."""
        super().__init__(parent)
        self._workspace = workspace
        self._being_edited = being_edited
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._task: BaseTask[Undone] | None = None

    def note_commit(self, _type_name: str = "") -> None:
        """An edit session of QGIS has written: that is a step of its own."""
        workspace = self._workspace()
        if workspace is None or workspace.read_only:
            return
        try:
            steps.notice(workspace, "commit")
        except StoreError as error:
            log(str(error))  # busy: it is noticed later, as a change outside the forms

    def offer(self) -> Offer | None:
        """The step that would be undone now; None where there is none."""
        workspace = self._workspace()
        if workspace is None:
            return None
        try:
            step = steps.last(workspace)
            if step is None:
                return None
            found = steps.hindrance(workspace, step, quick=True)
        except StoreError as error:
            return Offer(0, "", error.describe(self._lang))
        return Offer(step.id, step.text(workspace, self._lang), "" if found is None else found.describe(self._lang))

    def undo(self, step: Offered | int | None = None) -> None:
        """Undoes the last step; with its number only if it is still that one. What came of it is told."""
        workspace = self._workspace()
        if workspace is None or self._task is not None:
            return
        if isinstance(step, Offered):
            if step.folder != workspace.folder:
                self._notices.warning(StoreError("store.undo_other").describe(self._lang))
                return
            step = step.step
        try:
            last = steps.last(workspace)
            if last is not None and steps.touches(workspace, last, self._being_edited()):
                self._notices.warning(
                    QCoreApplication.translate(
                        "Undoing",
                        "Records of this step have edits in a layer that are not saved. Save or discard them there, "
                        "then undo.",
                    )
                )
                return
            if last is None or (last.range.entries <= AT_ONCE and last.size <= AT_ONCE * BYTES_OF_A_RECORD):
                self._show(workspace, steps.undo_last(workspace, step))
                return
        except StoreError as error:
            self._notices.warning(error.describe(self._lang), str(error))
            return
        title = QCoreApplication.translate("Undoing", "Undoing: {what}")
        self._task = self._tasks.start(
            title.format(what=last.text(workspace, self._lang)),
            partial(_undo, workspace.folder, workspace.catalogue, step),
            partial(self._on_done, workspace.folder),
        )

    def _on_done(self, folder: Path, undone: Undone | None, error: Exception | None) -> None:
        self._task = None
        workspace = self._workspace()
        if workspace is None or workspace.folder != folder:
            return
        if error is not None:
            self.undone.emit(set(workspace.catalogue.types))  # a part of a step may have gone back
        if isinstance(error, VidbudovaError):
            self._notices.warning(error.describe(self._lang), str(error))
        elif error is not None:
            text = QCoreApplication.translate(
                "Undoing", "Undoing stopped on a fault of the program. What is left of the step can still be undone."
            )
            self._notices.error(text, repr(error))
        elif undone is not None:
            self._show(workspace, undone)

    def _show(self, workspace: Workspace, undone: Undone) -> None:
        self.undone.emit({type_name for type_name, _ in undone.records} or set(workspace.catalogue.types))
        self._notices.withdraw_about(Offered(workspace.folder, undone.step.id))
        text = QCoreApplication.translate("Undoing", "Undone: {what}")
        self._notices.success(text.format(what=undone.step.text(workspace, self._lang)))


def _undo(folder: Path, catalogue: Catalogue, step: int | None, task: BaseTask[Undone]) -> Undone:
    with Workspace.open(folder, catalogue) as workspace:
        return steps.undo_last(workspace, step, task.cancelling.is_set)
