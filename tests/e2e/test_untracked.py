"""Edits made past the journal: nothing is received over them, sending goes on, and adopting them sets all free."""

from __future__ import annotations

import contextlib
import sqlite3

from plugin.records.catalogue import default_catalogue
from plugin.store import audit, capture
from plugin.store.connection import register_functions
from plugin.sync import events


def past_the_journal(office, *statements):
    """What a program does that drops the triggers and puts them back."""
    triggers = capture.trigger_sql(default_catalogue().type("need"))
    with contextlib.closing(sqlite3.connect(office.gpkg, isolation_level=None)) as connection:
        register_functions(connection)
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for sql, *values in statements:
            connection.execute(sql, values)
        for sql in triggers.values():
            connection.execute(sql)


def test_a_pull_holds_until_the_edits_are_adopted(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    borys.edit(uuid, title_uk="Школа Бориса")
    borys.synced()
    past_the_journal(anna, ("UPDATE need SET priority = 1 WHERE uuid = ?", uuid))
    other = anna.school(title_uk="Школа №2")
    report = anna.sync()
    assert report.problem.code == "sync.untracked_edits"
    assert "«Школа №12»" in report.problem.describe("uk") and "1 запис " in report.problem.describe("uk")
    assert (report.sent, report.received) == (1, 0), "what waits is sent, nothing is received"
    (found,) = [event for event in anna.events if isinstance(event, events.UntrackedFound)]
    assert [(row.uuid, row.kind, row.title) for row in found.records] == [(uuid, "changed", "Школа №12")]
    assert "змінено:" in found.records[0].text
    assert anna.title(uuid) == "Школа №12"
    assert anna.sync().problem.code == "sync.untracked_edits", "it is not forgotten"

    with anna.workspace() as workspace:
        assert [one.uuid for one in audit.adopt(workspace)] == [uuid]
    anna.synced()
    borys.synced()
    assert anna.get(uuid) == borys.get(uuid)
    assert (anna.title(uuid), anna.get(uuid)["priority"]) == ("Школа Бориса", 1)
    assert borys.title(other) == "Школа №2"


def test_the_command_line_finds_and_adopts_them(country, shell):
    anna = country.office()
    one, other = anna.school(), anna.school(title_uk="Школа №2")
    anna.synced()
    assert shell.json("audit", anna.folder) == {"findings": [], "adopted": False}
    past_the_journal(
        anna, ("DELETE FROM need WHERE uuid = ?", one), ("UPDATE need SET priority = 1 WHERE uuid = ?", other)
    )
    found = shell.json("audit", anna.folder, status=1)
    assert {(row["uuid"], row["kind"]) for row in found["findings"]} == {(one, "deleted"), (other, "changed")}
    said = shell("audit", anna.folder)
    assert (said.returncode, "Школа №12 · вилучено" in said.stdout, "2 непомічені зміни" in said.stdout) == (
        1,
        True,
        True,
    )
    said = shell("audit", anna.folder, "--adopt")
    assert (said.returncode, "Прийнято 2 непомічені зміни" in said.stdout) == (0, True)
    assert shell.json("status", anna.folder, status=1)["waiting"] == 2
    anna.synced()
    assert anna.records().keys() == {other}


def test_what_is_under_way_in_conflict_or_refused_is_no_disagreement(country):
    anna, borys = country.pair()
    uuids = anna.schools(3)
    anna.synced()
    borys.synced()
    anna.edit(uuids[0], title_uk="Школа Анни")
    anna.edit(uuids[1], priority=99)
    borys.edit(uuids[0], title_uk="Школа Бориса")
    borys.edit(uuids[2], priority=4)
    borys.synced()
    report = anna.sync()
    assert (report.problem, report.conflicts, report.refused, report.received) == (None, 1, 1, 1)
    anna.edit(uuids[0], description="Ще одна зміна")
    assert anna.sync().problem is None
