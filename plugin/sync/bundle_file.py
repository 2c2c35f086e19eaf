"""The file ``name.vidbudova``: a zip with a manifest, frozen batches byte for byte, and files by their hash.

Written beside its place, synchronised and moved there, so that it is whole or not there. Read as what it is, a file
from a stranger: allow-listed names only, no links, no duplicates, nothing before, between or behind the entries, and
caps on entries, bytes and ratio, before and while inflating.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final, cast
from uuid import uuid4

from ..contract.limits import MAX_BATCH_BYTES
from ..errors import ExchangeError
from ..store.whole_file import synchronise_folder
from . import sealing
from .bundle_manifest import MANIFEST, MAX_ENTRIES, MAX_MANIFEST, Manifest, Part, decode_manifest, encode_manifest

SUFFIX: Final = ".vidbudova"
SEALED: Final = "sealed.json"
MAX_BATCHES: Final = 2_000
MAX_FILE: Final = 1 << 30
MAX_BYTES: Final = (1 << 32) - (1 << 20)
"""Of the file, and of all that is in it: below what a zip can hold without its 64-bit extensions."""
MAX_RATIO: Final = 150
"""How far a part may inflate; what would inflate further is written uncompressed."""
PIECE: Final = 8 * 1_048_576
"""Bytes of a file that are sealed at a time."""

_FREE_RATIO = 65_536
_READ = 1 << 20
_PLAIN = re.compile(r"manifest\.json|batches/[0-9]{4}\.json|files/[0-9a-f]{64}")
_CLOSED = re.compile(r"sealed\.json|parts/[0-9]{4}")
_END = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = 30
_MOST_DIRECTORY = MAX_ENTRIES * 200
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, ValueError, OSError
)  # fmt: skip


# --- writing ---------------------------------------------------------------------------------------------------------


class BundleWriter:
    """Writes one bundle. Use :func:`writing`."""

    def __init__(self, archive: zipfile.ZipFile, passphrase: str | None) -> None:
        self._archive = archive
        self._header = sealing.new_header() if passphrase is not None else None
        self._sealer = None
        if passphrase is not None and self._header is not None:
            self._sealer = sealing.Sealer(self._header, passphrase)
            self._put(SEALED, self._header.raw, compress=False)
        self._number = 0
        self.parts: list[Part] = []

    def batch(self, batch_id: str, body: bytes, signature: str | None) -> None:
        """Adds a frozen batch."""
        name = self._next() if self._sealer else f"batches/{len(self.parts) + 1:04}.json"
        self._add(name, body)
        self.parts.append(Part("batch", (name,), len(body), hashlib.sha256(body).hexdigest(), batch_id, signature))

    def file(self, sha256: str, source: BinaryIO) -> None:
        """Adds an attachment's file, whose content was checked against its name."""
        names, length = [], 0
        if self._sealer is None:
            name = f"files/{sha256}"
            with self._archive.open(_info(name, zipfile.ZIP_STORED), "w") as entry:
                while piece := source.read(_READ):
                    entry.write(piece)
                    length += len(piece)
            names.append(name)
        else:
            while piece := source.read(PIECE):
                names.append(self._next())
                self._add(names[-1], piece)
                length += len(piece)
            if not names:
                names.append(self._next())
                self._add(names[-1], b"")
        self.parts.append(Part("file", tuple(names), length, sha256))

    def finish(self, manifest: Manifest) -> None:
        """Adds the manifest, the last thing."""
        self._add("parts/0000" if self._sealer else MANIFEST, encode_manifest(manifest))

    def _next(self) -> str:
        self._number += 1
        return f"parts/{self._number:04}"

    def _add(self, name: str, content: bytes) -> None:
        if self._sealer is not None:
            self._put(name, self._sealer.seal(name, content), compress=False)
        else:
            self._put(name, content, compress=True)

    def _put(self, name: str, content: bytes, *, compress: bool) -> None:
        squeezed = len(zlib.compress(content, 6)) if compress else len(content)
        worth = compress and squeezed < len(content) and len(content) <= MAX_RATIO * squeezed * 0.9
        self._archive.writestr(_info(name, zipfile.ZIP_DEFLATED if worth else zipfile.ZIP_STORED), content)


@contextlib.contextmanager
def writing(path: Path, passphrase: str | None = None) -> Iterator[BundleWriter]:
    """A bundle that appears at ``path`` when the block ends without trouble: whole, and on the disk.

    Raises ExchangeError ``bundle.not_written``, ``bundle.too_large``, ``bundle.no_cryptography``.
    """
    beside = path.with_name(f".{uuid4().hex}.part")
    try:
        try:
            with beside.open("xb") as stream:
                with zipfile.ZipFile(stream, "w", allowZip64=False) as archive:
                    yield BundleWriter(archive, passphrase)
                stream.flush()
                os.fsync(stream.fileno())
            if beside.stat().st_size > MAX_BYTES:
                raise ExchangeError("bundle.too_large", limit=MAX_BYTES)
            os.replace(beside, path)
            with contextlib.suppress(OSError):  # it is in its place
                synchronise_folder(path.parent)
        except zipfile.LargeZipFile as error:
            raise ExchangeError("bundle.too_large", limit=MAX_BYTES) from error
        except OSError as error:
            raise ExchangeError("bundle.not_written", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _info(name: str, method: int) -> zipfile.ZipInfo:
    """An entry without time, owner or rights: they would tell more than they are asked for."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = method
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


# --- reading ---------------------------------------------------------------------------------------------------------


class BundleReader:
    """One open bundle, its directory checked. Use :func:`opened`."""

    def __init__(self, stream: BinaryIO, passphrase: str | None) -> None:
        self._entries = _directory(stream)
        self._archive = zipfile.ZipFile(stream)
        self._sealer: sealing.Sealer | None = None
        if SEALED in self._entries:
            self._sealer = self._unseal(passphrase)
        body = self._clear("parts/0000" if self._sealer else MANIFEST, MAX_MANIFEST)
        if body is None:
            raise ExchangeError("bundle.wrong_passphrase")
        self.manifest = decode_manifest(body)
        self._check_parts()

    @property
    def sealed(self) -> bool:
        """Whether it was sealed with a passphrase."""
        return self._sealer is not None

    def _unseal(self, passphrase: str | None) -> sealing.Sealer:
        header = sealing.read_header(self._raw(SEALED, sealing.MAX_HEADER))
        if not sealing.available():
            raise ExchangeError("bundle.no_cryptography")
        if passphrase is None:
            raise ExchangeError("bundle.needs_passphrase")
        return sealing.Sealer(header, passphrase)

    def _check_parts(self) -> None:
        """Every entry belongs to one part, every part has its entries, and nothing exceeds its limit."""
        named = [name for part in self.manifest.parts for name in part.entries]
        head = {SEALED, "parts/0000"} if self._sealer else {MANIFEST}
        if len(named) != len(set(named)):
            raise ExchangeError("bundle.duplicate", name=next(name for name in named if named.count(name) > 1))
        missing, stray = set(named) - set(self._entries), set(self._entries) - set(named) - head
        if missing or head.intersection(named):
            raise ExchangeError("bundle.part_missing", name=min(missing or head.intersection(named)))
        if stray:
            raise ExchangeError("bundle.bad_name", name=min(stray))
        if len(self.manifest.batches) > MAX_BATCHES:
            raise ExchangeError("bundle.too_many", limit=MAX_BATCHES)
        seen: set[str] = set()
        for part in self.manifest.parts:
            mark = part.batch or part.sha256
            if mark in seen:
                raise ExchangeError("bundle.duplicate", name=mark)
            seen.add(mark)
            if part.bytes > (MAX_BATCH_BYTES if part.kind == "batch" else MAX_FILE):
                raise ExchangeError("bundle.too_large", limit=MAX_BATCH_BYTES if part.kind == "batch" else MAX_FILE)
            if not self._sealer:
                expected = f"files/{part.sha256}" if part.kind == "file" else None
                if len(part.entries) != 1 or (expected or part.entries[0]) != part.entries[0]:
                    raise ExchangeError("bundle.bad_name", name=part.entries[0])

    def batch(self, part: Part) -> bytes:
        """The bytes of a batch, checked against the manifest."""
        return b"".join(self.pieces(part))

    def pieces(self, part: Part) -> Iterator[bytes]:
        """A part in pieces; the last one only comes where the whole is what the manifest says. Raises ExchangeError
        ``bundle.damaged``."""
        digest, length, last = hashlib.sha256(), 0, b""
        for name in part.entries:
            for piece in self._pieces_of(name):
                digest.update(piece)
                length += len(piece)
                if length > part.bytes:
                    raise ExchangeError("bundle.damaged", part=name)
                if last:
                    yield last
                last = piece
        if length != part.bytes or digest.hexdigest() != part.sha256:
            raise ExchangeError("bundle.damaged", part=part.entries[0])
        if last:
            yield last

    def _pieces_of(self, name: str) -> Iterator[bytes]:
        if self._sealer is None:
            yield from self._inflated(name)
            return
        content = self._clear(name, PIECE)
        if content is None:
            raise ExchangeError("bundle.damaged", part=name)
        yield content

    def _clear(self, name: str, most: int) -> bytes | None:
        """A small part in the clear; None where it could not be unsealed."""
        if name not in self._entries:
            raise ExchangeError("bundle.part_missing", name=name)
        if self._sealer is None:
            return self._raw(name, most)
        return self._sealer.open(name, self._raw(name, most + sealing.OVERHEAD))

    def _raw(self, name: str, most: int) -> bytes:
        if self._entries[name].file_size > most:
            raise ExchangeError("bundle.too_large", limit=most)
        return b"".join(self._inflated(name))

    def _inflated(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(self._entries[name]) as entry:
                while piece := entry.read(_READ):
                    yield piece
        except _BROKEN as error:
            raise ExchangeError("bundle.damaged", part=name) from error


@contextlib.contextmanager
def opened(path: Path, passphrase: str | None = None) -> Iterator[BundleReader]:
    """The bundle at ``path``, its directory and manifest checked; its parts are checked as they are read.

    Raises ExchangeError ``bundle.…``; nothing is written anywhere.
    """
    try:
        stream: IO[bytes] = path.open("rb")
    except OSError as error:
        raise ExchangeError("bundle.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    with stream:
        try:
            reader = BundleReader(cast(BinaryIO, stream), passphrase)
        except _BROKEN as error:
            raise ExchangeError("bundle.damaged", part=path.name) from error
        yield reader


def _directory(stream: BinaryIO) -> dict[str, zipfile.ZipInfo]:
    """The entries of a zip by name, before anything is inflated."""
    size = stream.seek(0, os.SEEK_END)
    if size > MAX_BYTES:
        raise ExchangeError("bundle.too_large", limit=MAX_BYTES)
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise ExchangeError("bundle.not_a_bundle")
    if size < _END.size:
        raise ExchangeError("bundle.cut_short")
    stream.seek(size - _END.size)
    mark, _disk, _start, _here, count, length, offset, comment = _END.unpack(stream.read(_END.size))
    if mark != b"PK\x05\x06" or comment or offset + length + _END.size != size:
        raise ExchangeError("bundle.cut_short")
    if count > MAX_ENTRIES or length > _MOST_DIRECTORY:
        raise ExchangeError("bundle.too_many", limit=MAX_ENTRIES)
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
    entries = _checked(infos, offset)
    return entries


def _checked(infos: list[zipfile.ZipInfo], end: int) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    names = {info.orig_filename for info in infos}
    allowed = _CLOSED if SEALED in names else _PLAIN
    for info in infos:
        name = info.orig_filename
        if name in entries:
            raise ExchangeError("bundle.duplicate", name=name[:200])
        if allowed.fullmatch(name) is None:
            raise ExchangeError("bundle.bad_name", name=name[:200])
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise ExchangeError("bundle.link", name=name)
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ExchangeError("bundle.damaged", part=name)
        if info.file_size > _FREE_RATIO and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise ExchangeError("bundle.bomb", name=name)
        entries[name] = info
    if not names & {SEALED, MANIFEST}:
        raise ExchangeError("bundle.not_a_bundle")
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise ExchangeError("bundle.too_large", limit=MAX_BYTES)
    ends = sorted((info.header_offset, info.header_offset + _LOCAL_HEADER + info.compress_size) for info in infos)
    starts = [start for start, _ in ends[1:]] + [end]
    if any(stop > start for (_, stop), start in zip(ends, starts, strict=True)) or (ends and ends[0][0] != 0):
        raise ExchangeError("bundle.damaged", part=infos[0].orig_filename)
    return entries
