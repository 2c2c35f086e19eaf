"""The native QGIS form and attribute table of a layer: the definition's labels, codes, dates and limits.

So the attribute table, plain QGIS and QField show the same words and take the same values as the record form.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeTableConfig,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsFields,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..records.catalogue import Catalogue
from ..records.definition import Field, RecordType

HIDDEN = ("fid", "uuid")
READ_ONLY = ("captured_at",)
LONGEST_VALUE_MAP = 300

#: This moment as ISO 8601 in UTC. QGIS's expressions know no time zones, and its OGR provider stores a local time as it
#: reads on the clock; a text that ends in Z is taken for UTC by every version.
NOW_UTC = (
    "with_variable('s', floor(epoch(now()) / 1000),"
    " format_date(to_date('1970-01-01') + to_interval(to_string(floor(@s / 86400)) || ' days'), 'yyyy-MM-dd')"
    " || 'T' || lpad(to_string(floor((@s % 86400) / 3600)), 2, '0')"
    " || ':' || lpad(to_string(floor((@s % 3600) / 60)), 2, '0')"
    " || ':' || lpad(to_string(@s % 60), 2, '0') || 'Z')"
)


def configure(layer: QgsVectorLayer, rtype: RecordType, catalogue: Catalogue, lang: str) -> None:
    """Gives a layer its aliases, widgets, constraints, defaults, form pages and table columns."""
    for index, attribute in enumerate(layer.fields()):
        name = attribute.name()
        if layer.fields().fieldOrigin(index) != QgsFields.FieldOrigin.OriginProvider:
            continue
        if name in HIDDEN or not rtype.has_field(name):
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("Hidden", {}))
            if rtype.has_field(name):
                layer.setFieldAlias(index, rtype.field(name).label(lang))
            continue
        field = rtype.field(name)
        layer.setFieldAlias(index, field.label(lang))
        layer.setEditorWidgetSetup(index, widget(rtype, field, catalogue, lang))
        _constrain(layer, index, field, lang)
        if name == "captured_at":
            layer.setDefaultValueDefinition(index, QgsDefaultValue(NOW_UTC, False))
        elif field.default is not None:
            layer.setDefaultValueDefinition(index, QgsDefaultValue(_literal(field.default), False))
    layer.setDisplayExpression(f'coalesce("{rtype.title_field}", "uuid")')
    _lay_out(layer, rtype, lang)
    _columns(layer, rtype)


def widget(rtype: RecordType, field: Field, catalogue: Catalogue, lang: str) -> QgsEditorWidgetSetup:
    """The editor of one field: a list of codes, a calendar, a check box, a relation, a range or plain text."""
    if field.name in HIDDEN:
        return QgsEditorWidgetSetup("Hidden", {})
    parent = next((key.type for key in rtype.foreign_keys if key.field == field.name), None)
    if parent is not None and not catalogue.type(parent).has_geometry:  # a type of three layers makes no relation
        return QgsEditorWidgetSetup(
            "RelationReference",
            {"AllowNULL": True, "ShowForm": False, "ShowOpenFormButton": False, "AllowAddFeatures": False,
             "ReadOnly": False, "OrderByValue": True, "FetchLimitActive": True, "FetchLimitNumber": 100},
        )  # fmt: skip
    codelist = catalogue.codelist_of(field)
    if codelist is not None and len(codelist.codes) <= LONGEST_VALUE_MAP:
        codes: list[dict[str, Any]] = [{code.label(lang): code.code} for code in codelist.codes]
        blank = {QCoreApplication.translate("Layers", "(blank)"): "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"}
        return QgsEditorWidgetSetup("ValueMap", {"map": [blank, *codes]})
    if field.type == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {"AllowNullState": True, "TextDisplayMethod": 0})
    if field.type == "date":
        return QgsEditorWidgetSetup(
            "DateTime",
            {"allow_null": True, "calendar_popup": True, "display_format": _date_format(lang),
             "field_format": "yyyy-MM-dd", "field_iso_format": False},
        )  # fmt: skip
    if field.type == "datetime":
        return QgsEditorWidgetSetup(
            "DateTime",
            {"allow_null": True, "calendar_popup": True, "display_format": f"{_date_format(lang)} HH:mm",
             "field_iso_format": True},
        )  # fmt: skip
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": field.multiline, "UseHtml": False})


def _date_format(lang: str) -> str:
    return "dd.MM.yyyy" if lang == "uk" else "yyyy-MM-dd"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def _constrain(layer: QgsVectorLayer, index: int, field: Field, lang: str) -> None:
    """The definition's limits as soft constraints: a draft may lack a required field, and says so."""
    soft = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft
    if field.required:
        layer.setFieldConstraint(index, QgsFieldConstraints.Constraint.ConstraintNotNull, soft)
    column = '"' + field.name + '"'
    limits = []
    if field.minimum is not None:
        limits.append(f"{column} >= {field.minimum!r}")
    if field.maximum is not None:
        limits.append(f"{column} <= {field.maximum!r}")
    if field.max_length is not None:
        limits.append(f"length({column}) <= {field.max_length}")
    if field.pattern is not None:
        limits.append(f"regexp_match({column}, {_literal(field.pattern)}) > 0")
    if limits:
        layer.setConstraintExpression(index, f"{column} IS NULL OR ({' AND '.join(limits)})", field.help(lang))
        layer.setFieldConstraint(index, QgsFieldConstraints.Constraint.ConstraintExpression, soft)


def _lay_out(layer: QgsVectorLayer, rtype: RecordType, lang: str) -> None:
    """One tab a section of the definition."""
    form = layer.editFormConfig()
    form.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    form.clearTabs()
    root = form.invisibleRootContainer()
    for section in rtype.sections:
        page = QgsAttributeEditorContainer(section.label(lang), root)
        if hasattr(page, "setType"):
            page.setType(Qgis.AttributeEditorContainerType.Tab)
        else:  # before QGIS 3.32
            page.setIsGroupBox(False)
        for field in rtype.fields:
            index = layer.fields().indexOf(field.name)
            if field.section == section.name and index >= 0 and field.name not in HIDDEN:
                page.addChildElement(QgsAttributeEditorField(field.name, index, page))
                if field.name in READ_ONLY or field.derived:
                    form.setReadOnly(index, True)
        if page.children():
            form.addTab(page)
    layer.setEditFormConfig(form)


def _columns(layer: QgsVectorLayer, rtype: RecordType) -> None:
    """The attribute table shows the definition's fields; identifiers and joined helpers are hidden."""
    table = QgsAttributeTableConfig()
    table.update(layer.fields())
    columns = table.columns()
    for column in columns:
        column.hidden = not rtype.has_field(column.name) or column.name in HIDDEN
    table.setColumns(columns)
    layer.setAttributeTableConfig(table)
