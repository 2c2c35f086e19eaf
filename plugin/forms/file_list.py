"""The files of one record as a list: small pictures, names, how each one stands; drop and paste add more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QMimeData, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPixmap,
)
from qgis.PyQt.QtWidgets import QAbstractItemView, QListWidgetItem, QWidget

from ..errors import StoreError
from .file_rows import FileRow
from .focus import show_focus
from .glyphs import paint_glyph
from .two_lines import ListWithHint

SIDE = 72
_UUID = Qt.ItemDataRole.UserRole
_SHOWN = Qt.ItemDataRole.UserRole + 1
_SIGNS = {"here": "synced", "elsewhere": "offline", "following": "waiting"}


class FileList(ListWithHint):
    """Enter opens, Delete removes, dropping adds; several can be chosen."""

    open_pressed = pyqtSignal()
    remove_pressed = pyqtSignal()
    given = pyqtSignal(object)  # QMimeData that was dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setWordWrap(True)
        self.setAcceptDrops(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        show_focus(self)
        self._pictures: dict[str, QImage] = {}
        self._asked: set[str] = set()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[FileRow]) -> None:
        """Lists files; what is chosen stays chosen, and what has not changed is left as it is."""
        chosen, current = set(self.chosen()), self.current()
        if [item.data(_UUID) for item in self._items()] != [row.uuid for row in rows]:
            self.blockSignals(True)
            self.clear()
            for row in rows:
                item = QListWidgetItem()
                item.setData(_UUID, row.uuid)
                self.addItem(item)
                if row.uuid in chosen:
                    item.setSelected(True)
                if row.uuid == current:
                    self.setCurrentRow(self.row(item), self.selectionModel().SelectionFlag.NoUpdate)
            if self.count() and not self.selectedItems():
                self.setCurrentRow(min(max(self.currentRow(), 0), self.count() - 1))
            self.blockSignals(False)
            self.itemSelectionChanged.emit()
        for item, row in zip(self._items(), rows, strict=True):
            self._fill(item, row)

    def choose(self, uuids: Sequence[str]) -> None:
        """Chooses these, the last one in sight."""
        self.clearSelection()
        for item in self._items():
            if item.data(_UUID) in uuids:
                self.setCurrentItem(item, self.selectionModel().SelectionFlag.Select)
                self.scrollToItem(item)

    def chosen(self) -> list[str]:
        """The uuids of the attachments that are chosen, in the order of the list."""
        return [item.data(_UUID) for item in self._items() if item.isSelected()]

    def current(self) -> str | None:
        """The uuid of the one with the keyboard's mark."""
        item = self.currentItem()
        return item.data(_UUID) if item is not None else None

    def ask_for(self, rows: Sequence[FileRow]) -> list[Path]:
        """The files of which no small picture was asked for yet."""
        paths = [row.picture for row in rows if row.picture is not None and str(row.picture) not in self._asked]
        self._asked.update(str(path) for path in paths)
        return paths

    def keep_picture(self, path: str, image: QImage) -> None:
        """A small picture that was made beside the window; an empty one where it cannot be shown here."""
        self._pictures[path] = image

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _fill(self, item: QListWidgetItem, row: FileRow) -> None:
        image = self._pictures.get(str(row.picture))
        text = row.text
        if image is not None and image.isNull():
            text += " · " + self.tr("cannot be shown here")
        shown = (text, row.state, str(row.picture), image is not None)
        if item.data(_SHOWN) == shown:
            return
        item.setData(_SHOWN, shown)
        item.setText(text)
        item.setToolTip(text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(text.splitlines()))
        item.setIcon(self._icon(row, image))

    def _icon(self, row: FileRow, image: QImage | None) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        if image is not None and not image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = QSize(image.size()).scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF((SIDE - size.width()) / 2, (SIDE - size.height()) / 2, size.width(), size.height())
            painter.drawImage(box, image)
        else:
            paint_glyph(painter, "other", QRectF(20, 16, 32, 32), self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().base())
        painter.drawEllipse(QRectF(SIDE - 21, SIDE - 21, 21, 21))
        paint_glyph(painter, _SIGNS.get(row.state, row.state), QRectF(SIDE - 17, SIDE - 17, 13, 13), self.palette())
        painter.end()
        return QIcon(pixmap)

    # --- what comes in ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_pressed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if holds_files(event.mimeData()):
            event.acceptProposedAction()
            self.given.emit(event.mimeData())


def holds_files(given: QMimeData | None) -> bool:
    """Whether what is dropped or pasted may be files or a picture."""
    return given is not None and (given.hasUrls() or given.hasImage())


def welcome(event: Any) -> None:
    """Lets files come in that are dragged over a widget."""
    if holds_files(event.mimeData()):
        event.acceptProposedAction()


def small_pictures(paths: Sequence[Path], picture: Callable[[Path, int], QImage], told: Callable[[Any], None]) -> None:
    """Tells small pictures one by one, as (path, image); an empty one for what cannot be read. From any thread."""
    for path in paths:
        try:
            told((str(path), picture(path, 2 * SIDE)))
        except StoreError:
            told((str(path), QImage()))
