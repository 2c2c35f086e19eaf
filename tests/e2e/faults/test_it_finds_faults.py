"""The harness is held against programs that are broken on purpose: what breaks a promise is found, and named rightly.

Each has a short script that would be harmless if the programs were right; the first test shows that it is.
"""

from __future__ import annotations

import pytest

from . import desk as desks
from . import mutations
from . import world as worlds
from .invariants import Broken, Doubled, Lost, Stuck
from .line import Fault
from .world import Edit, World


def create(world: World, desk: int = 0) -> None:
    world.do(Edit(desk, "create", "need"))


def write(world: World, desk: int, field: int = 0) -> None:
    """The first of the records that everybody knows."""
    world.do(Edit(desk, "edit", "need", 0, field))


def lost_answer(world: World) -> None:
    create(world)
    world.sync(0, [Fault("cut answer", 3, 500)])


def interrupted(world: World) -> None:
    create(world)
    world.sync(0, [Fault("cut answer", number, 0) for number in range(3, 40)])


def stalled(world: World) -> None:
    create(world)
    world.sync(0, [Fault("stall answer", 3, 500)])


def late_copy(world: World) -> None:
    """Three time-outs of a batch of two; the second copy of it comes after it was voided."""
    create(world)
    create(world)
    world.sync(0, [Fault("stall request", number, 500) for number in (3, 5)] + [Fault("late", 7, 500, 3)])


def both_change_a_record(world: World) -> None:
    write(world, 0, 0)
    write(world, 1, 1)
    world.sync(0, [])
    world.sync(1, [])


def both_change_a_field(world: World) -> None:
    write(world, 0)
    write(world, 1)
    world.sync(0, [])
    world.sync(1, [])


def edited_meanwhile(world: World) -> None:
    write(world, 0)
    world.sync(0, [Fault("meanwhile", 3, 0, 0)])


def pulls_onto_an_edit(world: World) -> None:
    """Others' change of a field comes in while one's own of it was made after the sending."""
    write(world, 0, 1)
    world.sync(0, [])
    world.sync(1, [Fault("meanwhile", 3, 0, 0)])


def colleagues_work(world: World) -> None:
    write(world, 0)
    world.sync(0, [])
    world.sync(1, [])


def sends_a_file(world: World) -> None:
    """So large that half of it is more than the portal keeps in memory."""
    world.do(Edit(0, "create", "attachment", 0, 150))
    world.sync(0, [])
    world.sync(0, [Fault("cut request", 2, 500)], what="files")


def goes_on_where_the_portal_was_put_back(world: World) -> None:
    """Somebody goes on with a record before the one who sent what was lost has heard of it."""
    world.back_up_portal()
    for _ in range(2):
        write(world, 0)
        world.sync(0, [])
    world.put_portal_back(running=True)
    write(world, 1)
    world.sync(1, [])


def loses_the_portals_last_days(world: World) -> None:
    world.back_up_portal()
    create(world)
    world.sync(0, [])
    world.sync(1, [])
    world.put_portal_back(running=False)


SCRIPTS = {
    "does_not_ask": (lost_answer, Doubled),
    "adopts_without_content": (both_change_a_record, Lost),
    "forgets_an_edit": (edited_meanwhile, (Lost, Stuck)),
    "skips_a_change": (colleagues_work, Lost),
    "never_resumes": (interrupted, Stuck),
    "waits_for_ever": (stalled, Stuck),
    "takes_theirs": (pulls_onto_an_edit, Lost),
    "takes_sent_for_arrived": (sends_a_file, Stuck),
    "keeps_half_a_file": (sends_a_file, Lost),
    "takes_new_work_for_an_old_state": (goes_on_where_the_portal_was_put_back, Lost),
    "last_writer_wins": (both_change_a_field, Lost),
    "repeats_take_effect": (lambda world: (create(world), world.sync(0, [Fault("repeat", 3)])), Doubled),
    "makes_twins": (lambda world: (create(world), world.sync(0, [])), Doubled),
    "void_means_nothing": (late_copy, Doubled),
    "leaves_a_gap": (colleagues_work, Doubled),
    "takes_half_files": (sends_a_file, Lost),
    "does_not_link_files": (sends_a_file, Lost),
    "keeps_its_epoch": (loses_the_portals_last_days, Lost),
}


def test_every_mutation_has_a_script():
    assert set(SCRIPTS) == set(mutations.MUTATIONS)


@pytest.mark.parametrize("script", sorted({script for script, _ in SCRIPTS.values()}, key=lambda one: one.__name__))
def test_the_scripts_are_harmless_where_nothing_is_broken(world_of, script):
    world = world_of()
    script(world)
    world.calm()


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_breaks_a_promise_is_found(world_of, monkeypatch, name):
    script, promise = SCRIPTS[name]
    # A busy machine must not lose its patience by itself: then other requests than the script's would be hit.
    monkeypatch.setattr(worlds, "STALLED", 1.0)
    if promise is Stuck:
        monkeypatch.setattr(desks, "HANGS_AFTER", 3.0)
    mutations.apply(name, monkeypatch.setattr)
    world = world_of(name)
    with pytest.raises(Broken) as found:
        script(world)
        world.calm()
    assert isinstance(found.value, promise), found.value
