"""A database of an older portal is brought up to date when it is opened, and keeps what it has."""

from __future__ import annotations

from sqlalchemy import inspect, select

from plugin.contract import batch as batches
from portal import meta, schema
from portal.database import Database, open_database
from portal.service import Portal, Settings
from tests.portal.field import claim, verdicts_of
from tests.portal.office import HROMADA, Offices, create, edit, need

# The batch table of version 1, as its DDL was.
BATCH_1 = """
CREATE TABLE batch (
    no INTEGER NOT NULL, id VARCHAR(36) NOT NULL, account VARCHAR(36) NOT NULL, state VARCHAR(10) NOT NULL,
    body_hash VARCHAR(64), received_at VARCHAR(30) NOT NULL, answer BLOB, signature BLOB, kid VARCHAR(64), seq BIGINT,
    PRIMARY KEY (no), UNIQUE (id), UNIQUE (seq)
)
"""
COLUMNS_1 = "no, id, account, state, body_hash, received_at, answer, signature, kid, seq"


def to_version_1(database: Database) -> None:
    """Takes away what version 2 brought."""
    statements = [f"ALTER TABLE {table} DROP COLUMN via" for table in ("record", "revision")]
    statements += [f"DROP TABLE {table}" for table in ("relay", "device", "turned_down")]
    if database.engine.dialect.name == "sqlite":
        statements += [
            "ALTER TABLE batch RENAME TO batch_2",
            BATCH_1,
            f"INSERT INTO batch ({COLUMNS_1}) SELECT {COLUMNS_1} FROM batch_2",
            "DROP TABLE batch_2",
        ]
    else:
        statements += [
            "ALTER TABLE batch DROP CONSTRAINT batch_id_account",
            "ALTER TABLE batch ADD CONSTRAINT batch_id_key UNIQUE (id)",
            "ALTER TABLE batch DROP COLUMN relayer, DROP COLUMN device, DROP COLUMN claimed",
        ]
    statements.append("UPDATE portal SET version = 1")
    with database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_database_of_version_1_goes_on_with_all_it_has(database_url: str) -> None:
    settings = Settings(per_minute=1e9, burst=1_000_000)
    database = open_database(database_url)
    with Offices(Portal.open(database, settings)) as offices:
        worker, clerk = offices.open(edrpou=HROMADA, name="Олена Шевчук"), offices.open(edrpou=HROMADA)
        item = create("need", need())
        batch = worker.freeze(item)
        first = worker.post(batches.encode(batch))
        void = worker.freeze(create("need", need()))
        worker.void(void.batch)
    to_version_1(database)
    database.close()

    for _ in range(2):
        open_database(database_url).close()
    database = open_database(database_url)
    with Offices(Portal.open(database, settings)) as offices:
        worker.client = clerk.client = offices.client
        assert worker.post(batches.encode(batch)).content == first.content
        assert worker.post(batches.encode(void)).status_code == 409
        assert clerk.post(batches.encode(batch), **claim(worker)).content == first.content
        change = batches.encode(worker.freeze(edit("need", item.uuid, 1, priority=2)))
        assert verdicts_of(clerk.post(change, **claim(worker)))[0].revision == 2
        assert [told.revision for told in worker.pull()] == [2]
    with database.reading() as connection:
        assert connection.execute(select(schema.portal.c.version)).scalar_one() == schema.VERSION
        uniques = {tuple(one["column_names"]) for one in inspect(connection).get_unique_constraints("batch")}
        assert ("id", "account") in uniques and ("id",) not in uniques
        assert meta.read(connection).id == worker.portal_id
    database.close()
