"""What the harness has found once, by the fewest steps."""

from __future__ import annotations

import pytest

from plugin.store import conflicts

from .line import Fault
from .world import Edit, World


def disputed(world: World, desk: int) -> list[tuple[str, ...]]:
    with world.desks[desk].workspace() as workspace:
        return [one.fields for one in conflicts.list_conflicts(workspace)]


def test_what_follows_a_merged_batch_is_not_taken_for_having_seen_the_merge(world_of):
    world = world_of()
    world.do(Edit(2, "rank", "need", 0))
    world.export(2)
    world.do(Edit(2, "edit", "need", 0, 0))  # over the title that both know
    world.export(2)
    world.do(Edit(1, "edit", "need", 0, 0))
    world.sync(1, [])
    world.calm()
    assert disputed(world, 2) == [("title_uk",)]


def test_deleting_after_a_merged_batch_is_not_taken_for_having_seen_the_merge(world_of):
    world = world_of()
    world.do(Edit(2, "rank", "need", 0))
    world.export(2)
    world.do(Edit(2, "delete", "need", 0))
    world.export(2)
    world.do(Edit(1, "edit", "need", 0, 0))
    world.sync(1, [])
    world.calm()
    assert len(disputed(world, 2)) == 1


def test_undoing_an_edit_that_was_noticed_late_leaves_what_came_in_meanwhile(world_of):
    world = world_of()
    world.do(Edit(2, "delete", "need", 1))
    world.do(Edit(2, "go away", "need", 0))
    world.do(Edit(0, "edit", "need", 0, 1))
    world.sync(0, [])
    world.sync(2, [])
    world.take_back(2)
    world.calm()


def test_an_answer_whose_headers_broke_off_is_no_answer(world_of):
    world = world_of()
    for permille in range(50, 1000, 150):  # somewhere among them in the address of the upload
        world.do(Edit(0, "create", "attachment", 0, 1))
        world.sync(0, [])
        world.sync(0, [Fault("truncate answer", 1, permille)], what="files")
    world.calm()


def test_what_was_deleted_with_a_record_is_not_missed_where_the_record_is_kept_by_somebody_else(world_of):
    world = world_of()
    world.do(Edit(2, "edit", "need", 0, 1))
    world.sync(2, [])
    world.do(Edit(0, "edit", "need", 0, 2))  # who has never seen what is deleted now
    world.do(Edit(2, "delete", "need", 0))
    world.sync(2, [])
    world.sync(0, [])
    world.settle(0, 0, "mine")
    world.calm()


def test_what_was_written_and_then_deleted_is_not_missed_where_the_portals_is_taken(world_of):
    world = world_of()
    world.do(Edit(2, "edit", "need", 0, 1))
    world.do(Edit(2, "delete", "need", 0))
    world.do(Edit(0, "edit", "need", 0, 2))
    world.sync(0, [])
    world.sync(2, [])
    world.settle(2, 0, "portal")
    world.calm()


def carried_in_two_bundles(world: World) -> None:
    """A project and a later edit of it come to desk 2 in bundles, before the portal knows of either."""
    world.do(Edit(0, "create", "project"))
    world.export(0)
    world.do(Edit(0, "edit", "project"))
    world.export(0)
    world.take_in(2, 0)
    world.take_in(2, 1)


def test_deleting_what_two_bundles_brought_is_not_forgotten_when_the_first_is_on_the_portal(world_of):
    world = world_of()
    carried_in_two_bundles(world)
    world.do(Edit(2, "delete", "project"))
    world.calm()
    with world.desks[1].workspace() as workspace:
        assert not list(workspace.records("project"))


def test_editing_what_two_bundles_brought_is_no_conflict_with_the_first(world_of):
    world = world_of()
    carried_in_two_bundles(world)
    world.do(Edit(2, "edit", "project"))  # over the title that the second bundle brought
    world.calm()
    assert disputed(world, 2) == []


@pytest.mark.parametrize(("how", "lives"), [("portal", True), ("mine", False)])
def test_a_file_waits_while_the_deletion_of_its_record_is_in_conflict(world_of, how, lives):
    world = world_of()
    world.do(Edit(1, "create", "attachment", 0, 2))
    world.sync(1, [])  # the record; its file has not gone yet
    world.sync(0, [])
    world.do(Edit(0, "edit", "attachment"))
    world.sync(0, [])
    world.do(Edit(1, "delete", "attachment"))
    world.calm()
    assert len(disputed(world, 1)) == 1
    world.settle(1, 0, how)
    world.calm()  # now the file is on the portal and with everybody, or nobody has the record
    assert disputed(world, 1) == []
    for desk in world.desks:
        with desk.workspace() as workspace:
            assert bool(list(workspace.records("attachment"))) == lives
