"""The tab *Records*: search, filters, the list, what to do with what is selected, and what to do where it is empty."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QResizeEvent
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
from ..records.dates import today
from ..records.territory import Codifier
from ..store import conflicts, listing
from ..store.listing import ListQuery
from ..store.many import Chosen
from ..store.workspace import Workspace
from .empty_state import EmptyState
from .filters import FilterPanel
from .header import ElidedLabel
from .record_actions import RecordActions
from .record_list import RecordListView
from .record_model import RecordModel
from .record_selection import RecordSelection


class SearchLine(QLineEdit):
    """Down goes on into the list, Escape empties it."""

    down_pressed = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class RecordsPanel(QWidget):
    """Shows the records of a workspace; without a filter by kind, the needs and projects."""

    open_requested = pyqtSignal(str, str)
    delete_pressed = pyqtSignal(object)  # list of (type, uuid): few, which are asked about and deleted at once
    many_requested = pyqtSignal(str, object)  # submit, set_field, export or delete, of a `Chosen`
    conflict_requested = pyqtSignal(object)  # (type, uuid): it is to be settled before anything else
    selection_changed = pyqtSignal(object)  # list of (type, uuid), by the person
    new_requested = pyqtSignal(str)
    trouble = pyqtSignal(object)  # StoreError

    SEARCH_DELAY_MS = 120
    DELETED_AT_ONCE = 20

    def __init__(self, lang: str, codifier: Codifier | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordsPanel")
        self._lang = lang
        self._workspace: Workspace | None = None
        self._author: Callable[[], str] = str
        self._indexing = False
        self.search = SearchLine(self)
        self.search.setObjectName("searchField")
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setPlaceholderText(self.tr("search…"))
        self.search.setToolTip(self.tr("Search (Ctrl+F); word endings and apostrophes make no difference"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(glyph_icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_button = QToolButton(self)
        self.filter_button.setObjectName("filterButton")
        self.filter_button.setCheckable(True)
        self.filters = FilterPanel(
            [
                ("-captured_at", self.tr("Newest first")),
                ("captured_at", self.tr("Oldest first")),
                ("title", self.tr("By title")),
                ("-priority", self.tr("By priority")),
            ],
            self,
        )
        self.filters.setVisible(False)
        self.filter_label = ElidedLabel("filterLabel", self)
        self.filter_label.setVisible(False)
        self.model = RecordModel(lang, codifier, self)
        self.list = RecordListView(self)
        self.list.setModel(self.model)
        self.selection = RecordSelection(self.list, self.model, self)
        self.actions_menu = RecordActions(self)
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
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.SEARCH_DELAY_MS)
        self._timer.timeout.connect(self.reload)
        self.search.textChanged.connect(self._search_changed)
        self.search.returnPressed.connect(self._into_list)
        self.search.down_pressed.connect(self._into_list)
        self.filter_button.toggled.connect(self._show_filters)
        self.filters.changed.connect(self._filters_changed)
        self.model.trouble.connect(self.trouble)
        self.list.open_requested.connect(self._open)
        self.list.delete_pressed.connect(self._delete)
        self.list.menu_requested.connect(self.actions_menu.show)
        self.list.typed.connect(self._type_into_search)
        self.list.left_upwards.connect(self.go_to_search)
        self.selection.changed.connect(self._selection_changed)
        self.selection.trouble.connect(self.trouble)
        self.actions_menu.chosen.connect(self._act)
        self.actions_menu.menu.aboutToShow.connect(self._enable_actions)
        self._show_filter_count()

    def set_author(self, author: Callable[[], str]) -> None:
        """:param author: says who is working here, as in `captured_by` of new records; blank where unknown."""
        self._author = author
        self.filters.know_author(author())

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Turns to another workspace, with an empty search; `reload` then shows it."""
        self._workspace = workspace
        self._timer.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        if workspace is not None:
            self.filters.load(workspace.catalogue, self._lang, today())
            self.filters.show_states(not workspace.settings.sample)
            self.filters.know_author(self._author())
            self._show_filter_count()
        self.selection.set_workspace(workspace)
        self.model.load(None, ListQuery())

    def query(self) -> ListQuery:
        """What is asked of the listing now."""
        chosen = self.filters.filters()
        span = self.filters.span()
        reports = self.filters.reports_chosen()
        return ListQuery(
            types=(chosen.type,) if chosen.type else (),
            text=self.search.text().strip(),
            states=(chosen.state,) if chosen.state else (),
            workflow=(chosen.workflow,) if chosen.workflow else (),
            sectors=(chosen.sector,) if chosen.sector else (),
            group=chosen.hromada,
            mine_by=self._author() if chosen.mine else None,
            captured=span.moments() if span and not reports else None,
            reported=span.quarters() if span and reports else None,
            with_problems=chosen.with_problems,
            sort=chosen.sort or "-captured_at",
        )

    def reload(self) -> None:
        """Asks the listing again; selection and place in the list stay where they can."""
        self._timer.stop()
        top = self.list.indexAt(self.list.rect().topLeft()).row()
        self.selection.keep()
        try:
            self.model.load(self._workspace, self.query(), self.filters.filters().grouped)
            if top > 0:
                self.list.scrollTo(
                    self.model.index(min(top, self.model.rowCount() - 1), 0), QAbstractItemView.ScrollHint.PositionAtTop
                )
            self.selection.restore()
        except StoreError as error:
            self.trouble.emit(error)
        self._show_count()

    def selected(self) -> list[tuple[str, str]]:
        """Type and uuid of the selected records, the first of many."""
        return self.selection.records()

    def select(self, records: list[tuple[str, str]]) -> None:
        """Selects these records, as far as they are listed, and shows the first; tells nobody."""
        try:
            self.selection.choose(records)
        except StoreError as error:
            self.trouble.emit(error)
        self._show_count()

    def show_all(self) -> None:
        """Drops search and filters."""
        self.search.clear()
        self.filters.clear()

    def go_to_search(self) -> None:
        """Puts the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_indexing(self, going_on: bool) -> None:
        """Says that the list is still being brought up to date, so that its count is not taken for the last word."""
        self._indexing = going_on
        self._show_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filters.limit(self.height() // 2)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.filter_button)
        bottom = QHBoxLayout()
        bottom.setSpacing(4)
        bottom.addWidget(self.count_label, 1)
        bottom.addWidget(self.actions_menu.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 2)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.filters)
        layout.addWidget(self.filter_label)
        layout.addWidget(self.stack, 1)
        layout.addLayout(bottom)

    def event(self, event: QEvent) -> bool:
        """The key for finding is QGIS's own for filtering a layer, too: here it is ours."""
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Find):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.go_to_search()
        else:
            super().keyPressEvent(event)

    def _search_changed(self, _text: str) -> None:
        self._timer.start()

    def _type_into_search(self, letters: str) -> None:
        """Typing while the list has the keyboard looks for something."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(self.search.text() + letters)

    def _filters_changed(self) -> None:
        self._show_filter_count()
        self.reload()

    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown)
        self._show_filter_count()
        if not shown or self._workspace is None:
            return
        self.filters.know_author(self._author())
        self.filters.limit(self.height() // 2)
        try:
            self.filters.offer_hromadas(listing.groups(self._workspace, ListQuery()), self.model.hromada)
        except StoreError as error:
            self.trouble.emit(error)

    def _show_filter_count(self) -> None:
        active = self.filters.filters().active
        sign = "▴" if self.filter_button.isChecked() else "▾"
        text = self.tr("filters {count}").format(count=active) if active else self.tr("filters")
        self.filter_button.setText(f"{text} {sign}")
        self.filter_button.setAccessibleName(self.tr("Filters, %n active", "", active))
        self.filter_label.show_text(self.filters.describe())
        self.filter_label.setVisible(bool(active) and not self.filter_button.isChecked())

    def _into_list(self) -> None:
        if self._timer.isActive():
            self.reload()
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0, 0))

    def _open(self, type_name: str, uuid: str) -> None:
        """To the form; of a record in conflict, to the conflict, from where the form is a step away."""
        if self._in_conflict((type_name, uuid)):
            self.conflict_requested.emit((type_name, uuid))
        else:
            self.open_requested.emit(type_name, uuid)

    def _in_conflict(self, record: tuple[str, str]) -> bool:
        try:
            return self._workspace is not None and conflicts.get_conflict(self._workspace, *record) is not None
        except StoreError as error:
            self.trouble.emit(error)
            return False

    def _delete(self) -> None:
        if 0 < self.selection.count <= self.DELETED_AT_ONCE:
            self.delete_pressed.emit(self.selected())
        else:
            self._ask_many("delete")

    def _act(self, name: str) -> None:
        if name in ("open", "settle"):
            for record in self.selected()[:1]:
                if name == "open":
                    self.open_requested.emit(*record)
                else:
                    self.conflict_requested.emit(record)
        elif name == "all":
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.selectAll()
        elif name == "delete":
            self._delete()
        else:
            self._ask_many(name)

    def _ask_many(self, name: str) -> None:
        chosen: Chosen | None = self.selection.chosen()
        if chosen is not None:
            self.many_requested.emit(name, chosen)

    def _enable_actions(self) -> None:
        workspace = self._workspace
        only = self.selected() if self.selection.count == 1 else []
        self.actions_menu.enable(
            self.selection.count,
            workspace is not None and not workspace.read_only,
            conflict=bool(only) and self._in_conflict(only[0]),
        )

    def _selection_changed(self) -> None:
        self._show_count()
        self.selection_changed.emit(self.selected())

    def _show_count(self) -> None:
        rows, count, selected = self.model.rowCount(), self.model.records, self.selection.count
        self.stack.setCurrentWidget(self.list if rows else self.empty)
        self.count_label.setVisible(bool(rows) or self._indexing)
        self.actions_menu.button.setVisible(bool(rows))
        self.actions_menu.button.setEnabled(selected > 0)
        text = self.model.count_text(count)
        if self._indexing:
            text = self.tr("{count}, still counting…").format(count=text)
        elif selected > 1:
            text = self.tr("{selected} of {count} selected").format(
                selected=self.model.number(selected), count=self.model.number(count)
            )
        self.count_label.setText(text)
        if rows:
            return
        if self.search.text().strip() or self.filters.filters().active:
            self.empty.say(self.tr("Nothing is found. Look for another word, or show all records."), "emptyClearButton")
        elif self._indexing:
            self.empty.say(self.tr("The list is being made ready…"))
        elif self._workspace is not None and self._workspace.read_only:
            self.empty.say(self.tr("There are no records here."))
        else:
            self.empty.say(
                self.tr("No records yet. Add the first need: click it on the map, or fill its form."),
                "emptyNewNeedButton",
            )

    def _new_need(self) -> None:
        self.new_requested.emit("need")
