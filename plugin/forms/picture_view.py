"""Photos of a record seen whole: fitted to the window or as large as they are, one after the other, turned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QKeySequence, QPainter, QPixmap, QResizeEvent, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QShortcut,
    QVBoxLayout,
    QWidget,
)

from ..errors import VidbudovaError
from ..records import messages
from .file_rows import FileRow, name_beside, size_text
from .file_tools import FileTools
from .flow import FlowLayout
from .focus import show_focus
from .glyphs import glyph_icon
from .theme import style_sheet

MOST_SIDE = 3200
"""Pixels of the longest side that are decoded for the screen; what zooming in shows."""
_STEP = 1.25
_SIGNS = {"turnPictureLeft": "turn_left", "turnPictureRight": "turn_right"}


class Canvas(QGraphicsView):
    """The picture; wheel and keys zoom, dragging moves it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pictureCanvas")
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(self.palette().window())
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.fitted = True
        show_focus(self)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Another picture, fitted to the window."""
        self.scene().clear()
        if pixmap is not None:
            self.scene().addPixmap(pixmap)
            self.scene().setSceneRect(QRectF(pixmap.rect()))
        self.fit()

    def fit(self) -> None:
        """As large as fits the window; a small picture is not blown up."""
        self.fitted = True
        self.resetTransform()
        area, room = self.sceneRect(), self.viewport().rect()
        if area.width() > room.width() or area.height() > room.height():
            self.fitInView(area, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        """Larger or smaller, from a tenth to eight times."""
        scale = self.transform().m11() * factor
        if 0.1 <= scale <= 8 and self.scene().items():
            self.fitted = False
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitted:
            self.fit()


class PictureView(QDialog):
    """A window beside the form, not modal."""

    turn_requested = pyqtSignal(str, int)  # uuid of the attachment, quarters clockwise
    outside_requested = pyqtSignal(str)  # uuid

    def __init__(self, tools: FileTools, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureView")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self.setStyleSheet(style_sheet(self.palette()))
        self._tools, self._lang = tools, lang
        self._rows: list[FileRow] = []
        self._uuid = ""
        self._shown = ""
        self.canvas = Canvas(self)
        self.facts = QLabel(self)
        self.facts.setObjectName("pictureFacts")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        bar = QWidget(self)
        row = FlowLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, keys, slot in (
            ("previousPicture", self.tr("Previous"), ("Left", "PgUp"), partial(self._go, -1)),
            ("nextPicture", self.tr("Next"), ("Right", "PgDown", "Space"), partial(self._go, 1)),
            ("zoomIn", self.tr("Zoom In"), ("+", "=", "Ctrl++"), partial(self.canvas.zoom, _STEP)),
            ("zoomOut", self.tr("Zoom Out"), ("-", "Ctrl+-"), partial(self.canvas.zoom, 1 / _STEP)),
            ("fitPicture", self.tr("Fit to Window"), ("0", "Ctrl+0"), self.canvas.fit),
            ("turnPictureLeft", self.tr("Turn Left"), ("Ctrl+L",), partial(self._turn, 3)),
            ("turnPictureRight", self.tr("Turn Right"), ("Ctrl+R",), partial(self._turn, 1)),
            ("fullScreen", self.tr("Full Screen"), ("F11", "F"), self._full_screen),
            ("openPictureOutside", self.tr("Open Outside"), (), self._outside),
            ("closePicture", self.tr("Close"), (), self.close),
        ):
            button = QPushButton("" if name in _SIGNS else text, bar)
            if name in _SIGNS:
                button.setIcon(glyph_icon(_SIGNS[name], self.palette()))
            button.setObjectName(name)
            button.setAccessibleName(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, slot=slot: slot())
            if name != "closePicture":
                row.addWidget(button)
            self.buttons[name] = button
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(button.click)
            if keys:
                shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                button.setToolTip(f"{text} ({shown})")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.facts)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(bar, 1)
        below.addWidget(self.buttons["closePicture"], 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(below)
        self.setMinimumSize(360, 320)
        screen = self.screen().availableGeometry() if self.screen() else None
        self.resize(
            min(1000, screen.width() - 40) if screen else 1000, min(580, screen.height() - 80) if screen else 580
        )

    def show_rows(self, rows: Sequence[FileRow], uuid: str = "") -> None:
        """Pictures to go through; `uuid` is the one to show, by default the one that is shown. Closes without any."""
        place = next((index for index, row in enumerate(self._rows) if row.uuid == self._uuid), 0)
        self._rows = list(rows)
        if not self._rows:
            self.close()
            return
        wanted = uuid or self._uuid
        row = next((row for row in self._rows if row.uuid == wanted), self._rows[min(place, len(self._rows) - 1)])
        self._show(row)

    @property
    def row(self) -> FileRow | None:
        """The file that is shown."""
        return next((row for row in self._rows if row.uuid == self._uuid), None)

    def _show(self, row: FileRow) -> None:
        index = self._rows.index(row)
        self._uuid = row.uuid
        self.buttons["previousPicture"].setEnabled(index > 0)
        self.buttons["nextPicture"].setEnabled(index < len(self._rows) - 1)
        for name in ("turnPictureLeft", "turnPictureRight"):
            self.buttons[name].setEnabled(row.original_here)
        title = str(row.record.get("caption") or row.name)
        counted = self.tr("{number} of {all}").format(number=index + 1, all=len(self._rows))
        self.setWindowTitle(f"{title} – {counted}" if len(self._rows) > 1 else title)
        self.canvas.setAccessibleName(self.tr("Photo: {title}").format(title=title))
        self._tell(row, None)
        if str(row.whole) != self._shown and row.whole is not None:
            self._shown = str(row.whole)
            work = partial(self._tools.picture, row.whole, MOST_SIDE)
            self._tools.start(self.tr("Opening a photo"), work, partial(self._read, row.uuid, self._shown))

    def _read(self, uuid: str, path: str, image: QImage | None, error: Exception | None) -> None:
        if sip.isdeleted(self) or self._shown != path or uuid != self._uuid:
            return  # gone on meanwhile
        row = self.row
        if image is not None:
            self.canvas.show_picture(QPixmap.fromImage(image))
        else:
            self.canvas.show_picture(None)
        if row is not None:
            self._tell(row, error)

    def _tell(self, row: FileRow, error: Exception | None) -> None:
        record: Any = row.record
        caption = str(record.get("caption") or "")
        told = [caption, name_beside(caption, row.name), size_text(record.get("bytes"), self._lang)]
        if record.get("taken_at"):
            day = messages.format_date(str(record["taken_at"]), self._lang)
            told.append(self.tr("taken {day}").format(day=day))
        if row.place:
            told.append(f"{row.place[1]:.6f}, {row.place[0]:.6f}")
        if not row.original_here:
            told.append(self.tr("reduced copy; the original is on the portal"))
        text = " · ".join(part for part in told if part)
        if error is not None:
            reason = error.describe(self._lang) if isinstance(error, VidbudovaError) else self.tr("It cannot be shown.")
            text += "\n" + reason
        self.facts.setText(text)
        self.canvas.setAccessibleDescription(text)

    def _go(self, step: int) -> None:
        row = self.row
        index = (self._rows.index(row) if row in self._rows else 0) + step
        if 0 <= index < len(self._rows):
            self._show(self._rows[index])

    def _turn(self, quarters: int) -> None:
        if self._uuid:
            self.turn_requested.emit(self._uuid, quarters)

    def _outside(self) -> None:
        self.outside_requested.emit(self._uuid)

    def reject(self) -> None:
        """Esc leaves the full screen first."""
        if self.isFullScreen():
            self._full_screen()
        else:
            super().reject()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
