"""Windows of open records: opened once each, answered by the map, and what they saved shown everywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..errors import StoreError
from ..store import clock, step_words, steps
from ..store.drafts import Draft
from ..store.workspace import Workspace
from . import left_behind
from .geojson import to_geometry
from .notices import Notices
from .placing import Placing
from .selection import SelectionLink
from .tasks import TaskRunner
from .undoing import Offered
from .unsaved import UnsavedForms

KEEP_EVERY_MS = 1000
TITLE_LETTERS = 32  # of a title in the message bar, which has one line on a laptop

Record = tuple[str, str]
MakeWindow = Callable[[Workspace, str, "str | None", "dict[str, Any] | None"], Any]


class RecordWindows(QObject):
    """Opens, finds and closes the windows of single records.

    :param make: makes a `forms.window.RecordWindow` for (workspace, type, uuid or None, preset values). Raises
        LookupError where there is no such record. Given by the composition root, for this room does not know the forms.
    """

    written = pyqtSignal(set)
    """Names of the record types of which a form or a deletion wrote something."""
    undo_requested = pyqtSignal(object)
    """The step that is to be undone, as `undoing.Offered`."""
    history_requested = pyqtSignal(object)
    """The window whose form wants to know what the portal knows of its record."""

    def __init__(
        self,
        make: MakeWindow,
        placing: Placing,
        selection: SelectionLink,
        notices: Notices,
        lang: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._placing = placing
        self._selection = selection
        self._notices = notices
        self._lang = lang
        self._workspace: Workspace | None = None
        self._windows: list[Any] = []
        self._answers: dict[str, str] = {}  # uuid of a new project: uuid of the need that was selected
        self._lock = threading.Lock()
        self._open: frozenset[Record] = frozenset()
        self._kept: UnsavedForms | None = None
        self._awaited = False  # what was left behind by an earlier session is being looked for
        self._homeless: list[Draft] = []  # drafts that could not be shown again; kept for the next time
        self._keeping = QTimer(self)
        self._keeping.setInterval(KEEP_EVERY_MS)
        self._keeping.timeout.connect(self.keep_unsaved)
        self._fresh: set[str] = set()  # types that a form has written, not told yet
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell_written)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose records are opened; `put_away` comes before. Forms with text from last time come back."""
        self._workspace = workspace
        if self._kept is not None:
            self._kept.found.disconnect(self._bring_back)
            self._kept.close()
            self._kept.deleteLater()
            self._kept = None
        self._awaited, self._homeless = False, []
        if workspace is None or workspace.read_only:
            return
        self._kept = UnsavedForms(workspace.settings.uuid, workspace.folder, self)
        self._kept.found.connect(self._bring_back)
        self._kept.failed.connect(self._on_not_kept)
        self._awaited = True
        self._kept.take_over()

    def look_behind(self, tasks: TaskRunner, open_folder: Callable[[Path], None]) -> None:
        """Once, at the start: offers the workspace in which text waits that a crash left behind."""
        left_behind.look(tasks, self._notices, lambda: self._workspace is not None, open_folder)

    def open_records(self) -> frozenset[Record]:
        """Records that stand in a window with changes not saved yet. Thread-safe."""
        with self._lock:
            return self._open

    def note_unsaved(self) -> None:
        """Looks which windows have unsaved changes; on the main thread, before a synchronisation."""
        found = frozenset((draft.type, draft.uuid) for window in self._windows for draft in window.form.drafts())
        with self._lock:
            self._open = found

    def keep_unsaved(self) -> None:
        """Keeps what is typed and not saved, so that neither a crash nor a closed project loses it."""
        if self._awaited:
            return  # what an earlier session left has to be shown first, else it would be written over
        if self._kept is not None:
            drafts = [draft for window in self._windows for draft in window.form.drafts()]
            self._kept.keep([*drafts, *self._homeless])
        if not self._windows:
            self._keeping.stop()

    def _on_not_kept(self, error: StoreError) -> None:
        sentence = QCoreApplication.translate(
            "Records", "What you type is not safe from a power cut until you save it: {reason}"
        )
        self._notices.warning(sentence.format(reason=error.describe(self._lang)), str(error))

    def _bring_back(self, drafts: list[Draft]) -> None:
        self._awaited = False
        back = 0
        for draft in map(self._as_saved, drafts):
            if draft is None:
                continue
            window = self._window_of(draft)
            if window is None:
                self._homeless.append(draft)
                continue
            window.form.put_back(draft)
            back += 1
        self.keep_unsaved()
        if back:
            self._notices.info(
                QCoreApplication.translate("Records", "%n form(s) with unsaved text are open again", "", back)
            )

    def _as_saved(self, draft: Draft) -> Draft | None:
        """What remains of a draft, for the program may have ended between saving and forgetting it: a new record is
        not new any more, and where all of it was saved nothing remains."""
        try:
            record = self._workspace.get(draft.type, draft.uuid) if self._workspace is not None else None
        except (StoreError, LookupError):
            return draft
        if record is None:
            return draft
        there = {name: value for name, value in record.items() if value is not None and name != "uuid"}
        if draft.is_new:
            draft = replace(draft, is_new=False, started=there, values={**there, **draft.values})
        return draft if draft.texts or there != dict(draft.values) else None

    def _window_of(self, draft: Draft) -> Any:
        """A window for a draft; on a new record where the old one was deleted meanwhile."""
        workspace = self._workspace
        if workspace is None or draft.type not in workspace.catalogue.types:
            return None
        try:
            gone = draft.is_new or workspace.get(draft.type, draft.uuid) is None
        except StoreError:
            return None
        return self._show(draft.type, None if gone else draft.uuid, None)

    # --- opening ------------------------------------------------------------------------------------------------------
    def new(self, type_name: str, preset: dict[str, Any] | None = None, answering: str | None = None) -> Any:
        """Opens the form of a new record. `answering` is the need that was selected when a project was asked for."""
        window = self._show(type_name, None, preset)
        if window is not None and answering is not None:
            self._answers[window.form.uuid] = answering
        return window

    def open(self, type_name: str, uuid: str, field: str | None = None) -> Any:
        """Opens a record's form, or brings the window it is open in to the front; `field` gets the keyboard."""
        for window in self._windows:
            if window.record == (type_name, uuid):
                window.bring_up()
                break
        else:
            window = self._show(type_name, uuid, None)
        if window is not None and field:
            window.form.focus_field(field)
        return window

    def draw_new(self, type_name: str, kind: str) -> None:
        """Lets the user draw the place first, then opens the form of a new record there."""

        def placed(geometry: dict[str, Any]) -> None:
            self.new(type_name, {"geom": geometry})

        self._placing.start(kind, placed)

    def _show(self, type_name: str, uuid: str | None, preset: dict[str, Any] | None) -> Any:
        workspace = self._workspace
        if workspace is None:
            return None
        try:
            window = self._make(workspace, type_name, uuid, preset)
        except LookupError:
            self._notices.warning(QCoreApplication.translate("Records", "This record is not there any more."))
            return None
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return None
        self._adopt(window)
        window.show()
        window.activateWindow()
        return window

    def _adopt(self, window: Any) -> None:
        self._windows.append(window)
        self._keeping.start()
        window.saved.connect(self._on_saved)
        window.deleted.connect(self._on_deleted)
        window.window_opened.connect(self._adopt)
        window.closed.connect(self._on_closed)
        window.flash_requested.connect(self._flash)
        window.history_requested.connect(self.history_requested)

        def place(kind: str) -> None:
            self._placing.start(kind, window.set_geometry, window.end_placing)

        window.place_requested.connect(place)

    def _on_closed(self, window: Any) -> None:
        if window in self._windows:
            self._windows.remove(window)
            self.keep_unsaved()

    def _flash(self, geometry: dict[str, Any]) -> None:
        self._selection.show([to_geometry(geometry)], closely="bbox" in geometry)

    def put_away(self) -> None:
        """Closes every window without asking, while the workspace is open still: what is typed in them is kept."""
        self._placing.stop()
        self.keep_unsaved()
        if self._kept is not None:
            self._kept.flush()
        self._keeping.stop()
        self._telling.stop()
        self._tell_written()
        for window in self._windows:
            window.blockSignals(True)
            window.hide()
            for timer in window.findChildren(QTimer):
                timer.stop()  # a check put off for later would look into a closed workspace
            window.deleteLater()
        self._windows.clear()
        self._answers.clear()

    # --- what was written ---------------------------------------------------------------------------------------------
    def _on_saved(self, type_name: str, uuid: str) -> None:
        self.keep_unsaved()
        self._note_written(type_name)
        need = self._answers.pop(uuid, None)
        if type_name == "project" and need is not None:
            self._offer_link(need, uuid)

    def _on_deleted(self, type_name: str, _uuid: str) -> None:
        self._note_written(type_name)

    def _note_written(self, type_name: str) -> None:
        """Told in the next turn: the form has closed or stands ready by then, and nobody waited for list and map."""
        self._fresh.add(type_name)
        self._telling.start()

    def _tell_written(self) -> None:
        fresh, self._fresh = self._fresh, set()
        if fresh and self._workspace is not None:
            self.written.emit(fresh)

    def _offer_link(self, need: str, project: str) -> None:
        workspace = self._workspace
        try:
            record = workspace.get("need", need) if workspace is not None else None
        except StoreError:
            return  # the project is saved; the link can be made in either form
        if record is None:
            return
        sentence = QCoreApplication.translate("Records", "Link to the need “{title}”, with its place?")
        self._notices.offer(
            sentence.format(title=_short_title(record)),
            QCoreApplication.translate("Records", "Link"),
            lambda: self.link(need, project),
        )

    def link(self, need: str, project: str) -> None:
        """Ties a project to the need it answers and, where the project has no place yet, gives it the need's."""
        workspace = self._workspace
        if workspace is None:
            return
        try:
            record = workspace.get("need", need)
            if record is None or workspace.get("project", project) is None:
                return
            with steps.recording(workspace, "edit"):
                _insert_link(workspace, record, project)
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return
        told = QCoreApplication.translate("Records", "The project is linked to the need “{title}”.")
        self._notices.success(told.format(title=_short_title(record)))
        self.written.emit({"need_project", "project_location", "project"})

    # --- deleting -----------------------------------------------------------------------------------------------------
    def delete(self, records: list[Record]) -> None:
        """Deletes records with what hangs off them, and offers to undo it. The user has confirmed."""
        workspace = self._workspace
        if workspace is None:
            return
        gone: list[Record] = []
        try:
            with steps.recording(workspace, "delete") as made:
                there = [record for record in records if workspace.get(*record) is not None]
                if len(there) == 1:
                    made.params.update(n=1, **step_words.describe(workspace, there[0]))
                for record in there:
                    if workspace.fid(*record) is not None:  # it may have hung off one before it
                        gone += workspace.delete(*record)
            step = steps.last(workspace)
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return
        if not gone:
            return
        self.written.emit({type_name for type_name, _ in gone})
        offered = Offered(workspace.folder, None if step is None else step.id)
        self._notices.offer(
            QCoreApplication.translate("Records", "%n record(s) deleted", "", len(gone)),
            QCoreApplication.translate("Records", "Undo"),
            partial(self.undo_requested.emit, offered),
            about=offered,
        )


def _insert_link(workspace: Workspace, need: dict[str, Any], project: str) -> None:
    tied = {"need_uuid": need["uuid"], "project_uuid": project}
    place = {name: need[name] for name in ("katottg", "access", "captured_by", "info_source") if need.get(name)}
    defaults = {"workflow": "draft", "captured_at": clock.now(), "access": "open"}
    if next(iter(workspace.records("need_project", tied)), None) is None:
        workspace.insert("need_project", {**defaults, **place, **tied})
    if need.get("geom") and next(iter(workspace.records("project_location", {"project_uuid": project})), None) is None:
        named = {name: need[name] for name in ("title_uk", "address", "precision", "regional") if need.get(name)}
        workspace.insert(
            "project_location", {**defaults, **place, **named, "project_uuid": project, "geom": need["geom"]}
        )


def _short_title(need: dict[str, Any]) -> str:
    return shorten(str(need.get("title_uk") or need["uuid"]), TITLE_LETTERS, placeholder="…")
