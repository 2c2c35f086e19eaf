"""The portal's tables, described once for SQLite and PostgreSQL.

Times are the texts of :mod:`portal.clock`, geometries are WKB beside their bounding boxes (degrees, WGS 84, longitude
first), and content is the record's compact JSON, kept as text so that every digit of a double comes back.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2
"""Of the tables. A database with a higher one was written by a newer portal and is left alone; one with a lower one is
brought up to date when it is opened (:mod:`portal.upgrade`)."""

metadata = MetaData()

# SQLite numbers rows by itself only where the key's type is literally INTEGER.
_number = BigInteger().with_variant(Integer(), "sqlite")

portal = Table(
    "portal",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False),
    Column("epoch", String(36), nullable=False),
    Column("title", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", String(30), nullable=False),
    comment="One row: which portal this is, and since when (epoch).",
)

counter = Table(
    "change_counter",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
    comment="One row: the last sequence number given out. See docs/decisions/change-sequence.md.",
)

account = Table(
    "account",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", String(20), nullable=False, comment="EDRPOU"),
    Column("role", String(20), nullable=False),
    Column("territory", Text, nullable=False, comment="JSON array of KATOTTG codes; UA is the whole country"),
    Column("token_hash", String(64), nullable=False, unique=True, comment="SHA-256 of the token, hex"),
    Column("made_at", String(30), nullable=False),
    Column("expires_at", String(30)),
    Column("revoked_at", String(30)),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("kid", String(64), primary_key=True),
    Column("no", Integer, nullable=False, unique=True, comment="1, 2, 3 …: each one signed by the one before"),
    Column("public", LargeBinary, nullable=False, comment="32 bytes, Ed25519"),
    Column("private", LargeBinary, comment="PKCS #8; empty where private keys are kept in a folder of their own"),
    Column("made_at", String(30), nullable=False),
    Column("retired_at", String(30)),
    Column("signed_by", String(64)),
    Column("signature", LargeBinary),
)

batch = Table(
    "batch",
    metadata,
    Column("no", _number, Identity(), primary_key=True),
    Column("id", String(36), nullable=False),
    Column("account", String(36), nullable=False, comment="the author's"),
    Column("state", String(10), nullable=False, comment="taken (only inside its transaction) · answered · void"),
    Column("body_hash", String(64)),
    Column("received_at", String(30), nullable=False),
    Column("answer", LargeBinary, comment="the verdict document, byte for byte as it was first sent"),
    Column("signature", LargeBinary),
    Column("kid", String(64)),
    Column("seq", BigInteger, unique=True, comment="place in the order of commits; empty where nothing changed"),
    Column("relayer", String(36), comment="the account that brought it, where that is not the author's"),
    Column("device", String(36), comment="whose signature over the bytes was found good"),
    Column("claimed", Boolean, comment="whether only the relayer says who the author is"),
    UniqueConstraint("id", "account", name="batch_id_account"),
    comment="Every batch. An id belongs to its author: what others do under the same id is another batch.",
)

relay = Table(
    "relay",
    metadata,
    Column("batch_no", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String(36), primary_key=True),
    Column("at", String(30), nullable=False),
    comment="Who else may ask what became of a batch, having brought its bytes.",
)

device = Table(
    "device",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account", String(36), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("public", LargeBinary, nullable=False, comment="32 bytes, Ed25519"),
    Column("enrolled_at", String(30), nullable=False),
    Column("retired_at", String(30)),
    comment="The keys that sign batches. They are never removed, only retired.",
)

turned_down = Table(
    "turned_down",
    metadata,
    Column("account", String(36), primary_key=True),
    Column("uuid", String(36), primary_key=True),
    comment="Records that an author wanted to create and that have not come about: nobody waits for them.",
)

sent_view = Table(
    "sent_view",
    metadata,
    Column("batch_no", BigInteger, primary_key=True, autoincrement=False),
    Column("uuid", String(36), primary_key=True),
    Column("content", Text, comment="JSON of base + set; empty where the base was unknown"),
    comment="What an author had in front of them where a batch's revision of a record holds more: others' changes.",
)

_content = (
    ("type", String(63), False),
    ("content", Text, True),
    ("hash", String(64), False),
    ("organisation", String(20), False),
    ("katottg", String(19), True),
    ("workflow", String(20), True),
    ("access", String(20), True),
    ("deleted", Boolean, False),
    ("account", String(36), False),
    ("author", Text, False),
    ("via", Text, True),
    ("at", String(30), False),
    ("batch_no", BigInteger, False),
    ("position", Integer, False),
)

record = Table(
    "record",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    *(Column(name, kind, nullable=empty) for name, kind, empty in _content),
    Column("moved", Boolean, nullable=False, comment="whether who may see it has ever changed"),
    Column("geometry", LargeBinary, comment="ISO WKB, WGS 84, longitude first"),
    Column("west", Double),
    Column("south", Double),
    Column("east", Double),
    Column("north", Double),
    Index("record_order", "batch_no", "position"),
    comment="Every record as it is now; the deleted ones stay as tombstones without content.",
)

revision = Table(
    "revision",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    *(Column(name, kind, nullable=empty) for name, kind, empty in _content),
    comment="Every state that a record ever had.",
)

parent = Table(
    "record_parent",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("parent", String(36), primary_key=True),
    Index("record_parent_parent", "parent"),
    comment="Which living record hangs off which.",
)

reporting_round = Table(
    "reporting_round",
    metadata,
    Column("period", String(7), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("opens_at", String(35), nullable=False),
    Column("closes_at", String(35), nullable=False),
)

upload = Table(
    "upload",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account", String(36), nullable=False, comment="whose it is; nobody else learns of it"),
    Column("attachment", String(36), nullable=False, comment="the record that the file belongs to"),
    Column("organisation", String(20), nullable=False, comment="the record's, against whose quota it counts"),
    Column("sha256", String(64), nullable=False, comment="of the original"),
    Column("variant", String(10), nullable=False, comment="original · reduced"),
    Column("content", String(64), nullable=False, comment="SHA-256 of the bytes that are sent"),
    Column("media_type", String(100), nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("state", String(10), nullable=False, comment="open · checked · done · refused · expired"),
    Column("flaw", Text, comment="JSON: why it was refused"),
    Column("made_at", String(30), nullable=False),
    Column("expires_at", String(30), nullable=False),
    Index("upload_attachment", "attachment"),
    Index("upload_organisation", "organisation"),
    Index("upload_state", "state", "expires_at"),
    comment="Files on their way in. How much of one has arrived, the length of its part says.",
)

attachment_file = Table(
    "attachment_file",
    metadata,
    Column("attachment", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True, comment="of the original, as the record names it or once named it"),
    Column("variant", String(10), primary_key=True),
    Column("content", String(64), nullable=False, comment="SHA-256 of the bytes, under which they lie in the folder"),
    Column("media_type", String(100), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("organisation", String(20), nullable=False),
    Column("account", String(36), nullable=False),
    Column("at", String(30), nullable=False),
    Index("attachment_file_sha256", "sha256"),
    Index("attachment_file_organisation", "organisation"),
    comment="For which record which file was sent: who may read the record may read the file.",
)

storage = Table(
    "storage",
    metadata,
    Column("organisation", String(20), primary_key=True),
    comment="A row for each organisation that has files, locked while its quota is looked at.",
)
