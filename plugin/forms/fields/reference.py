"""Another record that this one belongs to or is linked with, found by its title."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ...errors import StoreError
from ...records.definition import Field, RecordType
from ...store import listing
from ...store.columns import Record
from ...store.listing import ListQuery
from ..access import WorkspaceAccess
from .editor import FieldEditor
from .lookup import Lookup, Offer


class ReferenceEditor(FieldEditor):
    """The uuid of a record, shown by its title. Titles repeat, so one has to be picked, not just typed."""

    def __init__(
        self, field: Field, target: RecordType, access: WorkspaceAccess, lang: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, lang, parent)
        self._target, self._access = target, access
        self._uuid: str | None = None
        self._setting = False
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("a word of its title"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._adopt(self.line)
        self.lookup = Lookup(self.line, self._find)
        self.lookup.chosen.connect(self._chosen)
        self.line.textChanged.connect(self._text_changed)

    def value(self) -> Any:
        return self._uuid or self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        self._setting = True
        try:
            record = self._record(value)
            self._uuid = value if record is not None else None
            title = self._target.title(record) if record is not None else ""
            self.line.setText(title or ("" if value is None else str(value)))
            self.line.setToolTip(self._named(title, record.get("katottg")) if record is not None and title else "")
            self.line.setCursorPosition(0)
        finally:
            self._setting = False

    def _record(self, value: Any) -> Record | None:
        """None also where the workspace cannot be read just now: the uuid stands in the field, and stays the value."""
        try:
            return self._access.workspace.get(self._target.name, value) if isinstance(value, str) else None
        except StoreError:
            return None

    def _find(self, text: str, limit: int) -> list[Offer]:
        query = ListQuery(types=(self._target.name,), text=text)
        try:
            rows = listing.page(self._access.workspace, query, 0, limit)
        except StoreError:  # what is typed stays, and the next letter asks again
            return []
        return [
            Offer(row.uuid, self._named(row.title or row.uuid, row.katottg), self._path(row.katottg)) for row in rows
        ]

    def _named(self, title: str, katottg: str | None) -> str:
        """Titles repeat; where it is tells them apart."""
        codifier = self._access.codifier
        place = codifier.label(katottg, self.lang) if codifier is not None and katottg else ""
        return f"{title} · {place}" if place else title

    def _path(self, katottg: str | None) -> str:
        codifier = self._access.codifier
        return " · ".join(codifier.path(katottg, self.lang)) if codifier is not None and katottg else ""

    def _chosen(self, uuid: str) -> None:
        self.set_value(uuid)
        self.changed.emit()
        self.left.emit()

    def _text_changed(self, _text: str) -> None:
        if not self._setting:
            self._uuid = None
            self.changed.emit()
