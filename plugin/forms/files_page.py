"""The page of a form with the record's photos and documents: choose, drop or paste them, see how each one travels."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QShowEvent
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QInputDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ..errors import StoreError, VidbudovaError
from ..records import media
from ..records.definition import RecordType
from ..store import attaching, steps, transfers
from .access import WorkspaceAccess
from .file_list import FileList, FileRow, file_rows, small_pictures
from .file_tools import FileTools

_REFRESH_MS = 200


class FilesPage(QWidget):
    """Shows the files of one saved record; adding to a new one asks for it to be saved first."""

    save_needed = pyqtSignal()  # files were given; answered by show_children() of the saved record
    remove_requested = pyqtSignal(str, str, str)  # type, uuid, title
    place_taken = pyqtSignal(object)  # GeoJSON point of a photo
    changed = pyqtSignal(int)  # how many files there are now

    def __init__(
        self,
        child: RecordType,
        parent_type: RecordType,
        access: WorkspaceAccess,
        tools: FileTools,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.child = child
        self._parent_type, self._access, self._tools, self._lang = parent_type, access, tools, lang
        self._uuid: str | None = None
        self._rows: list[FileRow] = []
        self._given: list[Path] = []
        help_label = QLabel(
            self.tr(
                "Photos and documents: choose them, drop them here, or paste them. They are copied into the workspace."
            ),
            self,
        )
        help_label.setProperty("help", True)
        help_label.setWordWrap(True)
        self.list = FileList(self)
        self.list.setObjectName("files_list")
        self.list.setAccessibleName(child.plural_label(lang))
        self.said = QLabel(self)
        self.said.setObjectName("filesSaid")
        self.said.setWordWrap(True)
        self.said.setVisible(False)
        self.add_button = self._button("addFilesButton", self.tr("Add Files…"), self._choose)
        self.open_button = self._button("openFileButton", self.tr("Open"), self._open)
        self.caption_button = self._button("captionButton", self.tr("Caption…"), self._caption)
        self.place_button = self._button("takePlaceButton", self.tr("Use Its Place"), self._take_place)
        self.place_button.setToolTip(self.tr("The place where the photo was taken becomes the record's place"))
        self.retry_button = self._button("retryFileButton", self.tr("Send Again"), self._retry)
        self.remove_button = self._button("removeFileButton", self.tr("Remove…"), self._remove)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (first, (self.add_button, self.open_button, self.remove_button)),
            (second, (self.caption_button, self.place_button, self.retry_button)),
        ):
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addWidget(help_label)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addLayout(first)
        layout.addLayout(second)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._reload)
        self.list.open_pressed.connect(self._open)
        self.list.itemDoubleClicked.connect(self._open)
        self.list.remove_pressed.connect(self._remove)
        self.list.currentRowChanged.connect(self._update_buttons)
        self.list.files_given.connect(self.add)
        self.list.picture_given.connect(self._paste)
        tools.changed.connect(self._refresh.start)
        self._update_buttons()

    def show_children(self, parent_uuid: str) -> int:
        """Lists the files of a record; returns how many there are. Files that were given before it was saved follow."""
        self._uuid = parent_uuid
        self._rows = file_rows(self._access.workspace, self._parent_type.name, parent_uuid, self._lang)
        self.list.show_rows(self._rows)
        lacking = self.list.lacking(self._rows)
        if lacking:
            self.list.keep_pictures({str(path): QImage() for path in lacking})  # asked for once
            work = partial(small_pictures, lacking, self._tools.picture)
            self._tools.start(self.tr("Small pictures"), work, self._show_pictures)
        self._update_buttons()
        if self._given:
            given, self._given = self._given, []
            self.add(given)
        return len(self._rows)

    def add(self, paths: list[Path]) -> None:
        """Attaches files, beside the window; folders among them are passed over."""
        paths = [path for path in paths if not path.is_dir()]
        if not paths or self._access.workspace.read_only:
            return
        if self._uuid is None:
            self._given = paths
            self.save_needed.emit()
            return
        ws = self._access.workspace
        work = partial(
            attaching.attach_all, ws.folder, ws.catalogue, (self._parent_type.name, self._uuid), paths,
            author=self._access.author, lang=self._lang, check=self._tools.check,
        )  # fmt: skip
        self._say(self.tr("Adding %n file(s)…", "", len(paths)))
        self._tools.start(self.tr("Adding files"), work, self._added)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh.start()

    # --- what comes back ----------------------------------------------------------------------------------------------

    def _added(self, done: attaching.Attached | None, error: Exception | None) -> None:
        lines: list[str] = []
        if isinstance(error, VidbudovaError):
            lines.append(error.describe(self._lang))
        elif error is not None:
            lines.append(
                QCoreApplication.translate(
                    "FilesPage", "The files could not be added: a fault of the program. The log has the details."
                )
            )
        uuids = done.uuids if done is not None else ()
        lines += [one.describe(self._lang) for one in done.errors] if done is not None else []
        if uuids:
            self._tools.attached()
        if not self._is_shown():
            if lines:
                self._tools.complain("\n".join(lines))
            return
        self._say("\n".join(lines + (self._offer(uuids[-1]) if uuids else [])))
        self._reload()
        if uuids:
            self._choose_row(uuids[-1])

    def _is_shown(self) -> bool:
        """Whether the page is there still, and its workspace open: what was begun may end after both."""
        return not sip.isdeleted(self) and bool(self.window().isVisible())

    def _offer(self, uuid: str) -> list[str]:
        """A photo that knows its place offers it."""
        record = self._access.workspace.get("attachment", uuid) or {}
        if self._parent_type.geometry == "none" or record.get("longitude") is None:
            return []
        return [self.tr("The photo knows where it was taken. “Use Its Place” makes that the record's place.")]

    def _show_pictures(self, found: dict[str, QImage] | None, _error: Exception | None) -> None:
        if found and self._is_shown():
            self.list.keep_pictures(found)
            self.list.show_rows(self._rows)

    def _reload(self) -> None:
        if self._uuid is not None and self._is_shown():
            try:
                self.changed.emit(self.show_children(self._uuid))
            except StoreError as error:
                self._say(error.describe(self._lang))

    # --- buttons ------------------------------------------------------------------------------------------------------

    def _button(self, name: str, text: str, slot: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _choose(self) -> None:
        patterns = " ".join(f"*{suffix} *{suffix.upper()}" for one in media.TYPES for suffix in one.suffixes)
        kinds = self.tr("Photos and documents")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add Files"), "", f"{kinds} ({patterns})")
        self.add([Path(path) for path in chosen])

    def _paste(self, image: QImage) -> None:
        ws, uuid = self._access.workspace, self._uuid
        if uuid is None:
            self._say(self.tr("Save the record first, then paste the picture."))
            return
        name = self.tr("pasted picture") + ".png"
        give = partial(
            attaching.attach_all, ws.folder, ws.catalogue, (self._parent_type.name, uuid), author=self._access.author,
            lang=self._lang,
        )  # fmt: skip
        self._tools.start(self.tr("Adding files"), partial(_attach_picture, image, name, give), self._added)

    def _open(self) -> None:
        row = self._row()
        if row is None:
            return
        try:
            if row.state == "elsewhere":
                self._tools.fetch(str(row.record["sha256"]))
                self._say(self.tr("The file is being fetched from the portal."))
            else:
                self._tools.show(dict(row.record))
        except StoreError as error:
            self._say(error.describe(self._lang))

    def _caption(self) -> None:
        row = self._row()
        if row is None:
            return
        text, accepted = QInputDialog.getText(
            self, self.tr("Caption"), self.tr("What it shows"), text=str(row.record.get("caption") or "")
        )
        if accepted:
            self._write(row, {"caption": text.strip()[:500] or None})

    def _write(self, row: FileRow, changes: dict[str, Any]) -> None:
        ws, uuid = self._access.workspace, str(row.record["uuid"])
        try:
            with steps.recording(ws, "edit"):
                ws.update("attachment", uuid, changes)
        except StoreError as error:
            self._say(error.describe(self._lang))
            return
        self._tools.attached()
        self._reload()

    def _take_place(self) -> None:
        row = self._row()
        if row is not None:
            point = [row.record["longitude"], row.record["latitude"]]
            self.place_taken.emit({"type": "Point", "coordinates": point})
            self._say(self.tr("The photo's place is the record's place now; save the record to keep it."))

    def _retry(self) -> None:
        row = self._row()
        if row is not None:
            transfers.try_again(self._access.workspace, str(row.record["uuid"]))
            self._tools.attached()
            self._reload()

    def _remove(self) -> None:
        row = self._row()
        if row is not None:
            self.remove_requested.emit(self.child.name, row.record["uuid"], str(row.record.get("file_name") or ""))

    def _row(self) -> FileRow | None:
        chosen = self.list.chosen()
        return next((row for row in self._rows if row.record["uuid"] == chosen), None)

    def _choose_row(self, uuid: str) -> None:
        for index, row in enumerate(self._rows):
            if row.record["uuid"] == uuid:
                self.list.setCurrentRow(index)

    def _update_buttons(self, _row: int = 0) -> None:
        row = self._row()
        editable = not self._access.workspace.read_only
        self.add_button.setEnabled(editable)
        self.open_button.setEnabled(row is not None)
        self.open_button.setText(self.tr("Fetch") if row is not None and row.state == "elsewhere" else self.tr("Open"))
        for button in (self.caption_button, self.remove_button):
            button.setEnabled(row is not None and editable)
        placed = row is not None and row.record.get("longitude") is not None and row.record.get("latitude") is not None
        self.place_button.setVisible(self._parent_type.geometry != "none")
        self.place_button.setEnabled(placed and editable)
        self.retry_button.setVisible(row is not None and row.state == "refused")

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))


def _attach_picture(image: QImage, name: str, give: Callable[..., attaching.Attached]) -> attaching.Attached:
    """Attaches a picture that is no file yet; from any thread."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        image.save(str(path), "PNG")
        return give(paths=[path])
