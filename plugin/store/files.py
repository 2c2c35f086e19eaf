"""Attached files on disk: named by the SHA-256 of their content, below the workspace's ``files/``.

``files/<first two signs>/<sha256>`` is an original as it came, ``….reduced.jpg`` the reduced copy of a picture. A file
appears under its name only whole and on the disk (written beside its place, synchronised, moved there); what is read
back is checked against the name first. Content is passed on in pieces, never held as a whole. Everything here works on
the folder alone and from any thread; what belongs to which record is :mod:`~plugin.store.attaching`'s affair.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from uuid import uuid4

from ..errors import StoreError
from .connection import from_os
from .layout import files_dir
from .whole_file import synchronise_folder

Variant = Literal["original", "reduced"]
ORIGINAL: Variant = "original"
REDUCED: Variant = "reduced"
VARIANTS: tuple[Variant, ...] = (REDUCED, ORIGINAL)
"""In the order in which they travel."""

MAX_FILE_BYTES = 1 << 30
"""What one file may weigh on this side; a portal's own limit is usually much lower."""
MAX_PICTURE_BYTES = 100 << 20
"""What a picture may weigh; no camera's weighs more."""
MAX_REDUCED_BYTES = 32 << 20

_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20
_GONE = frozenset(
    {
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EIO,
        errno.ENODEV,
        errno.ENXIO,
        getattr(errno, "ESTALE", errno.EIO),
        getattr(errno, "ENOTCONN", errno.EIO),
    }
)
_GONE_WINDOWS = frozenset({3, 15, 21, 53, 55, 433, 483, 1006, 1117, 1167})
"""Windows: path, drive or device not there or not ready, network name gone, device not connected, I/O error."""
_REDUCED_SUFFIX = ".reduced.jpg"
PART_SUFFIX = ".part"
"""Of files that are being written or fetched; one that nobody goes on with is swept."""


class Source(Protocol):
    """Anything that content can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in the workspace: SHA-256 of the content (hex, lower case) and its length in bytes."""

    sha256: str
    bytes: int


def too_large(name: str, limit: int) -> StoreError:
    """A file is longer than `limit` bytes, which is told in megabytes."""
    megabytes = limit / (1 << 20)
    return StoreError(
        "store.file_too_large", path=name, limit=f"{megabytes:.0f}" if megabytes >= 10 else f"{megabytes:.2g}"
    )


def unreadable(error: OSError, name: str) -> StoreError:
    """What the operating system said about a file to be taken in, a pulled-out stick told from a file that may not be
    read."""
    if error.errno in _GONE or getattr(error, "winerror", None) in _GONE_WINDOWS:
        return StoreError("store.file_gone", path=name, reason=str(error))
    return StoreError("store.file_unreadable", path=name, reason=error.strerror or str(error))


def is_hash(text: object) -> bool:
    """Whether `text` is a SHA-256 as files are named by: 64 hexadecimal digits in lower case."""
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


def path_of(folder: Path, sha256: str, variant: Variant = ORIGINAL) -> Path:
    """Where the file of that hash lies in the workspace in `folder`, whether or not it is there.

    Raises ``store.file_bad_hash`` for anything but a hash, so that no path is ever made of a foreign text.
    """
    if not is_hash(sha256):
        raise StoreError("store.file_bad_hash", sha256=str(sha256)[:80])
    name = sha256 if variant == ORIGINAL else sha256 + _REDUCED_SUFFIX
    return files_dir(folder) / sha256[:2] / name


def part_of(folder: Path, sha256: str, variant: Variant) -> Path:
    """Where a file that is being fetched grows."""
    path = path_of(folder, sha256, variant)
    return path.with_name(path.name + PART_SUFFIX)


def has(folder: Path, sha256: str, variant: Variant = ORIGINAL) -> bool:
    """Whether the file is there; its content is not looked at."""
    path = path_of(folder, sha256, variant)
    return path.is_file() and not path.is_symlink()


def size_of(folder: Path, sha256: str, variant: Variant = ORIGINAL) -> int | None:
    """Its length in bytes; None where it is not there."""
    try:
        return path_of(folder, sha256, variant).stat().st_size
    except OSError:
        return None


def open_verified(folder: Path, sha256: str, variant: Variant = ORIGINAL, content: str | None = None) -> BinaryIO:
    """The file, opened for reading at its beginning after all of it was checked. Close it.

    An original is checked against its name; a reduced copy against `content`, the SHA-256 of its own bytes. Raises
    ``store.file_missing``, ``store.file_damaged``, ``store.file_bad_hash``, ``store.unreachable``.
    """
    path = path_of(folder, sha256, variant)
    expected = sha256 if variant == ORIGINAL else content
    _refuse_links(folder, path)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise StoreError("store.file_missing", path=str(path)) from None
    except OSError as error:
        raise from_os(error, path) from error
    try:
        if expected is not None and _digest(stream).hexdigest() != expected:
            raise StoreError("store.file_damaged", path=str(path))
        stream.seek(0)
    except OSError as error:
        stream.close()
        raise from_os(error, path) from error
    except BaseException:
        stream.close()
        raise
    return stream


def hash_of(path: Path) -> StoredFile:
    """Hash and length of any file, read in pieces. Raises ``store.unreachable``, ``store.no_permission``."""
    try:
        with path.open("rb") as stream:
            digest = _digest(stream)
            return StoredFile(digest.hexdigest(), stream.tell())
    except OSError as error:
        raise from_os(error, path) from error


def import_stream(
    folder: Path, source: Source, expected_sha256: str | None = None, max_bytes: int = MAX_FILE_BYTES
) -> StoredFile:
    """Take a file in as an original. Where it is there already and sound, nothing changes.

    Raises ``store.file_too_large`` as soon as it is longer than `max_bytes`, ``store.file_damaged`` where it is not the
    one that was expected, ``store.disk_full``, ``store.no_permission``; then nothing of it is left.
    """
    if expected_sha256 is not None and not is_hash(expected_sha256):
        raise StoreError("store.file_bad_hash", sha256=str(expected_sha256)[:80])
    root = _folder(folder, files_dir(folder))
    with _growing(root / f"{uuid4().hex}{PART_SUFFIX}") as (part, stream):
        stored = _copy(source, stream, max_bytes, part)
        if expected_sha256 is not None and stored.sha256 != expected_sha256:
            raise StoreError("store.file_damaged", path=expected_sha256)
        _synchronise(stream)
        stream.close()
        _place(folder, part, path_of(folder, stored.sha256), stored.sha256)
    return stored


def import_path(folder: Path, path: Path, max_bytes: int = MAX_FILE_BYTES) -> StoredFile:
    """As :func:`import_stream`, from a file anywhere on this machine. Raises ``store.file_unreadable`` too."""
    try:
        with path.open("rb") as stream:
            return import_stream(folder, stream, None, max_bytes)
    except OSError as error:
        raise unreadable(error, path.name) from error


def put_reduced(folder: Path, sha256: str, data: bytes) -> str:
    """Write the reduced copy of the original `sha256`; the SHA-256 of the copy's own bytes."""
    if len(data) > MAX_REDUCED_BYTES:
        raise too_large(sha256, MAX_REDUCED_BYTES)
    target = path_of(folder, sha256, REDUCED)
    _folder(folder, target.parent)
    with _growing(target.with_name(f"{uuid4().hex}{PART_SUFFIX}")) as (part, stream):
        stream.write(data)
        _synchronise(stream)
        stream.close()
        _place(folder, part, target, None)
    return hashlib.sha256(data).hexdigest()


def adopt_part(folder: Path, sha256: str, variant: Variant, content: str | None) -> str:
    """Make a file that was fetched completely (:func:`part_of`) the stored one, once its content is right; the SHA-256
    of its bytes.

    An original has to have its name's hash, a reduced copy the hash `content` where it is known. Raises
    ``store.file_damaged``, and removes what was fetched.
    """
    part = part_of(folder, sha256, variant)
    expected = sha256 if variant == ORIGINAL else content
    try:
        with part.open("r+b") as stream:
            found = _digest(stream).hexdigest()
            if expected is None or found == expected:
                _synchronise(stream)
    except OSError as error:
        raise from_os(error, part) from error
    if expected is not None and found != expected:
        part.unlink(missing_ok=True)
        raise StoreError("store.file_damaged", path=str(path_of(folder, sha256, variant)))
    _place(folder, part, path_of(folder, sha256, variant), None)
    return found


def open_part(folder: Path, sha256: str, variant: Variant) -> BinaryIO:
    """The file that is being fetched, made where it is missing, to be written to from its end on. Close it."""
    part = part_of(folder, sha256, variant)
    _folder(folder, part.parent)
    if part.is_symlink():
        raise StoreError("store.file_link", path=str(part))
    try:
        return part.open("ab")
    except OSError as error:
        raise from_os(error, part) from error


def remove(folder: Path, sha256: str) -> int:
    """Remove a file, its reduced copy and whatever was fetched of it; how many bytes that gave back."""
    freed = 0
    for variant in VARIANTS:
        for path in (path_of(folder, sha256, variant), part_of(folder, sha256, variant)):
            with contextlib.suppress(FileNotFoundError):
                size = path.lstat().st_size
                path.unlink()
                freed += size
    return freed


def stored(folder: Path) -> Iterator[str]:
    """The hashes of all files that are there, originals or reduced copies, in no order. What has another name is passed
    over."""
    for inner in _entries(files_dir(folder)):
        if not inner.is_dir(follow_symlinks=False) or len(inner.name) != 2:
            continue
        whole = (one.name for one in _entries(Path(inner.path)) if not one.name.endswith(PART_SUFFIX))
        names = {name[:64] for name in whole if is_hash(name[:64])}
        yield from (name for name in names if name.startswith(inner.name))


def parts(folder: Path) -> Iterator[Path]:
    """All files that are being written or fetched, or were and nobody goes on."""
    for outer in _entries(files_dir(folder)):
        if outer.is_dir(follow_symlinks=False):
            yield from (Path(one.path) for one in _entries(Path(outer.path)) if one.name.endswith(PART_SUFFIX))
        elif outer.name.endswith(PART_SUFFIX):
            yield Path(outer.path)


# ----------------------------------------------------------------------------------------------------------------------


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise from_os(error, folder) from error


def _digest(stream: BinaryIO) -> hashlib._Hash:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest


def _copy(source: Source, target: BinaryIO, max_bytes: int, path: Path) -> StoredFile:
    digest, length = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        length += len(piece)
        if length > max_bytes:
            raise too_large(path.name, max_bytes)
        digest.update(piece)
        try:
            target.write(piece)
        except OSError as error:
            raise from_os(error, path) from error
    return StoredFile(digest.hexdigest(), length)


@contextlib.contextmanager
def _growing(part: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file to write into, gone at the end unless it was moved to its place."""
    try:
        stream = part.open("xb")
    except OSError as error:
        raise from_os(error, part) from error
    try:
        yield part, stream
    finally:
        with contextlib.suppress(OSError):
            stream.close()
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _synchronise(stream: BinaryIO) -> None:
    try:
        stream.flush()
        os.fsync(stream.fileno())
    except OSError as error:
        raise from_os(error, Path(str(stream.name))) from error


def _place(folder: Path, part: Path, target: Path, sha256: str | None) -> None:
    """Move a finished file to its place, for good. A sound original that is there already stays, freshly dated."""
    try:
        _folder(folder, target.parent)
        if sha256 is not None and target.is_file() and hash_of(target).sha256 == sha256:
            os.utime(target)
            part.unlink(missing_ok=True)
            return
        os.replace(part, target)
        os.utime(target)
        synchronise_folder(target.parent)
    except OSError as error:
        raise from_os(error, target) from error


def _folder(folder: Path, wanted: Path) -> Path:
    """A folder in the workspace, made where it is missing. One that is a link could lead anywhere: it is refused."""
    root = files_dir(folder)
    _refuse_links(folder, wanted / "x")
    for path in dict.fromkeys((root, wanted)):
        if not path.is_dir():
            try:
                path.mkdir(exist_ok=True)
                synchronise_folder(path.parent)
            except OSError as error:
                raise from_os(error, path) from error
    return wanted


def _refuse_links(folder: Path, path: Path) -> None:
    for one in (files_dir(folder), path.parent, path):
        if one.is_symlink():
            raise StoreError("store.file_link", path=str(one))
