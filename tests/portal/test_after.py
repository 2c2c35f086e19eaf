"""Edits that go on from a batch whose answer their author has not seen: they wait for it, follow it, or say why not."""

from __future__ import annotations

import itertools

import pytest

from plugin.contract import batch as batches
from plugin.contract.batch import Item
from plugin.contract.verdict import Verdict
from tests.portal.field import claim, enrolled, verdicts_of
from tests.portal.office import (
    HROMADA,
    Office,
    Offices,
    create,
    delete,
    edit,
    funding,
    need,
    new_id,
    project,
)


@pytest.fixture
def offices(emptied: Offices) -> Offices:
    return emptied


def following(uuid: str, after: str, type_name: str = "need", **values: object) -> Item:
    return Item(type_name, uuid, "change", dict(values), after=after)


def deletion_after(uuid: str, after: str) -> Item:
    return Item("need", uuid, "delete", {}, after=after)


def only(office: Office, item: Item, batch_id: str | None = None) -> Verdict:
    (found,) = office.answer(item, batch_id=batch_id or new_id()).verdicts
    return found


def rule_of(found: Verdict) -> str:
    (problem,) = found.problems
    return problem.rule


def test_it_is_held_until_the_batch_has_arrived(offices: Offices) -> None:
    office, first, uuid = offices.open(), new_id(), new_id()
    assert only(office, following(uuid, first, title_uk="Потім")).verdict == "held"
    only(office, create("need", need(), uuid), first)
    found = only(office, following(uuid, first, title_uk="Потім"))
    assert (found.verdict, found.revision) == ("accepted", 2)


def test_it_starts_from_the_revision_which_that_batch_produced(offices: Offices) -> None:
    """A colleague's edit between the two is merged, or a conflict, as with any base."""
    office, colleague, first = offices.open(), offices.open(), new_id()
    uuid = office.store("need", need())
    only(office, edit("need", uuid, 1, priority=3), first)
    colleague.send_one(edit("need", uuid, 2, title_en="Roof"))
    found = only(office, following(uuid, first, title_uk="Потім"))
    assert (found.verdict, found.revision) == ("merged", 4)
    found = only(office, following(uuid, first, title_en="Wall"))
    assert found.conflict is not None and (found.conflict.kind, found.conflict.fields) == ("field", ("title_en",))


def test_what_was_merged_into_that_revision_its_author_has_not_seen(offices: Offices) -> None:
    """A chain goes on from what its author had in front of them: nothing of others is overwritten or deleted unseen."""
    office, colleague = offices.open(), offices.open()
    first, second, third = new_id(), new_id(), new_id()
    uuid = office.store("need", need())
    colleague.send_one(edit("need", uuid, 1, title_uk="Колега"))
    assert only(office, edit("need", uuid, 1, priority=3), first).verdict == "merged"
    # The same id of another author is another batch, with a view of its own.
    assert only(colleague, edit("need", uuid, 1, title_uk="Колега"), first).verdict == "unchanged"
    found = only(office, following(uuid, first, title_uk="Моє"))
    assert found.conflict is not None and (found.conflict.kind, found.conflict.fields) == ("field", ("title_uk",))
    found = only(office, deletion_after(uuid, first))
    assert found.conflict is not None and found.conflict.kind == "deleted"
    found = only(office, following(uuid, first, priority=4), second)
    assert (found.verdict, (found.record or {})["title_uk"]) == ("merged", "Колега")
    found = only(office, following(uuid, second, title_uk="Моє"))
    assert found.conflict is not None and found.conflict.kind == "field", "also a link further on"
    found = only(office, following(uuid, second, title_uk="Колега", priority=5), third)
    assert found.verdict in ("merged", "accepted") and found.revision == 5


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_chain_of_three_ends_the_same_in_whatever_order_it_is_brought(
    offices: Offices, order: tuple[int, int, int]
) -> None:
    worker, clerk = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA)
    uuid, ids = new_id(), [new_id() for _ in range(3)]
    items = [
        create("need", need(title_uk="Перша"), uuid),
        following(uuid, ids[0], title_uk="Друга"),
        following(uuid, ids[1], title_uk="Третя"),
    ]
    bodies = [batches.encode(worker.freeze(item, batch_id=own)) for item, own in zip(items, ids, strict=True)]
    device = enrolled(worker)
    waiting = [bodies[index] for index in order]
    rounds = 0
    while waiting:
        rounds += 1
        assert rounds <= 3, "each round brings at least one"
        held = []
        for body in waiting:
            (found,) = verdicts_of(clerk.post(body, **device.sign(body)))
            if found.verdict == "held":
                held.append(body)
            else:
                assert found.verdict == "accepted"
        waiting = held
    change = worker.sees(uuid)
    assert change is not None and change.record is not None
    assert (change.revision, change.record["title_uk"]) == (3, "Третя")


def test_what_followed_a_refused_creation_is_refused_with_its_reason(offices: Offices) -> None:
    office, first, second, uuid = offices.open(), new_id(), new_id(), new_id()
    assert only(office, create("need", need(sector="nowhere"), uuid), first).verdict == "refused"
    found = only(office, following(uuid, first, title_uk="Потім"), second)
    assert (found.verdict, rule_of(found), found.problems[0].pointer) == ("refused", "after.no_revision", "/after")
    assert first in found.problems[0].message
    assert rule_of(only(office, following(uuid, second, title_uk="Ще"))) == "after.no_revision"
    assert rule_of(only(office, deletion_after(uuid, second))) == "after.no_revision"


def test_what_followed_a_conflict_is_refused_unless_the_portal_has_it_already(offices: Offices) -> None:
    office, colleague, first = offices.open(), offices.open(), new_id()
    uuid = office.store("need", need())
    colleague.send_one(edit("need", uuid, 1, title_uk="Колега"))
    assert only(office, edit("need", uuid, 1, title_uk="Моє"), first).verdict == "conflict"
    assert rule_of(only(office, following(uuid, first, priority=2))) == "after.no_revision"
    assert rule_of(only(office, deletion_after(uuid, first))) == "after.no_revision"
    found = only(office, following(uuid, first, title_uk="Колега"))
    assert (found.verdict, found.revision) == ("unchanged", 2)
    colleague.send_one(delete("need", uuid, 2))
    found = only(office, deletion_after(uuid, first))
    assert (found.verdict, found.revision) == ("unchanged", 3)
    assert rule_of(only(office, following(uuid, first, title_uk="Колега"))) == "after.no_revision"


def test_what_followed_a_held_item_is_refused(offices: Offices) -> None:
    office, first, uuid = offices.open(), new_id(), new_id()
    assert only(office, create("funding", funding(new_id()), uuid), first).verdict == "held"
    assert rule_of(only(office, following(uuid, first, "funding", funder_name="Інший"))) == "after.no_revision"


def test_what_followed_a_void_batch_or_one_without_the_record_is_refused(offices: Offices) -> None:
    office, void, other = offices.open(), new_id(), new_id()
    uuid = office.store("need", need())
    office.void(void)
    only(office, create("need", need()), other)
    for batch in (void, other):
        assert rule_of(only(office, following(uuid, batch, priority=2))) == "after.no_revision"


def test_a_batch_does_not_follow_itself(offices: Offices) -> None:
    office, own = offices.open(), new_id()
    uuid = office.store("need", need())
    assert rule_of(only(office, following(uuid, own, priority=2), own)) == "after.no_revision"


@pytest.mark.parametrize("what", ["taken", "void", "unknown"])
def test_another_accounts_batch_is_as_unknown_as_none(offices: Offices, what: str) -> None:
    office, other, foreign = offices.open(), offices.open(), new_id()
    uuid = office.store("need", need())
    if what == "taken":
        only(other, edit("need", uuid, 1, priority=3), foreign)
    elif what == "void":
        other.void(foreign)
    assert only(office, following(uuid, foreign, priority=2)).verdict == "held"
    mine = batches.encode(office.freeze(following(uuid, foreign, priority=2)))
    assert verdicts_of(other.post(mine, **claim(office)))[0].verdict == "held"


def test_delete_after_change_and_change_after_delete(offices: Offices) -> None:
    office, first, second, third = offices.open(), new_id(), new_id(), new_id()
    uuid = office.store("need", need())
    only(office, edit("need", uuid, 1, title_uk="Нова"), first)
    found = only(office, deletion_after(uuid, first), second)
    assert (found.verdict, found.revision, found.hash) == ("accepted", 3, "")
    # Brought back by who deleted it: the tombstone is the revision that it starts from.
    found = only(office, following(uuid, second, **need(title_uk="Знову")), third)
    assert (found.verdict, found.revision) == ("accepted", 4)
    assert only(office, following(uuid, third, priority=1)).revision == 5


def test_a_deletion_that_a_colleague_overtook_is_a_conflict(offices: Offices) -> None:
    office, colleague, first = offices.open(), offices.open(), new_id()
    uuid = office.store("need", need())
    only(office, edit("need", uuid, 1, priority=3), first)
    colleague.send_one(edit("need", uuid, 2, title_uk="Колега"))
    found = only(office, deletion_after(uuid, first))
    assert found.conflict is not None and found.conflict.kind == "deleted"


# --- bundles in any order ---------------------------------------------------------------------------------------------


def test_a_relayed_batch_that_is_too_early_waits_as_a_whole_and_leaves_nothing(offices: Offices) -> None:
    worker, clerk, first, uuid = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA), new_id(), new_id()
    other = create("need", need())
    batch = worker.freeze(other, following(uuid, first, title_uk="Потім"))
    body = batches.encode(batch)
    for _ in range(2):
        assert [one.verdict for one in verdicts_of(clerk.post(body, **claim(worker)))] == ["held", "held"]
        assert clerk.get(f"/batches/{batch.batch}").status_code == 404
    assert clerk.pull() == []
    early = batches.encode(worker.freeze(create("need", need(), uuid), batch_id=first))
    verdicts_of(clerk.post(early, **claim(worker)))
    taken = clerk.post(body, **claim(worker))
    assert [one.verdict for one in verdicts_of(taken)] == ["accepted", "accepted"]
    assert clerk.get(f"/batches/{batch.batch}").content == taken.content


def test_the_author_s_direct_answer_settles_what_a_relayer_was_told_to_hold(offices: Offices) -> None:
    worker, clerk, first, uuid = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA), new_id(), new_id()
    body = batches.encode(worker.freeze(following(uuid, first, title_uk="Потім")))
    assert verdicts_of(clerk.post(body, **claim(worker)))[0].verdict == "held"
    direct = worker.post(body)
    assert verdicts_of(direct)[0].verdict == "held", "who sends it directly freezes it anew: this answer is kept"
    only(worker, create("need", need(), uuid), first)
    assert clerk.post(body, **claim(worker)).content == worker.post(body).content == direct.content


def test_children_in_a_later_bundle_wait_for_their_parents_bundle(offices: Offices) -> None:
    worker, clerk = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA)
    parent = create("project", project())
    bodies = [
        batches.encode(worker.freeze(parent)),
        batches.encode(worker.freeze(create("need", need()), create("funding", funding(parent.uuid)))),
    ]
    assert {one.verdict for one in verdicts_of(clerk.post(bodies[1], **claim(worker)))} == {"held"}
    for body in bodies:
        assert {one.verdict for one in verdicts_of(clerk.post(body, **claim(worker)))} == {"accepted"}


def test_a_parent_that_came_to_nothing_keeps_only_its_children_waiting(offices: Offices) -> None:
    """As in batches sent directly: 499 others do not wait for one that has to be corrected first."""
    worker, clerk = offices.open(edrpou=HROMADA), offices.open(edrpou=HROMADA)
    parent, child = create("project", project(status="nonsense")), new_id()
    first = batches.encode(worker.freeze(parent, create("funding", funding(parent.uuid))))
    found = verdicts_of(clerk.post(first, **claim(worker)))
    assert [one.verdict for one in found] == ["refused", "held"]
    second = batches.encode(worker.freeze(create("need", need()), create("funding", funding(parent.uuid), child)))
    answer = clerk.post(second, **claim(worker))
    assert [one.verdict for one in verdicts_of(answer)] == ["accepted", "held"]
    assert worker.post(second).content == answer.content


def test_somebody_elses_failed_creation_says_nothing_of_ones_own(offices: Offices) -> None:
    worker, clerk, stranger = (offices.open(edrpou=HROMADA) for _ in range(3))
    parent = new_id()
    only(stranger, create("project", project(status="nonsense"), parent))
    body = batches.encode(worker.freeze(create("need", need()), create("funding", funding(parent))))
    assert {one.verdict for one in verdicts_of(clerk.post(body, **claim(worker)))} == {"held"}
