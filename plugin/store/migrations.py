"""The bookkeeping tables, as named migrations (sqlite-utils' facility): each runs once, in order, all in one
transaction.

A workspace that has migrations which this version does not know was made by a newer one and is opened for reading only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .connection import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

TABLE = "vidbudova_migration"
SET = "workspace"
NAMES = ("bookkeeping", "listing", "history", "bundles", "steps", "files", "marks", "parts", "groups")
"""All migrations in order; a test holds them against what :func:`_migrations` defines."""


def applied(connection: Connection) -> tuple[str, ...]:
    """Names of the migrations that the file has. Raises StoreError where it has no such table."""
    return tuple(
        row[0] for row in connection.rows(f'SELECT name FROM "{TABLE}" WHERE migration_set = ? ORDER BY id', (SET,))
    )


def pending(connection: Connection) -> tuple[str, ...]:
    """Names of migrations that the file lacks."""
    done = applied(connection)
    return tuple(name for name in NAMES if name not in done)


def unknown(connection: Connection) -> tuple[str, ...]:
    """Names of migrations in the file that this version does not know."""
    return tuple(name for name in applied(connection) if name not in NAMES)


def apply(connection: Connection) -> None:
    """Run what is pending, inside the caller's transaction."""
    from sqlite_utils import Database

    _migrations().apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _migrations() -> Migrations:
    from sqlite_utils import Migrations

    class WorkspaceMigrations(Migrations):
        migrations_table = TABLE

    migrations = WorkspaceMigrations(SET)

    @migrations()
    def bookkeeping(db: Database) -> None:
        db.table("vidbudova_meta").create({"key": str, "value": str}, pk="key")
        db.execute("CREATE TABLE vidbudova_nothing (id INTEGER PRIMARY KEY CHECK (0))")
        db.execute(
            "CREATE TABLE vidbudova_silence (id INTEGER PRIMARY KEY CHECK (id = 1), never INTEGER NOT NULL"
            " REFERENCES vidbudova_nothing (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        db.execute(
            "CREATE TABLE vidbudova_journal (seq INTEGER PRIMARY KEY, type TEXT NOT NULL,"
            " fid INTEGER NOT NULL, uuid TEXT, op TEXT NOT NULL)"
        )
        db.execute("CREATE INDEX vidbudova_journal_record ON vidbudova_journal (type, fid)")
        db.execute("CREATE INDEX vidbudova_journal_uuid ON vidbudova_journal (type, uuid) WHERE uuid IS NOT NULL")
        db.execute(
            "CREATE TABLE vidbudova_batch (seq INTEGER PRIMARY KEY AUTOINCREMENT, batch TEXT NOT NULL UNIQUE,"
            " state TEXT NOT NULL, body BLOB NOT NULL, made_at TEXT NOT NULL, sent_at TEXT, ended_at TEXT,"
            " answer BLOB, signature TEXT, kid TEXT, reason TEXT)"
        )
        db.execute(
            "CREATE TABLE vidbudova_batch_item (batch INTEGER NOT NULL REFERENCES vidbudova_batch (seq),"
            " position INTEGER NOT NULL, type TEXT NOT NULL, uuid TEXT NOT NULL, op TEXT NOT NULL, base INTEGER,"
            " journal_seq INTEGER NOT NULL, set_json TEXT NOT NULL, verdict TEXT, PRIMARY KEY (batch, position))"
            " WITHOUT ROWID"
        )
        db.execute("CREATE INDEX vidbudova_batch_item_record ON vidbudova_batch_item (type, uuid)")
        db.execute("CREATE INDEX vidbudova_batch_state ON vidbudova_batch (state)")
        db.execute(
            "CREATE TABLE vidbudova_conflict (type TEXT NOT NULL, uuid TEXT NOT NULL, kind TEXT NOT NULL,"
            " fields TEXT NOT NULL, theirs TEXT, revision INTEGER, author TEXT, at TEXT, found_at TEXT NOT NULL,"
            " PRIMARY KEY (type, uuid))"
        )
        db.execute(
            "CREATE TABLE vidbudova_refusal (type TEXT NOT NULL, uuid TEXT NOT NULL, fid INTEGER,"
            " problems TEXT NOT NULL, journal_seq INTEGER NOT NULL, found_at TEXT NOT NULL, PRIMARY KEY (type, uuid))"
        )
        db.table("vidbudova_pull").create(
            {"seq": int, "received_at": str, "cursor": str, "items": int, "applied": int, "more": int}, pk="seq"
        )
        db.execute(
            "CREATE TABLE vidbudova_finding (id INTEGER PRIMARY KEY, type TEXT NOT NULL, uuid TEXT NOT NULL,"
            " rule TEXT NOT NULL, severity TEXT NOT NULL, fields TEXT NOT NULL, params TEXT NOT NULL)"
        )
        db.execute("CREATE INDEX vidbudova_finding_record ON vidbudova_finding (type, uuid)")
        db.execute("CREATE INDEX vidbudova_finding_severity ON vidbudova_finding (severity, rule)")

    @migrations()
    def listing(db: Database) -> None:
        db.execute(
            "CREATE TABLE vidbudova_touched (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, uuid TEXT,"
            " first INTEGER, last INTEGER)"
        )
        db.execute(
            "CREATE TABLE vidbudova_list (id INTEGER PRIMARY KEY, type TEXT NOT NULL, uuid TEXT NOT NULL, fid INTEGER"
            " NOT NULL, state TEXT NOT NULL, problems INTEGER NOT NULL, title TEXT NOT NULL, sort_title TEXT NOT NULL,"
            " katottg TEXT, workflow TEXT, sector TEXT, status TEXT, priority INTEGER, captured_by TEXT,"
            " captured_at TEXT NOT NULL)"
        )
        db.execute("CREATE UNIQUE INDEX vidbudova_list_record ON vidbudova_list (type, uuid)")
        for name in ("captured_at", "sort_title", "priority"):
            db.execute(f"CREATE INDEX vidbudova_list_{name} ON vidbudova_list ({name}, id, type, state, workflow)")
        db.execute(
            "CREATE INDEX vidbudova_list_filters ON vidbudova_list"
            " (type, state, workflow, problems, sector, katottg, captured_by)"
        )
        db.execute(
            'CREATE VIRTUAL TABLE vidbudova_search USING fts5 (words, tokenize = "unicode61 remove_diacritics 0",'
            " prefix = '2 3', detail = none)"
        )

    @migrations()
    def history(db: Database) -> None:
        db.execute(
            "CREATE TABLE vidbudova_history (seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL,"
            " uuid TEXT NOT NULL, revision INTEGER NOT NULL, previous INTEGER, op TEXT NOT NULL, author TEXT,"
            " at TEXT NOT NULL, hash TEXT NOT NULL, batch TEXT, changes TEXT)"
        )
        db.execute("CREATE INDEX vidbudova_history_record ON vidbudova_history (type, uuid)")

    @migrations()
    def bundles(db: Database) -> None:
        db.execute("ALTER TABLE vidbudova_batch_item ADD COLUMN after TEXT")
        db.execute(
            "CREATE TABLE vidbudova_relay_bundle (seq INTEGER PRIMARY KEY AUTOINCREMENT, bundle TEXT NOT NULL UNIQUE,"
            " name TEXT NOT NULL, author TEXT NOT NULL, author_name TEXT NOT NULL, organisation TEXT,"
            " made_at TEXT NOT NULL, imported_at TEXT NOT NULL, files TEXT NOT NULL)"
        )
        db.execute(
            "CREATE TABLE vidbudova_relay (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
            " bundle INTEGER NOT NULL REFERENCES vidbudova_relay_bundle (seq), batch TEXT NOT NULL UNIQUE,"
            " state TEXT NOT NULL, body BLOB NOT NULL, device TEXT, device_signature TEXT, sent_at TEXT, ended_at TEXT,"
            " answer BLOB, signature TEXT, kid TEXT, reason TEXT)"
        )
        db.execute("CREATE INDEX vidbudova_relay_state ON vidbudova_relay (state)")
        db.execute(
            "CREATE TABLE vidbudova_relay_item (relay INTEGER NOT NULL REFERENCES vidbudova_relay (seq),"
            " position INTEGER NOT NULL, type TEXT NOT NULL, uuid TEXT NOT NULL, op TEXT NOT NULL, base INTEGER,"
            " after TEXT, set_json TEXT NOT NULL, shown INTEGER NOT NULL DEFAULT 0, verdict TEXT, told TEXT,"
            " PRIMARY KEY (relay, position)) WITHOUT ROWID"
        )
        db.execute("CREATE INDEX vidbudova_relay_item_record ON vidbudova_relay_item (type, uuid)")

    @migrations()
    def steps(db: Database) -> None:
        db.execute(
            "CREATE TABLE vidbudova_step (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
            " params TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, entries INTEGER NOT NULL,"
            " pull INTEGER NOT NULL, payload TEXT, made_at TEXT NOT NULL)"
        )
        db.execute(
            "INSERT INTO vidbudova_meta (key, value) SELECT 'steps_seen', coalesce(max(seq), 0) FROM vidbudova_journal"
        )

    @migrations()
    def files(db: Database) -> None:
        db.execute(
            "CREATE TABLE vidbudova_upload (attachment TEXT NOT NULL, variant TEXT NOT NULL, sha256 TEXT NOT NULL,"
            " content TEXT NOT NULL, bytes INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, portal TEXT, epoch TEXT,"
            " upload TEXT, expires_at TEXT, sent INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0,"
            " changed_at TEXT NOT NULL, PRIMARY KEY (attachment, variant))"
        )
        db.execute("CREATE INDEX vidbudova_upload_state ON vidbudova_upload (state)")
        db.execute("CREATE INDEX vidbudova_upload_sha256 ON vidbudova_upload (sha256)")
        db.execute(
            "CREATE TABLE vidbudova_download (sha256 TEXT NOT NULL, variant TEXT NOT NULL, state TEXT NOT NULL,"
            " reason TEXT, etag TEXT, content TEXT, priority INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL,"
            " PRIMARY KEY (sha256, variant))"
        )
        db.execute("CREATE TABLE vidbudova_spare_file (sha256 TEXT PRIMARY KEY, since TEXT NOT NULL)")

    @migrations()
    def marks(db: Database) -> None:
        db.execute(
            "CREATE TABLE vidbudova_mark (type TEXT NOT NULL, uuid TEXT NOT NULL, PRIMARY KEY (type, uuid))"
            " WITHOUT ROWID"
        )

    @migrations()
    def parts(db: Database) -> None:
        db.execute("ALTER TABLE vidbudova_step ADD COLUMN part_of INTEGER")
        db.execute("CREATE INDEX vidbudova_step_part ON vidbudova_step (part_of)")

    @migrations()
    def groups(db: Database) -> None:
        db.execute(
            "CREATE INDEX vidbudova_list_place ON vidbudova_list"
            " (katottg, type, state, workflow, problems, sector, captured_by, captured_at)"
        )

    return migrations
