"""Merges as they happen to people: base, mine, theirs and what comes of it, one file each.

``merged`` is null where people have to decide; ``conflicts`` then lists, per question, the fields whose values differ.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugin.contract.jcs import record_equal
from plugin.contract.merge import apply_set, diff, merge_fields
from plugin.records import values
from plugin.records.catalogue import Catalogue

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def test_the_golden_files_are_there() -> None:
    assert len(GOLDEN) >= 15


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_merge(path: Path, catalogue: Catalogue) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    rtype = catalogue.type(case["type"])
    merge = merge_fields(rtype, case["base"], case["mine"], case["theirs"])
    assert sorted(sorted(conflict.differing) for conflict in merge.conflicts) == sorted(map(sorted, case["conflicts"]))
    if case["merged"] is not None:
        assert record_equal(merge.values, case["merged"])
        # What a sender puts on the wire leads a portal to the same record.
        mine = apply_set(case["base"], diff(rtype, case["base"], case["mine"]))
        assert record_equal(merge_fields(rtype, case["base"], mine, case["theirs"]).values, case["merged"])


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_records_are_what_the_definitions_allow(path: Path, catalogue: Catalogue) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    rtype = catalogue.type(case["type"])
    odd = {"unknown_field.json": {"unknown_field"}, "money_spelling.json": {"money"}}.get(path.name, set())
    for name in ("base", "mine", "theirs", "merged"):
        if case[name] is not None:
            assert {fault.code for fault in values.faults(rtype, case[name], catalogue)} <= odd, name
