"""The records that hang off the one in the form: a list, and in its place the form of the one that is edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ..records.definition import RecordType
from ..store.titles import figures, record_title
from .access import WorkspaceAccess
from .focus import show_focus
from .two_lines import ListWithHint, TwoLineDelegate

_UUID = Qt.ItemDataRole.UserRole


def parent_key(child: RecordType, parent_type: str) -> str:
    """The field of a child that holds its parent's uuid."""
    return next(key.field for key in child.foreign_keys if key.type == parent_type)


def child_preset(child: RecordType, parent_type: str, parent: Mapping[str, Any]) -> dict[str, Any]:
    """What a new child starts with: its parent, and what it most likely has in common with it."""
    values = {parent_key(child, parent_type): parent["uuid"]}
    for name in ("katottg", "regional", "info_source", "access"):
        if child.has_field(name) and parent.get(name) is not None:
            values[name] = parent[name]
    return values


def _in_order(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """As they were made; reports by their quarter, the newest first."""
    return sorted(records, key=lambda record: str(record.get("period") or ""), reverse=True)


class ChildList(ListWithHint):
    """Enter opens, Delete removes."""

    open_pressed = pyqtSignal()
    remove_pressed = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_pressed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)


class ChildrenPage(QWidget):
    """Children of one type. Opening a form for them is the window's business; this asks for it."""

    open_requested = pyqtSignal(str, str)  # type, uuid
    add_requested = pyqtSignal(str)  # type
    remove_requested = pyqtSignal(str, str, str)  # type, uuid, title
    opened_changed = pyqtSignal()  # a child's form came into the place of the list, or went

    def __init__(
        self, child: RecordType, parent_type: str, access: WorkspaceAccess, lang: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("childrenPage")
        self.child = child
        self._parent_type, self._access, self._lang = parent_type, access, lang
        self._key = parent_key(child, parent_type)
        help_label = QLabel(child.help(lang), self)
        help_label.setProperty("help", True)
        help_label.setWordWrap(True)
        self.list = ChildList(self)
        self.list.setObjectName(f"children_{child.name}")
        self.list.setAccessibleName(child.plural_label(lang))
        self.list.setAlternatingRowColors(True)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.empty_text = self.tr("None yet. “Add” opens a form for the first one.")
        show_focus(self.list)
        self.list.open_pressed.connect(self._open)
        self.list.itemDoubleClicked.connect(self._open)
        self.list.remove_pressed.connect(self._remove)
        self.list.currentRowChanged.connect(self._update_buttons)
        self.add_button = self._button("add", self.tr("Add"), self._add)
        self.open_button = self._button("open", self.tr("Open"), self._open)
        self.remove_button = self._button("remove", self.tr("Remove…"), self._remove)
        row = QHBoxLayout()
        for button in (self.add_button, self.open_button, self.remove_button):
            row.addWidget(button)
        row.addStretch(1)
        self._overview = QWidget(self)
        layout = QVBoxLayout(self._overview)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addWidget(help_label)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._overview)
        self._opened: QWidget | None = None
        self._update_buttons()

    @property
    def opened(self) -> QWidget | None:
        """The form that stands in the place of the list."""
        return self._opened

    def open_in_place(self, form: QWidget, closed: pyqtSignal) -> None:
        """Puts a form in the place of the list until it is `closed`."""
        self._opened = form
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        closed.connect(self._back_to_list)
        self.opened_changed.emit()

    def _back_to_list(self, form: QWidget) -> None:
        self._stack.removeWidget(form)
        if self._opened is form:
            self._opened = None
            self._stack.setCurrentWidget(self._overview)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.opened_changed.emit()

    def select(self, uuid: str) -> None:
        """Goes to a child in the list."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_UUID) == uuid:
                self.list.setCurrentRow(row)

    def show_children(self, parent_uuid: str | None) -> int:
        """Lists the children of a record; returns how many there are. None: of one that is not saved yet."""
        workspace = self._access.workspace
        chosen = self._chosen()
        self.list.clear()
        children = workspace.records(self.child.name, {self._key: parent_uuid}) if parent_uuid is not None else ()
        for record in _in_order(children):
            title = record_title(workspace, self.child, record, self._lang, self._parent_type) or self.tr("untitled")
            text = "\n".join(part for part in (title, figures(self.child, record, self._lang)) if part)
            item = QListWidgetItem(text)
            item.setToolTip(text)
            item.setData(_UUID, record["uuid"])
            self.list.addItem(item)
            if record["uuid"] == chosen:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.setAccessibleDescription("" if self.list.count() else self.list.empty_text)
        self._update_buttons()
        return int(self.list.count())

    def _button(self, name: str, text: str, slot: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"{name}_{self.child.name}")
        button.setAccessibleName(f"{text} {self.child.label(self._lang)}")
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _chosen(self) -> str | None:
        item = self.list.currentItem()
        return item.data(_UUID) if item is not None else None

    def _add(self) -> None:
        self.add_requested.emit(self.child.name)

    def _open(self) -> None:
        uuid = self._chosen()
        if uuid is not None:
            self.open_requested.emit(self.child.name, uuid)

    def _remove(self) -> None:
        uuid = self._chosen()
        if uuid is not None:
            title = self.list.currentItem().text().partition("\n")[0]
            self.remove_requested.emit(self.child.name, uuid, title)

    def _update_buttons(self, _row: int = 0) -> None:
        for button in (self.open_button, self.remove_button):
            button.setEnabled(self._chosen() is not None)
