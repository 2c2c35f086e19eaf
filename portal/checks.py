"""Whether a record's content is right: the shape that every record has to have, and the rules that gate submission.

The same functions as in the form and the workspace, so that what passes offline is accepted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin.contract.workflow import GATED
from plugin.quality.engine import only_record_rules
from plugin.records import values
from plugin.records.catalogue import Catalogue
from plugin.records.definition import RecordType

MOST = 50
"""Flaws told of one record: more would not help anybody."""

_LONGEST = 1000


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a record: by which rule, in which fields, and what to do about it."""

    rule: str
    fields: tuple[str, ...]
    message: str


def shape(rtype: RecordType, record: Mapping[str, Any], catalogue: Catalogue, lang: str) -> list[Flaw]:
    """What keeps a record from being stored at all: unknown fields, values that are not of their field's form."""
    found = values.faults(rtype, record, catalogue)
    return [Flaw(fault.rule, (fault.field,), fault.message(lang)[:_LONGEST]) for fault in found[:MOST]]


def rules(rtype: RecordType, record: Mapping[str, Any], lang: str) -> list[Flaw]:
    """What keeps a record from being more than a draft; empty for a draft and for what was returned."""
    if record.get("workflow") not in GATED:
        return []
    found = only_record_rules(rtype, record)
    return [
        Flaw(finding.rule, finding.fields, finding.message(lang)[:_LONGEST])
        for finding in found
        if finding.severity == "error"
    ][:MOST]
