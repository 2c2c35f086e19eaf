"""Backups against a real portal: nothing is sent twice after a restoration, and what comes back travels."""

from __future__ import annotations

import json
import zipfile

from plugin.records.catalogue import default_catalogue
from plugin.store import backup, restoring
from plugin.sync import diagnosis, events


def backups_of(office):
    return backup.list_backups(office.folder)


def restore(office, chosen, *arguments):
    with office.workspace() as workspace:
        return restoring.restore(workspace, chosen, *arguments)


def test_each_sync_begins_with_a_backup_unless_nothing_changed(country):
    office = country.office()
    office.school()
    office.synced()
    assert [one.reason for one in backups_of(office)] == ["sync"]
    office.synced()
    office.synced()
    assert len(backups_of(office)) == 2, "the first sync changed the workspace, the others did not"


def test_no_room_for_a_backup_is_said_and_the_sync_goes_on(country):
    office = country.office()
    office.school()
    (office.folder / "backups").write_text("a file where the folder should be")
    report = office.sync()
    assert (report.problem, report.accepted) == (None, 1)
    told = [event.problem.code for event in office.events if isinstance(event, events.Problem)]
    assert told == ["store.backup_failed"]


def test_what_a_colleague_spoiled_comes_back_as_an_edit(country):
    anna, borys = country.pair()
    one, other = anna.school(), anna.school(title_uk="Школа №2")
    anna.synced()
    borys.synced()
    with anna.workspace() as workspace:
        backup.back_up(workspace.connection, workspace.folder, "hand")
    borys.edit(other, title_uk="Помилково змінена")
    borys.synced()
    new = borys.school(title_uk="Нова школа")
    borys.synced()
    anna.synced()
    chosen = next(found for found in backups_of(anna) if found.reason == "hand")
    assert restore(anna, chosen) == {"back": 0, "change": 1, "go": 0}
    anna.synced()
    borys.synced()
    assert (borys.title(other), borys.title(one), borys.title(new)) == ("Школа №2", "Школа №12", "Нова школа")
    assert anna.records() == borys.records()


def test_a_record_deleted_and_sent_comes_back(country):
    anna, borys = country.pair()
    uuid = anna.school()
    anna.synced()
    borys.synced()
    with anna.workspace() as workspace:
        backup.back_up(workspace.connection, workspace.folder, "hand")
    anna.remove(uuid)
    anna.synced()
    chosen = next(found for found in backups_of(anna) if found.reason == "hand")
    assert restore(anna, chosen)["back"] == 1
    report = anna.sync()
    assert report.problem is None
    with anna.workspace() as workspace:
        assert workspace.get("need", uuid)["title_uk"] == "Школа №12"
    assert (report.accepted, report.conflicts) == (0, 1), "whoever deleted it is not overruled unasked"


def test_restoring_and_syncing_again_doubles_nothing(country):
    anna, borys = country.pair()
    uuids = anna.schools(5)
    anna.synced()
    for chosen in backups_of(anna):
        assert restore(anna, chosen) == {"back": 0, "change": 0, "go": 0}
    report = anna.synced()
    assert report.sent == 0
    borys.synced()
    assert borys.records().keys() == set(uuids)


def test_a_file_put_back_whole_asks_after_what_was_under_way(country):
    anna, borys = country.pair()
    uuids = anna.schools(3)
    anna.synced()  # the backup has them waiting, not sent
    (before,) = backups_of(anna)
    gpkg = anna.folder / "workspace.gpkg"
    gpkg.write_bytes(gpkg.read_bytes()[:10_000])
    restoring.replace_damaged(anna.folder, before, default_catalogue())
    report = anna.synced()
    assert report.conflicts == report.refused == 0
    borys.synced()
    assert borys.records() == anna.records()
    assert borys.records().keys() == set(uuids)


def test_the_command_line_lists_previews_and_restores(country, shell):
    office = country.office()
    uuid = office.school()
    made = shell.json("backup", office.folder, "make")
    assert (made["reason"], shell.json("backup", office.folder, "list")["backups"]) == ("hand", [made])
    office.remove(uuid)
    office.school(title_uk="Нова")
    shown = shell.json("backup", office.folder, "restore", made["name"], "--preview", status=1)
    assert shown["counts"] == {"need": {"back": 1, "change": 0, "go": 1}}
    assert {(row["kind"], row["title"]) for row in shown["records"]} == {("back", "Школа №12"), ("go", "Нова")}
    said = shell("backup", office.folder, "restore", made["name"], "--preview")
    assert "повернеться · Школа №12" in said.stdout
    assert "Відновлено 1 запис " in shell("backup", office.folder, "restore", made["name"]).stdout
    assert {record["title_uk"] for record in office.records().values()} == {"Школа №12", "Нова"}
    shell("backup", office.folder, "restore", made["name"], "--exact")
    assert {record["title_uk"] for record in office.records().values()} == {"Школа №12"}
    assert shell("backup", office.folder, "restore").returncode == 2
    assert shell("backup", office.folder, "restore", "../workspace.gpkg").returncode == 2


def test_the_command_line_restores_a_damaged_workspace(country, shell):
    office = country.office()
    uuid = office.school()
    made = shell.json("backup", office.folder, "make")
    gpkg = office.folder / "workspace.gpkg"
    gpkg.write_bytes(gpkg.read_bytes()[:10_000])
    assert shell("status", office.folder).returncode == 2
    done = shell.json("backup", office.folder, "restore", made["name"])
    assert done["replaced"] and (office.folder / done["damaged"]).is_file()
    assert office.records().keys() == {uuid}


# --- diagnosis --------------------------------------------------------------------------------------------------------

SECRETS = {
    "title_uk": "Ліцей імені Таємного",
    "title_en": "Secretive lyceum",
    "description": "Опис, якого ніхто не має бачити",
    "object_name": "Обʼєкт Прихований",
    "address": "вул. Невідома, 17",
    "captured_by": "Олена Мовчазна",
    "people_total": 48731,
    "cost_amount": 9182736.45,
    "source": "Джерело-47",
    "priority_reason": "Причина невимовна",
    "workflow_note": "Нотатка чергового",
}


def seeded(country):
    """An office whose workspace holds something in every table that counts, all of it nobody else's business."""
    anna, borys = country.pair()
    place = {"type": "Point", "coordinates": [36.271828, 49.314159]}
    uuids = [anna.school(**SECRETS, geom=place), anna.school(title_uk="Друга таємниця"), anna.school(title_uk="Третя")]
    anna.synced()
    borys.synced()
    borys.edit(uuids[1], title_uk="Бориса ніхто не питав")
    borys.synced()
    anna.edit(uuids[1], title_uk="Анна вирішила інакше")
    anna.edit(uuids[2], priority=77)
    anna.sync()
    anna.school(title_uk="Ще не надіслана")
    with anna.workspace() as workspace, workspace.transaction():
        workspace.connection.execute(
            "UPDATE vidbudova_refusal SET problems = ?",
            (json.dumps([{"pointer": "/set", "rule": "Правило Петра Ч.", "message": "Так сказав Петро"}]),),
        )
        workspace.connection.execute("UPDATE vidbudova_batch SET reason = 'Сказано Петром' WHERE seq = 1")
    return anna


def private_values(office):
    """Every value of the workspace that is somebody's: texts, numbers with meaning, identifiers, settings, account."""
    found = {str(value) for value in SECRETS.values()} | {"36.271828", "49.314159", "36.27", "Петр", office.token}
    with office.workspace() as workspace:
        codes = {code for codelist in workspace.catalogue.codelists.values() for code in codelist.codes}
        for name in workspace.catalogue.types:
            for table in (f'"{name}"', f'"vidbudova_base_{name}"', f'"vidbudova_old_{name}"'):
                for row in workspace.connection.rows(f"SELECT * FROM {table}"):
                    found |= {value for value in row if isinstance(value, str) and value not in codes}
        for table in ("vidbudova_conflict", "vidbudova_refusal", "vidbudova_list"):
            for row in workspace.connection.rows(f"SELECT * FROM {table}"):
                found |= {value for value in row if isinstance(value, str) and (" " in value or len(value) > 30)}
        settings = workspace.settings
        found |= {settings.uuid, settings.portal_url, settings.organisation or "", *settings.territory}
        account = json.loads(workspace.get_meta("account"))
        found |= {account["account"], account["name"], account["organisation"] or "", *account["territory"]}
        found |= {workspace.get_meta("cursor") or "", str(office.folder), office.folder.name}
    words = {"draft", "open", "exact", "settlement", "hromada", "need", "conflict", "refused", "waiting", "field"}
    return {value for value in found if len(value) > 3 and value not in words}


def test_the_diagnostics_hold_nothing_that_is_anybodys(country, shell, tmp_path):
    anna = seeded(country)
    target = tmp_path / "diagnostics.zip"
    said = shell("diagnose", anna.folder, target)
    assert (said.returncode, "Діагностику збережено" in said.stdout) == (0, True)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name).decode("ascii") for name in archive.namelist()}
    whole = "\n".join(parts.values())
    unescaped = whole.encode("ascii").decode("unicode_escape")
    values = private_values(anna)
    assert len(values) > 40
    for value in values:
        assert value not in whole and value not in unescaped, value
    records = json.loads(parts["records.json"])
    assert (records["rows"]["need"], records["conflicts"]) == (4, {"need field": 1})
    exchange = json.loads(parts["exchange.json"])
    assert {one["receipt"] for one in exchange["batches"]} == {"valid"}
    runs = json.loads(parts["runs.json"])
    assert [run["sent"] for run in runs] == [3, 1] and runs[0]["problem"] is None
    assert shell("diagnose", anna.folder, target).returncode == 2, "an existing file is not overwritten"


def test_a_workspace_that_cannot_be_opened_is_diagnosed_all_the_same(country, shell, tmp_path):
    office = country.office()
    gpkg = office.folder / "workspace.gpkg"
    gpkg.write_bytes(gpkg.read_bytes()[:10_000])
    found = shell.json("diagnose", office.folder, tmp_path / "d.zip")
    assert found["parts"]["workspace"] == {"opening": "store.half_written"}


def test_how_runs_ended_is_remembered_a_while(country):
    office = country.office()
    office.portal_url = "http://127.0.0.1:9"
    with office.workspace() as workspace:
        workspace.set_meta(diagnosis.RUNS, json.dumps([{"at": "x"}] * 60))
    office.sync()
    with office.workspace() as workspace:
        runs = json.loads(workspace.get_meta(diagnosis.RUNS))
    assert (len(runs), runs[-1]["problem"]) == (40, "transport.no_connection")
