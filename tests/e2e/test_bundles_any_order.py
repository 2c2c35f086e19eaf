"""Bundles of people who do not hit upon the same fields come out the same in any order: opened early, late, twice, at
two offices, before or after their authors' own syncs."""

from __future__ import annotations

import itertools
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .offices import PLACE, SCHOOL
from .worlds import World

WORKERS = ("Анна", "Борис", "Віра")
OFFICES = ("Управління", "Громада")
FIELD = {"Анна": "priority", "Борис": "description", "Віра": "object_name"}
VALUES = {"Анна": (2, 4), "Борис": ("Дах", "Дах і вікна"), "Віра": ("Школа", "Ліцей")}
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def week(tmp_path_factory, template):
    """Three workers with two bundles each of a busy week, none of it on the portal; what it has to come to."""
    folder = tmp_path_factory.mktemp("week")
    world = World(folder / "world")
    first = world.add(template, OFFICES[0], "02012345")
    with first.workspace.transaction():
        shared = first.workspace.insert("need", {**SCHOOL, "title_uk": "Спільна"})
        doomed = {name: first.workspace.insert("need", {**SCHOOL, "title_uk": f"Стара, {name}"}) for name in WORKERS}
    first.synced()
    world.add(template, OFFICES[1], "02012345").synced()
    expected = {("need", shared): dict(first.workspace.get("need", shared))}
    for name in WORKERS:
        person = world.add(template, name, "02012345")
        person.synced()
        ws, field, (early, late) = person.workspace, FIELD[name], VALUES[name]
        with ws.transaction():
            own = ws.insert("need", {**SCHOOL, "title_uk": f"Своя, {name}"})
            short = ws.insert("need", {**SCHOOL, "title_uk": f"Недовга, {name}"})
            project = ws.insert("project", {"title_uk": "Ремонт", "katottg": PLACE, "workflow": "draft"})
            ws.update("need", shared, {field: early})
        person.export(folder / f"{name} 1")
        with ws.transaction():
            ws.update("need", own, {"priority": 5, "description": "Терміново"})
            ws.update("need", shared, {field: late})
            ws.delete("need", short)
            ws.delete("need", doomed[name])
            link = {"need_uuid": own, "project_uuid": project, "katottg": PLACE, "workflow": "draft"}
            child = ws.insert("need_project", link)
        person.export(folder / f"{name} 2")
        expected[("need", shared)][field] = late
        for key in (("need", own), ("project", project), ("need_project", child)):
            expected[key] = ws.get(*key)
    world.close()
    return folder, expected


ACTIONS = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(OFFICES), st.sampled_from(WORKERS), st.sampled_from((1, 2))),
    st.tuples(st.just("sync"), st.sampled_from(OFFICES + WORKERS)),
)


@settings(max_examples=4, deadline=None)
@given(
    actions=st.lists(ACTIONS, min_size=3, max_size=14), late=st.permutations([(n, k) for n in WORKERS for k in (1, 2)])
)
def test_any_order_comes_to_the_same(week, actions, late):
    folder, expected = week
    place = folder / f"example {next(_numbers)}"
    shutil.copytree(folder / "world", place)
    world = World(place)
    try:
        for what, who, *which in actions:
            if what == "open":
                world[who].take_in(folder / f"{which[0]} {which[1]}")
            else:
                world[who].synced()
        for name, number in late:  # every bundle is opened in the end, also those that were
            world[OFFICES[number % 2]].take_in(folder / f"{name} {number}")
        for name in (*OFFICES, *WORKERS, *OFFICES, *WORKERS):
            report = world[name].synced()
        for name in (*OFFICES, *WORKERS):
            report = world[name].synced()
            assert report.complete, (name, report)
            assert world[name].content() == expected, name
        had = world.portal_content()
        revisions = {row[0]: row[1] for row in had["record"]}
        assert revisions[next(uuid for _, uuid in expected)] == 7  # made, and six edits: none twice, none lost
        assert {row[10 - 1] for row in had["record"]} == {None}  # every author proved, none only claimed
    finally:
        world.close()
        shutil.rmtree(place)
