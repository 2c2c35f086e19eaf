"""Which files may hang off a record, and whether a file's first bytes are what its name or media type says.

Both sides use it: what a workspace takes in, a portal accepts. A media type is claimed by a name's suffix; the content
has to begin as that type does (the signatures are those of the formats' own specifications).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

HEAD_BYTES = 512
"""How many bytes from the beginning of a file are enough for :func:`matches` and :func:`sniff`."""

Kind = Literal["photo", "document"]


@dataclass(frozen=True)
class MediaType:
    """One type of file: its registered name, what files of it are called (lower case, with the dot; the first is the
    usual one), whether it is a picture or a document, and how its content begins."""

    name: str
    suffixes: tuple[str, ...]
    kind: Kind
    begins: Callable[[bytes], bool]

    @property
    def word(self) -> str:
        """What people call it: JPG, PDF, DOCX."""
        return self.suffixes[0][1:].upper()


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _heic(head: bytes) -> bool:
    brands = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
    return head[4:8] == b"ftyp" and head[8:12] in brands


def _open_document(name: str) -> Callable[[bytes], bool]:
    # The first entry is called mimetype and is not compressed (OpenDocument 1.3, part 2, 3.3).
    mark = b"mimetype" + name.encode("ascii")
    return lambda head: head.startswith(b"PK\x03\x04") and head[30 : 30 + len(mark)] == mark


def _office(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and not head[30:].startswith(b"mimetype")


def _text(head: bytes) -> bool:
    if b"\0" in head or not head:
        return False
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character that the cut fell into is no fault; other text is Windows' Cyrillic, which has no control signs.
        if error.start < len(head) - 4:
            return all(sign >= 32 or sign in (9, 10, 12, 13) for sign in head)
    return True


_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."
_OLE = _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

TYPES: tuple[MediaType, ...] = (
    MediaType("image/jpeg", (".jpg", ".jpeg", ".jpe"), "photo", _starts(b"\xff\xd8\xff")),
    MediaType("image/png", (".png",), "photo", _starts(b"\x89PNG\r\n\x1a\n")),
    MediaType("image/webp", (".webp",), "photo", _webp),
    MediaType("image/tiff", (".tif", ".tiff"), "photo", _starts(b"II*\0", b"MM\0*")),
    MediaType("image/heic", (".heic", ".heif"), "photo", _heic),
    MediaType("application/pdf", (".pdf",), "document", _starts(b"%PDF-")),
    MediaType(_OOXML + "wordprocessingml.document", (".docx",), "document", _office),
    MediaType(_OOXML + "spreadsheetml.sheet", (".xlsx",), "document", _office),
    MediaType(_OOXML + "presentationml.presentation", (".pptx",), "document", _office),
    MediaType(_ODF + "text", (".odt",), "document", _open_document(_ODF + "text")),
    MediaType(_ODF + "spreadsheet", (".ods",), "document", _open_document(_ODF + "spreadsheet")),
    MediaType("application/msword", (".doc",), "document", _OLE),
    MediaType("application/vnd.ms-excel", (".xls",), "document", _OLE),
    MediaType("text/plain", (".txt",), "document", _text),
    MediaType("text/csv", (".csv",), "document", _text),
)
"""Every type that may be attached."""

_BY_NAME = {one.name: one for one in TYPES}
_BY_SUFFIX = {suffix: one for one in TYPES for suffix in one.suffixes}

PICTURES = frozenset(one.name for one in TYPES if one.kind == "photo")
"""The media types of pictures."""


def media_type(name: str) -> MediaType | None:
    """The type with that registered name; None where files of it may not be attached."""
    return _BY_NAME.get(name)


def by_file_name(file_name: str) -> MediaType | None:
    """The type that a file's name claims by its suffix."""
    dot = file_name.rfind(".")
    return None if dot < 0 else _BY_SUFFIX.get(file_name[dot:].lower())


def matches(name: str, head: bytes) -> bool:
    """Whether a file that begins with `head` (:data:`HEAD_BYTES` of it) can be of the media type `name`."""
    found = _BY_NAME.get(name)
    return found is not None and found.begins(head)


def sniff(head: bytes) -> MediaType | None:
    """What a file that begins with `head` is, from its content alone; None for what cannot be told or taken."""
    return next((one for one in TYPES if one.begins is not _text and one.begins(head)), None)
