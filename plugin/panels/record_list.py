"""The list of records as it is drawn: sign of the kind, title and hromada, problems, sync state as sign and word."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QPainter, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ..forms.flags import as_int
from ..forms.glyphs import paint_glyph
from ..forms.theme import color, muted
from ..store.listing import ListRow
from . import words
from .record_model import ROW_ROLE, RecordModel

KIND_SIGNS = ("need", "project")
GAP = 6


class RecordDelegate(QStyledItemDelegate):
    """One line a record. Where there is room for more than the dock's 320 pixels, the workflow stands there too."""

    WIDE = 460

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        # without initStyleOption(), which asks the model seven times for what is drawn here in another way
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        row: ListRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        model = index.model()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        palette = option.palette
        ink = palette.color(group, QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        over = ink if selected else None
        rect = option.rect.adjusted(GAP, 0, -GAP, 0)
        side = round(option.fontMetrics.height() * 0.8)
        painter.save()
        kind = row.type if row.type in KIND_SIGNS else "other"
        paint_glyph(painter, kind, _square(rect.left(), rect, side), palette, over)
        rect.setLeft(rect.left() + side + GAP)
        quiet = over or muted(palette)
        rect = self._right(
            painter, option, rect, row.state, words.sync_state(row.state), side, over or _ink(row, palette)
        )
        if option.rect.width() >= self.WIDE:
            rect = self._right(painter, option, rect, "", model.workflow(row.workflow), side, quiet)
        if row.problems:
            rect = self._right(
                painter, option, rect, "warning", str(row.problems), side, over or color("warning", palette)
            )
        self._title(painter, option, rect, model, row, ink, quiet)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, option.fontMetrics.height() + 10)

    def _right(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, sign: str, text: str, side: int, ink: QColor
    ) -> QRect:
        """Draws sign and word at the right end of `rect`; returns what is left of it."""
        width = option.fontMetrics.horizontalAdvance(text)
        painter.setPen(ink)
        painter.drawText(rect, as_int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        left = rect.right() - width
        if sign:
            left -= side + 3
            paint_glyph(painter, sign, _square(left, rect, side), option.palette, ink)
        remaining = QRect(rect)
        remaining.setRight(left - GAP)
        return remaining

    def _title(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        model: RecordModel,
        row: ListRow,
        ink: QColor,
        quiet: QColor,
    ) -> None:
        align = as_int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        place = model.place(row.katottg)
        title = row.title or model.untitled()
        metrics = option.fontMetrics
        tail = f", {place}" if place else ""
        # the title gives way to the place, but keeps two thirds of the line
        room = max(rect.width() - metrics.horizontalAdvance(tail), rect.width() * 2 // 3)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room + 1)
        painter.setPen(ink)
        painter.drawText(rect, align, shown)
        rest = rect.adjusted(metrics.horizontalAdvance(shown), 0, 1, 0)
        if tail and rest.width() > metrics.averageCharWidth() * 4:
            painter.setPen(quiet)
            painter.drawText(rest, align, metrics.elidedText(tail, Qt.TextElideMode.ElideRight, rest.width()))


def _square(left: int, rect: QRect, side: int) -> QRectF:
    return QRectF(left, rect.center().y() - side / 2 + 1, side, side)


def _ink(row: ListRow, palette: QPalette) -> QColor:
    meaning = {"conflict": "error", "refused": "error", "synced": "good"}.get(row.state, "waiting")
    return color(meaning, palette)


class RecordListView(QTableView):
    """Enter and double click open, Delete deletes, the menu key shows what else can be done.

    A table of one visible column: a list view asks the model for every row before it shows the first.
    """

    open_requested = pyqtSignal(str, str)
    delete_pressed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordList")
        self.setAccessibleName(self.tr("Records"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setHighlightSections(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.setItemDelegate(RecordDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._open)

    def setModel(self, model: RecordModel) -> None:
        """The first column carries the whole row; the others are for those who read the model as a table."""
        super().setModel(model)
        for column in range(1, model.columnCount()):
            self.setColumnHidden(column, True)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.selectionModel().hasSelection():
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Typing into the list does not walk through a hundred thousand rows; the search field is there for that."""

    def _open(self, index: QModelIndex) -> None:
        row: ListRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.open_requested.emit(row.type, row.uuid)

    def _open_current(self) -> None:
        self._open(self.currentIndex())

    def _menu(self, at: QPoint) -> None:
        if not self.currentIndex().isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Open Form"), self._open_current)
        menu.addAction(self.tr("Delete…"), self.delete_pressed.emit)
        menu.exec(self.viewport().mapToGlobal(at))
        menu.deleteLater()
