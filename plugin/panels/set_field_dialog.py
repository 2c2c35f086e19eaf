"""The same value in one field of many records: which field, which value, and what would become of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QFormLayout, QLabel, QWidget

from ..forms.access import WorkspaceAccess
from ..forms.editing import folded
from ..forms.fields.editor import FieldEditor
from ..forms.fields.factory import make_editor
from ..records.definition import GEOMETRY, Field, RecordType
from ..store.many import Outcome
from .filters import FoundBox
from .many_dialog import ManyDialog

ONE_EACH = frozenset({"uuid", "workflow", "captured_at", GEOMETRY, "sha256", "media_type", "bytes", "file_name"})
"""Fields that say something about one record alone, or have a course of their own."""


def settable(rtypes: Sequence[RecordType]) -> list[Field]:
    """The fields that many records of these types can be given the same value in, in the order of the first's form."""
    if not rtypes:
        return []
    found = []
    for field in rtypes[0].fields:
        alike = all(
            rtype.has_field(field.name)
            and (rtype.field(field.name).type, rtype.field(field.name).codelist) == (field.type, field.codelist)
            and not _is_its_own(rtype, field)
            for rtype in rtypes
        )
        if alike:
            found.append(field)
    return found


def _is_its_own(rtype: RecordType, field: Field) -> bool:
    parents = {key.field for key in rtype.foreign_keys} | set(rtype.parent_fields or ())
    return field.name in ONE_EACH or field.derived or field.name in parents or field.name == rtype.title_field


class SetFieldDialog(ManyDialog):
    """Asks for a look whenever the value is another one and the person has come to rest."""

    REST_MS = 400

    def __init__(
        self,
        rtypes: Sequence[RecordType],
        count: int,
        access: WorkspaceAccess,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        """:param rtypes: of the records that are selected."""
        super().__init__("set_field", count, access.workspace.catalogue, lang, parent)
        self._rtypes, self._access = list(rtypes), access
        self._editor: FieldEditor | None = None
        self.field = FoundBox(self)
        self.field.setObjectName("setFieldChoice")
        self.field.setAccessibleName(self.tr("Field"))
        self.field.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fields = settable(self._rtypes)
        for field in self._fields:
            self.field.addItem(self._label(field), field.name)
        self.field.setCurrentIndex(-1)
        self.field.lineEdit().setPlaceholderText(self.tr("choose, or type a part of its name"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._field_label = QLabel(self.tr("Field"), self)
        self._field_label.setBuddy(self.field)
        self._form.addRow(self._field_label, self.field)
        self.body.insertLayout(1, self._form)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(self.REST_MS)
        self._rest.timeout.connect(self.look_requested)
        self.field.currentIndexChanged.connect(self._show_editor)
        self.say(
            self.tr("Choose a field.")
            if self._fields
            else self.tr("The selected records are of different kinds and have no field in common.")
        )

    def begin(self) -> None:
        """The person chooses first."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> tuple[str, Any] | None:
        """The field and its value, None for a blank one; None before a field is chosen."""
        if self._editor is None:
            return None
        return self._editor.field.name, folded(self._editor.field, self._editor.value())

    def show_outlook(self, outcome: Outcome) -> None:
        """What would become of the records; not where the field or the value is another one meanwhile."""
        if self._editor is not None and not self._rest.isActive():
            super().show_outlook(outcome)

    def _label(self, field: Field) -> str:
        section = next((one for one in self._rtypes[0].sections if one.name == field.section), None)
        label = field.label(self._lang)
        return f"{label} ({section.label(self._lang)})" if section is not None else label

    def _show_editor(self, index: int) -> None:
        self._rest.stop()
        if self._editor is not None:
            self._form.removeRow(self._editor)
            self._editor = None
        if index < 0:
            self.say(self.tr("Choose a field."))
            return
        field = self._rtypes[0].field(self.field.itemData(index))
        self._editor = make_editor(field, self._rtypes[0], self._access, self._lang, self)
        label = QLabel(self.tr("New value"), self)
        label.setBuddy(self._editor)
        self._form.addRow(label, self._editor)
        self.setTabOrder(self.field, self._editor)
        self._editor.changed.connect(self._on_changed)
        self._editor.set_value(None)
        self._on_changed()

    def _on_changed(self) -> None:
        self.go_button.setEnabled(False)
        self._rest.start()
