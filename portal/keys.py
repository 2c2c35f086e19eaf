"""The keys with which the portal signs its verdicts: Ed25519 (RFC 8032), one current, the retired ones kept for ever.

A successor is signed by its predecessor over ``canonical_bytes({"kid", "portal", "public_key"})``, so that who pinned
one key can follow to the next without trusting anybody new. A `kid` is the first 16 hex digits of the public key's
SHA-256.

Private keys lie in the database, or as files that only their owner can read in the folder given as `--key-dir`, where
backups of the database should not carry them.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from sqlalchemy import Connection, insert, select, update

from plugin.contract.jcs import canonical_bytes

from . import clock, meta, schema
from .database import Database
from .errors import DatabaseProblem

_columns = schema.signing_key.c


@dataclass(frozen=True)
class Signature:
    """A detached signature and the key it was made with."""

    kid: str
    signature: bytes

    @property
    def text(self) -> str:
        """The signature as it travels in a header."""
        return base64.b64encode(self.signature).decode("ascii")


class KeyRing:
    """Signs with the current key of a database. Safe to share between threads."""

    def __init__(self, key_dir: Path | None = None) -> None:
        self.key_dir = key_dir
        self._opened: dict[str, Ed25519PrivateKey] = {}

    def sign(self, connection: Connection, content: bytes) -> Signature:
        """The signature over `content` by the key that is current in this transaction."""
        kid = connection.execute(select(_columns.kid).where(_columns.retired_at.is_(None))).scalar_one()
        return Signature(kid, self._private(connection, kid).sign(content))

    def ensure(self, database: Database) -> str:
        """The current key's id; the first key is made where there is none.

        Raises :class:`portal.errors.DatabaseProblem` where the key in force cannot be read.
        """

        def work(connection: Connection) -> str:
            kid = connection.execute(select(_columns.kid).where(_columns.retired_at.is_(None))).scalar()
            if kid is None:
                return self._make(connection, 1, None)
            self._private(connection, kid)
            return str(kid)

        return database.write(work)

    def rotate(self, database: Database) -> str:
        """A new current key, signed by the one that it replaces; its id."""

        def work(connection: Connection) -> str:
            row = connection.execute(
                select(_columns.kid, _columns.no).where(_columns.retired_at.is_(None)).with_for_update()
            ).first()
            if row is None:
                return self._make(connection, 1, None)
            connection.execute(update(schema.signing_key).where(_columns.kid == row.kid).values(retired_at=clock.now()))
            return self._make(connection, row.no + 1, row.kid)

        return database.write(work)

    def _make(self, connection: Connection, no: int, predecessor: str | None) -> str:
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        kid = hashlib.sha256(public).hexdigest()[:16]
        pkcs8 = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signature = None
        if predecessor is not None:
            statement = succession(meta.read(connection).id, kid, public)
            signature = self._private(connection, predecessor).sign(statement)
        if self.key_dir is not None:
            self._write(kid, pkcs8)
        connection.execute(
            insert(schema.signing_key).values(
                kid=kid,
                no=no,
                public=public,
                private=None if self.key_dir is not None else pkcs8,
                made_at=clock.now(),
                signed_by=predecessor,
                signature=signature,
            )
        )
        return kid

    def _private(self, connection: Connection, kid: str) -> Ed25519PrivateKey:
        found = self._opened.get(kid)
        if found is not None:
            return found
        stored = connection.execute(select(_columns.private).where(_columns.kid == kid)).scalar_one()
        if stored is None:
            path = self._path(kid)
            try:
                stored = path.read_bytes() if path is not None else None
            except OSError:
                stored = None
        if stored is None:
            raise DatabaseProblem("server.key_missing", kid=kid)
        key = load_der_private_key(stored, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise DatabaseProblem("server.key_missing", kid=kid)
        self._opened[kid] = key
        return key

    def _path(self, kid: str) -> Path | None:
        return None if self.key_dir is None else self.key_dir / f"{kid}.pk8"

    def _write(self, kid: str, pkcs8: bytes) -> None:
        path = self._path(kid)
        assert path is not None
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(pkcs8)
            file.flush()
            os.fsync(file.fileno())


def succession(portal: str, kid: str, public: bytes) -> bytes:
    """What a predecessor signs of its successor."""
    return canonical_bytes({"kid": kid, "portal": portal, "public_key": base64.b64encode(public).decode("ascii")})


def document(connection: Connection) -> dict[str, Any]:
    """``GET /keys``: every key, the first one first, public parts only."""
    rows = connection.execute(select(schema.signing_key).order_by(_columns.no)).all()
    return {
        "portal": meta.read(connection).id,
        "keys": [
            {
                "kid": row.kid,
                "algorithm": "Ed25519",
                "public_key": base64.b64encode(row.public).decode("ascii"),
                "state": "current" if row.retired_at is None else "retired",
                "made_at": row.made_at,
                "retired_at": row.retired_at,
                "signed_by": row.signed_by,
                "signature": None if row.signature is None else base64.b64encode(row.signature).decode("ascii"),
            }
            for row in rows
        ],
    }
