"""The triggers that write every edit of every writer into the journal, in the writer's own transaction.

One AFTER INSERT trigger both journals and gives the row its identity where it came without one, with a malformed one
or with one that is taken (pasted and duplicated features carry their original's), since the order of two triggers is
not defined. An upper-case or braced uuid is one and the same identity, written the one way. It journals first, so
that the trigger on changes of the uuid can tell the minting from somebody's change. The BEFORE INSERT trigger sees
what REPLACE is about to remove without firing delete triggers (``recursive_triggers`` is off in plain SQLite). Only
SQLite's built-in functions are used: the file may be edited where ours are not registered.
"""

from __future__ import annotations

from ..records.catalogue import Catalogue
from ..records.definition import GEOMETRY, RecordType
from .connection import Connection, quote
from .schema import old_table

PREFIX = "vidbudova_capture_"

_HEX = "[0-9a-f]"
UUID_GLOB = "-".join(_HEX * count for count in (8, 4, 4, 4, 12))
"""GLOB pattern of an identity: lower-case canonical UUID."""

_MINT = (
    "printf('%08x-%04x-7%03x-%04x-%012x', strftime('%s', 'now') * 1000 >> 16, NEW.fid & 0xffff, random() & 0xfff,"
    " 0x8000 | (random() & 0x3fff), random() & 0xffffffffffff)"
)
"""A UUID that begins with the time, to the minute, and the feature's number, and is random otherwise (74 bits).

RFC 9562, version 7. Features added one after the other stand side by side in the index of a commit's last pages.
"""
_LOUD = "NOT EXISTS (SELECT 1 FROM vidbudova_silence)"


def trigger_sql(rtype: RecordType) -> dict[str, str]:
    """The CREATE TRIGGER statements of one record table by trigger name."""
    name, table, old = rtype.name, quote(rtype.name), old_table(rtype.name)
    others = ["fid", *(field for field in rtype.field_names if field != "uuid")]
    if rtype.geometry != "none":
        others.append(GEOMETRY)
    kept = ", ".join(quote(column) for column in ("uuid", *others))

    folded = "lower(trim(NEW.uuid, ' {}'))"

    old_image = (
        f"INSERT INTO {old} (_seq, {kept}) SELECT last_insert_rowid(),"
        f" {', '.join(f'OLD.{quote(column)}' for column in ('uuid', *others))};"
    )
    # Trigger programs that run for each new row are kept small: SQLite sets up all of a program's registers, and reads
    # every old value it mentions, before it looks at WHEN. So no old images in the first three.
    bodies = {
        "replace": (
            # Where the id is still to be given it reads -1 here.
            f"BEFORE INSERT ON {table} WHEN NEW.fid <> -1"
            f" AND EXISTS (SELECT 1 FROM {table} WHERE fid = NEW.fid) AND {_LOUD}",
            f"INSERT INTO vidbudova_journal (type, fid, uuid, op)"
            f" SELECT '{name}', fid, uuid, 'replace' FROM {table} WHERE fid = NEW.fid;"
            f" UPDATE gpkg_ogr_contents SET feature_count = NULL WHERE table_name = '{name}';",
        ),
        "insert": (
            f"AFTER INSERT ON {table} WHEN {_LOUD}",
            f"INSERT INTO vidbudova_journal (type, fid, op) VALUES ('{name}', NEW.fid, 'insert');"
            f" UPDATE {table} SET uuid = CASE WHEN {folded} GLOB '{UUID_GLOB}' AND NOT EXISTS (SELECT 1 FROM {table}"
            f" AS other WHERE other.uuid = {folded} AND other.fid <> NEW.fid) THEN {folded} ELSE {_MINT} END"
            f" WHERE fid = NEW.fid AND (NEW.uuid IS NULL OR NEW.uuid NOT GLOB '{UUID_GLOB}'"
            f" OR EXISTS (SELECT 1 FROM {table} AS other WHERE other.uuid = NEW.uuid AND other.fid <> NEW.fid));",
        ),
        "uuid": (
            f"AFTER UPDATE OF uuid ON {table} WHEN OLD.uuid IS NOT NULL AND OLD.uuid IS NOT NEW.uuid AND {_LOUD}"
            f" AND ((SELECT op = 'insert' AND fid = NEW.fid AND type = '{name}' FROM vidbudova_journal"
            f" ORDER BY seq DESC LIMIT 1) IS NOT 1"
            # What was proper and nobody else's was not minted over: somebody changed the row that was just made.
            f" OR (OLD.uuid GLOB '{UUID_GLOB}' AND NOT EXISTS (SELECT 1 FROM {table} AS other"
            f" WHERE other.uuid = OLD.uuid AND other.fid <> NEW.fid)))",
            f"INSERT INTO vidbudova_journal (type, fid, uuid, op) VALUES ('{name}', NEW.fid, OLD.uuid, 'uuid');",
        ),
        "update": (
            f"AFTER UPDATE OF {', '.join(quote(column) for column in others)} ON {table} WHEN {_LOUD}",
            f"INSERT INTO vidbudova_journal (type, fid, uuid, op) VALUES ('{name}', NEW.fid, OLD.uuid, 'update');"
            f" {old_image}",
        ),
        "delete": (
            f"AFTER DELETE ON {table} WHEN {_LOUD}",
            f"INSERT INTO vidbudova_journal (type, fid, uuid, op) VALUES ('{name}', OLD.fid, OLD.uuid, 'delete');"
            f" {old_image}",
        ),
    }
    if rtype.geometry != "none":
        rtree = quote(f"rtree_{name}_{GEOMETRY}")
        bodies["rtree"] = (
            # REPLACE of a placed row by one without a place would leave its entry: GeoPackage's trigger skips it.
            f"AFTER INSERT ON {table} WHEN NEW.geom IS NULL"
            f" AND EXISTS (SELECT 1 FROM {quote(f'rtree_{name}_{GEOMETRY}_rowid')} WHERE rowid = NEW.fid)",
            f"DELETE FROM {rtree} WHERE id = NEW.fid;",
        )
    return {
        f"{PREFIX}{name}_{key}": f"CREATE TRIGGER {quote(f'{PREFIX}{name}_{key}')} {head} BEGIN {body} END"
        for key, (head, body) in bodies.items()
    }


def missing(connection: Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """Names of record types one of whose triggers is absent or altered."""
    found: dict[str, str] = dict(connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return tuple(
        rtype.name
        for rtype in catalogue.types.values()
        if any(found.get(name) != sql for name, sql in trigger_sql(rtype).items())
    )


def put_back(connection: Connection, rtype: RecordType) -> None:
    """Drop what there is of the type's triggers and make them anew; inside a transaction."""
    drop(connection, rtype)
    for sql in trigger_sql(rtype).values():
        connection.execute(sql)


def drop(connection: Connection, rtype: RecordType) -> None:
    """Drop the type's capture triggers, also those that another version called differently."""
    names = connection.rows(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND substr(name, 1, ?) = ?",
        (rtype.name, len(PREFIX), PREFIX),
    )
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
