"""What hangs off a record, here and as the portal last acknowledged it."""

from __future__ import annotations

from .connection import quote
from .schema import base_table, reference_fields
from .workspace import Workspace

Key = tuple[str, str]


def tree(ws: Workspace, key: Key) -> list[Key]:
    """A record and everything that hangs off it here, children first."""
    found: dict[Key, None] = {}

    def gather(one: Key, above: frozenset[Key]) -> None:
        for child in ws.children(*one):
            if child not in above and child not in found:
                gather(child, above | {child})
        found[one] = None

    gather(key, frozenset({key}))
    return list(found)


def deleted_with(ws: Workspace, key: Key) -> list[Key]:
    """What hung off a record, was deleted here with it and is on the portal still, as far as is known; parents
    first."""
    found: dict[Key, None] = {}
    values: tuple[str, ...]
    waiting = [key]
    while waiting:
        type_name, uuid = waiting.pop(0)
        for child in ws.catalogue.child_types.get(type_name, ()):
            rtype = ws.catalogue.type(child)
            for name in reference_fields(rtype):
                if rtype.parent_fields is not None and name == rtype.parent_fields[1]:
                    where, values = f" AND {quote(rtype.parent_fields[0])} = ?", (uuid, type_name)
                elif any(one.field == name and one.type == type_name for one in rtype.foreign_keys):
                    where, values = "", (uuid,)
                else:
                    continue
                rows = ws.connection.rows(
                    f"SELECT uuid FROM {base_table(child)} b WHERE {quote(name)} = ?{where}"
                    f" AND NOT EXISTS (SELECT 1 FROM {quote(child)} n WHERE n.uuid = b.uuid)"
                    " AND NOT EXISTS (SELECT 1 FROM vidbudova_conflict c WHERE c.type = ? AND c.uuid = b.uuid)",
                    (*values, child),
                )
                for (identity,) in rows:
                    if (child, identity) not in found:
                        found[(child, identity)] = None
                        waiting.append((child, identity))
    return list(found)
