"""What is done with many selected records: submitted, deleted, given the same value, exported; beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..errors import StoreError, VidbudovaError
from ..paths import codifier_path
from ..store import many, steps
from ..store.listing_order import Key
from ..store.many import Chosen, Outcome
from ..store.workspace import Workspace
from . import many_work
from .many_work import Action, Job, Looked
from .notices import Notices
from .tasks import BaseTask, TaskRunner
from .undoing import Offered

MakeDialog = Callable[[Workspace, str, "tuple[str, ...]", int], Any]


class ManyDesk(QObject):
    """Shows what an action would do, does it when that is confirmed, and offers to undo it.

    :param make: makes a dialog for (workspace, submit, set_field or delete, record types, number of records).
    :param being_edited: pairs of type and feature id with uncommitted edits in a layer.
    :param open_forms: records with unsaved changes in a form, as they are now.
    """

    written = pyqtSignal(set)
    """Names of the record types of which something was written."""
    undo_requested = pyqtSignal(object)
    """The step that is to be undone, as `undoing.Offered`."""
    open_requested = pyqtSignal(str, str, str)
    """A record, and the field to put the keyboard into."""

    def __init__(
        self,
        make: MakeDialog,
        being_edited: Callable[[], frozenset[tuple[str, int]]],
        open_forms: Callable[[], frozenset[Key]],
        tasks: TaskRunner,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._being_edited = being_edited
        self._open_forms = open_forms
        self._tasks = tasks
        self._notices = notices
        self._lang = lang
        self._workspace: Workspace | None = None
        self._chosen: Chosen | None = None
        self._keys: list[Key] = []
        self._job: Job | None = None
        self._task: BaseTask[Any] | None = None
        self.dialog: Any = None

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose records are meant; what is going on in another one is stopped."""
        if workspace is not self._workspace:
            self.close()
        self._workspace = workspace

    def start(self, kind: str, chosen: Chosen) -> None:
        """Opens the dialog for an action; `kind` is submit, set_field or delete."""
        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        self.close()
        try:
            types = many.types_of(workspace, chosen)
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return
        self._chosen = chosen
        dialog = self._make(workspace, kind, types, chosen.count)
        dialog.look_requested.connect(partial(self._look, kind))
        dialog.go_requested.connect(self._go)
        dialog.open_requested.connect(self.open_requested)
        dialog.rejected.connect(self.close)
        self.dialog = dialog
        dialog.show()
        dialog.begin()

    def close(self) -> None:
        """Closes the dialog; what is being written stops between two parts and stays undoable."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()
        if self._task is not None:
            self._task.cancelling.set()
            self._task = None
        self._job = None  # what it comes to late is not the next dialog's affair

    # --- looking ------------------------------------------------------------------------------------------------------
    def _look(self, kind: str) -> None:
        workspace, chosen = self._workspace, self._chosen
        if workspace is None or chosen is None or self.dialog is None:
            return
        action = Action(kind)
        if kind == "set_field":
            picked = self.dialog.chosen()
            if picked is None:
                return
            action = Action(kind, *picked)
        if self._task is not None:
            self._task.cancelling.set()
        self._job = Job(
            workspace.folder,
            workspace.catalogue,
            codifier_path(),
            action,
            self._lang,
            self._being_edited(),
            self._open_forms(),
        )
        self.dialog.show_progress(0, 0)
        title = QCoreApplication.translate("ManyDesk", "Looking through the selected records")
        job = self._job
        self._task = self._tasks.start(
            title, partial(many_work.look, job, chosen), partial(self._on_looked, job), self._on_told
        )

    def _on_told(self, told: object) -> None:
        if self.dialog is not None and isinstance(told, tuple) and self.sender() is self._task:
            self.dialog.show_progress(*told)

    def _on_looked(self, job: Job, looked: Looked | None, error: Exception | None) -> None:
        if self.dialog is None or job is not self._job:
            return  # closed, or asked anew meanwhile
        self._task = None
        if looked is None or error is not None:
            self.dialog.say(self._reason(error))
            return
        self._keys = looked.keys
        self.dialog.show_outlook(looked.outcome)

    # --- doing --------------------------------------------------------------------------------------------------------
    def _go(self) -> None:
        if self._job is None or self.dialog is None:
            return
        self._job = replace(self._job, editing=self._being_edited(), open_forms=self._open_forms())
        title = QCoreApplication.translate("ManyDesk", "Changing the selected records")
        self._task = self._tasks.start(
            title,
            partial(many_work.act, self._job, self._keys),
            partial(self._on_done, self._job),
            self._on_told,
        )

    def _on_done(self, job: Job, outcome: Outcome | None, error: Exception | None) -> None:
        if job is self._job:
            self._task = None
            self.close()
        workspace = self._workspace
        if workspace is None or workspace.folder != job.folder:
            return
        self.written.emit(set(workspace.catalogue.types))
        if outcome is None or error is not None:
            self._notices.error(self._reason(error), str(error))
            return
        text = _told(job.action.kind, outcome, self._lang)
        try:
            step = steps.last(workspace) if outcome.step is not None else None
        except StoreError:
            step = None  # busy just now: the menu offers to undo it
        if step is None:
            self._notices.warning(text)
            return
        undo = QCoreApplication.translate("ManyDesk", "Undo")
        offered = Offered(job.folder, step.id)
        self._notices.offer(text, undo, partial(self.undo_requested.emit, offered), about=offered)

    def _reason(self, error: Exception | None) -> str:
        if isinstance(error, VidbudovaError):
            return error.describe(self._lang)
        return str(
            QCoreApplication.translate(
                "ManyDesk", "It stopped on a fault of the program. What was written so far can be undone."
            )
        )


def _told(kind: str, outcome: Outcome, lang: str) -> str:
    """What was done, in a sentence or two."""
    translate = QCoreApplication.translate
    count = len(outcome.done)
    if kind == "submit":
        text = translate("ManyDesk", "%n record(s) submitted", "", count)
    elif kind == "delete":
        text = translate("ManyDesk", "%n record(s) deleted", "", count + outcome.along)
    else:
        text = translate("ManyDesk", "%n record(s) changed", "", count)
    left = sum(outcome.reasons.values())
    if left:
        text += "; " + translate("ManyDesk", "%n left as they are", "", left)
    if outcome.stopped is not None:
        return f"{text}. {outcome.stopped.describe(lang)}"
    if not outcome.complete:
        text += ". " + translate("ManyDesk", "It was stopped; the rest was not touched.")
    return str(text)
