"""What the harness has found once, by the fewest steps."""

from __future__ import annotations

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
