"""The sample data: complete, of the right shape, at the places it names."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

from plugin import paths
from plugin.quality.engine import only_record_rules
from plugin.records.catalogue import Catalogue
from plugin.records.katottg import covers
from plugin.records.territory import Codifier
from plugin.records.values import faults, normalise_record

Records = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return json.loads((paths.sample_dir() / "kharkiv.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records(sample: dict[str, Any]) -> Records:
    return sample["records"]


def test_there_are_needs_projects_and_all_that_hangs_off_them(records: Records, catalogue: Catalogue) -> None:
    assert len(records["need"]) >= 40 and len(records["project"]) == 12
    assert set(records) == set(catalogue.types) - {"attachment"}
    kinds = {need["geom"]["type"] for need in records["need"]}
    assert kinds == {"Point", "LineString", "Polygon"}
    assert {location["project_uuid"] for location in records["project_location"]} == {
        project["uuid"] for project in records["project"]
    }


def test_every_record_is_in_wire_form_and_of_the_right_shape(records: Records, catalogue: Catalogue) -> None:
    for name, found in records.items():
        for record in found:
            assert normalise_record(catalogue.type(name), record) == record
            assert faults(catalogue.type(name), record, catalogue) == []


def test_no_record_breaks_a_rule_that_keeps_it_from_being_submitted(records: Records, catalogue: Catalogue) -> None:
    broken = [
        (name, record["uuid"], finding.rule)
        for name, found in records.items()
        for record in found
        for finding in only_record_rules(catalogue.type(name), record)
    ]
    assert broken == []


def test_parents_are_there_and_no_identity_twice(records: Records, catalogue: Catalogue) -> None:
    known = {(name, record["uuid"]) for name, found in records.items() for record in found}
    assert len(known) == sum(map(len, records.values()))
    for name, found in records.items():
        for record in found:
            assert set(catalogue.type(name).parents(record)) <= known


def test_every_territory_is_a_settlement_or_district_of_the_oblast(
    sample: dict[str, Any], records: Records, codifier: Codifier
) -> None:
    for found in records.values():
        for record in found:
            unit = codifier.get(record["katottg"])
            assert unit is not None and not unit.withdrawn and unit.level in ("settlement", "district"), record
            assert any(covers(area, unit.code) for area in sample["territory"])


def positions(coordinates: list[Any]) -> list[list[float]]:
    return [coordinates] if isinstance(coordinates[0], float) else [p for part in coordinates for p in positions(part)]


@pytest.mark.data
def test_every_place_lies_near_the_centre_of_its_hromada(
    records: Records, codifier: Codifier, shared_data: Path
) -> None:
    with (shared_data / "boundaries" / "hromada_centres.csv").open(encoding="utf-8", newline="") as file:
        centres = {row["hromada_code"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}
    for record in [*records["need"], *records["project_location"]]:
        hromada = next(unit.code for unit in codifier.units_above(record["katottg"]) if unit.level == "hromada")
        for longitude, latitude in positions(record["geom"]["coordinates"]):
            east, north = longitude - centres[hromada][0], latitude - centres[hromada][1]
            kilometres = math.hypot(east * 111.3 * math.cos(math.radians(latitude)), north * 111.3)
            assert kilometres < 30, (record["title_uk"], kilometres)
