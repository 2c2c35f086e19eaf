"""Backups: made before each sync, few of them, and records come back from them as edits."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.records.catalogue import Catalogue
from plugin.records.values import new_uuid
from plugin.store import audit, backup, base, outbox, restoring, steps
from plugin.store.backup import Backup
from plugin.store.lock import EngineLock
from plugin.store.outbox import OutboxItem
from plugin.store.settings import WorkspaceSettings
from plugin.store.workspace import Workspace

from .conftest import KHARKIV, POINT, REPOSITORY, code_of, make_clean, rtree_is_right, states

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def made(hours_ago: float, reason: backup.Reason = "sync", size: int = 1000) -> Backup:
    moment = NOW - timedelta(hours=hours_ago)
    return Backup(f"{moment:%Y%m%d-%H%M%S}-{reason}", Path("x"), moment, reason, 1, size)


def newest(ws: Workspace) -> Backup:
    return backup.list_backups(ws.folder)[0]


# --- which are kept ---------------------------------------------------------------------------------------------------


def test_the_last_three_one_a_day_for_a_week_and_one_a_week_for_a_month_stay() -> None:
    found = [made(hours) for hours in range(0, 24 * 60, 3)]
    kept = backup.keep(found)
    assert kept[:3] == found[:3]
    days = {one.made_at.date() for one in kept}
    assert {(NOW - timedelta(days=back)).date() for back in range(7)} <= days
    assert len(kept) <= 3 + 7 + 4
    weeks = {one.made_at.isocalendar()[:2] for one in kept}
    assert len(weeks) == 4
    assert backup.keep(kept) == kept, "keeping again removes nothing more"


def test_what_was_asked_for_stays_beside_what_is_made_by_itself() -> None:
    found = sorted(
        [made(hours) for hours in range(0, 200)] + [made(300 + n, "hand") for n in range(9)],
        key=lambda one: one.made_at,
        reverse=True,
    )
    assert sum(one.reason == "hand" for one in backup.keep(found)) >= backup.KEPT["hand"]


def test_backups_take_a_bounded_share_of_the_disk(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        backup.back_up(ws.connection, ws.folder, "hand")
    size = newest(ws).bytes
    monkeypatch.setattr(backup, "MOST_BYTES", 2 * size)
    gone = backup.rotate(ws.folder)
    assert len(backup.list_backups(ws.folder)) == 2 and len(gone) == 2
    monkeypatch.setattr(backup, "MOST_BYTES", 0)
    backup.rotate(ws.folder)
    assert len(backup.list_backups(ws.folder)) == 1, "the newest stays in any case"


def test_foreign_files_in_the_folder_are_left_alone(ws: Workspace) -> None:
    backup.back_up(ws.connection, ws.folder, "hand")
    folder = ws.folder / "backups"
    for name in ("notes.txt", "workspace-mine.gpkg", "workspace-20261301-000000.gpkg"):
        (folder / name).write_text("x")
    os.symlink(folder / "notes.txt", folder / "workspace-20200101-000000-sync.gpkg")
    assert len(backup.list_backups(ws.folder)) == 1
    backup.rotate(ws.folder)
    assert len(list(folder.iterdir())) == 5


# --- before a sync ----------------------------------------------------------------------------------------------------


def test_a_sync_is_preceded_by_a_backup_unless_nothing_changed(ws: Workspace) -> None:
    assert backup.before_sync(ws) is None
    assert backup.before_sync(ws) is None
    assert len(backup.list_backups(ws.folder)) == 1
    uuid = ws.insert("need", {"title_uk": "Школа"})
    ws.set_meta("last_sync", "2026-11-22T12:00:00Z")
    assert backup.before_sync(ws) is None
    assert backup.before_sync(ws) is None
    assert len(backup.list_backups(ws.folder)) == 2
    with Workspace.open(ws.folder, ws.catalogue):
        pass
    ws.delete("need", uuid)
    assert backup.before_sync(ws) is None
    assert len(backup.list_backups(ws.folder)) == 3


def test_a_damaged_newest_backup_does_not_count(ws: Workspace) -> None:
    backup.before_sync(ws)
    newest(ws).path.write_bytes(b"SQLite format 3\0 and no more")
    assert backup.before_sync(ws) is None
    assert len(backup.list_backups(ws.folder)) == 2


@pytest.mark.parametrize("trouble", ["no room", "no folder", "broken copy"])
def test_no_backup_is_a_warning_and_no_more(ws: Workspace, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if trouble == "no room":
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    elif trouble == "no folder":
        (ws.folder / "backups").write_text("a file where the folder should be")
    else:
        monkeypatch.setattr(
            backup, "copy_to", lambda *_: (_ for _ in ()).throw(StoreError("store.disk_full", path="x"))
        )
    found = backup.before_sync(ws)
    codes = {
        "no room": "store.no_room_for_backup",
        "no folder": "store.backup_failed",
        "broken copy": "store.disk_full",
    }
    assert found is not None and found.code == codes[trouble]
    for lang in ("uk", "en"):
        assert "{" not in found.describe(lang)


# --- restoring --------------------------------------------------------------------------------------------------------


@pytest.fixture()
def uuids(ws: Workspace) -> list[str]:
    """Three needs that the portal has, and a backup of them."""
    found = [new_uuid() for _ in range(3)]
    for number, uuid in enumerate(found):
        make_clean(ws, "need", {"uuid": uuid, "title_uk": f"Школа № {number}", "priority": 3, "geom": POINT})
    backup.back_up(ws.connection, ws.folder, "hand")
    return found


def test_a_preview_says_what_comes_back_changes_and_would_go(ws: Workspace, uuids: list[str]) -> None:
    ws.delete("need", uuids[0])
    ws.update("need", uuids[1], {"title_uk": "Ліцей", "priority": 1})
    new = ws.insert("project", {"title_uk": "Новий"})
    seq = audit.journal.last_seq(ws)
    shown = restoring.preview(ws, newest(ws))
    assert {(one.uuid, one.kind, one.record["title_uk"]) for one in shown.differences} == {
        (uuids[0], "back", "Школа № 0"),
        (uuids[1], "change", "Школа № 1"),
        (new, "go", "Новий"),
    }
    assert shown.counts()["need"] == {"back": 1, "change": 1, "go": 0}
    assert next(set(one.fields) for one in shown.differences if one.kind == "change") == {"title_uk", "priority"}
    assert audit.journal.last_seq(ws) == seq and ws.get("need", uuids[0]) is None


def test_records_come_back_as_edits_that_wait(ws: Workspace, uuids: list[str]) -> None:
    chosen = newest(ws)
    with ws.applying():  # what a pull did since: one deleted, one changed
        base.remove_row(ws, "need", uuids[0])
        base.drop_base(ws, "need", uuids[0])
        changed = {"uuid": uuids[1], "title_uk": "Ліцей", "priority": 3, "geom": POINT}
        base.write_row(ws, "need", uuids[1], changed)
        base.set_base(ws, "need", uuids[1], 2, "1" * 64, changed)
    new = ws.insert("project", {"title_uk": "Новий"})
    assert restoring.restore(ws, chosen) == {"back": 1, "change": 1, "go": 0}
    assert states(ws) == {uuids[0]: "created", uuids[1]: "changed", new: "created"}
    assert ws.get("need", uuids[0])["title_uk"] == "Школа № 0" and ws.get("need", uuids[0])["geom"] == POINT
    assert ws.get("need", uuids[1])["title_uk"] == "Школа № 1"
    assert rtree_is_right(ws) and audit.untracked(ws, full=True) == ()
    assert [one.reason for one in backup.list_backups(ws.folder)][:2] == ["restore", "hand"]
    assert restoring.preview(ws, chosen).counts() == {"project": {"back": 0, "change": 0, "go": 1}}


def test_a_restoration_can_be_undone_as_one_step(ws: Workspace, uuids: list[str]) -> None:
    ws.delete("need", uuids[0])
    ws.update("need", uuids[1], {"title_uk": "Ліцей"})
    restoring.restore(ws, newest(ws))
    assert states(ws) == {}
    assert "Відновлення" in steps.last(ws).text(ws, "uk")
    steps.undo_last(ws)
    assert (ws.get("need", uuids[0]), ws.get("need", uuids[1])["title_uk"]) == (None, "Ліцей")
    assert states(ws) == {uuids[0]: "deleted", uuids[1]: "changed"}


def test_what_is_newer_goes_only_where_that_is_wanted(ws: Workspace, uuids: list[str]) -> None:
    new = ws.insert("need", {"title_uk": "Нова"})
    chosen = newest(ws)
    assert restoring.restore(ws, chosen, {"go"})["go"] == 1
    assert ws.get("need", new) is None and states(ws) == {new: "created_deleted"}


def test_what_was_being_restored_from_survives_the_backup_made_before(ws: Workspace, uuids: list[str]) -> None:
    chosen = newest(ws)
    old = chosen.path.rename(chosen.path.with_name("workspace-20200101-000000-sync.gpkg"))
    for _ in range(4):
        backup.back_up(ws.connection, ws.folder, "sync", spare=[old.name])
    ws.delete("need", uuids[0])
    assert restoring.restore(ws, backup.get_backup(ws.folder, old.name))["back"] == 1


def test_a_backup_of_an_older_version_restores_the_fields_that_it_has(ws: Workspace, uuids: list[str]) -> None:
    chosen = newest(ws)
    copy = sqlite3.connect(chosen.path)
    copy.execute("DROP TABLE funding")
    for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        copy.execute(f'DROP TRIGGER "{name}"')
    copy.execute("ALTER TABLE need DROP COLUMN priority")
    copy.commit()
    copy.close()
    ws.update("need", uuids[1], {"title_uk": "Ліцей", "priority": 1})
    restoring.restore(ws, chosen)
    assert (ws.get("need", uuids[1])["title_uk"], ws.get("need", uuids[1])["priority"]) == ("Школа № 1", 1)


def test_a_backup_of_another_workspace_or_a_broken_one_is_refused(
    ws: Workspace, uuids: list[str], tmp_path: Path, catalogue: Catalogue
) -> None:
    with Workspace.create(tmp_path / "other", WorkspaceSettings(territory=(KHARKIV,)), catalogue) as other:
        copy = backup.back_up(other.connection, other.folder, "hand")
    chosen = newest(ws)
    shutil.copy(copy, chosen.path)
    assert code_of(lambda: restoring.restore(ws, chosen)) == "store.backup_of_another"
    chosen.path.write_bytes(chosen.path.read_bytes()[:5000])
    assert code_of(lambda: restoring.preview(ws, chosen)) == "store.half_written"
    chosen.path.write_bytes(b"no database at all" * 100)
    assert code_of(lambda: restoring.restore(ws, chosen)) == "store.half_written"
    assert code_of(lambda: backup.get_backup(ws.folder, "../workspace.gpkg")) == "store.no_such_backup"
    assert states(ws) == {}


def test_nothing_is_restored_while_a_sync_runs(ws: Workspace, uuids: list[str]) -> None:
    with EngineLock(ws.folder):
        assert code_of(lambda: restoring.restore(ws, newest(ws))) == "store.locked_by_other_engine"


# --- a workspace that cannot be opened --------------------------------------------------------------------------------


def test_a_backup_takes_the_place_of_a_damaged_file_only(ws: Workspace, uuids: list[str], catalogue: Catalogue) -> None:
    ws.insert("need", {"uuid": (new := new_uuid()), "title_uk": "Нова"})
    item = OutboxItem(0, "need", new, "create", None, audit.journal.last_seq(ws), "{}")
    outbox.put(ws, "01890000-0000-7000-8000-000000000001", b"{}", [item])
    backup.back_up(ws.connection, ws.folder, "sync")
    chosen = newest(ws)
    assert code_of(lambda: restoring.replace_damaged(ws.folder, chosen, catalogue)) == "store.not_damaged"
    ws.close()
    path = ws.folder / "workspace.gpkg"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    aside = restoring.replace_damaged(ws.folder, chosen, catalogue)
    assert aside.is_file()
    with Workspace.open(ws.folder, catalogue) as restored:
        assert states(restored) == {new: "created"}
        batch = outbox.next_unfinished(restored)
        assert batch is not None and batch.state == "sending", "it is asked after before it is sent"
        assert restored.connection.value("PRAGMA journal_mode") == "wal"
        assert audit.untracked(restored, full=True) == ()


# --- kill -9 ----------------------------------------------------------------------------------------------------------

_DYING = """
import os, signal, sys
from plugin.records.catalogue import default_catalogue
from plugin.store import backup, restoring
from plugin.store.workspace import Workspace
ws = Workspace.open(sys.argv[1], default_catalogue())
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
"""
DEATHS = {
    "before a copy gets its name": "os.replace = die\nbackup.back_up(ws.connection, ws.folder, 'sync')",
    "after a copy got its name": "backup.rotate = die\nbackup.back_up(ws.connection, ws.folder, 'sync')",
    "between two records restored": """
real, count = restoring._put, []
def put(*arguments):
    real(*arguments)
    count.append(1)
    if len(count) == 2:
        die()
restoring._put = put
restoring.restore(ws, backup.list_backups(ws.folder)[0])
""",
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_power_cut_leaves_a_whole_workspace_and_whole_backups(
    ws: Workspace, uuids: list[str], catalogue: Catalogue, death: str
) -> None:
    for uuid in uuids:
        ws.update("need", uuid, {"title_uk": "Ліцей"})
    ws.close()
    died = subprocess.run(
        [sys.executable, "-c", _DYING + DEATHS[death], str(ws.folder)], cwd=REPOSITORY, timeout=120, check=False
    )
    assert died.returncode == -signal.SIGKILL
    with Workspace.open(ws.folder, catalogue) as opened:
        assert states(opened) == dict.fromkeys(uuids, "changed")
        assert {opened.get("need", uuid)["title_uk"] for uuid in uuids} == {"Ліцей"}
        for one in backup.list_backups(opened.folder):
            restoring.preview(opened, one)
        oldest = backup.list_backups(opened.folder)[-1]
        assert restoring.restore(opened, oldest)["change"] == 3
        assert states(opened) == {}
