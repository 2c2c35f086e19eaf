"""Bringing the tables of an older portal up to date, in the transaction in which the database is opened.

New tables need nothing: they are made where they are missing. Here is what existing ones need. Every process of the
older portal has to have ended before a newer one opens its database.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, insert, inspect, select, sql, update
from sqlalchemy.schema import AddConstraint, CreateTable

from . import schema


def run(connection: Connection) -> None:
    """Upgrades the tables that are there; does nothing where they are as they should be."""
    if not inspect(connection).has_table(schema.batch.name):
        return
    if "relayer" not in _columns(connection, schema.batch):
        _devices_and_relays(connection)
    version = schema.portal.c.version
    connection.execute(update(schema.portal).where(version < schema.VERSION).values(version=schema.VERSION))


def _devices_and_relays(connection: Connection) -> None:
    """Version 2: an id belongs to its author, who need not be the one who brings the batch."""
    for table in (schema.record, schema.revision):
        _add_column(connection, table, "via")
    if connection.dialect.name == "sqlite":
        _rebuild(connection, schema.batch)
        return
    for name in ("relayer", "device", "claimed"):
        _add_column(connection, schema.batch, name)
    connection.exec_driver_sql("ALTER TABLE batch DROP CONSTRAINT batch_id_key")
    (unique,) = (one for one in schema.batch.constraints if one.name == "batch_id_account")
    connection.execute(AddConstraint(unique))


def _columns(connection: Connection, table: Table) -> list[str]:
    return [column["name"] for column in inspect(connection).get_columns(table.name)]


def _add_column(connection: Connection, table: Table, name: str) -> None:
    kind = table.c[name].type.compile(connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}")


def _rebuild(connection: Connection, table: Table) -> None:
    """SQLite cannot drop a constraint: the table is made anew and filled from the old one."""
    old = sql.table(f"{table.name}_old", *(sql.column(name) for name in _columns(connection, table)))
    connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {old.name}")
    connection.execute(CreateTable(table))
    connection.execute(insert(table).from_select(old.c.keys(), select(old)))
    connection.exec_driver_sql(f"DROP TABLE {old.name}")
