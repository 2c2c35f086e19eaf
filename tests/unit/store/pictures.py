"""Small pictures made byte by byte, with and without EXIF, for tests that need no Qt."""

from __future__ import annotations

import struct
import zlib

from bench.photos import photo

__all__ = ["exif", "jpeg", "photo", "png", "webp"]


def exif(
    *, taken: str = "2026:03:05 14:30:00", offset: str = "", place: tuple[float, float] | None = (36.2304, 49.9935),
    orientation: int = 1, order: str = "<",
) -> bytes:  # fmt: skip
    """A TIFF structure as cameras write it: orientation, time, position (longitude, latitude)."""

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack(order + "HHI", tag, kind, count) + value.ljust(4, b"\0")

    def pointer(value: int) -> bytes:
        return struct.pack(order + "I", value)

    head = (b"II*\0" if order == "<" else b"MM\0*") + pointer(8)
    exif_at, gps_at, data_at = 80, 140, 260
    data = b""

    def put(value: bytes) -> bytes:
        nonlocal data
        at = data_at + len(data)
        data += value
        return pointer(at)

    first = struct.pack(order + "H", 3)
    first += entry(0x0112, 3, 1, struct.pack(order + "H", orientation))
    first += entry(0x8769, 4, 1, pointer(exif_at)) + entry(0x8825, 4, 1, pointer(gps_at)) + pointer(0)
    times = [entry(0x9003, 2, 20, put(taken.encode() + b"\0"))]
    if offset:
        times.append(entry(0x9011, 2, 7, put(offset.encode() + b"\0")))
    second = struct.pack(order + "H", len(times)) + b"".join(times) + pointer(0)
    places: list[bytes] = []
    if place is not None:
        for tag, sides, value in ((1, "NS", place[1]), (3, "EW", place[0])):
            whole = abs(value)
            minutes = (whole % 1) * 60
            parts = (int(whole), 1, int(minutes), 1, round((minutes % 1) * 60 * 10000), 10000)
            places.append(entry(tag, 2, 2, sides[value < 0].encode() + b"\0"))
            places.append(entry(tag + 1, 5, 3, put(struct.pack(order + "6I", *parts))))
    third = struct.pack(order + "H", len(places)) + b"".join(places) + pointer(0)
    return (
        (head + first).ljust(exif_at, b"\0")
        + second.ljust(gps_at - exif_at, b"\0")
        + third.ljust(data_at - gps_at, b"\0")
        + data
    )


def jpeg(facts: bytes | None = None, body: bytes = b"\x12\x34" * 50) -> bytes:
    """Enough of a JPEG for what looks at its segments only; no decoder takes it."""
    parts = [b"\xff\xd8"]
    if facts is not None:
        content = b"Exif\0\0" + facts
        parts.append(b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
    parts.append(b"\xff\xda" + struct.pack(">H", 8) + b"\0" * 6 + body + b"\xff\xd9")
    return b"".join(parts)


def png(facts: bytes | None = None, size: int = 1) -> bytes:
    """A whole, grey PNG of size × size pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + b"\x80" * size) * size
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0))]
    if facts is not None:
        parts.append(chunk(b"eXIf", facts))
    return b"".join([*parts, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")])


def webp(facts: bytes) -> bytes:
    """The container of a WebP with nothing but EXIF in it."""
    chunks = b"VP8X" + struct.pack("<I", 10) + b"\0" * 10 + b"EXIF" + struct.pack("<I", len(facts)) + facts
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks
