"""What a picture's container says of it: size, whether it is whole, whether it tells where it was taken.

The markers, chunks and tags are read and nothing is decoded, so a small file that claims to be an enormous picture
costs nothing. JPEG: ISO/IEC 10918-1, annex B; PNG: W3C PNG 3; WebP: RFC 9649; TIFF and Exif: TIFF 6.0, Exif 2.32.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

Data = mmap.mmap
_MOST_PARTS = 100_000
"""Segments or chunks that are walked through at most; a camera's picture has some dozen, a large PNG some thousand."""

_EXIF = b"Exif\0\0"
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_GPS_IFD = 0x8825
_MOST_TAGS = 4096


@dataclass(frozen=True)
class Picture:
    """`width` and `height` in pixels as stored, without regard to an orientation tag. `is_whole` is False where the
    end is missing; `trailing` counts the bytes after it. `has_position` is also true where metadata cannot be read."""

    width: int
    height: int
    is_whole: bool
    trailing: int
    has_position: bool


def read(media_type: str, data: Data) -> Picture | None:
    """What the picture says of itself; None where it is none, or another one than `media_type` says.

    Only for the types of :data:`READ`.
    """
    try:
        return _READERS[media_type](data)
    except (struct.error, IndexError):
        return None


def _jpeg(data: Data) -> Picture | None:
    if data[:2] != b"\xff\xd8":
        return None
    size, at = len(data), 2
    width = height = 0
    scans, whole, position = 0, False, False
    for _ in range(_MOST_PARTS):
        if at + 2 > size:
            break
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        at += 2
        if marker == 0xD9:
            whole = True
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            continue
        if at + 2 > size:
            break
        (length,) = struct.unpack(">H", data[at : at + 2])
        if length < 2 or at + length > size:
            break
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 3 : at + 7])
        elif marker == 0xE1:
            position = position or _segment_has_position(data[at + 2 : at + length])
        at += length
        if marker == 0xDA:
            scans += 1
            following = _AFTER_SCAN.search(data, at)
            at = size if following is None else following.start()
    if not (width and height and scans):
        return None
    return Picture(width, height, whole, size - at if whole else 0, position)


def _segment_has_position(payload: bytes) -> bool:
    if payload.startswith(_EXIF):
        return tiff_has_position(payload[len(_EXIF) :])
    return payload.startswith(_XMP) and _xmp_has_position(payload)


def _xmp_has_position(text: bytes) -> bool:
    # Names of the Exif namespace of XMP: exif:GPSLatitude, exif:GPSLongitude … UTF-16 packets have zeros in between.
    return b"GPS" in text.replace(b"\0", b"")


def _png(data: Data) -> Picture | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    size, at = len(data), 8
    whole, pixels, position = False, False, False
    for _ in range(_MOST_PARTS):
        if at + 12 > size:
            break
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, begin = data[at + 4 : at + 8], at + 8
        at = begin + length + 4
        if at > size:
            break
        if kind == b"IDAT":
            pixels = True
        elif kind == b"eXIf":
            position = position or tiff_has_position(data[begin : begin + length])
        elif kind in (b"iTXt", b"tEXt", b"zTXt"):
            position = position or _text_has_position(kind, data[begin : begin + length])
        elif kind == b"IEND":
            whole = True
            break
    if not (width and height and pixels):
        return None
    return Picture(width, height, whole, size - at if whole else 0, position)


def _text_has_position(kind: bytes, text: bytes) -> bool:
    keyword, _, rest = text.partition(b"\0")
    if keyword.lower().startswith(b"raw profile type"):
        return True  # Exif or XMP as hexadecimal digits, as ImageMagick writes it: not looked into
    if keyword != b"XML:com.adobe.xmp":
        return False
    return kind == b"zTXt" or rest[:1] == b"\1" or _xmp_has_position(rest)


def _webp(data: Data) -> Picture | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    (stated,) = struct.unpack("<I", data[4:8])
    size, end = len(data), 8 + stated + (stated & 1)
    canvas, frame, position = (0, 0), (0, 0), False
    at = 12
    for _ in range(_MOST_PARTS):
        if at + 8 > min(size, end):
            break
        kind, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        begin = at + 8
        at = begin + length + (length & 1)
        if kind == b"VP8X":
            canvas = (1 + _u24(data, begin + 4), 1 + _u24(data, begin + 7))
        elif kind == b"VP8 " and data[begin + 3 : begin + 6] == b"\x9d\x01\x2a":
            across, down = struct.unpack("<HH", data[begin + 6 : begin + 10])
            frame = (across & 0x3FFF, down & 0x3FFF)
        elif kind == b"VP8L" and data[begin] == 0x2F:
            (bits,) = struct.unpack("<I", data[begin + 1 : begin + 5])
            frame = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        elif kind == b"ANMF":
            frame = (1 + _u24(data, begin + 6), 1 + _u24(data, begin + 9))
        elif kind == b"EXIF":
            exif = data[begin : begin + length]
            position = position or tiff_has_position(exif.removeprefix(_EXIF))
        elif kind == b"XMP ":
            position = position or _xmp_has_position(data[begin : begin + length])
    width, height = max(canvas[0], frame[0]), max(canvas[1], frame[1])
    if not (width and height and frame[0]):
        return None
    # RFC 9649, 2.4: the stated size is even; a last odd chunk is padded, which some writers leave out.
    whole = 8 + stated <= size
    return Picture(width, height, whole, max(0, size - end), position)


def _u24(data: Data, at: int) -> int:
    return data[at] | data[at + 1] << 8 | data[at + 2] << 16


def _tiff(data: Data) -> Picture | None:
    order = _order(data[:8])
    if order is None:
        return None
    tags = _tags(data, order, struct.unpack(order + "I", data[4:8])[0])
    width, height = (_number(tags.get(tag), order) for tag in (256, 257))
    if not (width and height):
        return None
    return Picture(width, height, True, 0, _GPS_IFD in tags)


def _number(entry: tuple[int, bytes] | None, order: str) -> int:
    if entry is None:
        return 0
    kind, value = entry
    form = {3: "H", 4: "I"}.get(kind)
    return 0 if form is None else int(struct.unpack_from(order + form, value)[0])


def tiff_has_position(exif: bytes) -> bool:
    """Whether Exif metadata (a TIFF structure) has a GPS directory; also true where it cannot be read."""
    order = _order(exif[:8])
    if order is None:
        return True
    try:
        return _GPS_IFD in _tags(exif, order, struct.unpack(order + "I", exif[4:8])[0])
    except struct.error:
        return True


def _order(head: bytes) -> str | None:
    return {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])


def _tags(data: Data | bytes, order: str, at: int) -> dict[int, tuple[int, bytes]]:
    """Type and the four bytes of the value (or its place) of each tag of a directory and those that follow it."""
    found: dict[int, tuple[int, bytes]] = {}
    for _ in range(16):
        if not at:
            break
        (count,) = struct.unpack(order + "H", data[at : at + 2])
        if count > _MOST_TAGS:
            raise struct.error
        for index in range(count):
            begin = at + 2 + 12 * index
            tag, kind, _, value = struct.unpack(order + "HHI4s", data[begin : begin + 12])
            found.setdefault(tag, (kind, value))
        after = at + 2 + 12 * count
        tail = data[after : after + 4]
        # A last directory that ends the data without the place of a next one is common and harmless.
        at = struct.unpack(order + "I", tail)[0] if len(tail) == 4 else 0
    return found


def _heic(data: Data) -> Picture | None:
    """ISO/IEC 14496-12 boxes; the size is not looked for: a reduced copy is never HEIC."""
    size, at, names = len(data), 0, []
    for _ in range(64):
        if at + 8 > size:
            break
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if length == 1:
            (length,) = struct.unpack(">Q", data[at + 8 : at + 16])
        elif length == 0:
            length = size - at
        if length < 8:
            return None
        names.append(name)
        at += length
    if names[:1] != [b"ftyp"] or b"meta" not in names:
        return None
    return Picture(0, 0, at <= size, 0, True)


_READERS: dict[str, Callable[[Data], Picture | None]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/tiff": _tiff,
    "image/heic": _heic,
}
READ = frozenset(_READERS)
"""The media types that are looked into."""

REDUCED = frozenset({"image/jpeg", "image/png", "image/webp"})
"""The media types that a reduced copy may have."""
