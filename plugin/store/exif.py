"""What a photo says of itself: when and where it was taken. Read from EXIF (CIPA DC-008 / JEITA CP-3451), nothing else.

Only the few entries that are wanted are looked at, each within fixed bounds, so that a crafted file costs no more time
or memory than an honest one. What is odd counts as not said.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import BinaryIO

from .clock import kyiv, written

_MOST_ENTRIES = 512
_MOST_SEGMENTS = 256
_MOST_VALUE = 64
_PIECE = 1 << 20
_DIGITS = 7
"""Decimals of a degree that are kept: a centimetre."""

_ORIENTATION, _EXIF_IFD, _GPS_IFD = 0x0112, 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON, _STATUS = 1, 2, 3, 4, 9
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_HEADER = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_TIME = re.compile(r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True)
class PhotoFacts:
    """`taken_at` in UTC, ``YYYY-MM-DDTHH:MM:SSZ``; `longitude` and `latitude` in degrees, WGS 84; `orientation` 1 to 8
    as EXIF counts them."""

    taken_at: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    orientation: int = 1


def read_facts(stream: BinaryIO) -> PhotoFacts:
    """What the picture in `stream` (JPEG, PNG, WebP, TIFF, HEIC; from its beginning) says; never raises for content.

    A time without its zone is taken for the time in Kyiv.
    """
    start = _find(stream)
    if start is None:
        return PhotoFacts()
    try:
        tiff = _Tiff(stream, start)
        first = tiff.entries(tiff.number(4, 4))
        exif = tiff.entries(tiff.pointer(first.get(_EXIF_IFD)))
        gps = tiff.entries(tiff.pointer(first.get(_GPS_IFD)))
        position = _position(tiff, gps)
        orientation = tiff.short(first.get(_ORIENTATION))
        return PhotoFacts(
            taken_at=_taken_at(tiff.text(exif.get(_TAKEN)), tiff.text(exif.get(_OFFSET))),
            longitude=position and position[0],
            latitude=position and position[1],
            orientation=orientation if 1 <= orientation <= 8 else 1,
        )
    except _Odd:
        return PhotoFacts()


class _Odd(Exception):
    """The structure leads nowhere."""


_Entry = tuple[int, int, bytes]
"""Type, count, and the four bytes that are the value or say where it is."""


class _Tiff:
    """The TIFF structure (TIFF 6.0, section 2) that EXIF is kept in, read at single places."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream, self._start = stream, start
        order = self.read(0, 4)
        if order == b"II*\0":
            self._order = "<"
        elif order == b"MM\0*":
            self._order = ">"
        else:
            raise _Odd

    def read(self, at: int, length: int) -> bytes:
        self._stream.seek(self._start + at)
        found = self._stream.read(length)
        if len(found) != length:
            raise _Odd
        return found

    def number(self, at: int, length: int) -> int:
        return self._unpack("H" if length == 2 else "I", self.read(at, length))[0]

    def entries(self, at: int) -> dict[int, _Entry]:
        """The directory at `at`; none at 0."""
        if at == 0:
            return {}
        count = min(self.number(at, 2), _MOST_ENTRIES)
        raw = self.read(at + 2, 12 * count)
        found: dict[int, _Entry] = {}
        for index in range(count):
            tag, kind, number = self._unpack("HHI", raw[12 * index : 12 * index + 8])
            found.setdefault(tag, (kind, number, raw[12 * index + 8 : 12 * index + 12]))
        return found

    def value(self, entry: _Entry | None) -> bytes:
        """The entry's bytes; none where it is absent, of another type or longer than anything wanted."""
        if entry is None or entry[0] not in _SIZES:
            return b""
        length = _SIZES[entry[0]] * entry[1]
        if length > _MOST_VALUE:
            return b""
        return entry[2][:length] if length <= 4 else self.read(self._unpack("I", entry[2])[0], length)

    def pointer(self, entry: _Entry | None) -> int:
        raw = self.value(entry)
        return self._unpack("I", raw)[0] if len(raw) == 4 else 0

    def short(self, entry: _Entry | None) -> int:
        raw = self.value(entry)
        return self._unpack("H", raw)[0] if len(raw) == 2 else 0

    def text(self, entry: _Entry | None) -> str:
        return self.value(entry).split(b"\0")[0].decode("ascii", "replace").strip()

    def ratios(self, entry: _Entry | None) -> list[float]:
        raw = self.value(entry)
        if entry is None or entry[0] != 5 or len(raw) % 8:
            return []
        pairs = [self._unpack("II", raw[at : at + 8]) for at in range(0, len(raw), 8)]
        return [above / below if below else math.nan for above, below in pairs]

    def _unpack(self, form: str, raw: bytes) -> tuple[int, ...]:
        return struct.unpack(self._order + form, raw)


def _position(tiff: _Tiff, gps: dict[int, _Entry]) -> tuple[float, float] | None:
    """Longitude and latitude; None where there is no fix."""
    if tiff.text(gps.get(_STATUS)) == "V":
        return None
    latitude = _degrees(tiff.ratios(gps.get(_LAT)), tiff.text(gps.get(_LAT_REF)), "NS", 90.0)
    longitude = _degrees(tiff.ratios(gps.get(_LON)), tiff.text(gps.get(_LON_REF)), "EW", 180.0)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return longitude, latitude


def _degrees(parts: list[float], side: str, sides: str, most: float) -> float | None:
    if len(parts) != 3 or side not in tuple(sides):
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not math.isfinite(value) or value > most:
        return None
    return round(-value if side == sides[1] else value, _DIGITS)


def _taken_at(text: str, offset: str) -> str | None:
    found = _TIME.match(text)
    if found is None:
        return None
    try:
        moment = datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        moment = moment.replace(tzinfo=_zone(offset)).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
    if not 1990 <= moment.year <= 2200:
        return None  # a camera whose clock was never set
    return written(moment)


def _zone(offset: str) -> tzinfo:
    found = _ZONE.fullmatch(offset)
    if found is not None:
        distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-distance if found[1] == "-" else distance)
    return kyiv()


# --- where in the file EXIF begins ----------------------------------------------------------------------------------


def _find(stream: BinaryIO) -> int | None:
    stream.seek(0)
    head = stream.read(12)
    if head.startswith(b"\xff\xd8"):
        return _in_jpeg(stream)
    if head.startswith((b"II*\0", b"MM\0*")):
        return 0
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _in_chunks(stream, 8, ">", b"eXIf", name_first=False)
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return _in_chunks(stream, 12, "<", b"EXIF", name_first=True)
    if head[4:8] == b"ftyp":
        return _anywhere(stream)
    return None


def _in_jpeg(stream: BinaryIO) -> int | None:
    """The APP1 segment (ISO/IEC 10918-1, annex B)."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        stream.seek(at)
        head = stream.read(10)
        if len(head) < 10 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            return None
        if head[1] == 0xE1 and head[4:10] == b"Exif\0\0":
            return at + 10
        at += 2 + max(int.from_bytes(head[2:4], "big"), 2)
    return None


def _in_chunks(stream: BinaryIO, at: int, order: str, wanted: bytes, *, name_first: bool) -> int | None:
    """A PNG's or a WebP's chunk."""
    for _ in range(_MOST_SEGMENTS):
        stream.seek(at)
        head = stream.read(14)
        if len(head) < 8:
            return None
        name, raw = (head[:4], head[4:8]) if name_first else (head[4:8], head[:4])
        length = struct.unpack(order + "I", raw)[0]
        if name == wanted:
            return at + (14 if head[8:14] == b"Exif\0\0" else 8)
        at += 8 + length + (length % 2 if name_first else 4)
    return None


def _anywhere(stream: BinaryIO) -> int | None:
    """In HEIC an item somewhere among the data: found by its own beginning."""
    at, kept = 0, b""
    stream.seek(0)
    while piece := stream.read(_PIECE):
        window = kept + piece
        found = _HEADER.search(window)
        if found:
            return at - len(kept) + found.end()
        kept, at = window[-9:], at + len(piece)
    return None
