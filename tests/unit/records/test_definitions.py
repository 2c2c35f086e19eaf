"""The shipped record definitions: complete in both languages, consistent, and what the standards say."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plugin import paths
from plugin.records.catalogue import Catalogue, load_catalogue
from plugin.records.definition import GEOMETRY, Field, RecordType
from plugin.records.values import faults, normalise

TYPES = ["need", "project", "project_location", "need_project", "funding", "progress_report", "attachment"]
PEOPLE = ["total", "women", "men", "children", "older", "idps", "returnees", "disabilities", "veterans"]


def every_field(catalogue: Catalogue) -> list[tuple[RecordType, Field]]:
    return [(rtype, field) for rtype in catalogue.types.values() for field in rtype.fields]


def test_the_seven_types_are_there(catalogue: Catalogue) -> None:
    assert set(catalogue.types) == set(TYPES)


def test_parents_come_before_their_children(catalogue: Catalogue) -> None:
    order = list(catalogue.types)
    for parent, children in catalogue.child_types.items():
        assert all(order.index(parent) < order.index(child) for child in children)
    assert catalogue.child_types["need"] == ("need_project", "attachment")


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_every_label_is_there_in_both_languages(catalogue: Catalogue, lang: str) -> None:
    for rtype in catalogue.types.values():
        texts = [rtype.labels, rtype.plural_labels, rtype.helps, *(section.labels for section in rtype.sections)]
        assert all(lang in text for text in texts), rtype.name
    for rtype, field in every_field(catalogue):
        assert lang in field.labels, (rtype.name, field.name)
        assert not field.helps or lang in field.helps, (rtype.name, field.name)
    for codelist in catalogue.codelists.values():
        assert all(lang in code.labels for code in codelist.codes), codelist.name


def test_every_record_has_the_common_fields(catalogue: Catalogue) -> None:
    common = {"uuid", "katottg", "regional", "workflow", "info_source", "captured_by", "captured_at", "access"}
    for rtype in catalogue.types.values():
        assert common <= set(rtype.field_names), rtype.name
        assert rtype.field_names[0] == "uuid"


def test_shared_fields_lead_the_page_that_they_belong_to(catalogue: Catalogue) -> None:
    where = [field.name for field in catalogue.type("need").in_section("where")]
    assert where == ["katottg", "regional", "precision", "address"]


def test_every_page_of_a_form_has_fields_and_every_field_but_the_identity_a_page(catalogue: Catalogue) -> None:
    for rtype in catalogue.types.values():
        assert all(rtype.in_section(section.name) for section in rtype.sections), rtype.name
        assert [field.name for field in rtype.fields if field.section is None] == ["uuid"]


@pytest.mark.parametrize("name", ["need", "project"])
def test_people_are_counted_in_the_same_nine_groups(catalogue: Catalogue, name: str) -> None:
    found = catalogue.type(name).in_section("people")
    assert [field.name for field in found] == [f"people_{group}" for group in PEOPLE]
    assert all(field.type == "integer" and field.minimum == 0 for field in found)


@pytest.mark.parametrize(
    ("name", "field", "together"),
    [
        ("need", GEOMETRY, {GEOMETRY, "katottg", "regional", "precision"}),
        ("need", "quantity", {"quantity", "quantity_unit"}),
        ("need", "cost_amount", {"cost_amount", "cost_currency", "cost_basis"}),
        ("project", "budget_vat", {"budget_amount", "budget_currency", "budget_vat", "budget_price_date"}),
        ("attachment", "parent_uuid", {"parent_type", "parent_uuid"}),
        ("need", "title_uk", {"title_uk"}),
    ],
)
def test_fields_that_mean_one_thing_merge_as_one(
    catalogue: Catalogue, name: str, field: str, together: set[str]
) -> None:
    assert set(catalogue.type(name).group_of(field)) == together


def test_every_amount_of_money_merges_with_its_currency(catalogue: Catalogue) -> None:
    for rtype, field in every_field(catalogue):
        if field.is_money:
            assert field.currency in rtype.group_of(field.name), (rtype.name, field.name)


def test_a_record_names_its_parents(catalogue: Catalogue) -> None:
    link = {"need_uuid": "n", "project_uuid": "p"}
    assert catalogue.type("need_project").parents(link) == [("need", "n"), ("project", "p")]
    assert catalogue.type("attachment").parents({"parent_type": "need", "parent_uuid": "n"}) == [("need", "n")]
    assert catalogue.type("attachment").parents({"parent_uuid": "n"}) == []
    assert catalogue.type("funding").parents({"project_uuid": None}) == []


def test_defaults_are_in_wire_form_and_of_the_right_shape(catalogue: Catalogue) -> None:
    for rtype, field in every_field(catalogue):
        if field.default is not None:
            assert normalise(field, field.default) == field.default
            assert faults(rtype, {field.name: field.default}, catalogue, partial=True) == []


def test_the_digest_follows_the_content_and_nothing_else(catalogue: Catalogue, tmp_path: Path) -> None:
    assert load_catalogue().digest == catalogue.digest
    folder = tmp_path / "records"
    folder.mkdir()
    for file in paths.records_dir().glob("*.json"):
        (folder / file.name).write_text(json.dumps(json.loads(file.read_text("utf-8"))), encoding="utf-8")
    assert load_catalogue(folder).digest == catalogue.digest
    need = json.loads((folder / "need.json").read_text("utf-8"))
    need["fields"][0]["labels"]["uk"] += "!"
    (folder / "need.json").write_text(json.dumps(need), encoding="utf-8")
    assert load_catalogue(folder).digest != catalogue.digest


def test_the_catalogue_is_plain_json(catalogue: Catalogue) -> None:
    content = catalogue.to_json()
    assert json.loads(json.dumps(content)) == content
    assert [rtype["name"] for rtype in content["types"]] == list(catalogue.types)


def test_the_data_dictionary_in_the_docs_is_up_to_date(repository: Path) -> None:
    script = repository / "tools" / "data_dictionary.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# --- against the standards ----------------------------------------------------------------------------------------


@pytest.mark.data
def test_every_place_in_oc4ids_exists_in_its_schema(catalogue: Catalogue, shared_data: Path) -> None:
    schema = json.loads((shared_data / "oc4ids" / "project-schema.json").read_text(encoding="utf-8"))

    def resolve(node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            found: dict[str, Any] = schema
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return resolve(node["items"]) if "items" in node else node

    unknown = []
    for rtype, field in every_field(catalogue):
        for place in (field.maps_to or "").split():
            if place.startswith("oc4ids:"):
                node: dict[str, Any] | None = schema
                for step in place.removeprefix("oc4ids:/").split("/"):
                    node = resolve(node).get("properties", {}).get(step) if node is not None else None
                if node is None:
                    unknown.append((rtype.name, field.name, place))
    assert unknown == []


def oc4ids_codes(shared_data: Path, name: str) -> list[str]:
    with (shared_data / "oc4ids" / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row["Code"] for row in csv.DictReader(file)]


@pytest.mark.data
def test_project_statuses_are_those_of_oc4ids_in_its_order(catalogue: Catalogue, shared_data: Path) -> None:
    ours = [code.code for code in catalogue.codelist("project_status").codes]
    assert ours == oc4ids_codes(shared_data, "projectStatus")


@pytest.mark.data
def test_every_sector_maps_to_a_sector_of_oc4ids(catalogue: Catalogue, shared_data: Path) -> None:
    known = oc4ids_codes(shared_data, "projectSector")
    for code in catalogue.codelist("sector").codes:
        assert len(code.mapped("oc4ids")) == 1 and code.mapped("oc4ids")[0] in known, code.code


@pytest.mark.data
def test_project_types_are_those_of_oc4ids_and_equipment(catalogue: Catalogue, shared_data: Path) -> None:
    known = oc4ids_codes(shared_data, "projectType")
    for code in catalogue.codelist("project_type").codes:
        if code.code == "equipment":
            assert code.code not in known and code.maps_to is None
        else:
            assert code.code in known and code.mapped("oc4ids") == (code.code,)


@pytest.mark.data
def test_currencies_are_those_of_iso_4217(catalogue: Catalogue, shared_data: Path) -> None:
    ours = {code.code for code in catalogue.codelist("currency").codes}
    assert ours <= set(oc4ids_codes(shared_data, "currency"))
    assert {"UAH", "EUR", "USD", "GBP", "CHF", "JPY", "CAD", "SEK", "NOK", "DKK", "PLN", "CZK"} <= ours


@pytest.mark.data
def test_attachment_kinds_map_to_document_types_of_oc4ids(catalogue: Catalogue, shared_data: Path) -> None:
    known = oc4ids_codes(shared_data, "documentType")
    for code in catalogue.codelist("attachment_kind").codes:
        assert all(target in known for target in code.mapped("oc4ids"))
