"""Browsing the codifier as a tree: oblast, raion, hromada, settlement, city district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...records.territory import COUNTRY, unit_label
from ..help_button import beside_help
from ..hints import readable
from ..theme import style_sheet
from .territory_search import RecentUnits, TerritoryLookup

if TYPE_CHECKING:
    from ...records.territory import Codifier, Unit

CODE_ROLE = Qt.ItemDataRole.UserRole
_LEAVES = ("C", "X", "B")


class _Node:
    __slots__ = ("children", "parent", "row", "unit")

    def __init__(self, unit: Unit | None, parent: _Node | None, row: int) -> None:
        self.unit, self.parent, self.row = unit, parent, row
        self.children: list[_Node] | None = None


class TerritoryModel(QAbstractItemModel):
    """The codifier's units, each level read when it is first opened. Columns: name, code."""

    def __init__(self, codifier: Codifier, lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._codifier, self._lang = codifier, lang
        self._root = _Node(None, None, 0)
        self._fill(self._root)

    def index_of(self, code: str) -> QModelIndex:
        """Where a unit stands, reading the levels above it; an invalid index for an unknown code."""
        node = self._root
        for unit in reversed(self._codifier.units_above(code)):
            self._fill(node)
            found = next((child for child in node.children or () if child.unit and child.unit.code == unit.code), None)
            if found is None:
                return QModelIndex()
            node = found
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: QModelIndex | None = None) -> QModelIndex:
        children = self._node(parent).children or []
        if _is_second(parent) or not 0 <= row < len(children) or column not in (0, 1):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: QModelIndex | None = None) -> Any:
        if index is None:
            return super().parent()
        above = index.internalPointer().parent if index.isValid() else None
        return QModelIndex() if above is None or above is self._root else self.createIndex(above.row, 0, above)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if _is_second(parent) else len(self._node(parent).children or ())

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 2

    def hasChildren(self, parent: QModelIndex | None = None) -> bool:
        node = self._node(parent)
        return (
            not _is_second(parent) and (node.unit is None or node.unit.category not in _LEAVES) and node.children != []
        )

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not _is_second(parent) and self._node(parent).children is None

    def fetchMore(self, parent: QModelIndex) -> None:
        node = self._node(parent)
        if node.children is None:
            units = self._codifier.children(node.unit.code if node.unit is not None else COUNTRY)
            if units:
                self.beginInsertRows(parent, 0, len(units) - 1)
            node.children = [_Node(unit, node, row) for row, unit in enumerate(units)]
            if units:
                self.endInsertRows()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        unit = self._node(index).unit
        if unit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return unit.code if index.column() == 1 else unit_label(unit, self._lang)
        if role == Qt.ItemDataRole.ToolTipRole and unit.old_names:
            return self.tr("formerly {names}").format(names=", ".join(unit.old_names))
        return unit.code if role == CODE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Unit"), self.tr("KATOTTG code"))[section]
        return None

    def _node(self, index: QModelIndex | None) -> _Node:
        return index.internalPointer() if index is not None and index.isValid() else self._root

    def _fill(self, node: _Node) -> None:
        if node.children is None:
            self.fetchMore(QModelIndex() if node is self._root else self.createIndex(node.row, 0, node))


def _is_second(index: QModelIndex | None) -> bool:
    """Whether an index is in the column of codes, which has nothing under it."""
    return index is not None and index.column() > 0


class TerritoryDialog(QDialog):
    """Browse, or jump by a few letters; *Choose* or a double click takes the unit. Shown with `open()`."""

    chosen = pyqtSignal(str)

    def __init__(
        self,
        codifier: Codifier,
        lang: str,
        within: tuple[str, ...] = (),
        recent: RecentUnits | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("territoryDialog")
        self.setWindowTitle(self.tr("Territory"))
        self.setStyleSheet(style_sheet(self.palette()))
        readable(self)
        self.resize(620, 520)
        self._within = within
        self.line = QLineEdit(self)
        self.line.setObjectName("territoryFind")
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("first letters: settlement, hromada, raion or oblast"))
        self.line.setAccessibleName(self.tr("Find in the tree"))
        self.lookup = TerritoryLookup(self.line, codifier, lang, within, recent)
        self.lookup.chosen.connect(self._jump)
        self.model = TerritoryModel(codifier, lang, self)
        self.tree = QTreeView(self)
        self.tree.setObjectName("territoryTree")
        self.tree.setAccessibleName(self.tr("Units of the codifier"))
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.doubleClicked.connect(self._take)
        self.tree.selectionModel().currentChanged.connect(self._follow)
        self.buttons = QDialogButtonBox(self)
        self.choose_button = self.buttons.addButton(self.tr("Choose"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.choose_button.setObjectName("chooseUnitButton")
        self.choose_button.setDefault(True)
        cancel = self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancelUnitButton")
        cancel.setAutoDefault(False)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.tree, 1)
        layout.addLayout(beside_help(self.buttons))
        self._follow()

    def show_unit(self, code: str | None) -> None:
        """Opens the tree at a unit; without one, at the user's own territory."""
        wanted = code or next((area for area in self._within if area != COUNTRY), None)
        index = self.model.index_of(wanted) if wanted else QModelIndex()
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.tree.expand(index)
        self.tree.setFocus()

    def current(self) -> str | None:
        """The code of the unit that is marked."""
        code: str | None = self.tree.currentIndex().data(CODE_ROLE)
        return code

    def _jump(self, code: str) -> None:
        self.line.clear()
        self.show_unit(code)

    def _follow(self) -> None:
        self.choose_button.setEnabled(self.current() is not None)

    def _take(self) -> None:
        code = self.current()
        if code is not None:
            self.accept()
            self.chosen.emit(code)
