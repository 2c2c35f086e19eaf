"""How exactly a place may be published (item 15 of the list of checks)."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.definition import RecordType
from .. import reading
from ..model import Fix, Record
from ..registry import Flaw, record_rule

# Sectors of critical infrastructure whose objects are targets (Law of Ukraine 1882-IX on critical infrastructure), and
# the two whose places are dangerous or sensitive in themselves.
_SENSITIVE = frozenset({"energy", "telecom_digital", "water_sanitation", "emergency_response", "explosive_hazards"})


@record_rule("access.sensitive", "warning", ("access", "sector"))
def sensitive(record: Record, _: RecordType) -> Iterator[Flaw]:
    """Critical infrastructure and sensitive places are restricted unless somebody decides otherwise."""
    if reading.text(record, "sector") in _SENSITIVE and record.get("access") in (None, "open"):
        yield Flaw(fix=Fix("restrict", {"access": "restricted"}))
