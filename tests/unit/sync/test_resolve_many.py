"""Many conflicts settled by one choice: in short transactions, as one step that is undone as a whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.errors import StoreError
from plugin.records.catalogue import default_catalogue
from plugin.store import conflicts, journal, outbox, steps
from plugin.store.workspace import Workspace
from plugin.sync import resolve_many
from plugin.sync.resolve import plan
from plugin.sync.resolve_many import resolve_all, units

from .disputes import BEFORE, MINE, PORTAL, clash, clean, code, snapshot

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def ten_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve_many, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(resolve_many, "LONGEST", 60.0)


def many(ws: Workspace, count: int = 25) -> list[tuple[str, str]]:
    keys = []
    for number in range(count):
        uuid = f"{number:08d}-2222-4333-8444-555555555555"
        record = {**BEFORE, "uuid": uuid, "title_uk": f"А{number}"}
        clean(ws, record)
        ws.update("need", uuid, {"title_uk": f"Б{number}"})
        clash(ws, {**record, "title_uk": f"В{number}"}, uuid=uuid)
        keys.append(("need", uuid))
    steps.last(ws)  # notices what was written so far
    return keys


def open_conflicts(ws: Workspace) -> int:
    return len(conflicts.list_conflicts(ws))


def parts(ws: Workspace) -> int:
    return int(ws.connection.value("SELECT count(*) FROM vidbudova_step WHERE kind = 'resolve'"))


def after(calls: int) -> Callable[[], bool]:
    """Says so when it was asked more than that often."""
    asked = iter(range(10_000))
    return lambda: next(asked) >= calls


def written_per_transaction(ws: Workspace, monkeypatch: pytest.MonkeyPatch, call: Callable[[], Any]) -> list[int]:
    counts: list[int] = []
    ended = steps.put

    def counting(*args: Any, **more: Any) -> int | None:
        counts.append(len(list(more["before"])))
        return ended(*args, **more)

    monkeypatch.setattr(steps, "put", counting)
    call()
    return counts


def test_no_transaction_writes_more_than_a_few(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(ws, many(ws), PORTAL)
    assert written_per_transaction(ws, monkeypatch, lambda: resolve_all(ws, planned, PORTAL)) == [10, 10, 5]
    assert open_conflicts(ws) == 0


def test_a_slow_machine_writes_fewer_at_once(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve_many, "LONGEST", 0.0)
    planned = plan(ws, many(ws, 4), PORTAL)
    counts = written_per_transaction(ws, monkeypatch, lambda: resolve_all(ws, planned, PORTAL))
    assert counts == [1, 1, 1, 1] and open_conflicts(ws) == 0


def test_all_of_it_is_one_step_that_is_undone_as_a_whole(ws: Workspace) -> None:
    keys = many(ws)
    before = snapshot(ws)
    resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    step = steps.last(ws)
    assert step is not None and (parts(ws), len(step.parts)) == (3, 3)
    assert step.text(ws, "uk") == "розв’язання конфлікту (25 записів)"
    assert steps.hindrance(ws, step) is None and steps.hindrance(ws, step, quick=True) is None
    undone = steps.undo_last(ws, step.id)
    assert len(undone.records) == 25 and undone.step.text(ws, "uk") == step.text(ws, "uk")
    assert snapshot(ws) == before and parts(ws) == 0


def test_undoing_holds_the_file_for_one_part_at_a_time(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_all(ws, plan(ws, many(ws), PORTAL), PORTAL)
    begun: list[int] = []
    monkeypatch.setattr(steps.images, "put_back", _counted(begun, steps.images.put_back))
    ws.connection.set_trace_callback(lambda sql: begun.append(0) if sql == "BEGIN IMMEDIATE" else None)
    steps.undo_last(ws)
    ws.connection.set_trace_callback(None)
    per_transaction = [len(one) for one in "".join(map(str, begun)).split("0")]
    assert max(per_transaction) == 10 and sum(per_transaction) == 25


def _counted(into: list[int], call: Callable[..., None]) -> Callable[..., None]:
    def counting(*args: Any) -> None:
        into.append(1)
        call(*args)

    return counting


def test_settling_ends_between_two_parts_when_it_is_cancelled(ws: Workspace) -> None:
    keys = many(ws)
    before = snapshot(ws)
    settled = resolve_all(ws, plan(ws, keys, PORTAL), PORTAL, after(2))
    assert (len(settled.done), len(settled.left), open_conflicts(ws)) == (20, 5, 5)
    step = steps.last(ws)
    assert step is not None and step.params["n"] == 20
    steps.undo_last(ws)
    assert snapshot(ws) == before


def test_undoing_ends_between_two_parts_when_it_is_cancelled_and_goes_on_later(ws: Workspace) -> None:
    keys = many(ws)
    before = snapshot(ws)
    resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    assert steps.undo_last(ws, cancelled=after(1)).step.params["n"] == 5
    step = steps.last(ws)
    assert step is not None and (step.params["n"], open_conflicts(ws)) == (20, 5)
    steps.undo_last(ws)
    assert snapshot(ws) == before


_DYING = """
import os, signal, sys
from plugin.records.catalogue import default_catalogue
from plugin.store import conflicts, steps
from plugin.store.workspace import Workspace
from plugin.sync import resolve_many
from plugin.sync.resolve import Choice, plan
resolve_many.MOST_AT_ONCE, resolve_many.LONGEST = 10, 60.0
what, dies_at = sys.argv[2], int(sys.argv[3])
ended = {"put": steps.put, "forget": steps.undo.forget}[what]
calls = []
def deadly(*args, **more):
    calls.append(1)
    result = ended(*args, **more)
    if len(calls) == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
with Workspace.open(sys.argv[1], default_catalogue()) as ws:
    if what == "put":
        steps.put = deadly
        choice = Choice(rest="portal")
        resolve_many.resolve_all(ws, plan(ws, [one.key for one in conflicts.list_conflicts(ws)], choice), choice)
    else:
        steps.undo.forget = deadly
        steps.undo_last(ws)
"""


def die(ws: Workspace, what: str, at: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _DYING, str(ws.folder), what, str(at)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr


def test_what_was_settled_when_the_program_died_is_settled_and_can_be_undone(ws: Workspace) -> None:
    many(ws)
    before = snapshot(ws)
    die(ws, "put", 3)
    with Workspace.open(ws.folder, default_catalogue()) as again:
        assert open_conflicts(again) == 5
        step = steps.last(again)
        assert step is not None and (step.kind, step.params["n"]) == ("resolve", 20)
        steps.undo_last(again, step.id)
        assert snapshot(again) == before


def test_undoing_goes_on_where_the_program_died(ws: Workspace) -> None:
    keys = many(ws)
    before = snapshot(ws)
    resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    die(ws, "forget", 2)
    with Workspace.open(ws.folder, default_catalogue()) as again:
        assert open_conflicts(again) == 5
        step = steps.last(again)
        assert step is not None and step.params["n"] == 20
        steps.undo_last(again)
        assert snapshot(again) == before and open_conflicts(again) == 25


def test_an_error_in_between_leaves_the_rest_and_says_why(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = many(ws)
    ended, calls = steps.put, []

    def failing(*args: Any, **more: Any) -> int | None:
        calls.append(1)
        if len(calls) == 2:
            raise StoreError("store.busy", retryable=True)
        return ended(*args, **more)

    monkeypatch.setattr(steps, "put", failing)
    settled = resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    assert settled.stopped is not None and settled.stopped.code == "store.busy"
    assert (len(settled.done), len(settled.left), open_conflicts(ws)) == (10, 15, 15)
    assert {one.reason.code for one in settled.left if one.reason is not None} == {"store.busy"}


def test_a_change_between_two_parts_is_never_overwritten(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = many(ws)
    seen = resolve_many.view

    def meddling(workspace: Workspace, type_name: str, uuid: str) -> Any:
        found = seen(workspace, type_name, uuid)
        if uuid == keys[12][1] and not workspace.connection.in_transaction:  # after it was looked at
            workspace.update("need", uuid, {"description": "ще"})
        return found

    planned = plan(ws, keys, PORTAL)
    monkeypatch.setattr(resolve_many, "view", meddling)
    settled = resolve_all(ws, planned, PORTAL)
    assert [(one.conflict.uuid, one.reason.code) for one in settled.left if one.reason] == [
        (keys[12][1], "sync.conflict_changed")
    ]
    record = ws.get("need", keys[12][1])
    assert record is not None and (record["title_uk"], record["description"]) == ("Б12", "ще")
    step = steps.last(ws)
    assert step is not None and (step.kind, step.params["n"]) == ("resolve", 24)


def test_nothing_goes_back_where_a_part_was_sent_or_edited_since(ws: Workspace) -> None:
    keys = many(ws)
    resolve_all(ws, plan(ws, keys, MINE), MINE)
    settled = snapshot(ws)
    item = outbox.OutboxItem(0, "need", keys[0][1], "change", 2, journal.last_seq(ws), "{}")
    outbox.put(ws, "b1", b"{}", [item])
    assert code(lambda: steps.undo_last(ws)) == "store.undo_sent"
    assert snapshot(ws)[:3] == settled[:3] and parts(ws) == 3


def test_a_step_in_parts_counts_as_one_of_those_that_are_kept(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST", 3)
    keys = many(ws)
    resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    for number in range(2):
        with steps.recording(ws, "edit"):
            ws.update("need", keys[0][1], {"title_uk": f"{number}"})
    assert parts(ws) == 3
    with steps.recording(ws, "edit"):
        ws.update("need", keys[0][1], {"title_uk": "ще"})
    assert parts(ws) == 0 and ws.connection.value("SELECT count(*) FROM vidbudova_step") == 3


def test_every_part_says_which_features_it_would_change(ws: Workspace) -> None:
    keys = many(ws)
    resolve_all(ws, plan(ws, keys[:-1], PORTAL), PORTAL)
    step = steps.last(ws)
    assert step is not None and len(step.parts) == 3
    ws.connection.execute("DELETE FROM vidbudova_journal")  # as a sync forgets what is equal by then
    for key in (keys[0], keys[12], keys[-2]):
        assert steps.touches(ws, step, [("need", ws.fid(*key) or 0)])
    assert not steps.touches(ws, step, [("need", ws.fid(*keys[-1]) or 0)])
    assert not steps.touches(ws, step, [])


def test_what_hangs_off_a_record_is_settled_and_undone_with_it(ws: Workspace) -> None:
    project = "99999999-2222-4333-8444-555555555555"
    clean(ws, {"uuid": project, "title_uk": "Ліцей"}, "project")
    children = []
    for number in range(14):
        uuid = f"{number:08d}-7777-4333-8444-555555555555"
        record = {"uuid": uuid, "project_uuid": project, "funder_name": "ЄІБ 1"}
        clean(ws, record, "funding")
        ws.update("funding", uuid, {"funder_name": "ЄІБ 2"})
        clash(ws, {**record, "funder_name": "ЄІБ 3"}, fields=("funder_name",), uuid=uuid, type_name="funding")
        children.append(("funding", uuid))
    ws.update("project", project, {"title_uk": "Школа"})
    clash(ws, None, "deleted", (), uuid=project, type_name="project")
    many(ws, 3)
    before = snapshot(ws)
    keys = [one.key for one in conflicts.list_conflicts(ws)]
    settled = resolve_all(ws, plan(ws, keys, PORTAL), PORTAL)
    assert parts(ws) == 2 and len(settled.done) == 18
    assert ws.get("project", project) is None and not any(ws.get(*child) for child in children)
    steps.undo_last(ws)
    assert snapshot(ws) == before


@given(st.lists(st.lists(st.integers(0, 12).map(lambda n: ("need", str(n))), max_size=4), max_size=12))
def test_things_that_touch_the_same_record_are_together_and_others_are_not(
    touched: list[list[tuple[str, str]]],
) -> None:
    found = units(touched)
    assert sorted(at for unit in found for at in unit) == list(range(len(touched)))
    keys = [{key for at in unit for key in touched[at]} for unit in found]
    assert all(not (one & other) for at, one in enumerate(keys) for other in keys[:at])
    for unit in found:  # each is connected
        reached = {unit[0]}
        while grown := {
            at for at in unit if at not in reached and any(set(touched[at]) & set(touched[one]) for one in reached)
        }:
            reached |= grown
        assert reached == set(unit) and unit == sorted(unit)
