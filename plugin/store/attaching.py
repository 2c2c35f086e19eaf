"""Attaching a file to a record: the file first, then its record, so that a crash between the two leaves nothing but a
file that nobody refers to (swept later, see :mod:`~plugin.store.file_sweep`)."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import StoreError, VidbudovaError
from ..records import media, messages
from ..records.catalogue import Catalogue
from . import exif, files, steps, transfers
from .clock import now
from .intact import cut_short
from .workspace import Workspace

INHERITED = ("katottg", "regional", "info_source", "access")
"""What an attachment starts with from the record it belongs to."""
_MOST_NAME = 250
TRANSIENT = frozenset(
    {"store.file_gone", "store.file_unreadable", "store.disk_full", "store.busy", "store.unreachable"}
)
"""Why a file was not taken that may be taken when it is tried again."""


@dataclass(frozen=True)
class Candidate:
    """A file that may be attached: looked at, not yet taken in."""

    path: Path
    file_name: str
    media_type: media.MediaType
    facts: exif.PhotoFacts


def examine(path: Path, max_bytes: int | None = None, lang: str = "uk") -> Candidate:
    """Look at a file, from any thread; nothing is decoded or kept.

    `max_bytes` is the portal's limit where it is known and holds. Raises ``store.file_gone`` (its disk was pulled out,
    say), ``store.file_unreadable``, ``store.file_empty``, ``store.file_too_large``, ``store.file_unknown_type``,
    ``store.file_other_content`` (its name lies; what it is is told in `lang`), ``store.file_cut_short``.
    """
    name = unicodedata.normalize("NFC", path.name)
    claimed = media.by_file_name(name)
    if claimed is None:
        raise StoreError("store.file_unknown_type", path=name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StoreError("store.file_unreadable", path=name, reason=path.name)
        with path.open("rb") as stream:
            _check_size(stream, name, claimed, max_bytes)
            head = stream.read(media.HEAD_BYTES)
            if not claimed.begins(head):
                found = media.sniff(head)
                shown = found.word if found else messages.text("file.unknown_content", lang)
                raise StoreError("store.file_other_content", path=name, claimed=claimed.word, found=shown)
            if cut_short(stream, claimed.name):
                raise StoreError("store.file_cut_short", path=name)
            facts = exif.read_facts(stream) if claimed.kind == "photo" else exif.PhotoFacts()
    except OSError as error:
        raise files.unreadable(error, name) from error
    return Candidate(path, _short(name), claimed, facts)


def attach(
    ws: Workspace,
    parent_type: str,
    parent_uuid: str,
    path: Path,
    *,
    author: str | None = None,
    caption: str | None = None,
    lang: str = "uk",
    reducible: bool = False,
) -> str:
    """Attach the file at `path`, which is copied and left alone, to a record; the uuid of the new attachment.

    A file that hangs off the record already is not added again: the uuid of that attachment comes back. With
    `reducible` it is a picture of which a reduced copy will be made: the portal's limit is for that one. Raises what
    :func:`examine` does, and ``store.no_parent``, ``store.no_attachments_here``, ``store.disk_full``,
    ``store.read_only``, ``store.busy``.
    """
    if ws.read_only:
        raise ws.read_only_reason
    parent = _parent(ws, parent_type, parent_uuid)
    candidate = examine(path, None if reducible else transfers.portal_limit(ws), lang)
    picture = candidate.media_type.kind == "photo"
    stored = files.import_path(ws.folder, candidate.path, files.MAX_PICTURE_BYTES if picture else files.MAX_FILE_BYTES)
    values = {name: parent[name] for name in INHERITED if parent.get(name) is not None}
    values |= {
        "parent_type": parent_type,
        "parent_uuid": parent_uuid,
        "kind": candidate.media_type.kind,
        "caption": caption or None,
        "file_name": candidate.file_name,
        "media_type": candidate.media_type.name,
        "bytes": stored.bytes,
        "sha256": stored.sha256,
        "taken_at": candidate.facts.taken_at,
        "longitude": candidate.facts.longitude,
        "latitude": candidate.facts.latitude,
        "workflow": "draft",
        "captured_by": author,
        "captured_at": now(),
    }
    with steps.recording(ws, "attach"):
        _parent(ws, parent_type, parent_uuid)  # copying takes its time: it may have been deleted meanwhile
        there = ws.connection.value(
            "SELECT uuid FROM attachment WHERE parent_uuid = ? AND parent_type = ? AND sha256 = ?",
            (parent_uuid, parent_type, stored.sha256),
        )
        if there is not None:
            return str(there)
        if not files.has(ws.folder, stored.sha256):  # swept in this very moment
            files.import_path(ws.folder, candidate.path)
        uuid = ws.insert("attachment", {name: value for name, value in values.items() if value is not None})
        transfers.want_upload(ws, uuid, files.ORIGINAL, stored.sha256, stored.sha256, stored.bytes)
        ws.connection.execute("DELETE FROM vidbudova_spare_file WHERE sha256 = ?", (stored.sha256,))
    return uuid


@dataclass(frozen=True)
class Attached:
    """What came of several files: uuids of the attachments, and why others were not taken. `unreduced` are the names of
    pictures that cannot be shown or reduced here; `again` are files that may be taken once their disk, the workspace
    or some room on it is back."""

    uuids: tuple[str, ...]
    errors: tuple[VidbudovaError, ...]
    unreduced: tuple[str, ...] = ()
    again: tuple[Path, ...] = ()


def attach_all(
    folder: Path,
    catalogue: Catalogue,
    parent: tuple[str, str],
    paths: Sequence[Path],
    *,
    author: str | None = None,
    lang: str = "uk",
    check: Callable[[Path], bool] | None = None,
    told: Callable[[int], None] | None = None,
) -> Attached:
    """As :func:`attach` for several files, on a connection of its own: for workers. One that cannot be taken does not
    keep the others out. `check` may look closer at a picture and raise StoreError; it returns whether a reduced copy
    can be made of it. `told` hears how many files were dealt with."""
    uuids: list[str] = []
    errors: list[VidbudovaError] = []
    unreduced: list[str] = []
    gone: list[Path] = []
    with Workspace.open(folder, catalogue) as ws:
        for done, path in enumerate(paths, 1):
            try:
                reducible = False
                if check is not None and examine(path, None, lang).media_type.kind == "photo":
                    reducible = check(path)
                    if not reducible:
                        unreduced.append(path.name)
                uuids.append(attach(ws, *parent, path, author=author, lang=lang, reducible=reducible))
            except VidbudovaError as error:
                errors.append(error)
                if error.code in TRANSIENT:
                    gone.append(path)
            if told is not None:
                told(done)
    return Attached(tuple(uuids), tuple(errors), tuple(unreduced), tuple(gone))


def takes_attachments(ws: Workspace, type_name: str) -> bool:
    """Whether records of a type may have attachments."""
    rtype = ws.rtype("attachment")
    codelist = ws.catalogue.codelist_of(rtype.field("parent_type"))
    return codelist is not None and type_name in codelist


def _parent(ws: Workspace, parent_type: str, parent_uuid: str) -> dict[str, object]:
    if not takes_attachments(ws, parent_type):
        raise StoreError("store.no_attachments_here", type=parent_type)
    parent = ws.get(parent_type, parent_uuid)
    if parent is None:
        raise StoreError("store.no_parent", type=parent_type, uuid=parent_uuid)
    return parent


def _check_size(stream: BinaryIO, name: str, claimed: media.MediaType, max_bytes: int | None) -> None:
    length = stream.seek(0, 2)
    stream.seek(0)
    if length == 0:
        raise StoreError("store.file_empty", path=name)
    most = files.MAX_PICTURE_BYTES if claimed.kind == "photo" else files.MAX_FILE_BYTES
    if max_bytes is not None:
        most = min(most, max_bytes)
    if length > most:
        raise files.too_large(name, most)


def _short(name: str) -> str:
    """A name that fits its field, its suffix kept."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[: _MOST_NAME - len(suffix) - 1]}{dot}{suffix}"
