"""A faulty definition is refused with the file, the field and the fault named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import paths
from plugin.errors import DefinitionError
from plugin.records.catalogue import EVERY, load_catalogue, type_to_json
from plugin.records.definition_file import load_type

Descriptor = dict[str, Any]

PLACE: Descriptor = {
    "name": "place",
    "geometry": "any",
    "labels": {"uk": "Місце", "en": "Place"},
    "plural_labels": {"uk": "Місця", "en": "Places"},
    "helps": {"uk": "Пояснення"},
    "icon": "place",
    "title_field": "title_uk",
    "primaryKey": "uuid",
    "missingValues": [""],
    "foreignKeys": [{"fields": "owner_uuid", "reference": {"resource": "owner", "fields": "uuid"}}],
    "together": [["geom", "exactness"], ["cost", "cost_currency"]],
    "sections": [{"name": "what", "labels": {"uk": "Що"}}],
    "fields": [
        {"name": "title_uk", "type": "string", "labels": {"uk": "Назва"}, "section": "what",
         "constraints": {"required": True, "maxLength": 10}},
        {"name": "owner_uuid", "type": "string", "format": "uuid", "labels": {"uk": "Власник"}, "section": "what"},
        {"name": "exactness", "type": "integer", "labels": {"uk": "Точність"}, "codelist": "priority", "default": 3},
        {"name": "cost", "type": "number", "labels": {"uk": "Вартість"}, "currency": "cost_currency"},
        {"name": "cost_currency", "type": "string", "labels": {"uk": "Валюта"}, "codelist": "currency"},
        {"name": "share", "type": "number", "labels": {"uk": "Частка"}, "constraints": {"minimum": 0, "maximum": 100}},
    ],
}  # fmt: skip
OWNER: Descriptor = {
    **{name: PLACE[name] for name in ("labels", "plural_labels", "helps", "icon", "title_field", "primaryKey")},
    "name": "owner",
    "geometry": "none",
    "sections": [],
    "fields": [{"name": "title_uk", "type": "string", "labels": {"uk": "Назва"}, "constraints": {"maxLength": 10}}],
}
SHARED: Descriptor = {
    "sections": [{"name": "source", "labels": {"uk": "Джерело"}}],
    "fields": [
        {"name": "uuid", "type": "string", "format": "uuid", "labels": {"uk": "Ідентифікатор"}},
        {"name": "reporter", "type": "string", "labels": {"uk": "Хто"}, "section": "source",
         "constraints": {"maxLength": 10}},
    ],
}  # fmt: skip


def write(folder: Path, place: Any = PLACE, owner: Any = OWNER, every: Any = SHARED) -> Path:
    for name, content in (("place.json", place), ("owner.json", owner), (EVERY, every)):
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path) -> None:
    load_catalogue(folder, paths.codelists_dir())


def test_the_descriptor_that_the_faults_are_put_into_is_sound(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path), paths.codelists_dir())
    assert list(catalogue.types) == ["owner", "place"]
    assert catalogue.type("place").field_names[0] == "uuid"


def field(name: str) -> Callable[[Descriptor], Descriptor]:
    return lambda place: next(each for each in place["fields"] if each["name"] == name)


def whole(place: Descriptor) -> Descriptor:
    return place


def section(place: Descriptor) -> Descriptor:
    return place["sections"][0]


# where, what is set there (None takes it out), the field named, the fault named
FAULTS = [
    (whole, {"colour": "red"}, "colour", "unknown_property"),
    (whole, {"icon": None}, "icon", "missing_property"),
    (whole, {"icon": ""}, "icon", "empty_property"),
    (whole, {"icon": 7}, "icon", "wrong_type"),
    (whole, {"fields": {}}, "fields", "wrong_type"),
    (whole, {"fields": ["title_uk"]}, "fields", "not_an_object"),
    (whole, {"name": "Place"}, "name", "bad_name"),
    (whole, {"name": "places"}, "name", "name_differs_from_file"),
    (whole, {"geometry": "circle"}, "geometry", "not_one_of"),
    (whole, {"primaryKey": "title_uk"}, "primaryKey", "not_one_of"),
    (whole, {"missingValues": ["", "-"]}, "missingValues", "not_one_of"),
    (whole, {"labels": {"en": "Place"}}, "labels", "no_uk_label"),
    (whole, {"labels": {"uk": "Місце", "de": "Ort"}}, "labels", "unknown_language"),
    (whole, {"plural_labels": {"uk": " "}}, "plural_labels", "empty_label"),
    (whole, {"helps": {"uk": ["Пояснення"]}}, "helps", "empty_label"),
    (whole, {"title_field": "name"}, "title_field", "unknown_field"),
    (whole, {"together": [["cost", "price"]]}, "together", "unknown_field"),
    (whole, {"together": [["cost", "uuid"]]}, "together", "unknown_field"),
    (whole, {"together": [["cost"]]}, "together", "bad_group"),
    (whole, {"together": ["cost"]}, "together", "bad_group"),
    (whole, {"together": [["cost", "share"], ["share", "exactness"]]}, "together", "name_twice"),
    (whole, {"geometry": "none"}, "together", "unknown_field"),
    (whole, {"foreignKeys": [{"fields": "owner", "reference": {"resource": "owner", "fields": "uuid"}}]},
     "foreignKeys", "unknown_field"),
    (whole, {"foreignKeys": [{"fields": "owner_uuid", "reference": {"resource": "owner", "fields": "fid"}}]},
     "foreignKeys", "not_one_of"),
    (whole, {"foreignKeys": [{"fields": "owner_uuid"}]}, "foreignKeys", "missing_property"),
    (whole, {"foreignKeys": [{"fields": "owner_uuid", "reference": {"resource": "firm", "fields": "uuid"}}]},
     "owner_uuid", "unknown_type"),
    (whole, {"parent": {"type": "kind", "uuid": "owner_uuid"}}, "parent", "unknown_field"),
    (whole, {"parent": {"type": "title_uk", "uuid": "owner_uuid"}}, "title_uk", "parent_without_codelist"),
    (whole, {"parent": {"type": "cost_currency", "uuid": "owner_uuid"}}, "cost_currency", "unknown_type"),
    (section, {"labels": {"en": "What"}}, "sections.what", "no_uk_label"),
    (section, {"help": "?"}, "sections.what", "unknown_property"),
    (section, {"name": "who"}, "title_uk", "unknown_section"),
    (field("title_uk"), {"colour": "red"}, "title_uk", "unknown_property"),
    (field("title_uk"), {"labels": None}, "title_uk", "missing_property"),
    (field("title_uk"), {"labels": {"en": "Title"}}, "title_uk", "no_uk_label"),
    (field("title_uk"), {"helps": {"en": "Short"}}, "title_uk", "no_uk_label"),
    (field("title_uk"), {"sticky": "yes"}, "title_uk", "wrong_type"),
    (field("title_uk"), {"type": "text"}, "title_uk", "not_one_of"),
    (field("title_uk"), {"format": "email"}, "title_uk", "not_one_of"),
    (field("title_uk"), {"access": "secret"}, "title_uk", "not_one_of"),
    (field("title_uk"), {"section": "nowhere"}, "title_uk", "unknown_section"),
    (field("title_uk"), {"constraints": {"maxLength": 0}}, "title_uk", "wrong_type"),
    (field("title_uk"), {"constraints": {"maxLength": True}}, "title_uk", "wrong_type"),
    (field("title_uk"), {"constraints": {"maxLength": 5, "minimum": 1}}, "title_uk", "constraint_of_other_type"),
    (field("title_uk"), {"constraints": {"unique": True}}, "title_uk", "unknown_property"),
    (field("title_uk"), {"constraints": {"maxLength": 5, "pattern": "["}}, "title_uk", "bad_pattern"),
    (field("title_uk"), {"constraints": None}, "title_uk", "no_max_length"),
    (field("title_uk"), {"maps_to": "title"}, "title_uk", "bad_maps_to"),
    (field("title_uk"), {"codelist": "colours"}, "title_uk", "unknown_codelist"),
    (field("title_uk"), {"default": 5}, "title_uk", "bad_default"),
    (field("title_uk"), {"currency": "cost_currency"}, "title_uk", "currency_of_no_number"),
    (field("title_uk"), {"name": "geom"}, "geom", "bad_name"),
    (field("title_uk"), {"name": "share"}, "share", "name_twice"),
    (field("title_uk"), {"name": "reporter"}, "reporter", "name_twice"),
    (field("exactness"), {"default": 9}, "exactness", "default_not_in_codelist"),
    (field("exactness"), {"default": "3"}, "exactness", "default_not_in_codelist"),
    (field("exactness"), {"codelist": "access", "default": None}, "exactness", "codes_are_no_integers"),
    (field("exactness"), {"multiline": True}, "exactness", "multiline_of_no_string"),
    (field("cost"), {"currency": "money"}, "cost", "unknown_currency_field"),
    (field("cost"), {"currency": "title_uk"}, "cost", "unknown_currency_field"),
    (field("cost"), {"codelist": "priority"}, "cost", "codelist_of_other_type"),
    (field("cost"), {"default": True}, "cost", "bad_default"),
    (field("share"), {"constraints": {"minimum": 5, "maximum": 1}}, "share", "minimum_above_maximum"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "change", "named", "fault"),
    FAULTS,
    ids=[f"{fault}-{named}-{at}" for at, (_, _, named, fault) in enumerate(FAULTS)],
)
def test_a_fault_is_named_with_file_and_field(
    tmp_path: Path, where: Callable[[Descriptor], Descriptor], change: Descriptor, named: str, fault: str
) -> None:
    place = copy.deepcopy(PLACE)
    target = where(place)
    target.update({name: value for name, value in change.items() if value is not None})
    for name in [name for name, value in change.items() if value is None]:
        target.pop(name, None)
    with pytest.raises(DefinitionError) as caught:
        load(write(tmp_path, place))
    assert (caught.value.file, caught.value.field, caught.value.fault) == ("place.json", named, fault)
    for lang in ("uk", "en"):
        told = caught.value.describe(lang)
        assert "place.json" in told and named in told and "{" not in told.replace("{}", "")


@pytest.mark.parametrize(
    ("text", "fault"), [("{", "not_json"), ("[]", "not_an_object"), ('{"name": "a", "name": "b"}', "property_twice")]
)
def test_a_file_that_is_no_descriptor_is_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(write(tmp_path, text))
    assert (caught.value.file, caught.value.fault) == ("place.json", fault)
    assert "place.json" in caught.value.describe("uk")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "place.json").write_bytes(json.dumps(PLACE, ensure_ascii=False).encode("cp1251"))
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path)
    assert caught.value.fault == "not_utf8"


def test_a_fault_in_the_shared_fields_names_their_file(tmp_path: Path) -> None:
    every = copy.deepcopy(SHARED)
    del every["fields"][1]["labels"]
    with pytest.raises(DefinitionError) as caught:
        load(write(tmp_path, every=every))
    assert (caught.value.file, caught.value.field, caught.value.fault) == (EVERY, "reporter", "missing_property")


def test_shared_fields_without_a_uuid_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(write(tmp_path, every={"sections": [], "fields": []}))
    assert (caught.value.field, caught.value.fault) == ("uuid", "missing_field")


def test_types_that_hang_off_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    owner = copy.deepcopy(OWNER)
    owner["fields"].append({"name": "place_uuid", "type": "string", "format": "uuid", "labels": {"uk": "Місце"}})
    owner["foreignKeys"] = [{"fields": "place_uuid", "reference": {"resource": "place", "fields": "uuid"}}]
    with pytest.raises(DefinitionError) as caught:
        load(write(tmp_path, owner=owner))
    assert caught.value.fault == "circle"


def test_a_folder_without_definitions_is_refused(tmp_path: Path) -> None:
    (tmp_path / EVERY).write_text(json.dumps(SHARED), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path)
    assert caught.value.fault == "no_definitions"


def test_a_missing_file_of_shared_fields_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / EVERY).unlink()
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path)
    assert (caught.value.file, caught.value.fault) == (EVERY, "unreadable")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), value=_JSON)
def test_whatever_stands_in_a_property_a_definition_loads_or_its_fault_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, value: Any
) -> None:
    place = copy.deepcopy(PLACE)
    spots = [place, *place["fields"], *place["sections"], *place["foreignKeys"]]
    target = data.draw(st.sampled_from(spots))
    target[data.draw(st.sampled_from(sorted(target)))] = value
    folder = write(tmp_path_factory.mktemp("definitions"), place)
    try:
        load(folder)
    except DefinitionError as error:
        assert error.file == "place.json"
        assert "place.json" in error.describe("uk")


def test_what_the_catalogue_writes_can_be_read_again(tmp_path: Path) -> None:
    folder = write(tmp_path)
    rtype = load_type(folder / "place.json", folder / EVERY)
    descriptor = type_to_json(rtype)
    (folder / "place.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / EVERY).write_text('{"sections": [], "fields": []}', encoding="utf-8")
    assert type_to_json(load_type(folder / "place.json", folder / EVERY)) == descriptor
