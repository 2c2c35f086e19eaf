"""Records that differ on both sides, for the tests of settling them."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.contract.jcs import content_hash
from plugin.errors import StoreError
from plugin.store import base, conflicts, refusals
from plugin.store.changes import dirty
from plugin.store.workspace import Workspace
from plugin.sync.freeze import to_item
from plugin.sync.resolve import Choice

UUID = "11111111-2222-4333-8444-555555555555"
CHILD = "22222222-2222-4333-8444-555555555555"
HERE = {"type": "Point", "coordinates": [36.2, 49.9]}
THERE = {"type": "Point", "coordinates": [36.3, 50.0]}
BEFORE = {"uuid": UUID, "title_uk": "А", "priority": 1, "geom": HERE, "cost_amount": "1.00", "cost_currency": "UAH"}
MINE, PORTAL = Choice(rest="mine"), Choice(rest="portal")


def clean(ws: Workspace, record: dict[str, Any], type_name: str = "need", revision: int = 1) -> None:
    with ws.applying():
        base.write_row(ws, type_name, record["uuid"], record)
        base.set_base(ws, type_name, record["uuid"], revision, content_hash(record), record)


def clash(
    ws: Workspace,
    theirs: dict[str, Any] | None,
    kind: str = "field",
    fields: tuple[str, ...] = ("title_uk",),
    revision: int = 2,
    uuid: str = UUID,
    type_name: str = "need",
    author: str | None = "Борис",
) -> None:
    conflicts.put_conflict(ws, type_name, uuid, kind, fields, theirs, revision, author, "2026-11-20T10:00:00Z")


def both_changed(ws: Workspace, mine: dict[str, Any], theirs: dict[str, Any], **about: Any) -> None:
    clean(ws, BEFORE)
    ws.update("need", UUID, mine)
    theirs = {name: value for name, value in {**BEFORE, **theirs}.items() if value is not None}
    clash(ws, theirs, **about)


def sent(ws: Workspace) -> dict[tuple[str, str], tuple[str, int | None, dict[str, Any]]]:
    """What the next batch would hold: op, base and set by record."""
    items = (to_item(ws, change) for change in dirty(ws))
    return {item.key: (item.op, item.base, item.set) for item in items if item is not None}


def snapshot(ws: Workspace) -> Any:
    """All that a resolution may touch."""
    tables = [
        ws.connection.rows(f'SELECT * FROM "{name}" ORDER BY fid')
        for name in ("need", "project", "funding", "project_location")
    ]
    bases = [
        ws.connection.rows(f"SELECT {ws.columns(name).sql}, _revision, _hash, _extra FROM vidbudova_base_{name}"
                           " ORDER BY uuid")
        for name in ("need", "project", "funding")
    ]  # fmt: skip
    beside = [ws.connection.rows(f"SELECT * FROM vidbudova_{name} ORDER BY type, uuid") for name in ("conflict",)]
    return tables, bases, beside, sent(ws), [one.key for one in refusals.list_refusals(ws)]


def code(call) -> str:
    with pytest.raises(StoreError) as caught:
        call()
    for lang in ("uk", "en"):
        assert "{" not in caught.value.describe(lang)
    return caught.value.code
