"""The page of a form with the record's photos and documents: choose, drop or paste them, see how each one travels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QMimeData, QSettings, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QImage, QShowEvent
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from ..errors import StoreError
from ..records import media
from ..records.definition import RecordType
from ..store import attaching, steps, transfers, turning
from .access import WorkspaceAccess
from .banner import Banner
from .caption_field import CaptionField
from .file_buttons import FileButtons
from .file_list import SIDE, FileList, holds_files, small_pictures, welcome
from .file_rows import FileRow, file_rows
from .file_tools import FileTools
from .given_files import Given, attach_given, taken_from
from .picture_view import PictureView

translate = QCoreApplication.translate

_REFRESH_MS = 200
_LAST_FOLDER = "vidbudova/files/folder"


class FilesPage(QWidget):
    """Shows the files of one saved record; adding to a new one asks for it to be saved first."""

    save_needed = pyqtSignal()  # files were given; answered by show_children() of the saved record
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
        self.setObjectName("filesPage")
        self.child = child
        self._parent_type, self._access, self._tools, self._lang = parent_type, access, tools, lang
        self._uuid: str | None = None
        self._rows: list[FileRow] = []
        self._given: list[Given] = []
        self._view: PictureView | None = None
        self._pasteable = False
        body = QWidget(self)
        self.list = FileList(body)
        self.list.setObjectName("files_list")
        self.list.setAccessibleName(child.plural_label(lang))
        self.list.empty_text = self.tr(
            "Drop photos and documents here, paste them with Ctrl+V, or choose them with “Add Files…”. They are copied "
            "into the workspace."
        )
        self.list.setMinimumHeight(2 * SIDE)
        self.said = Banner(body)
        self.said.setObjectName("filesSaid")
        self.caption = CaptionField(child, access, lang, body)
        self.buttons = FileButtons(parent_type.geometry != "none", self.list, self, body)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(12, 10, 12, 12)
        for widget, stretch in ((self.list, 1), (self.caption, 0), (self.buttons, 0), (self.said, 0)):
            layout.addWidget(widget, stretch)
        scroll = self._scroll = QScrollArea(self)
        scroll.setObjectName("filesScroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setAcceptDrops(True)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._connect()
        self._update_buttons()

    def _connect(self) -> None:
        self._refresh.timeout.connect(self._reload)
        self.list.open_pressed.connect(self._open)
        self.list.itemDoubleClicked.connect(self._open)
        self.list.remove_pressed.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._chosen_changed)
        self.list.given.connect(self.take)
        self.caption.written.connect(self._caption_written)
        self.caption.failed.connect(partial(self._say, "error"))
        self.caption.line.returnPressed.connect(self.list.setFocus)
        for name, slot in {
            "add": self._choose,
            "paste": self.paste,
            "open": self._open,
            "outside": self._open_outside,
            "remove": self._remove,
            "left": partial(self._turn, 3),
            "right": partial(self._turn, 1),
            "caption": self.caption.line.setFocus,
            "place": self._take_place,
            "retry": self._retry,
        }.items():
            self.buttons.actions_by_name[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        QApplication.clipboard().dataChanged.connect(self._look_at_clipboard)
        self._tools.changed.connect(self._refresh.start)

    # --- what is asked of the page ------------------------------------------------------------------------------------

    def show_children(self, parent_uuid: str | None) -> int:
        """Lists the files of a record; returns how many there are. Files that were given before it was saved follow.
        None: the form went on to a record that is not saved yet."""
        if self._uuid not in (None, parent_uuid):
            self.caption.show_row(None)
            self.said.clear()
        self._uuid = parent_uuid
        self._rows = []
        if parent_uuid is not None:
            ws = self._access.workspace
            self._rows = file_rows(ws, self._parent_type.name, parent_uuid, self._lang, self._tools.under_way())
        self.list.show_rows(self._rows)
        lacking = self.list.ask_for(self._rows)
        if lacking:
            work = partial(small_pictures, lacking, self._tools.picture)
            self._tools.start(self.tr("Small pictures"), work, lambda *_: None, self._small_picture)
        self._chosen_changed()
        if self._view is not None and not sip.isdeleted(self._view):
            self._view.show_rows([row for row in self._rows if row.picture is not None])
        if self._given and parent_uuid is not None:
            given, self._given = self._given, []
            self.add(given)
        return len(self._rows)

    def add(self, given: Sequence[Given]) -> None:
        """Attaches files, those in folders too, and pictures that are no files yet; beside the window."""
        if not given:
            return
        if self._access.workspace.read_only:
            self._say("warning", self._access.workspace.read_only_reason.describe(self._lang))
            return
        if self._uuid is None:
            self._given = [*self._given, *given]
            self.save_needed.emit()
            if self._uuid is None:
                self._say(
                    "warning", self.tr("%n file(s) will be added once the record is saved.", "", len(self._given))
                )
            return
        ws = self._access.workspace
        work = partial(
            attach_given, ws.folder, ws.catalogue, (self._parent_type.name, self._uuid), list(given),
            author=self._access.author, lang=self._lang, check=self._tools.check, name=self.tr("pasted picture"),
        )  # fmt: skip
        self._say("hint", self.tr("Adding files…"))
        self._tools.start(self.tr("Adding files"), work, self._added, self._adding)

    def take(self, given: QMimeData | None) -> bool:
        """Files or a picture that were dropped or pasted; whether there were any."""
        found, elsewhere = taken_from(given)
        if found:
            self.add(found)
        elif elsewhere:
            self._say(
                "warning", self.tr("Only files of this computer can be added: save the picture first, then add it.")
            )
        return bool(found)

    def paste(self) -> None:
        """Adds what is in the clipboard."""
        if not self.take(QApplication.clipboard().mimeData()):
            self._say("hint", self.tr("There is neither a file nor a picture in the clipboard."))

    @property
    def has_unwritten(self) -> bool:
        """Whether a caption is typed that could not be written."""
        return not self.caption.write()

    # --- Qt -----------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_at_clipboard()
        self._refresh.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self.caption.write()
        super().hideEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if holds_files(event.mimeData()):
            event.acceptProposedAction()
            self.take(event.mimeData())

    # --- what comes back ----------------------------------------------------------------------------------------------

    def _adding(self, told: tuple[int, int]) -> None:
        if self._is_shown():
            self._say("hint", self.tr("Adding files: {done} of {all}").format(done=told[0], all=told[1]))
            self._refresh.start()

    def _added(self, done: attaching.Attached | None, error: Exception | None) -> None:
        # by name: the page may be gone, and tr() with it
        fault = translate("FilesPage", "The files could not be added: a fault of the program.")
        lines = self._lines(done, error, fault)
        for name in done.unreduced if done is not None else ():
            sentence = translate(
                "FilesPage",
                "“{name}” is added and goes to the portal as it is, but this QGIS cannot show it or make a smaller "
                "copy. On an iPhone choose Settings ▸ Camera ▸ Formats ▸ Most Compatible to get JPEG.",
            )
            lines.append(sentence.format(name=name))
        uuids = done.uuids if done is not None else ()
        if uuids:
            self._tools.attached()
        if not self._is_shown():
            if lines:
                self._tools.complain("\n".join(lines))
            return
        choices = []
        if done is not None and done.again:
            again = list(done.again)
            choices.append(("tryAgainButton", self.tr("Try Again"), lambda: self.add(again)))
        failed = bool(done is None or done.errors)
        self._reload()
        if uuids:
            self.list.choose(uuids)
            placed = next((row for row in self._rows if row.uuid in uuids and row.place), None)
            if placed is not None and self._parent_type.geometry != "none":
                sentence = self.tr("“{name}” knows where it was taken. That can become the record's place.")
                lines.append(sentence.format(name=placed.name))
                choices.append(("offeredPlaceButton", self.tr("Use Its Place"), partial(self._take_place, placed)))
        if lines:
            self._say("error" if failed else "hint", "\n".join(lines), choices)
        else:
            self._say("synced", self.tr("%n file(s) added", "", len(uuids)))

    def _lines(self, done: attaching.Attached | None, error: Exception | None, fault: str) -> list[str]:
        if done is not None:
            return [one.describe(self._lang) for one in done.errors]
        return [error.describe(self._lang) if isinstance(error, StoreError) else fault]

    def _is_shown(self) -> bool:
        """Whether the page is there still, and its workspace open: what was begun may end after both."""
        return not sip.isdeleted(self) and bool(self.window().isVisible())

    def _small_picture(self, told: tuple[str, QImage]) -> None:
        if self._is_shown():
            self.list.keep_picture(*told)
            self.list.show_rows(self._rows)

    def _reload(self) -> None:
        if self._uuid is not None and self._is_shown():
            try:
                self.changed.emit(self.show_children(self._uuid))
            except StoreError as error:
                self._say("error", error.describe(self._lang))

    # --- what the buttons do ------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        patterns = " ".join(f"*{suffix} *{suffix.upper()}" for one in media.TYPES for suffix in one.suffixes)
        kinds = self.tr("Photos and documents") + f" ({patterns})"
        start = str(QSettings().value(_LAST_FOLDER) or "")
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add Files"), start, ";;".join((kinds, self.tr("All files") + " (*)"))
        )
        if chosen:
            QSettings().setValue(_LAST_FOLDER, str(Path(chosen[0]).parent))
        self.add([Path(path) for path in chosen])

    def _open(self, *_: Any) -> None:
        row = self._row()
        if row is None:
            return
        if row.state == "elsewhere":
            self._fetch(row)
        elif row.picture is not None:
            self._show_picture(row)
        else:
            self._open_outside()

    def _fetch(self, row: FileRow) -> None:
        try:
            self._tools.fetch(str(row.record["sha256"]))
        except StoreError as error:
            self._say("error", error.describe(self._lang))
            return
        self._say("hint", self.tr("The file is being fetched from the portal."))

    def _show_picture(self, row: FileRow) -> None:
        if self._view is None or sip.isdeleted(self._view):
            self._view = PictureView(self._tools, self._lang, self)
            self._view.turn_requested.connect(self._turn_one)
            self._view.outside_requested.connect(self._open_outside)
        self._view.show_rows([one for one in self._rows if one.picture is not None], row.uuid)
        self._view.show()
        self._view.raise_()
        self._view.activateWindow()

    def _open_outside(self, uuid: str = "") -> None:
        row = next((row for row in self._rows if row.uuid == uuid), None) or self._row()
        if row is None:
            return
        try:
            self._tools.show(dict(row.record))
        except StoreError as error:
            self._say("error", error.describe(self._lang))

    def _caption_written(self) -> None:
        self._tools.attached()
        self._reload()

    def _take_place(self, row: FileRow | None = None) -> None:
        row = row or self._row()
        if row is not None and row.place:
            self.place_taken.emit({"type": "Point", "coordinates": row.place})
            told = self.tr("The photo's place is in the field of the place now: look at it, then save the record.")
            self._say("hint", told)

    def _retry(self) -> None:
        try:
            for row in self._chosen_rows():
                if row.state == "refused":
                    transfers.try_again(self._access.workspace, row.uuid)
        except StoreError as error:
            self._say("error", error.describe(self._lang))
            return
        self._tools.attached()
        self._reload()

    def _turn(self, quarters: int) -> None:
        self._turn_these([row for row in self._chosen_rows() if row.is_picture], quarters)

    def _turn_one(self, uuid: str, quarters: int) -> None:
        self._turn_these([row for row in self._rows if row.uuid == uuid], quarters)

    def _turn_these(self, rows: list[FileRow], quarters: int) -> None:
        if not rows or self._access.workspace.read_only:
            return
        ws = self._access.workspace
        uuids = [row.uuid for row in rows]
        work = partial(turning.turn_all, ws.folder, ws.catalogue, uuids, quarters, self._tools.turn)
        self._tools.start(self.tr("Turning photos"), work, self._turned)

    def _turned(self, done: attaching.Attached | None, error: Exception | None) -> None:
        fault = translate("FilesPage", "The photo could not be turned: a fault of the program.")
        lines = self._lines(done, error, fault)
        if done is not None and done.uuids:
            self._tools.attached()
        if not self._is_shown():
            if lines:
                self._tools.complain("\n".join(lines))
            return
        if lines:
            self._say("error", "\n".join(lines))
        self._reload()

    def _remove(self) -> None:
        rows, ws = self._chosen_rows(), self._access.workspace
        if not rows or ws.read_only:
            return
        self.caption.write()
        try:
            with steps.recording(ws, "delete", n=len(rows)) as step:
                if len(rows) == 1:
                    step.params.update(type=self.child.name, uuid=rows[0].uuid, title=rows[0].name)
                for row in rows:
                    if ws.fid(self.child.name, row.uuid) is not None:
                        ws.delete(self.child.name, row.uuid)
        except StoreError as error:
            self._say("error", error.describe(self._lang))
            return
        self._tools.attached()
        self._reload()
        text = self.tr("“{name}” is removed.").format(name=rows[0].name)
        if len(rows) > 1:
            text = self.tr("%n file(s) are removed.", "", len(rows))
        self._say("synced", text, [("undoRemoveButton", self.tr("Undo"), partial(self._undo, step.number))])

    def _undo(self, number: int | None) -> None:
        try:
            steps.undo_last(self._access.workspace, number)
        except StoreError as error:
            self._say("error", error.describe(self._lang))
            return
        self.said.clear()
        self._tools.attached()
        self._reload()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _row(self) -> FileRow | None:
        chosen = self._chosen_rows()
        current = self.list.current()
        return next((row for row in chosen if row.uuid == current), chosen[0] if chosen else None)

    def _chosen_rows(self) -> list[FileRow]:
        chosen = set(self.list.chosen())
        return [row for row in self._rows if row.uuid in chosen]

    def _chosen_changed(self) -> None:
        chosen = self._chosen_rows()
        self.caption.show_row(chosen[0] if len(chosen) == 1 else None)
        self._update_buttons()

    def _update_buttons(self) -> None:
        self.buttons.show_for(self._chosen_rows(), not self._access.workspace.read_only, self._pasteable)

    def _look_at_clipboard(self) -> None:
        """Only when it has changed: what another program holds there has to be asked of that program."""
        if not sip.isdeleted(self) and self.isVisible():
            self._pasteable = holds_files(QApplication.clipboard().mimeData())
            self._update_buttons()

    def _say(self, severity: str, text: str, choices: Sequence[Any] = ()) -> None:
        self.said.say(severity, text, choices)
        QTimer.singleShot(0, self._show_said)  # once it has its size

    def _show_said(self) -> None:
        if not sip.isdeleted(self):
            self._scroll.ensureWidgetVisible(self.said)
