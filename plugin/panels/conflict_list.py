"""The left side of the window of conflicts: all of them, a few filters over them, read as far as they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from ..records import messages, wording
from ..store import conflicts
from ..store.conflicts import ConflictHead
from ..store.titles import record_title
from ..store.workspace import Workspace
from .message_rows import NOTE_ROLE, SIGN_ROLE, MessageList
from .words import capitalised, named

Key = tuple[str, str]
LONGEST = 90
"""Characters of a title in the list; the window's heading has more."""


class ConflictModel(QAbstractListModel):
    """Conflicts in the order in which they were found. Titles are looked up when a row is shown."""

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._workspace: Workspace | None = None
        self._heads: Sequence[ConflictHead] = ()
        self._titles: dict[Key, str] = {}
        self._gone: set[Key] = set()  # of those whose title was looked up, the ones that are deleted here

    def load(self, workspace: Workspace | None, heads: Sequence[ConflictHead]) -> None:
        """Shows these conflicts of a workspace."""
        self.beginResetModel()
        self._workspace, self._heads, self._titles, self._gone = workspace, heads, {}, set()
        self.endResetModel()

    def head(self, row: int) -> ConflictHead:
        """The conflict in a row."""
        return self._heads[row]

    def keys(self) -> list[Key]:
        """Of all conflicts that are listed."""
        return [head.key for head in self._heads]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        head = self._heads[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(head)
        if role == NOTE_ROLE:
            return self._note(head)
        if role == SIGN_ROLE:
            return "conflict"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self._title(head)}, {self._note(head)}"
        return None

    def _title(self, head: ConflictHead) -> str:
        found = self._titles.get(head.key)
        if found is None:
            found = self._titles[head.key] = self._read_title(head)
        return found

    def _read_title(self, head: ConflictHead) -> str:
        workspace = self._workspace
        rtype = workspace.catalogue.types.get(head.type) if workspace is not None else None
        if workspace is None or rtype is None:
            return head.type
        record = workspace.get(*head.key)
        if record is None:
            whole = conflicts.get_conflict(workspace, *head.key)
            record = (whole.theirs if whole is not None else None) or {}
            self._gone.add(head.key)
        title = record_title(workspace, rtype, record, self._lang)
        return named(rtype.label(self._lang), wording.shortened(title, LONGEST))

    def _note(self, head: ConflictHead) -> str:
        self._title(head)  # tells whether the record is gone
        side = ("_here" if head.key in self._gone else "_portal") if head.kind == "deleted" else ""
        kind = messages.text(f"sync.kind.{head.kind}{side}", self._lang)
        rtype = self._workspace.catalogue.types.get(head.type) if self._workspace is not None else None
        labels = [wording.field_label(rtype, name, self._lang) for name in head.fields] if rtype is not None else []
        return ": ".join(part for part in (kind, ", ".join(labels)) if part)


class ConflictList(QWidget):
    """Filters, the list, and how many there are."""

    current_changed = pyqtSignal(object)  # (type, uuid), or None where nothing is listed

    def __init__(self, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._workspace: Workspace | None = None
        self._heads: list[ConflictHead] = []
        self.type_filter = self._combo("conflictTypeFilter", self.tr("Kind of record"))
        self.kind_filter = self._combo("conflictKindFilter", self.tr("Kind of conflict"))
        self.field_filter = self._combo("conflictFieldFilter", self.tr("Field"))
        self.model = ConflictModel(lang, self)
        self.list = MessageList("conflictList", self.tr("Conflicts"), self)
        self.list.setModel(self.model)
        # A bar that comes and goes would change the room that rows were measured for.
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.count = QLabel(self)
        self.count.setObjectName("conflictCount")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for combo in (self.type_filter, self.kind_filter, self.field_filter):
            layout.addWidget(combo)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.count)
        self.list.selectionModel().currentChanged.connect(self._current_changed)

    def load(self, workspace: Workspace, keep: Key | None = None) -> None:
        """Reads the conflicts anew; `keep` stays the current one, else the one that takes its place.

        :raises StoreError: the workspace could not be read.
        """
        self._workspace = workspace
        self._heads = conflicts.list_heads(workspace)
        catalogue = workspace.catalogue
        types = {head.type: catalogue.types[head.type].label(self._lang) for head in self._heads}
        kinds = {head.kind: capitalised(messages.text(f"sync.kind.{head.kind}", self._lang)) for head in self._heads}
        fields = {
            name: wording.field_label(catalogue.types[head.type], name, self._lang)
            for head in self._heads
            for name in head.fields
        }
        self._fill(self.type_filter, self.tr("All kinds of records"), types)
        self._fill(self.kind_filter, self.tr("All kinds of conflicts"), kinds)
        self._fill(self.field_filter, self.tr("All fields"), fields)
        self._show(keep)

    def is_current(self, workspace: Workspace) -> bool:
        """Whether the workspace holds just the conflicts that were read last. Raises StoreError."""
        return workspace is self._workspace and conflicts.list_heads(workspace) == self._heads

    def current(self) -> Key | None:
        """The conflict that is looked at."""
        index = self.list.currentIndex()
        return self.model.head(index.row()).key if index.isValid() else None

    def select(self, key: Key) -> bool:
        """Makes a conflict the current one, filters dropped where they hide it; whether it is there."""
        keys = self.model.keys()
        if key not in keys:
            for combo in (self.type_filter, self.kind_filter, self.field_filter):
                combo.setCurrentIndex(0)
            keys = self.model.keys()
        if key in keys:
            self.list.setCurrentIndex(self.model.index(keys.index(key), 0))
        return key in keys

    def _show(self, keep: Key | None = None) -> None:
        before = max(self.list.currentIndex().row(), 0)
        type_name, kind, field = (
            combo.currentData() for combo in (self.type_filter, self.kind_filter, self.field_filter)
        )
        heads = [
            head
            for head in self._heads
            if (not type_name or head.type == type_name)
            and (not kind or head.kind == kind)
            and (not field or field in head.fields)
        ]
        self.list.selectionModel().blockSignals(True)
        self.model.load(self._workspace, heads)
        self.list.selectionModel().blockSignals(False)
        self.count.setText(self.tr("%n conflict(s)", "", len(heads)))
        keys = self.model.keys()
        row = keys.index(keep) if keep in keys else min(before, len(keys) - 1)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self.current_changed.emit(self.current())

    def _combo(self, name: str, spoken: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        combo.setToolTip(spoken)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.currentIndexChanged.connect(self._filtered)
        return combo

    def _fill(self, combo: QComboBox, everything: str, choices: dict[str, str]) -> None:
        chosen = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(everything, "")
        for code, label in sorted(choices.items(), key=lambda one: one[1]):
            combo.addItem(label, code)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.setVisible(len(choices) > 1)
        combo.blockSignals(False)

    def _filtered(self, _index: int) -> None:
        self._show(self.current())

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.current_changed.emit(self.model.head(current.row()).key)
