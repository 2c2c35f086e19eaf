"""Looking after the folder: what is missing, what is damaged, what belongs to nothing."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from .. import schema
from ..database import Database
from .disk import Folder
from .uploads import CHECKED

_file, _upload = schema.attachment_file.c, schema.upload.c
_PIECE = 1 << 20
_YOUNG_SECONDS = 3600.0
"""A younger file may be about to be linked."""


@dataclass
class Findings:
    """Hashes of files: `missing` ones with the attachments that wait for them, `damaged` ones, `unlinked` ones."""

    whole: int = 0
    bytes: int = 0
    missing: dict[str, list[str]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)


def check(database: Database, folder: Folder, *, remove_unlinked: bool = False) -> Findings:
    """Reads every file. An unlinked one is left over from a state that the database no longer has; a client that still
    has it may send it again at any time."""
    with database.reading() as connection:
        links = connection.execute(select(_file.content, _file.bytes, _file.attachment)).all()
        coming = set(connection.execute(select(_upload.content).where(_upload.state == CHECKED)).scalars())
    found = Findings()
    present: set[str] = set()
    known = {link.content for link in links}
    for path in folder.whole():
        present.add(path.name)
        found.whole += 1
        found.bytes += path.stat().st_size
        if not _is_sound(path):
            found.damaged.append(path.name)
        elif path.name not in known | coming and path.stat().st_mtime < time.time() - _YOUNG_SECONDS:
            found.unlinked.append(path.name)
            if remove_unlinked:
                path.unlink(missing_ok=True)
    for link in links:
        if link.content not in present:
            found.missing.setdefault(link.content, []).append(link.attachment)
    return found


def _is_sound(path: Path) -> bool:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == path.name
