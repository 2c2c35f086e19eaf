"""A verdict per item: what is stored, what merges, what people have to decide, and what comes back with it."""

from __future__ import annotations

import pytest

from plugin.contract.jcs import content_hash
from tests.portal.office import (
    Item,
    Offices,
    complete_need,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)


def test_a_new_record_is_accepted_with_its_first_revision_and_its_hash(offices: Offices) -> None:
    item = create("need", need(title_en="Roof"))
    found = offices.open().send_one(item)
    assert (found.verdict, found.revision, found.record) == ("accepted", 1, None)
    assert found.hash == content_hash({"uuid": item.uuid, **item.set})


def test_geometry_comes_back_to_the_last_bit(offices: Offices) -> None:
    office = offices.open()
    line = {"type": "LineString", "coordinates": [[36.1 + 0.2, 49.9999999999999, 0.1], [36.30000000000001, 50.0, 1e-7]]}
    uuid = office.store("need", need(geom=line))
    shown = office.sees(uuid)
    assert shown is not None and shown.record is not None
    assert shown.record["geom"] == line


def test_a_change_from_the_present_revision_is_accepted_and_only_told_by_its_hash(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    found = office.send_one(edit("need", uuid, 1, title_uk="Дах ліцею № 3", sector=None))
    assert (found.verdict, found.revision, found.record) == ("accepted", 2, None)
    shown = office.sees(uuid)
    assert shown is not None and shown.record is not None
    assert shown.record["title_uk"] == "Дах ліцею № 3"
    assert "sector" not in shown.record


def test_edits_of_different_fields_both_win_and_the_merged_record_comes_along(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need())
    assert one.send_one(edit("need", uuid, 1, title_uk="Назва першого")).verdict == "accepted"
    found = other.send_one(edit("need", uuid, 1, description="Опис другого"))
    assert (found.verdict, found.revision) == ("merged", 3)
    assert found.record is not None
    assert (found.record["title_uk"], found.record["description"]) == ("Назва першого", "Опис другого")


def test_edits_of_the_same_field_conflict_and_change_nothing(offices: Offices) -> None:
    one, other = offices.open(name="Ірина Коваль"), offices.open()
    uuid = one.store("need", need())
    one.send_one(edit("need", uuid, 1, title_uk="Назва першої"))
    found = other.send_one(edit("need", uuid, 1, title_uk="Назва другого", description="Опис"))
    assert found.verdict == "conflict"
    assert found.conflict is not None and found.conflict.theirs is not None
    assert (found.conflict.kind, found.conflict.fields) == ("field", ("title_uk",))
    assert (found.conflict.author, found.conflict.revision) == ("Ірина Коваль", 2)
    assert found.conflict.theirs["title_uk"] == "Назва першої"
    shown = one.sees(uuid)
    assert shown is not None and shown.record is not None
    assert shown.revision == 2 and "description" not in shown.record


def test_fields_that_mean_one_thing_together_conflict_together(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need(cost_amount="100.00", cost_currency="UAH"))
    one.send_one(edit("need", uuid, 1, cost_amount="200.00"))
    found = other.send_one(edit("need", uuid, 1, cost_currency="EUR"))
    assert found.conflict is not None
    assert set(found.conflict.fields) == {"cost_amount", "cost_currency"}


def test_the_same_edit_from_two_people_is_unchanged_the_second_time(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need())
    one.send_one(edit("need", uuid, 1, title_uk="Однакова назва", description="Більше"))
    found = other.send_one(edit("need", uuid, 1, title_uk="Однакова назва"))
    assert (found.verdict, found.revision) == ("unchanged", 2)
    assert found.record is not None and found.record["description"] == "Більше"


def test_creating_what_is_there_already_is_unchanged(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    found = office.send_one(create("need", need(), uuid))
    assert (found.verdict, found.revision, found.record) == ("unchanged", 1, None)


def test_creating_what_is_there_with_other_content_conflicts_per_differing_field(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need(title_en="Roof"))
    found = office.send_one(create("need", need(title_uk="Інша назва"), uuid))
    assert found.conflict is not None
    assert (found.conflict.kind, found.conflict.fields) == ("exists", ("title_uk", "title_en"))


def test_deleting_leaves_a_tombstone_whose_revision_goes_on(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    found = office.send_one(delete("need", uuid, 1))
    assert (found.verdict, found.revision, found.hash) == ("accepted", 2, "")
    again = office.send_one(delete("need", uuid, 1))
    assert (again.verdict, again.revision, again.hash) == ("unchanged", 2, "")


def test_deleting_what_others_changed_meanwhile_conflicts(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need())
    one.send_one(edit("need", uuid, 1, title_uk="Уточнена назва"))
    found = other.send_one(delete("need", uuid, 1))
    assert found.conflict is not None and found.conflict.theirs is not None
    assert (found.conflict.kind, found.conflict.theirs["title_uk"]) == ("deleted", "Уточнена назва")


def test_a_record_changed_back_to_what_the_sender_knew_may_be_deleted(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need(title_uk="А"))
    one.send_one(edit("need", uuid, 1, title_uk="Б"))
    one.send_one(edit("need", uuid, 2, title_uk="А"))
    assert other.send_one(delete("need", uuid, 1)).verdict == "accepted"


def test_changing_what_others_deleted_conflicts_and_may_then_bring_it_back(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", need())
    one.send_one(delete("need", uuid, 1))
    found = other.send_one(edit("need", uuid, 1, title_uk="Потрібне"))
    assert found.conflict is not None
    assert (found.conflict.kind, found.conflict.theirs, found.conflict.revision) == ("deleted", None, 2)
    # Having seen the deletion, the sender starts from the tombstone.
    back = other.send_one(Item("need", uuid, "change", need(title_uk="Потрібне"), base=2))
    assert (back.verdict, back.revision) == ("accepted", 3)
    shown = one.sees(uuid)
    assert shown is not None and shown.record is not None and shown.record["title_uk"] == "Потрібне"


def test_creating_what_was_deleted_meanwhile_conflicts(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    office.send_one(delete("need", uuid, 1))
    found = office.send_one(create("need", need(), uuid))
    assert found.conflict is not None and found.conflict.kind == "deleted"


def test_a_base_the_portal_never_had_is_unknown_so_that_nothing_is_overwritten(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    found = office.send_one(edit("need", uuid, 9, title_uk="З майбутнього"))
    assert found.conflict is not None and found.conflict.fields == ("title_uk",)
    same = office.send_one(edit("need", uuid, 9, title_uk=need()["title_uk"]))
    assert same.verdict == "unchanged" and same.record is not None


def test_changing_what_the_portal_does_not_have_is_a_conflict_and_deleting_it_is_done(offices: Offices) -> None:
    office = offices.open()
    changed = office.send_one(edit("need", new_id(), 3, title_uk="Відновлений портал"))
    assert changed.conflict is not None
    assert (changed.conflict.kind, changed.conflict.theirs, changed.conflict.revision) == ("deleted", None, 3)
    assert office.send_one(delete("need", new_id(), 3)).verdict == "unchanged"


@pytest.mark.parametrize(
    ("values", "pointer", "rule"),
    [
        ({"no_such_field": 1}, "/set/no_such_field", "shape.unknown_field"),
        ({"cost_amount": 12.5}, "/set/cost_amount", "shape.money"),
        ({"sector": "nowhere"}, "/set/sector", "shape.codelist"),
        ({"title_uk": "Каха\u0000нівка"}, "/set/title_uk", "shape.text"),
        ({"geom": {"type": "Point", "coordinates": [36.0]}}, "/set/geom", "shape.geometry_position"),
        ({"uuid ": "x"}, "/set/uuid ", "shape.unknown_field"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_with_its_place(
    offices: Offices, values: dict[str, object], pointer: str, rule: str
) -> None:
    found = offices.open().send_one(create("need", need(**values)))
    assert found.verdict == "refused"
    assert (pointer, rule) in [(problem.pointer, problem.rule) for problem in found.problems]
    assert all(problem.message and not problem.message.startswith("shape.") for problem in found.problems)


def test_one_bad_item_does_not_hold_up_the_others(offices: Offices) -> None:
    office = offices.open()
    found = office.send(create("need", need()), create("need", need(sector="nowhere")), create("nothing", {}))
    assert [one.verdict for one in found] == ["accepted", "refused", "refused"]
    assert found[2].problems[0].rule == "type.unknown"


def test_rule_errors_keep_a_record_from_being_submitted_not_from_travelling(offices: Offices) -> None:
    office = offices.open()
    draft = {"title_uk": "Без території", "workflow": "draft"}
    assert office.send_one(create("need", draft)).verdict == "accepted"
    found = office.send_one(create("need", {**draft, "workflow": "submitted"}))
    assert found.verdict == "refused" and found.problems
    assert office.send_one(create("need", complete_need())).verdict == "accepted"


def test_refusals_are_told_in_the_callers_language(offices: Offices) -> None:
    office = offices.open()
    messages = {}
    for language in ("uk", "en"):
        office.headers["Accept-Language"] = language
        messages[language] = office.send_one(create("need", need(sector="nowhere"))).problems[0].message
    assert messages["uk"] != messages["en"]
    assert any("а" <= letter <= "я" for letter in messages["uk"])


def test_two_edits_that_are_right_each_but_wrong_together_are_a_conflict_of_rules(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("need", complete_need(people_total=100, people_women=40))
    assert one.send_one(edit("need", uuid, 1, people_total=50)).verdict == "accepted"
    found = other.send_one(edit("need", uuid, 1, people_women=80))
    assert found.verdict == "conflict" and found.conflict is not None
    assert found.conflict.kind == "rules"
    assert "people_women" in found.conflict.fields
    alone = one.send_one(edit("need", uuid, 2, people_women=80))
    assert alone.verdict == "refused"


def test_a_childs_parent_may_come_in_the_same_batch_or_have_come_before(offices: Offices) -> None:
    office = offices.open()
    parent = create("project", project())
    child = create("funding", funding(parent.uuid))
    assert [one.verdict for one in office.send(parent, child)] == ["accepted", "accepted"]
    assert office.send_one(create("funding", funding(parent.uuid))).verdict == "accepted"


def test_a_child_is_held_until_its_parent_is_accepted(offices: Offices) -> None:
    office = offices.open()
    parent, bad = create("project", project()), create("project", project(sector="nowhere"))
    child = create("funding", funding(parent.uuid))
    assert office.send_one(child).verdict == "held"
    assert office.sees(child.uuid) is None
    assert [one.verdict for one in office.send(bad, create("funding", funding(bad.uuid)))] == ["refused", "held"]
    office.send_one(parent)
    assert office.send_one(child).verdict == "accepted"


def test_a_child_whose_parent_was_deleted_is_refused_with_the_reason(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("project", project())
    office.send_one(delete("project", uuid, 1))
    found = office.send_one(create("funding", funding(uuid)))
    assert [problem.rule for problem in found.problems] == ["parent.deleted"]
    assert found.problems[0].pointer == "/set/project_uuid"


def test_deleting_a_parent_with_a_child_the_sender_has_not_seen_conflicts(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    uuid = one.store("project", project())
    child = other.store("funding", funding(uuid))
    found = one.send_one(delete("project", uuid, 1))
    assert found.conflict is not None and found.conflict.kind == "parent"
    assert one.sees(uuid) is not None and one.sees(child) is not None


@pytest.mark.parametrize("parent_first", [True, False])
def test_deleting_a_parent_and_its_children_deletes_the_children_first(offices: Offices, parent_first: bool) -> None:
    office = offices.open()
    parent, child = create("project", project()), new_id()
    office.send(parent, create("funding", funding(parent.uuid), child))
    office.pull()
    items = [delete("project", parent.uuid, 1), delete("funding", child, 1)]
    found = office.send(*(items if parent_first else reversed(items)))
    assert [one.verdict for one in found] == ["accepted", "accepted"]
    assert [(item.uuid, item.op) for item in office.pull()] == [(child, "delete"), (parent.uuid, "delete")]


def test_a_parent_stays_when_the_deletion_of_its_child_conflicts(offices: Offices) -> None:
    one, other = offices.open(), offices.open()
    parent, child = create("project", project()), new_id()
    one.send(parent, create("funding", funding(parent.uuid), child))
    other.send_one(edit("funding", child, 1, funder_name="Обласний бюджет"))
    found = one.send(delete("funding", child, 1), delete("project", parent.uuid, 1))
    assert [each.conflict and each.conflict.kind for each in found] == ["deleted", "parent"]


def test_an_item_that_follows_another_batch_takes_the_revision_which_that_one_produced(offices: Offices) -> None:
    office = offices.open()
    first = create("need", need())
    second = Item("need", first.uuid, "change", {"title_uk": "Пізніша правка"}, after=new_id())
    assert office.send_one(second).verdict == "held"
    assert second.after is not None
    office.answer(first, batch_id=second.after)
    found = office.send_one(second)
    assert (found.verdict, found.revision) == ("accepted", 2)


def test_one_uuid_is_one_records_identity_whatever_its_type(offices: Offices) -> None:
    office = offices.open()
    uuid = office.store("need", need())
    assert office.send_one(create("project", project(), uuid)).problems[0].rule == "identity.taken"
    twice = new_id()
    found = office.send(create("need", need(), twice), create("project", project(), twice))
    assert [one.verdict for one in found] == ["accepted", "refused"]
