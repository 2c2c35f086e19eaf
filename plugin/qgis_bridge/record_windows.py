"""Windows of open records: opened once each, answered by the map, and what they saved shown everywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from textwrap import shorten
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..errors import StoreError
from ..store import clock, step_words, steps
from ..store.workspace import Workspace
from .geojson import to_geometry
from .notices import Notices
from .placing import Placing
from .selection import SelectionLink
from .unsaved import UnsavedForm, UnsavedForms

KEEP_EVERY_MS = 2000
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
    """The step that is to be undone, by its number."""
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
        self._keeping = QTimer(self)
        self._keeping.setInterval(KEEP_EVERY_MS)
        self._keeping.timeout.connect(self.keep_unsaved)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """The workspace whose records are opened; `put_away` comes before. Forms with text from last time come back."""
        self._workspace = workspace
        self._kept = UnsavedForms(workspace.settings.uuid, workspace.folder) if workspace is not None else None
        if workspace is not None and not workspace.read_only:
            self._bring_back(self._kept.kept() if self._kept is not None else [])

    def open_records(self) -> frozenset[Record]:
        """Records that stand in a window with changes not saved yet. Thread-safe."""
        with self._lock:
            return self._open

    def note_unsaved(self) -> None:
        """Looks which windows have unsaved changes; on the main thread, before a synchronisation."""
        found = frozenset(window.record for window in self._windows if window.form.editing.unsaved)
        with self._lock:
            self._open = found

    def keep_unsaved(self) -> None:
        """Keeps what is typed and not saved, so that neither a crash nor a closed project loses it."""
        if self._kept is not None:
            self._kept.keep([_unsaved(window) for window in self._windows if window.form.editing.unsaved])
        if not self._windows:
            self._keeping.stop()

    def _bring_back(self, forms: list[UnsavedForm]) -> None:
        back = 0
        for kept in forms:
            window = self._show(kept.type, None if kept.is_new else kept.uuid, None)
            if window is not None:
                window.form.put_back(kept.started, kept.values)
                back += 1
        if back:
            self._notices.info(
                QCoreApplication.translate("Records", "%n form(s) with unsaved text are open again", "", back)
            )

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
                window.show()
                window.raise_()
                window.activateWindow()
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
        self._selection.show([to_geometry(geometry)])

    def put_away(self) -> None:
        """Closes every window without asking, while the workspace is open still: what is typed in them is kept."""
        self._placing.stop()
        self.keep_unsaved()
        self._keeping.stop()
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
        self.written.emit({type_name})
        need = self._answers.pop(uuid, None)
        if type_name == "project" and need is not None:
            self._offer_link(need, uuid)

    def _on_deleted(self, type_name: str, _uuid: str) -> None:
        self.written.emit({type_name})

    def _offer_link(self, need: str, project: str) -> None:
        workspace = self._workspace
        record = workspace.get("need", need) if workspace is not None else None
        if record is None:
            return
        title = shorten(str(record.get("title_uk") or need), TITLE_LETTERS, placeholder="…")
        self._notices.offer(
            QCoreApplication.translate("Records", "Link to the need “{title}”, with its place?").format(title=title),
            QCoreApplication.translate("Records", "Link"),
            lambda: self.link(need, project),
        )

    def link(self, need: str, project: str) -> None:
        """Ties a project to the need it answers and, where the project has no place yet, gives it the need's."""
        workspace = self._workspace
        if workspace is None:
            return
        record = workspace.get("need", need)
        if record is None or workspace.get("project", project) is None:
            return
        try:
            with steps.recording(workspace, "edit"):
                _insert_link(workspace, record, project)
        except StoreError as error:
            self._notices.error(error.describe(self._lang), str(error))
            return
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
        self._notices.offer(
            QCoreApplication.translate("Records", "%n record(s) deleted", "", len(gone)),
            QCoreApplication.translate("Records", "Undo"),
            partial(self.undo_requested.emit, None if step is None else step.id),
        )


def _unsaved(window: Any) -> UnsavedForm:
    type_name, uuid = window.record
    editing = window.form.editing
    return UnsavedForm(type_name, uuid, editing.is_new, editing.started, editing.values)


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
