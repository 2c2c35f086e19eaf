"""The native QGIS form and attribute table of a layer: the definition's labels, codes, dates and limits.

So the attribute table, plain QGIS and QField show the same words and take the same values as the record form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorElement,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsAttributeTableConfig,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsField,
    QgsFieldConstraints,
    QgsFields,
    QgsOptionalExpression,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..records.catalogue import Catalogue
from ..records.definition import Field, RecordType
from . import qfield
from .field_widgets import FILE, HIDDEN, NO_LISTS, PICTURE, READ_ONLY, Lists, file_widget, holds_files, widget
from .layer_relations import Children

#: This moment as ISO 8601 in UTC. QGIS's expressions know no time zones, and its OGR provider stores a local time as it
#: reads on the clock; a text that ends in Z is taken for UTC by every version.
NOW_UTC = (
    "with_variable('s', floor(epoch(now()) / 1000),"
    " format_date(to_date('1970-01-01') + to_interval(to_string(floor(@s / 86400)) || ' days'), 'yyyy-MM-dd')"
    " || 'T' || lpad(to_string(floor((@s % 86400) / 3600)), 2, '0')"
    " || ':' || lpad(to_string(floor((@s % 3600) / 60)), 2, '0')"
    " || ':' || lpad(to_string(@s % 60), 2, '0') || 'Z')"
)
#: So that a new record has its identity before it is saved: only then can a photo or a child be added to it at once.
NEW_UUID = "uuid('WithoutBraces')"
#: Where an attachment's file is, below the project's folder: as another program named it, or taken into the workspace.
PICTURE_PATH = f"""if("sha256" IS NULL, "{FILE}", 'files/' || left("sha256", 2) || '/' || "sha256")"""


def configure(
    layer: QgsVectorLayer,
    rtype: RecordType,
    catalogue: Catalogue,
    lang: str,
    lists: Lists = NO_LISTS,
    children: Sequence[Children] = (),
) -> None:
    """Gives a layer its aliases, widgets, constraints, defaults, form pages and table columns."""
    if holds_files(rtype) and layer.fields().indexOf(PICTURE) < 0:
        picture = QgsField(layer.fields().field(FILE))
        picture.setName(PICTURE)
        layer.addExpressionField(PICTURE_PATH, picture)
    for index, attribute in enumerate(layer.fields()):
        name = attribute.name()
        if layer.fields().fieldOrigin(index) == QgsFields.FieldOrigin.OriginExpression and name == PICTURE:
            layer.setFieldAlias(index, QCoreApplication.translate("Layers", "File"))
            layer.setEditorWidgetSetup(index, file_widget(read_only=True))
            continue
        if layer.fields().fieldOrigin(index) != QgsFields.FieldOrigin.OriginProvider:
            continue
        if name == "uuid":
            layer.setDefaultValueDefinition(index, QgsDefaultValue(NEW_UUID, False))
        if name in HIDDEN or not rtype.has_field(name):
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("Hidden", {}))
            if rtype.has_field(name):
                layer.setFieldAlias(index, rtype.field(name).label(lang))
            continue
        field = rtype.field(name)
        layer.setFieldAlias(index, _named(field, lang))
        layer.setEditorWidgetSetup(index, widget(rtype, field, catalogue, lang, lists))
        _constrain(layer, index, field, lang)
        if name == "captured_at":
            layer.setDefaultValueDefinition(index, QgsDefaultValue(NOW_UTC, False))
        elif field.default is not None:
            layer.setDefaultValueDefinition(index, QgsDefaultValue(_literal(field.default), False))
    layer.setDisplayExpression(_display(layer, rtype))
    _lay_out(layer, rtype, catalogue, lang, children)
    _columns(layer, rtype)
    qfield.configure(layer, rtype)


def _display(layer: QgsVectorLayer, rtype: RecordType) -> str:
    """A record's title; of a record whose title is another one's, that one's."""
    title = f'"{rtype.title_field}"'
    if rtype.field(rtype.title_field).format == "uuid":
        title = f"represent_value({title})"
    return f'coalesce({title}, "uuid")'


def _named(field: Field, lang: str) -> str:
    """A field's label, with its unit where it has one that is written."""
    unit = field.unit or ""
    return field.label(lang) if not unit or unit.startswith("{") else f"{field.label(lang)}, {_UNITS.get(unit, unit)}"


_LISTS = ("ValueMap", "RelationReference")
_LONGEST_BESIDE = 20
_UNITS = {"deg": "°", "By": "B"}


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"


def _constrain(layer: QgsVectorLayer, index: int, field: Field, lang: str) -> None:
    """The definition's limits as soft constraints: a draft may lack a required field, and says so."""
    soft = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft
    not_null = QgsFieldConstraints.Constraint.ConstraintNotNull
    if field.required and field.name not in READ_ONLY:
        layer.setFieldConstraint(index, not_null, soft)
    else:
        layer.removeFieldConstraint(index, not_null)
    column = '"' + field.name + '"'
    limits = []
    if field.minimum is not None:
        limits.append(f"{column} >= {field.minimum!r}")
    if field.maximum is not None:
        limits.append(f"{column} <= {field.maximum!r}")
    if field.max_length is not None:
        limits.append(f"length({column}) <= {field.max_length}")
    if field.pattern is not None:
        limits.append(f"regexp_match({column}, {_literal(f'^(?:{field.pattern})$')}) > 0")
    if limits:
        layer.setConstraintExpression(index, f"{column} IS NULL OR ({' AND '.join(limits)})", _limits(field, lang))
        layer.setFieldConstraint(index, QgsFieldConstraints.Constraint.ConstraintExpression, soft)


def _limits(field: Field, lang: str) -> str:
    """What a value has to be, in words; QGIS shows it where the value is not."""
    words = [field.help(lang)] if field.help(lang) else []
    if field.minimum is not None and field.maximum is not None:
        told = QCoreApplication.translate("Layers", "From {least} to {most}.")
        words.append(told.format(least=_number(field.minimum), most=_number(field.maximum)))
    elif field.minimum is not None:
        words.append(QCoreApplication.translate("Layers", "At least {least}.").format(least=_number(field.minimum)))
    if field.max_length is not None:
        told = QCoreApplication.translate("Layers", "At most {most} characters.")
        words.append(told.format(most=_number(field.max_length)))
    return " ".join(words)


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u00a0") if float(value).is_integer() else str(value)


def _container(name: str, parent: QgsAttributeEditorElement, tab: bool) -> QgsAttributeEditorContainer:
    made = QgsAttributeEditorContainer(name, parent)
    if hasattr(made, "setType"):
        kinds = Qgis.AttributeEditorContainerType
        made.setType(kinds.Tab if tab else kinds.GroupBox)
    else:  # before QGIS 3.32
        made.setIsGroupBox(not tab)
    return made


def _lay_out(
    layer: QgsVectorLayer, rtype: RecordType, catalogue: Catalogue, lang: str, children: Iterable[Children]
) -> None:
    """One tab a section of the definition, one more for each kind of children."""
    form = layer.editFormConfig()
    form.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    form.clearTabs()
    root = form.invisibleRootContainer()
    for section in rtype.sections:
        page = _container(section.label(lang), root, tab=True)
        for field in rtype.fields:
            index = layer.fields().indexOf(field.name)
            if field.section == section.name and index >= 0 and field.name not in HIDDEN:
                if holds_files(rtype) and field.name == FILE:
                    _file(layer, page, index)
                else:
                    page.addChildElement(QgsAttributeEditorField(field.name, index, page))
                form.setReadOnly(index, field.name in READ_ONLY or field.derived)
                form.setReuseLastValue(index, field.sticky)
                form.setLabelOnTop(index, _is_wide(layer, index))
        if page.children():
            form.addTab(page)
    for kind in children:
        page = _container(catalogue.type(kind.type).plural_label(lang), root, tab=True)
        for identity in kind.relations:
            shown = QgsAttributeEditorRelation(identity, page)
            shown.setRelationWidgetTypeId("relation_editor")
            shown.setShowLabel(len(kind.relations) > 1)
            page.addChildElement(shown)
        form.addTab(page)
    layer.setEditFormConfig(form)


def _is_wide(layer: QgsVectorLayer, index: int) -> bool:
    """Whether a field's label stands above it. A list of values is as wide as its longest entry, and QGIS opens its
    form with some 600 pixels: beside it, or beside a text, a long label has no room."""
    kind = layer.editorWidgetSetup(index).type()
    return kind in _LISTS or (kind == "TextEdit" and len(layer.attributeDisplayName(index)) > _LONGEST_BESIDE)


def _file(layer: QgsVectorLayer, page: QgsAttributeEditorContainer, index: int) -> None:
    """A file to choose or to photograph as long as there is none in the workspace, the picture of the one that is."""
    picture = layer.fields().indexOf(PICTURE)
    label = layer.attributeDisplayName(index)
    for name, position, when in ((FILE, index, '"sha256" IS NULL'), (PICTURE, picture, '"sha256" IS NOT NULL')):
        box = _container(label, page, tab=False)
        box.setShowLabel(False)
        box.setVisibilityExpression(QgsOptionalExpression(QgsExpression(when)))
        box.addChildElement(QgsAttributeEditorField(name, position, box))
        page.addChildElement(box)


def _columns(layer: QgsVectorLayer, rtype: RecordType) -> None:
    """The attribute table shows the definition's fields; identifiers and joined helpers are hidden."""
    table = QgsAttributeTableConfig()
    table.update(layer.fields())
    columns = table.columns()
    for column in columns:
        column.hidden = not rtype.has_field(column.name) or column.name in HIDDEN
    table.setColumns(columns)
    layer.setAttributeTableConfig(table)
