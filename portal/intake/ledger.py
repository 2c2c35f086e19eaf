"""Writing down what a batch did: the records as they are now, and every state that they ever had."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from plugin.contract.batch import Item
from plugin.contract.geometry import bbox
from plugin.contract.verdict import STORED, Verdict

from .. import schema, wkb
from .world import State, World

_GEOMETRY = "geom"
# Made once: json.dumps makes an encoder a call, which takes longer than encoding a record.
_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def write(connection: Connection, world: World, batch_no: int) -> int:
    """Stores the effects of one batch, in the order in which they came about; how many there are."""
    new, changed, past, old_links, new_links = [], [], [], [], []
    for position, effect in enumerate(world.effects):
        state = effect.state
        row = _row(state, batch_no, position)
        past.append(row)
        current = {**row, "moved": state.moved, **_place(state)}
        if state.is_new:
            new.append(current)
        else:
            current["which"] = current.pop("uuid")
            changed.append(current)
        before = world.old_links(state.uuid)
        old_links += [{"child": state.uuid, "old": parent} for parent in before - effect.parents]
        new_links += [{"uuid": state.uuid, "parent": parent} for parent in effect.parents - before]
    if new:
        connection.execute(insert(schema.record), new)
    if changed:
        names = [name for name in changed[0] if name != "which"]
        statement = update(schema.record).where(schema.record.c.uuid == bindparam("which"))
        connection.execute(statement.values({name: bindparam(name) for name in names}), changed)
    if past:
        connection.execute(insert(schema.revision), past)
    link = schema.parent.c
    if old_links:
        connection.execute(
            delete(schema.parent).where(link.uuid == bindparam("child"), link.parent == bindparam("old")), old_links
        )
    if new_links:
        connection.execute(insert(schema.parent), new_links)
    return len(past)


def note_turned_down(
    connection: Connection, world: World, author: str, items: Sequence[Item], verdicts: Sequence[Verdict]
) -> None:
    """Remembers the creations that came to nothing, until one of them does not: who waits for such a record, waits in
    vain."""
    table = schema.turned_down.c
    outcomes = {
        item.uuid: one.verdict in STORED for item, one in zip(items, verdicts, strict=True) if item.op == "create"
    }
    born = sorted(uuid for uuid, stored in outcomes.items() if stored)
    if born:
        connection.execute(delete(schema.turned_down).where(table.account == author, table.uuid.in_(born)))
    lost = outcomes.keys() - born
    new = lost - world.turned_down(lost) if lost else lost
    if new:
        connection.execute(insert(schema.turned_down), [{"account": author, "uuid": uuid} for uuid in sorted(new)])


def note_views(connection: Connection, world: World, batch_no: int) -> None:
    """Keeps what the author of a batch has not seen of it: what follows the batch is judged by that."""
    rows = [
        {"batch_no": batch_no, "uuid": uuid, "content": None if view is None else _to_json(view)}
        for uuid, view in sorted(world.views.items())
    ]
    if rows:
        connection.execute(insert(schema.sent_view), rows)


def _row(state: State, batch_no: int, position: int) -> dict[str, Any]:
    content = None
    if state.content is not None:
        content = _to_json(state.content)
    standing = state.standing
    return {
        "uuid": state.uuid,
        "revision": state.revision,
        "type": state.type,
        "content": content,
        "hash": state.hash,
        "organisation": standing.organisation,
        "katottg": standing.katottg,
        "workflow": standing.workflow,
        "access": standing.access,
        "deleted": state.deleted,
        "account": state.account,
        "author": state.author,
        "via": state.via,
        "at": state.at,
        "batch_no": batch_no,
        "position": position,
    }


def _place(state: State) -> dict[str, Any]:
    geometry = None if state.content is None else state.content.get(_GEOMETRY)
    west, south, east, north = bbox(geometry) or (None, None, None, None)
    return {"geometry": wkb.from_geojson(geometry), "west": west, "south": south, "east": east, "north": north}
