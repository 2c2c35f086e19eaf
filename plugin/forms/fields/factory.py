"""Which editor fits which field."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QWidget

from ...records import periods
from ...records.catalogue import Catalogue
from ...records.codelists import Codelist
from ...records.definition import Field, RecordType
from ..access import WorkspaceAccess
from .choice import BooleanEditor, ChoiceEditor
from .date import DateEditor, MomentEditor
from .editor import FieldEditor
from .number import MoneyEditor, NumberEditor
from .reference import ReferenceEditor
from .territory import TerritoryEditor
from .territory_search import RecentUnits
from .text import LongTextEditor, TextEditor

TERRITORY = "katottg"
PERIOD = "period"
QUARTERS_BACK = 6
HALF_A_PAGE = 44  # letters of a label that half a page shows


def make_editor(field: Field, rtype: RecordType, access: WorkspaceAccess, lang: str, parent: QWidget) -> FieldEditor:
    """The editor of a field."""
    catalogue: Catalogue = access.workspace.catalogue
    if field.codelist is not None:
        codelist = catalogue.codelists[field.codelist]
        return ChoiceEditor(field, _options(field, codelist, access, lang), lang, parent)
    for key in rtype.foreign_keys:
        if key.field == field.name:
            return ReferenceEditor(field, catalogue.type(key.type), access, lang, parent)
    if field.name == TERRITORY:
        within = tuple(access.workspace.settings.territory)
        recent = RecentUnits(access.sticky, access.workspace.settings.uuid)
        return TerritoryEditor(field, access.codifier, lang, within, parent, workspace=access.workspace, recent=recent)
    if field.name == PERIOD:
        return ChoiceEditor(field, _quarters(access, lang), lang, parent)
    if field.type == "boolean":
        return BooleanEditor(field, lang, parent)
    if field.type == "date":
        return DateEditor(field, lang, parent)
    if field.type == "datetime":
        return MomentEditor(field, lang, parent)
    if field.is_money:
        return MoneyEditor(field, lang, parent)
    if field.type in ("integer", "number"):
        return NumberEditor(field, lang, parent)
    return LongTextEditor(field, lang, parent) if field.multiline else TextEditor(field, lang, parent)


def _options(field: Field, codelist: Codelist, access: WorkspaceAccess, lang: str) -> list[tuple[object, str]]:
    return [
        (int(code.code) if field.type == "integer" else code.code, code.label(lang))
        for code in codelist.active(access.today())
    ]


def _quarters(access: WorkspaceAccess, lang: str) -> list[tuple[object, str]]:
    """The present reporting quarter and the ones before it, newest first."""
    period = periods.of(access.today())
    found: list[tuple[object, str]] = []
    for _ in range(QUARTERS_BACK):
        found.append((str(period), period.label(lang)))
        period = period.previous
    return found


def is_narrow(field: Field, access: WorkspaceAccess, lang: str) -> bool:
    """Whether half a page's width is enough for the field."""
    if field.name == TERRITORY:
        return False
    if field.codelist is not None:
        codes = access.workspace.catalogue.codelists[field.codelist].codes
        return max(len(code.label(lang)) for code in codes) <= HALF_A_PAGE
    if field.type != "string" or field.name == PERIOD:
        return True
    return not field.multiline and field.max_length is not None and field.max_length <= 40
