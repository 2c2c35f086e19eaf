"""The files of one record as a list: small pictures, names, how each one stands; drop and paste add more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QMimeData, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
)
from qgis.PyQt.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from ..records import media, messages
from ..store import files, transfers
from ..store.workspace import Workspace
from .glyphs import paint_glyph

SIDE = 64
_UUID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class FileRow:
    """One file as it is listed. `state` is waiting, sending, synced, refused, here or elsewhere."""

    record: Mapping[str, Any]
    state: str
    text: str
    picture: Path | None
    """What its small picture is made from; None where it is none, or not here."""


def file_rows(ws: Workspace, parent_type: str, parent_uuid: str, lang: str) -> list[FileRow]:
    """The attachments of a record, in the order in which they were added."""
    found = ws.records("attachment", {"parent_type": parent_type, "parent_uuid": parent_uuid})
    return [_row(ws, record, lang) for record in found]


def _row(ws: Workspace, record: Mapping[str, Any], lang: str) -> FileRow:
    sha256 = str(record.get("sha256") or "")
    here = files.is_hash(sha256) and files.has(ws.folder, sha256)
    reduced = files.is_hash(sha256) and files.has(ws.folder, sha256, files.REDUCED)
    uploads = [one for one in transfers.uploads(ws, str(record["uuid"])) if one.bytes]
    state, detail = _state(uploads, here or reduced, lang)
    size = messages.format_number(max(round(int(record.get("bytes") or 0) / 1024), 1), lang)
    told = QCoreApplication.translate("Files", "{size} KB").format(size=size)
    first = str(record.get("caption") or record.get("file_name") or "")
    second = str(record.get("file_name")) + " · " if record.get("caption") else ""
    text = f"{first}\n{second}{told} · {_word(state)}{detail}"
    picture = None
    if record.get("media_type") in media.PICTURES and (here or reduced):
        picture = files.path_of(ws.folder, sha256, files.REDUCED if reduced else files.ORIGINAL)
    return FileRow(record, state, text, picture)


def _state(uploads: Sequence[transfers.Upload], here: bool, lang: str) -> tuple[str, str]:
    refused = next((one for one in uploads if one.state == "failed"), None)
    if refused is not None:
        return "refused", f"\n{refused.reason.describe(lang)}" if refused.reason else ""
    under_way = next((one for one in uploads if one.state == "uploading"), None)
    if under_way is not None:
        return "sending", f" {100 * under_way.sent // max(under_way.bytes, 1)} %"
    if any(one.state == "uploaded" for one in uploads):
        return "synced", ""
    if uploads:
        reason = next((one.reason for one in uploads if one.reason), None)
        return "waiting", f"\n{reason.describe(lang)}" if reason else ""
    return ("here" if here else "elsewhere"), ""


def _word(state: str) -> str:
    translate = QCoreApplication.translate
    return {
        "waiting": translate("Files", "waiting"),
        "sending": translate("Files", "sending"),
        "synced": translate("Files", "on the portal"),
        "refused": translate("Files", "not taken"),
        "here": translate("Files", "here, from the portal"),
        "elsewhere": translate("Files", "on the portal, not here"),
    }[state]


class FileList(QListWidget):
    """Enter opens, Delete removes, Ctrl+V and dropping add."""

    open_pressed = pyqtSignal()
    remove_pressed = pyqtSignal()
    files_given = pyqtSignal(object)  # list of paths
    picture_given = pyqtSignal(object)  # a QImage from the clipboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setWordWrap(True)
        self.setAcceptDrops(True)
        self.setAlternatingRowColors(True)
        self._pictures: dict[str, QImage] = {}

    def show_rows(self, rows: Sequence[FileRow]) -> None:
        """Lists files; the chosen one stays chosen."""
        chosen = self.chosen()
        self.clear()
        for row in rows:
            item = QListWidgetItem(self._icon(row), row.text)
            item.setData(_UUID, row.record["uuid"])
            item.setToolTip(row.text)
            self.addItem(item)
            if row.record["uuid"] == chosen:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def chosen(self) -> str | None:
        """The uuid of the attachment that is chosen."""
        item = self.currentItem()
        return item.data(_UUID) if item is not None else None

    def lacking(self, rows: Sequence[FileRow]) -> list[Path]:
        """The files of which no small picture is there yet."""
        return [row.picture for row in rows if row.picture is not None and str(row.picture) not in self._pictures]

    def keep_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """Small pictures by path, made beside the window."""
        self._pictures.update(pictures)

    def _icon(self, row: FileRow) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        image = self._pictures.get(str(row.picture)) if row.picture is not None else None
        if image is not None and not image.isNull():
            size = QSize(image.size()).scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF((SIDE - size.width()) / 2, (SIDE - size.height()) / 2, size.width(), size.height())
            painter.drawImage(box, image)
        else:
            paint_glyph(painter, "other", QRectF(16, 12, 32, 32), self.palette())
        sign = {"here": "synced", "elsewhere": "offline"}.get(row.state, row.state)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().base())
        painter.drawEllipse(QRectF(SIDE - 21, SIDE - 21, 21, 21))
        paint_glyph(painter, sign, QRectF(SIDE - 17, SIDE - 17, 13, 13), self.palette())
        painter.end()
        return QIcon(pixmap)

    # --- what comes in ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_pressed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.take(QApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def take(self, given: QMimeData | None) -> bool:
        """Files or a picture that were dropped or pasted; whether there were any."""
        if given is None:
            return False
        paths = [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]
        if paths:
            self.files_given.emit(paths)
        elif given.hasImage():
            self.picture_given.emit(QImage(given.imageData()))
        return bool(paths) or given.hasImage()

    def _welcome(self, event: Any) -> None:
        given = event.mimeData()
        if given.hasUrls() or given.hasImage():
            event.acceptProposedAction()


def small_pictures(paths: Sequence[Path], picture: Callable[[Path, int], QImage]) -> dict[str, QImage]:
    """Small pictures by path; an empty one for what cannot be read. From any thread."""
    from ..errors import StoreError

    found: dict[str, QImage] = {}
    for path in paths:
        try:
            found[str(path)] = picture(path, 2 * SIDE)
        except StoreError:
            found[str(path)] = QImage()
    return found
