"""The tables that mirror a record type: base, old images, indexes; and which fields the workspace was made for."""

from __future__ import annotations

import json

from ..errors import StoreError
from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from .columns import sql_type
from .connection import Connection, quote

SCHEMA_KEY = "schema"
"""Meta key: the record types and fields that the tables have, as {type: [field, …]}."""


def base_table(type_name: str) -> str:
    """Quoted name of the table of last acknowledged states."""
    return quote(f"vidbudova_base_{type_name}")


def old_table(type_name: str) -> str:
    """Quoted name of the table of old images, one row a journal entry."""
    return quote(f"vidbudova_old_{type_name}")


def reference_fields(rtype: RecordType) -> tuple[str, ...]:
    """Fields that hold the uuid of another record."""
    fields = tuple(key.field for key in rtype.foreign_keys)
    return fields + (rtype.parent_fields[1],) if rtype.parent_fields else fields


def columns_of(connection: Connection, table: str) -> dict[str, str]:
    """Declared types by column of a table (unquoted name); empty where there is no such table."""
    return {row[0]: row[1] for row in connection.rows("SELECT name, type FROM pragma_table_info(?)", (table,))}


def index_sql(rtype: RecordType) -> dict[str, str]:
    """The statements that make the record table's indexes, by index name."""
    table = quote(rtype.name)
    return {
        f"vidbudova_{rtype.name}_{field}": f"CREATE INDEX {quote(f'vidbudova_{rtype.name}_{field}')} ON {table}"
        f" ({quote(field)}) WHERE {quote(field)} IS NOT NULL"
        for field in ("uuid", *reference_fields(rtype))
    }


def make_indexes(connection: Connection, rtype: RecordType) -> None:
    """Make those of the record table's indexes that are missing."""
    for name, sql in index_sql(rtype).items():
        if connection.value("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (name,)) is None:
            connection.execute(sql)


def make_mirrors(connection: Connection, rtype: RecordType) -> None:
    """Make the base and old-image tables of a type."""
    fields = ", ".join(f"{quote(field.name)} {sql_type(field)}" for field in rtype.fields if field.name != "uuid")
    geom = ", geom GEOMETRY" if rtype.geometry != "none" else ""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {base_table(rtype.name)} (_id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,"
        f" _revision INTEGER NOT NULL, _hash TEXT NOT NULL, _extra TEXT, {fields}{geom})"
    )
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {old_table(rtype.name)} (_seq INTEGER PRIMARY KEY, fid INTEGER, uuid TEXT,"
        f" {fields}{geom})"
    )


def add_missing_fields(connection: Connection, rtype: RecordType) -> None:
    """Add the columns of fields that are new in the definition to the record table and its mirrors."""
    for table in (rtype.name, f"vidbudova_base_{rtype.name}", f"vidbudova_old_{rtype.name}"):
        present = columns_of(connection, table)
        for field in rtype.fields:
            if field.name not in present:
                connection.execute(f"ALTER TABLE {quote(table)} ADD COLUMN {quote(field.name)} {sql_type(field)}")


def recorded(connection: Connection) -> dict[str, list[str]]:
    """The types and fields that the workspace was last made or upgraded for. Raises ``store.bad_settings``."""
    text = connection.value("SELECT value FROM vidbudova_meta WHERE key = ?", (SCHEMA_KEY,))
    try:
        found = json.loads(text) if text else {}
        return {str(name): [str(field) for field in fields] for name, fields in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError("store.bad_settings", reason=f"{SCHEMA_KEY}: {error}") from error


def record(connection: Connection, catalogue: Catalogue) -> None:
    """Write down that the tables have the catalogue's types and fields."""
    schema = {rtype.name: list(rtype.field_names) for rtype in catalogue.types.values()}
    connection.execute(
        "INSERT OR REPLACE INTO vidbudova_meta (key, value) VALUES (?, ?)", (SCHEMA_KEY, json.dumps(schema))
    )


def outdated(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether the catalogue has types or fields that the workspace was not made for."""
    known = recorded(connection)
    return any(not set(rtype.field_names) <= set(known.get(rtype.name, ())) for rtype in catalogue.types.values())


def newer(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether the workspace was made for types or fields that the catalogue does not know."""
    for name, fields in recorded(connection).items():
        rtype = catalogue.types.get(name)
        if rtype is None or not set(fields) <= set(rtype.field_names):
            return True
    return False


def check_columns(connection: Connection, catalogue: Catalogue) -> None:
    """Raise ``StoreError("store.column_missing", type, field)`` where somebody has removed or renamed a column."""
    for rtype in catalogue.types.values():
        present = columns_of(connection, rtype.name)
        for name in ("fid", *rtype.field_names, *(("geom",) if rtype.geometry != "none" else ())):
            if name not in present:
                raise StoreError("store.column_missing", type=rtype.name, field=name)
