"""The records of a workspace as a lazily fed table: pages are fetched as they are looked at, never the whole."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from ..errors import StoreError
from ..records.territory import Codifier
from ..store import listing
from ..store.listing import ListQuery, ListRow
from ..store.workspace import Workspace
from . import words

ROW_ROLE = Qt.ItemDataRole.UserRole
COLUMNS = ("title", "hromada", "workflow", "state")


class RecordModel(QAbstractTableModel):
    """Rows of `store.listing` for one query. A hundred thousand records cost as much as the pages that are seen."""

    PAGE = 100
    PAGES_KEPT = 40

    trouble = pyqtSignal(object)  # StoreError: a page could not be read

    def __init__(self, lang: str, codifier: Codifier | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._codifier = codifier
        self._workspace: Workspace | None = None
        self._query = ListQuery()
        self._count = 0
        self._pages: OrderedDict[int, list[ListRow]] = OrderedDict()
        self._places: dict[str, str] = {}

    @property
    def query(self) -> ListQuery:
        return self._query

    def load(self, workspace: Workspace | None, query: ListQuery) -> None:
        """Shows the records of a workspace that answer a query; what was cached is dropped.

        :raises StoreError: the workspace could not be read; the model is empty then.
        """
        self.beginResetModel()
        try:
            self._workspace, self._query = workspace, query
            self._pages.clear()
            self._count = 0
            if workspace is not None:
                self._count = listing.count(workspace, query)
        finally:
            self.endResetModel()

    def row(self, index: int) -> ListRow | None:
        """The record in a row; None where it cannot be read (any more)."""
        if self._workspace is None or not 0 <= index < self._count:
            return None
        number, offset = divmod(index, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            try:
                page = listing.page(self._workspace, self._query, number * self.PAGE, self.PAGE)
            except StoreError as error:
                self.trouble.emit(error)
                return None
            self._pages[number] = page
            if len(self._pages) > self.PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[offset] if offset < len(page) else None

    def position(self, type_name: str, uuid: str) -> int | None:
        """The row of a record under the present query, or None where it is not among them."""
        if self._workspace is None:
            return None
        return listing.position(self._workspace, self._query, type_name, uuid)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.sentence(row, "\n")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(row, ", ")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Title"), self.tr("Hromada"), self.tr("Workflow"), self.tr("Sync state"))[section]
        return None

    def place(self, katottg: str | None) -> str:
        """The short name of a record's unit; the code where the register does not know it."""
        if not katottg:
            return ""
        if katottg not in self._places:
            self._places[katottg] = self._codifier.label(katottg, self._lang) if self._codifier else katottg
        return self._places[katottg]

    def kind(self, type_name: str) -> str:
        """What a record of a type is called."""
        return self._workspace.catalogue.type(type_name).label(self._lang) if self._workspace else type_name

    def workflow(self, code: str | None) -> str:
        """The word for a workflow state; blank counts as a draft."""
        codelist = self._workspace.catalogue.codelists.get("workflow") if self._workspace else None
        return codelist.label(code or "draft", self._lang) if codelist else str(code or "")

    def untitled(self) -> str:
        """What stands for a title that is blank."""
        return str(self.tr("untitled"))

    def sentence(self, row: ListRow, joint: str) -> str:
        """Everything about a row in words: for the tool tip and for screen readers."""
        problems = self.tr("%n problem(s)", "", row.problems) if row.problems else ""
        parts = (
            words.named(self.kind(row.type), row.title or self.untitled()),
            self.place(row.katottg),
            self.workflow(row.workflow),
            words.sync_state(row.state),
            problems,
        )
        return joint.join(part for part in parts if part)

    def _text(self, row: ListRow, column: str) -> str:
        if column == "title":
            return row.title or self.untitled()
        if column == "hromada":
            return self.place(row.katottg)
        return self.workflow(row.workflow) if column == "workflow" else words.sync_state(row.state)
