"""Whether the capture triggers are there, and the full comparison that finds what went by while they were not."""

from __future__ import annotations

from dataclasses import dataclass

from ..records.definition import RecordType
from ..records.values import new_uuid
from . import capture, geopackage, journal, schema
from .capture import UUID_GLOB
from .changes import Key
from .connection import quote
from .schema import base_table
from .workspace import Workspace


@dataclass(frozen=True)
class Missed:
    """`types` had lost triggers; `records` differ from their base without the journal knowing, and are journalled
    now.
    """

    types: tuple[str, ...] = ()
    records: tuple[Key, ...] = ()


def triggers_present(ws: Workspace) -> bool:
    """Whether every capture trigger is there as this version makes it. A millisecond."""
    return not capture.missing(ws.connection, ws.catalogue)


def repair(ws: Workspace) -> Missed:
    """Where triggers are missing: compare everything, journal what was missed, put triggers and indexes back.

    One transaction, so that nothing can go by between the comparison and the triggers. Raises
    ``StoreError("store.column_missing")`` where a column is gone: then nothing is compared and nothing taken for
    cleared.
    """
    with ws.transaction():
        schema.check_columns(ws.connection, ws.catalogue)
        types = capture.missing(ws.connection, ws.catalogue)
        records: list[Key] = []
        for name in types:
            rtype = ws.rtype(name)
            schema.make_indexes(ws.connection, rtype)
            capture.drop(ws.connection, rtype)
            records += _audit(ws, rtype)
            capture.put_back(ws.connection, rtype)
            geopackage.recount(ws.connection, rtype)
            ws.changed(name)
    return Missed(types, tuple(records))


def audit(ws: Workspace) -> Missed:
    """Compare every row with its base and journal the differences that the journal does not know."""
    records: list[Key] = []
    with ws.transaction():
        for rtype in ws.catalogue.types.values():
            schema.make_indexes(ws.connection, rtype)
            records += _audit(ws, rtype)
    return Missed((), tuple(records))


def _audit(ws: Workspace, rtype: RecordType) -> list[Key]:
    _give_identities(ws, rtype)
    table, base = quote(rtype.name), base_table(rtype.name)
    columns = [quote(name) for name in ws.columns(rtype.name).names if name != "uuid"]
    differs = " OR ".join(f"n.{column} IS NOT b.{column}" for column in columns)
    known = f"EXISTS (SELECT 1 FROM vidbudova_journal j WHERE j.type = '{rtype.name}' AND j.fid = n.fid)"
    unlike = ws.connection.rows(
        f"SELECT n.fid, n.uuid, b.uuid IS NOT NULL FROM {table} n LEFT JOIN {base} b ON b.uuid = n.uuid"
        f" WHERE (b.uuid IS NULL OR {differs}) AND NOT {known}"
    )
    gone = ws.connection.rows(
        f"SELECT b._id, b.uuid FROM {base} b WHERE NOT EXISTS (SELECT 1 FROM {table} n WHERE n.uuid = b.uuid)"
        f" AND NOT EXISTS (SELECT 1 FROM vidbudova_journal j WHERE j.type = '{rtype.name}' AND j.uuid = b.uuid)"
    )
    journal.note(ws, rtype, ((fid, uuid if based else None, "audit") for fid, uuid, based in unlike))
    # A row that is gone has no feature id any more: its entry takes one below those that SQLite gives.
    journal.note(ws, rtype, ((-identity, uuid, "audit") for identity, uuid in gone))
    return [(rtype.name, str(row[1])) for row in (*unlike, *gone)]


def _give_identities(ws: Workspace, rtype: RecordType) -> None:
    """Mint a uuid for rows that have none, a malformed one, or one that an earlier row has."""
    table = quote(rtype.name)
    rows = ws.connection.rows(
        f"SELECT fid FROM {table} n WHERE uuid IS NULL OR uuid NOT GLOB '{UUID_GLOB}'"
        f" OR EXISTS (SELECT 1 FROM {table} o WHERE o.uuid = n.uuid AND o.fid < n.fid)"
    )
    for (fid,) in rows:
        ws.connection.execute(f"UPDATE {table} SET uuid = ? WHERE fid = ?", (new_uuid(), fid))
