"""The records of a workspace as a lazily fed table: rows are read as they are looked at, never the whole.

What is kept of all records is the order of their ids, eight bytes each, read in pieces between two turns of the window.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, pyqtSignal

from ..errors import StoreError
from ..records.messages import format_number
from ..records.territory import Codifier
from ..store import listing, titles
from ..store.listing import Group, ListQuery, ListRow
from ..store.workspace import Workspace
from . import words
from .record_rows import Rows, Section, at_once

ROW_ROLE = Qt.ItemDataRole.UserRole
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
_RECORD_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
COLUMNS = ("title", "hromada", "workflow", "state")


class RecordModel(QAbstractTableModel):
    """Rows of `store.listing` for one query. A hundred thousand records cost as much as those that are seen."""

    PAGE = 40
    PAGES_KEPT = 60
    FIRST_PIECE = 500  # ids that are read at first, before it is known how long that takes
    PIECE_SECONDS = 0.006

    trouble = pyqtSignal(object)  # StoreError: a page could not be read
    ordered = pyqtSignal()  # the order of all records is known

    def __init__(self, lang: str, codifier: Codifier | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._codifier = codifier
        self._workspace: Workspace | None = None
        self._sample = False
        self._top: frozenset[str] = frozenset()
        self._names: dict[tuple[str, str], tuple[str, str]] = {}
        self._query = ListQuery()
        self._rows: Rows | None = None
        self._total = 0
        self._grouped = False
        self._pages: OrderedDict[tuple[str, int], dict[int, ListRow]] = OrderedDict()
        self._places: dict[str, str] = {}
        self._hromadas: dict[str, str] = {}
        self._folds: dict[str, bool] = {}
        self._unread: list[Section] = []
        self._missed = False  # a row was asked for that is not read yet
        self._piece = self.FIRST_PIECE
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read_on)

    @property
    def lang(self) -> str:
        """The language of names and numbers."""
        return self._lang

    @property
    def query(self) -> ListQuery:
        return self._query

    @property
    def rows(self) -> Rows | None:
        """Which record stands where; None without a workspace."""
        return self._rows

    @property
    def records(self) -> int:
        """How many records there are, those of folded groups included."""
        return 0 if self._rows is None else self._rows.count

    @property
    def reading(self) -> bool:
        """Whether the order of the records is still being read."""
        return bool(self._unread)

    def load(self, workspace: Workspace | None, query: ListQuery, grouped: bool = False) -> None:
        """Shows the records of a workspace that answer a query; what was cached is dropped.

        :param grouped: with a heading for each hromada.
        :raises StoreError: the workspace could not be read; the model is empty then.
        """
        self.beginResetModel()
        try:
            self._reading.stop()
            if workspace is not self._workspace:
                self._folds.clear()
            self._workspace, self._query = workspace, query
            self._sample = workspace is not None and workspace.settings.sample
            self._top = frozenset(listing.top_types(workspace)) if workspace is not None else frozenset()
            self._names.clear()
            self._pages.clear()
            self._unread.clear()
            self._rows, self._total, self._grouped = None, 0, grouped
            if workspace is not None:
                rows = Rows(workspace, query, self.hromada if grouped else None, self._folds)
                if not grouped:
                    rows.sections[0].order.read(self.FIRST_PIECE)
                    self._unread = [section for section in rows.sections if not section.order.complete]
                self._rows, self._total = rows, rows.total
        finally:
            self.endResetModel()
        self._piece = self.FIRST_PIECE
        if self._unread:
            self._reading.start()

    def row(self, index: int) -> ListRow | None:
        """The record in a row; None for a heading, and where it is not read yet or cannot be read (any more)."""
        if self._rows is None or self._workspace is None or not 0 <= index < self._total:
            return None
        section, offset = self._rows.at(index)
        if offset < 0:
            return None
        order = section.order
        try:
            if offset >= len(order.ids) and not order.complete:
                if not at_once(section):
                    self._missed = True
                    self._want(section)
                    return None
                order.read_to(offset)
            number, at = divmod(offset, self.PAGE)
            page = self._pages.get((section.key, number))
            if page is None:
                ids = order.ids[number * self.PAGE : (number + 1) * self.PAGE]
                page = listing.read_rows(self._workspace, ids)
                if len(ids) == self.PAGE or order.complete:
                    self._keep((section.key, number), page)
            else:
                self._pages.move_to_end((section.key, number))
        except StoreError as error:
            self.trouble.emit(error)
            return None
        return page.get(order.ids[offset]) if offset < len(order.ids) else None

    def _keep(self, number: tuple[str, int], page: dict[int, ListRow]) -> None:
        self._pages[number] = page
        if len(self._pages) > self.PAGES_KEPT:
            self._pages.popitem(last=False)

    def section(self, index: int) -> Section | None:
        """The group whose heading stands in a row; None for a record."""
        if self._rows is None or not 0 <= index < self._total:
            return None
        section, offset = self._rows.at(index)
        return section if offset < 0 else None

    def heading_of(self, index: int) -> int | None:
        """The row of the heading that a row stands under; None in a list without groups."""
        if self._rows is None or not 0 <= index < self._total:
            return None
        section, _ = self._rows.at(index)
        return section.start if section.headed else None

    def fold(self, index: int, folded: bool) -> None:
        """Hides or shows the records under the heading in a row."""
        section = self.section(index)
        if self._rows is None or section is None or section.folded == folded:
            return
        first, last = index + 1, index + section.count
        if folded:
            self.beginRemoveRows(QModelIndex(), first, last)
        else:
            self.beginInsertRows(QModelIndex(), first, last)
        self._rows.fold(section, folded)
        self._total = self._rows.total
        if folded:
            self.endRemoveRows()
        else:
            self.endInsertRows()
        self.dataChanged.emit(self.index(index, 0), self.index(index, 0))

    def position(self, type_name: str, uuid: str) -> int | None:
        """The row of a record under the present query, or None where it is not among them or its group is folded."""
        if self._workspace is None or self._rows is None:
            return None
        if len(self._rows.sections) == 1 and not self._rows.sections[0].headed:
            return listing.position(self._workspace, self._query, type_name, uuid)
        identity = listing.ids_of(self._workspace, [(type_name, uuid)]).get((type_name, uuid))
        if identity is None:
            return None
        group = listing.group_of(listing.read_rows(self._workspace, [identity])[identity].katottg)
        section = self._rows.section_of(group)
        if section is None or section.folded:
            return None
        asked = listing.of_group(self._query, group)
        offset = listing.position(self._workspace, asked, type_name, uuid)
        return None if offset is None else section.start + 1 + offset

    # --- reading the order in pieces --------------------------------------------------------------------------------

    def read_all(self) -> None:
        """Reads what is left of the order now.

        :raises StoreError: it could not be read.
        """
        while self._unread:
            self._unread[0].order.read_to(self._unread[0].count)
            self._unread.pop(0)
        self._reading.stop()

    def _want(self, section: Section) -> None:
        if section not in self._unread:
            self._unread.append(section)
        if not self._reading.isActive():
            self._reading.start()

    def _read_on(self) -> None:
        """One more piece, as long as a part of a frame takes; the window is free between two."""
        if not self._unread:
            return
        section = self._unread[0]
        before = len(section.order.ids)
        began = time.perf_counter()
        try:
            section.order.read(self._piece)
        except StoreError as error:
            self._unread.clear()
            self.trouble.emit(error)
            return
        took = time.perf_counter() - began
        self._piece = max(100, min(4 * self._piece, round(self._piece * self.PIECE_SECONDS / max(took, 1e-6)), 5000))
        if section.order.complete:
            self._unread.pop(0)
        if self._missed and not section.folded and len(section.order.ids) > before:
            self._missed = False  # what is still out of reach is asked for again as it is drawn
            start = section.start + section.headed
            self.dataChanged.emit(self.index(start + before, 0), self.index(start + len(section.order.ids) - 1, 0))
        if self._unread:
            self._reading.start()
        else:
            self.ordered.emit()

    # --- as a table -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or (self._grouped and self.section(index.row()) is not None):
            return Qt.ItemFlag.ItemIsEnabled
        return _RECORD_FLAGS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return self._heading_data(index, role)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.sentence(row, "\n")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(row, ", ")
        return None

    def _heading_data(self, index: QModelIndex, role: int) -> Any:
        section = self.section(index.row())
        if section is None:
            return None
        if role == GROUP_ROLE:
            return section
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 0:
            return section.label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            state = self.tr("folded, Right opens it") if section.folded else self.tr("open, Left folds it")
            return f"{section.label}, {self.count_text(section.count)}, {state}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Title"), self.tr("Hromada"), self.tr("Workflow"), self.tr("Sync state"))[section]
        return None

    # --- in words -----------------------------------------------------------------------------------------------------

    def count_text(self, count: int) -> str:
        """How many records, in words, with the language's thousands."""
        return str(self.tr("%n record(s)", "", count)).replace(str(count), self.number(count), 1)

    def number(self, count: int) -> str:
        """A number with the language's thousands."""
        return format_number(count, self._lang)

    def place(self, katottg: str | None) -> str:
        """The short name of a record's unit; the code where the register does not know it."""
        if not katottg:
            return ""
        if katottg not in self._places:
            self._places[katottg] = self._codifier.label(katottg, self._lang) if self._codifier else katottg
        return self._places[katottg]

    def hromada(self, group: Group) -> str:
        """The heading of a group."""
        if group.code is None:
            return str(self.tr("Without territory"))
        if group.key not in self._hromadas:
            self._hromadas[group.key] = words.hromada(self._codifier, group.code, self._lang)
        return self._hromadas[group.key]

    def kind(self, type_name: str) -> str:
        """What a record of a type is called."""
        return self._workspace.catalogue.type(type_name).label(self._lang) if self._workspace else type_name

    def workflow(self, code: str | None) -> str:
        """The word for a workflow state; blank counts as a draft."""
        codelist = self._workspace.catalogue.codelists.get("workflow") if self._workspace else None
        return codelist.label(code or "draft", self._lang) if codelist else str(code or "")

    def state(self, row: ListRow) -> str:
        """The word for the sync state; blank in the sample, whose records wait for nothing."""
        return "" if self._sample and row.state == "waiting" else words.sync_state(row.state)

    def title(self, row: ListRow) -> str:
        """What a record is called; of one that hangs off another, in words where its title is a code."""
        return self._named(row)[0] or str(self.tr("untitled"))

    def place_of(self, row: ListRow) -> str:
        """What a record hangs off, if anything, without which its title would say little; else where it is."""
        return self._named(row)[1] or self.place(row.katottg)

    def _named(self, row: ListRow) -> tuple[str, str]:
        """Title, and the title of what the record hangs off."""
        if row.type in self._top or self._workspace is None:
            return row.title, ""
        key = (row.type, row.uuid)
        if key not in self._names:
            if len(self._names) > self.PAGE * self.PAGES_KEPT:
                self._names.clear()
            try:
                self._names[key] = titles.in_words(self._workspace, row.type, row.uuid, self._lang)
            except StoreError:
                return row.title, ""  # busy: it is asked again as it is drawn again
        return self._names[key]

    def sentence(self, row: ListRow, joint: str) -> str:
        """Everything about a row in words: for the tool tip and for screen readers."""
        problems = self.tr("%n problem(s)", "", row.problems) if row.problems else ""
        parts = (
            words.named(self.kind(row.type), self.title(row)),
            self._named(row)[1],
            self.place(row.katottg),
            self._hromada_of(row.katottg),
            self.workflow(row.workflow),
            self.state(row),
            problems,
        )
        return joint.join(part for part in parts if part)

    def _text(self, row: ListRow, column: str) -> str:
        if column == "title":
            return self.title(row)
        if column == "hromada":
            return self.place_of(row)
        return self.workflow(row.workflow) if column == "workflow" else self.state(row)

    def _hromada_of(self, katottg: str | None) -> str:
        """The hromada that a unit lies in; blank where that is the unit itself."""
        if not katottg or self._codifier is None:
            return ""
        name = words.hromada(self._codifier, katottg, self._lang)
        return "" if name == self.place(katottg) else name
