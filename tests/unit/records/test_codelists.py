"""Codelists: what is shipped, and how a faulty file is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plugin.errors import DefinitionError
from plugin.records.catalogue import Catalogue
from plugin.records.codelists import load_codelist, load_codelists

HEAD = "code,uk,en,parent,valid_from,valid_to,maps_to\n"

SECTORS = {
    "social": "housing education health social_protection culture_tourism",
    "infrastructure": "energy transport telecom_digital water_sanitation municipal_services",
    "productive": "agriculture commerce_industry irrigation finance",
    "cross_cutting": "environment emergency_response justice_administration explosive_hazards",
}


def test_sectors_are_those_of_the_damage_and_needs_assessment(catalogue: Catalogue) -> None:
    sectors = catalogue.codelist("sector")
    for group, names in SECTORS.items():
        assert [code.code for code in sectors.codes if code.parent == group] == names.split()
    assert sectors.parent_list == "sector_group"


def test_sources_of_finance_are_those_of_dream(catalogue: Catalogue) -> None:
    codes = (
        "internationalOrganization localBudget stateCentralBudget united24 liquidationFund stateReserve stateSubsidies "
        "stateSpecialBudget naturalPerson legalEntity abroadState abroadEntity abroadPerson"
    )
    assert [code.code for code in catalogue.codelist("finance_source").codes] == codes.split()


def test_project_statuses_know_their_neighbours_in_dream_and_iati(catalogue: Catalogue) -> None:
    statuses = catalogue.codelist("project_status")
    complete, cancelled = statuses.get("completion"), statuses.get("cancelled")
    assert complete is not None and complete.mapped("dream") == ("complete",) and complete.mapped("iati") == ("3",)
    assert cancelled is not None and cancelled.mapped("dream") == ("refused", "unsuccessful", "cancelled")


def test_an_object_kind_is_a_code_of_the_classifier_under_its_group(catalogue: Catalogue) -> None:
    for code in catalogue.codelist("object_kind").codes:
        assert code.code.isdecimal() and len(code.code) in (2, 4)
        assert code.parent == (code.code[:2] if len(code.code) == 4 else None)
        assert all(sector in catalogue.codelist("sector") for sector in code.mapped("sector"))


def test_every_list_names_its_source(catalogue: Catalogue) -> None:
    assert all(len(codelist.source) > 20 for codelist in catalogue.codelists.values())


def test_an_integer_is_looked_up_by_its_digits_and_an_unknown_code_shown_as_it_is(catalogue: Catalogue) -> None:
    priority = catalogue.codelist("priority")
    assert priority.label(4, "uk") == "4 – високий"
    assert 9 not in priority and priority.get(9) is None and priority.label(9, "en") == "9"


def write(tmp_path: Path, text: str, name: str = "colour") -> Path:
    file = tmp_path / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_code_may_be_chosen_within_its_validity_only(tmp_path: Path) -> None:
    codes = "red,червоний,red,,2020-01-01,2024-12-31,\nblue,синій,,,,,\n"
    colours = load_codelist(write(tmp_path, f"# A standard\n{HEAD}{codes}"))

    def on(day: str) -> list[str]:
        return [code.code for code in colours.active(date.fromisoformat(day))]

    assert on("2019-12-31") == ["blue"]
    assert on("2020-01-01") == on("2024-12-31") == ["red", "blue"]
    assert on("2025-01-01") == ["blue"]
    assert colours.label("blue", "en") == "синій"


@pytest.mark.parametrize(
    ("text", "field", "fault"),
    [
        (HEAD + "red,червоний,red,,,,\n", "", "no_source"),
        ("# A standard\ncode,uk,en\nred,червоний,red\n", "", "columns"),
        ("# A standard\n", "", "columns"),
        ("# A standard\n" + HEAD, "", "no_codes"),
        ("# A standard\n" + HEAD + "red,червоний,red\n", "red", "column_count"),
        ("# A standard\n" + HEAD + 'red,"червоний"x,red,,,,\n', "", "not_csv"),
        ("# A standard\n" + HEAD + ",червоний,red,,,,\n", "", "bad_code"),
        ("# A standard\n" + HEAD + " red,червоний,red,,,,\n", " red", "bad_code"),
        ("# A standard\n" + HEAD + "red,,red,,,,\n", "red", "no_uk_label"),
        ("# A standard\n" + HEAD + "red,червоний,red,,,,\nred,рудий,red,,,,\n", "red", "duplicate_code"),
        ("# A standard\n" + HEAD + "red,червоний,red,warm,,,\n", "red", "unknown_parent"),
        ("# A standard\n" + HEAD + "red,червоний,red,red,,,\n", "red", "unknown_parent"),
        ("# A standard\n" + HEAD + "red,червоний,red,,1.1.2020,,\n", "red", "bad_date"),
        ("# A standard\n" + HEAD + "red,червоний,red,,2021-01-01,2020-01-01,\n", "red", "ends_before_start"),
        ("# A standard\n" + HEAD + "red,червоний,red,,,,rgb\n", "red", "bad_maps_to"),
        ("# A standard\n# parent: shade\n" + HEAD + "red,червоний,red,,,,\n", "parent", "unknown_codelist"),
    ],
)
def test_a_fault_is_named_with_file_and_code(tmp_path: Path, text: str, field: str, fault: str) -> None:
    write(tmp_path, text)
    with pytest.raises(DefinitionError) as caught:
        load_codelists(tmp_path)
    assert (caught.value.file, caught.value.field, caught.value.fault) == ("colour.csv", field, fault)
    assert "colour.csv" in caught.value.describe("uk") and "colour.csv" in caught.value.describe("en")


def test_a_parent_is_looked_for_in_the_list_that_the_file_names(tmp_path: Path) -> None:
    write(tmp_path, f"# A standard\n{HEAD}warm,теплий,warm,,,,\n", "shade")
    write(tmp_path, f"# A standard\n# parent: shade\n{HEAD}red,червоний,red,warm,,,\n")
    assert load_codelists(tmp_path)["colour"].get("red") is not None
    write(tmp_path, f"# A standard\n# parent: shade\n{HEAD}red,червоний,red,cold,,,\n")
    with pytest.raises(DefinitionError) as caught:
        load_codelists(tmp_path)
    assert (caught.value.field, caught.value.fault) == ("red", "unknown_parent")


def test_a_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "colour.csv").write_bytes(f"# Стандарт\n{HEAD}".encode("cp1251"))
    with pytest.raises(DefinitionError) as caught:
        load_codelist(tmp_path / "colour.csv")
    assert caught.value.fault == "not_utf8"
