"""The caption of the file that is chosen: typed in place, checked as everything else, written when it is left."""

from __future__ import annotations

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ..errors import StoreError
from ..records.definition import RecordType
from ..store import steps
from ..store.context import WorkspaceContext
from .access import WorkspaceAccess
from .checks import check_record
from .file_rows import FileRow
from .rows import FaultLines

PAUSE_MS = 1500
"""After so long a pause what was typed is written, so that a power cut takes no more than that."""
FIELD = "caption"


class CaptionField(QWidget):
    """Shows one file's caption. What could not be written stays here, and is tried again."""

    written = pyqtSignal()
    failed = pyqtSignal(str)  # why, in words; the text stands where it was

    def __init__(self, child: RecordType, access: WorkspaceAccess, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._child, self._access, self._lang = child, access, lang
        self._uuid: str | None = None
        self._before = ""
        field = child.field(FIELD)
        self.label = QLabel(field.label(lang), self)
        self.line = QLineEdit(self)
        self.line.setObjectName("captionEdit")
        self.line.setAccessibleName(field.label(lang))
        self.line.setAccessibleDescription(field.help(lang))
        self.line.setPlaceholderText(field.help(lang))
        self.label.setBuddy(self.line)
        self.faults = FaultLines(FIELD, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.label, self.line, self.faults):
            layout.addWidget(widget)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.write)
        self.line.textEdited.connect(lambda _text: self._pause.start())
        self.line.editingFinished.connect(self.write)
        self.line.setEnabled(False)

    @property
    def unwritten(self) -> bool:
        """Whether something is typed that is not in the workspace."""
        return self._uuid is not None and self._typed() != self._before

    def show_row(self, row: FileRow | None) -> bool:
        """Goes on to another file, or to none; False where what was typed for the one before could not be written: then
        it stays."""
        uuid = row.uuid if row is not None else None
        if uuid == self._uuid:
            if row is not None and not self.unwritten:
                self._show(row)
            return True
        if not self.write():
            return False
        self._uuid = uuid
        self.line.setEnabled(row is not None and not self._access.workspace.read_only)
        if row is not None:
            self._show(row)
        else:
            self._before = ""
            self.line.clear()
            self.faults.show_faults(())
        return True

    def write(self) -> bool:
        """Writes what was typed; False where that failed. A file that is gone takes its caption with it."""
        self._pause.stop()
        if self._uuid is None or not self.unwritten:
            return True
        ws, text = self._access.workspace, self._typed()
        if ws.read_only:
            return True
        try:
            if ws.get(self._child.name, self._uuid) is None:
                self._before = text
                return True
            with steps.recording(ws, "edit"):
                ws.update(self._child.name, self._uuid, {FIELD: text or None})
        except StoreError as error:
            self._pause.start()
            self.failed.emit(error.describe(self._lang))
            return False
        self._before = text
        self._check()
        self.written.emit()
        return True

    def _typed(self) -> str:
        return " ".join(self.line.text().split())  # what is pasted may have line breaks; a caption is one line

    def _show(self, row: FileRow) -> None:
        self._before = " ".join(str(row.record.get(FIELD) or "").split())
        if self._typed() != self._before:
            self.line.setText(self._before)
            self.line.setCursorPosition(0)
        self._check()

    def _check(self) -> None:
        ws = self._access.workspace
        try:
            record = ws.get(self._child.name, str(self._uuid)) or {}
            context = WorkspaceContext(ws, self._access.codifier, self._access.today())
            found = check_record(self._child, record, context, self._lang)
        except StoreError:
            return  # what was said before stands
        self.faults.show_faults(found.by_field().get(FIELD, []))
