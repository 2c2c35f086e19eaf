"""An office that opens twenty field workers' bundles ends with what twenty direct syncs would have given."""

from __future__ import annotations

import random

from plugin.records.values import new_uuid

from .offices import PLACE, SCHOOL
from .worlds import Person, World

WORKERS = [f"Польовий {n:02}" for n in range(20)]
OFFICE = "Управління"
FIELDS = ("description", "object_name", "info_source", "damage_category", "priority")
SEED = 20261122


def half_a_week(draw, name, shared, own, half) -> list[tuple]:
    """What one worker does: new records, edits of shared ones (now and then two hit upon the same field), edits and
    deletions of her own of the first half."""
    done: list[tuple] = []
    for turn in range(2):
        uuid = new_uuid()
        done.append(("insert", "need", uuid, {**SCHOOL, "title_uk": f"{name}, {half}.{turn}"}))
        own.append(uuid)
        if draw.random() < 0.5:
            act = {"parent_type": "need", "parent_uuid": uuid, "kind": "document", "file_name": "акт.pdf",
                   "sha256": "0" * 64, "bytes": 5, "media_type": "application/pdf", "katottg": PLACE,
                   "workflow": "draft"}  # fmt: skip
            done.append(("insert", "attachment", new_uuid(), act))
    for uuid in draw.sample(shared, 2):
        field = draw.choice(FIELDS)
        value = {"priority": draw.randint(1, 5), "damage_category": draw.choice(["I", "II", "III"])}.get(field)
        done.append(("update", "need", uuid, {field: value or f"{field}: {name}, {half}"}))
    for uuid in own[:-2] if half == 2 else []:
        if draw.random() < 0.6:
            done.append(("update", "need", uuid, {"description": f"Ще раз, {half}", "priority": draw.randint(1, 5)}))
        else:
            done.append(("delete", "need", uuid, {}))
    return done


def carry_out(person: Person, work) -> None:
    ws = person.workspace
    with ws.transaction():
        for what, name, uuid, values in work:
            if what == "insert":
                ws.insert(name, {**values, "uuid": uuid})
            elif what == "update":
                ws.update(name, uuid, values)
            else:
                ws.delete(name, uuid)


def test_twenty_bundles_bring_what_twenty_direct_syncs_in_the_same_order_would_have_brought(template, tmp_path):
    world = World(tmp_path / "carried")
    office = world.add(template, OFFICE, "02012345")
    with office.workspace.transaction():
        shared = [office.workspace.insert("need", {**SCHOOL, "title_uk": f"Спільна {n}"}) for n in range(6)]
    office.synced()
    for name in WORKERS:
        world.add(template, name, "02012345").synced()
    world.close()
    direct = world.fork(tmp_path / "direct")
    carried = World(tmp_path / "carried")
    try:
        _compare(direct, carried, shared, tmp_path)
    finally:
        direct.close()
        carried.close()


def _compare(direct, carried, shared, folder):
    draw = random.Random(SEED)
    order, twice = draw.sample(WORKERS, 20), set(draw.sample(WORKERS, 10))
    office = carried[OFFICE]
    for name in order:
        own: list[str] = []
        for half in (1, 2) if name in twice else (1,):
            work = half_a_week(draw, name, shared, own, half)
            carry_out(carried[name], work)
            assert carried[name].export(folder / f"{name} {half}.vidbudova").signed
            carry_out(direct[name], work)
            assert direct[name].sync(pull=False).problem is None
        office.take_in(folder / f"{name} {half}.vidbudova")
        for again in (1, half):  # opened twice, and an older one after the newer
            assert office.take_in(folder / f"{name} {again}.vidbudova").number is None
    report = office.sync()
    assert report.problem is None and (report.open_conflicts, report.relays_waiting) == (0, 0)
    told = carried.portal_content()
    assert told == direct.portal_content()
    assert len(told["revision"]) > 80 and {row[7] for row in told["revision"]} == {*WORKERS, OFFICE}
    # Afterwards the authors sync themselves, and nothing is doubled.
    in_conflict = 0
    for name in order:
        report = carried[name].sync()
        assert report.problem is None
        in_conflict += report.open_conflicts
    assert carried.portal_content() == told and in_conflict > 0  # some did hit upon the same field
    office.sync()
    calm = [name for name in order if not carried[name].sync().open_conflicts]
    assert calm and all(carried[name].content() == office.content() for name in calm)
