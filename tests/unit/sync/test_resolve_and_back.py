"""Many conflicts settled by one choice; and what undoing a resolution puts back: everything."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.contract.jcs import content_hash
from plugin.records.catalogue import default_catalogue
from plugin.store import base, conflicts, images, steps
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace
from plugin.sync.conflict_view import WHOLE, view
from plugin.sync.resolve import Choice, Planned, plan, resolve
from plugin.sync.resolve_many import resolve_all

from .disputes import BEFORE, HERE, MINE, PORTAL, THERE, UUID, clash, clean, snapshot

# --- many at once ----------------------------------------------------------------------------------------------------


def many(ws: Workspace) -> list[tuple[str, str]]:
    keys = []
    for number in range(4):
        uuid = f"{number}1111111-2222-4333-8444-555555555555"
        record = {**BEFORE, "uuid": uuid, "title_uk": f"А{number}"}
        clean(ws, record)
        if number == 3:
            ws.update("need", uuid, {"priority": 9})
            clash(ws, None, "deleted", (), uuid=uuid)
        else:
            ws.update("need", uuid, {"title_uk": f"Б{number}"})
            clash(ws, {**record, "title_uk": f"В{number}"}, uuid=uuid)
        keys.append(("need", uuid))
    return keys


def test_a_plan_tells_what_would_become_of_each_and_writes_nothing(ws: Workspace) -> None:
    keys = many(ws)
    before = snapshot(ws)
    assert [one.outcome for one in plan(ws, keys, MINE)] == ["sends", "sends", "sends", "recreates"]
    assert [one.outcome for one in plan(ws, keys, PORTAL)] == ["equal", "equal", "equal", "removes"]
    half = plan(ws, keys, Choice({"title_uk": "portal"}))
    assert [one.outcome for one in half] == ["equal", "equal", "equal", "left"]
    assert half[3].reason.code == "sync.conflict_incomplete"
    assert half[0].title == "Б0"
    assert snapshot(ws) == before


def test_many_are_settled_in_one_step_and_what_changed_since_the_plan_is_left(ws: Workspace) -> None:
    keys = many(ws)
    planned = plan(ws, keys, PORTAL)
    ws.update("need", keys[1][1], {"description": "ще"})
    before = snapshot(ws)
    settled = resolve_all(ws, planned, PORTAL)
    assert [one.conflict.uuid for one in settled.done] == [keys[0][1], keys[2][1], keys[3][1]]
    assert [(one.conflict.uuid, one.reason.code) for one in settled.left] == [(keys[1][1], "sync.conflict_changed")]
    assert len(conflicts.list_conflicts(ws)) == 1
    step = steps.last(ws)
    assert (step.kind, step.params["n"]) == ("resolve", 3)
    steps.undo_last(ws, step.id)
    assert snapshot(ws) == before


def test_a_plan_whose_conflicts_are_all_over_does_nothing(ws: Workspace) -> None:
    keys = many(ws)
    planned = plan(ws, keys, PORTAL)
    resolve_all(ws, planned, PORTAL)
    step = steps.last(ws)
    settled = resolve_all(ws, planned, PORTAL)
    assert settled.done == () and [one.reason.code for one in settled.left] == ["sync.no_conflict"] * 4
    assert steps.last(ws) == step
    assert plan(ws, keys, PORTAL) == []
    assert all(isinstance(one, Planned) for one in settled.left)


# --- and back --------------------------------------------------------------------------------------------------------


_TITLES = st.sampled_from(["А", "Б", "В", None])
_PRIORITIES = st.sampled_from([1, 2, 3, None])
_PLACES = st.sampled_from([HERE, THERE, None])
_RECORD = st.fixed_dictionaries({"title_uk": _TITLES, "priority": _PRIORITIES, "geom": _PLACES})
_SIDE = st.sampled_from(["mine", "portal"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    origin=st.none() | _RECORD,
    mine=st.none() | _RECORD,
    theirs=st.none() | _RECORD,
    named=st.dictionaries(st.sampled_from(["title_uk", "priority", "geom", WHOLE]), _SIDE),
    rest=_SIDE,
    kind=st.sampled_from(["field", "exists", "deleted", "rules", "parent"]),
    author=st.sampled_from(["Борис", None]),
)
def test_resolving_and_undoing_leaves_everything_as_it_was(
    shared: Workspace, origin: Any, mine: Any, theirs: Any, named: Any, rest: Any, kind: str, author: str | None
) -> None:
    ws = shared

    def record(values: dict[str, Any]) -> dict[str, Any]:
        return {"uuid": UUID, **{name: value for name, value in values.items() if value is not None}}

    with ws.applying():
        tables = ("need", *(f"vidbudova_{name}" for name in ("base_need", "conflict", "journal", "old_need", "step")))
        for table in tables:
            ws.connection.execute(f"DELETE FROM {table}")
        ws.set_meta("steps_seen", "0")
        if origin is not None:
            base.write_row(ws, "need", UUID, record(origin))
            base.set_base(ws, "need", UUID, 1, content_hash(record(origin)), record(origin))
    if mine is None and ws.fid("need", UUID) is not None:
        ws.delete("need", UUID)
    elif mine is not None and origin is None:
        ws.insert("need", record(mine))
    elif mine is not None:
        ws.update("need", UUID, mine)
    clash(ws, None if theirs is None else record(theirs), kind, ("title_uk",), 2, author=author)
    before = snapshot(ws)
    seen = view(ws, "need", UUID)
    known = {name for row in seen.rows for name in (row.name, *row.fields)}
    resolve(ws, "need", UUID, Choice({name: side for name, side in named.items() if name in known}, rest), seen.token)
    assert conflicts.list_conflicts(ws) == []
    after_base = base.get_base(ws, "need", UUID)
    if theirs is not None:
        assert after_base.revision == 2 and after_base.record == record(theirs)
    for change in dirty(ws):  # what waits is told from the portal's revision, and only what differs from it
        assert change.base_revision in (2, None)
    steps.undo_last(ws)
    assert snapshot(ws) == before
    assert images.take(ws, "need", UUID).digest() == seen.token


@pytest.fixture(scope="module")
def shared(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("shared") / "простір"
    shutil.copytree(empty_workspace, folder)
    with Workspace.open(folder, default_catalogue()) as workspace:
        yield workspace
