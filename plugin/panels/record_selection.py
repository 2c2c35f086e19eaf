"""What is selected in the record list: kept by record, however long the list is and wherever rows move."""

from __future__ import annotations

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QTableView

from ..errors import StoreError
from ..store import listing
from ..store.listing_order import Key
from ..store.listing_query import ListQuery
from ..store.many import Chosen
from ..store.workspace import Workspace
from .record_model import ROW_ROLE, RecordModel


class RecordSelection(QObject):
    """Follows the selection of a list view."""

    changed = pyqtSignal()
    """By the person, once for all that one key or click did."""
    trouble = pyqtSignal(object)  # StoreError

    MOST = 2000
    """Records that are told one by one; what is more is known by its ids."""

    def __init__(self, view: QTableView, model: RecordModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._model = model
        self._workspace: Workspace | None = None
        self._ids: list[int] = []
        self._count = 0
        self._everything = False
        self._records: list[Key] | None = []
        self._quiet = False
        self._kept: tuple[list[int], bool, Key | None] | None = None
        self._at: tuple[int, ListQuery] | None = None  # the row that the keyboard was at, and of which answer
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.changed)
        view.selectionModel().selectionChanged.connect(self._on_changed)
        model.ordered.connect(self._on_ordered)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Turns to another workspace, with nothing selected."""
        self._workspace = workspace
        self._kept = None
        self._forget()

    @property
    def count(self) -> int:
        """How many records are selected."""
        return self._count

    def records(self) -> list[Key]:
        """Type and uuid of the selected records, the first of many."""
        if self._records is None and self._workspace is not None:
            try:
                self._records = list(listing.read_keys(self._workspace, self._ids[: self.MOST]))
            except StoreError as error:
                self.trouble.emit(error)
        return list(self._records or [])

    def chosen(self) -> Chosen | None:
        """The selection as it is now; None where nothing is selected, or the list has just changed underneath."""
        if self._workspace is None or not self._count:
            return None
        mark = listing.mark(self._workspace)
        query = self._model.query if self._everything else None
        return Chosen(self._count, () if query is not None else tuple(self._ids), query, mark)

    def choose(self, records: list[Key]) -> None:
        """Selects these records, as far as they are listed, and shows the first; tells nobody.

        :raises StoreError: the list could not be read.
        """
        if self._workspace is None:
            return
        self._kept = None
        self._forget()
        wanted = records[: self.MOST]
        if len(wanted) == 1:
            row = self._model.position(*wanted[0])
            rows = [] if row is None else [row]
        else:
            self._model.read_all()
            ids = listing.ids_of(self._workspace, wanted)
            rows = [row for row, _ in self._model.rows.rows_of(ids.values())] if self._model.rows is not None else []
        self._select(rows, rows[0] if rows else None, scroll=True)

    def keep(self) -> None:
        """Before the list is loaded anew: what is selected comes back by :meth:`restore`."""
        row = self._view.currentIndex().data(ROW_ROLE)
        current = (row.type, row.uuid) if row is not None else None
        self._at = (self._view.currentIndex().row(), self._model.query)
        if self._kept is None or self._count:
            self._kept = (self._ids, self._everything, current)

    def restore(self) -> None:
        """Selects again what was selected, without telling: one record at once, many as soon as their order is known.

        Where that is gone, deleted for instance, the keyboard stays at the row.

        :raises StoreError: the list could not be read.
        """
        self._restore_selected()
        at, self._at = self._at, None
        if at is None or self._view.currentIndex().isValid() or at[1] != self._model.query:
            return
        row = min(at[0], self._model.rowCount() - 1)
        if row >= 0:
            self._set_current(row)

    def _restore_selected(self) -> None:
        kept, self._kept = self._kept, None
        self._forget()
        if kept is None or self._workspace is None or not (kept[0] or kept[1]):
            return
        ids, everything, current = kept
        if everything:
            self._select_everything()
        elif len(ids) == 1:
            for key in listing.read_keys(self._workspace, ids):
                row = self._model.position(*key)
                self._select([] if row is None else [row], row)
        elif self._model.reading:
            self._kept = kept
        elif self._model.rows is not None:
            rows = [row for row, _ in self._model.rows.rows_of(ids)]
            at = self._model.position(*current) if current is not None else None
            self._select(rows, at if at is not None else rows[0] if rows else None)

    def clear(self) -> None:
        """Nothing is selected, and nothing comes back."""
        self._kept = None
        self._forget()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._soon.stop()
        self._ids, self._count, self._everything, self._records = [], 0, False, []

    def _on_ordered(self) -> None:
        if self._kept is not None:
            try:
                self.restore()
            except StoreError as error:
                self.trouble.emit(error)

    def _select(self, rows: list[int], current: int | None, scroll: bool = False) -> None:
        selection = QItemSelection()
        last = self._model.columnCount() - 1
        for first, end in _runs(rows):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        flags = QItemSelectionModel.SelectionFlag
        self._quiet = True
        try:
            self._view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
            if current is not None:
                self._set_current(current)
                if scroll:
                    self._view.scrollTo(self._model.index(current, 0))
        finally:
            self._quiet = False
        self._look()

    def _set_current(self, row: int) -> None:
        """Where the keyboard goes on; who has scrolled elsewhere stays there."""
        scrolls = self._view.hasAutoScroll()
        self._view.setAutoScroll(False)
        self._view.selectionModel().setCurrentIndex(
            self._model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self._view.setAutoScroll(scrolls)

    def _select_everything(self) -> None:
        if self._model.rowCount():
            self._quiet = True
            self._view.selectAll()
            self._quiet = False
        self._look()

    def _on_changed(self, *_: object) -> None:
        if not self._quiet:
            self._kept = None
            self._look()
            self._soon.start()

    def _look(self) -> None:
        """Takes over what the view has selected. Ids of a list that is not read yet are read as far as needed."""
        ranges = [(part.top(), part.bottom()) for part in self._view.selectionModel().selection() if part.left() == 0]
        self._forget()
        rows = self._model.rows
        if rows is None or not ranges:
            return
        if len(ranges) == 1 and ranges[0] == (0, rows.total - 1) and rows.count > 1:
            self._everything, self._count = True, rows.count
            first = min(rows.total - 1, self.MOST)
            self._ids = rows.ids_between(0, first) if not rows.sections[0].headed else []
        else:
            for top, bottom in sorted(ranges):
                self._ids += rows.ids_between(top, bottom)
            self._count = len(self._ids)
        self._records = None


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows as runs of neighbours: selecting a thousand single rows is slow, one run of them is not."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
