"""Whether a file is what it is said to be: its first bytes, then what its own format says of it.

Nothing is decoded or unpacked. The type that a file is kept and served under is one of ``plugin/records/media.py``,
and only once its content was found to go with it.
"""

from __future__ import annotations

import mmap
import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugin.records import media

from . import pictures

ORIGINAL, REDUCED = "original", "reduced"
VARIANTS = (ORIGINAL, REDUCED)

_MOST_ENTRIES_BYTES = 4 << 20
_EOCD, _ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
_OOXML = {"wordprocessingml": "word/", "spreadsheetml": "xl/", "presentationml": "ppt/"}


@dataclass(frozen=True)
class Flaw:
    """Why a file is not taken: the last part of the problem's text key, and what fills the text."""

    name: str
    params: dict[str, Any] = field(default_factory=dict)


def claim_flaw(variant: str, media_type: str, kind: str | None, file_name: str | None) -> Flaw | None:
    """What is wrong with what is said of a file, before its first byte: by the record's `kind` and `file_name`."""
    known = media.media_type(media_type)
    if variant == REDUCED:
        return None if media_type in pictures.REDUCED else Flaw("reduced", {"media_type": media_type[:100]})
    if known is None:
        return Flaw("not-allowed", {"media_type": media_type[:100]})
    if kind == "photo" and known.kind != "photo":
        return Flaw("no-picture", {"media_type": media_type})
    if file_name and media.by_file_name(file_name) is not known:
        return Flaw("file-name", {"file_name": file_name[:250], "media_type": media_type})
    return None


def flaw(path: Path, media_type: str, variant: str, picture_side: int) -> Flaw | None:
    """What is wrong with the file itself; None where it is what `media_type` says."""
    wrong = Flaw("content", {"media_type": media_type})
    if not path.stat().st_size:
        return wrong
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if not media.matches(media_type, data[: media.HEAD_BYTES]):
            return wrong
        if media_type in pictures.READ:
            return _picture_flaw(data, media_type, variant, picture_side)
        if media_type.startswith("text/"):
            return wrong if data.find(b"\0") >= 0 else None
        if media_type.startswith("application/vnd.openxmlformats-officedocument."):
            return _office_flaw(path, data, media_type)
    return None


def _picture_flaw(data: mmap.mmap, media_type: str, variant: str, picture_side: int) -> Flaw | None:
    picture = pictures.read(media_type, data)
    if picture is None:
        return Flaw("broken")
    if variant != REDUCED:
        # A camera whose battery died leaves a picture without an end, which every viewer shows: it is taken.
        return None
    if not picture.is_whole:
        return Flaw("broken")
    if max(picture.width, picture.height) > picture_side:
        size = {"width": picture.width, "height": picture.height, "picture_side": picture_side}
        return Flaw("too-wide", size)
    if picture.has_position:
        return Flaw("position")
    # Phones append films and further pictures, with positions of their own.
    return Flaw("trailing") if picture.trailing else None


def _office_flaw(path: Path, data: mmap.mmap, media_type: str) -> Flaw | None:
    """Office Open XML (ECMA-376): a zip whose names say what it is. Only the list of names is read, up to a limit."""
    wrong = Flaw("content", {"media_type": media_type})
    at = data.rfind(_EOCD, max(0, len(data) - 66_000))
    if at < 0 or at + 22 > len(data):
        return wrong
    (listing,) = struct.unpack("<I", data[at + 12 : at + 16])
    if listing > _MOST_ENTRIES_BYTES or data[at - 20 : at - 16] == _ZIP64:
        return wrong  # zip64, which no document needs, has a length of its own for the list
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        return wrong
    part = next(folder for word, folder in _OOXML.items() if word in media_type)
    if "[Content_Types].xml" not in names or not any(name.startswith(part) for name in names):
        return wrong
    return Flaw("macros") if any(name.lower().endswith("vbaproject.bin") for name in names) else None
