"""A record's history, as it is kept here and as the portal tells it."""

from __future__ import annotations

import time

from plugin.store import history
from plugin.sync import bookkeeping, past, resolve


def versions(office, uuid, portal=()):
    with office.workspace() as workspace:
        return history.versions(workspace, workspace.rtype("need"), uuid, portal)


def name_of(office):
    with office.workspace() as workspace:
        return bookkeeping.account_name(workspace)


def test_who_changed_what_and_when_is_known_on_both_sides(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    borys.edit(uuid, title_uk="Школа Бориса", priority=4)
    borys.synced()
    anna.synced()
    anna.edit(uuid, description="Дах")
    anna.synced()
    borys.synced()
    ours, theirs = versions(anna, uuid), versions(borys, uuid)
    assert [(one.revision, one.author) for one in ours] == [
        (3, name_of(anna)),
        (2, name_of(borys)),
        (1, name_of(anna)),
    ]
    assert ours[1].changes == {"title_uk": ("Школа №12", "Школа Бориса"), "priority": (None, 4)}
    assert ours[0].changes == {"description": (None, "Дах")}
    assert [one.record["title_uk"] for one in ours] == ["Школа Бориса", "Школа Бориса", "Школа №12"]
    assert all(one.at for one in ours)
    assert [(one.revision, one.changes, one.record) for one in theirs[:2]] == [
        (one.revision, one.changes, one.record) for one in ours[:2]
    ]


def test_the_portals_history_fills_what_came_before(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    for title in ("Школа №13", "Школа №14"):
        anna.edit(uuid, title_uk=title)
        anna.synced()
    borys.synced()
    (known,) = versions(borys, uuid)
    assert (known.revision, known.op, known.author, known.changes) == (3, "change", name_of(anna), None)
    items = past.ask(borys.client(), "need", uuid)
    found = versions(borys, uuid, items)
    assert [(one.revision, one.op, one.record["title_uk"]) for one in found] == [
        (3, "change", "Школа №14"),
        (2, "change", "Школа №13"),
        (1, "create", "Школа №12"),
    ]
    assert found[0].changes == {"title_uk": ("Школа №13", "Школа №14")}
    assert versions(anna, uuid, items)[0].record == found[0].record


def test_going_back_travels_as_any_edit(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    borys.edit(uuid, title_uk="Помилково змінена")
    borys.synced()
    anna.synced()
    first = versions(anna, uuid)[-1]
    with anna.workspace() as workspace:
        values = history.going_back(workspace, workspace.rtype("need"), uuid, first)
        workspace.update("need", uuid, values)
    assert values == {"title_uk": "Школа №12"}
    anna.synced()
    borys.synced()
    assert borys.title(uuid) == "Школа №12"
    assert [one.revision for one in versions(borys, uuid)] == [3, 2, 1]


def test_a_deletion_ends_the_history(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    borys.remove(uuid)
    borys.synced()
    anna.synced()
    assert [(one.revision, one.op) for one in versions(anna, uuid)] == [(2, "delete"), (1, "create")]
    assert [(one.revision, one.op) for one in versions(borys, uuid)] == [(2, "delete"), (1, "create")]


def test_a_first_pull_writes_no_history_and_costs_no_time_for_it(country):
    anna, borys = country.pair()
    uuids = anna.schools(60)
    anna.synced()
    began = time.monotonic()
    borys.synced()
    assert time.monotonic() - began < 30
    assert borys.query("SELECT count(*) FROM vidbudova_history") == [(0,)]
    assert len(anna.query("SELECT * FROM vidbudova_history")) == len(uuids)


def test_a_conflict_that_was_settled_leaves_both_in_the_history(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    borys.edit(uuid, title_uk="Школа Бориса")
    borys.synced()
    anna.edit(uuid, title_uk="Школа Анни")
    anna.sync()
    with anna.workspace() as workspace:
        resolve.resolve(workspace, "need", uuid, resolve.Choice(rest="mine"))
    anna.synced()
    found = versions(anna, uuid)
    assert [(one.revision, one.author) for one in found] == [
        (3, name_of(anna)),
        (2, name_of(borys)),
        (1, name_of(anna)),
    ]
    assert found[0].changes == {"title_uk": ("Школа Бориса", "Школа Анни")}
    assert [one.record["title_uk"] for one in found] == ["Школа Анни", "Школа Бориса", "Школа №12"]
