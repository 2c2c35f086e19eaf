"""One engine at a time; a step can be taken back; what the checks found is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import findings
from plugin.store.changes import dirty, reconcile_clean
from plugin.store.findings import StoredFinding
from plugin.store.lock import EngineLock
from plugin.store.undo import recording, undo
from plugin.store.workspace import Workspace

from .conftest import POINT, make_clean, rtree_is_right, states

REPOSITORY = Path(__file__).resolve().parents[3]
UUID = "11111111-2222-4333-8444-555555555555"


# --- the engine's lock -------------------------------------------------------------------------------------------


def test_a_second_engine_is_told_who_has_the_workspace(folder: Path, ws: Workspace) -> None:
    script = """
import sys
from pathlib import Path
from plugin.store.lock import EngineLock
with EngineLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin and other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(StoreError) as caught:
        EngineLock(folder).acquire()
    assert caught.value.code == "store.locked_by_other_engine" and caught.value.params["pid"] == str(other.pid)
    assert str(other.pid) in caught.value.describe("uk")
    ws.insert("need", {"title_uk": "Редагувати можна"})
    other.stdin.write("\n")
    other.stdin.close()
    other.wait()
    other.stdout.close()
    with EngineLock(folder) as lock:
        assert lock.held


def test_a_killed_engine_leaves_no_lock_behind(folder: Path, ws: Workspace) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from plugin.store.lock import EngineLock
EngineLock(Path(sys.argv[1])).acquire()
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script, str(folder)], cwd=REPOSITORY).returncode == -9
    EngineLock(folder).acquire()


def test_two_engines_of_one_process_exclude_each_other(folder: Path, ws: Workspace) -> None:
    with EngineLock(folder) as first:
        with pytest.raises(StoreError):
            EngineLock(folder).acquire()
        assert first.held
    assert not first.held
    first.release()
    EngineLock(folder).acquire()


# --- undo --------------------------------------------------------------------------------------------------------


def test_a_deletion_with_all_that_hung_off_it_is_taken_back(ws: Workspace) -> None:
    project = new_uuid()
    make_clean(ws, "project", {"uuid": project, "title_uk": "Ліцей"})
    place = ws.insert(
        "project_location", {"project_uuid": project, "geom": POINT, "cadastral_no": "6325180000:01:001:0001"}
    )
    before = [ws.get("project", project), ws.get("project_location", place), states(ws)]
    with recording(ws) as step:
        ws.delete("project", project)
    assert ws.get("project", project) is None
    assert set(undo(ws, step)) == {("project", project), ("project_location", place)}
    assert [ws.get("project", project), ws.get("project_location", place), states(ws)] == before
    assert rtree_is_right(ws, "project_location")


def test_edits_and_additions_are_taken_back_newest_first(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "А", "geom": POINT})
    with recording(ws) as step:
        ws.update("need", UUID, {"title_uk": "Б", "geom": None})
        ws.update("need", UUID, {"title_uk": "В"})
        added = ws.insert("need", {"title_uk": "Нова"})
    undo(ws, step)
    assert ws.get("need", UUID) == {"uuid": UUID, "title_uk": "А", "geom": POINT}
    assert ws.get("need", added) is None
    assert {uuid: state for uuid, state in states(ws).items() if state != "created_deleted"} == {}
    assert rtree_is_right(ws)


def test_only_the_step_is_taken_back_and_not_what_others_did(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "А"})
    with recording(ws) as step:
        ws.delete("need", UUID)
    other = ws.insert("need", {"title_uk": "Чужа"})
    undo(ws, step)
    assert ws.get("need", UUID) and ws.get("need", other)


def test_what_was_acknowledged_meanwhile_cannot_be_taken_back_and_nothing_is_half_done(ws: Workspace) -> None:
    first = ws.insert("need", {"title_uk": "А"})
    with recording(ws) as step:
        ws.update("need", first, {"title_uk": "Б"})
        ws.delete("need", first)
    reconcile_clean(ws)
    with pytest.raises(StoreError) as caught:
        undo(ws, step)
    assert caught.value.code == "store.cannot_undo" and caught.value.describe("uk")
    assert ws.count("need") == 0


def test_a_deletion_whose_number_was_taken_since_cannot_be_taken_back(ws: Workspace) -> None:
    make_clean(ws, "need", {"uuid": UUID, "title_uk": "А"})
    with recording(ws) as step:
        ws.delete("need", UUID)
    ws.connection.execute("INSERT INTO need (fid, title_uk) VALUES (1, 'Інша')")
    with pytest.raises(StoreError):
        undo(ws, step)
    assert [record["title_uk"] for record in ws.records("need")] == ["Інша"]
    assert states(ws)[UUID] == "deleted" and len(dirty(ws)) == 2


# --- findings ----------------------------------------------------------------------------------------------------


def finding(rule: str, severity: str, uuid: str = UUID) -> StoredFinding:
    return StoredFinding(rule, severity, "need", uuid, ("title_uk", "geom"), {"value": "п’ять", "limit": 5})


def test_findings_are_kept_whole_errors_first(ws: Workspace) -> None:
    other = new_uuid()
    findings.replace_findings(ws, "need", UUID, [finding("b", "hint"), finding("a", "error")])
    findings.replace_findings(ws, "need", other, [finding("c", "warning", other)])
    assert findings.list_findings(ws) == [finding("a", "error"), finding("c", "warning", other), finding("b", "hint")]
    assert findings.list_findings(ws, severity="hint") == [finding("b", "hint")]
    assert findings.list_findings(ws, type_name="need", uuid=other) == [finding("c", "warning", other)]
    assert findings.list_findings(ws, offset=1, limit=1) == [finding("c", "warning", other)]
    assert findings.count_findings(ws) == {"error": 1, "warning": 1, "hint": 1}


def test_new_findings_take_the_place_of_a_records_old_ones(ws: Workspace) -> None:
    findings.replace_findings(ws, "need", UUID, [finding("a", "error"), finding("b", "hint")])
    findings.replace_findings(ws, "need", UUID, [finding("b", "hint")])
    assert findings.list_findings(ws) == [finding("b", "hint")]
    before = ws.connection.total_changes
    findings.replace_findings(ws, "need", UUID, [finding("b", "hint")])
    assert ws.connection.total_changes == before
    findings.replace_findings(ws, "need", UUID, [])
    assert findings.count_findings(ws) == {"error": 0, "warning": 0, "hint": 0}


def test_findings_of_records_that_are_gone_are_dropped(ws: Workspace) -> None:
    kept = ws.insert("need", {"title_uk": "А"})
    findings.replace_many(ws, {("need", kept): [finding("a", "error", kept)], ("need", UUID): [finding("a", "error")]})
    assert findings.drop_orphaned(ws) == 1
    assert findings.list_findings(ws) == [finding("a", "error", kept)]


def test_findings_of_the_rule_engine_are_taken_as_they_are(ws: Workspace) -> None:
    from plugin.quality.model import Finding

    one = Finding(
        rule="priority_reason", severity="warning", type="need", uuid=UUID, fields=("priority",), params={"n": 1}
    )
    findings.replace_findings(ws, "need", UUID, [one])
    assert findings.list_findings(ws) == [
        StoredFinding("priority_reason", "warning", "need", UUID, ("priority",), {"n": 1})
    ]
