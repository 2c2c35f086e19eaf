"""What is wrong with the record in an open form: its shape, then the rules, by the one engine that runs everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from ..quality import engine
from ..quality import rules as _rules  # noqa: F401 (read with this module, beside the window, not at the first form)
from ..quality.model import SEVERITIES, Context, Finding, Fix
from ..quality.registry import rules
from ..records import territory, values
from ..records.definition import RecordType
from ..store import findings
from ..store.workspace import Workspace

DIGIT_SIGNS = " \u00a0.,-\u2212"
WORDS_SHOWN = 60  # letters of what was typed, in a sentence about it


@dataclass(frozen=True)
class FormFault:
    """One thing to show in the form.

    `stops` says what it holds up: "travel" (a fault of shape: the record cannot be sent), "submission" (an error),
    or nothing (a warning or a hint).
    """

    fields: tuple[str, ...]
    severity: str
    text: str
    stops: str = ""
    fix: Fix | None = None
    fix_label: str = ""


@dataclass(frozen=True)
class Checked:
    """Everything that was found; `findings` as the rules made them, for the problem list."""

    faults: tuple[FormFault, ...] = ()
    findings: tuple[Finding, ...] = ()

    def by_field(self) -> dict[str, list[FormFault]]:
        """Faults under every field they point at, the gravest first."""
        found: dict[str, list[FormFault]] = {}
        for fault in self.faults:
            for name in fault.fields:
                found.setdefault(name, []).append(fault)
        return found

    def stopping(self, *what: str) -> list[FormFault]:
        """The faults that hold up travel or submission."""
        return [fault for fault in self.faults if fault.stops in what]


def check_record(rtype: RecordType, record: Mapping[str, Any], context: Context, lang: str) -> Checked:
    """Checks a record as it stands in the form. Rules stay silent about fields whose shape is wrong."""
    shape = values.faults(rtype, record, context.catalogue)
    faults = [
        FormFault((fault.field,), "error", _shape_text(rtype, fault, record.get(fault.field), lang), "travel")
        for fault in shape
    ]
    misshapen = {fault.field for fault in shape}
    sound = {name: value for name, value in record.items() if name not in misshapen}
    findings = [
        finding for finding in engine.check(rtype, sound, context) if not misshapen.intersection(finding.fields)
    ]
    order = {severity: index for index, severity in enumerate(SEVERITIES)}
    for finding in sorted(findings, key=lambda found: order[found.severity]):
        stops = "submission" if finding.severity == "error" else ""
        label = finding.fix.text(lang) if finding.fix else ""
        faults.append(FormFault(finding.fields, finding.severity, finding.message(lang), stops, finding.fix, label))
    return Checked(tuple(faults), tuple(findings))


def keep_findings(workspace: Workspace, rtype: RecordType, uuid: str, checked: Checked) -> None:
    """For the problem list. What a check of all records found among neighbours stands until the next one."""
    mine = {rule.id for rule in rules() if rule.on_record or rule.on_world}
    stored = findings.list_findings(workspace, type_name=rtype.name, uuid=uuid)
    kept = [finding for finding in stored if finding.rule not in mine]
    findings.replace_findings(workspace, rtype.name, uuid, [*checked.findings, *kept])


def _shape_text(rtype: RecordType, fault: values.Fault, value: Any, lang: str) -> str:
    """What is wrong with a value's shape, said to whoever typed it just now."""
    translate = QCoreApplication.translate
    field = rtype.field(fault.field) if rtype.has_field(fault.field) else None
    if field is None:
        return fault.message(lang)
    if fault.code in ("type", "money") and _digits_only(value):
        return values.Fault(fault.field, "too_large").message(lang)
    if fault.code == "type" and field.type == "integer":
        return str(translate("Checks", "This is no whole number. Write it in digits, such as 12."))
    if fault.code == "type" and field.type == "number":
        return str(translate("Checks", "This is no number. Write it in digits."))
    if fault.code == "minimum" and field.minimum == 0:
        return str(translate("Checks", "This cannot be negative. Blank means unknown, 0 means none."))
    if fault.code == "codelist":
        sentence = translate("Checks", "“{text}” is not in the list. Type a word of it and choose.")
        return str(sentence.format(text=shorten(str(value), WORDS_SHOWN, placeholder="…")))
    if field.name == "katottg" and not territory.is_code(str(value)):
        sentence = translate("Checks", "“{text}” is typed but no unit is chosen. Type its first letters and choose it.")
        return str(sentence.format(text=shorten(str(value), WORDS_SHOWN, placeholder="…")))
    return fault.message(lang)


def _digits_only(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 15 and all(char.isdigit() or char in DIGIT_SIGNS for char in value)
