"""What a running portal holds together, and who is asking it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from plugin.contract import wire
from plugin.contract.service import Account
from plugin.quality.engine import RULES_VERSION
from plugin.records.catalogue import Catalogue, default_catalogue

from . import accounts, meta
from .database import Database
from .files.disk import Folder
from .files.holds import Holds
from .files.limits import FileLimits
from .files.uploads import Uploads
from .intake.receive import Intake
from .keys import KeyRing
from .problems import Refusal
from .throttle import Throttle


@dataclass(frozen=True)
class Settings:
    """How a portal is run. Files lie in the folder `files`, beside the database where that is an SQLite file; without
    a folder the portal takes none."""

    title: str | None = None
    key_dir: Path | None = None
    per_minute: float = 1200.0
    burst: int = 300
    files: Path | None = None
    file_limits: FileLimits = field(default_factory=FileLimits)


@dataclass(frozen=True)
class Portal:
    """The parts of one portal process. Safe to share between threads."""

    database: Database
    keys: KeyRing
    catalogue: Catalogue
    settings: Settings
    throttle: Throttle
    uploads: Uploads | None
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "intake", Intake(self.database, self.keys, self.catalogue))

    @classmethod
    def open(cls, database: Database, settings: Settings | None = None, catalogue: Catalogue | None = None) -> Portal:
        """The portal on a database; identity and first key are made where it is new. Raises DatabaseProblem."""
        settings = settings or Settings()
        meta.ensure(database, settings.title)
        keys = KeyRing(settings.key_dir)
        keys.ensure(database)
        throttle = Throttle(settings.per_minute, settings.burst)
        uploads = _open_files(database, settings)
        return cls(database, keys, catalogue or default_catalogue(), settings, throttle, uploads)

    @cached_property
    def catalogue_body(self) -> bytes:
        """The document of ``GET /catalogue``."""
        document: dict[str, Any] = {"rules": RULES_VERSION, "digest": self.catalogue.digest, **self.catalogue.to_json()}
        return wire.dump(document)

    @cached_property
    def catalogue_tag(self) -> str:
        """Its entity tag."""
        return f'"{hashlib.sha256(self.catalogue_body).hexdigest()[:32]}"'

    def account(self, authorization: str | None) -> Account:
        """Whose bearer token the header holds. Raises Refusal ``unauthorized`` or ``too-many-requests``."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > 512:
            raise Refusal("unauthorized", variant="token-missing", headers={"WWW-Authenticate": "Bearer"})
        with self.database.reading() as connection:
            found = accounts.authenticate(connection, token)
        if isinstance(found, accounts.Rejected):
            challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            extra = {"reason": found.reason}
            raise Refusal("unauthorized", variant=f"token-{found.reason}", headers=challenge, extra=extra)
        seconds = self.throttle.wait(found.account)
        if seconds:
            raise Refusal("too-many-requests", headers={"Retry-After": str(seconds)}, seconds=seconds)
        return found


def _open_files(database: Database, settings: Settings) -> Uploads | None:
    """What was on its way in when the portal last ended is finished first."""
    root = settings.files or database.files_beside()
    if root is None:
        return None
    folder = Folder(root)
    if settings.files is not None:
        folder.prepare()
    uploads = Uploads(database, folder, Holds(folder.root), settings.file_limits)
    if folder.parts.is_dir():
        uploads.recover()
    return uploads
