"""One page of the form: the fields of a section in reading order, built when it is first shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ..records.definition import GEOMETRY, Field, RecordType
from .access import WorkspaceAccess
from .checks import FormFault
from .fields.date import DateEditor
from .fields.editor import FieldEditor
from .fields.factory import is_narrow, make_editor
from .fields.geometry import GeometryEditor
from .fields.number import MoneyEditor, NumberEditor
from .fields.people import PeopleTable
from .fields.territory import TerritoryEditor
from .rows import FieldRow, spoken

PEOPLE_PREFIX = "people_"


class SectionPage(QScrollArea):
    """Shows and edits the fields of one section. It keeps no values of its own: edits go out as they are made."""

    edited = pyqtSignal(str, object)  # field name, value
    left = pyqtSignal(str)
    place_requested = pyqtSignal(str)
    flash_requested = pyqtSignal(object)
    fix_requested = pyqtSignal(object)

    def __init__(
        self,
        rtype: RecordType,
        fields: Sequence[Field],
        with_geometry: bool,
        access: WorkspaceAccess,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rtype, self._access, self._lang = rtype, access, lang
        self.editors: dict[str, FieldEditor] = {}
        self.geometry_editor: GeometryEditor | None = None
        self.people: PeopleTable | None = None
        self._rows: dict[str, FieldRow] = {}
        self._sought: QWidget | None = None  # what is scrolled to
        self._body = QWidget(self)
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._next = (0, 0)
        self._build(fields, with_geometry)
        self._widen_lonely()
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.setWidget(self._body)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fills all fields of the page from a record."""
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))
        if self.people is not None:
            for name in self.people.editors:
                self.people.set_value(name, values.get(name))
        if self.geometry_editor is not None:
            self.geometry_editor.set_value(values.get(GEOMETRY))
        self.follow_place(fill=False)
        self.show_currencies(values)

    def follow_place(self, *, fill: bool) -> None:
        """The territory units at the place are proposed; `fill` lets the place fill a blank territory."""
        for editor in self.editors.values():
            if isinstance(editor, TerritoryEditor) and self.geometry_editor is not None:
                editor.follow_place(self.geometry_editor.value(), fill=fill)

    def show_currencies(self, values: Mapping[str, Any]) -> None:
        """Shows beside every amount the currency that the record states."""
        for editor in self.editors.values():
            if isinstance(editor, MoneyEditor):
                editor.set_currency(values.get(editor.field.currency or ""))

    def show_faults(self, faults: Mapping[str, Sequence[FormFault]]) -> None:
        """Shows what is wrong, keyed by field; fields that are not named are clean.

        A fault that points at several fields is told once, at the foremost of them that is on this page.
        """
        told: dict[str, list[FormFault]] = {}
        for found in faults.values():
            for fault in found:
                place = next((name for name in fault.fields if self._row_of(name) in self._rows), None)
                if place is not None and fault not in told.setdefault(self._row_of(place), []):
                    told[self._row_of(place)].append(fault)
        for name, row in self._rows.items():
            row.show_faults([self._named(fault) for fault in told.get(name, ())])
        people = self.people.editors if self.people is not None else {}
        for name, editor in [*self.editors.items(), *people.items()]:
            own = faults.get(name, ())
            editor.set_faulty(any(fault.severity == "error" for fault in own), spoken(own))

    def _row_of(self, name: str) -> str:
        return PEOPLE_PREFIX if self.people is not None and name in self.people.editors else name

    def _named(self, fault: FormFault) -> FormFault:
        """In the table of people a fault says which number it is about."""
        name = fault.fields[0]
        if self.people is None or name not in self.people.editors:
            return fault
        label = self._rtype.field(name).label(self._lang)
        if label in fault.text:
            return fault
        text = fault.text[:1].lower() + fault.text[1:] if fault.text[1:2].islower() else fault.text
        return replace(fault, text=self.tr("“{field}”: {text}").format(field=label, text=text))

    def hide_field(self, name: str, hidden: bool) -> None:
        """Leaves a field out of the page, such as the parent of a child whose form stands in the parent's."""
        self._rows[name].setVisible(not hidden)

    def focus_field(self, name: str) -> bool:
        """Puts the keyboard into a field and scrolls to it; False where the page has no such field."""
        widget: QWidget | None = self.editors.get(name)
        if name == GEOMETRY:
            widget = self.geometry_editor
        elif widget is None and self.people is not None:
            widget = self.people.editors.get(name)
        if widget is None:
            return False
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, (NumberEditor, DateEditor)):
            widget.line.selectAll()  # as after the tab key: what is typed replaces the number, and is not set before it
        self._sought = widget
        QTimer.singleShot(0, self._scroll_to_sought)  # laid out by then; before, everything lies on one heap
        return True

    def _scroll_to_sought(self) -> None:
        widget, self._sought = self._sought, None
        if widget is not None:
            self.ensureWidgetVisible(widget, 20, 60)

    def _build(self, fields: Sequence[Field], with_geometry: bool) -> None:
        counts = [field for field in fields if field.name.startswith(PEOPLE_PREFIX) and field.type == "integer"]
        compact = len(counts) > 2
        if with_geometry:
            self._add_geometry()
        for field in fields:
            if compact and field in counts:
                if field is counts[0]:
                    self._add_people(counts, self.tr("People") if len(counts) < len(fields) else "")
                continue
            self._add_field(field)

    def _add_field(self, field: Field) -> None:
        editor = make_editor(field, self._rtype, self._access, self._lang, self._body)
        if field.derived:
            editor.setEnabled(False)
        help_text = "" if field.type == "datetime" else field.help(self._lang)  # shown in local time, not in UTC
        row = FieldRow(field.name, field.label(self._lang), help_text, field.required, editor, self._body)
        row.fix_requested.connect(self.fix_requested)
        if isinstance(editor, TerritoryEditor):
            editor.unit_shown.connect(self.flash_requested)
        elif isinstance(editor, MoneyEditor):
            editor.currency_stated.connect(self._currency_stated)
        editor.changed.connect(self._editor_changed)
        editor.left.connect(self._editor_left)
        self.editors[field.name] = editor
        self._rows[field.name] = row
        self._place_row(row, is_narrow(field, self._access, self._lang))

    def _add_geometry(self) -> None:
        self.geometry_editor = GeometryEditor(
            self._rtype.geometry, self._lang, self._body, self._access, self._stated_territory
        )
        self.geometry_editor.precision_told.connect(self._precision_told)
        self.geometry_editor.changed.connect(self._geometry_changed)
        self.geometry_editor.left.connect(self._geometry_left)
        self.geometry_editor.place_requested.connect(self.place_requested)
        self.geometry_editor.flash_requested.connect(self.flash_requested)
        row = FieldRow(GEOMETRY, self.tr("Place on the map"), "", False, self.geometry_editor, self._body)
        self._rows[GEOMETRY] = row
        self._place_row(row, narrow=False)

    def _add_people(self, fields: Sequence[Field], label: str) -> None:
        """:param label: blank on a page of its own, which says so already."""
        self.people = PeopleTable(fields, self._lang, self._body)
        self.people.changed.connect(self._people_changed)
        self.people.left.connect(self.left)
        row = FieldRow(
            PEOPLE_PREFIX,
            label,
            self.tr("The groups overlap and are never added up; blank means unknown."),
            False,
            self.people,
            self._body,
        )
        row.fix_requested.connect(self.fix_requested)
        self._rows[PEOPLE_PREFIX] = row
        self._place_row(row, narrow=False)

    def _place_row(self, row: FieldRow, narrow: bool) -> None:
        line, column = self._next
        if narrow:
            self._grid.addWidget(row, line, column)
            self._next = (line, 1) if column == 0 else (line + 1, 0)
            return
        self._widen_lonely()
        if column == 1:
            line += 1
        self._grid.addWidget(row, line, 0, 1, 2)
        self._next = (line + 1, 0)

    def _widen_lonely(self) -> None:
        """A field of half a page with nothing beside it: its help and its faults need not be squeezed."""
        line, column = self._next
        if column == 0:
            return
        row = self._grid.itemAtPosition(line, 0).widget()
        self._grid.removeWidget(row)
        row.keep_half(self._grid.horizontalSpacing())
        self._grid.addWidget(row, line, 0, 1, 2)

    def _editor_changed(self) -> None:
        editor = self.sender()
        self.edited.emit(editor.field.name, editor.value())

    def _editor_left(self) -> None:
        self.left.emit(self.sender().field.name)

    def _people_changed(self, name: str) -> None:
        if self.people is not None:
            self.edited.emit(name, self.people.editors[name].value())

    def _geometry_changed(self) -> None:
        if self.geometry_editor is not None:
            self.edited.emit(GEOMETRY, self.geometry_editor.value())
            self.follow_place(fill=True)

    def _stated_territory(self) -> str | None:
        editor = self.editors.get("katottg")
        return str(editor.value()) if editor is not None and editor.value() else None

    def _precision_told(self, precision: str) -> None:
        """The source of a place knows how exact it is: a settlement's centre is no exact place."""
        editor = self.editors.get("precision")
        if editor is not None and editor.isEnabled():
            editor.set_value(precision or None)
            self.edited.emit("precision", precision or None)

    def _currency_stated(self, code: str) -> None:
        """A currency typed beside an amount becomes the record's, unless another amount of the page stands in it."""
        amount = self.sender()
        name = amount.field.currency
        editor = self.editors.get(name)
        if (
            editor is None
            or not editor.isEnabled()
            or any(
                other is not amount and other.field.currency == name and other.value() is not None
                for other in self.editors.values()
            )
        ):
            return
        editor.set_value(code)
        self.edited.emit(name, code)

    def _geometry_left(self) -> None:
        self.left.emit(GEOMETRY)
