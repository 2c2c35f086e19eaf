"""One engine at a time; what the checks found is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugin.errors import StoreError
from plugin.records.values import new_uuid
from plugin.store import findings
from plugin.store.findings import StoredFinding
from plugin.store.lock import EngineLock
from plugin.store.workspace import Workspace

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
