"""Which of QGIS's own editors a field has: in the attribute table, the native form and QField."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsEditorWidgetSetup, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..records.catalogue import Catalogue
from ..records.codelists import Codelist
from ..records.definition import Field, RecordType

HIDDEN = ("fid", "uuid")
READ_ONLY = frozenset({"captured_at", "parent_type", "parent_uuid", "media_type", "bytes", "sha256"})
"""What programs fill in: nobody types it, and nobody is told that it is missing."""
TERRITORY = "katottg"
FILE = "file_name"
PICTURE = "picture"
"""An expression field of attachments: the file's path below the project's folder, as it is now."""
LONGEST_VALUE_MAP = 300
LONGEST_LABEL = 40
"""With it, and nothing beside it, a list fits into QGIS's form, which opens with some 600 pixels."""
NULL_OF_VALUE_MAPS = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"
"""What QGIS writes for NULL in a list of values: QgsValueMapFieldFormatter::NULL_VALUE."""

_PICTURE_WIDE, _PICTURE_HIGH = 400, 300


@dataclass(frozen=True)
class Lists:
    """What fields choose from beside codelists: the layer of the territory's units, and for fields that name another
    record the relation to a layer that lists those."""

    territory: QgsVectorLayer | None = None
    relations: tuple[tuple[str, str], ...] = ()
    """Field name, relation id."""


NO_LISTS = Lists()


def widget(
    rtype: RecordType, field: Field, catalogue: Catalogue, lang: str, lists: Lists = NO_LISTS
) -> QgsEditorWidgetSetup:
    """The editor of one field: a list of codes or records, a calendar, a check box, a file, or plain text."""
    if field.name in HIDDEN:
        return QgsEditorWidgetSetup("Hidden", {})
    if holds_files(rtype) and field.name == FILE:
        return file_widget()
    reference = dict(lists.relations).get(field.name)
    if reference is not None:
        return QgsEditorWidgetSetup("RelationReference", {**_REFERENCE, "Relation": reference})
    if field.name == TERRITORY and lists.territory is not None:
        return _territory(lists.territory)
    codelist = catalogue.codelist_of(field)
    if codelist is not None and len(codelist.codes) <= LONGEST_VALUE_MAP:
        codes: list[dict[str, Any]] = [{text: code} for text, code in _short(codelist, lang)]
        blank = {QCoreApplication.translate("Layers", "(blank)"): NULL_OF_VALUE_MAPS}
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


def _short(codelist: Codelist, lang: str) -> list[tuple[str, str]]:
    """Labels with their codes; long ones shortened, for QGIS makes a form as wide as the longest entry of its lists."""
    labels = [(code.label(lang), code.code) for code in codelist.codes]
    for shorten in (_to_word, _to_letter):
        short = [text if len(text) <= LONGEST_LABEL else shorten(text) for text, _ in labels]
        if len(set(short)) == len(short):
            return [(brief, code) for brief, (_, code) in zip(short, labels, strict=True)]
    return labels


def _to_word(text: str) -> str:
    return _to_letter(text[:LONGEST_LABEL].rpartition(" ")[0])


def _to_letter(text: str) -> str:
    return f"{text[: LONGEST_LABEL - 1].rstrip(' ,(')}…"


_REFERENCE = {
    "AllowNULL": True, "ShowForm": False, "ShowOpenFormButton": False, "AllowAddFeatures": False,
    "ReadOnly": False, "OrderByValue": True, "FetchLimitActive": True, "FetchLimitNumber": 100,
}  # fmt: skip


def file_widget(read_only: bool = False) -> QgsEditorWidgetSetup:
    """A photo or document by its path below the project's folder, shown as a picture; QField adds its camera."""
    return QgsEditorWidgetSetup(
        "ExternalResource",
        {"DocumentViewer": 1, "DocumentViewerWidth": _PICTURE_WIDE, "DocumentViewerHeight": _PICTURE_HIGH,
         "FileWidget": not read_only, "FileWidgetButton": not read_only, "FileWidgetFilter": "",
         "RelativeStorage": 1, "StorageMode": 0, "UseLink": False, "FullUrl": False},
    )  # fmt: skip


def _territory(units: QgsVectorLayer) -> QgsEditorWidgetSetup:
    return QgsEditorWidgetSetup(
        "ValueRelation",
        # by id and name alone: the source would be an absolute path, which no other computer has
        {"Layer": units.id(), "LayerName": units.name(), "Key": "code", "Value": "name", "Description": "",
         "AllowNull": True, "AllowMulti": False, "OrderByValue": True, "UseCompleter": True, "NofColumns": 1,
         "FilterExpression": ""},
    )  # fmt: skip


def holds_files(rtype: RecordType) -> bool:
    """Whether a record of the type stands for a file."""
    return rtype.has_field(FILE) and rtype.has_field("sha256")


def _date_format(lang: str) -> str:
    return "dd.MM.yyyy" if lang == "uk" else "yyyy-MM-dd"
