"""Pictures and documents for tests, made byte by byte: small, each one different, as heavy as one likes."""

from __future__ import annotations

import base64
import io
import itertools
import random
import struct
import zipfile
import zlib

_numbers = itertools.count(1)

# A real picture of 48 × 32 pixels; see jpeg() for where its size stands.
_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5mo"
    "q6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgADADASIAAhEB"
    "AxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS"
    "0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKz"
    "tLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgEC"
    "BAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpj"
    "ZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6"
    "/9oADAMBAAIRAxEAPwCOiiitjIKKKKACiiigAooooAKKKKACiiigD//Z"
)
WEBP_LOSSY = base64.b64decode(
    "UklGRj4AAABXRUJQVlA4IDIAAAAwAwCdASowACAAPxGGu1csKSYjpWgBgCIJZwDRgA8KmggAAP67ttk7+73J+iQ3NAgAAA=="
)
WEBP_LOSSLESS = base64.b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvL8AHAAdQvGrVsv+BiOh/AAA=")


def gps_exif() -> bytes:
    """A TIFF structure whose first directory has nothing but the place of a GPS directory."""
    latitude = struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0")
    first = struct.pack(">HHHIII", 1, 0x8825, 4, 1, 26, 0)
    return b"MM\0*" + struct.pack(">I", 8) + first + struct.pack(">H", 1) + latitude + bytes(4)


def plain_exif() -> bytes:
    """A TIFF structure with an orientation."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)


def jpeg(*, weight: int = 0, width: int = 48, height: int = 32, segments: bytes = b"", after: bytes = b"") -> bytes:
    """A JPEG of `weight` bytes (or a few more), unlike any other. Another `width` and `height` than the real ones stand
    in its header only."""
    number = next(_numbers)
    told = _JPEG.replace(struct.pack(">HH", 32, 48), struct.pack(">HH", height, width), 1)
    filling = segment(0xFE, b"no. %d" % number) + segments
    noise = random.Random(number)
    while (missing := weight - len(filling) - len(told) - len(after)) > 0:
        filling += segment(0xFE, noise.randbytes(min(max(missing - 4, 0), 60_000)))
    return told[:2] + filling + told[2:] + after


def segment(marker: int, payload: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def png(*, width: int = 40, height: int = 30, chunks: bytes = b"") -> bytes:
    """A grey PNG, complete with checksums, unlike any other."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([next(_numbers) % 256]) * width) * height)
    words = chunk(b"tEXt", b"Comment\0no. %d" % next(_numbers))
    parts = chunk(b"IHDR", head) + words + chunks + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def chunk(kind: bytes, payload: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def webp(kind: bytes, payload: bytes) -> bytes:
    """An extended WebP around the small one, with one more chunk in it."""
    canvas = struct.pack("<I", 0) + (47).to_bytes(3, "little") + (31).to_bytes(3, "little")
    body = b"WEBP" + _riff(b"VP8X", canvas) + WEBP_LOSSY[12:] + _riff(kind, payload)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + bytes(len(payload) & 1)


def docx(*, macros: bool = False, part: str = "word/document.xml") -> bytes:
    """An Office document as far as its names go."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *(["word/vbaProject.bin"] if macros else [])):
            archive.writestr(name, f"<x n='{next(_numbers)}'/>")
    return file.getvalue()


def pdf() -> bytes:
    """Something that begins and ends as a PDF."""
    return b"%%PDF-1.7\n%% no. %d\n%%%%EOF\n" % next(_numbers)
