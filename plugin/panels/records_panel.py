"""The tab *Records*: search, filters, the list, and what to do where it is empty."""

from __future__ import annotations

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import StoreError
from ..forms.glyphs import glyph_icon
from ..records.messages import format_number
from ..records.territory import Codifier
from ..store.listing import ListQuery
from ..store.workspace import Workspace
from .empty_state import EmptyState
from .filters import FilterPanel
from .record_list import RecordListView
from .record_model import ROW_ROLE, RecordModel


class SearchLine(QLineEdit):
    """Down goes on into the list."""

    down_pressed = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)


class RecordsPanel(QWidget):
    """Shows the records of a workspace; without a filter by kind, the needs and projects."""

    open_requested = pyqtSignal(str, str)
    delete_pressed = pyqtSignal(object)  # list of (type, uuid)
    selection_changed = pyqtSignal(object)  # list of (type, uuid), by the person
    new_requested = pyqtSignal(str)
    trouble = pyqtSignal(object)  # StoreError

    SEARCH_DELAY_MS = 120
    MOST_SELECTED = 2000  # what is told of a selection; more than that is not shown on the map one by one

    def __init__(self, lang: str, codifier: Codifier | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._workspace: Workspace | None = None
        self.search = SearchLine(self)
        self.search.setObjectName("searchField")
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setPlaceholderText(self.tr("search…"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(glyph_icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_button = QToolButton(self)
        self.filter_button.setObjectName("filterButton")
        self.filter_button.setCheckable(True)
        self.filters = FilterPanel(
            [
                ("-captured_at", self.tr("Newest first")),
                ("title", self.tr("By title")),
                ("-priority", self.tr("By priority")),
            ],
            self,
        )
        self.filters.setVisible(False)
        self.model = RecordModel(lang, codifier, self)
        self.list = RecordListView(self)
        self.list.setModel(self.model)
        self.empty = EmptyState(
            "recordsEmpty",
            "",
            [
                ("emptyNewNeedButton", self.tr("+ Need"), self._new_need),
                ("emptyClearButton", self.tr("Show All Records"), self.show_all),
            ],
            self,
        )
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.count_label = QLabel(self)
        self.count_label.setObjectName("countLabel")
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.filter_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 2)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.filters)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.count_label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.SEARCH_DELAY_MS)
        self._timer.timeout.connect(self.reload)
        self._selecting = False
        self._chosen: list[tuple[str, str]] = []
        self._indexing = False
        self.search.textChanged.connect(self._search_changed)
        self.search.returnPressed.connect(self._into_list)
        self.search.down_pressed.connect(self._into_list)
        self.filter_button.toggled.connect(self.filters.setVisible)
        self.filters.changed.connect(self._filters_changed)
        self.model.trouble.connect(self.trouble)
        self.list.open_requested.connect(self.open_requested)
        self.list.delete_pressed.connect(self._delete)
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)
        self._show_filter_count()

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Turns to another workspace, with an empty search; `reload` then shows it."""
        self._workspace = workspace
        self._timer.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        if workspace is not None:
            self.filters.load(workspace.catalogue, self._lang)
        self._selecting = True
        self.model.load(None, ListQuery())
        self._selecting = False
        self._chosen = []

    def query(self) -> ListQuery:
        """What is asked of the listing now."""
        chosen = self.filters.filters()
        return ListQuery(
            types=(chosen.type,) if chosen.type else (),
            text=self.search.text().strip(),
            states=(chosen.state,) if chosen.state else (),
            workflow=(chosen.workflow,) if chosen.workflow else (),
            with_problems=chosen.with_problems,
            sort=chosen.sort or "-captured_at",
        )

    def reload(self, keep: bool = True) -> None:
        """Asks the listing again; selection and place in the list stay where they can."""
        self._timer.stop()
        chosen = self.selected() if keep else []
        self._chosen = []
        current = self.list.currentIndex().data(ROW_ROLE) if keep else None
        top = self.list.indexAt(self.list.rect().topLeft()).row()
        self._selecting = True
        try:
            self.model.load(self._workspace, self.query())
            if keep and top > 0:
                self.list.scrollTo(
                    self.model.index(min(top, self.model.rowCount() - 1), 0), QAbstractItemView.ScrollHint.PositionAtTop
                )
            if chosen:
                self._restore(chosen, (current.type, current.uuid) if current else None)
        except StoreError as error:
            self.trouble.emit(error)
        finally:
            self._selecting = False
        self._show_count()

    def selected(self) -> list[tuple[str, str]]:
        """Type and uuid of the selected records, as they were when they were selected: rows move, records do not."""
        return list(self._chosen)

    def select(self, records: list[tuple[str, str]]) -> None:
        """Selects these records, as far as they are listed, and shows the first; tells nobody."""
        self._selecting = True
        try:
            self._restore(records, records[0] if records else None, scroll=True)
        except StoreError as error:
            self.trouble.emit(error)
        finally:
            self._selecting = False

    def show_all(self) -> None:
        """Drops search and filters."""
        self.search.clear()
        self.filters.clear()

    def _restore(self, records: list[tuple[str, str]], current: tuple[str, str] | None, scroll: bool = False) -> None:
        selection = QItemSelection()
        self._chosen = []
        first = None
        for record in records[: self.MOST_SELECTED]:
            position = self.model.position(*record)
            if position is None:
                continue
            index = self.model.index(position, 0)
            selection.select(index, index)
            self._chosen.append(record)
            if first is None or record == current:
                first = index
        flags = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if first is not None:
            self.list.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            if scroll:
                self.list.scrollTo(first)

    def _search_changed(self, _text: str) -> None:
        self._timer.start()

    def _filters_changed(self) -> None:
        self._show_filter_count()
        self.reload()

    def _show_filter_count(self) -> None:
        active = self.filters.filters().active
        text = self.tr("filters {count} ▾").format(count=active) if active else self.tr("filters ▾")
        self.filter_button.setText(text)
        self.filter_button.setAccessibleName(self.tr("Filters, %n active", "", active))

    def _into_list(self) -> None:
        if self._timer.isActive():
            self.reload()
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0, 0))

    def _delete(self) -> None:
        self.delete_pressed.emit(self.selected())

    def _selection_changed(self, *_: object) -> None:
        if self._selecting:
            return
        rows = (index.data(ROW_ROLE) for index in self.list.selectionModel().selectedRows()[: self.MOST_SELECTED])
        self._chosen = [(row.type, row.uuid) for row in rows if row is not None]
        self.selection_changed.emit(self.selected())

    def show_indexing(self, going_on: bool) -> None:
        """Says that the list is still being brought up to date, so that its count is not taken for the last word."""
        self._indexing = going_on
        self._show_count()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        self.stack.setCurrentWidget(self.list if count else self.empty)
        self.count_label.setVisible(bool(count) or self._indexing)
        text = self.tr("%n record(s)", "", count).replace(str(count), format_number(count, self._lang), 1)
        self.count_label.setText(self.tr("{count}, still counting…").format(count=text) if self._indexing else text)
        if count:
            return
        if self.search.text().strip() or self.filters.filters().active:
            self.empty.say(self.tr("Nothing is found. Look for another word, or show all records."), "emptyClearButton")
        elif self._indexing:
            self.empty.say(self.tr("The list is being made ready…"))
        else:
            self.empty.say(
                self.tr("No records yet. Add the first need: click it on the map, or fill its form."),
                "emptyNewNeedButton",
            )

    def _new_need(self) -> None:
        self.new_requested.emit("need")
