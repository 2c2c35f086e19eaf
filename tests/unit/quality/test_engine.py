"""The engine and its promises: only the record decides an error, every rule has its texts, nothing makes it stumble."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.quality import RULES_VERSION, engine, registry
from plugin.quality.model import Finding, Fix, PlainContext, message
from plugin.records import messages
from plugin.records.catalogue import Catalogue

from .conftest import EVERY, PROJECT, SOUND, TODAY

RULES = registry.rules()


def test_the_rules_have_a_version() -> None:
    assert RULES_VERSION == engine.RULES_VERSION == "2026.4"


def test_rules_are_called_by_one_name_each() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) > 40


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_text_in_both_languages(rule: registry.Rule) -> None:
    uk, en = (messages.text(f"rule.{rule.id}", lang) for lang in messages.LANGUAGES)
    assert uk != en and len(uk) > 20 and len(en) > 20


def test_no_rule_that_looks_beyond_the_record_is_an_error() -> None:
    assert [rule.id for rule in RULES if rule.severity == "error" and rule.needs_world] == []


def test_such_a_rule_cannot_even_be_registered() -> None:
    with pytest.raises(ValueError, match="cannot be an error"):
        registry.world_rule("test.world", "error")(lambda record, prepared, context: iter(()))
    with pytest.raises(ValueError, match="two rules"):
        registry.record_rule("required", "error")(lambda record, prepared: iter(()))
    assert "test.world" not in {rule.id for rule in registry.rules()}


def test_every_rule_of_the_record_applies_to_some_type(catalogue: Catalogue) -> None:
    asleep = {
        rule.id
        for rule in RULES
        if (rule.on_record or rule.on_world) and all(rule.prepare(rtype) is None for rtype in catalogue.types.values())
    }
    assert asleep == set()


def test_the_fields_that_rules_point_at_exist(catalogue: Catalogue) -> None:
    known = {name for rtype in catalogue.types.values() for name in (*rtype.field_names, "geom")}
    assert {name for rule in RULES for name in rule.fields} <= known


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["2026-Q4", "-1.00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6,
)
GEOMETRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "", 5]),
        "coordinates": ANYTHING | st.lists(st.lists(st.floats() | st.integers(), max_size=3), max_size=5),
    }
)


@pytest.mark.parametrize("type_name", SOUND)
@settings(max_examples=60)
@given(data=st.data())
def test_a_record_of_any_content_is_checked_without_an_accident(
    catalogue: Catalogue, type_name: str, data: st.DataObject
) -> None:
    rtype = catalogue.type(type_name)
    names = data.draw(st.lists(st.sampled_from([*rtype.field_names, "geom", "unknown"]), max_size=6))
    record = {**SOUND[type_name], **{name: data.draw(GEOMETRIES if name == "geom" else ANYTHING) for name in names}}
    other = {**record, "uuid": "other"}
    around = {kind: {"a": {**SOUND[kind]}, "b": other} for kind in SOUND}
    context = PlainContext(
        catalogue, TODAY, territory=("UA80000000000093317",), records=around, acknowledged={type_name: {PROJECT: other}}
    )
    for finding in engine.check_all([(type_name, record), (type_name, other)], context):
        for lang in messages.LANGUAGES:
            assert finding.message(lang)
        assert finding.type == type_name
        assert set(finding.fields) <= {*rtype.field_names, "geom"}
        kept = json.loads(json.dumps(finding.params))
        assert message(finding.rule, kept, "uk") == finding.message("uk")


@pytest.mark.parametrize("type_name", SOUND)
@given(data=st.data())
def test_errors_are_the_same_in_every_world_and_on_every_day(
    catalogue: Catalogue, type_name: str, data: st.DataObject
) -> None:
    rtype = catalogue.type(type_name)
    names = data.draw(st.lists(st.sampled_from(rtype.field_names), max_size=6, unique=True))
    record = {**SOUND[type_name], **{name: data.draw(ANYTHING) for name in names}}
    bare = PlainContext(catalogue, date(2020, 1, 1))
    full = PlainContext(catalogue, date(2030, 1, 1), territory=("UA",), records={k: {"a": v} for k, v in SOUND.items()})
    errors = frozenset({"error"})
    found = engine.check(rtype, record, bare, errors)
    assert found == engine.check(rtype, record, full, errors) == engine.only_record_rules(rtype, record)


@pytest.mark.parametrize("type_name", SOUND)
@settings(max_examples=30)
@given(data=st.data())
def test_a_fix_mends_what_it_was_offered_for(catalogue: Catalogue, type_name: str, data: st.DataObject) -> None:
    rtype = catalogue.type(type_name)
    broken: dict[str, list[Any]] = {
        "title_uk": ["Шкoла", "Капiтальний ремонт"],
        "katottg": ["UА63120270010096107", "UA63120270010096107"],
        "owner_edrpou": ["32129", "0032129"],
        "sector": ["energy"],
        "geom": [{"type": "Point", "coordinates": [50.09123, 36.38456]}],
    }
    names = [name for name in broken if rtype.has_field(name) or (name == "geom" and rtype.has_geometry)]
    record = {**SOUND[type_name], **{name: data.draw(st.sampled_from(broken[name])) for name in names}}
    context = PlainContext(catalogue, TODAY)
    before = engine.check(rtype, record, context)
    for finding in before:
        if finding.fix is not None:
            after = engine.check(rtype, {**record, **finding.fix.values}, context)
            assert (finding.rule, finding.fields) not in {(one.rule, one.fields) for one in after}
            assert len(after) < len(before)


def test_a_finding_says_what_it_says_in_the_language_asked_for() -> None:
    params = {
        "field": {"uk": "Вартість", "en": "Cost"},
        "amount": {"amount": "1234.50", "currency": "UAH"},
        "usual": {"amount": "1.00", "currency": "UAH"},
    }
    found = Finding("money.outlier_high", "warning", "need", "u", ("cost_amount",), params)
    assert "«Вартість»: 1\u00a0234,50\u00a0грн" in found.message("uk")
    assert "“Cost”: UAH\u00a01,234.50" in found.message("en")


@pytest.mark.parametrize("label", ["code", "successor", "swap", "zeros", "alphabet", "restrict"])
def test_every_fix_has_a_button_text(label: str) -> None:
    assert Fix(label, {}).text("uk") != Fix(label, {}).text("en")


def test_what_cannot_run_here_has_a_remedy() -> None:
    assert "Shapely" in messages.text("unavailable.geometry.invalid", "uk")


def test_the_plain_world_looks_up_what_it_was_given(catalogue: Catalogue) -> None:
    context = PlainContext(
        catalogue, TODAY, records={"need": {"a": EVERY}}, acknowledged={"need": {"a": {"uuid": "old"}}}
    )
    assert context.get("need", "a") == EVERY and context.get("need", "b") is None
    assert context.previous("need", "a") == {"uuid": "old"} and context.previous("project", "a") is None
    assert list(context.related("need", "access", "open")) == [EVERY] and list(context.related("x", "y", "z")) == []


def test_severities_narrow_the_check(check: Callable[..., list[Finding]], catalogue: Catalogue) -> None:
    record = {**SOUND["need"], "people_children": 341, "priority_reason": None}
    context = PlainContext(catalogue, TODAY)
    found = engine.check(catalogue.type("need"), record, context, frozenset({"warning"}))
    assert [one.rule for one in found] == ["priority.reason"]
