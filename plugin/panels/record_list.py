"""The list of records as it is drawn: sign of the kind, title and hromada, problems, sync state as sign and word; in
groups a heading over each."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ..forms.flags import as_int
from ..forms.focus import show_focus
from ..forms.glyphs import glyph_pixmap
from ..forms.theme import color, muted
from ..records.messages import format_number
from ..store.listing import ListRow
from .record_model import GROUP_ROLE, ROW_ROLE, RecordModel
from .record_rows import Section

KIND_SIGNS = ("need", "project")
GAP = 6
_LEFT = as_int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STATE = QStyle.StateFlag
_MARKED = _STATE.State_Selected | _STATE.State_HasFocus


class RecordDelegate(QStyledItemDelegate):
    """A record in two lines, so that a title has the whole width; in one, where there is room for it.

    The workflow stands there too; beside a place in a narrow list only where the record is no draft any more.
    """

    WIDE = 460
    WIDTHS_KEPT = 2000
    SIGNS_KEPT = 200

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths: dict[tuple[str, str], int] = {}
        self._signs: dict[tuple[str, int, float, int], QPixmap] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        # without initStyleOption(), which asks the model seven times for what is drawn here in another way
        if option.state & _MARKED:
            style = option.widget.style() if option.widget else QApplication.style()
            option.state &= ~_STATE.State_MouseOver  # some themes' ground for it makes quiet texts unreadable
            style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        model = index.model()
        row = model.row(index.row())
        if row is None:
            section = model.section(index.row())
            if section is not None:
                self._heading(painter, option, section, model)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        palette = option.palette
        ink = palette.color(group, QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        over = ink if selected else None
        quiet = over or muted(palette)
        side = round(option.fontMetrics.height() * 0.8)
        two_lines = option.rect.width() < self.WIDE
        rect = option.rect.adjusted(GAP, 0, -GAP, 0)
        if two_lines:
            rect.setHeight(rect.height() // 2 + 1)
        painter.save()
        kind = row.type if row.type in KIND_SIGNS else "other"
        self._sign(painter, kind, rect.left(), rect, side, palette, over)
        rect.setLeft(rect.left() + side + GAP)
        word = model.state(row)
        state = (row.state if word else "", word, side, over or _ink(row, palette))
        workflow = ("", model.workflow(row.workflow), side, quiet)
        problems = ("warning", str(row.problems), side, over or color("warning", palette))
        title, place = model.title(row), model.place_of(row)
        if two_lines:
            below = rect.translated(0, rect.height() - 2)
            below = self._right(painter, option, below, *state)
            if place and row.workflow not in (None, "draft"):
                place = f"{place} · {model.workflow(row.workflow)}"
            if row.problems:
                rect = self._right(painter, option, rect, *problems)
            self._text(painter, option, rect, title, ink)
            self._text(painter, option, below, place or model.workflow(row.workflow), quiet)
        else:
            rect = self._right(painter, option, rect, *state)
            rect = self._right(painter, option, rect, *workflow)
            if row.problems:
                rect = self._right(painter, option, rect, *problems)
            self._title(painter, option, rect, title, place, ink, quiet)
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, section: Section, model: RecordModel) -> None:
        """Sign of folding, name in bold, number of records."""
        rect = option.rect.adjusted(GAP, 0, -GAP, 0)
        side = round(option.fontMetrics.height() * 0.7)
        painter.save()
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.AlternateBase))
        ink = option.palette.color(QPalette.ColorRole.Text)
        self._sign(painter, "folded" if section.folded else "open", rect.left(), rect, side, option.palette, ink)
        rect.setLeft(rect.left() + side + GAP)
        rect = self._right(
            painter, option, rect, "", format_number(section.count, model.lang), side, muted(option.palette)
        )
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetrics(font).elidedText(section.label, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            style = option.widget.style() if option.widget else QApplication.style()
            style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, _focus(option), painter, option.widget)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, self.height(option.fontMetrics, option.rect.width()))

    def height(self, metrics: QFontMetrics, width: int) -> int:
        """How high a row is in a list of a width."""
        return metrics.height() + 10 if width >= self.WIDE else 2 * metrics.height() + 10

    def _right(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, sign: str, text: str, side: int, ink: QColor
    ) -> QRect:
        """Draws sign and word at the right end of `rect`; returns what is left of it."""
        width = self._width(option, text)
        painter.setPen(ink)
        painter.drawText(rect, as_int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        left = rect.right() - width
        if sign:
            left -= side + 3
            self._sign(painter, sign, left, rect, side, option.palette, ink)
        remaining = QRect(rect)
        remaining.setRight(left - GAP)
        return remaining

    def _sign(
        self, painter: QPainter, name: str, left: int, rect: QRect, side: int, palette: QPalette, ink: QColor | None
    ) -> None:
        """Draws a sign from the picture that was made of it for the rows before."""
        ratio = painter.device().devicePixelRatioF()
        key = (name, side, ratio, palette.cacheKey() if ink is None else ink.rgba())
        picture = self._signs.get(key)
        if picture is None:
            if len(self._signs) > self.SIGNS_KEPT:
                self._signs.clear()
            picture = self._signs[key] = glyph_pixmap(name, side, palette, ratio, ink)
        painter.drawPixmap(left, rect.center().y() - side // 2 + 1, picture)

    def _width(self, option: QStyleOptionViewItem, text: str) -> int:
        """How wide a text is that comes again and again: a state, a place."""
        key = (option.font.key(), text)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > self.WIDTHS_KEPT:
                self._widths.clear()
            width = self._widths[key] = option.fontMetrics.horizontalAdvance(text)
        return width

    def _text(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, ink: QColor) -> None:
        painter.setPen(ink)
        painter.drawText(rect, _LEFT, option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))

    def _title(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        title: str,
        place: str,
        ink: QColor,
        quiet: QColor,
    ) -> None:
        metrics = option.fontMetrics
        tail = f", {place}" if place else ""
        # the title gives way to the place, but keeps two thirds of the line
        room = max(rect.width() - (self._width(option, tail) if tail else 0), rect.width() * 2 // 3)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room + 1)
        painter.setPen(ink)
        painter.drawText(rect, _LEFT, shown)
        if not tail:
            return
        rest = rect.adjusted(metrics.horizontalAdvance(shown), 0, 1, 0)
        if rest.width() > metrics.averageCharWidth() * 4:
            self._text(painter, option, rest, tail, quiet)


def _focus(option: QStyleOptionViewItem) -> QStyleOptionFocusRect:
    focus = QStyleOptionFocusRect()
    focus.rect = option.rect.adjusted(1, 1, -1, -1)
    focus.palette = option.palette
    focus.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
    focus.backgroundColor = option.palette.color(QPalette.ColorRole.AlternateBase)
    return focus


def _ink(row: ListRow, palette: QPalette) -> QColor:
    meaning = {"conflict": "error", "refused": "error", "synced": "good"}.get(row.state, "waiting")
    return color(meaning, palette)


class RecordListView(QTableView):
    """Enter and double click open, Delete deletes, the menu key shows what else can be done. On a heading Enter, Space
    and a click fold and open its group; Left goes from a record to its heading and folds, Right opens.

    A table of one visible column: a list view asks the model for every row before it shows the first.
    """

    open_requested = pyqtSignal(str, str)
    delete_pressed = pyqtSignal()
    menu_requested = pyqtSignal(QPoint)  # where on the screen
    typed = pyqtSignal(str)  # letters, which belong into the search
    left_upwards = pyqtSignal()  # by the key Up from the first row, or Escape

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordList")
        show_focus(self)
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
        self.doubleClicked.connect(self._on_double_clicked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height = self.itemDelegate().height(self.fontMetrics(), self.viewport().width())
        if height != self.verticalHeader().defaultSectionSize():
            top = self.rowAt(0)
            self.verticalHeader().setDefaultSectionSize(height)
            if top > 0:
                self.scrollTo(self.model().index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def setModel(self, model: RecordModel) -> None:
        """The first column carries the whole row; the others are for those who read the model as a table."""
        super().setModel(model)
        for column in range(1, model.columnCount()):
            self.setColumnHidden(column, True)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def event(self, event: QEvent) -> bool:
        """The keys for selecting all and deleting are QGIS's own for features, too: here they are the list's."""
        if event.type() == QEvent.Type.ShortcutOverride and (
            event.matches(QKeySequence.StandardKey.SelectAll) or event.key() == Qt.Key.Key_Delete
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        heading = current.data(GROUP_ROLE) is not None
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self._open(current)
        elif key == Qt.Key.Key_Space and heading:
            self._toggle(current)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(current, key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Delete and self.selectionModel().hasSelection():
            self.delete_pressed.emit()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and current.row() <= 0 and not event.modifiers()):
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text().strip() and not _commanding(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.pos())
        if event.button() == Qt.MouseButton.LeftButton and index.data(GROUP_ROLE) is not None:
            self._toggle(index)

    def keyboardSearch(self, _text: str) -> None:
        """Typing into the list does not walk through a hundred thousand rows; the search field is there for that."""

    def _toggle(self, index: QModelIndex) -> None:
        section: Section | None = index.data(GROUP_ROLE)
        if section is not None:
            self.model().fold(index.row(), not section.folded)

    def _step(self, current: QModelIndex, left: bool) -> None:
        """As in a tree: Left folds a heading, or goes to the heading of a record; Right opens it."""
        model: RecordModel = self.model()
        heading = model.heading_of(current.row()) if current.isValid() else None
        if heading is None:
            return
        if heading == current.row():
            model.fold(heading, left)
        elif left:
            self.setCurrentIndex(model.index(heading, 0))

    def _open(self, index: QModelIndex) -> None:
        row: ListRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.open_requested.emit(row.type, row.uuid)
        else:
            self._toggle(index)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.data(GROUP_ROLE) is None:  # each of its two clicks has folded or opened a group already
            self._open(index)

    def _menu(self, at: QPoint) -> None:
        if self.currentIndex().isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(at))


def _commanding(event: QKeyEvent) -> bool:
    """Whether a key is pressed together with one that makes a command of it."""
    modifiers = Qt.KeyboardModifier
    return bool(event.modifiers() & (modifiers.ControlModifier | modifiers.AltModifier | modifiers.MetaModifier))
